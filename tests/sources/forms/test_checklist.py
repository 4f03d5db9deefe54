from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Refusal
from tests.forms_on_sheets import a_card, a_form, answers, card_of, gaps

if TYPE_CHECKING:
    from pathlib import Path


def test_each_cell_is_a_question_with_the_answers_behind_it(tmp_path: Path) -> None:
    path = tmp_path / "checklist.csv"
    path.write_text(
        '"Greeting given\n\nOptions: Yes/No","Name of the agent\nOptions: name","Was the case solved\nOptions: 0-4"\n'
    )
    form = a_form(path)
    card = card_of(form)
    assert [question.label() for question in card.questions()] == ["Greeting given", "Name of the agent", "Was the case solved"]
    assert [question.is_scored for question in card.questions()] == [True, False, True]
    assert answers(card, 2)["2"] == 0.5
    assert ("line 1, column 2", "name") in gaps(form)


def test_a_list_of_questions_is_a_form_of_yes_and_no(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Did the agent greet the customer, with name?\nWas the caller verified?\nDid the agent solve it?\n")
    card = a_card(path)
    assert next(card.questions()).label() == "Did the agent greet the customer, with name?"
    assert answers(card) == {"Yes": 1, "No": 0}


def test_prose_is_no_form(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear all,\nplease find attached the minutes of our meeting, which took place on Monday.\nRegards\n")
    with pytest.raises(Refusal, match="no evaluation form"):
        a_form(path)
