from __future__ import annotations

import numpy as np
import pytest

from qa_desk.media.speech_facts import speech_facts
from qa_desk.media.transcripts import Utterance
from qa_desk.services.speech import thread_facts
from qa_desk.ui.evaluate.facts_strip import speech_facts_shown, thread_facts_shown
from qa_desk.ui.evaluate.thread import duration_text


def buckets(*stretches: tuple[float, float], seconds: float = 30.0) -> np.ndarray:
    lane = np.zeros(round(seconds * 100), np.bool_)
    for start, end in stretches:
        lane[round(start * 100) : round(end * 100)] = True
    return lane


def test_a_two_channel_call_tells_talk_dead_air_and_talk_over() -> None:
    activity = np.stack([buckets((1.2, 7.2), (20, 26)), buckets((7, 11))])
    assert [fact.words for fact in speech_facts_shown(speech_facts(activity, 30.0))] == [
        "talk: agent 75 %, customer 25 %",
        "dead air 1, longest 9 s, total 9 s",
        "talk-over 1, total 0.2 s",
        "first agent word after 1.2 s",
    ]


def test_one_channel_says_what_it_cannot_tell() -> None:
    words = [fact.words for fact in speech_facts_shown(speech_facts(buckets((0, 29))[np.newaxis], 30.0))]
    assert words == ["no dead air", "talk-over: not available (one channel)"]


def test_a_thread_without_times_says_so() -> None:
    facts = thread_facts_shown(thread_facts([Utterance("Hi", "customer"), Utterance("Hello", "agent")]))
    words = [fact.words for fact in facts]
    assert words == ["2 messages", "agent 1, customer 1", "reply times: not available (messages without times)"]


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0 s"), (59.4, "59 s"), (59.6, "1:00"), (402, "6:42"), (11_100, "3 h 05 min"), (187_200, "2 d 4 h")]
)
def test_a_length_of_time_is_told_in_its_two_largest_units(seconds: float, text: str) -> None:
    assert duration_text(seconds) == text


def test_a_thread_of_unknown_people_counts_its_messages_and_says_why_no_more() -> None:
    facts = thread_facts_shown(thread_facts([Utterance("Hi", "unknown", at=1), Utterance("Hello", "unknown", at=9)]))
    assert [fact.words for fact in facts] == ["2 messages", "reply times: not available (who is the agent is not known)"]
