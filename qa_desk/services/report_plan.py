"""The report's action plan: write an item, change it, settle it, take it back; what is due; what the linked figures did since."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.domain.report_plan import PlanDraft, PlanItem, checked_draft, in_order

if TYPE_CHECKING:
    import sqlite3

    from qa_desk.domain.report import ReportScope
    from qa_desk.workspace.workspace import Workspace

_COLUMNS = (
    "id", "text", "owner", "due_on", "status", "linked_kpi", "linked_where", "report_first", "report_last", "written_at",
    "written_by", "done_at", "done_by",
)  # fmt: skip
_ITEMS = f"SELECT {', '.join(_COLUMNS)} FROM report_actions"


def add_plan_item(workspace: Workspace, scope: ReportScope, draft: PlanDraft, by: str = "") -> PlanItem:
    """Write an item over the report of `scope`; the item as kept. Refused when it says nothing or its figure is unknown."""
    draft = _known(draft)
    item = PlanItem(
        id=workspace.clock.new_id(),
        text=draft.text,
        owner=draft.owner,
        due_on=draft.due_on,
        status="open",
        kpi=draft.kpi,
        where=draft.where,
        report_first=scope.first,
        report_last=scope.last,
        written_at=workspace.clock.now(),
        written_by=" ".join(by.split()),
    )
    return restore_plan_item(workspace, item)


def change_plan_item(workspace: Workspace, item_id: str, draft: PlanDraft) -> PlanItem:
    """Say it otherwise; when, in which report and by whom it was written stays. The item as kept."""
    draft = _known(draft)
    with workspace.transaction() as connection:
        connection.execute(
            "UPDATE report_actions SET text = ?, owner = ?, due_on = ?, linked_kpi = ?, linked_where = ? WHERE id = ?",
            [draft.text, draft.owner, _iso(draft.due_on), draft.kpi, _pairs(draft.where), item_id],
        )
        return _item_of(connection, item_id)


def settle_plan_item(workspace: Workspace, item_id: str, by: str = "", *, is_done: bool = True) -> PlanItem:
    """It is done, or (`is_done` False) open again; the item as kept."""
    with workspace.transaction() as connection:
        status, at, who = ("done", workspace.clock.now(), " ".join(by.split()) or None) if is_done else ("open", None, None)
        connection.execute(
            "UPDATE report_actions SET status = ?, done_at = ?, done_by = ? WHERE id = ? AND status <> ?",
            [status, at, who, item_id, status],
        )
        return _item_of(connection, item_id)


def remove_plan_item(workspace: Workspace, item_id: str) -> PlanItem:
    """Take an item out of the plan; what it was, for `restore_plan_item`. The change log keeps it in any case."""
    with workspace.transaction() as connection:
        item = _item_of(connection, item_id)
        connection.execute("DELETE FROM report_actions WHERE id = ?", [item_id])
    return item


def restore_plan_item(workspace: Workspace, item: PlanItem) -> PlanItem:
    """Put an item (back) into the plan as it is."""
    values = (
        item.id, item.text, item.owner, _iso(item.due_on), item.status, item.kpi, _pairs(item.where),
        item.report_first.isoformat(), item.report_last.isoformat(), item.written_at, item.written_by, item.done_at, item.done_by,
    )  # fmt: skip
    with workspace.transaction() as connection:
        if connection.execute("SELECT 1 FROM report_actions WHERE id = ?", [item.id]).fetchone():
            raise Refusal(tr("This item is in the plan already."))
        marks = ", ".join("?" for _ in _COLUMNS)
        connection.execute(f"INSERT INTO report_actions ({', '.join(_COLUMNS)}) VALUES ({marks})", values)
        return _item_of(connection, item.id)


def plan_items(workspace: Workspace) -> list[PlanItem]:
    """The whole plan: open items by due date, then done ones, the latest first."""
    return in_order(_item(row) for row in workspace.connection.execute(_ITEMS))


def due_plan_items(workspace: Workspace, today: date, within_days: int = 7) -> list[PlanItem]:
    """Open items that are due within some days or overdue, the earliest first."""
    latest = (today + timedelta(days=within_days)).isoformat()
    rows = workspace.connection.execute(
        _ITEMS + " WHERE status = 'open' AND due_on IS NOT NULL AND due_on <= ? ORDER BY due_on, written_at, id", [latest]
    )
    return [_item(row) for row in rows]


def _known(draft: PlanDraft) -> PlanDraft:
    draft = checked_draft(draft)
    if draft.kpi is None:
        return draft
    from qa_desk.kpis.catalogue import find_kpi  # late: the first page reads what is due, and needs no catalogue

    return replace(draft, kpi=find_kpi(draft.kpi).id)


def _item_of(connection: sqlite3.Connection, item_id: str) -> PlanItem:
    row = connection.execute(_ITEMS + " WHERE id = ?", [item_id]).fetchone()
    if row is None:
        raise Refusal(tr("There is no such item in the plan; it may have been removed."))
    return _item(row)


def _item(row: sqlite3.Row) -> PlanItem:
    return PlanItem(
        id=row["id"],
        text=row["text"],
        owner=row["owner"],
        due_on=None if row["due_on"] is None else date.fromisoformat(row["due_on"]),
        status=row["status"],
        kpi=row["linked_kpi"],
        where=tuple((str(name), str(value)) for name, value in json.loads(row["linked_where"])),
        report_first=date.fromisoformat(row["report_first"]),
        report_last=date.fromisoformat(row["report_last"]),
        written_at=row["written_at"],
        written_by=row["written_by"],
        done_at=row["done_at"],
        done_by=row["done_by"],
    )


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _pairs(where: tuple[tuple[str, str], ...]) -> str:
    return json.dumps([list(pair) for pair in where], ensure_ascii=False)
