"""What stands around a table: lines above and under it, remarks beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.sources.shape import head_of, shape_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.sources.conftest import Result

HEAD = "ticket_id,created_at,status\n"
ROWS = "1,2024-01-01,open\n2,2024-01-02,open\n"


@pytest.mark.parametrize(
    ("under", "left_out"),
    [
        ("", 0),
        ("End of the report\n", 1),
        ("End of the report,,\n", 1),
        (",,\nPrinted on 3 March,,\n", 2),
        ("9,,\n", 0),  # an id alone is a row that was cut off, not a remark
        ("Total,2,\n", 0),
    ],
)
def test_a_sentence_alone_under_the_table_is_no_row(checked: Callable[..., Result], under: str, left_out: int) -> None:
    result = checked("tickets", HEAD + ROWS + under)
    assert len(result.table.trailer) == left_out
    assert len(result.rows("ticket_id")) == 2
    assert any("under the table" in note for note in result.table.notes) == bool(left_out)


def test_how_many_lines_are_left_out_can_be_said(checked: Callable[..., Result]) -> None:
    assert checked("tickets", HEAD + ROWS + "Total,2,\n", {"trailer_rows": 1}).checked.rows_read == 2
    assert checked("tickets", HEAD + ROWS + "The end of it\n", {"trailer_rows": 0}).checked.rows_refused == 1
    with pytest.raises(Refusal, match="no number from 0"):
        checked("tickets", HEAD + ROWS, {"trailer_rows": -1})
    with pytest.raises(Refusal, match="headers but no rows"):
        checked("tickets", HEAD + ROWS, {"trailer_rows": 2})


def test_a_table_of_sentences_has_no_trailer(checked: Callable[..., Result]) -> None:
    text = "ticket_id,status,priority\n" + "".join(f"ticket number {n},,\n" for n in range(4))
    assert len(checked("tickets", text).rows("ticket_id")) == 4


def test_the_row_of_the_header_is_counted_with_blank_lines(checked: Callable[..., Result]) -> None:
    text = "Report of March\n\n" + HEAD + ROWS
    result = checked("tickets", text)
    assert (result.table.header_row, result.table.preamble) == (3, ("Report of March",))
    assert len(checked("tickets", text, {"header_row": 3}).rows("ticket_id")) == 2
    assert checked("tickets", "x,y,z\n" + text, {"header_row": 4}).rows("ticket_id") == [("1",), ("2",)]


def test_a_header_of_numbers_can_be_declared(checked: Callable[..., Result]) -> None:
    mapping = {"has_header": True, "columns": {"ticket_id": "2023", "status": "2024"}}
    assert checked("tickets", "2023,2024\n7,open\n", mapping).rows("ticket_id", "status") == [("7", "open")]


def test_remarks_beside_refused_rows_are_left_out_and_formulas_restored(checked: Callable[..., Result]) -> None:
    head = "ticket_id,subject,created_at,qa_desk_row,qa_desk_reason\n"
    text = head + "1,'=1+1,2024-01-01,7,created_at: is no date\n2,'tis,2024-01-01,8,x\n"
    result = checked("tickets", text)
    assert result.rows("ticket_id", "subject", "custom") == [("1", "=1+1", None), ("2", "'tis", None)]
    assert result.table.is_remarked


def test_a_blank_id_is_refused_by_name(checked: Callable[..., Result]) -> None:
    result = checked("surveys", "response_id,nps\nR1,9\n,8\n")
    assert [(item.row, item.reason) for item in result.checked.refusals] == [(3, "is empty")]


def test_dates_of_a_second_header_row_in_words_are_no_row(tmp_path: Path, checked: Callable[..., Result]) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for row in (
        ["ID.format", "ID.completed", "ID.endDate", "ID.end", "Q1"],
        ["The published format", "Complete response received", "Completion date", "Time interview ended", "How satisfied?"],
        ["Web", "completed", 44320, "18:13:20", 8],
    ):
        book.active.append(row)
    path = tmp_path / "snap.xlsx"
    book.save(path)
    mapping = {
        "columns": {"score": "Q1", "responded_at": ["ID.endDate", "ID.end"]},
        "constants": {"type": "csat", "scale_min": "1", "scale_max": "10"},
    }
    assert checked("surveys", path, mapping).rows("score", "responded_at") == [(8.0, 1620152000)]


def test_next_months_export_has_the_shape_of_this_months(tmp_path: Path) -> None:
    def shape(text: str, name: str = "a.csv") -> str:
        (tmp_path / name).write_text(text, encoding="utf-8")
        with head_of(tmp_path / name) as table:
            return shape_of(table)

    march = shape(HEAD + ROWS)
    assert march == shape("Ticket ID,Created_At,STATUS\n" + ROWS * 40_000)  # larger than what is looked at
    assert march != shape("ticket_id,status,created_at\n1,open,2024-01-01\n")
    assert march != shape(HEAD.strip() + ",qa_desk_row,qa_desk_reason\n1,2024-01-01,open,1,x\n")
    assert march != shape('[{"ticket_id": 1, "created_at": "2024-01-01", "status": "open"}]', "a.json")
