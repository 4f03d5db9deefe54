"""Which column of a file is which field, in what unit, order and zone.

Proposed by a source, settled by a person, kept with the batch.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.sources.headers import fold, listed
from qa_desk.sources.table import Hints
from qa_desk.sources.trailer import MOST_LINES

if TYPE_CHECKING:
    from collections.abc import Mapping as Dict

    from qa_desk.sources.fields import Kind

UNITS = ("milliseconds", "seconds", "minutes", "hours", "days", "h:mm:ss", "m:ss", "h:mm")
DATE_ORDERS = ("dmy", "mdy", "ymd")
_KEYS = ("source", "columns", "constants", "units", "values", "date_order", "decimal", "timezone", "encoding", "delimiter",
         "sheet", "header_row", "has_header", "trailer_rows")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mapping:
    """Everything that turns the cells of one file into fields."""

    columns: Dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Field → header, or the headers whose cells are joined (a date and a time)."""
    constants: Dict[str, str] = field(default_factory=dict)
    """Field → the same value for every row."""
    units: Dict[str, str] = field(default_factory=dict)
    """Field → unit of a duration."""
    values: Dict[str, Dict[str, str]] = field(default_factory=dict)
    """Field → word of the file → canonical word."""
    date_order: str | None = None
    decimal: str | None = None
    timezone: str | None = None
    source: str | None = None
    hints: Hints = field(default_factory=Hints)

    def over(self, proposed: Mapping) -> Mapping:
        """What the person said, over what was proposed. A field that the person set to nothing stays out."""
        said = set(self.columns) | set(self.constants)
        taken = {header for headers in self.columns.values() for header in headers}
        columns = {
            name: headers for name, headers in proposed.columns.items() if name not in said and not taken.intersection(headers)
        } | {name: headers for name, headers in self.columns.items() if headers}
        constants = {name: value for name, value in proposed.constants.items() if name not in said} | dict(self.constants)
        return replace(
            self,
            columns=columns,
            constants=constants,
            units=dict(proposed.units) | dict(self.units),
            values=dict(proposed.values) | dict(self.values),
            date_order=self.date_order or proposed.date_order,
            decimal=self.decimal or proposed.decimal,
        )


def mapping_from(document: object, where: str) -> Mapping:
    """A mapping out of its JSON form; refused with what is wrong in it."""
    if not isinstance(document, dict):
        raise Refusal(tr("{file}: a mapping is a JSON object with keys such as columns, units, date_order.", file=where))
    unknown = [key for key in document if key not in _KEYS]
    if unknown:
        raise Refusal(
            tr(
                "{file}: {key} is no key of a mapping; the known ones: {known}.",
                file=where,
                key=unknown[0],
                known=", ".join(_KEYS),
            )
        )
    columns = {name: _headers(value, where, name) for name, value in _table(document, "columns", where).items()}
    units = {name: str(unit) for name, unit in _table(document, "units", where).items()}
    for name, unit in units.items():
        _one_of(unit, UNITS, where, f"units.{name}")
    order = document.get("date_order")
    if order is not None:
        _one_of(order, DATE_ORDERS, where, "date_order")
    if document.get("decimal") is not None:
        _one_of(document["decimal"], (",", "."), where, "decimal")
    header_row = document.get("header_row")
    if header_row is not None and (not isinstance(header_row, int) or header_row < 1):
        raise Refusal(tr("{file}: {key}: {value} is no row number.", file=where, key="header_row", value=header_row))
    trailer_rows = document.get("trailer_rows")
    if trailer_rows is not None and (not isinstance(trailer_rows, int) or not 0 <= trailer_rows <= MOST_LINES):
        raise Refusal(
            tr(
                "{file}: {key}: {value} is no number from 0 to {most}.",
                file=where,
                key="trailer_rows",
                value=trailer_rows,
                most=MOST_LINES,
            )
        )
    return Mapping(
        columns=columns,
        constants={name: str(value) for name, value in _table(document, "constants", where).items()},
        units=units,
        values={
            name: {str(k): str(v) for k, v in _dict(words, where, name).items()}
            for name, words in _table(document, "values", where).items()
        },
        date_order=order,
        decimal=document.get("decimal"),
        timezone=document.get("timezone"),
        source=document.get("source"),
        hints=Hints(
            document.get("encoding"),
            document.get("delimiter"),
            document.get("sheet"),
            header_row,
            document.get("has_header"),
            trailer_rows,
        ),
    )


def mapping_document(mapping: Mapping) -> dict[str, Any]:
    """The JSON form: what is not said is left out."""
    document: dict[str, Any] = {
        "source": mapping.source,
        "columns": {name: headers[0] if len(headers) == 1 else list(headers) for name, headers in mapping.columns.items()},
        "constants": dict(mapping.constants),
        "units": dict(mapping.units),
        "values": {name: dict(words) for name, words in mapping.values.items()},
        "date_order": mapping.date_order,
        "decimal": mapping.decimal,
        "timezone": mapping.timezone,
        "encoding": mapping.hints.encoding,
        "delimiter": mapping.hints.delimiter,
        "sheet": mapping.hints.sheet,
        "header_row": mapping.hints.header_row,
        "has_header": mapping.hints.has_header,
        "trailer_rows": mapping.hints.trailer_rows,
    }
    return {key: value for key, value in document.items() if value not in (None, {}, ())}


def settle(mapping: Mapping, kind: Kind, headers: tuple[str, ...], where: str) -> Mapping:
    """The mapping with its headers as this file writes them; refused when a field or a header does not exist."""
    written = {fold(header): header for header in headers}
    names = {field.name for field in kind.fields}
    for name in (*mapping.columns, *mapping.constants, *mapping.units, *mapping.values):
        if name not in names:
            raise Refusal(
                tr(
                    "{file}: {kind} have no field {field}; they have {known}.",
                    file=where,
                    kind=kind.name,
                    field=name,
                    known=", ".join(sorted(names)),
                )
            )
    columns: dict[str, tuple[str, ...]] = {}
    for name, wanted in mapping.columns.items():
        missing = [header for header in wanted if fold(header) not in written]
        if missing:
            raise Refusal(
                tr(
                    "{file}: there is no column {column} (for {field}); the columns: {known}.",
                    file=where,
                    column=missing[0],
                    field=name,
                    known=listed(headers),
                )
            )
        columns[name] = tuple(written[fold(header)] for header in wanted)
    return replace(mapping, columns=columns)


def _headers(value: object, where: str, name: str) -> tuple[str, ...]:
    if value is None or value == "":
        return ()
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise Refusal(tr("{file}: {key} is neither a header nor a list of headers.", file=where, key=f"columns.{name}"))


def _table(document: dict[str, Any], key: str, where: str) -> dict[str, Any]:
    return _dict(document.get(key) or {}, where, key)


def _dict(value: object, where: str, key: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Refusal(tr("{file}: {key} is no table of names and values.", file=where, key=key))
    return value


def _one_of(value: object, known: tuple[str, ...], where: str, key: str) -> None:
    if value not in known:
        raise Refusal(
            tr("{file}: {key} cannot be {value}; it is one of {known}.", file=where, key=key, value=value, known=", ".join(known))
        )
