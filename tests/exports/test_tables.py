from __future__ import annotations

import csv
from pathlib import Path  # noqa: TC003 - read by the fixtures

import pytest
from openpyxl import load_workbook

from qa_desk.domain.errors import Refusal
from qa_desk.domain.progress import Quiet
from qa_desk.exports.tables import write_table

ROWS = [("=1+1", 1, None), ("陈, “x”\nline", 2.5, "-3"), ("@a", 0, "-x")]


def test_csv_reads_back_and_starts_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    assert write_table(path, "T", ["a", "b", "c"], ROWS, 3, Quiet()) == 3
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [
            ["a", "b", "c"],
            ["'=1+1", "1", ""],
            ["陈, “x”\nline", "2.5", "-3"],
            ["'@a", "0", "'-x"],
        ]


def test_a_sheet_keeps_numbers_as_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.XLSX"
    write_table(path, "T/1", ["a", "b", "c"], ROWS, 3, Quiet())
    sheet = load_workbook(path)["T 1"]
    assert [cell.value for cell in sheet[2]] == ["'=1+1", 1, None]
    assert sheet["B3"].value == 2.5
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:C4"


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"\.csv or an \.xlsx"):
        write_table(tmp_path / "a.pdf", "T", ["a"], [], 0, Quiet())
