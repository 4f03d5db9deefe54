"""The planner: what a number of evaluations tells, how many are needed for what one wants to know, and where spare ones help."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.services.centre_time import figures_day, usual_span, zone_of
from qa_desk.services.goals import load_goals
from qa_desk.services.people import list_agents

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.workspace.workspace import Workspace

USUAL_QUOTAS = (2, 3, 4, 5, 8, 10, 15, 20, 30, 50)
USUAL_SD, USUAL_PASS_RATE = 12.0, 0.85
"""Where nothing was measured yet: the middle of what contact centres report."""
_WHOLE_SCALE = 100
ENOUGH_TO_MEASURE = 30
"""Evaluations, over which the spread within agents is taken from the centre itself."""


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What the planner reckons with: the spread of scores within an agent and the pass rate; measured, or the usual ones."""

    sd: float = USUAL_SD
    pass_rate: float = USUAL_PASS_RATE
    evaluations: int = 0
    """On which they rest; 0: assumed."""


@dataclass(frozen=True, slots=True)
class Question:
    """What one wants to know, of a population of `contacts` and so many agents, with `quota` evaluations each."""

    quota: int
    agents: int
    contacts: int | None = None
    """Of one agent; None: not limited."""
    share_half_width: float = 0.10
    mean_half_width: float = 5.0
    rare_rate: float = 0.02
    is_finite: bool = False
    """The statement is about this period's contacts only, not about how an agent works."""
    drawn: int | None = None
    """Evaluations of all agents together, where some have fewer contacts than the quota; None: the quota of each."""


@dataclass(frozen=True, slots=True)
class Yield:
    """What n evaluations tell.

    Half-width of a mean score (None below two, and where mean ± it would be the whole scale), Wilson's interval of the expected
    pass rate, the chance to see at least one of the rare errors, the smallest change between periods that is not noise, and the
    one that is found four times in five.
    """

    n: int
    mean_half_width: float | None
    passes: int
    pass_low: float | None
    pass_high: float | None
    chance_to_see: float
    detectable_change: float | None
    detectable_80: float | None


@dataclass(frozen=True, slots=True)
class Plan:
    """The answer to a question."""

    question: Question
    assumptions: Assumptions
    needed_for_share: int
    needed_for_mean: int
    needed_to_see: int | None
    """To see one of the rare errors with 95 %."""
    each: Yield
    """Of one agent with the quota."""
    together: Yield
    """Of all agents together."""
    quotas: tuple[Yield, ...]


@dataclass(frozen=True, slots=True)
class OpenDecision:
    """An agent of whom it is not decided on which side of the goal they are, and how many evaluations would help."""

    agent_id: str
    name: str
    evaluations: int
    score: float
    error: float
    chance_below: float
    more: int


def plan(question: Question, assumptions: Assumptions) -> Plan:
    """Reckon it through."""
    from qa_desk.statistics.rare_events import needed_to_see
    from qa_desk.statistics.sample_size import mean_sample_size, needed, proportion_sample_size

    population = question.contacts if question.is_finite else None
    everybody = None if population is None else population * question.agents
    share = needed(proportion_sample_size(assumptions.pass_rate, question.share_half_width, population))
    mean = mean_sample_size(assumptions.sd, question.mean_half_width, population)
    together = question.quota * question.agents if question.drawn is None else question.drawn
    quota = question.quota if question.contacts is None else min(question.quota, question.contacts)
    return Plan(
        question=question,
        assumptions=assumptions,
        needed_for_share=share if population is None else min(share, population),
        needed_for_mean=mean,
        needed_to_see=needed_to_see(question.rare_rate, 0.95, population),
        each=_yield(quota, question, assumptions, population),
        together=_yield(together, question, assumptions, everybody),
        quotas=tuple(_yield(n, question, assumptions, population) for n in USUAL_QUOTAS),
    )


