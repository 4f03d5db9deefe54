"""What can be measured in a written thread: how long the customer waited for each answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Message:
    """Who wrote when (seconds since 1970), by position in the thread; `at` None where the source does not say."""

    position: int
    speaker: str
    at: int | None


@dataclass(frozen=True, slots=True)
class Reply:
    """An agent's message that ended a wait."""

    position: int
    waited_s: int


@dataclass(frozen=True, slots=True)
class ThreadFacts:
    """Durations in seconds. None where no customer message with a time was ever answered by an agent."""

    messages: int
    agent_messages: int
    customer_messages: int
    first_reply: Reply | None
    slowest_reply: Reply | None
    is_waiting: bool
    """The customer had the last word (of customer and agent)."""


def thread_facts(messages: Iterable[Message]) -> ThreadFacts:
    """The facts of a thread in its order. A wait runs from the first unanswered customer message to the agent's next one."""
    listed = list(messages)
    replies: list[Reply] = []
    waiting_since: int | None = None
    is_waiting = False
    for message in listed:
        if message.speaker == "customer":
            if not is_waiting:
                waiting_since = message.at
            is_waiting = True
        elif message.speaker == "agent":
            if is_waiting and waiting_since is not None and message.at is not None:
                replies.append(Reply(message.position, max(0, message.at - waiting_since)))
            is_waiting, waiting_since = False, None
    return ThreadFacts(
        len(listed),
        sum(message.speaker == "agent" for message in listed),
        sum(message.speaker == "customer" for message in listed),
        replies[0] if replies else None,
        max(replies, key=lambda reply: reply.waited_s, default=None),
        is_waiting,
    )
