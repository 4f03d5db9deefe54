from __future__ import annotations

from qa_desk.media.transcripts import Utterance
from qa_desk.services.thread_places import Wait, gaps, replies

THREAD = [
    Utterance("Hello?", "customer", at=0),
    Utterance("Anybody?", "customer", at=60),
    Utterance("queued", "system", at=70),
    Utterance("Good morning", "agent", at=400),
    Utterance("One moment", "agent", at=410),
    Utterance("Thanks", "customer", at=440),
    Utterance("Done", "agent", at=470),
    Utterance("without a time", "agent"),
]


def test_a_reply_is_waited_for_since_the_customers_turn_began() -> None:
    assert replies(THREAD) == (Wait(3, 400.0), Wait(6, 30.0))


def test_a_gap_is_told_by_the_message_that_ended_it() -> None:
    assert gaps(THREAD) == (Wait(3, 340.0),)
    assert [gap.position for gap in gaps(THREAD, 30)] == [1, 3, 5, 6]


def test_lines_without_times_have_none() -> None:
    lines = [Utterance("a", "customer"), Utterance("b", "agent")]
    assert replies(lines) == gaps(lines) == ()
