from __future__ import annotations

from qa_desk.media.threads.spoken_words import Word, lines_of_words


def test_a_new_line_begins_with_another_speaker_a_pause_or_after_a_long_sentence() -> None:
    def word(text: str, at: float, who: str | None = "A") -> Word:
        return Word(text, who, at, at + 0.2)

    long = [word(str(n), 20 + n * 0.3) for n in range(14)]
    words = [word("one", 0), word("two", 0.3), word("three", 3.0), word("four", 3.3, "B"), *long, Word("."), word("after", 24.4)]
    assert [(line.author, line.text) for line in lines_of_words(words)] == [
        ("A", "one two"), ("A", "three"), ("B", "four"), ("A", " ".join(map(str, range(14))) + "."), ("A", "after")
    ]  # fmt: skip


def test_speech_without_marks_is_broken_all_the_same() -> None:
    lines = list(lines_of_words(Word("word", "A", n * 0.3, n * 0.3 + 0.2) for n in range(130)))
    assert [len(line.text.split()) for line in lines] == [60, 60, 10]


def test_a_mark_before_the_first_word_is_left_out_and_times_never_run_back() -> None:
    (line,) = lines_of_words([Word("."), Word("hello", None, 1.0, 0.5)])
    assert (line.text, line.start_s, line.end_s) == ("hello", 1.0, 1.0)
