"""What import-linter cannot say: which parts of Qt the media room uses, and what is imported late."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HEAVY = (
    "duckdb",
    "openpyxl",
    "pyqtgraph",
    "PySide6.QtMultimedia",
    "python_calamine",
    "adbc_driver_sqlite",
    "soundfile",
    "yaml",
    "cryptography",
)


def _qt_modules(path: Path) -> set[str]:
    used: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("PySide6"):
            used |= {node.module} if node.module != "PySide6" else {f"PySide6.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            used |= {alias.name for alias in node.names if alias.name.startswith("PySide6")}
    return used


@pytest.mark.parametrize("path", sorted((ROOT / "qa_desk" / "media").glob("*.py")), ids=lambda path: path.name)
def test_the_media_room_uses_no_widgets(path: Path) -> None:
    assert _qt_modules(path) <= {"PySide6", "PySide6.QtCore", "PySide6.QtMultimedia"}


def test_the_window_is_imported_without_what_it_does_not_need_yet() -> None:
    code = f"import sys, qa_desk.app.window, qa_desk.app.screens; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_the_command_line_is_read_without_qt() -> None:
    code = "import sys; from qa_desk.app.main import parser; parser(); print([m for m in sys.modules if 'PySide6' in m])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
