"""What a pack says of an interaction whose agent is hidden: nothing that names them, by any name they go by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from qa_desk.services.calibration_lookup import without_name

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace

_HIDDEN = "•••"
_SHORTEST = 3
_SHORTEST_IN_SOUND = 6
"""Fewer letters stand in every few megabytes of sound by chance."""
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Hiding:
    """Makes an agent's names unreadable. One without names changes nothing."""

    names: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    """Hidden whole and in any case, before the names."""

    def in_speech(self, text: str) -> str:
        """What was said or written, by the rule of the screen: "Mark" is a name, "mark" a word."""
        return self._without(text, in_any_case=False)

    def in_label(self, text: str) -> str:
        """A subject, a file's name or an id, which know no such difference."""
        return self._without(text, in_any_case=True)

    def is_told_in(self, file: BinaryIO) -> bool:
        """Whether a recording's bytes name the agent, as the notes that some recorders put in do."""
        wanted = [
            name.lower().encode(encoding)
            for name in (*self.addresses, *self.names)
            if len(name) >= _SHORTEST_IN_SOUND
            for encoding in ("utf-8", "utf-16-le")
        ]
        longest, before = max(map(len, wanted), default=0), b""
        while wanted and (block := file.read(_BLOCK)):
            seen = (before + block).lower()
            if any(name in seen for name in wanted):
                return True
            before = block[-longest:]
        return False

    def _without(self, text: str, *, in_any_case: bool) -> str:
        for address in self.addresses:
            text = re.sub(re.escape(address), _HIDDEN, text, flags=re.IGNORECASE)
        for name in self.names:
            text = without_name(text, name, in_any_case=in_any_case)
        return text


def hiding_of(workspace: Workspace, agent_id: str | None) -> Hiding:
    """What hides an agent: the name, its other spellings, mail addresses, and the id elsewhere."""
    row = workspace.connection.execute("SELECT name, email, external_id FROM agents WHERE id = ?", [agent_id]).fetchone()
    if row is None:
        return Hiding()
    aliases = workspace.connection.execute("SELECT alias FROM agent_aliases WHERE agent_id = ? ORDER BY alias", [agent_id])
    called = [row["name"], row["email"], row["external_id"], *(alias["alias"] for alias in aliases)]
    written = dict.fromkeys(text.strip() for text in called if text and len(text.strip()) >= _SHORTEST)
    addresses = [text for text in written if "@" in text]
    names = [*(text for text in written if "@" not in text), *(address.partition("@")[0] for address in addresses)]
    return Hiding(_longest_first(names), _longest_first(addresses))


def _longest_first(texts: list[str]) -> tuple[str, ...]:
    return tuple(sorted(dict.fromkeys(texts), key=lambda text: (-len(text), text)))
