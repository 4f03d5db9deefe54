"""All that happened to an evaluation: the original, what was said of it, its disputes with both scores, its revisions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from qa_desk.domain.disputes import State
from qa_desk.services.acknowledgements import acknowledgements_of
from qa_desk.services.dispute_rows import speaks_to_agent
from qa_desk.services.disputes import disputes_of
from qa_desk.services.evaluation_chain import chain_of

if TYPE_CHECKING:
    from qa_desk.domain.disputes import Dispute
    from qa_desk.services.acknowledgements import Acknowledgement
    from qa_desk.services.evaluation_chain import Link
    from qa_desk.workspace.workspace import Workspace


class Event(StrEnum):
    """What happened."""

    SUBMITTED = "submitted"
    REVISED = "revised"
    REVISING = "revising"
    ACKNOWLEDGED = "acknowledged"
    DISPUTED = "disputed"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Chapter:
    """One thing that happened, with what it was about; `at` None: it is going on."""

    event: Event
    at: int | None
    evaluation_id: str
    link: Link | None = None
    dispute: Dispute | None = None
    acknowledgement: Acknowledgement | None = None


def story_of(workspace: Workspace, evaluation_id: str) -> tuple[Chapter, ...]:
    """Everything in the order in which it happened. A blind sheet has no story to tell."""
    if not speaks_to_agent(workspace.connection, evaluation_id):
        return ()
    chapters: list[Chapter] = []
    for number, link in enumerate(chain_of(workspace.connection, evaluation_id)):
        if not link.is_submitted:
            if number:
                chapters.append(Chapter(Event.REVISING, None, link.id, link=link))
            continue
        chapters.append(Chapter(Event.REVISED if number else Event.SUBMITTED, link.submitted_at, link.id, link=link))
        words = acknowledgements_of(workspace, link.id)
        chapters += [Chapter(Event.ACKNOWLEDGED, said.at, link.id, acknowledgement=said) for said in words]
        for dispute in disputes_of(workspace, link.id):
            chapters.append(Chapter(Event.DISPUTED, dispute.raised_at, link.id, dispute=dispute))
            if not dispute.is_open:
                event = Event.DECIDED if dispute.state is State.DECIDED else Event.WITHDRAWN
                chapters.append(Chapter(event, dispute.closed_at, link.id, dispute=dispute))
    # a decision and the revision it made share their second: the decision is told first, as it came first
    return tuple(sorted(chapters, key=lambda each: (each.at is None, each.at or 0, each.event is Event.REVISED)))
