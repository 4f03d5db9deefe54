from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.kpis.figure import Request
from qa_desk.services.kpi_tables import figure_table, shown
from qa_desk.services.kpis import figures
from tests.kpi_centre import DAY, MONDAY, a_call, a_ticket, store

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace

KPIS = (
    "first_response_time", "first_response_time:mean", "ticket_volume", "average_handle_time", "service_level", "transfer_rate",
    "csat", "enps",
)  # fmt: skip
WEEKLY = Request(KPIS, ("agent",), "week", compare="previous")


@pytest.fixture
def centre(workspace: Workspace) -> Workspace:
    at = [MONDAY + i * DAY + i * i * 60 for i in range(40)]
    store(workspace, "tickets", [a_ticket(f"T{i}", at[i], reply=60 + i * 37 % 900, assignee="AB"[i % 2]) for i in range(40)])
    # a week without tickets of A in between
    store(workspace, "tickets", [a_ticket(f"U{i}", MONDAY + 70 * DAY + i, reply=60 + i * 7, assignee="A") for i in range(30)])
    store(
        workspace,
        "calls",
        [a_call(f"Y{i}", at[i], talk_s=i * 13, wait_s=i, transferred=i % 2, agent="AB"[i % 2]) for i in range(40)],
    )
    return workspace


def test_what_is_shown_of_a_table_is_what_all_figures_say(centre: Workspace) -> None:
    every = figures(centre, WEEKLY)
    table = figure_table(centre, WEEKLY)
    assert len(table) == len(every)
    assert shown(centre, table, range(len(table))) == every
    some = [len(table) - 1, 0, 7, 7, 12]
    assert shown(centre, table, some) == [every[place] for place in some]


def test_a_table_has_its_values_before_any_interval(centre: Workspace) -> None:
    table, every = figure_table(centre, WEEKLY), figures(centre, WEEKLY)
    assert [(figure.kpi, figure.group, figure.period, figure.value, figure.n) for figure in table] == [
        (figure.kpi, figure.group, figure.period, figure.value, figure.n) for figure in every
    ]
    assert all(figure.low is None for figure in table)
    assert [figure.kpi for figure in table[-2:]] == ["csat", "enps"]
    assert table[-1].note == "needs: employee_pulse"
    with pytest.raises(IndexError):
        table[len(table)]


def test_intervals_of_changed_data_are_refused(centre: Workspace) -> None:
    table = figure_table(centre, WEEKLY)
    store(centre, "calls", [a_call("late")])
    with pytest.raises(Refusal, match="changed meanwhile"):
        shown(centre, table, [0])
