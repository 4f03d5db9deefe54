"""One agent's sheet of the coaching workbook: a page on A4 that reads from top left, with a plan whose cells can be filled.

The blocks are functions that take the row to start on and return the row after them. Figures that can be recomputed are
formulas over the sheet of evaluations.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qa_desk.domain.coaching import main_sections
from qa_desk.domain.coaching_text import (
    change_text,
    critical_text,
    failed_text,
    full_text,
    interval_text,
    number_text,
    period_text,
    position_text,
    tenure_text,
    value_text,
)
from qa_desk.domain.language import tr
from qa_desk.exports.coaching_charts import section_chart, trend_chart
from qa_desk.exports.coaching_kpi_table import kpi_table
from qa_desk.exports.coaching_plan import plan
from qa_desk.exports.sheet_looks import fit_height, put, put_formula, put_point
from qa_desk.exports.sheet_print import print_on_a4

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from qa_desk.domain.coaching import CoachingPage, Measure, TalkingPoint
    from qa_desk.exports.evaluations_sheet import EvaluationRange

COLUMNS = 12
COLUMN_WIDTH = 9.6
KEY_COLUMN = 14
CHART_ROWS = 13
CHART_WIDTH, CHART_HEIGHT = 11.4, 6.6  # cm: six columns, thirteen rows
_HALF = 6 * COLUMN_WIDTH
_LOST = 4
_VOICES = 3


@dataclass(frozen=True, slots=True)
class Anchors:
    """Where the summary finds an agent's figures."""

    sheet: str
    score: str | None


def agent_sheet(sheet: Worksheet, page: CoachingPage, evaluations: EvaluationRange | None) -> Anchors:
    """Fill a sheet with an agent's page."""
    for column in range(1, COLUMNS + 1):
        sheet.column_dimensions[chr(64 + column)].width = COLUMN_WIDTH
    sheet.sheet_view.showGridLines = False
    sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = 15, True
    row = _header(sheet, page)
    sheet.freeze_panes = f"A{row}"
    score = _tiles(sheet, row + 1, page, evaluations)
    row = _talking_points(sheet, row + 6, page)
    row = _evidence(sheet, row + 1, page, evaluations)
    row = kpi_table(sheet, row + 1, page)
    row = _lost(sheet, row + 1, page)
    row = _voice(sheet, row + 1, page)
    row = plan(sheet, row + 1, page, KEY_COLUMN)
    row = _definitions(sheet, row + 1, page)
    sheet.column_dimensions[chr(64 + KEY_COLUMN)].hidden = True
    print_on_a4(sheet, f"A1:L{row - 1}", title=page.agent.name, note=str(page.span), is_landscape=False, is_one_page=True)
    return Anchors(sheet.title, score)


def _header(sheet: Worksheet, page: CoachingPage) -> int:
    agent = page.agent
    put(sheet, 1, 1, agent.name, "QA title", through=COLUMNS)
    sheet.row_dimensions[1].height = 28
    lead = tr("lead: {name}", name=agent.lead) if agent.lead else ""
    parts = [agent.team or tr("no team"), lead, tenure_text(agent.tenure_days)]
    put(sheet, 2, 1, " · ".join(part for part in parts if part), "QA subtitle", through=COLUMNS)
    put(sheet, 3, 1, period_text(page), "QA subtitle", through=COLUMNS)
    return 4


