"""Days, times and numbers as the reader's culture writes them. For the screen only: files and exports keep ISO 8601."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, QTime

from qa_desk.domain.numbers import group_by

if TYPE_CHECKING:
    from datetime import datetime

_WORLD_ENGLISH = "en_001"
"""English of nobody in particular: day before month, as most of the world writes it."""


def use_culture(language: str) -> None:
    """Write dates and numbers by the culture of a language from now on: the system's own where it speaks that language."""
    culture = culture_of(language, QLocale.system())
    QLocale.setDefault(culture)
    group_by(culture.groupSeparator())


def culture_of(language: str, system: QLocale) -> QLocale:
    """The system's culture where its language is the one in force, else the usual one of the language."""
    wanted = QLocale(_WORLD_ENGLISH if language == "en" else language)
    is_same = system.language() == wanted.language() and system.script() == wanted.script()
    return system if is_same else wanted


def day_text(day: date) -> str:
    """A day in short, always with the whole year."""
    return QLocale().toString(QDate(day.year, day.month, day.day), day_shape())


def moment_text(moment: datetime) -> str:
    """A day and the time of day; the moment is in the time zone it is to be shown in."""
    return f"{day_text(moment.date())} {time_text(moment)}"


def time_text(moment: datetime) -> str:
    """The time of day: by twenty-four hours, or by twice twelve where the culture counts so."""
    return _clock(moment, "mm")


def second_text(moment: datetime) -> str:
    """The time of day to the second."""
    return _clock(moment, "mm:ss")


def month_text(day: date) -> str:
    """A month of a year in short, in the order of the culture."""
    return _without(day, "d")


def short_day_text(day: date) -> str:
    """A day of a year that is known: day and month in the order of the culture, for the marks of an axis."""
    return _without(day, "y")


def named_day_text(day: date) -> str:
    """A day of the year at hand with the name of its month: 2 Jul, Jul 2, 7月2日."""
    shape = QLocale().dateFormat(QLocale.FormatType.LongFormat).replace("dddd", "").replace("MMMM", "MMM")
    shape = re.sub(r"[\s,]*y+[\s年]*", "", shape).strip(" ,")
    return QLocale().toString(QDate(day.year, day.month, day.day), shape)


def iso_day_text(day: str) -> str:
    """A day that is kept as ISO 8601, as the culture writes it."""
    return day_text(date.fromisoformat(day[:10]))


def day_shape() -> str:
    """How the culture writes a day, always with the whole year."""
    shape = QLocale().dateFormat(QLocale.FormatType.ShortFormat)
    if "yyyy" in shape:
        return shape
    return shape.replace("yy", "yyyy") if "yy" in shape else shape.replace("y", "yyyy")


def _without(day: date, part: str) -> str:
    shape = day_shape()
    order = [each for each in re.split(r"[^dMy]+", shape) if each and each[0] != part]
    mark = next(iter(re.findall(r"[^dMy\s]", shape)), "/")
    return QLocale().toString(QDate(day.year, day.month, day.day), mark.join("MM" if each == "M" else each for each in order))


def _clock(moment: datetime, minutes: str) -> str:
    locale = QLocale()
    is_nobodys = locale == QLocale(_WORLD_ENGLISH)  # nobody's English counts as most of the world does
    shape = "HH:mm" if is_nobodys else locale.timeFormat(QLocale.FormatType.ShortFormat)
    return locale.toString(QTime(moment.hour, moment.minute, moment.second), shape.replace("mm", minutes))
