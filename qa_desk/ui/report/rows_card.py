"""The records behind a mark: they come when a mark is opened, and copy into a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qa_desk.domain.language import ntr, tr
from qa_desk.domain.numbers import count_text
from qa_desk.ui.report.model import record_columns
from qa_desk.ui.report.reader import Reader
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.card import Card
from qa_desk.ui.widgets.states import Stage
from qa_desk.ui.widgets.table import DataTable

if TYPE_CHECKING:
    from qa_desk.kpis.figure import Records
    from qa_desk.ui.report.question import MarkKey
    from qa_desk.ui.screen import Context

_HEIGHT = 360
MOST_RECORDS = 2_000
"""Rows that a table of records holds; the command line gives them all."""


class RowsCard(Card):
    """Hidden until a mark is opened."""

    opened = Signal()
    """The records are there to be looked at."""

    def __init__(self, context: Context) -> None:
        super().__init__(tr("Records"))
        self._context = context
        self._reader = Reader(context, tr("Records"), self)
        self._slot = QWidget()
        self._table_slot = QVBoxLayout(self._slot)
        self._table_slot.setContentsMargins(0, 0, 0, 0)
        self._stage = Stage(context.theme, self._slot)
        self._stage.setMinimumHeight(context.theme.size(_HEIGHT))
        self._key: MarkKey | None = None
        self._timezone = "UTC"
        self.table: DataTable | None = None
        self.add_control(button(tr("Copy table"), self.copy, role="quiet"))
        self.add_control(button(tr("Close the records"), self.close_rows, role="quiet"))
        self.add(self._stage)
        self._reader.loading.connect(self._stage.show_loading)
        self._reader.loaded.connect(self._show)
        self._reader.failed.connect(self._stage.show_fault)
        self.hide()

    def open_mark(self, key: MarkKey, timezone: str) -> None:
        """Read and show the records behind a mark."""
        self._key, self._timezone = key, timezone
        self.show_heading(key.heading)
        self.show()
        self._reader.read(key.read)

    def close_rows(self) -> None:
        """Show none."""
        self._reader.stop()
        self._key = None
        self.hide()

    def copy(self) -> None:
        """Put the table on the clipboard."""
        if self.table is not None:
            self.table.copy()
            self._context.navigator.toast(tr("The table is on the clipboard."))

    def _show(self, records: Records) -> None:
        if self._key is None:
            return
        if self.table is not None:
            self._table_slot.removeWidget(self.table)
            self.table.deleteLater()
            self.table = None
        shown, total = len(records.rows), records.total
        some = tr("{shown} of {total}", shown=count_text(shown), total=count_text(total))
        count = some if shown < total else ntr("{count} record", "{count} records", total)
        self.show_heading(self._key.heading, count)
        if not records.rows:
            self._stage.show_empty(tr("No record stands behind this mark."))
            return
        columns = record_columns(records, self._timezone, self._key.unit)
        self.table = DataTable(self._context.theme, columns, tr("Records behind the mark"))
        self.table.show_rows(records.rows)
        self._table_slot.addWidget(self.table)
        self._stage.show_content()
        self.opened.emit()
