"""The report as a file, whatever its kind: what the window's button and the command line call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.services.report_export import ReportFile, export_report
from qa_desk.ui.paper.report_pdf import write_report_pdf

if TYPE_CHECKING:
    from pathlib import Path

    from qa_desk.domain.progress import JobContext
    from qa_desk.domain.report import ReportScope
    from qa_desk.workspace.workspace import Workspace


def write_report(workspace: Workspace, path: Path, scope: ReportScope, context: JobContext) -> ReportFile:
    """Write the report as a workbook, a PDF or a table, as the file's ending says. A PDF needs a running `QGuiApplication`."""
    return export_report(workspace, path, scope, context, {".pdf": write_report_pdf})
