"""Hides the figures of groups so small that somebody's answer could be told from them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa_desk.domain.language import tr
from qa_desk.kpis.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Sequence


def hide_few(figures: Sequence[Figure], fewest: int) -> list[Figure]:
    """The figures, those of groups with fewer than `fewest` respondents without any number.

    Where the hidden groups of a period have together fewer than that, the smallest group that is left is hidden too: else
    it could be worked out from the whole.
    """
    if not fewest:
        return list(figures)
    hidden: set[int] = set()
    for period in {figure.period for figure in figures}:
        own = sorted((figure.n, place) for place, figure in enumerate(figures) if figure.period == period)
        few = 0
        for n, place in own:
            if n >= fewest and not 0 < few < fewest:
                break
            hidden.add(place)
            few += n
    return [_without_numbers(figure, fewest) if place in hidden else figure for place, figure in enumerate(figures)]


def _without_numbers(figure: Figure, fewest: int) -> Figure:
    return replace(
        Figure(figure.kpi, figure.unit, figure.direction, None, 0, group=figure.group, keys=figure.keys, period=figure.period),
        note=tr("hidden: fewer than {n} respondents could be told apart", n=fewest),
    )
