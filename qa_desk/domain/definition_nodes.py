"""A definition as a tree of values with their lines, and reading single values out of it while faults are collected.

Reading goes on after a fault with a harmless default, so that all faults are told at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from qa_desk.domain.language import tr
from qa_desk.domain.scorecard import Text, plain_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

    Choice = TypeVar("Choice", bound=StrEnum)

_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,15})?([eE][+-]?\d)?|[+-]?\d{1,15}/\d{1,15}")


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a definition and the line it stands on. Scalars are their text as written, or None for null."""

    value: Mapping[str, Node] | tuple[Node, ...] | str | None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a definition, and where. A warning does not stop the scorecard from being used."""

    line: int
    message: str
    is_warning: bool = False


def tree_of(value: object) -> Node:
    """A definition tree (without lines) of what a JSON parser returned; numbers are taken by their text."""
    if isinstance(value, dict):
        return Node({str(key): tree_of(item) for key, item in value.items()})
    if isinstance(value, list | tuple):
        return Node(tuple(tree_of(item) for item in value))
    if isinstance(value, bool):
        return Node("true" if value else "false")
    return Node(None if value is None else str(value))


@dataclass(slots=True)
class NodeReader:
    """Reads single values; `what` is how a fault names the thing that is read."""

    faults: list[Fault] = field(default_factory=list)

    def fault(self, node: Node, message: str) -> None:
        """Note what is wrong at this line."""
        self.faults.append(Fault(node.line, message))

    def mapping(self, node: Node, what: str, known: frozenset[str]) -> Mapping[str, Node]:
        """The entries of a mapping; unknown names are warned of, since they may be slips of the pen."""
        if not isinstance(node.value, dict):
            self.fault(node, tr("{what} must be a set of “name: value” lines.", what=what))
            return {}
        for key, child in node.value.items():
            if key not in known:
                message = tr("{what}: “{key}” is not a known name and is ignored.", what=what, key=key)
                self.faults.append(Fault(child.line, message, is_warning=True))
        return node.value

    def items(self, node: Node | None, what: str) -> tuple[Node, ...]:
        """The items of a list; none where there is no list."""
        if node is None:
            return ()
        if not isinstance(node.value, tuple):
            self.fault(node, tr("{what} must be a list.", what=what))
            return ()
        return node.value

    def scalar(self, node: Node | None, what: str, default: str = "") -> str:
        """A single value as text."""
        if node is None or node.value is None:
            return default
        if not isinstance(node.value, str):
            self.fault(node, tr("{what} must be a single value.", what=what))
            return default
        return node.value.strip()

    def number(self, node: Node | None, what: str, default: Fraction) -> Fraction:
        """An exact number: "5", "2.5" or "1/4"."""
        text = self.scalar(node, what)
        if node is None or (not text and node.value is None):
            return default
        if not _NUMBER.fullmatch(text) or re.search(r"/0+$", text):
            self.fault(node, tr("{what}: “{value}” is not a number (write 5, 2.5 or 1/4).", what=what, value=text))
            return default
        return Fraction(text)

    def flag(self, node: Node | None, what: str, *, default: bool) -> bool:
        """True or false."""
        text = self.scalar(node, what).lower()
        if node is None or not text:
            return default
        if text not in {"true", "false", "yes", "no"}:
            self.fault(node, tr("{what}: “{value}” must be true or false.", what=what, value=text))
        return text in {"true", "yes"}

    def choice(self, node: Node | None, what: str, choices: type[Choice], default: Choice) -> Choice:
        """One of a fixed set of words."""
        text = self.scalar(node, what, default.value)
        try:
            return choices(text)
        except ValueError:
            known = ", ".join(choices)
            self.fault(node or Node(None), tr("{what}: “{value}” must be one of: {known}.", what=what, value=text, known=known))
            return default

    def text(self, node: Node | None, what: str) -> Text:
        """A text, or one text a language."""
        if node is None or not isinstance(node.value, dict):
            return plain_text(self.scalar(node, what))
        return Text(tuple((language, self.scalar(child, what)) for language, child in node.value.items()))

    def words(self, node: Node | None, what: str) -> tuple[str, ...]:
        """One word or a list of them."""
        if node is not None and isinstance(node.value, str):
            return (node.value.strip(),)
        return tuple(self.scalar(item, what) for item in self.items(node, what))

    def identifier(self, fields: Mapping[str, Node], node: Node, what: str) -> str:
        """The id, which must be there."""
        found = self.scalar(fields.get("id"), what)
        if not found:
            self.fault(node, tr("{what} has no id.", what=what))
        return found
