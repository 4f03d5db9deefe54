from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from qa_desk.app.console import Console
from qa_desk.app.main import main

if TYPE_CHECKING:
    from pathlib import Path

    from qa_desk.workspace.workspace import Workspace

GOOD = "ticket_id,created_at,status\n1,2024-01-01 10:00,open\n2,soon,open\n"


def run(workspace: Workspace, *arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    status = main(["-w", str(workspace.path), "import", *arguments], Console(out, err))
    return status, out.getvalue(), err.getvalue()


def document(workspace: Workspace, *arguments: str) -> Any:  # noqa: ANN401 - a JSON document
    status, out, err = run(workspace, *arguments, "--json")
    assert (status, err) == (0, "")
    return json.loads(out)


@pytest.fixture
def tickets(tmp_path: Path) -> Path:
    path = tmp_path / "tickets.csv"
    path.write_text(GOOD, encoding="utf-8")
    return path


def test_the_report_has_the_keys_of_the_contract(workspace: Workspace, tickets: Path) -> None:
    report = document(workspace, "tickets", str(tickets))
    contract = (
        "batch",
        "source",
        "rows_read",
        "rows_new",
        "rows_updated",
        "rows_unchanged",
        "rows_refused",
        "refusals",
        "warnings",
    )
    assert set(contract) <= report.keys()
    assert [report[key] for key in contract[:7]] == [1, "canonical", 2, 1, 0, 0, 1]
    assert report["refusals"] == [{"row": 3, "column": "created_at", "value": "soon", "reason": "is no date and time"}]


def test_people_read_a_table(workspace: Workspace, tickets: Path) -> None:
    status, out, _ = run(workspace, "tickets", str(tickets))
    assert status == 0
    assert "Batch 1 (canonical)" in out
    assert "soon" in out


def test_a_dry_run_changes_nothing(workspace: Workspace, tickets: Path) -> None:
    assert document(workspace, "tickets", str(tickets), "--dry-run")["batch"] is None
    assert document(workspace, "list") == []


def test_batches_are_listed_and_undone(workspace: Workspace, tickets: Path) -> None:
    run(workspace, "tickets", str(tickets))
    (listed,) = document(workspace, "list")
    assert (listed["batch"], listed["state"], listed["rows_refused"]) == (1, "active", 1)
    assert document(workspace, "undo", "1") == {"batch": "1", "rows_removed": 1, "rows_restored": 0}
    assert "undone" in run(workspace, "list")[1]
    status, _, err = run(workspace, "undo", "1")
    assert (status, err) == (1, "batch 1 is undone already.\n")


def test_source_zone_and_mapping_are_said(workspace: Workspace, tmp_path: Path) -> None:
    path, mapping = tmp_path / "t.csv", tmp_path / "mapping.json"
    path.write_text("Nr;Wann\n7;01/02/2024 12:00\n", encoding="utf-8")
    mapping.write_text(json.dumps({"columns": {"ticket_id": "nr", "created_at": "Wann"}, "date_order": "dmy"}), encoding="utf-8")
    report = document(
        workspace, "tickets", str(path), "--source", "generic", "--mapping", str(mapping), "--timezone", "Asia/Shanghai"
    )
    assert report["source"] == "generic_tickets"
    assert workspace.connection.execute("SELECT created_at FROM tickets").fetchone()[0] == 1706760000


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.csv", b"", "the file is empty"),
        ("scan.csv", b"%PDF-1.4", "is a PDF file"),
        ("cut.xlsx", b"PK\x03\x04\x14\x00", "damaged or cut off"),
        ("noise.csv", bytes(range(256)) * 50, "not a table"),
        ("other.csv", b"colour,size\nred,1\n", "no column for ticket_id"),
    ],
)
def test_a_file_that_cannot_be_taken_is_one_line_and_status_one(
    workspace: Workspace, tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    status, out, err = run(workspace, "tickets", str(path))
    assert (status, out) == (1, "")
    assert err.count("\n") == 1
    assert says in err
    assert str(path) in err
    assert document(workspace, "list") == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("tickets", "{folder}"), "is a folder"),
        (("tickets", "{folder}/nowhere.csv"), "no such file"),
        (("tickets", "{file}", "--source", "hotline"), "no source of tickets"),
        (("tickets", "{file}", "--timezone", "Mars/Olympus"), "no time zone"),
        (("tickets", "{file}", "--mapping", "{file}"), "is not JSON"),
        (("undo", "7"), "no such import batch"),
    ],
)
def test_a_wrong_word_is_one_line(
    workspace: Workspace, tickets: Path, tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    filled = [word.format(folder=tmp_path, file=tickets) for word in arguments]
    status, out, err = run(workspace, *filled)
    assert (status, out) == (1, "")
    assert err.count("\n") == 1
    assert says in err


@pytest.mark.parametrize(("arguments", "says"), [(("tickets",), "Which file?"), (("undo",), "Which batch?")])
def test_words_that_are_missing_are_wrong_usage(workspace: Workspace, arguments: tuple[str, ...], says: str) -> None:
    status, out, err = run(workspace, *arguments)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert says in err


def test_an_unknown_kind_is_wrong_usage(workspace: Workspace, tickets: Path) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(workspace, "weather", str(tickets))
    assert stopped.value.code == 2


@pytest.mark.parametrize(
    ("mapping", "says"),
    [
        ({"column": {}}, "column is no key of a mapping"),
        ({"columns": {"ticket_id": "nowhere"}}, "there is no column nowhere"),
        ({"columns": {"colour": "status"}}, "tickets have no field colour"),
        ({"units": {"closed_at": "weeks"}}, "cannot be weeks"),
        ({"date_order": "myd"}, "cannot be myd"),
        ([], "is a JSON object"),
        ({"encoding": "klingon"}, "no encoding"),
        ({"constants": {"agent_replies": "many"}}, "is no number"),
    ],
)
def test_a_mapping_that_is_wrong_is_said(workspace: Workspace, tickets: Path, tmp_path: Path, mapping: object, says: str) -> None:
    path = tmp_path / "mapping.json"
    path.write_text(json.dumps(mapping), encoding="utf-8")
    status, _, err = run(workspace, "tickets", str(tickets), "--mapping", str(path))
    assert status == 1
    assert says in err


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("kind", "name", "new"),
    [
        ("tickets", "A_tickets/customer_support_tickets.csv", 8469),
        ("tickets", "A_tickets/helpdesk_ifpr_2021-08_cp1252_semicolon.csv", 1315),
        ("tickets", "A_tickets/zendesk_warehouse_tables/ticket_data.csv", 10),
        ("tickets", "A_tickets/zendesk_api_v2_tickets.json", 2),
        ("calls", "B_call_centre/Call-Center-Dataset.xlsx", 5000),
        ("calls", "B_call_centre/queue_log", 40),
        ("surveys", "C_surveys/nps_fr_retail_mixed_legacy_encoding.csv", 13954),
    ],
)
def test_real_files_are_imported(workspace: Workspace, shared_data: Path, kind: str, name: str, new: int) -> None:
    report = document(workspace, kind, str(shared_data / name))
    assert (report["rows_new"], report["rows_refused"]) == (new, 0)
    taken = (
        report["rows_new"] + report["rows_updated"] + report["rows_unchanged"] + report["rows_refused"] + report["rows_folded"]
    )
    assert taken == report["rows_read"]
    again = document(workspace, kind, str(shared_data / name))
    assert (again["rows_new"], again["rows_updated"], again["rows_unchanged"]) == (0, 0, new)


