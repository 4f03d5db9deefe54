"""Drawing a sample from a frame: a pure function of contacts, design and seed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.domain.sample_allocation import allocate
from qa_desk.domain.sample_frame import check_frame, group_of, stratum_of
from qa_desk.domain.sample_order import digest, share, shuffled
from qa_desk.domain.sampling import Method, check_design

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from qa_desk.domain.sample_frame import Contact
    from qa_desk.domain.sampling import Design

_BETWEEN = " · "


@dataclass(frozen=True, slots=True)
class Drawn:
    """A contact of a sample: in which group and stratum it stood, where in the stratum's order, and how likely it was."""

    contact: Contact
    group: str
    stratum: str
    rank: int
    """Place in the order of the stratum, from 0: those behind it replace it, the next one first."""
    chance: float | None
    """With which a contact of its stratum was drawn; None for targeted picks, which stand for nothing but themselves."""


@dataclass(frozen=True, slots=True)
class Group:
    """What was drawn for one agent (and part of the period): of so many contacts, so many wanted, so many drawn."""

    agent: str
    part: str
    population: int
    wanted: int
    drawn: int

    @property
    def is_short(self) -> bool:
        """Whether the agent has fewer contacts than the quota asks for."""
        return self.drawn < self.wanted


@dataclass(frozen=True, slots=True)
class Draw:
    """The drawn contacts in their random order, and what each group got."""

    drawn: tuple[Drawn, ...]
    groups: tuple[Group, ...]


def draw(contacts: Sequence[Contact], design: Design, seed: int) -> Draw:
    """Draw by the design's method. The order in which the contacts are given plays no part."""
    check_design(design)
    check_frame(contacts)
    found = list(_METHODS[design.method](contacts, design, seed))
    counts: defaultdict[tuple[str, str], int] = defaultdict(int)
    for each in found:
        counts[group_of(each.contact, design)] += 1
    groups = tuple(
        Group(agent, part, len(members), _wanted(design, counts[agent, part]), counts[agent, part])
        for (agent, part), members in sorted(_grouped(contacts, design).items())
    )
    return Draw(tuple(shuffled(found, seed, "order", lambda each: each.contact.id)), groups)


def _wanted(design: Design, drawn: int) -> int:
    return design.quota or 0 if design.method is Method.QUOTA else drawn


def _random(contacts: Sequence[Contact], design: Design, seed: int) -> Iterator[Drawn]:
    """Simple random sampling of all contacts."""
    n = min(design.size or 0, len(contacts))
    for rank, contact in enumerate(_in_order(contacts, seed)[:n]):
        yield Drawn(contact, "", "", rank, n / len(contacts))


def _quota(contacts: Sequence[Contact], design: Design, seed: int) -> Iterator[Drawn]:
    """Stratified random sampling within each agent (and part of the period)."""
    for group, members in _grouped(contacts, design).items():
        name = _name(group)
        n = min(design.quota or 0, len(members))
        strata = _stratified(members, design)
        sizes = [len(strata[stratum]) for stratum in strata]
        reaches_all = n >= len(strata)
        for (stratum, within), count in zip(strata.items(), allocate(sizes, n, share(seed, "start", name)), strict=True):
            chance = count / len(within) if reaches_all else n / len(members)
            for rank, contact in enumerate(_in_order(within, seed)[:count]):
                yield Drawn(contact, name, _name(stratum), rank, chance)


def _targeted(contacts: Sequence[Contact], design: Design, seed: int) -> Iterator[Drawn]:
    """As many as are wanted out of those with a reason, in random order, no more than the quota of one agent."""
    taken: defaultdict[str, int] = defaultdict(int)
    left = design.size or 0
    for rank, contact in enumerate(_in_order(contacts, seed)):
        if not left:
            return
        if design.quota is None or taken[contact.agent] < design.quota:
            taken[contact.agent] += 1
            left -= 1
            yield Drawn(contact, "", "", rank, None)


_METHODS = {Method.RANDOM: _random, Method.QUOTA: _quota, Method.TARGETED: _targeted}


def next_in_line(contacts: Iterable[Contact], design: Design, seed: int, replaced: Drawn, used: Collection[str]) -> Drawn | None:
    """Who takes the place of a drawn contact: the next one of its stratum's order that was not used, which was fixed at the draw.

    Where the stratum has none left, the nearest stratum of the same agent (the next in time first) gives it; None where the agent
    has none either. `used` are the ids that cannot be drawn (again).
    """
    if design.method is not Method.QUOTA:
        line = ((rank, contact) for rank, contact in enumerate(_in_order(contacts, seed)) if contact.id not in used)
        rank, contact = next(line, (0, None))
        return None if contact is None else Drawn(contact, "", "", rank, replaced.chance)
    members = [contact for contact in contacts if _name(group_of(contact, design)) == replaced.group]
    strata = _stratified(members, design)
    names = [_name(stratum) for stratum in strata]
    here = names.index(replaced.stratum)
    for place in sorted(range(len(names)), key=lambda place: (abs(place - here), place)):
        within = _in_order(list(strata.values())[place], seed)
        for rank, contact in enumerate(within):
            if contact.id not in used:
                return Drawn(contact, replaced.group, names[place], rank, replaced.chance)
    return None


def _in_order(contacts: Iterable[Contact], seed: int) -> list[Contact]:
    return sorted(contacts, key=lambda contact: (digest(seed, "order", contact.id), contact.id))


def _grouped(contacts: Iterable[Contact], design: Design) -> dict[tuple[str, str], list[Contact]]:
    groups: defaultdict[tuple[str, str], list[Contact]] = defaultdict(list)
    for contact in contacts:
        groups[group_of(contact, design)].append(contact)
    return groups


def _stratified(contacts: Iterable[Contact], design: Design) -> dict[tuple[str, ...], list[Contact]]:
    """The strata in order: by week, then by the other dimensions."""
    strata: defaultdict[tuple[str, ...], list[Contact]] = defaultdict(list)
    for contact in contacts:
        strata[stratum_of(contact, design.strata)].append(contact)
    return dict(sorted(strata.items()))


def _name(parts: tuple[str, ...]) -> str:
    return _BETWEEN.join(part or "–" for part in parts)
