"""Checks what the numbers of a form add up to: totals below the table, sums and weights beside the headings."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from qa_desk.domain.language import tr
from qa_desk.sources.forms.rows import RowKind, weight_column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.sources.forms.amounts import Amount
    from qa_desk.sources.forms.columns import Columns
    from qa_desk.sources.forms.draft import DraftSection, Findings
    from qa_desk.sources.forms.grid import Grid
    from qa_desk.sources.forms.rows import TableRow

_HUNDRED = Fraction(100)
_CLOSE = Fraction(1, 1000)


def settle_weights(
    sections: Sequence[DraftSection],
    amounts: Sequence[Amount | None],
    rows: Sequence[TableRow],
    grid: Grid,
    columns: Columns,
    findings: Findings,
) -> tuple[list[DraftSection], bool]:
    """The sections with their own weights where they have any that count, and whether they do."""
    column = weight_column(columns)
    sums = [sum((question.weight for question in section.questions), Fraction(0)) for section in sections]
    by_sections = _section_weights(sections, amounts, sums, findings)
    if by_sections:
        return by_sections, True
    if column is not None:
        _tell_total(sum(sums, Fraction(0)), rows, grid, columns, column, findings)
    return list(sections), False


def _section_weights(
    sections: Sequence[DraftSection], amounts: Sequence[Amount | None], sums: Sequence[Fraction], findings: Findings
) -> list[DraftSection]:
    """The sections weighed by the numbers beside their headings; none where these only add up what is below."""
    weighed = [index for index, total in enumerate(sums) if total]
    given = [amounts[index] for index in weighed]
    if not weighed or any(amount is None or amount.value <= 0 for amount in given):
        return []
    known = [amount for amount in given if amount is not None]
    values = [amount.value for amount in known]
    inner = [sums[index] for index in weighed]
    if values == inner or [value * 100 for value in values] == inner:
        findings.take(tr("The numbers beside the headings are the sums of their questions."))
        return []
    factor = _HUNDRED if sum(values) <= Fraction(11, 10) and not any(amount.is_percent for amount in known) else Fraction(1)
    findings.take(tr("The headings carry weights of their own; a question weighs within its section."))
    own = dict(zip(weighed, values, strict=True))
    return [replace(section, weight=own.get(index, Fraction(0)) * factor) for index, section in enumerate(sections)]


def _tell_total(total: Fraction, rows: Sequence[TableRow], grid: Grid, columns: Columns, column: int, findings: Findings) -> None:
    header, shown = columns.headers.get(column, ""), f"{float(total):.12g}"
    is_percent = any(row.amount is not None and row.amount.is_percent for row in rows if row.kind is RowKind.QUESTION)
    if is_percent:
        findings.take(tr("The weights in “{header}” are percentages and add up to {total} %.", header=header, total=shown))
    else:
        findings.take(tr("The weights in “{header}” add up to {total}.", header=header, total=shown))
    last = next((row for row in reversed(rows) if row.kind is RowKind.TOTAL and row.amount is not None), None)
    if last is not None and last.amount is not None:
        stated = last.amount.value
        if all(abs(stated * factor - total) > _CLOSE * max(total, Fraction(1)) for factor in (1, 100)):
            why = tr("the weights that were read add up to {total}", total=shown)
            findings.miss(grid.place(last.row, column), f"{float(stated):.12g}", why, tr("the weights; the total is left out"))
    elif is_percent and abs(total - _HUNDRED) > _CLOSE:
        why = tr("the percentages do not add up to 100")
        findings.miss(grid.place(columns.header, column), f"{shown} %", why, tr("each counts in proportion to the others"))
