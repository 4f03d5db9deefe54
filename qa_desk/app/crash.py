"""What happens when the program has a bug: it is logged, told once in one dialog, and the window lives on."""

from __future__ import annotations

import logging
import platform
import sys
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QtMsgType, Signal, qInstallMessageHandler, qVersion

from qa_desk import __version__
from qa_desk.app.logs import describe
from qa_desk.domain.errors import QaDeskError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from PySide6.QtCore import QMessageLogContext

_log = logging.getLogger("qa_desk.crash")


class Crashes(QObject):
    """Takes every exception that nobody caught, from any thread, and tells of it on the window's thread."""

    _caught = Signal(object)

    def __init__(
        self, show_report: Callable[[str], object], tell: Callable[[QaDeskError], object], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._show_report, self._tell = show_report, tell
        self._counts: dict[str, int] = {}
        self._is_telling = False
        self._before = sys.excepthook, threading.excepthook
        self._caught.connect(self._take)

    def install(self) -> None:
        """Begin to listen."""
        sys.excepthook = self.catch
        threading.excepthook = self._catch_in_thread
        qInstallMessageHandler(_log_qt)

    def uninstall(self) -> None:
        """Stop listening."""
        sys.excepthook, threading.excepthook = self._before
        qInstallMessageHandler(None)

    def catch(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """The hook; may run on any thread."""
        if issubclass(kind, KeyboardInterrupt):
            self._before[0](kind, error, trace)
            return
        if isinstance(error, QaDeskError):
            self._caught.emit(error)
            return
        _log.error("not caught", exc_info=(kind, error, trace))
        self._caught.emit("\n".join(describe(kind, error, trace)))

    def _catch_in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.catch(args.exc_type, args.exc_value, args.exc_traceback)

    def _take(self, caught: QaDeskError | str) -> None:
        if isinstance(caught, QaDeskError):
            self._tell(caught)
            return
        is_new = caught not in self._counts
        self._counts[caught] = self._counts.get(caught, 0) + 1
        # the same bug again, or one while the first is being told (in a repaint, say), opens no second dialog
        if not is_new or self._is_telling:
            return
        self._is_telling = True
        try:
            self._show_report(self.report())
        finally:
            self._is_telling = False

    def report(self) -> str:
        """All bugs of this run with their counts, to copy: places in the program, no text of a workspace."""
        system = f"{platform.system()} {platform.release()} {platform.machine()}"
        head = [f"QA Desk {__version__}", f"Python {platform.python_version()}, Qt {qVersion()}", system, ""]
        return "\n".join(head + [f"{count} ×  {text}\n" for text, count in self._counts.items()])


def _log_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Qt's own words go to the log as their category only: they may name a file."""
    if kind != QtMsgType.QtDebugMsg:
        _log.info(f"Qt {kind.name} {context.category}")
