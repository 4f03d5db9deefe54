from __future__ import annotations

import pytest

from qa_desk.media.threads.speakers import speaker_of


@pytest.mark.parametrize(
    ("label", "speaker"),
    [
        ("AGENT", "agent"), ("Agent 2", "agent"), ("agent_1", "agent"), ("客服", "agent"), ("Клиент", "customer"),
        ("end-user", "customer"), ("visitor:123", "customer"), ("Trigger", "system"), ("bot", "bot"), ("Ana", "unknown"),
        ("123", "unknown"), (None, "unknown"),
    ],
)  # fmt: skip
def test_labels_tell_who_speaks(label: str | None, speaker: str) -> None:
    assert speaker_of(label) == speaker
