from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.domain.scorecard import CriticalClass, Scope
from qa_desk.domain.scoring import score
from tests.forms_on_sheets import a_form, card_of, gaps

if TYPE_CHECKING:
    from pathlib import Path

    from qa_desk.domain.scorecard import ScorecardVersion
    from qa_desk.sources.forms.draft import FormDraft

YES_NO = [{"text": "Yes", "value": 1}, {"text": "No", "value": 0}]


def a_question(text: str, **more: object) -> dict[str, Any]:
    return {"text": text, "type": "multipleChoiceQuestion", "answerOptions": YES_NO, **more}


def a_group(name: str, *questions: dict[str, Any], **more: object) -> dict[str, Any]:
    return {"name": name, "questions": list(questions), **more}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "form.json"


def read(path: Path, *groups: dict[str, Any], **more: object) -> FormDraft:
    path.write_text(json.dumps({"name": "Support", "questionGroups": list(groups), **more}))
    return a_form(path)


def a_card(path: Path, *groups: dict[str, Any]) -> ScorecardVersion:
    return card_of(read(path, *groups))


def test_the_vendors_own_example_of_weights_scores_the_same(path: Path) -> None:
    """Two one-point questions in a group of weight 40, one in a group of 20: yes, no, yes is 60 %."""
    card = a_card(path, a_group("One", a_question("A"), a_question("B"), weight=40), a_group("Two", a_question("C"), weight=20))
    answers = dict(zip((question.id for question in card.questions()), ("Yes", "No", "Yes"), strict=True))
    assert score(card, answers).final == 60
    assert score(card, answers | {next(card.questions()).id: "No"}).final == 20


def test_answer_values_become_credits_and_the_highest_the_weight(path: Path) -> None:
    values = [{"text": str(n), "value": n} for n in (1, 2, 3)]
    question = next(a_card(path, a_group("G", a_question("Rate it", answerOptions=values), weight=1.5)).questions())
    assert question.weight == Fraction(9, 2)
    assert [option.credit for option in question.options] == [Fraction(1, 3), Fraction(2, 3), 1]
    assert not question.na_allowed


def test_fatal_critical_comments_and_help_are_kept(path: Path) -> None:
    flags = {"isKill": True, "isCritical": True, "commentsRequired": True, "naEnabled": True, "helpText": "Two items."}
    levels = [{"text": "Full", "value": 2}, {"text": "Partly", "value": 1}, {"text": "None", "value": 0}]
    form = read(path, a_group("G", a_question("Verified", answerOptions=levels, **flags)))
    question = next(card_of(form).questions())
    assert question.autofail is not None
    assert question.autofail.scope is Scope.FORM
    assert question.autofail.triggers == {"Partly", "None"}, "anything but the highest value fails a fatal question"
    assert question.critical is CriticalClass.CUSTOMER
    assert all(option.comment_required for option in question.options)
    assert question.na_allowed
    assert question.guidance.say() == "Two items."
    assert "isCritical" in [what for _, what in gaps(form)]


def test_answers_set_to_na_are_kept_and_those_set_to_full_marks_are_refused(path: Path) -> None:
    form = read(path, a_group("G", a_question("A", naEnabled=True), defaultAnswersToHighest=True, defaultAnswersToNA=True))
    assert next(card_of(form).questions()).preset_na
    assert [what for _, what in gaps(form)] == ["defaultAnswersToHighest"]


def test_a_group_that_allows_na_allows_it_for_each_question(path: Path) -> None:
    form = read(path, a_group("G", a_question("A"), a_question("B"), naEnabled=True))
    assert all(question.na_allowed for question in card_of(form).questions())
    assert "naEnabled" in [what for _, what in gaps(form)]


def test_a_plain_list_to_tick_is_one_question(path: Path) -> None:
    parts = [
        {"text": name, "answerOptions": [{"builtInType": "Selected", "value": value}]} for name, value in (("A", 1), ("B", 3))
    ]
    question = next(
        a_card(
            path,
            a_group("G", {"text": "Which?", "type": "multipleSelectQuestion", "multipleSelectOptionQuestions": parts}, weight=2),
        ).questions()
    )
    assert question.weight == 8
    assert question.credit("A + B") == 1
    assert question.credit("B") == Fraction(3, 4)
    assert question.credit("none") == 0


def test_a_list_whose_entries_have_rules_of_their_own_becomes_a_question_for_each(path: Path) -> None:
    picks = [{"builtInType": "Selected", "value": 2}, {"builtInType": "Unselected", "value": 0}]
    parts = [
        {"text": "A", "answerOptions": picks, "isCritical": True, "naEnabled": True},
        {"text": "B", "answerOptions": picks, "isKill": True, "visibilityCondition": {"predicates": ["../question/0/answer/0"]}},
    ]
    form = read(path, a_group("G", {"text": "Which?", "type": "multipleSelectQuestion", "multipleSelectOptionQuestions": parts}))
    first, second = card_of(form).questions()
    assert [first.label(), second.label()] == ["Which? – A", "Which? – B"]
    assert first.na_allowed
    assert not second.na_allowed
    assert second.autofail is not None
    assert second.autofail.triggers == {"Not selected"}
    assert second.ask_if is not None
    assert (second.ask_if.question, second.ask_if.answers) == (first.id, {"Selected"})
    assert "Which?" in [what for _, what in gaps(form)]


def test_free_text_is_a_question_without_a_score(path: Path) -> None:
    words = {"text": "Anything else?", "type": "freeTextQuestion"}
    *_, question = a_card(path, a_group("G", a_question("A"), words)).questions()
    assert not question.is_scored


def test_what_is_not_known_is_told(path: Path) -> None:
    odd = a_question("A", mood="sunny", answerOptions=[*YES_NO, {"text": "Maybe", "value": "half", "assistanceConditions": [{}]}])
    form = read(path, a_group("G", odd, weight=-3, shape="round"), colour="red")
    told = [what for _, what in gaps(form)]
    assert told == ["colour", "shape", "weight: -3", "mood", "assistanceConditions", "Maybe: half"]
    assert next(card_of(form).questions()).weight == 1


def test_an_evaluation_that_carries_its_form_is_read_for_the_form(path: Path) -> None:
    path.write_text(
        json.dumps({"id": "e", "evaluationForm": {"name": "Inner", "questionGroups": [a_group("G", a_question("A"))]}})
    )
    assert card_of(a_form(path)).label() == "Inner"


def test_a_survey_form_is_refused_with_the_way_to_its_answers(path: Path) -> None:
    with pytest.raises(Refusal, match=r"survey form.*import surveys"):
        read(path, a_group("G", {"text": "Would you recommend us?", "type": "npsQuestion"}))
