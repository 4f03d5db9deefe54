"""The draft in the editor: what it says, what is in hand, what can be undone, and every change on the disk at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from qa_desk.domain.answer_references import renamed_answer, renamed_cause, renamed_question
from qa_desk.domain.definition_paths import items_at, text_at, value_at, with_value
from qa_desk.domain.errors import EnvironmentFailure, Refusal
from qa_desk.domain.language import tr
from qa_desk.domain.scorecard_editing import id_of_title, is_answer_path, is_fresh, label_at, question_ids, remove
from qa_desk.domain.scorecard_inspection import Inspection, PlacedFault, inspect
from qa_desk.services.scorecard_drafts import keep_draft, load_draft
from qa_desk.services.scorecards import enter_edits, find_version
from qa_desk.ui.scorecards.history import Step, Steps

if TYPE_CHECKING:
    from qa_desk.domain.definition_paths import Path
    from qa_desk.domain.progress import JobContext
    from qa_desk.domain.scorecard_writing import Definition
    from qa_desk.services.scorecard_drafts import Draft
    from qa_desk.ui.jobs import Job
    from qa_desk.ui.screen import Context

_INSPECT_AFTER_MS = 120
_TRY_AGAIN_MS = 2000
CARD: Path = ()
"""The place of the scorecard itself."""


class EditorPresenter(QObject):
    """One draft at a time; it has no widgets."""

    opened = Signal()
    """Another draft is in hand."""
    changed = Signal()
    """The definition is another one now."""
    selected = Signal()
    """Something else is in hand now."""
    inspected = Signal(object)
    """An `Inspection` of the definition as it is now."""
    saved = Signal()
    not_saved = Signal(str)
    refused = Signal(str)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.draft: Draft | None = None
        self.definition: Definition = {}
        self.path: Path = CARD
        """What is in hand: the card, a section, a question."""
        self.language = "en"
        self.inspection = Inspection(None, ())
        self._revision = 0
        self._steps = Steps()
        self._is_unsaved = False
        self._job: Job | None = None
        self._inspect_later = QTimer(self, singleShot=True, interval=_INSPECT_AFTER_MS)
        self._inspect_later.timeout.connect(self._inspect)
        self._try_again = QTimer(self, singleShot=True, interval=_TRY_AGAIN_MS)
        self._try_again.timeout.connect(self.save)

    @property
    def can_undo(self) -> bool:
        """Whether a change can be taken back."""
        return self._steps.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether a change that was taken back can be done again."""
        return self._steps.can_redo

    @property
    def is_checking(self) -> bool:
        """Whether the faults that are shown may not be those of the draft as it is now."""
        return self._job is not None or self._inspect_later.isActive()

    # -- taking a draft up and putting it away

    def open(self, version_id: str) -> None:
        """Take a draft up as it stands on the disk; refused where it is none."""
        self.leave()
        draft = load_draft(self._context.workspace, version_id)
        self.draft, self.definition, self._revision = draft, draft.definition, draft.revision
        self.path, self._steps, self._is_unsaved = CARD, Steps(), False
        self.inspection = Inspection(None, ())
        self.opened.emit()
        self._inspect()

    def leave(self) -> None:
        """Put the draft away: what was edited enters the change log."""
        self._inspect_later.stop()
        if self._job is not None:
            self._job.abandon()
            self._job = None
        if self.draft is None:
            return
        if self._is_unsaved:
            self.save()
        self._try_again.stop()
        version_id, self.draft = self.draft.entry.id, None
        enter_edits(self._context.workspace, version_id)

    def put_aside(self) -> None:
        """Let what was edited enter the change log; the draft stays in hand."""
        if self.draft is not None and not self._is_unsaved and self._revision:
            enter_edits(self._context.workspace, self.draft.entry.id)
            self._revision = 0

    # -- changing

    def put(self, path: Path, value: object, *, is_typing: bool = False) -> None:
        """Have another value at a place."""
        self.do(with_value(self.definition, path, value), typing_at=path if is_typing else None)

    def do(self, definition: Definition, select: Path | None = None, *, typing_at: Path | None = None) -> None:
        """Have another definition, and something else in hand where `select` says so; on the disk at once."""
        if definition == self.definition:
            return
        self._steps.add(Step(self.definition, self.path), typing_at)
        self._take(definition, self.path if select is None else select)

    def remove(self, path: Path) -> str:
        """Take a section, question, answer or the like away; what it was called."""
        name = label_at(self.definition, path, self.language)
        is_in_hand = self.path[: len(path)] == path
        self.do(remove(self.definition, path), self._neighbour(path) if is_in_hand else None)
        return name

    def rename(self, path: Path, name: str) -> None:
        """Give a question, answer or root cause another id; all that names it follows, and a question keeps its trend."""
        name = name.strip()
        if not name or name == text_at(self.definition, (*path, "id")):
            return
        if path[0] == "root_causes":
            self.do(renamed_cause(self.definition, int(path[1]), name))
        elif is_answer_path(self.definition, path):
            self.do(renamed_answer(self.definition, path, name))
        elif len(path) == 4:
            keeps = self.draft is not None and self.draft.has_published and not is_fresh(text_at(self.definition, (*path, "id")))
            self.do(renamed_question(self.definition, path, name, keeps_lineage=keeps))
        else:
            self.do(with_value(self.definition, (*path, "id"), name))

    def name_by_title(self, path: Path) -> None:
        """An id that the editor gave follows the title, once there is one."""
        if not is_fresh(text_at(self.definition, (*path, "id"))) or not value_at(self.definition, (*path, "title")):
            return
        is_question = len(path) == 4 and path[0] == "sections"
        siblings = [text_at(item, ("id",)) for item in items_at(self.definition, path[:-1])]
        name = id_of_title(
            label_at(self.definition, path, self.language), question_ids(self.definition) if is_question else siblings
        )
        if name:
            self.rename(path, name)

    def undo(self) -> None:
        """Take the last change back."""
        if step := self._steps.undo(Step(self.definition, self.path)):
            self._take(step.definition, step.path)

    def redo(self) -> None:
        """Do what was taken back again."""
        if step := self._steps.redo(Step(self.definition, self.path)):
            self._take(step.definition, step.path)

    def select(self, path: Path) -> None:
        """Have the card, a section or a question in hand."""
        self._steps.pause()
        if path != self.path:
            self.path = path
            self.selected.emit()

    def speak(self, language: str) -> None:
        """Write and read the texts in another language."""
        self._steps.pause()
        if language != self.language:
            self.language = language
            self.changed.emit()
            if self.inspection.version is not None and not self.is_checking:
                self.inspected.emit(self.inspection)  # the form speaks the other language too

    # -- the disk

    def save(self) -> None:
        """Have the draft on the disk as it is now."""
        if self.draft is None:
            return
        self._try_again.stop()
        try:
            self._revision = keep_draft(self._context.workspace, self.draft.entry.id, self.definition, self._revision)
        except EnvironmentFailure as failure:
            self._is_unsaved = True
            self.not_saved.emit(failure.message)
            self._try_again.start()
        except Refusal as refusal:
            self._read_again()
            self.refused.emit(refusal.message)
        else:
            self._is_unsaved = False
            self.saved.emit()

    def _read_again(self) -> None:
        """Another window was here: show what the disk holds."""
        assert self.draft is not None
        version_id, self.draft = self.draft.entry.id, None
        try:
            self.open(version_id)
        except Refusal as refusal:
            self.refused.emit(refusal.message)
            self.opened.emit()

    def _take(self, definition: Definition, path: Path) -> None:
        self.definition = definition
        if path and value_at(definition, path) is None:
            path = self._neighbour(path)
        is_other, self.path = path != self.path, path
        self.save()
        if self.draft is None:
            return
        self.changed.emit()
        if is_other:
            self.selected.emit()
        self._inspect_later.start()

    def _neighbour(self, path: Path) -> Path:
        """What is in hand once the thing at a place is gone: the one before it, else the one around it."""
        last = path[-1]
        if isinstance(last, int) and last > 0:
            return (*path[:-1], last - 1)
        return path[:2] if len(path) > 2 else CARD

    # -- faults

    def _inspect(self) -> None:
        if self._job is not None:
            self._job.abandon()
        definition = self.definition

        def work(_ctx: JobContext) -> Inspection:
            return inspect(definition)

        self._job = self._context.jobs.run(work, title=tr("Checking the scorecard"), on_done=self._seen, is_shown=False)

    def _seen(self, seen: Inspection) -> None:
        self._job = None
        more = tuple(self._workspace_faults())
        self.inspection = Inspection(None if more else seen.version, (*more, *seen.faults), seen.shares)
        self.inspected.emit(self.inspection)

    def _workspace_faults(self) -> list[PlacedFault]:
        """What only the workspace knows: two scorecards of one key, and a key that has to stay."""
        if self.draft is None:
            return []
        key, entry = text_at(self.definition, ("key",)), self.draft.entry
        if self.draft.has_published:
            return [] if key == entry.key else [PlacedFault(("key",), tr("The key must stay “{key}”.", key=entry.key))]
        try:
            other = find_version(self._context.workspace, key) if key else entry
        except Refusal:
            return []
        is_taken = other.scorecard_id != entry.scorecard_id
        return [PlacedFault(("key",), tr("Another scorecard has this key."))] if is_taken else []
