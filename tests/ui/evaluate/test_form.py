from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton

from qa_desk.domain.evaluation import Answer, Lack, Marker, Missing
from qa_desk.ui.evaluate.form import ScorecardForm
from qa_desk.ui.evaluate.form_events import (
    AnswerGiven,
    CommentChanged,
    MarkerAsked,
    MarkerChanged,
    MarkerOpened,
    MarkerRemoved,
    RootCauseChosen,
)
from qa_desk.ui.evaluate.question_row import QuestionRow
from qa_desk.ui.evaluate.section_box import SectionBox
from qa_desk.workspace.scorecard_files import read_scorecard_text

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from qa_desk.domain.scorecard import ScorecardVersion, Section
    from qa_desk.ui.theme import Theme

CARD = """
title: Voice
pass_threshold: 85
decimals: 1
root_causes: [knowledge, haste]
sections:
  - id: opening
    questions:
      - {id: greeting, title: Greeting, weight: 10, credits: {Yes: 1, No: 0}, guidance: Within ten seconds}
      - {id: verified, title: Verified, weight: 20, credits: {Yes: 1, No: 0}, critical: compliance,
         autofail: {trigger: [No], scope: form}, na_allowed: false}
  - id: resolution
    questions:
      - {id: diagnosis, title: Diagnosis, weight: 70, credits: {0: 0, 1: 1/4, 2: 1/2, 3: 3/4, 4: 1},
         root_causes: all, root_cause_required: true}
  - id: extra
    questions:
      - {id: bonus, title: Bonus, adjust: {Earned: 3, None: 0}}
"""


@pytest.fixture
def card() -> ScorecardVersion:
    version = read_scorecard_text(CARD).version
    assert version is not None
    return version


@pytest.fixture
def form(qtbot: QtBot, theme: Theme, card: ScorecardVersion) -> ScorecardForm:
    """A shown form with nothing answered, its first question lit."""
    made = ScorecardForm(theme)
    qtbot.addWidget(made)
    made.resize(440, 800)
    made.show_version(card, {})
    made.show()
    qtbot.waitExposed(made)
    made.focus_first_open()
    return made


