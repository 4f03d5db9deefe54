"""Checks whole columns at a time and names each row that cannot be taken, with its reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import N_, ntr, tr
from qa_desk.sources import instants
from qa_desk.sources.cells import TEMPORAL, CellReading
from qa_desk.sources.fields import Check, Reading
from qa_desk.sources.headers import listed
from qa_desk.sources.odd_hours import odd_hours
from qa_desk.sources.table import Broken

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from qa_desk.sources.cells import Cell
    from qa_desk.sources.fields import Field, Kind
    from qa_desk.sources.mapping import Mapping
    from qa_desk.sources.table import Table

MOST_REFUSALS = 10_000
"""Refused rows kept with their reason; all of them are counted."""
_FIRST, _LAST = 315_532_800, 4_102_444_800
"""1980-01-01 and 2100-01-01: an instant outside is a typing error or a mark for "never"."""
_OPEN_ENDED = ("valid_to", "exit_date")
"""Dates that may lie as far ahead as one likes: 9999-12-31 says that there is no end."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome: the rows that were not refused are the view `sound` of the connection."""

    kind: Kind
    mapping: Mapping
    """As used: with the date order and units that were found."""
    columns: tuple[str, ...]
    rows_read: int
    rows_refused: int
    refusals: tuple[Broken, ...]
    warnings: tuple[str, ...]


def narrow(connection: DuckDBPyConnection, rows: str) -> None:
    """From now on the view `sound` computes only the rows whose numbers the table `rows` holds."""
    connection.execute(f"CREATE OR REPLACE TEMP VIEW chosen AS SELECT * FROM numbered SEMI JOIN {rows} USING (row_no)")


def check(table: Table, kind: Kind, mapping: Mapping, zone: str, where: str) -> Checked:
    """Type the table. Refused as a whole when the order of dates or a unit stays open, or a needed column is absent."""
    _refuse_absent_columns(table, kind, mapping, where)
    worker = _Checking(table, kind, mapping, zone, where)
    return worker.run()


def _refuse_absent_columns(table: Table, kind: Kind, mapping: Mapping, where: str) -> None:
    absent = [f.name for f in kind.fields if f.needed and f.name not in mapping.columns and f.name not in mapping.constants]
    if absent:
        raise Refusal(
            tr(
                '{file}: no column for {fields} was found; name it in a mapping ("columns": {{"{first}": HEADER}}). The '
                "columns: {known}.",
                file=where,
                fields=", ".join(absent),
                first=absent[0],
                known=listed(table.headers),
            )
        )


