"""QA scores beside the help desk's figures: which question goes with which outcome, agents and single contacts kept apart.

By agent: an agent's mean on the form against the agent's figure of the same days; says who, never why. By contact: an evaluation
against what became of that very contact; those of one agent are not independent, which the page says. Only evaluations drawn at
random enter. Many looks are corrected by Holm's method, over all looks of one level.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa_desk.domain.coaching_span import Span
from qa_desk.domain.language import N_, tr
from qa_desk.kpis.figure import Records
from qa_desk.kpis.relations import EVALUATIONS
from qa_desk.services.quality import ESTIMATING_SAMPLES
from qa_desk.services.report_facts import Missing, records_where, report_facts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from qa_desk.domain.progress import JobContext
    from qa_desk.kpis.figure import Request
    from qa_desk.services.report_facts import Facts
    from qa_desk.statistics.estimate import Estimate
    from qa_desk.workspace.workspace import Workspace

LEVELS = ("agents", "contacts")
WHOLE = "score"
"""The key of the evaluation's score as a whole, beside those of its questions."""
FEWEST_PAIRS = 10
FEWEST_EVALUATIONS = 5
"""An agent's mean on the form needs so many evaluations, an agent's figure the least n of its KPI."""
SIGNIFICANT = 0.05

AGENT_OUTCOMES = (
    "csat", "first_contact_resolution_rate", "first_response_time", "resolution_time_first", "average_handle_time",
    "transfer_rate", "abandonment_rate", "sla_compliance_rate", "nps",
)  # fmt: skip

_SATISFACTION = """SELECT coalesce(ticket_id, call_id) AS contact, 100.0 * ease AS value FROM f_surveys
    WHERE survey = 'csat' AND ease IS NOT NULL AND is_latest AND NOT is_misdated"""
CONTACT_OUTCOMES: dict[str, tuple[str, str, str]] = {
    "satisfaction": (N_("Satisfaction of that customer (0–100)"), "score", _SATISFACTION),
    "handle": (
        N_("Handle time of that call"),
        "s",
        "SELECT call_id AS contact, handle_s AS value FROM f_calls WHERE result = 'answered' AND handle_s IS NOT NULL",
    ),
    "reply": (
        N_("First response time of that ticket"),
        "s",
        "SELECT ticket_id AS contact, reply_s AS value FROM f_tickets WHERE reply_s >= 0 AND is_counted AND NOT is_misdated",
    ),
    "solve": (
        N_("Resolution time of that ticket"),
        "s",
        "SELECT ticket_id AS contact, solve_s AS value FROM f_tickets WHERE solve_s >= 0 AND is_counted AND NOT is_misdated",
    ),
    "reopens": (
        N_("Reopenings of that ticket"),
        "per_record",
        "SELECT ticket_id AS contact, reopens AS value FROM f_tickets WHERE reopens IS NOT NULL AND is_counted",
    ),
}
"""What became of one contact: its name, its unit, and where it stands."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One agent or one contact: the form's side (0–100), the outcome, how many evaluations and records stand behind them."""

    name: str
    x: float
    y: float
    n: int
    outcome_n: int
    agent: str
    contact: str | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """One question (or the whole score) against one outcome; `adjusted` is Spearman's p after Holm (None: too few pairs)."""

    measure: str
    measure_name: str
    outcome: str
    outcome_name: str
    unit: str
    pairs: tuple[Pair, ...]
    spearman: Estimate
    pearson: Estimate
    p: float | None
    adjusted: float | None
    detectable: float | None
    """The smallest correlation that so many pairs would show four times in five."""

    @property
    def is_found(self) -> bool:
        """Whether they go together beyond noise."""
        return self.adjusted is not None and self.adjusted < SIGNIFICANT


