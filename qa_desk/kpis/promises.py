"""Service level policies: what is promised to a ticket by its channel and priority, and on which clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

METRICS, CLOCKS = ("first_response", "resolution"), ("business", "calendar")


@dataclass(frozen=True, slots=True)
class Policy:
    """A promise of so many seconds for the tickets of a channel, a priority, both, or all (None is any)."""

    metric: str
    target_s: int
    is_calendar: bool = False
    channel: str | None = None
    priority: str | None = None


def policies_of(setting: Mapping[str, Mapping[str, Any]]) -> tuple[Policy, ...]:
    """The policies of the setting {NAME: {"metric", "target_s", "clock", "channel", "priority"}}."""
    return tuple(
        Policy(
            one["metric"],
            round(one["target_s"]),
            one.get("clock") == "calendar",
            one.get("channel"),
            one.get("priority"),
        )
        for one in setting.values()
    )


def promise_of(policies: Iterable[Policy], metric: str, channel: str | None, priority: str | None) -> Policy | None:
    """The narrowest policy that fits: channel and priority, then priority, then channel, then all. The strictest of equals."""
    fitting = [
        policy
        for policy in policies
        if policy.metric == metric and policy.channel in (None, channel) and policy.priority in (None, priority)
    ]
    return min(fitting, key=lambda one: (one.priority is None, one.channel is None, one.target_s), default=None)