class _Checking:
    """The steps of one check; it ends with its result."""

    def __init__(self, table: Table, kind: Kind, mapping: Mapping, zone: str, where: str) -> None:
        self.table, self.kind, self.zone, self.where = table, kind, zone, where
        self.connection = table.connection
        self.reading = CellReading(table, kind, mapping, zone, where)

    def run(self) -> Checked:
        self._settle_order()
        reading = self.reading
        for field in self.kind.fields:
            if field.filled and field.name not in reading.mapping.columns:
                reading.warnings.append(
                    tr("there is no column for {field}: figures that need it leave these rows out", field=field.name)
                )
        kept = reading.mapping, tuple(reading.warnings)
        cells = reading.cells()
        may_have_faults, below_zero = self._look(cells)
        if may_have_faults:  # rare: look again at what the sample of each column did not show
            reading.mapping, reading.warnings, reading.is_thorough = kept[0], list(kept[1]), True
            cells = reading.cells()
        self._create_typed(cells)
        refusals, refused = self._refuse(cells, may_have_faults)
        self._warn_below_zero(below_zero)
        rows = "(SELECT * FROM numbered ANTI JOIN faulty USING (row_no))" if may_have_faults else "numbered"
        reading.warnings += odd_hours(self.connection, cells, self.zone, rows)
        columns = tuple(cell.field.name for cell in cells) + (("custom",) if self.kind.has_custom else ())
        return Checked(
            self.kind,
            reading.mapping,
            columns,
            self.table.rows + len(self.table.broken),
            refused,
            refusals,
            (*self.table.notes, *reading.warnings),
        )

    def _settle_order(self) -> None:
        texts = [text for field in self.kind.fields if field.reading in TEMPORAL and (text := self.reading.text(field))]
        if self.reading.mapping.date_order or not texts:
            return
        evidence = instants.find_order(self.connection, texts)
        if evidence.is_mixed:
            raise Refusal(
                tr(
                    "{file}: some dates can only be day/month, others only month/day; say which is meant in a mapping "
                    '("date_order": "dmy" or "mdy"): rows of the other kind are then refused by name.',
                    file=self.where,
                )
            )
        if evidence.is_open:
            raise Refusal(
                tr(
                    '{file}: every date could be day/month or month/day; say which in a mapping ("date_order": "dmy" or "mdy").',
                    file=self.where,
                )
            )
        if evidence.order:
            shown = tr("day/month/year") if evidence.order == "dmy" else tr("month/day/year")
            self.reading.warnings.append(tr("dates are read as {order}, which the whole column shows", order=shown))
            self.reading.mapping = replace(self.reading.mapping, date_order=evidence.order)

    def _create_typed(self, cells: list[Cell]) -> None:
        """A view: each step computes only the columns it asks for, and nothing is kept twice."""
        values = "".join(f', {cell.value} AS "{cell.field.name}"' for cell in cells)
        custom = f", {self.reading.custom()} AS custom" if self.kind.has_custom else ""
        self.connection.execute("CREATE OR REPLACE TEMP VIEW chosen AS SELECT * FROM numbered")
        self.connection.execute(
            f"CREATE OR REPLACE TEMP VIEW typed AS SELECT row_no{values}{self._absent(cells)}{custom} FROM chosen"
        )

    def _absent(self, cells: list[Cell]) -> str:
        """SQL: fields that a rule asks for and the file has no column for."""
        names = {cell.field.name for cell in cells}
        asked = [f.name for f in self.kind.fields if f.name not in names and any(f.name in c.wrong for c in self.kind.checks)]
        return "".join(f', NULL::VARCHAR AS "{name}"' for name in asked)

    def _checks(self, cells: list[Cell]) -> list[Check]:
        names = {cell.field.name for cell in cells}
        named = {check.wrong: check for check in reversed(self.kind.checks) if check.field in names}  # one rule, one reason
        return [*named.values()] + [
            _within(cell.field) for cell in cells if cell.text is not None and cell.field.reading in TEMPORAL
        ]

    def _refuse(self, cells: list[Cell], may_have_faults: bool) -> tuple[tuple[Broken, ...], int]:
        """Name the faulty rows and leave the sound ones in the view `sound`."""
        rules = [
            (cell, fault, reason)
            for cell in cells
            for fault, reason in ((self._empty(cell), tr("is empty")), (_unreadable(cell), cell.reason))
            if fault
        ]
        by_name = {cell.field.name: cell for cell in cells}
        rules += [(by_name[rule.field], f"({rule.wrong})", tr(rule.reason)) for rule in self._checks(cells)]
        named: list[Broken] = list(self.table.broken)
        refused = 0
        if may_have_faults:
            faults = " OR ".join(f"coalesce({fault}, false)" for _, fault, _ in rules)
            self.connection.execute("CREATE OR REPLACE TEMP TABLE checked AS SELECT * FROM typed")
            self.connection.execute(
                f"CREATE OR REPLACE TEMP TABLE faulty AS SELECT checked.* FROM checked JOIN numbered USING (row_no) WHERE "
                f"{faults}"
            )
            refused = _count(self.connection.execute("SELECT count(*) FROM faulty").fetchone())
            for cell, fault, reason in rules if refused else ():
                named += self._named(cell, fault, reason)
            self.connection.execute("CREATE OR REPLACE TEMP VIEW sound AS SELECT * FROM checked ANTI JOIN faulty USING (row_no)")
        else:
            self.connection.execute("CREATE OR REPLACE TEMP VIEW sound AS SELECT * FROM typed")
        named.sort(key=lambda broken: broken.row)
        return tuple(named[:MOST_REFUSALS]), refused + len(self.table.broken)

    def _look(self, cells: list[Cell]) -> tuple[bool, list[Cell]]:
        """Whether a row may be faulty, and which durations fall below zero, in one look over the whole.

        As many values as texts, and as many as rows where one is needed, means that nothing can be wrong.
        """
        wanted: list[str] = []
        for cell in cells:
            if cell.text is None:
                continue
            if self.kind.must_be_filled(cell.field) or cell.field.default is not None:
                wanted.append(f'count(*) <> count("{cell.field.name}")')
            elif cell.reason:
                wanted.append(f'count({cell.text}) <> count("{cell.field.name}")')
        wanted += [f"count(*) FILTER ({rule.wrong}) > 0" for rule in self._checks(cells)]
        typed = ", ".join(f'{cell.value} AS "{cell.field.name}"' for cell in cells)
        durations = [cell for cell in cells if cell.text is not None and cell.field.reading is Reading.DURATION]
        lows = "".join(f', coalesce(min("{cell.field.name}") < 0, false)' for cell in durations)
        row = self.connection.execute(
            f"SELECT {' OR '.join(wanted) or 'false'}{lows} FROM (SELECT *, {typed}{self._absent(cells)} FROM numbered)"
        ).fetchone() or (False,)
        return bool(row[0]), [cell for cell, is_below in zip(durations, row[1:], strict=False) if is_below]

    def _empty(self, cell: Cell) -> str | None:
        if not self.kind.must_be_filled(cell.field) or cell.text is None:
            return None
        if not cell.reason:
            return f'("{cell.field.name}" IS NULL)'
        return f'("{cell.field.name}" IS NULL AND ({cell.text} IS NULL OR lower({cell.text}) IN ({cell.missing})))'

    def _named(self, cell: Cell, fault: str, reason: str) -> list[Broken]:
        rows = self.connection.execute(
            f"SELECT row_no, {cell.text or 'NULL'} FROM numbered JOIN faulty USING (row_no) WHERE {fault} ORDER BY row_no "
            f"LIMIT {MOST_REFUSALS}"
        ).fetchall()
        return [Broken(int(row), cell.header, None if value is None else str(value)[:200], reason) for row, value in rows]

    def _warn_below_zero(self, columns: list[Cell]) -> None:
        """Durations below zero are kept as they came; figures leave them out, which is said."""
        for cell in columns:
            count = _count(self.connection.execute(f'SELECT count(*) FROM sound WHERE "{cell.field.name}" < 0').fetchone())
            if count:
                self.reading.warnings.append(
                    ntr(
                        "{count} row has a negative {field}: figures leave it out",
                        "{count} rows have a negative {field}: figures leave them out",
                        count,
                        field=cell.field.name,
                    )
                )


def _within(field: Field) -> Check:
    """No date of a contact centre lies before 1980 or after 2100; people were hired since 1900."""
    name = f'"{field.name}"'
    if field.reading is not Reading.DATE:
        return Check(field.name, f"{name} < {_FIRST} OR {name} >= {_LAST}", N_("is not between 1980 and 2100"))
    late = "" if field.name in _OPEN_ENDED else f" OR {name} >= '2100'"
    return Check(field.name, f"length({name}) <> 10 OR {name} < '1900'{late}", N_("is no date between 1900 and 2100"))


def _unreadable(cell: Cell) -> str | None:
    if cell.text is None or not cell.reason:
        return None
    return f'("{cell.field.name}" IS NULL AND lower({cell.text}) NOT IN ({cell.missing}))'


def _count(row: tuple[int, ...] | None) -> int:
    return int(row[0]) if row else 0
