from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sources.conftest import Result

HEADER = "ticket_id,created_at,subject,status\n"


@pytest.mark.parametrize(
    ("rest", "lost"),
    [
        ("2,2024-01-01,x,open\n3,2024-01-01,y,open\n", 2),  # open to the end of the file
        ('2,2024-01-01,"x",open\n3,2024-01-01,y,open\n', 2),  # and where a later cell is quoted
    ],
)
def test_an_open_quote_refuses_its_row_and_says_what_it_swallowed(checked: Callable[..., Result], rest: str, lost: int) -> None:
    result = checked("tickets", HEADER + '0,2024-01-01,a,open\n1,2024-01-01,"abc,open\n' + rest)
    assert result.rows("ticket_id") == [("0",)]
    assert [(r.row, r.column) for r in result.checked.refusals] == [(3, "subject")]
    assert f"{lost} rows after it were swallowed" in result.checked.refusals[0].reason


def test_an_open_quote_in_the_last_row_refuses_that_row(checked: Callable[..., Result]) -> None:
    result = checked("tickets", HEADER + '0,2024-01-01,a,open\n1,2024-01-01,"abc,open\n')
    assert result.rows("ticket_id") == [("0",)]
    assert [r.reason for r in result.checked.refusals] == ["a quote is not closed: the rest of the line was swallowed"]


@pytest.mark.parametrize("lines", ["3,2024-01-01,y", "2,2024-01-01,x,open\n3,2024-01-01,y"])
@pytest.mark.parametrize("end", ["", "\n"])
def test_quotes_that_happen_to_close_are_kept_and_said(checked: Callable[..., Result], lines: str, end: str) -> None:
    text = f'1,2024-01-01,"abc,open\n0,2024-01-01,v,open\n{lines}",open\n4,2024-01-01,z,open{end}'
    result = checked("tickets", HEADER + text)
    assert result.rows("ticket_id") == [("1",), ("4",)]
    assert any("row 2, column subject" in warning for warning in result.checked.warnings)


def test_a_text_of_several_lines_is_no_open_quote(checked: Callable[..., Result]) -> None:
    result = checked("tickets", HEADER + '1,2024-01-01,"Hello,\nthanks, bye\nAnn",open\n')
    assert result.rows("subject") == [("Hello,\nthanks, bye\nAnn",)]
    assert (result.checked.refusals, result.checked.warnings) == ((), ())
