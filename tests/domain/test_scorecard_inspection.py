from __future__ import annotations

from fractions import Fraction

from qa_desk.domain.definition_paths import with_value
from qa_desk.domain.scorecard_editing import add_question, blank_definition
from qa_desk.domain.scorecard_inspection import inspect


def test_a_new_scorecard_has_no_fault_and_tells_what_each_question_carries() -> None:
    seen = inspect(add_question(blank_definition("mine", "Mine", "en", "call"), 0, 1, "scale"))
    assert seen.faults == ()
    assert seen.version is not None
    assert seen.version.channel == "call"
    assert seen.shares == {"question-1": Fraction(1, 2), "question-2": Fraction(1, 2)}


def test_each_fault_is_told_at_its_place() -> None:
    card = blank_definition("mine", "Mine", "en")
    card = with_value(card, ("pass_threshold",), "much")
    card = with_value(card, ("sections", 0, "questions", 0, "weight"), "")
    card = with_value(card, ("sections", 0, "questions", 0, "options", 1, "credit"), "x")
    seen = inspect(card)
    assert seen.version is None
    assert seen.shares == {}
    assert [fault.path for fault in seen.errors] == [
        ("pass_threshold",),
        ("sections", 0, "questions", 0, "weight"),
        ("sections", 0, "questions", 0, "options", 1, "credit"),
    ]


def test_what_appears_twice_is_told_without_a_line() -> None:
    card = add_question(blank_definition("mine", "Mine", "en"), 0, 1, "yes_no")
    card = with_value(card, ("sections", 0, "questions", 1, "id"), "question-1")
    assert [(fault.path, fault.message) for fault in inspect(card).errors] == [
        (("sections", 0, "questions", 1, "id"), "Question “question-1” appears twice.")
    ]


def test_a_warning_does_not_keep_the_version_back() -> None:
    seen = inspect(with_value(blank_definition("mine", "Mine", "en"), ("cap",), 105))
    assert seen.version is not None
    assert [fault.path for fault in seen.warnings] == [("cap",)]
    assert seen.errors == ()
