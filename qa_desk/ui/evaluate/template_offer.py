"""Templates where a comment is written: what fits the question and the language, filled in, and keeping a comment as one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from qa_desk.domain.comment_templates import Filling, fill_template
from qa_desk.domain.errors import QaDeskError
from qa_desk.domain.language import ntr, tr
from qa_desk.services.comment_templates import add_template, list_templates, people_in, take_general_templates, templates_for
from qa_desk.services.quality import language_in_force
from qa_desk.services.question_keys import question_key
from qa_desk.ui.changes import Kind
from qa_desk.ui.evaluate.best_practice_clip import clock
from qa_desk.ui.evaluate.question_row import QuestionRow
from qa_desk.ui.evaluate.template_popup import Offer, TemplatePopup

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa_desk.ui.evaluate.comment_box import CommentBox
    from qa_desk.ui.evaluate.interaction_pane import InteractionPane
    from qa_desk.ui.evaluate.presenter import EvaluatePresenter
    from qa_desk.ui.screen import Context


class TemplateOffer(QObject):
    """One a place that scores routinely; a blind sheet has none."""

    def __init__(self, context: Context, presenter: EvaluatePresenter, pane: InteractionPane) -> None:
        super().__init__(presenter)
        self._context = context
        self._presenter = presenter
        self._pane = pane
        self.popup: TemplatePopup | None = None

    def offer(self, box: CommentBox) -> bool:
        """Show what fits this comment; False where nothing is open to comment on."""
        if self._presenter.interaction_id is None or self._presenter.version_id == "":
            return False
        offers, acts = self._offers(box)
        popup = TemplatePopup(box, offers)
        popup.chosen.connect(partial(self._chosen, acts))
        popup.slash_typed.connect(partial(box.insert, "/"))
        popup.finished.connect(partial(self._closed, box))
        self.popup = popup
        popup.show()
        return True

    def _offers(self, box: CommentBox) -> tuple[list[Offer], list[Callable[[], object]]]:
        workspace = self._context.workspace
        language, key, filling = language_in_force(), self._key_of(box), self._filling()
        offers: list[Offer] = []
        acts: list[Callable[[], object]] = []
        for template in templates_for(workspace, key, language):
            words = fill_template(template.text, filling)
            note = template.language if template.language not in ("", language) else ""
            offers.append(Offer(words, note or (tr("this question") if template.question_key else "")))
            acts.append(partial(self._put_in, box, words))
        words = box.toPlainText().strip()
        if words:
            if key:
                offers.append(Offer(tr("Keep this comment as a template for this question"), is_action=True))
                acts.append(partial(self._keep, words, key))
            offers.append(Offer(tr("Keep this comment as a template for every question"), is_action=True))
            acts.append(partial(self._keep, words, ""))
        if not list_templates(workspace):
            offers.append(Offer(tr("There are no templates yet: bring in a dozen general ones"), is_action=True))
            acts.append(partial(self._take_general, box))
        return offers, acts

    def _key_of(self, box: CommentBox) -> str:
        """The question that the comment is about; none for the summary."""
        around = box.parentWidget()
        while around is not None and not isinstance(around, QuestionRow):
            around = around.parentWidget()
        if around is None:
            return ""
        return question_key(self._context.workspace, self._presenter.version_id, around.question.id)

    def _filling(self) -> Filling:
        interaction = self._presenter.interaction_id
        agent, customer = people_in(self._context.workspace, interaction) if interaction else (None, None)
        seconds, position = self._pane.place
        time = clock(seconds) if seconds is not None else None
        if position is not None:
            time = tr("message {number}", number=position + 1)
        return Filling(agent, customer, time)

    def _chosen(self, acts: list[Callable[[], object]], number: int) -> None:
        acts[number]()

    def _closed(self, box: CommentBox, _result: int) -> None:
        self.popup = None
        box.end_choosing()

    def _put_in(self, box: CommentBox, words: str) -> None:
        box.insert(words)

    def _keep(self, words: str, key: str) -> None:
        try:
            add_template(self._context.workspace, words, question_key=key, language=language_in_force())
        except QaDeskError as error:
            self._context.navigator.toast(error.message)
            return
        self._context.navigator.toast(tr("Kept as a template; templates are edited in Settings."))
        self._context.changes.announce(Kind.SETTINGS, origin=self)

    def _take_general(self, box: CommentBox) -> None:
        count = take_general_templates(self._context.workspace, language_in_force())
        self._context.navigator.toast(ntr("{count} template brought in", "{count} templates brought in", count))
        self._context.changes.announce(Kind.SETTINGS, origin=self)
        box.ask_for_templates()
