from __future__ import annotations

import csv
import io
import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

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


@pytest.mark.parametrize("suffix", ["json", "csv"])
def test_the_oracle_comes_out_of_imported_files(workspace: Workspace, oracles: Path, tmp_path: Path, suffix: str) -> None:
    case = json.loads((oracles / "18_kpi_fixture.json").read_text())["cases"][0]
    inputs, expected = case["inputs"], case["expected"]
    settings = tmp_path / "settings.json"
    settings.write_text(json.dumps({name: value for name, value in inputs.items() if not isinstance(value, list)}))
    assert run("-w", str(workspace.path), "set", "--file", str(settings))[0] == 0
    for name in ("tickets", "events", "calls", "surveys", "agent_states", "schedule"):
        kind = {"events": "ticket_events"}.get(name, name)
        path = write_rows(tmp_path / f"{kind}.{suffix}", inputs[name])
        assert run("-w", str(workspace.path), "import", kind, str(path), "--source", "canonical")[0] == 0
    rows = {row["kpi"]: row for row in shown(workspace, "show")["rows"]}
    by_agent = {
        kpi: {row["group"]["agent"]: row for row in shown(workspace, "show", kpi, "--by", "agent")["rows"] if row["n"]}
        for kpi in ("average_handle_time", "occupancy", "schedule_adherence")
    }
    for table, figures in expected.items():
        for name, value in figures.items():
            assert told(rows, by_agent, name) == spelt(value), f"{table}: {name}"


PAIRS = {
    "fcr": "first_contact_resolution_rate", "reopen_rate": "reopen_rate", "escalation_rate_solved": "escalation_rate",
    "sla_first_response": "sla_compliance_rate", "service_level_excl_short": "service_level",
    "service_level_all_offered": "service_level:all_offered", "transfer_rate": "transfer_rate",
    "service_level_abandon_within_counts": "service_level:abandon_within_T_counts", "csat": "csat",
    "service_level_answered_only": "service_level:answered_only", "abandonment_rate_excl_short": "abandonment_rate",
    "abandonment_rate_all": "abandonment_rate:all", "conversion": "conversion_rate", "csat_response_rate": "survey_response_rate",
    "occupancy_team": "occupancy",
}  # fmt: skip
FIELDS = {
    "tickets_counted": ("ticket_volume", "value"), "first_response_time_mean_s": ("first_response_time:mean", "value"),
    "first_response_time_median_s": ("first_response_time", "value"), "response_turns": ("response_time", "n"),
    "first_response_time_business_mean_s": ("first_response_time:business_mean", "value"),
    "awaiting_first_response": ("first_response_time", "censored"), "response_time_mean_s": ("response_time", "value"),
    "response_time_max_s": ("response_time_max", "value"), "backlog_overdue": ("backlog_overdue", "value"),
    "resolution_time_first_mean_s": ("resolution_time_first:mean", "value"), "backlog": ("ticket_backlog", "value"),
    "resolution_time_first_business_mean_s": ("resolution_time_first:business_mean", "value"),
    "resolution_time_full_mean_s": ("resolution_time_full:mean", "value"),
    "interactions_per_ticket": ("interactions_per_ticket", "value"),
    "agent_replies_per_solved_ticket": ("agent_replies_to_close", "value"),
    "fcr_immature": ("first_contact_resolution_rate", "censored"), "offered": ("service_level:all_offered", "denominator"),
    "answered": ("service_level:answered_only", "denominator"), "abandoned": ("abandonment_rate:all", "numerator"),
    "asa_s": ("average_speed_of_answer", "value"), "aht_ratio_of_sums_s": ("average_handle_time", "value"),
    "csat_mean_normalised_pct": ("csat_mean", "value"), "nps": ("nps", "value"), "nps_n": ("nps", "n"),
}  # fmt: skip
"""Where each value of the oracle stands in what the command prints."""


