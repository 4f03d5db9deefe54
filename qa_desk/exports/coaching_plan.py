"""The plan at the foot of an agent's sheet: what is open, and cells to fill with what is agreed next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.worksheet.datavalidation import DataValidation

from qa_desk.domain.coaching_text import ACTION_STATES
from qa_desk.domain.language import tr
from qa_desk.exports.sheet_looks import fit_height, put, write

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from qa_desk.domain.coaching import CoachingPage

LEAST_ROWS = 4
SPARE_ROWS = 2


def plan(sheet: Worksheet, row: int, page: CoachingPage, key_column: int) -> int:
    """Fill the plan from this row on; the row after it. The hidden column holds the ids by which filled cells are matched."""
    put(sheet, row, 1, tr("Plan"), "QA heading", through=12)
    write(sheet, row, key_column, page.agent.id, "QA note")
    row += 1
    columns = ((1, 6, tr("Action")), (7, 8, tr("Owner")), (9, 9, tr("Due")), (10, 10, tr("Status")), (11, 12, tr("Result")))
    for column, through, text in columns:
        put(sheet, row, column, text, "QA head", through=through)
    first = row + 1
    count = max(LEAST_ROWS, len(page.open_actions) + SPARE_ROWS)
    for number in range(count):
        row += 1
        action = page.open_actions[number] if number < len(page.open_actions) else None
        put(sheet, row, 1, action.text if action else None, "QA input", through=6)
        put(sheet, row, 7, action.owner if action else None, "QA input", through=8)
        put(sheet, row, 9, action.due_on if action else None, "QA input date")
        put(sheet, row, 10, tr(ACTION_STATES[action.status]) if action else None, "QA input")
        put(sheet, row, 11, None, "QA input", through=12)
        write(sheet, row, key_column, action.id if action else None, "QA note")
        fit_height(sheet, row, (action.text if action else "", 6 * 9.6), least=19)
    _validate(sheet, first, row)
    row += 1
    put(sheet, row, 1, tr("Talked over on"), "QA grey", through=2)
    put(sheet, row, 3, None, "QA input date", through=4)
    put(sheet, row, 5, tr("Follow-up on"), "QA grey", through=6)
    put(sheet, row, 7, None, "QA input date", through=8)
    put(sheet, row, 9, tr("Signed"), "QA grey")
    put(sheet, row, 10, None, "QA input", through=12)
    sheet.row_dimensions[row].height = 22
    _only_dates(sheet, f"C{row} G{row} I{first}:I{row - 1}")
    return row + 1


def _validate(sheet: Worksheet, first: int, last: int) -> None:
    words = ",".join(tr(state).replace(",", " ") for state in ACTION_STATES.values())
    states = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
    states.error, states.errorTitle = tr("Choose one of the list."), tr("Status")
    states.add(f"J{first}:J{last}")
    sheet.add_data_validation(states)


def _only_dates(sheet: Worksheet, cells: str) -> None:
    dates = DataValidation(type="date", operator="greaterThan", formula1="36526", allow_blank=True)
    dates.error, dates.errorTitle = tr("Write a date, like 2024-06-30."), tr("Date")
    dates.sqref = type(dates.sqref)(cells)
    sheet.add_data_validation(dates)
