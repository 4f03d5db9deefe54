from __future__ import annotations

import pytest

from qa_desk.domain.definition_paths import items_at, text_at, value_at, with_value
from qa_desk.domain.scorecard_editing import (
    add_item,
    add_question,
    add_section,
    blank_definition,
    duplicate_question,
    duplicate_section,
    folded,
    fresh_id,
    id_of_title,
    is_answer_path,
    is_editable,
    is_fresh,
    label_at,
    lineage_at,
    move_question,
    move_section,
    own_answers,
    path_of_lineage,
    question_ids,
    question_path,
    remove,
    shifted_question,
    unfolded,
)
from qa_desk.domain.scorecard_inspection import inspect

Q1, Q2, Q3 = (("sections", 0, "questions", 0), ("sections", 0, "questions", 1), ("sections", 1, "questions", 0))


def a_card() -> dict[str, object]:
    """Two sections: q1 (yes/no) and q2 (asked after a No of q1), then q3 on a named scale."""
    return unfolded(
        {
            "root_causes": ["haste", {"id": "rules"}],
            "scales": {"short": {"Well": 1, "Badly": 0}},
            "sections": [
                {
                    "id": "first",
                    "questions": [
                        {
                            "id": "q1",
                            "weight": 1,
                            "credits": {"Yes": 1, "No": 0},
                            "fail": ["No"],
                            "root_causes": ["haste", "rules"],
                        },
                        {"id": "q2", "weight": 1, "credits": {"Yes": 1, "No": 0}, "ask_if": {"question": "q1", "answer": ["No"]}},
                    ],
                },
                {"id": "second", "questions": [{"id": "q3", "weight": 1, "scale": "short", "fail": ["Badly"]}]},
            ],
        }
    )


def order(card: dict[str, object]) -> list[list[str]]:
    sections = items_at(card, ("sections",))
    return [[text_at(question, ("id",)) for question in items_at(section, ("questions",))] for section in sections]


def test_the_long_form_says_the_same_as_the_short_one() -> None:
    short: dict[str, object] = {
        "sections": [
            {
                "id": "s",
                "questions": [
                    {"id": "a", "weight": 1, "credits": {"Yes": 1, "No": 0}},
                    {"id": "b", "adjust": {"Given": 3, "No": 0}},
                    {"id": "c", "weight": 1, "options": [{"id": "x", "credit": 1, "title": "X"}, {"id": "y", "credit": 0}]},
                ],
            }
        ]
    }
    long = unfolded(short)
    assert value_at(long, ("sections", 0, "questions", 0, "options", 1)) == {"id": "No", "credit": 0}
    assert value_at(long, ("sections", 0, "questions", 1, "adjust", 0, "credit")) == 3
    assert inspect(long).version == inspect(short).version
    assert folded(long) == short


def test_answers_named_twice_are_not_folded_into_one() -> None:
    card: dict[str, object] = {
        "sections": [{"id": "s", "questions": [{"id": "a", "options": [{"id": "x", "credit": 1}, {"id": "x", "credit": 0}]}]}]
    }
    assert folded(card) == card


@pytest.mark.parametrize(
    "shape",
    [
        "text",
        ["list"],
        {"sections": "no"},
        {"sections": ["no"]},
        {"sections": [{"questions": {}}]},
        {"sections": [{"questions": [1]}]},
    ],
)
def test_what_has_not_the_shape_of_a_scorecard_cannot_be_edited(shape: object) -> None:
    assert not is_editable(shape)
    assert is_editable(a_card())


def test_sections_and_questions_are_added_with_ids_of_their_own() -> None:
    card = add_section(blank_definition("k", "K", "en"), 1)
    card = add_question(card, 1, 0, "scale")
    assert order(card) == [["question-1"], ["question-2"]]
    assert text_at(card, ("sections", 1, "id")) == "section-2"
    weighted = add_section(with_value(card, ("mode",), "section_weights"), 0)
    assert value_at(weighted, ("sections", 0, "weight")) == 10


