"""Sharing out: nobody scores themselves, everybody meets several, a few are scored twice."""

from collections import Counter, defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_desk.domain.sample_spread import Rater, Spread, Task, islands, seconds_wanted, spread

SEEDS = st.integers(0, 2**53 - 1)


def tasks_of(agents: int, each: int) -> list[Task]:
    return [Task(f"{agent}-{number}", f"a{agent}", "call", "en-GB") for agent in range(agents) for number in range(each)]


def raters_of(count: int) -> list[Rater]:
    return [Rater(f"e{number}", f"Evaluator {number}") for number in range(count)]


@st.composite
def crews(draw: st.DrawFn) -> list[Rater]:
    """Evaluators with all kinds of limits."""
    return [
        Rater(
            f"e{number}",
            f"Evaluator {number}",
            capacity=draw(st.none() | st.integers(0, 15)),
            load=draw(st.integers(0, 3)),
            channels=draw(st.sampled_from([frozenset(), frozenset({"call"}), frozenset({"chat"})])),
            languages=draw(st.sampled_from([frozenset(), frozenset({"en"}), frozenset({"ms"})])),
            is_agent=draw(st.sampled_from([frozenset(), frozenset({"a0"})])),
            leads=draw(st.sampled_from([frozenset(), frozenset({"a1", "a2"})])),
        )
        for number in range(draw(st.integers(0, 6)))
    ]


@given(tasks=st.builds(tasks_of, st.integers(0, 6), st.integers(0, 5)), raters=crews(), seed=SEEDS, avoids=st.booleans())
def test_limits_hold_and_nothing_gets_lost(tasks: list[Task], raters: list[Rater], seed: int, avoids: bool) -> None:
    found = spread(tasks, raters, seed, double_share=0.1, avoids_lead=avoids)
    firsts = [each for each in found.shares if not each.is_second]
    assert sorted([each.contact for each in firsts] + list(found.unassigned)) == sorted(task.contact for task in tasks)
    known = {rater.id: rater for rater in raters}
    for each in found.shares:
        rater = known[each.rater]
        assert each.agent not in rater.is_agent
        assert not (avoids and each.agent in rater.leads)
        assert not rater.channels or "call" in rater.channels
        assert not rater.languages or "en" in rater.languages
    for name, given_now in Counter(each.rater for each in found.shares).items():
        capacity = known[name].capacity
        assert capacity is None or known[name].load + given_now <= capacity


@given(tasks=st.builds(tasks_of, st.integers(1, 6), st.integers(1, 5)), raters=crews(), seed=SEEDS)
def test_a_second_is_always_somebody_else_and_once(tasks: list[Task], raters: list[Rater], seed: int) -> None:
    found = spread(tasks, raters, seed, double_share=0.3)
    who: defaultdict[str, list[str]] = defaultdict(list)
    for each in found.shares:
        who[each.contact].append(each.rater)
    assert all(len(set(names)) == len(names) <= 2 for names in who.values())
    firsts = sum(not each.is_second for each in found.shares)
    assert len(found.shares) - firsts + found.missing_seconds == seconds_wanted(firsts, 0.3)


@given(agents=st.integers(1, 8), each=st.integers(2, 6), crew=st.integers(2, 6), seed=SEEDS)
def test_every_agent_meets_two_evaluators_at_least(agents: int, each: int, crew: int, seed: int) -> None:
    found = spread(tasks_of(agents, each), raters_of(crew), seed)
    met: defaultdict[str, set[str]] = defaultdict(set)
    for one in found.shares:
        met[one.agent].add(one.rater)
    assert all(len(raters) >= 2 for raters in met.values())
    assert found.one_evaluator == ()


@given(agents=st.integers(1, 8), each=st.integers(1, 6), crew=st.integers(1, 6), seed=SEEDS)
def test_the_load_is_even(agents: int, each: int, crew: int, seed: int) -> None:
    found = spread(tasks_of(agents, each), raters_of(crew), seed)
    load = Counter(one.rater for one in found.shares)
    counts = [load[rater.id] for rater in raters_of(crew)]
    assert max(counts) - min(counts) <= 2


def test_whoever_can_take_twice_as_much_gets_about_twice_as_much() -> None:
    found = spread(tasks_of(20, 3), [Rater("e0", "Half", 40), Rater("e1", "Full", 80)], 5)
    load = Counter(each.rater for each in found.shares)
    assert (load["e0"], load["e1"]) == (20, 40)


def test_open_assignments_count_as_load() -> None:
    found = spread(tasks_of(6, 1), [Rater("e0", "Busy", load=6), Rater("e1", "Free")], 5)
    assert {each.rater for each in found.shares} == {"e1"}


def test_the_order_of_tasks_and_evaluators_does_not_matter() -> None:
    one = spread(tasks_of(6, 4), raters_of(4), 9, double_share=0.1)
    assert spread(tasks_of(6, 4)[::-1], raters_of(4)[::-1], 9, double_share=0.1) == one


def test_whoever_met_an_agent_before_makes_room_for_others() -> None:
    met = {("e0", f"a{agent}"): 1 for agent in range(4)}
    found = spread(tasks_of(4, 1), raters_of(2), 3, met=met)
    assert {each.rater for each in found.shares} == {"e1"}
    assert found.one_evaluator == ()


def test_one_evaluator_for_all_is_said() -> None:
    found = spread(tasks_of(2, 2), raters_of(1), 3, double_share=0.1)
    assert found.one_evaluator == ("a0", "a1")
    assert found.missing_seconds == 1
    assert found.islands == 1


def test_evaluators_and_agents_that_no_contact_connects_are_islands() -> None:
    assert islands([("e0", "a0"), ("e0", "a1"), ("e1", "a2")]) == 2
    assert islands([("e0", "a0"), ("e0", "a1"), ("e1", "a1")]) == 1
    assert islands([]) == 0
    assert islands([("same", "same")]) == 1  # an evaluator and an agent of one id are two


def test_seconds_bridge_islands() -> None:
    without = spread(tasks_of(6, 1), raters_of(3), 2)
    with_seconds = spread(tasks_of(6, 1), raters_of(3), 2, double_share=0.5)
    assert without.islands == 3
    assert with_seconds.islands == 1


def test_seconds_are_shared_by_different_pairs() -> None:
    found = spread(tasks_of(30, 2), raters_of(3), 8, double_share=0.1)
    first = {each.contact: each.rater for each in found.shares if not each.is_second}
    pairs = Counter(frozenset((first[each.contact], each.rater)) for each in found.shares if each.is_second)
    assert sorted(pairs.values()) == [2, 2, 2]


@pytest.mark.parametrize(
    ("count", "share", "wanted"), [(0, 0.1, 0), (1, 0.1, 1), (20, 0.05, 1), (40, 0.08, 4), (10, 0, 0), (60, 0.1, 6)]
)
def test_the_share_scored_twice_is_rounded_up(count: int, share: float, wanted: int) -> None:
    assert seconds_wanted(count, share) == wanted


def test_nobody_to_score_leaves_everything_open() -> None:
    assert spread(tasks_of(1, 2), [], 1, double_share=0.1) == Spread((), ("0-0", "0-1"), 0, ())
