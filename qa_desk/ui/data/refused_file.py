"""The file of refused rows: of a batch, or of the file that was only tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.services.imports import FACT_KINDS, export_batch_refusals, export_refused_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qa_desk.domain.progress import JobContext
    from qa_desk.services.imports import Batch, Refused
    from qa_desk.ui.data.wizard_state import Wizard
    from qa_desk.workspace.workspace import Workspace


def write_refused(
    workspace: Workspace, refused: Sequence[Refused], path: Path, batch: Batch | None, tried: Wizard, context: JobContext
) -> tuple[int, str]:
    """How many rows were written, and what to know of the others. Refused where there are no rows to write."""
    kind = batch.kind if batch else tried.kind or (tried.preview.kind if tried.preview else "")
    if kind not in FACT_KINDS:
        raise Refusal(tr("they are no rows of a table."))
    if batch is not None:
        rows, named = export_batch_refusals(workspace, batch, path, context)
    elif len(tried.paths) == 1:
        rows, named = export_refused_rows(
            workspace,
            kind,
            tried.paths[0],
            refused,
            path,
            source=tried.source,
            mapping=dict(tried.said),
            timezone=tried.timezone,
            context=context,
        )
    else:
        raise Refusal(tr("they stand in several files."))
    return rows, tr("{count} could not be cut into cells: mend these in the file itself.", count=named) if named else ""
