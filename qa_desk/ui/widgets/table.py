"""A table of anything: filters as one types, sorts by a click, copies into a spreadsheet, walks by keyboard."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QItemSelection, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from qa_desk.domain.language import tr
from qa_desk.domain.numbers import count_text
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.rows_model import Column, RowsModel, plain
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.ui.theme import Theme

_ROW_HEIGHT = 32
_NUMBER = re.compile(r"[+\-−]?[\d.,\s]+%?$")


class _MeaningKept(QStyledItemDelegate):
    """A cell keeps the colour of its meaning when its row is chosen; a long text is cut where its column says."""

    def __init__(self, view: QTableView, columns: Sequence[Column]) -> None:
        super().__init__(view)
        self._columns = columns

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        if self._columns[index.column()].elides_middle:
            option.textElideMode = Qt.TextElideMode.ElideMiddle
        meaning = index.data(Qt.ItemDataRole.ForegroundRole)
        if meaning is not None:
            option.palette.setColor(QPalette.ColorRole.HighlightedText, meaning)


class DataTable(QWidget):
    """`show_rows(rows)` fills it; rows are any objects, read through the declared columns."""

    activated = Signal(object)
    """The row that was double-clicked, or Enter was pressed on."""
    selected = Signal(object)
    """The row now current, or None."""

    def __init__(self, theme: Theme, columns: Sequence[Column], name: str, *, has_filter: bool = True) -> None:
        super().__init__()
        self._model = RowsModel(columns, theme)
        self._model.setParent(self)
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        self._filter = QLineEdit()
        self._filter.setPlaceholderText(tr("Filter"))
        self._filter.setAccessibleName(tr("Filter {table}", table=name))
        self._filter.setClearButtonEnabled(True)
        self._filter.setMaximumWidth(320)
        self._filter.textChanged.connect(self._filter_by)
        self._count = label("", "note")
        self._bar = QHBoxLayout()
        self._bar.setSpacing(Space.S)
        self._bar.addWidget(self._filter, 1)
        self._bar.addWidget(self._count)
        self._bar.addStretch(1)
        column.addLayout(self._bar)
        self._filter.setVisible(has_filter)
        self._count.setVisible(has_filter)
        self.view = self._make_view(name)
        column.addWidget(self.view, 1)
        self.setFocusProxy(self.view)
        theme.changed.connect(self._resize_rows)
        self._elastic = next((number for number, one in enumerate(self._model.columns) if one.least), None)
        if self._elastic is not None:
            self.view.horizontalHeader().setSectionResizeMode(self._elastic, QHeaderView.ResizeMode.Interactive)
            self.view.viewport().installEventFilter(self)

    def _make_view(self, name: str) -> QTableView:
        view = QTableView()
        view.setAccessibleName(name)
        view.setModel(self._model)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setTabKeyNavigation(False)
        view.setCornerButtonEnabled(False)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.verticalHeader().hide()
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.verticalHeader().setDefaultSectionSize(self._theme.size(_ROW_HEIGHT))
        head = view.horizontalHeader()
        head.setHighlightSections(False)
        head.setSortIndicatorClearable(False)
        for number, declared in enumerate(self._model.columns):
            if declared.width:
                view.setColumnWidth(number, self._theme.size(declared.width))
            else:
                head.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        view.setSortingEnabled(True)
        view.activated.connect(self._activated)
        view.selectionModel().selectionChanged.connect(self._selection_changed)
        view.setItemDelegate(_MeaningKept(view, self._model.columns))
        view.installEventFilter(self)
        return view

    @property
    def model(self) -> RowsModel:
        """The rows as they are shown."""
        return self._model

    @property
    def current(self) -> Any:  # noqa: ANN401 - a row is what the caller gave
        """The current row, or None."""
        index = self.view.currentIndex()
        return self._model.row_at(index.row()) if index.isValid() else None

    def add_control(self, widget: QWidget) -> None:
        """Put a control into the line of the filter, on the right."""
        self._bar.addWidget(widget)

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows; filter, sorting and, where it is still there, the current row stay."""
        kept = self.current
        self._model.show_rows(rows)
        if kept is not None:
            self.select(kept)
        self._say_count()

    def select(self, row: object) -> bool:
        """Make a row current; False when it is not shown."""
        place = self._model.position_of(row)
        if place is None:
            return False
        self.view.selectRow(place)
        return True

    def sort_by(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort as a click on the heading does."""
        self.view.sortByColumn(column, order)

    def copied(self) -> str:
        """The selected rows (all when none is) with their headings, as a spreadsheet takes them."""
        chosen = sorted({index.row() for index in self.view.selectionModel().selectedRows()})
        places = chosen or range(self._model.rowCount())
        lines = ["\t".join(_cell(declared.title) for declared in self._model.columns)]
        lines += ["\t".join(_cell(self._model.text(place, n)) for n in range(self._model.columnCount())) for place in places]
        return "\n".join(lines) + "\n"

    def copy(self) -> None:
        """Put the table on the clipboard."""
        QGuiApplication.clipboard().setText(self.copied())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+C copies the table, Ctrl+F goes to the filter, Enter opens the row."""
        if event.type() == QEvent.Type.Resize and watched is not self.view:
            self._share_width()
            return False
        if watched is not self.view or event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Find) and not self._filter.isHidden():
            self._filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.activated.emit(self.current)
        else:
            return False
        return True

    def _share_width(self) -> None:
        """The column with a least width keeps it; the others shrink as far as their headings can be read."""
        if self._elastic is None:
            return
        head, room = self.view.horizontalHeader(), self.view.viewport().width()
        least = self._theme.size(self._model.columns[self._elastic].least)
        others = [number for number in range(self._model.columnCount()) if number != self._elastic]
        wished = {number: self._theme.size(self._model.columns[number].width) for number in others}
        narrowest = {  # a number or a time that is cut says something else: only words give way
            number: min(wish, head.sectionSizeHint(number) - Space.M) if self._model.columns[number].text is plain else wish
            for number, wish in wished.items()
        }
        can_give = sum(wished.values()) - sum(narrowest.values())
        lacks = min(can_give, max(0, sum(wished.values()) + least - room))
        for number in others:
            given = math.ceil(lacks * (wished[number] - narrowest[number]) / can_give) if can_give else 0
            self.view.setColumnWidth(number, wished[number] - given)
        taken = sum(self.view.columnWidth(number) for number in others)
        self.view.setColumnWidth(self._elastic, max(least, room - taken))

    def _filter_by(self, text: str) -> None:
        kept = self.current
        self._model.filter_by(text)
        if kept is not None:
            self.select(kept)
        self._say_count()

    def _say_count(self) -> None:
        shown, total = self._model.rowCount(), self._model.total
        all_of_them = count_text(total)
        some = tr("{shown} of {total}", shown=count_text(shown), total=all_of_them)
        self._count.setText(all_of_them if shown == total else some)

    def _activated(self, index: QModelIndex) -> None:
        self.activated.emit(self._model.row_at(index.row()))

    def _selection_changed(self, _on: QItemSelection, _off: QItemSelection) -> None:
        chosen = self.view.selectionModel().selectedRows()
        self.selected.emit(self._model.row_at(chosen[0].row()) if chosen else None)

    def _resize_rows(self) -> None:
        self.view.verticalHeader().setDefaultSectionSize(self._theme.size(_ROW_HEIGHT))


def _cell(text: str) -> str:
    # a spreadsheet would run text that begins like a formula: the mark before it makes it text again
    flat = " ".join(text.split())
    return f"'{flat}" if flat[:1] in ("=", "+", "-", "@") and not _NUMBER.fullmatch(flat) else flat
