"""What the pages of the report read beyond the catalogue's figures: the facts of a request, and the records behind a mark.

The catalogue answers "which figure, by what"; a page also asks for the age of the backlog, half-hours, comments. All of it goes
through the relations of the catalogue, so that what counts here is what counts there.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa_desk.domain.progress import Quiet
from qa_desk.kpis.catalogue import find_kpi
from qa_desk.kpis.figure import Records, Request
from qa_desk.kpis.listing import list_records
from qa_desk.kpis.scan import scan_of
from qa_desk.services.kpi_asking import checked, filled_tables, instant_of, open_facts, scope_of
from qa_desk.services.people import agent_ids
from qa_desk.workspace.settings import get_settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from duckdb import DuckDBPyConnection

    from qa_desk.domain.progress import JobContext
    from qa_desk.kpis.relations import Relation
    from qa_desk.kpis.scan import Scope
    from qa_desk.workspace.workspace import Workspace

_CUSTOM_LOOKED_AT = 20_000
"""So many tickets are looked at for the names of further columns: each row of a file has them."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Why a page has nothing to show: tables of which one must be imported first, or filters that its records do not know."""

    needs: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a request: `filled` are the tables that hold anything, `labels` the agents' names by id."""

    connection: DuckDBPyConnection
    scope: Scope
    filled: frozenset[str]
    labels: Mapping[str, str]

    def missing(self, relation: Relation) -> Missing | None:
        """What would have to be imported before this relation holds anything, and which filters its records do not know."""
        needs = tuple(name for name in relation.inputs if name not in self.filled)
        unknown = tuple(name for name in self.scope.where if name.partition(":")[0] not in relation.dimensions)
        return Missing(needs, unknown) if needs or unknown else None

    def rows(self, relation: Relation, query: str, by: Sequence[str] = (), period: str = "all") -> list[tuple[object, ...]]:
        """The rows of a query whose `{source}` is the relation within the request, with dimensions as d0, d1, … and `period_day`.

        Other `{…}` places are the request's numbers (`as_of`, `sl_threshold_s` …), as in the catalogue.
        """
        part = scan_of(self.connection, relation, replace(self.scope, by=tuple(by), period=period))
        text = query.format(source=f"({part.sql})", **self.scope.numbers)
        return self.connection.execute(text, part.values).fetchall()


@contextmanager
def report_facts(workspace: Workspace, request: Request, context: JobContext | None = None) -> Iterator[Facts]:
    """Open the facts for a request; refused when its words are not known."""
    request, settings = checked(request), get_settings(workspace)
    with open_facts(workspace, settings, request, context or Quiet()) as connection:
        scope = scope_of(request, settings, instant_of(workspace, settings, request), agent_ids(workspace))
        labels = {row[0]: row[1] for row in workspace.connection.execute("SELECT id, name FROM agents")}
        yield Facts(connection, scope, frozenset(filled_tables(connection)), labels)


def records_where(workspace: Workspace, kpi_id: str, request: Request, condition: str = "", limit: int | None = None) -> Records:
    """The records behind a mark: those of the KPI within the request for which a `condition` holds, newest first.

    The condition is written by the services of this program (numbers and column names), never by a person or a file.
    """
    kpi = find_kpi(kpi_id)
    if condition:
        kpi = replace(kpi, entered=f"({kpi.entered}) AND ({condition})")
    with report_facts(workspace, replace(request, by=(), period="all", compare=None)) as facts:
        if facts.missing(kpi.relation):
            return Records(("record_id", "value"), (), 0)
        return list_records(facts.connection, kpi, facts.scope, facts.labels, limit)


def custom_columns(facts: Facts) -> tuple[str, ...]:
    """The names of the further columns that tickets were imported with, in order."""
    rows = facts.connection.execute(
        "SELECT DISTINCT unnest(json_keys(custom)) AS name FROM (SELECT custom FROM f_tickets WHERE custom IS NOT NULL "
        f"LIMIT {_CUSTOM_LOOKED_AT}) ORDER BY name"
    ).fetchall()
    return tuple(row[0] for row in rows)


_LOOKED_FOR = ("queue", "priority", "reason", "segment", "language")


def dimensions_with_data(facts: Facts) -> tuple[str, ...]:
    """The dimensions that figures can be had by here: always agent, team, channel, weekday, hour; the others where filled."""
    asked = ", ".join(f"bool_or({name} IS NOT NULL)" for name in _LOOKED_FOR)
    of_tickets = facts.connection.execute(f"SELECT {asked} FROM f_tickets").fetchall()[0]
    of_calls = facts.connection.execute("SELECT bool_or(queue IS NOT NULL), bool_or(reason IS NOT NULL) FROM f_calls").fetchall()[
        0
    ]
    has = dict(zip(_LOOKED_FOR, of_tickets, strict=True))
    has["queue"], has["reason"] = has["queue"] or of_calls[0], has["reason"] or of_calls[1]
    found = [name for name in _LOOKED_FOR if has[name]]
    return ("agent", "team", "channel", *found, "weekday", "hour", *(f"custom:{name}" for name in custom_columns(facts)))
