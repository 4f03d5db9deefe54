"""Best practices in the Evaluate place: taking a moment into the library, and the library itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from qa_desk.domain.language import tr
from qa_desk.domain.shortcuts import Act
from qa_desk.services.dispute_rows import speaks_to_agent
from qa_desk.ui.evaluate.best_practice_presenter import BestPracticePresenter
from qa_desk.ui.screen import Verb

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from qa_desk.services.best_practices import BestPractice
    from qa_desk.ui.evaluate.best_practice_page import BestPracticePage
    from qa_desk.ui.evaluate.best_practice_panel import BestPracticePanel
    from qa_desk.ui.evaluate.dispute_rooms import Rooms
    from qa_desk.ui.evaluate.form import ScorecardForm
    from qa_desk.ui.evaluate.interaction_pane import InteractionPane
    from qa_desk.ui.evaluate.presenter import EvaluatePresenter
    from qa_desk.ui.screen import Context


class BestPracticeDesk(QObject):
    """Its panel and its page are made when they are first asked for."""

    def __init__(
        self, context: Context, evaluate: EvaluatePresenter, pane: InteractionPane, form: ScorecardForm, rooms: Rooms
    ) -> None:
        super().__init__(evaluate)
        self._context = context
        self._evaluate, self._pane, self._form, self._rooms = evaluate, pane, form, rooms
        self.presenter = BestPracticePresenter(context, self)
        self.panel: BestPracticePanel | None = None
        self.page: BestPracticePage | None = None
        self.presenter.refused.connect(evaluate.refused)
        self.presenter.flagged.connect(self._flagged)
        rooms.work_shown.connect(self._left)

    def add_shortcut(self, place: QWidget) -> None:
        """The key that holds in the whole place."""
        self._pane.shortcuts.bind_all(place, Act.BEST_PRACTICE, self.ask)

    def verbs(self) -> list[Verb]:
        """What can be done now, for the palette."""
        library = Verb(tr("Best practices"), self.show_library)
        if not self._can_flag:
            return [library]
        keys = self._pane.shortcuts.keys.of(Act.BEST_PRACTICE)
        return [Verb(tr("Take this moment into the library of best practices"), self.ask, keys[0] if keys else ""), library]

    def ask(self) -> None:
        """Take this moment, or all of the interaction, into the library."""
        version, interaction = self._form.version, self._evaluate.interaction_id
        if not self._can_flag or version is None or interaction is None:
            return
        if self.panel is None:
            from qa_desk.ui.evaluate.best_practice_panel import BestPracticePanel

            self.panel = BestPracticePanel(self._context.theme, self.presenter, self._pane)
            self._rooms.add_panel(self.panel)
        self._rooms.show_panel(self.panel)
        question = self._form.current_question or ""
        self.panel.show_interaction(interaction, version, self._evaluate.version_id, question, self._pane.head.title)

    def show_library(self, question_key: str | None = None) -> None:
        """The library, perhaps for one question."""
        if self.page is None:
            from qa_desk.ui.evaluate.best_practice_page import BestPracticePage

            self.page = BestPracticePage(self._context, self.presenter)
            self.page.closed.connect(self._rooms.back_to_work)
            self.page.interaction_asked.connect(self._evaluate.open)
        self._rooms.show_page(self.page)
        self.page.open(question_key)

    def refresh(self) -> bool:
        """Read the library anew where it is in sight; False: something else is."""
        if self.page is None or self._rooms.page is not self.page:
            return False
        self.presenter.show_library()
        return True

    def stop(self) -> None:
        """The place is closed."""
        if self.page is not None:
            self.page.release()

    @property
    def _can_flag(self) -> bool:
        """A blind sheet has no business here; neither has a place where nothing is open."""
        if self._evaluate.interaction_id is None:
            return False
        evaluation = self._evaluate.draft.evaluation
        return evaluation is None or speaks_to_agent(self._context.workspace.connection, evaluation.id)

    def _flagged(self, practice: BestPractice) -> None:
        self._context.navigator.toast(tr("In the library: {title}", title=practice.title))
        self._rooms.back_to_form()

    def _left(self) -> None:
        if self.page is not None:
            self.page.leave()
