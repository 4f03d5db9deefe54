"""The centre's time zone and its today. Apart from the figures, so that the first page needs nothing else."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from qa_desk.workspace.settings import get_setting

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace


def zone_of(workspace: Workspace) -> ZoneInfo:
    """The centre's time zone."""
    return ZoneInfo(get_setting(workspace, "timezone"))


@lru_cache(maxsize=1)
def timezones() -> tuple[str, ...]:
    """The names of all time zones in order; reading them from the disk takes a moment, so it is done once."""
    return tuple(sorted(available_timezones()))


def today_of(workspace: Workspace) -> date:
    """The day the figures are made for: the workspace's `as_of`, else today in the centre's time zone."""
    as_of = get_setting(workspace, "as_of")
    if not as_of:
        return datetime.fromtimestamp(workspace.clock.now(), zone_of(workspace)).date()
    moment = datetime.fromisoformat(as_of)
    return moment.astimezone(zone_of(workspace)).date() if moment.tzinfo else moment.date()
