"""The samples that were drawn and the queues they filled: read in jobs, changed in short writes. It has no widgets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from qa_desk.domain.errors import QaDeskError
from qa_desk.domain.language import ntr, tr
from qa_desk.services.centre_time import today_of
from qa_desk.services.sampling_assignments import extend, open_assignments, reassign, withdraw, workload
from qa_desk.services.sampling_raters import list_terms, set_terms
from qa_desk.services.sampling_records import find_sample, items_of, list_samples, repeat_draw, replacements_by_evaluator
from qa_desk.services.sampling_replacement import replace_item
from qa_desk.ui.changes import Kind
from qa_desk.ui.jobs import on_workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from qa_desk.domain.progress import JobContext
    from qa_desk.domain.sampling import Replacement
    from qa_desk.services.sampling_assignments import Assignment, Load
    from qa_desk.services.sampling_raters import Terms
    from qa_desk.services.sampling_records import Item, Repeat, Sample
    from qa_desk.ui.jobs import Job
    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SampleShown:
    """A sample with its items, and who replaced what."""

    sample: Sample
    items: tuple[Item, ...]
    replaced_by: Mapping[str, Mapping[Replacement, int]]
    agents: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class QueuesShown:
    """Who has how much, what is open, and what each takes on."""

    loads: tuple[Load, ...]
    assignments: tuple[Assignment, ...]
    terms: Mapping[str, Terms]
    today: str


class SamplesPresenter(QObject):
    """One a screen."""

    listed = Signal(object)
    """Tuple of `Sample`."""
    opened = Signal(object)
    """`SampleShown`"""
    queued = Signal(object)
    """`QueuesShown`"""
    repeated = Signal(object)
    """`Repeat`"""
    told = Signal(str)
    refused = Signal(str)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._jobs: dict[str, Job] = {}

    def stop(self) -> None:
        """Nothing that is on its way is wanted any more."""
        for job in self._jobs.values():
            job.abandon()
        self._jobs.clear()

    # -- reading

    def list_samples(self) -> None:
        """All samples."""
        self._ask("list", tr("Samples"), lambda workspace, _ctx: tuple(list_samples(workspace)), self.listed.emit)

    def open(self, sample_id: str) -> None:
        """One sample with its items."""

        def read(workspace: Workspace, _ctx: JobContext) -> SampleShown:
            return SampleShown(
                find_sample(workspace, sample_id),
                tuple(items_of(workspace, sample_id)),
                replacements_by_evaluator(workspace, sample_id),
                dict(map(tuple, workspace.connection.execute("SELECT id, name FROM agents"))),
            )

        self._ask("open", tr("Sample"), read, self.opened.emit)

    def read_queues(self) -> None:
        """Loads and open assignments."""

        def read(workspace: Workspace, _ctx: JobContext) -> QueuesShown:
            return QueuesShown(
                tuple(workload(workspace)),
                tuple(open_assignments(workspace)),
                {terms.evaluator_id: terms for terms in list_terms(workspace)},
                today_of(workspace).isoformat(),
            )

        self._ask("queues", tr("Queues"), read, self.queued.emit)

    def repeat(self, sample_id: str) -> None:
        """Draw again from the record, and compare."""
        self._ask("repeat", tr("Repeating the draw"), lambda workspace, _ctx: repeat_draw(workspace, sample_id), self._repeated)

    def _repeated(self, found: Repeat) -> None:
        self.repeated.emit(found)

    def _ask(self, about: str, title: str, read: Callable[[Workspace, JobContext], T], show: Callable[[T], object]) -> None:
        """Read in a job; the same question asked again takes the place of the earlier one."""
        earlier = self._jobs.pop(about, None)
        if earlier is not None:
            earlier.abandon()
        self._jobs[about] = self._context.jobs.run(
            on_workspace(self._context.workspace, read), title=title, on_done=show, on_failed=self._failed, owner=self
        )

    def _failed(self, error: Exception) -> None:
        self.refused.emit(error.message if isinstance(error, QaDeskError) else tr("This could not be had."))

    # -- changing

    def replace(self, item: Item, reason: Replacement, words: str) -> None:
        """Put the next of its stratum in an item's place."""
        workspace = self._context.workspace
        row = workspace.connection.execute(
            "SELECT evaluator_id FROM assignments WHERE sample_item_id = ? ORDER BY is_second", [item.id]
        ).fetchone()
        who = self._context.evaluator_id or (row["evaluator_id"] if row else "")

        def act() -> str:
            found = replace_item(workspace, item.id, who, reason, words)
            return tr("{old} is replaced by {new}.", old=item.reference, new=found.reference)

        if self._do(act):
            self.open(item.sample_id)
            self.list_samples()

    def hand_on(self, assignment_ids: Sequence[str], evaluator_id: str) -> None:
        """Give assignments to somebody else."""
        self._change(lambda: reassign(self._context.workspace, assignment_ids, evaluator_id))

    def put_off(self, assignment_ids: Sequence[str], due_on: str) -> None:
        """Give assignments another due date."""
        self._change(lambda: extend(self._context.workspace, assignment_ids, due_on))

    def take_back(self, assignment_ids: Sequence[str]) -> None:
        """Withdraw assignments that were not begun."""
        self._change(lambda: withdraw(self._context.workspace, assignment_ids))

    def set_terms(self, terms: Terms) -> None:
        """Write down what an evaluator takes on."""

        def act() -> str:
            set_terms(self._context.workspace, terms)
            return tr("{name}: written down for the draws to come.", name=terms.name)

        if self._do(act, Kind.PEOPLE):
            self.read_queues()

    def _change(self, act: Callable[[], int]) -> None:
        def done() -> str:
            return ntr("{count} assignment changed.", "{count} assignments changed.", act())

        if self._do(done):
            self.read_queues()

    def _do(self, act: Callable[[], str], kind: Kind = Kind.EVALUATIONS) -> bool:
        try:
            words = act()
        except QaDeskError as error:
            self.refused.emit(error.message)
            return False
        self._context.changes.announce(kind, origin=self)
        self.told.emit(words)
        return True
