"""The stretch of a recording that is in sight: zooming and moving it, as plain arithmetic."""

from __future__ import annotations

from dataclasses import dataclass, replace

SHORTEST_S = 0.5
"""No closer than this: the finest bucket is 10 ms."""


@dataclass(frozen=True, slots=True)
class WaveView:
    """From `start` to `start + length` of a recording of `duration` seconds; `length` 0 means all of it."""

    duration: float = 0.0
    start: float = 0.0
    length: float = 0.0

    def __post_init__(self) -> None:
        if not self.length:
            object.__setattr__(self, "length", max(self.duration, SHORTEST_S))

    @property
    def end(self) -> float:
        """The last time in sight."""
        return self.start + self.length

    def holds(self, seconds: float) -> bool:
        """Whether a time is in sight."""
        return self.start <= seconds <= self.end

    def fraction(self, seconds: float) -> float:
        """0 at the left edge, 1 at the right."""
        return (seconds - self.start) / self.length

    def time_at(self, fraction: float) -> float:
        """The time at a fraction of the width."""
        return self.start + fraction * self.length

    def zoomed(self, factor: float, around: float) -> WaveView:
        """Closer by `factor`, with the time `around` kept where it is."""
        whole = max(self.duration, SHORTEST_S)
        length = min(max(self.length / factor, SHORTEST_S), whole)
        if not self.holds(around):
            around = self.start + self.length / 2
        return _held(replace(self, length=length), around - self.fraction(around) * length)

    def panned(self, seconds: float) -> WaveView:
        """Moved along, not beyond either end."""
        return _held(self, self.start + seconds)

    def lasting(self, duration: float) -> WaveView:
        """The same stretch of a recording that turns out to be of another length; all of it where all was in sight."""
        if self.length >= self.duration:
            return WaveView(duration)
        return _held(replace(self, duration=duration, length=min(self.length, max(duration, SHORTEST_S))), self.start)

    def moved_to(self, seconds: float) -> WaveView:
        """The page that begins shortly before a time."""
        return _held(self, seconds - self.length * 0.05)


def _held(view: WaveView, start: float) -> WaveView:
    """The view from another start, held within the recording."""
    return replace(view, start=max(0.0, min(start, max(view.duration, SHORTEST_S) - view.length)))
