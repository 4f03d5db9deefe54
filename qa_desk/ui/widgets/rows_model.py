"""Rows as a table shows them: columns declared as data, sorted and filtered here, never in a proxy (slow over many rows)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from qa_desk.ui.widgets.text import tip

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa_desk.ui.theme import Theme

_Index = QModelIndex | QPersistentModelIndex


def plain(value: object) -> str:
    """A value as text; nothing for None."""
    return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title, what it takes from a row, and how that is written. Sorting is by the value, not by the text."""

    title: str
    value: Callable[[Any], Any]
    text: Callable[[Any], str] = plain
    """From the value to what is shown and copied."""
    is_number: bool = False
    """Numbers stand on the right."""
    width: int = 0
    """In pixels; 0 takes what is left."""
    least: int = 0
    """What a column that takes what is left keeps: where there is no room for it, the others give way."""
    elides_middle: bool = False
    """Names of files tell themselves apart at both ends."""
    hint: str = ""
    """What the tooltip of the heading says."""
    meaning: Callable[[Any], str | None] | None = None
    """From a row to good, watch or bad: the colour of the text (the text itself says it too)."""


class RowsModel(QAbstractTableModel):
    """Any sequence of rows behind a table view. It is given its rows whole and asks nobody while it is painted."""

    def __init__(self, columns: Sequence[Column], theme: Theme) -> None:
        super().__init__()
        self._columns = tuple(columns)
        self._theme = theme
        self._rows: Sequence[Any] = ()
        self._order: list[int] = []
        self._haystacks: list[str] | None = None
        self._filter = ""
        self._sorted_by: tuple[int, bool] | None = None

    @property
    def columns(self) -> tuple[Column, ...]:
        """The declared columns."""
        return self._columns

    @property
    def total(self) -> int:
        """How many rows there are before the filter."""
        return len(self._rows)

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Take other rows; filter and sorting stay in force."""
        self.beginResetModel()
        self._rows = rows
        self._haystacks = None
        self._arrange()
        self.endResetModel()

    def row_at(self, position: int) -> Any:  # noqa: ANN401 - a row is what the caller gave
        """The row shown at a position."""
        return self._rows[self._order[position]]

    def position_of(self, row: object) -> int | None:
        """Where a row is shown now; None when it is filtered away."""
        return next((place for place, number in enumerate(self._order) if self._rows[number] == row), None)

    def filter_by(self, text: str) -> None:
        """Show only rows that have every word of the text somewhere, in any case."""
        self.beginResetModel()
        self._filter = text.casefold()
        self._arrange()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Called by the view when a heading is clicked; what has no value comes last in both directions."""
        if not 0 <= column < len(self._columns):
            return
        self.layoutAboutToBeChanged.emit()
        self._sorted_by = column, order == Qt.SortOrder.DescendingOrder
        self._arrange()
        self.changePersistentIndexList(self.persistentIndexList(), [QModelIndex()] * len(self.persistentIndexList()))
        self.layoutChanged.emit()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many rows are shown."""
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """How many columns there are."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own signature
        """What a cell shows."""
        column = self._columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index.row(), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole and column.meaning is not None:
            meaning = column.meaning(self.row_at(index.row()))
            return self._theme.colour(meaning) if meaning else None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """The headings."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(column.hint) or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def text(self, position: int, column: int) -> str:
        """What a cell shows, as text."""
        declared = self._columns[column]
        return declared.text(declared.value(self.row_at(position)))

    def _arrange(self) -> None:
        order = list(range(len(self._rows)))
        if self._filter:
            words = self._filter.split()
            haystacks = self._searchable()
            order = [number for number in order if all(word in haystacks[number] for word in words)]
        if self._sorted_by is not None:
            column, is_descending = self._sorted_by
            value = self._columns[column].value
            keys = {number: value(self._rows[number]) for number in order}
            present = [number for number in order if keys[number] is not None]
            present.sort(key=lambda number: _sortable(keys[number]), reverse=is_descending)
            order = present + [number for number in order if keys[number] is None]
        self._order = order

    def _searchable(self) -> list[str]:
        if self._haystacks is None:
            self._haystacks = [
                "\n".join(column.text(column.value(row)) for column in self._columns).casefold() for row in self._rows
            ]
        return self._haystacks


def _sortable(value: object) -> tuple[int, Any]:
    return (1, value.casefold()) if isinstance(value, str) else (0, value)
