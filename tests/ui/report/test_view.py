from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QGuiApplication

from qa_desk.services import kpis as kpi_service
from qa_desk.ui.report.view import ReportScreen
from qa_desk.ui.widgets.table import DataTable
from qa_desk.workspace.settings import set_settings
from tests.kpi_centre import DAY, MONDAY, a_call, a_ticket, join_team, store

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from qa_desk.ui.screen import Context
    from qa_desk.ui.widgets.tile import Tile
    from qa_desk.workspace.workspace import Workspace
    from tests.ui.conftest import RecordingNavigator


@pytest.fixture
def filled(workspace: Workspace) -> None:
    join_team(workspace, "Ana", "Billing", "2024-01-01")
    join_team(workspace, "Bo", "Sales", "2024-01-01")
    set_settings(workspace, {"as_of": "2024-06-16T23:59"})
    calls = [
        a_call(
            f"{week}-{number}",
            MONDAY + week * 7 * DAY + number * 600,
            agent=("Ana", "Bo")[number % 2],
            wait_s=number * (week + 1),
        )
        for week in (0, 1)
        for number in range(20)
    ]
    store(workspace, "calls", calls)
    store(workspace, "tickets", [a_ticket(f"T{n}", MONDAY + n * DAY, channel="chat", reply=600, solve=900) for n in range(12)])


def opened(context: Context, qtbot: QtBot) -> ReportScreen:
    screen = ReportScreen(context)
    qtbot.addWidget(screen)
    screen.resize(1200, 800)
    screen.show()
    settle(context)
    return screen


def settle(context: Context) -> None:
    while context.jobs.running:
        assert context.jobs.wait_all()


def tiles(screen: ReportScreen) -> dict[str, Tile]:
    from qa_desk.ui.widgets.tile import Tile

    return {str(tile.figure.key): tile for tile in screen.findChildren(Tile) if tile.figure and not tile.isHidden()}


def table(screen: ReportScreen) -> DataTable:
    current = screen._tables.currentWidget()
    assert isinstance(current, DataTable)
    return current


def test_tiles_show_what_can_be_had_and_name_what_cannot(context: Context, filled: None, qtbot: QtBot) -> None:
    screen = opened(context, qtbot)
    shown = tiles(screen)
    assert {"ticket_volume", "first_response_time", "average_handle_time"} <= shown.keys()
    assert "qa_score" not in shown
    assert "needs: evaluations" in screen._absent.text()
    figure = shown["average_handle_time"].figure
    assert figure is not None
    assert (figure.value, figure.n) == ("2 min 00 s", 40)
    assert len(figure.trend) > 1


def test_nothing_is_computed_on_the_thread_of_the_window(
    context: Context, filled: None, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    threads = []
    real = kpi_service.figures

    def noted(*arguments: object) -> object:
        threads.append(threading.current_thread())
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(kpi_service, "figures", noted)
    opened(context, qtbot)
    assert threads
    assert threading.main_thread() not in threads


def test_a_tile_leads_to_its_records_which_copy_into_a_spreadsheet(context: Context, filled: None, qtbot: QtBot) -> None:
    screen = opened(context, qtbot)
    tiles(screen)["average_handle_time"].pressed.emit("average_handle_time")
    settle(context)
    assert table(screen).model.total == 40
    screen.verbs()[0].run()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert len(copied) == 41
    assert copied[0].split("\t")[0] == "Record"
    assert "2 min 00 s" in copied[1]


def test_a_team_narrows_everything(context: Context, filled: None, qtbot: QtBot) -> None:
    screen = opened(context, qtbot)
    screen._team.setCurrentIndex(screen._team.findData("Sales"))
    screen._team.activated.emit(screen._team.currentIndex())
    settle(context)
    figure = tiles(screen)["average_handle_time"].figure
    assert figure is not None
    assert figure.n == 20


def test_one_arrives_at_a_figure_of_the_whole_centre(context: Context, filled: None, qtbot: QtBot) -> None:
    screen = opened(context, qtbot)
    screen._presenter.choose(team="Billing")
    settle(context)
    screen.arrive(kpi="average_speed_of_answer", period="weeks4")
    settle(context)
    selection = screen._presenter.selection
    assert (selection.kpi, selection.period, selection.team) == ("average_speed_of_answer", "weeks4", None)
    assert screen._period.currentData() == "weeks4"
    assert table(screen) is not None
    screen.arrive()
    assert screen._presenter.selection == selection
    assert not context.jobs.running


def test_a_group_and_a_point_of_the_trend_narrow_the_records(context: Context, filled: None, qtbot: QtBot) -> None:
    screen = opened(context, qtbot)
    screen._presenter.choose_kpi("average_handle_time")
    settle(context)
    assert screen._detail is not None
    ana = next(figure for figure in screen._detail.groups if figure.group["agent"] == "Ana")
    screen._choose_group(ana)
    settle(context)
    assert table(screen).model.total == 20
    screen._choose_point(date(2024, 6, 3))
    settle(context)
    assert 0 < table(screen).model.total < 40


def test_by_team_there_is_a_row_a_team(context: Context, filled: None, qtbot: QtBot) -> None:
    screen = opened(context, qtbot)
    screen._presenter.choose_kpi("average_handle_time")
    screen._tabs.choose(1)
    settle(context)
    assert table(screen).copied().splitlines()[0].startswith("Team")
    assert table(screen).model.total == 2


def test_an_empty_workspace_says_what_to_do(context: Context, navigator: RecordingNavigator, qtbot: QtBot) -> None:
    screen = opened(context, qtbot)
    assert screen._stage.state == "said"
    screen._go_to_data()
    assert navigator.went == [("data", {})]


def test_a_failure_is_said_and_can_be_tried_again(
    context: Context, filled: None, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qa_desk.domain.errors import EnvironmentFailure

    def fail(*_arguments: object) -> None:
        raise EnvironmentFailure("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(kpi_service, "scopes", fail)
        screen = opened(context, qtbot)
        assert screen._stage.state == "said"
    screen.refresh()
    settle(context)
    assert screen._stage.state == "content"


def test_a_period_without_anything_offers_everything(context: Context, filled: None, qtbot: QtBot) -> None:
    screen = opened(context, qtbot)
    screen._presenter.choose(channel="fax")
    settle(context)
    assert screen._stage.state == "said"
    screen._show_all()
    settle(context)
    assert screen._stage.state == "content"


def test_a_newer_question_silences_the_older_one(context: Context, filled: None, qtbot: QtBot) -> None:
    screen = opened(context, qtbot)
    shown: list[object] = []
    screen._presenter.loaded.connect(shown.append)
    screen._presenter.choose(period="weeks4")
    screen._presenter.choose(period="all")
    settle(context)
    assert len(shown) == 1
    assert screen._header.title == "Report"
