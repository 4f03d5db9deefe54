"""Starts the window, and ends it cleanly."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from qa_desk.domain.errors import EnvironmentFailure
from qa_desk.domain.language import tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from qa_desk.app.crash import Crashes
    from qa_desk.domain.progress import JobContext
    from qa_desk.ui.shell.main_window import MainWindow


def open_window(path: Path | None, *, is_demonstration: bool = False) -> int:
    """Show the window until it is closed, with a workspace in it: the named one, else the last, else the start page.

    Fails in one line where there is no display. Returns the exit status.
    """
    if not has_display():
        raise EnvironmentFailure(
            tr("There is no display here, so the window cannot be shown. The commands work without one: qa-desk --help")
        )
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication

    application = QApplication(sys.argv[:1])
    application.setApplicationName("qa-desk")
    application.setOrganizationName("qa-desk")
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)  # sizes and splitters only; nothing goes into a registry
    application.setApplicationDisplayName("QA Desk")
    application.setDesktopFileName("qa-desk")
    return run_window(application, path, is_demonstration=is_demonstration)


def has_display() -> bool:
    """Whether a window can be shown: Qt ends the whole program where it cannot, so it is asked before."""
    if os.environ.get("QT_QPA_PLATFORM", "") in ("offscreen", "minimal", "vnc"):
        return True
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run_window(application: QApplication, path: Path | None, *, is_demonstration: bool = False) -> int:
    """Run the event loop with the window in it, from first paint to last write."""
    from qa_desk.app.logs import log_folder, start_log, stop_log

    log = start_log(log_folder())
    window, crashes = make_window(application)
    crashes.install()
    window.show()
    if is_demonstration:
        window.open_demonstration()
    else:
        window.open_last_or(path)
    try:
        return int(application.exec())
    finally:
        crashes.uninstall()
        # widgets are taken apart while Qt is still whole: left to the interpreter's end, some crash
        window.close()
        window.deleteLater()
        application.processEvents()
        stop_log(log)


def make_window(application: QApplication) -> tuple[MainWindow, Crashes]:
    """The window with everything it is given, not shown yet, and the catcher of its bugs."""
    from qa_desk.app.crash import Crashes
    from qa_desk.app.languages import speak_language, system_language
    from qa_desk.app.screens import PLACES
    from qa_desk.ui.desk import Desk
    from qa_desk.ui.shell.house import House
    from qa_desk.ui.shell.main_window import MainWindow
    from qa_desk.ui.theme import Theme

    folder = Path(platformdirs.user_data_dir("qa-desk", appauthor=False))
    language = system_language()
    house = House(
        places=PLACES,
        desk=Desk(folder / "desk.json"),
        system_language=language,
        speak=speak_language,
        demonstration=folder / "demonstration.qadesk",
        make_demonstration=_make_demonstration,
    )
    theme = Theme(application, language=language)
    window = MainWindow(house, theme)
    theme.dress(window)

    def show_report(report: str) -> None:
        from qa_desk.ui.shell.faults import CrashDialog

        already = next((each for each in window.findChildren(CrashDialog) if each.isVisible()), None)
        if already is not None:
            already.show_report(report)  # one dialog, however much goes wrong
        else:
            CrashDialog(window, report, window.close).open()

    return window, Crashes(show_report, window.tell, window)


def _make_demonstration(path: Path, ctx: JobContext) -> None:
    from qa_desk.resource_files import resource
    from qa_desk.services.demo import build_demo

    build_demo(path, resource("demo"), ctx)
