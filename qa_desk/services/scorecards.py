"""Scorecards in the workspace: add a draft, publish it for ever, list, fetch and export versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.domain.definition_paths import text_at, value_at
from qa_desk.domain.definition_texts import any_text
from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import ntr, tr
from qa_desk.domain.scorecard_comparison import Comparison, compare_versions
from qa_desk.domain.scorecard_inspection import inspect
from qa_desk.domain.scorecard_writing import definition_of
from qa_desk.resource_files import shipped_scorecards
from qa_desk.services.scorecard_titles import said_title, title_json
from qa_desk.workspace.scorecard_files import (
    definition_in_text,
    definition_json,
    definition_text,
    definition_yaml,
    load_scorecard_file,
    read_stored_definition,
    read_text_file,
    say_the_same,
    stored_tree,
)

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from qa_desk.domain.scorecard import ScorecardVersion
    from qa_desk.domain.scorecard_writing import Definition
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
    last_used_at: int | None = None
    """When somebody last began an evaluation with it."""

    @property
    def name(self) -> str:
        """How people call it: "Voice support v3"."""
        return f"{self.title} v{self.number}"


def add_scorecard(workspace: Workspace, version: ScorecardVersion, *, key: str = "") -> str:
    """Keep a version as the draft of its scorecard (`version.key`, else `key`); the version's id.

    A draft that is there is replaced. A definition equal to the latest published version changes nothing.
    """
    return add_definition(workspace, definition_of(version), key=key)


def add_definition(workspace: Workspace, definition: Definition, *, key: str = "") -> str:
    """Keep a definition as it is written, faulty or not, as the draft of its scorecard; the version's id. As `add_scorecard`."""
    key = text_at(definition, ("key",)) or key
    if not key:
        raise Refusal(tr("The scorecard has no key; write “key: some-name” at its top."))
    definition = {"key": key, "title": value_at(definition, ("title",)) or key, **without_key_and_title(definition)}
    text, now = definition_text(definition), workspace.clock.now()
    with workspace.transaction() as connection:
        scorecard_id = _named_scorecard(workspace, key, definition)
        latest = connection.execute(
            "SELECT id, number, status, definition FROM scorecard_versions WHERE scorecard_id = ? ORDER BY number DESC LIMIT 1",
            [scorecard_id],
        ).fetchone()
        if latest and latest["status"] == "draft":
            connection.execute("DELETE FROM scorecard_edits WHERE version_id = ?", [latest["id"]])
            if latest["definition"] != text:
                connection.execute("UPDATE scorecard_versions SET definition = ? WHERE id = ?", [text, latest["id"]])
            return str(latest["id"])
        if latest and latest["status"] == "published" and say_the_same(latest["definition"], text):
            return str(latest["id"])
        return new_version_row(workspace, scorecard_id, latest["number"] + 1 if latest else 1, text, now)


def without_key_and_title(definition: Definition) -> Definition:
    """All of a definition but the two entries that stand at its top."""
    return {name: value for name, value in definition.items() if name not in ("key", "title")}


def new_version_row(workspace: Workspace, scorecard_id: str, number: int, definition: str, now: int) -> str:
    """A draft of a scorecard; its id."""
    version_id = workspace.clock.new_id()
    workspace.connection.execute(
        "INSERT INTO scorecard_versions (id, scorecard_id, number, status, definition, created_at) "
        "VALUES (?, ?, ?, 'draft', ?, ?)",
        [version_id, scorecard_id, number, definition, now],
    )
    return version_id


def _named_scorecard(workspace: Workspace, key: str, definition: Definition) -> str:
    """The scorecard of a key, made where there is none, called as the definition says."""
    connection = workspace.connection
    title, channel = any_text(value_at(definition, ("title",))) or key, text_at(definition, ("channel",)) or None
    row = connection.execute("SELECT id FROM scorecards WHERE key = ?", [key]).fetchone()
    if row is None:
        scorecard_id = workspace.clock.new_id()
        connection.execute(
            "INSERT INTO scorecards (id, key, title, channel, created_at) VALUES (?, ?, ?, ?, ?)",
            [scorecard_id, key, title, channel, workspace.clock.now()],
        )
        return scorecard_id
    connection.execute(
        "UPDATE scorecards SET title = :title, channel = :channel WHERE id = :id AND (title, channel) IS NOT (:title, :channel)",
        {"title": title, "channel": channel, "id": row["id"]},
    )
    return str(row["id"])


