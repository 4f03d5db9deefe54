"""What a coaching page and a team view consist of: frozen values that services fill in and that screens and exports show.

Every figure is a `Measure`: value, interval, n and a note in words. Nothing here computes; the rules that choose what to
praise and what to work on are in `qa_desk.domain.coaching_rules`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from fractions import Fraction

    from qa_desk.domain.coaching_span import Span


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure as it is shown: value (None: undefined), 95 % interval (None: none honest), n, and why something is missing."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int = 0
    note: str | None = None

    @property
    def excludes_zero(self) -> bool:
        """Whether the interval lies wholly on one side of zero: for a difference, a change that noise does not explain."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


class Verdict(StrEnum):
    """How a figure stands to its goal: judged on the whole interval, never on the value alone."""

    MET = "met"
    NOT_MET = "not_met"
    UNCLEAR = "unclear"
    NONE = "none"


class Need(StrEnum):
    """How soon to sit down with somebody. The order of the members is the order of the team view."""

    NOW = "now"
    SOON = "soon"
    ON_COURSE = "on_course"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class AgentCard:
    """Who the page is about."""

    id: str
    name: str
    team: str | None = None
    lead: str | None = None
    hired_on: date | None = None
    tenure_days: int | None = None


@dataclass(frozen=True, slots=True)
class Quality:
    """The QA score of a period from random samples, and what keeps it honest."""

    score: Measure
    exact: Fraction | None
    before_autofail: Measure
    pass_rate: Measure
    previous: Measure
    change: Measure
    team: Measure
    shrunken: Measure | None
    goal: float | None
    chance_below_goal: float | None
    smallest_change: float | None
    not_scorable: int
    values: tuple[str, ...]
    """The single scores as shown, where there are too few for an interval."""


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One week or month of a trend."""

    first: date
    last: date
    score: Measure
    new_version: str | None = None
    """The scorecard version that came into use here: scores before and after are not quite the same thing."""


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A section of the scorecard: the agent, the others of the team, and the difference."""

    key: str
    title: str
    card: str
    """The scorecard's title: an agent may be scored on several."""
    agent: Measure
    team: Measure
    difference: Measure


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words, and where to hear or read them."""

    text: str
    by: str
    on: date
    interaction_id: str
    reference: str
    question: str | None = None
    at_s: float | None = None
    message: int | None = None


@dataclass(frozen=True, slots=True)
class LostQuestion:
    """A question that cost points: how often, how much, why, and what the evaluators wrote."""

    key: str
    title: str
    lost: int
    applicable: int
    rate: Measure
    team_rate: Measure
    points: float
    """Points of the form lost by it, on average over the evaluations."""
    root_causes: tuple[tuple[str, int], ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class CriticalLine:
    """Evaluations free of errors of one critical class, out of those where the class applied."""

    critical: str
    accurate: int
    applicable: int
    accuracy: Measure


@dataclass(frozen=True, slots=True)
class CriticalError:
    """One critical error, where it happened and what the evaluator wrote."""

    critical: str
    question: str
    title: str
    moment: Moment
    comment: str | None


@dataclass(frozen=True, slots=True)
class Moment:
    """An interaction worth playing together."""

    evaluation_id: str
    interaction_id: str
    reference: str
    channel: str
    on: date
    score: float | None
    shown: str
    evaluator: str
    sample_method: str
    summary: str | None
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class KpiLine:
    """A KPI of the agent beside the team, the period before and the goal. Values are in `unit` as the catalogue has it."""

    id: str
    name: str
    unit: str
    direction: str
    agent: Measure
    team: Measure
    previous: Measure
    change: Measure
    goal: float | None = None
    verdict: Verdict = Verdict.NONE
    definition: str = ""


@dataclass(frozen=True, slots=True)
class CustomerWord:
    """What a customer answered and wrote after a contact of this agent."""

    kind: str
    score: float | None
    scale_max: float
    share: float | None
    """Where the score lies between the worst (0) and the best (1) answer."""
    comment: str
    on: date | None
    reference: str
    interaction_id: str | None


@dataclass(frozen=True, slots=True)
class ActionItem:
    """Something that was agreed: who does what by when."""

    id: str
    agent_id: str
    text: str
    owner: str | None
    due_on: date | None
    status: str
    linked_question: str | None = None
    linked_kpi: str | None = None
    session_id: str | None = None
    is_overdue: bool = False
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class CoachingSession:
    """A conversation that was held: notes, both sides' words, what was agreed."""

    id: str
    agent_id: str
    coach: str
    held_on: date
    notes: str
    agent_words: str
    follow_up_on: date | None
    acknowledged_by: str | None
    acknowledged_at: int | None
    actions: tuple[ActionItem, ...] = ()


