from __future__ import annotations

import numpy as np
import pytest

from qa_desk.media.activity import Stretch
from qa_desk.media.peaks import EnvelopeBuilder, pyramid_of
from qa_desk.ui.media.wave_image import clock_text, lane_image, ruler_marks, shade_image


def test_loud_columns_reach_the_edge_and_silent_ones_are_a_line() -> None:
    samples = np.zeros((8000 * 10, 1), np.float32)
    samples[8000 * 5 :] = np.where(np.arange(8000 * 5) % 2, 1.0, -1.0)[:, None]
    builder = EnvelopeBuilder(8000)
    builder.add(samples)
    image = lane_image(pyramid_of(builder.finish()), 0, 0.0, 12.0, 121, 41, 0xFF2F5FD0)
    filled = [sum(image.pixelColor(x, y).alpha() > 0 for y in range(41)) for x in (10, 80, 115)]
    assert filled == [1, 41, 0]
    assert image.pixelColor(80, 20).name() == "#2f5fd0"


def shaded(hatched: list[Stretch], solid: list[Stretch]) -> list[set[str]]:
    """The colours in some columns of a picture of ten seconds."""
    image = shade_image(hatched, solid, (0.0, 10.0), (100, 50), (0xFF112233, 0xFF445566))
    return [{image.pixelColor(x, y).name() if image.pixelColor(x, y).alpha() else "" for y in range(50)} for x in (5, 25, 60)]


def test_silence_is_hatched_and_talk_over_a_ground() -> None:
    assert shaded([Stretch(0.0, 1.0)], [Stretch(2.0, 3.0)]) == [{"", "#112233"}, {"#445566"}, {""}]


def test_what_is_narrower_than_a_pixel_is_seen_all_the_same_and_what_is_out_of_sight_is_not() -> None:
    assert shaded([], [Stretch(2.5, 2.501), Stretch(-5, -1), Stretch(12, 14)]) == [{""}, {"#445566"}, {""}]
    assert shaded([], []) == [{""}] * 3


@pytest.mark.parametrize(
    ("start", "end", "width", "first", "count"),
    [(0, 245, 1000, ["0:00", "0:30"], 9), (100, 101, 900, ["1:40.0", "1:40.1"], 11), (0, 7200, 900, ["0:00", "15:00"], 9)],
)
def test_the_ruler_marks_round_times(start: float, end: float, width: int, first: list[str], count: int) -> None:
    marks = ruler_marks(start, end, width)
    assert [text for _, text in marks[:2]] == first
    assert len(marks) == count


def test_a_ruler_without_room_has_no_marks() -> None:
    assert ruler_marks(0, 10, 0) == ruler_marks(5, 5, 100) == []


@pytest.mark.parametrize(("seconds", "text"), [(0, "0:00"), (59.99, "0:59"), (133, "2:13"), (3723, "1:02:03"), (-1, "0:00")])
def test_times_read_as_on_a_player(seconds: float, text: str) -> None:
    assert clock_text(seconds) == text
