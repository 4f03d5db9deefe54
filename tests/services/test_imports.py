from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa_desk.domain.errors import Cancelled, EnvironmentFailure, Refusal
from qa_desk.services.imports import IMPORT_KINDS, Counts, import_kind, list_batches, preview, refusals, run_import, undo_batch
from qa_desk.services.people import ensure_evaluator, list_agents, list_teams
from qa_desk.workspace.workspace import create_workspace, open_workspace
from tests.examples import examples

if TYPE_CHECKING:
    from pathlib import Path

    from qa_desk.workspace.workspace import Workspace

TABLES = (
    "tickets",
    "ticket_events",
    "calls",
    "surveys",
    "agent_states",
    "schedule",
    "agents",
    "agent_aliases",
    "teams",
    "memberships",
)
HEADER = "ticket_id,created_at,status,assignee_id,subject\n"


def a_csv(folder: Path, name: str, *rows: str, header: str = HEADER) -> Path:
    path = folder / name
    path.write_text(header + "".join(row + "\n" for row in rows), encoding="utf-8")
    return path


def state(workspace: Workspace) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables; ids of people are left out, because a person made anew has another."""
    found = {}
    for table in TABLES:
        columns = [
            row[1]
            for row in workspace.connection.execute(f"PRAGMA table_info({table})")
            if row[1] not in ("id", "created_at") or table == "tickets"
        ]
        listed = ", ".join(columns)
        found[table] = [tuple(row) for row in workspace.connection.execute(f"SELECT {listed} FROM {table} ORDER BY {listed}")]
    return found


class Stop:
    """Cancels at the n-th look."""

    def __init__(self, after: int) -> None:
        self.left = after
        self.reports: list[tuple[float, float, str]] = []

    def report(self, done: float, total: float, text: str = "") -> None:
        self.reports.append((done, total, text))

    def raise_if_cancelled(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise Cancelled


def test_an_import_is_a_batch_with_its_counts_and_refusals(workspace: Workspace, tmp_path: Path) -> None:
    report = run_import(workspace, "tickets", [a_csv(tmp_path, "a.csv", "1,2024-01-01,open,Ann,x", "2,never,open,Ben,y")])
    assert (report.rows_read, report.rows_new, report.rows_refused, report.source) == (2, 1, 1, "canonical")
    (batch,) = list_batches(workspace)
    assert (batch.number, batch.kind, batch.rows_new, batch.rows_refused) == (1, "tickets", 1, 1)
    assert [(r.row, r.column, r.value) for r in refusals(workspace, "1")] == [(3, "created_at", "never")]
    assert tuple(workspace.connection.execute("SELECT ticket_id, created_at, status, row_no FROM tickets").fetchone()) == (
        "1",
        1704067200,
        "open",
        2,
    )


def test_a_later_export_updates_what_changed_and_leaves_what_did_not(workspace: Workspace, tmp_path: Path) -> None:
    run_import(workspace, "tickets", [a_csv(tmp_path, "a.csv", "1,2024-01-01,open,Ann,x", "2,2024-01-01,open,Ben,y")])
    report = run_import(
        workspace,
        "tickets",
        [a_csv(tmp_path, "b.csv", "1,2024-01-01,open,Ann,x", "2,2024-01-01,closed,Ben,y", "3,2024-01-02,new,Ann,z")],
    )
    assert (report.rows_new, report.rows_updated, report.rows_unchanged) == (1, 1, 1)
    assert [row[0] for row in workspace.connection.execute("SELECT status FROM tickets ORDER BY ticket_id")] == [
        "open",
        "closed",
        "new",
    ]


def test_an_unchanged_file_is_recognised_at_once(workspace: Workspace, tmp_path: Path) -> None:
    path = a_csv(tmp_path, "a.csv", "1,2024-01-01,open,Ann,x")
    first = run_import(workspace, "tickets", [path])
    again = run_import(workspace, "tickets", [path])
    assert (again.batch, again.rows_new, again.rows_unchanged) == (first.batch, 0, 1)
    assert len(list_batches(workspace)) == 1
    assert "same file as batch 1" in again.warnings[0]


def test_the_same_file_read_in_another_zone_is_another_import(workspace: Workspace, tmp_path: Path) -> None:
    path = a_csv(tmp_path, "a.csv", "1,2024-01-01 12:00,open,Ann,x")
    run_import(workspace, "tickets", [path])
    report = run_import(workspace, "tickets", [path], timezone="Asia/Shanghai")
    assert report.rows_updated == 1


def test_a_dry_run_tells_the_same_and_changes_nothing(workspace: Workspace, tmp_path: Path) -> None:
    path = a_csv(tmp_path, "a.csv", "1,2024-01-01,open,Ann,x", "2,never,open,Ben,y")
    before = state(workspace)
    dry = run_import(workspace, "tickets", [path], dry_run=True)
    assert state(workspace) == before
    assert list_batches(workspace) == []
    real = run_import(workspace, "tickets", [path])
    assert (dry.rows_new, dry.rows_refused, dry.refusals) == (real.rows_new, real.rows_refused, real.refusals)
    assert dry.batch is None


def test_people_named_by_facts_become_agents_once(workspace: Workspace, tmp_path: Path) -> None:
    run_import(
        workspace,
        "tickets",
        [a_csv(tmp_path, "a.csv", "1,2024-01-01,open,Ann,x", "2,2024-01-01,open,ann,x", "3,2024-01-01,open,,x")],
    )
    assert [agent.name for agent in list_agents(workspace)] == ["Ann"]


def test_a_roster_dates_its_memberships(workspace: Workspace, tmp_path: Path) -> None:
    rows = ("A,Ann,Billing,2024-01-01,", "A,Ann,Technical,2024-03-01,", "B,Ben,Billing,2024-01-01,2024-02-01")
    path = a_csv(tmp_path, "r.csv", *rows, header="agent_id,name,team_id,valid_from,valid_to\n")
    report = run_import(workspace, "roster", [path])
    assert report.rows_new == 3
    assert [(a.name, a.team) for a in list_agents(workspace, on="2024-02-15")] == [("Ann", "Billing"), ("Ben", None)]
    assert [(a.name, a.team) for a in list_agents(workspace, on="2024-03-15")] == [("Ann", "Technical"), ("Ben", None)]
    assert undo_batch(workspace, "1") == Counts(3, 0)
    assert (list_agents(workspace), list_teams(workspace)) == ([], [])


def test_undoing_a_roster_gives_back_what_it_changed(workspace: Workspace, tmp_path: Path) -> None:
    header = "agent_id,name,team_id,valid_from\n"
    run_import(workspace, "roster", [a_csv(tmp_path, "a.csv", "A,Ann,Billing,2024-01-01", header=header)])
    before = state(workspace)
    run_import(
        workspace, "roster", [a_csv(tmp_path, "b.csv", "A,Anna,Technical,2024-03-01", "A,Anna,Sales,2024-01-01", header=header)]
    )
    assert [(a.name, a.team) for a in list_agents(workspace, on="2024-02-01")] == [("Anna", "Sales")]
    with pytest.raises(Refusal, match="later batch 2"):
        undo_batch(workspace, "1")
    counts = undo_batch(workspace, "2")
    assert (counts.new, counts.updated) == (1, 2)  # Technical goes; Ann's name and her first team return
    assert state(workspace) == before


def test_undoing_recordings_and_transcripts_counts_what_went_and_returned(workspace: Workspace, tmp_path: Path) -> None:
    chats = tmp_path / "chats.json"
    chats.write_text(json.dumps([{"id": "c1", "channel": "chat", "messages": [{"author": "Ann", "text": "hello"}]}]))
    report = run_import(workspace, "transcripts", [chats])
    assert (report.rows_new, report.rows_updated) == (1, 0)
    chats.write_text(json.dumps([{"id": "c1", "channel": "chat", "messages": [{"author": "Ann", "text": "good bye"}]}]))
    assert run_import(workspace, "transcripts", [chats]).rows_updated == 1
    assert undo_batch(workspace, "2") == Counts(0, 1)
    assert undo_batch(workspace, "1") == Counts(1, 0)


def test_undo_restores_what_was_overwritten(workspace: Workspace, tmp_path: Path) -> None:
    run_import(
        workspace,
        "surveys",
        [a_csv(tmp_path, "a.csv", "r1,csat,0.1234567890123456789,0,1", header="response_id,type,score,scale_min,scale_max\n")],
    )
    before = state(workspace)
    run_import(
        workspace,
        "surveys",
        [a_csv(tmp_path, "b.csv", "r1,csat,0.5,0,1", "r2,csat,1,0,1", header="response_id,type,score,scale_min,scale_max\n")],
    )
    counts = undo_batch(workspace, "2")
    assert (counts.new, counts.updated) == (1, 1)
    assert state(workspace) == before


def test_a_batch_whose_rows_came_again_later_is_not_undone_before_the_later_one(workspace: Workspace, tmp_path: Path) -> None:
    run_import(workspace, "tickets", [a_csv(tmp_path, "a.csv", "1,2024-01-01,open,Ann,x")])
    run_import(workspace, "tickets", [a_csv(tmp_path, "b.csv", "1,2024-01-01,open,Ann,x", "2,2024-01-01,open,Ann,x")])
    with pytest.raises(Refusal, match="batch 1 cannot be undone: the later batch 2 brought 1 of the same rows"):
        undo_batch(workspace, "1")
    undo_batch(workspace, "2")
    undo_batch(workspace, "1")
    with pytest.raises(Refusal, match="undone already"):
        undo_batch(workspace, "1")
    with pytest.raises(Refusal, match="no such import batch"):
        undo_batch(workspace, "9")


def test_an_agent_who_was_evaluated_stays_when_the_import_goes(workspace: Workspace, tmp_path: Path) -> None:
    run_import(workspace, "tickets", [a_csv(tmp_path, "a.csv", "1,2024-01-01,open,Ann,x", "2,2024-01-01,open,Ben,x")])
    ann = next(agent for agent in list_agents(workspace) if agent.name == "Ann")
    ensure_evaluator(workspace, "Eva")
    workspace.connection.execute(
        "INSERT INTO interactions (id, channel, agent_id, created_at) VALUES ('i', 'call', ?, 0)", [ann.id]
    )
    undo_batch(workspace, "1")
    assert [agent.name for agent in list_agents(workspace)] == ["Ann"]


_CELL = st.sampled_from(["open", "closed", "pending", ""])
_ROW = st.tuples(
    st.integers(1, 6), _CELL, st.sampled_from(["Ann", "Ben", "", "Cid"]), st.sampled_from(["x", "y, z", '"q"', "NA", "0.1"])
)


@settings(
    max_examples=examples(12), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(files=st.lists(st.lists(_ROW, min_size=1, max_size=6), min_size=1, max_size=4), kept=st.integers(0, 3))
def test_undone_is_as_if_never_imported(
    tmp_path_factory: pytest.TempPathFactory, files: list[list[tuple[int, str, str, str]]], kept: int
) -> None:
    folder = tmp_path_factory.mktemp("undo")
    workspace = create_workspace(folder / "w.qadesk")
    try:
        states = [state(workspace)]
        for number, rows in enumerate(files):
            lines = ['{},2024-01-01,{},{},"{}"'.format(*row[:3], row[3].replace('"', '""')) for row in rows]
            run_import(workspace, "tickets", [a_csv(folder, f"{number}.csv", *lines)])
            states.append(state(workspace))
        active = [batch for batch in list_batches(workspace) if batch.state == "active"]
        for batch in active:
            if batch.number <= kept:
                break
            undo_batch(workspace, batch.id)
        # files that were the same as an earlier one made no batch: compare with the state when the last kept batch was in
        expected = states[0] if not [b for b in active if b.number <= kept] else None
        if expected is not None:
            assert state(workspace) == expected
        else:
            assert state(workspace) in states
    finally:
        workspace.close()


@pytest.mark.parametrize("after", [0, 1, 2, 3, 5, 8])
def test_cancel_leaves_nothing_half_done(workspace: Workspace, tmp_path: Path, after: int) -> None:
    run_import(workspace, "tickets", [a_csv(tmp_path, "a.csv", "1,2024-01-01,open,Ann,x")])
    before, batches = state(workspace), len(list_batches(workspace))
    files = [a_csv(tmp_path, f"{n}.csv", *(f"{n}{i},2024-01-01,open,Ben,x" for i in range(50))) for n in (2, 3)]
    try:
        run_import(workspace, "tickets", files, context=Stop(after))
    except Cancelled:
        assert state(workspace) == before
        assert len(list_batches(workspace)) == batches
    else:
        assert after > 5
    assert not list(workspace.folder.glob("import-*"))


def test_cancel_reaches_a_running_statement(workspace: Workspace, tmp_path: Path) -> None:
    class StopWhileStoring(Stop):
        storing = False

        def report(self, done: float, total: float, text: str = "") -> None:
            self.storing = self.storing or done >= 9

        def raise_if_cancelled(self) -> None:
            if self.storing and workspace.connection.in_transaction:
                self.left -= 1
                if self.left < 0:
                    raise Cancelled

    path = a_csv(tmp_path, "many.csv", *(f"{i},2024-01-01,open,Ben,x" for i in range(30_000)))
    with pytest.raises(Cancelled):
        run_import(workspace, "tickets", [path], context=StopWhileStoring(1))
    assert workspace.connection.execute("SELECT count(*) FROM tickets").fetchone()[0] == 0
    assert list_batches(workspace) == []


def test_one_refused_file_keeps_all_files_of_the_call_out(workspace: Workspace, tmp_path: Path) -> None:
    good, bad = a_csv(tmp_path, "a.csv", "1,2024-01-01,open,Ann,x"), a_csv(tmp_path, "b.csv", "2,04/05/2024,open,Ann,x")
    with pytest.raises(Refusal, match="date_order"):
        run_import(workspace, "tickets", [good, bad])
    assert list_batches(workspace) == []


def test_several_files_are_several_batches_and_one_report(workspace: Workspace, tmp_path: Path) -> None:
    report = run_import(workspace, "tickets", [a_csv(tmp_path, f"{n}.csv", f"{n},2024-01-01,open,Ann,x") for n in range(12)])
    assert (report.rows_new, len(report.batches), len(list_batches(workspace))) == (12, 12, 12)


def test_rows_without_an_id_are_told_apart_by_content(workspace: Workspace, tmp_path: Path) -> None:
    header = "type,score,scale_min,scale_max\n"
    report = run_import(workspace, "surveys", [a_csv(tmp_path, "a.csv", "csat,5,1,5", "csat,5,1,5", "csat,3,1,5", header=header)])
    assert report.rows_new == 3
    more = run_import(
        workspace, "surveys", [a_csv(tmp_path, "b.csv", "csat,5,1,5", "csat,5,1,5", "csat,3,1,5", "csat,5,1,5", header=header)]
    )
    assert (more.rows_new, more.rows_unchanged) == (1, 3)
    assert any("told apart by their content" in warning for warning in more.warnings)


def test_the_last_of_two_rows_with_one_id_is_taken_and_said(workspace: Workspace, tmp_path: Path) -> None:
    report = run_import(workspace, "tickets", [a_csv(tmp_path, "a.csv", "1,2024-01-01,open,Ann,x", "1,2024-01-01,closed,Ann,x")])
    assert (report.rows_new, report.rows_folded) == (1, 1)
    assert workspace.connection.execute("SELECT status FROM tickets").fetchone()[0] == "closed"
    assert any("same ticket_id" in warning for warning in report.warnings)


def test_ids_that_another_source_uses_too_are_said(workspace: Workspace, tmp_path: Path) -> None:
    run_import(workspace, "tickets", [a_csv(tmp_path, "a.csv", "1,2024-01-01,open,Ann,x")])
    report = run_import(workspace, "tickets", [a_csv(tmp_path, "b.csv", "1,2024-02-01", header="Ticket Number,Opened\n")])
    assert any("came from canonical" in warning for warning in report.warnings)
    assert list_batches(workspace)[0].warnings == report.warnings


def test_events_without_numbers_are_numbered_in_time(workspace: Workspace, tmp_path: Path) -> None:
    header = "ticket_id,at,type,actor\n"
    run_import(
        workspace,
        "ticket_events",
        [a_csv(tmp_path, "e.csv", "1,2024-01-01 10:00,message,agent", "1,2024-01-01 09:00,message,customer", header=header)],
    )
    rows = workspace.connection.execute("SELECT seq, actor, visibility FROM ticket_events ORDER BY seq").fetchall()
    assert [tuple(row) for row in rows] == [(1, "customer", "public"), (2, "agent", "public")]


def test_a_locked_workspace_is_said_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "w.qadesk"
    first = create_workspace(path)
    second = open_workspace(path)
    second.connection.execute("PRAGMA busy_timeout = 50")
    try:
        first.connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(EnvironmentFailure, match="another program is writing"):
            run_import(second, "tickets", [a_csv(tmp_path, "a.csv", "1,2024-01-01,open,Ann,x")])
        first.connection.execute("ROLLBACK")
        assert run_import(second, "tickets", [tmp_path / "a.csv"]).rows_new == 1
    finally:
        first.close()
        second.close()


_IMPORT_IN_A_SMALL_PLACE = """
import resource, signal, sys
from pathlib import Path
from qa_desk.domain.errors import EnvironmentFailure
from qa_desk.services.imports import run_import
from qa_desk.workspace.workspace import open_workspace
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
workspace = open_workspace(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
try:
    run_import(workspace, "tickets", [Path(sys.argv[2])])
except EnvironmentFailure as failure:
    print(failure.message)
    sys.exit(3)
"""


@pytest.mark.parametrize("limit", [20_000, 1_200_000, 2_000_000])
def test_a_full_disk_leaves_nothing_half_done(tmp_path: Path, limit: int) -> None:
    path = tmp_path / "w.qadesk"
    create_workspace(path).close()
    rows = a_csv(tmp_path, "many.csv", *(f"{i},2024-01-01,open,Ben,subject number {i}" for i in range(15_000)))
    done = subprocess.run(
        [sys.executable, "-c", _IMPORT_IN_A_SMALL_PLACE, str(path), str(rows), str(limit)], capture_output=True, text=True,
        check=False,         env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    assert done.returncode == 3, done.stderr
    assert len(done.stdout.strip().splitlines()) == 1
    assert "nothing was changed" in done.stdout
    workspace = open_workspace(path)
    assert workspace.connection.execute("SELECT count(*) FROM tickets").fetchone()[0] == 0
    assert list_batches(workspace) == []
    workspace.close()


def test_a_killed_import_leaves_nothing_half_done(tmp_path: Path) -> None:
    path = tmp_path / "w.qadesk"
    create_workspace(path).close()
    rows = a_csv(tmp_path, "many.csv", *(f"{i},2024-01-01,open,Ben,subject number {i}" for i in range(15_000)))
    script = (
        "import os, sys; from pathlib import Path; import qa_desk.workspace.batches as b; from qa_desk.services.imports "
        "import run_import; "
        "from qa_desk.workspace.workspace import open_workspace; b.set_outcome = lambda *a: os._exit(9); "
        "run_import(open_workspace(Path(sys.argv[1])), 'tickets', [Path(sys.argv[2])])"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run([sys.executable, "-c", script, str(path), str(rows)], check=False, env=env).returncode == 9
    workspace = open_workspace(path)
    assert workspace.connection.execute("SELECT count(*) FROM tickets").fetchone()[0] == 0
    run_import(workspace, "tickets", [rows])
    assert not list(workspace.folder.glob("import-*")), "what a killed import left is cleared by the next"
    workspace.close()


def test_preview_shows_rows_as_they_will_be_stored_and_writes_nothing(tmp_path: Path) -> None:
    seen = preview(
        a_csv(tmp_path, "a.csv", "1,2024-01-01 12:00,open,Ann,x", "2,never,open,Ben,y"), "tickets", timezone="Asia/Shanghai"
    )
    assert (seen.source, seen.rows, seen.refused, seen.problem) == ("canonical", 2, 1, None)
    assert dict(zip(seen.stored_columns, seen.stored_rows[0], strict=True))["created_at"] == "2024-01-01T04:00:00Z"
    assert [(c.header, c.field) for c in seen.columns][:2] == [("ticket_id", "ticket_id"), ("created_at", "created_at")]


def test_preview_finds_the_kind_and_says_what_is_missing(tmp_path: Path) -> None:
    calls = a_csv(
        tmp_path, "c.csv", "1,Ann,Y,12,0:01:00", header="Call Id,Agent,Answered (Y/N),Speed of answer in seconds,Talk duration\n"
    )
    assert preview(calls).kind == "calls"
    open_dates = a_csv(tmp_path, "d.csv", "1,01/02/2024,open,Ann,x")
    assert "date_order" in (preview(open_dates, "tickets").problem or "")
    assert preview(open_dates, "tickets", mapping={"date_order": "dmy"}).problem is None


def test_every_kind_is_registered_with_what_it_needs() -> None:
    assert [kind.name for kind in IMPORT_KINDS][:7] == [
        "tickets",
        "ticket_events",
        "calls",
        "agent_states",
        "schedule",
        "roster",
        "surveys",
    ]
    with pytest.raises(Refusal, match="cannot be imported; what can: tickets"):
        import_kind("weather")


def test_the_kpi_oracles_tables_come_in_as_they_are(workspace: Workspace, tmp_path: Path, oracles: Path) -> None:
    inputs = json.loads((oracles / "18_kpi_fixture.json").read_text(encoding="utf-8"))["cases"][0]["inputs"]
    for kind, key in (
        ("tickets", "tickets"),
        ("ticket_events", "events"),
        ("calls", "calls"),
        ("surveys", "surveys"),
        ("agent_states", "agent_states"),
        ("schedule", "schedule"),
    ):
        path = tmp_path / f"{key}.json"
        path.write_text(json.dumps(inputs[key]), encoding="utf-8")
        report = run_import(workspace, kind, [path], source="canonical")
        assert (report.rows_read, report.rows_new, report.rows_refused) == (len(inputs[key]), len(inputs[key]), 0), kind
