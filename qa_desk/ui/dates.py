"""Days as the reader's culture writes them. For the screen only: files and exports keep ISO 8601."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale

if TYPE_CHECKING:
    from datetime import date, datetime

_WORLD_ENGLISH = "en_001"
"""English of nobody in particular: day before month, as most of the world writes it."""


def use_culture(language: str) -> None:
    """Write dates by the culture of a language from now on: the system's own where it speaks that language."""
    QLocale.setDefault(culture_of(language, QLocale.system()))


def culture_of(language: str, system: QLocale) -> QLocale:
    """The system's culture where its language is the one in force, else the usual one of the language."""
    wanted = QLocale(_WORLD_ENGLISH if language == "en" else language)
    is_same = system.language() == wanted.language() and system.script() == wanted.script()
    return system if is_same else wanted


def day_text(day: date) -> str:
    """A day in short, always with the whole year."""
    locale = QLocale()
    shape = locale.dateFormat(QLocale.FormatType.ShortFormat)
    if "yyyy" not in shape:
        shape = shape.replace("yy", "yyyy")
    return locale.toString(QDate(day.year, day.month, day.day), shape)


def moment_text(moment: datetime) -> str:
    """A day and the time of day; the moment is in the time zone it is to be shown in."""
    return f"{day_text(moment.date())} {time_text(moment)}"


def time_text(moment: datetime) -> str:
    """The time of day, by twenty-four hours as in all of the program: shifts and queues are counted so."""
    return f"{moment:%H:%M}"
