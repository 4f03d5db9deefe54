"""What this computer remembers between runs: the workspaces opened last, and who sits here in each."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_MOST_RECENT = 8


@dataclass(frozen=True, slots=True)
class Desk:
    """A small file of this user. It may be lost at any time: nothing of a workspace is in it."""

    file: Path

    def recent(self) -> list[Path]:
        """Workspaces opened last, the latest first; only those that are still there."""
        return [path for path in map(Path, self._read()["recent"]) if path.is_file()]

    def remember(self, workspace: Path) -> None:
        """A workspace was opened now."""
        memory = self._read()
        latest = str(workspace.resolve())
        memory["recent"] = [latest, *(path for path in memory["recent"] if path != latest)][:_MOST_RECENT]
        self._write(memory)

    def evaluator_of(self, workspace: Path) -> str | None:
        """Who sat here when this workspace was last open."""
        evaluator = self._read()["evaluators"].get(str(workspace.resolve()))
        return evaluator if isinstance(evaluator, str) else None

    def seat(self, workspace: Path, evaluator_id: str | None) -> None:
        """Remember who sits here."""
        memory = self._read()
        memory["evaluators"][str(workspace.resolve())] = evaluator_id
        self._write(memory)

    def _read(self) -> dict[str, Any]:
        try:
            memory = json.loads(self.file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            memory = None  # first run, or the file was damaged: begin anew
        if not isinstance(memory, dict):
            memory = {}
        recent, evaluators = memory.get("recent"), memory.get("evaluators")
        return {
            "recent": [path for path in recent if isinstance(path, str)] if isinstance(recent, list) else [],
            "evaluators": evaluators if isinstance(evaluators, dict) else {},
        }

    def _write(self, memory: dict[str, Any]) -> None:
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            written = self.file.with_suffix(".new")
            written.write_text(json.dumps(memory, ensure_ascii=False, indent=1), encoding="utf-8")
            written.replace(self.file)
        except OSError:
            # a home without room or permission forgets its list of recent files; no work depends on it
            return
