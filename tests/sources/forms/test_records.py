from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Refusal
from tests.forms_on_sheets import a_form, answers, card_of, gaps

if TYPE_CHECKING:
    from pathlib import Path


def test_a_filled_in_form_gives_its_questions_and_what_can_be_told_of_the_answers(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    items = [{"question": "Поздоровался ли оператор", "answer": "ДА"}, {"question": "Имя оператора", "answer": "Ирина"}]
    path.write_text(json.dumps([items]))
    form = a_form(path)
    card = card_of(form)
    assert [question.is_scored for question in card.questions()] == [True, False]
    assert answers(card) == {"Yes": 1, "No": 0}
    assert ("item 1, “answer”", "the possible answers") in gaps(form)


def test_keys_are_headers_and_lists_are_answers(tmp_path: Path) -> None:
    path = tmp_path / "form.json"
    questions = [
        {"section": "Opening", "question": "Greeting", "weight": 40, "options": ["Yes", "No", "N/A"], "colour": "red"},
        {"section": "Resolution", "question": "Accuracy", "weight": 60, "options": ["0", "1", "2"]},
    ]
    path.write_text(json.dumps({"form": {"questions": questions}}))
    form = a_form(path)
    card = card_of(form)
    assert [float(question.weight) for question in card.questions()] == [40, 60]
    assert answers(card, 1) == {"0": 0, "1": 0.5, "2": 1}
    assert ("key “colour”", "colour") in gaps(form)


@pytest.mark.parametrize("text", ['{"a": 1}', "[]", "[1, 2]", '{"a": ', "[" * 100000])
def test_other_json_is_refused_in_one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "other.json"
    path.write_text(text)
    with pytest.raises(Refusal) as refusal:
        a_form(path)
    assert "\n" not in refusal.value.message
