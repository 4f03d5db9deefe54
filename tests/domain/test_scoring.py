from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_desk.domain.definition_nodes import tree_of
from qa_desk.domain.errors import Refusal
from qa_desk.domain.scorecard import NOT_APPLICABLE, CriticalClass, ScorecardVersion
from qa_desk.domain.scorecard_definition import read_definition
from qa_desk.domain.scoring import (
    Status,
    effective_weights,
    heavy_questions,
    mean_score,
    question_points,
    round_half_up,
    score,
    score_so_far,
    show,
)

if TYPE_CHECKING:
    from pathlib import Path

YES_NO = {"Yes": 1, "No": 0}
SCALE = {"0": 0, "1": "1/4", "2": "1/2", "3": "3/4", "4": 1}


def a_card(**changes: object) -> ScorecardVersion:
    """Two sections of two questions, weights 10 20 30 40, threshold 85."""
    definition: dict[str, Any] = {
        "pass_threshold": 85,
        "sections": [
            {"id": "S1", "weight": 30, "questions": [_q("Q1", 10), _q("Q2", 20)]},
            {"id": "S2", "weight": 70, "questions": [_q("Q3", 30, SCALE), _q("Q4", 40)]},
        ],
        **changes,
    }
    reading = read_definition(tree_of(definition))
    assert reading.version is not None, reading.faults
    return reading.version


def _q(question_id: str, weight: object, credits: dict[str, Any] | None = None, **more: object) -> dict[str, Any]:
    return {"id": question_id, "weight": weight, "credits": credits or YES_NO, **more}


def _text(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def test_every_case_of_the_oracle_scores_exactly(oracles: Path) -> None:
    cases = [case for case in json.loads((oracles / "12_scoring.json").read_text())["cases"] if case["kind"] == "scorecard"]
    assert len(cases) == 21
    for case in cases:
        reading = read_definition(tree_of(case["inputs"]["card"]))
        assert reading.version is not None, (case["name"], reading.faults)
        result = score(reading.version, case["inputs"]["answers"])
        computed = {
            "status": result.status.value,
            "section_scores": {name: _text(value) for name, value in result.sections.items()},
            "base": _text(result.base),
            "adjustment": str(result.adjustment),
            "before_autofail": _text(result.before_autofail),
            "final": _text(result.final),
            "shown": result.shown,
            "passed": result.passed,
            "autofail": [[trigger.question, trigger.scope.value] for trigger in result.autofail],
        }
        assert computed == case["expected"], case["name"]


def test_the_mean_of_the_oracle_is_taken_over_exact_finals(oracles: Path) -> None:
    case = next(c for c in json.loads((oracles / "12_scoring.json").read_text())["cases"] if c["kind"] == "evaluation_mean")
    finals = [None if value is None else Fraction(value) for value in case["inputs"]["finals"]]
    mean = mean_score(finals)
    assert str(mean.mean) == case["expected"]["mean"]
    assert mean.shown(case["inputs"]["decimals"]) == case["expected"]["shown"]
    assert (mean.n, mean.not_scorable) == (case["expected"]["n"], case["expected"]["not_scorable"])


def test_the_mean_of_nothing_is_undefined() -> None:
    assert mean_score([None]).mean is None
    assert mean_score([]).shown(2) is None


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [("725/8", 2, "90.63"), ("84.995", 2, "85.00"), ("5/2", 0, "3"), ("-5/2", 0, "-3"), ("0", 1, "0.0"), ("1/200", 2, "0.01")],
)
def test_ties_round_away_from_zero(value: str, decimals: int, shown: str) -> None:
    assert show(Fraction(value), decimals) == shown


@given(st.fractions(min_value=-1000, max_value=1000), st.integers(0, 6))
def test_rounding_is_never_off_by_more_than_half_a_unit(value: Fraction, decimals: int) -> None:
    rounded = round_half_up(value, decimals)
    assert abs(rounded - value) * 2 * 10**decimals <= 1
    assert Fraction(show(value, decimals)) == rounded


ANSWERS = st.fixed_dictionaries(
    {
        "Q1": st.sampled_from(["Yes", "No", NOT_APPLICABLE]),
        "Q2": st.sampled_from(["Yes", "No", NOT_APPLICABLE]),
        "Q3": st.sampled_from([*SCALE, NOT_APPLICABLE]),
        "Q4": st.sampled_from(["Yes", "No", NOT_APPLICABLE]),
    }
)
MODES = st.sampled_from(["points", "section_weights"])


