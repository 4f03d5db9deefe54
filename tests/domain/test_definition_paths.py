from __future__ import annotations

from qa_desk.domain.definition_nodes import tree_of
from qa_desk.domain.definition_paths import (
    entries_at,
    items_at,
    numbered_tree,
    plain_value,
    text_at,
    value_at,
    with_inserted,
    with_moved,
    with_value,
    without,
)

CARD: dict[str, object] = {"key": "k", "sections": [{"id": "a", "questions": [{"id": "q", "title": {"en": "Q"}}]}, {"id": "b"}]}
TITLE = ("sections", 0, "questions", 0, "title", "en")


def test_a_place_is_read_and_where_there_is_none_the_default() -> None:
    assert value_at(CARD, TITLE) == "Q"
    assert value_at(CARD, ("sections", 7, "id"), "none") == "none"
    assert value_at(CARD, ("key", "deeper")) is None
    assert entries_at(CARD, ("sections", 1)) == {"id": "b"}
    assert entries_at(CARD, ("key",)) == {}
    assert items_at(CARD, ("sections", 1, "questions")) == []
    assert text_at({"a": True, "b": 3, "c": None}, ("a",)) == "true"
    assert text_at({"b": 3}, ("b",)) == "3"
    assert text_at(CARD, ("sections",)) == ""


def test_a_change_leaves_what_it_came_from_and_shares_the_rest() -> None:
    changed = with_value(CARD, TITLE, "New")
    assert value_at(CARD, TITLE) == "Q"
    assert value_at(changed, TITLE) == "New"
    assert value_at(changed, ("sections", 1)) is value_at(CARD, ("sections", 1))


def test_nothing_as_a_value_takes_the_entry_away_and_missing_entries_are_made() -> None:
    assert "key" not in with_value(CARD, ("key",), None)
    assert with_value({}, ("number", "min"), 0) == {"number": {"min": 0}}


def test_items_are_inserted_removed_and_moved() -> None:
    three = with_inserted(CARD, ("sections",), 1, {"id": "c"})
    assert [text_at(section, ("id",)) for section in items_at(three, ("sections",))] == ["a", "c", "b"]
    assert with_inserted({}, ("examples",), 0, "x") == {"examples": ["x"]}
    moved = with_moved(three, ("sections",), 0, 2)
    assert [text_at(section, ("id",)) for section in items_at(moved, ("sections",))] == ["c", "b", "a"]
    assert without(three, ("sections", 1)) == CARD
    assert without(CARD, ("key",)) == {"sections": CARD["sections"]}


def test_a_numbered_tree_tells_the_place_of_each_value() -> None:
    tree, places = numbered_tree({"a": [{"b": 1}, True], "c": None})
    assert places[tree.line] == ()
    assert isinstance(tree.value, dict)
    listed = tree.value["a"].value
    assert isinstance(listed, tuple)
    first = listed[0].value
    assert isinstance(first, dict)
    assert places[first["b"].line] == ("a", 0, "b")
    assert first["b"].value == "1"
    assert listed[1].value == "true"
    assert tree.value["c"].value is None


def test_plain_values_read_back_to_the_same_text() -> None:
    texts = ["5", "-3", "007", "1/4", "2.50", "true", "True", "٣", "--3", ""]
    for text in texts:
        tree = tree_of(text)
        assert tree_of(plain_value(tree)).value == text
    assert plain_value(tree_of({"a": ["1", None]})) == {"a": [1, None]}
