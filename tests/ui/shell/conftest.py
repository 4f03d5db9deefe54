"""A window with three simple places, and what a test needs to steer it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.ui.changes import Kind
from qa_desk.ui.desk import Desk
from qa_desk.ui.screen import Context, Place, Screen, Verb
from qa_desk.ui.shell.house import House
from qa_desk.ui.shell.main_window import MainWindow
from qa_desk.workspace.workspace import create_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qa_desk.domain.progress import JobContext
    from qa_desk.ui.theme import Theme


class NotingScreen(Screen):
    """Notes what the shell asks of it."""

    shows = frozenset({Kind.EVALUATIONS})

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.arrivals: list[dict[str, object]] = []
        self.refreshed = 0
        self.did: list[str] = []

    def arrive(self, **arguments: object) -> None:
        self.arrivals.append(arguments)

    def refresh(self) -> None:
        self.refreshed += 1

    def verbs(self) -> Sequence[Verb]:
        return (Verb("Note something", self._note),)

    def _note(self) -> None:
        self.did.append("noted")


class Refusing:
    """A place that cannot be built until it is told that it can."""

    def __init__(self) -> None:
        self.error: Exception | None = Refusal("no scorecard yet; publish one first")

    def __call__(self, context: Context) -> Screen:
        if self.error is not None:
            raise self.error
        return NotingScreen(context)


@pytest.fixture
def refusing() -> Refusing:
    return Refusing()


@pytest.fixture
def places(refusing: Refusing) -> list[Place]:
    return [
        Place("today", "Today", "calendar-check", NotingScreen),
        Place("coach", "Coach", "graduation-cap", NotingScreen),
        Place("refusing", "Refusing", "x", refusing),
        Place("settings", "Settings", "settings", NotingScreen),
    ]


@pytest.fixture
def spoken() -> list[str]:
    return []


@pytest.fixture
def house(places: list[Place], spoken: list[str], tmp_path: Path) -> House:
    def make_demonstration(path: Path, ctx: JobContext) -> None:
        ctx.report(1, 2, "agents")
        path.parent.mkdir(parents=True)
        create_workspace(path).close()

    return House(
        places=places,
        desk=Desk(tmp_path / "desk.json"),
        system_language="en",
        speak=spoken.append,
        demonstration=tmp_path / "demonstration" / "demo.qadesk",
        make_demonstration=make_demonstration,
    )


@pytest.fixture
def window(house: House, theme: Theme, qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(house, theme)
    qtbot.addWidget(made)
    made.show()
    made.open_last_or(None)
    yield made
    made.jobs.cancel_all()
    assert made.jobs.wait_all(5000)
