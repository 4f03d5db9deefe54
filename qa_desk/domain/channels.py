"""Which scorecard is for which channel: the same, or one so near that a card for the one serves the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

CHANNELS = ("call", "chat", "email", "ticket", "social")
"""The kinds of interaction."""

NEAR_CHANNELS: Mapping[str, str] = {"email": "ticket", "ticket": "email"}


def is_for_channel(card_channel: str | None, channel: str) -> bool:
    """Whether a scorecard of this channel (None: of any) is meant for an interaction of that one."""
    return card_channel is None or channel in (card_channel, NEAR_CHANNELS.get(card_channel))
