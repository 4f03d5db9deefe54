"""The button's side of the report's export: asks for a file, writes it in a job, says when it is there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from qa_desk.domain.errors import QaDeskError
from qa_desk.domain.language import ntr, tr
from qa_desk.ui.jobs import on_workspace

if TYPE_CHECKING:
    from qa_desk.domain.progress import JobContext
    from qa_desk.domain.report import ReportScope
    from qa_desk.services.report_export import ReportFile
    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace


class ReportExport(QObject):
    """`ask` lets the person name a file; `write` writes one. Both say how it went in the window's own words."""

    written = Signal(object)
    """The `ReportFile`."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._over = context, parent

    def ask(self, scope: ReportScope) -> None:
        """Ask where to, then write."""
        kinds = ";;".join((tr("Excel workbook (*.xlsx)"), tr("PDF (*.pdf)"), tr("Table (*.csv)")))
        name = tr("service-report-{first}-{last}.xlsx", first=scope.first, last=scope.last)
        beside = str(self._context.workspace.path.parent / name)
        chosen, kind = QFileDialog.getSaveFileName(self._over, tr("Export the report"), beside, kinds)
        if chosen:
            self.write(with_ending(Path(chosen), kind), scope)

    def write(self, path: Path, scope: ReportScope) -> None:
        """Write the report in a job, with progress and Cancel."""

        def work(workspace: Workspace, ctx: JobContext) -> ReportFile:
            from qa_desk.ui.paper.report_files import write_report

            return write_report(workspace, path, scope, ctx)

        self._context.jobs.run(
            on_workspace(self._context.workspace, work),
            title=tr("Report to {file}", file=path.name),
            on_done=self._done,
            on_failed=self._failed,
            owner=self,
        )

    def _done(self, file: ReportFile) -> None:
        counts = {
            ".pdf": ntr("{count} page", "{count} pages", file.count),
            ".csv": ntr("{count} row", "{count} rows", file.count),
        }
        sheets = ntr("{count} sheet", "{count} sheets", file.count)
        count = counts.get(file.path.suffix.lower(), sheets)
        self._context.navigator.toast(tr("{file}: written, {count}.", file=file.path.name, count=count))
        self.written.emit(file)

    def _failed(self, error: Exception) -> None:
        message = error.message if isinstance(error, QaDeskError) else tr("The report could not be written.")
        self._context.navigator.toast(message)


def with_ending(path: Path, kind: str) -> Path:
    """The path with the ending of the kind that was chosen, where none was written that the report knows."""
    from qa_desk.services.report_export import ENDINGS

    if path.suffix.lower() in ENDINGS:
        return path
    ending = next((each for each in ENDINGS if f"*{each}" in kind), ENDINGS[0])
    return path.with_name(path.name + ending)
