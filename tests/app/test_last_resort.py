"""Nothing that goes wrong in a command reaches the reader in Python's own words."""

from __future__ import annotations

import errno
import io
import sqlite3
from typing import TYPE_CHECKING

import pytest

from qa_desk.app import main as entry
from qa_desk.app.commands import get_setting
from qa_desk.app.console import Console

if TYPE_CHECKING:
    from pathlib import Path


class OutOfMemoryException(Exception):  # noqa: N818 - as DuckDB calls its own
    pass


OutOfMemoryException.__module__ = "_duckdb"


@pytest.fixture(autouse=True)
def _log_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa_desk.app.logs.log_folder", lambda: tmp_path / "log")
    monkeypatch.delenv("QA_DESK_DEBUG", raising=False)


def fail(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> tuple[int, str, str]:
    def run(args: object, console: Console) -> int:
        raise error

    monkeypatch.setattr(get_setting, "run", run)
    out, err = io.StringIO(), io.StringIO()
    return entry.main(["-w", "a.qadesk", "get"], Console(out, err)), out.getvalue(), err.getvalue()


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (PermissionError(errno.EACCES, "Permission denied", "/x/a.csv"), "/x/a.csv: no permission"),
        (OSError(errno.ENOSPC, "No space left", "/x/a.csv"), "disk is full"),
        (OSError(errno.EROFS, "Read-only", "/x/a.csv"), "can only be read"),
        (OSError(errno.EIO, "Input/output error", "/x/a.csv"), "Input/output error"),
        (sqlite3.OperationalError("database is locked"), "another program"),
        (sqlite3.OperationalError("disk I/O error"), "disk"),
        (sqlite3.DatabaseError("database disk image is malformed"), "damaged"),
        (MemoryError(), "not enough memory"),
        (OutOfMemoryException("13 MiB"), "not enough memory"),
    ],
)
def test_what_the_surroundings_are_to_blame_for_is_one_line(monkeypatch: pytest.MonkeyPatch, error: Exception, says: str) -> None:
    status, out, err = fail(monkeypatch, error)
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert says in err
    assert "fault in QA Desk" not in err


def test_a_bug_is_one_line_and_its_places_are_in_the_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    status, out, err = fail(monkeypatch, KeyError("my card is 4111"))
    assert (status, out, err.count("\n")) == (1, "", 1)
    log = tmp_path / "log" / "qa-desk.log"
    assert err.startswith("A fault in QA Desk: KeyError at qa_desk/app/main.py:")
    assert str(log) in err
    assert "KeyError" in log.read_text(encoding="utf-8")
    assert "4111" not in err + log.read_text(encoding="utf-8")


def test_the_traceback_is_shown_to_those_who_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_DESK_DEBUG", "1")
    status, _, err = fail(monkeypatch, KeyError("x"))
    assert status == 1
    assert err.startswith("Traceback")


def test_a_full_disk_under_the_output_is_said(workspace_path: Path) -> None:
    class Full(io.StringIO):
        def flush(self) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

    err = io.StringIO()
    assert entry.main(["-w", str(workspace_path), "get"], Console(Full(), err)) == 1
    assert "the disk is full" in err.getvalue()


@pytest.fixture
def workspace_path(tmp_path: Path) -> Path:
    from qa_desk.workspace.workspace import create_workspace

    create_workspace(tmp_path / "a.qadesk").close()
    return tmp_path / "a.qadesk"
