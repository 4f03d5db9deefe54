"""The two-lane waveform: agent above, customer below, silence and talk-over shaded, markers as pins, the playhead.

What is behind the playhead is painted once into a picture and kept until the view changes; a frame of playing is a copy
of it and a line. The lanes come out of the peak pyramid by whole columns of numpy, so that no zoom costs more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QHelpEvent, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from qa_desk.domain.language import tr
from qa_desk.ui.media.sounding import TimeRange
from qa_desk.ui.media.wave_image import lane_image, ruler_marks
from qa_desk.ui.media.wave_view import WaveView
from qa_desk.ui.tokens import RADIUS, Space, Type
from qa_desk.ui.widgets.text import tip

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent, QWheelEvent

    from qa_desk.media.activity import Stretch
    from qa_desk.media.analysis import Analysis
    from qa_desk.media.peaks import Pyramid
    from qa_desk.media.speech_facts import Side
    from qa_desk.ui.theme import Theme

SEEK_STEP_S = 5.0
_RULER = 20
_GUTTER = 76
"""Left of the sound, for the names of the lanes."""
_PINS = 16
_DRAG_FROM = 5
_WHEEL_ZOOM = 1.25
_PIN_SHAPE = ((-5, 2), (5, 2), (5, 8), (0, 14), (-5, 8))


@dataclass(frozen=True, slots=True)
class Lane:
    """One channel: its number in the pyramid, what is written beside it, and the token of its colour."""

    channel: int
    label: str
    token: str


@dataclass(frozen=True, slots=True)
class Wave:
    """What is drawn of one recording."""

    pyramid: Pyramid
    lanes: tuple[Lane, ...]
    silences: tuple[Stretch, ...] = ()
    talk_overs: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Pin:
    """A marker at a time of the recording."""

    key: str
    seconds: float
    text: str


@dataclass(frozen=True, slots=True)
class PositionChosen:
    """The person pressed a place of the waveform, or a key that goes to one."""

    seconds: float


@dataclass(frozen=True, slots=True)
class PinChosen:
    """The person pressed a marker."""

    pin: Pin


def wave_of(analysis: Analysis, agent_channel: Side = "left") -> Wave:
    """The lanes of an analysed recording, the agent's first; one lane where the channels cannot be told apart."""
    facts = analysis.facts
    if facts.unavailable is not None:
        lanes: tuple[Lane, ...] = (Lane(0, tr("Both"), "agent"),)
    else:
        agent = 0 if agent_channel == "left" else 1
        lanes = (Lane(agent, tr("Agent"), "agent"), Lane(1 - agent, tr("Customer"), "customer"))
    over = facts.talk_over.stretches if facts.talk_over else ()
    return Wave(analysis.pyramid, lanes, facts.dead_air.stretches, over)


