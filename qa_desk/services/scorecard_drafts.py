"""The life of a scorecard's draft: begun, edited change by change, copied, deleted. Publishing and retiring: `scorecards`.

Each change of an editing session is on the disk at once in the unlogged table `scorecard_edits`; leaving the draft enters it
into the logged version. A draft may be faulty all that time: only publishing asks for a scorecard without faults.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.domain.definition_paths import items_at, text_at, value_at, with_inserted, with_value
from qa_desk.domain.definition_texts import any_text
from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.domain.scorecard_editing import is_editable, path_of_lineage, unfolded
from qa_desk.domain.scorecard_writing import example_definition, text_definition
from qa_desk.services.scorecards import (
    VersionEntry,
    add_definition,
    enter_edits,
    find_version,
    get_definition,
    new_version_row,
)
from qa_desk.workspace.scorecard_files import definition_text

if TYPE_CHECKING:
    from qa_desk.domain.scorecard import Example, Text
    from qa_desk.domain.scorecard_writing import Definition
    from qa_desk.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it is taken into the editor. `revision` is what the next change must follow."""

    entry: VersionEntry
    definition: Definition
    revision: int
    has_published: bool
    """Whether the scorecard has versions that were published: its key is then fixed."""


def load_draft(workspace: Workspace, version_id: str) -> Draft:
    """A draft as it stands, in the form that the editor works on; refused for a version that never changes again."""
    entry = find_version(workspace, version_id)
    if entry.status != "draft":
        raise Refusal(tr("{name} is published and never changes; make a new draft of it.", name=entry.name))
    definition = get_definition(workspace, version_id)
    if not is_editable(definition):
        raise Refusal(tr("{name} has not the shape of a scorecard; mend its file and take it up again.", name=entry.name))
    row = workspace.connection.execute("SELECT revision FROM scorecard_edits WHERE version_id = ?", [version_id]).fetchone()
    published = workspace.connection.execute(
        "SELECT count(*) FROM scorecard_versions WHERE scorecard_id = ? AND status <> 'draft'", [entry.scorecard_id]
    ).fetchone()[0]
    return Draft(entry, unfolded(definition), row["revision"] if row else 0, bool(published))


def keep_draft(workspace: Workspace, version_id: str, definition: Definition, revision: int) -> int:
    """Have a changed draft on the disk now; the revision that the next change must follow.

    Refused where another window changed it since, or where it is a draft no more.
    """
    with workspace.transaction() as connection:
        row = connection.execute("SELECT revision FROM scorecard_edits WHERE version_id = ?", [version_id]).fetchone()
        if (row["revision"] if row else 0) != revision:
            raise Refusal(tr("This draft was changed in another window; it is shown as it is now."))
        try:
            connection.execute(
                "INSERT INTO scorecard_edits (version_id, definition, revision, edited_at) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (version_id) DO UPDATE SET definition = excluded.definition, revision = excluded.revision, "
                "edited_at = excluded.edited_at",
                [version_id, definition_text(definition), revision + 1, workspace.clock.now()],
            )
        except sqlite3.IntegrityError as error:
            raise Refusal(tr("This is a draft no more: it was published or deleted in another window.")) from error
    return revision + 1


def start_draft(workspace: Workspace, definition: Definition) -> str:
    """Keep a definition as the draft of a new scorecard, under its key or one like it that is free; the version's id."""
    key = free_key(workspace, text_at(definition, ("key",)) or "scorecard")
    return add_definition(workspace, {**definition, "key": key})


def free_key(workspace: Workspace, wish: str) -> str:
    """A key nobody has: the wished one, else with a number."""
    taken = {row["key"] for row in workspace.connection.execute("SELECT key FROM scorecards")}
    return next(key for key in (wish, *(f"{wish}-{number}" for number in range(2, 10_000))) if key not in taken)


