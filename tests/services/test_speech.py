from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from qa_desk.media.transcripts import Utterance
from qa_desk.services.recordings import import_recordings
from qa_desk.services.speech import analyse_file, media_of, peaks_folder, silences, thread_facts
from qa_desk.workspace.settings import set_settings

if TYPE_CHECKING:
    from pathlib import Path

    from qa_desk.workspace.workspace import Workspace


@pytest.fixture
def a_file(tmp_path: Path) -> Path:
    """Left speaks from 1 to 3 s, right from 9 to 10 s."""
    time = np.arange(8000 * 12) / 8000
    tone = np.sin(time * 2500) * 0.3
    path = tmp_path / "calls" / "c.wav"
    path.parent.mkdir()
    soundfile.write(path, np.column_stack([tone * ((time >= 1) & (time < 3)), tone * ((time >= 9) & (time < 10))]), 8000)
    return path


def test_the_settings_of_the_workspace_hold(workspace: Workspace, a_file: Path) -> None:
    assert analyse_file(workspace, a_file).facts.dead_air.count == 1
    set_settings(workspace, {"agent_channel": "right", "dead_air_s": 1.5})
    facts = analyse_file(workspace, a_file).facts
    assert facts.first_agent_speech == 9.0
    assert facts.dead_air.count == 2
    assert len(list(peaks_folder(workspace).iterdir())) == 1


def test_thresholds_of_speech_are_settings(workspace: Workspace, tmp_path: Path) -> None:
    time = np.arange(8000 * 12) / 8000
    tone = np.sin(time * 2500) * 0.3
    left = tone * (((time >= 1) & (time < 2)) | ((time >= 2.4) & (time < 3)))
    right = tone * ((time >= 2.8) & (time < 4))
    path = tmp_path / "c.wav"
    soundfile.write(path, np.column_stack([left, right]), 8000)
    facts = analyse_file(workspace, path).facts
    assert facts.talk_over is not None
    assert (facts.talk_agent, facts.talk_over.count) == (pytest.approx(1.6), 1)
    set_settings(workspace, {"talk_over_s": 0.5, "speech_pause_s": 0.5})
    facts = analyse_file(workspace, path).facts
    assert facts.talk_over is not None
    assert (facts.talk_agent, facts.talk_over.count) == (pytest.approx(2.0), 0)


def test_a_higher_sensitivity_hears_quieter_voices(workspace: Workspace, tmp_path: Path) -> None:
    time = np.arange(8000 * 12) / 8000
    noise = np.random.default_rng(3).normal(0, 0.001, len(time))
    tone = np.sin(time * 2500)
    voice = 0.5 * tone * ((time >= 1) & (time < 4)) + 0.012 * tone * ((time >= 6) & (time < 8)) + noise
    path = tmp_path / "c.wav"
    soundfile.write(path, np.column_stack([voice, noise]), 8000)
    assert analyse_file(workspace, path).facts.talk_agent == pytest.approx(3, abs=0.05)
    set_settings(workspace, {"speech_sensitivity": 80})
    assert analyse_file(workspace, path).facts.talk_agent == pytest.approx(5, abs=0.05)


def test_silence_is_skipped_from_the_length_that_the_settings_say(workspace: Workspace, a_file: Path) -> None:
    analysis = analyse_file(workspace, a_file)
    assert [(one.start, one.end) for one in silences(workspace, analysis)] == [(3, 9), (10, 12)]
    set_settings(workspace, {"skip_silence_s": 5})
    assert [(one.start, one.end) for one in silences(workspace, analysis)] == [(3, 9)]


def test_without_a_workspace_nothing_is_kept(a_file: Path) -> None:
    assert analyse_file(None, a_file).facts.talk_agent == pytest.approx(2.0)
    assert [path.name for path in a_file.parent.iterdir()] == ["c.wav"]


def test_the_recordings_of_an_interaction_know_their_agent(workspace: Workspace, a_file: Path) -> None:
    import_recordings(workspace, a_file.parent)
    interaction = workspace.connection.execute("SELECT id FROM interactions").fetchone()[0]
    (medium,) = media_of(workspace, interaction)
    assert (medium.path, medium.channels, medium.agent_channel) == (a_file.resolve(), 2, "left")


def a_line(speaker: str, at: int | None, **other: bool) -> Utterance:
    return Utterance("…", speaker, at=at, **other)  # type: ignore[arg-type]


def test_replies_are_counted_from_the_first_line_of_a_turn() -> None:
    lines = [a_line("customer", 0), a_line("customer", 50), a_line("agent", 60), a_line("agent", 65), a_line("customer", 100)]
    facts = thread_facts([*lines, a_line("bot", 105), a_line("agent", 400)])
    assert (facts.first_reply, facts.slowest_reply, facts.longest_gap, facts.slowest_reply_at) == (60, 300, 300, 6)
    assert (facts.messages_agent, facts.messages_customer, facts.is_unanswered) == (3, 3, False)


def test_bots_the_system_and_notes_answer_nobody_and_part_no_gap() -> None:
    lines = [
        a_line("customer", 0),
        a_line("bot", 1),
        a_line("system", 2),
        a_line("agent", 30, is_internal=True),
        a_line("agent", 90),
        a_line("bot", None),
    ]
    facts = thread_facts(lines)
    assert (facts.first_reply, facts.longest_gap, facts.messages_agent) == (90, 90, 1)


def test_any_agent_answers_and_an_agent_who_begins_answers_nothing() -> None:
    lines = [a_line("agent", 0), a_line("customer", 10), a_line("agent", 25), a_line("customer", 30), a_line("agent", 50)]
    facts = thread_facts(lines)
    assert (facts.first_reply, facts.slowest_reply, facts.slowest_reply_at) == (15, 20, 4)


def test_messages_out_of_order_count_by_their_times() -> None:
    lines = [a_line("agent", 400), a_line("customer", 100), a_line("agent", 60), a_line("customer", 0)]
    facts = thread_facts(lines)
    assert (facts.first_reply, facts.slowest_reply, facts.longest_gap, facts.slowest_reply_at) == (60, 300, 300, 0)


def test_messages_of_one_time_count_in_their_order() -> None:
    assert thread_facts([a_line("customer", 7), a_line("agent", 7)]).first_reply == 0
    facts = thread_facts([a_line("agent", 7), a_line("customer", 7)])
    assert (facts.first_reply, facts.longest_gap, facts.is_unanswered) == (None, 0, True)


@pytest.mark.parametrize("lines", [[], [a_line("customer", None), a_line("agent", 5)]])
def test_threads_without_times_say_so(lines: list[Utterance]) -> None:
    facts = thread_facts(lines)
    assert (facts.slowest_reply, facts.longest_gap) == (None, None)
    assert facts.unavailable == "not available (messages without times)"


def test_a_thread_of_unknown_people_says_so() -> None:
    facts = thread_facts([a_line("unknown", 1), a_line("unknown", 5)])
    assert (facts.first_reply, facts.unavailable) == (None, "not available (who is the agent is not known)")
    assert (facts.messages_agent, facts.messages_customer, facts.messages_other) == (0, 0, 2)


def test_a_thread_nobody_answered_has_no_reply() -> None:
    facts = thread_facts([a_line("customer", 1), a_line("customer", 61)])
    assert (facts.first_reply, facts.slowest_reply, facts.longest_gap, facts.unavailable) == (None, None, 60, None)
    assert facts.is_unanswered
