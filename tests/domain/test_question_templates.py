from __future__ import annotations

import pytest

from qa_desk.domain.question_templates import ADJUSTMENT, TEMPLATES, Template, answers_name, as_kind, kind_of
from qa_desk.domain.scorecard_inspection import inspect

KINDS = ("choice", "multiple", "number", "text", ADJUSTMENT)


def errors_with(question: dict[str, object]) -> list[str]:
    """What is wrong with a card of this question and one that always counts."""
    other = {"id": "other", "weight": 1, "credits": {"Yes": 1, "No": 0}}
    card: dict[str, object] = {"sections": [{"id": "s", "questions": [{"id": "q", **question}, other]}]}
    return [fault.message for fault in inspect(card).errors]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.key)
def test_what_is_added_has_no_fault(template: Template) -> None:
    assert errors_with(template.make()) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.key)
def test_a_question_of_any_kind_becomes_one_of_any_other_without_a_fault(template: Template, kind: str) -> None:
    changed = as_kind(template.make(), kind)
    assert kind_of(changed) == kind
    assert errors_with(changed) == []


def test_answers_go_along_and_what_does_not_fit_goes() -> None:
    question: dict[str, object] = {
        "title": "T",
        "weight": 2,
        "options": [{"id": "a", "credit": 1}, {"id": "b", "credit": 0}],
        "fail": ["b"],
        "evidence": [{"fact": "dead_air_longest", "at_most": 20, "then": "a"}],
    }
    number = as_kind(question, "number")
    assert number["bands"] == [{"id": "a", "below": 10, "credit": 1}, {"id": "b", "credit": 0}]
    assert number["fail"] == ["b"]
    assert "options" not in number
    assert "evidence" not in number
    assert as_kind(number, "choice")["options"] == question["options"]
    assert as_kind(question, "text") == {"title": "T", "kind": "text"}
    assert as_kind(question, "choice") is question


def test_none_ticked_is_an_answer_of_ticks_only() -> None:
    question: dict[str, object] = {
        "kind": "multiple",
        "weight": 1,
        "options": [{"id": "a", "credit": 1}, {"id": "b", "credit": 1}],
        "fail": ["none"],
        "autofail": {"trigger": ["none", "b"], "scope": "form"},
    }
    changed = as_kind(question, "choice")
    assert changed["fail"] == []
    assert changed["autofail"] == {"trigger": ["b"], "scope": "form"}


def test_the_name_of_the_answers_goes_by_the_kind() -> None:
    assert [answers_name(as_kind({}, kind)) for kind in KINDS] == ["options", "options", "bands", "", "adjust"]
    assert kind_of({"kind": "nonsense"}) == "choice"
    assert kind_of({"bands": []}) == "number"
