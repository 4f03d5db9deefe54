"""The real files beside the project, what each is imported as, and what is to come of it; counted apart from the readers.

`python -m tests.services.real_tables` imports all of them through the command line and prints the table.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ZENDESK, QUALTRICS = "A_tickets/zendesk_warehouse_tables/", "C_surveys/qualtrics_warehouse_tables/"
ANSWERS = {"scale_min": "1", "scale_max": "5", "type": "csat"}
EVENTS = {
    "columns": {"at": "updated", "type": "field_name", "value": "value", "actor": "", "actor_id": "user_id"},
    "constants": {"actor": "system"},
    "values": {"type": {"status": "status", "assignee_id": "assigned"}},
}
COMMENTS = {"columns": {"at": "created", "actor_id": "user_id"}, "constants": {"type": "message", "actor": "agent"}}
SNAP = {
    "columns": {"score": "Q1", "comment": "Q2", "responded_at": ["ID.endDate", "ID.end"]},
    "constants": {"type": "csat", "scale_min": "1", "scale_max": "10"},
}


@dataclass(frozen=True, slots=True)
class Real:
    """A file, the kind it is imported as, and the counts: rows of the file, records stored, rows refused, rows folded."""

    name: str
    kind: str
    source: str
    rows: int
    stored: int
    refused: int = 0
    folded: int = 0
    why: str = ""
    mapping: dict[str, Any] = field(default_factory=dict)
    identity: str | None = None
    """The column whose different values are the records, where rows are folded."""


FILES = (
    Real("A_tickets/customer_support_tickets.csv", "tickets", "generic_tickets", 8469, 8469, why="line ends inside cells"),
    Real(
        "A_tickets/helpdesk_ifpr_2021-08_cp1252_semicolon.csv", "tickets", "glpi", 3568, 1315, folded=2253,
        why="a row is a ticket × follow-up: the rows of a ticket are one ticket and its events", identity="Ticker",
    ),
    Real(
        "A_tickets/incident_event_log_first6k.csv", "tickets", "servicenow", 5998, 890, folded=5108,
        why="a row is an update of an incident: they are folded into the incident and its events", identity="number",
    ),
    Real(
        "A_tickets/jira_rest_issues.json", "tickets", "jira", 5, 4, 1,
        why="one issue has no fields: it says no time of creation",
    ),
    Real("A_tickets/nyc_311_service_requests.csv", "tickets", "generic_tickets", 1000, 1000, why="JSON with line ends in cells"),
    Real("A_tickets/zendesk_api_v2_tickets.json", "tickets", "zendesk", 2, 2),
    Real(ZENDESK + "ticket_data.csv", "tickets", "zendesk", 10, 10),
    Real(
        ZENDESK + "ticket_field_history_data.csv", "ticket_events", "generic_ticket_events", 38, 32, 6,
        why="changes of priority and requester are no events of the contract", mapping=EVENTS,
    ),
    Real(
        ZENDESK + "ticket_comment_data.csv", "ticket_events", "generic_ticket_events", 20, 20,
        why="who wrote is said", mapping=COMMENTS,
    ),
    Real(
        ZENDESK + "user_data.csv", "customers", "generic_customers", 10, 10,
        mapping={"columns": {"customer_id": "id", "start_date": "created_at", "end_date": ""}},
    ),
    Real("B_call_centre/Call-Center-Dataset.xlsx", "calls", "generic_calls", 5000, 5000, why="real time cells beside text dates"),
    Real(
        "B_call_centre/asterisk_queue_log_table_2018-11-29.csv", "calls", "asterisk_queue_log_table", 371, 40, folded=331,
        why="a row is an event: they are folded into calls and the states of agents",
    ),
    Real(
        "B_call_centre/queue_log", "calls", "asterisk_queue_log", 371, 40, folded=331,
        why="the same events, raw: the same calls",
    ),
    Real(
        "B_call_centre/queue_log_verbatim_snippet", "calls", "asterisk_queue_log", 10, 1, folded=9,
        why="one call; one that never leaves the queue is left out and said",
    ),
    Real(
        "B_call_centre/cdr_cr_only_line_ends.csv", "calls", "asterisk_cdr", 100, 100,
        why="lines end in CR alone; day or month first is asked", mapping={"date_order": "dmy"},
    ),
    Real("B_call_centre/freepbx_cdr_export.csv", "calls", "asterisk_cdr", 100, 100),
    Real("B_call_centre/elastix_call_report.csv", "calls", "generic_calls", 349, 349),
    Real(
        "C_surveys/nps_fr_retail_mixed_legacy_encoding.csv", "surveys", "generic_surveys", 13954, 13954,
        why="two code pages in one file",
    ),
    Real(
        "C_surveys/qualtrics_export_3_header_rows.csv", "surveys", "qualtrics", 1, 1,
        why="three rows of headers; which question is the score is asked",
        mapping={"columns": {"score": ""}, "constants": ANSWERS},
    ),
    Real(
        "C_surveys/snap_webhost_survey_example.xlsm", "surveys", "generic_surveys", 21, 21,
        why="two rows of headers; dates as days since 1900 beside times as text", mapping=SNAP,
    ),
    Real(
        QUALTRICS + "survey_response.csv", "surveys", "generic_surveys", 5, 5, why="answers without their scores",
        mapping={"columns": {"responded_at": "recorded_date"}, "constants": ANSWERS},
    ),
    Real(
        QUALTRICS + "question_response.csv", "surveys", "generic_surveys", 5, 5, why="the score and its scale are said",
        mapping={"columns": {"score": "value", "comment": "text"}, "constants": ANSWERS},
    ),
    Real(
        QUALTRICS + "directory_contact.csv", "customers", "generic_customers", 5, 5,
        mapping={"columns": {"customer_id": "id", "start_date": "creation_date"}},
    ),
)  # fmt: skip
NO_KIND = {
    ZENDESK + "audit_log_data.csv": 10,
    ZENDESK + "group_data.csv": 8,
    ZENDESK + "schedule_data.csv": 5,
    ZENDESK + "sla_policy_metric_history_data.csv": 22,
    ZENDESK + "ticket_chat_event_data.csv": 12,
    "B_call_centre/Call Center Data.csv": 1251,
    QUALTRICS + "distribution.csv": 5,
    QUALTRICS + "question.csv": 5,
    QUALTRICS + "survey.csv": 5,
    QUALTRICS + "user.csv": 2,
}
"""Files that are none of the kinds (settings, groups, sums by day), with their rows: the wizard asks what they are."""
_FURTHER_HEADERS = {"C_surveys/qualtrics_export_3_header_rows.csv": 2, "C_surveys/snap_webhost_survey_example.xlsm": 1}
_NO_HEADER = ("queue_log", "queue_log_verbatim_snippet")


def counted(path: Path, name: str) -> int:
    """The rows of a file by Python's own csv and json, and by openpyxl."""
    if path.suffix == ".json":
        document = json.loads(path.read_text(encoding="utf-8"))
        return len(document["tickets"] if isinstance(document, dict) else document)
    if path.suffix in (".xlsx", ".xlsm"):
        from openpyxl import load_workbook

        book = load_workbook(path, read_only=True, data_only=True)
        sheet = book[book.sheetnames[0]]
        rows = sum(any(cell not in (None, "") for cell in row[:10]) for row in sheet.iter_rows(values_only=True))
        book.close()
        return rows - 1 - _FURTHER_HEADERS.get(name, 0)
    return len(rows_of(path)) - (0 if path.name in _NO_HEADER else 1) - _FURTHER_HEADERS.get(name, 0)


