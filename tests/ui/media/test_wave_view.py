from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qa_desk.ui.media.wave_view import SHORTEST_S, WaveView


def test_at_first_all_is_in_sight() -> None:
    view = WaveView(60.0)
    assert (view.start, view.end) == (0, 60)


def test_zooming_keeps_the_time_under_the_pointer() -> None:
    view = WaveView(60.0).zoomed(4, around=30)
    assert view.length == 15
    assert view.fraction(30) == 0.5


@given(
    duration=st.floats(0, 7200),
    moves=st.lists(st.tuples(st.floats(0.01, 100), st.floats(-100, 8000), st.floats(-8000, 8000))),
)
def test_no_zooming_and_moving_leaves_the_recording(duration: float, moves: list[tuple[float, float, float]]) -> None:
    view = WaveView(duration)
    whole = max(duration, SHORTEST_S)
    for factor, around, by in moves:
        view = view.zoomed(factor, around).panned(by)
        assert 0 <= view.start <= view.end <= whole + 1e-6
        assert view.length >= SHORTEST_S


def test_a_page_turn_brings_the_playhead_to_the_left() -> None:
    view = WaveView(600.0).zoomed(10, 0).moved_to(200)
    assert view.holds(200)
    assert view.fraction(200) < 0.1
