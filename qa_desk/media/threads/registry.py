"""The formats of threads and transcripts, in the order in which a file is held against them.

A new one: a file with its `FORM`, a test, a line here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.media.threads import (
    abcd,
    amazon_transcribe,
    azure,
    contact_lens,
    crosswoz,
    eml,
    freshdesk,
    help_scout,
    intercom,
    irc,
    mbox,
    own,
    rows,
    speechmatics,
    srt,
    vtt,
    whisper,
    zendesk,
    zendesk_chat,
)

if TYPE_CHECKING:
    from qa_desk.media.threads.form import Form

FORMS: tuple[Form, ...] = (
    own.FORM,
    azure.FORM,
    amazon_transcribe.FORM,
    contact_lens.FORM,
    speechmatics.FORM,
    whisper.FORM,
    abcd.FORM,
    crosswoz.FORM,
    intercom.FORM,
    help_scout.FORM,
    zendesk.FORM,
    zendesk_chat.FORM,
    freshdesk.FORM,
    vtt.FORM,
    srt.FORM,
    mbox.FORM,
    eml.FORM,
    irc.FORM,
    rows.FORM,
)
SUFFIXES: tuple[str, ...] = tuple(dict.fromkeys(suffix for form in FORMS for suffix in (*form.suffixes, ".zip")))


def forms_named(name: str) -> tuple[Form, ...]:
    """The formats that a name stands for: all for “auto”, the own ones for “canonical”; refused when there is none."""
    if name == "auto":
        return FORMS
    if name == "canonical":
        return (own.FORM, rows.FORM)
    for form in FORMS:
        if form.name == name:
            return (form,)
    known = ", ".join(form.name for form in FORMS)
    raise Refusal(tr("{name} is no form of transcript or thread; the known ones: {known}.", name=name, known=known))
