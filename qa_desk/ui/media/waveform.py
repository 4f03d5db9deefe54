"""The two-lane waveform: agent above, customer below, silence and talk-over shaded, markers as pins, the playhead.

What is behind the playhead is painted once into a picture and kept until the view changes; a frame of playing is a copy
of it and a line. The lanes come out of the peak pyramid by whole columns of numpy, so that no zoom costs more.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from qa_desk.domain.language import tr
from qa_desk.ui.media.sounding import TimeRange
from qa_desk.ui.media.wave_painter import Scene, painted
from qa_desk.ui.media.wave_view import WaveView
from qa_desk.ui.tokens import RADIUS
from qa_desk.ui.widgets.text import tip

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent, QPaintEvent, QResizeEvent, QWheelEvent

    from qa_desk.ui.media.wave import Pin, Wave
    from qa_desk.ui.theme import Theme

LEAST_HEIGHT = 132
_DRAG_FROM = 5
_WHEEL_ZOOM = 1.25
_PAGE = 0.2


@dataclass(frozen=True, slots=True)
class PositionChosen:
    """The person pressed a place of the waveform; twice, where `plays`."""

    seconds: float
    plays: bool = False


@dataclass(frozen=True, slots=True)
class PinChosen:
    """The person pressed a marker."""

    pin: Pin


class Waveform(QWidget):
    """A picture of a recording that one can point at: a click goes there, a second one plays, the wheel zooms, a drag moves."""

    position_chosen = Signal(object)
    """A `PositionChosen`."""
    pin_chosen = Signal(object)
    """A `PinChosen`."""
    range_chosen = Signal(object)
    """A `TimeRange` drawn with Shift and the mouse."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._scene = Scene(self.size(), WaveView())
        self._position = 0.0
        self._back: QPixmap | None = None
        self._pressed_at: QPointF | None = None
        self._dragged_from: float | None = None
        # a click does not take the keys from the question in hand
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(LEAST_HEIGHT)
        self.setAccessibleName(tr("Waveform"))
        theme.changed.connect(self._recolour)

    @property
    def view(self) -> WaveView:
        """The stretch of time in sight."""
        return self._scene.view

    @property
    def wave(self) -> Wave | None:
        """What is drawn; None while there is only a message."""
        return self._scene.wave

    def show_wave(self, wave: Wave) -> None:
        """Draw another recording, whole. The playhead stays: the sound may be playing before its picture is there."""
        self._become(wave=wave, message="", view=WaveView(wave.duration_s), pins=(), range=None)

    def show_more(self, wave: Wave) -> None:
        """Draw more of the same recording, or all of it; what the person looks at stays where it is."""
        if self.wave is None:
            self.show_wave(wave)
        else:
            self._become(wave=wave, view=self.view.lasting(wave.duration_s))

    def show_message(self, text: str) -> None:
        """Say why there is no waveform (reading it, one cannot be had)."""
        self._become(wave=None, message=text, pins=(), range=None)

    def show_position(self, seconds: float, *, follows: bool = False) -> None:
        """Put the playhead there; with `follows` the view turns the page when the playhead leaves it."""
        before, self._position = self._scene.x(self._position), seconds
        if follows and self._pressed_at is None and not self.view.holds(seconds):
            self._look(self.view.moved_to(seconds))
            return
        after = self._scene.x(seconds)
        for x in (before, after):
            self.update(int(x) - 8, 0, 16, self.height())

    def show_pins(self, pins: tuple[Pin, ...]) -> None:
        """Draw these markers."""
        self._become(pins=tuple(sorted(pins, key=lambda pin: pin.seconds)))

    def show_range(self, chosen: TimeRange | None) -> None:
        """Draw the A–B range, or none."""
        self._become(range=chosen)

    def show_muted(self, channels: frozenset[int]) -> None:
        """Draw the lanes of these channels pale: they are not heard."""
        self._become(muted=channels)

    def bring(self, seconds: float) -> None:
        """Have a time in sight."""
        if not self.view.holds(seconds):
            self._look(self.view.moved_to(seconds))

    def zoom(self, factor: float, around: float | None = None) -> None:
        """Closer (above 1) or farther, with one time held where it is."""
        self._look(self.view.zoomed(factor, self._position if around is None else around))

    def zoom_whole(self) -> None:
        """All of the recording."""
        self._look(WaveView(self.view.duration))

    def pan(self, pages: float) -> None:
        """Move the view on, or back where it is negative, by this many fifths of what is in sight."""
        self._look(self.view.panned(pages * self.view.length * _PAGE))

    def _become(self, **changes: object) -> None:
        # a wave is another one or the same one; its samples are never compared
        if any(
            new is not (old := getattr(self._scene, name)) and (name == "wave" or new != old) for name, new in changes.items()
        ):
            self._scene = replace(self._scene, **changes)  # type: ignore[arg-type]
            self._stale()

    def _look(self, view: WaveView) -> None:
        self._become(view=view)

    def _stale(self) -> None:
        self._back = None
        self.update()

    def _recolour(self, _colours: object) -> None:
        self._stale()

    # painting

    def sizeHint(self) -> QSize:
        """Wide and as high as two lanes want."""
        return QSize(640, 168)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Copy what is behind, then the playhead."""
        ratio = self.devicePixelRatioF()
        if self._back is None or self._back.devicePixelRatio() != ratio:
            self._back = painted(self._scene, self._theme, ratio)
        painter = QPainter(self)
        source = QRectF(event.rect())
        painter.drawPixmap(source, self._back, QRectF(source.topLeft() * ratio, source.size() * ratio))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.wave is not None and self.view.holds(self._position):
            self._paint_playhead(painter)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        painter.end()

    def _paint_playhead(self, painter: QPainter) -> None:
        x, floor = self._scene.x(self._position), self._scene.floor
        colour = self._theme.colour("accent")
        painter.setPen(QPen(colour, 2))
        painter.drawLine(QPointF(x, 2), QPointF(x, floor))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(x, floor), 4, 4)

    # hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The start of a click or a drag."""
        if event.button() == Qt.MouseButton.LeftButton and self.wave is not None:
            self._pressed_at = event.position()
            self._dragged_from = None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A drag moves the view; with Shift it draws the A–B range."""
        if self._pressed_at is None:
            return
        if self._dragged_from is None and abs(event.position().x() - self._pressed_at.x()) < _DRAG_FROM:
            return
        if self._dragged_from is None:
            self._dragged_from = self._scene.time(self._pressed_at.x())
        here = self._scene.time(event.position().x())
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            start, end = sorted((self._dragged_from, here))
            self.show_range(TimeRange(max(0.0, start), min(end, self.view.duration)))
        else:
            self._look(self.view.panned(self._dragged_from - here))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click goes there, or to the marker under it."""
        pressed, self._pressed_at = self._pressed_at, None
        dragged, self._dragged_from = self._dragged_from, None
        if pressed is None:
            return
        if dragged is None:
            self._choose(event.position())
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self._scene.range is not None:
            self.range_chosen.emit(self._scene.range)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second press of two plays from there."""
        if event.button() == Qt.MouseButton.LeftButton and self.wave is not None:
            self._choose(event.position(), plays=True)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zooms around the pointer; sideways, or with Shift, it moves the view."""
        if self.wave is None:
            return
        delta = event.angleDelta()
        if delta.x() or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            steps = (delta.x() or delta.y()) / 120
            self._look(self.view.panned(-steps * self.view.length * 0.1))
        elif delta.y():
            self.zoom(_WHEEL_ZOOM ** (delta.y() / 120), self._scene.time(event.position().x()))
        event.accept()

    def event(self, event: QEvent) -> bool:
        """The text of the marker under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            pin = self._scene.pin_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), tip(pin.text) if pin else "", self)
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is behind the playhead is painted anew."""
        super().resizeEvent(event)
        self._become(size=event.size())

    def _choose(self, place: QPointF, *, plays: bool = False) -> None:
        pin = self._scene.pin_at(place)
        if pin is not None and not plays:
            self.pin_chosen.emit(PinChosen(pin))
        seconds = pin.seconds if pin else self._scene.time(place.x())
        self.position_chosen.emit(PositionChosen(max(0.0, min(seconds, self.view.duration)), plays))
