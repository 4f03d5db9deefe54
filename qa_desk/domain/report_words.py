"""The report in words: what moved beyond noise, by how much and on how much it rests; what could not be judged, and why.

No sentence says more than its interval. What is said to have moved stands after a correction for all looks that were taken; what
is worse or better follows from the KPI's good side and the sign of an interval without zero. No other adjective is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.domain.language import N_, end_sentence, join_phrases, join_sentences, ntr, tr
from qa_desk.domain.numbers import count_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_SENTENCES = 7
ALPHA = 0.05
"""A family of looks in which nothing moved yields a false sentence in at most this share of reports."""
_MOST_GROUPS = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """The figure behind a sentence: a KPI, of the whole or of the group that `where` names.

    `label` is how a link to it reads, `group` how its group is called ("" for the whole).
    """

    kpi: str
    label: str
    where: tuple[tuple[str, str], ...] = ()
    group: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """One change that was looked at, with its words ready.

    `moved` is "up" or "down" by the sign of the change. `strength` is how many times the change is as large as the half of its
    interval that points at zero (above 1: the interval leaves zero out). `adjusted` is its p value after the correction. `by` is
    the size of the change without a sign, `limits` its interval likewise; `signed` is the change with sign and interval.
    """

    evidence: Evidence
    moved: str
    better: bool | None
    strength: float
    adjusted: float
    by: str
    limits: str
    signed: str
    now: str
    n: int | None
    n_before: int | None

    @property
    def stands(self) -> bool:
        """Beyond noise, the many looks considered."""
        return self.adjusted <= ALPHA

    @property
    def stands_alone(self) -> bool:
        """Beyond noise if nobody had looked at anything else."""
        return self.strength > 1


@dataclass(frozen=True, slots=True)
class GoalLook:
    """One goal that a figure was held against; `is_met` None: it cannot be told, the many looks considered.

    `stands_alone` says that the figure's own interval leaves the goal out.
    """

    evidence: Evidence
    is_met: bool | None
    stands_alone: bool
    against: str
    """The figure with its interval, and the goal."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A figure that could not be judged. `why` is "few", "absent", "no_before" or "no_interval"; `detail` says it of this one."""

    evidence: Evidence
    why: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """A census: how many there were, and how many before. It has no noise, and says nothing of why."""

    evidence: Evidence
    now: str
    before: str | None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and the figures behind it.

    `kind` is "head", "counted", "missed", "goals", "worse", "better", "changed", "more" or "unjudged".
    """

    text: str
    kind: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportWords:
    """The summary: at most seven sentences, what could not be judged, and how it was judged."""

    sentences: tuple[Sentence, ...]
    unjudged: tuple[Sentence, ...]
    method: str


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything that was looked at: changes of the whole and of its groups, goals, counts, and what could not be judged.

    `few_groups` counts the figures of groups that rest on too few records to be looked at.
    """

    looks: tuple[Look, ...] = ()
    groups: tuple[Look, ...] = ()
    goals: tuple[GoalLook, ...] = ()
    counted: tuple[Counted, ...] = ()
    gaps: tuple[Gap, ...] = ()
    few_groups: int = 0


def summarise(seen: Seen, before: str) -> ReportWords:
    """The words for what was seen; `before` names the days that are compared with.

    The order: the headline, goals, then the changes: the whole before its groups, worse before better before what has no good
    side, and within these the farthest beyond its own noise first; at the end what was merely counted.
    """
    head, goals, counted = _head(seen.looks, before), _goals(seen.goals), _counted(seen.counted)
    room = MOST_SENTENCES - 1 - len(goals) - len(counted)
    sentences = (head, *goals, *_changes(seen.looks, seen.groups, room), *counted)
    return ReportWords(sentences, tuple(_unjudged(seen)), _method(seen))


