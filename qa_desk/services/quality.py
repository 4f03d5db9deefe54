"""Scored evaluations of a span of days with their answers, read by whole tables, and the QA figures made from them.

An evaluation belongs to the day of its interaction (of its submission where that is unknown) in the centre's time zone.
Only the latest revisions count; only random and quota samples enter an estimate, everything else is listed apart.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from qa_desk.domain.coaching import LostQuestion, Measure, Quote, SectionLine
from qa_desk.domain.language import catalogue
from qa_desk.domain.scoring import Score, effective_weights, is_applicable, mean_score, score
from qa_desk.kpis.wording import values_only
from qa_desk.services.centre_time import zone_of
from qa_desk.services.item_trends import ItemKeys
from qa_desk.workspace.scorecard_files import read_stored_definition

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence, Set

    from qa_desk.domain.coaching_span import Span
    from qa_desk.domain.scorecard import ScorecardVersion
    from qa_desk.statistics.estimate import Estimate
    from qa_desk.workspace.workspace import Workspace

ESTIMATING_SAMPLES = ("random", "quota")
MINIMUM_FOR_INTERVAL = 5
"""Below five evaluations a t interval says next to nothing: the values are shown instead."""


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One answer as it was given."""

    value: str | None
    comment: str | None
    root_cause: str | None


@dataclass(frozen=True, slots=True)
class FinishedEvaluation:
    """A submitted evaluation in force, with what is needed to aggregate it."""

    id: str
    interaction_id: str
    reference: str
    agent_id: str
    evaluator: str
    version_id: str
    channel: str
    on: date
    sample_method: str
    final: Fraction | None
    before_autofail: Fraction | None
    shown: str | None
    passed: bool | None
    summary: str | None
    answers: Mapping[str, GivenAnswer] = field(default_factory=dict)

    @property
    def is_estimating(self) -> bool:
        """Whether it was drawn at random, so that it may stand for the contacts that were not looked at."""
        return self.sample_method in ESTIMATING_SAMPLES

    @property
    def values(self) -> dict[str, str]:
        """The answers as the scoring takes them."""
        return {question: answer.value for question, answer in self.answers.items() if answer.value is not None}


@dataclass(frozen=True, slots=True)
class Card:
    """A scorecard version as stored: which scorecard, which number, and what it asks."""

    id: str
    scorecard_id: str
    number: int
    definition: ScorecardVersion


def language_in_force() -> str:
    """The code of the language that texts of a scorecard are wanted in."""
    return catalogue().info().get("language", "en") or "en"


_EVALUATIONS = """
SELECT e.id, e.interaction_id, ifnull(i.external_id, substr(i.id, -8)) AS reference, coalesce(e.agent_id, i.agent_id) AS agent,
  v.name AS evaluator, e.scorecard_version_id, i.channel, coalesce(i.started_at, e.submitted_at) AS at,
  e.sample_method, e.final, e.before_autofail, e.shown, e.passed, e.summary
FROM current_evaluations e
JOIN interactions i ON i.id = e.interaction_id
JOIN evaluators v ON v.id = e.evaluator_id
WHERE coalesce(i.started_at, e.submitted_at) >= :start AND coalesce(i.started_at, e.submitted_at) < :end
  AND (:agents IS NULL OR coalesce(e.agent_id, i.agent_id) IN (SELECT value FROM json_each(:agents)))
ORDER BY at, e.id
"""

_ANSWERS = """
SELECT a.evaluation_id, a.question_id, a.value, a.comment, a.root_cause
FROM json_each(?) wanted JOIN answers a ON a.evaluation_id = wanted.value
"""


