"""Check, backup and restore."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Cancelled, Refusal
from qa_desk.domain.progress import Quiet
from qa_desk.services.care import back_up, check_workspace, restore
from qa_desk.services.people import ensure_team, list_teams
from qa_desk.workspace.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from qa_desk.workspace.workspace import Workspace


def test_a_sound_workspace_is_said_to_be_sound(workspace: Workspace) -> None:
    ensure_team(workspace, "Billing")
    report = check_workspace(workspace, Quiet())
    assert report.is_sound
    assert report.log_entries == 1


def test_an_altered_log_and_a_dangling_row_are_found(workspace: Workspace) -> None:
    ensure_team(workspace, "Billing")
    workspace.connection.execute("DROP TRIGGER change_log_no_update")
    workspace.connection.execute("UPDATE change_log SET actor = 'x'")
    workspace.connection.execute("PRAGMA foreign_keys = OFF")
    workspace.connection.execute(
        "INSERT INTO memberships (id, agent_id, team_id, valid_from) VALUES ('m', 'a', 't', '2024-01-01')"
    )
    report = check_workspace(workspace, Quiet())
    assert not report.is_sound
    assert [fault.split(":")[0] for fault in report.log_faults] == ["change log, entry 1"]
    assert len(report.file_faults) == 2


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE teams SET name = 'Bent'",
        "DELETE FROM teams",
        "INSERT INTO teams VALUES ('t', 'Smuggled in', NULL)",
    ],
)
def test_a_change_past_the_log_is_found(workspace: Workspace, sql: str) -> None:
    ensure_team(workspace, "Billing")
    assert check_workspace(workspace, Quiet()).is_sound
    original = workspace.connection.execute("SELECT sql FROM sqlite_master WHERE name LIKE 'teams_log_%'").fetchall()
    for action in ("insert", "update", "delete"):
        workspace.connection.execute(f"DROP TRIGGER teams_log_{action}")
    workspace.connection.execute(sql)
    for (statement,) in original:
        workspace.connection.execute(statement)
    report = check_workspace(workspace, Quiet())
    assert len(report.log_faults) == 1
    assert "past the change log" in report.log_faults[0]


def test_a_backup_restores_to_the_same(workspace: Workspace, tmp_path: Path) -> None:
    ensure_team(workspace, "Billing")
    copy = back_up(workspace, tmp_path, Quiet())
    ensure_team(workspace, "Sales")
    target = tmp_path / "again.qadesk"
    restore(copy, target, Quiet())
    restored = open_workspace(target)
    assert list_teams(restored) == ["Billing"]
    assert check_workspace(restored, Quiet()).is_sound
    restored.close()
    with pytest.raises(Refusal, match="already"):
        restore(copy, target, Quiet())


def test_a_damaged_backup_is_refused_and_nothing_is_left(workspace: Workspace, tmp_path: Path) -> None:
    for number in range(300):
        ensure_team(workspace, f"Team {number}" * 20)
    copy = back_up(workspace, tmp_path, Quiet())
    content = copy.read_bytes()
    copy.write_bytes(content[: len(content) // 2])
    target = tmp_path / "again.qadesk"
    with pytest.raises(Refusal, match="damaged"):
        restore(copy, target, Quiet())
    assert not target.exists()
    assert not list(tmp_path.glob("*.part"))


def test_a_damaged_file_is_told_fault_by_fault(workspace: Workspace, tmp_path: Path) -> None:
    for number in range(300):
        ensure_team(workspace, f"Team {number}" * 20)
    whole = back_up(workspace, tmp_path, Quiet()).read_bytes()
    told = 0
    for seed in range(40):
        chance = random.Random(seed)
        damaged = bytearray(whole)
        at = chance.randrange(8192, len(damaged) - 8192)
        damaged[at : at + 8192] = chance.randbytes(8192)
        path = tmp_path / f"damaged-{seed}.qadesk"
        path.write_bytes(damaged)
        try:
            opened = open_workspace(path)
        except Refusal:
            continue
        report = check_workspace(opened, Quiet())
        opened.close()
        told += bool(report.file_faults)
        assert all("\n" not in fault for fault in (*report.file_faults, *report.log_faults))
    assert told > 20


def test_a_backup_that_fails_leaves_nothing(workspace: Workspace, tmp_path: Path) -> None:
    class Stopping(Quiet):
        def raise_if_cancelled(self) -> None:
            raise Cancelled

    folder = tmp_path / "copies"
    folder.mkdir()
    with pytest.raises(Cancelled):
        back_up(workspace, folder, Stopping())
    assert list(folder.iterdir()) == []


def test_a_medium_that_cannot_be_looked_at_counts_as_missing(workspace: Workspace) -> None:
    name = "x" * 5000
    with workspace.transaction() as connection:
        connection.execute("INSERT INTO interactions (id, channel, created_at) VALUES ('i', 'call', 1)")
        connection.execute("INSERT INTO media (id, interaction_id, path) VALUES ('m', 'i', ?)", [name])
    assert check_workspace(workspace, Quiet()).missing_media == (name,)
