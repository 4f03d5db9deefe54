"""The colours, spaces and sizes of the whole program. Views take them from here and write no literal ones.

Text is held to a contrast of 4.5:1 and marks to 3:1 on both grounds; tests/ui/test_tokens.py checks every pair.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of one theme, as `#RRGGBB`."""

    name: str
    background: str
    surface: str
    raised: str
    line: str
    edge: str
    """The outline of a control that takes input: seen at 3:1."""
    text: str
    muted: str
    accent: str
    on_accent: str
    hover: str
    selected: str
    good: str
    good_ground: str
    watch: str
    watch_ground: str
    bad: str
    bad_ground: str
    agent: str
    customer: str
    chart: tuple[str, ...]
    """Categories in order; told apart by colour-blind eyes, and never the only sign."""

    @property
    def is_dark(self) -> bool:
        """Whether this is the dark theme."""
        return self.name == "dark"


LIGHT = Colours(
    name="light",
    background="#FAFAF8",
    surface="#FFFFFF",
    raised="#FFFFFF",
    line="#E6E4DF",
    edge="#8C8A84",
    text="#1F2328",
    muted="#5D656E",
    accent="#2F5FD0",
    on_accent="#FFFFFF",
    hover="#F1F0EC",
    selected="#E4EBFA",
    good="#1B7F5C",
    good_ground="#EFF8F4",
    watch="#8F5F00",
    watch_ground="#FBF3E0",
    bad="#B3372F",
    bad_ground="#FBECEA",
    agent="#2F5FD0",
    customer="#B4558F",
    chart=("#2F5FD0", "#DA5E0F", "#5A1038", "#BE6BA2", "#746A49"),
)

DARK = Colours(
    name="dark",
    background="#16181C",
    surface="#1E2126",
    raised="#262A30",
    line="#2E333A",
    edge="#7B838D",
    text="#E8EAED",
    muted="#A2A9B2",
    accent="#7FA2FF",
    on_accent="#10131A",
    hover="#272B31",
    selected="#2A3652",
    good="#4CC38A",
    good_ground="#1B2E27",
    watch="#E0A83A",
    watch_ground="#322A1A",
    bad="#FF7B72",
    bad_ground="#3A2323",
    agent="#7FA2FF",
    customer="#E08BC0",
    chart=("#7FA2FF", "#F9B868", "#D0487A", "#4EE6C2", "#94720F"),
)

THEMES: dict[str, Colours] = {"light": LIGHT, "dark": DARK}


class Space:
    """Distances in pixels."""

    XS = 4
    S = 8
    M = 12
    L = 16
    XL = 24
    XXL = 32


class Type:
    """Letter sizes in pixels, before the person's text scale."""

    SMALL = 12
    NOTE = 13
    BODY = 14
    TITLE = 18
    FIGURE = 28


RADIUS = 6
GUTTER = 16
RAIL_NARROW = 76
RAIL_WIDE = 200


def luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour (WCAG 2.2)."""
    parts = []
    for start in (1, 3, 5):
        value = int(colour[start : start + 2], 16) / 255
        parts.append(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
