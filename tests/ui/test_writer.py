"""Writes on their own thread: in order, told when they are there, waiting while the disk refuses, never holding anybody up."""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject

from qa_desk.domain.errors import EnvironmentFailure, Refusal
from qa_desk.ui.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from qa_desk.workspace.workspace import Workspace
    from tests.ui.conftest import StallWatch

WAIT_MS = 10_000


@pytest.fixture
def writer(workspace: Workspace) -> Iterator[Writer]:
    parent = QObject()
    made = Writer(workspace, parent)
    yield made
    made.stop()
    parent.deleteLater()


class Disk:
    """Takes words down, refuses, or stands still, as a test wants it."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.refuses = False
        self.runs = threading.Event()
        self.runs.set()

    def write(self, word: str) -> Callable[[Workspace], str]:
        def work(_own: Workspace) -> str:
            self.runs.wait(30)
            if self.refuses:
                raise EnvironmentFailure("The disk is full.")
            self.words.append(word)
            return word

        return work


@pytest.fixture
def disk() -> Iterator[Disk]:
    made = Disk()
    yield made
    made.runs.set()


def test_writes_keep_their_order_and_are_told_on_the_windows_thread(writer: Writer, disk: Disk) -> None:
    heard: list[tuple[str, bool]] = []

    def hear(word: str) -> None:
        heard.append((word, threading.current_thread() is threading.main_thread()))

    for number in range(50):
        writer.add(disk.write(str(number)), hear)
    assert writer.flush(WAIT_MS)
    assert disk.words == [str(number) for number in range(50)]
    assert heard == [(str(number), True) for number in range(50)]


def test_a_write_has_a_connection_of_its_own(writer: Writer, workspace: Workspace) -> None:
    seen: list[Workspace] = []
    writer.add(seen.append)
    writer.add(seen.append)
    assert writer.flush(WAIT_MS)
    assert seen[0] is seen[1]
    assert seen[0].connection is not workspace.connection


def test_telling_does_not_wait_for_a_disk_that_stands_still(writer: Writer, disk: Disk, qtbot: QtBot, stalls: StallWatch) -> None:
    disk.runs.clear()
    stalls.start_again()
    for number in range(200):
        writer.add(disk.write(str(number)))
    qtbot.wait(30)
    assert stalls.longest_wait_ms < WAIT_MS / 2
    assert writer.is_waiting
    assert not writer.flush(20)
    disk.runs.set()
    with qtbot.waitSignal(writer.settled, timeout=WAIT_MS):
        pass
    assert len(disk.words) == 200


def test_what_the_disk_refuses_waits_is_told_and_is_tried_again(writer: Writer, disk: Disk, qtbot: QtBot) -> None:
    disk.refuses = True
    with qtbot.waitSignal(writer.failed, timeout=WAIT_MS) as told:
        writer.add(disk.write("first"))
        writer.add(disk.write("second"))
    assert told.args == ["The disk is full."]
    assert (writer.is_failing, writer.is_waiting) == (True, True)
    disk.refuses = False
    writer.go_on()
    qtbot.waitUntil(lambda: not writer.is_waiting, timeout=WAIT_MS)
    assert disk.words == ["first", "second"]
    assert not writer.is_failing


def test_it_is_tried_again_without_being_asked(writer: Writer, disk: Disk, qtbot: QtBot) -> None:
    disk.refuses = True
    with qtbot.waitSignal(writer.failed, timeout=WAIT_MS):
        writer.add(disk.write("word"))
    disk.refuses = False
    with qtbot.waitSignal(writer.settled, timeout=WAIT_MS):
        pass
    assert disk.words == ["word"]


def test_a_refusal_for_good_is_told_and_what_followed_is_forgotten(writer: Writer, disk: Disk, qtbot: QtBot) -> None:
    def refuse(_own: Workspace) -> None:
        raise Refusal("never")

    disk.runs.clear()
    writer.add(disk.write("before"))
    writer.add(refuse)
    writer.add(disk.write("after"))
    with qtbot.waitSignal(writer.refused, timeout=WAIT_MS) as told:
        disk.runs.set()
    assert told.args == ["never"]
    assert disk.words == ["before"]
    assert not writer.is_waiting


def test_only_the_last_of_the_same_words_is_written(writer: Writer, disk: Disk) -> None:
    disk.runs.clear()
    writer.add(disk.write("answer"))
    for text in ("l", "la", "late"):
        writer.add(disk.write(text), key="comment")
    writer.add(disk.write("another"))
    writer.add(disk.write("later"), key="comment")
    disk.runs.set()
    assert writer.flush(WAIT_MS)
    assert disk.words == ["answer", "late", "another", "later"]


def test_what_is_tried_once_does_not_wait_for_a_better_disk(writer: Writer, disk: Disk, qtbot: QtBot) -> None:
    disk.refuses = True
    with qtbot.waitSignal(writer.failed, timeout=WAIT_MS):
        writer.add(disk.write("submit"), is_once=True)
    assert not writer.is_waiting
    disk.refuses = False
    writer.add(disk.write("answer"))
    assert writer.flush(WAIT_MS)
    assert disk.words == ["answer"]


def test_a_question_is_no_unsaved_word_and_is_left_out_while_the_disk_refuses(writer: Writer, disk: Disk, qtbot: QtBot) -> None:
    answers: list[str] = []
    disk.runs.clear()
    writer.ask(disk.write("look"), answers.append)
    assert not writer.is_waiting
    disk.runs.set()
    qtbot.waitUntil(lambda: answers == ["look"], timeout=WAIT_MS)
    disk.refuses = True
    with qtbot.waitSignal(writer.failed, timeout=WAIT_MS):
        writer.add(disk.write("word"))
    writer.ask(disk.write("look again"), answers.append)
    disk.refuses = False
    writer.go_on()
    qtbot.waitUntil(lambda: not writer.is_waiting, timeout=WAIT_MS)
    assert (disk.words, answers) == (["look", "word"], ["look"])


def test_a_bug_goes_to_the_crash_dialog_and_the_line_goes_on(
    writer: Writer, disk: Disk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    crashes: list[type] = []
    monkeypatch.setattr("sys.excepthook", lambda kind, _error, _trace: crashes.append(kind))

    def stumble(_own: Workspace) -> None:
        raise KeyError("x")

    with qtbot.waitSignal(writer.refused, timeout=WAIT_MS):
        writer.add(stumble)
    writer.add(disk.write("word"))
    assert writer.flush(WAIT_MS)
    assert crashes == [KeyError]
    assert disk.words == ["word"]


def test_after_stop_nothing_is_written(writer: Writer, disk: Disk) -> None:
    writer.add(disk.write("before"))
    assert writer.flush(WAIT_MS)
    writer.stop()
    writer.add(partial(disk.write("after")))
    assert not writer.is_waiting
    assert disk.words == ["before"]
