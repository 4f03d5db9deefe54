"""Figures on request: the catalogue, the figures with intervals and comparison, and the records behind each."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from qa_desk.domain.calendar import business_calendar, local_day, working_seconds
from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.domain.periods import Span, next_start, period_before, period_start, span_before
from qa_desk.domain.progress import Quiet
from qa_desk.kpis.assembly import Setting, assemble, unavailable
from qa_desk.kpis.catalogue import CATALOGUE, find_kpi, find_kpis, info
from qa_desk.kpis.contact_facts import derive_evaluations
from qa_desk.kpis.derivation import Employment, Membership, Surroundings
from qa_desk.kpis.engine import Scope, evaluate, missing_dimensions
from qa_desk.kpis.facts import derive_facts
from qa_desk.kpis.figure import COMPARISONS, DIMENSIONS, PERIODS, Figure, KpiInfo, Records, Request
from qa_desk.kpis.listing import list_records
from qa_desk.services.goals import load_goals
from qa_desk.services.people import agent_ids
from qa_desk.workspace.cache import FACTS, columnar_cache, store_rows
from qa_desk.workspace.settings import get_settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from typing import Any

    from duckdb import DuckDBPyConnection

    from qa_desk.domain.progress import JobContext
    from qa_desk.kpis.kpi import Kpi
    from qa_desk.workspace.workspace import Workspace

__all__ = ["Figure", "KpiInfo", "Records", "Request", "catalogue", "figures", "kpi_info", "records", "scopes"]

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


def catalogue() -> list[KpiInfo]:
    """Every KPI with its definition, in the reader's language."""
    return [info(kpi) for kpi in CATALOGUE]


def kpi_info(kpi_id: str) -> KpiInfo:
    """One KPI's definition; refused when there is no such KPI."""
    return info(find_kpi(kpi_id))


def figures(workspace: Workspace, request: Request, context: JobContext | None = None) -> list[Figure]:
    """The figures asked for: KPI after KPI, group by group, period by period. A KPI that cannot be had is a row that says why."""
    context = context or Quiet()
    kpis, request = find_kpis(request.kpis), _checked(request)
    settings = get_settings(workspace)
    with _facts(workspace, settings, request, context) as connection:
        names = agent_ids(workspace)
        scope = _scope(request, settings, _now(workspace, settings, request), names)
        filled = _filled_tables(connection)
        possible = [kpi for kpi in kpis if all(name in filled for name in kpi.relation.inputs)]
        outcomes = evaluate(connection, possible, scope, context)
        before = _before(connection, possible, request, scope, outcomes, context)
    shared = Setting(
        {row[0]: row[1] for row in workspace.connection.execute("SELECT id, name FROM agents")},
        load_goals(workspace),
        scope.span.last or local_day(scope.numbers["as_of"], scope.timezone),
    )
    found: list[Figure] = []
    for kpi in kpis:
        absent = [name for name in kpi.relation.inputs if name not in filled]
        if absent:
            found.append(unavailable(kpi, tr("needs: {tables}", tables=", ".join(absent))))
        elif kpi.id not in outcomes:
            found.append(unavailable(kpi, tr("not known by {dimensions}", dimensions=", ".join(missing_dimensions(kpi, scope)))))
        else:
            found += assemble(kpi, request, outcomes[kpi.id], before.get(kpi.id) if before else None, shared)
    return found


def records(workspace: Workspace, kpi_id: str, request: Request, limit: int | None = None) -> Records:
    """The records behind a figure: those that entered it, with what each contributed; newest first."""
    kpi, request = find_kpi(kpi_id), _checked(replace(request, by=(), period="all", compare=None))
    if kpi.private_below:
        raise Refusal(tr("{id}: single answers of employees are never shown.", id=kpi.id))
    settings = get_settings(workspace)
    with _facts(workspace, settings, request, Quiet()) as connection:
        filled = _filled_tables(connection)
        absent = [name for name in kpi.relation.inputs if name not in filled]
        scope = _scope(request, settings, _now(workspace, settings, request), agent_ids(workspace))
        if absent:
            raise Refusal(tr("{id}: needs: {tables}.", id=kpi.id, tables=", ".join(absent)))
        missing = missing_dimensions(kpi, scope)
        if missing:
            raise Refusal(tr("{id}: not known by {dimensions}.", id=kpi.id, dimensions=", ".join(missing)))
        labels = {row[0]: row[1] for row in workspace.connection.execute("SELECT id, name FROM agents")}
        return list_records(connection, kpi, scope, labels, limit)


