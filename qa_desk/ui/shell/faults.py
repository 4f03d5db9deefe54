"""How the three kinds of error are told: a line above the place, a dialog that tries again, and the one crash dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from qa_desk.domain.language import tr
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa_desk.domain.errors import QaDeskError


class _Sheet(QDialog):
    """A small dialog: a heading, what happened, what is safe, and the ways out."""

    def __init__(self, parent: QWidget | None, title: str, text: str, width: int = 460) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setMinimumWidth(width)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        self.column.setSpacing(Space.M)
        self.column.addWidget(label(title, "title", wraps=True))
        self.column.addWidget(label(text, wraps=True))
        self.ways = QHBoxLayout()
        self.ways.setSpacing(Space.S)
        self.ways.addStretch(1)


class RetryDialog(_Sheet):
    """Disk full, file locked, media moved: nothing was half done, and trying again may help."""

    def __init__(self, parent: QWidget | None, title: str, error: QaDeskError, retry: Callable[[], object] | None) -> None:
        super().__init__(parent, title or tr("It could not be done"), error.message)
        self._retry = retry
        self.ways.addWidget(button(tr("Close"), self.reject))
        if retry is not None:
            again = button(tr("Try again"), self.accept, role="primary")
            self.ways.addWidget(again)
            again.setFocus()
        self.column.addLayout(self.ways)

    def accept(self) -> None:
        """Close, then try again."""
        retry = self._retry
        super().accept()
        if retry is not None:
            retry()


class CrashDialog(_Sheet):
    """A bug: what is safe, and a report to copy that holds no customer text."""

    def __init__(self, parent: QWidget | None, report: str, quit_program: Callable[[], object]) -> None:
        super().__init__(
            parent,
            tr("Something went wrong inside QA Desk"),
            tr(
                "What you entered is saved in the workspace. You can go on; if the same happens again, close the program "
                "and start it anew. The report below names places in the program only: no customer, no agent, no text of "
                "yours. Please send it along."
            ),
            620,
        )
        self._quit = quit_program
        self._report = QPlainTextEdit(report)
        self._report.setReadOnly(True)
        self._report.setAccessibleName(tr("Report"))
        self._report.setMinimumHeight(180)
        self.column.addWidget(self._report, 1)
        self.ways.addWidget(button(tr("Quit"), self._leave))
        self.ways.addWidget(button(tr("Copy the report"), self.copy))
        go_on = button(tr("Go on"), self.accept, role="primary")
        self.ways.addWidget(go_on)
        self.column.addLayout(self.ways)
        go_on.setFocus()

    @property
    def report(self) -> str:
        """What would be copied."""
        return self._report.toPlainText()

    def show_report(self, report: str) -> None:
        """More happened while it was open."""
        self._report.setPlainText(report)

    def copy(self) -> None:
        """Put the report on the clipboard."""
        QGuiApplication.clipboard().setText(self.report)

    def _leave(self) -> None:
        self.reject()
        self._quit()
