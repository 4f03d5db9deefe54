"""One answer to press: its words wrap where they are long, a tick shows that it holds, and a preset one looks untouched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton

from qa_desk.ui.icons import icon
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.text import restyle, tip

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from qa_desk.ui.theme import Theme

_BOX = 14
_BESIDE, _ABOVE = 12, 6
_ROOM = 280
_WORDS = Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignLeft.value | Qt.AlignmentFlag.AlignVCenter.value


class OptionButton(QPushButton):
    """As wide as its words up to `room` pixels at the usual size of letters; beyond that they wrap."""

    def __init__(self, theme: Theme, words: str, name: str, hint: str = "", *, is_tick: bool = False) -> None:
        super().__init__()
        self._theme, self._words, self._is_tick = theme, words, is_tick
        self.is_preset = False
        self._hint: QSize | None = None
        self.setProperty("role", "chip" if is_tick else "segment")
        self.setProperty("end", "only")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(name)
        self.setToolTip(tip(hint))
        policy = QSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.updateGeometry)

    @property
    def words(self) -> str:
        """What stands on it."""
        return self._words

    def show_preset(self, *, is_preset: bool) -> None:
        """Look untouched: the scorecard set it, nobody said it."""
        self.is_preset = is_preset
        restyle(self, preset="true" if is_preset else "false")

    def sizeHint(self) -> QSize:
        """The words in one line, or wrapped at the room there is."""
        if self._hint is None:
            self._hint = self._measured()
        return self._hint

    def event(self, event: QEvent) -> bool:
        """Another font, another size."""
        if event.type() in (QEvent.Type.Polish, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._hint = None
        return super().event(event)

    def _measured(self) -> QSize:
        margin = self._before() + _BESIDE
        wanted = self.fontMetrics().horizontalAdvance(self._words) + margin + 4
        width = max(self.fontMetrics().height() + 2 * _BESIDE, min(wanted, self._theme.size(_ROOM)))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Nothing of it is cut off."""
        return self.sizeHint()

    def hasHeightForWidth(self) -> bool:
        """Words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """So high are the words at this width."""
        room = QRect(0, 0, width - self._before() - _BESIDE, 10_000)
        return max(self._theme.size(28), self.fontMetrics().boundingRect(room, _WORDS, self._words).height() + 2 * _ABOVE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The look of a button, and the words over it."""
        painter = QPainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        self.style().drawControl(QStyle.ControlElement.CE_PushButtonBevel, option, painter, self)
        if self._is_tick:
            self._paint_box(painter)
        painter.setPen(self._colour())
        painter.drawText(self.rect().adjusted(self._before(), 0, -_BESIDE + 2, 0), _WORDS, self._words)
        painter.end()

    def _before(self) -> int:
        return _BESIDE + (_BOX + Space.S if self._is_tick else 0)

    def _colour(self) -> QColor:
        if not self.isEnabled() and not self.isChecked():
            return self._theme.colour("muted")
        if self.is_preset:
            return self._theme.colour("muted")
        return self._theme.colour("on_accent" if self.isChecked() and not self._is_tick else "text")

    def _paint_box(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRect(_BESIDE - 2, (self.height() - _BOX) // 2, _BOX, _BOX)
        colour = self._theme.colour("accent" if self.isChecked() else "edge")
        painter.setPen(colour)
        painter.setBrush(colour if self.isChecked() else self._theme.colour("surface"))
        painter.drawRoundedRect(box, 3, 3)
        if self.isChecked():
            icon("check", self._theme.colours, "on_accent").paint(painter, box.adjusted(1, 1, -1, -1))
