from __future__ import annotations

import csv
import io
import json
from pathlib import Path  # noqa: TC003 - read by the fixtures

import pytest
from openpyxl import load_workbook

from qa_desk.app.console import Console
from qa_desk.app.main import main
from qa_desk.domain.progress import Quiet
from qa_desk.services.evaluation_import import add_evaluations
from qa_desk.services.scorecards import add_scorecard, publish_scorecard
from qa_desk.workspace.scorecard_files import read_scorecard_text
from qa_desk.workspace.workspace import Workspace, create_workspace
from tests import report_centre
from tests.coaching_centre import CARD, build_centre


@pytest.fixture
def file(workspace: Workspace) -> str:
    build_centre(workspace)
    return str(workspace.path)


def run(*arguments: str) -> tuple[int, str, str]:
    console = Console(out=io.StringIO(), err=io.StringIO())
    status = main(arguments, console)
    return status, console.out.getvalue(), console.err.getvalue()  # type: ignore[attr-defined]


def test_coaching_writes_the_workbook_and_says_so_as_json(file: str, tmp_path: Path) -> None:
    out = tmp_path / "c.xlsx"
    status, text, _ = run(
        "-w", file, "export", "coaching", "--out", str(out), "--team", "Billing", "--period", "2024-Q2", "--json"
    )
    assert status == 0
    document = json.loads(text)
    assert (document["file"], document["pages"]) == (str(out), 5)
    assert len(load_workbook(out).sheetnames) == 7


def test_one_agent_by_any_name(file: str, tmp_path: Path) -> None:
    out = tmp_path / "c.xlsx"
    status, _, said = run("-w", file, "export", "coaching", "--out", str(out), "--agent", "陈晓明", "--agent", "bo")
    assert status == 0, said
    assert "2 pages" in said


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("coaching", "--team", "Sales"), "no such team"),
        (("coaching", "--agent", "Nobody"), "no such agent"),
        (("coaching", "--period", "May"), "no period"),
        (("calibration",), "no revealed calibration"),
        (("kpis", "nonsense"), "nonsense"),
    ],
)
def test_what_cannot_be_written_is_refused_in_one_line(
    file: str, tmp_path: Path, arguments: tuple[str, ...], reason: str
) -> None:
    status, _, said = run("-w", file, "export", *arguments, "--out", str(tmp_path / "c.xlsx"))
    assert status == 1
    assert reason in said
    assert said.count("\n") == 1
    assert not (tmp_path / "c.xlsx").exists()


def test_exported_evaluations_move_into_another_workspace(file: str, workspace: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "e.csv"
    assert run("-w", file, "export", "evaluations", "--out", str(out))[0] == 0
    with out.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == workspace.connection.execute("SELECT count(*) FROM answers").fetchone()[0]
    other = create_workspace(tmp_path / "other.qadesk", clock=workspace.clock)
    version = read_scorecard_text(CARD).version
    assert version is not None
    publish_scorecard(other, add_scorecard(other, version))
    add_evaluations(other, out, Quiet())
    query = "SELECT final, count(*) FROM current_evaluations GROUP BY 1 ORDER BY 1"
    assert [tuple(row) for row in other.connection.execute(query)] == [tuple(row) for row in workspace.connection.execute(query)]
    other.close()


def test_key_figures_come_with_interval_and_n(file: str, tmp_path: Path) -> None:
    out = tmp_path / "k.csv"
    assert run("-w", file, "export", "kpis", "csat", "qa_score", "--by", "team", "--period", "2024-05", "--out", str(out))[0] == 0
    with out.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert {(row["kpi"], row["team"]) for row in rows} >= {("csat", "Billing"), ("qa_score", "Technical")}
    row = next(row for row in rows if row["kpi"] == "csat" and row["team"] == "Billing")
    assert float(row["low"]) < float(row["value"]) < float(row["high"])
    assert int(row["n"]) > 0


@pytest.fixture
def reported(workspace: Workspace) -> str:
    report_centre.build(workspace)
    return str(workspace.path)


def test_the_report_is_written_and_its_sentences_come_as_json(reported: str, tmp_path: Path) -> None:
    out = tmp_path / "r.xlsx"
    status, text, said = run(
        "-w", reported, "export", "report", "--out", str(out), "--period", "2024-06", "--team", "Billing", "--json"
    )
    assert status == 0, said
    document = json.loads(text)
    assert (document["file"], document["from"], document["to"]) == (str(out), "2024-06-01", "2024-06-30")
    assert document["sheets"] == len(load_workbook(out).sheetnames)
    assert document["sentences"][0].startswith("Compared with 2024-05-01 to 2024-05-31")
    assert "team Billing" in str(load_workbook(out).worksheets[0]["A2"].value)


def test_the_report_on_paper_and_as_a_table(reported: str, tmp_path: Path, qapp: object) -> None:
    for name, said in (("r.pdf", "pages"), ("r.csv", "rows")):
        status, _, message = run("-w", reported, "export", "report", "--out", str(tmp_path / name), "--period", "2024-06")
        assert status == 0, message
        assert said in message
        assert (tmp_path / name).stat().st_size > 1_000


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [(("--out", "r.doc"), ".xlsx, .pdf, .csv"), (("--out", "r.pdf", "--team", "X"), "no such team"),
     (("--out", "r.csv", "--period", "2020-01"), "Nothing happened")],
)  # fmt: skip
def test_a_report_that_cannot_be_written_is_refused_in_one_line(
    reported: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: object, arguments: tuple[str, ...], reason: str
) -> None:
    monkeypatch.chdir(tmp_path)
    status, _, said = run("-w", reported, "export", "report", *arguments)
    assert status == 1
    assert reason in said
    assert said.count("\n") == 1
    assert not list(tmp_path.glob("r.*"))
