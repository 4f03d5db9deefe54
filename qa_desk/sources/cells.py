"""How each field's column becomes a value: SQL over the file's texts, one reader a kind of reading."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.sources import instants, numbers
from qa_desk.sources.fields import Reading
from qa_desk.sources.headers import fold, split_unit
from qa_desk.sources.literals import json_text, literal, literals
from qa_desk.sources.vocabulary import NO, VOCABULARIES, YES

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa_desk.sources.fields import Field, Kind
    from qa_desk.sources.mapping import Mapping
    from qa_desk.sources.table import Table

MISSING = ("", "na", "n/a", "null", "none", "nan", "nat", "-", "--", "\\n", "#n/a", "?")
"""What stands for nothing in a typed cell."""
MISSING_TEXT = ("NULL", "-", "\\N", "#N/A", "?")
NUMERIC = (Reading.REAL, Reading.INTEGER, Reading.DURATION)
"""Here "nan" is a number that went wrong, not nothing."""
TEMPORAL = (Reading.INSTANT, Reading.ELAPSED, Reading.DATE)
_MOST_WORDS = 500
_CUSTOM_LENGTH = 500


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of the row as SQL over `numbered`."""

    field: Field
    header: str | None
    text: str | None
    """The cell's text; None for a constant."""
    value: str
    reason: str
    """Why a text that gives no value is refused."""
    wall: str | None = None
    """The time on the clock on the wall, in seconds, where a time zone was laid on it."""

    @property
    def missing(self) -> str:
        """SQL: the list of what stands for nothing here."""
        return missing_marks(self.field)


def missing_marks(field: Field) -> str:
    """SQL: the list of what stands for nothing in a field's cells."""
    return literals(mark for mark in MISSING if mark != "nan" or field.reading not in NUMERIC)


