"""The columns of the Assign place's tables, declared as data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from qa_desk.domain.channels import channel_name
from qa_desk.domain.language import N_, join_phrases, tr
from qa_desk.domain.numbers import count_text
from qa_desk.domain.sampling import METHOD_WORDS, REPLACEMENT_WORDS
from qa_desk.services.sampling_targets import reason_words
from qa_desk.services.sampling_words import replaced_words
from qa_desk.ui.dates import day_text, iso_day_text
from qa_desk.ui.widgets.rows_model import Column

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

    from qa_desk.services.sampling import Proposal
    from qa_desk.services.sampling_assignments import Assignment, Load
    from qa_desk.services.sampling_plan import Yield
    from qa_desk.services.sampling_records import Item, Sample

ITEM_STATES: Mapping[str, str] = {
    "open": N_("open"),
    "begun": N_("begun"),
    "done": N_("done"),
    "replaced": N_("replaced"),
    "withdrawn": N_("nobody's"),
}


def agent_columns() -> list[Column]:
    """How many contacts each agent has; rows are `AgentCount`."""
    return [
        Column(tr("Agent"), lambda agent: agent.name),
        Column(tr("Contacts"), lambda agent: agent.contacts, count_text, is_number=True, width=84),
    ]


def yield_columns() -> list[Column]:
    """What usual quotas buy; rows are `Yield`."""
    return [
        Column(tr("n"), lambda each: each.n, count_text, is_number=True, width=44),
        Column(tr("Mean ±"), lambda each: each.mean_half_width, _points, is_number=True, width=66),
        Column(tr("Pass rate"), _pass_range, width=108),
        Column(tr("Error seen"), lambda each: each.chance_to_see, _percent, is_number=True, width=82),
        Column(tr("Real change"), lambda each: each.detectable_change, _points, is_number=True),
    ]


def _pass_range(each: Yield) -> str:
    if each.pass_low is None or each.pass_high is None:
        return ""
    return tr("{low}–{high} %", low=f"{100 * each.pass_low:.0f}", high=f"{100 * each.pass_high:.0f}")


def _points(value: float | None) -> str:
    return "–" if value is None else count_text(value, 1)


def _percent(value: float) -> str:
    return tr("{value} %", value=f"{100 * value:.0f}")


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """An agent of a draw: contacts there are, drawn, and how many each evaluator scores."""

    agent: str
    contacts: int
    drawn: int
    is_short: bool
    scores: Mapping[str, int]
    """Evaluator's id → contacts."""


def matrix_rows(proposal: Proposal) -> list[MatrixRow]:
    """A row an agent, in the order of their names."""
    contacts: dict[str, int] = {}
    drawn: dict[str, int] = {}
    for group in proposal.draw.groups:
        contacts[group.agent] = contacts.get(group.agent, 0) + group.population
        drawn[group.agent] = drawn.get(group.agent, 0) + group.drawn
    short = set(proposal.short_agents)
    scores: dict[str, dict[str, int]] = {}
    for (rater, agent), times in proposal.spread.matrix.items():
        scores.setdefault(agent, {})[rater] = times
    rows = [
        MatrixRow(name, contacts[agent], drawn[agent], agent in short, scores.get(agent, {}))
        for agent, name in proposal.agents.items()
    ]
    return sorted(rows, key=lambda row: row.agent.casefold())


def matrix_columns(evaluators: Mapping[str, str]) -> list[Column]:
    """Agents down, evaluators across; rows are `MatrixRow`."""

    def of(rater: str, name: str) -> Column:
        return Column(_initials(name), lambda row: row.scores.get(rater), _dot, is_number=True, width=48, hint=name)

    return [
        Column(tr("Agent"), lambda row: row.agent, least=130),
        Column(
            tr("Drawn"),
            lambda row: (row.drawn, row.contacts),
            _of,
            is_number=True,
            width=100,
            meaning=lambda row: "watch" if row.is_short else None,
        ),
        *(of(rater, name) for rater, name in evaluators.items()),
    ]


def _of(value: tuple[int, int]) -> str:
    return tr("{x} of {n}", x=count_text(value[0]), n=count_text(value[1]))


def _initials(name: str) -> str:
    """An evaluator over a narrow column: the beginnings of the names, or the name itself where it is short."""
    words = name.split()
    return name if len(name) <= 4 else "".join(word[0] for word in words) if len(words) > 1 else f"{name[:3]}…"


def _dot(value: int | None) -> str:
    return "·" if value is None else str(value)


