"""What was said of a file is kept by the file's shape, and holds for the next one of that shape until something else is said."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qa_desk.domain.errors import QaDeskError
from qa_desk.sources.shape import head_of, shape_of
from qa_desk.workspace.settings import get_setting, set_settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from qa_desk.sources.table import Table
    from qa_desk.workspace.workspace import Workspace

SETTING = "import_mappings"
_MOST = 200


@dataclass(frozen=True, slots=True)
class Recalled:
    """How a file of this shape was read before."""

    kind: str
    source: str
    timezone: str | None
    mapping: dict[str, Any] = field(default_factory=dict)


def memory_of(workspace: Workspace) -> dict[str, Any]:
    """Everything that is remembered, as it is stored."""
    kept: dict[str, Any] = get_setting(workspace, SETTING)
    return kept


def recalled(memory: Mapping[str, Any], table: Table, kind: str | None) -> Recalled | None:
    """What is remembered of such a table; with no kind named, only where there is no doubt about it."""
    shape = shape_of(table)
    found = [
        Recalled(name, str(entry.get("source", "auto")), entry.get("timezone"), dict(entry.get("mapping", {})))
        for key, entry in memory.items()
        for name, _, kept in (key.partition(":"),)
        if kept == shape and kind in (None, name) and isinstance(entry, dict)
    ]
    return found[0] if len(found) == 1 else None


def recall(workspace: Workspace, kind: str, path: Path) -> Recalled | None:
    """What is remembered of files like this one; None also where it cannot be read: the import itself says why."""
    memory = memory_of(workspace)
    if not any(key.startswith(f"{kind}:") for key in memory):
        return None
    try:
        with head_of(path) as table:
            return recalled(memory, table, kind)
    except QaDeskError:
        return None


def remember(
    workspace: Workspace, kind: str, path: Path, mapping: dict[str, Any], *, source: str = "auto", timezone: str | None = None
) -> None:
    """Keep what was said of a file that has been imported."""
    with head_of(path) as table:
        shape = shape_of(table)
    keep(workspace, kind, shape, mapping, source=source, timezone=timezone)


def keep(
    workspace: Workspace, kind: str, shape: str, mapping: dict[str, Any], *, source: str = "auto", timezone: str | None = None
) -> None:
    """Keep what holds for a shape; what was kept longest gives way."""
    memory = memory_of(workspace)
    said = {"source": source, "timezone": timezone, "mapping": mapping}
    key = f"{kind}:{shape}"
    if {name: value for name, value in memory.get(key, {}).items() if name != "turn"} == said:
        return
    turn = max((entry.get("turn", 0) for entry in memory.values()), default=0) + 1
    newest = sorted((memory | {key: {**said, "turn": turn}}).items(), key=lambda item: -int(item[1].get("turn", 0)))
    set_settings(workspace, {SETTING: dict(newest[:_MOST])})
