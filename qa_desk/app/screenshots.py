"""Pictures of the main screens, for the README and for a machine without a display: the real window, drawn off the screen."""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qa_desk.domain.errors import EnvironmentFailure
from qa_desk.domain.language import tr
from qa_desk.domain.progress import Quiet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QApplication

    from qa_desk.domain.progress import JobContext
    from qa_desk.ui.shell.main_window import MainWindow
    from qa_desk.workspace.workspace import Workspace

WIDTH, HEIGHT = 1440, 900
_PATIENCE_MS = 30_000
_QUIET_MS = 400
"""A screen is finished when no job has run for so long."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: its place of the rail, and a query for what is to be shown there."""

    name: str
    place: str
    argument: str = ""
    query: str = ""


SHOTS: tuple[Shot, ...] = (
    Shot("today", "today"),
    Shot(
        "evaluate",
        "evaluate",
        "interaction_id",
        "SELECT interaction_id FROM evaluations WHERE status = 'draft' AND purpose = 'routine' ORDER BY created_at DESC LIMIT 1",
    ),
    Shot("assign", "assign"),
    Shot(
        "calibrate",
        "calibrate",
        "session_id",
        "SELECT id FROM calibration_sessions WHERE state IN ('review', 'resolved', 'closed') ORDER BY created_at DESC LIMIT 1",
    ),
    Shot(
        "coach",
        "coach",
        "agent_id",
        "SELECT agent_id FROM action_items GROUP BY agent_id ORDER BY sum(status = 'done') DESC, count(*) DESC LIMIT 1",
    ),
    Shot("report", "report"),
    Shot("data", "data"),
    Shot("scorecards", "scorecards"),
    Shot("settings", "settings"),
)
"""Places that the window does not have are left out."""


def take_screenshots(
    workspace_file: Path, folder: Path, *, theme: str = "light", language: str | None = None, context: JobContext | None = None
) -> list[Path]:
    """Draw every main screen of a workspace into a folder as PNG; the files in the order of the rail.

    A copy is shown, so that nothing of the workspace changes. Needs no display.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentFailure(tr("{folder}: cannot be written ({reason}).", folder=folder, reason=error.strerror)) from error
    with tempfile.TemporaryDirectory(prefix="qa-desk-") as scratch:
        application = _application(scratch)
        copy = Path(scratch) / workspace_file.name
        _copy(workspace_file, copy)
        return _take(application, copy, folder, {"theme": theme, "language": language}, context or Quiet())


def _application(memory: str) -> QApplication:
    """The application there is, or one that draws off the screen and remembers nothing of this person's own window."""
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication

    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    # nothing is played here: what the sound system has to say about itself is of no interest
    os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.*=false;default.warning=false")
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, memory)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("qa-desk")
    return application


def _copy(source: Path, target: Path) -> None:
    origin, copy = sqlite3.connect(source), sqlite3.connect(target)
    try:
        origin.backup(copy)
    finally:
        origin.close()
        copy.close()


def _take(
    application: QApplication, workspace_file: Path, folder: Path, settings: Mapping[str, str | None], context: JobContext
) -> list[Path]:
    """Every shot of a workspace that is ours to change."""
    shots, seated = _prepare(workspace_file, settings)
    window = _window(application, workspace_file, seated)
    written = []
    try:
        for number, (shot, arguments) in enumerate(shots):
            context.report(number, len(shots), tr("drawing {place}", place=shot.place))
            context.raise_if_cancelled()
            if window.workbench is None:
                raise EnvironmentFailure(tr("{file}: could not be shown.", file=workspace_file))
            window.workbench.go(shot.place, **arguments)
            _settle(window)
            path = folder / f"{shot.name}.png"
            if not window.grab().save(str(path)):
                raise EnvironmentFailure(tr("{file}: cannot be written.", file=path))
            written.append(path)
    finally:
        window.close()
        window.deleteLater()
        application.processEvents()
    return written


def _prepare(workspace_file: Path, settings: Mapping[str, str | None]) -> tuple[list[tuple[Shot, dict[str, object]]], str | None]:
    """Set the look; the shots of the places that there are, each with what to show, and who sits here."""
    from qa_desk.app.screens import PLACES
    from qa_desk.workspace.settings import set_settings
    from qa_desk.workspace.workspace import open_workspace

    places = {place.key for place in PLACES}
    workspace = open_workspace(workspace_file)
    try:
        set_settings(workspace, dict(settings))
        shots = [(shot, _arguments(workspace, shot)) for shot in SHOTS if shot.place in places]
        # whoever has most to do has most to show
        busiest = workspace.connection.execute(
            "SELECT evaluator_id FROM assignments GROUP BY evaluator_id ORDER BY count(*) DESC, evaluator_id LIMIT 1"
        ).fetchone()
    finally:
        workspace.close()
    return shots, busiest and busiest[0]


def _arguments(workspace: Workspace, shot: Shot) -> dict[str, object]:
    row = workspace.connection.execute(shot.query).fetchone() if shot.query else None
    return {shot.argument: row[0]} if row else {}


def _window(application: QApplication, workspace_file: Path, seated: str | None) -> MainWindow:
    """The window on a workspace, with a memory of its own beside the file."""
    from qa_desk.app.languages import speak_language, system_language
    from qa_desk.app.screens import PLACES
    from qa_desk.ui.desk import Desk
    from qa_desk.ui.shell.house import House
    from qa_desk.ui.shell.main_window import MainWindow
    from qa_desk.ui.theme import Theme

    desk = Desk(workspace_file.with_name("desk.json"))
    desk.seat(workspace_file, seated)
    language = system_language()
    house = House(
        places=PLACES,
        desk=desk,
        system_language=language,
        speak=speak_language,
        demonstration=workspace_file,
        make_demonstration=lambda _path, _context: None,
    )
    theme = Theme(application, language=language)
    window = MainWindow(house, theme)
    theme.dress(window)
    window.resize(WIDTH, HEIGHT)
    window.show()
    window.open(workspace_file)
    return window


def _settle(window: MainWindow) -> None:
    """Let the window work until nothing more is to come."""
    from PySide6.QtCore import QDeadlineTimer, QEventLoop

    patience, quiet = QDeadlineTimer(_PATIENCE_MS), QDeadlineTimer(_QUIET_MS)
    loop = QEventLoop()
    while not patience.hasExpired() and not quiet.hasExpired():
        loop.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        if window.jobs.running:
            quiet = QDeadlineTimer(_QUIET_MS)
