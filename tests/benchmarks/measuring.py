"""How a benchmark measures: best of several runs, ours and the baseline in turn, so that both meet the same machine."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Ratio:
    """One line of the table."""

    what: str
    ours_s: float
    baseline: str
    baseline_s: float
    aim: str = ""

    @property
    def value(self) -> float:
        """Ours over the baseline."""
        return self.ours_s / self.baseline_s


def seconds(work: Callable[[], object]) -> float:
    """How long one run takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def best_of(runs: int, ours: Callable[[], object], baseline: Callable[[], object]) -> tuple[float, float]:
    """The fastest run of each, taken in turn."""
    pairs = [(seconds(ours), seconds(baseline)) for _ in range(runs)]
    return min(a for a, _ in pairs), min(b for _, b in pairs)