class CellReading:
    """Reads the columns of one table; units and what is to be said are found on the way."""

    def __init__(self, table: Table, kind: Kind, mapping: Mapping, zone: str, where: str) -> None:
        self.table, self.kind, self.mapping, self.zone, self.where = table, kind, mapping, zone, where
        self.connection = table.connection
        self.warnings: list[str] = []
        self.is_thorough = False
        self.missing_text = (
            (*MISSING_TEXT, "NA") if table.headers and table.headers[0] == "column 1" and table.header_row else MISSING_TEXT
        )
        self.walls: dict[str, str] = {}
        self.words: dict[str, list[str] | None] = {}
        self.padded, self.whole = self._survey()

    def _survey(self) -> tuple[frozenset[str], frozenset[str]]:
        """Columns with cells that begin or end with a space, and columns without any mark for nothing.

        One cheap look over the whole, so that the dear functions run only where they change something.
        """
        used = sorted({str(self.table.column(header)) for headers in self.mapping.columns.values() for header in headers})
        if not used:
            return frozenset(), frozenset()
        longest = max(len(mark) for mark in self.missing_text)
        looks = ", ".join(  # comparisons are answered by what each column knows of its least and greatest text
            f"bool_or({c} >= ' ' AND {c} < '!') OR bool_or(suffix({c}, ' ')), "
            f"bool_or(strlen({c}) <= {longest} AND {c} IN ({literals(self.missing_text)}))"
            for c in used
        )
        row = self.connection.execute(f"SELECT {looks} FROM numbered").fetchone() or ()
        padded = frozenset(column for column, is_padded in zip(used, row[::2], strict=True) if is_padded)
        whole = frozenset(column for column, has_marks in zip(used, row[1::2], strict=True) if not has_marks)
        return padded, whole - padded

    def cells(self) -> list[Cell]:
        """Every field that has a column, a constant or a default that the key needs."""
        fields = sorted(self.kind.fields, key=lambda field: field.since is not None)  # what others count from comes first
        self.walls = {}
        return [cell for field in fields if (cell := self._cell(field))]

    def text(self, field: Field) -> str | None:
        """SQL: the field's text, from one column or several."""
        headers = self.mapping.columns.get(field.name)
        if not headers:
            return None
        columns = [self._trimmed(str(self.table.column(header))) for header in headers]
        return columns[0] if len(columns) == 1 else f"nullif(concat_ws(' ', {', '.join(columns)}), '')"

    def _cell(self, field: Field) -> Cell | None:
        text = self.text(field)
        headers = self.mapping.columns.get(field.name, ())
        if text is None:
            # a default of the table itself need not be carried along
            constant = self.mapping.constants.get(field.name, field.default if field.name in self.kind.key else None)
            return None if constant is None else Cell(field, None, None, self._constant(field, constant), "")
        value, reason = _READERS[field.reading](self, field, text)
        if field.default is not None:
            marks, default = missing_marks(field), literal(field.default)
            is_missing = self._whether(text, lambda word: f"lower({word}) IN ({marks})")
            value = f"CASE WHEN {text} IS NULL OR {is_missing} THEN {default} ELSE {value} END"
        return Cell(field, " + ".join(headers), text, value, reason, self.walls.get(field.name))

    def _constant(self, field: Field, value: str | int | float) -> str:
        if field.reading in (Reading.REAL, Reading.INTEGER, Reading.DURATION, Reading.FLAG) and not isinstance(
            value, int | float
        ):
            try:
                number = float(value)
                if not math.isfinite(number):
                    raise ValueError(value)
            except ValueError as error:
                raise Refusal(
                    tr("{file}: the constant {field} is no number: {value}.", file=self.where, field=field.name, value=value)
                ) from error
            return repr(number) if field.reading is Reading.REAL else repr(int(number))
        if field.reading in TEMPORAL:
            raise Refusal(tr("{file}: {field} cannot be a constant.", file=self.where, field=field.name))
        return literal(value) + ("::DOUBLE" if field.reading is Reading.REAL else "")

    def _trimmed(self, column: str) -> str:
        return f"nullif(trim({column}), '')" if column in self.padded else column

    def _present(self, text: str) -> str:
        """The text, NULL where it stands for nothing."""
        if text in self.whole:
            return text
        return f"CASE WHEN {text} IN ({literals(self.missing_text)}) THEN NULL ELSE {text} END"

    def read_text(self, field: Field, text: str) -> tuple[str, str]:
        """Text, nothing where a mark for nothing stands."""
        return self._present(text), ""

    def read_instant(self, field: Field, text: str) -> tuple[str, str]:
        """A date and time, in seconds since 1970 UTC."""
        plan = self._plan(text)
        local = instants.local_seconds(text, plan)
        return self._in_utc(field, text, local, plan), self._date_reason()

    def _plan(self, text: str) -> instants.InstantPlan:
        from_spreadsheet = self.table.form in ("xlsx", "xls")
        return instants.make_plan(self.connection, text, self.mapping.date_order, from_spreadsheet, self.is_thorough)

    def _date_reason(self) -> str:
        if self.mapping.date_order:
            return tr("is no date and time in the order {order}", order=self.mapping.date_order)
        return tr("is no date and time")

    def _in_utc(self, field: Field, text: str, local: str, plan: instants.InstantPlan) -> str:
        zone = self.zone
        if zone == "UTC":
            return local
        row = self.connection.execute(f"SELECT min({local}), max({local}) FROM numbered").fetchone()
        if not row or row[0] is None:
            return local
        years = (dt.datetime.fromtimestamp(v, tz=dt.UTC).year for v in instants.clamped(row[0], row[1]))
        first, last = (min(max(1902, year), 2100) for year in years)
        utc = instants.to_utc(local, zone, first, last)
        own = instants.has_offset(text, plan)
        self.walls[field.name] = local if own == "false" else f"(CASE WHEN NOT ({own}) THEN {local} END)"
        return utc if own == "false" else f"(CASE WHEN {own} THEN {local} ELSE {utc} END)"

    def read_elapsed(self, field: Field, text: str) -> tuple[str, str]:
        """An instant, or one counted from another field: the values tell which."""
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
        """Whole seconds."""
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
        """A whole number."""
        header = self.mapping.columns[field.name][0]
        number = numbers.number(text, self._decimal(header, text))
        return f"CASE WHEN {number} = floor({number}) THEN try_cast({number} AS BIGINT) END", tr("is no whole number")

    def read_real(self, field: Field, text: str) -> tuple[str, str]:
        """A finite number."""
        header = self.mapping.columns[field.name][0]
        number = numbers.number(text, self._decimal(header, text))
        return f"CASE WHEN isfinite({number}) THEN {number} END", tr("is no number")

    def read_flag(self, field: Field, text: str) -> tuple[str, str]:
        """Yes or no."""
        said = {fold(word): meaning for word, meaning in self.mapping.values.get(field.name, {}).items()}
        yes = [*YES, *(word for word, meaning in said.items() if fold(meaning) in YES)]
        no = [*NO, *(word for word, meaning in said.items() if fold(meaning) in NO)]
        is_yes = self._whether(text, lambda word: f"replace(lower({word}), '_', ' ') IN ({literals(yes)})")
        is_no = self._whether(text, lambda word: f"replace(lower({word}), '_', ' ') IN ({literals(no)})")
        return f"CASE WHEN {is_yes} THEN 1 WHEN {is_no} THEN 0 END", tr("is neither yes nor no")

    def read_date(self, field: Field, text: str) -> tuple[str, str]:
        """A date, as ISO text."""
        plan = self._plan(text)
        local = instants.local_seconds(text, plan)
        known = f"CASE WHEN {local} BETWEEN -62135596800 AND 253402300799 THEN {local} END"  # the years 1 to 9999
        return f"strftime(make_timestamp({known} * 1000000), '%Y-%m-%d')", tr("is no date")

    def read_choice(self, field: Field, text: str) -> tuple[str, str]:
        """A word of a known list."""
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
        cases = " ".join(f"WHEN {literal(word)} THEN {literal(meaning)}" for word, meaning in known.items())
        otherwise = "NULL" if field.strict else self._present(text)
        value = f"CASE {text} {cases} ELSE {otherwise} END" if cases else otherwise
        return f"({value})::VARCHAR", tr("is none of {known}", known=", ".join(sorted(set(words.values()))))

    def _whether(self, text: str, test: Callable[[str], str]) -> str:
        """SQL: whether the text passes a test that is SQL over a word.

        Each word that occurs is tested once, here: a long list in a column's expression would be a join, made anew in
        every look at the table, also at its other columns.
        """
        words = self._occurring(text)
        if words is None:
            return f"({test(text)})"
        rows = self.connection.execute(f"SELECT t, {test('t')} FROM (SELECT unnest(?::VARCHAR[]) AS t)", [words]).fetchall()
        passing = " ".join(f"WHEN {literal(str(word))} THEN true" for word, is_passing in rows if is_passing)
        return f"(CASE {text} {passing} ELSE false END)" if passing else "false"

    def _occurring(self, text: str) -> list[str] | None:
        """The words that occur in a column of few; None when they are many."""
        if text not in self.words:
            rows = self.connection.execute(
                f"SELECT t FROM (SELECT DISTINCT {text} AS t FROM numbered) WHERE t IS NOT NULL LIMIT {_MOST_WORDS + 1}"
            ).fetchall()
            self.words[text] = [str(row[0]) for row in rows] if len(rows) <= _MOST_WORDS else None
        return self.words[text]

    def custom(self) -> str:
        """The columns that no field took, as one JSON object; long texts stay in the file."""
        taken = {header for headers in self.mapping.columns.values() for header in headers}
        parts = [
            f"CASE WHEN length(c{i}) <= {_CUSTOM_LENGTH} THEN {literal(json_text(header) + ':')} || to_json(c{i})::VARCHAR END"
            for i, header in enumerate(self.table.headers)
            if header not in taken
        ]
        return f"nullif('{{' || concat_ws(',', {', '.join(parts)}) || '}}', '{{}}')" if parts else "NULL::VARCHAR"


_READERS: dict[Reading, Callable[[CellReading, Field, str], tuple[str, str]]] = {
    Reading.TEXT: CellReading.read_text,
    Reading.INSTANT: CellReading.read_instant,
    Reading.ELAPSED: CellReading.read_elapsed,
    Reading.DURATION: CellReading.read_duration,
    Reading.INTEGER: CellReading.read_integer,
    Reading.REAL: CellReading.read_real,
    Reading.FLAG: CellReading.read_flag,
    Reading.CHOICE: CellReading.read_choice,
    Reading.DATE: CellReading.read_date,
}
