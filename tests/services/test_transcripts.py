from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from qa_desk.domain.errors import Refusal
from qa_desk.media.transcripts import Utterance
from qa_desk.services.evaluations import start_evaluation
from qa_desk.services.media_batches import undo_media_batch
from qa_desk.services.people import ensure_agents, ensure_evaluator
from qa_desk.services.recordings import import_recordings
from qa_desk.services.scorecards import add_scorecard, publish_scorecard
from qa_desk.services.transcripts import import_transcripts
from qa_desk.services.utterances import lines_of_interaction, write_utterances
from qa_desk.workspace.scorecard_files import read_scorecard_text
from qa_desk.workspace.settings import set_settings

if TYPE_CHECKING:
    from pathlib import Path

    from qa_desk.workspace.workspace import Workspace

VTT = "WEBVTT\n\n00:00.100 --> 00:00.900\n<v Agent>Hello\n"


@pytest.fixture
def a_call(workspace: Workspace, tmp_path: Path) -> str:
    soundfile.write(tmp_path / "call-1.wav", np.zeros(8000), 8000)
    import_recordings(workspace, tmp_path)
    return str(workspace.connection.execute("SELECT id FROM interactions").fetchone()[0])


def test_a_transcript_finds_the_recording_of_its_name(workspace: Workspace, tmp_path: Path, a_call: str) -> None:
    (tmp_path / "call-1.vtt").write_text(VTT)
    done = import_transcripts(workspace, tmp_path)
    assert (done.rows_read, done.rows_updated, done.rows_refused) == (1, 1, 0)
    assert lines_of_interaction(workspace, a_call) == (Utterance("Hello", "agent", "Agent", 0.1, 0.9),)
    assert import_transcripts(workspace, tmp_path).rows_unchanged == 1


def test_undo_gives_back_the_lines_that_were_there(workspace: Workspace, tmp_path: Path, a_call: str) -> None:
    before = (Utterance("By hand", "customer", start_s=1.0, end_s=2.0),)
    write_utterances(workspace, a_call, before)
    (tmp_path / "call-1.vtt").write_text(VTT)
    import_transcripts(workspace, tmp_path)
    batch = workspace.connection.execute("SELECT id FROM import_batches WHERE kind = 'transcripts'").fetchone()[0]
    undo_media_batch(workspace, batch)
    assert lines_of_interaction(workspace, a_call) == before


def test_batches_are_undone_from_the_last_to_the_first(workspace: Workspace, tmp_path: Path, a_call: str) -> None:
    (tmp_path / "call-1.vtt").write_text(VTT)
    import_transcripts(workspace, tmp_path)
    (tmp_path / "call-1.vtt").write_text(VTT.replace("Hello", "Goodbye"))
    import_transcripts(workspace, tmp_path)
    calls, first, second = (row[0] for row in workspace.connection.execute("SELECT id FROM import_batches ORDER BY number"))
    with pytest.raises(Refusal, match="Batch 3 changed the same"):
        undo_media_batch(workspace, first)
    undo_media_batch(workspace, second)
    assert [line.text for line in lines_of_interaction(workspace, a_call)] == ["Hello"]
    undo_media_batch(workspace, calls)
    workspace.connection.execute("UPDATE import_batches SET state = 'undone' WHERE id = ?", [second])
    undo_media_batch(workspace, first)
    assert lines_of_interaction(workspace, a_call) == ()


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


# -- mails

MAIL = (
    "From: {who}\nTo: x@y.example\nDate: Thu, 25 Jun 2026 {hour}:00:00 +0100\nSubject: {subject}\nMessage-ID: <{id}@m>\n"
    "{more}\n{text}\n"
)


def a_mail(folder: Path, name: str, **said: str) -> None:
    usual = {"who": "Ana <ana@b.example>", "hour": "10", "subject": "Router", "id": name, "more": "", "text": f"text of {name}"}
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.eml").write_text(MAIL.format(**usual | said))


def threads_of(workspace: Workspace) -> dict[str, list[str]]:
    rows = workspace.connection.execute("SELECT id, external_id FROM interactions ORDER BY external_id")
    return {row["external_id"]: [line.text for line in lines_of_interaction(workspace, row["id"])] for row in rows}


