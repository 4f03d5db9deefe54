from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QPixmap, QWheelEvent
from PySide6.QtWidgets import QApplication

from qa_desk.media.activity import Stretch
from qa_desk.media.peaks import EnvelopeBuilder, pyramid_of
from qa_desk.ui.media.sounding import TimeRange
from qa_desk.ui.media.wave import Lane, Pin, Wave
from qa_desk.ui.media.waveform import PinChosen, PositionChosen, Waveform

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from qa_desk.ui.theme import Theme

GUTTER = 0


def a_wave(seconds: int = 100) -> Wave:
    builder = EnvelopeBuilder(8000)
    builder.add(np.random.default_rng(1).uniform(-0.6, 0.6, (8000 * seconds, 2)).astype(np.float32))
    lanes = (Lane(0, "Agent", "agent"), Lane(1, "Customer", "customer"))
    return Wave(pyramid_of(builder.finish()), lanes, (Stretch(10, 20),), (Stretch(30, 31),))


@pytest.fixture
def waveform(theme: Theme, qtbot: QtBot) -> Iterator[Waveform]:
    made = Waveform(theme)
    qtbot.addWidget(made)
    made.resize(1000 + GUTTER, 180)
    made.show_wave(a_wave())
    made.show()
    yield made
    made.close()


def test_a_click_chooses_the_time_under_it(waveform: Waveform, qtbot: QtBot) -> None:
    with qtbot.waitSignal(waveform.position_chosen) as chosen:
        qtbot.mouseClick(waveform, Qt.MouseButton.LeftButton, pos=QPoint(GUTTER + 250, 90))
    assert chosen.args[0].seconds == pytest.approx(25.0, abs=0.2)


def test_a_click_on_a_pin_chooses_the_pin_and_its_time(waveform: Waveform, qtbot: QtBot) -> None:
    waveform.show_pins((Pin("m", 40.0, "<b>not markup</b>"),))
    pins: list[PinChosen] = []
    waveform.pin_chosen.connect(pins.append)
    with qtbot.waitSignal(waveform.position_chosen) as chosen:
        qtbot.mouseClick(waveform, Qt.MouseButton.LeftButton, pos=QPoint(GUTTER + 403, 6))
    assert [one.pin.key for one in pins] == ["m"]
    assert chosen.args[0].seconds == 40.0


