"""What the Data place shows: the batches, the refused rows, and where an import stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qa_desk.services.imports import FACT_KINDS

if TYPE_CHECKING:
    from pathlib import Path

    from qa_desk.services.imports import Batch, ImportReport, Preview, Refused
    from qa_desk.services.recording_preview import RecordingsPreview


@dataclass(frozen=True, slots=True)
class BatchesShown:
    """The batches, the latest first."""

    batches: tuple[Batch, ...]


@dataclass(frozen=True, slots=True)
class RefusalsShown:
    """The refused rows of the batch that is current."""

    batch: Batch
    refused: tuple[Refused, ...]


@dataclass(frozen=True, slots=True)
class Wizard:
    """Where an import stands: what was chosen, and what is known of it."""

    paths: tuple[Path, ...] = ()
    kind: str | None = None
    """None: to be found out from the first file."""
    source: str = "auto"
    timezone: str = "UTC"
    said: dict[str, Any] = field(default_factory=dict)
    """The mapping as far as the person said it."""
    preview: Preview | None = None
    recordings: RecordingsPreview | None = None
    """What the names of recordings tell, where these are imported."""
    fault: str | None = None
    is_looking: bool = False
    is_importing: bool = False
    is_recalled: bool = False
    """What is said was remembered of the last file of this shape."""
    is_fresh: bool = False
    """What is remembered is left aside."""

    @property
    def has_columns(self) -> bool:
        """Whether the kind is a table whose columns are mapped."""
        return self.kind is None or self.kind in FACT_KINDS

    @property
    def can_import(self) -> bool:
        """Whether nothing stands in the way."""
        if not self.paths or self.is_looking or self.is_importing or self.fault:
            return False
        return not self.has_columns or (self.preview is not None and self.preview.problem is None)


@dataclass(frozen=True, slots=True)
class Reported:
    """What an import did, or would do."""

    report: ImportReport
    was_dry: bool