@dataclass(frozen=True, slots=True)
class TalkingPoint:
    """Something the page proposes to talk about, with its evidence and the rule that chose it."""

    text: str
    evidence: str
    rule: str
    question: str | None = None
    kpi: str | None = None
    interaction_id: str | None = None


@dataclass(frozen=True, slots=True)
class SinceLastSession:
    """What changed since the last conversation: as it looks, what chance alone would have brought back, and the rest."""

    held_on: date
    before: Measure
    after: Measure
    expected: float | None
    excess: Measure


@dataclass(frozen=True, slots=True)
class CoachingPage:
    """Everything one conversation needs, in the order in which it is read."""

    agent: AgentCard
    span: Span
    previous_span: Span
    as_of: date
    quality: Quality
    trend: tuple[TrendPoint, ...]
    sections: tuple[SectionLine, ...]
    lost: tuple[LostQuestion, ...]
    critical: tuple[CriticalLine, ...]
    critical_errors: tuple[CriticalError, ...]
    targeted: tuple[Moment, ...]
    best: tuple[Moment, ...]
    worst: tuple[Moment, ...]
    comments: tuple[Quote, ...]
    kpis: tuple[KpiLine, ...]
    voice: tuple[CustomerWord, ...]
    open_actions: tuple[ActionItem, ...]
    sessions: tuple[CoachingSession, ...]
    since_last: SinceLastSession | None
    praise: tuple[TalkingPoint, ...] = ()
    work_on: tuple[TalkingPoint, ...] = ()
    data_end: date | None = None
    """The last day up to `as_of` that has data."""
    left_out: int = 0
    """So many evaluations are left out: the reader is still to score their contacts blind."""
    critical_bound: Measure | None = None
    """What "no critical error" in so many random evaluations still allows; None where there were some, or no evaluation."""


@dataclass(frozen=True, slots=True)
class EvaluationLine:
    """One evaluation of the trend's months, for the sheet that the figures can be recomputed from."""

    agent: str
    on: date
    reference: str
    channel: str
    scorecard: str
    evaluator: str
    sample_method: str
    counts: bool
    """Whether it was drawn at random and has a score: only these enter a figure."""
    final: float | None
    before_autofail: float | None
    passed: bool | None


@dataclass(frozen=True, slots=True)
class TeamLine:
    """One agent in the team view: what is known, how sure it is, and why a conversation is due."""

    agent: AgentCard
    score: Measure
    shrunken: Measure | None
    chance_below_goal: float | None
    change: Measure
    critical_errors: int
    evaluations: int
    overdue: int
    last_session: date | None
    weeks_since: int | None
    kpis: tuple[KpiLine, ...] = ()
    need: Need = Need.ON_COURSE
    reasons: tuple[str, ...] = ()
    goal: float | None = None
    """Of the QA score: the agent's own, else the team's, else everybody's."""
    band: int = 0
    """Lines with the same number cannot be told apart: they are listed, not ranked."""


@dataclass(frozen=True, slots=True)
class TeamView:
    """Who needs time most and why, without an order that the figures do not carry."""

    team: str | None
    span: Span
    previous_span: Span
    as_of: date
    goal: float | None
    mean: float | None
    lines: tuple[TeamLine, ...]
    note: str | None = None
    data_end: date | None = None
    """The last day up to `as_of` that has data."""
    left_out: int = 0
    """So many evaluations are left out: the reader is still to score their contacts blind."""


def main_sections(sections: tuple[SectionLine, ...]) -> tuple[SectionLine, ...]:
    """The sections of the scorecard that the agent was scored on most, for where there is room for one only."""
    counts: dict[str, int] = {}
    for line in sections:
        counts[line.card] = max(counts.get(line.card, 0), line.agent.n)
    main = max(counts, key=lambda card: counts[card], default=None)
    return tuple(line for line in sections if line.card == main)


def initials(name: str) -> str:
    """One or two letters that stand for a person; the last two characters of a name written without spaces in CJK."""
    words = [word for word in name.replace("-", " ").split() if word[:1].isalnum()]
    if not words:
        return "?"
    if len(words) == 1:
        return words[0][-2:] if _is_cjk(words[0]) else words[0][:2].title()
    return (words[0][0] + words[-1][0]).upper()


def _is_cjk(text: str) -> bool:
    return any("\u3400" <= character <= "\u9fff" for character in text)
