"""Which column is what: a line a column with its first values, the field it becomes, and the unit where it is a duration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from qa_desk.domain.language import N_, tr
from qa_desk.ui.data.field_names import field_name
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.combo import ComboBox
from qa_desk.ui.widgets.text import label, tip

if TYPE_CHECKING:
    from qa_desk.services.imports import Preview
    from qa_desk.ui.theme import Theme

_SAMPLES_LENGTH = 70
_UNITS = (
    ("seconds", N_("seconds")),
    ("minutes", N_("minutes")),
    ("hours", N_("hours")),
    ("days", N_("days")),
    ("milliseconds", N_("milliseconds")),
    ("h:mm:ss", N_("h:mm:ss")),
    ("m:ss", N_("m:ss")),
    ("h:mm", N_("h:mm")),
)


class MappingTable(QWidget):
    """Built anew for each file; changed in place while the same file is looked at."""

    column_mapped = Signal(str, object)
    """A header and the field it becomes, or None."""
    unit_chosen = Signal(str, str)
    """A field and its unit."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(tr("Columns"))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Space.L)
        self._grid.setVerticalSpacing(Space.XS)
        self._grid.setColumnStretch(1, 1)
        self._shape: tuple[object, ...] = ()
        self.fields: dict[str, ComboBox] = {}
        self.units: dict[str, ComboBox] = {}

    def show_preview(self, seen: Preview) -> None:
        """The columns of a file, as they are mapped now."""
        shape = (seen.path, seen.kind, seen.source, seen.sheet, tuple((c.header, c.samples) for c in seen.columns), seen.fields)
        if shape != self._shape:
            self._build(seen)
            self._shape = shape
        units = seen.mapping.get("units", {})
        for column in seen.columns:
            chooser, unit = self.fields[column.header], self.units[column.header]
            chooser.blockSignals(True)
            chooser.setCurrentIndex(max(0, chooser.findData(column.field)))
            chooser.blockSignals(False)
            timed = column.field is not None and (column.field in units or column.field.endswith("_s"))
            unit.setVisible(timed)
            if timed:
                unit.blockSignals(True)
                unit.setProperty("field", column.field)
                unit.setCurrentIndex(unit.findData(units.get(column.field)))
                unit.blockSignals(False)

    def _build(self, seen: Preview) -> None:
        while self._grid.count():
            item = self._grid.takeAt(0)
            if item and (widget := item.widget()):
                widget.hide()
                widget.deleteLater()
        self.fields, self.units = {}, {}
        for place, title in enumerate((tr("Column of the file"), tr("First values"), tr("becomes"), tr("in"))):
            self._grid.addWidget(label(title, "small"), 0, place)
        for line, column in enumerate(seen.columns, 1):
            name = label(column.header)
            name.setToolTip(tip(column.header))
            self._grid.addWidget(name, line, 0)
            values = "  ·  ".join(" ".join(sample.split()) for sample in column.samples)
            shown = label(values if len(values) <= _SAMPLES_LENGTH else values[: _SAMPLES_LENGTH - 1] + "…", "muted")
            shown.setToolTip(tip(values[:600]))
            self._grid.addWidget(shown, line, 1)
            self.fields[column.header] = self._field_chooser(column.header, seen)
            self.units[column.header] = self._unit_chooser(column.header)
            self._grid.addWidget(self.fields[column.header], line, 2)
            self._grid.addWidget(self.units[column.header], line, 3)

    def _field_chooser(self, header: str, seen: Preview) -> ComboBox:
        made = ComboBox()
        made.setAccessibleName(tr("{column} becomes", column=header))
        made.setMinimumWidth(self._theme.size(200))
        made.addItem(tr("kept beside") if seen.kind in ("tickets", "calls", "surveys") else tr("left out"), None)
        for name in seen.fields:
            made.addItem(f"{field_name(name)} *" if name in seen.needed else field_name(name), name)
        made.activated.connect(self._chose_field)
        made.setProperty("header", header)
        return made

    def _unit_chooser(self, header: str) -> ComboBox:
        made = ComboBox()
        made.setAccessibleName(tr("Unit of {column}", column=header))
        made.setPlaceholderText(tr("which unit?"))
        for value, text in _UNITS:
            made.addItem(tr(text), value)
        made.activated.connect(self._chose_unit)
        return made

    def _chose_field(self) -> None:
        chooser = self.sender()
        if isinstance(chooser, ComboBox):
            self.column_mapped.emit(chooser.property("header"), chooser.currentData())

    def _chose_unit(self) -> None:
        chooser = self.sender()
        if isinstance(chooser, ComboBox):
            self.unit_chosen.emit(chooser.property("field"), chooser.currentData())
