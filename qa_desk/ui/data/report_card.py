"""What an import did, or would do: counts, notes, and the refused rows with their reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qa_desk.domain.language import ntr, tr
from qa_desk.domain.numbers import count_text
from qa_desk.ui.data.model import refusal_columns
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.card import Card
from qa_desk.ui.widgets.table import DataTable
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from qa_desk.services.imports import Refused
    from qa_desk.ui.data.wizard_state import Reported
    from qa_desk.ui.theme import Theme

_TABLE_HEIGHT = 220


class ReportCard(Card):
    """`show_report` fills it."""

    export_asked = Signal(object)
    """The refused rows to write."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(tr("Report"))
        self._figures = QHBoxLayout()
        self._figures.setSpacing(Space.XXL)
        self._notes = QVBoxLayout()
        self._notes.setSpacing(Space.XS)
        self.refusals = DataTable(theme, refusal_columns(), tr("Refused rows"))
        self.refusals.setMinimumHeight(theme.size(_TABLE_HEIGHT))
        self.export = button(tr("Export refused rows…"), self._export)
        self.refusals.add_control(self.export)
        self._refused: tuple[Refused, ...] = ()
        self.add_layout(self._figures)
        self.add_layout(self._notes)
        self.add(self.refusals)

    def show_report(self, reported: Reported) -> None:
        """Counts first, then what to know, then what was refused."""
        report = reported.report
        note = (
            tr("A dry run: nothing was changed.")
            if reported.was_dry
            else (tr("Batch {number}", number=report.number) if report.number else "")
        )
        self.show_heading(tr("What would happen") if reported.was_dry else tr("Imported"), note)
        _clear(self._figures)
        counts = [
            (tr("rows read"), report.rows_read, None),
            (tr("new"), report.rows_new, None),
            (tr("updated"), report.rows_updated, None),
            (tr("unchanged"), report.rows_unchanged, None),
            (tr("refused"), report.rows_refused, "watch" if report.rows_refused else None),
        ]
        if report.rows_folded:
            counts.append((tr("folded into others"), report.rows_folded, None))
        counts += [(kind, count, None) for kind, count in report.also.items()]
        for name, count, meaning in counts:
            self._figures.addWidget(_figure(name, count, meaning))
        self._figures.addStretch(1)
        _clear(self._notes)
        for warning in report.warnings:
            self._notes.addWidget(label(tr("Note: {note}", note=warning), "muted", wraps=True))
        self._refused = report.refusals
        self.refusals.setVisible(bool(report.refusals))
        self.refusals.show_rows(report.refusals)
        self.setAccessibleDescription(ntr("{count} row read", "{count} rows read", report.rows_read))

    def _export(self) -> None:
        self.export_asked.emit(self._refused)


def _figure(name: str, count: int, meaning: str | None) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(label(count_text(count), "figure", meaning=meaning))
    column.addWidget(label(name, "note"))
    made.setAccessibleName(f"{name}: {count}")
    return made


def _clear(layout: QHBoxLayout | QVBoxLayout) -> None:
    while layout.count():
        item = layout.takeAt(0)
        if item and (widget := item.widget()):
            widget.hide()
            widget.deleteLater()