def load_evaluations(
    workspace: Workspace,
    span: Span,
    agents: Iterable[str] | None = None,
    *,
    with_answers: bool = True,
    unseen: Set[str] = frozenset(),
) -> list[FinishedEvaluation]:
    """The evaluations in force of a span, oldest first: of some agents, or of all; none of the contacts in `unseen`."""
    zone = zone_of(workspace)
    start, end = span.instants(zone)
    wanted = None if agents is None else json.dumps(list(agents))
    parameters = {"start": start, "end": end, "agents": wanted}
    found = workspace.connection.execute(_EVALUATIONS, parameters)
    rows = [row for row in found if row["agent"] is not None and row["interaction_id"] not in unseen]
    answers: defaultdict[str, dict[str, GivenAnswer]] = defaultdict(dict)
    if with_answers:
        ids = json.dumps([row["id"] for row in rows])
        for evaluation, question, value, comment, cause in workspace.connection.execute(_ANSWERS, [ids]):
            answers[evaluation][question] = GivenAnswer(value, comment, cause)
    return [
        FinishedEvaluation(
            id=row["id"],
            interaction_id=row["interaction_id"],
            reference=row["reference"],
            agent_id=row["agent"],
            evaluator=row["evaluator"],
            version_id=row["scorecard_version_id"],
            channel=row["channel"],
            on=datetime.fromtimestamp(row["at"], zone).date(),
            sample_method=row["sample_method"],
            final=None if row["final"] is None else Fraction(row["final"]),
            before_autofail=None if row["before_autofail"] is None else Fraction(row["before_autofail"]),
            shown=row["shown"],
            passed=None if row["passed"] is None else bool(row["passed"]),
            summary=row["summary"],
            answers=answers.get(row["id"], {}),
        )
        for row in rows
    ]


def load_cards(workspace: Workspace) -> dict[str, Card]:
    """Every published scorecard version by its id."""
    rows = workspace.connection.execute(
        "SELECT id, scorecard_id, number, definition FROM scorecard_versions WHERE status <> 'draft'"
    )
    return {
        row["id"]: Card(row["id"], row["scorecard_id"], row["number"], read_stored_definition(row["definition"])) for row in rows
    }


def measure(estimate: Estimate, scale: float = 1.0) -> Measure:
    """An estimate as a page shows it."""

    def scaled(value: float | None) -> float | None:
        return None if value is None else value * scale

    return Measure(scaled(estimate.value), scaled(estimate.low), scaled(estimate.high), estimate.n, estimate.note)


def mean_measure(values: Sequence[Fraction], minimum: int = MINIMUM_FOR_INTERVAL) -> Measure:
    """The exact mean of exact scores with its t interval, kept within the scale of 0 to 100 where the scores are."""
    from qa_desk.statistics.means import t_interval

    mean = mean_score(values).mean
    if 0 < len(values) < minimum:
        return Measure(None if mean is None else float(mean), None, None, len(values), values_only(len(values), minimum))
    estimate = measure(t_interval([float(value) for value in values], minimum=minimum))
    if mean is None or estimate.low is None or estimate.high is None:
        return Measure(None if mean is None else float(mean), None, None, estimate.n, estimate.note)
    inside = all(0 <= value <= 100 for value in values)
    low, high = (max(estimate.low, 0.0), min(estimate.high, 100.0)) if inside else (estimate.low, estimate.high)
    return Measure(float(mean), low, high, estimate.n, estimate.note)


def difference_measure(before: Sequence[Fraction], after: Sequence[Fraction]) -> Measure:
    """How much higher the mean of `after` is, with Welch's interval where both sides have enough values."""
    from qa_desk.statistics.means import welch

    found = welch([float(value) for value in before], [float(value) for value in after]).difference
    if min(len(before), len(after)) < MINIMUM_FOR_INTERVAL:
        return Measure(found.value, None, None, found.n, found.note)
    return measure(found)


def share_measure(successes: int, n: int) -> Measure:
    """A share with Wilson's interval."""
    from qa_desk.statistics.proportions import wilson

    return measure(wilson(successes, n))


def finals(evaluations: Iterable[FinishedEvaluation]) -> list[Fraction]:
    """The exact finals that enter an estimate."""
    return [e.final for e in evaluations if e.final is not None and e.is_estimating]


@dataclass(frozen=True, slots=True)
class Scored:
    """Evaluations with their scores recomputed once, for everything that looks inside the form."""

    evaluation: FinishedEvaluation
    card: Card
    score: Score


