from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

from qa_desk.app.console import Console
from qa_desk.app.main import main
from tests.kpi_centre import store_fixture

if TYPE_CHECKING:
    from pathlib import Path

    from qa_desk.workspace.workspace import Workspace


def run(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    status = main(list(arguments), Console(out, err))
    return status, out.getvalue(), err.getvalue()


def shown(workspace: Workspace, *arguments: str) -> dict[str, Any]:
    status, out, _ = run("-w", str(workspace.path), "kpi", *arguments, "--json")
    assert status == 0
    return json.loads(out)  # type: ignore[no-any-return]


def fixture(workspace: Workspace, oracles: Path) -> None:
    store_fixture(workspace, json.loads((oracles / "18_kpi_fixture.json").read_text())["cases"][0]["inputs"])


def test_the_catalogue_is_listed_with_what_each_figure_needs() -> None:
    status, out, _ = run("kpi", "list", "--json")
    entries = {entry["id"]: entry for entry in json.loads(out)["kpis"]}
    assert status == 0
    assert entries["service_level"]["inputs"] == ["calls"]
    assert entries["first_response_time:business_mean"]["unit"] == "s"
    assert run("kpi", "list")[1].count("\n") > len(entries)


def test_figures_are_one_json_document_with_the_promised_keys(workspace: Workspace, oracles: Path) -> None:
    fixture(workspace, oracles)
    (row,) = shown(workspace, "show", "service_level:all_offered")["rows"]
    promised = "kpi group period value n numerator denominator low high interval excluded censored previous change goal note"
    assert {"change_low", "change_high"} <= row.keys()
    assert set(promised.split()) <= row.keys()
    assert row["value"] == 4 / 9
    assert row["period"] is None


def test_groups_and_periods_are_said_in_each_row(workspace: Workspace, oracles: Path) -> None:
    fixture(workspace, oracles)
    rows = shown(
        workspace, "show", "ticket_volume", "--by", "channel", "--period", "month", "--from", "2024-03-01", "--to", "2024-03-31"
    )["rows"]
    assert {(row["group"]["channel"], row["period"], row["value"]) for row in rows} == {
        ("email", "2024-03-01", 6),
        ("chat", "2024-03-01", 1),
    }


def test_rows_behind_a_figure_carry_readable_times(workspace: Workspace, oracles: Path) -> None:
    fixture(workspace, oracles)
    document = shown(workspace, "rows", "first_contact_resolution_rate", "--where", "reason=billing")
    assert document["total"] == 3
    assert document["rows"][0]["created_at"].endswith("+00:00")


def test_tables_for_people_print_counts_where_there_are_few(workspace: Workspace, oracles: Path) -> None:
    fixture(workspace, oracles)
    status, out, _ = run("-w", str(workspace.path), "kpi", "show", "conversion_rate", "qa_score")
    assert status == 0
    assert "2 of 4" in out
    assert "needs: evaluations" in out


def test_a_wrong_condition_is_refused_in_a_line(workspace: Workspace) -> None:
    status, out, err = run("-w", str(workspace.path), "kpi", "show", "csat", "--where", "team")
    assert (status, out) == (1, "")
    assert err.count("\n") == 1
    assert run("-w", str(workspace.path), "kpi", "show", "no_such_kpi")[0] == 1
