"""Plain words on several lines: wrapped, selectable by mouse, with the places lit that a search found. Never reads mark-up.

Each line finds its own direction, so that Arabic and English lines of one mail both read right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from unicodedata import bidirectional

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTextBoundaryFinder, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QMouseEvent, QPaintEvent

    from qa_desk.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Hit:
    """A place in a text, in characters; the current one of a search is lit more strongly."""

    start: int
    length: int
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the text as it is laid out: where it begins, in Qt's units of text and in pixels."""

    layout: QTextLayout
    start: int
    length: int
    top: float
    height: float


class Words(QWidget):
    """As high as its text at the width it is given."""

    pressed = Signal()
    selected = Signal()
    """The person selected something of it."""

    def __init__(self, theme: Theme, token: str = "text") -> None:
        super().__init__()
        self._theme, self._token = theme, token
        self._text, self._data = "", b""
        self._lines: tuple[_Line, ...] = ()
        self._laid_out: tuple[int, str] | None = None
        self._hits: tuple[Hit, ...] = ()
        self._anchor = self._cursor = 0
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def text(self) -> str:
        """What it says."""
        return self._text

    @property
    def selected_text(self) -> str:
        """What is selected of it."""
        first, last = sorted((self._anchor, self._cursor))
        return self._data[2 * first : 2 * last].decode("utf-16-le", errors="replace")

    def show_text(self, text: str, token: str = "text") -> None:
        """Say something else, in a colour of the theme."""
        self._text, self._token = text, token
        self._data = text.encode("utf-16-le", errors="replace")
        self._laid_out, self._hits = None, ()
        self._anchor = self._cursor = 0
        self.updateGeometry()
        self.update()

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """Light the places a search found."""
        if tuple(hits) != self._hits:
            self._hits = tuple(hits)
            self.update()

    def clear_selection(self) -> None:
        """Nothing is selected any more."""
        self._cursor = self._anchor
        self.update()

    def top_of(self, character: int) -> int:
        """How far down a character of the text stands, at the present width."""
        self._lay_out(self.width())
        place = self._units(character)
        line = next((line for line in self._lines if place <= line.start + line.length), None)
        if line is None:
            return 0
        row = line.layout.lineForTextPosition(min(place - line.start, line.length))
        return int(line.top + (row.y() if row.isValid() else 0))

    def hasHeightForWidth(self) -> bool:
        """Its height is a matter of its width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all its lines at a width."""
        self._lay_out(width)
        last = self._lines[-1]
        return int(last.top + last.height + 0.999)

    def sizeHint(self) -> QSize:
        """Wide enough to read, and as high as that takes."""
        return QSize(240, self.heightForWidth(max(self.width(), 240)))

    def minimumSizeHint(self) -> QSize:
        """Down to a few letters wide."""
        return QSize(40, 0)

    # -- laying out

    def _lay_out(self, width: int) -> None:
        font = self._font()
        key = (width, font.key())
        if self._laid_out == key:
            return
        self._laid_out = key
        lines: list[_Line] = []
        top, start = 0.0, 0
        for text in self._text.split("\n"):
            layout = _laid_out(text, font, width)
            height = layout.boundingRect().height()
            units = _length(text)
            lines.append(_Line(layout, start, units, top, height))
            top += height
            start += units + 1
        self._lines = tuple(lines)

    def _font(self) -> QFont:
        self.ensurePolished()
        return self.font()

    def _units(self, character: int) -> int:
        return _length(self._text[:character])

    # -- drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """The lines in sight, what is found and what is selected behind them."""
        self._lay_out(self.width())
        painter = QPainter(self)
        painter.setPen(self._theme.colour(self._token))
        area = event.rect()
        for line in self._lines:
            if line.top <= area.bottom() and line.top + line.height >= area.top():
                line.layout.draw(painter, QPointF(0, line.top), self._ranges(line), QRectF(area))
        painter.end()

    def _ranges(self, line: _Line) -> list[QTextLayout.FormatRange]:
        found = []
        for hit in self._hits:
            start = self._units(hit.start)
            end = start + _length(self._text[hit.start : hit.start + hit.length])
            ground, ink = ("accent", "on_accent") if hit.is_current else ("watch_ground", "text")
            found.append((start, end, self._theme.colour(ground), self._theme.colour(ink), not hit.is_current))
        first, last = sorted((self._anchor, self._cursor))
        if first != last:
            found.append((first, last, self._theme.colour("accent", 0.35), self._theme.colour(self._token), False))
        return [
            _range(max(0, start - line.start), min(line.length, end - line.start), ground, ink, is_underlined=is_underlined)
            for start, end, ground, ink, is_underlined in found
            if end > line.start and start < line.start + line.length
        ]

    # -- selecting

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A selection begins; with Shift it grows to here."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._cursor = self._place_at(event.position())
            if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._anchor = self._cursor
            self.pressed.emit()
            self.update()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The selection follows the mouse."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._cursor = self._place_at(event.position())
            if self._cursor != self._anchor:
                self.selected.emit()
            self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The word here is selected."""
        place = self._place_at(event.position())
        finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Word, self._text)
        finder.setPosition(place)
        if not finder.isAtBoundary() or not finder.boundaryReasons() & QTextBoundaryFinder.BoundaryReason.StartOfItem:
            finder.toPreviousBoundary()
        self._anchor = max(0, finder.position())
        end = finder.toNextBoundary()
        self._cursor = end if end >= 0 else self._anchor
        self.selected.emit()
        self.update()

    def _place_at(self, point: QPointF) -> int:
        self._lay_out(self.width())
        line = next((line for line in self._lines if point.y() < line.top + line.height), self._lines[-1])
        for number in range(line.layout.lineCount()):
            row = line.layout.lineAt(number)
            if point.y() - line.top < row.y() + row.height() or number == line.layout.lineCount() - 1:
                place = row.xToCursor(point.x())
                return line.start + (place if isinstance(place, int) else place[0])
        return line.start


def reads_from_right(text: str) -> bool:
    """Whether the first letter that has a direction is of a script from right to left."""
    directions = (bidirectional(character) for character in text)
    return next((each != "L" for each in directions if each in ("L", "R", "AL")), False)


def _length(text: str) -> int:
    """In Qt's units: a character beyond the basic plane counts two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", errors="replace")) // 2


def _laid_out(text: str, font: QFont, width: int) -> QTextLayout:
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    if reads_from_right(text):
        option.setAlignment(Qt.AlignmentFlag.AlignRight)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    layout.beginLayout()
    height = 0.0
    while (row := layout.createLine()).isValid():
        row.setLineWidth(width)
        row.setPosition(QPointF(0, height))
        height += row.height()
    layout.endLayout()
    return layout


def _range(start: int, end: int, ground: QColor, ink: QColor, *, is_underlined: bool) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    shape = QTextCharFormat()
    shape.setBackground(ground)
    shape.setForeground(ink)
    shape.setFontUnderline(is_underlined)
    made.start, made.length, made.format = start, end - start, shape
    return made
