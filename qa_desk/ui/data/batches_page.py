"""The batches that came in, and of the current one what is to be known: notes, refused rows, undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from qa_desk.domain.language import ntr, tr
from qa_desk.ui.data.model import batch_columns, refusal_columns
from qa_desk.ui.data.presenter import kind_label, source_label
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.card import Card
from qa_desk.ui.widgets.states import Stage
from qa_desk.ui.widgets.table import DataTable
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from qa_desk.services.imports import Batch, Refused
    from qa_desk.ui.data.wizard_state import BatchesShown, RefusalsShown
    from qa_desk.ui.theme import Theme


class BatchesPage(QWidget):
    """Table above, the current batch below."""

    batch_chosen = Signal(object)
    undo_asked = Signal(object)
    export_asked = Signal(object)
    """The refused rows to write."""

    def __init__(self, theme: Theme, zone: tzinfo, start: Callable[[], object]) -> None:
        super().__init__()
        self._start = start
        self._batch: Batch | None = None
        self._refused: tuple[Refused, ...] = ()
        self.table = DataTable(theme, batch_columns(kind_label, source_label, zone), tr("Import batches"))
        self.table.selected.connect(self._selected)
        self.detail = Card(tr("Batch"))
        self.undo = button(tr("Undo this batch"), self._undo)
        self.detail.add_control(self.undo)
        self._file = label("", "muted", wraps=True)
        self._notes = label("", wraps=True)
        self.refusals = DataTable(theme, refusal_columns(), tr("Refused rows"))
        self.export = button(tr("Export refused rows…"), self._export)
        self.refusals.add_control(self.export)
        self.detail.add(self._file)
        self.detail.add(self._notes)
        self.detail.add(self.refusals, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(self.detail)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        padded = QWidget()
        row = QHBoxLayout(padded)
        row.setContentsMargins(Space.XL, Space.L, Space.XL, Space.XL)
        row.addWidget(split)
        self.stage = Stage(theme, padded)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stage)

    @property
    def current(self) -> Batch | None:
        """The batch that is current."""
        return self._batch

    def show_batches(self, shown: BatchesShown) -> None:
        """The batches, the latest first; the one that was current stays so."""
        if not shown.batches:
            self.stage.show_empty(
                tr("Nothing was imported yet. Bring in tickets, calls, surveys, a roster, or a folder of recordings."),
                tr("Import files"),
                self._start,
                note=tr("Files can be dropped here too. They are read, never changed, and stay where they are."),
            )
            return
        self.stage.show_content()
        current = self._batch.id if self._batch else None
        self.table.show_rows(shown.batches)
        self.table.select(next((batch for batch in shown.batches if batch.id == current), shown.batches[0]))

    def show_refusals(self, shown: RefusalsShown) -> None:
        """The refused rows of the current batch."""
        self._refused = shown.refused
        self.refusals.setVisible(bool(shown.refused))
        self.refusals.show_rows(shown.refused)

    def select(self, batch_id: str) -> None:
        """Make a batch current."""
        for place in range(self.table.model.rowCount()):
            batch = self.table.model.row_at(place)
            if batch.id == batch_id:
                self.table.select(batch)

    def _selected(self, batch: Batch | None) -> None:
        self._batch = batch
        self.detail.setVisible(batch is not None)
        if batch is None:
            return
        refused = ntr("{count} row refused", "{count} rows refused", batch.rows_refused)
        self.detail.show_heading(tr("Batch {number}: {kind}", number=batch.number, kind=kind_label(batch.kind)), refused)
        self._file.setText(tr("{file}  ·  times of {zone}", file=batch.path, zone=batch.timezone))
        self._notes.setText("\n".join(tr("Note: {note}", note=warning) for warning in batch.warnings))
        self._notes.setVisible(bool(batch.warnings))
        self.undo.setEnabled(batch.state == "active")
        self.undo.setText(tr("Undo this batch") if batch.state == "active" else tr("Undone"))
        self.batch_chosen.emit(batch)

    def _undo(self) -> None:
        if self._batch is not None:
            self.undo_asked.emit(self._batch)

    def _export(self) -> None:
        self.export_asked.emit(self._refused)