@given(ANSWERS, MODES)
def test_na_answers_leave_the_denominator(answers: dict[str, str], mode: str) -> None:
    """Scoring with N/A equals scoring a card that never had those questions."""
    full = a_card(mode=mode)
    kept = {question: answer for question, answer in answers.items() if answer != NOT_APPLICABLE}
    result = score(full, answers)
    sections: list[dict[str, Any]] = [
        {"id": "S1", "weight": 30, "questions": [_q("Q1", 10), _q("Q2", 20)]},
        {"id": "S2", "weight": 70, "questions": [_q("Q3", 30, SCALE), _q("Q4", 40)]},
    ]
    for section in sections:
        section["questions"] = [question for question in section["questions"] if question["id"] in kept]
    sections = [section for section in sections if section["questions"]]
    if not sections:
        assert result.status is Status.NOT_SCORABLE
        return
    assert result.final == score(a_card(mode=mode, sections=sections), kept).final


@given(ANSWERS, MODES, st.sampled_from([None, -10, 3, 20]))
def test_scores_lie_between_floor_and_cap(answers: dict[str, str], mode: str, points: int | None) -> None:
    extra = [] if points is None else [{"id": "A", "questions": [{"id": "B", "adjust": {"Given": points, "None": 0}}]}]
    sections = [
        {"id": "S1", "weight": 30, "questions": [_q("Q1", 10), _q("Q2", 20)]},
        {"id": "S2", "weight": 70, "questions": [_q("Q3", 30, SCALE), _q("Q4", 40)]},
        *extra,
    ]
    card = a_card(mode=mode, sections=sections)
    result = score(card, {**answers, "B": "Given"} if extra else answers)
    assert result.final is None or card.floor <= result.final <= card.cap


@given(ANSWERS, MODES, st.sampled_from(["question", "section", "form"]))
def test_an_autofail_never_raises_a_score(answers: dict[str, str], mode: str, scope: str) -> None:
    def sections(**more: object) -> list[dict[str, Any]]:
        return [
            {"id": "S1", "weight": 30, "questions": [_q("Q1", 10, {"Yes": 1, "No": "-1/2"}, fail=["No"], **more), _q("Q2", 20)]},
            {"id": "S2", "weight": 70, "questions": [_q("Q3", 30, SCALE), _q("Q4", 40)]},
        ]

    plain = score(a_card(mode=mode, sections=sections()), answers)
    failing = score(a_card(mode=mode, sections=sections(autofail={"trigger": ["No"], "scope": scope})), answers)
    assert (plain.final is None) == (failing.final is None) or scope == "form"
    if plain.final is not None and failing.final is not None:
        assert failing.final <= plain.final


@given(ANSWERS, MODES)
def test_effective_weights_add_up_to_the_whole(answers: dict[str, str], mode: str) -> None:
    weights = effective_weights(a_card(mode=mode), answers)
    assert sum(weights.values()) == (1 if weights else 0)
    assert set(weights) == {question for question, answer in answers.items() if answer != NOT_APPLICABLE}


@given(ANSWERS, MODES)
def test_effective_weights_times_credits_are_the_base(answers: dict[str, str], mode: str) -> None:
    card = a_card(mode=mode)
    total = Fraction(0)
    for question_id, weight in effective_weights(card, answers).items():
        question = card.question(question_id)
        assert question is not None
        option = question.option(answers[question_id])
        assert option is not None
        total += 100 * weight * option.credit
    assert score(card, answers).base == (total if any(a != NOT_APPLICABLE for a in answers.values()) else None)


def test_a_question_left_alone_in_its_section_is_heavy() -> None:
    heavy = heavy_questions(a_card(mode="section_weights"), {"Q1": "Yes", "Q2": "Yes", "Q3": NOT_APPLICABLE, "Q4": "Yes"})
    assert heavy == {"Q4": Fraction(7, 10)}


def test_the_widest_autofail_wins_and_all_are_listed() -> None:
    sections = [
        {
            "id": "S1",
            "questions": [
                _q("Q1", 1, autofail={"trigger": ["No"], "scope": "section"}),
                _q("Q2", 1, autofail={"trigger": ["No"], "scope": "form"}),
            ],
        },
        {"id": "S2", "questions": [_q("Q3", 2)]},
    ]
    result = score(a_card(sections=sections), {"Q1": "No", "Q2": "No", "Q3": "Yes"})
    assert [trigger.question for trigger in result.autofail] == ["Q1", "Q2"]
    assert (result.final, result.before_autofail, result.passed) == (0, 50, False)


def test_an_autofail_score_above_zero_is_a_ceiling() -> None:
    sections = [{"id": "S1", "questions": [_q("Q1", 1, autofail={"trigger": ["No"], "scope": "form"}), _q("Q2", 9)]}]
    card = a_card(sections=sections, autofail_score=40)
    assert score(card, {"Q1": "No", "Q2": "Yes"}).final == 40
    assert score(card, {"Q1": "No", "Q2": "No"}).final == 0


