"""A JSON list of records as a grid: the keys are the header."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qa_desk.domain.language import N_, tr
from qa_desk.sources.forms.documents import read_document
from qa_desk.sources.forms.format import FormFormat
from qa_desk.sources.forms.grid import EMPTY, MOST_COLUMNS, Grid
from qa_desk.sources.forms.grid_form import read_grids
from qa_desk.sources.forms.workbook import cell_of

if TYPE_CHECKING:
    from qa_desk.sources.forms.draft import FormDraft
    from qa_desk.sources.forms.grid import Cell
    from qa_desk.sources.opening import OpenedFile


def record_grid(document: object) -> Grid | None:
    """The records of a document, however deeply wrapped; None when it holds no list of them."""
    records = _records(document, 0)
    if not records:
        return None
    keys = list(dict.fromkeys(str(key) for record in records for key in record))[:MOST_COLUMNS]
    header = tuple(cell_of(key) for key in keys)
    rows = (header, *(tuple(_cell(record.get(key)) for key in keys) for record in records))

    def place(row: int, column: int) -> str:
        key = keys[column] if column < len(keys) else ""
        return tr("item {number}, “{key}”", number=row, key=key) if row else tr("key “{key}”", key=key)

    return Grid("", rows, place)


def _records(value: object, depth: int) -> list[dict[str, Any]]:
    """The first list of flat records: wrappers around it do not matter."""
    if depth > 4:
        return []
    if isinstance(value, list):
        if value and all(isinstance(item, dict) for item in value):
            return value
        found = (_records(item, depth + 1) for item in value)
        return next((records for records in found if records), [])
    if isinstance(value, dict):
        found = (_records(item, depth + 1) for item in value.values())
        return next((records for records in found if records), [])
    return []


def _cell(value: object) -> Cell:
    """Lists of words are answers, one a line; what is nested deeper is not a form's table."""
    if value is None:
        return EMPTY
    if isinstance(value, list):
        return cell_of("\n".join(str(item) for item in value if isinstance(item, str | int | float)))
    return EMPTY if isinstance(value, dict) else cell_of(value)


def _read(opened: OpenedFile) -> FormDraft | None:
    grid = record_grid(read_document(opened))
    return None if grid is None else read_grids([grid], opened.path)


FORMAT = FormFormat("records", N_("JSON list"), frozenset({"json"}), _read)
