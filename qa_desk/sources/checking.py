"""Turns columns of text into typed fields, whole columns at a time, and names each row that cannot be taken, with its reason."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import ntr, tr
from qa_desk.sources import instants, numbers
from qa_desk.sources.fields import Reading
from qa_desk.sources.headers import fold, split_unit
from qa_desk.sources.table import Broken
from qa_desk.sources.vocabulary import NO, VOCABULARIES, YES

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa_desk.sources.fields import Check, Field, Kind
    from qa_desk.sources.mapping import Mapping
    from qa_desk.sources.table import Table

MISSING = ("", "na", "n/a", "null", "none", "nan", "nat", "-", "--", "\\n", "#n/a", "?")
"""What stands for nothing in a typed cell."""
MISSING_TEXT = ("NULL", "-", "\\N", "#N/A", "?")
MOST_REFUSALS = 10_000
"""Refused rows kept with their reason; all of them are counted."""
_MOST_WORDS = 500
_CUSTOM_LENGTH = 500
_TEMPORAL = (Reading.INSTANT, Reading.ELAPSED, Reading.DATE)


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


@dataclass(frozen=True, slots=True)
class _Cell:
    """One field of the row as SQL over `numbered`."""

    field: Field
    header: str | None
    text: str | None
    """The cell's text; None for a constant."""
    value: str
    reason: str
    """Why a text that gives no value is refused."""


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
                known=", ".join(table.headers[:40]),
            )
        )


