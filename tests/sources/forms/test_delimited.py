from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Refusal
from tests.forms_on_sheets import a_card, a_form, outline

if TYPE_CHECKING:
    from pathlib import Path


def test_encoding_and_delimiter_are_found(tmp_path: Path) -> None:
    path = tmp_path / "form.csv"
    text = "Раздел;Критерий;Вес\r\nНачало;Поздоровался, представился;0,4\r\nРешение;Информация верна;0,6\r\n"
    path.write_bytes(text.encode("cp1251"))
    assert outline(a_card(path), "ru") == {"Начало": {"Поздоровался, представился": 40}, "Решение": {"Информация верна": 60}}


def test_a_comma_in_a_question_cuts_nothing(tmp_path: Path) -> None:
    path = tmp_path / "form.csv"
    path.write_text("Question\nGreeting, with name\nVerification\nResolution\n")
    assert list(outline(a_card(path)).values()) == [{"Greeting, with name": 1, "Verification": 1, "Resolution": 1}]


def test_a_quote_that_does_not_close_loses_no_row(tmp_path: Path) -> None:
    path = tmp_path / "form.csv"
    path.write_text('Question,Weight\nSaid "hello,10\nAccuracy,30\n')
    assert sum(len(questions) for questions in outline(a_card(path)).values()) == 2


def test_places_are_lines_even_after_line_ends_in_quotes(tmp_path: Path) -> None:
    path = tmp_path / "form.csv"
    path.write_text('Question,Weight\n"Greeting\nwith name",10\nAccuracy,heavy\n')
    assert ("line 4, column 2", "heavy") in [(gap.where, gap.what) for gap in a_form(path).not_understood]


def test_a_table_of_data_is_refused_by_its_length(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text("Question,Weight\n" + "Greeting,1\n" * 5000)
    with pytest.raises(Refusal, match="5001 rows"):
        a_form(path)
