"""What long work reports to: the window's jobs and the command line's console both fit."""

from __future__ import annotations

from typing import Protocol


class JobContext(Protocol):
    """Passed to every function that may take longer than 50 ms."""

    def report(self, done: float, total: float, text: str = "") -> None:
        """How far the work is, and with what."""
        ...

    def raise_if_cancelled(self) -> None:
        """Raises `Cancelled` when the person pressed Cancel: let it pass, so that the transaction is rolled back."""
        ...


class Quiet:
    """A context for work that nobody watches."""

    def report(self, done: float, total: float, text: str = "") -> None:
        """Nobody watches."""

    def raise_if_cancelled(self) -> None:
        """Nobody can cancel."""
