"""One interaction with what there is to hear and to read of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.services.speech import media_of
from qa_desk.services.utterances import lines_of_interaction

if TYPE_CHECKING:
    from qa_desk.media.transcripts import Utterance
    from qa_desk.services.speech import Medium
    from qa_desk.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class InteractionDetail:
    """Everything the evaluator sees of an interaction before and while scoring it."""

    id: str
    reference: str
    channel: str
    agent: str | None
    team: str | None
    subject: str | None
    driver: str | None
    queue: str | None
    language: str | None
    started_at: int | None
    duration_s: float | None
    media: tuple[Medium, ...]
    utterances: tuple[Utterance, ...]

    @property
    def is_spoken(self) -> bool:
        """Whether there is something to listen to."""
        return bool(self.media)


def load_interaction(workspace: Workspace, interaction_id: str) -> InteractionDetail:
    """The interaction of an id; refused when there is none."""
    connection = workspace.connection
    row = connection.execute(_INTERACTION, [interaction_id]).fetchone()
    if row is None:
        raise Refusal(tr("There is no interaction “{name}” in this workspace.", name=interaction_id))
    return InteractionDetail(
        **dict(row),
        media=media_of(workspace, interaction_id),
        utterances=lines_of_interaction(workspace, interaction_id),
    )


_INTERACTION = """
SELECT i.id, ifnull(i.external_id, substr(i.id, -8)) AS reference, i.channel, a.name AS agent,
  (SELECT t.name FROM memberships m JOIN teams t ON t.id = m.team_id WHERE m.agent_id = i.agent_id
     AND (i.started_at IS NULL OR m.valid_from <= date(i.started_at, 'unixepoch'))
   ORDER BY m.valid_from DESC LIMIT 1) AS team,
  i.subject, i.driver, i.queue, i.language, i.started_at, i.duration_s
FROM interactions i LEFT JOIN agents a ON a.id = i.agent_id
WHERE i.id = ?
"""
