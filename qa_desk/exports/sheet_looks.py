"""The looks of cells in the program's workbooks, as named styles that a person finds in Excel's own gallery, and `put`."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any
from unicodedata import combining, east_asian_width

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.styles.colors import Color
from openpyxl.worksheet.cell_range import CellRange

from qa_desk.exports.cells import safe_text, safe_value

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

FONT = "Calibri"
TEXT, MUTED, LINE, ACCENT = "1F2328", "5D656E", "D5D2CB", "2F5FD0"
GOOD, WATCH, BAD = "1B7F5C", "8F5F00", "B3372F"
TILE, INPUT, GOOD_FILL, WATCH_FILL, BAD_FILL = "F5F4F0", "FFFBE6", "E3F2EC", "FBF0DC", "FBE7E5"

LINE_HEIGHT = 13.5


@dataclass(frozen=True, slots=True)
class Look:
    """One named style."""

    name: str
    size: float = 10
    bold: bool = False
    italic: bool = False
    colour: str = TEXT
    fill: str | None = None
    number: str = "General"
    across: str = "left"
    down: str = "center"
    wrap: bool = False
    line: str | None = None


_LOOKS = (
    Look("QA title", 20, bold=True),
    Look("QA subtitle", 10, colour=MUTED),
    Look("QA heading", 12, bold=True, colour=ACCENT, line="bottom"),
    Look("QA praise heading", 12, bold=True, colour=GOOD, line="bottom"),
    Look("QA work heading", 12, bold=True, colour=WATCH, line="bottom"),
    Look("QA tile label", 9, colour=MUTED, fill=TILE, across="center", line="gap"),
    Look("QA tile text", 9, fill=TILE, across="center", wrap=True, line="gap"),
    Look("QA tile score", 18, bold=True, fill=TILE, number="0.0", across="center", line="gap"),
    Look("QA tile share", 18, bold=True, fill=TILE, number="0%", across="center", line="gap"),
    Look("QA tile grey", 11, colour=MUTED, fill=TILE, across="center", wrap=True, line="gap"),
    Look("QA text", wrap=True, down="top"),
    Look("QA text middle", wrap=True),
    Look("QA quote", 9, italic=True, colour=MUTED, wrap=True, down="top"),
    Look("QA note", 8, colour=MUTED, wrap=True, down="top"),
    Look("QA head", 9, bold=True, colour=MUTED, wrap=True, line="bottom"),
    Look("QA head right", 9, bold=True, colour=MUTED, wrap=True, line="bottom", across="right"),
    Look("QA count", number="0_)", across="right"),
    Look("QA score", number="0.0_)", across="right"),
    Look("QA change", number="+0.0_);\u22120.0_);0.0_)", across="right"),
    Look("QA change grey", 9, colour=MUTED, number="+0.0_);\u22120.0_);0.0_)", across="right"),
    Look("QA share", number="0%_)", across="right"),
    Look("QA share change", number='+0.0" pts"_);\u22120.0" pts"_);0.0" pts"_)', across="right"),
    Look("QA share change grey", 9, colour=MUTED, number='+0.0" pts"_);\u22120.0" pts"_);0.0" pts"_)', across="right"),
    Look("QA date", number="yyyy-mm-dd_)", across="right"),
    Look("QA right", across="right"),
    Look("QA good", bold=True, colour=GOOD, wrap=True),
    Look("QA watch", bold=True, colour=WATCH, wrap=True),
    Look("QA bad", bold=True, colour=BAD, wrap=True),
    Look("QA grey", 9, colour=MUTED, wrap=True),
    Look("QA input", fill=INPUT, wrap=True, line="all"),
    Look("QA input date", fill=INPUT, number="yyyy-mm-dd", line="all", across="center"),
    Look("QA link", colour=ACCENT, bold=True),
)


def add_looks(workbook: Workbook) -> None:
    """Register the named styles with a workbook."""
    for look in _LOOKS:
        style = NamedStyle(
            name=look.name,
            font=Font(name=FONT, size=look.size, bold=look.bold, italic=look.italic, color=look.colour),
            fill=PatternFill("solid", fgColor=look.fill) if look.fill else PatternFill(),
            border=_border(look.line),
            alignment=Alignment(look.across, look.down, wrap_text=look.wrap, indent=1 if look.across == "right" else 0),
            number_format=look.number,
        )
        workbook.add_named_style(style)


def _border(line: str | None) -> Border:
    side, gap = Side(style="thin", color=LINE), Side(style="thick", color="FFFFFF")
    known = {"bottom": Border(bottom=side), "all": Border(side, side, side, side), "gap": Border(left=gap, right=gap)}
    return known[line] if line else Border()


def put(sheet: Worksheet, row: int, column: int, value: object, look: str, *, through: int = 0, down: int = 0) -> None:
    """Write one value: text from outside is made safe; `through` is the last column of a merged cell, `down` its last row."""
    write(sheet, row, column, safe_value(value), look, through=through, down=down)


def put_formula(sheet: Worksheet, row: int, column: int, formula: str, look: str, *, through: int = 0) -> None:
    """Write a formula of our own making."""
    write(sheet, row, column, formula, look, through=through)


def write(sheet: Worksheet, row: int, column: int, value: Any, look: str, *, through: int = 0, down: int = 0) -> None:  # noqa: ANN401
    """Write a value as it stands, in a look, over one cell or a merged block."""
    cell: Any = sheet.cell(row, column)
    cell.value = value
    if isinstance(value, str) and not value.startswith("="):
        cell.data_type = "s"
    last_row, last_column = max(down, row), max(through, column)
    for one in range(row, last_row + 1):
        for other in range(column, last_column + 1):
            sheet.cell(one, other).style = look
    if (last_row, last_column) != (row, column):
        # every cell has its look already; merge_cells() would copy the borders once more, at ten times the cost of all the rest
        sheet.merged_cells.add(CellRange(min_col=column, min_row=row, max_col=last_column, max_row=last_row))


def put_point(sheet: Worksheet, row: int, column: int, text: str, evidence: str, *, through: int) -> None:
    """A talking point: the point in bold, its evidence muted below."""
    strong = InlineFont(rFont=FONT, sz=10, b=True, color=Color(rgb=f"FF{TEXT}"))
    muted = InlineFont(rFont=FONT, sz=9, color=Color(rgb=f"FF{MUTED}"))
    parts = [TextBlock(strong, safe_text(text))]
    if evidence:
        parts.append(TextBlock(muted, safe_text("\n" + evidence).lstrip("'")))
    put(sheet, row, column, None, "QA text", through=through)
    sheet.cell(row, column).value = CellRichText(parts)


def lines_needed(text: str, characters: float) -> int:
    """How many lines a wrapped text takes in a cell so many characters wide; wide scripts count twice."""
    return sum(max(1, ceil(_width(line) / max(characters, 1))) for line in text.split("\n"))


_HIGHEST_ROW = 409
"""Points; Excel takes no higher row."""


def fit_height(sheet: Worksheet, row: int, *texts: tuple[str, float], least: float = LINE_HEIGHT + 2) -> None:
    """Make a row high enough for its wrapped texts (merged cells never grow by themselves)."""
    most = max((lines_needed(text, characters) for text, characters in texts if text), default=1)
    sheet.row_dimensions[row].height = min(max(least, most * LINE_HEIGHT + 3), _HIGHEST_ROW)


def _width(text: str) -> float:
    # a column's width counts the zeros of the default type at 11 points; ours is smaller, and most letters are narrower
    return sum(0 if combining(c) else 1.8 if east_asian_width(c) in "WF" else 0.92 for c in text)