def publish_scorecard(workspace: Workspace, version_id: str) -> VersionEntry:
    """Make a draft a version that never changes again. Publishing a published one changes nothing."""
    with workspace.transaction() as connection:
        entry = find_version(workspace, version_id)
        if entry.status == "retired":
            raise Refusal(tr("{name} is retired; add it anew to use it again.", name=entry.name))
        if entry.status == "draft":
            enter_edits(workspace, version_id)
            refuse_faulty(entry, stored_tree(definition_row(connection, version_id)))
            connection.execute(
                "UPDATE scorecard_versions SET status = 'published', published_at = ? WHERE id = ?",
                [workspace.clock.now(), version_id],
            )
    return find_version(workspace, version_id)


def enter_edits(workspace: Workspace, version_id: str) -> bool:
    """Put what was edited of a draft into the draft itself, where the change log sees it; whether there was anything."""
    with workspace.transaction() as connection:
        row = connection.execute("SELECT definition FROM scorecard_edits WHERE version_id = ?", [version_id]).fetchone()
        if row is None:
            return False
        connection.execute(
            "UPDATE scorecard_versions SET definition = ? WHERE id = ? AND definition <> ?",
            [row["definition"], version_id, row["definition"]],
        )
        connection.execute("DELETE FROM scorecard_edits WHERE version_id = ?", [version_id])
        _call_as_written(connection, version_id, stored_tree(row["definition"]))
    return True


def _call_as_written(connection: sqlite3.Connection, version_id: str, definition: Definition) -> None:
    """The scorecard's own key, title and channel follow the draft; the key only while nothing of it was ever published."""
    row = connection.execute(
        "SELECT s.id, s.key, "
        "EXISTS (SELECT 1 FROM scorecard_versions o WHERE o.scorecard_id = s.id AND o.status <> 'draft') AS used "
        "FROM scorecards s JOIN scorecard_versions v ON v.scorecard_id = s.id WHERE v.id = ?",
        [version_id],
    ).fetchone()
    key = text_at(definition, ("key",))
    is_taken = connection.execute("SELECT 1 FROM scorecards WHERE key = ? AND id <> ?", [key, row["id"]]).fetchone()
    kept_key = row["key"] if row["used"] or not key or is_taken else key
    title, channel = any_text(value_at(definition, ("title",))) or kept_key, text_at(definition, ("channel",)) or None
    connection.execute(
        "UPDATE scorecards SET key = :key, title = :title, channel = :channel "
        "WHERE id = :id AND (key, title, channel) IS NOT (:key, :title, :channel)",
        {"key": kept_key, "title": title, "channel": channel, "id": row["id"]},
    )


def refuse_faulty(entry: VersionEntry, definition: Definition) -> None:
    """Refuse a draft that has faults, with the first of them and how many more there are."""
    seen = inspect(definition)
    if text_at(definition, ("key",)) != entry.key:
        raise Refusal(tr("{name}: its key must stay “{key}”.", name=entry.name, key=entry.key))
    if seen.version is not None:
        return
    first, more = seen.errors[0].message, len(seen.errors) - 1
    line = tr("{name} cannot be published yet: {message}", name=entry.name, message=first)
    raise Refusal(f"{line} ({ntr('and {count} more fault', 'and {count} more faults', more)})" if more else line)


def retire_scorecard(workspace: Workspace, version_id: str) -> None:
    """Offer a published version no longer; its evaluations keep it."""
    with workspace.transaction() as connection:
        if find_version(workspace, version_id).status != "published":
            raise Refusal(tr("Only a published version can be retired."))
        connection.execute("UPDATE scorecard_versions SET status = 'retired' WHERE id = ?", [version_id])


def list_scorecards(workspace: Workspace, *, status: str | None = None) -> list[VersionEntry]:
    """All versions, by title and then newest first."""
    rows = workspace.connection.execute(_ENTRIES + " WHERE ? IS NULL OR v.status = ? ORDER BY v.number DESC", [status, status])
    return sorted(map(_entry, rows), key=lambda entry: (entry.title.casefold(), entry.key))


