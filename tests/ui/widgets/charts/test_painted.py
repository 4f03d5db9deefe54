"""The charts that paint themselves: what their marks say, where keys lead, and that they bear nothing, one and thousands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPointF, Qt

from qa_desk.ui.widgets.charts.control import Control, ControlChart
from qa_desk.ui.widgets.charts.heatmap import Cell, Heatmap
from qa_desk.ui.widgets.charts.layers import Layer, LayerChart
from qa_desk.ui.widgets.charts.painted import scale_of
from qa_desk.ui.widgets.charts.pareto import ParetoChart, Part
from qa_desk.ui.widgets.charts.scatter import Curve, Dot, ScatterChart, radius_of
from qa_desk.ui.widgets.charts.slots import Slot, SlotChart

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from qa_desk.ui.theme import Theme
    from qa_desk.ui.widgets.charts.painted import PaintedChart


def a_heatmap(theme: Theme, *, is_empty: bool = False) -> Heatmap:
    chart = Heatmap(theme, "Inflow")
    cells = [
        [Cell(0 if is_empty else x + y, f"{x + y}", f"day {y} hour {x}", (y, x), is_lit=x == y) for x in range(4)]
        for y in range(3)
    ]
    chart.show_cells([("Mon", "6"), ("Tue", "10"), ("Wed", "14")], ["00", "01", "02", "03"], cells)
    return chart


def a_pareto(theme: Theme, *, is_empty: bool = False) -> ParetoChart:
    chart = ParetoChart(theme, "Drivers")
    parts = [
        Part("Refund", 60, 60, "6  60 %", "Refund: 60 %", 31, 83, True, key="r"),
        Part("Rest", 40, 100, "4  40 %", "Rest", is_lit=True),
    ]
    chart.show_parts([] if is_empty else parts)
    return chart


def a_layering(theme: Theme, *, is_empty: bool = False) -> LayerChart:
    chart = LayerChart(theme, "Backlog")
    columns = [[Layer(0 if is_empty else x + y + 1, f"column {x} layer {y}", (x, y)) for y in range(3)] for x in range(4)]
    chart.show_columns(["W1", "W2", "W3", "W4"], ["new", "older", "old"], columns)
    return chart


def slots(theme: Theme, *, is_empty: bool = False) -> SlotChart:
    chart = SlotChart(theme, "Queue", "calls")
    shown = [Slot("09:00", 75, 40, "nine", 60, 86, "bad", 18), Slot("09:30", None, 0, "half past nine", key=19)]
    chart.show_slots(shown[1:] if is_empty else shown, (80, "goal 80 %"))
    return chart


def a_scatter(theme: Theme, *, is_empty: bool = False) -> ScatterChart:
    chart = ScatterChart(theme, "Funnel")
    dots = [Dot(n, 50 + n % 7, f"Agent {n}", f"agent {n}", meaning="bad" if n == 3 else None, key=n) for n in range(1, 6)]
    curve = Curve(((1.0, 0.0), (5.0, 45.0)), "95 %", style="dash")
    chart.show_dots([] if is_empty else dots, [curve], titles=("n", "CSAT"), units=("", " %"), lowest=(0, 0), highest=(None, 100))
    return chart


def a_control_chart(theme: Theme, *, is_empty: bool = False) -> ControlChart:
    chart = ControlChart(theme, "CSAT")
    points = [Control("W1", 80, "80 %", "W1: 80 %", 70, 90), Control("W2", 60, "60 %", "W2: outside", 70, 90, is_outside=True)]
    chart.show_controls([] if is_empty else points, (80, "mean"), unit=" %", lowest=0, highest=100)
    return chart


MAKERS = [a_heatmap, a_pareto, a_layering, slots, a_scatter, a_control_chart]


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("name", ["light", "dark"])
def test_each_paints_in_both_themes(theme: Theme, qtbot: QtBot, make: Callable[..., PaintedChart], name: str) -> None:
    theme.choose(name)
    for is_empty in (False, True):
        chart = make(theme, is_empty=is_empty)
        qtbot.addWidget(chart)
        for width in (120, 900):
            chart.resize(width, max(60, chart.sizeHint().height()))
            assert not chart.grab().isNull()
        assert chart.is_empty == is_empty == (not chart.marks)


@pytest.mark.parametrize("make", MAKERS)
def test_a_click_and_space_pick_and_enter_drills(theme: Theme, qtbot: QtBot, make: Callable[..., PaintedChart]) -> None:
    chart = make(theme)
    qtbot.addWidget(chart)
    chart.resize(600, chart.sizeHint().height())
    chart.show()
    picked: list[object] = []
    drilled: list[object] = []
    chart.picked.connect(picked.append)
    chart.drilled.connect(drilled.append)
    first = chart.marks[0]
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=first.area.center().toPoint())
    chart.setFocus()
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    qtbot.keyClick(chart, Qt.Key.Key_Space)
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert (picked, drilled) == ([first.key, first.key], [first.key])
    assert chart.accessibleDescription() == first.text


def test_arrows_go_up_and_down_a_heatmap_and_the_layers(theme: Theme, qtbot: QtBot) -> None:
    heatmap, layers = a_heatmap(theme), a_layering(theme)
    for chart in (heatmap, layers):
        qtbot.addWidget(chart)
        chart.resize(600, 240)
    assert heatmap.next_mark(0, Qt.Key.Key_Down, 12) == 4
    assert heatmap.next_mark(3, Qt.Key.Key_Right, 12) == 3  # the row ends here
    assert heatmap.next_mark(0, Qt.Key.Key_Up, 12) == 0
    assert layers.next_mark(0, Qt.Key.Key_Right, 12) == 3
    assert layers.next_mark(2, Qt.Key.Key_Up, 12) == 2  # the column ends here
    assert layers.next_mark(1, Qt.Key.Key_Down, 12) == 0


def test_among_thousands_the_nearest_point_is_found(theme: Theme, qtbot: QtBot) -> None:
    chart = ScatterChart(theme, "Funnel")
    qtbot.addWidget(chart)
    chart.resize(800, 340)
    dots = [Dot(n % 97, n % 89, f"Agent {n}", f"agent {n}", key=n) for n in range(3_000)]
    chart.show_dots(dots, titles=("n", "CSAT"))
    chart.grab()
    aimed = chart.marks[1_234]
    found = chart.mark_under(aimed.area.center())
    assert found is not None
    assert found.area.center() == aimed.area.center()
    assert chart.mark_under(QPointF(-50, -50)) is None


def test_bars_and_layers_begin_at_zero_and_shares_end_at_a_hundred() -> None:
    assert scale_of([40, 90], lowest=0)[0] == 0
    assert scale_of([60, 99], highest=100)[-1] == 100
    assert scale_of([]) == [0.0, 1.0]
    assert len(scale_of([5.0])) > 1


def test_the_area_of_a_point_says_its_n() -> None:
    assert radius_of(100, 100) > radius_of(25, 100) > radius_of(1, 100) > radius_of(0, 0) - 1
    assert (radius_of(25, 100) - 3) * 2 == pytest.approx(radius_of(100, 100) - 3)
