"""What stands between a request and the engine: its words made plain, the facts to count over, the instant things are seen at."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from qa_desk.domain.calendar import business_calendar, local_day, working_seconds
from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.domain.periods import Span, next_start, period_before, period_start, span_before
from qa_desk.kpis.contact_facts import derive_evaluations
from qa_desk.kpis.derivation import Employment, Membership, Surroundings
from qa_desk.kpis.facts import derive_facts
from qa_desk.kpis.figure import COMPARISONS, DIMENSIONS, PERIODS
from qa_desk.kpis.promises import policies_of
from qa_desk.kpis.scan import Scope
from qa_desk.services.people import agent_ids
from qa_desk.services.sampling_raters import owed_blind
from qa_desk.workspace.cache import columnar_cache, store_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from typing import Any

    from duckdb import DuckDBPyConnection

    from qa_desk.domain.progress import JobContext
    from qa_desk.kpis.figure import Request
    from qa_desk.workspace.workspace import Workspace

_EVALUATIONS = (
    ("evaluation_id", "''"), ("agent_id", "''"), ("evaluator", "''"), ("scorecard", "''"), ("sample_method", "''"),
    ("score_status", "''"), ("final_real", "0.5"), ("passed", "0"), ("happened_at", "0"), ("channel", "''"), ("queue", "''"),
    ("reason", "''"), ("customer_id", "''"), ("language", "''"), ("agent", "''"), ("interaction_id", "''"),
)  # fmt: skip
_EVALUATION_ROWS = """
    SELECT e.id AS evaluation_id, e.agent_id, v.name AS evaluator, s.key AS scorecard, e.sample_method, e.score_status,
    e.final_real, e.passed,
      coalesce(i.started_at, e.submitted_at) AS happened_at, i.channel, i.queue, i.driver AS reason, i.customer_id, i.language,
      e.agent_id AS agent, e.interaction_id
    FROM current_evaluations e JOIN interactions i ON i.id = e.interaction_id JOIN evaluators v ON v.id = e.evaluator_id
    JOIN scorecard_versions c ON c.id = e.scorecard_version_id JOIN scorecards s ON s.id = c.scorecard_id"""
_DIMENSION_WORDS = {"driver": "reason"}


def checked(request: Request) -> Request:
    """The request with its words made plain; refused when a word is not known."""
    if request.period not in PERIODS:
        raise Refusal(tr("{word}: no such period; the known ones: {known}.", word=request.period, known=", ".join(PERIODS)))
    if request.compare is not None and request.compare not in COMPARISONS:
        raise Refusal(
            tr("{word}: no such comparison; the known ones: {known}.", word=request.compare, known=", ".join(COMPARISONS))
        )
    by = tuple(dict.fromkeys(_DIMENSION_WORDS.get(name, name) for name in request.by))
    where = tuple((_DIMENSION_WORDS.get(name, name), value) for name, value in request.where)
    for name in (*by, *(pair[0] for pair in where)):
        if name not in DIMENSIONS and not name.startswith("custom:"):
            raise Refusal(
                tr("{word}: figures are not known by this; they are by: {known}.", word=name, known=", ".join(DIMENSIONS))
            )
    if request.start and request.end and request.start > request.end:
        raise Refusal(tr("The period ends ({end}) before it begins ({start}).", start=request.start, end=request.end))
    if request.compare and request.period == "all" and request.start is None:
        raise Refusal(tr("A comparison needs a period: give the first day, or figures by day, week, month, quarter or year."))
    return replace(request, by=by, where=where)


def instant_of(workspace: Workspace, settings: Mapping[str, Any], request: Request) -> int:
    """The instant at which everything is seen: the one asked for, the setting's, else now."""
    fixed = horizon_of(settings, request)
    return workspace.clock.now() if fixed is None else fixed


def horizon_of(settings: Mapping[str, Any], request: Request) -> int | None:
    """The instant at which everything is to be seen, where one is fixed."""
    if request.as_of is not None:
        return request.as_of
    if not settings["as_of"]:
        return None
    from zoneinfo import ZoneInfo

    try:
        moment = datetime.fromisoformat(settings["as_of"])
    except ValueError as error:
        raise Refusal(tr("as_of: {value} is no date and time; write YYYY-MM-DDTHH:MM.", value=settings["as_of"])) from error
    return int((moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(settings["timezone"]))).timestamp())


