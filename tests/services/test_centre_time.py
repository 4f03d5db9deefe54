from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from qa_desk.services.centre_time import timezones, today_of, zone_of
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
