"""Scorecards in the workspace: add a draft, publish it for ever, list, fetch and export versions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.domain.scorecard import plain_text
from qa_desk.resource_files import shipped_scorecards
from qa_desk.workspace.scorecard_files import load_scorecard_file, read_stored_definition, scorecard_yaml, stored_definition

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from qa_desk.domain.scorecard import ScorecardVersion
    from qa_desk.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class VersionEntry:
    """A line of the list of scorecards. `id` is the version's."""

    id: str
    scorecard_id: str
    key: str
    title: str
    channel: str | None
    number: int
    status: str
    published_at: int | None
    evaluations: int

    @property
    def name(self) -> str:
        """How people call it: "Voice support v3"."""
        return f"{self.title} v{self.number}"


def add_scorecard(workspace: Workspace, version: ScorecardVersion, *, key: str = "") -> str:
    """Keep a version as the draft of its scorecard (`version.key`, else `key`); the version's id.

    A draft that is there is replaced. A definition equal to the latest published version changes nothing.
    """
    key = version.key or key
    if not key:
        raise Refusal(tr("The scorecard has no key; write “key: some-name” at its top."))
    title = version.title or plain_text(key)
    version = replace(version, key=key, title=title)
    definition, now = stored_definition(version), workspace.clock.now()
    with workspace.transaction() as connection:
        row = connection.execute("SELECT id FROM scorecards WHERE key = ?", [key]).fetchone()
        scorecard_id = row["id"] if row else workspace.clock.new_id()
        if row is None:
            connection.execute(
                "INSERT INTO scorecards (id, key, title, channel, created_at) VALUES (?, ?, ?, ?, ?)",
                [scorecard_id, key, title.say(), version.channel, now],
            )
        else:
            connection.execute(
                "UPDATE scorecards SET title = ?, channel = ? WHERE id = ? AND (title, channel) IS NOT (?, ?)",
                [title.say(), version.channel, scorecard_id, title.say(), version.channel],
            )
        latest = connection.execute(
            "SELECT id, number, status, definition FROM scorecard_versions WHERE scorecard_id = ? ORDER BY number DESC LIMIT 1",
            [scorecard_id],
        ).fetchone()
        if latest and latest["definition"] == definition and latest["status"] != "retired":
            return str(latest["id"])
        if latest and latest["status"] == "draft":
            connection.execute("UPDATE scorecard_versions SET definition = ? WHERE id = ?", [definition, latest["id"]])
            return str(latest["id"])
        version_id = workspace.clock.new_id()
        connection.execute(
            "INSERT INTO scorecard_versions (id, scorecard_id, number, status, definition, created_at) "
            "VALUES (?, ?, ?, 'draft', ?, ?)",
            [version_id, scorecard_id, latest["number"] + 1 if latest else 1, definition, now],
        )
        return version_id


def publish_scorecard(workspace: Workspace, version_id: str) -> VersionEntry:
    """Make a draft a version that never changes again. Publishing a published one changes nothing."""
    with workspace.transaction() as connection:
        entry = find_version(workspace, version_id)
        if entry.status == "retired":
            raise Refusal(tr("{name} is retired; add it anew to use it again.", name=entry.name))
        if entry.status == "draft":
            connection.execute(
                "UPDATE scorecard_versions SET status = 'published', published_at = ? WHERE id = ?",
                [workspace.clock.now(), version_id],
            )
    return find_version(workspace, version_id)


def retire_scorecard(workspace: Workspace, version_id: str) -> None:
    """Offer a published version no longer; its evaluations keep it."""
    with workspace.transaction() as connection:
        if find_version(workspace, version_id).status != "published":
            raise Refusal(tr("Only a published version can be retired."))
        connection.execute("UPDATE scorecard_versions SET status = 'retired' WHERE id = ?", [version_id])


def list_scorecards(workspace: Workspace, *, status: str | None = None) -> list[VersionEntry]:
    """All versions, by title and then newest first."""
    rows = workspace.connection.execute(
        _ENTRIES + " WHERE ? IS NULL OR v.status = ? ORDER BY s.title COLLATE NOCASE, s.key, v.number DESC", [status, status]
    )
    return [_entry(row) for row in rows]


def find_version(workspace: Workspace, name: str) -> VersionEntry:
    """The version of an id, of a scorecard's key or id (its newest), or of `key:number`; refused when there is none."""
    key, _, number = name.rpartition(":")
    row = workspace.connection.execute(
        _ENTRIES
        + " WHERE v.id = ? OR s.key = ? OR s.id = ? OR (s.key = ? AND CAST(v.number AS TEXT) = ?) ORDER BY v.number DESC LIMIT 1",
        [name, name, name, key, number],
    ).fetchone()
    if row is None:
        raise Refusal(tr("There is no scorecard “{name}” in this workspace; “scorecard list” shows them.", name=name))
    return _entry(row)


def get_version(workspace: Workspace, version_id: str) -> ScorecardVersion:
    """The version itself."""
    row = workspace.connection.execute("SELECT definition FROM scorecard_versions WHERE id = ?", [version_id]).fetchone()
    if row is None:
        raise Refusal(tr("There is no scorecard “{name}” in this workspace; “scorecard list” shows them.", name=version_id))
    return read_stored_definition(row["definition"])


def version_on(workspace: Workspace, version_id: str, channel: str | None) -> ScorecardVersion:
    """The version as it is asked on a channel: without the questions that belong to other channels."""
    return get_version(workspace, version_id).for_channel(channel)


def export_scorecard(workspace: Workspace, name: str) -> str:
    """A version as YAML; `name` as for `find_version`."""
    return scorecard_yaml(get_version(workspace, find_version(workspace, name).id))


def ready_made_scorecards() -> list[Path]:
    """The scorecard files that ship with the program."""
    return sorted(shipped_scorecards().glob("*.yaml"))


def add_scorecard_file(workspace: Workspace, path: Path, *, publish: bool = True) -> VersionEntry:
    """Take a scorecard from a file into the workspace, ready to be used unless it is to stay a draft."""
    version_id = add_scorecard(workspace, load_scorecard_file(path), key=path.stem)
    return publish_scorecard(workspace, version_id) if publish else find_version(workspace, version_id)


_ENTRIES = """
SELECT v.id, v.scorecard_id, s.key, s.title, s.channel, v.number, v.status, v.published_at,
  (SELECT count(*) FROM evaluations e WHERE e.scorecard_version_id = v.id) AS evaluations
FROM scorecard_versions v JOIN scorecards s ON s.id = v.scorecard_id
"""


def _entry(row: sqlite3.Row) -> VersionEntry:
    return VersionEntry(**dict(row))
