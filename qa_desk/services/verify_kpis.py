"""The self-check of the KPI engine: tables of an oracle file, figures by the catalogue that window and command line use."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from qa_desk.domain.calendar import business_calendar, working_seconds
from qa_desk.domain.periods import Span
from qa_desk.domain.progress import Quiet
from qa_desk.kpis.catalogue import find_kpi
from qa_desk.kpis.derivation import Surroundings
from qa_desk.kpis.engine import evaluate
from qa_desk.kpis.facts import derive_facts
from qa_desk.kpis.scan import Scope
from qa_desk.workspace.cache import FACTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from duckdb import DuckDBPyConnection

    from qa_desk.kpis.points import Outcome

    Values = dict[str, Any]

_INSTANTS = {"created_at", "at", "offered_at", "start_at", "end_at", "sent_at", "responded_at"}
_RENAMED = {
    "agent_id": "agent",
    "start": "start_at",
    "end": "end_at",
    "spam": "is_spam",
    "test": "is_test",
    "group": "team",
    "assignee_id": "assignee",
}
_TABLES = {
    "tickets": "tickets",
    "events": "ticket_events",
    "calls": "calls",
    "surveys": "surveys",
    "agent_states": "agent_states",
    "schedule": "schedule",
}
_IDS = {"calls": "call_id", "surveys": "response_id"}
_DEFAULTS: dict[str, Values] = {
    "tickets": {"is_spam": 0, "is_test": 0, "origin": "customer", "status": None},
    "ticket_events": {"visibility": "public"},
    "calls": {"direction": "in", "is_test": 0},
    "surveys": {"high_is_good": 1},
}


def kpi_fixture(inputs: Values) -> Values:
    """All figures of the fixture, in the shape of the oracle: fractions as [numerator, denominator], means exact."""
    import duckdb

    calendar = business_calendar(inputs["calendar"], "UTC")
    as_of = _instant(inputs["as_of"])
    connection = duckdb.connect()
    try:
        for table, columns in FACTS.items():
            fill_table(connection, table, dict(columns), fixture_rows(inputs, table))
        derive_facts(connection, Surroundings(calendar, {}, (), as_of), Quiet())
        look = _Look(connection, _numbers(inputs, calendar, as_of))
        return {"tickets": _tickets(look), "calls": _calls(look), "surveys": _surveys(look), "agent_states": _staff(look)}
    finally:
        connection.close()


def _numbers(inputs: Values, calendar: Any, as_of: int) -> dict[str, int]:  # noqa: ANN401 - a calendar
    import numpy as np

    return {
        "as_of": as_of,
        "as_of_work": int(working_seconds(calendar, np.array([as_of]))[0]),
        "sla_first_response_s": int(inputs["sla_first_response_s"]),
        "fcr_window_s": int(inputs["fcr_window_days"] * 86_400),
        "backlog_overdue_s": int(inputs["backlog_overdue_hours"] * 3_600),
        "sl_threshold_s": int(inputs["sl_threshold_s"]),
        "short_abandon_s": int(inputs["short_abandon_s"]),
    }


def _instant(text: str) -> int:
    moment = datetime.fromisoformat(text)
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def fixture_rows(inputs: Mapping[str, Any], table: str) -> list[Values]:
    """The rows of a fixture's table as the workspace stores them."""
    source = next((name for name, stored in _TABLES.items() if stored == table), table)
    found = []
    for number, given in enumerate(inputs.get(source) or ()):
        renamed = {
            name if table == "ticket_events" and name == "agent_id" else _RENAMED.get(name, name): value
            for name, value in given.items()
        }
        row = {**_DEFAULTS.get(table, {}), **renamed}
        if table in _IDS:
            row.setdefault(_IDS[table], str(number))
        found.append({name: _stored(name, value) for name, value in row.items()})
    return found


def _stored(name: str, value: Any) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, bool):
        return int(value)
    return _instant(value) if name in _INSTANTS and isinstance(value, str) else value


def fill_table(connection: DuckDBPyConnection, table: str, columns: Mapping[str, str], rows: list[Values]) -> None:
    """A table of facts with these rows, as the cache would hold it."""
    types = {"''": "VARCHAR", "0": "BIGINT", "0.5": "DOUBLE"}
    declared = ", ".join(f'"{name}" {types[sample]}' for name, sample in columns.items())
    connection.execute(f"CREATE TABLE {table} ({declared})")
    if rows:
        marks = ", ".join("?" for _ in columns)
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", [[row.get(name) for name in columns] for row in rows])


class _Look:
    """One look at the facts after another, by the engine itself."""

    def __init__(self, connection: DuckDBPyConnection, numbers: Mapping[str, int]) -> None:
        self._connection, self._numbers = connection, numbers

    def by(self, kpi_id: str, *dimensions: str, where: Mapping[str, list[str]] | None = None) -> dict[Any, Outcome]:
        """Outcomes by group (the one group of the whole is `()`)."""
        kpi = find_kpi(kpi_id)
        scope = Scope(Span(), dimensions, "all", where or {}, self._numbers, "UTC")
        return {group: outcome for (group, _), outcome in evaluate(self._connection, [kpi], scope, Quiet())[kpi.id].items()}

    def whole(self, kpi_id: str) -> Outcome:
        """The outcome over everything."""
        return self.by(kpi_id)[()]

    def n(self, kpi_id: str) -> int:
        """How many records entered."""
        return int(self.whole(kpi_id).row["n"] or 0)

    def value(self, kpi_id: str) -> int | float | None:
        """The figure itself."""
        return _plain(self.whole(kpi_id).row["value"])

    def exact(self, kpi_id: str) -> int | str | None:
        """A mean as the exact fraction of its sums."""
        return _exact(self.whole(kpi_id))

    def pair(self, kpi_id: str) -> list[int]:
        """[numerator, denominator]."""
        return _pair(self.whole(kpi_id))


