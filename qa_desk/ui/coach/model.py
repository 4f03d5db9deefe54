"""How the Coach place writes its rows: the columns of the team list, tiles of figures, lines of moments. Decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.domain.coaching import Need, Verdict
from qa_desk.domain.coaching_text import (
    NEED_SHORT,
    SAMPLE_NAMES,
    below_goal_text,
    change_text,
    critical_text,
    interval_text,
    number_text,
    value_text,
)
from qa_desk.domain.language import join_phrases, join_sentences, ntr, tr
from qa_desk.ui.dates import day_text
from qa_desk.ui.widgets.lines import Line
from qa_desk.ui.widgets.rows_model import Column
from qa_desk.ui.widgets.tile import TileFigure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.domain.coaching import CoachingPage, KpiLine, Measure, Moment, TeamLine

NEED_MEANINGS = {Need.NOW: "bad", Need.SOON: "watch", Need.ON_COURSE: "good", Need.TOO_FEW: None}
_NEED_ORDER = list(Need)
_VERDICT_MEANINGS = {Verdict.MET: "good", Verdict.NOT_MET: "bad"}


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A line of the team list and its place in the order of need."""

    line: TeamLine
    place: int


def team_columns() -> tuple[Column, ...]:
    """Who, how soon, the best estimate, n, and why. By need and name until a heading is pressed."""
    return (
        Column(tr("Agent, and why"), lambda row: row.line.agent.name),
        Column(
            tr("When"),
            lambda row: (row.place, tr(NEED_SHORT[row.line.need.value])),
            text=lambda value: value[1],
            width=96,
            hint=tr("How soon to sit down. Agents who cannot be told apart are not ranked among each other."),
            meaning=lambda row: NEED_MEANINGS[row.line.need],
        ),
        Column(
            tr("Best estimate"),
            lambda row: row.line.shrunken.value if row.line.shrunken else None,
            text=lambda value: number_text(value) if value is not None else "",
            is_number=True,
            width=116,
            hint=tr("Best estimate of the QA score: drawn towards comparable agents in the measure of its uncertainty."),
        ),
        Column("n", lambda row: row.line.score.n, text=lambda n: tr("n {n}", n=n), is_number=True, width=1),
        Column(tr("Why"), lambda row: join_phrases(row.line.reasons), width=1),
    )


UNDER = ((0, 4), (2, 3))
"""Columns and the hidden ones that are painted under them: why under the name, n under the score. Both filter and copy."""


def team_rows(lines: Sequence[TeamLine]) -> list[TeamRow]:
    """In the order of need."""
    return [TeamRow(line, place) for place, line in enumerate(lines)]


def quality_tiles(page: CoachingPage) -> list[TileFigure]:
    """The QA score, its best estimate, the score before auto-fail, the pass rate."""
    quality = page.quality
    score = quality.score
    before = value_text(quality.previous.value)
    change = ""
    meaning = None
    if quality.change.value is not None:
        change = tr("{change} against {before}", change=change_text(quality.change), before=before)
        meaning = _direction(quality.change, "up")
    if quality.values:
        counted = ntr("{count} score", "{count} scores", score.n)
        first = TileFigure(tr("QA score"), counted, note=" · ".join(quality.values), change=score.note or "",
                           is_small=True, key="qa_score")  # fmt: skip
    else:
        first = TileFigure(
            tr("QA score"), number_text(score.value), interval=interval_text(score), n=score.n, change=change, meaning=meaning,
            note="" if score.n else tr("no evaluation in the period"), is_small=not score.n, key="qa_score",
            trend=tuple(point.score.value for point in page.trend), definition=_score_definition(page),
        )  # fmt: skip
    passed, raw = quality.pass_rate, quality.before_autofail
    counts = tr("{part} of {whole}", part=round((passed.value or 0) * passed.n), whole=passed.n)
    is_small = passed.n < 5
    return [
        first,
        _estimate_tile(page),
        TileFigure(
            tr("Before auto-fail"), number_text(raw.value if raw.low is not None else None), n=raw.n,
            interval=interval_text(raw), is_small=raw.low is None,
            change=critical_text(len(page.critical_errors), page.critical_bound),
            meaning="bad" if page.critical_errors else None,
        ),
        TileFigure(
            tr("Passed"), counts if is_small else value_text(passed.value, "share"), n=passed.n,
            interval="" if is_small else interval_text(passed, "share"), is_small=is_small,
        ),
    ]  # fmt: skip


