from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from qa_desk.app.console import Console
from qa_desk.app.main import main
from qa_desk.services.imports import run_import

if TYPE_CHECKING:
    from pathlib import Path

    from qa_desk.workspace.workspace import Workspace


@pytest.fixture
def centre(workspace: Workspace, tmp_path: Path) -> Workspace:
    roster = tmp_path / "roster.csv"
    roster.write_text("agent_id,team,name,email\nA1,Red,Ann Smith,ann@x.example\n", encoding="utf-8")
    tickets = tmp_path / "tickets.csv"
    tickets.write_text('ticket_id,created_at,assignee_id\n1,2024-01-01,"Smith, Ann"\n2,2024-01-01,A. Smith\n', encoding="utf-8")
    run_import(workspace, "roster", [roster])
    run_import(workspace, "tickets", [tickets])
    return workspace


def run(workspace: Workspace, *arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    status = main(["-w", str(workspace.path), "people", *arguments], Console(out=out, err=err))
    return status, out.getvalue(), err.getvalue()


def review(workspace: Workspace) -> dict[str, Any]:
    status, out, _ = run(workspace, "review", "--json")
    assert status == 0
    return dict(json.loads(out))


def test_people_are_reviewed_folded_and_told_apart(centre: Workspace) -> None:
    found = {(pair["first"], pair["second"]) for pair in review(centre)["perhaps_same"]}
    assert ("Ann Smith", "Smith, Ann") in found
    assert "Perhaps one person" in run(centre, "review")[1]
    assert run(centre, "same", "Ann Smith", "Smith, Ann")[0] == 0
    assert {(pair["first"], pair["second"]) for pair in review(centre)["perhaps_same"]} == {("A. Smith", "Ann Smith")}
    assert run(centre, "apart", "A. Smith", "ann@x.example")[0] == 0
    assert review(centre) == {"perhaps_same": [], "shared_names": [], "overwritten": []}
    assert "nothing to review" in run(centre, "review")[1]


def test_who_is_not_known_is_refused_and_a_name_too_few_is_wrong_usage(centre: Workspace) -> None:
    status, _, err = run(centre, "same", "Ann Smith", "Zoe")
    assert (status, "“Zoe” is no agent" in err) == (1, True)
    assert run(centre, "same", "Ann Smith")[0] == 2
    assert run(centre, "review", "Ann Smith")[0] == 2
