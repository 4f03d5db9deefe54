"""Month end in the real window: a lead goes from what moved to the hour, the driver, the calls and the agent behind it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from qa_desk.app.window import make_window
from qa_desk.ui.report.drivers import DriversPage
from qa_desk.ui.report.inflow import InflowPage
from qa_desk.ui.report.overview import OverviewPage
from qa_desk.ui.report.queues import QueuesPage
from qa_desk.ui.report.summary_card import EvidenceLink
from qa_desk.ui.report.variation import VariationPage
from qa_desk.ui.report.view import ReportScreen
from qa_desk.workspace.settings import set_settings
from tests.kpi_centre import DAY, MONDAY, a_call, a_ticket, join_team, store

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qa_desk.ui.widgets.charts.marked import Marked
    from qa_desk.workspace.workspace import Workspace

pytestmark = [pytest.mark.e2e, pytest.mark.qt_log_ignore("No audio device", "pa_context_connect", "pipewire")]

HOUR = 3_600


@pytest.fixture
def centre(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Thirteen weeks: Monday at ten is busy, refunds lead, and one of twelve agents satisfies nobody."""
    home = tmp_path / "home"
    monkeypatch.setenv("XDG_DATA_HOME", str(home))
    monkeypatch.setenv("LOCALAPPDATA", str(home))
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "window"))
    set_settings(workspace, {"as_of": "2024-09-01T23:59"})
    names = [f"Agent {number:02d}" for number in range(12)]
    for name in names:
        join_team(workspace, name, "Billing", "2024-01-01")
    tickets, calls, answers = [], [], []
    for day in range(91):
        for number in range(10 if day % 7 == 0 else 4):
            at = MONDAY + day * DAY + (10 * HOUR if day % 7 == 0 else (9 + number) * HOUR) + number * 60
            agent, key = names[(day + number) % 12], f"{day}-{number}"
            reason = "Refund" if number % 2 == 0 else ("Invoice", "Return")[day % 2]
            tickets.append(a_ticket(f"T{key}", at, assignee=agent, reason=reason, reply=900, solve=4_000))
            calls.append(a_call(f"C{key}", at, agent=agent, queue="Billing", reason=reason, wait_s=40 if day % 7 == 0 else 5))
            score = 1 if agent == "Agent 07" else 5 - (day + number) % 7 // 6 * 3
            answers.append(
                {"response_id": f"S{key}", "type": "csat", "score": score,
                 "scale_min": 1, "scale_max": 5,
                 "sent_at": at, "responded_at": at + 9_000, "ticket_id": f"T{key}", "agent": agent}
            )  # fmt: skip
    store(workspace, "tickets", tickets)
    store(workspace, "calls", calls)
    store(workspace, "surveys", answers)
    return workspace.path


def press(key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget(), key)


def click(widget: QPushButton) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def press_mark(chart: Marked, words: str) -> None:
    mark = next(one for one in chart.marks if words in one.text)
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=mark.area.center().toPoint())


def test_a_lead_goes_from_what_moved_to_who_and_when(qapp: QApplication, qtbot: QtBot, centre: Path, tmp_path: Path) -> None:
    window, _crashes = make_window(qapp)
    window.resize(1440, 900)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    window.open(centre)
    assert window.workbench is not None
    window.workbench.go("report")
    screen = window.workbench.screen_shown
    assert isinstance(screen, ReportScreen)

    def answered() -> bool:
        return not window.jobs.running and screen.page.stage.state == "content"

    def show(number: int) -> None:
        tab = next(made for made in screen.tabs.findChildren(QPushButton) if made.text() == screen_titles[number])
        click(tab)
        qtbot.waitUntil(answered, timeout=60_000)

    screen_titles = [made.text() for made in screen.tabs.findChildren(QPushButton)]
    qtbot.waitUntil(answered, timeout=60_000)

    # what moved, and the figures
    overview = screen.page
    assert isinstance(overview, OverviewPage)
    qtbot.waitUntil(lambda: bool(overview.summary.findChildren(EvidenceLink)), timeout=60_000)
    figures = {tile.figure.key: tile.figure.value for tile in overview.tiles if tile.figure is not None and tile.isVisible()}
    assert figures["ticket_volume"] == "442"

    # when it comes in: the busiest cell is walked to by keys, and Enter opens its contacts
    show(1)
    inflow = screen.page
    assert isinstance(inflow, InflowPage)
    assert "Monday 10:00–11:00" in inflow.peak.text()
    inflow.chart.setFocus()
    qtbot.waitUntil(inflow.chart.hasFocus)
    for _ in range(11):
        press(Qt.Key.Key_Right)
    assert inflow.chart.accessibleDescription().startswith("Monday 10:00–11:00: 20.0 a day")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: inflow.rows.table is not None and answered(), timeout=60_000)
    assert inflow.rows.table is not None
    assert inflow.rows.table.model.total == 260
    inflow.rows.copy()
    assert len(QGuiApplication.clipboard().text().splitlines()) == 261

    # Space looks at the whole report by it
    inflow.chart.setFocus()
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(screen.chips.chips) == 3 and answered(), timeout=60_000)
    show(2)
    drivers = screen.page
    assert isinstance(drivers, DriversPage)
    assert drivers.chief.text().startswith("The first 3 make 100.0 %")

    # why: a click on the first driver narrows it further, and its chip takes it away again
    press_mark(drivers.chart, "Refund")
    qtbot.waitUntil(lambda: len(screen.chips.chips) == 4 and answered(), timeout=60_000)
    assert window.grab().save(str(tmp_path / "drivers.png"))
    click(screen.chips.chips[-1])
    qtbot.waitUntil(lambda: not screen.chips.chips and answered(), timeout=60_000)

    # the queue: Monday's half-hour at ten misses the goal
    show(5)
    queues = screen.page
    assert isinstance(queues, QueuesPage)
    assert "10:00–10:30" in queues.said.text()

    # who is unusual, and nobody else is called so
    show(7)
    variation = screen.page
    assert isinstance(variation, VariationPage)
    assert variation.funnel_said.text() == "1 of 12 groups stands out: Agent 07."
    press_mark(variation.funnel, "Agent 07")
    qtbot.waitUntil(lambda: len(screen.chips.chips) == 1 and answered(), timeout=60_000)
    assert screen.chips.chips[0].text().startswith("Agent: Agent 07")
    assert window.grab().save(str(tmp_path / "variation.png"))

    # the filter goes along to every page
    show(0)
    assert overview.tiles[0].figure is not None
    assert overview.tiles[0].figure.value != "442"
    window.close()
    window.deleteLater()
    qtbot.wait(1)
