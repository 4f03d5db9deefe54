"""Kinds of argument that several commands take."""

from argparse import ArgumentTypeError
from datetime import date

import pytest

from qa_desk.app.arguments import day


@pytest.mark.parametrize("text", ["2026-06-30", "2026-06-30T23:59:59+01:00"])
def test_a_day_is_read_also_of_a_moment(text: str) -> None:
    assert day(text) == date(2026, 6, 30)


@pytest.mark.parametrize("text", ["yesterday", "20260630", "2026-13-01", "2026-W23-1", ""])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ArgumentTypeError, match="is no date"):
        day(text)
