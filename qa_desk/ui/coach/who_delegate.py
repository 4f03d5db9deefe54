"""Paints an agent in the team list on two lines: the name, and under it, quieter, why a talk is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from qa_desk.ui.coach.model import WHY_COLUMN
from qa_desk.ui.tokens import Space, Type

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from qa_desk.ui.theme import Theme


class WhoDelegate(QStyledItemDelegate):
    """For the first column of the team list."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """The row's ground as every cell has it, then the two lines."""
        ground = QStyleOptionViewItem(option)
        self.initStyleOption(ground, index)
        ground.text = ""
        widget = option.widget
        style = widget.style() if widget is not None else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, ground, painter, widget)
        name = str(index.data() or "")
        why = str(index.model().index(index.row(), WHY_COLUMN).data() or "")
        area = option.rect.adjusted(Space.M, Space.XS, -Space.S, -Space.XS)
        painter.save()
        if why:
            upper = QRect(area.left(), area.top(), area.width(), area.height() // 2)
            lower = QRect(area.left(), upper.bottom() + 1, area.width(), area.height() - upper.height())
            self._write(painter, upper, name, Type.BODY, "text")
            self._write(painter, lower, why, Type.SMALL, "muted")
        else:
            self._write(painter, area, name, Type.BODY, "text")
        painter.restore()

    def _write(self, painter: QPainter, area: QRect, text: str, size: int, colour: str) -> None:
        font = QFont(painter.font())
        font.setPixelSize(self._theme.size(size))
        painter.setFont(font)
        painter.setPen(self._theme.colour(colour))
        cut = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, cut)
