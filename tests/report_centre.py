"""A centre whose June differs from its May, for the tests of the report: what moved is known beforehand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from qa_desk.domain.report import ReportScope
from qa_desk.workspace.settings import set_settings
from tests.kpi_centre import DAY, a_call, a_ticket, join_team, store

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace

MAY = ReportScope(date(2024, 5, 1), date(2024, 5, 31))
JUNE = ReportScope(date(2024, 6, 1), date(2024, 6, 30))
FIRST_OF_MAY = 1_714_521_600
EVIL = '=HYPERLINK("http://x")'
"""A text from outside that a spreadsheet would run."""


def build(workspace: Workspace) -> None:
    """Ana (Billing) and Бо 陈 (Sales) answer 60 tickets each month: in June six times as slowly. Calls stay as they were."""
    join_team(workspace, "Ana", "Billing", "2024-01-01")
    join_team(workspace, "Бо 陈", "Sales", "2024-01-01")
    set_settings(workspace, {"as_of": "2024-06-30T23:59", "goals": {"first_response_time": 700}})
    tickets, calls = [], []
    for month, (offset, pace) in enumerate(((0, 1), (31, 6))):
        for number in range(60):
            created = FIRST_OF_MAY + (offset + number // 2) * DAY + 36_000 + number
            agent = ("Ana", "Бо 陈")[number % 2]
            reply = pace * (400 + 10 * (number % 20))
            tickets.append(
                a_ticket(f"T{month}-{number}", created, channel=("email", "chat")[number % 2], reason=EVIL,
                         assignee=agent, reply=reply, solve=reply + 900, subject=EVIL)
            )  # fmt: skip
            calls.append(a_call(f"C{month}-{number}", created, agent=agent, wait_s=5 + number % 11))
    store(workspace, "tickets", tickets)
    store(workspace, "calls", calls)
