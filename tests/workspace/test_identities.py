from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pytest

from qa_desk.services.imports import run_import, undo_batch
from qa_desk.workspace.identities import FactsMoved, Identities, facts_stamp, parquet

if TYPE_CHECKING:
    from pathlib import Path

    from qa_desk.workspace.workspace import Workspace

Digests = list[tuple[int, int, str]]


def import_tickets(workspace: Workspace, folder: Path, name: str, *rows: str) -> None:
    path = folder / name
    path.write_text("ticket_id,created_at,status\n" + "".join(row + "\n" for row in rows))
    run_import(workspace, "tickets", [path])


def held(workspace: Workspace, scratch: Path, table: str = "tickets") -> Digests:
    path = Identities(workspace, scratch).held(table)
    if path is None:
        return []
    with duckdb.connect() as connection:
        return connection.execute(f"SELECT key_hash, row_hash, batch_id FROM {parquet(path)} ORDER BY ALL").fetchall()


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    folder = tmp_path / "scratch 'quoted' [1]*"
    folder.mkdir()
    return folder


def kept_files(workspace: Workspace) -> list[Path]:
    return list(workspace.folder.glob("identities-*"))


def test_an_empty_table_holds_nothing(workspace: Workspace, scratch: Path) -> None:
    assert Identities(workspace, scratch).held("tickets") is None


def test_what_an_import_keeps_is_what_the_table_would_give(workspace: Workspace, tmp_path: Path, scratch: Path) -> None:
    import_tickets(workspace, tmp_path, "a.csv", "1,2024-01-01,open", "2,2024-01-01,open")
    import_tickets(workspace, tmp_path, "b.csv", "2,2024-01-01,closed", "3,2024-01-01,open")
    (path,) = kept_files(workspace)
    kept = held(workspace, scratch)
    assert len({batch for _, _, batch in kept}) == 2
    path.unlink()
    assert held(workspace, scratch) == kept


@pytest.mark.parametrize("damage", [b"", b"PAR1", b"nothing of the kind"])
def test_a_damaged_copy_is_made_anew(workspace: Workspace, tmp_path: Path, scratch: Path, damage: bytes) -> None:
    import_tickets(workspace, tmp_path, "a.csv", "1,2024-01-01,open")
    kept = held(workspace, scratch)
    (path,) = kept_files(workspace)
    path.write_bytes(damage)
    assert held(workspace, scratch) == kept


def test_keys_of_several_columns_are_digested_alike_from_file_and_table(
    workspace: Workspace, tmp_path: Path, scratch: Path
) -> None:
    path = tmp_path / "s.csv"
    path.write_text("agent,start_at,end_at,state\nAnn,2024-01-01 08:00,2024-01-01 09:00,available\n")
    run_import(workspace, "agent_states", [path])
    kept = held(workspace, scratch, "agent_states")
    kept_files(workspace)[0].unlink()
    assert held(workspace, scratch, "agent_states") == kept
    assert len(kept) == 1


def test_undoing_leaves_a_copy_that_is_not_found(workspace: Workspace, tmp_path: Path, scratch: Path) -> None:
    import_tickets(workspace, tmp_path, "a.csv", "1,2024-01-01,open")
    before, named = held(workspace, scratch), facts_stamp(workspace.connection)
    import_tickets(workspace, tmp_path, "b.csv", "1,2024-01-01,closed", "2,2024-01-01,open")
    undo_batch(workspace, "2")
    assert facts_stamp(workspace.connection) != named
    assert held(workspace, scratch) == before


def test_only_the_latest_copy_is_kept_and_other_tables_keep_theirs(workspace: Workspace, tmp_path: Path) -> None:
    import_tickets(workspace, tmp_path, "a.csv", "1,2024-01-01,open")
    calls = tmp_path / "c.csv"
    calls.write_text("call_id,result\n1,answered\n")
    run_import(workspace, "calls", [calls])
    import_tickets(workspace, tmp_path, "b.csv", "2,2024-01-01,open")
    stamp = facts_stamp(workspace.connection)
    assert {path.name for path in kept_files(workspace)} == {
        f"identities-{stamp}-{table}.parquet" for table in ("tickets", "calls")
    }


def test_facts_that_moved_meanwhile_are_noticed(workspace: Workspace, tmp_path: Path, scratch: Path) -> None:
    import_tickets(workspace, tmp_path, "a.csv", "1,2024-01-01,open")
    kept_files(workspace)[0].unlink()
    identities = Identities(workspace, scratch)
    identities.hold_fast()
    undo_batch(workspace, "1")
    with pytest.raises(FactsMoved):
        identities.hold_fast()
    import_tickets(workspace, tmp_path, "b.csv", "1,2024-01-01,open")
    kept_files(workspace)[0].unlink()
    with pytest.raises(FactsMoved):
        identities.held("tickets")
    assert not workspace.connection.in_transaction