@dataclass(frozen=True, slots=True)
class QaAgainstKpis:
    """All looks of one level, strongest evidence first; `looked` of them were tested and corrected for."""

    level: str
    looks: tuple[Look, ...]
    looked: int
    evaluations: int
    left_out: int
    """Evaluations that were not drawn at random."""

    @property
    def without_outcome(self) -> tuple[tuple[str, float | None], ...]:
        """Questions that were looked at and go with no outcome: the name, and what the best of its looks could have seen."""
        best: dict[str, float | None] = {}
        names = {look.measure: look.measure_name for look in self.looks if look.adjusted is not None and look.measure != WHOLE}
        for look in self.looks:
            if look.measure in names and look.detectable is not None:
                known = best.get(look.measure)
                best[look.measure] = look.detectable if known is None else min(known, look.detectable)
        found = {look.measure for look in self.looks if look.is_found}
        return tuple((name, best.get(key)) for key, name in names.items() if key not in found)


@dataclass(frozen=True, slots=True)
class Scored:
    """An evaluation as this page reads it: its score and its questions' credits by key, all 0–100."""

    agent: str
    contact: str
    values: Mapping[str, float]


def read_qa_against_kpis(
    workspace: Workspace, request: Request, level: str = "agents", context: JobContext | None = None
) -> QaAgainstKpis | Missing:
    """All looks of a level for a request with a first and a last day."""
    with report_facts(workspace, request, context) as facts:
        missing = facts.missing(EVALUATIONS)
        if missing:
            return missing
        first, last = facts.scope.span.first, facts.scope.span.last
        wanted = {str(row[0]) for row in facts.rows(EVALUATIONS, "SELECT record_id FROM {source}")}
        outcomes = _outcomes_of_contacts(facts) if level == "contacts" else {}
        labels = dict(facts.labels)
    if first is None or last is None:
        return Missing(("evaluations",))
    scored, names, left_out = _scored(workspace, first, last, wanted, context)
    if level == "contacts":
        pairs = _pairs_of_contacts(scored, outcomes, labels)
        named = {key: (tr(name), unit) for key, (name, unit, _) in CONTACT_OUTCOMES.items()}
    else:
        pairs, named = _pairs_of_agents(workspace, request, scored, labels, context)
    looks = looks_of(pairs, names, named)
    return QaAgainstKpis(
        level, looks, sum(look.p is not None and look.adjusted is not None for look in looks), len(scored), left_out
    )


def _scored(
    workspace: Workspace, first: date, last: date, wanted: set[str], context: JobContext | None
) -> tuple[list[Scored], dict[str, str], int]:
    """The evaluations with their credits, what the questions are called, and how many were not drawn at random."""
    from qa_desk.services.item_trends import ItemKeys
    from qa_desk.services.quality import language_in_force, load_cards, load_evaluations

    cards, language = load_cards(workspace), language_in_force()
    found = [one for one in load_evaluations(workspace, Span(first, last)) if one.id in wanted and one.version_id in cards]
    keys = ItemKeys(cards[one.version_id] for one in found)
    names, scored, left_out = {WHOLE: tr("QA score")}, [], 0
    for number, one in enumerate(found):
        if context is not None and not number % 500:
            context.raise_if_cancelled()
        if not one.is_estimating:
            left_out += 1
            continue
        card = cards[one.version_id]
        values = {} if one.final is None else {WHOLE: float(one.final)}
        for question in card.definition.questions():
            credit = question.credit(one.values.get(question.id)) if question.is_scored and not question.is_adjustment else None
            if credit is not None:
                key = keys.key(card, question)
                names[key] = keys.title(card, question, language)
                values[key] = 100 * float(credit)
        scored.append(Scored(one.agent_id, one.reference, values))
    return scored, names, left_out


def _outcomes_of_contacts(facts: Facts) -> dict[str, dict[str, float]]:
    """By outcome: contact → value."""
    return {
        key: {str(row[0]): float(row[1]) for row in facts.connection.execute(sql).fetchall() if row[0] is not None}
        for key, (_, _, sql) in CONTACT_OUTCOMES.items()
    }


_Pairs = dict[tuple[str, str], list[Pair]]
"""By measure and outcome."""


