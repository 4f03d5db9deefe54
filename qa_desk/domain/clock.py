"""One clock and one source of ids, passed to whoever needs them, so that tests and the demonstration are deterministic."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Callable


def _wall_clock_ms() -> int:
    return time.time_ns() // 1_000_000


@dataclass(slots=True)
class Clock:
    """Tells the time (UTC epoch) and hands out UUIDv7 ids (RFC 9562: 48 bits of milliseconds, then random)."""

    now_ms: Callable[[], int] = _wall_clock_ms
    random_bits: Callable[[int], int] = secrets.randbits
    _last: tuple[int, int] = field(default=(0, 0), repr=False)

    def now(self) -> int:
        """Seconds since 1970-01-01 UTC."""
        return self.now_ms() // 1000

    def new_id(self) -> str:
        """A UUIDv7 that sorts after every earlier one of this clock, also within one millisecond."""
        ms = self.now_ms()
        last_ms, last_tail = self._last
        if ms <= last_ms:
            ms, tail = last_ms, last_tail + 1 + self.random_bits(16)
            if tail >= 1 << 74:
                ms, tail = ms + 1, self.random_bits(73)
        else:
            tail = self.random_bits(73)
        self._last = (ms, tail)
        value = (ms << 80) | (0x7 << 76) | ((tail >> 62) << 64) | (0x2 << 62) | (tail & ((1 << 62) - 1))
        return str(UUID(int=value))