def rows_of(path: Path) -> list[list[str]]:
    """The rows of a text that hold anything, by Python's own csv."""
    text = path.read_bytes().decode("latin-1")  # every byte is a character: nothing can be lost
    if "\n" not in text:
        text = text.replace("\r", "\n")
    sign = "|" if path.name in _NO_HEADER else ";" if "semicolon" in path.name else ","
    csv.field_size_limit(1 << 30)
    return [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign) if any(row)]


def imported(workspace: Path, real: Real, data: Path, folder: Path) -> dict[str, Any]:
    """What the command line says of its import."""
    from qa_desk.app.console import Console
    from qa_desk.app.main import main

    arguments = ["-w", str(workspace), "import", real.kind, str(data / real.name), "--json", "--fresh"]
    if real.mapping:
        path = folder / "mapping.json"
        path.write_text(json.dumps(real.mapping), encoding="utf-8")
        arguments += ["--mapping", str(path)]
    out, err = io.StringIO(), io.StringIO()
    status = main(arguments, Console(out=out, err=err))
    return json.loads(out.getvalue()) if status == 0 else {"refused": err.getvalue()}


def table(data: Path) -> str:
    """The table of files, in Markdown."""
    from qa_desk.workspace.workspace import create_workspace

    lines = [
        "| file | imported as | source recognised | rows in the file (counted apart) | stored | refused | folded | remarks |",
        "|---|---|---|---:|---:|---:|---:|---|",
    ]
    with TemporaryDirectory() as name:
        for number, real in enumerate(FILES):
            path = Path(name) / f"{number}.qadesk"
            create_workspace(path).close()
            report = imported(path, real, data, Path(name))
            also = ", ".join(f"{count} {kind}" for kind, count in report.get("also", {}).items())
            why = "; ".join(filter(None, (real.why, f"also {also}" if also else "", report.get("refused", ""))))
            reasons = sorted({f"{item['column']}: {item['reason']}" for item in report.get("refusals", [])})
            lines.append(
                f"| {real.name} | {real.kind} | {report.get('source')} | {counted(data / real.name, real.name)} | "
                f"{report.get('rows_new')} | {report.get('rows_refused')} | {report.get('rows_folded')} | "
                f"{why}{' (' + '; '.join(reasons) + ')' if reasons else ''} |"
            )
    lines += [
        f"| {name} | – | – | {counted(data / name, name)} | – | – | – | none of the kinds: the wizard asks what the rows are |"
        for name in NO_KIND
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(table(Path(__file__).resolve().parents[3] / "shared" / "data"))
