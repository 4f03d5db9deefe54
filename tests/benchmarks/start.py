"""From the start of the process to a painted window on an empty workspace, against a bare PySide6 window."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from qa_desk.workspace.workspace import create_workspace
from tests.benchmarks.measuring import Ratio, best_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_END_AT_FIRST_PAINT = """
from PySide6.QtCore import QEvent, QObject
class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.UpdateRequest:
            application.quit()
        return False
painted = Painted()
"""

_BARE = f"""
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([])
window = QMainWindow()
{_END_AT_FIRST_PAINT}
window.installEventFilter(painted)
window.show()
application.exec()
"""

_OURS = f"""
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from qa_desk.app.window import make_window
application = QApplication([])
window, crashes = make_window(application)
{_END_AT_FIRST_PAINT}
window.show()
window.open_last_or(Path(sys.argv[1]))
window.installEventFilter(painted)
application.exec()
window.close()
"""


def ratios() -> Iterator[Ratio]:
    """The best of five starts each."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "centre.qadesk"
        create_workspace(path).close()
        ours, bare = best_of(5, _run(_OURS, path), _run(_BARE, path))
        yield Ratio("start → painted window with a workspace", ours, "bare PySide6 window", bare, "≤ 2.5×")


def _run(code: str, path: Path) -> Callable[[], object]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return lambda: subprocess.run([sys.executable, "-c", code, str(path)], check=True, env=environment)
