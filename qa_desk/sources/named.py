"""Columns by the names that one recorder gives them: what most sources propose, and how they know their own files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.sources.headers import fold, split_unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qa_desk.sources.table import Table


def columns_by_name(table: Table, names: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Field → header, by the first of the field's names that the table has; folded, and without a unit in the header."""
    by_form: dict[str, str] = {}
    for header in table.headers:
        by_form.setdefault(fold(header), header)
        by_form.setdefault(split_unit(header)[0], header)
    found: dict[str, tuple[str, ...]] = {}
    for field, forms in names.items():
        known = next((by_form[form] for form in forms if form in by_form), None)
        if known is not None:
            found[field] = (known,)
    return found


def share_of(table: Table, signs: Sequence[str]) -> float:
    """How many of a recorder's own headers the table has, 0 to 1."""
    forms = {form for header in table.headers for form in (fold(header), split_unit(header)[0])}
    return sum(sign in forms for sign in signs) / len(signs)
