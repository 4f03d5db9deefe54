from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.services.imports import export_batch_refusals, list_batches, recall, run_import

if TYPE_CHECKING:
    from pathlib import Path

    from qa_desk.workspace.workspace import Workspace

CALLS = (
    "Call Id;Agent;Answered (Y/N);Date;Talk time;Phone;Score\n"
    "1;Ann;Y;01/02/2024;90;+491;-5\n"
    "2;Ben;N;03/04/2024;soon;+492;-6\n"
    "3;Cy;maybe;31/04/2024;20;=x;7\n"
    "4;Cy;Y;30/04/2024;20;=y;8\n"
)


def taken(workspace: Workspace, path: Path, kind: str, **said: object) -> int:
    run_import(workspace, kind, [path], mapping=said or None)
    return list_batches(workspace)[0].rows_refused


def mended(workspace: Workspace, kind: str, path: Path) -> int:
    known = recall(workspace, kind, path)
    assert known is not None
    report = run_import(workspace, kind, [path], source=known.source, mapping=known.mapping, timezone=known.timezone)
    return report.rows_new


def test_refused_rows_are_written_whole_mended_and_taken(workspace: Workspace, tmp_path: Path) -> None:
    path, target = tmp_path / "calls.csv", tmp_path / "refused.csv"
    path.write_text(CALLS, encoding="cp1252")
    assert taken(workspace, path, "calls", units={"talk_s": "minutes"}) == 2
    assert export_batch_refusals(workspace, list_batches(workspace)[0], target) == (2, 0)
    with target.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream, delimiter=";"))
    assert rows[0][-3:] == ["Score", "qa_desk_row", "qa_desk_reason"]
    assert rows[1] == ["2", "Ben", "N", "03/04/2024", "soon", "'+492", "-6", "3", "Talk time: is no duration in minutes"]
    assert rows[2][-1].split("; ") == [
        "Answered (Y/N): is none of abandoned, answered, blocked, callback, voicemail",
        "Date: is no date and time in the order dmy",
    ]
    target.write_text(
        target.read_text(encoding="utf-8-sig").replace("soon", "2").replace("31/04", "01/04").replace("maybe", "Y"),
        encoding="utf-8",
    )
    assert mended(workspace, "calls", target) == 2
    stored = workspace.connection.execute(
        "SELECT call_id, talk_s, customer_id, date(offered_at, 'unixepoch'), custom FROM calls ORDER BY 1"
    ).fetchall()
    assert [tuple(row[:4]) for row in stored] == [
        ("1", 5400, "+491", "2024-02-01"),
        ("2", 120, "+492", "2024-04-03"),
        ("3", 1200, "=x", "2024-04-01"),
        ("4", 1200, "=y", "2024-04-30"),
    ]
    assert [json.loads(row[4])["Score"] for row in stored] == ["-5", "-6", "7", "8"]


def test_a_log_without_a_header_comes_in_again(workspace: Workspace, tmp_path: Path) -> None:
    path, target = tmp_path / "queue_log", tmp_path / "refused.csv"
    path.write_text(
        "1596512941|1.1|support|NONE|ENTERQUEUE||7000|1\nsoon|2.1|support|NONE|ENTERQUEUE||7001|1\n"
        "later|2.1|support|NONE|ABANDON|1|1|5\n1596512951|1.1|support|NONE|ABANDON|1|1|10\n",
        encoding="utf-8",
    )
    assert taken(workspace, path, "calls") == 2
    assert export_batch_refusals(workspace, list_batches(workspace)[0], target) == (2, 0)
    text = target.read_text(encoding="utf-8-sig").replace("soon", "1596512960").replace("later", "1596512965")
    target.write_text(text, encoding="utf-8")
    assert mended(workspace, "calls", target) == 1
    assert workspace.connection.execute("SELECT wait_s FROM calls WHERE call_id = '2.1'").fetchone()[0] == 5


def test_rows_of_json_come_in_again_as_a_table(workspace: Workspace, tmp_path: Path) -> None:
    path, target = tmp_path / "tickets.json", tmp_path / "refused.csv"
    records = [
        {"id": n, "created_at": day, "via": {"channel": "web"}, "status": "open"} for n, day in ((1, "2024-01-01"), (2, "soon"))
    ]
    path.write_text(json.dumps({"tickets": records}), encoding="utf-8")
    assert taken(workspace, path, "tickets") == 1
    export_batch_refusals(workspace, list_batches(workspace)[0], target)
    target.write_text(target.read_text(encoding="utf-8-sig").replace("soon", "2024-01-02"), encoding="utf-8")
    assert mended(workspace, "tickets", target) == 1
    assert [tuple(row) for row in workspace.connection.execute("SELECT ticket_id, channel FROM tickets")] == [
        ("1", "web"),
        ("2", "web"),
    ]


def test_a_line_that_cannot_be_cut_is_only_named(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "tickets.csv"
    path.write_text("ticket_id,created_at,status\n1,2024-01-01,open\n2,2024-01-01,open,and,more\n3,soon,open\n", encoding="utf-8")
    assert taken(workspace, path, "tickets") == 2
    assert export_batch_refusals(workspace, list_batches(workspace)[0], tmp_path / "refused.csv") == (1, 1)


def test_a_file_that_changed_or_would_be_written_over_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "tickets.csv"
    path.write_text("ticket_id,created_at\n1,soon\n", encoding="utf-8")
    taken(workspace, path, "tickets")
    batch = list_batches(workspace)[0]
    with pytest.raises(Refusal, match="choose another name"):
        export_batch_refusals(workspace, batch, path)
    path.write_text("ticket_id,created_at\n1,later\n", encoding="utf-8")
    with pytest.raises(Refusal, match="was changed since"):
        export_batch_refusals(workspace, batch, tmp_path / "refused.csv")
    assert not (tmp_path / "refused.csv").exists()
