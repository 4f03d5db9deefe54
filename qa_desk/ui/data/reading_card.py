"""How the file is read: what was found of its clock, its letters, its cells and its edges, and how to say otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSpinBox, QWidget

from qa_desk.domain.language import N_, tr
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import Choice, Segments, button
from qa_desk.ui.widgets.card import Card
from qa_desk.ui.widgets.combo import ComboBox, chooser
from qa_desk.ui.widgets.form import FormRow
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QWheelEvent

    from qa_desk.services.imports import Preview
    from qa_desk.ui.data.wizard_state import Wizard
    from qa_desk.ui.theme import Theme

_ENCODINGS = (
    "utf-8",
    "utf-16",
    "gb18030",
    "big5",
    "windows-1251",
    "windows-1252",
    "windows-1252+cp850",
    "koi8-r",
    "shift_jis",
    "euc-kr",
)
_DELIMITERS = ((",", N_("comma")), (";", N_("semicolon")), ("\t", N_("tab")), ("|", N_("bar")))
_ORDERS = (("dmy", N_("day first")), ("mdy", N_("month first")), ("ymd", N_("year first")))
_DECIMALS = ((",", N_("comma: 1,5")), (".", N_("point: 1.5")))
_MOST_HEADER_ROW = 200
_MOST_TRAILER = 50
_LINES_SHOWN = 3
_LINE_LENGTH = 90


class ReadingCard(Card):
    """`show_wizard` shows what was found and said; what is said anew is signalled."""

    said = Signal(str, object)
    """A key of the mapping and its value; None takes it back."""
    timezone_chosen = Signal(str)
    fresh_asked = Signal()
    """What is remembered of files of this shape is to be left aside."""

    def __init__(self, theme: Theme, zones: Sequence[str]) -> None:
        super().__init__(tr("How it is read"))
        self._theme = theme
        self.recalled = QWidget()
        self.fresh = button(tr("Start afresh"), self.fresh_asked.emit, role="quiet")
        self.timezone = chooser(theme, tr("Time zone"), [(zone, zone) for zone in zones])
        self.timezone.setEditable(True)
        self.timezone.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.order = Segments([Choice(value, tr(text)) for value, text in _ORDERS], tr("Order of dates"))
        self.decimal = chooser(
            theme, tr("Decimal sign"), [(None, tr("find out")), *((sign, tr(text)) for sign, text in _DECIMALS)]
        )
        self.encoding = chooser(theme, tr("Encoding"), [(None, tr("found"))] + [(name, name) for name in _ENCODINGS])
        self.delimiter = chooser(
            theme, tr("Columns parted by"), [(None, tr("found"))] + [(sign, tr(name)) for sign, name in _DELIMITERS]
        )
        self.sheet = chooser(theme, tr("Sheet"), [(None, tr("the largest"))])
        self.header_row = _Number(0, _MOST_HEADER_ROW, tr("no header"))
        self.trailer = _Number(0, _MOST_TRAILER, tr("none"))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        line = QHBoxLayout(self.recalled)
        line.setContentsMargins(0, 0, 0, Space.XS)
        line.setSpacing(Space.M)
        self._recalled = label(tr("Read as the last file of this shape was."), "muted")
        line.addWidget(self._recalled, 1)
        line.addWidget(self.fresh)
        self.add(self.recalled)
        for made in (self.header_row, self.trailer):
            made.setMaximumWidth(self._theme.size(140))
        theme = self._theme
        self.zone_row = FormRow(tr("Time zone"), self.timezone, tr("Of times that do not say their own."), theme=theme)
        self.order_row = FormRow(tr("Order of dates"), self.order, theme=theme)
        self.decimal_row = FormRow(tr("Decimal sign"), self.decimal, theme=theme)
        self.encoding_row = FormRow(tr("Encoding"), self.encoding, theme=theme)
        self.delimiter_row = FormRow(tr("Columns parted by"), self.delimiter, theme=theme)
        self.sheet_row = FormRow(tr("Sheet"), self.sheet, theme=theme)
        self.header_line = FormRow(tr("Row of the header"), self.header_row, theme=theme)
        self.trailer_line = FormRow(tr("Lines under the table"), self.trailer, theme=theme)
        self.rows = (
            self.zone_row, self.order_row, self.decimal_row, self.encoding_row, self.delimiter_row, self.sheet_row,
            self.header_line, self.trailer_line,
        )  # fmt: skip
        for row in self.rows:
            self.add(row)

    def _connect(self) -> None:
        self.timezone.activated.connect(self._say_timezone)
        self.order.chosen.connect(self._say_order)
        self.decimal.activated.connect(self._say_decimal)
        self.encoding.activated.connect(self._say_encoding)
        self.delimiter.activated.connect(self._say_delimiter)
        self.sheet.activated.connect(self._say_sheet)
        self.header_row.settled.connect(self._say_header_row)
        self.trailer.settled.connect(self._say_trailer)

    def _say_timezone(self) -> None:
        self.timezone_chosen.emit(self.timezone.currentData())

    def _say_order(self, value: object) -> None:
        self.said.emit("date_order", value)

    def _say_decimal(self) -> None:
        self.said.emit("decimal", self.decimal.currentData())

    def _say_encoding(self) -> None:
        self.said.emit("encoding", self.encoding.currentData())

    def _say_delimiter(self) -> None:
        self.said.emit("delimiter", self.delimiter.currentData())

    def _say_sheet(self) -> None:
        self.said.emit("sheet", self.sheet.currentData())

    def _say_header_row(self, row: int) -> None:
        self.said.emit("header_row", row)

    def _say_trailer(self, lines: int) -> None:
        self.said.emit("trailer_rows", lines)

    # showing

    def show_wizard(self, wizard: Wizard) -> None:
        """What was found of the file, under what was said of it."""
        seen, said = wizard.preview, wizard.said
        self.recalled.setVisible(wizard.is_recalled)
        _show(self.timezone, wizard.timezone)
        self._show_order(wizard, seen)
        is_csv = bool(seen and seen.form == "csv")
        self.encoding_row.setVisible(bool(seen and seen.encoding and is_csv))
        self.delimiter_row.setVisible(bool(seen and seen.delimiter))
        self.sheet_row.setVisible(bool(seen and len(seen.sheets) > 1))
        problem = (seen.problem if seen else None) or ""
        asks_decimal = '"decimal"' in problem
        self.decimal_row.setVisible(bool(seen and (seen.has_numbers or asks_decimal)) or "decimal" in said)
        self.decimal_row.show_fault(tr("The comma could part thousands or decimals: say which.") if asks_decimal else "")
        _show(self.decimal, said.get("decimal"))
        has_edges = bool(seen and seen.form in ("csv", "xlsx", "xls"))
        for row in (self.header_line, self.trailer_line):
            row.setVisible(has_edges)
        self.header_line.show_hint(_left_out(seen.preamble if seen else (), tr("Above it, left out:")))
        self.trailer_line.show_hint(_left_out(seen.trailer if seen else (), tr("Left out:")))
        if seen is None:
            return
        self.encoding.setItemText(0, tr("found: {value}", value=seen.encoding or ""))
        _show(self.encoding, said.get("encoding"))
        names = dict(_DELIMITERS)
        self.delimiter.setItemText(0, tr("found: {value}", value=tr(names.get(seen.delimiter or "", seen.delimiter or ""))))
        _show(self.delimiter, said.get("delimiter"))
        if [self.sheet.itemData(i) for i in range(1, self.sheet.count())] != list(seen.sheets):
            self.sheet.clear()
            self.sheet.addItem(tr("the largest"), None)
            for name in seen.sheets:
                self.sheet.addItem(name, name)
        _show(self.sheet, said.get("sheet") or seen.sheet)
        # what was just said stands while the file is looked at anew
        header = 0 if said.get("has_header") is False else said.get("header_row", seen.header_row)
        self.header_row.show_number(header, 0 if is_csv else 1)
        self.trailer.show_number(said.get("trailer_rows", len(seen.trailer)))

    def _show_order(self, wizard: Wizard, seen: Preview | None) -> None:
        said = wizard.said.get("date_order")
        found = seen.mapping.get("date_order") if seen else None
        is_open = bool(seen and seen.problem and "date_order" in seen.problem)
        self.order.show_value(said or found)
        self.order_row.setVisible(wizard.has_columns and bool(found or said or is_open))
        self.order_row.show_fault(tr("Day and month could be either way round: say which comes first.") if is_open else "")


class _Number(QSpinBox):
    """A number that is said when it is settled: by Enter, by leaving the field, by an arrow; not by each digit."""

    settled = Signal(int)

    def __init__(self, least: int, most: int, special: str) -> None:
        super().__init__()
        self._special = special
        self.setRange(least, most)
        self.setSpecialValueText(special)
        self.lineEdit().setTextMargins(Space.XS, 0, 0, 0)
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.valueChanged.connect(self.settled)

    def show_number(self, value: int, least: int = 0) -> None:
        """Show without telling anybody; what 0 stands for can be said only where it may be."""
        self.blockSignals(True)
        self.setMinimum(least)
        self.setSpecialValueText("" if least else self._special)
        self.setValue(value)
        self.blockSignals(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """For the page that scrolls around it."""
        event.ignore()


def _left_out(lines: Sequence[str], begin: str) -> str:
    if not lines:
        return ""
    cut = [line if len(line) <= _LINE_LENGTH else line[:_LINE_LENGTH] + "…" for line in lines[:_LINES_SHOWN]]
    return f"{begin} " + " / ".join(f"“{line}”" for line in cut) + (" …" if len(lines) > _LINES_SHOWN else "")


def _show(chooser: ComboBox, value: object) -> None:
    place = next((i for i in range(chooser.count()) if chooser.itemData(i) == value), 0)
    chooser.setCurrentIndex(place)
