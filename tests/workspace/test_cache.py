from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from qa_desk.workspace.cache import columnar_cache
from tests.kpi_centre import a_ticket, store

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from qa_desk.workspace.workspace import Workspace


class Counter:
    """Counts how often a cache was built, and keeps what it was made from."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, connection: DuckDBPyConnection) -> None:
        self.times += 1
        connection.execute("CREATE TABLE kept AS SELECT * FROM tickets")


def tickets(workspace: Workspace, counter: Counter, key: str = "k") -> list[tuple[object, ...]]:
    with columnar_cache(workspace, key, counter) as connection:
        return connection.execute("SELECT ticket_id, created_at, channel, first_reply_at FROM kept ORDER BY ticket_id").fetchall()


def test_the_cache_holds_what_the_workspace_holds_with_its_nulls(workspace: Workspace) -> None:
    store(workspace, "tickets", [a_ticket("T1", 100), a_ticket("T2", 200, channel="chat", reply=60)])
    assert tickets(workspace, Counter()) == [("T1", 100, None, None), ("T2", 200, "chat", 260)]


def test_an_empty_workspace_has_an_empty_cache(workspace: Workspace) -> None:
    assert tickets(workspace, Counter()) == []


def test_a_second_look_reads_the_same_cache(workspace: Workspace) -> None:
    counter = Counter()
    tickets(workspace, counter)
    tickets(workspace, counter)
    assert counter.times == 1


def test_an_import_makes_the_cache_stale(workspace: Workspace) -> None:
    counter = Counter()
    assert tickets(workspace, counter) == []
    store(workspace, "tickets", [a_ticket("T1", 100)])
    assert len(tickets(workspace, counter)) == 1
    assert len(list(workspace.folder.glob("facts-*"))) == 1


def test_other_surroundings_have_a_cache_of_their_own(workspace: Workspace) -> None:
    counter = Counter()
    tickets(workspace, counter, "one")
    tickets(workspace, counter, "other")
    assert counter.times == 2


def test_a_deleted_cache_is_rebuilt(workspace: Workspace) -> None:
    counter = Counter()
    tickets(workspace, counter)
    for path in workspace.folder.glob("facts-*"):
        path.unlink()
    tickets(workspace, counter)
    assert counter.times == 2


def test_a_corrupt_cache_is_rebuilt(workspace: Workspace) -> None:
    store(workspace, "tickets", [a_ticket("T1", 100)])
    counter = Counter()
    tickets(workspace, counter)
    (path,) = workspace.folder.glob("facts-*.duckdb")
    path.write_bytes(b"no database at all" * 1000)
    assert len(tickets(workspace, counter)) == 1


def test_two_readers_share_a_cache_at_the_same_time(workspace: Workspace) -> None:
    store(workspace, "tickets", [a_ticket("T1", 100)])
    counter = Counter()
    with columnar_cache(workspace, "k", counter) as first, columnar_cache(workspace, "k", counter) as second:
        for connection in (first, second):
            assert connection.execute("SELECT count(*) FROM kept").fetchall() == [(1,)]
    assert counter.times == 1


def test_a_reader_of_the_old_cache_does_not_stop_a_new_one(workspace: Workspace) -> None:
    counter = Counter()
    with columnar_cache(workspace, "k", counter) as old:
        store(workspace, "tickets", [a_ticket("T1", 100)])
        assert len(tickets(workspace, counter)) == 1
        assert old.execute("SELECT count(*) FROM kept").fetchall() == [(0,)]


def test_where_no_cache_can_be_written_figures_are_computed_in_memory(workspace: Workspace) -> None:
    store(workspace, "tickets", [a_ticket("T1", 100)])
    workspace.folder.write_text("a file where the folder should be")
    counter = Counter()
    assert len(tickets(workspace, counter)) == 1
    assert counter.times == 1


def test_what_a_killed_program_left_half_made_is_cleared_away(workspace: Workspace) -> None:
    left = workspace.folder / "snapshot-killed" / "facts.db"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half")
    os.utime(left, (0, 0))
    tickets(workspace, Counter())
    assert [path.suffix for path in workspace.folder.iterdir()] == [".duckdb"]


def test_a_failing_derivation_leaves_nothing_behind(workspace: Workspace) -> None:
    def fail(connection: DuckDBPyConnection) -> None:
        raise ArithmeticError

    with pytest.raises(ArithmeticError), columnar_cache(workspace, "k", fail):
        pass
    assert not list(workspace.folder.glob("*"))