def _yield(n: int, question: Question, assumptions: Assumptions, population: int | None) -> Yield:
    from qa_desk.statistics.change import detectable_change
    from qa_desk.statistics.proportions import wilson
    from qa_desk.statistics.rare_events import chance_to_see
    from qa_desk.statistics.sample_size import mean_half_width

    n = n if population is None else min(n, population)
    passes = math.floor(n * assumptions.pass_rate + 0.5)
    found, change = wilson(passes, n), detectable_change(assumptions.sd, n)
    half = mean_half_width(assumptions.sd, n, population)
    return Yield(
        n=n,
        mean_half_width=half if half is not None and half < _WHOLE_SCALE / 2 else None,
        passes=passes,
        pass_low=found.low,
        pass_high=found.high,
        chance_to_see=chance_to_see(question.rare_rate, n, population),
        detectable_change=change.mdc95 if change else None,
        detectable_80=change.detectable_80 if change else None,
    )


_SPREAD = """
SELECT coalesce(e.agent_id, i.agent_id) AS agent, v.scorecard_id, count(*) AS n, avg(e.final_real) AS mean,
  sum(e.final_real * e.final_real) AS squares, sum(e.passed) AS passed, count(e.passed) AS decided
FROM current_evaluations e JOIN interactions i ON i.id = e.interaction_id
JOIN scorecard_versions v ON v.id = e.scorecard_version_id
WHERE e.sample_method IN ('random', 'quota') AND e.final_real IS NOT NULL
  AND coalesce(i.started_at, e.submitted_at) >= ? AND coalesce(i.started_at, e.submitted_at) < ?
GROUP BY 1, 2 HAVING agent IS NOT NULL
"""


def measured_assumptions(workspace: Workspace) -> Assumptions:
    """The centre's own spread and pass rate, over the last thirteen weeks of random and quota samples.

    The usual ones where these are too few. The spread is pooled within agents and scorecards, so that differences between
    agents do not count as noise.
    """
    from qa_desk.statistics.shrinkage import pooled_variance

    rows = workspace.connection.execute(_SPREAD, usual_span(workspace).instants(zone_of(workspace))).fetchall()
    n = [row["n"] for row in rows]
    variances = [max(0.0, row["squares"] - row["n"] * row["mean"] ** 2) / max(1, row["n"] - 1) for row in rows]
    pooled, decided = pooled_variance(variances, n), sum(row["decided"] for row in rows)
    if sum(n) < ENOUGH_TO_MEASURE or not pooled:
        return Assumptions()
    passed = sum(row["passed"] or 0 for row in rows)
    return Assumptions(math.sqrt(pooled), passed / decided if decided else USUAL_PASS_RATE, sum(n))


def open_decisions(workspace: Workspace, half_width: float = 5.0, agents: Sequence[str] | None = None) -> list[OpenDecision]:
    """Agents for whom more evaluations may change the decision against the goal of the QA score, the most open one first.

    Looking again after each evaluation is harmless here: what is known of an agent does not depend on when one looks.
    """
    from qa_desk.kpis.goals import goal_for
    from qa_desk.services.quality_shrinkage import shrunken_scores
    from qa_desk.statistics.top_up import chance_below, evaluations_for_posterior, is_undecided

    goals, day = load_goals(workspace), figures_day(workspace)
    known = {agent.id: agent for agent in list_agents(workspace, day.isoformat())}
    pulled, _note = shrunken_scores(workspace, usual_span(workspace))
    found = []
    for agent_id, score in pulled.items():
        agent = known[agent_id]
        goal = goal_for(goals, "qa_score", {"agent": agent_id}, {"agent": agent.name, "team": agent.team}, day)
        if goal is None or not is_undecided(score.value, score.error, goal) or (agents is not None and agent_id not in agents):
            continue
        more = max(0, evaluations_for_posterior(score.sigma2, score.tau2, half_width) - score.measure.n)
        below = chance_below(score.value, score.error, goal)
        found.append(OpenDecision(agent_id, agent.name, score.measure.n, score.value, score.error, below, more))
    return sorted(found, key=lambda each: (abs(each.chance_below - 0.5), each.name))