def test_questions_move_within_and_between_sections_and_over_the_edge() -> None:
    card = a_card()
    assert order(move_question(card, Q1, 1, 1)) == [["q2"], ["q3", "q1"]]
    assert order(move_section(card, 0, 1)) == [["q3"], ["q1", "q2"]]
    down, path = shifted_question(card, Q1, 1)
    assert (order(down), path) == ([["q2", "q1"], ["q3"]], Q2)
    over, path = shifted_question(down, path, 1)
    assert (order(over), path) == ([["q2"], ["q1", "q3"]], Q3)
    back, path = shifted_question(over, path, -1)
    assert (order(back), path) == ([["q2", "q1"], ["q3"]], Q2)
    assert shifted_question(card, Q1, -1) == (card, Q1)


def test_a_copy_is_a_new_question_unless_it_is_to_keep_the_trend() -> None:
    card = with_value(a_card(), (*Q1, "lineage"), "old-greeting")
    fresh = duplicate_question(card, Q1)
    assert order(fresh)[0] == ["q1", "copy-of-q1", "q2"]
    assert lineage_at(fresh, Q2) == "copy-of-q1"
    kept = duplicate_question(card, Q1, keeps_lineage=True)
    assert lineage_at(kept, Q2) == "old-greeting"
    assert order(duplicate_question(fresh, Q1))[0] == ["q1", "copy-of-q1-2", "copy-of-q1", "q2"]


def test_a_copied_section_hangs_on_its_own_questions() -> None:
    card = duplicate_section(a_card(), 0)
    assert order(card) == [["q1", "q2"], ["copy-of-q1", "copy-of-q2"], ["q3"]]
    assert text_at(card, ("sections", 1, "id")) == "copy-of-first"
    assert text_at(card, ("sections", 1, "questions", 1, "ask_if", "question")) == "copy-of-q1"
    assert inspect(card).errors == ()


def test_an_answer_that_goes_is_forgotten_wherever_it_was_named() -> None:
    card = remove(a_card(), (*Q1, "options", 1))
    assert value_at(card, (*Q1, "fail")) == []
    assert value_at(card, (*Q2, "ask_if", "answer")) == []
    scaled = remove(a_card(), ("scales", "short", 1))
    assert value_at(scaled, (*Q3, "fail")) == []
    assert order(remove(a_card(), Q2)) == [["q1"], ["q3"]]
    assert is_answer_path(a_card(), (*Q1, "options", 0))
    assert not is_answer_path(a_card(), (*Q1, "examples", 0))


def test_a_root_cause_that_goes_is_forgotten_by_the_questions() -> None:
    card = remove(a_card(), ("root_causes", 0))
    assert value_at(card, (*Q1, "root_causes")) == ["rules"]
    assert inspect(card).errors == ()


def test_answers_of_a_scale_become_the_questions_own() -> None:
    card = own_answers(a_card(), Q3)
    assert value_at(card, (*Q3, "options")) == [{"id": "Well", "credit": 1}, {"id": "Badly", "credit": 0}]
    assert "scale" not in dict(value_at(card, Q3) or {})  # type: ignore[call-overload]
    assert inspect(card).version == inspect(a_card()).version


def test_items_get_ids_nobody_has() -> None:
    card = add_item(a_card(), ("root_causes",), {"title": "T"}, "cause")
    assert value_at(card, ("root_causes", 2)) == {"id": "cause-1", "title": "T"}
    assert fresh_id("answer", {"answer-1", "answer-2"}) == "answer-3"
    assert is_fresh("question-12")
    assert not is_fresh("greeting-12")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Greeting with name, and offer!", "greeting-with-name-and-offer"),
        ("问候、报名", "问候-报名"),
        ("Приветствие", "приветствие"),
        ("?!", ""),
        ("taken", "taken-2"),
        ("x" * 60, "x" * 40),
    ],
)
def test_an_id_says_what_the_title_says(title: str, name: str) -> None:
    assert id_of_title(title, {"taken"}) == name


def test_a_question_is_found_by_its_id_or_its_lineage() -> None:
    card = with_value(a_card(), (*Q3, "lineage"), "q0")
    assert question_path(card, "q3") == Q3
    assert path_of_lineage(card, "q0") == Q3
    assert path_of_lineage(card, "q3") is None
    assert path_of_lineage(card, "q1") == Q1
    assert question_ids(card) == ["q1", "q2", "q3"]
    assert label_at(with_value(card, (*Q1, "title"), {"ru": "Раз"}), Q1) == "Раз"
    assert label_at(card, Q1) == "q1"
