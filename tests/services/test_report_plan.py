from __future__ import annotations

import sqlite3
from datetime import date
from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.domain.progress import Quiet
from qa_desk.domain.report_plan import PlanDraft
from qa_desk.services.care import check_workspace
from qa_desk.services.kpis import Request, figures
from qa_desk.services.report_plan import (
    add_plan_item,
    change_plan_item,
    due_plan_items,
    plan_items,
    remove_plan_item,
    restore_plan_item,
    settle_plan_item,
)
from qa_desk.services.report_plan_since import plan_lines
from qa_desk.services.today import day_of
from tests.report_centre import JUNE, MAY, build

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace

DRAFT = PlanDraft("Reply to e-mail first", "Mei", date(2024, 6, 15), "first_response_time", (("channel", "email"),))


def test_an_item_keeps_when_by_whom_and_over_which_report_it_was_written(workspace: Workspace) -> None:
    item = add_plan_item(workspace, MAY, DRAFT, " Lead ")
    assert plan_items(workspace) == [item]
    assert (item.written_by, item.report_first, item.report_last) == ("Lead", MAY.first, MAY.last)
    assert item.written_at > 0
    assert (item.text, item.owner, item.due_on, item.kpi, item.where) == (
        DRAFT.text, DRAFT.owner, DRAFT.due_on, DRAFT.kpi, DRAFT.where,
    )  # fmt: skip


def test_a_changed_item_keeps_its_origin(workspace: Workspace) -> None:
    item = add_plan_item(workspace, MAY, DRAFT, "Lead")
    changed = change_plan_item(workspace, item.id, PlanDraft("Otherwise", "Bo"))
    assert (changed.text, changed.owner, changed.due_on, changed.kpi, changed.where) == ("Otherwise", "Bo", None, None, ())
    assert (changed.written_at, changed.written_by) == (item.written_at, "Lead")
    with pytest.raises(sqlite3.IntegrityError, match="keeps when"):
        workspace.connection.execute("UPDATE report_actions SET written_by = 'Somebody'")


def test_done_and_open_again(workspace: Workspace) -> None:
    item = add_plan_item(workspace, MAY, DRAFT)
    done = settle_plan_item(workspace, item.id, "Mei")
    assert (done.status, done.done_by) == ("done", "Mei")
    assert settle_plan_item(workspace, item.id, "Bo").done_by == "Mei"  # done is done once
    assert settle_plan_item(workspace, item.id, is_done=False) == item


def test_what_was_deleted_comes_back_as_it_was_and_the_change_log_holds(workspace: Workspace) -> None:
    item = settle_plan_item(workspace, add_plan_item(workspace, MAY, DRAFT, "Lead").id, "Mei")
    assert remove_plan_item(workspace, item.id) == item
    assert plan_items(workspace) == []
    assert restore_plan_item(workspace, item) == item
    with pytest.raises(Refusal, match="already"):
        restore_plan_item(workspace, item)
    assert check_workspace(workspace, Quiet()).is_sound
    logged = workspace.connection.execute("SELECT action FROM change_log WHERE table_name = 'report_actions' ORDER BY seq")
    assert [row[0] for row in logged] == ["insert", "update", "delete", "insert"]


def test_an_item_that_is_gone_is_refused(workspace: Workspace) -> None:
    for use in (remove_plan_item, settle_plan_item):
        with pytest.raises(Refusal, match="no such item"):
            use(workspace, "nothing")
    with pytest.raises(Refusal, match="no such item"):
        change_plan_item(workspace, "nothing", DRAFT)


def test_an_unknown_figure_is_refused_and_nothing_is_kept(workspace: Workspace) -> None:
    with pytest.raises(Refusal):
        add_plan_item(workspace, MAY, PlanDraft("Do", kpi="nonsense"))
    with pytest.raises(Refusal):
        add_plan_item(workspace, MAY, PlanDraft(" "))
    assert plan_items(workspace) == []


def test_an_alias_of_a_figure_is_kept_under_its_own_name(workspace: Workspace) -> None:
    assert add_plan_item(workspace, MAY, PlanDraft("Do", kpi="fcr")).kpi == "first_contact_resolution_rate"


def test_what_is_due_within_a_week_or_overdue_stands_on_today(workspace: Workspace) -> None:
    for text, due in (("late", date(2024, 5, 20)), ("soon", date(2024, 6, 8)), ("later", date(2024, 6, 9)), ("never", None)):
        add_plan_item(workspace, MAY, PlanDraft(text, due_on=due))
    settle_plan_item(workspace, add_plan_item(workspace, MAY, PlanDraft("done", due_on=date(2024, 5, 1))).id)
    assert [item.text for item in due_plan_items(workspace, date(2024, 6, 1))] == ["late", "soon"]
    assert [item.text for item in day_of(workspace, None).plan] == ["late", "soon"]


def test_the_next_report_says_what_the_linked_figure_did_since(workspace: Workspace) -> None:
    build(workspace)
    add_plan_item(workspace, MAY, DRAFT)
    line = plan_lines(workspace, JUNE, plan_items(workspace))[0]
    assert line.figure_name == "First response time (median), channel e-mail"
    assert line.is_overdue
    assert line.since is not None
    assert line.since.better is False
    assert line.since.is_measured
    wanted = Request(("first_response_time",), (), "all", JUNE.first, JUNE.last, "previous", DRAFT.where)
    figure = figures(workspace, wanted)[0]
    assert line.since.text.startswith("Since 2024-06-01 (30 days): +")
    assert f"n = {figure.n}, before {figure.previous_n}" in line.since.text


def test_in_the_report_it_was_written_in_there_is_nothing_since(workspace: Workspace) -> None:
    build(workspace)
    add_plan_item(workspace, JUNE, DRAFT)
    since = plan_lines(workspace, JUNE, plan_items(workspace))[0].since
    assert since is not None
    assert since.text.startswith("Nothing yet")
    assert since.better is None


def test_a_count_is_told_without_a_judgement_and_an_absent_figure_says_what_it_needs(workspace: Workspace) -> None:
    build(workspace)
    add_plan_item(workspace, MAY, PlanDraft("a", kpi="ticket_volume"))
    add_plan_item(workspace, MAY, PlanDraft("b", kpi="csat"))
    add_plan_item(workspace, MAY, PlanDraft("c"))
    count, absent, none = plan_lines(workspace, JUNE, plan_items(workspace))
    assert count.since is not None
    assert count.since.text == "Since 2024-06-01 (30 days): 0; 60, before 60"
    assert not count.since.is_measured
    assert absent.since is not None
    assert "needs: surveys" in absent.since.text
    assert none.since is None


def test_a_group_that_no_figure_is_known_by_any_more_does_not_spoil_the_plan(workspace: Workspace) -> None:
    build(workspace)
    add_plan_item(workspace, MAY, PlanDraft("Do", kpi="service_level", where=(("custom:tier", "gold"),)))
    since = plan_lines(workspace, JUNE, plan_items(workspace))[0].since
    assert since is not None
    assert since.better is None
    assert since.text
