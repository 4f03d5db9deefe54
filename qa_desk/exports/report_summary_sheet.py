"""The first sheet of the report's workbook: the summary in words, each sentence with a link to its figure, and the plan."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink

from qa_desk.domain.language import tr
from qa_desk.domain.report_plan import STATES
from qa_desk.exports.sheet_looks import fit_height, put
from qa_desk.exports.sheet_print import print_on_a4

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl.worksheet.worksheet import Worksheet

    from qa_desk.domain.report import ReportContent
    from qa_desk.domain.report_plan import PlanLine
    from qa_desk.domain.report_words import Evidence, Sentence

_WIDTHS = (34, 15, 12, 10, 26, 46, 22)
_TEXT_COLUMNS = 6
_TEXT_WIDTH = sum(_WIDTHS[:_TEXT_COLUMNS])
_LAST = len(_WIDTHS)


def summary_sheet(sheet: Worksheet, content: ReportContent, place: Callable[[Evidence], str | None]) -> None:
    """Fill the sheet; `place` names the cell of the figure behind a sentence ("'Key figures'!A5"), None where there is none."""
    sheet.sheet_view.showGridLines = False
    for column, width in zip("ABCDEFG", _WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    put(sheet, 1, 1, content.title, "QA title", through=_LAST)
    sheet.row_dimensions[1].height = 28
    put(sheet, 2, 1, content.about, "QA subtitle", through=_LAST)
    row = _sentences(sheet, 4, tr("In words"), content.words.sentences, place)
    row = _sentences(sheet, row + 1, tr("Not judged"), content.words.unjudged, place)
    if content.words.method:
        put(sheet, row, 1, content.words.method, "QA note", through=_TEXT_COLUMNS)
        fit_height(sheet, row, (content.words.method, _TEXT_WIDTH * 1.2))
        row += 1
    row = _plan(sheet, row + 1, content.plan)
    sheet.freeze_panes = "A3"
    print_on_a4(sheet, f"A1:G{row}", title=content.title, note=content.about, is_landscape=True, is_one_page=False)


def _sentences(
    sheet: Worksheet, row: int, heading: str, sentences: tuple[Sentence, ...], place: Callable[[Evidence], str | None]
) -> int:
    if not sentences:
        return row
    put(sheet, row, 1, heading, "QA heading", through=_LAST)
    for sentence in sentences:
        row += 1
        put(sheet, row, 1, sentence.text, "QA text", through=_TEXT_COLUMNS)
        fit_height(sheet, row, (sentence.text, _TEXT_WIDTH))
        target = place(sentence.evidence[0]) if sentence.evidence else None
        if target is not None:
            put(sheet, row, _LAST, tr("See the figure"), "QA link")
            cell = sheet.cell(row, _LAST)
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=target)
            cell.style = "QA link"
    return row + 1


def _plan(sheet: Worksheet, row: int, plan: tuple[PlanLine, ...]) -> int:
    put(sheet, row, 1, tr("Action plan"), "QA heading", through=_LAST)
    row += 1
    if not plan:
        put(sheet, row, 1, tr("Nothing is planned yet."), "QA grey", through=_LAST)
        return row
    heads = (tr("Action"), tr("Owner"), tr("Due"), tr("Status"), tr("Figure"), tr("What it did since"), tr("Written"))
    for column, head in enumerate(heads, start=1):
        put(sheet, row, column, head, "QA head")
    for line in plan:
        row += 1
        item = line.item
        since = line.since.text if line.since else ""
        status = tr("overdue") if line.is_overdue else tr(STATES[item.status])
        written = " · ".join(
            part for part in (datetime.fromtimestamp(item.written_at, UTC).date().isoformat(), item.written_by) if part
        )
        put(sheet, row, 1, item.text, "QA text")
        put(sheet, row, 2, item.owner, "QA text")
        put(sheet, row, 3, item.due_on, "QA date")
        put(sheet, row, 4, status, "QA bad" if line.is_overdue else "QA text")
        put(sheet, row, 5, line.figure_name, "QA text")
        put(sheet, row, 6, since, "QA text")
        put(sheet, row, 7, written, "QA text")
        fit_height(sheet, row, (item.text, 34), (item.owner, 15), (line.figure_name, 26), (since, 46), (written, 22))
    return row


def cell_of(sheet_title: str, row: int) -> str:
    """The first cell of a row of another sheet, as a link names it."""
    return f"{quote_sheetname(sheet_title)}!A{row}"
