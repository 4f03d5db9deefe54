from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from qa_desk.services.centre_time import data_end, figures_day, timezones, today_of, usual_span, zone_of
from qa_desk.workspace.settings import set_settings

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace


@pytest.mark.parametrize(
    ("zone", "as_of", "day"),
    [
        ("Asia/Singapore", "2024-06-30T23:30+00:00", date(2024, 7, 1)),
        ("America/New_York", "2024-07-01T03:59+00:00", date(2024, 6, 30)),
        ("America/New_York", "2024-07-01T04:00+00:00", date(2024, 7, 1)),
        ("Asia/Singapore", "2024-06-30T23:30", date(2024, 6, 30)),
    ],
)
def test_today_is_the_day_of_the_centre_at_the_fixed_instant(workspace: Workspace, zone: str, as_of: str, day: date) -> None:
    set_settings(workspace, {"timezone": zone, "as_of": as_of})
    assert today_of(workspace) == day
    assert zone_of(workspace).key == zone


def test_time_zones_come_in_order() -> None:
    assert list(timezones()) == sorted(timezones())
    assert {"UTC", "Asia/Kuala_Lumpur"} <= set(timezones())


def add_survey(workspace: Workspace, key: str, day: datetime) -> None:
    with workspace.transaction() as connection:
        connection.execute(
            "INSERT INTO surveys (response_id, type, responded_at, score, scale_min, scale_max, batch_id, row_hash) "
            "VALUES (?, 'csat', ?, 5, 1, 5, 'b', 0)",
            [key, int(day.timestamp())],
        )


def test_periods_are_counted_back_from_the_last_day_that_has_data(workspace: Workspace) -> None:
    set_settings(workspace, {"timezone": "Asia/Singapore"})
    add_survey(workspace, "old", datetime(2021, 3, 30, 10, tzinfo=UTC))
    add_survey(workspace, "last", datetime(2021, 3, 31, 17, tzinfo=UTC))  # 1 April in Singapore
    assert data_end(workspace) == figures_day(workspace) == date(2021, 4, 1)
    span = usual_span(workspace)
    assert (span.first, span.last) == (date(2021, 1, 4), date(2021, 4, 1))
    assert span.first.weekday() == 0


def test_a_fixed_day_is_the_anchor_and_what_lies_after_it_is_no_end_of_data(workspace: Workspace) -> None:
    set_settings(workspace, {"timezone": "UTC", "as_of": "2021-06-30"})
    add_survey(workspace, "before", datetime(2021, 6, 2, tzinfo=UTC))
    add_survey(workspace, "later", datetime(2021, 7, 9, tzinfo=UTC))
    assert figures_day(workspace) == date(2021, 6, 30)
    assert data_end(workspace) == date(2021, 6, 2)


def test_without_data_periods_are_counted_back_from_today(workspace: Workspace) -> None:
    assert data_end(workspace) is None
    assert figures_day(workspace) == today_of(workspace)
