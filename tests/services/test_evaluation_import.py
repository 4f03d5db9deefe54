from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from qa_desk.domain.disputes import Claim
from qa_desk.domain.errors import Refusal
from qa_desk.domain.progress import Quiet
from qa_desk.services.acknowledgements import acknowledge
from qa_desk.services.disputes import raise_dispute, withdraw_dispute
from qa_desk.services.evaluation_import import add_evaluations
from qa_desk.services.evaluations import revise_evaluation
from qa_desk.services.imports import list_batches, run_import, undo_batch
from qa_desk.services.scorecards import add_scorecard, publish_scorecard
from qa_desk.workspace.scorecard_files import read_scorecard_text

if TYPE_CHECKING:
    from pathlib import Path

    from qa_desk.services.import_report import ImportReport
    from qa_desk.workspace.workspace import Workspace

CARD = """
key: voice
sections:
  - id: S
    questions:
      - {id: Q1, weight: 1, credits: {Yes: 1, No: 0}}
      - {id: Q2, weight: 2, credits: {Yes: 1, No: 0}}
"""
TABLES = ("agents", "evaluators", "interactions", "evaluations", "answers", "markers")


@pytest.fixture
def centre(workspace: Workspace) -> Workspace:
    version = read_scorecard_text(CARD).version
    assert version is not None
    publish_scorecard(workspace, add_scorecard(workspace, version))
    return workspace


def sheet(evaluation: str, interaction: str = "4711", first: str = "Yes", **rest: str) -> dict[str, Any]:
    known = {"evaluator": "Eva", "scorecard": "voice", "submitted_at": "2024-05-06T10:00:00Z", "agent": "Amira"}
    return {"evaluation": evaluation, "interaction": interaction} | known | {"answers": {"Q1": first, "Q2": "No"}} | rest


def take(workspace: Workspace, folder: Path, *sheets: dict[str, Any]) -> ImportReport:
    path = folder / f"{len(list(folder.iterdir()))}.json"
    path.write_text(json.dumps(sheets))
    return add_evaluations(workspace, path, Quiet())


def state(workspace: Workspace) -> dict[str, list[tuple[Any, ...]]]:
    return {table: [tuple(row) for row in workspace.connection.execute(f"SELECT * FROM {table}")] for table in TABLES}


def test_a_file_of_evaluations_is_a_batch_that_undoing_takes_back_exactly(centre: Workspace, tmp_path: Path) -> None:
    before = state(centre)
    report = take(centre, tmp_path, sheet("e1"), sheet("e2", "4712", agent="Ben"))
    batch = list_batches(centre)[0]
    assert (report.number, batch.number, batch.kind, batch.rows_new, batch.state) == (1, 1, "evaluations", 2, "active")
    counts = undo_batch(centre, "1")
    assert (counts.new, counts.updated) == (2, 0)
    assert state(centre) == before
    assert list_batches(centre)[0].state == "undone"
    assert take(centre, tmp_path, sheet("e1")).rows_new == 1


def test_a_dry_run_leaves_no_batch(centre: Workspace, tmp_path: Path) -> None:
    before = state(centre)
    path = tmp_path / "e.json"
    path.write_text(json.dumps([sheet("e1")]))
    report = run_import(centre, "evaluations", [path], dry_run=True)
    assert (report.batch, report.number, report.rows_new) == (None, None, 1)
    assert (state(centre), list_batches(centre)) == (before, [])


def test_a_revised_evaluation_keeps_its_batch(centre: Workspace, tmp_path: Path) -> None:
    take(centre, tmp_path, sheet("e1"))
    revise_evaluation(centre, "e1", "heard again")
    before = state(centre)
    with pytest.raises(Refusal, match="batch 1 stays: 1 entry of evaluations"):
        undo_batch(centre, "1")
    assert state(centre) == before
    assert list_batches(centre)[0].state == "active"


def test_a_disputed_evaluation_keeps_its_batch(centre: Workspace, tmp_path: Path) -> None:
    take(centre, tmp_path, sheet("e1"))
    withdraw_dispute(centre, raise_dispute(centre, "e1", [Claim("Q2", "it was", "Yes")], by="Amira").id, by="Amira")
    with pytest.raises(Refusal, match="batch 1 stays: 1 entry of disputes"):
        undo_batch(centre, "1")


