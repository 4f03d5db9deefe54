from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.media.transcripts import Utterance
from tests.media.threads.conftest import only

if TYPE_CHECKING:
    from tests.media.threads.conftest import Reader


def test_conversation_items_with_their_times(read: Reader) -> None:
    timed = [
        {"word": "Hello", "offset": 10_000_000, "duration": 5_000_000},
        {"word": "you", "offset": 16_000_000, "duration": 4_000_000},
    ]
    one = {
        "id": "c1",
        "language": "en",
        "modality": "transcript",
        "conversationItems": [
            {"participantId": "Agent_1", "text": "Hello you", "audioTimings": timed},
            {"participantId": "7", "role": "Customer", "text": "Hi"},
        ],
    }
    call = only(read("a.json", {"analysisInput": {"conversations": [one]}}))
    assert (call.key, call.channel, call.language) == ("c1", "call", "en")
    assert call.utterances == (Utterance("Hello you", "agent", "Agent_1", 1.0, 2.0), Utterance("Hi", "customer", "7"))
    chat = only(read("b.json", {"analysisInput": {"conversations": [one | {"modality": "text"}]}}))
    assert chat.channel == "chat"


def test_phrases_of_the_batch_transcription_in_the_order_of_time(read: Reader) -> None:
    phrases = [
        {"channel": 0, "offsetInTicks": 30_000_000, "durationInTicks": 10_000_000, "nBest": [{"display": "Later."}]},
        {"channel": 1, "offsetInTicks": 10_000_000, "durationInTicks": 10_000_000, "nBest": [{"display": "First."}]},
        {"channel": 1, "offsetInTicks": 50_000_000, "durationInTicks": 10_000_000, "nBest": []},
    ]
    call = only(read("a.json", {"source": "x.wav", "recognizedPhrases": phrases}))
    assert call.utterances == (
        Utterance("First.", "unknown", "Speaker 1", 1.0, 2.0),
        Utterance("Later.", "unknown", "Speaker 0", 3.0, 4.0),
    )
