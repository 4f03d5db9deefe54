"""What every derivation of facts shares: the clocks beside each instant, the team of the day, and the horizon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qa_desk.domain.calendar import BusinessCalendar, counted_instants, local_seconds, working_seconds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from duckdb import DuckDBPyConnection

    from qa_desk.kpis.promises import Policy


@dataclass(frozen=True, slots=True)
class Membership:
    """An agent in a team on the local days from `first` up to, not including, `until` (ISO dates; None is open)."""

    agent: str
    team: str
    first: str
    until: str | None


@dataclass(frozen=True, slots=True)
class Employment:
    """When an agent came and went (ISO dates; None is not known, or still here), and how the agent left."""

    agent: str
    hired: str | None
    left: str | None
    exit_type: str | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What facts are read against: the clocks, who goes by which name, and who was in which team when.

    `horizon` (UTC seconds) hides everything later, so that figures can be shown as they stood then.
    """

    calendar: BusinessCalendar
    names: Mapping[str, str]
    memberships: Sequence[Membership]
    horizon: int | None = None
    employments: Sequence[Employment] = ()
    policies: Sequence[Policy] = ()


def store_clocked(
    connection: DuckDBPyConnection,
    table: str,
    query: str,
    instants: Mapping[str, str],
    surroundings: Surroundings,
    *,
    temporary: bool = False,
    also_checked: Sequence[str] = (),
) -> None:
    """Store a query's rows with `<name>_day`, `<name>_hour` and `<name>_work` beside each instant column, and `is_misdated`.

    A row is misdated when one of its instants (or of the `also_checked` ones) lies in no year that the program counts with: it
    lies in no period, and the engine leaves it out of every figure and says how many it left out.
    """
    import numpy as np

    kind = "TEMP TABLE" if temporary else "TABLE"
    connection.execute(f"CREATE {kind} unclocked AS {query}")
    columns = ", ".join(f"{column} AS {name}" for name, column in instants.items())
    fetched = connection.execute(f"SELECT {columns} FROM unclocked").fetchnumpy()
    earliest, latest = counted_instants()
    clocks: dict[str, np.ndarray[Any, Any]] = {}
    kept = ["u.*"]
    for name, column in instants.items():
        values = np.ma.filled(fetched[name], 0).astype(np.int64)
        values = np.where((values >= earliest) & (values <= latest), values, 0)  # else one stray row costs ages of calendar
        local = local_seconds(surroundings.calendar.timezone, values)
        clocks[f"{name}_day"] = (local // 86_400).astype(np.int32)
        clocks[f"{name}_hour"] = (local // 3_600 % 24).astype(np.int32)
        clocks[f"{name}_work"] = working_seconds(surroundings.calendar, values)
        known = f"CASE WHEN u.{column} BETWEEN {earliest} AND {latest} THEN"
        kept += [
            f"{known} DATE '1970-01-01' + c.{name}_day END AS {name}_day",
            f"{known} c.{name}_hour END AS {name}_hour",
            f"{known} c.{name}_work END AS {name}_work",
        ]
    checked = (*instants.values(), *also_checked)
    strays = (f"coalesce(u.{column} NOT BETWEEN {earliest} AND {latest}, FALSE)" for column in checked)
    kept.append(f"({' OR '.join(strays)}) AS is_misdated")
    connection.register("clocks", clocks)
    connection.execute(f"CREATE {kind} {table} AS SELECT {', '.join(kept)} FROM unclocked u POSITIONAL JOIN clocks c")
    connection.unregister("clocks")
    connection.execute("DROP TABLE unclocked")


def insert_rows(connection: DuckDBPyConnection, table: str, rows: Sequence[Sequence[object]]) -> None:
    """Put rows into a table as whole columns: row by row each of them would cost half a millisecond."""
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        connection.execute(f"INSERT INTO {table} SELECT {', '.join('unnest(?)' for _ in columns)}", columns)


def upto(surroundings: Surroundings, column: str) -> str:
    """A condition that hides what lies beyond the horizon."""
    return "TRUE" if surroundings.horizon is None else f"({column} IS NULL OR {column} <= {int(surroundings.horizon)})"


def seen_by(surroundings: Surroundings, column: str) -> str:
    """An instant, unknown while it lies beyond the horizon."""
    return column if surroundings.horizon is None else f"CASE WHEN {column} <= {int(surroundings.horizon)} THEN {column} END"


def join_team(agent: str, day: str, alias: str) -> str:
    """The join that finds the team an agent was in on a day."""
    return f"LEFT JOIN memberships {alias} ON {alias}.agent = {agent} AND {day} >= {alias}.from_day AND {day} < {alias}.until_day"
