"""Blind means blind: before the reveal nothing that the program hands out says what another evaluator answered in a calibration,
and at no time does a calibration's score become an agent's figure."""

from __future__ import annotations

import io
import sqlite3
from datetime import date
from typing import TYPE_CHECKING

import pytest

from qa_desk.app.console import Console
from qa_desk.app.main import main
from qa_desk.domain.coaching_span import Span
from qa_desk.domain.definition_nodes import tree_of
from qa_desk.domain.disputes import WHOLE, Claim
from qa_desk.domain.errors import Refusal
from qa_desk.domain.evaluation import Marker
from qa_desk.domain.progress import Quiet
from qa_desk.domain.scorecard_definition import read_definition
from qa_desk.kpis.figure import Request
from qa_desk.services import calibration
from qa_desk.services.acknowledgements import acknowledge
from qa_desk.services.calibration_lookup import interactions_to_calibrate
from qa_desk.services.coaching import coaching_pages, team_view
from qa_desk.services.dispute_statistics import dispute_statistics
from qa_desk.services.disputes import list_disputes, raise_dispute
from qa_desk.services.evaluation_story import story_of
from qa_desk.services.evaluations import (
    latest_evaluation,
    load_evaluation,
    put_marker,
    revise_evaluation,
    set_answer,
    set_comment,
    set_summary,
    start_evaluation,
    submit_evaluation,
)
from qa_desk.services.kpis import figures, records
from qa_desk.services.people import ensure_evaluator
from qa_desk.services.queue import free_interactions, queue_of, submitted_by
from qa_desk.services.scorecards import add_scorecard, publish_scorecard
from qa_desk.services.table_exports import export_evaluations
from qa_desk.services.today import waiting_calibrations, waiting_disputes

if TYPE_CHECKING:
    from pathlib import Path

    from qa_desk.workspace.workspace import Workspace

SECRETS = ("Zweifelhaft", "ganz-geheim", "marke-geheim", "summe-geheim", "7.77")
"""An answer, a comment, a marker, a summary and a score that only blind sheets contain."""
CARD = {
    "key": "voice",
    "sections": [
        {
            "id": "S",
            "questions": [
                {"id": "Q1", "weight": 100, "credits": {"Yes": 1, "No": 0, "Zweifelhaft": "777/10000"}},
            ],
        }
    ],
}
MAY = Span(date(2024, 5, 1), date(2024, 6, 30))


@pytest.fixture
def people(workspace: Workspace) -> list[str]:
    return [ensure_evaluator(workspace, name) for name in ("Ana", "Ben", "Chi")]


@pytest.fixture
def version_id(workspace: Workspace) -> str:
    version = read_definition(tree_of(CARD)).version
    assert version is not None
    made = add_scorecard(workspace, version)
    publish_scorecard(workspace, made)
    return made


@pytest.fixture
def session_id(workspace: Workspace, people: list[str], version_id: str) -> str:
    """Ana and Ben have scored blind, Chi has not; six routine evaluations of the same agent came to 100 points."""
    with workspace.transaction() as connection:
        connection.execute("INSERT INTO agents (id, name, created_at) VALUES ('a1', 'Aisyah', 0)")
        for number in range(7):
            connection.execute(
                "INSERT INTO interactions (id, external_id, channel, agent_id, started_at, created_at) "
                "VALUES (?, ?, 'call', 'a1', unixepoch('2024-05-14'), 0)",
                [f"I{number}", f"I{number}"],
            )
            connection.execute(
                "INSERT INTO utterances (interaction_id, position, speaker, text) VALUES (?, 0, 'agent', 'Hello')", [f"I{number}"]
            )
    for number in range(1, 7):
        draft = start_evaluation(workspace, f"I{number}", people[2], version_id, sample_method="random")
        set_answer(workspace, draft.id, "Q1", "Yes")
        submit_evaluation(workspace, draft.id)
    made = calibration.create_calibration(workspace, "June", version_id, ["I0", "I1"], people)
    for who in people[:2]:
        for item in ("I0", "I1"):
            sheet = calibration.start_blind_scoring(workspace, made, who, item)
            set_answer(workspace, sheet.id, "Q1", "Zweifelhaft")
            set_comment(workspace, sheet.id, "Q1", "ganz-geheim")
            set_summary(workspace, sheet.id, "summe-geheim")
            put_marker(workspace, sheet.id, Marker(f"{who}{item}", "marke-geheim", None, 0, "Q1"))
            calibration.submit_blind_sheet(workspace, sheet.id)
    return made


