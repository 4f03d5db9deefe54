from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QLocale

from qa_desk.domain.numbers import count_text, group_by
from qa_desk.ui.dates import (
    culture_of,
    day_text,
    moment_text,
    month_text,
    named_day_text,
    second_text,
    short_day_text,
    use_culture,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def culture_of_before() -> Iterator[None]:
    before = QLocale()
    yield
    QLocale.setDefault(before)
    group_by("\u202f")


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("en_001", "30/06/2026"),
        ("en_US", "6/30/2026"),
        ("en_GB", "30/06/2026"),
        ("ru", "30.06.2026"),
        ("zh_CN", "2026/6/30"),
        ("zh_TW", "2026/6/30"),
        ("ms", "30/06/2026"),
    ],
)
def test_a_day_is_written_by_the_culture_with_the_whole_year(name: str, written: str) -> None:
    QLocale.setDefault(QLocale(name))
    assert day_text(DAY) == written


def test_the_systems_culture_counts_where_it_speaks_the_language() -> None:
    american, russian = QLocale("en_US"), QLocale("ru_RU")
    assert culture_of("en", american) == american
    assert culture_of("en", russian).name() == "en_001"
    assert culture_of("ru", american).language() == QLocale.Language.Russian
    assert culture_of("zh_TW", QLocale("zh_CN")).script() == QLocale.Script.TraditionalHanScript


def test_the_time_of_day_stands_after_the_day() -> None:
    use_culture("ru")
    assert moment_text(datetime(2026, 6, 30, 16, 5, tzinfo=UTC)) == "30.06.2026 16:05"


@pytest.mark.parametrize(
    ("name", "clock", "month", "day"),
    [
        ("en_001", "16:05:09", "06/2026", "30/06"),
        ("en_US", "4:05:09\u202fPM", "06/2026", "06/30"),
        ("ru", "16:05:09", "06.2026", "30.06"),
        ("zh_CN", "16:05:09", "2026/06", "06/30"),
    ],
)
def test_the_clock_and_the_marks_of_an_axis_follow_the_culture(name: str, clock: str, month: str, day: str) -> None:
    QLocale.setDefault(QLocale(name))
    assert second_text(datetime(2026, 6, 30, 16, 5, 9, tzinfo=UTC)) == clock
    assert (month_text(DAY), short_day_text(DAY)) == (month, day)


@pytest.mark.parametrize(("language", "written"), [("ru", "49\u00a0210"), ("zh_CN", "49,210")])
def test_thousands_are_apart_by_the_mark_of_the_culture(language: str, written: str) -> None:
    use_culture(language)
    assert count_text(49_210) == written
    assert count_text(-999.5, 1) == "−999.5"


@pytest.mark.parametrize(
    ("name", "written"), [("en_001", "2 Jul"), ("en_US", "Jul 2"), ("en_GB", "2 Jul"), ("zh_CN", "7月2日"), ("ms", "2 Jul")]
)
def test_a_day_is_named_with_its_month(name: str, written: str) -> None:
    QLocale.setDefault(QLocale(name))
    assert named_day_text(date(2026, 7, 2)) == written
