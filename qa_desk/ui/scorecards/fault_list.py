"""Everything that is wrong with the draft, as a list that jumps there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import QListView, QVBoxLayout, QWidget

from qa_desk.domain.language import ntr, tr
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.text import label, restyle, tip

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from PySide6.QtGui import QKeyEvent

    from qa_desk.domain.scorecard_inspection import PlacedFault
    from qa_desk.ui.theme import Theme

_Index = QModelIndex | QPersistentModelIndex
_HIGHEST = 150


class FaultsModel(QAbstractListModel):
    """Errors first, then warnings."""

    def __init__(self, parent: QObject, theme: Theme) -> None:
        super().__init__(parent)
        self._theme = theme
        self._faults: tuple[PlacedFault, ...] = ()

    def show_faults(self, faults: Sequence[PlacedFault]) -> None:
        """Show others."""
        ordered = tuple(sorted(faults, key=lambda fault: fault.is_warning))
        if ordered != self._faults:
            self.beginResetModel()
            self._faults = ordered
            self.endResetModel()

    def fault(self, row: int) -> PlacedFault:
        """What stands in a line."""
        return self._faults[row]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many there are."""
        return 0 if parent.isValid() else len(self._faults)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own signature
        """The words, with a sign before them."""
        if not index.isValid():
            return None
        fault = self._faults[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{'△' if fault.is_warning else '!'}  {fault.message}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{tr('warning') if fault.is_warning else tr('fault')}: {fault.message}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(fault.message)
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._theme.colour("watch" if fault.is_warning else "bad")
        return None


class _List(QListView):
    pressed_enter = Signal(QModelIndex)

    def sizeHint(self) -> QSize:
        rows = self.model().rowCount()
        return QSize(160, min(_HIGHEST, rows * max(24, self.sizeHintForRow(0)) + 6))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, min(60, self.sizeHint().height()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return.value, Qt.Key.Key_Enter.value) and self.currentIndex().isValid():
            self.pressed_enter.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class FaultList(QWidget):
    """Stands under the outline; one line of "nothing is wrong" where nothing is."""

    asked = Signal(object)
    """The `PlacedFault` to go to."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.model_ = FaultsModel(self, theme)
        self._head = label("", "small", wraps=True)
        self._list = _List()
        self._list.setModel(self.model_)
        self._list.setAccessibleName(tr("Faults and warnings"))
        self._list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.S, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self._head)
        column.addWidget(self._list)
        self._list.clicked.connect(self._asked)
        self._list.pressed_enter.connect(self._asked)
        self.show_faults(())

    @property
    def text(self) -> str:
        """What stands over the list."""
        return self._head.text()

    def show_faults(self, faults: Sequence[PlacedFault]) -> None:
        """Show what is wrong now."""
        self.model_.show_faults(faults)
        errors = sum(not fault.is_warning for fault in faults)
        warnings = len(faults) - errors
        words = []
        if errors:
            words.append(
                ntr("{count} fault keeps it from being published", "{count} faults keep it from being published", errors)
            )
        if warnings:
            words.append(ntr("{count} warning", "{count} warnings", warnings))
        self._head.setText(" · ".join(words) or tr("Nothing is wrong with it."))
        restyle(self._head, meaning="bad" if errors else "watch" if warnings else "good")
        self._list.setVisible(bool(faults))
        self._list.updateGeometry()

    def _asked(self, index: QModelIndex) -> None:
        self.asked.emit(self.model_.fault(index.row()))