def test_recordings_without_a_header_are_declared_and_played_as_they_were(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "1.ul").write_bytes(b"\xff" * 16000)
    (tmp_path / "2.al").write_bytes(b"\xd5" * 16000)
    arguments = ("--layout", "ulaw:8000:2", "--layout", "alaw:16000:1", "--agent-channel", "right")
    assert document(workspace, "recordings", str(tmp_path), *arguments)["rows_new"] == 2
    kept = workspace.connection.execute("SELECT layout, duration_s, agent_channel FROM media ORDER BY path").fetchall()
    assert [tuple(row) for row in kept] == [("ulaw:8000:2", 1.0, "right"), ("alaw:16000:1", 1.0, "right")]


def test_a_layout_that_is_none_is_refused_and_one_of_tickets_is_wrong_usage(workspace: Workspace, tickets: Path) -> None:
    assert run(workspace, "recordings", str(tickets.parent), "--layout", "mp3")[0] == 1
    status, _, err = run(workspace, "tickets", str(tickets), "--layout", "ulaw:8000:1")
    assert (status, "are for recordings" in err) == (2, True)


def test_refused_rows_are_written_mended_and_taken_as_the_file_was_read(workspace: Workspace, tmp_path: Path) -> None:
    path, target = tmp_path / "calls.csv", tmp_path / "refused.csv"
    path.write_text("Call Id,Answered (Y/N),Date,Talk time\n1,Y,13/02/2024,1\n2,Y,soon,2\n", encoding="utf-8")
    mapping = tmp_path / "mapping.json"
    mapping.write_text('{"units": {"talk_s": "minutes"}}', encoding="utf-8")
    assert document(workspace, "calls", str(path), "--mapping", str(mapping))["rows_refused"] == 1
    status, out, _ = run(workspace, "refused", "1", "--out", str(target))
    assert (status, "1 row written" in out) == (0, True)
    assert document(workspace, "refused", "1", "--out", str(target)) == {"file": str(target), "rows": 1, "rows_only_named": 0}
    target.write_text(target.read_text(encoding="utf-8-sig").replace("soon", "05/02/2024"), encoding="utf-8")
    assert run(workspace, "calls", str(target), "--fresh")[0] == 1  # a day alone does not say which number is the month
    report = document(workspace, "calls", str(target))
    assert report["rows_new"] == 1
    assert any("as the last file of this shape was" in warning for warning in report["warnings"])
    assert workspace.connection.execute("SELECT talk_s, date(offered_at, 'unixepoch') FROM calls WHERE call_id = '2'").fetchone()[
        :
    ] == (120, "2024-02-05")


def test_refused_wants_a_batch_and_a_file(workspace: Workspace, tickets: Path) -> None:
    assert run(workspace, "refused", "1")[0] == 2
    assert run(workspace, "tickets", str(tickets), "--out", "x.csv")[0] == 2
    assert run(workspace, "refused", "7", "--out", "x.csv")[0] == 1
