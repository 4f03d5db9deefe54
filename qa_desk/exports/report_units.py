"""How the report's figures stand in cells: in one unit a KPI, said with its name, so that every cell is a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.coaching_text import duration_unit
from qa_desk.domain.language import N_, tr

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qa_desk.domain.report import ReportFigure

_NAMES = {
    "share": N_("%"),
    "points": N_("points"),
    "score": N_("score"),
    "count": N_("count"),
    "per_record": N_("per record"),
    "money": N_("money"),
    "per_year": N_("% a year"),
}
_SHARES = ("share", "per_year")


def scale_of(unit: str, figures: Iterable[ReportFigure]) -> tuple[float, str]:
    """By what values are divided for their cells, and the unit to name: durations in that of the longest; a share stays 0–1."""
    if unit == "s":
        factor, name = duration_unit(*(value for figure in figures for value in (figure.value, figure.previous)))
        return factor, tr(name)
    return 1, tr(_NAMES.get(unit, unit))


def unit_name(unit: str) -> str:
    """A unit as the list of definitions names it."""
    return tr(N_("time")) if unit == "s" else tr(_NAMES.get(unit, unit))


def number_format(unit: str, *, signed: bool = False) -> str:
    """How Excel writes a value of this unit; a change of a share is in percentage points, so it has its own cell format."""
    plain = {"share": "0.0%", "per_year": "0.0%", "count": "#,##0", "points": "0", "per_record": "0.00", "money": "#,##0.00"}
    shape = plain.get(unit, "0.0")
    if not signed:
        return shape
    return f"+{shape};\u2212{shape};{shape}"


def is_share(unit: str) -> bool:
    """Whether values are shares of one."""
    return unit in _SHARES