def leaks(found: object) -> list[str]:
    text = str(found)
    return [secret for secret in SECRETS if secret in text]


def sheet_ids(workspace: Workspace) -> list[str]:
    rows = workspace.connection.execute("SELECT id FROM evaluations WHERE purpose = 'calibration' AND status = 'submitted'")
    return [row["id"] for row in rows]


def test_the_secrets_are_there_to_be_found(workspace: Workspace, session_id: str) -> None:
    calibration.reveal_calibration(workspace, session_id, early=True)
    report = calibration.calibration_report(workspace, session_id)
    assert leaks(f"{report.sheets} {report.remarks} {load_evaluation(workspace, sheet_ids(workspace)[0])}") == list(SECRETS)


def test_no_list_or_page_shows_a_blind_sheet(workspace: Workspace, session_id: str, people: list[str]) -> None:
    own = calibration.start_blind_scoring(workspace, session_id, people[2], "I0")
    shown: list[object] = [
        own,
        calibration.get_calibration(workspace, session_id),
        calibration.list_calibrations(workspace),
        calibration.next_turn(workspace, session_id),
        interactions_to_calibrate(workspace),
        team_view(workspace, None, MAY, Quiet()),
        list(coaching_pages(workspace, ["a1"], MAY, Quiet())),
    ]
    for who in people:
        shown += [queue_of(workspace, who), submitted_by(workspace, who), free_interactions(workspace, who)]
        shown += [waiting_calibrations(workspace, who), latest_evaluation(workspace, "I0", who)]
    request = Request(kpis=("qa_score", "qa_pass_rate"), by=("agent",), start=MAY.first, end=MAY.last)
    shown += [figures(workspace, request), records(workspace, "qa_score", request), records(workspace, "qa_pass_rate", request)]
    assert [leaks(one) for one in shown] == [[] for _ in shown]
    assert "Yes" not in str(own.answers)


def test_a_blind_sheet_is_not_handed_out_by_its_id(workspace: Workspace, session_id: str, people: list[str]) -> None:
    for sheet_id in sheet_ids(workspace):
        with pytest.raises(Refusal, match="blind"):
            load_evaluation(workspace, sheet_id)
        with pytest.raises(Refusal):
            revise_evaluation(workspace, sheet_id, "to see it", evaluator_id=people[2])
    for refused in (calibration.calibration_report, calibration.close_calibration):
        with pytest.raises(Refusal, match="blind"):
            refused(workspace, session_id)  # type: ignore[operator]


def test_a_sheet_is_neither_disputed_nor_acknowledged_and_its_story_is_not_told(
    workspace: Workspace, session_id: str, people: list[str]
) -> None:
    for sheet_id in sheet_ids(workspace):
        with pytest.raises(Refusal, match="blind"):
            raise_dispute(workspace, sheet_id, [Claim(WHOLE, "unfair")], by="Aisyah")
        with pytest.raises(Refusal, match="blind"):
            acknowledge(workspace, sheet_id, "seen", name="Aisyah")
        assert story_of(workspace, sheet_id) == ()
    shown = [list_disputes(workspace), dispute_statistics(workspace), [waiting_disputes(workspace, who) for who in people]]
    assert [leaks(one) for one in shown] == [[], [], []]
    assert dispute_statistics(workspace).total.looked_at == 6


def test_a_sheet_is_not_revised_after_the_reveal_either(workspace: Workspace, session_id: str) -> None:
    calibration.reveal_calibration(workspace, session_id, early=True)
    with pytest.raises(Refusal, match="meeting settles"):
        revise_evaluation(workspace, sheet_ids(workspace)[0], "second thoughts")


