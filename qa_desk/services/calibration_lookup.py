"""What a session is made of: interactions and evaluators, by the names that people use and as a list to choose from."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.services.interaction_detail import load_interaction

if TYPE_CHECKING:
    from qa_desk.domain.calibration_report import Session
    from qa_desk.services.interaction_detail import InteractionDetail
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


def interaction_to_score(workspace: Workspace, session: Session, interaction_id: str) -> InteractionDetail:
    """What a person hears and reads while they score blind: without the agent's name where the session hides it."""
    detail = load_interaction(workspace, interaction_id)
    if not session.agent_hidden or session.state.is_revealed:
        return detail
    lines = tuple(
        replace(
            line,
            author=None if line.speaker == "agent" else without_name(line.author, detail.agent) if line.author else None,
            text=without_name(line.text, detail.agent),
        )
        for line in detail.utterances
    )
    return replace(
        detail,
        reference=without_name(detail.reference, detail.agent, in_any_case=True),
        agent=None,
        team=None,
        subject=without_name(detail.subject, detail.agent, in_any_case=True) if detail.subject else None,
        utterances=lines,
    )


_HIDDEN = "•••"
_SHORTEST_NAME = 3
"""Shorter parts of a name ("de", "Li") are words of too many other sentences."""


def without_name(text: str, name: str | None, *, in_any_case: bool = False) -> str:
    """The text with the name, and each part of it that stands as a word of its own, made unreadable.

    In speech "Mark" is a name and "mark" is a word; file names and ids (`in_any_case`) know no such difference.
    """
    if not name:
        return text
    parts = [name, *(part for part in re.split(r"[\s._-]+", name) if len(part) >= _SHORTEST_NAME)]
    for part in parts:
        inner = re.escape(part)
        bounded = rf"(?<![^\W_]){inner}(?![^\W_])" if part.isascii() else inner
        text = re.sub(bounded, _HIDDEN, text, flags=re.IGNORECASE if in_any_case else 0)
    return text
