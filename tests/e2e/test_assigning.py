"""A lead draws a sample in the real window; two evaluators score the same contact blind; one replaces what cannot be heard."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from qa_desk.app.window import make_window
from qa_desk.domain.coaching_span import Span
from qa_desk.domain.sampling import Replacement
from qa_desk.services.quality import load_evaluations
from qa_desk.services.queue import queue_of
from qa_desk.services.sampling_pairs import double_scored_pairs
from qa_desk.services.sampling_records import items_of, list_samples, repeat_draw
from qa_desk.ui.assign.view import AssignScreen
from qa_desk.ui.evaluate.view import EvaluateScreen
from qa_desk.workspace.workspace import open_workspace
from tests.sampling_centre import FIRST, LAST, build_centre, evaluate

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qa_desk.ui.shell.main_window import MainWindow
    from qa_desk.workspace.workspace import Workspace

pytestmark = [pytest.mark.e2e, pytest.mark.qt_log_ignore("No audio device", "pa_context_connect", "pipewire")]


@pytest.fixture
def centre(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A centre with five agents and three evaluators; the desk remembers nothing."""
    home = tmp_path / "home"
    monkeypatch.setenv("XDG_DATA_HOME", str(home))
    monkeypatch.setenv("LOCALAPPDATA", str(home))
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "window"))
    build_centre(workspace)
    return workspace.path


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def go_to_assign(window: MainWindow, file: Path, qtbot: QtBot) -> AssignScreen:
    window.resize(1440, 900)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    window.open(file)
    assert window.workbench is not None
    window.workbench.go("assign")
    screen = window.workbench.screen_shown
    assert isinstance(screen, AssignScreen)
    qtbot.waitUntil(lambda: screen.presenter.proposal is not None, timeout=20_000)
    return screen


def test_a_sample_is_drawn_scored_twice_replaced_and_repeated(
    qapp: QApplication, qtbot: QtBot, centre: Path, tmp_path: Path
) -> None:
    window, _crashes = make_window(qapp)
    screen = go_to_assign(window, centre, qtbot)

    # the lead sets the quota by keyboard and sees what it tells
    screen.plan.quota.setFocus()
    qtbot.waitUntil(screen.plan.quota.hasFocus)
    for _ in range(2):
        press(Qt.Key.Key_Down)
    assert screen.presenter.request.design.quota == 2
    assert screen.plan.tells.each.text().startswith("An agent (2)")
    qtbot.waitUntil(lambda: screen.presenter.proposal is not None, timeout=20_000)
    assert window.grab().save(str(tmp_path / "assign-new.png"))

    # and draws
    screen._draw.setFocus()
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: screen.samples.items.model.total == 10, timeout=20_000)
    assert window.grab().save(str(tmp_path / "assign-sample.png"))

    # two score the same contact, neither sees the other, one of them counts
    mine = open_workspace(centre)
    (sample,) = list_samples(mine)
    double = next(item for item in items_of(mine, sample.id) if item.second)
    names = dict(map(tuple, mine.connection.execute("SELECT name, id FROM evaluators")))
    first, second = names[double.evaluator], names[double.second]
    theirs = evaluate(mine, double.interaction_id, first)
    assert window.workbench is not None
    window.workbench.context.evaluator_id = second
    window.workbench.go("evaluate", interaction_id=double.interaction_id, evaluation_id=theirs)
    seen = window.workbench.screen_shown
    assert isinstance(seen, EvaluateScreen)
    seen.presenter.open(double.interaction_id, evaluation_id=theirs)
    assert seen.presenter.evaluation_id != theirs
    assert double.interaction_id in {item.interaction_id for item in queue_of(mine, second)}
    evaluate(mine, double.interaction_id, second, "No")
    (pair,) = double_scored_pairs(mine)
    assert (pair.first.final, pair.second.final) == (100, 50)
    counted = [e for e in load_evaluations(mine, Span(FIRST, LAST)) if e.interaction_id == double.interaction_id]
    assert [float(e.final or 0) for e in counted] == [100.0]

    # what cannot be heard is replaced by what was fixed at the draw
    window.workbench.go("assign", view="samples")
    screen.records.open(sample.id)
    qtbot.waitUntil(lambda: any(item.state == "done" for item in screen.samples.items.model._rows), timeout=20_000)
    place = next(n for n in range(10) if screen.samples.items.model.row_at(n).state == "open")
    screen.samples.items.view.selectRow(place)
    screen.samples.replace.setFocus()
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: screen.samples.items.model.total == 11, timeout=20_000)
    assert list_samples(mine)[0].reasons == {Replacement.NO_SOUND: 1}

    # and the draw comes out the same from its record, whatever happened since
    screen.samples.repeat.setFocus()
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "same result" in screen.samples.outcome.text(), timeout=20_000)
    assert repeat_draw(mine, sample.id).is_same
    mine.close()
    window.close()
    window.deleteLater()
    qtbot.wait(1)
