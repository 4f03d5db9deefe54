"""What every test of a screen gets: a context over a workspace, and a watch over what a test leaves behind."""

from __future__ import annotations

import gc
import os
import threading
import time
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QObject, QSettings, QThread, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from qa_desk.domain.numbers import group_by
from qa_desk.ui.changes import ChangeBus
from qa_desk.ui.jobs import Jobs
from qa_desk.ui.screen import Context
from qa_desk.ui.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from qa_desk.workspace.workspace import Workspace

_THOUSANDS = "\u202f"
"""The mark that holds where no window chose a culture."""


class RecordingNavigator:
    """The window around a screen: remembers where the screen wanted to go and what it said."""

    def __init__(self) -> None:
        self.went: list[tuple[str, dict[str, object]]] = []
        self.toasts: list[str] = []
        self.undo: Callable[[], None] | None = None

    def go(self, place: str, **arguments: object) -> None:
        self.went.append((place, arguments))

    def toast(self, text: str, undo: Callable[[], None] | None = None) -> None:
        self.toasts.append(text)
        self.undo = undo


class StallWatch(QObject):
    """Measures the longest turn of the event loop: how long the window answered nothing.

    `longest_ms` is what the window's own thread worked, and does not grow when other programs want the machine too;
    `longest_wait_ms` is by the clock on the wall, and tells also that it waited for something.
    """

    def __init__(self) -> None:
        super().__init__()
        self.start_again()
        self._timer = QTimer(self, interval=5)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def start_again(self) -> None:
        """Forget what was measured: the part that counts begins here."""
        self.longest_ms = self.longest_wait_ms = 0.0
        self._worked, self._moment = time.thread_time(), time.perf_counter()

    def stop(self) -> None:
        self._timer.stop()

    def _tick(self) -> None:
        worked, moment = time.thread_time(), time.perf_counter()
        self.longest_ms = max(self.longest_ms, (worked - self._worked) * 1000)
        self.longest_wait_ms = max(self.longest_wait_ms, (moment - self._moment) * 1000)
        self._worked, self._moment = worked, moment


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest, qapp: QApplication, tmp_path: Path) -> Iterator[None]:
    """Fails a test that leaves a window, a running timer or a thread behind, and says which."""
    qapp.setOrganizationName("qa-desk")
    qapp.setApplicationName("qa-desk")
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "window"))
    QLocale.setDefault(QLocale("en_001"))  # dates as they are written nowhere in particular, wherever the tests run
    group_by(_THOUSANDS)
    widgets = {id(widget) for widget in QApplication.topLevelWidgets()}
    threads = set(threading.enumerate())
    yield
    group_by(_THOUSANDS)
    left = _left_behind(widgets, threads)
    if left:
        gc.collect()
        left = _left_behind(widgets, threads)
    for widget in QApplication.topLevelWidgets():  # the next test starts clean all the same
        if id(widget) not in widgets and isValid(widget):
            widget.deleteLater()
    assert not left, f"{request.node.name} left behind: {'; '.join(left)}"


def _left_behind(widgets: set[int], threads: set[threading.Thread]) -> list[str]:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    left = [f"widget {_named(widget)}" for widget in QApplication.topLevelWidgets() if id(widget) not in widgets]
    left += [
        f"thread {thread.name}"
        for thread in threading.enumerate()
        # a thread of Qt that ran Python code stays known as a dummy after its end
        if thread not in threads and thread.is_alive() and type(thread).__name__ != "_DummyThread"
    ]
    kinds = _kinds(QTimer) | _kinds(QThread)
    for thing in [thing for thing in gc.get_objects() if type(thing) in kinds]:  # a third of what `isinstance` takes, each test
        if not isValid(thing):
            continue
        if isinstance(thing, QTimer) and thing.isActive():
            left.append(f"running QTimer of {_named(thing.parent())}")
        elif isinstance(thing, QThread) and thing.isRunning() and thing is not QThread.currentThread():
            left.append(f"running QThread of {_named(thing.parent())}")
    return left


def _kinds(kind: type) -> set[type]:
    return {kind}.union(*(_kinds(below) for below in kind.__subclasses__()))


def _named(thing: QObject | None) -> str:
    if thing is None:
        return "nobody"
    name = thing.accessibleName() if isinstance(thing, QWidget) else thing.objectName()
    return f"{type(thing).__name__} {name!r}"


@pytest.fixture
def stalls(qapp: QApplication) -> Iterator[StallWatch]:
    """`stalls.longest_ms` tells how long the event loop was held up while the test waited with `qtbot`."""
    watch = StallWatch()
    yield watch
    watch.stop()
    watch.deleteLater()


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    made = Theme(qapp, "light")
    yield made
    made.deleteLater()


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    running = [job.title for job in made.running]
    made.cancel_all()
    assert made.wait_all(5000), f"a job never ended: {running}"
    made.deleteLater()
    assert not running, f"jobs were still running: {running}"


@pytest.fixture
def navigator() -> RecordingNavigator:
    return RecordingNavigator()


@pytest.fixture
def context(workspace: Workspace, jobs: Jobs, theme: Theme, navigator: RecordingNavigator) -> Iterator[Context]:
    """What a screen is given, over an empty workspace; `navigator` tells where it went."""
    changes = ChangeBus()
    yield Context(workspace, jobs, changes, theme, navigator, None)
    changes.deleteLater()
