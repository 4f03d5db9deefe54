from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.media.transcripts import Attachment, Utterance
from tests.media.threads.conftest import only

if TYPE_CHECKING:
    from tests.media.threads.conftest import Reader

USERS = [{"id": 1, "name": "Ana Lim", "role": "end-user"}, {"id": 2, "name": "Rui", "role": "agent"}]


def comment(author: int, minute: int, **other: object) -> dict[str, Any]:
    return {"type": "Comment", "author_id": author, "public": True, "created_at": f"2026-06-25T09:{minute:02}:00Z", **other}


def test_comments_beside_their_ticket_with_users_notes_and_attachments(read: Reader) -> None:
    comments = [
        comment(1, 0, plain_body="It&nbsp;is broken.\n", html_body="<p>It is broken.</p>"),
        comment(2, 5, html_body="<div>Poor <b>thing</b></div>", body="Poor **thing**", public=False),
        comment(2, 9, body="Try again", attachments=[{"file_name": "how.pdf", "size": 10, "content_url": "https://x.example"}]),
    ]
    ticket = {"id": 35, "subject": "Router", "requester_id": 1, "via": {"channel": "email"}}
    found = only(read("a.json", {"ticket": ticket, "comments": comments, "users": USERS}))
    assert (found.key, found.channel, found.subject) == ("35", "email", "Router")
    at = 1782378000
    assert found.utterances == (
        Utterance("It is broken.", "customer", "Ana Lim", at=at),
        Utterance("Poor thing", "agent", "Rui", at=at + 300, is_internal=True),
        Utterance("Try again", "agent", "Rui", at=at + 540, attachments=(Attachment("how.pdf", 10),)),
    )


def test_audits_hold_comments_among_other_events(read: Reader) -> None:
    events = [{"type": "Change", "field_name": "status"}, {"type": "Comment", "author_id": 2, "body": "Done", "public": True}]
    audits = [{"ticket_id": 35, "created_at": "2026-06-25T09:00:00Z", "author_id": 2, "events": events}]
    found = only(read("a.json", {"audits": audits, "users": USERS}))
    assert (found.key, found.utterances) == ("35", (Utterance("Done", "agent", "Rui", at=1782378000),))


def test_an_export_of_tickets_one_a_line_tells_sides_by_the_requester(read: Reader) -> None:
    lines = (
        '{"id": 1, "requester_id": 8, "assignee_id": 9, "comments": [{"author_id": 8, "body": "a", "public": true}, '
        '{"author_id": 9, "body": "b", "public": true}, {"author_id": 7, "body": "c", "public": false}]}\n'
        '{"id": 2, "requester_id": 8, "comments": [{"author_id": 5, "body": "d", "public": true}]}\n'
    )
    found = read("tickets.json", lines)
    sides = [[line.speaker for line in one.utterances] for _, one in found.conversations]
    assert sides == [["customer", "agent", "agent"], ["unknown"]]


def test_a_comment_without_a_text_is_refused_by_its_ticket(read: Reader) -> None:
    tickets = [
        {"id": 1, "requester_id": 8, "comments": [comment(8, 0)]},
        {"id": 2, "requester_id": 8, "comments": [comment(8, 0, body="x")]},
    ]
    found = read("a.json", {"tickets": tickets})
    assert [(one.what, one.reason) for one in found.refused] == [("a.json, conversation 1", "message 1: “body” is missing")]


def test_tickets_without_their_comments_are_no_threads(read: Reader) -> None:
    with pytest.raises(Refusal, match="no known form"):
        read("a.json", {"tickets": [{"id": 1, "requester_id": 2, "description": "Hi"}]})
