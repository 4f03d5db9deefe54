"""What a format of form must offer to be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa_desk.sources.forms.draft import FormDraft
    from qa_desk.sources.opening import OpenedFile


@dataclass(frozen=True, slots=True)
class FormFormat:
    """A format by name, the kinds of file it comes in, and its reader: None where a file is not of this format.

    The reader raises a refusal for a file that is of the format but no evaluation form.
    """

    name: str
    label: str
    forms: frozenset[str]
    """As `opening.OpenedFile.form` names them: text, json, xlsx, xls."""
    read: Callable[[OpenedFile], FormDraft | None]
