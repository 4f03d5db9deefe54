"""What a session is made of: interactions and evaluators, by the names that people use and as a list to choose from."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.services.centre_time import zone_of
from qa_desk.services.interaction_detail import load_interaction

if TYPE_CHECKING:
    from datetime import date

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


PACK_KIND = "calibration_pack"
"""The kind of the import batch that remembers that a session came here in a pack."""


def came_by_pack(workspace: Workspace, session_id: str) -> bool:
    """Whether a session was opened elsewhere and came here in a pack."""
    row = workspace.connection.execute(
        "SELECT 1 FROM import_batches WHERE kind = ? AND json_extract(mapping, '$.session') = ?", [PACK_KIND, session_id]
    ).fetchone()
    return row is not None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An interaction that a session could take."""

    id: str
    reference: str
    """Its id elsewhere, else the end of ours."""
    subject: str | None
    channel: str
    agent: str | None
    day: date | None
    """In the centre's time zone."""
    duration_s: float | None


def interactions_to_calibrate(workspace: Workspace, limit: int = 500) -> list[Candidate]:
    """The latest interactions of each channel, newest first; those that can be heard or read before the others."""
    zone = zone_of(workspace)
    rows = workspace.connection.execute(
        """
        WITH found AS (
          SELECT i.id, i.external_id, i.subject, i.channel, i.agent_id, i.started_at, i.duration_s,
            EXISTS (SELECT 1 FROM media m WHERE m.interaction_id = i.id)
              OR EXISTS (SELECT 1 FROM utterances u WHERE u.interaction_id = i.id) AS is_there
          FROM interactions i
        ), ranked AS (
          SELECT *, row_number() OVER (PARTITION BY channel ORDER BY is_there DESC, started_at DESC, id DESC) AS place FROM found
        )
        SELECT r.id, ifnull(nullif(r.external_id, ''), substr(r.id, -8)) AS reference, nullif(trim(r.subject), '') AS subject,
          r.channel, a.name AS agent, r.started_at, r.duration_s
        FROM ranked r LEFT JOIN agents a ON a.id = r.agent_id WHERE r.place <= ?
        ORDER BY r.is_there DESC, r.started_at DESC, r.id DESC
        """,
        [limit],
    )
    return [
        Candidate(
            id=row["id"],
            reference=row["reference"],
            subject=row["subject"],
            channel=row["channel"],
            agent=row["agent"],
            day=None if row["started_at"] is None else datetime.fromtimestamp(row["started_at"], zone).date(),
            duration_s=row["duration_s"],
        )
        for row in rows
    ]


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
