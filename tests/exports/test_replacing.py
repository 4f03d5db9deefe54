from __future__ import annotations

import os
from pathlib import Path  # noqa: TC003 - read by the fixtures

import pytest

from qa_desk.domain.errors import Cancelled, EnvironmentFailure, Refusal
from qa_desk.exports.replacing import replacing


def test_the_new_file_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_text("old")
    with replacing(target) as temporary:
        temporary.write_text("new")
        assert target.read_text() == "old"
    assert target.read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]


def test_cancelling_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_text("old")
    with pytest.raises(Cancelled):
        _write_half_and_cancel(target)
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def _write_half_and_cancel(target: Path) -> None:
    with replacing(target) as temporary:
        temporary.write_text("half")
        raise Cancelled


def test_a_full_disk_is_said_in_one_line_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFailure, match="No space left"), replacing(tmp_path / "a.txt"):
        raise OSError(28, "No space left on device")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_or_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="folder"), replacing(tmp_path):
        pass
    with pytest.raises(Refusal, match="no such folder"), replacing(tmp_path / "none" / "a.txt"):
        pass


def test_what_a_killed_export_left_is_cleared_by_the_next_one(tmp_path: Path) -> None:
    old, fresh, other = (tmp_path / name for name in (".c.abcd_123.xlsx", ".c.abcd_124.xlsx", ".cc.abcd_123.xlsx"))
    for path in (old, fresh, other):
        path.write_text("half")
    for path in (old, other):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    with replacing(tmp_path / "c.xlsx") as temporary:
        temporary.write_text("whole")
    assert sorted(tmp_path.iterdir()) == sorted([fresh, other, tmp_path / "c.xlsx"])
