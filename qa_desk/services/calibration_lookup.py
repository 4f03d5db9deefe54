"""What a session is made of: interactions and evaluators, by the names that people use and as a list to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace


def find_interaction(workspace: Workspace, name: str) -> str:
    """The id of an interaction named by its id or its id elsewhere."""
    row = workspace.connection.execute("SELECT id FROM interactions WHERE id = ? OR external_id = ?", [name, name]).fetchone()
    if row is None:
        raise Refusal(tr("There is no {what} “{name}” in this workspace.", what=tr("interaction"), name=name))
    return str(row["id"])


def find_evaluator(workspace: Workspace, name: str) -> str:
    """The id of an evaluator named by id or name."""
    row = workspace.connection.execute("SELECT id FROM evaluators WHERE id = ? OR name = ?", [name, name]).fetchone()
    if row is None:
        raise Refusal(tr("There is no {what} “{name}” in this workspace.", what=tr("evaluator"), name=name))
    return str(row["id"])


@dataclass(frozen=True, slots=True)
class Candidate:
    """An interaction that a session could take."""

    id: str
    label: str
    channel: str
    agent: str | None
    started_at: int | None


def interactions_to_calibrate(workspace: Workspace, limit: int = 500) -> list[Candidate]:
    """The latest interactions, newest first; those that can be heard or read before the others."""
    rows = workspace.connection.execute(
        """
        SELECT i.id, ifnull(i.subject, ifnull(i.external_id, substr(i.id, -8))) AS label, i.channel, a.name AS agent, i.started_at
        FROM interactions i LEFT JOIN agents a ON a.id = i.agent_id
        ORDER BY EXISTS (SELECT 1 FROM media m WHERE m.interaction_id = i.id)
              OR EXISTS (SELECT 1 FROM utterances u WHERE u.interaction_id = i.id) DESC, i.started_at DESC, i.id DESC LIMIT ?
        """,
        [limit],
    )
    return [Candidate(**dict(row)) for row in rows]
