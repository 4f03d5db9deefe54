"""Paper: parts that know their pages, painted one after the other into a PDF on A4, with a foot that counts the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPageLayout, QPageSize, QPainter, QPdfWriter

from qa_desk.domain.language import tr
from qa_desk.exports.replacing import replacing
from qa_desk.ui.fonts import families

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtGui import QPaintDevice

    from qa_desk.domain.progress import JobContext

TEXT, MUTED, LINE, ACCENT, BAND, WATCH = "#1F2328", "#5D656E", "#D5D2CB", "#2F5FD0", "#D5DFF6", "#8F5F00"
GOOD, BAD = "#1B7F5C", "#B3372F"
_RESOLUTION = 600
_MARGIN_MM = 16
_FOOT_POINTS = 24
"""The strip at the bottom of each page, in points."""


class Part(Protocol):
    """A stretch of pages."""

    def lay_out(self, device: QPaintDevice, size: QRectF, font: QFont) -> int:
        """Put everything in its place for pages of this size (in the device's dots); how many pages it takes."""
        ...

    def paint(self, painter: QPainter, page: int) -> None:
        """Paint one of its pages, counted from 0; the origin is the top left of what may be painted on."""
        ...


def write_pdf(path: Path, title: str, foot: str, language: str, parts: Sequence[Part], context: JobContext) -> int:
    """Write the parts; how many pages. What was there stays whole until the new file is."""
    with replacing(path) as temporary:
        writer = QPdfWriter(str(temporary))
        writer.setResolution(_RESOLUTION)
        margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
        page = QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter
        )
        writer.setPageLayout(page)
        writer.setTitle(title)
        writer.setCreator("QA Desk")
        pages = _paint(writer, foot, paper_font(language), parts, context)
        context.raise_if_cancelled()
    return pages


def paper_font(language: str) -> QFont:
    """The letters of the paper: the program's own, in the size of a printed text."""
    font = QFont()
    chosen = families(language, frozenset(QFontDatabase.families()))
    if chosen:
        font.setFamilies(chosen)
    font.setPointSizeF(9)
    return font


def points(device: QPaintDevice, count: float) -> float:
    """Points in the device's dots."""
    return count * device.logicalDpiY() / 72


def _paint(writer: QPdfWriter, foot: str, font: QFont, parts: Sequence[Part], context: JobContext) -> int:
    foot_height = points(writer, _FOOT_POINTS)
    size = QRectF(0, 0, writer.width(), writer.height() - foot_height)
    counts = [part.lay_out(writer, size, font) for part in parts]
    total, done = sum(counts), 0
    painter = QPainter()
    if not painter.begin(writer):
        raise OSError
    try:
        for part, count in zip(parts, counts, strict=True):
            for page in range(count):
                context.raise_if_cancelled()
                context.report(done, total)
                if done:
                    writer.newPage()
                painter.save()
                part.paint(painter, page)
                painter.restore()
                done += 1
                _paint_foot(painter, writer, font, foot, tr("Page {page} of {pages}", page=done, pages=total))
    finally:
        painter.end()
    return total


def _paint_foot(painter: QPainter, writer: QPdfWriter, font: QFont, left: str, right: str) -> None:
    small = QFont(font)
    small.setPointSizeF(7.5)
    painter.setFont(small)
    painter.setPen(QColor(MUTED))
    strip = QRectF(0, writer.height() - points(writer, 12), writer.width(), points(writer, 12))
    number = painter.fontMetrics().horizontalAdvance(right) + points(writer, 12)
    painter.drawText(strip, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), right)
    shown = painter.fontMetrics().elidedText(left, Qt.TextElideMode.ElideRight, round(strip.width() - number))
    painter.drawText(strip, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
