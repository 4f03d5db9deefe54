"""Calibration by packs: a session goes out, is scored at other desks, comes back; nobody reads another's answers on the way."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa_desk.domain.definition_nodes import tree_of
from qa_desk.domain.errors import Cancelled, Refusal
from qa_desk.domain.evaluation import Answer, Marker
from qa_desk.domain.progress import Quiet
from qa_desk.domain.scorecard_definition import read_definition
from qa_desk.services import calibration, calibration_packs, imports
from qa_desk.services.calibration_packs import export_reply, export_request, import_pack
from qa_desk.services.care import check_workspace
from qa_desk.services.evaluations import put_answer, put_marker, set_answer, set_summary, start_evaluation, submit_evaluation
from qa_desk.services.people import ensure_evaluator
from qa_desk.services.scorecards import add_scorecard, find_version, get_version, publish_scorecard
from qa_desk.workspace.changelog import Author, unlogged_changes
from qa_desk.workspace.pack_file import write_pack
from qa_desk.workspace.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qa_desk.domain.calibration_report import Participant
    from qa_desk.workspace.workspace import Workspace

AGENT = "Aisyah Karim"
NAMES = ("aisyah", "karim")
SECRETS = ("Zweifelhaft", "ganz-geheim", "marke-geheim", "summe-geheim", "routine-geheim")
CARD: dict[str, Any] = {
    "key": "voice",
    "title": "Voice",
    "sections": [
        {
            "id": "S",
            "questions": [
                {"id": "Q1", "weight": 60, "credits": {"Yes": 1, "No": 0, "Zweifelhaft": "1/2"}},
                {"id": "Q2", "weight": 40, "credits": {"Yes": 1, "No": 0}},
            ],
        }
    ],
}
SOUND = b"RIFF" + bytes(range(256)) * 40


@dataclass
class Centre:
    """The lead's workspace with a session of Ana, Ben and Chi on two interactions, the second with a recording."""

    home: Workspace
    session_id: str
    folder: Path
    people: dict[str, str]


@pytest.fixture
def centre(workspace: Workspace, tmp_path: Path) -> Centre:
    return make_centre(workspace, tmp_path)


def make_centre(workspace: Workspace, folder: Path, *, agent_hidden: bool = True) -> Centre:
    people = {name: ensure_evaluator(workspace, name) for name in ("Ana", "Ben", "Chi")}
    version_id = publish(workspace, CARD)
    sound = folder / "2024-05-14_Aisyah_4712.wav"
    sound.write_bytes(SOUND)
    with workspace.transaction() as connection:
        connection.execute(
            "INSERT INTO agents (id, external_id, name, email, created_at) VALUES ('a1', 'AKARIM', ?, ?, 0)",
            [AGENT, "aisyah.k@centre.example"],
        )
        connection.execute("INSERT INTO agent_aliases (alias, agent_id) VALUES ('Aisyah K.', 'a1')")
        for item, reference, channel in (("i1", "4711-Aisyah", "chat"), ("i2", "4712", "call")):
            connection.execute(
                "INSERT INTO interactions (id, external_id, channel, agent_id, customer_id, subject, created_at) "
                "VALUES (?, ?, ?, 'a1', 'customer-9', 'About AISYAH KARIM', 0)",
                [item, reference, channel],
            )
            connection.execute(
                "INSERT INTO utterances (interaction_id, position, speaker, author, text, recipients, message_id) "
                "VALUES (?, 0, 'agent', 'Aisyah K.', 'Hello, Aisyah here.', 'aisyah.k@centre.example', '<1@aisyah.example>')",
                [item],
            )
            connection.execute(
                "INSERT INTO utterances (interaction_id, position, speaker, author, text) "
                "VALUES (?, 1, 'customer', 'Jo', 'Thank you, Karim.')",
                [item],
            )
        connection.execute(
            "INSERT INTO media (id, interaction_id, position, path, sha256, size, agent_channel) "
            "VALUES ('m2', 'i2', 0, ?, ?, ?, 'left')",
            [str(sound), hashlib.sha256(SOUND).hexdigest(), len(SOUND)],
        )
    routine = start_evaluation(workspace, "i1", people["Ana"], version_id)
    put_answer(workspace, routine.id, Answer("Q1", "No", "routine-geheim"))
    set_answer(workspace, routine.id, "Q2", "No")
    submit_evaluation(workspace, routine.id)
    session_id = calibration.create_calibration(
        workspace, "June", version_id, ["i1", "i2"], list(people.values()), agent_hidden=agent_hidden, due_on="2024-06-30"
    )
    return Centre(workspace, session_id, folder, people)


