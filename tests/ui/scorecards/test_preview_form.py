from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.evaluation import Answer
from qa_desk.ui.scorecards.preview_form import PreviewForm
from tests.builders_of_cards import a_card_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from qa_desk.ui.theme import Theme


@pytest.fixture
def form(theme: Theme, qtbot: QtBot) -> PreviewForm:
    made = PreviewForm(theme)
    qtbot.addWidget(made)
    made.begin(a_card_of({"id": "a"}, {"id": "b"}, {"id": "c"}), "Card")
    made.finish()
    return made


def rows(form: PreviewForm) -> dict[str, int]:
    """Each question's row, by its identity as an object."""
    return {row.question.id: id(row) for row in form._rows}


def test_only_the_row_that_changed_is_made_anew(form: PreviewForm) -> None:
    before = rows(form)
    form.change_version(a_card_of({"id": "a"}, {"id": "b", "title": "B"}, {"id": "c"}), "Card")
    form.finish()
    after = rows(form)
    assert (before["a"], before["c"]) == (after["a"], after["c"])
    assert before["b"] != after["b"]


def test_a_moved_question_keeps_its_row_and_gets_its_number(form: PreviewForm) -> None:
    before = rows(form)
    form.change_version(a_card_of({"id": "c"}, {"id": "a"}, {"id": "b"}), "Card")
    form.finish()
    assert rows(form) == {"c": before["c"], "a": before["a"], "b": before["b"]}
    assert list(rows(form)) == ["c", "a", "b"]
    assert form._rows[0]._count.text() == "1"


def test_answers_stay_where_they_are_answers_still(form: PreviewForm) -> None:
    for question, value in (("a", "Yes"), ("b", "No"), ("c", "Yes")):
        form.show_answer(Answer(question, value))
    form.change_version(a_card_of({"id": "a", "title": "A"}, {"id": "b", "credits": {"Good": 1, "Bad": 0}}), "Card")
    form.finish()
    assert {question: answer.value for question, answer in form.answers.items()} == {"a": "Yes"}
    assert form.head.score_text == "100.00"


def test_a_state_that_is_overtaken_leaves_nothing_behind(form: PreviewForm) -> None:
    form.change_version(a_card_of({"id": "a", "title": "x"}, {"id": "new"}), "Card")
    form._work()
    form.change_version(a_card_of({"id": "a"}, {"id": "c", "title": "C"}), "Card")
    form.finish()
    assert list(rows(form)) == ["a", "c"]
    form.change_version(a_card_of({"id": "z"}), "Card")
    form.stop()
    assert not form.is_rebuilding
