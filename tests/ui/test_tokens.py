from __future__ import annotations

import itertools

import pytest

from qa_desk.ui.tokens import THEMES, Colours, contrast

GROUNDS = ("background", "surface", "raised")

# what a colour becomes for eyes without one kind of cone, in linear light (Machado, Oliveira & Fernandes 2009, severity 1)
SIGHT = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def linear(colour: str) -> list[float]:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    return [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in parts]


def lab(red: float, green: float, blue: float) -> tuple[float, float, float]:
    red, green, blue = (min(1.0, max(0.0, value)) for value in (red, green, blue))

    def f(t: float) -> float:
        return t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116

    x = f((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047)
    y = f(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    z = f((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def seen(colour: str, sight: str) -> tuple[float, float, float]:
    light = linear(colour)
    red, green, blue = (sum(weight * part for weight, part in zip(row, light, strict=True)) for row in SIGHT[sight])
    return lab(red, green, blue)


@pytest.mark.parametrize("colours", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", ["text", "muted", "accent", "good", "watch", "bad", "agent"])
def test_text_is_read_on_every_ground(colours: Colours, ground: str, text: str) -> None:
    assert contrast(getattr(colours, text), getattr(colours, ground)) >= 4.5


@pytest.mark.parametrize("colours", THEMES.values(), ids=THEMES)
def test_text_is_read_on_tinted_grounds(colours: Colours) -> None:
    for ground in ("hover", "selected", "good_ground", "watch_ground", "bad_ground"):
        assert contrast(colours.text, getattr(colours, ground)) >= 4.5
    for meaning in ("good", "watch", "bad"):
        assert contrast(getattr(colours, meaning), getattr(colours, f"{meaning}_ground")) >= 4.5
    assert contrast(colours.muted, colours.selected) >= 4.5
    assert contrast(colours.on_accent, colours.accent) >= 4.5
    assert contrast(colours.customer, colours.surface) >= 4.5


@pytest.mark.parametrize("colours", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("ground", GROUNDS)
def test_marks_and_outlines_are_seen_on_every_ground(colours: Colours, ground: str) -> None:
    for mark in (colours.agent, colours.customer, colours.edge, *colours.chart):
        assert contrast(mark, getattr(colours, ground)) >= 3.0


@pytest.mark.parametrize("colours", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("sight", SIGHT)
def test_chart_categories_are_told_apart_by_all_eyes(colours: Colours, sight: str) -> None:
    for one, other in itertools.combinations(colours.chart, 2):
        distance = sum((a - b) ** 2 for a, b in zip(seen(one, sight), seen(other, sight), strict=True)) ** 0.5
        assert distance >= 20, (one, other)


def test_black_on_white_has_the_greatest_contrast() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#FFFFFF", "#FFFFFF") == pytest.approx(1)
