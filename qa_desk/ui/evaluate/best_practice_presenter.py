"""The library of best practices without widgets: what is in it, what goes into it and out of it again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from qa_desk.domain.errors import QaDeskError
from qa_desk.domain.language import tr
from qa_desk.services.best_practices import flag_best_practice, list_best_practices, remove_best_practice, restore_best_practice
from qa_desk.services.interaction_detail import load_interaction
from qa_desk.services.people import list_evaluators
from qa_desk.services.question_keys import question_key, question_names
from qa_desk.ui.changes import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa_desk.services.best_practices import BestPractice, Moment
    from qa_desk.services.interaction_detail import InteractionDetail
    from qa_desk.ui.screen import Context


@dataclass(frozen=True, slots=True)
class Library:
    """All entries, and what their questions are called."""

    practices: tuple[BestPractice, ...]
    questions: Mapping[str, str]


class BestPracticePresenter(QObject):
    """One a screen."""

    library_shown = Signal(object)
    flagged = Signal(object)
    refused = Signal(str)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context

    def show_library(self) -> None:
        """Read the library anew."""
        workspace = self._context.workspace
        practices = tuple(list_best_practices(workspace))
        self.library_shown.emit(Library(practices, question_names(workspace, {each.question_key for each in practices})))

    def detail_of(self, practice: BestPractice) -> InteractionDetail | None:
        """The interaction of an entry, to be heard or read."""
        try:
            return load_interaction(self._context.workspace, practice.interaction_id)
        except QaDeskError as error:
            self.refused.emit(error.message)
            return None

    def flag(self, interaction_id: str, version_id: str, question_id: str, title: str, note: str, moment: Moment) -> str:
        """Take a moment into the library; why not, where it is refused. `question_id` "": no question in particular."""
        workspace = self._context.workspace
        try:
            key = question_key(workspace, version_id, question_id) if question_id else ""
            practice = flag_best_practice(
                workspace, interaction_id, title, by=self._who(), question=key, note=note, moment=moment
            )
        except QaDeskError as error:
            return error.message
        self._context.changes.announce(Kind.EVALUATIONS, origin=self)
        self.flagged.emit(practice)
        return ""

    def remove(self, practice: BestPractice) -> None:
        """Take an entry out; the toast puts it back."""
        try:
            remove_best_practice(self._context.workspace, practice.id, by=self._who())
        except QaDeskError as error:
            self.refused.emit(error.message)
            return
        self._context.navigator.toast(
            tr("Taken out of the library: {title}", title=practice.title), _Restoring(self, practice.id)
        )
        self.show_library()

    def restore(self, practice_id: str) -> None:
        """Put an entry back."""
        restore_best_practice(self._context.workspace, practice_id)
        self.show_library()

    def _who(self) -> str:
        people = {each.id: each.name for each in list_evaluators(self._context.workspace)}
        return people.get(self._context.evaluator_id or "", "")


class _Restoring:
    """The toast's way back."""

    def __init__(self, presenter: BestPracticePresenter, practice_id: str) -> None:
        self._presenter, self._practice_id = presenter, practice_id

    def __call__(self) -> None:
        self._presenter.restore(self._practice_id)
