"""A lead's workspace with a blind session, other people's desks, and packs between them, good and forged."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qa_desk.domain.definition_nodes import tree_of
from qa_desk.domain.evaluation import Answer, Marker
from qa_desk.domain.progress import Quiet
from qa_desk.domain.scorecard_definition import read_definition
from qa_desk.services import calibration
from qa_desk.services.calibration_packs import export_reply, export_request, import_pack
from qa_desk.services.evaluations import put_answer, put_marker, set_answer, set_summary, start_evaluation, submit_evaluation
from qa_desk.services.people import ensure_evaluator
from qa_desk.services.scorecards import add_scorecard, publish_scorecard
from qa_desk.workspace.changelog import Author
from qa_desk.workspace.pack_file import write_pack
from qa_desk.workspace.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

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


@contextmanager
def desks(folder: Path, empty_workspace: Path) -> Iterator[Callable[[str], Workspace]]:
    """Empty workspaces of other people, each in a folder of its own; closed at the end."""
    opened: list[Workspace] = []

    def make(name: str) -> Workspace:
        (folder / name).mkdir()
        shutil.copyfile(empty_workspace, folder / name / "desk.qadesk")
        opened.append(open_workspace(folder / name / "desk.qadesk", author=Author(name, "laptop")))
        return opened[-1]

    yield make
    for workspace in opened:
        workspace.close()


def at_home(centre: Centre, name: str) -> Participant:
    session = calibration.get_calibration(centre.home, centre.session_id)
    return next(p for p in session.participants if p.id == centre.people[name])
