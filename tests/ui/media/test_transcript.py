from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt

from qa_desk.media.transcripts import Utterance
from qa_desk.ui.dates import day_text
from qa_desk.ui.media.transcript import Transcript, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from qa_desk.ui.theme import Theme

CALL = (
    Utterance("Hello, <img src=x> how can I help?", "agent", "Rui", 1.0, 3.0),
    Utterance("Hi", "customer", None, 3.2, 4.0),
    Utterance("w" * 300, "unknown", None, 8.0, 9.0),
)


@pytest.fixture
def transcript(theme: Theme, qtbot: QtBot) -> Iterator[Transcript]:
    made = Transcript(theme)
    qtbot.addWidget(made)
    made.resize(400, 220)
    made.show_lines(lines_of(CALL))
    made.show()
    yield made
    made.close()


def test_the_line_that_is_being_said_is_lit(transcript: Transcript) -> None:
    seen = []
    for seconds in (0.0, 1.0, 3.1, 3.2, 7.9, 8.5):
        transcript.follow(seconds)
        seen.append(transcript.current_line)
    assert seen == [None, 0, 0, 1, 1, 2]


def test_a_click_and_enter_choose_the_line_with_its_time(transcript: Transcript, qtbot: QtBot) -> None:
    index = transcript.model().index(1, 0)
    with qtbot.waitSignal(transcript.line_chosen) as chosen:
        qtbot.mouseClick(transcript.viewport(), Qt.MouseButton.LeftButton, pos=transcript.visualRect(index).center())
    assert (chosen.args[0].position, chosen.args[0].start_s) == (1, 3.2)
    transcript.setCurrentIndex(transcript.model().index(0, 0))
    with qtbot.waitSignal(transcript.line_chosen) as chosen:
        qtbot.keyClick(transcript, Qt.Key.Key_Return)
    assert chosen.args[0].start_s == 1.0


def test_text_is_shown_as_it_stands_and_read_aloud_with_who_and_when(transcript: Transcript) -> None:
    text = transcript.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert text == "0:01 Rui Hello, <img src=x> how can I help?"
    assert not transcript.grab().isNull()


def test_a_word_longer_than_the_line_is_broken_not_cut(transcript: Transcript) -> None:
    heights = [transcript.sizeHintForRow(row) for row in range(3)]
    assert heights[2] > 3 * heights[1] / 2


def test_a_thread_tells_days_times_and_long_gaps() -> None:
    zone = ZoneInfo("Europe/London")
    at = 1782380463  # 2026-06-25 10:41:03 in London
    thread = [Utterance("a", "customer", "Ana", at=at), Utterance("b", "agent", at=at + 59), Utterance("c", at=at + 90000)]
    lines = lines_of(thread, zone)
    assert [(line.when, line.who, line.gap) for line in lines] == [
        ("10:41", "Ana", day_text(date(2026, 6, 25))),
        ("10:42", "Agent", ""),
        ("11:41", "", f"{day_text(date(2026, 6, 26))} · after 1 d 0 h"),
    ]


def test_a_thread_without_times_does_not_follow(transcript: Transcript) -> None:
    transcript.show_lines(lines_of([Utterance("a"), Utterance("b")]))
    transcript.follow(5.0)
    assert transcript.current_line is None


def test_a_line_from_right_to_left_stands_at_the_right(transcript: Transcript) -> None:
    def inked(text: str) -> set[int]:
        transcript.show_lines(lines_of([Utterance(text, start_s=0.0, end_s=1.0)]))
        picture = transcript.viewport().grab(transcript.visualRect(transcript.model().index(0, 0))).toImage()
        ground = picture.pixelColor(picture.width() - 2, 2)
        return {x for x in range(80, picture.width()) for y in range(picture.height()) if picture.pixelColor(x, y) != ground}

    middle = transcript.viewport().width() / 2 + 36
    assert max(inked("hello")) < middle < min(inked("مرحبا"))