def _exact(outcome: Outcome) -> int | str | None:
    top, bottom = outcome.row["numerator"], outcome.row["denominator"]
    if top is None or not bottom:
        return None
    # sums of scaled answers are binary: the nearest fraction with a small denominator is the one that was meant
    return _shown(Fraction(top).limit_denominator(10_000) / Fraction(bottom))


def _shown(exact: Fraction) -> int | str:
    return int(exact) if exact.denominator == 1 else str(exact)


def _pair(outcome: Outcome, unit: int = 1) -> list[int]:
    return [round((outcome.row[name] or 0) / unit) for name in ("numerator", "denominator")]


def _plain(value: float | None) -> int | float | None:
    return int(value) if value is not None and value == int(value) else value


def _tickets(look: _Look) -> Values:
    return {
        "tickets_counted": look.value("ticket_volume"),
        "first_response_time_mean_s": look.exact("first_response_time:mean"),
        "first_response_time_median_s": look.value("first_response_time"),
        "first_response_time_business_mean_s": look.exact("first_response_time:business:mean"),
        "awaiting_first_response": look.whole("first_response_time").censored,
        "response_time_mean_s": look.exact("response_time"),
        "response_turns": look.n("response_time"),
        "response_time_max_s": look.value("response_time_max"),
        "resolution_time_first_mean_s": look.exact("resolution_time_first:mean"),
        "resolution_time_first_business_mean_s": look.exact("resolution_time_first:business:mean"),
        "resolution_time_full_mean_s": look.exact("resolution_time_full:mean"),
        "interactions_per_ticket": look.exact("interactions_per_ticket"),
        "agent_replies_per_solved_ticket": look.exact("agent_replies_to_close"),
        "fcr": look.pair("first_contact_resolution_rate"),
        "fcr_immature": look.whole("first_contact_resolution_rate").censored,
        "backlog": look.value("ticket_backlog"),
        "backlog_overdue": look.value("backlog_overdue"),
        "reopen_rate": look.pair("reopen_rate"),
        "escalation_rate_solved": look.pair("escalation_rate"),
        "sla_first_response": look.pair("sla_compliance_rate"),
    }


def _calls(look: _Look) -> Values:
    offered, answered = look.pair("service_level:all_offered"), look.pair("service_level:answered_only")
    abandoned = look.pair("abandonment_rate:all")
    by_agent = look.by("average_handle_time", "agent")
    means = [
        Fraction(outcome.row["numerator"] or 0) / Fraction(outcome.row["denominator"] or 1)
        for outcome in _with_data(by_agent).values()
    ]
    return {
        "offered": offered[1],
        "answered": answered[1],
        "abandoned": abandoned[0],
        "short_abandoned": look.pair("abandonment_rate:all")[1] - look.pair("abandonment_rate")[1],
        "service_level_excl_short": look.pair("service_level"),
        "service_level_all_offered": offered,
        "service_level_abandon_within_counts": look.pair("service_level:abandon_within_T_counts"),
        "service_level_answered_only": answered,
        "asa_s": look.exact("average_speed_of_answer"),
        "abandonment_rate_excl_short": look.pair("abandonment_rate"),
        "abandonment_rate_all": abandoned,
        "aht_ratio_of_sums_s": look.exact("average_handle_time"),
        "aht_mean_of_agent_means_s": _shown(sum(means, Fraction(0)) / len(means)) if means else None,
        "aht_by_agent_s": {group[0]: _exact(outcome) for group, outcome in _with_data(by_agent).items()},
        "transfer_rate": look.pair("transfer_rate"),
        "conversion": look.pair("conversion_rate"),
    }


def _with_data(outcomes: dict[Any, Outcome]) -> dict[Any, Outcome]:
    return {group: outcome for group, outcome in outcomes.items() if outcome.row["n"]}


def _surveys(look: _Look) -> Values:
    return {
        "csat": look.pair("csat"),
        "csat_mean_normalised_pct": look.exact("csat_mean"),
        "csat_response_rate": look.pair("survey_response_rate"),
        "nps": look.value("nps"),
        "nps_n": look.n("nps"),
    }


def _staff(look: _Look) -> Values:
    return {
        "occupancy": {group[0]: _pair(outcome) for group, outcome in look.by("occupancy", "agent").items()},
        "occupancy_team": look.pair("occupancy"),
        "adherence_minutes": {group[0]: _pair(outcome, 60) for group, outcome in look.by("schedule_adherence", "agent").items()},
    }


KINDS: Mapping[str, Callable[[Values], Values]] = {"kpi_fixture": kpi_fixture}
