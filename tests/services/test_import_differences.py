"""What an import writes, against a plain model: the last row of an identity stands, whatever came when."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa_desk.services import import_facts
from qa_desk.services.imports import Counts, list_batches, run_import, undo_batch
from qa_desk.workspace.identities import Identities
from qa_desk.workspace.workspace import create_workspace, open_workspace
from tests.examples import examples

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from qa_desk.services.import_report import ImportReport
    from qa_desk.workspace.workspace import Workspace

Row = tuple[int, str, str]
Stored = dict[str, tuple[str, str, int]]

_ROW = st.tuples(st.integers(1, 8), st.sampled_from(["open", "closed", "new"]), st.sampled_from(["x", "y, z", ""]))
_FILE = st.lists(_ROW, min_size=1, max_size=8)
_SLOW = settings(
    max_examples=examples(8), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)


def a_file(folder: Path, name: str, rows: list[Row]) -> Path:
    path = folder / name
    lines = "".join(f'{id_},2024-01-01,{status},"{subject}"\n' for id_, status, subject in rows)
    path.write_text("ticket_id,created_at,status,subject\n" + lines, encoding="utf-8")
    return path


def stored(workspace: Workspace) -> Stored:
    """Identity → status, subject and the number of the batch that it is from."""
    rows = workspace.connection.execute(
        "SELECT t.ticket_id, t.status, ifnull(t.subject, ''), b.number FROM tickets t JOIN import_batches b ON b.id = t.batch_id"
    )
    return {row[0]: tuple(row)[1:] for row in rows}


def everything(workspace: Workspace) -> dict[str, list[tuple[Any, ...]]]:
    tables = ("tickets", "import_batches", "import_replaced", "import_touched", "change_log", "agents")
    return {
        table: [tuple(row) for row in workspace.connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2")] for table in tables
    }


def taken(model: Stored, rows: list[Row], number: int) -> Counts:
    """Take a file into the model."""
    last = {str(id_): (status, subject) for id_, status, subject in rows}
    new = updated = unchanged = 0
    for id_, content in last.items():
        before = model.get(id_)
        if before is not None and before[:2] == content:
            unchanged += 1
            continue
        new, updated = new + (before is None), updated + (before is not None)
        model[id_] = (*content, number)
    return Counts(new, updated, unchanged)


def forget_digests(workspace: Workspace) -> None:
    for path in workspace.folder.glob("identities-*"):
        path.unlink()


@_SLOW
@given(
    files=st.lists(_FILE, min_size=1, max_size=4),
    forgetting=st.lists(st.booleans(), min_size=4, max_size=4),
    at_once=st.booleans(),
)
def test_files_are_stored_as_a_plain_model_has_them(
    tmp_path_factory: pytest.TempPathFactory, files: list[list[Row]], forgetting: list[bool], at_once: bool
) -> None:
    folder = tmp_path_factory.mktemp("model")
    workspace = create_workspace(folder / "w.qadesk")
    try:
        model: Stored = {}
        # a file that is the same as one before would be no batch: each has a row of its own
        files = [[*rows, (100 + number, "open", "")] for number, rows in enumerate(files)]
        counted = [taken(model, rows, number) for number, rows in enumerate(files, 1)]
        paths = [a_file(folder, f"{number}.csv", rows) for number, rows in enumerate(files)]
        if at_once:
            report = run_import(workspace, "tickets", paths)
            assert report.rows_new == sum(counts.new for counts in counted)
            assert report.rows_updated == sum(counts.updated for counts in counted)
            assert report.rows_unchanged == sum(counts.unchanged for counts in counted)
        for path, counts, forget in zip(paths if not at_once else [], counted, forgetting, strict=False):
            if forget:
                forget_digests(workspace)
            report = run_import(workspace, "tickets", [path])
            assert Counts(report.rows_new, report.rows_updated, report.rows_unchanged) == counts
        assert stored(workspace) == model
        for batch in list_batches(workspace):
            undo_batch(workspace, batch.id)
        assert stored(workspace) == {}
        assert workspace.connection.execute("SELECT count(*) FROM import_replaced").fetchone()[0] == 0
    finally:
        workspace.close()


@_SLOW
@given(rows=st.lists(_ROW, min_size=2, max_size=12, unique_by=lambda row: row[0]), order=st.randoms(use_true_random=False))
def test_the_order_of_files_and_rows_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Row], order: Random
) -> None:
    folder = tmp_path_factory.mktemp("order")
    half = len(rows) // 2
    found = []
    for name, parts in (
        ("a", [rows[:half], rows[half:]]),
        ("b", [rows[half:], rows[:half]]),
        ("c", [order.sample(rows, len(rows))]),
    ):
        workspace = create_workspace(folder / f"{name}.qadesk")
        try:
            for number, part in enumerate(parts):
                run_import(workspace, "tickets", [a_file(folder, f"{name}{number}.csv", part)])
            found.append({id_: content[:2] for id_, content in stored(workspace).items()})
        finally:
            workspace.close()
    assert found[0] == found[1] == found[2]


@_SLOW
@given(rows=_FILE, order=st.randoms(use_true_random=False), forget=st.booleans())
def test_what_is_stored_already_is_not_stored_again(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Row], order: Random, forget: bool
) -> None:
    folder = tmp_path_factory.mktemp("again")
    workspace = create_workspace(folder / "w.qadesk")
    try:
        path = a_file(folder, "a.csv", rows)
        first = run_import(workspace, "tickets", [path])
        before = everything(workspace)
        if forget:
            forget_digests(workspace)
        again = run_import(workspace, "tickets", [path])
        assert (again.rows_unchanged, again.rows_new, again.rows_updated) == (first.rows_new, 0, 0)
        assert everything(workspace) == before, "the very same file: nothing is written at all"
        last = {str(row[0]): row for row in rows}
        other = a_file(folder, "b.csv", order.sample(list(last.values()), len(last)))
        if other.read_bytes() != path.read_bytes():
            shuffled = run_import(workspace, "tickets", [other])
            assert (shuffled.rows_unchanged, shuffled.rows_new, shuffled.rows_updated) == (first.rows_new, 0, 0)
            after = everything(workspace)
            assert after["tickets"] == before["tickets"], "the same rows in another file: only the batch is noted"
            assert after["import_replaced"] == []
    finally:
        workspace.close()


def test_another_import_in_between_is_taken_into_account(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_import(workspace, "tickets", [a_file(tmp_path, "a.csv", [(1, "open", "x")])])
    others = [a_file(tmp_path, "b.csv", [(2, "open", "x"), (3, "open", "x")])]
    store = import_facts._store

    def stored_after_another(*arguments: Any) -> ImportReport:  # noqa: ANN401
        if others:
            elsewhere = open_workspace(workspace.path)
            run_import(elsewhere, "tickets", [others.pop()])
            elsewhere.close()
        return store(*arguments)

    monkeypatch.setattr(import_facts, "_store", stored_after_another)
    report = run_import(
        workspace, "tickets", [a_file(tmp_path, "c.csv", [(1, "open", "x"), (2, "closed", "x"), (3, "open", "x")])]
    )
    assert (report.rows_new, report.rows_updated, report.rows_unchanged, report.number) == (0, 1, 2, 3)
    assert stored(workspace) == {"1": ("open", "x", 1), "2": ("closed", "x", 3), "3": ("open", "x", 2)}


def test_a_dry_run_keeps_the_digests_of_what_is_stored(workspace: Workspace, tmp_path: Path) -> None:
    run_import(workspace, "tickets", [a_file(tmp_path, "a.csv", [(1, "open", "x")])])
    kept = {path.name: path.read_bytes() for path in workspace.folder.glob("identities-*")}
    run_import(workspace, "tickets", [a_file(tmp_path, "b.csv", [(1, "closed", "x"), (2, "open", "x")])], dry_run=True)
    assert {path.name: path.read_bytes() for path in workspace.folder.glob("identities-*")} == kept


def test_without_room_for_the_digests_the_import_stands(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Identities, stamp: str, table: str) -> Path:
        return tmp_path / "no such folder" / f"{stamp}-{table}"

    monkeypatch.setattr(Identities, "_kept", full)
    assert run_import(workspace, "tickets", [a_file(tmp_path, "a.csv", [(1, "open", "x")])]).rows_new == 1
    assert run_import(workspace, "tickets", [a_file(tmp_path, "b.csv", [(1, "closed", "x")])]).rows_updated == 1


_KILLED = """
import os, signal, sys
from pathlib import Path
import qa_desk.services.import_facts as facts, qa_desk.services.import_staging as staging
from qa_desk.workspace.identities import Identities
from qa_desk.services.imports import run_import
from qa_desk.workspace.workspace import open_workspace
owner, name = {"facts": facts, "staging": staging, "identities": Identities}[sys.argv[3]], sys.argv[4]
real = getattr(owner, name)
def killed(*arguments, **named):
    if sys.argv[5] == "after":
        real(*arguments, **named)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(owner, name, killed)
