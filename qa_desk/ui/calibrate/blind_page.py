"""One person scoring blind: the interaction on the left, the scorecard's form on the right, nobody else's answers anywhere."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from qa_desk.domain.language import tr
from qa_desk.ui.evaluate.form import ScorecardForm
from qa_desk.ui.evaluate.interaction_pane import InteractionPane
from qa_desk.ui.evaluate.scoring_desk import ScoringDesk
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.banner import Banner
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from qa_desk.ui.calibrate.blind_presenter import BlindPresenter, SheetShown
    from qa_desk.ui.evaluate.draft import ChangedElsewhere
    from qa_desk.ui.screen import Context

_FORM_WIDTH = 460


class BlindPage(QWidget):
    """Shows what the presenter hands out, and hands it what the person does."""

    def __init__(self, context: Context, presenter: BlindPresenter) -> None:
        super().__init__()
        theme = context.theme
        self._presenter = presenter
        self._who = label("", "heading")
        self._where = label("", "muted")
        self._saved = label("", "note")
        self.banner = Banner()
        self.form = ScorecardForm(theme, submit_text=tr("Submit and go on"))
        self.form.setMinimumWidth(theme.size(_FORM_WIDTH))
        self.pane = InteractionPane(context)
        top = QHBoxLayout()
        top.setContentsMargins(Space.XL, Space.M, Space.XL, Space.M)
        top.setSpacing(Space.M)
        top.addWidget(self._who)
        top.addWidget(self._where, 1)
        top.addWidget(self._saved)
        top.addWidget(button(tr("Go on later"), presenter.leave, role="quiet"))
        left = QVBoxLayout()
        left.setSpacing(Space.S)
        left.addWidget(self.banner)
        left.addWidget(self.pane, 1)
        right = QFrame()
        right.setProperty("kind", "card")
        inside = QVBoxLayout(right)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.form)
        body = QHBoxLayout()
        body.setContentsMargins(Space.XL, 0, Space.XL, Space.L)
        body.setSpacing(Space.L)
        body.addLayout(left, 1)
        body.addWidget(right)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addLayout(body, 1)
        self._connect()

    def _connect(self) -> None:
        form, presenter, draft = self.form, self._presenter, self._presenter.draft
        ScoringDesk(self, form, self.pane, draft)
        form.submit_asked.connect(presenter.submit)
        presenter.leaving.connect(form.flush)
        presenter.sheet_shown.connect(self.show_sheet)
        presenter.missing_found.connect(form.show_missing)
        presenter.refused.connect(self.banner.say)
        presenter.left.connect(self.rest)
        draft.answer_shown.connect(form.show_answer)
        draft.settled.connect(partial(self._saved.setText, tr("saved ✓")))
        draft.not_saved.connect(self.banner.say)
        draft.changed_elsewhere.connect(self._changed_elsewhere)

    def show_sheet(self, shown: SheetShown) -> None:
        """Show the interaction and a form that only this person has seen."""
        self.banner.clear()
        self._saved.setText("")
        self._who.setText(shown.participant.name)
        place = tr("interaction {number} of {total}", number=shown.number, total=shown.total)
        self._where.setText(f"{place} · {shown.item.label}")
        self.pane.show_interaction(shown.interaction, shown.markers)
        self.form.show_version(shown.version, shown.answers, shown.markers)
        self.form.focus_first_open()

    def _changed_elsewhere(self, changed: ChangedElsewhere) -> None:
        self.banner.say(tr("Another window changed this sheet, and it is shown as it stands now: {what}.", what=changed.what))

    def rest(self) -> None:
        """The chair is free: nothing plays on, and nothing of the sheet stays in sight."""
        if self.pane.call_pane is not None:
            self.pane.call_pane.forget()
