"""The report on paper: summary and plan, key figures, trends, definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import tr
from qa_desk.domain.numbers import count_text
from qa_desk.domain.report_plan import STATES
from qa_desk.kpis.wording import amount
from qa_desk.services.quality import language_in_force
from qa_desk.ui.paper.pages import BAD, GOOD, MUTED, TEXT, Part, write_pdf
from qa_desk.ui.paper.text_part import Cell, Grid, TextPart, Words
from qa_desk.ui.paper.trend_part import TrendPart

if TYPE_CHECKING:
    from pathlib import Path

    from qa_desk.domain.progress import JobContext
    from qa_desk.domain.report import ReportContent, ReportFigure
    from qa_desk.domain.report_plan import PlanLine


def write_report_pdf(path: Path, content: ReportContent, context: JobContext) -> int:
    """Write the file; how many pages. Of the figures, those that the report speaks of: the workbook holds all of them."""
    spoken_of = list(dict.fromkeys(trend.kpi for trend in content.trends))
    figures = [figure for kpi in spoken_of for figure in content.figures if figure.kpi == kpi]
    front: list[Words | Grid] = [*_words(content), *_plan(content.plan), *_figures(figures)]
    parts: list[Part] = [TextPart(front)]
    if content.trends:
        parts.append(TrendPart(tr("Trends"), content.trends, amount))
    parts.append(TextPart(_definitions(content, spoken_of)))
    foot = f"{content.title} · {content.about}"
    return write_pdf(path, content.title, foot, language_in_force(), parts, context)


def _words(content: ReportContent) -> list[Words | Grid]:
    words: list[Words | Grid] = [Words(content.title, "title"), Words(content.about, "note")]
    words += [Words(sentence.text, "strong" if sentence.kind == "head" else "text") for sentence in content.words.sentences]
    if content.words.unjudged:
        words.append(Words(tr("Not judged"), "heading"))
        words += [Words(sentence.text, "note") for sentence in content.words.unjudged]
    if content.words.method:
        words.append(Words(content.words.method, "note"))
    return words


def _plan(plan: tuple[PlanLine, ...]) -> list[Words | Grid]:
    found: list[Words | Grid] = [Words(tr("Action plan"), "heading")]
    if not plan:
        return [*found, Words(tr("Nothing is planned yet."), "note")]
    heads = (tr("Action"), tr("Owner"), tr("Due"), tr("Figure, and what it did since"))
    return [*found, Grid([Cell(head) for head in heads], (36, 14, 14, 36), [_plan_row(line) for line in plan])]


def _plan_row(line: PlanLine) -> list[Cell]:
    item = line.item
    due = item.due_on.isoformat() if item.due_on else ""
    status = tr("overdue") if line.is_overdue else tr(STATES[item.status])
    figure = "\n".join(part for part in (line.figure_name, line.since.text if line.since else "") if part)
    is_done = item.status == "done"
    return [
        Cell(item.text, MUTED if is_done else TEXT),
        Cell(item.owner),
        Cell("\n".join(part for part in (due, status) if part), BAD if line.is_overdue else MUTED if is_done else TEXT),
        Cell(figure, MUTED if is_done else TEXT),
    ]


def _figures(figures: list[ReportFigure]) -> list[Words | Grid]:
    if not figures:
        return []
    heads = [Cell(tr("KPI")), Cell(tr("Value"), is_number=True), Cell(tr("95 % interval")), Cell(tr("n"), is_number=True),
             Cell(tr("Before"), is_number=True), Cell(tr("Change")), Cell(tr("Goal"))]  # fmt: skip
    rows = [_figure_row(figure) for figure in figures]
    return [Words(tr("Key figures"), "heading", begins_page=True), Grid(heads, (21, 11, 17, 8, 11, 20, 12), rows)]


def _figure_row(figure: ReportFigure) -> list[Cell]:
    before = "" if figure.previous is None else amount(figure.previous, figure.unit)
    change, colour = figure.change_text, TEXT
    if figure.better is not None and figure.standing == "normal":
        change = f"{change} – {tr('better') if figure.better else tr('worse')}"
        colour = GOOD if figure.better else BAD
    goal = {"met": GOOD, "not_met": BAD}.get(figure.goal_verdict or "", TEXT)
    value = MUTED if figure.standing != "normal" else TEXT
    return [
        Cell(figure.name),
        Cell(figure.value_text, value, is_number=True),
        Cell(figure.interval_text, value),
        Cell(count_text(figure.n) if figure.unit != "count" else "", is_number=True),
        Cell(before, is_number=True),
        Cell(change, colour),
        Cell(figure.goal_text, goal),
    ]


def _definitions(content: ReportContent, spoken_of: list[str]) -> list[Words | Grid]:
    heads = [Cell(head) for head in (tr("KPI"), tr("Formula"), tr("Instant"), tr("Interval"), tr("Beware"))]
    by_id = {entry.kpi: entry for entry in content.definitions}
    rows = [
        [Cell(entry.name), Cell(entry.formula), Cell(entry.period_key), Cell(entry.interval), Cell(entry.caution)]
        for entry in (by_id[kpi] for kpi in spoken_of)
    ]
    return [Words(tr("Definitions"), "heading"), Grid(heads, (18, 28, 14, 18, 22), rows)]
