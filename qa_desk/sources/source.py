"""What a source is: a way of telling its files, of mapping their columns, and of folding rows that are no records yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.sources.kinds import kind_named

if TYPE_CHECKING:
    from collections.abc import Callable

    from duckdb import DuckDBPyConnection

    from qa_desk.sources.checking import Checked
    from qa_desk.sources.fields import Kind
    from qa_desk.sources.proposal import Proposal
    from qa_desk.sources.table import Table


@dataclass(frozen=True, slots=True)
class Outcome:
    """Records ready to be stored: a table of the connection with the kind's columns and `row_no`."""

    kind: Kind
    relation: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Folded:
    """What rows were folded into; the first outcome is what the person asked for."""

    outcomes: tuple[Outcome, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A help desk's, a telephone system's or a survey tool's way of writing files."""

    name: str
    label: str
    kinds: tuple[str, ...]
    sniff: Callable[[Table, Kind], float]
    """How sure it is that the file is its own, 0 to 1."""
    propose: Callable[[Table, Kind], Proposal]
    rows: Kind | None = None
    """What one row of the file is, where that is not yet a record of the kind."""
    fold: Callable[[DuckDBPyConnection, Checked], Folded] | None = None
    timezone: str | None = None
    """The zone that it writes times in, whatever the house's own; None: the house's."""

    def row_kind(self, kind: str) -> Kind:
        """The fields that the columns of a file are mapped to."""
        found = self.rows or kind_named(kind)
        if found is None:
            raise KeyError(kind)
        return found


def stored_as_is(connection: DuckDBPyConnection, checked: Checked) -> Folded:
    """One row, one record."""
    return Folded((Outcome(checked.kind, "sound", checked.columns),))