def _pairs_of_contacts(
    scored: Sequence[Scored], outcomes: Mapping[str, Mapping[str, float]], labels: Mapping[str, str]
) -> _Pairs:
    pairs: _Pairs = defaultdict(list)
    for one in scored:
        for outcome, values in outcomes.items():
            y = values.get(one.contact)
            if y is not None:
                for measure, x in one.values.items():
                    pair = Pair(one.contact, x, y, 1, 1, labels.get(one.agent, one.agent), one.contact)
                    pairs[measure, outcome].append(pair)
    return pairs


def _pairs_of_agents(
    workspace: Workspace, request: Request, scored: Sequence[Scored], labels: Mapping[str, str], context: JobContext | None
) -> tuple[_Pairs, dict[str, tuple[str, str]]]:
    from qa_desk.services.kpis import figures, kpi_info

    by_agent: defaultdict[str, defaultdict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for one in scored:
        for measure, value in one.values.items():
            by_agent[one.agent][measure].append(value)
    asked = replace(request, kpis=AGENT_OUTCOMES, by=("agent",), period="all", compare=None)
    pairs: _Pairs = defaultdict(list)
    for figure in figures(workspace, asked, context):
        agent = figure.keys.get("agent")
        if agent is None or figure.value is None or figure.standing in ("no_data", "counts_only"):
            continue
        for measure, values in by_agent.get(agent, {}).items():
            if len(values) >= FEWEST_EVALUATIONS:
                name = labels.get(agent, agent)
                y = 100 * figure.value if figure.unit == "share" else figure.value
                pairs[measure, figure.kpi].append(Pair(name, sum(values) / len(values), y, len(values), figure.n, agent))
    return pairs, {kpi: (kpi_info(kpi).name, kpi_info(kpi).unit) for kpi in AGENT_OUTCOMES}


def looks_of(
    pairs: Mapping[tuple[str, str], Sequence[Pair]], names: Mapping[str, str], outcomes: Mapping[str, tuple[str, str]]
) -> tuple[Look, ...]:
    """Correlations of every measure with every outcome, corrected for all with 10 pairs that vary; strongest evidence first."""
    from qa_desk.statistics.change import correlation
    from qa_desk.statistics.rank_correlation import detectable_correlation, holm, spearman

    found = []
    for (measure, outcome), own in pairs.items():
        x, y = [pair.x for pair in own], [pair.y for pair in own]
        rho, p = spearman(x, y)
        name, unit = outcomes[outcome]
        is_tested = len(own) >= FEWEST_PAIRS and p is not None
        seen = detectable_correlation(len(own)) if is_tested else None
        pearson = correlation(x, y).pearson
        found.append(
            Look(measure, names[measure], outcome, name, unit, tuple(own), rho, pearson, p, 1.0 if is_tested else None, seen)
        )
    tested = [look for look in found if look.adjusted is not None]
    adjusted = holm([look.p or 0.0 for look in tested])
    by_place = {id(look): p for look, p in zip(tested, adjusted, strict=True)}
    corrected = [replace(look, adjusted=by_place.get(id(look))) for look in found]
    return tuple(
        sorted(
            corrected,
            key=lambda look: (
                look.adjusted is None, look.adjusted if look.adjusted is not None else 1.0, look.p if look.p is not None else 1.0,
                look.measure_name, look.outcome_name,
            ),
        )
    )  # fmt: skip


def evaluations_of(workspace: Workspace, request: Request, contact: str | None = None) -> Records:
    """The evaluations drawn at random within a request, newest first: all, or those of one contact (as `Pair` names it)."""
    marks = ", ".join(f"'{method}'" for method in ESTIMATING_SAMPLES)
    found = records_where(workspace, "qa_score", request, f"sample_method IN ({marks})")
    if contact is None:
        return found
    place = found.columns.index("interaction_id")
    query = "SELECT id FROM interactions WHERE ifnull(external_id, substr(id, -8)) = ?"
    wanted = {row[0] for row in workspace.connection.execute(query, [contact])}
    rows = tuple(row for row in found.rows if row[place] in wanted)
    return Records(found.columns, rows, len(rows))
