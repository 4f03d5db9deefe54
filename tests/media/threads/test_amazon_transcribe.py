from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qa_desk.media.transcripts import Utterance
from tests.media.threads.conftest import only

if TYPE_CHECKING:
    from tests.media.threads.conftest import Reader


def item(text: str, start: str | None = None, end: str | None = None) -> dict[str, Any]:
    times = {} if start is None else {"start_time": start, "end_time": end}
    return {**times, "alternatives": [{"content": text}], "type": "pronunciation" if start else "punctuation"}


def test_words_are_lines_of_the_speakers_told_apart(read: Reader) -> None:
    segments = [
        {"speaker_label": "spk_0", "items": [{"start_time": "0.5"}, {"start_time": "0.9"}]},
        {"speaker_label": "spk_1", "items": [{"start_time": "1.5"}]},
    ]
    results = {
        "transcripts": [],
        "speaker_labels": {"segments": segments},
        "items": [item("Good", "0.5", "0.8"), item("day", "0.9", "1.2"), item("."), item("Hi", "1.5", "1.8"), item("!")],
    }
    call = only(read("a.json", {"jobName": "call-7", "results": results}))
    assert (call.key, call.channel) == ("call-7", "call")
    assert call.utterances == (
        Utterance("Good day.", "unknown", "spk_0", 0.5, 1.2),
        Utterance("Hi!", "unknown", "spk_1", 1.5, 1.8),
    )


def test_channels_are_laid_together_by_time(read: Reader) -> None:
    channels = [
        {"channel_label": "ch_0", "items": [item("Hello", "0.5", "0.8"), item("bye", "9.0", "9.2")]},
        {"channel_label": "ch_1", "items": [item("Hi", "2.0", "2.2")]},
    ]
    results = {"transcripts": [], "items": [], "channel_labels": {"channels": channels}}
    call = only(read("a.json", {"jobName": "c", "results": results}))
    assert [(line.author, line.text) for line in call.utterances] == [("ch_0", "Hello"), ("ch_1", "Hi"), ("ch_0", "bye")]
