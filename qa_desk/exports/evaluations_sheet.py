"""The sheet of evaluations, one row each, that the formulas of the agents' pages recompute their figures from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.table import Table, TableStyleInfo

from qa_desk.domain.coaching_text import SAMPLE_NAMES
from qa_desk.domain.language import tr
from qa_desk.exports.sheet_looks import put
from qa_desk.exports.sheet_print import print_on_a4

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from openpyxl.worksheet.worksheet import Worksheet

    from qa_desk.domain.coaching import EvaluationLine
    from qa_desk.domain.progress import JobContext

_WIDTHS = (26, 12, 18, 10, 26, 20, 12, 9, 10, 14, 9)


@dataclass(frozen=True, slots=True)
class EvaluationRange:
    """An agent's rows in the sheet of evaluations, and formulas over them."""

    sheet: str
    first: int
    last: int

    def _column(self, letter: str) -> str:
        return f"{quote_sheetname(self.sheet)}!${letter}${self.first}:${letter}${self.last}"

    def _days(self, first: date, last: date) -> str:
        days = self._column("B")
        return f'{self._column("H")},1,{days},">="&{_date(first)},{days},"<="&{_date(last)}'

    def mean(self, first: date, last: date) -> str:
        """The formula of the mean score from a day to a day."""
        return f"=AVERAGEIFS({self._column('I')},{self._days(first, last)})"

    def count(self, first: date, last: date) -> str:
        """The formula of how many count from a day to a day."""
        return f"=COUNTIFS({self._days(first, last)})"


def _date(day: date) -> str:
    return f"DATE({day.year},{day.month},{day.day})"


def evaluation_ranges(sheet: str, lines: Mapping[str, Sequence[EvaluationLine]]) -> dict[str, EvaluationRange]:
    """Where each agent's rows will stand: the agents in the order given, one block each."""
    ranges, row = {}, 2
    for agent_id, own in lines.items():
        if own:
            ranges[agent_id] = EvaluationRange(sheet, row, row + len(own) - 1)
            row += len(own)
    return ranges


def evaluations_sheet(sheet: Worksheet, lines: Mapping[str, Sequence[EvaluationLine]], context: JobContext) -> None:
    """Fill the sheet, as an Excel table with a head that stays."""
    heads = (
        tr("Agent"), tr("Date"), tr("Interaction"), tr("Channel"), tr("Scorecard"), tr("Evaluator"), tr("How drawn"),
        tr("Counts"), tr("Score"), tr("Before auto-fail"), tr("Passed"),
    )  # fmt: skip
    for column, (text, width) in enumerate(zip(heads, _WIDTHS, strict=True), start=1):
        put(sheet, 1, column, text, "QA head")
        sheet.column_dimensions[chr(64 + column)].width = width
    row = 1
    for own in lines.values():
        context.raise_if_cancelled()
        for line in own:
            row += 1
            _row(sheet, row, line)
    sheet.freeze_panes = "B2"
    if row > 1:
        table = Table(displayName="QADeskEvaluations", ref=f"A1:K{row}")
        table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
        sheet.add_table(table)
    print_on_a4(sheet, f"A1:K{row}", title=tr("Evaluations"), note="", is_landscape=True, is_one_page=False, repeat_rows="1:1")


def _row(sheet: Worksheet, row: int, line: EvaluationLine) -> None:
    values: tuple[tuple[object, str], ...] = (
        (line.agent, "Normal"),
        (line.on, "QA date"),
        (line.reference, "Normal"),
        (line.channel, "Normal"),
        (line.scorecard, "Normal"),
        (line.evaluator, "Normal"),
        (tr(SAMPLE_NAMES.get(line.sample_method, line.sample_method)), "Normal"),
        (int(line.counts), "QA count"),
        (line.final, "QA score"),
        (line.before_autofail, "QA score"),
        ("" if line.passed is None else tr("yes") if line.passed else tr("no"), "Normal"),
    )
    for column, (value, look) in enumerate(values, start=1):
        put(sheet, row, column, value, look)
