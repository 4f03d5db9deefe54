"""What the scorecard's format has beyond yes and no, in the form and by keyboard alone."""

from __future__ import annotations

from statistics import median
from time import thread_time
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from qa_desk.domain.evaluation import Answer, Lack, Marker, Missing, presets_of
from qa_desk.domain.evidence import Suggestion
from qa_desk.services.drafts import Place
from qa_desk.ui.evaluate.form import ScorecardForm
from qa_desk.ui.evaluate.form_events import AnswerGiven, PlaceAsked, WordsTyped
from qa_desk.ui.evaluate.why_panel import WhyPanel
from tests.builders_of_cards import a_card_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from qa_desk.domain.scorecard import ScorecardVersion
    from qa_desk.ui.evaluate.question_row import QuestionRow
    from qa_desk.ui.theme import Theme
    from tests.ui.conftest import StallWatch

STEPS = [{"id": "sum", "credit": "1/2", "title": "Summed up"}, {"id": "why", "credit": "1/2", "title": "Said why"}]
BANDS = [{"id": "short", "credit": 1, "below": 20}, {"id": "long", "credit": 0}]
SAID = [{"id": "Yes", "credit": 1}, {"id": "No", "credit": 0, "comment_required": True}]
KINDS: list[dict[str, object]] = [
    {"id": "hold", "title": "Put on hold?", "preset": "N/A"},
    {
        "id": "time",
        "title": "For how long?",
        "bands": BANDS,
        "number": {"unit": "s"},
        "ask_if": {"question": "hold", "answer": ["Yes"]},
    },
    {"id": "thanks", "title": "Thanks for waiting", "options": SAID, "ask_if": {"question": "hold", "answer": ["Yes"]}},
    {"id": "steps", "title": "What was done?", "kind": "multiple", "options": STEPS},
    {"id": "wish", "title": "What was wanted?", "kind": "text"},
    {
        "id": "tone",
        "title": "Tone",
        "guidance": "All through the call",
        "examples": [{"text": "Sure, my dear", "answer": "No", "origin": "calibration of 3 May"}],
        "root_causes": ["haste"],
    },
]


@pytest.fixture
def card() -> ScorecardVersion:
    return a_card_of(*KINDS, root_causes=["haste"], decimals=1)


@pytest.fixture
def show(qtbot: QtBot, theme: Theme) -> Callable[..., ScorecardForm]:
    def shown(version: ScorecardVersion, **more: object) -> ScorecardForm:
        form = ScorecardForm(theme, has_summary=True)
        qtbot.addWidget(form)
        form.resize(440, 700)
        form.show()
        qtbot.waitExposed(form)
        form.activateWindow()
        qtbot.waitUntil(form.isActiveWindow)
        form.show_version(version, {**presets_of(version)}, **more)  # type: ignore[arg-type]
        qtbot.waitUntil(lambda: all(row.is_built for row in form._rows), timeout=20_000)
        form.take_focus()
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        return form

    return shown


@pytest.fixture
def form(show: Callable[..., ScorecardForm], card: ScorecardVersion) -> ScorecardForm:
    """The first open question is "steps": what was set beforehand is not open, and two are not asked."""
    return show(card)


@pytest.fixture
def heard(form: ScorecardForm) -> list[object]:
    told: list[object] = []
    form.answer_given.connect(told.append)
    form.place_asked.connect(told.append)
    return told


