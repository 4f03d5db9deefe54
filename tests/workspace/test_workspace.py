"""A workspace file: made, opened, refused, migrated, and never half written."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import EnvironmentFailure, Refusal
from qa_desk.workspace import migrations as history
from qa_desk.workspace import workspace as workspaces
from qa_desk.workspace.schema.version import SCHEMA_VERSION
from qa_desk.workspace.workspace import create_workspace, open_workspace

if TYPE_CHECKING:
    from sqlite_utils import Database

    from qa_desk.workspace.workspace import Workspace

_NEXT = SCHEMA_VERSION + 1


def test_a_new_workspace_keeps_its_promises(workspace: Workspace) -> None:
    connection = workspace.connection
    assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert connection.execute("PRAGMA foreign_keys").fetchone()[0] == 1
    assert connection.execute("PRAGMA synchronous").fetchone()[0] == 2
    tables = connection.execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'").fetchall()
    loose = [name for name, strict in tables if not strict and not name.startswith(("sqlite_", "_sqlite"))]
    assert loose == []


def test_an_existing_file_is_not_overwritten(workspace: Workspace) -> None:
    with pytest.raises(Refusal, match="already"):
        create_workspace(workspace.path)


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="no such folder"):
        create_workspace(tmp_path / "nowhere" / "a.qadesk")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not a QA Desk workspace"),
        (b"hello", "not a QA Desk workspace"),
        (b"SQLite format 3\x00" + b"\xff" * 600, "not a QA Desk workspace"),
        (b"PK\x03\x04" + b"\x00" * 500, "not a QA Desk workspace"),
    ],
)
def test_a_file_that_is_no_workspace_is_refused_and_left_alone(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "other.qadesk"
    path.write_bytes(content)
    with pytest.raises(Refusal, match=reason):
        open_workspace(path)
    assert path.read_bytes() == content
    assert sorted(tmp_path.iterdir()) == [path]


def test_a_folder_or_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="folder"):
        open_workspace(tmp_path)
    with pytest.raises(Refusal, match="no such file"):
        open_workspace(tmp_path / "none.qadesk")


def test_a_newer_workspace_is_refused_and_left_alone(workspace: Workspace) -> None:
    workspace.connection.execute("PRAGMA user_version = 99")
    workspace.close()
    before = workspace.path.read_bytes()
    with pytest.raises(Refusal, match=r"newer QA Desk .*update the program"):
        open_workspace(workspace.path)
    assert workspace.path.read_bytes() == before


def test_an_older_workspace_is_backed_up_then_migrated(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace.connection.execute("INSERT INTO teams VALUES ('t', 'Billing', NULL)")
    workspace.close()
    later = _migrations_with_one_more()
    monkeypatch.setattr(workspaces, "SCHEMA_VERSION", _NEXT)
    monkeypatch.setattr(history, "migrations", later)
    opened = open_workspace(workspace.path)
    assert "notes" in opened.db.table_names()
    assert opened.connection.execute("PRAGMA user_version").fetchone()[0] == _NEXT
    opened.close()
    backup = workspace.path.with_name(f"centre.before-format-{_NEXT}.qadesk")
    copy = sqlite3.connect(backup)
    assert copy.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION
    assert copy.execute("SELECT name FROM teams").fetchall() == [("Billing",)]
    copy.close()


def test_a_migration_that_fails_leaves_the_file_as_it_was(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace.close()
    monkeypatch.setattr(workspaces, "SCHEMA_VERSION", _NEXT)
    monkeypatch.setattr(history, "migrations", _migrations_with_one_more(fails=True))
    with pytest.raises(sqlite3.OperationalError):
        open_workspace(workspace.path)
    monkeypatch.undo()
    opened = open_workspace(workspace.path)
    assert "notes" not in opened.db.table_names()
    opened.close()


def _migrations_with_one_more(*, fails: bool = False) -> object:
    from sqlite_utils.migrations import Migrations

    from qa_desk.workspace.migrations import m0001_first_workspace, m0002_the_evaluators_day

    later = Migrations("qa_desk")
    for released in (m0001_first_workspace, m0002_the_evaluators_day):
        later(name=released.__name__)(released)

    @later()
    def m9999_notes(db: Database) -> None:
        db.conn.execute("CREATE TABLE notes (text TEXT) STRICT")
        if fails:
            db.conn.execute("SELECT * FROM no_such_table")
        db.conn.execute(f"PRAGMA user_version = {_NEXT}")

    return later


def test_a_transaction_is_all_or_nothing(workspace: Workspace) -> None:
    def fail() -> None:
        with workspace.transaction() as connection:
            connection.execute("INSERT INTO teams VALUES ('t', 'Billing', NULL)")
            with workspace.transaction() as inner:
                inner.execute("INSERT INTO teams VALUES ('u', 'Sales', NULL)")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert workspace.connection.execute("SELECT count(*) FROM teams").fetchone()[0] == 0
    assert workspace.connection.execute("SELECT count(*) FROM change_log").fetchone()[0] == 0


def test_a_locked_workspace_is_said_in_one_line(workspace: Workspace) -> None:
    other = workspace.another_connection()
    other.connection.execute("PRAGMA busy_timeout = 10")
    workspace.connection.execute("BEGIN IMMEDIATE")
    with pytest.raises(EnvironmentFailure, match="another program is writing"), other.transaction():
        pass
    workspace.connection.execute("ROLLBACK")
    other.close()


def test_a_full_disk_changes_nothing(workspace: Workspace) -> None:
    pages = workspace.connection.execute("PRAGMA page_count").fetchone()[0]
    workspace.connection.execute(f"PRAGMA max_page_count = {pages}")
    rows = [(str(number), "x" * 400 + str(number)) for number in range(500)]
    with pytest.raises(EnvironmentFailure, match="full"), workspace.transaction() as connection:
        connection.executemany("INSERT INTO teams VALUES (?, ?, NULL)", rows)
    assert workspace.connection.execute("SELECT count(*) FROM teams").fetchone()[0] == 0


def test_a_killed_writer_leaves_every_committed_row(workspace: Workspace) -> None:
    workspace.close()
    script = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from qa_desk.workspace.workspace import open_workspace\n"
        "w = open_workspace(Path(sys.argv[1]))\n"
        "for n in range(20):\n"
        "    with w.transaction() as c:\n"
        "        c.execute('INSERT INTO teams VALUES (?, ?, NULL)', [str(n), str(n)])\n"
        "w.connection.execute('BEGIN IMMEDIATE')\n"
        "w.connection.execute(\"INSERT INTO teams VALUES ('half', 'half', NULL)\")\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", script, str(workspace.path)], cwd=root, check=False)
    assert done.returncode == -9
    opened = open_workspace(workspace.path)
    names = {row[0] for row in opened.connection.execute("SELECT name FROM teams")}
    assert names == {str(n) for n in range(20)}
    opened.close()
