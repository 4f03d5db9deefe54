"""The first sheet of the coaching workbook: the team at a glance, with n and intervals, and a link to every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.formatting.rule import DataBar, FormatObject, Rule
from openpyxl.styles.colors import Color
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink

from qa_desk.domain.coaching import Need
from qa_desk.domain.coaching_text import NEED_NAMES, interval_text, period_text
from qa_desk.domain.language import end_sentence, join_phrases, join_sentences, tr
from qa_desk.exports.coaching_charts import team_chart
from qa_desk.exports.sheet_looks import fit_height, put, put_formula
from qa_desk.exports.sheet_print import print_on_a4

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpyxl.worksheet.worksheet import Worksheet

    from qa_desk.domain.coaching import Measure, TeamLine, TeamView
    from qa_desk.exports.coaching_sheet import Anchors

SUMMARY_KPIS = ("csat", "first_contact_resolution_rate", "first_response_time", "resolution_time_first", "average_handle_time")
_NEED_LOOKS = {Need.NOW: "QA bad", Need.SOON: "QA watch", Need.ON_COURSE: "QA good", Need.TOO_FEW: "QA grey"}
_HEAD = 5
_MOST_REASONS = 4
_BAR = "A9BFF0"


def summary_sheet(sheet: Worksheet, view: TeamView, anchors: Mapping[str, Anchors]) -> None:
    """Fill the summary; agents with a page of their own are linked to it."""
    sheet.sheet_view.showGridLines = False
    sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = 15, True
    kpis = _kpi_columns(view)
    heads = [tr("Agent"), tr("Team"), tr("When"), tr("Why"), tr("QA score"), tr("n"), tr("95 % interval"), tr("Best estimate"),
             tr("Change"), tr("Critical errors"), tr("Overdue"), tr("Last session"), *kpis.values()]  # fmt: skip
    widths = [24, 14, 13, 46, 9, 6, 15, 10, 9, 9, 9, 12, *[13] * len(kpis)]
    last_column = len(heads)
    put(sheet, 1, 1, tr("Coaching: {team}", team=view.team or tr("all teams")), "QA title", through=last_column)
    sheet.row_dimensions[1].height = 28
    put(sheet, 2, 1, period_text(view), "QA subtitle", through=last_column)
    note = tr("Listed by need, then by name: no ranking. A change in grey is not clear.")
    put(sheet, 3, 1, join_sentences((end_sentence(tr(view.note) if view.note else ""), note)), "QA subtitle", through=last_column)
    for column, (head, width) in enumerate(zip(heads, widths, strict=True), start=1):
        put(sheet, _HEAD, column, head, "QA head" if column in (1, 2, 3, 4) else "QA head right")
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.row_dimensions[_HEAD].height = 40
    for row, line in enumerate(view.lines, start=_HEAD + 1):
        _row(sheet, row, line, anchors.get(line.agent.id))
        for column, kpi in enumerate(kpis, start=13):
            _kpi_cell(sheet, row, column, line, kpi)
    last = _HEAD + len(view.lines)
    if view.lines:
        _bars_and_chart(sheet, last, view)
    else:
        put(sheet, _HEAD + 1, 1, tr("Nobody here yet: import a roster or evaluations."), "QA grey", through=4)
    sheet.freeze_panes = f"B{_HEAD + 1}"
    end = last + 2 + (3 + max(10, round(1.5 * len(view.lines))) if view.lines else 0)
    print_on_a4(
        sheet,
        f"A1:{get_column_letter(last_column)}{end}",
        title=tr("Coaching: {team}", team=view.team or tr("all teams")),
        note=str(view.span),
        is_landscape=True,
        is_one_page=False,
        repeat_rows=f"{_HEAD}:{_HEAD}",
    )


def _kpi_columns(view: TeamView) -> dict[str, str]:
    """The KPIs that any agent has, with the unit of a duration in the head."""
    names = {kpi.id: f"{kpi.name} (min)" if kpi.unit == "s" else kpi.name for line in view.lines for kpi in line.kpis}
    return {kpi: names[kpi] for kpi in SUMMARY_KPIS if kpi in names}


def _row(sheet: Worksheet, row: int, line: TeamLine, anchor: Anchors | None) -> None:
    put(sheet, row, 1, line.agent.name, "QA link" if anchor else "QA text middle")
    if anchor:
        target = f"{quote_sheetname(anchor.sheet)}!A1"
        sheet.cell(row, 1).hyperlink = Hyperlink(ref=f"A{row}", location=target)
        sheet.cell(row, 1).style = "QA link"
    put(sheet, row, 2, line.agent.team, "QA text middle")
    put(sheet, row, 3, tr(NEED_NAMES[line.need.value]), _NEED_LOOKS[line.need])
    why = join_phrases(line.reasons[:_MOST_REASONS]) + (" …" if len(line.reasons) > _MOST_REASONS else "")
    put(sheet, row, 4, why, "QA text middle")
    if anchor and anchor.score:
        put_formula(sheet, row, 5, f"={quote_sheetname(anchor.sheet)}!{anchor.score}", "QA score")
    else:
        put(sheet, row, 5, line.score.value if line.score.low is not None else None, "QA score")
    put(sheet, row, 6, line.score.n, "QA count")
    put(sheet, row, 7, interval_text(line.score), "QA right")
    put(sheet, row, 8, line.shrunken.value if line.shrunken else None, "QA score")
    put(sheet, row, 9, line.change.value if line.change.low is not None else None, _change_look(line.change))
    put(sheet, row, 10, line.critical_errors or None, "QA count")
    put(sheet, row, 11, line.overdue or None, "QA count")
    put(sheet, row, 12, line.last_session, "QA date")
    fit_height(sheet, row, (why, 46), (line.agent.name, 24), least=18)


def _change_look(change: Measure) -> str:
    return "QA change" if change.excludes_zero else "QA change grey"


def _kpi_cell(sheet: Worksheet, row: int, column: int, line: TeamLine, kpi_id: str) -> None:
    kpi = next((kpi for kpi in line.kpis if kpi.id == kpi_id), None)
    if kpi is None:
        return
    if kpi.agent.value is None:
        put(sheet, row, column, kpi.agent.note if kpi.agent.n else None, "QA right")
    else:
        look = "QA share" if kpi.unit == "share" else "QA score"
        put(sheet, row, column, kpi.agent.value / (60 if kpi.unit == "s" else 1), look)


def _bars_and_chart(sheet: Worksheet, last: int, view: TeamView) -> None:
    ends = [FormatObject(type="num", val=0), FormatObject(type="num", val=100)]
    bars = Rule(type="dataBar", dataBar=DataBar(cfvo=ends, color=Color(rgb=f"FF{_BAR}")))
    sheet.conditional_formatting.add(f"H{_HEAD + 1}:H{last}", bars)
    if any(line.shrunken for line in view.lines):
        chart = team_chart(sheet, tr("Best estimate of the QA score"), 1, 8, _HEAD + 1, last)
        chart.width, chart.height = 24, max(5.5, 0.75 * len(view.lines) + 2)
        sheet.add_chart(chart, f"A{last + 2}")
