"""Every kind's editor: shows without telling, tells what keys say, is named, is read where nothing may be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QLocale, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit

from qa_desk.domain.question_kinds.kind import QuestionKind
from qa_desk.domain.shortcuts import DECLARED_KEYS
from qa_desk.ui.evaluate.answers import EDITORS
from qa_desk.ui.evaluate.answers.choice import ChoiceEditor
from qa_desk.ui.evaluate.answers.editor import AnswerEditor, Given
from qa_desk.ui.evaluate.answers.multiple import MultipleEditor
from qa_desk.ui.evaluate.answers.number import NumberEditor
from qa_desk.ui.evaluate.answers.words import WordsEditor
from tests.builders_of_cards import a_card_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from qa_desk.domain.scorecard import Question
    from qa_desk.ui.theme import Theme

BANDS = [
    {"id": "quick", "credit": 1, "below": 20, "title": "quick"},
    {"id": "fair", "credit": "1/2", "below": 40},
    {"id": "slow", "credit": 0},
]
QUESTIONS: dict[QuestionKind, tuple[dict[str, object], str, str]] = {
    QuestionKind.CHOICE: ({"title": "Greets"}, "Yes", "1"),
    QuestionKind.MULTIPLE: (
        {"title": "Steps", "kind": "multiple", "options": [{"id": "a", "credit": "1/2"}, {"id": "b", "credit": "1/2"}]},
        "a",
        "1",
    ),
    QuestionKind.NUMBER: (
        {"title": "Hold", "bands": BANDS, "number": {"unit": "s", "min": 0, "max": 600, "decimals": 1}},
        "12.5",
        "7",
    ),
    QuestionKind.TEXT: ({"title": "Wish", "kind": "text"}, "a refund", "1"),
}
"""Each kind: a question, one of its answers, and a key that answers or begins to."""


def question_of(kind: QuestionKind) -> Question:
    return next(a_card_of(QUESTIONS[kind][0], {"id": "other"}).questions())


@pytest.fixture
def make(qtbot: QtBot, theme: Theme) -> Callable[[Question], AnswerEditor]:
    def made(question: Question) -> AnswerEditor:
        editor = EDITORS[question.kind](theme, question, "en", [])
        editor.setAccessibleName(question.label())
        qtbot.addWidget(editor)
        editor.resize(360, 160)
        editor.show()
        editor.activateWindow()
        qtbot.waitUntil(editor.isActiveWindow)
        return editor

    return made


def told(editor: AnswerEditor) -> list[Given]:
    heard: list[Given] = []
    editor.given.connect(heard.append)
    return heard


def key(text: str, code: Qt.Key = Qt.Key.Key_unknown) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, code.value, Qt.KeyboardModifier.NoModifier, text)


def test_every_kind_has_an_editor() -> None:
    assert set(EDITORS) == set(QuestionKind) == set(QUESTIONS)


@pytest.mark.parametrize("kind", list(QuestionKind))
def test_showing_an_answer_tells_nobody(kind: QuestionKind, make: Callable[[Question], AnswerEditor]) -> None:
    editor = make(question_of(kind))
    heard = told(editor)
    typed: list[str] = []
    editor.typed.connect(typed.append)
    for value in (QUESTIONS[kind][1], "N/A", None, QUESTIONS[kind][1]):
        editor.show_value(value, is_preset=value == "N/A")
    editor.flush()
    assert (heard, typed) == ([], [])


@pytest.mark.parametrize("kind", list(QuestionKind))
def test_a_key_answers_or_begins_to(kind: QuestionKind, make: Callable[[Question], AnswerEditor]) -> None:
    editor = make(question_of(kind))
    heard = told(editor)
    assert editor.take_key(key(QUESTIONS[kind][2]))
    editor.flush()
    assert heard or editor.has_field


@pytest.mark.parametrize("kind", list(QuestionKind))
def test_keys_that_mean_something_else_are_left_alone(kind: QuestionKind, make: Callable[[Question], AnswerEditor]) -> None:
    editor = make(question_of(kind))
    heard = told(editor)
    assert not any(editor.take_key(key(text)) for text in ("c", "m", "g", ".", ","))
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_1.value, Qt.KeyboardModifier.ControlModifier, "1")
    assert not editor.take_key(held)
    assert heard == []


@pytest.mark.parametrize("kind", list(QuestionKind))
def test_na_is_a_button_and_a_second_press_takes_it_back(kind: QuestionKind, make: Callable[[Question], AnswerEditor]) -> None:
    editor = make(question_of(kind))
    heard = told(editor)
    button = next(made for made in editor.findChildren(QAbstractButton) if "key N" in made.accessibleName())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert heard == [Given("N/A")]
    editor.show_value("N/A")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert heard == [Given("N/A"), Given(None)]


@pytest.mark.parametrize("kind", list(QuestionKind))
def test_everything_that_can_be_pressed_or_written_in_has_a_name(
    kind: QuestionKind, make: Callable[[Question], AnswerEditor]
) -> None:
    editor = make(question_of(kind))
    parts = [*editor.findChildren(QAbstractButton), *editor.findChildren(QLineEdit), *editor.findChildren(QPlainTextEdit)]
    assert parts
    assert all(question_of(kind).label() in part.accessibleName() for part in parts)


@pytest.mark.parametrize("kind", list(QuestionKind))
def test_no_part_takes_a_tab_of_its_own(kind: QuestionKind, make: Callable[[Question], AnswerEditor]) -> None:
    editor = make(question_of(kind))
    parts = [*editor.findChildren(QAbstractButton), *editor.findChildren(QLineEdit), *editor.findChildren(QPlainTextEdit)]
    assert not any(part.focusPolicy() & Qt.FocusPolicy.TabFocus for part in parts)


@pytest.mark.parametrize("kind", list(QuestionKind))
def test_what_is_only_read_takes_no_answer(kind: QuestionKind, make: Callable[[Question], AnswerEditor]) -> None:
    editor = make(question_of(kind))
    heard = told(editor)
    editor.set_read_only(is_read_only=True)
    for button in editor.findChildren(QAbstractButton):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    if kind in (QuestionKind.NUMBER, QuestionKind.TEXT):
        assert not editor.take_key(key(QUESTIONS[kind][2]))
    assert heard == []


@pytest.mark.parametrize("kind", list(QuestionKind))
def test_the_keys_are_said(kind: QuestionKind, make: Callable[[Question], AnswerEditor]) -> None:
    words = make(question_of(kind)).key_words(DECLARED_KEYS)
    assert len(words) >= 2
    assert words[-1] == "N N/A"


# -- ticks


@pytest.fixture
def ticks(make: Callable[[Question], AnswerEditor]) -> MultipleEditor:
    editor = make(question_of(QuestionKind.MULTIPLE))
    assert isinstance(editor, MultipleEditor)
    editor.given.connect(lambda given: editor.show_value(given.value))
    return editor


def test_digits_tick_and_take_ticks_away(ticks: MultipleEditor) -> None:
    heard = told(ticks)
    for text in ("2", "1", "2", "1", "0"):
        assert ticks.take_key(key(text))
    assert [given.value for given in heard] == ["b", "a + b", "a", None, "none"]


def test_a_tick_takes_none_of_these_and_na_away(ticks: MultipleEditor) -> None:
    heard = told(ticks)
    for text in ("0", "1"):
        ticks.take_key(key(text))
    ticks.show_value("N/A")
    ticks.take_key(key("2"))
    assert [given.value for given in heard] == ["none", "a", "b"]


def test_a_digit_beyond_the_options_means_nothing(ticks: MultipleEditor) -> None:
    assert not ticks.take_key(key("3"))


# -- numbers


@pytest.fixture
def number(make: Callable[[Question], AnswerEditor]) -> NumberEditor:
    editor = make(question_of(QuestionKind.NUMBER))
    assert isinstance(editor, NumberEditor)
    return editor


def type_in(editor: NumberEditor, text: str) -> None:
    assert editor.take_key(key(text[0]))
    QTest.keyClicks(editor.field, text[1:])


def test_a_number_goes_into_the_field_at_once_and_its_band_is_said(number: NumberEditor) -> None:
    heard = told(number)
    typed: list[str] = []
    number.typed.connect(typed.append)
    type_in(number, "25")
    assert number.has_field
    assert number.said == "20 to below 40 · 50 % of the points"
    assert (typed, heard) == (["2", "25"], [])
    QTest.keyClick(number.field, Qt.Key.Key_Return)
    assert heard == [Given("25", is_typed=True)]


def test_a_new_digit_begins_a_new_number(number: NumberEditor) -> None:
    number.show_value("12.5")
    heard = told(number)
    type_in(number, "7")
    number.flush()
    assert heard == [Given("7", is_typed=True)]


def test_a_decimal_comma_is_taken_and_a_point_is_told(number: NumberEditor) -> None:
    heard = told(number)
    type_in(number, "12,5")
    number.flush()
    assert heard == [Given("12.5", is_typed=True)]
    assert number.said.startswith("quick")


def test_a_stored_number_is_shown_as_the_language_writes_it(number: NumberEditor) -> None:
    QLocale.setDefault(QLocale("ru_RU"))
    number.show_value("12.5")
    assert number.field.text() == "12,5"


@pytest.mark.parametrize(
    ("text", "said"), [("1,25", "at most 1 decimals"), ("900", "at most 600"), ("1,2,3", "not a number"), ("", "from 0 to 600")]
)
def test_a_fault_is_said_in_place_and_is_no_answer(number: NumberEditor, text: str, said: str) -> None:
    number.show_value("12")
    heard = told(number)
    number.field.setFocus()
    number.field.selectAll()
    QTest.keyClick(number.field, Qt.Key.Key_Delete)
    QTest.keyClicks(number.field, text)
    number.flush()
    assert number.said == said
    assert heard[-1:] == [Given(None, is_typed=True)]


def test_letters_are_the_questions_own_keys_also_in_the_field(number: NumberEditor, qtbot: QtBot) -> None:
    type_in(number, "30")
    event = key("c", Qt.Key.Key_C)
    number.field.keyPressEvent(event)
    assert not event.isAccepted()
    assert number.field.text() == "30"


def test_what_is_typed_is_told_when_one_leaves(number: NumberEditor) -> None:
    heard = told(number)
    type_in(number, "30")
    number.field.clearFocus()
    assert heard == [Given("30", is_typed=True)]


def test_a_pause_tells_too(number: NumberEditor, qtbot: QtBot) -> None:
    heard = told(number)
    type_in(number, "30")
    qtbot.waitUntil(lambda: heard == [Given("30", is_typed=True)])


# -- words


def test_words_are_told_at_each_key_and_as_an_answer_at_the_end(make: Callable[[Question], AnswerEditor]) -> None:
    editor = make(question_of(QuestionKind.TEXT))
    assert isinstance(editor, WordsEditor)
    heard = told(editor)
    typed: list[str] = []
    left: list[bool] = []
    editor.typed.connect(typed.append)
    editor.left.connect(lambda: left.append(True))
    assert editor.take_key(key("\r", Qt.Key.Key_Return))
    QTest.keyClicks(editor.box, " ok")
    assert (typed[-1], heard) == (" ok", [])
    editor.flush()
    assert heard == [Given("ok", is_typed=True)]
    QTest.keyClick(editor.box, Qt.Key.Key_Escape)
    assert left == [True]


def test_blank_words_are_no_answer(make: Callable[[Question], AnswerEditor]) -> None:
    editor = make(question_of(QuestionKind.TEXT))
    assert isinstance(editor, WordsEditor)
    editor.show_value("ok")
    heard = told(editor)
    editor.box.selectAll()
    QTest.keyClicks(editor.box, "  ")
    editor.flush()
    assert heard == [Given(None, is_typed=True)]


# -- options


def test_long_answers_wrap_one_below_the_other_and_none_is_cut_off(
    make: Callable[[Question], AnswerEditor], qtbot: QtBot
) -> None:
    long = "Тёплый, уважительный и на равных на протяжении всего разговора с клиентом"
    options = [{"id": str(n), "credit": 0 if n else 1, "title": f"{long} {n}"} for n in range(3)]
    editor = make(next(a_card_of({"options": options}).questions()))
    assert isinstance(editor, ChoiceEditor)
    qtbot.waitUntil(lambda: editor.height() > 100)
    buttons = [part for part in editor.findChildren(QAbstractButton) if part.isVisible()]
    tops = [button.mapTo(editor, button.rect().topLeft()).y() for button in buttons]
    assert len({*tops[:3]}) == 3
    assert all(button.height() >= button.sizeHint().height() for button in buttons)
    heard = told(editor)
    assert editor.take_key(key("2"))
    assert heard == [Given("1")]


def test_the_tenth_answer_has_a_key(make: Callable[[Question], AnswerEditor]) -> None:
    options = [{"id": f"o{n}", "credit": 1 if n else 0} for n in range(10)]
    editor = make(next(a_card_of({"options": options}).questions()))
    heard = told(editor)
    assert editor.take_key(key("0"))
    assert heard == [Given("o9")]
