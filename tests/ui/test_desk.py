from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_desk.ui.desk import Desk

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "not yet there" / "desk.json")


def a_file(folder: Path, name: str) -> Path:
    path = folder / name
    path.touch()
    return path


def test_the_latest_workspace_comes_first_and_only_once(desk: Desk, tmp_path: Path) -> None:
    one, other = a_file(tmp_path, "one.qadesk"), a_file(tmp_path, "other.qadesk")
    for opened in (one, other, one):
        desk.remember(opened)
    assert desk.recent() == [one, other]


def test_a_workspace_that_is_gone_is_not_offered(desk: Desk, tmp_path: Path) -> None:
    gone = a_file(tmp_path, "gone.qadesk")
    desk.remember(gone)
    gone.unlink()
    assert desk.recent() == []


def test_who_sits_here_is_remembered_for_each_workspace(desk: Desk, tmp_path: Path) -> None:
    one, other = tmp_path / "one.qadesk", tmp_path / "other.qadesk"
    desk.seat(one, "mei")
    assert desk.evaluator_of(one) == "mei"
    assert desk.evaluator_of(other) is None


@pytest.mark.parametrize("damage", ["", "{", "[1, 2]", '{"recent": 3, "evaluators": []}', '{"recent": [1, null]}'])
def test_a_damaged_memory_begins_anew(desk: Desk, tmp_path: Path, damage: str) -> None:
    desk.file.parent.mkdir()
    desk.file.write_text(damage, encoding="utf-8")
    assert desk.recent() == []
    assert desk.evaluator_of(tmp_path) is None
    opened = a_file(tmp_path, "one.qadesk")
    desk.remember(opened)
    assert desk.recent() == [opened]


def test_a_home_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    taken = a_file(tmp_path, "taken")
    Desk(taken / "desk.json").remember(a_file(tmp_path, "one.qadesk"))
    assert Desk(taken / "desk.json").recent() == []
