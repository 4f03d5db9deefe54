"""Mailboxes (mbox): mails one after the other, each begun by a line "From …"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from qa_desk.domain.language import N_
from qa_desk.media.threads.eml import conversation_of
from qa_desk.media.threads.form import Form

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa_desk.media.threads.document import Document
    from qa_desk.media.transcripts import Conversation

_BEGINNING = re.compile(rb"^From [^\r\n]{0,300}\r?\n(?=[A-Za-z][A-Za-z0-9-]{0,60}:|>From )", re.MULTILINE)
_SPARED = re.compile(rb"^>(>*From )", re.MULTILINE)


def _recognises(document: Document) -> bool:
    return document.data.startswith(b"From ") and _BEGINNING.match(document.data) is not None


def _pieces(document: Document) -> Iterator[tuple[int, bytes]]:
    begun = list(_BEGINNING.finditer(document.data))
    ends = [*(found.start() for found in begun[1:]), len(document.data)]
    for number, (start, end) in enumerate(zip((found.end() for found in begun), ends, strict=True), 1):
        yield number, document.data[start:end]


def _read(piece: tuple[int, bytes], document: Document) -> Conversation:
    number, data = piece
    made = conversation_of(_SPARED.sub(rb"\1", data), document)
    return replace(made, key=made.utterances[0].message_id or f"{document.stem}-{number}")


FORM = Form("mbox", N_("Mailbox (mbox)"), (".mbox",), _recognises, _pieces, _read)
