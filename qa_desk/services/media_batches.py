"""The batch that a folder of recordings or transcripts came in: counted, its refusals kept, undone as a whole."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.services.utterances import write_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qa_desk.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file that was not taken, by its place in the folder's order, and the one reason."""

    row: int
    value: str
    reason: str
    column: str | None = None


@dataclass(slots=True)
class MediaImport:
    """What an import did, or would do (`batch` is None after a dry run)."""

    source: str
    rows_read: int = 0
    rows_new: int = 0
    rows_updated: int = 0
    rows_unchanged: int = 0
    rows_folded: int = 0
    """Mails that became part of another one's thread."""
    refusals: list[RefusedFile] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    batch: int | None = None

    @property
    def rows_refused(self) -> int:
        """How many files were refused."""
        return len(self.refusals)


def open_batch(workspace: Workspace, kind: str, source: str, path: Path, timezone: str) -> tuple[str, int]:
    """A new batch's id and number; its counts are written by `close_batch`, in the same transaction."""
    with workspace.transaction() as connection:
        number = connection.execute("SELECT coalesce(max(number), 0) + 1 FROM import_batches").fetchone()[0]
        batch_id = workspace.clock.new_id()
        connection.execute(
            "INSERT INTO import_batches (id, number, kind, source, path, timezone, state, rows_read, rows_new, rows_updated, "
            "rows_unchanged, rows_refused, created_at) VALUES (?, ?, ?, ?, ?, ?, 'active', 0, 0, 0, 0, 0, ?)",
            [batch_id, number, kind, source, str(path), timezone, workspace.clock.now()],
        )
    return batch_id, int(number)


def close_batch(workspace: Workspace, batch_id: str, done: MediaImport) -> None:
    """Write what the batch did."""
    with workspace.transaction() as connection:
        connection.execute(
            "UPDATE import_batches SET rows_read = ?, rows_new = ?, rows_updated = ?, rows_unchanged = ?, rows_refused = ?, "
            "warnings = ? WHERE id = ?",
            [
                done.rows_read,
                done.rows_new,
                done.rows_updated,
                done.rows_unchanged,
                done.rows_refused,
                json.dumps(done.warnings, ensure_ascii=False) if done.warnings else None,
                batch_id,
            ],
        )
        connection.executemany(
            "INSERT INTO import_refusals (batch_id, row, column_name, value, reason) VALUES (?, ?, ?, ?, ?)",
            [(batch_id, one.row, one.column, one.value, one.reason) for one in done.refusals],
        )


def keep_before(workspace: Workspace, batch_id: str, table: str, key: str, before: Any) -> None:  # noqa: ANN401 - JSON
    """Remember what a batch is about to overwrite (None: there was nothing); only the first state of a key counts."""
    workspace.connection.execute(
        "INSERT OR IGNORE INTO import_replaced (batch_id, table_name, key, before) VALUES (?, ?, ?, ?)",
        [batch_id, table, key, json.dumps(before, ensure_ascii=False)],
    )


def undo_media_batch(workspace: Workspace, batch_id: str) -> tuple[int, int]:
    """Take back a batch of recordings or transcripts: what it made goes, what it overwrote returns.

    Returns how many interactions went and how many recordings and transcripts are as they were before. Refused when one of
    its interactions was evaluated, assigned, calibrated or made a best practice since. The caller marks the batch undone.
    """
    with workspace.transaction() as connection:
        for table in ("evaluations", "assignments", "calibration_items", "sample_items", "best_practices"):
            used = connection.execute(
                f"SELECT count(DISTINCT interaction_id) FROM {table} WHERE interaction_id IN "
                "(SELECT id FROM interactions WHERE batch_id = ?)",
                [batch_id],
            ).fetchone()[0]
            if used:
                raise Refusal(
                    tr(
                        "{count} interactions of this import are evaluated, assigned, calibrated or exemplary: it stays.",
                        count=used,
                    )
                )
        later = connection.execute(
            "SELECT max(b.number) FROM import_replaced mine JOIN import_replaced theirs USING (table_name, key) "
            "JOIN import_batches b ON b.id = theirs.batch_id JOIN import_batches this ON this.id = mine.batch_id "
            "WHERE mine.batch_id = ? AND b.number > this.number AND b.state = 'active'",
            [batch_id],
        ).fetchone()[0]
        if later is not None:
            raise Refusal(tr("Batch {number} changed the same interactions later: undo that one first.", number=later))
        rows = connection.execute("SELECT table_name, key, before FROM import_replaced WHERE batch_id = ?", [batch_id]).fetchall()
        for row in rows:
            _RESTORE[row["table_name"]](workspace, row["key"], json.loads(row["before"]))
        made = "(SELECT id FROM interactions WHERE batch_id = ?)"
        connection.execute(f"DELETE FROM utterances WHERE interaction_id IN {made}", [batch_id])
        connection.execute(f"DELETE FROM media WHERE interaction_id IN {made}", [batch_id])
        removed = connection.execute("DELETE FROM interactions WHERE batch_id = ?", [batch_id]).rowcount
    return removed, len(rows)


def _restore_media(workspace: Workspace, key: str, before: dict[str, Any] | None) -> None:
    if before is None:
        workspace.connection.execute("DELETE FROM media WHERE id = ?", [key])
    else:
        columns = [name for name in ("path", "layout", "duration_s", "channels") if name in before]  # the path alone, of old
        changes = ", ".join(f"{name} = ?" for name in columns)
        workspace.connection.execute(f"UPDATE media SET {changes} WHERE id = ?", [*(before[name] for name in columns), key])


def _restore_utterances(workspace: Workspace, key: str, before: list[list[Any]] | None) -> None:
    is_there = workspace.connection.execute("SELECT 1 FROM interactions WHERE id = ?", [key]).fetchone() is not None
    write_rows(workspace, key, (before or []) if is_there else [])  # its own batch may have been undone since


_RESTORE: dict[str, Callable[[Workspace, str, Any], None]] = {"media": _restore_media, "utterances": _restore_utterances}