def _head(looks: Sequence[Look], before: str) -> Sentence:
    if not looks:
        return Sentence(tr("There is nothing to compare this period with."), "head")
    moved = sum(look.stands for look in looks)
    if not moved:
        text = ntr(
            "Compared with {before}, the {count} figure compared did not move beyond noise.",
            "Compared with {before}, none of {count} figures moved beyond noise.",
            len(looks),
            before=before,
        )
        return Sentence(text, "head")
    text = ntr(
        "Compared with {before}, {moved} of {count} figure moved beyond noise.",
        "Compared with {before}, {moved} of {count} figures moved beyond noise.",
        len(looks),
        before=before,
        moved=count_text(moved),
    )
    return Sentence(text, "head")


def _goals(goals: Sequence[GoalLook]) -> tuple[Sentence, ...]:
    if not goals:
        return ()
    missed, met = ([goal for goal in goals if goal.is_met is wanted] for wanted in (False, True))
    open_ones = len(goals) - len(missed) - len(met)
    against = [goal.against for goal in missed[:_MOST_GROUPS]]
    if len(missed) > _MOST_GROUPS:
        against.append(ntr("and {count} more", "and {count} more", len(missed) - _MOST_GROUPS))
    parts = [
        tr("Goals not met: {list}.", list=join_phrases(against)) if missed else "",
        tr("Goals met: {list}.", list=join_phrases(goal.evidence.label for goal in met)) if met else "",
        ntr("{count} figure cannot be told from its goal.", "{count} figures cannot be told from their goals.", open_ones)
        if open_ones
        else "",
    ]
    return (Sentence(join_sentences(parts), "missed" if missed else "goals", tuple(goal.evidence for goal in (*missed, *met))),)


def _counted(counted: Sequence[Counted]) -> tuple[Sentence, ...]:
    if not counted:
        return ()
    said = [
        tr("{what} {now}, before {before}", what=each.evidence.label, now=each.now, before=each.before)
        if each.before is not None
        else f"{each.evidence.label} {each.now}"
        for each in counted
    ]
    text = end_sentence(tr("Counted, without noise to judge by: {list}", list=join_phrases(said)))
    return (Sentence(text, "counted", tuple(each.evidence for each in counted)),)


_KIND_ORDER = ("worse", "better", "changed")
_CHANGES = {
    ("up", "worse"): N_("{what}: up by {by} (95 %: {limits}), for the worse; now {now}"),
    ("up", "better"): N_("{what}: up by {by} (95 %: {limits}), for the better; now {now}"),
    ("up", "changed"): N_("{what}: up by {by} (95 %: {limits}); now {now}"),
    ("down", "worse"): N_("{what}: down by {by} (95 %: {limits}), for the worse; now {now}"),
    ("down", "better"): N_("{what}: down by {by} (95 %: {limits}), for the better; now {now}"),
    ("down", "changed"): N_("{what}: down by {by} (95 %: {limits}); now {now}"),
}


def kind_of(look: Look) -> str:
    """Whether a change is for the worse, for the better, or neither."""
    return "changed" if look.better is None else "better" if look.better else "worse"


def _changes(looks: Sequence[Look], groups: Sequence[Look], room: int) -> list[Sentence]:
    whole = _by_importance(look for look in looks if look.stands)
    along: dict[tuple[str, str], list[Look]] = {}
    alone = []
    said = {(look.evidence.kpi, look.moved) for look in whole}
    for look in _by_importance(look for look in groups if look.stands):
        if (look.evidence.kpi, look.moved) in said:
            along.setdefault((look.evidence.kpi, look.moved), []).append(look)
        else:
            alone.append(look)
    everything = whole + alone
    shown = everything if len(everything) <= room else everything[: room - 1]
    # a group goes along with the whole only: one that stands alone has a sentence of its own
    sentences = [_change(look, along.get((look.evidence.kpi, look.moved), ()) if look in whole else ()) for look in shown]
    rest = everything[len(shown) :]
    if rest:
        text = tr(
            "Also beyond noise: {list}", list=join_phrases(f"{look.evidence.label} {look.signed}" for look in rest[:_MOST_REST])
        )
        more = len(rest) - _MOST_REST
        text = join_phrases((text, ntr("and {count} more", "and {count} more", more) if more > 0 else ""))
        sentences.append(Sentence(end_sentence(text), "more", tuple(look.evidence for look in rest)))
    return sentences


