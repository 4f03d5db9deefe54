"""Calibration by packs: a session goes out, is scored at other desks, comes back; nobody reads another's answers on the way."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Cancelled, Refusal
from qa_desk.domain.evaluation import Answer
from qa_desk.domain.progress import Quiet
from qa_desk.media.transcripts import Attachment, Utterance
from qa_desk.services import calibration, imports
from qa_desk.services.calibration_packs import Taken, export_request, import_pack
from qa_desk.services.calibration_packs_text import taken_words
from qa_desk.services.care import check_workspace
from qa_desk.services.evaluations import put_answer, set_answer, start_evaluation, submit_evaluation
from qa_desk.services.scorecards import find_version, get_version
from qa_desk.services.utterances import lines_of_interaction, write_utterances
from tests.packed_centre import (
    AGENT,
    CARD,
    NAMES,
    SECRETS,
    SOUND,
    Centre,
    at_home,
    desks,
    everything,
    make_centre,
    publish,
    reply,
    request,
    score,
    scored_elsewhere,
    unpacked,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qa_desk.workspace.workspace import Workspace


@pytest.fixture
def centre(workspace: Workspace, tmp_path: Path) -> Centre:
    return make_centre(workspace, tmp_path)


@pytest.fixture
def desk(tmp_path: Path, empty_workspace: Path) -> Iterator[Callable[[str], Workspace]]:
    with desks(tmp_path, empty_workspace) as make:
        yield make


# -- there and back


def test_three_desks_score_apart_and_the_lead_reveals(centre: Centre, desk: Callable[[str], Workspace]) -> None:
    replies = {
        name: scored_elsewhere(centre, desk, name, value) for name, value in (("Ana", "Yes"), ("Ben", "No"), ("Chi", "No"))
    }
    for name, path in replies.items():
        taken = import_pack(centre.home, path, Quiet())
        assert (taken.kind, taken.people, taken.new, taken.unchanged, taken.notes) == ("reply", (name,), 2, 0, [])
    session = calibration.get_calibration(centre.home, centre.session_id)
    assert all(p.is_finished and p.submitted == 2 for p in session.participants)
    calibration.reveal_calibration(centre.home, centre.session_id)
    report = calibration.calibration_report(centre.home, centre.session_id)
    assert report.sheets[centre.people["Ana"]]["i2"] == {"Q1": "Yes", "Q2": "Yes"}
    remark = report.remarks[centre.people["Ben"], "i2", "Q1"]
    assert (remark.comment, remark.markers[0].text, remark.markers[0].media_id) == ("ganz-geheim", "marke-geheim", "m2")
    assert check_workspace(centre.home, Quiet()).is_sound


def test_a_second_time_changes_nothing(centre: Centre, desk: Callable[[str], Workspace]) -> None:
    away, path = desk("Ana"), request(centre, "Ana", with_recordings=True)
    import_pack(away, path, Quiet())
    before = everything(away)
    again = import_pack(away, path, Quiet())
    assert (again.has_changed, again.new, again.unchanged, again.notes) == (False, 0, 2, [])
    assert everything(away) == before
    score(away, centre.session_id, "Ana")
    back = reply(away, centre, "Ana")
    import_pack(centre.home, back, Quiet())
    before = everything(centre.home)
    again = import_pack(centre.home, back, Quiet())
    assert (again.has_changed, again.new, again.unchanged) == (False, 0, 2)
    assert everything(centre.home) == before
    assert not import_pack(centre.home, path, Quiet()).has_changed
    assert everything(centre.home) == before


def test_a_reply_that_is_not_whole_yet_is_taken_and_completed(centre: Centre, desk: Callable[[str], Workspace]) -> None:
    away = desk("Ana")
    import_pack(away, request(centre, "Ana"), Quiet())
    ana = calibration.get_calibration(away, centre.session_id).participants[0]
    sheet = calibration.start_blind_scoring(away, centre.session_id, ana.id, "i1")
    set_answer(away, sheet.id, "Q1", "Yes")
    set_answer(away, sheet.id, "Q2", "Yes")
    calibration.submit_blind_sheet(away, sheet.id)
    assert import_pack(centre.home, reply(away, centre, "Ana"), Quiet()).new == 1
    assert not at_home(centre, "Ana").is_finished
    score(away, centre.session_id, "Ana")
    taken = import_pack(centre.home, reply(away, centre, "Ana"), Quiet())
    assert (taken.new, taken.unchanged, at_home(centre, "Ana").is_finished) == (1, 1, True)


def test_who_gave_up_early_has_finishedat_home_too(centre: Centre, desk: Callable[[str], Workspace]) -> None:
    away = desk("Ana")
    import_pack(away, request(centre, "Ana"), Quiet())
    ana = calibration.get_calibration(away, centre.session_id).participants[0]
    sheet = calibration.start_blind_scoring(away, centre.session_id, ana.id, "i1")
    set_answer(away, sheet.id, "Q1", "Yes")
    set_answer(away, sheet.id, "Q2", "Yes")
    calibration.submit_blind_sheet(away, sheet.id)
    calibration.finish_scoring(away, centre.session_id, ana.id)
    import_pack(centre.home, reply(away, centre, "Ana"), Quiet())
    assert (at_home(centre, "Ana").submitted, at_home(centre, "Ana").is_finished) == (1, True)


def test_the_same_request_makes_the_same_bytes(centre: Centre) -> None:
    first = request(centre, "Ana", with_recordings=True).read_bytes()
    assert request(centre, "Ana", with_recordings=True).read_bytes() == first


# -- blindness


def test_a_request_holds_nobodys_answers_and_not_the_agents_name(centre: Centre) -> None:
    score(centre.home, centre.session_id, "Ana")
    path = request(centre, "Ben", with_recordings=True)
    said = unpacked(path)
    assert [secret for secret in (*SECRETS[1:], "Ana", "Chi") if secret.encode() in said] == []
    content = json.loads(zipfile.ZipFile(path).read("content.json"))
    assert "Zweifelhaft" not in json.dumps(content)  # the scorecard itself has to say it
    with zipfile.ZipFile(path) as opened:
        rest = b"".join(opened.read(name) for name in opened.namelist()).lower() + path.read_bytes().lower()
    assert [name for name in (*NAMES, "akarim") if name.encode() in rest] == []
    assert content["items"][0]["external_id"] is None
    assert content["items"][0]["agent"] is None


def test_where_the_name_is_not_hidden_it_goes_along(
    workspace: Workspace, tmp_path: Path, desk: Callable[[str], Workspace]
) -> None:
    centre, away = make_centre(workspace, tmp_path, agent_hidden=False), desk("Ana")
    import_pack(away, request(centre, "Ana"), Quiet())
    assert calibration.get_calibration(away, centre.session_id).items[0].agent == AGENT
    assert [row[0] for row in away.connection.execute("SELECT customer_id FROM interactions")] == [None, None]


def test_a_reply_holds_its_senders_blind_sheets_only(centre: Centre, desk: Callable[[str], Workspace]) -> None:
    away = desk("shared")
    import_pack(away, request(centre), Quiet())
    for name, value in (("Ana", "Yes"), ("Ben", "No")):
        score(away, centre.session_id, name, value)
    routine = start_evaluation(away, "i1", centre.people["Ana"], calibration.get_calibration(away, centre.session_id).version_id)
    put_answer(away, routine.id, Answer("Q1", "No", "routine-geheim"))
    set_answer(away, routine.id, "Q2", "No")
    submit_evaluation(away, routine.id)
    said = unpacked(reply(away, centre, "Ana"))
    assert b"summe-geheim of Ana" in said
    assert [text for text in (b"summe-geheim of Ben", b"Ben", b"routine-geheim", b"Hello") if text in said] == []
    assert [name for name in NAMES if name.encode() in said.lower()] == []
    content = json.loads(zipfile.ZipFile(centre.folder / "reply of Ana.qapack").read("content.json"))
    assert [sheet["answers"][0]["value"] for sheet in content["sheets"]] == ["Yes", "Yes"]


def test_where_the_session_was_opened_no_reply_tells_blind_answers(centre: Centre) -> None:
    score(centre.home, centre.session_id, "Ana")
    with pytest.raises(Refusal, match="opened in this workspace"):
        reply(centre.home, centre, "Ana")


def test_what_came_by_a_pack_is_revealed_where_it_was_opened(centre: Centre, desk: Callable[[str], Workspace]) -> None:
    away = desk("shared")
    import_pack(away, request(centre, "Ana", "Ben"), Quiet())
    for name in ("Ana", "Ben"):
        score(away, centre.session_id, name)
    with pytest.raises(Refusal, match="revealed where it was opened"):
        calibration.reveal_calibration(away, centre.session_id, early=True)
    with pytest.raises(Refusal, match="requests go out from where"):
        export_request(away, centre.folder / "on.qapack", centre.session_id, Quiet())


# -- recordings


def test_recordings_come_along_by_their_content(centre: Centre, desk: Callable[[str], Workspace]) -> None:
    away = desk("Ana")
    import_pack(away, request(centre, "Ana", with_recordings=True), Quiet())
    (path,) = (Path(row[0]) for row in away.connection.execute("SELECT path FROM media"))
    assert path.name == hashlib.sha256(SOUND).hexdigest() + ".wav"
    assert path.parent == away.path.parent / "desk.recordings"
    assert path.read_bytes() == SOUND


def test_recordings_may_follow_later(centre: Centre, desk: Callable[[str], Workspace]) -> None:
    away = desk("Ana")
    import_pack(away, request(centre, "Ana"), Quiet())
    assert not (away.path.parent / "desk.recordings").exists()
    import_pack(away, request(centre, "Ana", with_recordings=True), Quiet())
    (path,) = (Path(row[0]) for row in away.connection.execute("SELECT path FROM media"))
    assert path.read_bytes() == SOUND


def test_a_recording_that_is_gone_or_another_is_not_sent(centre: Centre) -> None:
    sound = centre.folder / "2024-05-14_Aisyah_4712.wav"
    sound.write_bytes(SOUND + b"!")
    with pytest.raises(Refusal, match="another recording"):
        request(centre, "Ana", with_recordings=True)
    sound.unlink()
    with pytest.raises(Refusal, match="not where it was"):
        request(centre, "Ana", with_recordings=True)
    assert not list(centre.folder.glob("*.qapack")) + list(centre.folder.glob(".request*"))


def test_a_recording_whose_own_notes_name_the_hidden_agent_is_not_sent(centre: Centre) -> None:
    sound = SOUND + b"LIST INFO IART Aisyah Karim"
    (centre.folder / "2024-05-14_Aisyah_4712.wav").write_bytes(sound)
    with centre.home.transaction() as connection:
        connection.execute("UPDATE media SET sha256 = ?", [hashlib.sha256(sound).hexdigest()])
    with pytest.raises(Refusal, match="own notes name the agent"):
        request(centre, "Ana", with_recordings=True)


def test_cancelling_leaves_nothing_behind(centre: Centre, desk: Callable[[str], Workspace]) -> None:
    path, away = request(centre, "Ana", with_recordings=True), desk("Ana")
    before = everything(away)
    for look in range(1, 40):
        try:
            import_pack(away, path, CancelledAt(look))
        except Cancelled:
            assert everything(away) == before
            assert sorted(p.name for p in away.path.parent.iterdir() if "qadesk" not in p.name) == []
        else:
            break
    assert look > 3
    assert calibration.get_calibration(away, centre.session_id).title == "June"


class CancelledAt(Quiet):
    def __init__(self, look: int) -> None:
        self._left = look

    def raise_if_cancelled(self) -> None:
        self._left -= 1
        if not self._left:
            raise Cancelled


# -- who and what is known again


def test_what_is_here_is_neither_renamed_nor_overwritten(
    workspace: Workspace, tmp_path: Path, desk: Callable[[str], Workspace]
) -> None:
    centre, away = make_centre(workspace, tmp_path, agent_hidden=False), desk("Ana")
    with away.transaction() as connection:
        connection.execute("INSERT INTO evaluators (id, name) VALUES ('e-ana', 'Ana')")
        connection.execute("INSERT INTO evaluators (id, name) VALUES (?, 'Benjamin')", [centre.people["Ben"]])
        connection.execute("INSERT INTO agents (id, name, created_at) VALUES ('mine', 'aisyah karim', 0)")
        connection.execute("INSERT INTO interactions (id, external_id, channel, created_at) VALUES ('own', '4712', 'call', 0)")
    publish(away, CARD | {"title": "Voice of ours", "pass_threshold": 80})
    taken = import_pack(away, request(centre, "Ana", "Ben"), Quiet())
    assert [note.split(" ")[0] for note in taken.notes] == ["Version", "Agent", "Interaction", "Ana", "Ben"]
    session = calibration.get_calibration(away, centre.session_id)
    assert {p.id: p.name for p in session.participants} == {"e-ana": "Ana", centre.people["Ben"]: "Benjamin"}
    assert session.version_name == "Voice v2"
    assert get_version(away, session.version_id) == get_version(centre.home, find_version(centre.home, "voice").id)
    assert find_version(away, "voice:1").name.startswith("Voice of ours")
    rows = away.connection.execute("SELECT id, external_id, agent_id FROM interactions ORDER BY id").fetchall()
    assert [tuple(row) for row in rows] == [("i1", "4711-Aisyah", "mine"), ("i2", None, "mine"), ("own", "4712", None)]
    score(away, centre.session_id, "Ana")
    import_pack(centre.home, reply(away, centre, "Ana"), Quiet())
    assert at_home(centre, "Ana").submitted == 2


def test_a_conversation_comes_as_it_is(workspace: Workspace, tmp_path: Path, desk: Callable[[str], Workspace]) -> None:
    centre, away = make_centre(workspace, tmp_path, agent_hidden=False), desk("Ana")
    lines = (
        Utterance("Good day", "agent", "Aisyah", 0.0, 1.5),
        Utterance("", "customer", None, 1.5, None, 0),
        Utterance(
            "Look", "unknown", "Jo", None, None, 9, True, "Re: it", "a@b.example", (Attachment("x.pdf", 0), Attachment("y"))
        ),
    )
    write_utterances(workspace, "i1", lines)
    import_pack(away, request(centre, "Ana"), Quiet())
    assert lines_of_interaction(away, "i1") == lines
    for item in ("i1", "i2"):
        assert lines_of_interaction(away, item) == lines_of_interaction(workspace, item)


def test_a_version_that_says_the_same_is_used(centre: Centre, desk: Callable[[str], Workspace]) -> None:
    away = desk("Ana")
    own = publish(away, CARD)
    import_pack(away, request(centre, "Ana"), Quiet())
    assert calibration.get_calibration(away, centre.session_id).version_id == own


def test_a_draft_begunat_home_gives_way_and_is_told(centre: Centre, desk: Callable[[str], Workspace]) -> None:
    sheet = calibration.start_blind_scoring(centre.home, centre.session_id, centre.people["Ana"], "i1")
    set_answer(centre.home, sheet.id, "Q1", "No")
    taken = import_pack(centre.home, scored_elsewhere(centre, desk, "Ana"), Quiet())
    assert [note.startswith("A sheet that Ana had begun here") for note in taken.notes] == [True]
    assert at_home(centre, "Ana").submitted == 2


def test_the_batch_says_where_it_came_from_and_stays(centre: Centre, desk: Callable[[str], Workspace]) -> None:
    away = desk("Ana")
    import_pack(away, request(centre, "Ana"), Quiet())
    (batch,) = imports.list_batches(away)
    assert (batch.kind, batch.rows_new) == ("calibration_pack", 2)
    with pytest.raises(Refusal, match="it stays"):
        imports.undo_batch(away, str(batch.number))


# -- in words


def test_many_names_are_counted() -> None:
    taken = Taken("s", "June", "request", ("Ana", "Ben", "Chi", "Dov", "Eve"), new=2, has_changed=True)
    assert taken_words(taken) == "“June” is ready: 2 interactions to score for Ana, Ben, Chi and 2 more."
