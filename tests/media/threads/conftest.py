"""Small files of every format, and what is read of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

import pytest

from qa_desk.media.transcripts import read_threads

if TYPE_CHECKING:
    from pathlib import Path

    from qa_desk.media.transcripts import Conversation, ReadThreads

LONDON = ZoneInfo("Europe/London")


class Reader(Protocol):
    """Writes a file of this name and reads it; what is no text or bytes is written as JSON."""

    def __call__(self, name: str, content: object, *, zone: ZoneInfo | None = LONDON, form: str = "auto") -> ReadThreads: ...


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    def write_and_read(name: str, content: object, *, zone: ZoneInfo | None = LONDON, form: str = "auto") -> ReadThreads:
        path = tmp_path / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8", newline="")
        return read_threads(path, zone=zone, form=form)

    return write_and_read


def only(found: ReadThreads) -> Conversation:
    """The one conversation of a file that was read whole."""
    assert found.refused == ()
    ((_, conversation),) = found.conversations
    return conversation
