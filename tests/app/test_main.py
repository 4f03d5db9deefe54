from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

from qa_desk.app.console import Console
from qa_desk.app.main import main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_without_arguments_and_without_a_display_one_line_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    console = Console(io.StringIO(), io.StringIO())
    assert main([], console) == 1
    assert console.err.getvalue().count("\n") == 1
    assert "no display" in console.err.getvalue()


def test_a_refusal_is_one_line_and_status_one(tmp_path: Path) -> None:
    console = Console(io.StringIO(), io.StringIO())
    assert main(["-w", str(tmp_path / "none.qadesk"), "get"], console) == 1
    assert console.out.getvalue() == ""
    assert console.err.getvalue().count("\n") == 1