@pytest.fixture
def heard(form: ScorecardForm) -> list[object]:
    """Everything the form told, in order."""
    told: list[object] = []
    for signal in (
        form.answer_given,
        form.comment_changed,
        form.root_cause_chosen,
        form.marker_asked,
        form.marker_changed,
        form.marker_removed,
        form.marker_opened,
    ):
        signal.connect(told.append)
    return told


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key on whatever has the focus."""
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def test_a_call_is_scored_by_keyboard_alone(form: ScorecardForm, heard: list[object]) -> None:
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_3)
    assert heard == [AnswerGiven("greeting", "Yes"), AnswerGiven("verified", "Yes"), AnswerGiven("diagnosis", "3")]
    assert form.head.score_text == "82.5"
    assert form.head.verdict_text == "✕ below 85"


def test_the_score_follows_each_key(form: ScorecardForm) -> None:
    assert form.head.score_text == "–"
    press(Qt.Key.Key_2)
    assert (form.head.score_text, form.head.verdict_text) == ("0.0", "so far")
    press(Qt.Key.Key_1)
    assert form.head.score_text == "100.0"
    press(Qt.Key.Key_N)
    assert form.head.score_text == "–"


def test_a_number_on_a_scale_is_that_answer_and_elsewhere_counts_from_one(form: ScorecardForm, heard: list[object]) -> None:
    form.focus_question("diagnosis")
    press(Qt.Key.Key_0)
    press(Qt.Key.Key_4)
    press(Qt.Key.Key_5)
    form.focus_question("greeting")
    press(Qt.Key.Key_0)
    press(Qt.Key.Key_2)
    assert heard == [AnswerGiven("diagnosis", "0"), AnswerGiven("diagnosis", "4"), AnswerGiven("greeting", "No")]


def test_n_is_not_applicable_where_that_is_allowed(form: ScorecardForm, heard: list[object]) -> None:
    press(Qt.Key.Key_N)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_N)
    assert heard == [AnswerGiven("greeting", "N/A")]


def test_the_same_answer_again_tells_nothing(form: ScorecardForm, heard: list[object]) -> None:
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_1)
    assert heard == [AnswerGiven("greeting", "Yes")]


def test_backspace_takes_an_answer_back(form: ScorecardForm, heard: list[object]) -> None:
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_Backspace)
    assert heard[-1] == AnswerGiven("greeting", None)
    assert form.answers == {}


def test_arrows_walk_and_the_question_in_hand_is_lit(form: ScorecardForm) -> None:
    assert form.current_question == "greeting"
    press(Qt.Key.Key_Up)
    assert form.current_question == "greeting"
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_J)
    assert form.current_question == "diagnosis"
    press(Qt.Key.Key_End)
    assert form.current_question == "bonus"
    press(Qt.Key.Key_Home)
    assert form.current_question == "greeting"
    lit = [row.question.id for row in form._rows if row.property("lit") == "true"]
    assert lit == ["greeting"]


def test_a_key_with_ctrl_does_not_answer(form: ScorecardForm, heard: list[object]) -> None:
    press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    press(Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    assert heard == []


def test_a_form_autofail_shows_at_once_with_the_question_that_set_it_off(form: ScorecardForm) -> None:
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_2)
    assert form.head.score_text == "0.0"
    assert form.head.verdict_text == "✕ failed (33.3 before auto-fail)"
    assert "Verified" in form.head.critical_text
    press(Qt.Key.Key_1)
    assert form.head.critical_text == ""


def test_lost_points_ask_for_a_root_cause_by_keyboard(form: ScorecardForm, heard: list[object]) -> None:
    form.focus_question("diagnosis")
    press(Qt.Key.Key_R)
    assert form.current_question == "diagnosis"
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_R)
    press(Qt.Key.Key_Space)
    assert heard == [AnswerGiven("diagnosis", "1"), RootCauseChosen("diagnosis", "knowledge")]
    assert form.answers["diagnosis"] == Answer("diagnosis", "1", None, "knowledge")


def test_a_full_mark_drops_the_root_cause(form: ScorecardForm) -> None:
    form.show_answer(Answer("diagnosis", "1", "note", "haste"))
    form.focus_question("diagnosis")
    press(Qt.Key.Key_4)
    assert form.answers["diagnosis"] == Answer("diagnosis", "4", "note", None)


def test_letters_are_text_while_a_comment_is_written(form: ScorecardForm, heard: list[object]) -> None:
    press(Qt.Key.Key_C)
    box = QApplication.focusWidget()
    assert isinstance(box, QPlainTextEdit)
    QTest.keyClicks(box, "n 1 cm")
    press(Qt.Key.Key_Escape)
    assert heard == [CommentChanged("greeting", "n 1 cm")]
    assert form.current_question == "greeting"
    press(Qt.Key.Key_1)
    assert heard[-1] == AnswerGiven("greeting", "Yes")
    assert form.answers["greeting"] == Answer("greeting", "Yes", "n 1 cm")


def test_a_comment_is_told_while_one_is_still_typing(form: ScorecardForm, heard: list[object], qtbot: QtBot) -> None:
    press(Qt.Key.Key_C)
    QTest.keyClicks(QApplication.focusWidget(), "half")
    qtbot.waitUntil(lambda: heard == [CommentChanged("greeting", "half")])


def test_an_empty_comment_goes_away_when_left(form: ScorecardForm, heard: list[object]) -> None:
    press(Qt.Key.Key_C)
    box = QApplication.focusWidget()
    press(Qt.Key.Key_Escape)
    assert not box.isVisible()
    assert heard == []


def test_m_asks_for_a_marker_and_its_words_are_told(form: ScorecardForm, heard: list[object]) -> None:
    press(Qt.Key.Key_M)
    assert heard == [MarkerAsked("greeting")]
    form.show_markers([Marker("m1", "", 131.4, None, "greeting")])
    form.edit_marker("m1")
    QTest.keyClicks(QApplication.focusWidget(), "talks over")
    press(Qt.Key.Key_Return)
    assert heard[-1] == MarkerChanged("m1", "talks over")
    assert form.current_question == "greeting"


def test_a_marker_can_be_opened_and_removed(form: ScorecardForm, heard: list[object]) -> None:
    form.show_markers([Marker("m1", "here", 61, None, "greeting"), Marker("m2", "there", None, 3, None)])
    opened = form._markers["m1"]
    opened._open()
    opened._remove()
    assert heard == [MarkerOpened("m1"), MarkerRemoved("m1")]
    form.show_markers([Marker("m2", "there", None, 3, None)])
    assert list(form._markers) == ["m2"]


def test_what_is_missing_is_marked_and_jumped_to_in_a_folded_section(form: ScorecardForm) -> None:
    form._questions.sections[1].fold(is_folded=True)
    form.show_missing([Missing("diagnosis", Lack.ANSWER)])
    assert form.current_question == "diagnosis"
    assert not form._questions.sections[1].is_folded
    assert form._rows[2].property("missing") == "true"
    press(Qt.Key.Key_4)
    assert form._rows[2].property("missing") == "false"


def test_asking_to_submit_tells_first_what_was_written(form: ScorecardForm, heard: list[object], qtbot: QtBot) -> None:
    press(Qt.Key.Key_C)
    QTest.keyClicks(QApplication.focusWidget(), "note")
    with qtbot.waitSignal(form.submit_asked):
        form.ask_to_submit()
    assert heard == [CommentChanged("greeting", "note")]


def test_undo_and_redo_are_asked_for(form: ScorecardForm, qtbot: QtBot) -> None:
    with qtbot.waitSignal(form.undo_asked):
        press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(form.redo_asked):
        press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)


def test_an_adjustment_changes_the_score_and_may_stay_blank(form: ScorecardForm) -> None:
    for question, answer in {"greeting": "Yes", "verified": "Yes", "diagnosis": "3"}.items():
        form.show_answer(Answer(question, answer))
    assert form.head.score_text == "82.5"
    form.focus_question("bonus")
    press(Qt.Key.Key_1)
    assert (form.head.score_text, form.head.verdict_text) == ("85.5", "✓ passes 85")


def test_a_read_only_form_can_be_walked_and_not_changed(form: ScorecardForm, card: ScorecardVersion, heard: list[object]) -> None:
    form.show_version(card, {"greeting": Answer("greeting", "No", "late")}, [Marker("m", "x", 1)], is_read_only=True)
    form.focus_question("greeting")
    for key in (Qt.Key.Key_1, Qt.Key.Key_N, Qt.Key.Key_M, Qt.Key.Key_Backspace, Qt.Key.Key_C):
        press(key)
    form.ask_to_submit()
    press(Qt.Key.Key_Down)
    assert heard == []
    assert form.current_question == "verified"
    assert form.answers == {"greeting": Answer("greeting", "No", "late")}
    assert not form.foot.submit_button.isVisible()


def test_a_read_only_form_shows_the_root_cause_that_was_chosen_and_no_other(form: ScorecardForm, card: ScorecardVersion) -> None:
    for cause, chips in (("haste", ["haste"]), (None, [])):
        form.show_version(card, {"diagnosis": Answer("diagnosis", "1", root_cause=cause)}, is_read_only=True)
        row = form._rows[2]
        seen = [chip.text().split("  ")[-1] for chip in row.findChildren(QPushButton) if chip.isVisible() and chip.isCheckable()]
        assert [text for text in seen if text in ("knowledge", "haste")] == chips


def test_a_blind_form_shows_no_score(qtbot: QtBot, theme: Theme, card: ScorecardVersion) -> None:
    form = ScorecardForm(theme, shows_score=False)
    qtbot.addWidget(form)
    form.show_version(card, {"greeting": Answer("greeting", "Yes")})
    assert form.head.score_text == ""


def test_texts_from_outside_are_shown_as_they_stand(qtbot: QtBot, theme: Theme) -> None:
    version = read_scorecard_text(CARD.replace("title: Greeting", "title: <b>Greeting</b>")).version
    assert version is not None
    form = ScorecardForm(theme)
    qtbot.addWidget(form)
    form.show_version(version, {})
    for widget in form.findChildren(QObject):
        text_format = getattr(widget, "textFormat", None)
        if callable(text_format):
            assert text_format() == Qt.TextFormat.PlainText


def test_the_keys_that_hold_are_told_for_the_question_in_hand(form: ScorecardForm) -> None:
    assert "1\u00a0Yes" in form.foot._keys.text()
    form.focus_question("diagnosis")
    assert form.foot._keys.text().startswith("0–4")


def test_another_interaction_takes_the_place_of_the_first(form: ScorecardForm, card: ScorecardVersion) -> None:
    press(Qt.Key.Key_1)
    form.show_version(card, {})
    assert form.answers == {}
    assert form.current_question is None
    form.focus_first_open()
    assert form.current_question == "greeting"


def test_no_answer_is_cut_off_at_the_narrowest(form: ScorecardForm, qtbot: QtBot) -> None:
    form.resize(100, 800)

    def all_fit() -> bool:
        segments = [b for b in form.findChildren(QPushButton) if b.property("role") == "segment"]
        return all(b.width() >= b.sizeHint().width() for b in segments) and form.width() > 250

    qtbot.waitUntil(all_fit)


def lose_points(form: ScorecardForm) -> None:
    """Answer the question that then insists on a root cause."""
    form.focus_question("diagnosis")
    press(Qt.Key.Key_2)


def chips_of(form: ScorecardForm) -> list[QPushButton]:
    causes = form._rows[2]._causes
    assert causes is not None
    return causes._buttons


def test_digits_choose_root_causes_while_these_have_the_focus_and_never_answer(form: ScorecardForm, heard: list[object]) -> None:
    lose_points(form)
    assert "R\u00a0root\u00a0cause" in form.foot._keys.text()
    heard.clear()
    widths = [chip.width() for chip in chips_of(form)]
    press(Qt.Key.Key_R)
    assert [chip.text() for chip in chips_of(form)] == ["1  knowledge", "2  haste"]
    assert [chip.width() for chip in chips_of(form)] == widths
    assert "1–2\u00a0root" in form.foot._keys.text()
    for key in (Qt.Key.Key_2, Qt.Key.Key_4, Qt.Key.Key_0, Qt.Key.Key_N):
        press(key)
    assert heard == [RootCauseChosen("diagnosis", "haste")]
    assert form.answers["diagnosis"].value == "2"
    press(Qt.Key.Key_Backspace)
    press(Qt.Key.Key_Left)
    press(Qt.Key.Key_Return)
    assert heard[1:] == [RootCauseChosen("diagnosis", None), RootCauseChosen("diagnosis", "knowledge")]
    assert form.answers["diagnosis"].value == "2"


def test_escape_and_arrows_leave_the_root_causes(form: ScorecardForm) -> None:
    lose_points(form)
    for key, question in ((Qt.Key.Key_Escape, "diagnosis"), (Qt.Key.Key_Up, "diagnosis"), (Qt.Key.Key_Down, "bonus")):
        press(Qt.Key.Key_R)
        press(key)
        assert form.current_question == question
        assert not form._rows[2].chooses_root_cause
        assert [chip.text() for chip in chips_of(form)] == ["knowledge", "haste"]
        form.focus_question("diagnosis")
    press(Qt.Key.Key_3)
    assert form.answers["diagnosis"].value == "3"


def test_the_question_in_hand_is_lit_strongly_only_while_it_has_the_keys(form: ScorecardForm) -> None:
    lose_points(form)
    press(Qt.Key.Key_R)
    form.foot.submit_button.setFocus()
    assert form._rows[2].property("lit") == "kept"
    assert "1–2" not in form.foot._keys.text()
    form.take_focus()
    assert form._rows[2].property("lit") == "true"


def test_what_is_left_is_counted_at_each_key_and_the_link_goes_to_the_next(form: ScorecardForm) -> None:
    link = form.foot.left_link
    assert link.text() == "3 left: go to next"
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_1)
    lose_points(form)
    assert link.text() == "1 left: go to next"
    assert form.head.progress_text == "1 root cause or comment is missing"
    form.focus_question("greeting")
    link.click()
    assert form.current_question == "diagnosis"
    assert form._rows[2].chooses_root_cause
    height = form.foot.height()
    press(Qt.Key.Key_1)
    assert not link.isVisible()
    assert form.head.progress_text == "complete"
    assert form.foot.height() == height


def test_what_lacks_is_marked_as_it_stands_after_an_early_submit(form: ScorecardForm) -> None:
    lose_points(form)
    form.show_missing(form.missing)
    assert [row.property("missing") for row in form._rows] == ["true", "true", "true", "false"]
    press(Qt.Key.Key_1)
    assert [row.property("missing") for row in form._rows] == ["false", "true", "true", "false"]


def test_a_required_root_cause_says_so_until_it_is_given(form: ScorecardForm) -> None:
    lose_points(form)
    causes = form._rows[2]._causes
    assert causes is not None
    assert "required" in causes._wanted.text()
    assert causes._wanted.property("meaning") == "watch"
    press(Qt.Key.Key_R)
    press(Qt.Key.Key_1)
    assert causes._wanted.property("meaning") is None


def test_a_failed_critical_question_is_named_first(qtbot: QtBot, theme: Theme) -> None:
    version = read_scorecard_text(CARD.replace("autofail: {trigger: [No], scope: form}, ", "")).version
    assert version is not None
    made = ScorecardForm(theme)
    qtbot.addWidget(made)
    made.show_version(version, {"verified": Answer("verified", "No")})
    assert made.head.critical_text == "⚑ failed: Verified (compliance-critical)"


def test_the_hints_name_the_answers_in_the_language_in_force(form: ScorecardForm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa_desk.ui.evaluate.shown_form.catalogue", lambda: SimpleNamespace(info=lambda: {"language": "zh_CN"}))
    options = "[{id: a, title: {en: Yes, zh_CN: 是}, credit: 1}, {id: b, title: {en: No, zh_CN: 否}, credit: 0}]"
    version = read_scorecard_text(CARD.replace("credits: {Yes: 1, No: 0}, guidance", f"options: {options}, guidance")).version
    assert version is not None
    form.show_version(version, {})
    form.focus_first_open()
    assert "1\u00a0是   2\u00a0否" in form.foot._keys.text()


def test_a_question_that_waits_for_its_section_is_not_seen(qtbot: QtBot, theme: Theme, card: ScorecardVersion) -> None:
    made = ScorecardForm(theme)
    qtbot.addWidget(made)
    made.resize(440, 800)
    made.show()
    qtbot.waitExposed(made)
    parts = tuple(replace(section, id=f"{section.id}-{n}") for n in range(30) for section in card.sections)
    made.show_version(replace(card, sections=_renamed(parts)), {})
    rows = made.findChildren(QuestionRow)
    waiting = [row for row in rows if not any(row in section.rows for section in made.findChildren(SectionBox))]
    assert waiting
    assert not [row.question.id for row in waiting if row.isVisible()]


def _renamed(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Every question with an id of its own."""
    return tuple(
        replace(section, questions=tuple(replace(question, id=f"{section.id}-{question.id}") for question in section.questions))
        for section in sections
    )
