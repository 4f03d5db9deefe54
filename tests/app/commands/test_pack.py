"""`qa-desk pack`: a calibration carried between workspaces by the command line alone."""

from __future__ import annotations

import io
import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from qa_desk.app.console import Console
from qa_desk.app.main import main
from qa_desk.domain.definition_nodes import tree_of
from qa_desk.domain.scorecard_definition import read_definition
from qa_desk.services import calibration
from qa_desk.services.evaluations import set_answer
from qa_desk.services.people import ensure_evaluator
from qa_desk.services.scorecards import add_scorecard, publish_scorecard
from qa_desk.workspace.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from qa_desk.workspace.workspace import Workspace

CARD: dict[str, Any] = {
    "key": "voice",
    "sections": [{"id": "S", "questions": [{"id": "Q1", "weight": 1, "credits": {"Yes": 1, "No": 0}}]}],
}


def run(*arguments: object) -> tuple[int, str, str]:
    console = Console(out=io.StringIO(), err=io.StringIO())
    status = main([str(argument) for argument in arguments], console)
    return status, console.out.getvalue(), console.err.getvalue()  # type: ignore[attr-defined]


def document(*arguments: object) -> Any:  # noqa: ANN401 - JSON
    status, out, err = run(*arguments, "--json")
    assert (status, err) == (0, "")
    return json.loads(out)


@pytest.fixture
def centre(workspace: Workspace) -> Workspace:
    version = read_definition(tree_of(CARD)).version
    assert version is not None
    publish_scorecard(workspace, add_scorecard(workspace, version))
    for name in ("Ana", "Ben"):
        ensure_evaluator(workspace, name)
    with workspace.transaction() as connection:
        connection.execute("INSERT INTO interactions (id, external_id, channel, created_at) VALUES ('i1', '4711', 'chat', 0)")
    return workspace


def open_session(centre: Workspace, title: str) -> None:
    people = ["--evaluator", "Ana", "--evaluator", "Ben"]
    assert (
        run("-w", centre.path, "calibrate", "create", "--title", title, "--scorecard", "voice", "--item", "4711", *people)[0] == 0
    )


def a_desk(tmp_path: Path, empty_workspace: Path, name: str) -> Path:
    path = tmp_path / f"{name}.qadesk"
    shutil.copyfile(empty_workspace, path)
    return path


def score(path: Path, answer: str) -> None:
    workspace = open_workspace(path)
    turn = calibration.next_turn(workspace, "June")
    assert turn is not None
    sheet = calibration.start_blind_scoring(workspace, _session_id(workspace), turn.participant.id, "i1")
    set_answer(workspace, sheet.id, "Q1", answer)
    calibration.submit_blind_sheet(workspace, sheet.id)
    workspace.close()


def _session_id(workspace: Workspace) -> str:
    return calibration.get_calibration(workspace, "June").id


def test_two_desks_score_by_the_command_line_alone(centre: Workspace, tmp_path: Path, empty_workspace: Path) -> None:
    open_session(centre, "June")
    (tmp_path / "words").write_text("correct horse\n", "utf-8")
    sealed = ["--passphrase-file", tmp_path / "words"]
    for name, answer in (("Ana", "Yes"), ("Ben", "No")):
        away = a_desk(tmp_path, empty_workspace, name)
        there, back = tmp_path / f"to {name}.qapack", tmp_path / f"of {name}.qapack"
        written = document("-w", centre.path, "pack", "export", there, "--for", name, *sealed)
        assert (written["kind"], written["people"], written["interactions"], written["is_sealed"]) == ("request", [name], 1, True)
        assert run("-w", away, "pack", "import", there)[0] == 1
        assert document("-w", away, "pack", "import", there, *sealed)["new"] == 1
        assert run("-w", away, "pack", "import", there, *sealed)[1] == "“June”: this pack was taken in before; nothing changed.\n"
        score(away, answer)
        assert document("-w", away, "pack", "export", back)["kind"] == "reply"
        taken = document("-w", centre.path, "pack", "import", back)
        assert (taken["kind"], taken["people"], taken["new"], taken["has_changed"]) == ("reply", [name], 1, True)
        assert run("-w", away, "check")[0] == 0
    calibration.reveal_calibration(centre, _session_id(centre))
    report = document("-w", centre.path, "calibrate", "report", "June")
    assert report["agenda"][0]["answers"] == {"Ana": "Yes", "Ben": "No"}
    assert run("-w", centre.path, "check")[0] == 0


def test_what_is_meant_has_to_be_said_where_there_are_several(centre: Workspace, tmp_path: Path, empty_workspace: Path) -> None:
    pack = tmp_path / "p.qapack"
    assert "No session is being scored blind here" in run("-w", centre.path, "pack", "export", pack)[2]
    open_session(centre, "June")
    assert run("-w", centre.path, "pack", "export", pack)[1].strip() == f"{pack.name}: 1 interaction to score for Ana, Ben."
    away = a_desk(tmp_path, empty_workspace, "shared")
    run("-w", away, "pack", "import", pack)
    assert "Nobody has submitted anything" in run("-w", away, "pack", "export", tmp_path / "r.qapack")[2]
    score(away, "Yes")
    score(away, "No")
    assert "A reply is one person's: choose one of Ana, Ben" in run("-w", away, "pack", "export", tmp_path / "r.qapack")[2]
    assert run("-w", away, "pack", "export", tmp_path / "r.qapack", "--for", "Ben")[1] == "r.qapack: 1 sheet of Ben.\n"
    assert "opened in this workspace" in run("-w", centre.path, "pack", "export", pack, "--reply", "--for", "Ana")[2]
    assert "Mallory does not take part" in run("-w", centre.path, "pack", "export", pack, "--for", "Mallory")[2]
    open_session(centre, "July")
    assert "Several sessions are being scored blind" in run("-w", centre.path, "pack", "export", pack)[2]
    assert run("-w", centre.path, "pack", "export", pack, "--session", "July")[0] == 0


def test_what_is_no_pack_is_refused_in_a_line(centre: Workspace, tmp_path: Path) -> None:
    (tmp_path / "x.qapack").write_bytes(b"PK\3\4 and so on")
    for name in ("x.qapack", "none.qapack", "centre.qadesk", "."):
        status, out, err = run("-w", centre.path, "pack", "import", tmp_path / name)
        assert (status, out, err.count("\n")) == (1, "", 1), err