@contextmanager
def open_facts(
    workspace: Workspace, settings: Mapping[str, Any], request: Request, context: JobContext
) -> Iterator[DuckDBPyConnection]:
    """A connection to the columnar facts, with the evaluations as they are now."""
    surroundings = Surroundings(
        business_calendar(settings["calendar"], settings["timezone"]),
        agent_ids(workspace),
        [
            Membership(*row)
            for row in workspace.connection.execute(
                "SELECT m.agent_id, t.name, m.valid_from, m.valid_to FROM memberships m JOIN teams t ON t.id = m.team_id"
            )
        ],
        horizon_of(settings, request),
        [
            Employment(*row)
            for row in workspace.connection.execute("SELECT id, hire_date, exit_date, exit_type FROM agents ORDER BY id")
        ],
        policies_of(settings["sla_policies"]),
    )
    key = json.dumps(
        [settings[name] for name in ("calendar", "timezone", "sla_policies")] + [surroundings.horizon], sort_keys=True
    )
    with columnar_cache(workspace, key, lambda connection: derive_facts(connection, surroundings, context)) as connection:
        unseen = owed_blind(workspace, request.reader_id)
        rows = (row for row in workspace.connection.execute(_EVALUATION_ROWS) if row["interaction_id"] not in unseen)
        store_rows(connection, "evaluations", _EVALUATIONS, rows)
        derive_evaluations(connection, surroundings)
        yield connection


def scope_of(request: Request, settings: Mapping[str, Any], as_of: int, names: Mapping[str, str]) -> Scope:
    """What the engine looks at: names resolved, the numbers of the settings filled in."""
    import numpy as np

    calendar = business_calendar(settings["calendar"], settings["timezone"])
    where: dict[str, list[str]] = {}
    for name, value in request.where:
        where.setdefault(name, []).append(names.get(value.casefold(), value) if name == "agent" else value)
    end = request.end
    if request.compare and request.period == "all" and end is None:
        end = max(local_day(as_of, calendar.timezone), request.start) if request.start else None
    numbers = {
        "as_of": as_of,
        "as_of_work": int(working_seconds(calendar, np.array([as_of]))[0]),
        "sla_first_response_s": int(settings["sla_first_response_s"]),
        "fcr_window_s": round(settings["fcr_window_days"] * 86_400),
        "backlog_overdue_s": round(settings["backlog_overdue_hours"] * 3_600),
        "sl_threshold_s": int(settings["sl_threshold_s"]),
        "short_abandon_s": int(settings["short_abandon_s"]),
    }
    return Scope(Span(request.start, end), request.by, request.period, where, numbers, calendar.timezone)


def scope_before(request: Request, scope: Scope) -> Scope | None:
    """What is looked at to compare with; None where nothing is compared; the same scope where no window cuts off."""
    if request.compare is None:
        return None
    if request.period == "all":
        return replace(scope, span=span_before(scope.span, request.compare))
    if scope.span.first is None:
        return scope
    first = period_before(request.period, period_start(request.period, scope.span.first), request.compare)
    last = scope.span.last and _last_before(request.period, scope.span.last, request.compare)
    return replace(scope, span=Span(first, last))


def _last_before(period: str, last: date, compare: str) -> date:
    return next_start(period, period_before(period, period_start(period, last), compare)) - timedelta(days=1)


def state_of(workspace: Workspace) -> str:
    """Changes whenever anything changes that figures are made of."""
    row = workspace.connection.execute("SELECT seq, hash FROM change_log ORDER BY seq DESC LIMIT 1").fetchone()
    return f"{row[0]} {row[1]}" if row else ""


def filled_tables(connection: DuckDBPyConnection) -> set[str]:
    """The tables that have any row."""
    others = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table})" for table in ("roster", "evaluations"))
    return {row[0] for row in connection.execute(f"SELECT name FROM filled UNION ALL {others}").fetchall()}
