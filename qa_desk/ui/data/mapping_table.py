"""Which column is what: a line a column with its first values, the field it becomes, and the unit where it is a duration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from qa_desk.domain.language import N_, tr
from qa_desk.ui.data.field_names import field_name
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.combo import ComboBox
from qa_desk.ui.widgets.text import label, restyle, tip

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel

    from qa_desk.services.import_coverage import Asked
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
    field_filled = Signal(str, object, object)
    """A needed field that no column was read as, and its column, or its one value for every row."""

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
        self.asked: dict[str, ComboBox] = {}
        """The needed fields that no column is read as."""
        self._remarks: dict[str, QLabel] = {}

    def show_preview(self, seen: Preview) -> None:
        """The columns of a file, as they are mapped now."""
        columns = tuple((column.header, column.samples) for column in seen.columns)
        asked = tuple(one.field for one in seen.coverage.asked)
        shape = (seen.path, seen.kind, seen.source, seen.sheet, columns, seen.fields, asked)
        if shape != self._shape:
            self._build(seen)
            self._shape = shape
        self._show_asked(seen)
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

    def _show_asked(self, seen: Preview) -> None:
        """What is missing is marked; what was answered for every row at once stays to be changed."""
        for one in seen.coverage.asked:
            chooser, remark, is_open = self.asked[one.field], self._remarks[one.field], one.value is None
            name = field_name(one.field)
            remark.setText(
                tr("Choose the column that holds “{field}”.", field=name) if is_open else tr("no column; the same for every row")
            )
            restyle(remark, kind="fault" if is_open else "muted")
            restyle(chooser, fault="true" if is_open else "false")
            chooser.setAccessibleDescription(remark.text())
            chooser.blockSignals(True)
            chooser.setCurrentIndex(-1 if is_open else _place_of(chooser, (None, one.value)))
            chooser.blockSignals(False)

    def _build(self, seen: Preview) -> None:
        while self._grid.count():
            item = self._grid.takeAt(0)
            if item and (widget := item.widget()):
                widget.hide()
                widget.deleteLater()
        self.fields, self.units, self.asked, self._remarks = {}, {}, {}, {}
        for place, title in enumerate((tr("Column of the file"), tr("First values"), tr("becomes"), tr("in"))):
            self._grid.addWidget(label(title, "small"), 0, place)
        for line, one in enumerate(seen.coverage.asked, 1):
            self._remarks[one.field] = label("", wraps=True)
            self.asked[one.field] = self._asked_chooser(one, seen)
            self._grid.addWidget(label(f"{field_name(one.field)} *"), line, 0)
            self._grid.addWidget(self._remarks[one.field], line, 1)
            self._grid.addWidget(self.asked[one.field], line, 2)
        for line, column in enumerate(seen.columns, 1 + len(seen.coverage.asked)):
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

    def _asked_chooser(self, one: Asked, seen: Preview) -> ComboBox:
        made = ComboBox()
        made.setAccessibleName(tr("Column for {field}", field=field_name(one.field)))
        made.setMinimumWidth(self._theme.size(200))
        made.setMaximumWidth(self._theme.size(360))
        made.setPlaceholderText(tr("choose a column"))
        values = one.values if one.value is None or one.value in one.values else (*one.values, one.value)
        for value in values:
            made.addItem(tr("every row: {value}", value=value), (None, value))
        for column in seen.columns:
            made.addItem(column.header, (column.header, None))
        made.setCurrentIndex(-1)
        made.setProperty("field", one.field)
        made.activated.connect(self._filled)
        return made

    def _field_chooser(self, header: str, seen: Preview) -> ComboBox:
        made = ComboBox()
        made.setAccessibleName(tr("{column} becomes", column=header))
        made.setMinimumWidth(self._theme.size(200))
        made.addItem(tr("kept beside") if seen.keeps_unread else tr("left out"), None)
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

    def _filled(self) -> None:
        chooser = self.sender()
        if isinstance(chooser, ComboBox):
            header, value = chooser.currentData()
            self.field_filled.emit(chooser.property("field"), header, value)


def _place_of(chooser: ComboBox, data: tuple[str | None, str | None]) -> int:
    """Where the choice stands; Qt itself finds no tuples."""
    return next((place for place in range(chooser.count()) if chooser.itemData(place) == data), -1)
