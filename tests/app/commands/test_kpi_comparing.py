"""Every dimension, every grain and every comparison, as the command line gives them."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from qa_desk.app.console import Console
from qa_desk.app.main import main
from tests.kpi_centre import DAY, MONDAY, a_call, a_ticket, join_team, store

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace

WEEKS = (0, 7, 7 - 364)
"""Days from the Monday to the weeks that are compared: last week, this one, and the same one last year."""


@pytest.fixture
def centre(workspace: Workspace) -> Workspace:
    """Two hundred and thirty records of each kind in each of three weeks; the second one is slower and hands on more."""
    join_team(workspace, "Ana", "Billing", "2023-01-01")
    join_team(workspace, "Bo", "Sales", "2023-01-01")
    store(
        workspace,
        "customers",
        [{"customer_id": f"C{i}", "start_date": "2023-01-01", "segment": ["gold", "iron"][i % 2]} for i in range(9)],
    )
    tickets, calls = [], []
    for week, days in enumerate(WEEKS):
        slower = 2 if days == 7 else 1
        for i in range(230):
            at = MONDAY + days * DAY + (i % 5) * DAY + 8 * 3600 + i * 60
            who = {
                "customer_id": f"C{i % 9}",
                "reason": ["bill", "login"][i % 2],
                "custom": json.dumps({"plan": ["pro", "free"][i % 2]}),
            }
            own = {
                "channel": ["email", "chat"][i % 2],
                "priority": ["low", "high"][i % 2],
                "team": "Desk",
                "assignee": ["Ana", "Bo"][i % 2],
            }
            took = slower * (600 + 37 * i % 1700)
            tickets.append(a_ticket(f"T{week}-{i}", at, reply=took, solve=9 * took, agent_replies=1 + i % 3, **who, **own))
            moved = int(i % 10 < 3 * slower - 2)
            calls.append(a_call(f"Y{week}-{i}", at, queue=["a", "b"][i % 2], agent=["Ana", "Bo"][i % 2], transferred=moved,
                                talk_s=slower * (100 + i % 50), wait_s=slower * (5 + i % 30), **who))  # fmt: skip
    store(workspace, "tickets", tickets)
    store(workspace, "calls", calls)
    return workspace


def shown(workspace: Workspace, *arguments: str) -> list[dict[str, Any]]:
    out, err = io.StringIO(), io.StringIO()
    assert main(["-w", str(workspace.path), "kpi", "show", *arguments, "--json"], Console(out, err)) == 0, err.getvalue()
    return json.loads(out.getvalue())["rows"]  # type: ignore[no-any-return]


def test_every_dimension_and_every_grain_splits_the_same_records(centre: Workspace) -> None:
    for dimension, groups in {
        "agent": {"Ana", "Bo"}, "team": {"Billing", "Sales"}, "channel": {"email", "chat"}, "queue": {"Desk"},
        "priority": {"low", "high"}, "driver": {"bill", "login"}, "segment": {"gold", "iron"}, "custom:plan": {"pro", "free"},
        "weekday": {"1", "2", "3", "4", "5"}, "hour": {"8", "9", "10", "11"},
    }.items():  # fmt: skip
        rows = shown(centre, "ticket_volume", "--by", dimension)
        name = {"driver": "reason"}.get(dimension, dimension)
        assert {row["group"][name] for row in rows} == groups, dimension
        assert sum(row["n"] for row in rows) == 690, dimension
    for period, count in {"day": 15, "week": 3, "month": 2, "quarter": 2, "year": 2}.items():
        rows = [row for row in shown(centre, "first_response_time", "--period", period) if row["n"]]
        assert (len(rows), sum(row["n"] for row in rows)) == (count, 690), period


@pytest.mark.parametrize(
    ("kpi", "method", "is_better"),
    [
        ("transfer_rate", "newcombe", False),
        ("average_handle_time", "welch", None),
        ("first_response_time", "mover", False),
        ("average_speed_of_answer", "mover", False),
        ("service_level", "mover", False),
    ],
)
@pytest.mark.parametrize("compare", ["previous", "year"])
def test_a_change_has_the_interval_of_its_kind(
    centre: Workspace, kpi: str, method: str, is_better: bool | None, compare: str
) -> None:
    window = ("--from", "2024-06-10", "--to", "2024-06-16", "--compare", compare)
    (row,) = shown(centre, kpi, *window)
    assert row["previous_n"] == 230
    assert row["change_interval"] == method
    assert row["change"] == pytest.approx(row["value"] - row["previous"])
    assert row["change_low"] < row["change"] < row["change_high"]
    assert (row["moved"], row["better"]) == ("down" if kpi == "service_level" else "up", is_better)
    by_week = [each for each in shown(centre, kpi, "--period", "week", "--compare", compare) if each["period"] == "2024-06-10"]
    assert [(each["value"], each["previous"]) for each in by_week] == [(row["value"], row["previous"])]


def test_what_has_no_period_before_has_no_change(centre: Workspace) -> None:
    first, *_ = shown(centre, "transfer_rate", "--period", "week", "--compare", "previous")
    assert (first["previous"], first["change"], first["moved"]) == (None, None, None)
