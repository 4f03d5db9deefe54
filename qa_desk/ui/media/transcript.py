"""What was said or written, line by line: follows the playhead of a call, shows the thread of a chat with its gaps."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from qa_desk.domain.language import tr
from qa_desk.ui.dates import day_text, time_text
from qa_desk.ui.media.wave_image import clock_text
from qa_desk.ui.tokens import RADIUS, Space, Type
from qa_desk.ui.widgets.words import reads_from_right

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from qa_desk.media.transcripts import Utterance
    from qa_desk.ui.theme import Theme

LONG_GAP_S = 60
_COLOURS = {"agent": "agent", "customer": "customer", "bot": "muted", "system": "muted", "unknown": "muted"}
_LINE_ROLE = Qt.ItemDataRole.UserRole
_MARGIN = 72
_WALKS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End)


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    """One line as it is drawn: `when` in the margin, `gap` above it where the wait before was long."""

    position: int
    when: str
    who: str
    token: str
    text: str
    gap: str
    start_s: float | None


@dataclass(frozen=True, slots=True)
class LineChosen:
    """The person pressed a line; `start_s` is where it is in the recording, None in a thread. Twice, where `plays`."""

    position: int
    start_s: float | None
    plays: bool = False


def lines_of(utterances: Sequence[Utterance], zone: tzinfo | None = None) -> tuple[TranscriptLine, ...]:
    """Lines with their times: of the recording for a call, of day for a thread (with the date where it changes)."""
    names = {"agent": tr("Agent"), "customer": tr("Customer"), "bot": tr("Bot"), "system": tr("System"), "unknown": ""}
    made = []
    before: int | None = None
    day = ""
    for number, line in enumerate(utterances):
        when, gap = "", ""
        if line.start_s is not None:
            when = clock_text(line.start_s)
        elif line.at is not None:
            instant = datetime.fromtimestamp(line.at, zone)
            when = time_text(instant)
            new_day = day_text(instant.date())
            waited = None if before is None else line.at - before
            parts = [new_day] if new_day != day else []
            if waited is not None and waited >= LONG_GAP_S:
                parts.append(tr("after {time}", time=_gap_text(waited)))
            gap, before, day = " · ".join(parts), line.at, new_day
        who = line.author or names[line.speaker]
        made.append(TranscriptLine(number, when, who, _COLOURS[line.speaker], line.text, gap, line.start_s))
    return tuple(made)


def _gap_text(seconds: int) -> str:
    if seconds < 3600:
        return tr("{minutes} min {seconds} s", minutes=seconds // 60, seconds=seconds % 60)
    if seconds < 86400:
        return tr("{hours} h {minutes} min", hours=seconds // 3600, minutes=seconds // 60 % 60)
    return tr("{days} d {hours} h", days=seconds // 86400, hours=seconds // 3600 % 24)


class _Lines(QAbstractListModel):
    def __init__(self, parent: Transcript) -> None:
        super().__init__(parent)
        self.lines: tuple[TranscriptLine, ...] = ()

    def show(self, lines: tuple[TranscriptLine, ...]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == _LINE_ROLE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return " ".join(part for part in (line.when, line.who, line.text) if part)
        return None


class _Drawing(QStyledItemDelegate):
    """Draws a line by hand: plain text whatever it holds, wrapped to the width."""

    def __init__(self, theme: Theme, parent: Transcript) -> None:
        super().__init__(parent)
        self._theme = theme
        self._fonts: dict[tuple[int, bool], QFont] = {}
        self._metrics: QFontMetrics | None = None
        self.current = -1

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        line = index.data(_LINE_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = option.rect.adjusted(Space.XS, 1, -Space.XS, -1)
        is_now, is_picked = index.row() == self.current, bool(option.state & QStyle.StateFlag.State_Selected)
        if line.gap:
            painter.setFont(self._font(Type.SMALL))
            painter.setPen(self._theme.colour("muted"))
            height = QFontMetrics(painter.font()).height() + Space.XS
            painter.drawText(QRect(area.left(), area.top(), area.width(), height), Qt.AlignmentFlag.AlignCenter, line.gap)
            area.setTop(area.top() + height)
        if is_now or is_picked or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("selected" if is_now or is_picked else "hover"))
            painter.drawRoundedRect(area, RADIUS, RADIUS)
        if is_now:
            painter.setBrush(self._theme.colour("accent"))
            painter.drawRoundedRect(QRect(area.left(), area.top() + 4, 3, area.height() - 8), 1.5, 1.5)
        self._write(painter, area, line)
        painter.restore()

    def _write(self, painter: QPainter, area: QRect, line: TranscriptLine) -> None:
        left, top = area.left() + Space.M, area.top() + Space.XS
        painter.setFont(self._font(Type.SMALL))
        painter.setPen(self._theme.colour("muted"))
        row = QFontMetrics(painter.font()).height()
        painter.drawText(QRect(left, top + 1, _MARGIN - Space.M, row), Qt.AlignmentFlag.AlignLeft, line.when)
        if line.who:
            painter.setFont(self._font(Type.SMALL, is_bold=True))
            painter.setPen(QColor(self._theme.colour(line.token)))
            name = QFontMetrics(painter.font()).elidedText(line.who, Qt.TextElideMode.ElideRight, area.width() - _MARGIN)
            painter.drawText(QRect(area.left() + _MARGIN, top, area.width() - _MARGIN, row), Qt.AlignmentFlag.AlignLeft, name)
            top += row + 1
        painter.setPen(self._theme.colour("text"))
        layout = _laid_out(line.text, self._font(Type.BODY), self._text_width(area.width()))
        layout.draw(painter, QPointF(area.left() + _MARGIN, top))

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        line = index.data(_LINE_ROLE)
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QListView) else option.rect.width()
        height = round(self._text_height(line.text, self._text_width(width - 2 * Space.XS))) + 2 * Space.XS + 3
        if line.who or line.gap:
            small = QFontMetrics(self._font(Type.SMALL, is_bold=True)).height()
            height += (small + 1) * bool(line.who) + (small + Space.XS) * bool(line.gap)
        return QSize(width, height)

    def _text_height(self, text: str, width: int) -> float:
        """Of an hour's call all the lines are asked at once: what surely fits into one line is not laid out."""
        font = self._font(Type.BODY)
        if text.isascii() and "\n" not in text:
            self._metrics = self._metrics or QFontMetrics(font)
            if self._metrics.horizontalAdvance(text) < width:
                return self._metrics.height()
        return _laid_out(text, font, width).boundingRect().height()

    def _font(self, pixels: int, *, is_bold: bool = False) -> QFont:
        known = self._fonts.get((pixels, is_bold))
        if known is None:
            view = self.parent()
            known = self._fonts[pixels, is_bold] = QFont(view.font()) if isinstance(view, QWidget) else QFont()
            known.setPixelSize(self._theme.size(pixels))
            known.setWeight(QFont.Weight.DemiBold if is_bold else QFont.Weight.Normal)
        return known

    def forget_fonts(self) -> None:
        """The letters are others from now on."""
        self._fonts.clear()
        self._metrics = None

    @staticmethod
    def _text_width(width: int) -> int:
        return max(40, width - _MARGIN - Space.M)


