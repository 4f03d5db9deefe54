from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qa_desk.exports.cells import LONGEST_SHEET_NAME, LONGEST_TEXT, safe_text, safe_value, sheet_name


def test_text_that_could_start_a_formula_gets_an_apostrophe() -> None:
    for start in ("=1+1", "+1", "-1", "@sum", "\tx", "\rx", "\n=1", "＝1"):
        assert safe_text(start)[0] == "'"
    assert safe_text("Fine = so") == "Fine = so"
    assert safe_text("\x00=1") == "'=1"


def test_control_characters_go_and_lines_and_scripts_stay() -> None:
    assert safe_text("a\x00b\x0bc\nd\te 陈 ё 😀") == "abc\nd\te 陈 ё 😀"


def test_numbers_and_nothing_pass() -> None:
    assert [safe_value(value) for value in (1.5, None, "=x")] == [1.5, None, "'=x"]


@given(st.text())
def test_any_text_can_be_saved_and_never_is_a_formula(text: str) -> None:
    safe = safe_text(text)
    assert len(safe) <= LONGEST_TEXT
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r"))
    safe.encode("utf-8")


@given(st.lists(st.text(max_size=60), max_size=8))
def test_sheet_names_are_unique_and_legal(names: list[str]) -> None:
    taken: list[str] = []
    for name in names:
        given_name = sheet_name(name, taken)
        assert given_name
        assert len(given_name.encode("utf-16-le")) // 2 <= LONGEST_SHEET_NAME
        assert not set(given_name) & set("[]:*?/\\")
        assert not given_name.startswith("'")
        assert not given_name.endswith("'")
        assert given_name.casefold() not in {other.casefold() for other in taken}
        taken.append(given_name)


def test_namesakes_are_numbered_and_long_names_cut() -> None:
    assert sheet_name("陈晓明", ["陈晓明"]) == "陈晓明 (2)"
    assert sheet_name("ANNA", ["Anna", "anna (2)"]) == "ANNA (3)"
    assert sheet_name("Nurul Aisyah binti Abdul Rahman Shah", []) == "Nurul Aisyah binti Abdul Rahman"
    assert sheet_name("a/b:c", []) == "a b c"
    assert sheet_name("History", []) == "History Sheet"
    assert sheet_name("", []) == "Sheet"