def find_version(workspace: Workspace, name: str, *, is_published: bool = False) -> VersionEntry:
    """The version of an id, of a scorecard's key or id (its newest), or of `key:number`; refused when there is none.

    `is_published`: by a key, the newest published one goes before a newer draft.
    """
    key, _, number = name.rpartition(":")
    row = workspace.connection.execute(
        _ENTRIES + " WHERE v.id = :name OR s.key = :name OR s.id = :name OR (s.key = :key AND CAST(v.number AS TEXT) = :number) "
        "ORDER BY (v.id = :name) DESC, (:published AND v.status = 'published') DESC, v.number DESC LIMIT 1",
        {"name": name, "key": key, "number": number, "published": is_published},
    ).fetchone()
    if row is None:
        raise Refusal(tr("There is no scorecard “{name}” in this workspace; “scorecard list” shows them.", name=name))
    return _entry(row)


def get_version(workspace: Workspace, version_id: str) -> ScorecardVersion:
    """The version itself. Refused for a draft that has faults still: `get_definition` gives it as it is written."""
    return read_stored_definition(definition_row(workspace.connection, version_id))


def get_definition(workspace: Workspace, version_id: str) -> Definition:
    """What a version is written as; a draft as it stands at this moment, faulty or not."""
    return stored_tree(definition_row(workspace.connection, version_id))


def definition_row(connection: sqlite3.Connection, version_id: str) -> str:
    """The stored text of a version, with what is being edited of it."""
    row = connection.execute(
        "SELECT coalesce(e.definition, v.definition) AS definition FROM scorecard_versions v "
        "LEFT JOIN scorecard_edits e ON e.version_id = v.id WHERE v.id = ?",
        [version_id],
    ).fetchone()
    if row is None:
        raise Refusal(tr("There is no scorecard “{name}” in this workspace; “scorecard list” shows them.", name=version_id))
    return str(row["definition"])


def compare_scorecards(workspace: Workspace, older: str | Path, newer: str | Path) -> Comparison:
    """What became of one version in another; names as for `find_version`, or files."""
    first, second = (
        get_version(workspace, find_version(workspace, one).id) if isinstance(one, str) else load_scorecard_file(one)
        for one in (older, newer)
    )
    return compare_versions(first, second)


def version_on(workspace: Workspace, version_id: str, channel: str | None) -> ScorecardVersion:
    """The version as it is asked on a channel: without the questions that belong to other channels."""
    return get_version(workspace, version_id).for_channel(channel)


def export_scorecard(workspace: Workspace, name: str, *, as_json: bool = False) -> str:
    """A version as YAML or JSON, a draft also with its faults; `name` as for `find_version`."""
    definition = get_definition(workspace, find_version(workspace, name).id)
    return definition_json(definition) if as_json else definition_yaml(definition)


def ready_made_scorecards() -> list[Path]:
    """The scorecard files that ship with the program."""
    return sorted(shipped_scorecards().glob("*.yaml"))


def add_scorecard_file(workspace: Workspace, path: Path, *, publish: bool = True) -> VersionEntry:
    """Take a scorecard from a file into the workspace, ready to be used unless it is to stay a draft."""
    load_scorecard_file(path)  # refused with its faults
    definition = definition_in_text(read_text_file(path))
    version_id = add_definition(workspace, definition, key=path.stem)
    return publish_scorecard(workspace, version_id) if publish else find_version(workspace, version_id)


_ENTRIES = f"""
SELECT v.id, v.scorecard_id, s.key, {title_json("coalesce(x.definition, v.definition)")} AS titles, s.title, s.channel,
  v.number, v.status, v.published_at,
  (SELECT count(*) FROM evaluations e WHERE e.scorecard_version_id = v.id) AS evaluations,
  (SELECT max(e.created_at) FROM evaluations e WHERE e.scorecard_version_id = v.id) AS last_used_at
FROM scorecard_versions v JOIN scorecards s ON s.id = v.scorecard_id LEFT JOIN scorecard_edits x ON x.version_id = v.id
"""


def _entry(row: sqlite3.Row) -> VersionEntry:
    fields = dict(row)
    title = said_title(fields.pop("titles"), fields.pop("title"))
    return VersionEntry(**fields, title=title)
