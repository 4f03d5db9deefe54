from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.kpis.figure import Request
from qa_desk.kpis.promises import Policy, promise_of
from qa_desk.services.kpis import figures
from qa_desk.workspace.settings import set_settings
from tests.kpi_centre import MONDAY, a_ticket, store

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace

HOUR = 3_600


def test_the_narrowest_promise_holds() -> None:
    every, mail = Policy("first_response", 9), Policy("first_response", 7, channel="email")
    urgent, both = Policy("first_response", 5, priority="urgent"), Policy("first_response", 8, False, "email", "urgent")
    policies = (every, mail, urgent, both, Policy("resolution", 1))
    assert promise_of(policies, "first_response", "email", "urgent") == both
    assert promise_of(policies, "first_response", "chat", "urgent") == urgent
    assert promise_of(policies, "first_response", "email", None) == mail
    assert promise_of(policies, "first_response", None, None) == every
    assert promise_of((mail,), "first_response", "chat", None) is None


def test_each_channel_is_held_to_its_own_promise_and_clock(workspace: Workspace) -> None:
    policies = {
        "chat": {"metric": "first_response", "target_s": 60, "channel": "chat", "clock": "calendar"},
        "solve": {"metric": "resolution", "target_s": 2 * HOUR, "priority": "urgent"},
    }
    set_settings(workspace, {"sla_policies": policies, "as_of": "2024-06-03T15:00"})
    at = MONDAY + 10 * HOUR
    tickets = [
        a_ticket("mail", at, channel="email", reply=HOUR),
        a_ticket("quick", at, channel="chat", reply=60),
        a_ticket("slow", at, channel="chat", reply=61),
        a_ticket(
            "early", MONDAY, channel="chat", reply=9 * HOUR
        ),  # before the opening: no working second, nine hours by the wall
        a_ticket("kept", at, priority="urgent", reply=60, solve=2 * HOUR),
        a_ticket("broken", at, priority="urgent", reply=60, solve=2 * HOUR + 1),
        a_ticket("running", at, priority="urgent", reply=60),
        a_ticket("undecided", at + 4 * HOUR, priority="urgent", reply=60),
    ]
    store(workspace, "tickets", tickets)
    by_channel = {row.group["channel"]: row for row in figures(workspace, Request(("sla_compliance_rate",), ("channel",)))}
    assert (by_channel["email"].numerator, by_channel["email"].denominator) == (1, 1)
    assert (by_channel["chat"].numerator, by_channel["chat"].denominator) == (1, 3)
    (solved,) = figures(workspace, Request(("sla_compliance_rate:resolution",)))
    assert (solved.numerator, solved.denominator, solved.censored, solved.excluded) == (1, 3, 1, 4)


def test_a_policy_that_says_nothing_is_refused(workspace: Workspace) -> None:
    for wrong in ({"x": {"metric": "mood", "target_s": 1}}, {"x": {"metric": "resolution"}}, {"x": 5}, []):
        with pytest.raises(Refusal):
            set_settings(workspace, {"sla_policies": wrong})
