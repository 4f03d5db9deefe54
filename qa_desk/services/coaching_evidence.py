"""What coaching pages are made of: the evaluations of a span by agent, who was in which team when, shrunken scores, words.

`gather` reads it once for however many agents; the rest picks from it.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from qa_desk.domain.coaching import AgentCard, CustomerWord, Moment, Quote
from qa_desk.domain.coaching_span import Span, trend_buckets
from qa_desk.domain.language import tr
from qa_desk.kpis.goals import goal_for
from qa_desk.services.centre_time import data_end, today_of, zone_of
from qa_desk.services.goals import load_goals
from qa_desk.services.people import agent_ids as names_of_agents
from qa_desk.services.quality import (
    Card,
    FinishedEvaluation,
    Scored,
    language_in_force,
    load_cards,
    load_evaluations,
    score_all,
)
from qa_desk.services.quality_shrinkage import Pulled, shrunken_scores
from qa_desk.services.sampling_raters import owed_blind

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence
    from zoneinfo import ZoneInfo

    from qa_desk.kpis.goals import Goal
    from qa_desk.workspace.workspace import Workspace

MOMENTS = 3
COMMENTS = 12
VOICES = 8


@dataclass(frozen=True, slots=True)
class Membership:
    """In which team an agent was, from a day on and before another."""

    team: str
    lead: str | None
    first: str
    until: str | None

    def holds(self, day: date) -> bool:
        """Whether the agent was in the team on this day."""
        text = day.isoformat()
        return self.first <= text and (self.until is None or text < self.until)


@dataclass(frozen=True, slots=True)
class Marker:
    """A comment at a time of the recording or at a message."""

    question: str | None
    at_s: float | None
    message: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Centre:
    """Everything that the pages of one span share."""

    span: Span
    today: date
    zone: ZoneInfo
    cards: Mapping[str, Card]
    agents: Mapping[str, AgentCard]
    memberships: Mapping[str, Sequence[Membership]]
    by_agent: Mapping[str, Sequence[FinishedEvaluation]]
    scored: Mapping[str, Sequence[Scored]]
    markers: Mapping[str, Sequence[Marker]]
    shrunken: Mapping[str, Pulled]
    shrinkage_note: str | None
    goals: Sequence[Goal]
    data_end: date | None = None
    unseen: frozenset[str] = frozenset()
    """The contacts whose evaluations are left out."""
    left_out: Mapping[str, int] = field(default_factory=dict)
    """How many evaluations that are, by agent."""
    """The last day up to today that has data."""

    def within(self, agent_id: str, span: Span) -> list[FinishedEvaluation]:
        """An agent's evaluations in some days, oldest first."""
        return [e for e in self.by_agent.get(agent_id, ()) if e.on in span]

    def scored_of(self, agent_id: str) -> Sequence[Scored]:
        """An agent's evaluations of the span with their sections."""
        return self.scored.get(agent_id, ())

    def others(self, agent: AgentCard) -> list[Scored]:
        """Evaluations of those who were in the agent's team when their contact took place (without a team: of all others)."""
        return [
            item
            for other, scored in self.scored.items()
            if other != agent.id
            for item in scored
            if agent.team is None or self.team_on(other, item.evaluation.on) == agent.team
        ]

    def team_on(self, agent_id: str, day: date) -> str | None:
        """The team an agent was in on a day."""
        return next((m.team for m in reversed(self.memberships.get(agent_id, ())) if m.holds(day)), None)

    def is_member(self, agent: AgentCard, team: str | None) -> bool:
        """Whether an agent belongs in a team view at the end of the span: there, and not gone."""
        return team is None or agent.team == team

    def goal_of(self, agent: AgentCard) -> float | None:
        """The QA goal on the last day of the span, as the figures have it: the agent's own, else the team's, else everybody's."""
        return goal_for(self.goals, "qa_score", {"agent": agent.id, "team": agent.team}, {"agent": agent.name}, self.span.last)

    def version_name(self, version_id: str) -> str:
        """How people call a scorecard version."""
        card = self.cards.get(version_id)
        return "" if card is None else f"{card.definition.label(language_in_force())} v{card.number}"

    def quotes_of(self, evaluation: FinishedEvaluation, question_id: str) -> list[Quote]:
        """What the evaluator wrote about a question: the comment, and the markers set for it."""
        markers = [marker for marker in self.markers.get(evaluation.id, ()) if marker.question == question_id]
        answer = evaluation.answers.get(question_id)
        quotes = [_quote(evaluation, m.text, question_id, m) for m in markers]
        if answer is not None and answer.comment and all(answer.comment != m.text for m in markers):
            quotes.insert(0, _quote(evaluation, answer.comment, question_id, markers[0] if markers else None))
        return quotes

    def moment(self, evaluation: FinishedEvaluation) -> Moment:
        """The evaluation as something to play together, with the markers to play from."""
        return Moment(
            evaluation_id=evaluation.id,
            interaction_id=evaluation.interaction_id,
            reference=evaluation.reference,
            channel=evaluation.channel,
            on=evaluation.on,
            score=None if evaluation.final is None else float(evaluation.final),
            shown=evaluation.shown or tr("not scorable"),
            evaluator=evaluation.evaluator,
            sample_method=evaluation.sample_method,
            summary=evaluation.summary,
            quotes=tuple(_quote(evaluation, m.text, m.question, m) for m in self.markers.get(evaluation.id, ())),
        )