def _estimate_tile(page: CoachingPage) -> TileFigure:
    quality = page.quality
    pulled = quality.shrunken
    if pulled is None:
        return TileFigure(tr("Best estimate"), number_text(None), note=tr("too few comparable agents"), is_small=True)
    chance = quality.chance_below_goal
    goal = ""
    if chance is not None and quality.goal is not None:
        goal = below_goal_text(chance, quality.goal)
    meaning = None if chance is None else "bad" if chance >= 0.8 else "good" if chance <= 0.2 else None
    return TileFigure(
        tr("Best estimate"), number_text(pulled.value), interval=interval_text(pulled), change=goal, meaning=meaning,
        note=tr("others {score}", score=value_text(quality.team.value)),
        definition=tr("The QA score drawn towards comparable agents in the measure of its uncertainty."),
    )  # fmt: skip


def _score_definition(page: CoachingPage) -> str:
    text = tr("Mean of the exact scores of evaluations drawn at random, {period}.", period=page.span)
    if page.quality.smallest_change is None:
        return text
    least = tr("With n = {n}, a change below {points} cannot be told from noise.",
               n=page.quality.score.n, points=number_text(page.quality.smallest_change))  # fmt: skip
    return join_sentences((text, least))


def kpi_tiles(kpis: Sequence[KpiLine]) -> list[TileFigure]:
    """The agent's KPIs beside the team and the period before."""
    return [_kpi_tile(kpi) for kpi in kpis]


def _kpi_tile(kpi: KpiLine) -> TileFigure:
    def text(value: float | None) -> str:
        return value_text(value, kpi.unit)

    is_small = kpi.agent.n < 5
    notes = [tr("team {value}", value=text(kpi.team.value))] if kpi.team.value is not None else []
    changes: list[str] = []
    if kpi.goal is not None:
        words = {Verdict.MET: tr("goal {value} met"), Verdict.NOT_MET: tr("goal {value} not met")}
        said = words.get(kpi.verdict)
        (changes if said else notes).append((said or tr("goal {value}")).format(value=text(kpi.goal)))
    if kpi.change.value is not None and not is_small:
        changes.append(tr("{change} against {before}", change=change_text(kpi.change, kpi.unit), before=text(kpi.previous.value)))
    meaning = _VERDICT_MEANINGS.get(kpi.verdict) or _direction(kpi.change, kpi.direction)
    return TileFigure(
        kpi.name, kpi.agent.note or "" if kpi.agent.value is None else text(kpi.agent.value),
        interval=interval_text(kpi.agent, kpi.unit), n=kpi.agent.n, change=join_phrases(changes), meaning=meaning,
        note="  ·  ".join(notes), is_small=is_small, definition=kpi.definition, key=kpi.id,
    )  # fmt: skip


def _direction(change: Measure, direction: str) -> str | None:
    if not change.excludes_zero or change.value is None or direction not in ("up", "down"):
        return None
    return "good" if (change.value > 0) == (direction == "up") else "bad"


def moment_lines(moments: Sequence[Moment]) -> list[Line]:
    """Interactions to play, with their score at the end."""
    lines = []
    for moment in moments:
        said = moment.summary or (moment.quotes[0].text if moment.quotes else "")
        drawn = tr(SAMPLE_NAMES.get(moment.sample_method, moment.sample_method))
        note = "  ·  ".join(part for part in (day_text(moment.on), moment.evaluator, drawn, said) if part)
        lines.append(Line(moment.reference, note, moment.shown, None, moment.interaction_id))
    return lines
