"""`qa-desk demo` without a display leaves everything in a folder and ends well."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import Any

import pytest

from qa_desk.app.console import Console
from qa_desk.app.main import main


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


def test_a_disk_that_fills_up_is_one_line_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = shutil.copytree

    def fill(source: Path, target: Path, *rest: Any, **options: Any) -> None:  # noqa: ANN401 - whatever the library hands on
        whole(source, target, *rest, **options)
        if Path(target).name == "transcripts":
            raise shutil.Error([(str(source), str(target / "x"), "[Errno 28] No space left on device")] * 3)

    monkeypatch.setattr(shutil, "copytree", fill)
    (tmp_path / "kept.txt").write_text("mine", encoding="utf-8")
    for folder in (tmp_path / "demo", tmp_path):
        err = io.StringIO()
        assert main(["demo", "--dir", str(folder), "--no-window"], Console(io.StringIO(), err)) == 1
        assert "the disk is full" in err.getvalue().splitlines()[-1]
        assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]