def scopes(workspace: Workspace, context: JobContext | None = None) -> dict[str, list[str]]:
    """Teams and channels there are, for filters; under "days" the first and last day (up to now) of any fact."""
    settings = get_settings(workspace)
    today = local_day(_now(workspace, settings, Request()), settings["timezone"])
    with _facts(workspace, settings, Request(), context or Quiet()) as connection:
        channels = connection.execute(
            "SELECT DISTINCT channel FROM f_tickets WHERE channel IS NOT NULL ORDER BY channel"
        ).fetchall()
        days = connection.execute(
            "SELECT min(d), max(d) FROM (SELECT min(created_day) AS d FROM f_tickets UNION ALL SELECT max(created_day) "
            "FROM f_tickets "
            "UNION ALL SELECT min(offered_day) FROM f_calls UNION ALL SELECT max(offered_day) FROM f_calls "
            "UNION ALL SELECT min(responded_day) FROM f_surveys UNION ALL SELECT max(responded_day) FROM f_surveys "
            "UNION ALL SELECT min(contact_day) FROM f_evaluations UNION ALL SELECT max(contact_day) FROM f_evaluations)"
        ).fetchall()[0]
    return {
        "team": [row[0] for row in workspace.connection.execute("SELECT name FROM teams ORDER BY name")],
        "channel": [row[0] for row in channels],
        "days": [min(day, today).isoformat() for day in days if day is not None],
    }


def _checked(request: Request) -> Request:
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


def _now(workspace: Workspace, settings: Mapping[str, Any], request: Request) -> int:
    fixed = _horizon(settings, request)
    return workspace.clock.now() if fixed is None else fixed


def _horizon(settings: Mapping[str, Any], request: Request) -> int | None:
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
def _facts(
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
        _horizon(settings, request),
        [
            Employment(*row)
            for row in workspace.connection.execute("SELECT id, hire_date, exit_date, exit_type FROM agents ORDER BY id")
        ],
    )
    key = json.dumps([settings["calendar"], settings["timezone"], surroundings.horizon], sort_keys=True)
    with columnar_cache(workspace, key, lambda connection: derive_facts(connection, surroundings, context)) as connection:
        store_rows(connection, "evaluations", _EVALUATIONS, workspace.connection.execute(_EVALUATION_ROWS))
        derive_evaluations(connection, surroundings)
        yield connection


def _scope(request: Request, settings: Mapping[str, Any], as_of: int, names: Mapping[str, str]) -> Scope:
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


def _before(
    connection: DuckDBPyConnection, kpis: list[Kpi], request: Request, scope: Scope, outcomes: dict[str, Any], context: JobContext
) -> dict[str, Any] | None:
    """The outcomes to compare with: the same ones where no window cuts them off, else those of the window before."""
    if request.compare is None:
        return None
    if request.period == "all":
        return evaluate(connection, kpis, replace(scope, span=span_before(scope.span, request.compare)), context)
    if scope.span.first is None:
        return outcomes
    first = period_before(request.period, period_start(request.period, scope.span.first), request.compare)
    last = scope.span.last and _last_before(request.period, scope.span.last, request.compare)
    return evaluate(connection, kpis, replace(scope, span=Span(first, last)), context)


def _last_before(period: str, last: date, compare: str) -> date:
    from datetime import timedelta

    return next_start(period, period_before(period, period_start(period, last), compare)) - timedelta(days=1)


def _filled_tables(connection: DuckDBPyConnection) -> set[str]:
    tables = (*FACTS, "roster", "evaluations")
    query = ", ".join(f"EXISTS (SELECT 1 FROM {table})" for table in tables)
    row = connection.execute(f"SELECT {query}").fetchall()[0]
    return {table for table, is_filled in zip(tables, row, strict=True) if is_filled}
