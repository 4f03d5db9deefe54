"""Which columns a person gave to which field, as the wizard keeps it: what was proposed stays where nothing else was said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qa_desk.services.imports import Preview

_TIME = re.compile(r"\d{1,2}:\d{2}(:\d{2})?(\s?[AaPp][Mm])?")


def columns_with(seen: Preview, said: dict[str, Any], header: str, name: str | None) -> dict[str, Any]:
    """The columns when `header` becomes the field `name`, or none.

    A field has one column, but for an instant: a date and the time of day beside it are read as one.
    """
    columns: dict[str, Any] = {}
    for known, headers in seen.mapping.get("columns", {}).items():
        left = [one for one in ([headers] if isinstance(headers, str) else headers) if one != header]
        columns[known] = left or None
    for known, headers in said.get("columns", {}).items():
        if headers is None:
            columns.setdefault(known, None)
    if name:
        columns[name] = _joined(seen, columns.get(name), header) if name == "at" or name.endswith("_at") else [header]
    return columns


def _joined(seen: Preview, held: list[str] | None, header: str) -> list[str]:
    if not held or len(held) != 1:
        return [header]
    samples = {column.header: column.samples for column in seen.columns}
    old, new = (_are_times(samples.get(one, ())) for one in (held[0], header))
    if old == new or any(
        ":" in text for one in (held[0], header) if not _are_times(samples.get(one, ())) for text in samples[one]
    ):
        return [header]
    return [held[0], header] if new else [header, held[0]]


def _are_times(samples: tuple[str, ...]) -> bool:
    return bool(samples) and all(_TIME.fullmatch(text.strip()) for text in samples)