def draft_from(workspace: Workspace, version_id: str) -> str:
    """A new draft of the same scorecard, written as this version is; refused while there is another draft."""
    with workspace.transaction() as connection:
        entry = find_version(workspace, version_id)
        latest = connection.execute(
            "SELECT number, status FROM scorecard_versions WHERE scorecard_id = ? ORDER BY number DESC LIMIT 1",
            [entry.scorecard_id],
        ).fetchone()
        if latest["status"] == "draft":
            message = tr("{title} has a draft already (v{number}): publish or delete it first.", title=entry.title, **latest)
            raise Refusal(message)
        definition = with_value(get_definition(workspace, entry.id), ("key",), entry.key)
        now = workspace.clock.now()
        return new_version_row(workspace, entry.scorecard_id, latest["number"] + 1, definition_text(definition), now)


def copy_scorecard(workspace: Workspace, version_id: str) -> str:
    """A new scorecard, as a draft that is written as this version is; the draft's id."""
    with workspace.transaction():
        entry = find_version(workspace, version_id)
        definition = get_definition(workspace, entry.id)
        title = value_at(definition, ("title",))
        if isinstance(title, dict):
            titled: object = {language: tr("{title} (copy)", title=text) for language, text in title.items()}
        else:
            titled = tr("{title} (copy)", title=any_text(title) or entry.title)
        return start_draft(workspace, {**definition, "key": f"{entry.key}-copy", "title": titled})


def delete_draft(workspace: Workspace, version_id: str) -> VersionEntry:
    """Take a draft away, and with it a scorecard that has no other version; what it was."""
    with workspace.transaction() as connection:
        entry = find_version(workspace, version_id)
        if entry.status != "draft":
            raise Refusal(tr("{name} was published and is kept for ever; it can be retired.", name=entry.name))
        enter_edits(workspace, version_id)  # so that the change log knows what went
        try:
            connection.execute("DELETE FROM scorecard_versions WHERE id = ?", [version_id])
            connection.execute(
                "DELETE FROM scorecards WHERE id = :id "
                "AND NOT EXISTS (SELECT 1 FROM scorecard_versions WHERE scorecard_id = :id)",
                {"id": entry.scorecard_id},
            )
        except sqlite3.IntegrityError as error:
            raise Refusal(tr("{name} is used by something and stays.", name=entry.name)) from error
    return entry


def current_draft(workspace: Workspace, scorecard_key: str) -> str:
    """The draft of a scorecard; where there is none, a new one from its latest published version."""
    with workspace.transaction():
        newest = find_version(workspace, scorecard_key)
        if newest.status == "draft":
            return newest.id
        return draft_from(workspace, find_version(workspace, newest.scorecard_id, is_published=True).id)


def add_example(
    workspace: Workspace, scorecard_key: str, question_lineage: str, example: Example | None, guidance: Text | None = None
) -> str:
    """Put an example and/or a guidance text to a question into the scorecard's current draft; the draft's id.

    A guidance is added under the one that is there. The same example or guidance again changes nothing.
    """
    with workspace.transaction():
        version_id = current_draft(workspace, scorecard_key)
        draft = load_draft(workspace, version_id)
        changed = with_rule(draft.definition, question_lineage, example, guidance)
        if changed != draft.definition:
            keep_draft(workspace, version_id, changed, draft.revision)
            enter_edits(workspace, version_id)
    return version_id


def with_rule(definition: Definition, lineage: str, example: Example | None, guidance: Text | None) -> Definition:
    """A definition whose question of this lineage has one more example and/or a guidance with one more line."""
    path = path_of_lineage(definition, lineage)
    if path is None:
        raise Refusal(tr("The scorecard has no question of lineage “{lineage}”.", lineage=lineage))
    if example is not None:
        entry = example_definition(example)
        known = items_at(definition, (*path, "examples"))
        if entry not in known:
            definition = with_inserted(definition, (*path, "examples"), len(known), entry)
    if guidance:
        place = (*path, "guidance")
        definition = with_value(definition, place, _joined(value_at(definition, place), text_definition(guidance)))
    return definition


def _joined(there: object, more: object) -> object:
    """A guidance with another one under it, language by language."""
    by_language = dict(there) if isinstance(there, dict) else {"": there} if there else {}
    for language, text in (more if isinstance(more, dict) else {"": more}).items():
        held = str(by_language.get(language) or "")
        if str(text) not in held.splitlines() and str(text) != held:
            by_language[language] = f"{held}\n{text}" if held else text
    return by_language[""] if set(by_language) == {""} else by_language