def test_an_acknowledged_evaluation_keeps_its_batch(centre: Workspace, tmp_path: Path) -> None:
    take(centre, tmp_path, sheet("e1"))
    acknowledge(centre, "e1", "seen", name="Amira")
    with pytest.raises(Refusal, match="batch 1 stays: 1 entry of acknowledgements"):
        undo_batch(centre, "1")


def test_an_interaction_that_a_later_batch_evaluates_keeps_the_earlier_one(centre: Workspace, tmp_path: Path) -> None:
    take(centre, tmp_path, sheet("e1"))
    take(centre, tmp_path, sheet("e2", evaluator="Otto"))
    with pytest.raises(Refusal, match="batch 1 stays"):
        undo_batch(centre, "1")
    undo_batch(centre, "2")
    undo_batch(centre, "1")
    assert state(centre)["interactions"] == []


def test_another_id_is_another_evaluation_though_all_else_is_alike(centre: Workspace, tmp_path: Path) -> None:
    take(centre, tmp_path, sheet("e1"))
    report = take(centre, tmp_path, sheet("e1"), sheet("e2"), sheet("e3", first="No"))
    assert (report.rows_new, report.rows_unchanged) == (2, 1)
    rows = centre.connection.execute("SELECT id, final FROM evaluations ORDER BY id").fetchall()
    assert [tuple(row) for row in rows] == [("e1", "100/3"), ("e2", "100/3"), ("e3", "0")]


@pytest.mark.parametrize(
    "other", [{"first": "No"}, {"interaction": "4712"}, {"evaluator": "Otto"}], ids=["answer", "interaction", "evaluator"]
)
def test_the_same_id_with_another_content_is_refused_by_its_place(
    centre: Workspace, tmp_path: Path, other: dict[str, Any]
) -> None:
    take(centre, tmp_path, sheet("e1"))
    before = state(centre)
    with pytest.raises(Refusal, match=r"evaluation 2: evaluation “e1” is [^/]*Nothing was taken in\.$"):
        take(centre, tmp_path, sheet("e9"), sheet("e1", **other))
    assert state(centre) == before


def test_unknown_people_are_made_and_said(centre: Workspace, tmp_path: Path) -> None:
    assert take(centre, tmp_path, sheet("e1")).warnings == (
        "1 agent was not known and was made: Amira",
        "1 evaluator was not known and was made: Eva",
    )
    assert take(centre, tmp_path, sheet("e2", agent="AMIRA")).warnings == ()


def test_without_an_agent_the_interactions_own_is_taken_and_none_is_said(centre: Workspace, tmp_path: Path) -> None:
    take(centre, tmp_path, sheet("e1"))
    report = take(centre, tmp_path, sheet("e2", agent=""), sheet("e3", "4712", agent=""))
    agents = dict(tuple(row) for row in centre.connection.execute("SELECT id, agent_id FROM evaluations").fetchall())
    assert agents["e2"] == agents["e1"] is not None
    assert agents["e3"] is None
    assert [w for w in report.warnings if "no agent" in w] == [
        "1 evaluation names no agent and neither does its interaction: figures by agent leave it out"
    ]


def test_an_agent_unlike_the_interactions_is_said(centre: Workspace, tmp_path: Path) -> None:
    take(centre, tmp_path, sheet("e1"))
    report = take(centre, tmp_path, sheet("e2", agent="Ben"))
    assert any("another agent than its interaction" in warning for warning in report.warnings)


def test_a_draft_in_hand_is_not_submitted_by_an_import(centre: Workspace, tmp_path: Path) -> None:
    from qa_desk.services.evaluations import start_evaluation

    take(centre, tmp_path, sheet("e1"))
    row = centre.connection.execute("SELECT interaction_id, evaluator_id, scorecard_version_id FROM evaluations").fetchone()
    draft = start_evaluation(centre, *row)
    take(centre, tmp_path, sheet("e2"))
    status = centre.connection.execute("SELECT status FROM evaluations WHERE id = ?", [draft.id]).fetchone()[0]
    assert status == "draft"
