"""Evaluation forms as other people write them, made for a test; and what was read of them in a few words."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from qa_desk.domain.definition_nodes import tree_of
from qa_desk.domain.scorecard_definition import read_definition
from qa_desk.sources.forms.definition import form_definition
from qa_desk.sources.forms.registry import read_form

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from qa_desk.domain.scorecard import Question, ScorecardVersion
    from qa_desk.sources.forms.draft import FormDraft


def a_book(
    path: Path,
    rows: Sequence[Sequence[object]],
    *,
    merged: Sequence[str] = (),
    sheet: str = "Sheet1",
    more: Callable[[Workbook, Worksheet], None] | None = None,
) -> Path:
    """A workbook of one sheet."""
    import openpyxl

    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = sheet
    for row in rows:
        page.append(list(row))
    for block in merged:
        page.merge_cells(block)
    if more is not None:
        more(book, page)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book.save(path)
    return path


def a_form(path: Path) -> FormDraft:
    """The form in a file."""
    scratch = path.parent / "scratch"
    scratch.mkdir(exist_ok=True)
    return read_form(path, scratch)


def card_of(form: FormDraft) -> ScorecardVersion:
    """The scorecard that a form becomes: its definition must read without a fault."""
    reading = read_definition(tree_of(form_definition(form, "form", "Form")))
    assert reading.version is not None, reading.errors
    return reading.version


def a_card(path: Path) -> ScorecardVersion:
    """The scorecard that the form in a file becomes."""
    return card_of(a_form(path))


def outline(card: ScorecardVersion, language: str = "en") -> dict[str, dict[str, object]]:
    """Sections with their questions and weights, as a person reads them; an adjustment shows its points."""
    return {
        section.label(language): {question.label(language): _worth(question) for question in section.questions}
        for section in card.sections
    }


def _worth(question: Question) -> object:
    if question.is_adjustment:
        return f"{float(question.options[0].credit):+g}"
    return None if not question.is_scored else float(question.weight)


def answers(card: ScorecardVersion, number: int = 0) -> dict[str, float]:
    """What the answers of a question earn, by their ids."""
    question = list(card.questions())[number]
    return {option.id: round(float(option.credit), 4) for option in question.options}


def gaps(form: FormDraft) -> list[tuple[str, str]]:
    """Where something was not understood, and what."""
    return [(gap.where, gap.what) for gap in form.not_understood]
