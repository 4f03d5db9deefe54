"""SubRip: numbered cues with times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import N_, tr
from qa_desk.media.threads.cues import TIMES, cues_of, utterances_of
from qa_desk.media.threads.form import Fault, Form, whole
from qa_desk.media.transcripts import Conversation

if TYPE_CHECKING:
    from qa_desk.media.threads.document import Document

_LOOKED_AT = 60


def _recognises(document: Document) -> bool:
    if document.suffix == ".srt":
        return True
    is_text = document.suffix in (".txt", "") and not document.looks_like_json
    return is_text and any(TIMES.match(line) for line in document.lines[:_LOOKED_AT])


def _read(_piece: object, document: Document) -> Conversation:
    cues = cues_of(document.lines)
    if not cues:
        raise Fault(tr("holds no timed lines"))
    return Conversation(utterances_of(cues), channel="call")


FORM = Form("srt", N_("SubRip (SRT)"), (".srt",), _recognises, whole, _read)