def gather(
    workspace: Workspace,
    span: Span,
    agent_ids: Sequence[str] | None,
    *,
    with_answers: bool = True,
    reader_id: str | None = None,
) -> Centre:
    """Read what the pages of these agents need (None: of all agents): theirs, and their team's for comparison.

    What the reader, an evaluator, is still to score blind is left out.
    """
    today, zone = today_of(workspace), zone_of(workspace)
    memberships = _memberships(workspace)
    agents = _agents(workspace, memberships, min(span.last, today))
    wanted = None if agent_ids is None else _with_mates(agent_ids, agents, memberships)
    window = Span(min(trend_buckets(span)[0].first, span.previous().first), span.last)
    by_agent: defaultdict[str, list[FinishedEvaluation]] = defaultdict(list)
    unseen = owed_blind(workspace, reader_id)
    left_out: Counter[str] = Counter()
    for evaluation in load_evaluations(workspace, window, wanted, with_answers=False):
        if evaluation.interaction_id in unseen:
            left_out[evaluation.agent_id] += 1
        else:
            by_agent[evaluation.agent_id].append(evaluation)
    cards = load_cards(workspace)
    scored: defaultdict[str, list[Scored]] = defaultdict(list)
    markers: Mapping[str, Sequence[Marker]] = {}
    if with_answers:
        full = load_evaluations(workspace, span, wanted, unseen=unseen)
        for item in score_all(full, cards):
            scored[item.evaluation.agent_id].append(item)
        markers = _markers(workspace, [e.id for e in full])
        for agent_id in scored:  # the same evaluations, now with their answers
            complete = {item.evaluation.id: item.evaluation for item in scored[agent_id]}
            by_agent[agent_id] = [complete.get(e.id, e) for e in by_agent[agent_id]]
    shrunken, note = shrunken_scores(workspace, span)
    goals = load_goals(workspace)
    return Centre(
        *(span, today, zone, cards, agents, memberships, by_agent, scored, markers, shrunken, note, goals, data_end(workspace)),
        unseen=unseen,
        left_out=left_out,
    )


def _with_mates(
    agent_ids: Sequence[str], agents: Mapping[str, AgentCard], memberships: Mapping[str, Sequence[Membership]]
) -> list[str] | None:
    teams = {agents[agent_id].team for agent_id in agent_ids if agent_id in agents}
    if None in teams:
        return None
    mates = {agent_id for agent_id, of in memberships.items() if any(m.team in teams for m in of)}
    return sorted(mates | set(agent_ids))


def _memberships(workspace: Workspace) -> dict[str, list[Membership]]:
    found: defaultdict[str, list[Membership]] = defaultdict(list)
    rows = workspace.connection.execute(
        "SELECT m.agent_id, t.name, t.lead_name, m.valid_from, m.valid_to FROM memberships m JOIN teams t ON t.id = m.team_id "
        "ORDER BY m.valid_from, m.id"
    )
    for agent_id, team, lead, first, until in rows:
        found[agent_id].append(Membership(team, lead, first, until))
    return found


def _agents(workspace: Workspace, memberships: Mapping[str, Sequence[Membership]], day: date) -> dict[str, AgentCard]:
    cards = {}
    for row in workspace.connection.execute("SELECT id, name, hire_date, exit_date FROM agents ORDER BY name"):
        if row["exit_date"] and row["exit_date"] <= day.isoformat():
            continue
        own = memberships.get(row["id"], ())
        current = next((m for m in reversed(own) if m.holds(day)), own[-1] if own else None)
        hired = date.fromisoformat(row["hire_date"][:10]) if row["hire_date"] else None
        tenure = (day - hired).days if hired else None
        name, lead = (current.team, current.lead) if current else (None, None)
        cards[row["id"]] = AgentCard(row["id"], row["name"], name, lead, hired, tenure)
    return cards


