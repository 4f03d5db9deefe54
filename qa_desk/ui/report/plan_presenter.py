"""What the plan card knows and does: reads the plan with what the linked figures did since, writes changes. No widgets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from qa_desk.domain.errors import QaDeskError
from qa_desk.domain.language import tr
from qa_desk.services.people import list_evaluators, list_teams
from qa_desk.services.report_plan import (
    add_plan_item,
    change_plan_item,
    plan_items,
    remove_plan_item,
    restore_plan_item,
    settle_plan_item,
)
from qa_desk.ui.changes import Change, Kind
from qa_desk.ui.jobs import on_workspace

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa_desk.domain.progress import JobContext
    from qa_desk.domain.report import ReportScope
    from qa_desk.domain.report_plan import PlanDraft, PlanItem, PlanLine
    from qa_desk.ui.jobs import Job
    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class PlanState:
    """The plan, and what an item can be linked with: KPIs as (id, name), the report's own first; groups by dimension."""

    lines: tuple[PlanLine, ...]
    kpis: tuple[tuple[str, str], ...]
    teams: tuple[str, ...]
    channels: tuple[str, ...]


class PlanPresenter(QObject):
    """Reads in a job, as the linked figures take their time; writes at once."""

    loaded = Signal(object)
    """The `PlanState`."""
    failed = Signal(str)
    """Why it could not be read, in a line."""
    refused = Signal(str)
    """Why an item was not kept, in a line."""
    kept = Signal(object)
    """The `PlanItem` that was written or changed."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._scope: ReportScope | None = None
        self._job: Job | None = None
        context.changes.changed.connect(self._hear)

    def load(self, scope: ReportScope | None = None) -> None:
        """The plan as a report of this scope shows it; without one, of the scope before."""
        self._scope = scope or self._scope
        if self._job is not None:
            self._job.abandon()
        wanted = self._scope
        if wanted is None:
            return
        self._job = self._context.jobs.run(
            on_workspace(self._context.workspace, lambda workspace, ctx: read_plan(workspace, wanted, ctx)),
            title=tr("Action plan"),
            on_done=self.loaded.emit,
            on_failed=self._fail,
            owner=self,
        )

    def keep(self, draft: PlanDraft, item: PlanItem | None) -> None:
        """Write a new item, or change the one given."""
        if self._scope is None:
            return
        workspace = self._context.workspace
        try:
            kept = (
                change_plan_item(workspace, item.id, draft) if item else add_plan_item(workspace, self._scope, draft, self._who())
            )
        except QaDeskError as error:
            self.refused.emit(error.message)
            return
        self.kept.emit(kept)
        self._tell()

    def settle(self, item: PlanItem, *, is_done: bool) -> None:
        """Done, or open again; Undo takes it back."""
        if self._try(lambda: settle_plan_item(self._context.workspace, item.id, self._who(), is_done=is_done)):
            said = (
                tr("Done: {action}", action=_short(item.text))
                if is_done
                else tr("Open again: {action}", action=_short(item.text))
            )
            self._context.navigator.toast(said, partial(self._put_back, item))

    def remove(self, item: PlanItem) -> None:
        """Out of the plan; Undo puts it back as it was."""
        if self._try(lambda: remove_plan_item(self._context.workspace, item.id)):
            self._context.navigator.toast(tr("Deleted: {action}", action=_short(item.text)), partial(self._restore, item))

    def _put_back(self, item: PlanItem) -> None:
        self._try(lambda: settle_plan_item(self._context.workspace, item.id, item.done_by or "", is_done=item.status == "done"))

    def _restore(self, item: PlanItem) -> None:
        self._try(lambda: restore_plan_item(self._context.workspace, item))

    def _try(self, write: Callable[[], object]) -> bool:
        try:
            write()
        except QaDeskError as error:
            self._context.navigator.toast(error.message)
            return False
        finally:
            self._tell()
        return True

    def _tell(self) -> None:
        self.load()
        self._context.changes.announce(Kind.PLAN, origin=self)

    def _hear(self, change: Change) -> None:
        if Kind.PLAN in change.kinds and change.origin is not self:
            self.load()

    def _who(self) -> str:
        here = self._context.evaluator_id
        return next((each.name for each in list_evaluators(self._context.workspace) if each.id == here), "")

    def _fail(self, error: Exception) -> None:
        self.failed.emit(error.message if isinstance(error, QaDeskError) else tr("The plan could not be read."))


def read_plan(workspace: Workspace, scope: ReportScope, ctx: JobContext) -> PlanState:
    """The plan with what the linked figures did since, and what an item can be linked with."""
    from qa_desk.services.kpis import catalogue
    from qa_desk.services.report_headlines import HEADLINES
    from qa_desk.services.report_plan_since import plan_lines
    from qa_desk.ui.dates import day_text

    lines = plan_lines(workspace, scope, plan_items(workspace), ctx, day_text)
    names = {info.id: info.name for info in catalogue()}
    channels = workspace.connection.execute("SELECT DISTINCT channel FROM tickets WHERE channel IS NOT NULL ORDER BY channel")
    kpis = (*HEADLINES, *(kpi for kpi in names if kpi not in HEADLINES))
    return PlanState(
        tuple(lines), tuple((kpi, names[kpi]) for kpi in kpis), tuple(list_teams(workspace)), tuple(row[0] for row in channels)
    )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:59] + "…"