def publish(workspace: Workspace, card: dict[str, Any]) -> str:
    version = read_definition(tree_of(card)).version
    assert version is not None
    made = add_scorecard(workspace, version)
    publish_scorecard(workspace, made)
    return made


@pytest.fixture
def desk(tmp_path: Path, empty_workspace: Path) -> Iterator[Callable[[str], Workspace]]:
    """Empty workspaces of other people, each in a folder of its own."""
    opened: list[Workspace] = []

    def make(name: str) -> Workspace:
        folder = tmp_path / name
        folder.mkdir()
        shutil.copyfile(empty_workspace, folder / "desk.qadesk")
        opened.append(open_workspace(folder / "desk.qadesk", author=Author(name, "laptop")))
        return opened[-1]

    yield make
    for workspace in opened:
        workspace.close()


def request(centre: Centre, *names: str, with_recordings: bool = False, passphrase: str | None = None) -> Path:
    path = centre.folder / f"request {'-'.join(names)}.qapack"
    people = [centre.people[name] for name in names]
    export_request(
        centre.home,
        path,
        centre.session_id,
        Quiet(),
        people=people,
        with_recordings=with_recordings,
        passphrase=passphrase,
    )
    return path


def score(workspace: Workspace, session_id: str, name: str, value: str = "Zweifelhaft") -> None:
    """Fill in all sheets of a person, with comment, marker and summary."""
    session = calibration.get_calibration(workspace, session_id)
    person = next(p for p in session.participants if p.name == name)
    for item in calibration.remaining_items(workspace, session_id, person.id):
        sheet = calibration.start_blind_scoring(workspace, session_id, person.id, item.interaction_id)
        put_answer(workspace, sheet.id, Answer("Q1", value, "ganz-geheim"))
        set_answer(workspace, sheet.id, "Q2", "Yes")
        media_id = "m2" if item.interaction_id == "i2" else None
        marker = Marker(f"m-{name}-{item.interaction_id}", "marke-geheim", 1.5 if media_id else None, 1, "Q1", media_id)
        put_marker(workspace, sheet.id, marker)
        set_summary(workspace, sheet.id, f"summe-geheim of {name}")
        calibration.submit_blind_sheet(workspace, sheet.id)


def reply(workspace: Workspace, centre: Centre, name: str) -> Path:
    session = calibration.get_calibration(workspace, centre.session_id)
    person = next(p for p in session.participants if p.name == name)
    path = centre.folder / f"reply of {name}.qapack"
    export_reply(workspace, path, centre.session_id, person.id, Quiet())
    return path


def scored_elsewhere(centre: Centre, desk: Callable[[str], Workspace], name: str, value: str = "Zweifelhaft") -> Path:
    """A person's reply from a desk of their own."""
    away = desk(name)
    import_pack(away, request(centre, name), Quiet())
    score(away, centre.session_id, name, value)
    return reply(away, centre, name)


