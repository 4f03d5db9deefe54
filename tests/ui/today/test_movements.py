from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel

from qa_desk.domain.errors import Refusal
from qa_desk.domain.progress import Quiet
from qa_desk.kpis.figure import Figure
from qa_desk.services import kpis as kpi_service
from qa_desk.ui.today.movements import MOST, moved_most, movement_line, read_movements
from qa_desk.ui.today.view import TodayScreen
from qa_desk.ui.widgets.lines import Lines
from qa_desk.ui.widgets.press_area import PressArea
from qa_desk.workspace.settings import set_settings
from tests.kpi_centre import DAY, a_call, store

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace

AS_OF = {"as_of": "2024-07-28T23:59"}
"""A Sunday: its last four weeks begin on 1 July."""


def calls(workspace: Workspace, *, waits: tuple[int, int]) -> None:
    """Forty calls in each four weeks; the first number is their wait in the weeks before, the second in the last."""
    start = _epoch("2024-07-01")
    rows = [
        a_call(f"{half}-{number}", start + (half - 1) * 28 * DAY + (number % 28) * DAY + 36_000, wait_s=waits[half] + number % 5)
        for half in (0, 1)
        for number in range(40)
    ]
    store(workspace, "calls", rows)
    set_settings(workspace, AS_OF)


def _epoch(day: str) -> int:
    from datetime import UTC, datetime

    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp())


def a_figure(kpi: str, change: float, low: float, high: float, moved: str) -> Figure:
    return Figure(
        kpi,
        "share",
        "up",
        0.8,
        100,
        change=change,
        change_low=low,
        change_high=high,
        moved=moved,
        better=change > 0,
        standing="normal",
    )


def test_only_what_moved_beyond_noise_is_shown_and_the_clearest_first() -> None:
    found = [
        a_figure("still", 0.3, -0.1, 0.7, "no_clear_change"),
        a_figure("just", 0.1, 0.001, 0.199, "up"),
        a_figure("clear", -0.1, -0.12, -0.08, "down"),
        a_figure("middle", 0.1, 0.05, 0.15, "up"),
        a_figure("wide", 0.5, 0.001, 0.999, "up"),
    ]
    assert [figure.kpi for figure in moved_most(found)] == ["clear", "middle", "just"]
    assert len(moved_most(found)) == MOST


def test_an_exact_change_is_beyond_any_noise_and_none_is_no_change() -> None:
    assert [each.kpi for each in moved_most([a_figure("a", 0.1, 0.05, 0.2, "up"), a_figure("b", 2, 2, 2, "up")])] == ["b", "a"]
    assert moved_most([]) == ()


def test_a_line_says_its_change_with_the_interval_and_n_and_the_verdict_in_words() -> None:
    line = movement_line(a_figure("csat", 0.1, 0.05, 0.15, "up"), "Customer satisfaction")
    assert (line.title, line.end, line.meaning) == ("Customer satisfaction", "80.0 %", "good")
    assert line.note == "▲ +10.0 points (+5.0 to +15.0) · better · n = 100"
    few = movement_line(replace(a_figure("csat", -0.1, -0.15, -0.05, "down"), standing="low_n"), "Customer satisfaction")
    assert few.meaning is None
    assert "worse" in few.note


def test_the_last_four_weeks_of_the_data_are_compared_with_the_four_before(workspace: Workspace) -> None:
    calls(workspace, waits=(5, 90))
    movements = read_movements(workspace, Quiet())
    assert (str(movements.span.first), str(movements.span.last)) == ("2024-07-01", "2024-07-28")
    shown = {figure.kpi: figure for figure in movements.figures}
    assert shown["average_speed_of_answer"].change == pytest.approx(85, abs=1)
    assert shown["average_speed_of_answer"].better is False
    assert all(figure.moved in ("up", "down") for figure in movements.figures)


def test_without_data_nothing_is_compared(workspace: Workspace) -> None:
    assert not read_movements(workspace, Quiet()).is_compared


def shown(context: Context, qtbot: QtBot, wanted: str) -> TodayScreen:
    screen = TodayScreen(context)
    qtbot.addWidget(screen)
    screen.resize(1280, 720)
    screen.show()
    qtbot.waitUntil(lambda: wanted in texts(screen), timeout=10_000)
    assert context.jobs.wait_all()
    return screen


def texts(screen: TodayScreen) -> str:
    return "\n".join(each.text() for each in screen.findChildren(QLabel) if each.isVisible())


def a_batch(workspace: Workspace) -> None:
    with workspace.transaction() as connection:
        connection.execute(
            "INSERT INTO import_batches (id, number, kind, source, path, timezone, state, rows_read, rows_new, rows_updated, "
            "rows_unchanged, rows_refused, created_at) VALUES ('b', 1, 'calls', 'canonical', 'a.csv', 'UTC', 'active', 1, 1, 0, "
            "0, 0, 0)"
        )


def test_a_figure_that_moved_leads_to_the_report(context: Context, navigator: object, qtbot: QtBot) -> None:
    calls(context.workspace, waits=(5, 90))
    screen = shown(context, qtbot, "n = ")
    lines = next(each for each in screen.findChildren(Lines) if each.accessibleName() == "Moved most")
    assert 1 <= len(lines.lines) <= MOST
    lines.findChildren(PressArea)[0].click()
    assert navigator.went == [("report", {"kpi": lines.lines[0].key, "period": "weeks4"})]


def test_when_nothing_moved_it_is_said(context: Context, qtbot: QtBot) -> None:
    calls(context.workspace, waits=(5, 5))
    screen = shown(context, qtbot, "Nothing moved beyond noise.")
    assert "being compared" not in texts(screen)


def test_figures_that_cannot_be_computed_are_said_on_the_page(
    context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> object:
        raise Refusal("as_of: soon is no date and time.")

    a_batch(context.workspace)
    monkeypatch.setattr(kpi_service, "scopes", refuse)
    screen = shown(context, qtbot, "as_of: soon is no date and time.")
    assert "being compared" not in texts(screen)
