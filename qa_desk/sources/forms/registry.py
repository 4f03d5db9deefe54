"""Every format of form, in an explicit list. A new one is a file beside this one and a line here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.domain.progress import Quiet
from qa_desk.sources.forms import delimited, genesys, own_scorecard, records, workbook
from qa_desk.sources.opening import open_file

if TYPE_CHECKING:
    from pathlib import Path

    from qa_desk.domain.progress import JobContext
    from qa_desk.sources.forms.draft import FormDraft
    from qa_desk.sources.forms.format import FormFormat

FORMATS: tuple[FormFormat, ...] = (
    own_scorecard.FORMAT,
    genesys.FORMAT,
    records.FORMAT,
    workbook.FORMAT,
    delimited.FORMAT,
)
"""In the order in which they are asked: the surest first."""


def read_form(path: Path, scratch: Path, context: JobContext | None = None) -> FormDraft:
    """The form in a file; refused in one line when the file cannot be read or holds no evaluation form."""
    opened = open_file(path, scratch, context or Quiet())
    for form_format in FORMATS:
        if opened.form in form_format.forms:
            draft = form_format.read(opened)
            if draft is not None:
                said = tr("Read as: {format}.", format=tr(form_format.label))
                return replace(draft, understood=(said, *draft.understood))
    raise Refusal(
        tr("{file}: no evaluation form is in it: neither a header over questions nor a list of questions was found.", file=path)
    )
