"""The library of best practices: interactions, stretches of recordings and messages that show how a question is met well.

Coaching takes from it what fits a question. Nothing is copied: the recording stays where it is. What is taken out of the
library stays known, and can be put back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr

if TYPE_CHECKING:
    import sqlite3

    from qa_desk.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Moment:
    """Where in the interaction: from second to second, at a message, or (nothing) all of it."""

    start_s: float | None = None
    end_s: float | None = None
    utterance_position: int | None = None


ALL_OF_IT = Moment()


@dataclass(frozen=True, slots=True)
class BestPractice:
    """An entry of the library, with what it can be found by."""

    id: str
    interaction_id: str
    question_key: str
    """The scorecard and the question's lineage, as everywhere in coaching: "scorecard/lineage"; "" for none."""
    title: str
    note: str
    moment: Moment
    flagged_by: str
    created_at: int
    reference: str
    channel: str
    agent: str | None
    language: str | None
    message: str | None
    """The words of the message, where it is one."""


def flag_best_practice(
    workspace: Workspace,
    interaction_id: str,
    title: str,
    *,
    by: str,
    question: str = "",
    note: str = "",
    moment: Moment = ALL_OF_IT,
) -> BestPractice:
    """Take a moment of an interaction, or all of it, into the library. `question` is a key (`question_keys`)."""
    if not title.strip():
        raise Refusal(tr("Say in a few words what is done well here."))
    if not by.strip():
        raise Refusal(tr("Say first who is scoring (on Today)."))
    with workspace.transaction() as connection:
        _check_moment(connection, interaction_id, moment)
        practice_id = workspace.clock.new_id()
        connection.execute(
            "INSERT INTO best_practices (id, interaction_id, question_key, title, note, start_s, end_s, utterance_position, "
            "flagged_by, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                practice_id,
                interaction_id,
                question,
                title.strip(),
                note.strip(),
                moment.start_s,
                moment.end_s,
                moment.utterance_position,
                by.strip(),
                workspace.clock.now(),
            ],
        )
    return _one(workspace, practice_id)


def change_best_practice(workspace: Workspace, practice_id: str, *, title: str, note: str, moment: Moment) -> BestPractice:
    """Say it better, or cut the clip otherwise."""
    if not title.strip():
        raise Refusal(tr("Say in a few words what is done well here."))
    with workspace.transaction() as connection:
        practice = _one(workspace, practice_id)
        _check_moment(connection, practice.interaction_id, moment)
        connection.execute(
            "UPDATE best_practices SET title = ?, note = ?, start_s = ?, end_s = ?, utterance_position = ? WHERE id = ?",
            [title.strip(), note.strip(), moment.start_s, moment.end_s, moment.utterance_position, practice_id],
        )
    return _one(workspace, practice_id)


def remove_best_practice(workspace: Workspace, practice_id: str, *, by: str) -> None:
    """Take an entry out of the library; it stays known and can be put back."""
    with workspace.transaction() as connection:
        _one(workspace, practice_id)
        connection.execute(
            "UPDATE best_practices SET removed_at = ?, removed_by = ? WHERE id = ? AND removed_at IS NULL",
            [workspace.clock.now(), by, practice_id],
        )


def restore_best_practice(workspace: Workspace, practice_id: str) -> BestPractice:
    """Put an entry back into the library."""
    with workspace.transaction() as connection:
        connection.execute(
            "UPDATE best_practices SET removed_at = NULL, removed_by = NULL WHERE id = ? AND removed_at IS NOT NULL",
            [practice_id],
        )
    return _one(workspace, practice_id)


def list_best_practices(workspace: Workspace) -> list[BestPractice]:
    """The whole library, the newest first."""
    rows = workspace.connection.execute(f"{_PRACTICES} WHERE b.removed_at IS NULL ORDER BY b.created_at DESC, b.id DESC")
    return [_practice(row) for row in rows]


def best_practices_for(workspace: Workspace, question_lineage: str) -> list[BestPractice]:
    """What the library holds for a question ("scorecard/lineage"), the newest first."""
    rows = workspace.connection.execute(
        f"{_PRACTICES} WHERE b.removed_at IS NULL AND b.question_key = ? ORDER BY b.created_at DESC, b.id DESC",
        [question_lineage],
    )
    return [_practice(row) for row in rows]


_PRACTICES = """
SELECT b.id, b.interaction_id, b.question_key, b.title, b.note, b.start_s, b.end_s, b.utterance_position, b.flagged_by,
  b.created_at, ifnull(i.external_id, substr(i.id, -8)) AS reference, i.channel, a.name AS agent, i.language, u.text AS message
FROM best_practices b JOIN interactions i ON i.id = b.interaction_id LEFT JOIN agents a ON a.id = i.agent_id
LEFT JOIN utterances u ON u.interaction_id = b.interaction_id AND u.position = b.utterance_position
"""


def _one(workspace: Workspace, practice_id: str) -> BestPractice:
    row = workspace.connection.execute(f"{_PRACTICES} WHERE b.id = ?", [practice_id]).fetchone()
    if row is None:
        raise Refusal(tr("There is no such best practice in the library."))
    return _practice(row)


def _practice(row: sqlite3.Row) -> BestPractice:
    fields = dict(row)
    moment = Moment(fields.pop("start_s"), fields.pop("end_s"), fields.pop("utterance_position"))
    return BestPractice(**fields, moment=moment)


def _check_moment(connection: sqlite3.Connection, interaction_id: str, moment: Moment) -> None:
    row = connection.execute(
        "SELECT (SELECT count(*) FROM utterances u WHERE u.interaction_id = i.id) AS messages FROM interactions i WHERE i.id = ?",
        [interaction_id],
    ).fetchone()
    if row is None:
        raise Refusal(tr("There is no interaction “{name}” in this workspace.", name=interaction_id))
    if moment.utterance_position is not None and not 0 <= moment.utterance_position < row["messages"]:
        raise Refusal(tr("The interaction has no message {number}.", number=moment.utterance_position + 1))
    if moment.start_s is not None and moment.start_s < 0:
        raise Refusal(tr("A clip begins at 0:00 or later."))
    if moment.end_s is not None and moment.end_s <= (moment.start_s or 0):
        raise Refusal(tr("The clip ends before it begins."))
