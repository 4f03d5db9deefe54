from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.media.transcripts import Utterance
from tests.media.threads.conftest import only

if TYPE_CHECKING:
    from tests.media.threads.conftest import Reader


def test_turns_of_a_call_in_milliseconds(read: Reader) -> None:
    turns = [
        {"ParticipantId": "AGENT", "Content": "Hello", "BeginOffsetMillis": 440, "EndOffsetMillis": 1200},
        {"ParticipantId": "CUSTOMER", "Content": "Hi", "BeginOffsetMillis": 1500, "EndOffsetMillis": 1800},
    ]
    call = only(read("a.json", {"JobName": "call-7", "LanguageCode": "en-GB", "Transcript": turns}))
    assert (call.key, call.channel, call.language) == ("call-7", "call", "en-GB")
    assert call.utterances == (Utterance("Hello", "agent", "AGENT", 0.44, 1.2), Utterance("Hi", "customer", "CUSTOMER", 1.5, 1.8))


def test_a_chat_has_roles_names_and_moments(read: Reader) -> None:
    chat = only(
        read(
            "a.json",
            {
                "Channel": "CHAT",
                "CustomerMetadata": {"ContactId": "c-9"},
                "Participants": [{"ParticipantId": "p1", "ParticipantRole": "AGENT"}],
                "Transcript": [
                    {"ParticipantId": "p1", "DisplayName": "Rui", "Content": "Hi", "AbsoluteTime": "2026-06-25T09:41:03.123Z"}
                ],
            },
        )
    )
    assert (chat.key, chat.channel) == ("c-9", "chat")
    assert chat.utterances == (Utterance("Hi", "agent", "Rui", at=1782380463),)