def everything(workspace: Workspace) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, the change log's too."""
    tables = [row[0] for row in workspace.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {
        table: [tuple(row) for row in workspace.connection.execute(f"SELECT * FROM {table}")]
        for table in tables
        if not table.startswith("sqlite")
    }


def unpacked(path: Path) -> bytes:
    """All that a plain pack says, with its names and notes."""
    with zipfile.ZipFile(path) as opened:
        inside = b"".join(opened.read(name) for name in opened.namelist() if not name.startswith("media/"))
        return inside + " ".join(opened.namelist()).encode() + path.read_bytes()


def rebuilt(path: Path, change: Callable[[dict[str, Any], dict[str, Any]], None]) -> Path:
    """The pack as somebody would forge it: changed inside, with digests that hold. `change` gets `about` and the content."""
    with zipfile.ZipFile(path) as opened:
        manifest = json.loads(opened.read("manifest.json"))
        texts = {
            name: opened.read(name).decode() for name in opened.namelist() if name.endswith(".json") and name != "manifest.json"
        }
    content = json.loads(texts["content.json"])
    change(manifest["about"], content)
    texts["content.json"] = json.dumps(content)
    made = path.with_name("forged.qapack")
    with made.open("w+b") as file:
        write_pack(file, manifest["kind"], manifest["about"], texts, [], Quiet())
    return made


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
    assert not _at_home(centre, "Ana").is_finished
    score(away, centre.session_id, "Ana")
    taken = import_pack(centre.home, reply(away, centre, "Ana"), Quiet())
    assert (taken.new, taken.unchanged, _at_home(centre, "Ana").is_finished) == (1, 1, True)


def test_who_gave_up_early_has_finished_at_home_too(centre: Centre, desk: Callable[[str], Workspace]) -> None:
    away = desk("Ana")
    import_pack(away, request(centre, "Ana"), Quiet())
    ana = calibration.get_calibration(away, centre.session_id).participants[0]
    sheet = calibration.start_blind_scoring(away, centre.session_id, ana.id, "i1")
    set_answer(away, sheet.id, "Q1", "Yes")
    set_answer(away, sheet.id, "Q2", "Yes")
    calibration.submit_blind_sheet(away, sheet.id)
    calibration.finish_scoring(away, centre.session_id, ana.id)
    import_pack(centre.home, reply(away, centre, "Ana"), Quiet())
    assert (_at_home(centre, "Ana").submitted, _at_home(centre, "Ana").is_finished) == (1, True)


def _at_home(centre: Centre, name: str) -> Participant:
    session = calibration.get_calibration(centre.home, centre.session_id)
    return next(p for p in session.participants if p.id == centre.people[name])


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
    assert _at_home(centre, "Ana").submitted == 2


def test_a_version_that_says_the_same_is_used(centre: Centre, desk: Callable[[str], Workspace]) -> None:
    away = desk("Ana")
    own = publish(away, CARD)
    import_pack(away, request(centre, "Ana"), Quiet())
    assert calibration.get_calibration(away, centre.session_id).version_id == own


def test_a_draft_begun_at_home_gives_way_and_is_told(centre: Centre, desk: Callable[[str], Workspace]) -> None:
    sheet = calibration.start_blind_scoring(centre.home, centre.session_id, centre.people["Ana"], "i1")
    set_answer(centre.home, sheet.id, "Q1", "No")
    taken = import_pack(centre.home, scored_elsewhere(centre, desk, "Ana"), Quiet())
    assert [note.startswith("A sheet that Ana had begun here") for note in taken.notes] == [True]
    assert _at_home(centre, "Ana").submitted == 2


def test_the_batch_says_where_it_came_from_and_stays(centre: Centre, desk: Callable[[str], Workspace]) -> None:
    away = desk("Ana")
    import_pack(away, request(centre, "Ana"), Quiet())
    (batch,) = imports.list_batches(away)
    assert (batch.kind, batch.rows_new) == ("calibration_pack", 2)
    with pytest.raises(Refusal, match="it stays"):
        imports.undo_batch(away, str(batch.number))


# -- refused, and nothing half done


def refused(workspace: Workspace, path: Path, match: str, passphrase: str | None = None) -> None:
    before, files = everything(workspace), sorted(workspace.path.parent.iterdir())
    with pytest.raises(Refusal, match=match) as caught:
        import_pack(workspace, path, Quiet(), passphrase=passphrase)
    assert "\n" not in caught.value.message
    assert caught.value.message.startswith(path.name)
    assert everything(workspace) == before
    assert sorted(workspace.path.parent.iterdir()) == files


def _replace(where: str, value: object) -> Callable[[dict[str, Any], dict[str, Any]], None]:
    """A change of one place, named as in "sheets.0.answers.0.value" or "about.session"."""

    def change(about: dict[str, Any], content: dict[str, Any]) -> None:
        *path, last = where.split(".")
        found: Any = {"about": about, **content} if path and path[0] == "about" else content
        for step in path:
            found = found[int(step) if step.isdecimal() else step]
        found[int(last) if last.isdecimal() else last] = value

    return change


@pytest.mark.parametrize(
    ("where", "value", "match"),
    [
        ("sheets.1.answers.0.value", "Perhaps", "no answer"),
        ("sheets.1.answers.0.question_id", "Q9", "no question"),
        ("sheets.1.answers.0.root_cause", "made-up", "root cause"),
        ("sheets.1.answers.0.value", 7, "not well made"),
        ("sheets.1.answers", [], "unanswered"),
        ("sheets.1.interaction", "i9", "not part of"),
        ("sheets.1.interaction", "i1", "not well made"),
        ("sheets.1.markers.0.media_id", "elsewhere", "marker"),
        ("sheets.1.markers.0.question_id", "Q9", "marker"),
        ("sheets.1.markers.0.at_s", -1, "not well made"),
        ("sheets.1.submitted_at", 1e300, "not well made"),
        ("sheets.1.summary", "\ud800", "not well made"),
        ("evaluator", {"id": "x", "name": "Mallory"}, "does not take part"),
        ("session", "another", "another session"),
        ("about.session", "another", "another session"),
        ("about.scorecard.sha256", "0" * 64, "another version"),
    ],
)
def test_a_forged_reply_is_refused_whole(
    centre: Centre, desk: Callable[[str], Workspace], where: str, value: object, match: str
) -> None:
    path = scored_elsewhere(centre, desk, "Ana")
    refused(centre.home, rebuilt(path, _replace(where, value)), match)


def test_a_reply_to_a_session_that_is_not_here_is_refused(centre: Centre, desk: Callable[[str], Workspace]) -> None:
    path = scored_elsewhere(centre, desk, "Ana")
    refused(desk("stranger"), path, "not in this workspace")


def test_other_answers_than_the_submitted_ones_are_refused(centre: Centre, desk: Callable[[str], Workspace]) -> None:
    path = scored_elsewhere(centre, desk, "Ana")
    import_pack(centre.home, path, Quiet())
    refused(centre.home, rebuilt(path, _replace("sheets.0.answers.0.value", "No")), "other answers")


def test_after_the_reveal_no_answers_are_taken(centre: Centre, desk: Callable[[str], Workspace]) -> None:
    path = scored_elsewhere(centre, desk, "Ana")
    for name in ("Ben", "Chi"):
        score(centre.home, centre.session_id, name)
    calibration.reveal_calibration(centre.home, centre.session_id, early=True)
    refused(centre.home, path, "revealed")


@pytest.mark.parametrize(
    ("where", "value", "match"),
    [
        ("items.0.id", "../../etc/passwd", "not well made"),
        ("items.1.media.0.sha256", "../../../tmp/x", "not well made"),
        ("items.1.media.0.suffix", "/../../x.wav", "not well made"),
        ("items.1.media.0.suffix", ".exe", "not well made"),
        ("items.1.id", "i1", "not well made"),
        ("items.0.channel", "telepathy", "not well made"),
        ("items.0.lines.0.speaker", "ghost", "not well made"),
        ("items", [], "not well made"),
        ("evaluators", [], "not well made"),
        ("session.benchmark", "oracle", "not well made"),
        ("session.due_on", "soon", "not well made"),
        ("session.tolerance", -1, "not well made"),
        ("about.session", "another", "another session"),
        ("about.scorecard.sha256", "0" * 64, "not the one that its list names"),
        ("about.version", "'; DROP TABLE", "not well made"),
    ],
)
def test_a_forged_request_is_refused_whole(
    centre: Centre, desk: Callable[[str], Workspace], where: str, value: object, match: str
) -> None:
    refused(desk("Ana"), rebuilt(request(centre, "Ana"), _replace(where, value)), match)


def test_a_second_request_of_another_make_is_refused(centre: Centre, desk: Callable[[str], Workspace]) -> None:
    away, path = desk("Ana"), request(centre, "Ana")
    import_pack(away, path, Quiet())
    refused(away, rebuilt(path, _replace("items.0.id", "i9")), "other interactions")
    refused(centre.home, rebuilt(path, _replace("evaluators.0", {"id": "x", "name": "Mallory"})), "does not take part")


def test_an_interaction_of_another_kind_is_not_taken_for_the_same(centre: Centre, desk: Callable[[str], Workspace]) -> None:
    away = desk("Ana")
    with away.transaction() as connection:
        connection.execute("INSERT INTO interactions (id, channel, created_at) VALUES ('i1', 'email', 0)")
    refused(away, request(centre, "Ana"), "another one here")


# -- sealed


def test_a_sealed_pack_says_nothing_and_opens_with_its_passphrase_alone(centre: Centre, desk: Callable[[str], Workspace]) -> None:
    path, away = request(centre, "Ana", passphrase="correct horse"), desk("Ana")
    assert calibration_packs.needs_passphrase(path)
    assert [word for word in (b"June", b"voice", b"Ana", b"PK\3\4", b"manifest") if word in path.read_bytes()] == []
    refused(away, path, "its passphrase is needed")
    refused(away, path, "not its passphrase", passphrase="correct hose")
    assert import_pack(away, path, Quiet(), passphrase="correct horse").new == 2
    with pytest.raises(Refusal, match="8 characters"):
        request(centre, "Ben", passphrase="short")
    assert not (centre.folder / "request Ben.qapack").exists()


def test_the_passphrase_is_the_first_line_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes("\ufeffgrüne Wiese\r\nnot this\n".encode())
    assert calibration_packs.passphrase_in(tmp_path / "f") == "grüne Wiese"
    for content, match in ((b"\n", "no passphrase"), (b"\xff\xfe\x00", "UTF-8")):
        (tmp_path / "f").write_bytes(content)
        with pytest.raises(Refusal, match=match):
            calibration_packs.passphrase_in(tmp_path / "f")
    with pytest.raises(Refusal, match="no such file"):
        calibration_packs.passphrase_in(tmp_path / "none")


def _places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:  # noqa: ANN401 - JSON
    """Every place in a JSON value."""
    inner: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return [path, *(place for key, one in inner for place in _places(one, (*path, key)))]


ODD = st.one_of(
    *(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
    st.sampled_from(["", "\0", "\ud800", "Yes", "N/A", "Q2", "i2", "m2", 2**63, -1, 1e308, [], {}, [{}], [[]]]),
)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["request", "reply"])
def test_whatever_stands_in_a_pack_is_refused_in_a_line_or_taken_soundly(
    centre: Centre, desk: Callable[[str], Workspace], kind: str
) -> None:
    """One place of the content at a time says something else: no other error comes of it, and nothing that breaks the file."""
    if kind == "reply":
        path, workspace = scored_elsewhere(centre, desk, "Ana"), centre.home
    else:
        path, workspace = request(centre, "Ana"), desk("Ana")
    content = json.loads(zipfile.ZipFile(path).read("content.json"))
    places = [place for place in _places(content) if place]
    before = everything(workspace)

    @settings(max_examples=1500, suppress_health_check=list(HealthCheck))
    @given(place=st.sampled_from(places), value=ODD)
    def tries(place: tuple[str | int, ...], value: object) -> None:
        made = rebuilt(path, lambda _about, content: _put(content, place, value))
        with suppress(Refusal, _TakenBack), workspace.transaction() as connection:
            import_pack(workspace, made, Quiet())
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
            assert list(unlogged_changes(connection)) == []
            raise _TakenBack

    tries()
    assert everything(workspace) == before


class _TakenBack(Exception):  # noqa: N818
    """It was taken; the next try begins where this one did."""


def _put(content: Any, place: tuple[str | int, ...], value: object) -> None:  # noqa: ANN401 - JSON
    for step in place[:-1]:
        content = content[step]
    content[place[-1]] = value


# -- killed half way


@pytest.mark.parametrize("look", [2, 3])
def test_a_program_killed_while_it_reads_leaves_the_workspace_as_it_was(
    centre: Centre, desk: Callable[[str], Workspace], look: int
) -> None:
    """The second look is before the recording is unpacked, the third in the transaction when all is written but not settled."""
    path, away = request(centre, "Ana", with_recordings=True), desk("Ana")
    before = everything(away)
    script = Path(__file__).with_name("kill_an_import.py")
    words = [sys.executable, str(script), str(away.path), str(path), str(look)]
    done = subprocess.run(words, cwd=script.parents[2], capture_output=True, text=True, check=False)
    assert done.returncode == 9, done.stderr
    assert everything(away) == before
    assert import_pack(away, path, Quiet()).new == 2
    (sound,) = (Path(row[0]) for row in away.connection.execute("SELECT path FROM media"))
    assert sound.read_bytes() == SOUND
    assert check_workspace(away, Quiet()).is_sound
