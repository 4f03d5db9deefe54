from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.media.transcripts import Utterance

if TYPE_CHECKING:
    from tests.media.threads.conftest import Reader


def test_each_dialogue_is_a_chat_in_chinese(read: Reader) -> None:
    dialogue = {"goal": [], "messages": [{"role": "usr", "content": "你好"}, {"role": "sys", "content": "您好 "}]}
    found = read("a.json", {"2303": dialogue, "2304": {"goal": [], "messages": [{"role": "usr"}]}, "2305": dialogue})
    assert found.forms == ("crosswoz",)
    assert [(one.key, one.channel, one.language) for _, one in found.conversations] == [
        ("2303", "chat", "zh"),
        ("2305", "chat", "zh"),
    ]
    assert found.conversations[0][1].utterances == (Utterance("你好", "customer"), Utterance("您好", "agent"))
    assert [one.reason for one in found.refused] == ["message 1: “content” is missing"]