class Waveform(QWidget):
    """A picture of a recording that one can point at. Arrows seek, + and − zoom, Shift with arrows moves the view."""

    position_chosen = Signal(object)
    """A `PositionChosen`."""
    pin_chosen = Signal(object)
    """A `PinChosen`."""
    range_chosen = Signal(object)
    """A `TimeRange` drawn with Shift and the mouse."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._wave: Wave | None = None
        self._message = ""
        self._view = WaveView()
        self._position = 0.0
        self._pins: tuple[Pin, ...] = ()
        self._range: TimeRange | None = None
        self._back: QPixmap | None = None
        self._pressed_at: QPointF | None = None
        self._dragged_from: float | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(96)
        self.setAccessibleName(tr("Waveform"))
        self.setAccessibleDescription(tr("Left and right seek, plus and minus zoom, Shift with an arrow moves the view."))
        theme.changed.connect(self._recolour)

    @property
    def view(self) -> WaveView:
        """The stretch of time in sight."""
        return self._view

    def show_wave(self, wave: Wave) -> None:
        """Draw another recording, whole. The playhead stays: the sound may be playing before its picture is there."""
        self._wave, self._message = wave, ""
        self._view = WaveView(wave.pyramid.duration_s)
        self._pins, self._range = (), None
        self._stale()

    def show_message(self, text: str) -> None:
        """Say why there is no waveform (reading it, one cannot be had)."""
        self._wave, self._message, self._pins, self._range = None, text, (), None
        self._stale()

    def show_position(self, seconds: float, *, follows: bool = False) -> None:
        """Put the playhead there; with `follows` the view turns the page when the playhead leaves it."""
        before, self._position = self._x(self._position), seconds
        if follows and self._pressed_at is None and not self._view.holds(seconds):
            self._look(self._view.moved_to(seconds))
            return
        after = self._x(seconds)
        for x in (before, after):
            self.update(int(x) - 8, 0, 16, self.height())

    def show_pins(self, pins: tuple[Pin, ...]) -> None:
        """Draw these markers."""
        self._pins = tuple(sorted(pins, key=lambda pin: pin.seconds))
        self._stale()

    def show_range(self, chosen: TimeRange | None) -> None:
        """Draw the A–B range, or none."""
        self._range = chosen
        self._stale()

    def zoom(self, factor: float, around: float | None = None) -> None:
        """Closer (above 1) or farther, with one time held where it is."""
        self._look(self._view.zoomed(factor, self._position if around is None else around))

    def _look(self, view: WaveView) -> None:
        if view != self._view:
            self._view = view
            self._stale()

    def _stale(self) -> None:
        self._back = None
        self.update()

    def _recolour(self, _colours: object) -> None:
        self._stale()

    # geometry

    def sizeHint(self) -> QSize:
        """Wide and as high as two lanes want."""
        return QSize(640, 168)

    def _x(self, seconds: float) -> float:
        return _GUTTER + self._view.fraction(seconds) * self._sound_width()

    def _time(self, x: float) -> float:
        return self._view.time_at(max(0.0, x - _GUTTER) / self._sound_width())

    def _sound_width(self) -> int:
        return max(1, self.width() - _GUTTER)

    def _lane_rects(self) -> list[QRectF]:
        count = len(self._wave.lanes) if self._wave else 1
        top, bottom = _PINS, self.height() - _RULER
        height = (bottom - top) / count
        return [QRectF(_GUTTER, top + number * height, self._sound_width(), height) for number in range(count)]

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Copy what is behind, then the playhead."""
        ratio = self.devicePixelRatioF()
        if self._back is None or self._back.devicePixelRatio() != ratio or self._back.deviceIndependentSize() != self.size():
            self._back = self._paint_back(ratio)
        painter = QPainter(self)
        source = QRectF(event.rect())
        painter.drawPixmap(source, self._back, QRectF(source.topLeft() * ratio, source.size() * ratio))
        if self._wave is not None and self._view.holds(self._position):
            self._paint_playhead(painter)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        painter.end()

    def _paint_back(self, ratio: float) -> QPixmap:
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("surface"))
        painter.drawRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)
        if self._wave is None:
            painter.setPen(self._theme.colour("muted"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._message)
        else:
            self._paint_shades(painter, self._wave)
            self._paint_lanes(painter, self._wave, ratio)
            self._paint_ruler(painter)
            self._paint_range(painter)
            self._paint_pins(painter)
            self._paint_gutter(painter, self._wave)
        painter.end()
        return picture

    def _paint_shades(self, painter: QPainter, wave: Wave) -> None:
        """Dead air is a hatched ground, talk-over a solid one: told apart without colour too."""
        top, height = _PINS, self.height() - _RULER - _PINS
        painter.setPen(Qt.PenStyle.NoPen)
        for stretches, token, alpha, style in (
            (wave.silences, "muted", 0.30, Qt.BrushStyle.BDiagPattern),
            (wave.talk_overs, "watch", 0.30, Qt.BrushStyle.SolidPattern),
        ):
            colour = self._theme.colour(token, alpha)
            for stretch in stretches:
                if stretch.end > self._view.start and stretch.start < self._view.end:
                    left, right = self._x(stretch.start), self._x(stretch.end)
                    painter.fillRect(QRectF(left, top, max(1.5, right - left), height), QBrush(colour, style))

    def _paint_lanes(self, painter: QPainter, wave: Wave, ratio: float) -> None:
        width = round(self._sound_width() * ratio)
        for lane, rect in zip(wave.lanes, self._lane_rects(), strict=True):
            inner = rect.adjusted(0, 3, 0, -3)
            height = max(1, round(inner.height() * ratio))
            image = lane_image(
                wave.pyramid, lane.channel, self._view.start, self._view.end, width, height, self._theme.colour(lane.token).rgb()
            )
            image.setDevicePixelRatio(ratio)
            painter.drawImage(inner.topLeft(), image)
            painter.setPen(self._theme.colour("line"))
            painter.drawLine(QPointF(0, rect.bottom()), QPointF(self.width(), rect.bottom()))

    def _paint_gutter(self, painter: QPainter, wave: Wave) -> None:
        """The names of the lanes, over whatever reached beyond the sound."""
        painter.fillRect(QRectF(2, 2, _GUTTER - 3, self.height() - 4), self._theme.colour("surface"))
        font = painter.font()
        font.setPixelSize(self._theme.size(Type.SMALL))
        painter.setFont(font)
        for lane, rect in zip(wave.lanes, self._lane_rects(), strict=True):
            box = QRectF(Space.M, rect.top(), _GUTTER - Space.M - Space.XS, rect.height())
            painter.setPen(self._theme.colour(lane.token))
            text = painter.fontMetrics().elidedText(lane.label, Qt.TextElideMode.ElideRight, int(box.width()))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _paint_ruler(self, painter: QPainter) -> None:
        font = painter.font()
        font.setPixelSize(self._theme.size(Type.SMALL))
        painter.setFont(font)
        baseline = self.height() - _RULER
        for seconds, text in ruler_marks(self._view.start, self._view.end, self._sound_width()):
            x = self._x(seconds)
            if x + 4 + painter.fontMetrics().horizontalAdvance(text) > self.width() - 2:
                continue  # half a number says another time
            painter.setPen(self._theme.colour("edge"))
            painter.drawLine(QPointF(x, baseline), QPointF(x, baseline + 4))
            painter.setPen(self._theme.colour("muted"))
            painter.drawText(QRectF(x + 4, baseline, 80, _RULER), Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_range(self, painter: QPainter) -> None:
        if self._range is None:
            return
        left, right = self._x(self._range.start), self._x(self._range.end)
        painter.fillRect(QRectF(left, _PINS, right - left, self.height() - _RULER - _PINS), self._theme.colour("accent", 0.14))
        for x, letter, side in ((left, "A", 2), (right, "B", -12)):
            painter.setPen(QPen(self._theme.colour("accent"), 1.5))
            painter.drawLine(QPointF(x, 0), QPointF(x, self.height() - _RULER))
            painter.drawText(QRectF(x + side, 0, 12, _PINS), Qt.AlignmentFlag.AlignCenter, letter)

    def _paint_pins(self, painter: QPainter) -> None:
        colour = self._theme.colour("text")
        for pin in self._pins:
            if self._view.holds(pin.seconds):
                x = self._x(pin.seconds)
                painter.setPen(QPen(colour, 1))
                painter.drawLine(QPointF(x, _PINS - 3), QPointF(x, self.height() - _RULER))
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colour)
                painter.drawPolygon(QPolygonF([QPointF(x + dx, y) for dx, y in _PIN_SHAPE]))

    def _paint_playhead(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x = self._x(self._position)
        colour = self._theme.colour("accent")
        painter.setPen(QPen(colour, 2))
        painter.drawLine(QPointF(x, 2), QPointF(x, self.height() - _RULER))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(x, self.height() - _RULER), 4, 4)

    # hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The start of a click or a drag."""
        if event.button() == Qt.MouseButton.LeftButton and self._wave is not None:
            self._pressed_at = event.position()
            self._dragged_from = None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A drag moves the view; with Shift it draws the A–B range."""
        if self._pressed_at is None:
            return
        if self._dragged_from is None and abs(event.position().x() - self._pressed_at.x()) < _DRAG_FROM:
            return
        if self._dragged_from is None:
            self._dragged_from = self._time(self._pressed_at.x())
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            start, end = sorted((self._dragged_from, self._time(event.position().x())))
            self.show_range(TimeRange(max(0.0, start), min(end, self._view.duration)))
        else:
            self._look(self._view.panned(self._dragged_from - self._time(event.position().x())))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click goes there, or to the marker under it."""
        pressed, self._pressed_at = self._pressed_at, None
        dragged, self._dragged_from = self._dragged_from, None
        if pressed is None:
            return
        if dragged is None:
            pin = self._pin_at(event.position())
            if pin is not None:
                self.pin_chosen.emit(PinChosen(pin))
            self.position_chosen.emit(PositionChosen(pin.seconds if pin else self._time(event.position().x())))
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self._range is not None:
            self.range_chosen.emit(self._range)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zooms around the pointer; sideways, or with Shift, it moves the view."""
        if self._wave is None:
            return
        delta = event.angleDelta()
        if delta.x() or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            steps = (delta.x() or delta.y()) / 120
            self._look(self._view.panned(-steps * self._view.length * 0.1))
        elif delta.y():
            self.zoom(_WHEEL_ZOOM ** (delta.y() / 120), self._time(event.position().x()))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Everything the mouse does."""
        key, is_shifted = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        page = self._view.length * (0.2 if is_shifted else 0)
        if self._wave is None:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            sign = 1 if key == Qt.Key.Key_Right else -1
            if is_shifted:
                self._look(self._view.panned(sign * page))
            else:
                self._go(self._position + sign * SEEK_STEP_S)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(_WHEEL_ZOOM)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / _WHEEL_ZOOM)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go(0.0 if key == Qt.Key.Key_Home else self._view.duration)
        else:
            super().keyPressEvent(event)

    def _go(self, seconds: float) -> None:
        self.position_chosen.emit(PositionChosen(max(0.0, min(seconds, self._view.duration))))

    def _pin_at(self, place: QPointF) -> Pin | None:
        if place.y() > _PINS:
            return None
        near = [pin for pin in self._pins if abs(self._x(pin.seconds) - place.x()) <= 7]
        return min(near, key=lambda pin: abs(self._x(pin.seconds) - place.x()), default=None)

    def event(self, event: QEvent) -> bool:
        """The text of the marker under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            pin = self._pin_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), tip(pin.text) if pin else "", self)
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is behind the playhead is painted anew."""
        super().resizeEvent(event)
        self._stale()
