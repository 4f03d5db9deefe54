"""What was said or written in an interaction: transcripts of calls, and threads of chats, mails and tickets.

The formats are those of `qa_desk.media.threads`, one file each. Text stays text: mark-up is taken out, nothing is fetched.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import tzinfo
    from pathlib import Path

Speaker = Literal["agent", "customer", "bot", "system", "unknown"]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message: named and measured, never opened. `size` in bytes where it is known."""

    name: str
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Utterance:
    """One line or message: `start_s` and `end_s` within the recording, or `at` as UTC epoch seconds, or neither."""

    text: str
    speaker: Speaker = "unknown"
    author: str | None = None
    start_s: float | None = None
    end_s: float | None = None
    at: int | None = None
    is_internal: bool = False
    """A note among colleagues that the customer never saw."""
    subject: str | None = None
    """Of a mail, where it is not the thread's."""
    recipients: str | None = None
    attachments: tuple[Attachment, ...] = ()
    message_id: str | None = None
    """A mail's own id, by which answers find it."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """The lines of one interaction; `key` is how the file names it, None where the file's own name has to do."""

    utterances: tuple[Utterance, ...]
    key: str | None = None
    channel: str | None = None
    language: str | None = None
    subject: str | None = None
    addresses: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Mail addresses of authors, by the name they stand under."""
    answers: tuple[str, ...] = ()
    """Ids of the mails that this one answers."""


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A conversation (or a whole file) that could not be read: which, and the one reason."""

    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReadThreads:
    """What a file gave: conversations with the name they go by in it, those refused, and what to tell of the reading."""

    forms: tuple[str, ...]
    conversations: tuple[tuple[str, Conversation], ...]
    refused: tuple[NotTaken, ...] = ()
    notes: tuple[str, ...] = ()


def read_threads(
    path: Path, *, form: str = "auto", zone: tzinfo | None = None, check: Callable[[], None] | None = None
) -> ReadThreads:
    """All conversations of a file, or of the files in a ZIP archive; refused when it holds none of a known form.

    `form` names one of the registered formats. `zone` is where times without an offset were written; without it they are
    refused. `check` is called now and then, and may raise to stop.
    """
    from qa_desk.media.threads.reading import read

    return read(path, form=form, zone=zone, check=check)


def check_form(name: str) -> None:
    """Refused when no format goes by this name."""
    from qa_desk.media.threads.registry import forms_named

    forms_named(name)


def transcript_suffixes() -> tuple[str, ...]:
    """What the files of the known formats end in."""
    from qa_desk.media.threads.registry import SUFFIXES

    return SUFFIXES
