"""The form on one of several grids: a table with a header, or a list of questions without one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import ntr, tr
from qa_desk.sources.forms.checklist import read_checklist
from qa_desk.sources.forms.columns import find_columns
from qa_desk.sources.forms.draft import Findings, Gap
from qa_desk.sources.forms.grid import MOST_ROWS
from qa_desk.sources.forms.table import read_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qa_desk.sources.forms.draft import FormDraft
    from qa_desk.sources.forms.grid import Grid

_MOST_QUESTIONS = 300


def read_grids(grids: Sequence[Grid], path: Path) -> FormDraft | None:
    """The largest form on the grids, with the others told of; None when there is none."""
    found = [(grid, form) for grid in grids if (form := _form_on(grid)) is not None]
    if not found:
        return None
    grid, form = max(found, key=lambda pair: pair[1].question_count)
    if form.question_count > _MOST_QUESTIONS:
        message = tr(
            "{file}: this is no evaluation form: {count} of its rows would be questions, a form has a few dozen.",
            file=path,
            count=form.question_count,
        )
        raise Refusal(message)
    titles = [(section.title, question.title) for section in form.sections for question in section.questions]
    if len(titles) > 10 and len(set(titles)) * 2 < len(titles):
        message = tr(
            "{file}: this is no evaluation form: its rows repeat the same questions, as a list of given answers does; "
            "bring those in with “import evaluations”.",
            file=path,
        )
        raise Refusal(message)
    others = tuple(_left_out(other, dict((id(g), f) for g, f in found).get(id(other))) for other in grids if other is not grid)
    understood = form.understood
    if len(grids) > 1:
        understood = (tr("The form was read from the sheet “{sheet}”.", sheet=grid.name), *understood)
    return replace(form, understood=understood, not_understood=(*form.not_understood, *others))


def _form_on(grid: Grid) -> FormDraft | None:
    if len(grid.rows) > MOST_ROWS:
        return None
    findings = Findings()
    columns = find_columns(grid)
    if columns is not None:
        form = read_table(grid, columns, findings)
        if form.question_count:
            return replace(form, understood=tuple(findings.understood), not_understood=tuple(findings.gaps))
    findings = Findings()
    form_or_none = read_checklist(grid, findings)
    if form_or_none is None:
        return None
    return replace(form_or_none, understood=tuple(findings.understood), not_understood=tuple(findings.gaps))


def _left_out(grid: Grid, form: FormDraft | None) -> Gap:
    what = tr("the sheet's cells")
    if form is None:
        return Gap(tr("sheet “{sheet}”", sheet=grid.name), what, tr("no form was found on it"), tr("left out"))
    count = ntr("it holds another form of {count} question", "it holds another form of {count} questions", form.question_count)
    return Gap(tr("sheet “{sheet}”", sheet=grid.name), what, count, tr("left out; import it from a file of its own"))
