"""Where an axis has its marks, and how they are written."""

from __future__ import annotations

import math

from qa_desk.domain.numbers import count_text

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round values that cover `low` to `high`, at most about `most` of them; a single value gets room around it."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return [0.0, 1.0]
    if high <= low:
        room = abs(low) * 0.1 or 1.0
        low, high = low - room, high + room
    rough = (high - low) / max(1, most - 1)
    magnitude = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * magnitude for factor in _STEPS if factor * magnitude >= rough * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(number * step, 12) for number in range(first, last + 1)]


def tick_text(value: float, step: float) -> str:
    """A mark's value with as many digits as the step between marks needs."""
    decimals = max(0, -math.floor(math.log10(step) + 1e-9)) if step > 0 else 0
    if round(step * 10**decimals, 6) % 1:
        decimals += 1  # steps of 2.5 and 0.25 need one digit more than their magnitude
    return count_text(value, decimals)
