from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.media.transcripts import Attachment, Utterance
from tests.media.threads.conftest import only

if TYPE_CHECKING:
    from tests.media.threads.conftest import Reader

AT = 1782378000


def test_todays_form_newest_first_with_notes_line_items_and_attachments(read: Reader) -> None:
    user, customer = (
        {"type": "user", "first": "Rui", "last": "Costa"},
        {"type": "customer", "first": "Ana", "email": "a@b.example"},
    )
    threads = [
        {"type": "reply", "state": "draft", "body": "not sent", "createdBy": user, "createdAt": "2026-06-25T09:09:00Z"},
        {"type": "reply", "body": "Try<br>again", "createdBy": user, "createdAt": "2026-06-25T09:05:00Z", "to": ["a@b.example"],
         "_embedded": {"attachments": [{"filename": "how.pdf", "size": 7}]}},
        {"type": "lineitem", "action": {"text": "Rui assigned"}, "createdBy": user, "createdAt": "2026-06-25T09:02:00Z"},
        {"type": "note", "body": "VIP", "createdBy": user, "createdAt": "2026-06-25T09:01:00Z"},
        {"type": "customer", "body": "<p>Broken</p>", "createdBy": customer, "createdAt": "2026-06-25T09:00:00Z"},
    ]  # fmt: skip
    one = {"id": 99, "number": 349, "type": "email", "subject": "Help", "_embedded": {"threads": threads}}
    found = only(read("a.json", {"_embedded": {"conversations": [one]}}))
    assert (found.key, found.channel, found.subject) == ("349", "email", "Help")
    assert found.utterances == (
        Utterance("Broken", "customer", "Ana", at=AT),
        Utterance("VIP", "agent", "Rui Costa", at=AT + 60, is_internal=True),
        Utterance("Rui assigned", "system", "Rui Costa", at=AT + 120),
        Utterance(
            "Try\nagain", "agent", "Rui Costa", at=AT + 300, recipients="a@b.example", attachments=(Attachment("how.pdf", 7),)
        ),
    )


def test_the_first_form(read: Reader) -> None:
    rui, ana = {"type": "user", "firstName": "Rui"}, {"type": "customer", "email": "a@b.example"}
    file = {"fileName": "x.png", "size": 1}
    threads = [
        {"type": "message", "body": "Hello", "createdAt": "2026-06-25T09:01:00Z", "createdBy": rui},
        {"type": "customer", "body": "Hi", "createdAt": "2026-06-25T09:00:00Z", "createdBy": ana, "attachments": [file]},
    ]
    found = only(read("a.json", {"item": {"id": 2391938111, "subject": "Help", "threads": threads}}))
    assert found.utterances == (
        Utterance("Hi", "customer", "a@b.example", at=AT, attachments=(Attachment("x.png", 1),)),
        Utterance("Hello", "agent", "Rui", at=AT + 60),
    )
