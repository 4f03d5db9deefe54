"""Turns a stretch of the peak pyramid into a picture of one lane, by whole arrays; and the marks of the ruler under it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QImage

from qa_desk.media.peaks import FULL_SCALE, columns

if TYPE_CHECKING:
    from qa_desk.media.peaks import Pyramid

_LOUDER = 0.6
"""Exponent of the height: quiet speech is seen beside loud; the order of loudness stays true."""
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
    # one byte a pixel, 0 or 1, into a table of two colours: numpy and Qt both touch a quarter of the memory
    inside = np.zeros((height, -(-width // 4) * 4), np.uint8)
    np.logical_and(rows >= top.astype(np.int16), rows < bottom.astype(np.int16), out=inside[:, :width].view(np.bool_))
    image = QImage(inside.data, width, height, inside.shape[1], QImage.Format.Format_Indexed8)
    image.setColorTable([0, rgb | 0xFF000000])
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)  # a copy: the bytes go with this function


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