def test_mails_that_answer_each_other_are_one_thread_by_time(workspace: Workspace, tmp_path: Path) -> None:
    a_mail(tmp_path, "b", hour="12", more="In-Reply-To: <a@m>\n", subject="Re: Router", text="two")
    a_mail(tmp_path, "a", text="one")
    a_mail(tmp_path, "c", hour="14", more="References: <a@m> <lost@m>\n", subject="AW: Your refund", text="three")
    a_mail(tmp_path, "other")
    done = import_transcripts(workspace, tmp_path)
    assert (done.rows_read, done.rows_new, done.rows_folded, done.rows_refused) == (4, 2, 2, 0)
    assert threads_of(workspace) == {"a": ["one", "two", "three"], "other": ["text of other"]}
    row = workspace.connection.execute("SELECT channel, subject, duration_s FROM interactions WHERE external_id = 'a'").fetchone()
    assert tuple(row) == ("email", "Router", 4 * 3600)
    thread = workspace.connection.execute("SELECT id FROM interactions WHERE external_id = 'a'").fetchone()[0]
    assert [line.subject for line in lines_of_interaction(workspace, thread)] == [None, None, "AW: Your refund"]
    assert import_transcripts(workspace, tmp_path).rows_unchanged == 2


def test_an_answer_that_comes_in_later_joins_its_thread_and_undo_takes_it_out(workspace: Workspace, tmp_path: Path) -> None:
    a_mail(tmp_path / "week1", "a", text="one")
    import_transcripts(workspace, tmp_path / "week1")
    a_mail(tmp_path / "week2", "z", hour="11", more="In-Reply-To: <a@m>\n", subject="Re: Router", text="two")
    done = import_transcripts(workspace, tmp_path / "week2")
    assert (done.rows_new, done.rows_updated) == (0, 1)
    assert threads_of(workspace) == {"a": ["one", "two"]}
    batch = workspace.connection.execute("SELECT id FROM import_batches WHERE number = 2").fetchone()[0]
    undo_media_batch(workspace, batch)
    assert threads_of(workspace) == {"a": ["one"]}


def test_mails_of_one_name_in_two_folders_are_two(workspace: Workspace, tmp_path: Path) -> None:
    for week in ("week1", "week2"):
        a_mail(tmp_path / week, "mail", id=week, text=week)
    import_transcripts(workspace, tmp_path / "week1")
    import_transcripts(workspace, tmp_path / "week2")
    assert threads_of(workspace) == {"mail": ["week1"], "week2@m": ["week2"]}


def test_the_same_mail_twice_counts_once(workspace: Workspace, tmp_path: Path) -> None:
    a_mail(tmp_path, "a", id="same", text="one")
    a_mail(tmp_path, "copy", id="same", text="one")
    done = import_transcripts(workspace, tmp_path)
    assert (done.rows_new, done.rows_folded) == (1, 1)
    assert threads_of(workspace) == {"a": ["one"]}


def test_the_roster_and_the_mail_domains_say_who_is_who(workspace: Workspace, tmp_path: Path) -> None:
    agent = ensure_agents(workspace, ["Rui Costa"])["Rui Costa"]
    set_settings(workspace, {"mail_domains": "lantern.example, @shop.example"})
    a_mail(tmp_path, "a")
    a_mail(tmp_path, "b", hour="11", who="RUI COSTA <rc@else.example>", more="In-Reply-To: <a@m>\n")
    a_mail(tmp_path, "c", hour="12", who="Help <help@SHOP.example>", more="In-Reply-To: <a@m>\n")
    import_transcripts(workspace, tmp_path)
    row = workspace.connection.execute("SELECT id, agent_id FROM interactions").fetchone()
    assert [line.speaker for line in lines_of_interaction(workspace, row["id"])] == ["customer", "agent", "agent"]
    assert row["agent_id"] == agent


def test_a_mail_of_a_ticket_goes_to_the_ticket(workspace: Workspace, tmp_path: Path) -> None:
    workspace.connection.execute(
        "INSERT INTO interactions (id, external_id, channel, created_at) VALUES ('i', 'T-1', 'ticket', 0)"
    )
    a_mail(tmp_path, "T-1")
    assert import_transcripts(workspace, tmp_path).rows_updated == 1
    assert threads_of(workspace) == {"T-1": ["text of T-1"]}


# -- what does not fit


def a_thread(key: str, *texts: str) -> dict[str, object]:
    return {"interaction": key, "channel": "chat", "messages": [{"speaker": "agent", "text": text} for text in texts]}


