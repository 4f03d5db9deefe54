"""QA Desk's own scorecards, which need no import: told apart, so that they are not taken for somebody else's table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import N_, tr
from qa_desk.sources.forms.documents import read_document
from qa_desk.sources.forms.format import FormFormat

if TYPE_CHECKING:
    from qa_desk.sources.forms.draft import FormDraft
    from qa_desk.sources.opening import OpenedFile


def _read(opened: OpenedFile) -> FormDraft | None:
    if _is_own(opened):
        raise Refusal(tr("{file}: this is a scorecard of QA Desk already; take it up with “scorecard add”.", file=opened.path))
    return None


def _is_own(opened: OpenedFile) -> bool:
    if opened.form == "text":
        return opened.path.suffix.casefold() in (".yaml", ".yml")
    document = read_document(opened)
    if not isinstance(document, dict) or not isinstance(document.get("sections"), list):
        return False
    first = next(iter(document["sections"]), None)
    return isinstance(first, dict) and isinstance(first.get("questions"), list) and "id" in first


FORMAT = FormFormat("own", N_("QA Desk scorecard"), frozenset({"text", "json"}), _read)
