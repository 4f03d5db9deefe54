from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.media.transcripts import Utterance
from tests.media.threads.conftest import only

if TYPE_CHECKING:
    from tests.media.threads.conftest import Reader


def test_the_first_form_tells_speakers_by_the_time_of_their_turns(read: Reader) -> None:
    document = {
        "job": {"id": 11, "lang": "en"},
        "speakers": [{"name": "F2", "time": "1.5"}, {"name": "M1", "time": "0.2"}],
        "words": [
            {"name": "Early", "time": "0.05", "duration": "0.1"},
            {"name": "Good", "time": "0.5", "duration": "0.3"},
            {"name": ".", "time": "0.8", "duration": "0.0"},
            {"name": "Hi", "time": "1.6", "duration": "0.2"},
        ],
    }
    call = only(read("a.json", document))
    assert (call.key, call.language) == ("11", "en")
    assert [(line.author, line.text, line.start_s, line.end_s) for line in call.utterances] == [
        (None, "Early", 0.05, 0.15),
        ("M1", "Good.", 0.5, 0.8),
        ("F2", "Hi", 1.6, 1.8),
    ]


def test_todays_form(read: Reader) -> None:
    document = {
        "job": {"id": "abc"},
        "metadata": {"transcription_config": {"language": "ru"}},
        "results": [
            {"type": "word", "start_time": 0.5, "end_time": 0.9, "alternatives": [{"content": "Да", "speaker": "S1"}]},
            {"type": "punctuation", "start_time": 0.9, "end_time": 0.9, "alternatives": [{"content": "."}]},
        ],
    }
    call = only(read("a.json", document))
    assert (call.language, call.utterances) == ("ru", (Utterance("Да.", "unknown", "S1", 0.5, 0.9),))
