"""The records behind a figure: which entered, when, whose, and what each contributed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.kpis.figure import Records
from qa_desk.kpis.scan import scan_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duckdb import DuckDBPyConnection

    from qa_desk.kpis.kpi import Kpi
    from qa_desk.kpis.scan import Scope

_SHOWN = (
    "record_id", "day", "agent", "team", "channel", "queue", "priority", "reason", "customer", "survey", "score",
    "comment", "activity", "state",
    "evaluator", "scorecard", "interaction_id", "subject", "created_at", "first_reply_at", "first_solved_at",
    "last_solved_at", "opened_at",
    "answered_at", "offered_at", "result", "wait_s", "talk_s", "hold_s", "acw_s", "responded_at", "start_at", "end_at",
    "happened_at",
)  # fmt: skip


def list_records(connection: DuckDBPyConnection, kpi: Kpi, scope: Scope, labels: Mapping[str, str], limit: int | None) -> Records:
    """Records that entered the KPI within the scope; `value` is each one's contribution."""
    part = scan_of(connection, kpi.relation, scope)
    known = {row[0] for row in connection.execute(f"DESCRIBE {part.sql}", part.values).fetchall()}
    columns = [name for name in _SHOWN if name in known]
    entered = kpi.counted.format_map(scope.numbers)
    value = kpi.aggregate.record_value.format_map(scope.numbers)
    source = f"FROM ({part.sql}) WHERE {entered}"
    counted = connection.execute(f"SELECT count(*) {source}", part.values).fetchall()[0][0]
    query = f"SELECT {', '.join(columns)}, {value} AS value {source} ORDER BY day DESC NULLS LAST, record_id"
    rows = connection.execute(query + (f" LIMIT {int(limit)}" if limit is not None else ""), part.values).fetchall()
    agent = columns.index("agent")
    named = tuple((*row[:agent], labels.get(row[agent], row[agent]), *row[agent + 1 :]) for row in rows)
    return Records((*columns, "value"), named, int(counted))