def press(*keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(QApplication.focusWidget(), key)


def row(form: ScorecardForm, question: str) -> QuestionRow:
    return next(row for row in form._rows if row.question.id == question)


def shown(form: ScorecardForm) -> list[str]:
    return [row.question.id for row in form._rows if row.isVisible()]


# -- set beforehand


def test_what_was_set_beforehand_looks_so_until_it_is_said(form: ScorecardForm, heard: list[object]) -> None:
    hold = row(form, "hold")
    assert hold._preset.isVisible()
    assert hold.accessibleName() == "Put on hold?: N/A, set beforehand"
    form.focus_question("hold")
    press(Qt.Key.Key_N)
    assert heard == [AnswerGiven("hold", "N/A")]
    assert form.answers["hold"] == Answer("hold", "N/A")
    assert not hold._preset.isVisible()
    press(Qt.Key.Key_N)
    assert len(heard) == 1


# -- conditions


def test_conditional_questions_come_and_go_and_numbers_stay(form: ScorecardForm) -> None:
    assert shown(form) == ["hold", "steps", "wish", "tone"]
    numbers = [row(form, question)._count.text() for question in ("steps", "wish")]
    form.focus_question("hold")
    press(Qt.Key.Key_1)
    assert shown(form) == ["hold", "time", "thanks", "steps", "wish", "tone"]
    assert [row(form, question)._count.text() for question in ("steps", "wish")] == numbers == ["4", "5"]
    press(Qt.Key.Key_Down)
    assert form.current_question == "time"
    form.focus_question("hold")
    press(Qt.Key.Key_2, Qt.Key.Key_Down)
    assert form.current_question == "steps"


def test_what_was_said_in_a_hidden_question_is_there_when_it_is_asked_again(form: ScorecardForm) -> None:
    form.focus_question("hold")
    press(Qt.Key.Key_1, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_1)
    form.focus_question("hold")
    press(Qt.Key.Key_2)
    assert form.head.progress_text == "1 of 4 answered"
    assert form.score is not None
    press(Qt.Key.Key_1)
    assert form.answers["thanks"].value == "Yes"
    assert row(form, "thanks").isVisible()


def test_the_question_in_hand_stays_where_it_is_when_others_come_above_it(
    show: Callable[..., ScorecardForm], qtbot: QtBot
) -> None:
    extra = [{"id": f"c{n}", "ask_if": {"question": "first", "answer": ["Yes"]}} for n in range(6)]
    form = show(a_card_of({"id": "first"}, *extra, *({"id": f"q{n}"} for n in range(12))))
    form.focus_question("q8")
    qtbot.wait(1)
    held = row(form, "q8")
    before = held.mapTo(form, QPoint(0, 0)).y()
    form.show_answer(Answer("first", "Yes"))  # as undoing does
    assert row(form, "c0").isVisible()
    assert abs(held.mapTo(form, QPoint(0, 0)).y() - before) <= 2
    assert QApplication.focusWidget() is held
    form.show_answer(Answer("first", "No"))
    assert abs(held.mapTo(form, QPoint(0, 0)).y() - before) <= 2


def test_a_question_in_hand_that_goes_gives_the_keys_to_its_neighbour(form: ScorecardForm) -> None:
    form.focus_question("hold")
    press(Qt.Key.Key_1, Qt.Key.Key_Down)
    form.show_answer(Answer("hold", "No"))
    assert form.current_question == "hold"
    assert QApplication.focusWidget() is row(form, "hold")


def test_a_question_that_is_not_asked_is_not_gone_to(form: ScorecardForm) -> None:
    form.focus_question("thanks")
    assert form.current_question == "hold"


# -- kinds


def test_ticks_score_at_each_key(form: ScorecardForm, heard: list[object]) -> None:
    press(Qt.Key.Key_1)
    assert form.head.score_text == "50.0"
    press(Qt.Key.Key_2)
    assert form.head.score_text == "100.0"
    press(Qt.Key.Key_0, Qt.Key.Key_Backspace)
    assert [given.value for given in heard if isinstance(given, AnswerGiven)] == ["sum", "sum + why", "none", None]


def test_a_number_scores_while_it_is_typed_and_is_told_at_the_end(form: ScorecardForm, heard: list[object]) -> None:
    typed: list[object] = []
    form.words_typed.connect(typed.append)
    form.focus_question("hold")
    press(Qt.Key.Key_1, Qt.Key.Key_Down)
    heard.clear()
    press(Qt.Key.Key_1)
    assert form.head.score_text == "100.0"
    press(Qt.Key.Key_9, Qt.Key.Key_9)
    assert form.head.score_text == "50.0"  # of two yes/no questions' worth, one earned
    assert typed == [WordsTyped("answer", "time", text) for text in ("1", "19", "199")]
    assert heard == []
    press(Qt.Key.Key_Down)
    assert heard == [AnswerGiven("time", "199", is_typed=True)]
    assert form.current_question == "thanks"


def test_letters_keep_their_meaning_in_the_field_of_a_number(form: ScorecardForm) -> None:
    form.focus_question("hold")
    press(Qt.Key.Key_1, Qt.Key.Key_Down, Qt.Key.Key_5, Qt.Key.Key_N)
    assert form.answers["time"].value == "N/A"
    form.focus_question("time")
    press(Qt.Key.Key_8, Qt.Key.Key_C)
    QTest.keyClicks(QApplication.focusWidget(), "long")
    form.flush()
    assert (form.answers["time"].value, form.answers["time"].comment) == ("8", "long")


def test_words_are_written_after_enter_and_left_by_escape(form: ScorecardForm, heard: list[object]) -> None:
    form.focus_question("wish")
    press(Qt.Key.Key_Return)
    QTest.keyClicks(QApplication.focusWidget(), "a refund")
    press(Qt.Key.Key_Escape)
    form.flush()
    assert heard == [AnswerGiven("wish", "a refund", is_typed=True)]
    assert QApplication.focusWidget() is row(form, "wish")
    press(Qt.Key.Key_Down)
    assert form.current_question == "tone"


# -- what is missing


def test_all_that_lacks_is_named_in_place_and_jumped_to(form: ScorecardForm) -> None:
    form.focus_question("hold")
    press(Qt.Key.Key_1, Qt.Key.Key_Down, Qt.Key.Key_5, Qt.Key.Key_Down, Qt.Key.Key_2)
    assert row(form, "thanks")._comment_wanted.isVisible()
    assert Missing("thanks", Lack.COMMENT) in form.missing
    form.show_missing(form.missing)
    assert QApplication.focusWidget() is row(form, "thanks")._comment
    assert row(form, "thanks")._lack.text() == "comment?"
    assert row(form, "steps")._lack.text() == "not answered"
    QTest.keyClicks(QApplication.focusWidget(), "nothing was said")
    press(Qt.Key.Key_Escape)
    assert not row(form, "thanks")._comment_wanted.isVisible()
    assert row(form, "thanks")._lack.text() == ""


def test_guidance_and_examples_unfold(form: ScorecardForm) -> None:
    form.focus_question("tone")
    press(Qt.Key.Key_G)
    tone = row(form, "tone")
    assert tone._guidance is not None
    words = [label.text() for label in tone._guidance.findChildren(type(tone._points).__mro__[1])]
    assert words == ["All through the call", "Examples", "No – “Sure, my dear” (calibration of 3 May)"]
    press(Qt.Key.Key_G)
    assert not tone._guidance.isVisible()


def test_root_causes_follow_the_answer(show: Callable[..., ScorecardForm]) -> None:
    options = [
        {"id": "Good", "credit": 1, "root_causes": ["praise"]},
        {"id": "Bad", "credit": 0, "root_causes": ["haste"], "root_cause_required": True},
    ]
    form = show(a_card_of({"id": "Q", "options": options}, root_causes=["praise", "haste"]))
    press(Qt.Key.Key_1)
    causes = row(form, "Q")._causes
    assert causes is not None
    assert [chip.text() for chip in causes._buttons] == ["praise"]
    assert causes._wanted.text() == "Why? – optional (R)"
    press(Qt.Key.Key_2)
    assert [chip.text() for chip in causes._buttons] == ["haste"]
    assert "required" in causes._wanted.text()
    press(Qt.Key.Key_R, Qt.Key.Key_1)
    assert form.answers["Q"].root_cause == "haste"
    press(Qt.Key.Key_Escape, Qt.Key.Key_1)
    assert form.answers["Q"].root_cause is None


# -- evidence


def test_a_suggestion_is_taken_by_a_key_and_says_so(form: ScorecardForm, heard: list[object]) -> None:
    form.show_suggestions([Suggestion("tone", "Yes", "“thank you” was said", 3, 12.5, media_id="m")])
    tone = row(form, "tone")
    form.focus_question("tone")
    assert tone._evidence is not None
    assert tone._evidence.text == "Suggested: Yes – “thank you” was said"
    assert "E\u00a0take\u00a0the\u00a0suggestion" in form.foot._keys.text()
    press(Qt.Key.Key_H, Qt.Key.Key_E)
    assert heard == [PlaceAsked(12.5, 3, "m"), AnswerGiven("tone", "Yes", "“thank you” was said")]
    assert tone._evidence.text == "✓ taken from the evidence: “thank you” was said"
    assert not tone._evidence.take_button.isVisible()
    press(Qt.Key.Key_2)
    assert tone._evidence.text.startswith("≠ overruled: the evidence says Yes")
    assert form.answers["tone"].origin is None
    press(Qt.Key.Key_1)
    assert tone._evidence.text == "✓ the evidence says so, too: “thank you” was said"


def test_a_preset_answer_is_no_answer_to_a_suggestion(form: ScorecardForm, heard: list[object]) -> None:
    form.show_suggestions([Suggestion("hold", "N/A", "no hold was measured")])
    form.focus_question("hold")
    press(Qt.Key.Key_E)
    assert heard == [AnswerGiven("hold", "N/A", "no hold was measured")]


def test_nothing_is_suggested_where_nothing_is_known(form: ScorecardForm, heard: list[object]) -> None:
    form.show_suggestions([])
    form.focus_question("tone")
    press(Qt.Key.Key_E, Qt.Key.Key_H)
    assert heard == []
    assert row(form, "tone")._evidence is None


# -- why


def test_the_panel_says_why_and_leads_to_a_question(form: ScorecardForm, qtbot: QtBot) -> None:
    press(Qt.Key.Key_1, Qt.Key.Key_Y)
    panel = form.findChildren(WhyPanel)[-1]
    qtbot.waitUntil(panel.isVisible)
    assert any("earned 50.0 %" in sentence for sentence in panel.reasons)
    panel.table.view.selectRow(5)
    QTest.keyClick(panel.table.view, Qt.Key.Key_Return)
    assert form.current_question == "tone"
    assert not panel.isVisible()


def test_a_blind_form_gives_no_reasons(qtbot: QtBot, theme: Theme, card: ScorecardVersion) -> None:
    form = ScorecardForm(theme, shows_score=False)
    qtbot.addWidget(form)
    form.show_version(card, {})
    form.show_why()
    assert form.findChildren(WhyPanel) == []


# -- coming back


def test_who_comes_back_finds_question_folds_and_guidance(show: Callable[..., ScorecardForm], card: ScorecardVersion) -> None:
    form = show(card, place=Place("tone", 0, ("tone",)))
    assert form.current_question == "tone"
    assert row(form, "tone").is_unfolded
    assert form.place == Place("tone", form._scroll.verticalScrollBar().value(), ("tone",))


def test_a_long_form_is_as_far_down_as_it_was(show: Callable[..., ScorecardForm]) -> None:
    card = a_card_of(*({"id": f"q{n}"} for n in range(40)))
    form = show(card)
    form.focus_question("q25")
    place = form.place
    again = show(card, place=place)
    assert (again.current_question, again._scroll.verticalScrollBar().value()) == ("q25", place.scrolled)


# -- long forms


def a_long_card() -> ScorecardVersion:
    """Sixty questions of every kind."""
    questions: list[dict[str, object]] = []
    for number in range(10):
        for definition in KINDS:
            made = {**definition, "id": f"{definition['id']}{number}"}
            if "ask_if" in made:
                made["ask_if"] = {"question": f"hold{number}", "answer": ["Yes"]}
            questions.append(made)
    return a_card_of(*questions, root_causes=["haste"])


def test_sixty_questions_are_answered_without_waiting(show: Callable[..., ScorecardForm]) -> None:
    show(a_long_card())
    times = []
    for key in (Qt.Key.Key_1, Qt.Key.Key_2) * 10:
        started = thread_time()
        press(key)
        QApplication.processEvents()
        times.append(thread_time() - started)
    assert median(times) < 0.016 * 4  # the benchmark has the figure


def test_sixty_questions_open_bit_by_bit(qtbot: QtBot, theme: Theme, stalls: StallWatch) -> None:
    form = ScorecardForm(theme)
    qtbot.addWidget(form)
    form.resize(440, 700)
    form.show()
    qtbot.waitExposed(form)
    version = a_long_card()
    stalls.start_again()
    form.show_version(version, {})
    qtbot.waitUntil(lambda: all(row.is_built for row in form._rows), timeout=20_000)
    assert stalls.longest_ms < 50 * 4
    form.show_markers([Marker("m", "late", 1.0, None, "tone9")])
    assert row(form, "tone9").isVisible()
