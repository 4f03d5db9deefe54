"""Refused rows as a file: what was wrong where, to mend it in the source."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from qa_desk.domain.errors import EnvironmentFailure
from qa_desk.domain.language import tr
from qa_desk.exports.cells import safe_text
from qa_desk.exports.replacing import replacing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from qa_desk.workspace.batches import Refused


def export_refusals(refused: Iterable[Refused], path: Path) -> int:
    """Write them as CSV (UTF-8 with a BOM, so that a spreadsheet shows every language); how many there were."""
    count = 0
    try:
        with replacing(path) as temporary, temporary.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow([tr("row"), tr("column"), tr("value"), tr("reason")])
            for item in refused:
                count += 1
                writer.writerow([item.row, safe_text(item.column or ""), safe_text(item.value or ""), item.reason])
    except OSError as error:
        raise EnvironmentFailure(
            tr("{file}: cannot be written ({reason}).", file=path, reason=error.strerror or error)
        ) from error
    return count
