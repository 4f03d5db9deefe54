"""The rules of a calibration: pairs, the order of the agenda, deviations, and what the meeting agreed on."""

from __future__ import annotations

import statistics
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_desk.domain import calibration as rules
from qa_desk.domain.calibration import Basis, Reason, State
from qa_desk.domain.critical_errors import Proportion
from qa_desk.domain.definition_nodes import tree_of
from qa_desk.domain.scorecard import NOT_APPLICABLE, ScorecardVersion
from qa_desk.domain.scorecard_definition import read_definition

CARD = {
    "sections": [
        {
            "id": "S",
            "questions": [
                {"id": "tone", "weight": 1, "credits": {"0": 0, "1": "1/2", "2": 1}},
                {"id": "facts", "weight": 1, "credits": {"Yes": 1, "No": 0}, "critical": "customer", "fail": ["No"]},
                {"id": "notice", "weight": 0, "credits": {"Yes": 1, "No": 0}, "autofail": {"trigger": ["No"], "scope": "form"}},
            ],
        }
    ]
}
GOOD = {"tone": "2", "facts": "Yes", "notice": "Yes"}


@pytest.fixture
def card() -> ScorecardVersion:
    version = read_definition(tree_of(CARD)).version
    assert version is not None
    return version


def sheets(**changed: dict[str, str]) -> dict[str, dict[str, dict[str, str]]]:
    """Three evaluators on one interaction, alike but for what is named."""
    return {who: {"I": GOOD | changed.get(who, {})} for who in ("Ana", "Ben", "Chi")}


@given(st.lists(st.lists(st.sampled_from(["Yes", "No", NOT_APPLICABLE]), max_size=5), max_size=6))
def test_pairs_are_what_counting_them_gives(units: list[list[str]]) -> None:
    pairs = [pair for unit in units for pair in combinations(unit, 2)]
    both = [(a, b) for a, b in pairs if NOT_APPLICABLE not in (a, b)]
    found = rules.pair_counts(units)
    assert found.strict == Proportion(sum(a == b for a, b in pairs), len(pairs))
    assert found.applicability.numerator == sum((a == NOT_APPLICABLE) == (b == NOT_APPLICABLE) for a, b in pairs)
    assert found.given_applicable == Proportion(sum(a == b for a, b in both), len(both))


@given(st.lists(st.fractions(-100, 100), min_size=1, max_size=9))
def test_median_is_the_exact_one(values: list[Fraction]) -> None:
    assert rules.median(values) == statistics.median(values)


def test_autofail_splits_stand_before_critical_ones_before_the_rest(card: ScorecardVersion) -> None:
    found = rules.agenda(card, ["I"], sheets(Chi={"tone": "0", "facts": "No", "notice": "No"}), {})
    assert [(p.question_id, p.reason) for p in found] == [
        ("notice", Reason.AUTOFAIL_SPLIT),
        ("facts", Reason.CRITICAL_SPLIT),
        ("tone", Reason.SPLIT),
    ]
    assert found[0].pairs == Proportion(1, 3)


def test_within_a_reason_the_least_agreement_comes_first(card: ScorecardVersion) -> None:
    one = {who: {"I": GOOD, "J": GOOD | {"tone": tone}} for who, tone in (("Ana", "0"), ("Ben", "1"), ("Chi", "2"))}
    one["Chi"]["I"] = GOOD | {"tone": "0"}
    assert [p.interaction_id for p in rules.agenda(card, ["I", "J"], one, {})] == ["J", "I"]


def test_na_against_an_answer_is_a_difference(card: ScorecardVersion) -> None:
    (point,) = rules.agenda(card, ["I"], sheets(Ben={"tone": NOT_APPLICABLE}), {})
    assert (point.question_id, point.answers["Ben"]) == ("tone", NOT_APPLICABLE)


def test_all_alike_but_not_as_the_benchmark_is_talked_about_last(card: ScorecardVersion) -> None:
    found = rules.agenda(card, ["I"], sheets(Ana={"facts": "No"}), {"I": GOOD | {"tone": "1"}})
    assert [p.reason for p in found] == [Reason.CRITICAL_SPLIT, Reason.BENCHMARK_DIFFERS]


def test_agreement_leaves_nothing_to_talk_about(card: ScorecardVersion) -> None:
    assert rules.agenda(card, ["I"], sheets(), {}) == []
    assert rules.agenda(card, ["I"], {}, {}) == []


