from __future__ import annotations

from qa_desk.domain.answer_references import (
    renamed_answer,
    renamed_cause,
    renamed_question,
    renamed_scale,
    without_answer,
    without_cause,
)
from qa_desk.domain.definition_paths import text_at, value_at, with_value
from qa_desk.domain.scorecard_editing import unfolded
from qa_desk.domain.scorecard_inspection import inspect

Q1, Q2, Q3 = (("sections", 0, "questions", 0), ("sections", 0, "questions", 1), ("sections", 0, "questions", 2))


def a_card() -> dict[str, object]:
    """A question whose No is named everywhere it can be, one that hangs on it, and one on a scale."""
    first = {
        "id": "q1",
        "weight": 1,
        "credits": {"Yes": 1, "No": 0},
        "fail": "No",
        "autofail": {"trigger": ["No"], "scope": "form"},
        "examples": [{"text": "never said it", "answer": "No"}, "a plain one"],
        "evidence": [{"fact": "dead_air_longest", "at_most": 20, "then": "Yes", "otherwise": "No"}],
        "root_causes": ["haste"],
    }
    second = {
        "id": "q2",
        "weight": 1,
        "options": [{"id": "Yes", "credit": 1}, {"id": "No", "credit": 0, "root_causes": ["haste", "rules"]}],
        "ask_if": {"question": "q1", "answer": ["No", "N/A"]},
    }
    third = {"id": "q3", "weight": 1, "scale": "short", "fail": ["No"]}
    return unfolded(
        {
            "root_causes": ["haste", "rules"],
            "scales": {"short": {"Yes": 1, "No": 0}},
            "sections": [{"id": "s", "questions": [first, second, third]}],
        }
    )


def test_an_answer_keeps_all_that_names_it_when_it_is_renamed() -> None:
    card = renamed_answer(a_card(), (*Q1, "options", 1), "Never")
    assert value_at(card, (*Q1, "fail")) == ["Never"]
    assert value_at(card, (*Q1, "autofail", "trigger")) == ["Never"]
    assert text_at(card, (*Q1, "examples", 0, "answer")) == "Never"
    assert value_at(card, (*Q1, "evidence", 0)) == {
        "fact": "dead_air_longest",
        "at_most": 20,
        "then": "Yes",
        "otherwise": "Never",
    }
    assert value_at(card, (*Q2, "ask_if", "answer")) == ["Never", "N/A"]
    assert text_at(card, (*Q2, "options", 1, "id")) == "No"
    assert value_at(card, (*Q3, "fail")) == ["No"]
    assert inspect(card).errors == ()


def test_an_answer_of_a_scale_is_renamed_for_every_question_on_it() -> None:
    card = renamed_answer(a_card(), ("scales", "short", 1), "Never")
    assert value_at(card, (*Q3, "fail")) == ["Never"]
    assert value_at(card, (*Q1, "fail")) == "No"
    assert inspect(card).errors == ()


def test_an_answer_that_has_no_name_yet_renames_nothing() -> None:
    card = with_value(a_card(), (*Q1, "options", 1, "id"), "")
    assert value_at(renamed_answer(card, (*Q1, "options", 1), "No"), (*Q1, "fail")) == "No"


def test_an_answer_that_goes_is_named_nowhere() -> None:
    card = without_answer(a_card(), (*Q1, "options", 1))
    assert value_at(card, (*Q1, "fail")) == []
    assert value_at(card, (*Q1, "autofail", "trigger")) == []
    assert value_at(card, (*Q1, "examples", 0)) == {"text": "never said it"}
    assert value_at(card, (*Q1, "evidence", 0, "otherwise")) is None
    assert value_at(card, (*Q2, "ask_if", "answer")) == ["N/A"]


def test_a_question_with_another_id_keeps_its_trend_and_what_hangs_on_it() -> None:
    card = renamed_question(a_card(), Q1, "greeting")
    assert text_at(card, (*Q1, "lineage")) == "q1"
    assert text_at(card, (*Q2, "ask_if", "question")) == "greeting"
    again = renamed_question(card, Q1, "welcome")
    assert text_at(again, (*Q1, "lineage")) == "q1"
    assert "lineage" not in dict(value_at(renamed_question(again, Q1, "q1"), Q1) or {})  # type: ignore[call-overload]
    assert text_at(renamed_question(card, Q1, "other", keeps_lineage=False), (*Q1, "lineage")) == ""


def test_a_root_cause_and_a_scale_keep_all_that_names_them() -> None:
    card = renamed_cause(a_card(), 0, "hurry")
    assert value_at(card, (*Q1, "root_causes")) == ["hurry"]
    assert value_at(card, (*Q2, "options", 1, "root_causes")) == ["hurry", "rules"]
    card = renamed_scale(card, "short", "yes-no")
    assert text_at(card, (*Q3, "scale")) == "yes-no"
    assert inspect(card).errors == ()
    assert value_at(without_cause(card, "hurry"), (*Q2, "options", 1, "root_causes")) == ["rules"]
