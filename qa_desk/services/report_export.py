"""Writes the report to a file: the Excel workbook, or one tidy table as CSV. The PDF is painted by the window's room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.domain.progress import Quiet
from qa_desk.domain.report import ReportContent, ReportScope
from qa_desk.services.centre_time import usual_span
from qa_desk.services.people import list_teams
from qa_desk.services.report_content import report_content

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from qa_desk.domain.coaching_span import Span
    from qa_desk.domain.progress import JobContext
    from qa_desk.workspace.workspace import Workspace

    Writer = Callable[[Path, ReportContent, JobContext], int]


ENDINGS = (".xlsx", ".pdf", ".csv")
"""What a report can be written as."""


@dataclass(frozen=True, slots=True)
class ReportFile:
    """What was written: its sentences, and how many sheets, rows or pages (`count` by the kind of file)."""

    path: Path
    content: ReportContent
    count: int


def report_scope(
    workspace: Workspace,
    span: Span | None = None,
    *,
    compare: str = "previous",
    team: str | None = None,
    channel: str | None = None,
) -> ReportScope:
    """The scope of a report as it is asked for: the last 13 weeks when no days are named. Refused when there is no such team."""
    days = span or usual_span(workspace)
    if team is not None and team not in list_teams(workspace):
        known = ", ".join(list_teams(workspace)) or tr("none")
        raise Refusal(tr("{team}: there is no such team; the teams: {known}.", team=team, known=known))
    pairs = (("team", team), ("channel", channel))
    return ReportScope(days.first, days.last, compare, tuple((name, value) for name, value in pairs if value is not None))


def export_report(
    workspace: Workspace,
    path: Path,
    scope: ReportScope,
    context: JobContext | None = None,
    more: Mapping[str, Writer] | None = None,
) -> ReportFile:
    """Write the report as its file's ending says: .xlsx, .csv, or one of `more`.

    What was there stays until the new one is whole. Refused for another ending, and where nothing happened in the period.
    """
    context = context or Quiet()
    writers: dict[str, Writer] = {".xlsx": _workbook, ".csv": _table, **(more or {})}
    writer = writers.get(path.suffix.lower())
    if writer is None:
        endings = ", ".join(ENDINGS)
        raise Refusal(tr("{file}: name a file that ends in one of {endings}.", file=path, endings=endings))
    content = report_content(workspace, scope, context)
    return ReportFile(path, content, writer(path, content, context))


def _workbook(path: Path, content: ReportContent, context: JobContext) -> int:
    from qa_desk.exports.report_workbook import write_report_workbook

    return write_report_workbook(path, content, context)


def _table(path: Path, content: ReportContent, context: JobContext) -> int:
    from qa_desk.exports.report_table import write_report_table

    return write_report_table(path, content, context)