class _Checking:
    """The steps of one check; it ends with its result."""

    def __init__(self, table: Table, kind: Kind, mapping: Mapping, zone: str, where: str) -> None:
        self.table, self.kind, self.mapping, self.zone, self.where = table, kind, mapping, zone, where
        self.connection = table.connection
        self.warnings: list[str] = []
        self.is_thorough = False
        self.missing_text = (
            (*MISSING_TEXT, "NA") if table.headers and table.headers[0] == "column 1" and table.header_row else MISSING_TEXT
        )

        self.padded, self.whole = self._survey()

    def _survey(self) -> tuple[frozenset[str], frozenset[str]]:
        """Columns with cells that begin or end with a space, and columns without any mark for nothing.

        One cheap look over the whole, so that the dear functions run only where they change something.
        """
        used = sorted({str(self.table.column(header)) for headers in self.mapping.columns.values() for header in headers})
        if not used:
            return frozenset(), frozenset()
        looks = ", ".join(
            f"bool_or(prefix({c}, ' ') OR suffix({c}, ' ')), bool_or({c} IN ({_literals(self.missing_text)}))" for c in used
        )
        row = self.connection.execute(f"SELECT {looks} FROM numbered").fetchone() or ()
        padded = frozenset(column for column, is_padded in zip(used, row[::2], strict=True) if is_padded)
        whole = frozenset(column for column, has_marks in zip(used, row[1::2], strict=True) if not has_marks)
        return padded, whole - padded

    def run(self) -> Checked:
        self._settle_order()
        for field in self.kind.fields:
            if field.filled and field.name not in self.mapping.columns:
                self.warnings.append(
                    tr("there is no column for {field}: figures that need it leave these rows out", field=field.name)
                )
        kept = self.mapping, tuple(self.warnings)
        cells = self._cells()
        may_have_faults = self._may_have_faults(cells)
        if may_have_faults:  # rare: look again at what the sample of each column did not show
            self.mapping, self.warnings, self.is_thorough = kept[0], list(kept[1]), True
            cells = self._cells()
        self._create_typed(cells)
        refusals, refused = self._refuse(cells, may_have_faults)
        self._warn_odd_hours(cells)
        columns = tuple(cell.field.name for cell in cells) + (("custom",) if self.kind.has_custom else ())
        return Checked(
            self.kind,
            self.mapping,
            columns,
            self.table.rows + len(self.table.broken),
            refused,
            refusals,
            (*self.table.notes, *self.warnings),
        )

    def _cells(self) -> list[_Cell]:
        fields = sorted(self.kind.fields, key=lambda field: field.since is not None)  # what others count from comes first
        return [cell for field in fields if (cell := self._cell(field))]

    # what the whole file decides

    def _settle_order(self) -> None:
        texts = [text for field in self.kind.fields if field.reading in _TEMPORAL and (text := self._text(field))]
        if self.mapping.date_order or not texts:
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
            self.warnings.append(tr("dates are read as {order}, which the whole column shows", order=shown))
            self.mapping = replace(self.mapping, date_order=evidence.order)

    # one field each

    def _text(self, field: Field) -> str | None:
        headers = self.mapping.columns.get(field.name)
        if not headers:
            return None
        columns = [self._trimmed(str(self.table.column(header))) for header in headers]
        return columns[0] if len(columns) == 1 else f"nullif(concat_ws(' ', {', '.join(columns)}), '')"

    def _cell(self, field: Field) -> _Cell | None:
        text = self._text(field)
        headers = self.mapping.columns.get(field.name, ())
        if text is None:
            # a default of the table itself need not be carried along
            constant = self.mapping.constants.get(field.name, field.default if field.name in self.kind.key else None)
            return None if constant is None else _Cell(field, None, None, self._constant(field, constant), "")
        value, reason = _READERS[field.reading](self, field, text)
        if field.default is not None:
            is_missing = f"{text} IS NULL OR lower({text}) IN ({_literals(MISSING)})"
            value = f"CASE WHEN {is_missing} THEN {_literal(field.default)} ELSE {value} END"
        return _Cell(field, " + ".join(headers), text, value, reason)

    def _constant(self, field: Field, value: str | int | float) -> str:
        if field.reading in (Reading.REAL, Reading.INTEGER, Reading.DURATION, Reading.FLAG) and not isinstance(
            value, int | float
        ):
            try:
                number = float(value)
            except ValueError as error:
                raise Refusal(
                    tr("{file}: the constant {field} is no number: {value}.", file=self.where, field=field.name, value=value)
                ) from error
            return repr(number) if field.reading is Reading.REAL else repr(int(number))
        if field.reading in _TEMPORAL:
            raise Refusal(tr("{file}: {field} cannot be a constant.", file=self.where, field=field.name))
        return _literal(value) + ("::DOUBLE" if field.reading is Reading.REAL else "")

    def _trimmed(self, column: str) -> str:
        return f"nullif(trim({column}), '')" if column in self.padded else column

    def _present(self, text: str) -> str:
        """The text, NULL where it stands for nothing."""
        if text in self.whole:
            return text
        return f"CASE WHEN {text} IN ({_literals(self.missing_text)}) THEN NULL ELSE {text} END"

    def read_text(self, field: Field, text: str) -> tuple[str, str]:
        return self._present(text), ""

    def read_instant(self, field: Field, text: str) -> tuple[str, str]:
        plan = self._plan(text)
        local = instants.local_seconds(text, plan)
        return self._in_utc(text, local, plan), self._date_reason()

    def _plan(self, text: str) -> instants.InstantPlan:
        from_spreadsheet = self.table.form in ("xlsx", "xls")
        return instants.make_plan(self.connection, text, self.mapping.date_order, from_spreadsheet, self.is_thorough)

    def _date_reason(self) -> str:
        if self.mapping.date_order:
            return tr("is no date and time in the order {order}", order=self.mapping.date_order)
        return tr("is no date and time")

    def _in_utc(self, text: str, local: str, plan: instants.InstantPlan) -> str:
        zone = self.zone
        if zone == "UTC":
            return local
        row = self.connection.execute(f"SELECT min({local}), max({local}) FROM numbered").fetchone()
        if not row or row[0] is None:
            return local
        first, last = (min(max(1902, dt.datetime.fromtimestamp(v, tz=dt.UTC).year), 2100) for v in _clamped(row[0], row[1]))
        utc = instants.to_utc(local, zone, first, last)
        own = instants.has_offset(text, plan)
        return utc if own == "false" else f"(CASE WHEN {own} THEN {local} ELSE {utc} END)"

    def read_elapsed(self, field: Field, text: str) -> tuple[str, str]:
        header = self.mapping.columns[field.name][0]
        samples = self.table.samples(header, 200)
        if field.name in self.mapping.units or (
            numbers.looks_like_duration(samples) and not instants.format_of(samples[0], "dmy")
        ):
            value, _ = self.read_duration(field, text)
            if field.since not in self.mapping.columns:
                self.warnings.append(
                    tr(
                        "{column} is a duration, but there is no column for {since}: it was left out",
                        column=header,
                        since=field.since,
                    )
                )
                return "NULL::BIGINT", ""
            return f"({field.since} + {value})", tr("is no duration")
        return self.read_instant(field, text)

    def read_duration(self, field: Field, text: str) -> tuple[str, str]:
        header = self.mapping.columns[field.name][0]
        unit = self.mapping.units.get(field.name) or self._unit(field, header)
        self.mapping = replace(self.mapping, units=dict(self.mapping.units) | {field.name: unit})
        return numbers.duration_seconds(text, unit, self._decimal(header, text)), tr("is no duration in {unit}", unit=unit)

    def _unit(self, field: Field, header: str) -> str:
        named = split_unit(header)[1]
        if named is None and fold(header) in (fold(field.name), fold(field.name.removesuffix("_s")) + " s"):
            named = "seconds"
        unit = numbers.unit_of([sample.strip() for sample in self.table.samples(header, 200)], named)
        if unit is None:
            raise Refusal(
                tr(
                    '{file}, column {column}: seconds, minutes or hours? Say it in a mapping ("units": {{"{field}": '
                    '"minutes"}}).',
                    file=self.where,
                    column=header,
                    field=field.name,
                )
            )
        return unit

    def _decimal(self, header: str, text: str) -> str:
        sign = self.mapping.decimal or numbers.decimal_sign(self.connection, text)
        if sign is None:
            raise Refusal(
                tr(
                    "{file}, column {column}: is the comma a decimal sign or does it part thousands? Say it in a mapping "
                    '("decimal": "," or ".").',
                    file=self.where,
                    column=header,
                )
            )
        return sign

    def read_integer(self, field: Field, text: str) -> tuple[str, str]:
        header = self.mapping.columns[field.name][0]
        number = numbers.number(text, self._decimal(header, text))
        return f"CASE WHEN {number} = floor({number}) THEN try_cast({number} AS BIGINT) END", tr("is no whole number")

    def read_real(self, field: Field, text: str) -> tuple[str, str]:
        header = self.mapping.columns[field.name][0]
        number = numbers.number(text, self._decimal(header, text))
        return f"CASE WHEN isfinite({number}) THEN {number} END", tr("is no number")

    def read_flag(self, field: Field, text: str) -> tuple[str, str]:
        said = {fold(word): meaning for word, meaning in self.mapping.values.get(field.name, {}).items()}
        yes = [*YES, *(word for word, meaning in said.items() if fold(meaning) in YES)]
        no = [*NO, *(word for word, meaning in said.items() if fold(meaning) in NO)]
        folded = f"replace(lower({text}), '_', ' ')"
        return f"CASE WHEN {folded} IN ({_literals(yes)}) THEN 1 WHEN {folded} IN ({_literals(no)}) THEN 0 END", tr(
            "is neither yes nor no"
        )

    def read_date(self, field: Field, text: str) -> tuple[str, str]:
        plan = self._plan(text)
        local = instants.local_seconds(text, plan)
        return f"strftime(make_timestamp({local} * 1000000), '%Y-%m-%d')", tr("is no date")

    def read_choice(self, field: Field, text: str) -> tuple[str, str]:
        words = {fold(word): meaning for word, meaning in VOCABULARIES[field.choices or ""].items()}
        words |= {fold(word): meaning for word, meaning in self.mapping.values.get(field.name, {}).items()}
        present = [
            str(row[0])
            for row in self.connection.execute(
                f"SELECT {text} AS t FROM numbered WHERE {text} IS NOT NULL GROUP BY t ORDER BY count(*) DESC, t LIMIT "
                f"{_MOST_WORDS}"
            ).fetchall()
        ]
        known = {word: words[fold(word)] for word in present if fold(word) in words}
        unknown = [word for word in present if fold(word) not in words and fold(word) not in MISSING]
        if unknown and not field.strict and field.choices == "status":
            self.warnings.append(tr("{field}: kept as they came: {words}", field=field.name, words=", ".join(unknown[:8])))
        cases = " ".join(f"WHEN {_literal(word)} THEN {_literal(meaning)}" for word, meaning in known.items())
        otherwise = "NULL" if field.strict else self._present(text)
        value = f"CASE {text} {cases} ELSE {otherwise} END" if cases else otherwise
        return f"({value})::VARCHAR", tr("is none of {known}", known=", ".join(sorted(set(words.values()))))

    # the rows

    def _create_typed(self, cells: list[_Cell]) -> None:
        """A view: each step computes only the columns it asks for, and nothing is kept twice."""
        values = "".join(f', {cell.value} AS "{cell.field.name}"' for cell in cells)
        custom = f", {self._custom()} AS custom" if self.kind.has_custom else ""
        self.connection.execute(f"CREATE OR REPLACE TEMP VIEW typed AS SELECT row_no{values}{custom} FROM numbered")

    def _checks(self, cells: list[_Cell]) -> list[Check]:
        names = {cell.field.name for cell in cells}
        return [check for check in self.kind.checks if check.field in names]

    def _custom(self) -> str:
        """The columns that no field took, as one JSON object; long texts stay in the file."""
        taken = {header for headers in self.mapping.columns.values() for header in headers}
        parts = [
            f"CASE WHEN length(c{i}) <= {_CUSTOM_LENGTH} THEN {_literal(_json(header) + ':')} || to_json(c{i})::VARCHAR END"
            for i, header in enumerate(self.table.headers)
            if header not in taken
        ]
        return f"nullif('{{' || concat_ws(',', {', '.join(parts)}) || '}}', '{{}}')" if parts else "NULL::VARCHAR"

    def _refuse(self, cells: list[_Cell], may_have_faults: bool) -> tuple[tuple[Broken, ...], int]:
        """Name the faulty rows and leave the sound ones in the view `sound`."""
        rules = [
            (cell, fault, reason)
            for cell in cells
            for fault, reason in ((_empty(cell), tr("is empty")), (_unreadable(cell), cell.reason))
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

    def _may_have_faults(self, cells: list[_Cell]) -> bool:
        """Cheaply: as many values as texts, and as many as rows where one is needed, means that nothing can be wrong."""
        wanted: list[str] = []
        for cell in cells:
            if cell.text is None:
                continue
            if cell.field.needed or cell.field.filled or cell.field.default is not None:
                wanted.append(f'count(*) <> count("{cell.field.name}")')
            elif cell.reason:
                wanted.append(f'count({cell.text}) <> count("{cell.field.name}")')
        wanted += [f"count(*) FILTER ({rule.wrong}) > 0" for rule in self._checks(cells)]
        typed = ", ".join(f'{cell.value} AS "{cell.field.name}"' for cell in cells)
        row = self.connection.execute(
            f"SELECT {' OR '.join(wanted) or 'false'} FROM (SELECT *, {typed} FROM numbered)"
        ).fetchone()
        return bool(row and row[0])

    def _named(self, cell: _Cell, fault: str, reason: str) -> list[Broken]:
        rows = self.connection.execute(
            f"SELECT row_no, {cell.text or 'NULL'} FROM numbered JOIN faulty USING (row_no) WHERE {fault} ORDER BY row_no "
            f"LIMIT {MOST_REFUSALS}"
        ).fetchall()
        return [Broken(int(row), cell.header, None if value is None else str(value)[:200], reason) for row, value in rows]

    def _warn_odd_hours(self, cells: list[_Cell]) -> None:
        """Say how many times fall into an hour that the clocks skipped or repeated."""
        if self.zone == "UTC":
            return
        for cell in cells:
            if cell.field.reading not in (Reading.INSTANT, Reading.ELAPSED) or cell.text is None:
                continue
            row = self.connection.execute(f'SELECT min("{cell.field.name}"), max("{cell.field.name}") FROM sound').fetchone()
            if not row or row[0] is None:
                continue
            first, last = (dt.datetime.fromtimestamp(v, tz=dt.UTC).year for v in _clamped(row[0], row[1]))
            for shift in instants.shifts(self.zone, first, last)[1]:
                # in UTC a repeated or skipped hour starts at the wall time of its first reading, less the offset before
                start = shift.odd_hours[0] - shift.before
                end = start + (shift.odd_hours[1] - shift.odd_hours[0])
                count = _count(
                    self.connection.execute(
                        f'SELECT count(*) FROM sound WHERE "{cell.field.name}" >= ? AND "{cell.field.name}" < ?', [start, end]
                    ).fetchone()
                )
                if count and shift.after < shift.before:
                    self.warnings.append(
                        ntr(
                            "{column}: {count} time falls into the hour that the clocks of {zone} repeat; the first of "
                            "the two was taken",
                            "{column}: {count} times fall into the hour that the clocks of {zone} repeat; the first of "
                            "the two was taken",
                            count,
                            column=cell.header,
                            zone=self.zone,
                        )
                    )


def _unreadable(cell: _Cell) -> str | None:
    if cell.text is None or not cell.reason:
        return None
    return f'("{cell.field.name}" IS NULL AND lower({cell.text}) NOT IN ({_literals(MISSING)}))'


def _empty(cell: _Cell) -> str | None:
    if not (cell.field.needed or cell.field.filled) or cell.text is None:
        return None
    if not cell.reason:
        return f'("{cell.field.name}" IS NULL)'
    return f'("{cell.field.name}" IS NULL AND ({cell.text} IS NULL OR lower({cell.text}) IN ({_literals(MISSING)})))'


def _clamped(low: int, high: int) -> tuple[int, int]:
    """Within what calendars know: a mistyped year must not stop the import."""
    return max(int(low), -2_000_000_000), min(int(high), 4_100_000_000)


def _count(row: tuple[int, ...] | None) -> int:
    return int(row[0]) if row else 0


def _literal(value: str | int | float) -> str:
    return repr(value) if isinstance(value, int | float) else "'" + value.replace("'", "''") + "'"


def _literals(values: tuple[str, ...] | list[str]) -> str:
    return ", ".join(_literal(value) for value in values)


def _json(text: str) -> str:
    import json

    return json.dumps(text, ensure_ascii=False)


_READERS: dict[Reading, Callable[[_Checking, Field, str], tuple[str, str]]] = {
    Reading.TEXT: _Checking.read_text,
    Reading.INSTANT: _Checking.read_instant,
    Reading.ELAPSED: _Checking.read_elapsed,
    Reading.DURATION: _Checking.read_duration,
    Reading.INTEGER: _Checking.read_integer,
    Reading.REAL: _Checking.read_real,
    Reading.FLAG: _Checking.read_flag,
    Reading.CHOICE: _Checking.read_choice,
    Reading.DATE: _Checking.read_date,
}