run_import(open_workspace(Path(sys.argv[1])), "tickets", [Path(sys.argv[2])])
"""


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
@pytest.mark.parametrize(
    ("owner", "name", "when", "is_in"),
    [
        ("staging", "write", "before", False),
        ("staging", "write", "after", False),
        ("facts", "store_records", "before", False),
        ("facts", "store_records", "after", False),
        ("identities", "settle", "after", False),
        ("facts", "_store", "after", True),
        ("identities", "publish", "after", True),
    ],
)
def test_killed_at_any_step_it_is_in_wholly_or_not_at_all(tmp_path: Path, owner: str, name: str, when: str, is_in: bool) -> None:
    path = tmp_path / "w.qadesk"
    workspace = create_workspace(path)
    first: list[Row] = [(n, "open", f"subject {n}") for n in range(4_000)]
    run_import(workspace, "tickets", [a_file(tmp_path, "a.csv", first)])
    before = everything(workspace)
    workspace.close()
    later = [(n, "closed" if n % 50 == 0 else "open", f"subject {n}") for n in range(5_000)]
    rows = a_file(tmp_path, "b.csv", later)
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", _KILLED, path, rows, owner, name, when], check=False, env=env)
    assert done.returncode == -signal.SIGKILL
    workspace = open_workspace(path)
    try:
        if is_in:
            batch = list_batches(workspace)[0]
            assert (batch.number, batch.rows_new, batch.rows_updated, batch.rows_unchanged) == (2, 1_000, 80, 3_920)
            undo_batch(workspace, "2")
            assert everything(workspace)["tickets"] == before["tickets"]
        else:
            assert everything(workspace) == before
        report = run_import(workspace, "tickets", [rows])
        assert (report.rows_new, report.rows_updated, report.rows_unchanged) == (1_000, 80, 3_920)
        model: Stored = {}
        taken(model, first, 1)
        taken(model, [(n, status, subject) for n, status, subject in later], report.number or 0)
        assert stored(workspace) == model
        assert not list(workspace.folder.glob("import-*"))
    finally:
        workspace.close()


_IN_A_SMALL_PLACE = """
import resource, signal, sys
from pathlib import Path
from qa_desk.domain.errors import EnvironmentFailure
from qa_desk.services.imports import run_import
from qa_desk.workspace.workspace import open_workspace
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
workspace = open_workspace(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
try:
    run_import(workspace, "tickets", [Path(sys.argv[2])])
except EnvironmentFailure as failure:
    print(failure.message)
    sys.exit(3)
"""


@pytest.mark.skipif(os.name == "nt", reason="there are no limits to a file's size")
def test_a_full_disk_while_digests_are_made_anew_is_said_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "w.qadesk"
    workspace = create_workspace(path)
    run_import(workspace, "tickets", [a_file(tmp_path, "a.csv", [(n, "open", f"subject {n}") for n in range(15_000)])])
    forget_digests(workspace)
    before = everything(workspace)
    workspace.close()
    rows = a_file(tmp_path, "b.csv", [(n, "closed", f"subject {n}") for n in range(15_000)])
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", _IN_A_SMALL_PLACE, path, rows], capture_output=True, text=True, check=False, env=env
    )
    assert done.returncode == 3, done.stderr
    assert len(done.stdout.strip().splitlines()) == 1
    assert "nothing was changed" in done.stdout
    workspace = open_workspace(path)
    try:
        assert everything(workspace) == before
    finally:
        workspace.close()


def test_several_kinds_from_one_file_are_compared_each_with_its_table(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "conversations.json"
    conversation = {
        "id": "1", "created_at": 1704103200, "state": "open",
        "source": {"author": {"type": "user"}, "delivered_as": "customer_initiated"},
        "conversation_parts": {"conversation_parts": [
            {"id": "p1", "part_type": "comment", "created_at": 1704103260, "author": {"type": "admin", "id": "9"}},
        ]},
    }  # fmt: skip
    path.write_text(json.dumps([conversation]))
    first = run_import(workspace, "tickets", [path])
    conversation["state"] = "closed"
    path.write_text(json.dumps([conversation]))
    later = run_import(workspace, "tickets", [path])
    assert first.rows_new == 1
    assert later.rows_new == 0
    assert later.also == first.also
    assert undo_batch(workspace, "2").updated == later.rows_updated
