"""The columns of the Data place's tables."""

from __future__ import annotations

from datetime import datetime, tzinfo
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from qa_desk.domain.language import N_, tr
from qa_desk.domain.numbers import count_text
from qa_desk.ui.data.field_names import field_name
from qa_desk.ui.dates import moment_text
from qa_desk.ui.widgets.rows_model import Column

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa_desk.services.imports import Batch

STATES = {"active": N_("in use"), "undone": N_("undone")}


def batch_columns(kind_label: Callable[[str], str], source_label: Callable[[str], str], zone: tzinfo) -> list[Column]:
    """One row a batch."""

    def counted(title: str, count: Callable[[Batch], int], width: int = 78) -> Column:
        return Column(title, count, _count, is_number=True, width=width)

    return [
        Column(tr("Batch"), lambda batch: batch.number, is_number=True, width=60),
        Column(tr("When"), lambda batch: batch.created_at, lambda at: moment_text(datetime.fromtimestamp(at, zone)), width=130),
        Column(tr("Kind"), lambda batch: kind_label(batch.kind), width=110),
        Column(tr("File"), lambda batch: Path(batch.path).name, least=200, elides_middle=True),
        Column(tr("Source"), lambda batch: source_label(batch.source), width=160),
        counted(tr("Read"), lambda batch: batch.rows_read),
        counted(tr("New"), lambda batch: batch.rows_new),
        counted(tr("Updated"), lambda batch: batch.rows_updated, 80),
        counted(tr("Unchanged"), lambda batch: batch.rows_unchanged, 98),
        Column(
            tr("Refused"),
            lambda batch: batch.rows_refused,
            _count,
            is_number=True,
            width=76,
            meaning=lambda batch: "watch" if batch.rows_refused else None,
        ),
        Column(tr("State"), lambda batch: tr(STATES[batch.state]), width=68),
    ]


def refusal_columns() -> list[Column]:
    """One row a fault of a refused row."""
    return [
        Column(tr("Row"), lambda item: item.row, is_number=True, width=80),
        Column(tr("Column"), lambda item: item.column, width=220),
        Column(tr("Value"), lambda item: item.value, width=280),
        Column(tr("Reason"), lambda item: item.reason),
    ]


def stored_columns(names: Sequence[str]) -> list[Column]:
    """The first rows as they will be stored: tuples, one column a field."""
    return [
        Column(field_name(name), itemgetter(place), _stored, width=_width(name), hint=name) for place, name in enumerate(names)
    ]


def _width(name: str) -> int:
    if name == "at" or name.endswith("_at"):
        return 190
    return max(120, 9 * len(field_name(name)) + 28)


def _count(value: int) -> str:
    return count_text(value)


def _stored(value: object) -> str:
    return "" if value is None else str(value)
