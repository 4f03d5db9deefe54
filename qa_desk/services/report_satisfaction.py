"""What customers say: satisfaction, recommendation and effort with intervals, how answers are spread, and their own words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa_desk.kpis.figure import Records
from qa_desk.kpis.relations import SURVEYS_ANSWERED
from qa_desk.services.report_facts import Missing, records_where, report_facts

if TYPE_CHECKING:
    from qa_desk.domain.progress import JobContext
    from qa_desk.kpis.figure import Figure, Request
    from qa_desk.services.report_facts import Facts
    from qa_desk.workspace.workspace import Workspace

VOICE_KPIS = ("csat", "nps", "ces", "survey_response_rate")
SURVEYS = {"csat": "csat", "nps": "nps", "ces": "ces"}
"""Surveys and the KPI that each makes."""

_COUNTED = "ease IS NOT NULL AND is_latest AND NOT is_misdated"
SATISFIED = 0.75
"""The scaled answer from which a customer counts as satisfied (as in `csat`)."""


@dataclass(frozen=True, slots=True)
class Answers:
    """How often one answer of a survey's scale was given."""

    survey: str
    score: float
    count: int
    is_good: bool


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """Figures as a whole, by period and by a dimension; the spread of answers; comments, the unhappiest first."""

    whole: tuple[Figure, ...]
    periods: tuple[Figure, ...]
    groups: tuple[Figure, ...]
    answers: tuple[Answers, ...]
    comments: Records
    answered: int
    commented: int


def read_satisfaction(
    workspace: Workspace, request: Request, dimension: str = "reason", context: JobContext | None = None, limit: int = 2_000
) -> Satisfaction | Missing:
    """The page's figures of a request."""
    from qa_desk.services.kpis import figures

    with report_facts(workspace, request, context) as facts:
        missing = facts.missing(SURVEYS_ANSWERED)
        if missing:
            return missing
        spread = facts.rows(
            SURVEYS_ANSWERED,
            f"SELECT survey, score, count(*), min(ease) FROM {{source}} WHERE {_COUNTED} "
            "GROUP BY survey, score ORDER BY survey, score",
        )
        comments, commented = _comments(facts, limit)
    asked = replace(request, kpis=VOICE_KPIS, by=(), period="all")
    answers = tuple(Answers(str(row[0]), float(str(row[1])), int(str(row[2])), float(str(row[3])) >= SATISFIED) for row in spread)
    return Satisfaction(
        tuple(figures(workspace, asked, context)),
        tuple(
            f for f in figures(workspace, replace(asked, period=request.period, compare=None), context) if f.period is not None
        ),
        tuple(f for f in figures(workspace, replace(asked, by=(dimension,), compare=None), context) if f.group),
        answers,
        comments,
        sum(each.count for each in answers),
        commented,
    )


_COLUMNS = ("record_id", "responded_at", "survey", "score", "comment", "agent", "team", "channel", "queue", "reason", "contact")


def _comments(facts: Facts, limit: int) -> tuple[Records, int]:
    said = f"{_COUNTED} AND trim(coalesce(comment, '')) <> ''"
    rows = facts.rows(
        SURVEYS_ANSWERED,
        "SELECT record_id, responded_at, survey, score, comment, agent, team, channel, queue, reason, "
        f"coalesce(ticket_id, call_id) FROM {{source}} WHERE {said} "
        f"ORDER BY ease, responded_at DESC NULLS LAST, record_id LIMIT {int(limit)}",
    )
    total = int(str(facts.rows(SURVEYS_ANSWERED, f"SELECT count(*) FROM {{source}} WHERE {said}")[0][0]))
    shown = tuple((*row[:5], facts.labels.get(str(row[5]), row[5]), *row[6:]) for row in rows)
    return Records(_COLUMNS, shown, total), total


def answer_records(workspace: Workspace, request: Request, survey: str, score: float, limit: int | None = None) -> Records:
    """The answers of one score of a survey."""
    return records_where(workspace, SURVEYS[survey], request, f"score = {float(score)!r}", limit)
