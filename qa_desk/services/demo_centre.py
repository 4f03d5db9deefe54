"""The demonstration centre in the making: the workspace, the ids behind the names of the files, and the story's time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from qa_desk.workspace.workspace import Workspace

Values = dict[str, Any]
"""One entry of a shipped file."""


@dataclass(slots=True)
class Story:
    """The time of the demonstration: moved by hand, one millisecond later at each look."""

    ms: int = 0

    def tell(self) -> int:
        """The time now, in milliseconds since 1970."""
        self.ms += 1
        return self.ms

    def go_to(self, moment: datetime) -> None:
        """Let time pass until a moment; it never runs backwards."""
        self.ms = max(self.ms, int(moment.timestamp() * 1000))


@dataclass(slots=True)
class Centre:
    """A workspace in the making, and the ids behind the names that the files use."""

    workspace: Workspace
    folder: Path
    cards: Mapping[str, str]
    agents: Mapping[str, str]
    evaluators: Mapping[str, str]
    calibrations: list[str] = field(default_factory=list)

    def agent(self, name: str) -> str:
        """The id of an agent by the name that the files use."""
        return self.agents[name.casefold()]

    def interaction(self, external_id: str) -> sqlite3.Row:
        """Id and channel of an interaction by the id it had outside."""
        row: sqlite3.Row = self.workspace.connection.execute(
            "SELECT id, channel FROM interactions WHERE external_id = ?", [external_id]
        ).fetchone()
        return row

    def spoken_at(self, interaction_id: str, line: int) -> float:
        """The second at which a line of a call begins; lines count from 1."""
        row = self.workspace.connection.execute(
            "SELECT start_s FROM utterances WHERE interaction_id = ? AND position = ?", [interaction_id, line - 1]
        ).fetchone()
        return float(row["start_s"])


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that is done at its time."""

    at: datetime
    happen: Callable[[], object]
