from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.media.transcripts import Utterance
from tests.media.threads.conftest import only

if TYPE_CHECKING:
    from tests.media.threads.conftest import Reader


def test_the_description_begins_the_thread_and_private_notes_are_internal(read: Reader) -> None:
    messages = [
        {"body_text": "Have you tried?", "incoming": False, "private": False, "user_id": 9, "created_at": "2026-06-25T09:05:00Z"},
        {"body": "<p>hm</p>", "incoming": False, "private": True, "user_id": 9, "created_at": "2026-06-25T09:06:00Z"},
        {"body_text": "Yes", "incoming": True, "from_email": "a@b.example", "created_at": "2026-06-25T09:07:00Z"},
    ]
    ticket = {"id": 4, "subject": "Help", "description_text": "Broken", "requester_id": 8, "created_at": "2026-06-25T09:00:00Z",
              "conversations": messages}  # fmt: skip
    found = only(read("a.json", [ticket]))
    at = 1782378000
    assert (found.key, found.channel, found.subject) == ("4", "ticket", "Help")
    assert found.utterances == (
        Utterance("Broken", "customer", "8", at=at),
        Utterance("Have you tried?", "agent", "9", at=at + 300),
        Utterance("hm", "agent", "9", at=at + 360, is_internal=True),
        Utterance("Yes", "customer", "a@b.example", at=at + 420),
    )
