"""A scorecard serves its own channel and the one next to it."""

from __future__ import annotations

import pytest

from qa_desk.domain.channels import is_for_channel


@pytest.mark.parametrize(
    ("card", "channel", "fits"),
    [("call", "call", True), ("call", "chat", False), ("ticket", "email", True), (None, "social", True)],
)
def test_mails_and_tickets_are_near_and_a_card_without_a_channel_is_for_all(card: str | None, channel: str, fits: bool) -> None:
    assert is_for_channel(card, channel) is fits
