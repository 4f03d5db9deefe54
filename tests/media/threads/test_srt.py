from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.media.transcripts import Utterance
from tests.media.threads.conftest import only

if TYPE_CHECKING:
    from tests.media.threads.conftest import Reader

SRT = "1\n00:00:01,000 --> 00:00:02,500\nAgent: Hello\n\n2\n00:00:03,000 --> 00:00:04,000\nNote: no name\n"


def test_commas_in_times_and_names_before_the_text(read: Reader) -> None:
    assert only(read("a.srt", SRT)).utterances == (
        Utterance("Hello", "agent", "Agent", 1.0, 2.5),
        Utterance("Note: no name", "unknown", None, 3.0, 4.0),
    )


def test_timed_text_without_an_ending_of_its_own_is_known_by_its_times(read: Reader) -> None:
    assert read("a.txt", SRT).forms == ("srt",)


def test_old_encodings_are_found_and_told(read: Reader) -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nОператор: здравствуйте, чем могу помочь?\n"
    found = read("a.srt", text.encode("cp1251"))
    assert only(found).utterances == (Utterance("здравствуйте, чем могу помочь?", "agent", "Оператор", 1.0, 2.0),)
    assert found.notes == ("a.srt: read as windows-1251.",)
