"""Pages of running text and tables. Text is put in as it stands: nothing from outside is ever read as markup."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextOption,
    QTextTableFormat,
)

from qa_desk.ui.paper.pages import ACCENT, LINE, MUTED, TEXT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintDevice, QPainter


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph. `kind` is title, heading, strong, text, or note; one that `begins_page` stands at the head of a page."""

    text: str
    kind: str = "text"
    begins_page: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; a colour only beside a word that says the same."""

    text: str
    colour: str = TEXT
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: heads, the share of the width of each column in per cent, and rows. Its head comes again on every page."""

    heads: Sequence[Cell]
    widths: Sequence[float]
    rows: Sequence[Sequence[Cell]]


_KINDS = {
    # size in points, is bold, colour, room above and below in points
    "title": (18.0, True, TEXT, 0.0, 2.0),
    "heading": (12.0, True, ACCENT, 10.0, 3.0),
    "strong": (9.5, True, TEXT, 2.0, 3.0),
    "text": (9.5, False, TEXT, 3.0, 3.0),
    "note": (8.0, False, MUTED, 1.0, 1.0),
}
_CELL_POINTS = 8.0
_PIXELS_A_POINT = 96 / 72
"""The layout takes lengths in pixels of a screen and scales them to the paper itself."""


class TextPart:
    """Paragraphs and tables one after the other, over as many pages as they take."""

    def __init__(self, content: Sequence[Words | Grid]) -> None:
        self._content = content
        self._document = QTextDocument()
        self._size = QRectF()

    def lay_out(self, device: QPaintDevice, size: QRectF, font: QFont) -> int:
        """Break into pages."""
        self._size = size
        document = self._document
        document.setDocumentMargin(0)
        document.documentLayout().setPaintDevice(device)
        document.setDefaultFont(font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        document.setDefaultTextOption(option)
        document.setPageSize(size.size())
        cursor = QTextCursor(document)
        is_first = True
        for piece in self._content:
            if isinstance(piece, Words):
                self._put_words(cursor, piece, is_first=is_first)
            else:
                self._put_grid(cursor, piece)
            is_first = False
        return document.pageCount()

    def paint(self, painter: QPainter, page: int) -> None:
        """The stretch of the document that is on this page."""
        height = self._size.height()
        painter.translate(0, -page * height)
        self._document.drawContents(painter, QRectF(0, page * height, self._size.width(), height))

    def _put_words(self, cursor: QTextCursor, words: Words, *, is_first: bool) -> None:
        size, is_bold, colour, above, below = _KINDS[words.kind]
        block = QTextBlockFormat()
        block.setTopMargin(0 if is_first else above * _PIXELS_A_POINT)
        block.setBottomMargin(below * _PIXELS_A_POINT)
        if words.begins_page:
            block.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
        letters = _letters(size, colour, is_bold=is_bold)
        if is_first:
            cursor.setBlockFormat(block)
            cursor.setBlockCharFormat(letters)
        else:
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.insertBlock(block, letters)
        cursor.insertText(words.text, letters)

    def _put_grid(self, cursor: QTextCursor, grid: Grid) -> None:
        cursor.movePosition(QTextCursor.MoveOperation.End)
        shape = QTextTableFormat()
        shape.setHeaderRowCount(1)
        shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        shape.setColumnWidthConstraints([QTextLength(QTextLength.Type.PercentageLength, width) for width in grid.widths])
        shape.setBorder(0.75 * _PIXELS_A_POINT)
        shape.setBorderBrush(QBrush(QColor(LINE)))
        shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        shape.setBorderCollapse(True)
        shape.setCellPadding(2.5 * _PIXELS_A_POINT)
        shape.setCellSpacing(0)
        table = cursor.insertTable(len(grid.rows) + 1, len(grid.heads), shape)
        for row, cells in enumerate((grid.heads, *grid.rows)):
            for column, cell in enumerate(cells):
                place = table.cellAt(row, column).firstCursorPosition()
                block = QTextBlockFormat()
                block.setAlignment(Qt.AlignmentFlag.AlignRight if cell.is_number else Qt.AlignmentFlag.AlignLeft)
                place.setBlockFormat(block)
                letters = _letters(_CELL_POINTS, MUTED if row == 0 else cell.colour, is_bold=row == 0)
                place.setBlockCharFormat(letters)
                place.insertText(cell.text, letters)


def _letters(size: float, colour: str, *, is_bold: bool) -> QTextCharFormat:
    letters = QTextCharFormat()
    letters.setFontPointSize(size)
    letters.setFontWeight(QFont.Weight.DemiBold if is_bold else QFont.Weight.Normal)
    letters.setForeground(QBrush(QColor(colour)))
    return letters
