"""The coaching page of an agent, and the team view: who needs time most and why.

Everything is read by whole tables for all the agents that are asked for, so that one page and a workbook of two hundred
cost the same few queries. Writing what was agreed is in `coaching_sessions`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.domain.coaching import (
    CoachingPage,
    Measure,
    Quality,
    SinceLastSession,
    TeamLine,
    TeamView,
    TrendPoint,
)
from qa_desk.domain.coaching_rules import in_order, judge, with_talking_points
from qa_desk.domain.coaching_span import Span, trend_buckets
from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.domain.progress import Quiet
from qa_desk.domain.scoring import mean_score
from qa_desk.services.coaching_evidence import Centre, comments_of, customer_voices, gather, moments_of
from qa_desk.services.coaching_kpis import kpi_lines
from qa_desk.services.coaching_sessions import action_items, sessions_by_agent
from qa_desk.services.item_trends import breaks_scores
from qa_desk.services.quality import (
    MINIMUM_FOR_INTERVAL,
    difference_measure,
    finals,
    load_evaluations,
    lost_questions,
    mean_measure,
    measure,
    section_lines,
    share_measure,
)
from qa_desk.services.quality_criticals import critical_bound, critical_error_counts, critical_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qa_desk.domain.coaching import AgentCard, CoachingSession, CustomerWord, KpiLine
    from qa_desk.domain.progress import JobContext
    from qa_desk.services.quality import FinishedEvaluation
    from qa_desk.workspace.workspace import Workspace

_LOOK_BACK_DAYS = 91


@dataclass(frozen=True, slots=True)
class Beside:
    """What a page has beside the evaluations."""

    kpis: tuple[KpiLine, ...]
    voice: tuple[CustomerWord, ...]
    sessions: tuple[CoachingSession, ...]


def coaching_page(
    workspace: Workspace,
    agent_id: str,
    span: Span,
    context: JobContext | None = None,
    kpis: Mapping[str, tuple[KpiLine, ...]] | None = None,
    reader_id: str | None = None,
) -> CoachingPage:
    """The page of one agent; `kpis` by agent id where a team view of the same span has them already.

    Refused when there is no such agent.
    """
    return next(coaching_pages(workspace, [agent_id], span, context, kpis, reader_id))


def coaching_pages(
    workspace: Workspace,
    agent_ids: Sequence[str],
    span: Span,
    context: JobContext | None = None,
    kpis: Mapping[str, tuple[KpiLine, ...]] | None = None,
    reader_id: str | None = None,
) -> Iterator[CoachingPage]:
    """The pages of several agents, in the order given; progress is reported by agent, and Cancel is heeded between two.

    Where an evaluator reads them, what they are still to score blind is left out, and it is said how many.
    """
    context = context or Quiet()
    centre = gather(workspace, span, agent_ids, reader_id=reader_id)
    if kpis is None:
        kpis = kpi_lines(workspace, centre, agent_ids, context)
    sessions = sessions_by_agent(workspace, agent_ids, centre.today)
    voices = customer_voices(workspace, centre, agent_ids)
    for done, agent_id in enumerate(agent_ids):
        context.raise_if_cancelled()
        agent = centre.agents.get(agent_id)
        if agent is None:
            raise Refusal(tr("{agent}: there is no such agent.", agent=agent_id))
        context.report(done, len(agent_ids), agent.name)
        beside = Beside(kpis.get(agent_id, ()), voices.get(agent_id, ()), sessions.get(agent_id, ()))
        yield with_talking_points(_page(workspace, centre, agent, beside))


def _page(workspace: Workspace, centre: Centre, agent: AgentCard, beside: Beside) -> CoachingPage:
    own = centre.scored_of(agent.id)
    others = centre.others(agent)
    sample = [item.evaluation for item in own if item.evaluation.is_estimating]
    listed = [e for e in centre.within(agent.id, centre.span) if not e.is_estimating and e.sample_method != "calibration"]
    best, worst = moments_of(centre, sample)
    criticals, errors = critical_lines(own, centre)
    return CoachingPage(
        agent=agent,
        span=centre.span,
        previous_span=centre.span.previous(),
        as_of=centre.today,
        quality=_quality(centre, agent),
        trend=_trend(centre, agent),
        sections=section_lines(own, others),
        lost=lost_questions(own, others, centre.quotes_of),
        critical=criticals,
        critical_errors=errors,
        targeted=tuple(centre.moment(e) for e in listed),
        best=best,
        worst=worst,
        comments=comments_of(centre, agent.id),
        kpis=beside.kpis,
        voice=beside.voice,
        open_actions=action_items(workspace, centre.today, agent.id, status="open"),
        sessions=beside.sessions,
        since_last=_since_last(workspace, centre, agent, beside.sessions),
        data_end=centre.data_end,
        left_out=centre.left_out.get(agent.id, 0),
        critical_bound=critical_bound(centre.scored_of(agent.id)),
    )


def _quality(centre: Centre, agent: AgentCard) -> Quality:
    from qa_desk.statistics.change import detectable_change
    from qa_desk.statistics.shrinkage import chance_below

    own = centre.within(agent.id, centre.span)
    before = finals(centre.within(agent.id, centre.span.previous()))
    values = finals(own)
    sample = [e for e in own if e.is_estimating]
    passed = [e.passed for e in sample if e.passed is not None]
    pulled = centre.shrunken.get(agent.id)
    goal = centre.goal_of(agent)
    score = mean_measure(values)
    detectable = detectable_change(pulled.sigma2**0.5, len(values)) if pulled and pulled.sigma2 > 0 else None
    return Quality(
        score=score,
        exact=mean_score(values).mean,
        before_autofail=mean_measure([e.before_autofail for e in sample if e.before_autofail is not None]),
        pass_rate=share_measure(sum(passed), len(passed)),
        previous=mean_measure(before),
        change=difference_measure(before, values),
        team=mean_measure(finals(item.evaluation for item in centre.others(agent))),
        shrunken=pulled.measure if pulled else None,
        goal=goal,
        chance_below_goal=chance_below(pulled.value, pulled.error, goal) if pulled and goal is not None else None,
        smallest_change=detectable.mdc95 if detectable else None,
        not_scorable=sum(e.final is None for e in sample),
        values=tuple(e.shown or "" for e in sample if e.final is not None) if score.n < MINIMUM_FOR_INTERVAL else (),
    )


def _trend(centre: Centre, agent: AgentCard) -> tuple[TrendPoint, ...]:
    """Means of weeks or months. Their intervals use the spread within all agents: single weeks hold too few to show their own."""
    points: list[TrendPoint] = []
    seen: dict[str, set[str]] = {}
    for bucket in trend_buckets(centre.span):
        evaluations = [e for e in centre.within(agent.id, bucket) if e.is_estimating and e.final is not None]
        fresh = set()
        for version in {e.version_id for e in evaluations if e.version_id in centre.cards}:
            before = seen.setdefault(centre.cards[version].scorecard_id, set())
            # another scorecard is no break, and neither is another wording of the same one
            if before and version not in before and breaks_scores(centre.cards, version, before):
                fresh.add(centre.version_name(version))
            before.add(version)
        name = ", ".join(sorted(fresh)) or None
        points.append(TrendPoint(bucket.first, bucket.last, _pooled_mean(centre, agent.id, evaluations), name))
    return tuple(points)


def _pooled_mean(centre: Centre, agent_id: str, evaluations: Sequence[FinishedEvaluation]) -> Measure:
    mean = mean_measure(finals(evaluations))
    pulled = centre.shrunken.get(agent_id)
    if mean.value is None or pulled is None or pulled.sigma2 <= 0:
        return mean
    half = 1.959964 * (pulled.sigma2 / mean.n) ** 0.5
    return Measure(mean.value, max(0.0, mean.value - half), min(100.0, mean.value + half), mean.n, mean.note)


def _since_last(
    workspace: Workspace, centre: Centre, agent: AgentCard, sessions: Sequence[CoachingSession]
) -> SinceLastSession | None:
    from datetime import timedelta

    from qa_desk.statistics.change import excess_change, regression_to_mean

    held = [session.held_on for session in sessions if session.held_on <= centre.today]
    if not held:
        return None
    day = max(held)
    window = Span(day - timedelta(days=_LOOK_BACK_DAYS), max(centre.today, day))
    around = load_evaluations(workspace, window, [agent.id], with_answers=False, unseen=centre.unseen)
    before = finals(e for e in around if e.on < day)
    after = finals(e for e in around if e.on > day)
    first, second = mean_measure(before), mean_measure(after)
    pulled = centre.shrunken.get(agent.id)
    if pulled is None or first.value is None or second.value is None:
        return SinceLastSession(day, first, second, None, Measure(note=tr("too few evaluations before or after")))
    arguments = (pulled.mu, pulled.tau2, pulled.sigma2, len(before))
    regression = regression_to_mean(first.value, *arguments)
    excess = measure(excess_change(first.value, second.value, *arguments, len(after)))
    return SinceLastSession(day, first, second, regression.expected_without_action if regression else None, excess)


def team_view(
    workspace: Workspace, team: str | None, span: Span, context: JobContext | None = None, reader_id: str | None = None
) -> TeamView:
    """Everybody of a team (or of all teams): who needs time most and why, in bands that the figures can carry."""
    from qa_desk.statistics.shrinkage import chance_below

    context = context or Quiet()
    centre = gather(workspace, span, None, with_answers=False, reader_id=reader_id)
    members = [agent for agent in centre.agents.values() if centre.is_member(agent, team)]
    kpis = kpi_lines(workspace, centre, [agent.id for agent in members], context)
    context.raise_if_cancelled()
    errors = critical_error_counts(workspace, centre)
    sessions = sessions_by_agent(workspace, [agent.id for agent in members], centre.today, with_actions=False)
    overdue = [item.agent_id for item in action_items(workspace, centre.today, status="open") if item.is_overdue]
    lines = []
    for agent in members:
        values = finals(centre.within(agent.id, span))
        pulled, goal = centre.shrunken.get(agent.id), centre.goal_of(agent)
        held = [session.held_on for session in sessions.get(agent.id, ()) if session.held_on <= centre.today]
        line = TeamLine(
            agent=agent,
            score=mean_measure(values),
            shrunken=pulled.measure if pulled else None,
            chance_below_goal=chance_below(pulled.value, pulled.error, goal) if pulled and goal is not None else None,
            change=difference_measure(finals(centre.within(agent.id, span.previous())), values),
            critical_errors=errors.get(agent.id, 0),
            evaluations=len(centre.within(agent.id, span)),
            overdue=overdue.count(agent.id),
            last_session=max(held, default=None),
            weeks_since=(centre.today - max(held)).days // 7 if held else None,
            kpis=kpis.get(agent.id, ()),
            goal=goal,
        )
        lines.append(judge(line, is_coaching_usual=2 * len(sessions) >= len(members)))
    everyone = [e for agent in members for e in centre.within(agent.id, span)]
    goals = {centre.goal_of(agent) for agent in members}
    return TeamView(
        team=team,
        span=span,
        previous_span=span.previous(),
        as_of=centre.today,
        goal=goals.pop() if len(goals) == 1 else None,
        mean=mean_measure(finals(everyone)).value,
        lines=in_order(lines),
        note=centre.shrinkage_note,
        data_end=centre.data_end,
        left_out=sum(centre.left_out.get(agent.id, 0) for agent in members),
    )
