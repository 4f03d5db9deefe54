from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.media.transcripts import Utterance
from tests.media.threads.conftest import only

if TYPE_CHECKING:
    from tests.media.threads.conftest import Reader


def test_segments_are_lines(read: Reader) -> None:
    segments = [
        {"id": 0, "start": 0.0, "end": 2.4, "text": " Hello there."},
        {"id": 1, "start": 2.4, "end": 3.0, "text": "  ", "speaker": "SPEAKER_01"},
        {"id": 2, "start": 3.0, "end": 4.0, "text": " Hi.", "speaker": "SPEAKER_01"},
    ]
    call = only(read("a.json", {"text": "…", "language": "en", "segments": segments}))
    assert call.language == "en"
    assert call.utterances == (
        Utterance("Hello there.", "unknown", None, 0.0, 2.4),
        Utterance("Hi.", "unknown", "SPEAKER_01", 3.0, 4.0),
    )
