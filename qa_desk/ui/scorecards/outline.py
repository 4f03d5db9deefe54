"""The outline at the left of the editor: walk, drag, move by Alt+Up/Down, copy by Ctrl+D, take away by Delete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from qa_desk.domain.language import tr
from qa_desk.domain.scoring import HEAVY_SHARE
from qa_desk.ui.scorecards.outline_model import NODE, Node, OutlineModel
from qa_desk.ui.tokens import Space, Type

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from PySide6.QtGui import QKeyEvent

    from qa_desk.domain.definition_paths import Path
    from qa_desk.domain.scorecard_inspection import PlacedFault
    from qa_desk.domain.scorecard_writing import Definition
    from qa_desk.ui.theme import Theme

_Index = QModelIndex | QPersistentModelIndex
_ROW, _BAR, _BAR_HEIGHT, _FIGURE, _WIDE = 30, 36, 4, 46, 320


class Outline(QTreeView):
    """Tells what a person wants; it changes nothing itself."""

    chosen = Signal(object)
    """The path of the line that is current now."""
    moved = Signal(int)
    """-1: the current line up, 1: down."""
    copied = Signal()
    removed = Signal()
    opened = Signal()
    """Enter: go to the properties."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._is_showing = False
        self.model_ = OutlineModel(self)
        self.setModel(self.model_)
        self.setAccessibleName(tr("Outline of the scorecard"))
        self.setAccessibleDescription(tr("Alt and arrows move, Ctrl+D copies, Delete takes away, Enter goes to the properties"))
        self.setHeaderHidden(True)
        self.setIndentation(Space.M)
        self.setRootIsDecorated(True)
        self.setUniformRowHeights(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(_Line(self, theme))
        self.selectionModel().currentChanged.connect(self._current_changed)
        theme.changed.connect(self.viewport().update)

    def show_outline(
        self,
        definition: Definition,
        language: str,
        path: Path,
        faults: Sequence[PlacedFault] = (),
        shares: Mapping[str, Fraction] | None = None,
    ) -> None:
        """Show a state of the draft with this thing in hand."""
        self._is_showing = True
        try:
            folded = {
                self.model_.node(index).label
                for row in range(1, self.model_.rowCount())
                if not self.isExpanded(index := self.model_.index(row, 0))
            }
            if self.model_.show_outline(definition, language, faults, shares):
                self.expandAll()
                for row in range(1, self.model_.rowCount()):
                    index = self.model_.index(row, 0)
                    if self.model_.node(index).label in folded:
                        self.collapse(index)
            self.choose(path)
        finally:
            self._is_showing = False

    def choose(self, path: Path) -> None:
        """Make the line of a thing current without telling anybody."""
        index = self.model_.index_of(path)
        if index != self.currentIndex():
            was, self._is_showing = self._is_showing, True
            self.setCurrentIndex(index)
            self._is_showing = was
        self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that change the scorecard; all others walk."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        step = {Qt.Key.Key_Up.value: -1, Qt.Key.Key_Down.value: 1}.get(event.key(), 0)
        if held == Qt.KeyboardModifier.AltModifier and step:
            self.moved.emit(step)
        elif held == Qt.KeyboardModifier.ControlModifier and event.key() == Qt.Key.Key_D.value:
            self.copied.emit()
        elif not held and event.key() == Qt.Key.Key_Delete.value:
            self.removed.emit()
        elif not held and event.key() in (Qt.Key.Key_Return.value, Qt.Key.Key_Enter.value):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def _current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        if not self._is_showing and current.isValid():
            self.chosen.emit(self.model_.node(current).path)


class _Line(QStyledItemDelegate):
    """Number and title; at the right what the question carries, as a bar and a figure, and what is wrong."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self._home, self._theme = parent, theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(120, self._theme.size(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        node: Node = index.data(NODE)
        painter.save()
        rect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._theme.colour("selected"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, self._theme.colour("hover"))
        right = rect.right() - Space.S
        if node.errors or node.warnings:
            right = self._mark(painter, rect, right, node)
        if node.share is not None:
            right = self._share(painter, rect, right, node.share)
        self._words(painter, QRect(rect.left() + Space.XS, rect.top(), right - rect.left() - Space.S, rect.height()), node)
        painter.restore()

    def _mark(self, painter: QPainter, rect: QRect, right: int, node: Node) -> int:
        """A sign and a number: the colour says the same once more."""
        text = f"! {node.errors}" if node.errors else f"△ {node.warnings}"
        painter.setFont(self._font(Type.SMALL, is_bold=True))
        width = painter.fontMetrics().horizontalAdvance(text)
        painter.setPen(self._theme.colour("bad" if node.errors else "watch"))
        painter.drawText(QRect(right - width, rect.top(), width, rect.height()), Qt.AlignmentFlag.AlignVCenter, text)
        return right - width - Space.S

    def _share(self, painter: QPainter, rect: QRect, right: int, share: Fraction) -> int:
        is_heavy = share > HEAVY_SHARE
        painter.setFont(self._font(Type.SMALL, is_bold=is_heavy))
        painter.setPen(self._theme.colour("watch" if is_heavy else "muted"))
        text = f"{'▲ ' if is_heavy else ''}{round(100 * float(share))} %"
        figure = QRect(right - self._theme.size(_FIGURE), rect.top(), self._theme.size(_FIGURE), rect.height())
        painter.drawText(figure, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)
        if rect.width() < self._theme.size(_WIDE):
            return figure.left()  # the words need the room more than the bar
        left = figure.left() - Space.XS - _BAR
        middle = rect.center().y() - _BAR_HEIGHT // 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("line"))
        painter.drawRoundedRect(left, middle, _BAR, _BAR_HEIGHT, 2, 2)
        painter.setBrush(self._theme.colour("watch" if is_heavy else "accent"))
        painter.drawRoundedRect(left, middle, max(2, round(_BAR * float(share))), _BAR_HEIGHT, 2, 2)
        return left - Space.S

    def _words(self, painter: QPainter, rect: QRect, node: Node) -> None:
        is_head = not node.kind
        painter.setFont(self._font(Type.NOTE, is_bold=is_head))
        if node.number:
            painter.setPen(self._theme.colour("muted"))
            width = painter.fontMetrics().horizontalAdvance("00 ")
            painter.drawText(
                QRect(rect.left(), rect.top(), width, rect.height()), Qt.AlignmentFlag.AlignVCenter, str(node.number)
            )
            rect = rect.adjusted(width, 0, 0, 0)
        painter.setPen(self._theme.colour("text"))
        text = painter.fontMetrics().elidedText(node.label, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, text)

    def _font(self, size: int, *, is_bold: bool) -> QFont:
        font = QFont(self._home.font())
        font.setPixelSize(self._theme.size(size))
        font.setBold(is_bold)
        return font