def _markers(workspace: Workspace, evaluation_ids: Iterable[str]) -> dict[str, list[Marker]]:
    found: defaultdict[str, list[Marker]] = defaultdict(list)
    rows = workspace.connection.execute(
        "SELECT m.evaluation_id, m.question_id, m.at_s, m.utterance_position, m.text "
        "FROM json_each(?) wanted JOIN markers m ON m.evaluation_id = wanted.value ORDER BY m.at_s, m.utterance_position, m.id",
        [json.dumps(list(evaluation_ids))],
    )
    for evaluation_id, question, at_s, position, text in rows:
        found[evaluation_id].append(Marker(question, at_s, position, text))
    return found


def _quote(evaluation: FinishedEvaluation, text: str, question: str | None, marker: Marker | None) -> Quote:
    at_s, message = (marker.at_s, marker.message) if marker else (None, None)
    return Quote(
        text=text,
        by=evaluation.evaluator,
        on=evaluation.on,
        interaction_id=evaluation.interaction_id,
        reference=evaluation.reference,
        question=question,
        at_s=at_s,
        message=message,
    )


def moments_of(centre: Centre, sample: Sequence[FinishedEvaluation]) -> tuple[tuple[Moment, ...], tuple[Moment, ...]]:
    """The best and the worst interactions of a sample: at most three each, never the same one twice."""
    ranked = sorted((e for e in sample if e.final is not None), key=lambda e: (e.final, e.on), reverse=True)
    best = min(MOMENTS, (len(ranked) + 1) // 2)
    worst = min(MOMENTS, len(ranked) // 2)
    return (
        tuple(centre.moment(e) for e in ranked[:best]),
        tuple(centre.moment(e) for e in reversed(ranked[len(ranked) - worst :])),
    )


def comments_of(centre: Centre, agent_id: str) -> tuple[Quote, ...]:
    """What evaluators wrote in the span, newest first: comments, markers and summaries."""
    quotes: list[Quote] = []
    for item in reversed(centre.scored_of(agent_id)):
        evaluation = item.evaluation
        if evaluation.summary:
            quotes.append(_quote(evaluation, evaluation.summary, None, None))
        quotes += [_quote(evaluation, m.text, None, m) for m in centre.markers.get(evaluation.id, ()) if m.question is None]
        for question in item.card.definition.questions():
            quotes += centre.quotes_of(evaluation, question.id)
    return tuple(quotes[:COMMENTS])


_VOICE = """
SELECT s.type, s.score, s.scale_min, s.scale_max, s.high_is_good, s.comment, coalesce(s.responded_at, s.sent_at) AS at,
  coalesce(s.agent, t.assignee, c.agent) AS agent, coalesce(s.ticket_id, s.call_id) AS reference,
  (SELECT i.id FROM interactions i WHERE i.external_id = coalesce(s.ticket_id, s.call_id)) AS interaction_id
FROM surveys s
LEFT JOIN tickets t ON t.ticket_id = s.ticket_id
LEFT JOIN calls c ON c.call_id = s.call_id
WHERE trim(ifnull(s.comment, '')) <> ''
  AND coalesce(s.responded_at, s.sent_at) >= :start AND coalesce(s.responded_at, s.sent_at) < :end
  AND coalesce(s.agent, t.assignee, c.agent) IS NOT NULL
ORDER BY at DESC
"""


def customer_voices(workspace: Workspace, centre: Centre, agent_ids: Sequence[str]) -> dict[str, tuple[CustomerWord, ...]]:
    """Survey comments by agent, newest first: the survey's own agent, else the ticket's or the call's.

    Names are matched here and not in SQL, whose `lower` knows no letters beyond ASCII.
    """
    start, end = centre.span.instants(centre.zone)
    known = names_of_agents(workspace)
    wanted = set(agent_ids)
    found: defaultdict[str, list[CustomerWord]] = defaultdict(list)
    for row in workspace.connection.execute(_VOICE, {"start": start, "end": end}):
        agent_id = known.get(row["agent"].casefold())
        if agent_id in wanted and len(found[agent_id]) < VOICES:
            found[agent_id].append(_customer_word(row, centre.zone))
    return {agent_id: tuple(words) for agent_id, words in found.items()}


def _customer_word(row: sqlite3.Row, zone: ZoneInfo) -> CustomerWord:
    return CustomerWord(
        kind=row["type"],
        score=row["score"],
        scale_max=row["scale_max"],
        share=_share(row["score"], row["scale_min"], row["scale_max"], high_is_good=bool(row["high_is_good"])),
        comment=row["comment"],
        on=datetime.fromtimestamp(row["at"], zone).date(),
        reference=row["reference"] or "",
        interaction_id=row["interaction_id"],
    )


def _share(score: float | None, worst: float, best: float, *, high_is_good: bool) -> float | None:
    if score is None or best <= worst:
        return None
    share = (score - worst) / (best - worst)
    return share if high_is_good else 1 - share
