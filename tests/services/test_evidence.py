"""Suggestions of an interaction: from what was measured and said before, with the place; nothing is guessed or decoded."""

from __future__ import annotations

import wave
from typing import TYPE_CHECKING

import pytest

from qa_desk.media.activity import Stretch
from qa_desk.media.speech_facts import DeadAir, SpeechFacts, TalkOver
from qa_desk.media.transcripts import Utterance
from qa_desk.services.evidence import has_rules, lines_of, speech_known, suggestions_for, thread_known
from qa_desk.services.speech import analyse_file
from tests.builders_of_cards import a_card_of

if TYPE_CHECKING:
    from pathlib import Path

    from qa_desk.workspace.workspace import Workspace

CARD = a_card_of(
    {"id": "air", "evidence": [{"fact": "dead_air_longest", "at_most": 2, "then": "Yes", "otherwise": "No"}]},
    {"id": "hello", "evidence": [{"phrases": ["good morning"], "then": "Yes", "otherwise": "No"}]},
    {"id": "reply", "evidence": [{"fact": "slowest_reply", "at_most": 60, "then": "Yes", "otherwise": "No"}]},
    {"id": "plain"},
)


def a_call(path: Path, quiet_s: float = 7.0) -> Path:
    """A second of buzz on the left, silence, a second of buzz on the right."""
    rate = 8000
    buzz = [12000 if n // 20 % 2 else -12000 for n in range(rate)]
    silence = [0] * rate
    gap = [0] * int(rate * quiet_s)
    left, right = [*buzz, *gap, *silence], [*silence, *gap, *buzz]
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(
            b"".join(
                a.to_bytes(2, "little", signed=True) + b.to_bytes(2, "little", signed=True)
                for a, b in zip(left, right, strict=True)
            )
        )
    return path


@pytest.fixture
def call(workspace: Workspace, tmp_path: Path) -> Path:
    """Interaction "call" with a recording and two lines."""
    recording = a_call(tmp_path / "call.wav")
    connection = workspace.connection
    connection.execute("INSERT INTO interactions (id, channel, created_at) VALUES ('call', 'call', 0)")
    connection.execute("INSERT INTO media (id, interaction_id, path) VALUES ('m', 'call', ?)", [str(recording)])
    for position, speaker, text in ((0, "customer", "Good morning"), (1, "agent", "Hello, good MORNING!")):
        connection.execute(
            "INSERT INTO utterances (interaction_id, position, start_s, speaker, text) VALUES ('call', ?, ?, ?, ?)",
            [position, float(position), speaker, text],
        )
    return recording


def test_what_was_not_measured_yet_suggests_nothing_and_is_not_decoded_for_it(workspace: Workspace, call: Path) -> None:
    found = suggestions_for(workspace, "call", CARD)
    assert [suggestion.question_id for suggestion in found] == ["hello"]
    assert not (workspace.folder / "peaks").exists()


def test_what_was_measured_suggests_with_its_place(workspace: Workspace, call: Path) -> None:
    analyse_file(workspace, call)
    air, hello = suggestions_for(workspace, "call", CARD)
    assert (air.question_id, air.answer, air.media_id, air.fact) == ("air", "No", "m", "dead_air_longest")
    assert air.at_s == pytest.approx(1.0, abs=0.2)
    assert (hello.answer, hello.position, hello.at_s, hello.media_id) == ("Yes", 1, 1.0, "m")


def test_a_recording_that_is_gone_suggests_nothing(workspace: Workspace, call: Path) -> None:
    analyse_file(workspace, call)
    call.unlink()
    assert [suggestion.question_id for suggestion in suggestions_for(workspace, "call", CARD)] == ["hello"]


def test_a_thread_has_facts_of_its_own(workspace: Workspace) -> None:
    connection = workspace.connection
    connection.execute("INSERT INTO interactions (id, channel, created_at) VALUES ('chat', 'chat', 0)")
    for position, at, speaker in ((0, 100, "customer"), (1, 110, "agent"), (2, 120, "customer"), (3, 420, "agent")):
        connection.execute(
            "INSERT INTO utterances (interaction_id, position, at, speaker, text) VALUES ('chat', ?, ?, ?, 'x')",
            [position, at, speaker],
        )
    hello, reply = suggestions_for(workspace, "chat", CARD)
    assert (hello.question_id, hello.answer) == ("hello", "No")
    assert (reply.answer, reply.position) == ("No", 3)


def facts(
    *, dead: tuple[tuple[float, float], ...] = (), over: int | None = 0, first: float | None = 1.0, agent: float = 10.0
) -> SpeechFacts:
    stretches = tuple(Stretch(*one) for one in dead)
    longest = max((one.length for one in stretches), default=0.0)
    air = DeadAir(len(stretches), longest, sum(one.length for one in stretches), stretches)
    talk_over = None if over is None else TalkOver(over, float(over), tuple(Stretch(float(n), n + 1.0) for n in range(over)))
    return SpeechFacts(60.0, 2, agent, 30.0, 0.25, air, talk_over, first, (), None)


def test_the_facts_of_several_recordings_are_taken_together() -> None:
    known = speech_known([("a", facts(dead=((5.0, 11.0),), over=1)), ("b", facts(dead=((1.0, 21.0),), over=2, agent=20.0))], 2)
    assert known.facts["dead_air_count"] == 2
    assert (known.facts["dead_air_longest"], known.spots["dead_air_longest"].media_id) == (20.0, "b")
    assert known.facts["talk_ratio"] == pytest.approx(1 / 3)
    assert (known.facts["talk_over_count"], known.spots["talk_over_count"].media_id) == (3, "a")


def test_one_recording_that_is_not_measured_leaves_the_call_untold() -> None:
    assert speech_known([("a", facts())], 2).facts == {}


def test_one_channel_cannot_tell_talk_over() -> None:
    known = speech_known([("a", facts(over=None, first=None))], 1)
    assert (known.facts["talk_over_count"], known.facts["first_agent_speech"]) == (None, None)
    assert "first_agent_speech" not in known.spots


def test_notes_among_colleagues_are_not_searched() -> None:
    lines = [Utterance("good morning", "agent", is_internal=True), Utterance("hi", "agent")]
    assert [line.position for line in lines_of(lines)] == [1]
    assert thread_known([]).spots == {}


def test_a_card_without_rules_needs_no_search() -> None:
    assert not has_rules(a_card_of({"id": "plain"}))
    assert has_rules(CARD)
    assert has_rules(CARD, on_facts=True)
