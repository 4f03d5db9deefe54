"""The strip of measured facts above an interaction: what was spoken, or how long a reply took."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from qa_desk.domain.language import ntr, tr
from qa_desk.ui.evaluate.thread import duration_text
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.media.speech_facts import SpeechFacts
    from qa_desk.services.speech import ThreadFacts


def speech_words(facts: SpeechFacts) -> list[str]:
    """The facts of a call in words; what one channel cannot tell says so."""
    words = []
    if facts.talk_ratio is not None:
        agent = round(100 * facts.talk_ratio)
        words.append(tr("talk: agent {agent} %, customer {customer} %", agent=agent, customer=100 - agent))
    air = facts.dead_air
    if air.count:
        longest, total = duration_text(air.longest), duration_text(air.total)
        words.append(tr("dead air {count}, longest {longest}, total {total}", count=air.count, longest=longest, total=total))
    else:
        words.append(tr("no dead air"))
    if facts.talk_over is None:
        words.append(tr("talk-over: {reason}", reason=tr(facts.unavailable) if facts.unavailable else ""))
    elif facts.talk_over.count:
        words.append(tr("talk-over {count}, total {total}", count=facts.talk_over.count, total=f"{facts.talk_over.total:.1f} s"))
    else:
        words.append(tr("no talk-over"))
    if facts.first_agent_speech is not None:
        words.append(tr("first agent word after {seconds} s", seconds=f"{facts.first_agent_speech:.1f}"))
    return words + [tr(note) for note in facts.notes]


def thread_words(facts: ThreadFacts) -> list[str]:
    """The facts of a chat or mail in words."""
    count = facts.messages_agent + facts.messages_customer + facts.messages_other
    words = [ntr("{count} message", "{count} messages", count)]
    if facts.messages_agent or facts.messages_customer:
        words.append(tr("agent {agent}, customer {customer}", agent=facts.messages_agent, customer=facts.messages_customer))
    if facts.unavailable is not None:
        words.append(tr("reply times: {reason}", reason=facts.unavailable))
    if facts.first_reply is not None:
        words.append(tr("first reply after {duration}", duration=duration_text(facts.first_reply)))
    if facts.slowest_reply is not None:
        words.append(tr("slowest reply {duration}", duration=duration_text(facts.slowest_reply)))
    if facts.longest_gap is not None:
        words.append(tr("longest gap {duration}", duration=duration_text(facts.longest_gap)))
    return words


class FactsStrip(QWidget):
    """Words side by side that wrap, none of them broken; empty it takes no room."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        """What it says now."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._line = label("", "note", wraps=True)
        column.addWidget(self._line)

    def show_words(self, words: Sequence[str]) -> None:
        """Say other facts."""
        self.words = list(words)
        self._line.setText("    ".join(fact.replace(" ", "\u00a0") for fact in words))
        self.setVisible(bool(words))
