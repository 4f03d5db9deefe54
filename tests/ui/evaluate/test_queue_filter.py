"""Finding one's work in the queue: by letters, by channel, by how far it is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from qa_desk.services.queue import QueueItem
from qa_desk.ui.evaluate.queue_filter import ASSIGNED, BEGUN, DUE, FREE, SCORED, QueueFilter, Wanted, matching
from qa_desk.ui.evaluate.queue_search import QueueShown

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from qa_desk.ui.evaluate.view import EvaluateScreen

TODAY = date(2024, 6, 1)


def item(name: str, channel: str = "call", **more: object) -> QueueItem:
    usual: dict[str, object] = {
        "agent": "Amira",
        "subject": "Refund",
        "started_at": None,
        "duration_s": None,
        "due_on": None,
        "assignment_id": None,
        "version_id": None,
        "evaluation_id": None,
        "answered": 0,
        "is_submitted": False,
        "shown": None,
    }
    return QueueItem(name, name, channel, **{**usual, **more})  # type: ignore[arg-type]


QUEUE = QueueShown(
    open=(
        item("late", due_on="2024-05-01", assignment_id="a"),
        item("today", "chat", due_on="2024-06-01", assignment_id="b", evaluation_id="e"),
        item("later", due_on="2024-07-01", assignment_id="c", agent="Бэла"),
        item("own", evaluation_id="f"),
    ),
    free=(item("free", "email"),),
    done=(item("done", is_submitted=True, evaluation_id="g"),),
)


def names(wanted: Wanted) -> list[str]:
    found = matching(QUEUE, wanted, TODAY)
    return [one.interaction_id for one in (*found.open, *found.free, *found.done)]


def test_without_a_filter_all_of_it_is_there() -> None:
    assert Wanted().is_everything
    assert matching(QUEUE, Wanted(), TODAY) == QUEUE


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(state=DUE), ["late", "today"]),
        (Wanted(state=ASSIGNED), ["late", "today", "later"]),
        (Wanted(state=BEGUN), ["today", "own"]),
        (Wanted(state=FREE), ["free"]),
        (Wanted(state=SCORED), ["done"]),
        (Wanted(channel="chat"), ["today"]),
        (Wanted(words="бэла"), ["later"]),
        (Wanted(words="refund late"), ["late", "later"]),
        (Wanted(words="mail"), ["free"]),
        (Wanted("amira", "call", DUE), ["late"]),
        (Wanted(words="nobody"), []),
    ],
)
def test_letters_channel_and_state_go_together(wanted: Wanted, found: list[str]) -> None:
    assert names(wanted) == found


def test_it_tells_what_is_wanted(qtbot: QtBot) -> None:
    widget = QueueFilter()
    qtbot.addWidget(widget)
    told: list[Wanted] = []
    widget.changed.connect(told.append)
    widget.words.setText(" refund ")
    widget.channels.setCurrentIndex(1)
    widget.states.setCurrentIndex(1)
    assert told[-1] == Wanted("refund", "call", DUE)
    QTest.keyClick(widget.words, Qt.Key.Key_Escape)
    assert told[-1].words == ""


def test_the_queue_is_narrowed_and_walked_into_by_keyboard(screen: EvaluateScreen, qtbot: QtBot) -> None:
    screen.filter.words.setFocus()
    QTest.keyClicks(screen.filter.words, "chat-1")
    assert [one.interaction_id for one in screen.queue.items] == ["chat"]
    QTest.keyClick(screen.filter.words, Qt.Key.Key_Down)
    assert screen.queue.hasFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.presenter.interaction_id == "chat")
    screen.filter.words.clear()
    assert len(screen.queue.items) == 2
    assert screen.queue.chosen is not None
    assert screen.queue.chosen.interaction_id == "chat"
