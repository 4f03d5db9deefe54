"""The main window: the start page, or an open workspace; opening and closing, look and language, keys for all places."""

from __future__ import annotations

import sys
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QMainWindow, QWidget

from qa_desk.domain.errors import EnvironmentFailure, QaDeskError
from qa_desk.domain.language import tr
from qa_desk.services.centre_time import timezones
from qa_desk.ui.changes import Change, Kind
from qa_desk.ui.dates import use_culture
from qa_desk.ui.jobs import JobFailed, Jobs
from qa_desk.ui.screen import Verb
from qa_desk.ui.shell.opening import make_workspace, open_existing
from qa_desk.ui.shell.workbench import Workbench
from qa_desk.workspace.settings import get_setting

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent

    from qa_desk.domain.progress import JobContext
    from qa_desk.ui.shell.house import House
    from qa_desk.ui.start.page import StartPage
    from qa_desk.ui.theme import Theme
    from qa_desk.workspace.workspace import Workspace

_WAIT_AT_CLOSE_MS = 10_000
_CALM_MS = 300


class MainWindow(QMainWindow):
    """One a program."""

    def __init__(self, house: House, theme: Theme) -> None:
        super().__init__()
        self._house, self._theme = house, theme
        self.jobs = Jobs(self)
        self._workspace: Workspace | None = None
        self._start: StartPage | None = None
        self._language = house.system_language
        self._when_calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._when_calm.timeout.connect(self._load_ahead)
        self._is_warned = False
        self._after_settings = QTimer(self, singleShot=True, interval=0)
        self._after_settings.timeout.connect(self._follow_settings)
        self.setWindowTitle("QA Desk")
        self.setMinimumSize(800, 560)
        self._restore_geometry()
        self.setAcceptDrops(True)
        for number in range(1, 10):
            QShortcut(QKeySequence(f"Ctrl+{number}"), self).activated.connect(self._go_by_key)
        QShortcut(QKeySequence("Ctrl+K"), self, self.show_palette)
        QShortcut(QKeySequence("?"), self, self.show_keys)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Open), self, self.choose_and_open)
        QShortcut(QKeySequence(QKeySequence.StandardKey.New), self, self.choose_and_make)
        self.jobs.failed.connect(self._job_failed)

    @property
    def workbench(self) -> Workbench | None:
        """The open workspace, or None on the start page."""
        shown = self.centralWidget()
        return shown if isinstance(shown, Workbench) else None

    def show_start(self) -> None:
        """The page that offers the demonstration, a new workspace, or one of before."""
        from qa_desk.ui.start.page import StartPage

        page = StartPage(self._theme, self._house.desk.recent())
        page.demonstration_wanted.connect(self.open_demonstration)
        page.new_wanted.connect(self.choose_and_make)
        page.open_wanted.connect(self.choose_and_open)
        page.recent_wanted.connect(self.open)
        self._start = page
        self._put(page)
        self.setWindowTitle("QA Desk")

    def open(self, path: Path) -> None:
        """Open a workspace in the place of what is open; a failure is told, and what was open stays."""
        try:
            workspace = open_existing(path)
        except QaDeskError as error:
            if self.centralWidget() is None:
                self.show_start()
            self.tell(error, tr("The workspace could not be opened"), lambda: self.open(path))
            return
        self.show_workspace(workspace)

    def open_last_or(self, path: Path | None) -> None:
        """Open this workspace, or without one the last that is still there; else the start page is what one sees."""
        recent = self._house.desk.recent()
        if path is not None or recent:
            self.open(path or recent[0])
        else:
            self.show_start()

    def show_workspace(self, workspace: Workspace, place: str = "") -> None:
        """Show an open workspace; the one before is closed."""
        if not self._leave_workspace():
            workspace.close()
            return
        self._workspace = workspace
        self._house.desk.remember(workspace.path)
        self._follow_settings(is_forced=True)
        self._build_workbench(place or self._house.places[0].key)
        self.setWindowTitle(f"{workspace.path.stem} – QA Desk")

    def choose_and_open(self) -> None:
        """Ask which file, and open it."""
        chosen, _kind = QFileDialog.getOpenFileName(self, tr("Open a workspace"), "", _file_kinds())
        if chosen:
            self.open(_path(chosen))

    def choose_and_make(self) -> None:
        """Ask where, and make an empty workspace there."""
        chosen, _kind = QFileDialog.getSaveFileName(self, tr("New workspace"), "centre.qadesk", _file_kinds())
        if chosen:
            self.make(_path(chosen))

    def make(self, path: Path) -> None:
        """Make an empty workspace and show it."""
        try:
            workspace = make_workspace(path)
        except QaDeskError as error:
            self.tell(error, tr("The workspace could not be made"))
            return
        self.show_workspace(workspace)

    def open_demonstration(self) -> None:
        """Open the demonstration centre; it is made at the first time."""
        path = self._house.demonstration
        if path.exists():
            self.open(path)
            return
        if any(job.title == tr("Making the demonstration centre") for job in self.jobs.running):
            return
        if self.centralWidget() is None:
            self.show_start()
        self._say_busy(tr("Making the demonstration centre. This takes a moment."))

        def work(ctx: JobContext) -> Path:
            self._house.make_demonstration(path, ctx)
            return path

        self.jobs.run(
            work,
            title=tr("Making the demonstration centre"),
            on_done=self.open,
            on_failed=self._demonstration_failed,
            on_cancelled=self._demonstration_stopped,
        )

    def show_palette(self) -> None:
        """Ctrl+K: every verb by its name."""
        from qa_desk.ui.shell.palette import CommandPalette

        verbs = self.workbench.verbs() if self.workbench else []
        verbs += [
            Verb(tr("Open a workspace …"), self.choose_and_open, "Ctrl+O"),
            Verb(tr("New workspace …"), self.choose_and_make, "Ctrl+N"),
            Verb(tr("Open the demonstration centre"), self.open_demonstration),
            Verb(tr("Close the workspace"), self.close_workspace),
            Verb(tr("Quit"), self.close, "Ctrl+Q"),
        ]
        CommandPalette(self, verbs).show()

    def show_keys(self) -> None:
        """`?`: the keys that hold where one is."""
        from qa_desk.domain.shortcuts import DECLARED_KEYS, keys_in_force
        from qa_desk.ui.shell.keys_sheet import KeysSheet

        keys = keys_in_force(get_setting(self._workspace, "shortcuts")) if self._workspace else DECLARED_KEYS
        screen = self.workbench.screen_shown if self.workbench else None
        sheet = KeysSheet(self, keys, screen.holds if screen else frozenset())
        sheet.change_asked.connect(self._change_keys)
        sheet.show()

    def _change_keys(self) -> None:
        if self.workbench is not None:
            self.workbench.go("settings", setting="shortcuts")

    def close_workspace(self) -> None:
        """Back to the start page."""
        if self._leave_workspace():
            self.show_start()

    def tell(self, error: QaDeskError, title: str = "", retry: Callable[[], object] | None = None) -> None:
        """Tell of an error that is no bug: a line above the place, or a dialog that can try again."""
        if isinstance(error, EnvironmentFailure) or self.workbench is None:
            from qa_desk.ui.shell.faults import RetryDialog

            RetryDialog(self, title, error, retry if isinstance(error, EnvironmentFailure) else None).open()
        else:
            self.workbench.say(error.message)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A workspace file may be let fall anywhere on the window; what a place takes itself never comes here."""
        if _dropped(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was let fall, when the other program has been answered: a dialog now would hold it up."""
        path = _dropped(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            QTimer.singleShot(0, self, partial(self.open, path))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop what runs, close the file, remember the size; nothing waits to be saved."""
        if not self._leave_workspace():
            event.ignore()
            return
        settings = _window_memory()
        settings.setValue("window/geometry", self.saveGeometry())
        settings.sync()
        event.accept()

    def _go_by_key(self) -> None:
        shortcut = self.sender()
        if isinstance(shortcut, QShortcut) and self.workbench is not None:
            number = int(shortcut.key().toString()[-1])
            if number <= len(self._house.places):
                self.workbench.go(self._house.places[number - 1].key)

    def _build_workbench(self, place: str) -> None:
        if self._workspace is None:
            return
        old = self.workbench
        evaluator = old.context.evaluator_id if old else self._house.desk.evaluator_of(self._workspace.path)
        is_wide = _window_memory().value("window/rail_wide") == "true"
        if old is not None:
            old.close_screens()
        bench = Workbench(
            self._workspace, self.jobs, self._theme, self._house.places, evaluator_id=evaluator, is_rail_wide=is_wide
        )
        bench.changes.changed.connect(self._changed)
        bench.evaluator_changed.connect(self._seat)
        bench.rail.widened.connect(_remember_rail)
        self._put(bench)
        bench.go(place)
        if old is None:
            self._when_calm.start()

    def _load_ahead(self) -> None:
        """Load what the places need while nobody waits, so that a first visit does not hold the window up."""
        wanted = [name for place in self._house.places for name in place.modules if name not in sys.modules]
        if wanted:
            self.jobs.run(partial(_load_each, wanted), title=tr("Loading the places"), is_shown=False)

    def _put(self, widget: QWidget) -> None:
        old = self.takeCentralWidget()
        self.setCentralWidget(widget)
        widget.show()
        if old is not None:
            old.hide()
            old.deleteLater()

    def _leave_workspace(self) -> bool:
        """Give the open workspace back; False when something has to be told first: work goes on, or the disk refuses."""
        self._when_calm.stop()
        self._after_settings.stop()
        self.jobs.cancel_all()
        if not self.jobs.wait_all(_WAIT_AT_CLOSE_MS):
            if self.workbench is not None:
                self.workbench.toast(tr("Work is still being stopped. Try again in a moment."))
            return False
        if self.workbench is not None:
            if not self._is_warned and not self.workbench.may_close():
                self._is_warned = True
                self.workbench.say(tr("What was said last is not on the disk yet. Closing once more loses it."))
                return False
            self._is_warned = False
            self.workbench.close_screens()
            self._put(QWidget())
        if self._workspace is not None:
            self._workspace.close()
            self._workspace = None
        return True

    def _changed(self, change: Change) -> None:
        if Kind.SETTINGS in change.kinds:
            # the screen that changed them is still at work: the place may be built anew only after it
            self._after_settings.start()

    def _follow_settings(self, *, is_forced: bool = False) -> None:
        if self._workspace is None:
            return
        chosen = get_setting(self._workspace, "theme")
        self._theme.choose(chosen)
        language = get_setting(self._workspace, "language") or self._house.system_language
        if language == self._language and not is_forced:
            return
        self._language = language
        self._house.speak(language)
        self._theme.speak(language)
        use_culture(language)
        if self.workbench is not None:
            self._build_workbench(self.workbench.place)

    def _seat(self, evaluator_id: str | None) -> None:
        if self._workspace is not None:
            self._house.desk.seat(self._workspace.path, evaluator_id)

    def _job_failed(self, failed: JobFailed) -> None:
        self.tell(failed.error, failed.title, failed.retry)

    def _demonstration_failed(self, error: Exception) -> None:
        self._demonstration_stopped()
        if isinstance(error, QaDeskError):
            self.tell(error, tr("The demonstration centre could not be made"), self.open_demonstration)

    def _demonstration_stopped(self) -> None:
        self._say_busy("")

    def _say_busy(self, text: str) -> None:
        if self._start is not None and self.centralWidget() is self._start:
            self._start.show_busy(text)

    def _restore_geometry(self) -> None:
        geometry = _window_memory().value("window/geometry")
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(1440, 900)


def _load_each(names: Sequence[str], ctx: JobContext) -> None:
    for name in names:
        ctx.raise_if_cancelled()
        import_module(name)
    ctx.raise_if_cancelled()
    timezones()  # offered by two places


def _dropped(data: QMimeData) -> Path | None:
    """The workspace file among what is dragged: one local file that calls itself so."""
    paths = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    return _path(paths[0]) if len(paths) == 1 and paths[0].lower().endswith(".qadesk") else None


def _window_memory() -> QSettings:
    """Sizes only; settings proper live in the workspace."""
    return QSettings()


def _remember_rail(is_wide: bool) -> None:
    _window_memory().setValue("window/rail_wide", "true" if is_wide else "false")


def _file_kinds() -> str:
    return tr("QA Desk workspaces") + " (*.qadesk);;" + tr("All files") + " (*)"


def _path(chosen: str) -> Path:
    from pathlib import Path

    path = Path(chosen)
    return path if path.suffix else path.with_suffix(".qadesk")
