"""Erlang C: a planning aid for staffing, never a substitute for measured service level (no abandonment, steady load assumed)."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Queue:
    """What a queue with unlimited patience would do; the last three are None when the load exceeds the agents."""

    traffic: float
    occupancy: float
    wait_chance: float | None
    service_level: float | None
    average_wait: float | None


def erlang_c(calls: float, interval: float, handle_time: float, agents: int, threshold: float) -> Queue:
    """Waiting in M/M/n, by the Erlang B recursion (the factorial form overflows). Times in seconds."""
    traffic = calls * handle_time / interval
    if agents < 1 or traffic >= agents:
        return Queue(traffic, traffic / agents if agents else math.inf, None, None, None)
    blocked = 1.0
    for n in range(1, agents + 1):
        blocked = traffic * blocked / (n + traffic * blocked)
    wait = agents * blocked / (agents - traffic * (1 - blocked))
    level = 1 - wait * math.exp(-(agents - traffic) * threshold / handle_time) if handle_time else 1.0
    return Queue(traffic, traffic / agents, wait, level, wait * handle_time / (agents - traffic))


def agents_needed(calls: float, interval: float, handle_time: float, threshold: float, target: float) -> int:
    """The fewest agents whose service level reaches the target (0–1, below 1)."""
    if not 0 <= target < 1:
        msg = f"a service level target lies in [0, 1), not {target}"
        raise ValueError(msg)
    agents = max(1, math.floor(calls * handle_time / interval) + 1)
    while (erlang_c(calls, interval, handle_time, agents, threshold).service_level or 0.0) < target:
        agents += 1
    return agents
