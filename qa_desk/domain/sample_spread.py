"""Sharing a sample out among the evaluators: nobody picks, every agent meets several, a few contacts are scored twice, blind.

The nearly balanced incomplete blocks of design theory by a simple rule: contacts in random order, each to the eligible evaluator
who has least to do and has met this agent least. An evaluator's severity then mixes little with an agent's quality.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qa_desk.domain.language import N_
from qa_desk.domain.sample_order import digest, shuffled

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

NOBODY = N_("no evaluator may score it: check capacity, channels, languages, and who leads whom")


@dataclass(frozen=True, slots=True)
class Task:
    """A contact that is to be scored."""

    contact: str
    agent: str
    channel: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Rater:
    """An evaluator, with what they can and may score. Empty channels or languages are any; no capacity is no limit."""

    id: str
    name: str
    capacity: int | None = None
    """The most open assignments."""
    load: int = 0
    """Open assignments so far."""
    channels: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    is_agent: frozenset[str] = frozenset()
    """The agents this person is."""
    leads: frozenset[str] = frozenset()
    """The agents this person leads."""


@dataclass(frozen=True, slots=True)
class Share:
    """Who scores what. A second share serves the agreement and never the agent's score."""

    contact: str
    agent: str
    rater: str
    is_second: bool = False


@dataclass(frozen=True, slots=True)
class Spread:
    """A sample shared out."""

    shares: tuple[Share, ...]
    unassigned: tuple[str, ...]
    """Contacts that nobody may score."""
    missing_seconds: int
    """Contacts that were to be scored twice, and nobody else may."""
    one_evaluator: tuple[str, ...] = ()
    """Agents with several contacts who meet one evaluator only: severity cannot be told from quality there."""

    @property
    def matrix(self) -> dict[tuple[str, str], int]:
        """How many contacts of an agent an evaluator scores: (evaluator, agent) → number."""
        return dict(Counter((each.rater, each.agent) for each in self.shares))

    @property
    def islands(self) -> int:
        """Parts of evaluators and agents that no contact connects; with more than one, severities cannot be compared."""
        return islands(self.matrix)


def islands(pairs: Iterable[tuple[str, str]]) -> int:
    """The connected parts of the graph between evaluators and agents."""
    above: dict[tuple[str, str], tuple[str, str]] = {}

    def root(node: tuple[str, str]) -> tuple[str, str]:
        while above.setdefault(node, node) != node:
            above[node] = above[above[node]]
            node = above[node]
        return node

    for rater, agent in pairs:
        above[root(("rater", rater))] = root(("agent", agent))
    return len({root(node) for node in list(above)})


@dataclass(slots=True)
class _State:
    """What everybody has so far."""

    seed: int
    raters: Sequence[Rater]
    avoids_lead: bool
    weight: int
    allowed: dict[tuple[str, str, str], list[Rater]] = field(default_factory=dict)
    load: Counter[str] = field(default_factory=Counter)
    met: Counter[tuple[str, str]] = field(default_factory=Counter)
    raters_of: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    pairs: Counter[frozenset[str]] = field(default_factory=Counter)

    def eligible(self, task: Task, besides: str | None = None) -> list[Rater]:
        kind = (task.agent, task.channel, task.language)
        if kind not in self.allowed:
            self.allowed[kind] = [rater for rater in self.raters if _may(task, rater, self.avoids_lead)]
        return [
            rater
            for rater in self.allowed[kind]
            if rater.id != besides and (rater.capacity is None or self.load[rater.id] < rater.capacity)
        ]

    def best(self, task: Task, raters: Sequence[Rater], first: str | None = None) -> Rater:
        """Least to do, least met; what is still equal is decided by the seed."""
        met = self.raters_of[task.agent]
        only = next(iter(met)) if len(met) == 1 else None

        def rank(rater: Rater) -> tuple[float, ...]:
            together = self.pairs[frozenset((first, rater.id))] if first else 0
            times = self.met[rater.id, task.agent] if rater.id in met else 0
            return rater.id == only, together, self.load[rater.id] / (rater.capacity or self.weight), times

        ranked = [(rank(rater), rater) for rater in raters]
        least = min(key for key, _rater in ranked)
        equal = [rater for key, rater in ranked if key == least]
        return min(equal, key=lambda rater: digest(self.seed, "rater", f"{task.contact}|{rater.id}"))

    def give(self, task: Task, rater: Rater, first: str | None = None) -> Share:
        self.load[rater.id] += 1
        self.met[rater.id, task.agent] += 1
        self.raters_of[task.agent].add(rater.id)
        if first:
            self.pairs[frozenset((first, rater.id))] += 1
        return Share(task.contact, task.agent, rater.id, is_second=first is not None)


def spread(
    tasks: Sequence[Task],
    raters: Sequence[Rater],
    seed: int,
    *,
    double_share: float = 0.0,
    avoids_lead: bool = True,
    met: Mapping[tuple[str, str], int] | None = None,
) -> Spread:
    """Share tasks out. `met` tells how often (evaluator, agent) met in this period already."""
    in_order = sorted(raters, key=lambda rater: rater.id)
    state = _State(seed, in_order, avoids_lead, _weight(raters))
    for rater in raters:
        state.load[rater.id] = rater.load
    for (rater_id, agent), times in (met or {}).items():
        state.met[rater_id, agent] = times
        state.raters_of[agent].add(rater_id)
    shares, unassigned = [], []
    for task in shuffled(tasks, seed, "task", lambda task: task.contact):
        able = state.eligible(task)
        if able:
            shares.append(state.give(task, state.best(task, able)))
        else:
            unassigned.append(task.contact)
    seconds = _seconds(state, {task.contact: task for task in tasks}, shares, double_share)
    wanted = seconds_wanted(len(shares), double_share)
    counts = Counter(each.agent for each in shares)
    alone = tuple(sorted(agent for agent, times in counts.items() if times > 1 and len(state.raters_of[agent]) == 1))
    return Spread((*shares, *seconds), tuple(unassigned), wanted - len(seconds), alone)


def seconds_wanted(count: int, double_share: float) -> int:
    """How many contacts of a sample are scored twice: the share rounded up, none of none."""
    return min(count, math.ceil(count * double_share - 1e-9))


def _seconds(state: _State, tasks: Mapping[str, Task], shares: Sequence[Share], double_share: float) -> list[Share]:
    """A second evaluator for some contacts, by preference one with whom the first has shared none yet."""
    found: list[Share] = []
    wanted = seconds_wanted(len(shares), double_share)
    for first in shuffled(shares, state.seed, "second", lambda each: each.contact):
        if len(found) == wanted:
            break
        task = tasks[first.contact]
        able = state.eligible(task, besides=first.rater)
        if able:
            found.append(state.give(task, state.best(task, able, first.rater), first.rater))
    return found


def _weight(raters: Sequence[Rater]) -> int:
    """What an evaluator without a limit counts as: as much as the largest limit there is."""
    return max((rater.capacity or 0 for rater in raters), default=0) or 1


def _may(task: Task, rater: Rater, avoids_lead: bool) -> bool:
    if task.agent in rater.is_agent or (avoids_lead and task.agent in rater.leads):
        return False
    if rater.channels and task.channel not in rater.channels:
        return False
    language = task.language.replace("_", "-").split("-")[0].casefold()
    return not (rater.languages and language) or language in rater.languages
