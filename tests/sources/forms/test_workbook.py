from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Refusal
from tests.forms_on_sheets import a_book, a_card, a_form, answers, card_of, gaps, outline

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

ROWS = [["Question", "Weight"], ["Greeting", 10], ["Accuracy", 30]]


def test_a_drop_down_list_offers_the_answers(tmp_path: Path) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    def add_lists(book: Workbook, page: Worksheet) -> None:
        lists = book.create_sheet("Lists")
        for word in ("Met", "Partially met", "Not met", "N/A"):
            lists.append([word])
        for formula, cells in (("Lists!$A$1:$A$4", "C2"), ('"Yes,No"', "C3")):
            offered = DataValidation(type="list", formula1=formula)
            offered.add(cells)
            page.add_data_validation(offered)

    rows = [["Criteria", "Weightage", "Rating"], ["Greeting", 20], ["Accuracy", 80]]
    form = a_form(a_book(tmp_path / "form.xlsx", rows, more=add_lists))
    card = card_of(form)
    assert answers(card, 0) == {"Met": 1, "Partially met": 0.5, "Not met": 0}
    assert answers(card, 1) == {"Yes": 1, "No": 0}
    assert [question.na_allowed for question in card.questions()] == [True, False]
    assert ("sheet “Lists”", "the sheet's cells") in gaps(form)


def test_percent_cells_are_percentages(tmp_path: Path) -> None:
    def as_percent(book: Workbook, page: Worksheet) -> None:
        for row in (2, 3):
            page.cell(row, 2).number_format = "0%"

    path = a_book(tmp_path / "form.xlsx", [["Question", "Peso (%)"], ["Greeting", 0.05], ["Accuracy", 0.15]], more=as_percent)
    assert [float(question.weight) for question in a_card(path).questions()] == [5, 15]


def test_the_sheet_with_the_most_questions_is_read_and_the_others_are_told(tmp_path: Path) -> None:
    def add_sheets(book: Workbook, page: Worksheet) -> None:
        other = book.create_sheet("Chat")
        for row in ROWS[:2]:
            other.append(row)
        hidden = book.create_sheet("Old")
        for row in [*ROWS, ["Closing", 5]]:
            hidden.append(row)
        hidden.sheet_state = "hidden"

    form = a_form(a_book(tmp_path / "form.xlsx", ROWS, sheet="Calls", more=add_sheets))
    assert outline(card_of(form)) == {"Calls": {"Greeting": 10, "Accuracy": 30}}
    assert [(gap.where, gap.why) for gap in form.not_understood][-1] == ("sheet “Chat”", "it holds another form of 1 question")


def test_a_lone_cell_at_the_far_end_of_the_sheet_costs_nothing(tmp_path: Path) -> None:
    def far_away(book: Workbook, page: Worksheet) -> None:
        page["XFD1048576"] = "y"

    path = a_book(tmp_path / "form.xlsx", ROWS, more=far_away)
    started = time.thread_time()
    assert outline(a_card(path)) == {"Form": {"Greeting": 10, "Accuracy": 30}}
    assert time.thread_time() - started < 20


def test_damaged_workbooks_are_refused_in_one_line(tmp_path: Path) -> None:
    whole = a_book(tmp_path / "whole.xlsx", ROWS).read_bytes()
    cases = {
        "cut.xlsx": whole[:2000],
        "no-sheet.xlsx": whole.replace(b"xl/worksheets/sheet1.xml", b"xl/worksheets/sheet9.xml"),
        "locked.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
    }
    for name, content in cases.items():
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(Refusal, match=r"damaged|cannot be read") as refusal:
            a_form(path)
        assert "\n" not in refusal.value.message


def test_a_workbook_of_data_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    rows = [["Question", "Weight"], *([f"Words that no form would hold so many of {i}" * 3, i] for i in range(20_000))]
    with pytest.raises(Refusal, match="larger than any evaluation form"):
        a_form(a_book(tmp_path / "data.xlsx", rows))


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="no evaluation form"):
        a_form(a_book(tmp_path / "form.xlsx", []))
