"""`qa-desk demo` without a display leaves everything in a folder and ends well."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from qa_desk.app.console import Console
from qa_desk.app.main import main

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.slow
@pytest.mark.qt_log_ignore("pa_context_connect", "pipewire", extend=True)
@pytest.mark.usefixtures("qtbot")
def test_without_a_display_it_says_so_in_one_line_and_writes_pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa_desk.app.window.has_display", lambda: False)
    out, err = io.StringIO(), io.StringIO()

    status = main(["demo", "--dir", str(tmp_path / "demo")], Console(out, err))

    assert status == 0
    assert [line for line in err.getvalue().splitlines() if "display" in line] == [
        "There is no display here: pictures of the main screens are written instead of the window."
    ]
    written = [line.rsplit("/", 1)[-1] for line in out.getvalue().splitlines()]
    assert written[:3] == ["demo.qadesk", "coaching-billing-2026-Q2.xlsx", "calibration-minutes-2026-06.xlsx"]
    assert "today.png" in written
    assert all((tmp_path / "demo").rglob(name) for name in written)


def test_a_place_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    err = io.StringIO()

    status = main(["demo", "--dir", str(tmp_path / "taken"), "--no-window"], Console(io.StringIO(), err))

    assert status == 1
    assert "cannot be read or written" in err.getvalue().splitlines()[-1]
