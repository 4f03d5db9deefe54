from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from qa_desk.media.transcripts import Attachment, Utterance
from qa_desk.ui.dates import day_text
from qa_desk.ui.evaluate.thread_entries import Entry, duration_text, entries_of, hits_of, text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

LONDON = ZoneInfo("Europe/London")
AT = 1_782_380_463  # 2026-06-25 10:41:03 in London
REPLY = "Done.\n\n--\nRui\n\nOn Thu, Ana <a@b.example> wrote:\n> Broken\n> again\n> and again"


def told(lines: Sequence[Utterance], zone: ZoneInfo = LONDON) -> list[tuple[str, str, str]]:
    return [(entry.day, entry.gap, entry.stamp) for entry in entries_of(lines, zone)]


def test_days_and_long_gaps_stand_between_messages() -> None:
    lines = [Utterance("…", at=at) for at in (AT, AT + 119, AT + 239, AT + 8279, AT + 90_000)]
    days = [day for day, _, _ in told(lines)]
    assert [bool(day) for day in days] == [True, False, False, False, True]
    assert days[0] != days[4]
    assert [gap for _, gap, _ in told(lines)] == ["", "", "2 min later", "2 h 14 min later", "22 h 42 min later"]


def test_times_are_those_of_the_centres_zone() -> None:
    late = Utterance("…", at=AT + 12 * 3600)  # 22:41 in London, the next morning in Kuala Lumpur
    (london,) = entries_of([late], LONDON)
    (lumpur,) = entries_of([late], ZoneInfo("Asia/Kuala_Lumpur"))
    assert (london.moment.hour, lumpur.moment.hour) == (22, 5)  # type: ignore[union-attr]
    assert london.day == day_text(london.moment.date()) != lumpur.day  # type: ignore[union-attr]


def test_messages_without_times_and_lines_of_a_call_are_shown_as_they_are() -> None:
    assert told([Utterance("a"), Utterance("b", start_s=75.4), Utterance("c", at=AT)])[:2] == [("", "", ""), ("", "", "1:15")]


def test_the_slowest_reply_is_told() -> None:
    lines = [Utterance("?", "customer", at=AT), Utterance("!", "agent", at=AT + 60), Utterance("?", "customer", at=AT + 70),
             Utterance("!", "agent", at=AT + 700)]  # fmt: skip
    assert [entry.slowest for entry in entries_of(lines, LONDON)] == [None, None, None, 630]


def test_the_slowest_reply_counts_from_the_customer_whatever_stands_between() -> None:
    lines = [
        Utterance("?", "customer", at=AT),
        Utterance("note", "agent", at=AT + 3600, is_internal=True),
        Utterance("!", "agent", at=AT + 7300),
    ]
    reply = entries_of(lines, LONDON)[2]
    assert (reply.gap, reply.slowest) == ("1 h 01 min later", 7300)


def pieces(text: str, *opened: int) -> list[tuple[str, bool, str]]:
    return [(piece.kind, piece.is_open, piece.fold) for piece in Entry(0, Utterance(text)).pieces(frozenset(opened))]


def test_quotes_and_signatures_are_folded_and_unfold() -> None:
    assert pieces(REPLY) == [("words", True, ""), ("signature", False, "Signature"), ("quote", False, "Quoted text, 4 lines")]
    assert pieces(REPLY, 1, 2)[1:] == [("signature", True, "Hide the signature"), ("quote", True, "Hide the quoted text")]


def test_short_quotes_between_answers_stay_and_a_message_of_quotes_only_is_shown() -> None:
    assert pieces("> on?\nYes.\n> green?\nNo.") == [("quote", True, ""), ("words", True, "")] * 2
    assert pieces("> only\n> this\n> is\n> there") == [("quote", True, "")]


def test_long_words_are_cut_at_a_line_and_all_of_them_can_be_seen() -> None:
    text = "\n".join(f"line {number}" for number in range(100))
    entry = Entry(0, Utterance(text))
    first, rest = entry.pieces(frozenset())
    assert (first.text.count("\n") + 1, rest.is_open, rest.fold) == (24, False, "Show all (76 more lines)")
    assert first.text + "\n" + rest.text == text
    assert text[rest.start :] == rest.text
    assert entry.pieces(frozenset({0}))[1].fold == "Show less"
    assert len(Entry(0, Utterance("\n".join("x" * 25))).pieces(frozenset())) == 1  # one line more is no reason to cut


def test_one_endless_line_is_cut_between_words() -> None:
    first, rest = Entry(0, Utterance("word " * 2000)).pieces(frozenset())
    assert len(first.text) <= 2500
    assert first.text.endswith("word")
    assert len(first.text) + len(rest.text) == 10_000
    assert len(Entry(0, Utterance("x" * 10_000)).pieces(frozenset())[0].text) == 2500


def test_every_part_knows_where_it_stands() -> None:
    text = "> a\nb\n> a\nb\n\n> a"
    entry = Entry(0, Utterance(text))
    assert [text[piece.start : piece.start + len(piece.text)] for piece in entry.pieces(frozenset({4}))] == [
        "> a",
        "b",
        "> a",
        "b",
        "> a",
    ]
    assert [entry.piece_at(place) for place in (0, 4, 6, 10, 13)] == [0, 1, 2, 3, 4]


def test_what_a_message_carries_is_said() -> None:
    files = (Attachment("a.pdf", 248_000), Attachment("b", 12), Attachment("c", 3_400_000), Attachment("d"))
    said = Utterance("", "agent", "Rui", at=AT, is_internal=True, subject="New", recipients="Ana", attachments=files)
    (entry,) = entries_of([said], LONDON)
    assert entry.about == "to Ana · Subject: New"
    assert entry.attached == "4 attachments: a.pdf (248 KB), b (12 B), c (3.4 MB), d"
    assert entry.spoken == f"Rui (agent, internal note) {entry.stamp}: no text {entry.attached}"
    assert [piece.text for piece in entry.pieces(frozenset())] == [""]
    (bare,) = entries_of([Utterance("")], LONDON)
    assert [piece.text for piece in bare.pieces(frozenset())] == ["no text"]


def test_a_thread_is_copied_with_who_and_when() -> None:
    lines = [
        Utterance("Hi\nthere", "customer", "Ana", at=AT),
        Utterance("angry", "agent", "Rui", at=AT + 60, is_internal=True),
        Utterance("joined", "system", start_s=61.0, attachments=(Attachment("a"),)),
    ]
    assert text_of(entries_of(lines, LONDON)) == (
        "2026-06-25 10:41:03 Ana (customer):\nHi\nthere\n\n"
        "2026-06-25 10:42:03 Rui (agent, internal note):\nangry\n\n"
        "1:01 system:\njoined\n[1 attachment: a]\n"
    )


def test_places_are_found_whatever_their_case_and_line() -> None:
    entries = entries_of([Utterance("The Router, ROUTER"), Utterance("МОЙ\nроутер (5*)"), Utterance("none")], LONDON)
    assert hits_of(entries, " router ") == [(0, 4, 6), (0, 12, 6)]
    assert hits_of(entries, "мой роутер (5*)") == [(1, 0, 15)]
    assert hits_of(entries, "  ") == hits_of(entries, "absent") == []


@pytest.mark.parametrize(
    ("seconds", "text"), [(14, "14 s"), (402, "6:42"), (11_100, "3 h 05 min"), (187_200, "2 d 4 h"), (59.6, "1:00")]
)
def test_lengths_of_time_are_said_in_two_units(seconds: float, text: str) -> None:
    assert duration_text(seconds) == text
