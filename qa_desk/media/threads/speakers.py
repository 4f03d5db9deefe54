"""Who a label means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa_desk.media.transcripts import Speaker

_LABELS: dict[Speaker, str] = {
    "agent": "agent rep representative operator advisor adviser assistant support staff admin sys wizard business "
    "ejen 客服 坐席 座席 агент оператор",
    "customer": "customer caller client user usr enduser end guest visitor requester lead contact consumer "
    "pelanggan 客户 顾客 客戶 顧客 клиент пользователь",
    "bot": "bot chatbot virtual ivr робот бот",
    "system": "system action event trigger",
}
_SPEAKERS: dict[str, Speaker] = {word: speaker for speaker, words in _LABELS.items() for word in words.split()}


def speaker_of(label: str | None) -> Speaker:
    """Who a label means: "Agent 2" and "AGENT" are the agent; a name that says nothing is unknown."""
    if not label:
        return "unknown"
    words = re.sub(r"[\W\d_]+", " ", label).casefold().split()
    return _SPEAKERS.get(words[0], "unknown") if words else "unknown"