def _tiles(sheet: Worksheet, row: int, page: CoachingPage, evaluations: EvaluationRange | None) -> str | None:
    """Four tiles of three columns: name, figure, interval with n, change."""
    quality = page.quality
    score = quality.score
    where = None
    if quality.values:
        _tile(sheet, row, 1, tr("QA score: single values"), " · ".join(quality.values), score, "", "QA tile grey")
    else:
        formula = evaluations.mean(page.span.first, page.span.last) if evaluations and score.n else None
        before = value_text(quality.previous.value)
        change = tr("against {before} before: {change}", change=change_text(quality.change), before=before)
        shown = change if quality.change.value is not None else tr("nothing to compare with")
        _tile(sheet, row, 1, tr("QA score"), formula if formula else score.value, score, shown, "QA tile score")
        where = f"A{row + 1}" if formula else None
    pulled = quality.shrunken
    team = tr("rest of the team {score} (n {n})", score=value_text(quality.team.value), n=quality.team.n)
    _tile(sheet, row, 4, tr("Best estimate"), pulled.value if pulled else None, pulled, team, "QA tile score")
    raw = quality.before_autofail
    words = critical_text(len(page.critical_errors), page.critical_bound)
    _tile(sheet, row, 7, tr("Before auto-fail"), raw.value if raw.low is not None else None, raw, words, "QA tile score")
    passed = quality.pass_rate
    counts = tr("{part} of {whole}", part=round((passed.value or 0) * passed.n), whole=passed.n)
    if passed.n >= 5:
        _tile(sheet, row, 10, tr("Pass rate"), passed.value, passed, counts, "QA tile share", "share")
    else:
        _tile(sheet, row, 10, tr("Passed"), counts if passed.n else None, None, "", "QA tile grey")
    return where


def _tile(
    sheet: Worksheet,
    row: int,
    column: int,
    name: str,
    value: object,
    figure: Measure | None,
    note: str,
    look: str,
    unit: str = "points",
) -> None:
    through = column + 2
    put(sheet, row, column, name, "QA tile label", through=through)
    if value is None:
        nothing = tr("too few") if figure is not None and figure.n else tr("no data")
        put(sheet, row + 1, column, nothing, "QA tile grey", through=through)
    elif isinstance(value, str) and value.startswith("="):
        put_formula(sheet, row + 1, column, value, look, through=through)
    else:
        put(sheet, row + 1, column, value, look, through=through)
    sheet.row_dimensions[row + 1].height = 26
    between = interval_text(figure, unit) if figure else ""
    n = tr("n {n}", n=figure.n) if figure and figure.n else ""
    put(sheet, row + 2, column, " · ".join(part for part in (between, n) if part), "QA tile text", through=through)
    put(sheet, row + 3, column, note, "QA tile text", through=through)
    sheet.row_dimensions[row + 3].height = 27


def _talking_points(sheet: Worksheet, row: int, page: CoachingPage) -> int:
    put(sheet, row, 1, tr("What to praise"), "QA praise heading", through=6)
    put(sheet, row, 7, tr("What to work on"), "QA work heading", through=COLUMNS)
    pairs = max(len(page.praise), len(page.work_on), 1)
    for number in range(pairs):
        sides = [_point(points, number) for points in (page.praise, page.work_on)]
        row += 1
        for column, (text, evidence) in ((1, sides[0]), (7, sides[1])):
            if text:
                put_point(sheet, row, column, text, evidence, through=column + 5)
        fit_height(sheet, row, *((f"{text}\n{evidence}", _HALF) for text, evidence in sides))
    return row + 1


def _point(points: tuple[TalkingPoint, ...], number: int) -> tuple[str, str]:
    if number < len(points):
        return points[number].text, points[number].evidence
    return (tr("Nothing that the figures carry."), "") if number == 0 else ("", "")


