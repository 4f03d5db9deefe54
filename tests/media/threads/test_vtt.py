from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.media.transcripts import Utterance
from tests.media.threads.conftest import only

if TYPE_CHECKING:
    from tests.media.threads.conftest import Reader


def test_voices_times_notes_and_references(read: Reader) -> None:
    call = only(
        read(
            "a.vtt",
            "\ufeffWEBVTT\nKind: captions\nLanguage: ms\n\nSTYLE\n::cue { color: red }\n\nNOTE nobody reads this\n\n"
            "1\n00:01.050 --> 00:03.956 align:start position:10%\n<v Agent>Hello &amp; <i>welcome</i>\nto us\n\n"
            "01:00:04.000 --> 01:00:05.000\n<v.loud Customer Ana>Hi</v>\n",
        )
    )
    assert (call.channel, call.language) == ("call", "ms")
    assert call.utterances == (
        Utterance("Hello & welcome to us", "agent", "Agent", 1.05, 3.956),
        Utterance("Hi", "customer", "Customer Ana", 3604.0, 3605.0),
    )


def test_a_cue_with_two_voices_is_two_lines(read: Reader) -> None:
    call = only(read("a.vtt", "WEBVTT\r\n\r\n00:01.0 --> 00:02.0\r\n<v Agent>Yes?\r\n<v Customer>No.\r\n"))
    assert [(line.speaker, line.text) for line in call.utterances] == [("agent", "Yes?"), ("customer", "No.")]


def test_lines_are_in_the_order_in_which_they_were_said(read: Reader) -> None:
    call = only(read("a.vtt", "WEBVTT\n\n00:05.000 --> 00:06.000\nsecond\n\n00:01.000 --> 00:02.000\nfirst\n"))
    assert [line.text for line in call.utterances] == ["first", "second"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("only words", "a.vtt: holds no timed lines."),
        ("", "a.vtt: is empty."),
        ("WEBVTT\n\nsoon --> later\nhello\n", "a.vtt: line 3: “soon --> later” is no pair of times."),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n" + "x" * 1_000_001, "a.vtt, line 4: is longer than a million characters"),
    ],
)
def test_what_is_no_transcript_is_refused_with_its_place(read: Reader, content: str, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        read("a.vtt", content)
    assert refused.value.message.startswith(reason)
