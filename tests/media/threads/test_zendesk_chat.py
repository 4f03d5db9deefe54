from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.media.transcripts import Attachment, Utterance
from tests.media.threads.conftest import only

if TYPE_CHECKING:
    from tests.media.threads.conftest import Reader


def test_a_history_of_messages_files_and_notes(read: Reader) -> None:
    history = [
        {"type": "chat.memberjoin", "timestamp": "2026-06-25T09:00:00Z", "name": "Visitor 7", "nick": "visitor"},
        {"type": "chat.msg", "timestamp": "2026-06-25T09:00:10Z", "name": "Visitor 7", "nick": "visitor", "msg": "hi <3"},
        {"type": "chat.msg", "timestamp": "2026-06-25T09:00:20Z", "name": "Rui", "nick": "agent:12", "msg": "hello"},
        {
            "type": "chat.msg",
            "timestamp": "2026-06-25T09:00:21Z",
            "name": "Bot",
            "nick": "agent:trigger",
            "sender_type": "Trigger",
            "msg": "?",
        },
        {
            "type": "chat.file",
            "timestamp": "2026-06-25T09:00:30Z",
            "name": "Rui",
            "nick": "agent:12",
            "attachment": {"name": "a.png", "size": 5},
        },
        {"type": "chat.comment", "timestamp": "2026-06-25T09:00:40Z", "name": "Rui", "new_comment": "rude"},
    ]
    chat = only(read("a.json", {"chats": [{"id": "2606.1", "visitor": {"name": "Visitor 7"}, "history": history}]}))
    assert (chat.key, chat.channel) == ("2606.1", "chat")
    at = 1782378000
    assert chat.utterances == (
        Utterance("hi <3", "customer", "Visitor 7", at=at + 10),
        Utterance("hello", "agent", "Rui", at=at + 20),
        Utterance("?", "system", "Bot", at=at + 21),
        Utterance("", "agent", "Rui", at=at + 30, attachments=(Attachment("a.png", 5),)),
        Utterance("rude", "agent", "Rui", at=at + 40, is_internal=True),
    )
