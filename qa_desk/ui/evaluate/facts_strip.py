"""The strip of measured facts above an interaction: what was spoken, or how long a reply took; a press goes to its places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qa_desk.domain.language import N_, ntr, tr
from qa_desk.domain.shortcuts import Act
from qa_desk.ui.evaluate.thread import duration_text
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.flow import FlowLayout
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.media.speech_facts import SpeechFacts
    from qa_desk.services.speech import ThreadFacts
    from qa_desk.ui.shortcuts import Shortcuts


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact in words; `act` goes to the next of its places, where it has any."""

    words: str
    act: Act | None = None


def speech_facts_shown(facts: SpeechFacts) -> list[Fact]:
    """The facts of a call; what one channel cannot tell says so."""
    shown = []
    if facts.talk_ratio is not None:
        agent = round(100 * facts.talk_ratio)
        shown.append(Fact(tr("talk: agent {agent} %, customer {customer} %", agent=agent, customer=100 - agent)))
    air = facts.dead_air
    if air.count:
        longest, total = duration_text(air.longest), duration_text(air.total)
        words = tr("dead air {count}, longest {longest}, total {total}", count=air.count, longest=longest, total=total)
        shown.append(Fact(words, Act.NEXT_GAP))
    else:
        shown.append(Fact(tr("no dead air")))
    if facts.talk_over is None:
        shown.append(Fact(tr("talk-over: {reason}", reason=tr(facts.unavailable) if facts.unavailable else "")))
    elif facts.talk_over.count:
        total = f"{facts.talk_over.total:.1f} s"
        shown.append(Fact(tr("talk-over {count}, total {total}", count=facts.talk_over.count, total=total), Act.NEXT_OVERLAP))
    else:
        shown.append(Fact(tr("no talk-over")))
    if facts.first_agent_speech is not None:
        words = tr("first agent word after {seconds} s", seconds=f"{facts.first_agent_speech:.1f}")
        shown.append(Fact(words, Act.FIRST_WORD))
    return shown + [Fact(tr(note)) for note in facts.notes]


def thread_facts_shown(facts: ThreadFacts) -> list[Fact]:
    """The facts of a chat or mail."""
    count = facts.messages_agent + facts.messages_customer + facts.messages_other
    shown = [Fact(ntr("{count} message", "{count} messages", count))]
    if facts.messages_agent or facts.messages_customer:
        shown.append(Fact(tr("agent {agent}, customer {customer}", agent=facts.messages_agent, customer=facts.messages_customer)))
    if facts.unavailable is not None:
        shown.append(Fact(tr("reply times: {reason}", reason=facts.unavailable)))
    if facts.first_reply is not None:
        shown.append(Fact(tr("first reply after {duration}", duration=duration_text(facts.first_reply)), Act.FIRST_WORD))
    if facts.slowest_reply is not None:
        shown.append(Fact(tr("slowest reply {duration}", duration=duration_text(facts.slowest_reply)), Act.NEXT_OVERLAP))
    if facts.longest_gap is not None:
        shown.append(Fact(tr("longest gap {duration}", duration=duration_text(facts.longest_gap)), Act.NEXT_GAP))
    return shown


_HINTS = {
    Act.NEXT_GAP: N_("Go to the next of them"),
    Act.NEXT_OVERLAP: N_("Go to the next of them"),
    Act.FIRST_WORD: N_("Go there"),
}


class FactsStrip(QWidget):
    """Words side by side that wrap, none of them broken; empty it takes no room."""

    asked = Signal(object)
    """The `Act` of a fact that was pressed."""

    def __init__(self, shortcuts: Shortcuts) -> None:
        super().__init__()
        self._shortcuts = shortcuts
        self._facts: tuple[Fact, ...] = ()
        self.setAccessibleName(tr("Measured facts"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._line = QWidget()
        self._flow = FlowLayout(self._line, Space.M, Space.XS)
        column.addWidget(self._line)
        shortcuts.changed.connect(self._make)

    @property
    def words(self) -> list[str]:
        """What it says now."""
        return [fact.words for fact in self._facts]

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Say other facts."""
        if tuple(facts) != self._facts:
            self._facts = tuple(facts)
            self._make()
        self.setVisible(bool(facts))

    def _make(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for fact in self._facts:
            self._flow.addWidget(self._made(fact))

    def _made(self, fact: Fact) -> QWidget:
        if fact.act is None:
            said = label(fact.words.replace(" ", "\u00a0"), "note")
            said.setContentsMargins(0, 1, 0, 1)  # level with those that can be pressed
            return said
        made = button(fact.words, role="fact")
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setToolTip(self._shortcuts.tip(tr(_HINTS[fact.act]), fact.act))
        made.clicked.connect(_Asking(self, fact.act))
        return made


class _Asking:
    """A fact's way to its places, without holding on to anything else."""

    def __init__(self, strip: FactsStrip, act: Act) -> None:
        self._strip, self._act = strip, act

    def __call__(self) -> None:
        self._strip.asked.emit(self._act)
