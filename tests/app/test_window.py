from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSettings

from qa_desk.app.screens import PLACES
from qa_desk.app.window import has_display, make_window, open_window
from qa_desk.domain.errors import EnvironmentFailure
from qa_desk.resource_files import resource
from qa_desk.ui.shell.faults import CrashDialog
from qa_desk.workspace.workspace import create_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

_VISIT_ALL = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from qa_desk.app import window as w
from qa_desk.app.screens import PLACES
application = QApplication([])
made = []
make = w.make_window
def keep(app):
    made.append(make(app))
    return made[0]
w.make_window = keep
def visit():
    main = made[0][0]
    for place in PLACES:
        main.workbench.go(place.key)
        assert main.workbench.screen_shown is not None, place.key
    print("visited", len(PLACES), flush=True)
    main.close()
QTimer.singleShot(0, visit)
raise SystemExit(w.run_window(application, Path(sys.argv[1])))
"""


def test_without_a_display_it_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert not has_display()
    with pytest.raises(EnvironmentFailure, match="no display"):
        open_window(None)


@pytest.mark.parametrize(
    ("name", "value"), [("QT_QPA_PLATFORM", "offscreen"), ("DISPLAY", ":0"), ("WAYLAND_DISPLAY", "wayland-0")]
)
def test_a_display_is_recognised(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    for other in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(other, raising=False)
    monkeypatch.setenv(name, value)
    assert has_display()


def test_every_place_has_its_icon_and_a_key_of_its_own() -> None:
    assert len({place.key for place in PLACES}) == len(PLACES)
    for place in PLACES:
        assert resource("icons", f"{place.icon}.svg").is_file(), place.key


def test_however_much_goes_wrong_there_is_one_crash_dialog(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_data_dir", lambda *_args, **_kept: str(tmp_path))
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path))
    window, crashes = make_window(qapp)
    qtbot.addWidget(window)
    window.show()
    for error in (ValueError("customer 4711"), KeyError("customer 4712"), ValueError("customer 4713")):
        crashes.catch(type(error), error, None)
    dialogs = window.findChildren(CrashDialog)
    assert len(dialogs) == 1
    assert "ValueError" in dialogs[0].report
    assert "KeyError" in dialogs[0].report
    assert "471" not in dialogs[0].report
    dialogs[0].accept()


def test_the_window_opens_visits_every_place_and_ends_cleanly(tmp_path: Path) -> None:
    workspace = tmp_path / "centre.qadesk"
    create_workspace(workspace).close()
    home = {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("DATA", "CONFIG", "STATE", "CACHE")}
    ran = subprocess.run(
        [sys.executable, "-c", _VISIT_ALL, str(workspace)],
        env={**os.environ, **home, "QT_QPA_PLATFORM": "offscreen", "QA_DESK_LANGUAGE": "en"},
        cwd=resource().parent,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert f"visited {len(PLACES)}" in ran.stdout
    assert "Traceback" not in ran.stderr