def _evidence(sheet: Worksheet, row: int, page: CoachingPage, evaluations: EvaluationRange | None) -> int:
    put(sheet, row, 1, tr("Trend"), "QA heading", through=6)
    card = page.sections and main_sections(page.sections)[0].card
    title = tr("Sections beside the team: {card}", card=card) if card else tr("Sections beside the team")
    put(sheet, row, 7, title, "QA heading", through=COLUMNS)
    head = row + CHART_ROWS + 1
    last_trend = _trend_table(sheet, head, page, evaluations)
    last_section = _section_table(sheet, head, page)
    lows = [point.score.low if point.score.low is not None else point.score.value for point in page.trend]
    known = [low for low in lows if low is not None]
    if known:
        lowest = max(0.0, 10.0 * (min(*known, page.quality.goal or 100.0, 100.0) // 10))
        title = tr("QA score, with 95 % band")
        chart: Any = trend_chart(sheet, title, head + 1, last_trend, lowest, has_goal=page.quality.goal is not None)
        chart.width, chart.height = CHART_WIDTH, CHART_HEIGHT
        sheet.add_chart(chart, f"A{row + 1}")
    else:
        put(sheet, row + 1, 1, tr("No evaluation in these months."), "QA grey", through=6)
    if page.sections:
        sections: Any = section_chart(sheet, tr("Section scores"), head + 1, last_section)
        sections.width, sections.height = CHART_WIDTH, CHART_HEIGHT
        sheet.add_chart(sections, f"G{row + 1}")
    else:
        put(sheet, row + 1, 7, tr("No section was scored in the period."), "QA grey", through=COLUMNS)
    return max(last_trend, last_section) + 1


def _trend_table(sheet: Worksheet, row: int, page: CoachingPage, evaluations: EvaluationRange | None) -> int:
    is_monthly = page.span.days > 62
    heads = (tr("Month") if is_monthly else tr("Week of"), tr("QA score"), tr("Low"), tr("High"), tr("Goal"), tr("n"))
    for column, text in enumerate(heads, start=1):
        put(sheet, row, column, text, "QA head" if column == 1 else "QA head right")
    for point in page.trend:
        row += 1
        put(sheet, row, 1, f"{point.first:%Y-%m}" if is_monthly else f"{point.first:%m-%d}", "QA text middle")
        if point.score.n and evaluations:
            put_formula(sheet, row, 2, evaluations.mean(point.first, point.last), "QA score")
            put_formula(sheet, row, 6, evaluations.count(point.first, point.last), "QA count")
        else:
            put(sheet, row, 2, point.score.value, "QA score")
            put(sheet, row, 6, point.score.n, "QA count")
        put(sheet, row, 3, point.score.low, "QA score")
        put(sheet, row, 4, point.score.high, "QA score")
        put(sheet, row, 5, page.quality.goal, "QA score")
    return row


def _section_table(sheet: Worksheet, row: int, page: CoachingPage) -> int:
    heads = (tr("Section"), "", tr("Agent"), tr("Others"), tr("Difference"), tr("n"))
    for column, text in enumerate(heads, start=7):
        put(sheet, row, column, text, "QA head" if column < 9 else "QA head right")
    for line in main_sections(page.sections):
        row += 1
        put(sheet, row, 7, line.title, "QA text middle", through=8)
        fit_height(sheet, row, (line.title, 2 * COLUMN_WIDTH))
        put(sheet, row, 9, line.agent.value, "QA score")
        put(sheet, row, 10, line.team.value, "QA score")
        if line.agent.value is not None and line.team.value is not None:
            put_formula(sheet, row, 11, f"=I{row}-J{row}", "QA change")
        put(sheet, row, 12, line.agent.n, "QA count")
    return row


def _lost(sheet: Worksheet, row: int, page: CoachingPage) -> int:
    put(sheet, row, 1, tr("Questions that cost most"), "QA heading", through=COLUMNS)
    row += 1
    for column, through, text in ((1, 4, tr("Question")), (5, 5, tr("Lost")), (6, 6, tr("Others")), (7, 7, tr("Points"))):
        put(sheet, row, column, text, "QA head" if column == 1 else "QA head right", through=through)
    put(sheet, row, 8, tr("In the evaluators' words"), "QA head", through=COLUMNS)
    for error in page.critical_errors[:2]:
        row += 1
        words = error.comment or error.moment.summary or ""
        title = failed_text(error.critical, error.title)
        put(sheet, row, 1, title, "QA bad", through=7)
        text = f"{error.moment.reference}, {error.moment.on.isoformat()}: {words}"
        put(sheet, row, 8, text, "QA quote", through=COLUMNS)
        fit_height(sheet, row, (title, 7 * COLUMN_WIDTH), (text, 5 * COLUMN_WIDTH))
    for line in page.lost[:_LOST]:
        row += 1
        quotes = "\n".join(_said(quote.text, quote.reference, quote.at_s) for quote in line.quotes[-2:])
        causes = ", ".join(tr("{cause} ({count}×)", cause=cause, count=count) for cause, count in line.root_causes)
        words = "\n".join(part for part in (quotes, causes) if part)
        put(sheet, row, 1, line.title, "QA text middle", through=4)
        put(sheet, row, 5, tr("{part} of {whole}", part=line.lost, whole=line.applicable), "QA right")
        put(sheet, row, 6, line.team_rate.value, "QA share")
        put(sheet, row, 7, line.points, "QA score")
        put(sheet, row, 8, words, "QA quote", through=COLUMNS)
        fit_height(sheet, row, (line.title, 4 * COLUMN_WIDTH), (words, 5 * COLUMN_WIDTH * 1.05))
    if not page.lost and not page.critical_errors:
        row += 1
        put(sheet, row, 1, tr("No question lost points in the period."), "QA grey", through=COLUMNS)
    return row + 1


def _said(text: str, reference: str, at_s: float | None) -> str:
    flat = " ".join(text.split())
    flat = flat if len(flat) <= 150 else flat[:149].rstrip() + "…"
    where = " ".join(part for part in (reference, position_text(at_s)) if part)
    return f"“{flat}” ({where})"


def _voice(sheet: Worksheet, row: int, page: CoachingPage) -> int:
    if not page.voice:
        return row - 1
    put(sheet, row, 1, tr("The voice of the customer"), "QA heading", through=COLUMNS)
    for word in page.voice[:_VOICES]:
        row += 1
        text = " ".join(word.comment.split())
        text = f"“{text if len(text) <= 220 else text[:219].rstrip() + '…'}”"
        put(sheet, row, 1, text, "QA quote", through=8)
        score = number_text(word.score, 0) if word.score is not None else ""
        score = tr("{score} of {best}", score=score, best=number_text(word.scale_max, 0)) if score else ""
        put(sheet, row, 9, word.kind.upper(), "QA grey")
        put(sheet, row, 10, score, "QA right")
        put(sheet, row, 11, word.on.isoformat() if word.on else "", "QA right", through=COLUMNS)
        fit_height(sheet, row, (text, 8 * COLUMN_WIDTH))
    return row + 1


def _definitions(sheet: Worksheet, row: int, page: CoachingPage) -> int:
    quality = page.quality
    notes = [
        tr(
            "QA score: mean of the exact scores of evaluations drawn at random ({score}); targeted ones are left out "
            "({targeted}). Interval: 95 %, Student's t from 5 evaluations on; in the trend with the spread pooled over agents.",
            score=full_text(quality.score),
            targeted=len(page.targeted),
        ),
        tr("Best estimate: the score drawn towards comparable agents in the measure of its uncertainty (empirical Bayes)."),
        tr(
            "Shares: Wilson. Differences and changes: Welch; “no clear change” where the interval holds zero. "
            "Others: the rest of the team at the time of the contact."
        ),
    ]
    if quality.smallest_change is not None:
        notes.append(
            tr(
                "With {n} evaluations a change below {points} points cannot be told from noise.",
                n=quality.score.n,
                points=number_text(quality.smallest_change),
            )
        )
    notes += [f"{line.name}: {line.definition.rstrip('.')}." for line in page.kpis if line.definition]
    text = " ".join(notes)
    put(sheet, row, 1, text, "QA note", through=COLUMNS)
    fit_height(sheet, row, (text, COLUMNS * COLUMN_WIDTH * 1.2))
    return row + 1
