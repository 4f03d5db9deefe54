"""What figures can be had by, in words: the dimensions' names and the names of their values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale

from qa_desk.domain.channels import channel_name
from qa_desk.domain.language import N_, tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QComboBox

    from qa_desk.kpis.figure import Figure

NAMES = {
    "agent": N_("Agent"),
    "team": N_("Team"),
    "channel": N_("Channel"),
    "queue": N_("Queue"),
    "priority": N_("Priority"),
    "reason": N_("Driver"),
    "segment": N_("Customer segment"),
    "language": N_("Language"),
    "weekday": N_("Weekday"),
    "hour": N_("Hour"),
}


def dimension_name(dimension: str) -> str:
    """What a dimension is called; a further column of a file keeps its own name."""
    base, _, column = dimension.partition(":")
    return column if base == "custom" else tr(NAMES[base]) if base in NAMES else base


def value_name(dimension: str, value: str | None) -> str:
    """A value as people read it: days and hours by the culture, channels by their names, anything else as it was imported."""
    if not value:
        return tr("(none)")
    if dimension == "weekday" and value.isdigit():
        return QLocale().standaloneDayName(int(value), QLocale.FormatType.LongFormat)
    if dimension == "hour" and value.isdigit():
        return hours_text(int(value))
    return channel_name(value) if dimension == "channel" else value


def hours_text(hour: int) -> str:
    """An hour of the day from its beginning to its end."""
    return f"{hour:02d}:00–{(hour + 1) % 24:02d}:00"


def sort_key(dimension: str, figure: Figure) -> tuple[float, str]:
    """The order of groups: days and hours by number, all else by name; what has no value comes last. Never by the figure."""
    value = figure.group.get(dimension)
    if not value:
        return float("inf"), ""
    if dimension in ("weekday", "hour") and value.isdigit():
        return float(value), ""
    return 0.0, value.casefold()


def known_dimensions(offered: Sequence[str], of_records: Sequence[str]) -> list[str]:
    """Those of the workspace's dimensions that some records have."""
    return [name for name in offered if name.partition(":")[0] in of_records]


def fill_choice(combo: QComboBox, dimensions: Sequence[str], chosen: str) -> str:
    """Offer dimensions in a combo box and show the chosen one, or the first where it is not there; which is shown."""
    if [combo.itemData(place) for place in range(combo.count())] != list(dimensions):
        combo.blockSignals(True)
        combo.clear()
        for name in dimensions:
            combo.addItem(tr("By {dimension}", dimension=dimension_name(name).lower()), name)
        combo.blockSignals(False)
    combo.setCurrentIndex(max(0, combo.findData(chosen)))
    return str(combo.currentData() or "")
