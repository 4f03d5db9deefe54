"""Paints everything once in both themes and two text sizes: what crashes, warns or stays blank shows here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from qa_desk.ui.widgets.banner import Banner
from qa_desk.ui.widgets.buttons import Chips, Choice, IconButton, Segments, button
from qa_desk.ui.widgets.card import Card, Page
from qa_desk.ui.widgets.charts.rows import BarChart, DotChart, Row
from qa_desk.ui.widgets.charts.trend import TrendChart, TrendPoint
from qa_desk.ui.widgets.form import FormRow
from qa_desk.ui.widgets.header import Header
from qa_desk.ui.widgets.rows_model import Column
from qa_desk.ui.widgets.sparkline import Sparkline
from qa_desk.ui.widgets.states import EmptyState, Skeleton, Stage
from qa_desk.ui.widgets.table import DataTable
from qa_desk.ui.widgets.text import label
from qa_desk.ui.widgets.tile import Tile, TileFigure
from qa_desk.ui.widgets.toast import Toast

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QImage
    from pytestqt.qtbot import QtBot

    from qa_desk.ui.theme import Theme


def nothing() -> None:
    """A button's work."""


def a_tile(theme: Theme) -> QWidget:
    tile = Tile(theme)
    tile.show_figure(TileFigure("QA score", "86.5", "points", "84–89", 42, "▲ 3.1", "good", trend=(1.0, None, 2.0, 3.0)))
    return tile


def a_small_tile(theme: Theme) -> QWidget:
    tile = Tile(theme)
    tile.show_figure(TileFigure("CSAT", "2 of 3", n=3, note="too few", is_small=True))
    return tile


def a_trend(theme: Theme) -> QWidget:
    chart = TrendChart(theme, "QA score", " %")
    points = [TrendPoint(f"W{n}", None if n == 3 else 80.0 + n, 70.0 + n, 90.0 + n, n) for n in range(8)]
    chart.show_points(points, name="Aisyah", compared=[82.0] * 8, compared_name="Team", goal=90)
    return chart


def an_empty_trend(theme: Theme) -> QWidget:
    chart = TrendChart(theme, "QA score")
    chart.show_points([])
    return chart


def a_trend_of_one(theme: Theme) -> QWidget:
    chart = TrendChart(theme, "QA score")
    chart.show_points([TrendPoint("W1", 0.0, 0.0, 0.0, 1)])
    return chart


def bars(theme: Theme) -> QWidget:
    chart = BarChart(theme, "Reasons")
    chart.show_rows([Row("Refund", 12, low=8, high=15, n=12), Row("Invoice", None), Row("Loss", -3, meaning="bad", reference=2)])
    return chart


def dots(theme: Theme) -> QWidget:
    chart = DotChart(theme, "Sections")
    chart.show_rows([Row("Opening", 95, "95 %", 90, 98, 42, 93)], lowest=0, highest=100)
    return chart


def a_table(theme: Theme) -> QWidget:
    table = DataTable(theme, [Column("Name", lambda row: row[0]), Column("n", lambda row: row[1], is_number=True)], "Agents")
    table.show_rows([("Aisyah", 3), ("陈伟", None)])
    return table


def a_sparkline(theme: Theme) -> QWidget:
    spark = Sparkline(theme)
    spark.show_values([1.0, 1.0], "flat")
    return spark


def a_banner(theme: Theme) -> QWidget:
    banner = Banner()
    banner.say("Something to know", "watch", "Look", nothing)
    return banner


def a_stage(theme: Theme) -> QWidget:
    stage = Stage(theme, label("content"))
    stage.show_fault("The disk is full", nothing)
    return stage


def a_header(theme: Theme) -> QWidget:
    header = Header("Coach", "Billing")
    header.add_primary("Write a note", nothing)
    header.add_action(button("Export", nothing))
    return header


def a_card(theme: Theme) -> QWidget:
    card = Card("Sections", "against the team")
    card.add(label("text", "muted"))
    card.add_control(IconButton(theme, "copy", "Copy"))
    return card


def a_page(theme: Theme) -> QWidget:
    page = Page("Body")
    page.column.addWidget(EmptyState("Nothing yet.", "Import", nothing))
    return page


def a_toast(theme: Theme) -> QWidget:
    host = QWidget()
    host.resize(500, 200)
    Toast(host).say("Saved", nothing)
    return host


EVERYTHING: dict[str, Callable[[Theme], QWidget]] = {
    maker.__name__: maker
    for maker in (
        *(a_tile, a_small_tile, a_trend, an_empty_trend, a_trend_of_one, bars, dots, a_table, a_sparkline, a_banner, a_stage),
        *(a_header, a_card, a_page, a_toast),
    )
} | {
    "segments": lambda theme: Segments([Choice(1, "Y", "Yes"), Choice(0, "N", "No")], "Greeting"),
    "chips": lambda theme: Chips("Cause", [Choice(1, "Did not ask"), Choice(2, "Wrong tool")]),
    "a_form_row": lambda theme: FormRow("Time zone", button("x"), "hint"),
    "a_skeleton": lambda theme: Skeleton(theme),
}


def colours_in(image: QImage) -> int:
    return len({image.pixel(x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)})


@pytest.mark.parametrize("name", EVERYTHING)
def test_it_paints_in_both_themes_and_sizes(name: str, theme: Theme, qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    column = QVBoxLayout(host)
    widget = EVERYTHING[name](theme)
    column.addWidget(widget)
    host.resize(640, 300)
    host.show()
    for look, scale in (("light", 1.0), ("dark", 1.0), ("dark", 1.4)):
        theme.choose(look)
        theme.scale_text(scale)
        assert colours_in(host.grab().toImage()) > 1
    theme.choose("light")


@pytest.mark.parametrize("name", EVERYTHING)
def test_every_control_has_a_name(name: str, theme: Theme, qtbot: QtBot) -> None:
    widget = EVERYTHING[name](theme)
    qtbot.addWidget(widget)
    for control in (widget, *widget.findChildren(QAbstractButton)):
        if isinstance(control, QAbstractButton) and control.isVisibleTo(widget):
            assert control.accessibleName() or control.text()