def _laid_out(text: str, font: QFont, width: int) -> QTextLayout:
    """Plain text wrapped between words, within one only where it is wider than the line (addresses, tokens)."""
    layout = QTextLayout(text.replace("\n", "\u2028"), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    if reads_from_right(text):
        option.setAlignment(Qt.AlignmentFlag.AlignRight)
    layout.setTextOption(option)
    layout.beginLayout()
    height = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, height))
        height += line.height()
    layout.endLayout()
    return layout


class Transcript(QListView):
    """The lines of an interaction. Enter or a click on a line of a call goes there; with Shift, or twice, it plays."""

    line_chosen = Signal(object)
    """A `LineChosen`."""
    left = Signal()
    """The person goes back to the question in hand."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines = _Lines(self)
        self._drawing = _Drawing(theme, self)
        self._starts: list[float] = []
        self._timed_rows: list[int] = []
        self.setModel(self._lines)
        self.setItemDelegate(self._drawing)
        self.setAccessibleName(tr("Transcript"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(False)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click does not take the keys from the question in hand
        self.clicked.connect(self._choose)
        self.doubleClicked.connect(self._play)
        theme.changed.connect(self._recolour)

    @property
    def current_line(self) -> int | None:
        """The line that is being said, or None."""
        return None if self._drawing.current < 0 else self._drawing.current

    def show_lines(self, lines: tuple[TranscriptLine, ...]) -> None:
        """Show another interaction's lines."""
        self._drawing.current = -1
        timed = sorted((line.start_s, line.position) for line in lines if line.start_s is not None)
        self._starts = [start for start, _ in timed]
        self._timed_rows = [row for _, row in timed]
        self._lines.show(lines)

    def follow(self, seconds: float) -> None:
        """Light the line that is said at this time, and bring it into sight when it changes."""
        found = bisect_right(self._starts, seconds + 0.02) - 1
        row = self._timed_rows[found] if found >= 0 else -1
        if row == self._drawing.current:
            return
        before, self._drawing.current = self._drawing.current, row
        for changed in (before, row):
            if changed >= 0:
                self.update(self._lines.index(changed))
        if row >= 0 and not self._has_the_persons_hand():
            self.scrollTo(self._lines.index(row), QAbstractItemView.ScrollHint.PositionAtCenter)

    def _has_the_persons_hand(self) -> bool:
        """Someone who is scrolling is not to be pulled away."""
        return self.verticalScrollBar().isSliderDown()

    def take_focus(self) -> None:
        """Take the keys, at the line that is being said."""
        row = self.current_line or 0
        if self._lines.lines:
            self.setCurrentIndex(self._lines.index(row))
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk, Enter goes to the line, Esc back; every other key is for whoever plays the call."""
        key, is_shifted = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            (self._play if is_shifted else self._choose)(self.currentIndex())
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in _WALKS and not is_shifted:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines are wrapped anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _choose(self, index: QModelIndex) -> None:
        line = self._lines.lines[index.row()]
        self.line_chosen.emit(LineChosen(line.position, line.start_s))

    def _play(self, index: QModelIndex) -> None:
        line = self._lines.lines[index.row()]
        self.line_chosen.emit(LineChosen(line.position, line.start_s, plays=True))

    def changeEvent(self, event: QEvent) -> None:
        """Other letters are as wide as they are."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._drawing.forget_fonts()
            self.scheduleDelayedItemsLayout()

    def _recolour(self, _colours: object) -> None:
        self._drawing.forget_fonts()
        self.scheduleDelayedItemsLayout()
        self.viewport().update()
