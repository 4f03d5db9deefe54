"""What every derivation of facts shares: the clocks beside each instant, the team of the day, and the horizon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qa_desk.domain.calendar import BusinessCalendar, local_seconds, working_seconds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Membership:
    """An agent in a team on the local days from `first` up to, not including, `until` (ISO dates; None is open)."""

    agent: str
    team: str
    first: str
    until: str | None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What facts are read against: the clocks, who goes by which name, and who was in which team when.

    `horizon` (UTC seconds) hides everything later, so that figures can be shown as they stood then.
    """

    calendar: BusinessCalendar
    names: Mapping[str, str]
    memberships: Sequence[Membership]
    horizon: int | None = None


def store_clocked(
    connection: DuckDBPyConnection,
    table: str,
    query: str,
    instants: Mapping[str, str],
    surroundings: Surroundings,
    *,
    temporary: bool = False,
) -> None:
    """Store a query's rows with `<name>_day`, `<name>_hour` and `<name>_work` beside each instant column."""
    import numpy as np

    kind = "TEMP TABLE" if temporary else "TABLE"
    connection.execute(f"CREATE {kind} unclocked AS {query}")
    columns = ", ".join(f"{column} AS {name}" for name, column in instants.items())
    fetched = connection.execute(f"SELECT {columns} FROM unclocked").fetchnumpy()
    clocks: dict[str, np.ndarray[Any, Any]] = {}
    kept = ["u.*"]
    for name, column in instants.items():
        values = np.ma.filled(fetched[name], 0).astype(np.int64)
        local = local_seconds(surroundings.calendar.timezone, values)
        clocks[f"{name}_day"] = (local // 86_400).astype(np.int32)
        clocks[f"{name}_hour"] = (local // 3_600 % 24).astype(np.int32)
        clocks[f"{name}_work"] = working_seconds(surroundings.calendar, values)
        known = f"CASE WHEN u.{column} IS NOT NULL THEN"
        kept += [
            f"{known} DATE '1970-01-01' + c.{name}_day END AS {name}_day",
            f"{known} c.{name}_hour END AS {name}_hour",
            f"{known} c.{name}_work END AS {name}_work",
        ]
    connection.register("clocks", clocks)
    connection.execute(f"CREATE {kind} {table} AS SELECT {', '.join(kept)} FROM unclocked u POSITIONAL JOIN clocks c")
    connection.unregister("clocks")
    connection.execute("DROP TABLE unclocked")


def upto(surroundings: Surroundings, column: str) -> str:
    """A condition that hides what lies beyond the horizon."""
    return "TRUE" if surroundings.horizon is None else f"({column} IS NULL OR {column} <= {int(surroundings.horizon)})"


def seen_by(surroundings: Surroundings, column: str) -> str:
    """An instant, unknown while it lies beyond the horizon."""
    return column if surroundings.horizon is None else f"CASE WHEN {column} <= {int(surroundings.horizon)} THEN {column} END"


def join_team(agent: str, day: str, alias: str) -> str:
    """The join that finds the team an agent was in on a day."""
    return f"LEFT JOIN memberships {alias} ON {alias}.agent = {agent} AND {day} >= {alias}.from_day AND {day} < {alias}.until_day"