def score_all(evaluations: Iterable[FinishedEvaluation], cards: Mapping[str, Card]) -> list[Scored]:
    """Sections and critical states of each evaluation (a submitted one has been checked, so nothing is refused here)."""
    return [
        Scored(evaluation, card, score(card.definition, evaluation.values))
        for evaluation in evaluations
        if (card := cards.get(evaluation.version_id)) is not None and evaluation.answers
    ]


def section_lines(agent: Sequence[Scored], others: Sequence[Scored]) -> tuple[SectionLine, ...]:
    """Each section of the scorecards that the agent was scored on, beside the others of the team."""
    language = language_in_force()
    titles: dict[str, tuple[str, str]] = {}
    own, team = (defaultdict[str, list[Fraction]](list) for _ in range(2))
    for item in sorted(agent, key=lambda scored: scored.card.number):
        for section in item.card.definition.sections:
            titles[f"{item.card.scorecard_id}/{section.id}"] = section.label(language), item.card.definition.label(language)
    for values, scored in ((own, agent), (team, others)):
        for item in scored:
            for section_id, value in item.score.sections.items():
                if value is not None and item.evaluation.is_estimating:
                    values[f"{item.card.scorecard_id}/{section_id}"].append(value)
    return tuple(
        SectionLine(key, title, card, mean_measure(own[key]), mean_measure(team[key]), difference_measure(team[key], own[key]))
        for key, (title, card) in titles.items()
        if own[key]
    )


@dataclass(slots=True)
class _Tally:
    """What happened on one question."""

    title: str = ""
    lost: int = 0
    applicable: int = 0
    points: Fraction = Fraction(0)
    causes: Counter[str] = field(default_factory=Counter)
    quotes: list[Quote] = field(default_factory=list)


def lost_questions(
    agent: Sequence[Scored], others: Sequence[Scored], quotes_of: Callable[[FinishedEvaluation, str], Iterable[Quote]]
) -> tuple[LostQuestion, ...]:
    """Questions that cost the agent points, the dearest first, with what evaluators wrote about them."""
    keys = ItemKeys(item.card for item in (*agent, *others))
    own, team = _tallies(agent, keys, quotes_of), _tallies(others, keys, None)
    counted = sum(item.evaluation.is_estimating for item in agent)
    found = []
    for key, tally in own.items():
        if tally.lost and counted:
            beside = team.get(key, _Tally())
            found.append(
                LostQuestion(
                    key=key,
                    title=tally.title,
                    lost=tally.lost,
                    applicable=tally.applicable,
                    rate=share_measure(tally.lost, tally.applicable),
                    team_rate=share_measure(beside.lost, beside.applicable),
                    points=float(tally.points / counted),
                    root_causes=tuple(tally.causes.most_common(3)),
                    quotes=tuple(tally.quotes[-3:]),
                )
            )
    return tuple(sorted(found, key=lambda line: (-line.points, -line.lost, line.title)))


def _tallies(
    scored: Iterable[Scored], keys: ItemKeys, quotes_of: Callable[[FinishedEvaluation, str], Iterable[Quote]] | None
) -> dict[str, _Tally]:
    language = language_in_force()
    tallies: defaultdict[str, _Tally] = defaultdict(_Tally)
    for item in scored:
        if not item.evaluation.is_estimating:
            continue
        values = item.evaluation.values
        weights = effective_weights(item.card.definition, values) if quotes_of else {}
        for question in item.card.definition.questions():
            value = values.get(question.id)
            if not is_applicable(value) or question.is_adjustment or not question.is_scored:
                continue
            tally = tallies[keys.key(item.card, question)]
            tally.applicable += 1
            if not question.loses_points(value):
                continue
            tally.lost += 1
            if quotes_of is None:
                continue
            credit = question.credit(value)
            tally.title = keys.title(item.card, question, language)
            if credit is not None:
                tally.points += 100 * weights.get(question.id, Fraction(0)) * (question.best_credit - credit)
            cause = item.evaluation.answers[question.id].root_cause
            if cause:
                tally.causes[next((c.label(language) for c in question.causes_for(value) if c.id == cause), cause)] += 1
            tally.quotes.extend(quotes_of(item.evaluation, question.id))
    return tallies