def test_a_section_minimum_is_tested_on_what_is_shown() -> None:
    sections = [
        {"id": "S1", "minimum": 50, "questions": [_q("Q1", "49.995"), _q("Q2", "50.005")]},
        {"id": "S2", "questions": [_q("Q3", 9900)]},
    ]
    card = a_card(sections=sections)
    assert score(card, {"Q1": "Yes", "Q2": "No", "Q3": "Yes"}).passed is True  # 49.995 shows 50.00
    assert score(card, {"Q1": "No", "Q2": "No", "Q3": "Yes"}).passed is False


def test_without_a_threshold_nothing_is_passed_or_failed() -> None:
    assert score(a_card(pass_threshold=None), {"Q1": "Yes", "Q2": "Yes", "Q3": "4", "Q4": "Yes"}).passed is None


def test_an_adjustment_may_stay_blank() -> None:
    sections = [{"id": "S", "questions": [_q("Q", 1), {"id": "B", "adjust": {"Given": 5, "None": 0}}]}]
    card = a_card(sections=sections)
    assert score(card, {"Q": "No"}).final == 0
    assert score(card, {"Q": "No", "B": NOT_APPLICABLE}).final == 0
    assert score(card, {"Q": "No", "B": "Given"}).final == 5


def test_the_score_so_far_leaves_open_questions_out() -> None:
    result = score_so_far(a_card(), {"Q1": "Yes", "Q3": "2"})
    assert result.status is Status.INCOMPLETE
    assert result.missing == ("Q2", "Q4")
    assert result.final == Fraction(100 * 25, 40)


def test_the_score_so_far_of_old_data_does_not_give_marks_for_open_questions() -> None:
    card = a_card(na_policy="full_credit")
    assert score_so_far(card, {"Q1": "No"}).final == 0
    assert score_so_far(card, {"Q1": "No", "Q2": NOT_APPLICABLE}).final == Fraction(200, 3)


def test_the_score_so_far_of_an_empty_form_is_undefined() -> None:
    result = score_so_far(a_card(), {})
    assert (result.status, result.final, result.shown) == (Status.INCOMPLETE, None, None)


def test_an_unanswered_form_names_what_is_missing_in_order() -> None:
    assert score(a_card(), {"Q3": "4"}).missing == ("Q1", "Q2", "Q4")


@pytest.mark.parametrize(
    ("answers", "said"),
    [({"Q9": "Yes"}, "Q9"), ({"Q1": "Maybe"}, "Yes, No"), ({"Q1": "yes"}, "Yes, No"), ({"Q3": "5"}, "0, 1, 2")],
)
def test_an_answer_that_is_not_there_is_refused(answers: dict[str, str], said: str) -> None:
    with pytest.raises(Refusal, match=said):
        score(a_card(), answers)


def test_na_is_refused_where_it_is_not_allowed() -> None:
    card = a_card(sections=[{"id": "S", "questions": [_q("Q1", 1, na_allowed=False), _q("Q2", 1)]}])
    with pytest.raises(Refusal, match="Q1"):
        score(card, {"Q1": NOT_APPLICABLE, "Q2": "Yes"})


def test_a_critical_error_is_told_apart_from_the_score() -> None:
    sections = [{"id": "S", "questions": [_q("Q1", 1, critical="compliance"), _q("Q2", 99), _q("Q3", 1, critical="customer")]}]
    result = score(a_card(sections=sections), {"Q1": "No", "Q2": "Yes", "Q3": NOT_APPLICABLE})
    assert result.passed is True
    assert result.critical[CriticalClass.COMPLIANCE].errors == ("Q1",)
    assert result.critical[CriticalClass.COMPLIANCE].is_accurate is False
    assert result.critical[CriticalClass.CUSTOMER].is_accurate is None
    assert result.critical[CriticalClass.BUSINESS].applicable == 0


def test_the_points_of_a_form_add_up_to_a_hundred_and_to_its_base() -> None:
    answers = {"Q1": "Yes", "Q2": NOT_APPLICABLE, "Q3": "3", "Q4": "Yes"}
    points = question_points(a_card(mode="section_weights"), answers)
    assert sum(entry.possible for entry in points.values()) == 100
    assert sum(entry.earned or 0 for entry in points.values()) == score(a_card(mode="section_weights"), answers).base
    assert "Q2" not in points


def test_an_open_question_keeps_its_points() -> None:
    points = question_points(a_card(), {"Q1": "No"})
    assert (points["Q4"].possible, points["Q4"].earned) == (40, None)
    assert (points["Q1"].possible, points["Q1"].earned) == (10, 0)


def test_a_form_without_any_assessed_question_has_no_points() -> None:
    assert question_points(a_card(), dict.fromkeys(("Q1", "Q2", "Q3", "Q4"), NOT_APPLICABLE)) == {}
