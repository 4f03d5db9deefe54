"""Values inside SQL text: quoted so that what a file says can never be read as a statement."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def literal(value: str | int | float) -> str:
    """A value as SQL."""
    return repr(value) if isinstance(value, int | float) else "'" + value.replace("'", "''") + "'"


def literals(values: Iterable[str]) -> str:
    """Values as an SQL list."""
    return ", ".join(literal(value) for value in values)


def json_text(text: str) -> str:
    """A text as JSON."""
    return json.dumps(text, ensure_ascii=False)
