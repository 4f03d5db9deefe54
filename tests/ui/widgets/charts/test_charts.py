from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from qa_desk.ui.widgets.charts.rows import BarChart, DotChart, Row
from qa_desk.ui.widgets.charts.trend import TrendChart, TrendPoint

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from qa_desk.ui.theme import Theme


def a_trend(theme: Theme, qtbot: QtBot) -> TrendChart:
    chart = TrendChart(theme, "QA score", " %")
    qtbot.addWidget(chart)
    points = [TrendPoint("May", 80, 75, 85, 20, "may"), TrendPoint("June", None), TrendPoint("July", 90, None, None, 3, "july")]
    chart.show_points(points, name="Aisyah")
    chart.resize(600, 240)
    chart.show()
    chart.grab()
    return chart


def test_a_gap_has_no_mark_and_each_point_says_value_interval_and_n(theme: Theme, qtbot: QtBot) -> None:
    chart = a_trend(theme, qtbot)
    assert [mark.text for mark in chart.marks] == ["May: 80 % (75–85), n = 20", "July: 90 %, n = 3"]


def test_a_click_on_a_point_hands_out_its_key(theme: Theme, qtbot: QtBot) -> None:
    chart = a_trend(theme, qtbot)
    opened: list[object] = []
    chart.pressed.connect(opened.append)
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=chart.marks[1].area.center().toPoint())
    assert opened == ["july"]


def test_arrows_walk_the_points_and_enter_opens_one(theme: Theme, qtbot: QtBot) -> None:
    chart = a_trend(theme, qtbot)
    opened: list[object] = []
    chart.pressed.connect(opened.append)
    chart.setFocus()
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert opened == ["july"]
    assert chart.accessibleDescription() == "July: 90 %, n = 3"


def test_bars_begin_at_zero_also_when_all_values_are_large(theme: Theme, qtbot: QtBot) -> None:
    chart = BarChart(theme, "Reasons")
    qtbot.addWidget(chart)
    chart.show_rows([Row("Refund", 98), Row("Invoice", 99)])
    low, high = chart.ends()
    assert low == 0
    assert high >= 99


def test_an_undefined_value_is_said_not_drawn_as_zero(theme: Theme, qtbot: QtBot) -> None:
    chart = DotChart(theme, "Sections")
    qtbot.addWidget(chart)
    chart.show_rows([Row("Opening", None, n=0)])
    chart.show()
    assert chart.marks[0].text == "Opening: –, n = 0"


def test_a_plot_is_loaded_when_it_is_first_seen_and_taken_apart_when_closed(theme: Theme, qtbot: QtBot) -> None:
    chart = a_trend(theme, qtbot)
    assert chart.plot is not None
    chart.close()
    assert chart.plot is None
    chart.show_points([TrendPoint("May", 1)])
    theme.choose("dark")
    chart.show()
    assert len(chart.marks) == 1


def test_a_page_scrolls_over_a_chart(theme: Theme, qtbot: QtBot) -> None:
    chart = a_trend(theme, qtbot)
    assert chart.plot.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


def test_without_a_value_the_chart_says_so(theme: Theme, qtbot: QtBot) -> None:
    chart = TrendChart(theme, "QA score")
    qtbot.addWidget(chart)
    chart.show_points([TrendPoint("May", None)])
    chart.show()
    assert not chart.plot.isVisible()
    assert chart.marks == []
