from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.media.transcripts import Attachment, Utterance
from tests.media.threads.conftest import only

if TYPE_CHECKING:
    from tests.media.threads.conftest import Reader


def test_a_conversation_with_its_first_message_parts_and_notes(read: Reader) -> None:
    rui = {"type": "admin", "name": "Rui"}
    parts = [
        {"part_type": "assignment", "body": None, "created_at": 1782378060, "author": {"type": "bot", "name": "Fin"}},
        {"part_type": "comment", "body": "<p>Hello<br>you</p>", "created_at": 1782378120, "author": rui},
        {"part_type": "note", "body": "<p>angry</p>", "created_at": 1782378180, "author": rui},
        {"part_type": "comment", "body": "", "created_at": 1782378240, "author": rui,
         "attachments": [{"name": "a.pdf", "filesize": 12, "url": "https://x.example/a.pdf"}]},
    ]  # fmt: skip
    source = {
        "type": "conversation",
        "subject": "<p>Router</p>",
        "body": "<p>It&#39;s broken</p>",
        "author": {"type": "lead", "email": "a@b.example"},
    }
    document = {"id": "147", "created_at": 1782378000, "source": source, "conversation_parts": {"conversation_parts": parts}}
    chat = only(read("a.json", document))
    assert (chat.key, chat.channel, chat.subject) == ("147", "chat", "Router")
    at = 1782378000
    assert chat.utterances == (
        Utterance("It's broken", "customer", "a@b.example", at=at),
        Utterance("Hello\nyou", "agent", "Rui", at=at + 120),
        Utterance("angry", "agent", "Rui", at=at + 180, is_internal=True),
        Utterance("", "agent", "Rui", at=at + 240, attachments=(Attachment("a.pdf", 12),)),
    )


def test_the_export_of_messages_is_in_utc_and_gathers_conversations(read: Reader) -> None:
    rows = (
        "message_id,message_body,message_type,message_created_at,message_author_type,message_author_id,conversation_id\n"
        "1,<p>Hi</p>,comment,2017-11-14 21:45:08,user,u1,c1\n"
        "2,Other,comment,2017-11-14 21:45:09,lead,u2,c2\n"
        '3,"Two\nlines",comment,2017-11-14 21:46:08,admin,a1,c1\n'
    )
    found = read("messages.csv", rows)
    assert (found.forms, found.notes) == (("intercom",), ())
    first = found.conversations[0][1]
    assert (first.key, first.utterances) == (
        "c1",
        (Utterance("Hi", "customer", "u1", at=1510695908), Utterance("Two\nlines", "agent", "a1", at=1510695968)),
    )
