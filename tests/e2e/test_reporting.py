"""Month end: read what moved, see the figure, plan for it by keys, take the report along; the next one opens with the plan."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication, QLabel

from qa_desk.services.report_plan import plan_items
from qa_desk.ui.changes import ChangeBus
from qa_desk.ui.jobs import Jobs
from qa_desk.ui.report.summary_card import EvidenceLink
from qa_desk.ui.report.view import ReportScreen
from qa_desk.ui.screen import Context
from qa_desk.ui.theme import Theme
from qa_desk.workspace.settings import set_settings
from tests.report_centre import build

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qa_desk.workspace.workspace import Workspace


class Window:
    """What a screen asks of the window around it."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def go(self, place: str, **arguments: object) -> None:
        """Nowhere."""

    def toast(self, text: str, undo: object = None) -> None:
        self.said.append(text)


def settle(jobs: Jobs) -> None:
    for _ in range(4):
        assert jobs.wait_all()
        QApplication.processEvents()


def words(screen: ReportScreen) -> str:
    QApplication.processEvents()
    return "\n".join(label.text() for label in screen.findChildren(QLabel) if label.isVisible())


@pytest.mark.e2e
def test_a_manager_reads_plans_exports_and_comes_back(
    workspace: Workspace, qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(workspace)
    set_settings(workspace, {"as_of": "2024-06-15T23:59"})
    theme, jobs, changes, window = Theme(qapp, "light"), Jobs(), ChangeBus(), Window()
    screen = ReportScreen(Context(workspace, jobs, changes, theme, window, None))
    qtbot.addWidget(screen)
    screen.resize(1360, 900)
    screen.show()
    screen._presenter.choose(period="month")
    settle(jobs)

    # what moved, and the figure behind it
    assert "First response time (median): up by" in words(screen)
    links = {link.accessibleName(): link for link in screen.summary.findChildren(EvidenceLink)}
    qtbot.keyClick(links["Show First response time (median), team Billing"], Qt.Key.Key_Space)
    settle(jobs)
    assert (screen._presenter.selection.kpi, screen._presenter.selection.only) == ("first_response_time", (("team", "Billing"),))
    assert screen._records is not None
    assert "15 records · Billing" in words(screen)

    # plan for it, by keys
    links = {link.accessibleName(): link for link in screen.summary.findChildren(EvidenceLink)}
    qtbot.keyClick(links["Plan an action for First response time (median)"], Qt.Key.Key_Space)
    form = screen.plan.form
    assert screen.focusWidget() is form.text
    qtbot.keyClicks(form.text, "The second line answers first")
    qtbot.keyClick(form.text, Qt.Key.Key_Return)
    settle(jobs)
    assert [(item.text, item.kpi) for item in plan_items(workspace)] == [("The second line answers first", "first_response_time")]

    # take it along, as a workbook and on paper
    for ending in (".xlsx", ".pdf"):
        target = tmp_path / f"report{ending}"
        monkeypatch.setattr(
            "qa_desk.ui.report.report_file.QFileDialog.getSaveFileName",
            lambda *_, name=target: (str(name.with_suffix("")) + name.suffix, ""),
        )
        next(verb for verb in screen.verbs() if verb.title == "Export the report").run()
        settle(jobs)
        assert window.said[-1].startswith(f"report{ending}: written")
    sheet = load_workbook(tmp_path / "report.xlsx").worksheets[0]
    assert "The second line answers first" in {cell.value for row in sheet.iter_rows() for cell in row}
    paper = QPdfDocument(None)
    assert paper.load(str(tmp_path / "report.pdf")) == QPdfDocument.Error.None_
    paper.close()
    paper.deleteLater()

    # half a month later the report opens with it
    set_settings(workspace, {"as_of": "2024-06-30T23:59"})
    screen.refresh()
    settle(jobs)
    assert "(15 days): +5 min 00 s (+45 s to +9 min 15 s); 52 min 00 s, before 47 min 00 s; n = 30, before 30" in words(screen)

    screen.close()
    for thing in (jobs, changes, theme):
        thing.deleteLater()
