"""WebVTT: cues with voices; styles, notes and positions are passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import N_, tr
from qa_desk.media.threads.cues import cues_of, utterances_of
from qa_desk.media.threads.form import Fault, Form, whole
from qa_desk.media.threads.plain import clean_line
from qa_desk.media.transcripts import Conversation

if TYPE_CHECKING:
    from qa_desk.media.threads.document import Document


def _recognises(document: Document) -> bool:
    return document.suffix == ".vtt" or document.data[:12].lstrip(b"\xef\xbb\xbf \r\n").startswith(b"WEBVTT")


def _read(_piece: object, document: Document) -> Conversation:
    cues = cues_of(document.lines)
    if not cues:
        raise Fault(tr("holds no timed lines"))
    return Conversation(utterances_of(cues), channel="call", language=_language(document))


def _language(document: Document) -> str | None:
    for line in document.lines[1:10]:
        key, _, value = line.partition(":")
        if key.strip().casefold() == "language":
            return clean_line(value) or None
        if not line.strip():
            break
    return None


FORM = Form("vtt", N_("WebVTT"), (".vtt",), _recognises, whole, _read)
