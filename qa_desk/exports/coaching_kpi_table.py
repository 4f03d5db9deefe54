"""The KPI table of an agent's sheet: value, n and interval beside the team, the period before and the goal."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa_desk.domain.coaching import Verdict
from qa_desk.domain.coaching_text import VERDICTS, change_text, duration_unit, interval_text
from qa_desk.domain.language import tr
from qa_desk.exports.sheet_looks import fit_height, put, put_formula

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from qa_desk.domain.coaching import CoachingPage, KpiLine, Measure

_VERDICT_LOOKS = {Verdict.MET: "QA good", Verdict.NOT_MET: "QA bad", Verdict.UNCLEAR: "QA grey", Verdict.NONE: "QA grey"}


def kpi_table(sheet: Worksheet, row: int, page: CoachingPage) -> int:
    """Fill the table from this row on; the row after it."""
    heading = tr("KPIs beside the team and the period before (a change in grey is not clear)")
    put(sheet, row, 1, heading, "QA heading", through=12)
    if not page.kpis:
        put(sheet, row + 1, 1, tr("No tickets, calls or surveys of this agent in the period."), "QA grey", through=12)
        return row + 2
    row += 1
    put(sheet, row, 1, tr("KPI"), "QA head", through=3)
    heads = (tr("Agent"), tr("n"), tr("95 % interval"), "", tr("Team"), tr("Before"), tr("Change"), tr("Goal"), tr("Reading"))
    for column, text in enumerate(heads, start=4):
        if column != 7:  # the interval takes two columns
            put(sheet, row, column, text, "QA head right" if column < 12 else "QA head", through=7 if column == 6 else 0)
    for line in page.kpis:
        row += 1
        _kpi_row(sheet, row, line)
    return row + 1


def _kpi_row(sheet: Worksheet, row: int, line: KpiLine) -> None:
    scale, unit = _scale(line)
    put(sheet, row, 1, f"{line.name} ({unit})" if unit else line.name, "QA text middle", through=3)
    look = "QA share" if line.unit == "share" else "QA score"
    for column, figure in ((4, line.agent), (8, line.team), (9, line.previous)):
        _figure(sheet, row, column, figure, scale, look)
    put(sheet, row, 5, line.agent.n, "QA count")
    put(sheet, row, 6, _interval(line, scale), "QA right", through=7)
    if line.agent.value is not None and line.previous.value is not None:
        factor, change = (100, "QA share change") if line.unit == "share" else (1, "QA change")
        if not line.change.excludes_zero:
            change += " grey"
        put_formula(sheet, row, 10, f"=(D{row}-I{row})*{factor}" if factor != 1 else f"=D{row}-I{row}", change)
    put(sheet, row, 11, None if line.goal is None else line.goal / scale, look)
    text, verdict = _reading(line)
    put(sheet, row, 12, text, verdict)
    fit_height(sheet, row, (text, 9.6), (line.name + "      ", 3 * 9.6))


def _interval(line: KpiLine, scale: float) -> str:
    """In the unit that the row is printed in."""
    figure, unit = line.agent, "points" if line.unit == "s" else line.unit
    if figure.low is None or figure.high is None:
        return ""
    return interval_text(replace(figure, low=figure.low / scale, high=figure.high / scale), unit)


def _figure(sheet: Worksheet, row: int, column: int, figure: Measure, scale: float, look: str) -> None:
    if figure.value is None:
        put(sheet, row, column, figure.note if figure.n else None, "QA right")
    else:
        put(sheet, row, column, figure.value / scale, look)


def _scale(line: KpiLine) -> tuple[float, str]:
    """By what seconds are divided, and the unit that is printed with the name."""
    if line.unit == "s":
        factor, unit = duration_unit(line.agent.value, line.team.value, line.previous.value)
        return factor, tr(unit)
    return 1, ""


def _reading(line: KpiLine) -> tuple[str, str]:
    if line.verdict in (Verdict.MET, Verdict.NOT_MET):
        return tr(VERDICTS[line.verdict.value]), _VERDICT_LOOKS[line.verdict]
    if line.change.value is None or line.change.low is None:
        return "", "QA grey"
    if not line.change.excludes_zero:
        return "", "QA grey"
    if line.direction not in ("up", "down"):
        return tr("moved by {change}", change=change_text(line.change, line.unit)), "QA grey"
    return (tr("better"), "QA good") if (line.change.value > 0) == (line.direction == "up") else (tr("worse"), "QA bad")
