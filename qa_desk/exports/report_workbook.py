"""The report as an Excel workbook: summary and plan, key figures, figures by group, trends with charts, definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.worksheet.table import Table, TableStyleInfo

from qa_desk.domain.channels import channel_name
from qa_desk.domain.language import tr
from qa_desk.exports.cells import safe_text, sheet_name
from qa_desk.exports.replacing import replacing
from qa_desk.exports.report_figures_sheet import figures_sheet
from qa_desk.exports.report_summary_sheet import cell_of, summary_sheet
from qa_desk.exports.report_trend_sheets import family_name, trend_sheet
from qa_desk.exports.report_units import unit_name
from qa_desk.exports.sheet_looks import add_looks, fit_height, put
from qa_desk.exports.sheet_print import print_on_a4

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from qa_desk.domain.progress import JobContext
    from qa_desk.domain.report import ReportContent, Trend
    from qa_desk.domain.report_words import Evidence

_STEPS = 5


def write_report_workbook(path: Path, content: ReportContent, context: JobContext) -> int:
    """Write the file (a temporary one, put in place at the end); how many sheets it has."""
    workbook = Workbook()
    add_looks(workbook)
    summary = workbook.active
    assert summary is not None
    summary.title = sheet_name(tr("Summary"), ())

    def new_sheet(name: str) -> Worksheet:
        made: Worksheet = workbook.create_sheet(sheet_name(name, workbook.sheetnames))
        return made

    def step(done: int) -> None:
        context.raise_if_cancelled()
        context.report(done, _STEPS, path.name)

    step(0)
    whole = new_sheet(tr("Key figures"))
    rows = figures_sheet(whole, content, content.figures, "QADeskFigures", is_grouped=False)
    places = {key: cell_of(whole.title, row) for key, row in rows.items()}
    step(1)
    if content.groups:
        groups = new_sheet(tr("By group"))
        rows = figures_sheet(groups, content, content.groups, "QADeskGroups", is_grouped=True)
        places |= {key: cell_of(groups.title, row) for key, row in rows.items()}
    step(2)
    for family, trends in _families(content.trends).items():
        trend_sheet(new_sheet(family_name(family)), content, family, trends)
    _definitions(new_sheet(tr("Definitions")), content)
    step(3)
    summary_sheet(summary, content, lambda evidence: places.get(_key(evidence)))
    workbook.properties.title = safe_text(content.title)
    workbook.properties.subject = safe_text(content.about)
    workbook.properties.creator = workbook.properties.lastModifiedBy = "QA Desk"
    step(4)
    with replacing(path) as temporary:
        workbook.save(temporary)
        context.raise_if_cancelled()
    step(_STEPS)
    return len(workbook.sheetnames)


def _key(evidence: Evidence) -> tuple[str, str, str]:
    dimension, group = next(iter(evidence.where), ("", ""))
    return evidence.kpi, dimension, channel_name(group) if dimension == "channel" else group


def _families(trends: tuple[Trend, ...]) -> dict[str, list[Trend]]:
    found: dict[str, list[Trend]] = {}
    for trend in trends:
        found.setdefault(trend.family, []).append(trend)
    return found


def _definitions(sheet: Worksheet, content: ReportContent) -> None:
    sheet.sheet_view.showGridLines = False
    put(sheet, 1, 1, tr("Definitions"), "QA title")
    sheet.row_dimensions[1].height = 28
    put(sheet, 2, 1, tr("How each figure is made. A record belongs to the period of its instant."), "QA subtitle")
    heads = ((tr("KPI"), 30), (tr("Formula"), 46), (tr("Unit"), 10), (tr("Better"), 10), (tr("Instant"), 26),
             (tr("Interval"), 32), (tr("Needs"), 22), (tr("Least n"), 9), (tr("Beware"), 44), (tr("ID"), 28))  # fmt: skip
    for column, (head, width) in enumerate(heads, start=1):
        put(sheet, 4, column, head, "QA head")
        sheet.column_dimensions["ABCDEFGHIJ"[column - 1]].width = width
    row = 4
    for entry in content.definitions:
        row += 1
        texts = (entry.name, entry.formula, unit_name(entry.unit), entry.better, entry.period_key, entry.interval, entry.needs)
        for column, text in enumerate(texts, start=1):
            put(sheet, row, column, text, "QA text")
        put(sheet, row, 8, entry.least, "QA count")
        put(sheet, row, 9, entry.caution, "QA text")
        put(sheet, row, 10, entry.kpi, "QA grey")
        fit_height(
            sheet, row, (entry.formula, 46), (entry.caution, 44), (entry.name, 30), (entry.interval, 32), (entry.period_key, 26)
        )
    table = Table(displayName="QADeskDefinitions", ref=f"A4:J{max(row, 5)}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    sheet.add_table(table)
    sheet.freeze_panes = "B5"
    print_on_a4(
        sheet, f"A1:J{row}", title=content.title, note=content.about, is_landscape=True, is_one_page=False, repeat_rows="4:4"
    )
