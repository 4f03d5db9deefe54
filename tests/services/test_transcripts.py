from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from qa_desk.domain.errors import Refusal
from qa_desk.media.transcripts import Utterance
from qa_desk.services.media_batches import undo_media_batch
from qa_desk.services.people import ensure_agents
from qa_desk.services.recordings import import_recordings
from qa_desk.services.transcripts import import_transcripts, write_utterances

if TYPE_CHECKING:
    from pathlib import Path

    from qa_desk.workspace.workspace import Workspace

VTT = "WEBVTT\n\n00:00.100 --> 00:00.900\n<v Agent>Hello\n"


def utterances_of(workspace: Workspace, interaction_id: str) -> tuple[Utterance, ...]:
    rows = workspace.connection.execute(
        "SELECT text, speaker, author, start_s, end_s, at FROM utterances WHERE interaction_id = ? ORDER BY position",
        [interaction_id],
    )
    return tuple(Utterance(*row) for row in rows)


@pytest.fixture
def a_call(workspace: Workspace, tmp_path: Path) -> str:
    soundfile.write(tmp_path / "call-1.wav", np.zeros(8000), 8000)
    import_recordings(workspace, tmp_path)
    return str(workspace.connection.execute("SELECT id FROM interactions").fetchone()[0])


def test_a_transcript_finds_the_recording_of_its_name(workspace: Workspace, tmp_path: Path, a_call: str) -> None:
    (tmp_path / "call-1.vtt").write_text(VTT)
    done = import_transcripts(workspace, tmp_path)
    assert (done.rows_read, done.rows_updated, done.rows_refused) == (1, 1, 0)
    assert utterances_of(workspace, a_call) == (Utterance("Hello", "agent", "Agent", 0.1, 0.9),)
    assert import_transcripts(workspace, tmp_path).rows_unchanged == 1


def test_undo_gives_back_the_lines_that_were_there(workspace: Workspace, tmp_path: Path, a_call: str) -> None:
    before = (Utterance("By hand", "customer", start_s=1.0, end_s=2.0),)
    write_utterances(workspace, a_call, before)
    (tmp_path / "call-1.vtt").write_text(VTT)
    import_transcripts(workspace, tmp_path)
    batch = workspace.connection.execute("SELECT id FROM import_batches WHERE kind = 'transcripts'").fetchone()[0]
    undo_media_batch(workspace, batch)
    assert utterances_of(workspace, a_call) == before


def test_batches_are_undone_from_the_last_to_the_first(workspace: Workspace, tmp_path: Path, a_call: str) -> None:
    (tmp_path / "call-1.vtt").write_text(VTT)
    import_transcripts(workspace, tmp_path)
    (tmp_path / "call-1.vtt").write_text(VTT.replace("Hello", "Goodbye"))
    import_transcripts(workspace, tmp_path)
    calls, first, second = (row[0] for row in workspace.connection.execute("SELECT id FROM import_batches ORDER BY number"))
    with pytest.raises(Refusal, match="Batch 3 changed the same"):
        undo_media_batch(workspace, first)
    undo_media_batch(workspace, second)
    assert [line.text for line in utterances_of(workspace, a_call)] == ["Hello"]
    undo_media_batch(workspace, calls)
    workspace.connection.execute("UPDATE import_batches SET state = 'undone' WHERE id = ?", [second])
    undo_media_batch(workspace, first)
    assert utterances_of(workspace, a_call) == ()


def test_a_call_without_its_recording_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "other.vtt").write_text(VTT)
    done = import_transcripts(workspace, tmp_path)
    assert [(one.value, one.reason) for one in done.refusals] == [
        ("other.vtt", "no interaction has this id and no recording this name: import the recordings first")
    ]


def test_a_chat_becomes_an_interaction_with_its_agent_and_times(workspace: Workspace, tmp_path: Path) -> None:
    agent = ensure_agents(workspace, ["Ana"])["Ana"]
    messages = [
        {"at": "2026-06-25T10:00:00+00:00", "speaker": "customer", "text": "hi"},
        {"at": "2026-06-25T10:02:00+00:00", "speaker": "agent", "author": "ana", "text": "hello"},
    ]
    (tmp_path / "x.json").write_text(json.dumps({"interaction": "T-9", "channel": "chat", "subject": "S", "messages": messages}))
    done = import_transcripts(workspace, tmp_path)
    assert done.rows_new == 1
    row = workspace.connection.execute("SELECT external_id, channel, agent_id, subject, duration_s FROM interactions").fetchone()
    assert tuple(row) == ("T-9", "chat", agent, "S", 120)


def test_a_file_that_is_no_transcript_is_refused_by_name_and_the_rest_is_taken(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "bad.vtt").write_text("words")
    (tmp_path / "good.json").write_text(json.dumps([{"speaker": "agent", "text": "hello"}]))
    done = import_transcripts(workspace, tmp_path)
    assert (done.rows_new, [one.value for one in done.refusals]) == (1, ["bad.vtt"])


def test_a_dry_run_writes_nothing(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "good.json").write_text(json.dumps([{"speaker": "agent", "text": "hello"}]))
    assert import_transcripts(workspace, tmp_path, dry_run=True).rows_new == 1
    assert workspace.connection.execute("SELECT count(*) FROM interactions").fetchone()[0] == 0


def test_nothing_to_read_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    with pytest.raises(Refusal, match="holds no transcript"):
        import_transcripts(workspace, folder)
    with pytest.raises(Refusal, match="no such file"):
        import_transcripts(workspace, tmp_path / "gone")


@pytest.mark.real_data
def test_real_chats_in_chinese_are_taken(workspace: Workspace, shared_data: Path) -> None:
    done = import_transcripts(workspace, shared_data / "E_transcripts" / "crosswoz_zh_test.json.zip")
    assert (done.rows_new, done.rows_refused) == (500, 0)
