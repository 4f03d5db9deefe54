"""Paints a cell of the team list on two lines: its own text, and under it, quieter, that of a hidden column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from qa_desk.ui.tokens import Space, Type

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from qa_desk.ui.theme import Theme


class TwoLines(QStyledItemDelegate):
    """`under` is the hidden column whose text goes on the second line."""

    def __init__(self, theme: Theme, under: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._under = theme, under

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """The row's ground as every cell has it, then the two lines."""
        ground = QStyleOptionViewItem(option)
        self.initStyleOption(ground, index)
        side = ground.displayAlignment & Qt.AlignmentFlag.AlignHorizontal_Mask
        ground.text = ""
        style = option.widget.style() if option.widget is not None else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, ground, painter, option.widget)
        own = str(index.data() or "")
        under = str(index.model().index(index.row(), self._under).data() or "")
        area = option.rect.adjusted(Space.M, Space.XS, -Space.S, -Space.XS)
        painter.save()
        if own and under:
            upper = QRect(area.left(), area.top(), area.width(), area.height() // 2)
            self._write(painter, upper, own, side, Type.BODY, "text")
            area.setTop(upper.bottom() + 1)
        elif own:
            self._write(painter, area, own, side, Type.BODY, "text")
        if under:
            self._write(painter, area, under, side, Type.SMALL, "muted")
        painter.restore()

    def _write(self, painter: QPainter, area: QRect, text: str, side: Qt.AlignmentFlag, size: int, colour: str) -> None:
        font = QFont(painter.font())
        font.setPixelSize(self._theme.size(size))
        painter.setFont(font)
        painter.setPen(self._theme.colour(colour))
        cut = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | side, cut)