_MOST_REST = 6
"""A last sentence longer than this is not read."""


def _by_importance(looks: Iterable[Look]) -> list[Look]:
    return sorted(looks, key=lambda look: (_KIND_ORDER.index(kind_of(look)), -look.strength, look.evidence.label))


def _change(look: Look, along: Sequence[Look]) -> Sentence:
    kind = kind_of(look)
    said = tr(_CHANGES[look.moved, kind], what=look.evidence.label, by=look.by, limits=look.limits, now=look.now)
    counts = ""
    if look.n is not None:
        counts = tr("n = {n}, before {before}", n=count_text(look.n), before=count_text(look.n_before or 0))
    likewise = [f"{each.evidence.group} {each.signed}" for each in along[:_MOST_GROUPS]]
    if len(along) > _MOST_GROUPS:
        likewise.append(ntr("and {count} more", "and {count} more", len(along) - _MOST_GROUPS))
    also = tr("likewise {groups}", groups=_listed(likewise)) if likewise else ""
    text = end_sentence(join_phrases((said, counts, also)))
    return Sentence(text, kind, (look.evidence, *(each.evidence for each in along)))


def _listed(parts: Iterable[str]) -> str:
    return tr(", ").join(parts)


_WHY = {
    "few": N_("Too few records to judge: {list}."),
    "absent": N_("Not to be had, for want of data: {list}."),
    "no_before": N_("Nothing to compare with in the period before: {list}."),
    "no_interval": N_("No interval of the change can be computed: {list}."),
}


def _unjudged(seen: Seen) -> list[Sentence]:
    found = []
    shaky = [look for look in (*seen.looks, *seen.groups) if look.stands_alone and not look.stands]
    if shaky:
        listed = join_phrases(f"{look.evidence.label} {look.signed}" for look in shaky[:_MOST_REST])
        more = len(shaky) - _MOST_REST
        listed = join_phrases((listed, ntr("and {count} more", "and {count} more", more) if more > 0 else ""))
        text = tr("Beyond noise if looked at alone, but not among so many looks: {list}.", list=listed)
        found.append(Sentence(text, "unjudged", tuple(look.evidence for look in shaky)))
    close = [goal for goal in seen.goals if goal.is_met is None and goal.stands_alone]
    if close:
        listed = join_phrases(goal.against for goal in close)
        text = tr("Apart from the goal if looked at alone, but not among so many looks: {list}.", list=listed)
        found.append(Sentence(text, "unjudged", tuple(goal.evidence for goal in close)))
    for why, template in _WHY.items():
        if why == "no_before" and not seen.looks:
            continue  # the headline has said it
        those = [gap for gap in seen.gaps if gap.why == why]
        if those:
            listed = join_phrases(f"{gap.evidence.label} ({gap.detail})" if gap.detail else gap.evidence.label for gap in those)
            evidence = () if why == "absent" else tuple(gap.evidence for gap in those)
            found.append(Sentence(tr(template, list=listed), "unjudged", evidence))
    if seen.few_groups:
        text = ntr(
            "{count} figure of a group rests on too few records to be looked at.",
            "{count} figures of groups rest on too few records to be looked at.",
            seen.few_groups,
        )
        found.append(Sentence(text, "unjudged"))
    return found


def _method(seen: Seen) -> str:
    looks, groups, goals = seen.looks, seen.groups, seen.goals
    if not looks and not goals:
        return ""
    counted = [
        ntr("{count} figure of the whole", "{count} figures of the whole", len(looks)) if looks else "",
        ntr("{count} figure of groups", "{count} figures of groups", len(groups)) if groups else "",
        ntr("{count} goal", "{count} goals", len(goals)) if goals else "",
    ]
    return join_sentences(
        (
            tr("Looked at: {counted}.", counted=_listed(part for part in counted if part)),
            tr(
                "What is said here stands after Holm's correction, which holds each of these sets to at most {share} "
                "false alarms in 100 reports.",
                share=round(100 * ALPHA),
            ),
            tr("The intervals in brackets are 95 % intervals of each figure by itself."),
        )
    )
