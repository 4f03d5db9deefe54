"""What a pack says of an interaction whose agent is hidden: nothing that names them, by any name they go by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from qa_desk.services.calibration_lookup import without_name

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace

_HIDDEN = "•••"
_SHORTEST_ID = 3
"""A number of one or two digits, or initials, stand in too many other texts."""
_IN_SOUND = (("utf-8", 6), ("utf-16-le", 12))
"""How a name is looked for in a recording, and the fewest bytes of it: shorter ones stand in every few megabytes by chance."""
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
        names = (*self.addresses, *self.names)
        wanted = [word for encoding, least in _IN_SOUND for name in names if len(word := name.encode(encoding).lower()) >= least]
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
    spellings = [row["name"], row["email"], *(alias["alias"] for alias in aliases)]
    if len(row["external_id"] or "") >= _SHORTEST_ID:
        spellings.append(row["external_id"])
    called = [text.strip() for text in spellings if text and text.strip()]
    addresses = [text for text in called if "@" in text]
    names = [*(text for text in called if "@" not in text), *(address.partition("@")[0] for address in addresses)]
    return Hiding(_longest_first(names), _longest_first(addresses))


def _longest_first(texts: list[str]) -> tuple[str, ...]:
    return tuple(sorted({text for text in texts if text}, key=lambda text: (-len(text), text)))
