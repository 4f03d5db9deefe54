"""Disks, locks and rights are told as what they are."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import EnvironmentFailure
from qa_desk.exports.replacing import replacing
from qa_desk.workspace import failures
from qa_desk.workspace.failures import known_failure
from qa_desk.workspace.settings import get_setting, set_settings
from qa_desk.workspace.workspace import create_workspace, open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa_desk.workspace.workspace import Workspace

posix = pytest.mark.skipif(sys.platform == "win32", reason="rights of folders are another matter on Windows")


@contextmanager
def a_plain_person() -> Iterator[None]:
    """The administrator may write anywhere: while the rights are tried, the tests are somebody else."""
    if os.getuid() != 0:
        yield
        return
    os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@pytest.fixture
def stored(workspace: Workspace) -> Iterator[Path]:
    """A closed workspace in a folder of its own that everybody reaches."""
    set_settings(workspace, {"timezone": "Europe/Paris"})
    workspace.close()
    folder = Path(tempfile.mkdtemp())
    shutil.copy(workspace.path, folder / "a.qadesk")
    (folder / "a.qadesk").chmod(0o644)
    yield folder / "a.qadesk"
    folder.chmod(0o700)
    shutil.rmtree(folder)


@posix
def test_a_workspace_in_a_folder_that_is_read_only_opens_for_reading(stored: Path) -> None:
    stored.parent.chmod(0o555)
    with a_plain_person():
        opened = open_workspace(stored)
        assert get_setting(opened, "timezone") == "Europe/Paris"
        with pytest.raises(EnvironmentFailure, match="no permission to write"):
            set_settings(opened, {"sl_threshold_s": 30})
        opened.close()
    assert [path.name for path in stored.parent.iterdir()] == ["a.qadesk"]


@posix
def test_a_write_ahead_log_that_cannot_be_merged_is_said_and_not_skipped(stored: Path) -> None:
    stored.with_name("a.qadesk-wal").write_bytes(b"x" * 100)
    stored.parent.chmod(0o555)
    with a_plain_person(), pytest.raises(EnvironmentFailure, match="needs a folder that can be written to"):
        open_workspace(stored)


@posix
def test_a_closed_folder_is_no_permission_in_one_line(stored: Path) -> None:
    stored.parent.chmod(0o000)
    with a_plain_person():
        with pytest.raises(EnvironmentFailure, match="no permission"):
            open_workspace(stored)
        with pytest.raises(EnvironmentFailure, match="no permission"):
            create_workspace(stored.with_name("b.qadesk"))
        with pytest.raises(EnvironmentFailure, match="no permission"), replacing(stored.with_name("c.xlsx")):
            pass


def test_a_file_that_cannot_be_opened_on_a_full_disk_is_told_as_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    error = sqlite3.OperationalError("unable to open database file")
    told = known_failure(error, tmp_path / "a.qadesk")
    assert told is not None
    assert "cannot be opened" in told.message
    monkeypatch.setattr(failures, "_is_full", lambda _file: True)
    told = known_failure(error, tmp_path / "a.qadesk")
    assert told is not None
    assert "disk is full" in told.message


def test_a_copied_tree_on_a_full_disk_is_one_line(tmp_path: Path) -> None:
    error = shutil.Error([("a", str(tmp_path / "b"), "[Errno 28] No space left on device: 'b'")] * 3)
    told = known_failure(error)
    assert told is not None
    assert "disk is full" in told.message
    assert "[(" not in told.message


def test_a_bug_is_not_taken_for_the_surroundings() -> None:
    assert known_failure(KeyError("x")) is None
    assert known_failure(sqlite3.OperationalError("no such table: x")) is None
