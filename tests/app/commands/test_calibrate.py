"""`qa-desk calibrate`: made, listed and reported from outside."""

from __future__ import annotations

import io
import json
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from qa_desk.app.console import Console
from qa_desk.app.main import main
from qa_desk.domain.definition_nodes import tree_of
from qa_desk.domain.scorecard_definition import read_definition
from qa_desk.services import calibration
from qa_desk.services.evaluations import set_answer
from qa_desk.services.people import ensure_evaluator
from qa_desk.services.scorecards import add_scorecard, publish_scorecard

if TYPE_CHECKING:
    from pathlib import Path

    from qa_desk.workspace.workspace import Workspace

CARD = {"key": "voice", "sections": [{"id": "S", "questions": [{"id": "Q1", "weight": 1, "credits": {"Yes": 1, "No": 0}}]}]}


def run(*arguments: object) -> tuple[int, str, str]:
    console = Console(out=io.StringIO(), err=io.StringIO())
    status = main([str(argument) for argument in arguments], console)
    return status, console.out.getvalue(), console.err.getvalue()  # type: ignore[attr-defined]


@pytest.fixture
def centre(workspace: Workspace) -> Workspace:
    version = read_definition(tree_of(CARD)).version
    assert version is not None
    publish_scorecard(workspace, add_scorecard(workspace, version))
    for name in ("Ana", "Ben"):
        ensure_evaluator(workspace, name)
    with workspace.transaction() as connection:
        connection.execute("INSERT INTO interactions (id, external_id, channel, created_at) VALUES ('i1', '4711', 'call', 0)")
    return workspace


def test_a_session_is_made_scored_and_reported(centre: Workspace, tmp_path: Path) -> None:
    made = run(
        "-w",
        centre.path,
        "calibrate",
        "create",
        "--title",
        "June",
        "--scorecard",
        "voice",
        "--item",
        "4711",
        "--evaluator",
        "Ana",
        "--evaluator",
        "Ben",
        "--json",
    )
    assert made[0] == 0
    session_id = json.loads(made[1])["id"]
    blind = run("-w", centre.path, "calibrate", "report", session_id, "--json")
    assert (blind[0], blind[1]) == (1, "")
    assert "blind" in blind[2]
    for participant, answer in zip(calibration.get_calibration(centre, session_id).participants, ("Yes", "No"), strict=True):
        sheet = calibration.start_blind_scoring(centre, session_id, participant.id, "i1")
        set_answer(centre, sheet.id, "Q1", answer)
        calibration.submit_blind_sheet(centre, sheet.id)
    calibration.reveal_calibration(centre, session_id)
    status, out, _ = run("-w", centre.path, "calibrate", "report", "June", "--json", "--out", tmp_path / "m.xlsx")
    report = json.loads(out)
    assert status == 0
    assert report["agenda"][0]["answers"] == {"Ana": "Yes", "Ben": "No"}
    assert report["questions"]["Q1"]["pairs"] == [0, 1]
    assert (tmp_path / "m.xlsx").exists()
    assert "answered differently" in run("-w", centre.path, "calibrate", "report", "June")[1]
    (entry,) = json.loads(run("-w", centre.path, "calibrate", "list", "--json")[1])["sessions"]
    times = [entry["created_at"], report["created_at"], report["revealed_at"], report["evaluators"][0]["finished_at"]]
    assert all(datetime.fromisoformat(time).utcoffset() is not None for time in times)
    assert (entry["title"], entry["state"], entry["open_points"]) == ("June", "review", 1)


@pytest.mark.parametrize(("option", "value"), [("--item", "9999"), ("--evaluator", "Nobody"), ("--scorecard", "none")])
def test_unknown_names_are_refused_in_one_line(centre: Workspace, option: str, value: str) -> None:
    asked = {"--title": "T", "--scorecard": "voice", "--item": "4711", "--evaluator": "Ana"} | {option: value}
    status, out, err = run("-w", centre.path, "calibrate", "create", *[word for pair in asked.items() for word in pair])
    assert (status, out) == (1, "")
    assert value in err
    assert err.count("\n") == 1


def test_no_sessions_are_an_empty_list(centre: Workspace) -> None:
    assert json.loads(run("-w", centre.path, "calibrate", "list", "--json")[1]) == {"sessions": []}