def test_the_wheel_zooms_around_the_pointer(waveform: Waveform) -> None:
    place = QPointF(GUTTER + 500, 90)
    event = QWheelEvent(
        place,
        waveform.mapToGlobal(place),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(waveform, event)
    assert waveform.view.length == pytest.approx(80)
    assert waveform.view.fraction(50) == pytest.approx(0.5)


def test_the_view_zooms_around_the_playhead_moves_and_comes_back_whole(waveform: Waveform) -> None:
    waveform.show_position(50.0)
    waveform.zoom(4)
    assert (waveform.view.start, waveform.view.length) == pytest.approx((37.5, 25))
    waveform.pan(1)
    assert waveform.view.start == pytest.approx(42.5)
    waveform.pan(-3)
    assert waveform.view.start == pytest.approx(27.5)
    waveform.bring(90)
    assert waveform.view.holds(90)
    waveform.zoom_whole()
    assert (waveform.view.start, waveform.view.length) == (0, 100)


def test_a_second_press_plays_from_there(waveform: Waveform, qtbot: QtBot) -> None:
    chosen: list[PositionChosen] = []
    waveform.position_chosen.connect(chosen.append)
    qtbot.mouseDClick(waveform, Qt.MouseButton.LeftButton, pos=QPoint(250, 90))
    assert [one.plays for one in chosen] == [True]
    assert chosen[0].seconds == pytest.approx(25, abs=0.2)


def test_while_it_is_read_more_and_more_is_seen_and_the_view_stays(waveform: Waveform) -> None:
    whole = a_wave()
    waveform.show_message("Reading …")
    waveform.show_more(replace(whole, until_s=40.0, silences=(), talk_overs=()))
    waveform.zoom(2, 30)
    view = waveform.view
    image = waveform.grab().toImage()
    ratio, rows = image.devicePixelRatio(), range(20, 150)
    drawn = [
        any(image.pixelColor(round(x * ratio), round(y * ratio)).name() == waveform._theme.colours.agent.lower() for y in rows)
        for x in (100, 900)
    ]
    assert view.time_at(0.1) < 40 < view.time_at(0.9)
    assert drawn == [True, False]
    waveform.show_more(whole)
    assert waveform.view == view
    waveform.show_more(replace(a_wave(90)))
    assert (waveform.view.start, waveform.view.duration) == (view.start, 90)


def test_shift_and_a_drag_draw_a_range(waveform: Waveform, qtbot: QtBot) -> None:
    shift = Qt.KeyboardModifier.ShiftModifier
    qtbot.mousePress(waveform, Qt.MouseButton.LeftButton, shift, QPoint(GUTTER + 100, 90))
    qtbot.mouseMove(waveform, QPoint(GUTTER + 150, 90))
    at, left = QPointF(GUTTER + 300, 90), Qt.MouseButton.LeftButton
    move = QMouseEvent(QEvent.Type.MouseMove, at, waveform.mapToGlobal(at), Qt.MouseButton.NoButton, left, shift)
    QApplication.sendEvent(waveform, move)
    with qtbot.waitSignal(waveform.range_chosen) as chosen:
        qtbot.mouseRelease(waveform, Qt.MouseButton.LeftButton, shift, QPoint(GUTTER + 300, 90))
    assert chosen.args[0].end == pytest.approx(30, abs=0.2)


def test_the_view_turns_the_page_when_playing_leaves_it(waveform: Waveform) -> None:
    waveform.zoom(10, 5)
    waveform.show_position(60.0)
    assert not waveform.view.holds(60)
    waveform.show_position(60.0, follows=True)
    assert waveform.view.holds(60)


def test_lanes_have_the_colours_of_their_people_and_follow_the_theme(waveform: Waveform, theme: Theme) -> None:
    for name in ("light", "dark"):
        theme.choose(name)
        image = waveform.grab().toImage()
        ratio = image.devicePixelRatio()
        agent, customer = (image.pixelColor(round((GUTTER + 600) * ratio), round(y * ratio)).name() for y in (52, 124))
        assert (agent, customer) == (theme.colours.agent.lower(), theme.colours.customer.lower())


def test_without_a_wave_it_says_why_and_takes_no_clicks(waveform: Waveform, qtbot: QtBot) -> None:
    waveform.show_message("Reading the recording …")
    with qtbot.assertNotEmitted(waveform.position_chosen):
        qtbot.mouseClick(waveform, Qt.MouseButton.LeftButton, pos=QPoint(300, 90))
        qtbot.keyClick(waveform, Qt.Key.Key_Right)
    assert not waveform.grab().isNull()


def test_an_empty_recording_can_be_shown(waveform: Waveform) -> None:
    pyramid = pyramid_of(EnvelopeBuilder(8000).finish())
    waveform.show_wave(Wave(pyramid, (Lane(0, "Both", "agent"),)))
    waveform.show_position(0.0)
    assert not waveform.grab().isNull()


def test_a_frame_of_playing_costs_little_and_one_of_zooming_not_much(waveform: Waveform) -> None:
    waveform.show_range(TimeRange(5, 9))
    target = QPixmap(waveform.size())

    def median_ms(act: object) -> float:
        times = []
        for number in range(30):
            start = time.thread_time()
            act(number)  # type: ignore[operator]
            waveform.render(target)
            times.append((time.thread_time() - start) * 1000)
        return sorted(times)[15]

    assert median_ms(lambda number: waveform.show_position(number / 10)) < 2
    assert median_ms(lambda number: waveform.zoom(1.1 if number % 2 else 0.9, 50)) < 15  # 1.3 when nothing else runs
