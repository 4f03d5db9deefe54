"""Pictures by whole arrays: one lane of the peak pyramid, the shades behind it; and the marks of the ruler under it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from PySide6.QtGui import QImage

from qa_desk.media.peaks import FULL_SCALE, columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from qa_desk.media.activity import Stretch
    from qa_desk.media.peaks import Pyramid

_LOUDER = 0.6
"""Exponent of the height: quiet speech is seen beside loud; the order of loudness stays true."""
HATCH_PX = 7
_MARK_STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)
_MARK_EVERY_PX = 90


def lane_image(
    pyramid: Pyramid, channel: int, start: float, end: float, width: int, height: int, rgb: int, *, until_s: float | None = None
) -> QImage:
    """A transparent picture with one column a pixel, from the lowest to the highest sample of its stretch of time.

    Nothing is drawn behind `until_s`, where it is given: so much of the recording is read.
    """
    ends_at = pyramid.duration_s if until_s is None else until_s
    low, high = columns(pyramid, channel, start, end, width)
    middle = height / 2
    reach = middle - 0.5
    top = np.floor(middle - np.power(np.maximum(high, 0) / FULL_SCALE, _LOUDER) * reach)
    bottom = np.ceil(middle + np.power(np.maximum(-low.astype(np.int32), 0) / FULL_SCALE, _LOUDER) * reach)
    time = start + (np.arange(width) + 0.5) * (end - start) / max(1, width)
    bottom = np.where((time >= 0) & (time <= ends_at), np.maximum(bottom, top + 1), top)
    rows = np.arange(height, dtype=np.int16)[:, None]
    inside = np.zeros((height, -(-width // 4) * 4), np.uint8)
    np.logical_and(rows >= top.astype(np.int16), rows < bottom.astype(np.int16), out=inside[:, :width].view(np.bool_))
    return _picture(inside, width, [0, rgb | 0xFF000000])


def shade_image(
    hatched: Sequence[Stretch], solid: Sequence[Stretch], view: tuple[float, float], size: tuple[int, int], argb: tuple[int, int]
) -> QImage:
    """A transparent picture of what lies between the two times of `view`: diagonal lines in one colour, a ground in another.

    By whole arrays: Qt paints a narrow rectangle line by line, and an hour has hundreds of them.
    """
    width, height = size
    pixels = np.zeros((height, -(-width // 4) * 4), np.uint8)
    lines = _columns_of(hatched, view, width)
    if lines.any():
        stripe = np.arange(width + height) % HATCH_PX < 1
        slanted = sliding_window_view(stripe, width)[:height]
        np.logical_and(slanted, lines, out=pixels[:, :width].view(np.bool_))
    ground = _columns_of(solid, view, width)
    pixels[:, :width][:, ground] = 2
    return _picture(pixels, width, [0, *argb])


def _columns_of(stretches: Sequence[Stretch], view: tuple[float, float], width: int) -> NDArray[np.bool_]:
    """Which columns of pixels lie in one of the stretches; none of them is narrower than two."""
    start, end = view
    edges = np.array([(one.start, one.end) for one in stretches if one.end > start and one.start < end]).reshape(-1, 2)
    places = np.rint((edges - start) / (end - start) * width)
    steps = np.zeros(width + 1, np.int64)
    np.add.at(steps, np.clip(places[:, 0], 0, width).astype(np.int64), 1)
    np.add.at(steps, np.clip(np.maximum(places[:, 1], places[:, 0] + 2), 0, width).astype(np.int64), -1)
    return np.asarray(np.cumsum(steps[:-1]) > 0)


def _picture(pixels: NDArray[np.uint8], width: int, colours: list[int]) -> QImage:
    """Numbers into a table of colours, a byte a pixel: numpy and Qt both touch a quarter of the memory. Rows are whole words."""
    image = QImage(pixels.data, width, pixels.shape[0], pixels.shape[1], QImage.Format.Format_Indexed8)
    image.setColorTable(colours)
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)  # a copy: the bytes go with the caller


def ruler_marks(start: float, end: float, width: int) -> list[tuple[float, str]]:
    """Times to mark, about 90 pixels apart, on round seconds, with their text."""
    if width <= 0 or end <= start:
        return []
    wanted = (end - start) / width * _MARK_EVERY_PX
    step = next((step for step in _MARK_STEPS if step >= wanted), _MARK_STEPS[-1])
    first = math.ceil(start / step - 1e-9)
    last = math.floor(end / step + 1e-9)
    return [(number * step, clock_text(number * step, tenths=step < 1)) for number in range(first, last + 1)]


def clock_text(seconds: float, *, tenths: bool = False) -> str:
    """2:13, 1:02:13, or 2:13.4."""
    rest = max(0.0, seconds)
    whole = int(rest + 1e-6)
    text = f"{whole // 3600}:{whole // 60 % 60:02d}" if whole >= 3600 else f"{whole // 60}"
    text = f"{text}:{whole % 60:02d}"
    return f"{text}.{int((rest - whole) * 10 + 1e-6)}" if tenths else text