def sample_columns(zone: tzinfo) -> list[Column]:
    """The samples that were drawn; rows are `Sample`."""
    return [
        Column(tr("Nr"), lambda sample: sample.number, is_number=True, width=44),
        Column(tr("Sample"), lambda sample: sample.name, least=130),
        Column(tr("Drawn on"), lambda sample: sample.created_at, lambda at: _day(at, zone), width=112),
        Column(tr("Method"), lambda sample: tr(METHOD_WORDS[sample.method]), width=82),
        Column(tr("Seed"), lambda sample: sample.seed, str, is_number=True, width=100),
        Column(tr("Frame"), lambda sample: sample.frame_size, count_text, is_number=True, width=74),
        Column(tr("Drawn"), lambda sample: sample.drawn, count_text, is_number=True, width=64),
        Column(tr("Done"), lambda sample: sample.progress.done, count_text, is_number=True, width=58),
        Column(tr("Open"), lambda sample: sample.progress.open, count_text, is_number=True, width=58),
        Column(tr("Twice"), _twice, width=70, hint=tr("Scored by a second person, blind: done of all")),
        Column(
            tr("Replaced"),
            lambda sample: sample.progress.replaced,
            count_text,
            is_number=True,
            width=94,
            meaning=lambda sample: "watch" if sample.progress.replaced else None,
        ),
        Column(tr("Reasons"), _reasons, width=240),
    ]


def _day(at: int, zone: tzinfo) -> str:
    return day_text(datetime.fromtimestamp(at, zone).date())


def _twice(sample: Sample) -> str:
    progress = sample.progress
    return tr("{x} of {n}", x=progress.seconds_done, n=progress.seconds) if progress.seconds else ""


def _reasons(sample: Sample) -> str:
    return replaced_words(sample.reasons)


def item_columns() -> list[Column]:
    """The items of a sample; rows are `Item`."""
    return [
        Column(tr("Nr"), lambda item: item.position, is_number=True, width=44),
        Column(tr("Contact"), lambda item: item.reference, width=100),
        Column(tr("Channel"), lambda item: channel_name(item.channel), width=84),
        Column(tr("Agent"), lambda item: item.agent, least=120),
        Column(tr("Stratum"), lambda item: item.stratum, width=140),
        Column(tr("State"), lambda item: tr(ITEM_STATES[item.state]), width=80, meaning=_item_meaning),
        Column(tr("Evaluator"), lambda item: item.evaluator, width=150),
        Column(tr("Second, blind"), _second, width=150),
        Column(tr("Due"), lambda item: item.due_on, _due, width=108),
        Column(tr("Remark"), _remark, width=190),
    ]


def _item_meaning(item: Item) -> str | None:
    return {"done": "good", "replaced": "watch", "withdrawn": "watch"}.get(item.state)


def _second(item: Item) -> str:
    return join_phrases((item.second or "", tr("done") if item.second_state == "done" else ""))


def _due(day: str | None) -> str:
    return "" if day is None else iso_day_text(day)


def _remark(item: Item) -> str:
    if item.reason is not None:
        return join_phrases((tr(REPLACEMENT_WORDS[item.reason]), item.words, item.replaced_by or ""))
    parts = [reason_words(reason) for reason in item.reasons]
    if item.replaces is not None:
        parts.append(tr("in place of {position}", position=item.replaces))
    return ", ".join(parts)


def load_columns() -> list[Column]:
    """Who has how much to do; rows are `Load`."""
    return [
        Column(tr("Evaluator"), lambda load: load.name, least=140),
        Column(tr("Open"), lambda load: load.open, count_text, is_number=True, width=64),
        Column(tr("At most"), lambda load: load.capacity, _limit, is_number=True, width=76),
        Column(tr("Overdue"), lambda load: load.overdue, count_text, is_number=True, width=78, meaning=_overdue_meaning),
        Column(tr("Due in 7 days"), lambda load: load.due_soon, count_text, is_number=True, width=110),
        Column(tr("Second, blind"), lambda load: load.seconds, count_text, is_number=True, width=110),
        Column(tr("Done in 7 days"), lambda load: load.done_lately, count_text, is_number=True, width=116),
        Column(tr("Replaced"), lambda load: load.replaced, count_text, is_number=True, width=84),
    ]


def _limit(value: int | None) -> str:
    return tr("any") if value is None else str(value)


def _overdue_meaning(load: Load) -> str | None:
    return "bad" if load.overdue else None


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """An open assignment, and whether its day is past."""

    one: Assignment
    is_late: bool


def assignment_columns() -> list[Column]:
    """Open assignments; rows are `AssignmentRow`."""
    return [
        Column(tr("Contact"), lambda row: row.one.reference, width=110),
        Column(tr("Channel"), lambda row: channel_name(row.one.channel), width=84),
        Column(tr("Agent"), lambda row: row.one.agent, least=130),
        Column(tr("Evaluator"), lambda row: row.one.evaluator, width=150),
        Column(tr("Due"), lambda row: row.one.due_on, _due, width=112, meaning=lambda row: "bad" if row.is_late else None),
        Column(tr("Sample"), lambda row: row.one.sample, is_number=True, width=72),
        Column(tr("Method"), lambda row: tr(_METHODS.get(row.one.method, row.one.method)), width=90),
        Column(tr("Remark"), _assignment_remark, width=170),
    ]


_METHODS: Mapping[str, str] = {
    "random": N_("random"),
    "quota": N_("quota"),
    "targeted": N_("targeted"),
    "self_chosen": N_("self-chosen"),
}


def _assignment_remark(row: AssignmentRow) -> str:
    words = (
        tr("overdue") if row.is_late else "",
        tr("begun") if row.one.is_begun else "",
        tr("second, blind") if row.one.is_second else "",
    )
    return join_phrases(words)
