"""How often evaluations are disputed and overturned: by evaluator and by question, each rate with Wilson's interval and n.

What counts is what evaluators decided themselves: the original evaluation, never its revision. A dispute of a revision counts
for whoever wrote the revision. Withdrawn disputes are counted apart and enter no rate.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qa_desk.domain.disputes import WHOLE, Outcome, State
from qa_desk.services.centre_time import zone_of
from qa_desk.services.dispute_rows import read_disputes
from qa_desk.services.quality import language_in_force, load_cards, share_measure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa_desk.domain.coaching import Measure
    from qa_desk.domain.coaching_span import Span
    from qa_desk.domain.disputes import Dispute
    from qa_desk.services.quality import Card
    from qa_desk.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class DisputeCounts:
    """What happened to one evaluator's evaluations, to the answers of one question, or to everything."""

    key: str
    """The evaluator's id; the question's scorecard and lineage; "" for everything."""
    name: str
    looked_at: int
    """Evaluations submitted; of a question: answers given."""
    disputed: int
    """Of these: how many were disputed at least once (withdrawn disputes left out)."""
    raised: int
    open: int
    withdrawn: int
    decided: int
    overturned: int
    """Decided, and accepted wholly or partly."""
    disputed_rate: Measure
    overturn_rate: Measure


@dataclass(frozen=True, slots=True)
class DisputeFigures:
    """All counts. Evaluators and questions with most disputes come first; those without any are left out."""

    total: DisputeCounts
    evaluators: tuple[DisputeCounts, ...]
    questions: tuple[DisputeCounts, ...]


@dataclass(slots=True)
class _Tally:
    name: str = ""
    looked_at: int = 0
    disputed: set[str] = field(default_factory=set)
    states: list[State] = field(default_factory=list)
    overturned: int = 0

    def add(self, about: str, state: State, *, is_overturned: bool) -> None:
        self.states.append(state)
        if state is not State.WITHDRAWN:
            self.disputed.add(about)
        self.overturned += is_overturned

    def counts(self, key: str) -> DisputeCounts:
        number = {state: self.states.count(state) for state in State}
        decided = number[State.DECIDED]
        return DisputeCounts(
            key=key,
            name=self.name,
            looked_at=self.looked_at,
            disputed=len(self.disputed),
            raised=len(self.states),
            open=number[State.OPEN],
            withdrawn=number[State.WITHDRAWN],
            decided=decided,
            overturned=self.overturned,
            disputed_rate=share_measure(len(self.disputed), self.looked_at),
            overturn_rate=share_measure(self.overturned, decided),
        )


def dispute_statistics(workspace: Workspace, span: Span | None = None) -> DisputeFigures:
    """Counts and rates over the evaluations submitted in a span (None: ever), and the disputes of these."""
    start, end = (0, 1 << 62) if span is None else span.instants(zone_of(workspace))
    limits = {"start": start, "end": end}
    submitted = {row["id"]: row for row in workspace.connection.execute(_DISPUTED, limits)}
    disputes = [each for each in read_disputes(workspace.connection) if each.evaluation_id in submitted]
    total = _Tally()
    by_evaluator: defaultdict[str, _Tally] = defaultdict(_Tally)
    for row in workspace.connection.execute(_EVALUATIONS, limits):
        tally = by_evaluator[row["id"]]
        tally.name, tally.looked_at = row["name"], row["evaluations"]
        total.looked_at += row["evaluations"]
    disputed_revisions: set[str] = set()
    for dispute in disputes:
        is_overturned = dispute.outcome in (Outcome.ACCEPTED, Outcome.PARTLY)
        tally = by_evaluator[dispute.evaluator_id]
        tally.name = dispute.evaluator
        if submitted[dispute.evaluation_id]["is_revision"] and dispute.evaluation_id not in disputed_revisions:
            disputed_revisions.add(dispute.evaluation_id)  # it is no original: it joins those that were looked at
            tally.looked_at += 1
            total.looked_at += 1
        for each in (tally, total):
            each.add(dispute.evaluation_id, dispute.state, is_overturned=is_overturned)
    questions = _by_question(workspace, disputes, limits)
    return DisputeFigures(total.counts(""), _ordered(by_evaluator), _ordered(questions))


def _ordered(tallies: Mapping[str, _Tally]) -> tuple[DisputeCounts, ...]:
    found = (tally.counts(key) for key, tally in tallies.items() if tally.states)
    return tuple(sorted(found, key=lambda counts: (-counts.raised, -counts.overturned, counts.name)))


def _by_question(workspace: Workspace, disputes: list[Dispute], limits: Mapping[str, int]) -> dict[str, _Tally]:
    if not any(not point.is_whole for dispute in disputes for point in dispute.points):
        return {}
    cards = load_cards(workspace)
    language = language_in_force()
    tallies: defaultdict[str, _Tally] = defaultdict(_Tally)
    for row in workspace.connection.execute(_ANSWERS, limits):
        key, name = _question(cards, row["version"], row["question"], language)
        tallies[key].name = name
        tallies[key].looked_at += row["answers"]
    for dispute in disputes:
        for point in dispute.points:
            if point.question_id == WHOLE:
                continue
            key, name = _question(cards, dispute.version_id, point.question_id, language)
            tallies[key].name = name
            is_overturned = dispute.state is State.DECIDED and bool(point.is_accepted)
            tallies[key].add(dispute.evaluation_id, dispute.state, is_overturned=is_overturned)
    return dict(tallies)


def _question(cards: Mapping[str, Card], version_id: str, question_id: str, language: str) -> tuple[str, str]:
    """A question's key across versions, and what it is called."""
    card = cards.get(version_id)
    question = card.definition.question(question_id) if card else None
    if card is None or question is None:
        return question_id, question_id
    return f"{card.scorecard_id}/{question.lineage or question.id}", question.label(language)


_DISPUTED = """
SELECT DISTINCT e.id, e.revision_of IS NOT NULL AS is_revision FROM disputes d JOIN evaluations e ON e.id = d.evaluation_id
WHERE e.submitted_at >= :start AND e.submitted_at < :end
"""
_EVALUATIONS = """
SELECT v.id, v.name, count(*) AS evaluations FROM original_evaluations o JOIN evaluators v ON v.id = o.evaluator_id
WHERE o.is_second = 0 AND o.submitted_at >= :start AND o.submitted_at < :end GROUP BY v.id
"""
_ANSWERS = """
SELECT o.scorecard_version_id AS version, a.question_id AS question, count(*) AS answers
FROM original_evaluations o JOIN answers a ON a.evaluation_id = o.id
WHERE a.value IS NOT NULL AND o.is_second = 0 AND o.submitted_at >= :start AND o.submitted_at < :end
GROUP BY 1, 2
"""
