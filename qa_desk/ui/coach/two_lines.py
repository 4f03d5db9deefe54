"""Paints a cell of the team list: its own text, and under it, quieter and on up to two lines, that of a hidden column."""

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
    """`under` is the hidden column whose text goes under it."""

    def __init__(self, theme: Theme, under: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._under = theme, under

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """The row's ground as every cell has it, then the lines."""
        ground = QStyleOptionViewItem(option)
        self.initStyleOption(ground, index)
        # on the column's side whatever the script: the letters run their own way, the place is the table's
        side = QStyle.visualAlignment(option.direction, ground.displayAlignment) & Qt.AlignmentFlag.AlignHorizontal_Mask
        side |= Qt.AlignmentFlag.AlignAbsolute
        ground.text = ""
        style = option.widget.style() if option.widget is not None else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, ground, painter, option.widget)
        own = str(index.data() or "")
        under = str(index.model().index(index.row(), self._under).data() or "")
        area = option.rect.adjusted(Space.M, Space.XS, -Space.S, -Space.XS)
        painter.save()
        if own and under:
            height = self._font(Type.BODY, painter)[1].height() + 2
            self._write(painter, QRect(area.left(), area.top(), area.width(), height), [own], side, Type.BODY, "text")
            area.setTop(area.top() + height)
            metrics = self._font(Type.SMALL, painter)[1]
            self._write(painter, area, wrapped(under, metrics, area.width()), side, Type.SMALL, "muted")
        else:
            self._write(painter, area, [own or under], side, Type.BODY if own else Type.SMALL, "text" if own else "muted")
        painter.restore()

    def _font(self, size: int, painter: QPainter) -> tuple[QFont, QFontMetrics]:
        font = QFont(painter.font())
        font.setPixelSize(self._theme.size(size))
        return font, QFontMetrics(font)

    def _write(self, painter: QPainter, area: QRect, lines: list[str], side: Qt.AlignmentFlag, size: int, colour: str) -> None:
        font, metrics = self._font(size, painter)
        painter.setFont(font)
        painter.setPen(self._theme.colour(colour))
        for number, line in enumerate(lines):
            cut = metrics.elidedText(line, Qt.TextElideMode.ElideRight, area.width())
            place = QRect(area.left(), area.top() + number * metrics.lineSpacing(), area.width(), metrics.lineSpacing())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | side, cut)


def wrapped(text: str, metrics: QFontMetrics, width: int) -> list[str]:
    """The text on at most two lines, broken between words; the second is as long as it is, to be cut where it is painted."""
    words = text.split(" ")
    kept = 1
    while kept < len(words) and metrics.horizontalAdvance(" ".join(words[: kept + 1])) <= width:
        kept += 1
    return [line for line in (" ".join(words[:kept]), " ".join(words[kept:])) if line]
