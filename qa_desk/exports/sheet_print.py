"""How a sheet of the program's workbooks is printed: A4, fitted to the width, with what and which page at the edges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties

from qa_desk.domain.language import tr
from qa_desk.exports.cells import safe_text

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_A4 = 9


def print_on_a4(
    sheet: Worksheet, area: str, *, title: str, note: str, is_landscape: bool, is_one_page: bool, repeat_rows: str | None = None
) -> None:
    """Set the sheet up; `repeat_rows` (like "1:4") come again on every page."""
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.orientation = "landscape" if is_landscape else "portrait"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 1 if is_one_page else 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.45, right=0.45, top=0.6, bottom=0.55, header=0.25, footer=0.25)
    sheet.print_options.horizontalCentered = True
    sheet.print_area = area
    if repeat_rows:
        sheet.print_title_rows = repeat_rows
    header: Any = sheet.oddHeader
    footer: Any = sheet.oddFooter
    edges: tuple[tuple[Any, str], ...] = (
        (header.left, _plain(title)),
        (header.right, _plain(note)),
        (footer.left, "QA Desk"),
        (footer.right, tr("Page {page} of {pages}", page="&P", pages="&N")),
    )
    for part, text in edges:
        part.text, part.size = text, 8


def _plain(text: str) -> str:
    """Text from outside for a header: & would start a code there, and Excel takes 255 characters for all three parts."""
    return safe_text(text)[:80].replace("&", "&&")
