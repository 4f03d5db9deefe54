"""What an import did, or would do: one shape for every kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa_desk.workspace.batches import Refused


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of an import. With several files the figures are sums, and `batches` has each one's id."""

    batch: str | None
    """None after a dry run."""
    source: str
    rows_read: int
    rows_new: int
    rows_updated: int
    rows_unchanged: int
    rows_refused: int
    rows_folded: int = 0
    """Rows that went into another row's record."""
    refusals: tuple[Refused, ...] = ()
    warnings: tuple[str, ...] = ()
    batches: tuple[str, ...] = ()
    number: int | None = None
    also: dict[str, int] = field(default_factory=dict)
    """Records of other kinds that came with these, by kind."""
