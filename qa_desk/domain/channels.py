"""Which scorecard is for which channel: the same, or one so near that a card for the one serves the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import N_, tr

if TYPE_CHECKING:
    from collections.abc import Mapping

CHANNEL_NAMES: Mapping[str, str] = {
    "call": N_("call"),
    "chat": N_("chat"),
    "email": N_("e-mail"),
    "ticket": N_("ticket"),
    "social": N_("social media"),
}
"""The kinds of interaction, and what they are called, still to be translated."""

CHANNELS = tuple(CHANNEL_NAMES)

NEAR_CHANNELS: Mapping[str, str] = {"email": "ticket", "ticket": "email"}


def is_for_channel(card_channel: str | None, channel: str) -> bool:
    """Whether a scorecard of this channel (None: of any) is meant for an interaction of that one."""
    return card_channel is None or channel in (card_channel, NEAR_CHANNELS.get(card_channel))


def channel_name(channel: str | None) -> str:
    """What a channel is called here; one that nobody knows is called what the data call it."""
    return tr(CHANNEL_NAMES.get(channel or "", channel or ""))
