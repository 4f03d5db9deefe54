"""What a format of threads or transcripts has to say for itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from qa_desk.media.threads.document import Document
    from qa_desk.media.transcripts import Conversation


class Fault(ValueError):  # noqa: N818 - it becomes a refusal
    """A conversation is not as its format has it; the message says where and what, without the file's name."""


@dataclass(frozen=True, slots=True)
class Form:
    """One format: how a file of it is recognised, into which conversations it falls, and how one of them is read."""

    name: str
    label: str
    suffixes: tuple[str, ...]
    recognises: Callable[[Document], bool]
    pieces: Callable[[Document], Iterable[Any]]
    """The conversations as they lie in the file; what is wrong with one of them is no matter of the others."""
    read: Callable[[Any, Document], Conversation]
    """Raises `Fault` where a conversation cannot be read."""


def whole(document: Document) -> Iterable[Document]:
    """The pieces of a format that holds one conversation a file."""
    return (document,)
