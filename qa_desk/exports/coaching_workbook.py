"""The coaching workbook: a summary of the team, a printable page an agent, and the evaluations behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from openpyxl import Workbook

from qa_desk.domain.language import tr
from qa_desk.exports.cells import safe_text, sheet_name
from qa_desk.exports.coaching_sheet import agent_sheet
from qa_desk.exports.coaching_summary import summary_sheet
from qa_desk.exports.evaluations_sheet import evaluation_ranges, evaluations_sheet
from qa_desk.exports.replacing import replacing
from qa_desk.exports.sheet_looks import add_looks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from qa_desk.domain.coaching import CoachingPage, EvaluationLine, TeamView
    from qa_desk.domain.progress import JobContext


@dataclass(frozen=True, slots=True)
class CoachingBook:
    """What goes into a workbook. `pages` may be made while they are written; `evaluations` come by agent id, in their order."""

    view: TeamView
    pages: Iterable[CoachingPage]
    page_count: int
    evaluations: Mapping[str, Sequence[EvaluationLine]]
    made_at: int


def write_coaching_workbook(path: Path, book: CoachingBook, context: JobContext) -> int:
    """Write the file (a temporary one, put in place at the end); how many pages it holds."""
    workbook = Workbook()
    add_looks(workbook)
    summary = workbook.active
    assert summary is not None
    summary.title = tr("Summary")
    taken = [summary.title]
    facts = sheet_name(tr("Evaluations"), taken)
    taken.append(facts)
    ranges = evaluation_ranges(facts, book.evaluations)
    anchors = {}
    for done, page in enumerate(book.pages):
        context.raise_if_cancelled()
        context.report(done, book.page_count + 1, page.agent.name)
        name = sheet_name(page.agent.name, taken)
        taken.append(name)
        sheet = workbook.create_sheet(name)
        anchors[page.agent.id] = agent_sheet(sheet, page, ranges.get(page.agent.id))
    evaluations_sheet(workbook.create_sheet(facts), book.evaluations, context)
    summary_sheet(summary, book.view, anchors)
    _describe(workbook, book)
    context.report(book.page_count, book.page_count + 1, path.name)
    with replacing(path) as temporary:
        context.raise_if_cancelled()
        workbook.save(temporary)
    return len(anchors)


def _describe(workbook: Workbook, book: CoachingBook) -> None:
    made = datetime.fromtimestamp(book.made_at, UTC).replace(tzinfo=None)
    properties = workbook.properties
    properties.title = safe_text(tr("Coaching: {team}", team=book.view.team or tr("all teams")))
    properties.subject = str(book.view.span)
    properties.creator = "QA Desk"
    properties.lastModifiedBy = "QA Desk"
    properties.created = properties.modified = made
