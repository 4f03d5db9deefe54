"""Words while they are typed: on the disk at each key, in the change log once a pause.

Each key replaces one small row that is not logged. The pause writes the answer, comment, marker or summary itself
and takes the row away in the same transaction. What a killed program left is entered when its draft is taken up again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from qa_desk.domain.answer_words import held_answer
from qa_desk.domain.evaluation import answered
from qa_desk.services.evaluation_rows import draft_row, stored_answer, write_answer
from qa_desk.services.scorecards import version_on

if TYPE_CHECKING:
    import sqlite3

    from qa_desk.workspace.workspace import Workspace

Field = Literal["answer", "comment", "marker", "summary"]


def keep_words(workspace: Workspace, evaluation_id: str, field: Field, about: str, text: str) -> None:
    """Hold what a field says at this key. `about` is the question or the marker; the summary is about "" (the whole)."""
    with workspace.transaction() as connection:
        draft_row(connection, evaluation_id)
        connection.execute(
            "INSERT INTO typed_words (evaluation_id, field, about, text) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (evaluation_id, field, about) DO UPDATE SET text = excluded.text",
            [evaluation_id, field, about, text],
        )


def clear_words(connection: sqlite3.Connection, evaluation_id: str, field: Field, about: str) -> None:
    """What was held of a field is entered now, or does not hold any more."""
    connection.execute(
        "DELETE FROM typed_words WHERE evaluation_id = ? AND field = ? AND about = ?", [evaluation_id, field, about]
    )


def enter_words(workspace: Workspace, evaluation_id: str) -> bool:
    """Enter all that is held into the draft's answers, comments, markers and summary; whether there was anything."""
    connection = workspace.connection
    if connection.execute("SELECT 1 FROM typed_words WHERE evaluation_id = ?", [evaluation_id]).fetchone() is None:
        return False
    with workspace.transaction():
        held = connection.execute("SELECT field, about, text FROM typed_words WHERE evaluation_id = ?", [evaluation_id])
        for row in held.fetchall():
            if row["field"] == "answer":
                _enter_answer(workspace, evaluation_id, row["about"], row["text"])
            elif row["field"] == "comment":
                _enter_comment(workspace, evaluation_id, row["about"], row["text"].strip() or None)
            elif row["field"] == "marker":
                connection.execute(
                    "UPDATE markers SET text = :text WHERE id = :id AND evaluation_id = :evaluation AND text <> :text",
                    {"text": row["text"], "id": row["about"], "evaluation": evaluation_id},
                )
            else:
                connection.execute(
                    "UPDATE evaluations SET summary = :text WHERE id = :id AND summary IS NOT :text",
                    {"text": row["text"].strip() or None, "id": evaluation_id},
                )
        connection.execute("DELETE FROM typed_words WHERE evaluation_id = ?", [evaluation_id])
    return True


def _enter_comment(workspace: Workspace, evaluation_id: str, question_id: str, comment: str | None) -> None:
    before = stored_answer(workspace.connection, evaluation_id, question_id)
    if before.comment != comment:
        write_answer(workspace, workspace.connection, evaluation_id, replace(before, comment=comment))


def _enter_answer(workspace: Workspace, evaluation_id: str, question_id: str, text: str) -> None:
    """What was typed into a question's own field: entered where it is an answer, and no answer where it is none yet."""
    row = draft_row(workspace.connection, evaluation_id)
    question = version_on(workspace, row["scorecard_version_id"], row["channel"]).question(question_id)
    if question is None:
        return
    before = stored_answer(workspace.connection, evaluation_id, question_id)
    value = held_answer(question, text)
    if before.value != value:
        write_answer(workspace, workspace.connection, evaluation_id, answered(question, before, value))
