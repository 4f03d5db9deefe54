"""The centre's time zone and its today. Apart from the figures, so that the first page needs nothing else."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from qa_desk.workspace.settings import get_setting

if TYPE_CHECKING:
    from qa_desk.domain.coaching_span import Span
    from qa_desk.workspace.workspace import Workspace

_LAST_INSTANT = """
SELECT max(at) FROM (
  SELECT max(created_at) AS at FROM tickets WHERE created_at <= :now
  UNION ALL SELECT max(offered_at) FROM calls WHERE offered_at <= :now
  UNION ALL SELECT max(responded_at) FROM surveys WHERE responded_at <= :now
  UNION ALL SELECT max(coalesce(i.started_at, e.submitted_at))
    FROM current_evaluations e JOIN interactions i ON i.id = e.interaction_id
    WHERE coalesce(i.started_at, e.submitted_at) <= :now)
"""


def zone_of(workspace: Workspace) -> ZoneInfo:
    """The centre's time zone."""
    return ZoneInfo(get_setting(workspace, "timezone"))


@lru_cache(maxsize=1)
def timezones() -> tuple[str, ...]:
    """The names of all time zones in order; reading them from the disk takes a moment, so it is done once."""
    return tuple(sorted(available_timezones()))


def today_of(workspace: Workspace) -> date:
    """The day the figures are made for: the workspace's `as_of`, else today in the centre's time zone."""
    as_of = _as_of(workspace)
    return as_of or datetime.fromtimestamp(workspace.clock.now(), zone_of(workspace)).date()


def data_end(workspace: Workspace) -> date | None:
    """The last day, up to today, that a ticket, a call, a survey answer or an evaluated contact lies on; None without any."""
    zone, today = zone_of(workspace), today_of(workspace)
    after = int(datetime.combine(today + timedelta(days=1), time(), zone).timestamp())
    at = workspace.connection.execute(_LAST_INSTANT, {"now": after - 1}).fetchone()[0]
    return None if at is None else datetime.fromtimestamp(at, zone).date()


def figures_day(workspace: Workspace) -> date:
    """The day that "the last 13 weeks" and "this month" are counted back from, on every screen and in every export.

    The workspace's `as_of`; else the last day that has data, so that what was imported late is not shown as nothing.
    """
    return _as_of(workspace) or data_end(workspace) or today_of(workspace)


def usual_span(workspace: Workspace) -> Span:
    """The days that are looked at when nobody has chosen any: the last 13 weeks."""
    from qa_desk.domain.coaching_span import rolling_span  # late: the first page needs none of it

    return rolling_span(figures_day(workspace))


def _as_of(workspace: Workspace) -> date | None:
    as_of = get_setting(workspace, "as_of")
    if not as_of:
        return None
    moment = datetime.fromisoformat(as_of)
    return moment.astimezone(zone_of(workspace)).date() if moment.tzinfo else moment.date()
