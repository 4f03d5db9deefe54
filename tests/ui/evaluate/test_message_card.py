from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtWidgets import QFrame

from qa_desk.media.transcripts import Utterance
from qa_desk.ui.evaluate.message_card import MessageCard
from qa_desk.ui.evaluate.thread_entries import entries_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from qa_desk.ui.theme import Theme


def a_card(theme: Theme, qtbot: QtBot, said: Utterance, width: int) -> tuple[MessageCard, QFrame]:
    card = MessageCard(theme)
    qtbot.addWidget(card)
    (entry,) = entries_of([said], ZoneInfo("UTC"))
    card.show_entry(entry, entry.pieces(frozenset()), ())
    card.resize(width, card.heightForWidth(width))
    card.show()
    (frame,) = [each for each in card.findChildren(QFrame) if each.property("kind") == "message"]
    return card, frame


@pytest.mark.parametrize("width", [280, 620, 1200])
def test_sides_stand_apart_and_lines_do_not_grow_endless(theme: Theme, qtbot: QtBot, width: int) -> None:
    right, agent = a_card(theme, qtbot, Utterance("hello " * 60, "agent", "Rui"), width)
    left, customer = a_card(theme, qtbot, Utterance("hello " * 60, "customer", "Ana"), width)
    assert agent.x() > customer.x()
    assert agent.geometry().right() > customer.geometry().right()
    assert max(agent.width(), customer.width()) <= 770
    assert agent.geometry().right() < width
    assert (right.width(), left.width()) == (width, width)


def test_a_card_is_measured_at_once_when_it_shows_another_message(theme: Theme, qtbot: QtBot) -> None:
    card, _ = a_card(theme, qtbot, Utterance("short", "agent"), 400)
    low = card.heightForWidth(400)
    (entry,) = entries_of([Utterance("long " * 300, "agent")], ZoneInfo("UTC"))
    card.show_entry(entry, entry.pieces(frozenset()), ())
    assert card.heightForWidth(400) > 5 * low
    (entry,) = entries_of([Utterance("short", "agent")], ZoneInfo("UTC"))
    card.show_entry(entry, entry.pieces(frozenset()), ())
    assert card.heightForWidth(400) == low
