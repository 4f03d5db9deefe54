"""Places in a definition: reading, changing, inserting and moving values without touching the definition they come from.

A definition is plain dictionaries, lists and scalars. Whatever is changed here shares all that stays the same with what it was
made from, so that keeping every step of an editing session costs next to nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa_desk.domain.definition_nodes import Node

if TYPE_CHECKING:
    from qa_desk.domain.scorecard_writing import Definition

_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,14}")

Path = tuple[str | int, ...]
"""Names of entries and positions in lists, from the top: ("sections", 0, "title", "en")."""


def value_at(tree: object, path: Path, default: object = None) -> object:
    """What stands at a place, or the default where there is no such place."""
    for step in path:
        has_entry = isinstance(tree, dict) and step in tree
        has_item = isinstance(tree, list) and isinstance(step, int) and 0 <= step < len(tree)
        if not has_entry and not has_item:
            return default
        tree = tree[step]  # type: ignore[index]
    return tree


def entries_at(tree: object, path: Path) -> Definition:
    """The entries at a place; none where no entries stand there."""
    found = value_at(tree, path)
    return found if isinstance(found, dict) else {}


def items_at(tree: object, path: Path) -> list[object]:
    """The list at a place; an empty one where there is none."""
    found = value_at(tree, path)
    return found if isinstance(found, list) else []


def text_at(tree: object, path: Path) -> str:
    """A single value as text; empty where there is none."""
    found = value_at(tree, path)
    if isinstance(found, bool):
        return "true" if found else "false"
    return "" if found is None or isinstance(found, dict | list) else str(found)


def with_value(definition: Definition, path: Path, value: object) -> Definition:
    """The definition with another value at a place; None takes the entry away. Missing entries on the way are made."""
    changed = _with(definition, path, value)
    assert isinstance(changed, dict)
    return changed


def with_inserted(definition: Definition, path: Path, at: int, value: object) -> Definition:
    """The definition with one more item in a list, which is made where it is missing."""
    items = items_at(definition, path)
    return with_value(definition, path, [*items[:at], value, *items[at:]])


def without(definition: Definition, path: Path) -> Definition:
    """The definition without an entry or a list's item."""
    last = path[-1]
    if isinstance(last, int):
        items = items_at(definition, path[:-1])
        return with_value(definition, path[:-1], [*items[:last], *items[last + 1 :]])
    return with_value(definition, path, None)


def with_moved(definition: Definition, path: Path, start: int, end: int) -> Definition:
    """The definition with an item of a list at another position; `end` is where it stands afterwards."""
    items = items_at(definition, path)
    rest = [*items[:start], *items[start + 1 :]]
    return with_value(definition, path, [*rest[:end], items[start], *rest[end:]])


def _with(tree: object, path: Path, value: object) -> object:
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        assert isinstance(tree, list)
        return [_with(item, rest, value) if number == step else item for number, item in enumerate(tree)]
    entries: Definition = tree if isinstance(tree, dict) else {}
    changed = _with(entries.get(step), rest, value)
    if changed is None:
        return {name: item for name, item in entries.items() if name != step}
    return {**entries, step: changed}


def numbered_tree(definition: object) -> tuple[Node, list[Path]]:
    """A definition as the reader takes it, with a running number in the place of lines; the places by their number."""
    places: list[Path] = []

    def node(value: object, path: Path) -> Node:
        number = len(places)
        places.append(path)
        if isinstance(value, dict):
            return Node({str(key): node(item, (*path, str(key))) for key, item in value.items()}, number)
        if isinstance(value, list | tuple):
            return Node(tuple(node(item, (*path, place)) for place, item in enumerate(value)), number)
        if isinstance(value, bool):
            return Node("true" if value else "false", number)
        return Node(None if value is None else str(value), number)

    return node(definition, ()), places


def plain_value(node: Node) -> object:
    """A node as plain values that read back to the same text: whole numbers and true/false as such, everything else as text."""
    if isinstance(node.value, dict):
        return {key: plain_value(child) for key, child in node.value.items()}
    if isinstance(node.value, tuple):
        return [plain_value(item) for item in node.value]
    text = node.value
    if isinstance(text, str) and text in ("true", "false"):
        return text == "true"
    return int(text) if isinstance(text, str) and _WHOLE.fullmatch(text) else text
