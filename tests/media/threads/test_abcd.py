from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.media.transcripts import Utterance
from tests.media.threads.conftest import only

if TYPE_CHECKING:
    from tests.media.threads.conftest import Reader

CHAT = {"convo_id": 3592, "original": [["agent", "Hi! 5 < 6"], ["customer", "Hello"], ["action", "Account found."]]}


def test_pairs_are_messages_and_actions_are_the_systems(read: Reader) -> None:
    chat = only(read("a.json", [CHAT]))
    assert (chat.key, chat.channel) == ("3592", "chat")
    assert chat.utterances == (
        Utterance("Hi! 5 < 6", "agent", "agent"),
        Utterance("Hello", "customer", "customer"),
        Utterance("Account found.", "system", "action"),
    )


def test_the_whole_set_is_a_table_of_lists(read: Reader) -> None:
    assert len(read("a.json", {"train": [CHAT, CHAT], "dev": [CHAT]}).conversations) == 3


def test_a_message_that_is_no_pair_is_refused(read: Reader) -> None:
    found = read("a.json", [CHAT, {"convo_id": 2, "original": [["agent"]]}])
    assert [(one.what, one.reason) for one in found.refused] == [
        ("a.json, conversation 2", "message 1: is no pair of speaker and text")
    ]