def test_deviation_counts_on_both_scores(card: ScorecardVersion) -> None:
    (ana, *_others) = rules.deviations(card, ["I"], sheets(Ana={"notice": "No", "tone": "1"}), {"I": GOOD}, Fraction(5))
    assert (ana.basis, ana.n) == (Basis.BENCHMARK, 1)
    assert (ana.mean_signed, ana.mean_signed_before_autofail) == (Fraction(-100), Fraction(-25))
    assert (ana.mean_absolute, ana.mean_absolute_before_autofail) == (Fraction(100), Fraction(25))
    assert (ana.within_tolerance, ana.exact_answers) == (Proportion(0, 1), Proportion(1, 3))


def test_exactly_the_tolerance_is_within(card: ScorecardVersion) -> None:
    (ana, *_others) = rules.deviations(card, ["I"], sheets(Ana={"tone": "1"}), {"I": GOOD}, Fraction(25))
    assert ana.within_tolerance == Proportion(1, 1)


def test_two_evaluators_without_benchmark_have_no_deviation(card: ScorecardVersion) -> None:
    two = {who: rows for who, rows in sheets(Ana={"tone": "0"}).items() if who != "Chi"}
    assert rules.deviations(card, ["I"], two, {}, Fraction(5)) == []


def test_one_other_evaluator_is_no_median(card: ScorecardVersion) -> None:
    given_by = sheets()
    del given_by["Chi"]["I"]
    found = {d.evaluator_id: d for d in rules.deviations(card, ["I"], given_by, {}, Fraction(5))}
    assert found["Ana"].n == 0
    assert found["Ana"].mean_signed is None
    assert found["Chi"].n == 0  # absent


def test_ties_among_the_others_are_nobodys_answer(card: ScorecardVersion) -> None:
    found = {d.evaluator_id: d for d in rules.deviations(card, ["I"], sheets(Ana={"tone": "0"}), {}, Fraction(5))}
    assert found["Ben"].exact_answers == Proportion(2, 2)  # on tone the others are split
    assert found["Ana"].exact_answers == Proportion(2, 3)


def test_a_sheet_that_is_all_na_has_no_total(card: ScorecardVersion) -> None:
    nothing = dict.fromkeys(GOOD, NOT_APPLICABLE)
    (ana, *_others) = rules.deviations(card, ["I"], sheets(Ana=nothing), {"I": GOOD}, Fraction(5))
    assert (ana.n, ana.exact_answers) == (0, Proportion(0, 3))


def test_autofail_calls_are_compared_with_the_benchmark(card: ScorecardVersion) -> None:
    found = rules.autofail_calls(card, ["I"], sheets(Ana={"notice": "No"}), {"I": GOOD | {"notice": "No"}})
    assert found is not None
    assert found.callers == {"I": ("Ana",)}
    assert (found.true_positive, found.false_positive, found.false_negative, found.true_negative) == (1, 0, 2, 0)
    without = rules.autofail_calls(card, ["I"], sheets(), {})
    assert without is not None
    assert without.true_positive is None


def test_a_card_without_autofail_has_no_calls() -> None:
    plain = {"sections": [{"id": "S", "questions": [{"id": "Q", "weight": 1, "credits": {"Yes": 1, "No": 0}}]}]}
    version = read_definition(tree_of(plain)).version
    assert version is not None
    assert rules.autofail_calls(version, ["I"], {"Ana": {"I": {"Q": "No"}}}, {}) is None


def test_severity_is_measured_against_the_whole_table() -> None:
    found = rules.raw_severity({"Ana": [Fraction(80), Fraction(90)], "Ben": [Fraction(70), Fraction(80)]})
    assert found == {"Ana": Fraction(5), "Ben": Fraction(-5)}
    assert rules.raw_severity({}) == {}
    assert rules.raw_severity({"Ana": []}) == {}


def test_agreed_answers_are_the_common_and_the_settled_ones(card: ScorecardVersion) -> None:
    split = sheets(Ana={"tone": "0"})
    assert rules.agreed_sheets(card, ["I"], split, {}) == {}
    assert rules.agreed_sheets(card, ["I"], split, {("I", "tone"): "1"}) == {"I": GOOD | {"tone": "1"}}
    assert rules.agreed_sheets(card, ["I"], split, {("I", "tone"): None}) == {}


def test_only_after_the_reveal_answers_may_be_seen() -> None:
    assert [state for state in State if state.is_revealed] == [State.REVIEW, State.RESOLVED, State.CLOSED]
