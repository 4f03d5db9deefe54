"""The minutes as a workbook: what was decided, and never a formula out of somebody's text."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from qa_desk.domain.calibration import Benchmark, State
from qa_desk.domain.calibration_report import CalibrationReport, Decision, Participant, Session, SessionItem
from qa_desk.domain.definition_nodes import tree_of
from qa_desk.domain.errors import Refusal
from qa_desk.domain.scorecard_definition import read_definition
from qa_desk.exports.minutes import write_minutes

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

CARD = {"sections": [{"id": "S", "questions": [{"id": "Q1", "weight": 1, "credits": {"Yes": 1, "No": 0}, "title": "=1+1"}]}]}


def a_report(answers: dict[str, str], rule: str | None = None) -> CalibrationReport:
    from qa_desk.services.calibration_results import calibration_results

    version = read_definition(tree_of(CARD)).version
    assert version is not None
    sheets = {who: {"I1": {"Q1": answer}} for who, answer in answers.items()}
    people = tuple(Participant(who, f"={who}()", False, 1, 1) for who in answers)
    item = SessionItem("I1", 1, "+47 11 call", "call", None)
    session = Session(
        "s",
        "@June",
        "v",
        "Voice v1",
        State.REVIEW,
        Benchmark.NONE,
        5.0,
        None,
        None,
        False,
        0,
        1_717_200_000,
        None,
        (item,),
        people,
    )
    results = calibration_results(version, ["I1"], sheets, {}, Fraction(5))
    decisions = {("I1", "Q1"): Decision("I1", "Q1", "No", rule, 0)} if rule else {}
    return CalibrationReport(session, version, sheets, {}, results, decisions)


def texts(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_decisions_stand_with_their_rule(tmp_path: Path) -> None:
    write_minutes(a_report({"Ana": "Yes", "Ben": "No"}, rule="-only when said twice"), tmp_path / "m.xlsx")
    workbook = load_workbook(tmp_path / "m.xlsx")
    assert workbook.sheetnames == ["Decisions", "Answers", "Evaluators", "Agreement"]
    found = texts(workbook["Decisions"])
    assert "'-only when said twice" in found
    assert "answered differently" in found
    assert "0 of 1 pairs of answers agree" in found


def test_no_text_becomes_a_formula(tmp_path: Path) -> None:
    write_minutes(a_report({"Ana": "Yes", "Ben": "No"}, rule="=HYPERLINK(1)"), tmp_path / "m.xlsx")
    cells = [cell for sheet in load_workbook(tmp_path / "m.xlsx") for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert any(cell.value == "'=1+1" for cell in cells)


def test_nothing_to_settle_is_said(tmp_path: Path) -> None:
    write_minutes(a_report({"Ana": "Yes", "Ben": "Yes"}), tmp_path / "m.xlsx", "Asia/Kuala_Lumpur")
    workbook = load_workbook(tmp_path / "m.xlsx")
    assert "Everybody gave the same answers: nothing to settle." in texts(workbook["Decisions"])
    assert any("08:00 (Asia/Kuala_Lumpur)" in text for text in texts(workbook["Decisions"]))
    assert "No deviation without a benchmark and with fewer than three evaluators." in texts(workbook["Evaluators"])


def test_a_folder_as_target_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal):
        write_minutes(a_report({"Ana": "Yes", "Ben": "Yes"}), tmp_path)