def test_no_command_prints_or_writes_a_blind_sheet(workspace: Workspace, session_id: str, tmp_path: Path) -> None:
    commands: list[tuple[list[object], int]] = [
        (["calibrate", "list"], 0),
        (["calibrate", "list", "--json"], 0),
        (["calibrate", "report", session_id], 1),
        (["calibrate", "report", "June", "--json", "--out", tmp_path / "report.xlsx"], 1),
        (["export", "calibration", session_id, "--out", tmp_path / "named.xlsx"], 1),
        (["export", "calibration", "--out", tmp_path / "latest.xlsx"], 1),
        (["export", "evaluations", "--out", tmp_path / "answers.csv"], 0),
        (["export", "coaching", "--period", "2024-05", "--out", tmp_path / "coaching.xlsx"], 0),
        (["export", "kpis", "qa_score", "--by", "agent", "--period", "2024-05", "--out", tmp_path / "kpis.csv"], 0),
        (["kpi", "show", "qa_score", "--by", "agent", "--from", "2024-05-01", "--to", "2024-05-31", "--json"], 0),
        (["kpi", "rows", "qa_score", "--from", "2024-05-01", "--to", "2024-05-31", "--json"], 0),
        (["scorecard", "list"], 0),
        (["dispute", "list"], 0),
        (["dispute", "list", "--json"], 0),
        (["check"], 0),
    ]
    for words, expected in commands:
        console = Console(out=io.StringIO(), err=io.StringIO())
        status = main(["-w", str(workspace.path), *map(str, words)], console)
        said = console.out.getvalue() + console.err.getvalue()  # type: ignore[attr-defined]
        assert (words, status, leaks(said)) == (words, expected, []), said
    assert not list(tmp_path.glob("report*")) + list(tmp_path.glob("named*")) + list(tmp_path.glob("latest*"))
    assert leaks((tmp_path / "answers.csv").read_text("utf-8-sig")) == []
    assert leaks((tmp_path / "kpis.csv").read_text("utf-8-sig")) == []
    assert leaks(_cells(tmp_path / "coaching.xlsx")) == []


@pytest.mark.parametrize("is_revealed", [False, True])
def test_a_calibration_never_enters_the_agents_figures(workspace: Workspace, session_id: str, is_revealed: bool) -> None:
    if is_revealed:
        calibration.reveal_calibration(workspace, session_id, early=True)
        calibration.close_calibration(workspace, session_id, with_open_points=True)
    request = Request(kpis=("qa_score",), by=("agent",), start=MAY.first, end=MAY.last)
    (figure,) = figures(workspace, request)
    assert (figure.n, figure.value) == (6, 100.0)
    (page,) = coaching_pages(workspace, ["a1"], MAY, Quiet())
    assert (page.quality.score.n, page.quality.score.value) == (6, 100.0)
    (line,) = team_view(workspace, None, MAY, Quiet()).lines
    assert (line.score.n, line.score.value, line.evaluations) == (6, 100.0, 6)
    assert workspace.connection.execute("SELECT count(*) FROM current_evaluations").fetchone()[0] == 6


def test_the_export_of_evaluations_holds_routine_ones_only(workspace: Workspace, session_id: str, tmp_path: Path) -> None:
    calibration.reveal_calibration(workspace, session_id, early=True)
    assert export_evaluations(workspace, tmp_path / "a.csv") == 6
    assert leaks((tmp_path / "a.csv").read_text("utf-8-sig")) == []


def test_a_submitted_sheet_never_changes(workspace: Workspace, session_id: str) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        workspace.connection.execute("UPDATE evaluations SET purpose = 'routine' WHERE session_id = ?", [session_id])


def _cells(path: Path) -> str:
    from openpyxl import load_workbook

    book = load_workbook(path)
    found = [str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    found += [cell.comment.text for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.comment]
    return "\n".join(found)
