"""Paints what stands behind the playhead of a waveform: lanes, shades, ruler, the A–B range, the pins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap, QPolygonF

from qa_desk.ui.media.wave_image import lane_image, ruler_marks, shade_image
from qa_desk.ui.tokens import Type

if TYPE_CHECKING:
    from PySide6.QtGui import QColor

    from qa_desk.ui.media.sounding import TimeRange
    from qa_desk.ui.media.wave import Pin, Wave
    from qa_desk.ui.media.wave_view import WaveView
    from qa_desk.ui.theme import Theme

RULER = 20
"""Height of the ruler under the lanes."""
PINS = 16
"""Height of the room for the pins above them."""
_PIN_SHAPE = ((-5, 2), (5, 2), (5, 8), (0, 14), (-5, 8))


@dataclass(frozen=True, slots=True)
class Scene:
    """All that is painted behind the playhead, at a size."""

    size: QSize
    view: WaveView
    wave: Wave | None = None
    message: str = ""
    pins: tuple[Pin, ...] = ()
    range: TimeRange | None = None
    muted: frozenset[int] = frozenset()
    """Channels that are not heard now: their lanes are pale."""

    def x(self, seconds: float) -> float:
        """Where a time is."""
        return self.view.fraction(seconds) * self.size.width()

    def time(self, x: float) -> float:
        """The time at a place."""
        return self.view.time_at(x / max(1, self.size.width()))

    @property
    def floor(self) -> int:
        """Where the lanes end."""
        return self.size.height() - RULER

    def lanes(self) -> list[QRectF]:
        """The room of each lane."""
        count = len(self.wave.lanes) if self.wave else 1
        height = (self.floor - PINS) / count
        return [QRectF(0, PINS + number * height, self.size.width(), height) for number in range(count)]

    def pin_at(self, place: QPointF) -> Pin | None:
        """The marker whose pin is under a place."""
        if place.y() > PINS:
            return None
        near = [pin for pin in self.pins if abs(self.x(pin.seconds) - place.x()) <= 7]
        return min(near, key=lambda pin: abs(self.x(pin.seconds) - place.x()), default=None)


def painted(scene: Scene, theme: Theme, ratio: float) -> QPixmap:
    """The picture of a scene, transparent where nothing is."""
    picture = QPixmap(scene.size * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = painter.font()
    font.setPixelSize(theme.size(Type.SMALL))
    painter.setFont(font)
    if scene.wave is None:
        painter.setPen(theme.colour("muted"))
        area = QRectF(0, 0, scene.size.width(), scene.size.height()).adjusted(12, 0, -12, 0)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, scene.message)
    else:
        _shades(painter, scene, theme, scene.wave, ratio)
        _lanes(painter, scene, theme, scene.wave, ratio)
        _ruler(painter, scene, theme)
        _range(painter, scene, theme)
        _pins(painter, scene, theme, ratio)
    painter.end()
    return picture


def _shades(painter: QPainter, scene: Scene, theme: Theme, wave: Wave, ratio: float) -> None:
    """Dead air is a hatched ground, talk-over a solid one: told apart without colour too."""
    size = round(scene.size.width() * ratio), round((scene.floor - PINS) * ratio)
    colours = theme.colour("muted", 0.5).rgba(), theme.colour("watch", 0.30).rgba()
    image = shade_image(wave.silences, wave.talk_overs, (scene.view.start, scene.view.end), size, colours)
    image.setDevicePixelRatio(ratio)
    painter.drawImage(QPointF(0, PINS), image)
    if wave.until_s is not None:  # what is not read yet
        left = max(0.0, scene.x(wave.until_s))
        rest = QRectF(left, PINS, scene.size.width() - left, scene.floor - PINS)
        painter.fillRect(rest, theme.colour("line", 0.45))


def _lanes(painter: QPainter, scene: Scene, theme: Theme, wave: Wave, ratio: float) -> None:
    width = round(scene.size.width() * ratio)
    for lane, rect in zip(wave.lanes, scene.lanes(), strict=True):
        inner = rect.adjusted(0, 3, 0, -3)
        height = max(1, round(inner.height() * ratio))
        colour = theme.colour("edge" if lane.channel in scene.muted else lane.token).rgb()
        image = lane_image(
            wave.pyramid, lane.channel, scene.view.start, scene.view.end, width, height, colour, until_s=wave.read_s
        )
        image.setDevicePixelRatio(ratio)
        painter.drawImage(inner.topLeft(), image)
        painter.setPen(theme.colour("line"))
        painter.drawLine(QPointF(0, rect.bottom()), QPointF(scene.size.width(), rect.bottom()))


def _ruler(painter: QPainter, scene: Scene, theme: Theme) -> None:
    for seconds, text in ruler_marks(scene.view.start, scene.view.end, scene.size.width()):
        x = scene.x(seconds)
        if x + 4 + painter.fontMetrics().horizontalAdvance(text) > scene.size.width() - 2:
            continue  # half a number says another time
        painter.setPen(theme.colour("edge"))
        painter.drawLine(QPointF(x, scene.floor), QPointF(x, scene.floor + 4))
        painter.setPen(theme.colour("muted"))
        painter.drawText(QRectF(x + 4, scene.floor, 80, RULER), Qt.AlignmentFlag.AlignVCenter, text)


def _range(painter: QPainter, scene: Scene, theme: Theme) -> None:
    if scene.range is None:
        return
    left, right = scene.x(scene.range.start), scene.x(scene.range.end)
    painter.fillRect(QRectF(left, PINS, right - left, scene.floor - PINS), theme.colour("accent", 0.14))
    for x, letter, side in ((left, "A", 2), (right, "B", -12)):
        painter.setPen(QPen(theme.colour("accent"), 1.5))
        painter.drawLine(QPointF(x, 0), QPointF(x, scene.floor))
        painter.drawText(QRectF(x + side, 0, 12, PINS), Qt.AlignmentFlag.AlignCenter, letter)


def _pins(painter: QPainter, scene: Scene, theme: Theme, ratio: float) -> None:
    """One picture of a pin, as often as there are markers."""
    places = [scene.x(pin.seconds) for pin in scene.pins if scene.view.holds(pin.seconds)]
    if not places:
        return
    colour = theme.colour("text")
    pin = _pin_picture(colour, ratio)
    half = pin.deviceIndependentSize().width() / 2
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(QPen(colour, 1))
    painter.drawLines([QLineF(round(x), PINS - 3, round(x), scene.floor - 1) for x in places])
    for x in places:
        painter.drawPixmap(QPointF(round(x) - half + 0.5, 0), pin)
    painter.restore()


def _pin_picture(colour: QColor, ratio: float) -> QPixmap:
    width = 2 * max(x for x, _y in _PIN_SHAPE) + 2
    picture = QPixmap(QSize(width, PINS) * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([QPointF(width / 2 + x, y) for x, y in _PIN_SHAPE]))
    painter.end()
    return picture