def told(rows: dict[str, Any], by_agent: dict[str, dict[str, Any]], name: str) -> object:
    """A value of the oracle as `kpi show` says it."""
    if name in PAIRS:
        return [rows[PAIRS[name]][part] for part in ("numerator", "denominator")]
    if name in FIELDS:
        kpi, part = FIELDS[name]
        return pytest.approx(rows[kpi][part], rel=1e-12)
    handled = {agent: row["value"] for agent, row in by_agent["average_handle_time"].items()}
    return {
        "aht_by_agent_s": handled,
        "aht_mean_of_agent_means_s": sum(handled.values()) / len(handled),
        "short_abandoned": rows["abandonment_rate:all"]["denominator"] - rows["abandonment_rate"]["denominator"],
        "occupancy": {agent: [row["numerator"], row["denominator"]] for agent, row in by_agent["occupancy"].items()},
        "adherence_minutes": {
            agent: [row["numerator"] / 60, row["denominator"] / 60] for agent, row in by_agent["schedule_adherence"].items()
        },
    }[name]


def spelt(value: object) -> object:
    """A fraction of the oracle as a number."""
    return float(Fraction(value)) if isinstance(value, str) else value


def write_rows(path: Path, rows: list[dict[str, Any]]) -> Path:
    if path.suffix == ".json":
        path.write_text(json.dumps(rows))
    else:
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, list(dict.fromkeys(name for row in rows for name in row)))
            writer.writeheader()
            writer.writerows(rows)
    return path


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
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    assert run("-w", str(workspace.path), "kpi", "show", "no_such_kpi")[0] == 1


def test_a_day_that_is_none_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    for day in ("2026-13-01", "2026-01-01x", "20260101", "soon"):
        with pytest.raises(SystemExit) as stopped:
            run("kpi", "show", "--from", day)
        assert stopped.value.code == 2
        assert f"{day}: is no date (YYYY-MM-DD)" in capsys.readouterr().err


def test_a_value_that_no_record_has_is_named(workspace: Workspace, oracles: Path) -> None:
    fixture(workspace, oracles)
    status, _, err = run("-w", str(workspace.path), "kpi", "show", "service_level", "--where", "queue=nowhere")
    assert status == 0
    assert "No record has queue=nowhere" in err
    assert run("-w", str(workspace.path), "kpi", "show", "service_level")[2] == ""


def test_goals_are_set_shown_and_taken_away(workspace: Workspace) -> None:
    goal = ("goal", "set", "csat", "0.9", "--channel", "email", "--from", "2024-06-01")
    (stored,) = shown(workspace, *goal)["goals"]
    assert (stored["kpi"], stored["target"], stored["scope"], stored["scope_value"]) == ("csat", 0.9, "channel", "email")
    assert (stored["valid_from"], stored["valid_to"]) == ("2024-06-01", None)
    assert "channel email" in run("-w", str(workspace.path), "kpi", "goal", "list")[1]
    assert shown(workspace, "goal", "remove", stored["id"])["goals"] == []
    status, _, err = run("-w", str(workspace.path), "kpi", "goal", "set", "ticket_volume", "5")
    assert status == 1
    assert "only describes" in err


def test_a_definition_says_what_others_say_and_where_they_disagree() -> None:
    status, out, _ = run("kpi", "define", "csat", "--json")
    card = json.loads(out)
    assert status == 0
    assert len(card["said"]) == 5
    assert "90 %" in card["benchmark"]
    assert card["differs"]
    assert "without tests" in run("kpi", "define", "first_response_time:business")[1]
    assert run("kpi", "define", "no_such")[0] == 1


def test_a_goal_is_printed_with_what_the_interval_allows_to_say(workspace: Workspace, oracles: Path) -> None:
    fixture(workspace, oracles)
    run("-w", str(workspace.path), "kpi", "goal", "set", "csat", "0.99")
    run("-w", str(workspace.path), "kpi", "goal", "set", "average_handle_time", "300")
    out = run("-w", str(workspace.path), "kpi", "show", "csat", "average_handle_time")[1]
    assert "goal 99.0 %: not met" in out
    assert "5 min 00 s" in out
