from __future__ import annotations

import pytest

from qa_desk.media.threads.cues import cues_of, utterances_of
from qa_desk.media.threads.form import Fault


def said(text: str) -> list[tuple[float | None, float | None, str | None, str]]:
    return [(line.start_s, line.end_s, line.author, line.text) for line in utterances_of(cues_of(text.split("\n")))]


def test_a_caption_that_rolls_is_said_once() -> None:
    text = (
        "00:01.000 --> 00:02.000\nhello there\n\n"
        "00:02.000 --> 00:04.000\nhello there\nhow<00:02.500><c> are</c><c.colorE5E5E5> you</c>\n"
        "00:04.000 --> 00:04.010\nhow are you\n \n"
        "00:04.010 --> 00:06.000\nhow are you\nfine<00:05.000><c> thanks</c>\n"
    )
    assert said(text) == [(1.0, 2.0, None, "hello there"), (2.0, 4.01, None, "how are you"), (4.01, 6.0, None, "fine thanks")]


def test_captions_roll_without_times_of_words_too_but_an_echo_is_no_roll() -> None:
    rolled = "".join(f"0:0{n}.000 --> 0:0{n + 1}.000\nline {n}\nline {n + 1}\n\n" for n in range(6))
    assert [text for *_, text in said(rolled)] == ["line 0 line 1", "line 2", "line 3", "line 4", "line 5", "line 6"]
    echoed = "0:01.000 --> 0:02.000\nno\n\n0:02.000 --> 0:03.000\nno\n\n0:03.000 --> 0:04.000\nyes\n"
    assert [text for *_, text in said(echoed)] == ["no", "no", "yes"]


def test_a_repeated_line_after_a_pause_was_said_again() -> None:
    text = "0:01.000 --> 0:02.000\nhello<0:01.500><c> you</c>\n\n0:05.000 --> 0:06.000\nhello you\n"
    assert [text for *_, text in said(text)] == ["hello you", "hello you"]


def test_two_who_speak_in_one_cue_are_two_lines() -> None:
    assert said("0:01.000 --> 0:02.000\n- Where are\nyou?\n- Here.\n") == [(1, 2, None, "Where are you?"), (1, 2, None, "Here.")]
    assert said("0:01.000 --> 0:02.000\n- only one dash\n") == [(1, 2, None, "- only one dash")]


def test_names_in_brackets_are_speakers_and_sounds_are_not() -> None:
    text = "0:01.000 --> 0:02.000\n[Alba] Hola\n\n0:02.000 --> 0:03.000\n[risas] Hola\n\n0:03.000 --> 0:04.000\n[LAUGHTER]\n"
    assert said(text) == [(1, 2, "Alba", "Hola"), (2, 3, None, "[risas] Hola"), (3, 4, None, "[LAUGHTER]")]


def test_a_name_before_a_colon_counts_where_it_comes_again() -> None:
    text = "".join(
        f"0:0{n}.000 --> 0:0{n + 1}.000\n{who}: {n}\n\n" for n, who in enumerate(["Ana", "Li Wei", "Ana", "Li Wei", "Note"])
    )
    assert [(who, words) for *_, who, words in said(text)] == [
        ("Ana", "0"), ("Li Wei", "1"), ("Ana", "2"), ("Li Wei", "3"), (None, "Note: 4")
    ]  # fmt: skip


def test_placement_and_fonts_are_taken_out_and_references_are_decoded_once() -> None:
    text = '0:01.000 --> 0:02.000\n{\\an8}<font color="#ff0000">a &lt; b &amp;lt; c</font>\n'
    assert said(text) == [(1, 2, None, "a < b &lt; c")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("\nsoon --> later\nx", "line 2: “soon --> later” is no pair of times"),
        ("00:05.000 --> 00:04.000\nx", "line 1: ends before it begins"),
    ],
)
def test_impossible_times_are_refused_with_their_line(text: str, reason: str) -> None:
    with pytest.raises(Fault) as refused:
        cues_of(text.split("\n"))
    assert str(refused.value) == reason
