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


def total(reports: list[ImportReport]) -> ImportReport:
    """The reports of several files as one."""
    if len(reports) == 1:
        return reports[0]
    also: dict[str, int] = {}
    for report in reports:
        for kind, count in report.also.items():
            also[kind] = also.get(kind, 0) + count
    return ImportReport(
        reports[-1].batch,
        ", ".join(dict.fromkeys(report.source for report in reports)),
        sum(r.rows_read for r in reports),
        sum(r.rows_new for r in reports),
        sum(r.rows_updated for r in reports),
        sum(r.rows_unchanged for r in reports),
        sum(r.rows_refused for r in reports),
        sum(r.rows_folded for r in reports),
        tuple(item for r in reports for item in r.refusals),
        tuple(dict.fromkeys(w for r in reports for w in r.warnings)),
        tuple(b for r in reports for b in r.batches),
        reports[-1].number,
        also,
    )
