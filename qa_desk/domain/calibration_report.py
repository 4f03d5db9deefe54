"""What the report of a calibration session consists of: frozen values that services fill in and screen and minutes show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from qa_desk.domain.calibration import AgendaPoint, AutofailCalls, Benchmark, Deviation, PairCounts, SheetScore, State
    from qa_desk.domain.coaching import Measure
    from qa_desk.domain.critical_errors import Proportion
    from qa_desk.domain.evaluation import Marker
    from qa_desk.domain.scorecard import ScorecardVersion


@dataclass(frozen=True, slots=True)
class Participant:
    """An evaluator of a session: how far they are, never what they said."""

    id: str
    name: str
    is_benchmark: bool
    finished_at: int | None
    submitted: int

    @property
    def is_finished(self) -> bool:
        """Whether they have handed the chair on for good."""
        return self.finished_at is not None


@dataclass(frozen=True, slots=True)
class SessionItem:
    """An interaction of a session. The agent's name is None while it is hidden."""

    interaction_id: str
    position: int
    label: str
    channel: str
    agent: str | None


@dataclass(frozen=True, slots=True)
class Session:
    """A calibration session without anybody's answers."""

    id: str
    title: str
    version_id: str
    version_name: str
    state: State
    benchmark: Benchmark
    tolerance: float
    facilitator: str | None
    due_on: str | None
    agent_hidden: bool
    created_at: int
    revealed_at: int | None
    closed_at: int | None
    items: tuple[SessionItem, ...]
    participants: tuple[Participant, ...]

    @property
    def evaluators(self) -> tuple[Participant, ...]:
        """Those who are compared: everybody but the benchmark."""
        return tuple(p for p in self.participants if not p.is_benchmark)

    def participant(self, evaluator_id: str) -> Participant | None:
        """The participant of this id, if there is one."""
        return next((p for p in self.participants if p.id == evaluator_id), None)


@dataclass(frozen=True, slots=True)
class SessionEntry:
    """A line of the list of sessions."""

    id: str
    title: str
    version_name: str
    state: State
    items: int
    evaluators: int
    finished: int
    open_points: int | None
    due_on: str | None
    created_at: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What the meeting settled on one question of one interaction, and the rule it wrote down."""

    interaction_id: str
    question_id: str
    agreed: str | None
    rule: str | None
    decided_at: int


@dataclass(frozen=True, slots=True)
class QuestionAgreement:
    """Agreement on one question over the session's interactions, with a reading in plain words."""

    question_id: str
    units: int
    pairs: PairCounts
    ac: Measure
    ac_weights: str
    alpha: Measure
    alpha_level: str
    on_fail: Proportion | None
    reading: str


@dataclass(frozen=True, slots=True)
class SectionAgreement:
    """Agreeing pairs of a section's questions, and α on their credits."""

    section_id: str
    pairs: PairCounts
    alpha: Measure


@dataclass(frozen=True, slots=True)
class Totals:
    """Agreement of total scores over the interactions that everybody scored."""

    items: tuple[str, ...]
    icc: Measure
    within_sd: float | None
    severity: Mapping[str, Fraction]

    @property
    def reproducibility_limit(self) -> float | None:
        """Two evaluators' scores of one interaction differ by more than this in only 5 % of cases."""
        return None if self.within_sd is None else 2.77 * self.within_sd


@dataclass(frozen=True, slots=True)
class EvaluatorResult:
    """One evaluator's deviation with the interval of the bias, on both scores."""

    deviation: Deviation
    bias: Measure
    bias_before_autofail: Measure


@dataclass(frozen=True, slots=True)
class AutofailResult:
    """Auto-fail calls with sensitivity and false alarms against the benchmark (no value without one)."""

    calls: AutofailCalls
    sensitivity: Measure
    false_alarm: Measure


@dataclass(frozen=True, slots=True)
class CalibrationResults:
    """Everything that follows from the answers of a session."""

    agenda: tuple[AgendaPoint, ...]
    pairs: PairCounts
    questions: tuple[QuestionAgreement, ...]
    sections: tuple[SectionAgreement, ...]
    evaluators: tuple[EvaluatorResult, ...]
    autofail: AutofailResult | None
    final: Totals
    before_autofail: Totals
    scores: Mapping[str, Mapping[str, SheetScore]]
    benchmark_scores: Mapping[str, SheetScore]
    agreement: Measure
    """Share of agreeing pairs; its interval resamples whole interactions, and there is none where they are few."""

    def question(self, question_id: str) -> QuestionAgreement | None:
        """The agreement on one question."""
        return next((q for q in self.questions if q.question_id == question_id), None)


@dataclass(frozen=True, slots=True)
class Remark:
    """What an evaluator wrote beside an answer, and the places they marked for it."""

    comment: str | None = None
    markers: tuple[Marker, ...] = ()


@dataclass(frozen=True, slots=True)
class CalibrationReport:
    """A revealed session: its sheets, what follows from them, and what the meeting decided."""

    session: Session
    version: ScorecardVersion
    sheets: Mapping[str, Mapping[str, Mapping[str, str]]]
    benchmark: Mapping[str, Mapping[str, str]]
    results: CalibrationResults
    decisions: Mapping[tuple[str, str], Decision]
    remarks: Mapping[tuple[str, str, str], Remark] = field(default_factory=dict)
    """(evaluator, interaction, question) → what they wrote."""

    @property
    def open_points(self) -> tuple[AgendaPoint, ...]:
        """Points of the agenda that need an agreed answer and have none."""
        return tuple(p for p in self.results.agenda if p.must_be_settled and not self.is_settled(p))

    def is_settled(self, point: AgendaPoint) -> bool:
        """Whether the meeting agreed on an answer here."""
        decision = self.decisions.get((point.interaction_id, point.question_id))
        return decision is not None and decision.agreed is not None

    def name(self, evaluator_id: str) -> str:
        """The evaluator's name."""
        participant = self.session.participant(evaluator_id)
        return participant.name if participant else evaluator_id

    def item(self, interaction_id: str) -> SessionItem:
        """The interaction of this id."""
        return next(item for item in self.session.items if item.interaction_id == interaction_id)
