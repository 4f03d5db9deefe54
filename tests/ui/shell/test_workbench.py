from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel, QPushButton

from qa_desk.services.people import ensure_evaluator
from qa_desk.ui.changes import Change, Kind
from qa_desk.ui.shell.workbench import Workbench

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from qa_desk.ui.jobs import Jobs
    from qa_desk.ui.screen import Place
    from qa_desk.ui.theme import Theme
    from qa_desk.workspace.workspace import Workspace


@pytest.fixture
def bench(workspace: Workspace, jobs: Jobs, theme: Theme, places: list[Place], qtbot: QtBot) -> Workbench:
    made = Workbench(workspace, jobs, theme, places, evaluator_id=None)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    made.go("today")
    return made


def texts(bench: Workbench) -> str:
    return "\n".join(shown.text() for shown in bench.findChildren(QLabel) if shown.isVisible())


def test_a_place_is_built_at_its_first_visit_and_kept(bench: Workbench) -> None:
    today = bench.screen_shown
    bench.go("coach", agent_id="a1")
    assert bench.screen_shown is not today
    assert bench.screen_shown.arrivals == [{"agent_id": "a1"}]
    bench.go("today")
    assert bench.screen_shown is today
    assert today.arrivals == [{}, {}]


def test_the_rail_leads_to_places_and_shows_where_one_is(bench: Workbench) -> None:
    buttons = {made.objectName(): made for made in bench.rail.findChildren(QObject) if made.objectName()}
    buttons["coach"].click()
    assert bench.place == "coach"
    assert buttons["coach"].isChecked()
    assert not buttons["today"].isChecked()


def test_what_is_in_sight_is_refreshed_and_the_rest_when_one_comes_back(bench: Workbench) -> None:
    today = bench.screen_shown
    bench.go("coach")
    coach = bench.screen_shown
    bench.changes.announce(Kind.EVALUATIONS)
    assert (today.refreshed, coach.refreshed) == (0, 1)
    bench.go("today")
    assert today.refreshed == 1
    bench.go("coach")
    bench.go("today")
    assert today.refreshed == 1


def test_a_change_that_a_screen_does_not_show_leaves_it_alone(bench: Workbench) -> None:
    bench.changes.announce(Kind.SCORECARDS)
    assert bench.screen_shown.refreshed == 0


def test_a_screen_does_not_hear_of_its_own_change(bench: Workbench) -> None:
    presenter = QObject(bench.screen_shown)
    bench.changes.changed.emit(Change(frozenset({Kind.EVALUATIONS}), presenter))
    assert bench.screen_shown.refreshed == 0


def test_a_place_that_cannot_be_built_says_why_and_is_tried_again(bench: Workbench, refusing: object) -> None:
    bench.go("refusing")
    assert bench.screen_shown is None
    assert "no scorecard yet; publish one first" in texts(bench)
    refusing.error = None
    next(each for each in bench.findChildren(QPushButton) if each.text() == "Try again").click()
    assert bench.screen_shown is not None


def test_a_bug_in_a_place_goes_to_the_crash_handler_and_the_window_lives_on(
    bench: Workbench, refusing: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    caught: list[object] = []
    monkeypatch.setattr(sys, "excepthook", lambda *error: caught.append(error[0]))
    refusing.error = ZeroDivisionError()
    bench.go("refusing")
    assert caught == [ZeroDivisionError]
    assert "could not be opened" in texts(bench)
    bench.go("today")
    assert bench.screen_shown is not None


def test_who_sits_here_is_said_at_the_foot(bench: Workbench) -> None:
    heard: list[object] = []
    bench.evaluator_changed.connect(heard.append)
    mei = ensure_evaluator(bench.context.workspace, "Mei Tan")
    bench.context.evaluator_id = mei
    bench.changes.announce(Kind.EVALUATOR)
    assert heard == [mei]
    assert "Mei Tan" in [each.text() for each in bench.findChildren(QPushButton)]


def test_the_foot_tells_when_something_was_saved_last(bench: Workbench) -> None:
    assert "Last saved" not in texts(bench)
    ensure_evaluator(bench.context.workspace, "Mei Tan")
    bench.changes.announce(Kind.PEOPLE)
    assert "Last saved 00:" in texts(bench)


def test_verbs_of_the_place_come_before_those_of_the_window(bench: Workbench) -> None:
    titles = [verb.title for verb in bench.verbs()]
    assert titles[:2] == ["Note something", "Go to Today"]
    next(verb for verb in bench.verbs() if verb.title == "Go to Coach").run()
    assert bench.place == "coach"


def test_a_place_that_is_not_there_is_a_bug(bench: Workbench) -> None:
    with pytest.raises(KeyError):
        bench.go("nowhere")


def test_the_rail_widens_and_says_so(bench: Workbench) -> None:
    heard: list[object] = []
    bench.rail.widened.connect(heard.append)
    narrow = bench.rail.width()
    bench.rail._toggle()
    assert heard == [True]
    assert bench.rail.maximumWidth() > narrow
