"""Reading tables of ratings out of CSV files, and what is refused."""

from collections.abc import Callable
from pathlib import Path

import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.services.agreement import NAMES, read_rating_table, table_agreement


@pytest.fixture
def table_file(tmp_path: Path) -> "object":
    def write(text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / "ratings.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write


def test_heading_and_names_are_recognised(table_file) -> None:  # noqa: ANN001
    table = read_rating_table(table_file("unit,Ana,Ben\nI1,Yes,No\nI2,Yes,\n"))
    assert table.raters == ("Ana", "Ben")
    assert table.units == (("Yes", "No"), ("Yes", None))
    assert len(table.remarks) == 2


def test_a_bare_table_is_taken_as_it_is(table_file) -> None:  # noqa: ANN001
    table = read_rating_table(table_file("9,2,5,8\n6,1,3,2\n"))
    assert table.units[0] == ("9", "2", "5", "8")
    assert table.remarks == ()


def test_a_first_row_of_answers_is_not_a_heading(table_file) -> None:  # noqa: ANN001
    assert len(read_rating_table(table_file("Yes,No\nYes,Yes\nNo,No\n")).units) == 3


def test_the_declared_scale_tells_headings_from_answers(table_file) -> None:  # noqa: ANN001
    table = read_rating_table(table_file("A,B\nYes,Yes\nNo,Yes\n"), ["Yes", "No"])
    assert (len(table.units), table.raters) == (2, ("A", "B"))


def test_semicolons_byte_order_marks_and_na_are_understood(table_file) -> None:  # noqa: ANN001
    table = read_rating_table(table_file("﻿1;2\n3;N/A\n\n"))
    assert table.units == (("1", "2"), ("3", None))
    assert table.remarks == ("N/A counts as not rated.",)


def test_a_ragged_row_is_refused_with_its_number(table_file) -> None:  # noqa: ANN001
    with pytest.raises(Refusal, match="row 2: 3 cells"):
        read_rating_table(table_file("1,2\n1,2,3\n"))


@pytest.mark.parametrize("content", ["", "\n\n"])
def test_an_empty_file_is_refused(table_file, content: str) -> None:  # noqa: ANN001
    with pytest.raises(Refusal, match="no ratings"):
        read_rating_table(table_file(content))


def test_other_files_are_refused(table_file, tmp_path: Path) -> None:  # noqa: ANN001
    for path in (tmp_path, tmp_path / "absent.csv", table_file("é,ü\n", "cp1252")):
        with pytest.raises(Refusal):
            read_rating_table(path)


def test_words_need_their_order_for_ordinal_agreement(table_file) -> None:  # noqa: ANN001
    table = read_rating_table(table_file("low,high\nmid,mid\nlow,low\n"))
    with pytest.raises(Refusal, match="--scale"):
        table_agreement(table, "ordinal")
    assert table_agreement(table, "ordinal", ["low", "mid", "high"], raw=True)["ac2"].value is not None


@pytest.mark.parametrize(("measure", "words"), [("interval", "needs numbers"), ("ratio", "needs numbers")])
def test_words_are_no_numbers(table_file, measure: str, words: str) -> None:  # noqa: ANN001
    with pytest.raises(Refusal, match=words):
        table_agreement(read_rating_table(table_file("Yes,No\nYes,Yes\n")), measure)


def test_an_answer_off_the_scale_and_negative_ratios_are_refused(table_file) -> None:  # noqa: ANN001
    table = read_rating_table(table_file("1,2\n-3,1\n"))
    with pytest.raises(Refusal, match="Not on the scale given: -3"):
        table_agreement(table, "nominal", ["1", "2"])
    with pytest.raises(Refusal, match="no negative"):
        table_agreement(table, "ratio")


def test_every_statistic_has_a_name(table_file) -> None:  # noqa: ANN001
    table = read_rating_table(table_file("1,2\n3,1\n"))
    for measure in ("nominal", "interval"):
        assert set(table_agreement(table, measure)) <= set(NAMES)


@pytest.mark.parametrize("scale", [["1", "1", "2", "3"], ["1", "2", "1.0"], ["low", "high", "low"], ["1", "", "2"]])
def test_a_scale_that_names_an_answer_twice_is_refused(table_file: Callable[[str], Path], scale: list[str]) -> None:
    with pytest.raises(Refusal, match="--scale"):
        read_rating_table(table_file("1,2\n3,1\n"), scale)


@pytest.mark.parametrize("content", ["unit,Ana,Ben\n", "Ana,Ben\n\n", "id,1,2\n"])
def test_headers_without_rows_are_refused(table_file: Callable[[str], Path], content: str) -> None:
    with pytest.raises(Refusal, match="has headers but no rows"):
        read_rating_table(table_file(content))


def test_a_refusal_names_file_row_and_column(table_file: Callable[[str], Path]) -> None:
    path = table_file("unit,Ana,Ben\nI1,1,2\n\nI2,-3,x\n")
    table = read_rating_table(path)
    for measure, scale, words in (
        ("interval", None, "row 4, column Ben: “x” is not a number"),
        ("nominal", ["1", "2"], "row 4, column Ana: Not on the scale given: -3, x"),
    ):
        with pytest.raises(Refusal) as refused:
            table_agreement(table, measure, scale)
        assert str(refused.value).startswith(f"{path}, {words}")
    with pytest.raises(Refusal, match="row 2, column 1: a ratio scale has no negative values"):
        table_agreement(read_rating_table(table_file("1,2\n-3,1\n")), "ratio")
