"""What there is to say about a file: every fault with its file and line, or what of another house's form was not understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qa_desk.domain.language import tr
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.header import Header
from qa_desk.ui.widgets.rows_model import Column
from qa_desk.ui.widgets.table import DataTable
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from qa_desk.ui.scorecards.presenter import FileReport, Remark
    from qa_desk.ui.theme import Theme


class FileReportPage(QWidget):
    """A table that can be copied, and the way on."""

    left = Signal()
    taken = Signal(object)
    """The `FileReport` whose file is to be mended in the editor."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._report: FileReport | None = None
        self.header = Header("")
        self.mend_button = button(tr("Take it up all the same and mend it here"), self._take)
        self.header.add_action(self.mend_button)
        self.header.add_primary(tr("Done"), self.left.emit)
        columns = (
            Column(tr("File"), _file, width=200, elides_middle=True),
            Column(tr("Line or place"), _where, width=150),
            Column("", _kind, width=90, meaning=_meaning),
            Column(tr("What"), _message, least=320),
        )
        self.table = DataTable(theme, columns, tr("Faults and remarks"))
        self._note = label(tr("A file that is taken up and written again loses its comments."), "note", wraps=True)
        body = QVBoxLayout()
        body.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        body.setSpacing(Space.S)
        body.addWidget(self.table, 1)
        body.addWidget(self._note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(body, 1)

    def show_report(self, report: FileReport) -> None:
        """Show what there is to say about another file."""
        self._report = report
        self.header.show_title(report.path.name, report.title)
        self.table.show_rows(report.remarks)
        self.mend_button.setVisible(report.definition is not None)

    def _take(self) -> None:
        if self._report is not None:
            self.taken.emit(self._report)


def _file(remark: Remark) -> str:
    return remark.file


def _where(remark: Remark) -> str:
    return remark.where


def _kind(remark: Remark) -> str:
    return tr("△ look at") if remark.is_warning else tr("! mend")


def _meaning(remark: Remark) -> str:
    return "watch" if remark.is_warning else "bad"


def _message(remark: Remark) -> str:
    return remark.message