def test_an_id_that_stands_twice_is_taken_once(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(json.dumps([a_thread("C-1", "a"), a_thread("C-1", "b")]))
    done = import_transcripts(workspace, tmp_path)
    assert (done.rows_new, [one.reason for one in done.refusals]) == (1, ["another conversation of this import has the same id"])
    assert threads_of(workspace) == {"C-1": ["a"]}


def test_a_chat_is_not_put_under_a_call(workspace: Workspace, tmp_path: Path, a_call: str) -> None:
    (tmp_path / "x.json").write_text(json.dumps(a_thread("call-1", "a")))
    workspace.connection.execute("UPDATE interactions SET external_id = 'call-1'")
    done = import_transcripts(workspace, tmp_path / "x.json")
    assert [one.reason for one in done.refusals] == ["the interaction of this id is no chat"]


def test_a_marked_message_does_not_move_but_a_thread_may_grow(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(json.dumps(a_thread("C-1", "a", "b")))
    import_transcripts(workspace, path)
    interaction = workspace.connection.execute("SELECT id FROM interactions").fetchone()[0]
    mark(workspace, interaction, position=1)
    path.write_text(json.dumps(a_thread("C-1", "a", "b", "c")))
    assert import_transcripts(workspace, path).rows_updated == 1
    path.write_text(json.dumps(a_thread("C-1", "new", "a", "b", "c")))
    done = import_transcripts(workspace, path)
    assert [one.reason for one in done.refusals] == [
        "an evaluation has a marker at a message that would change: it stays as it was"
    ]
    assert threads_of(workspace) == {"C-1": ["a", "b", "c"]}


def mark(workspace: Workspace, interaction_id: str, position: int) -> None:
    version = read_scorecard_text(
        "key: k\ntitle: K\nsections: [{id: s, questions: [{id: q, title: Q, weight: 1, credits: {Yes: 1, No: 0}}]}]"
    ).version
    assert version is not None
    card = publish_scorecard(workspace, add_scorecard(workspace, version))
    evaluation = start_evaluation(workspace, interaction_id, ensure_evaluator(workspace, "Eva"), card.id)
    workspace.connection.execute(
        "INSERT INTO markers (id, evaluation_id, utterance_position, text, created_at) VALUES ('m', ?, ?, 'look', 0)",
        [evaluation.id, position],
    )


def test_a_chat_tells_what_it_was_read_as_and_what_was_assumed(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("ticket_id,created_at,actor,text\n1,2026-06-25 10:00:00,agent,hi\n")
    done = import_transcripts(workspace, tmp_path, timezone="Asia/Kuala_Lumpur")
    assert (done.source, done.warnings) == ("messages", ["x.csv: times without an offset were taken as Asia/Kuala_Lumpur."])
    assert workspace.connection.execute("SELECT started_at FROM interactions").fetchone()[0] == 1782352800
    with pytest.raises(Refusal, match="is no time zone"):
        import_transcripts(workspace, tmp_path, timezone="Mars/Olympus")


@pytest.mark.real_data
def test_real_mails_and_logs_are_taken_with_their_counts(workspace: Workspace, shared_data: Path) -> None:
    done = import_transcripts(workspace, shared_data / "E_transcripts")
    refused = {one.value for one in done.refusals if "import the recordings first" not in one.reason}
    assert refused == {"abcd_agent_guidelines.json"}
    assert (done.rows_read, done.rows_new, done.rows_refused) == (519, 513, 6)


def test_one_file_that_cannot_be_read_is_refused_and_leaves_nothing(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text('{"messages": [')
    with pytest.raises(Refusal, match=r"bad\.json, line 1: is not JSON"):
        import_transcripts(workspace, tmp_path / "bad.json")
    with pytest.raises(Refusal, match="fax is no form of transcript or thread"):
        import_transcripts(workspace, tmp_path, form="fax")
    assert workspace.connection.execute("SELECT count(*) FROM import_batches").fetchone()[0] == 0


def test_a_call_is_taken_to_be_read_where_that_is_said(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "other.vtt").write_text(VTT)
    assert import_transcripts(workspace, tmp_path, takes_lone_calls=True).rows_new == 1
    row = workspace.connection.execute("SELECT external_id, channel, duration_s FROM interactions").fetchone()
    assert tuple(row) == ("other", "call", 0.9)
