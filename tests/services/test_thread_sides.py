from __future__ import annotations

import pytest

from qa_desk.media.transcripts import Conversation, Utterance
from qa_desk.services.thread_sides import Sides, agent_of, with_sides

SIDES = Sides({"rui": "a1", "rui@l.example": "a1", "wei": "a2"}, frozenset({"l.example"}))


def thread(*lines: tuple[str, str], addresses: dict[str, str] | None = None) -> Conversation:
    said = tuple(Utterance("…", side, author) for side, author in lines)  # type: ignore[arg-type]
    return Conversation(said, addresses=addresses or {})


def sides(conversation: Conversation) -> list[str]:
    return [line.speaker for line in with_sides(conversation, SIDES).utterances]


@pytest.mark.parametrize(
    ("conversation", "expected"),
    [
        (thread(("unknown", "Rui"), ("unknown", "Ana")), ["agent", "customer"]),
        (thread(("unknown", "Rui"), ("unknown", "Ana"), ("unknown", "Bo")), ["agent", "unknown", "unknown"]),
        (thread(("agent", "Eve"), ("unknown", "Ana")), ["agent", "customer"]),
        (thread(("unknown", "Ana"), ("unknown", "Bo")), ["unknown", "unknown"]),
        (thread(("customer", "Ana"), ("unknown", "Bo"), ("agent", "Rui")), ["customer", "unknown", "agent"]),
        (thread(("bot", "Rui"), ("unknown", "Rui")), ["bot", "agent"]),
        (
            thread(
                ("unknown", "Help"),
                ("unknown", "Ana"),
                ("unknown", "Bo"),
                addresses={"Help": "x@l.example", "Ana": "a@b.example"},
            ),
            ["agent", "customer", "customer"],
        ),
    ],
)
def test_sides_are_told_by_the_roster_and_the_domains_or_stay_unknown(conversation: Conversation, expected: list[str]) -> None:
    assert sides(conversation) == expected


def test_a_mail_of_unknown_people_stays_so_where_no_domain_is_named() -> None:
    mail = thread(("unknown", "Ana"), addresses={"Ana": "a@b.example"})
    assert with_sides(mail, Sides({}, frozenset())) == mail


def test_the_agent_of_a_thread_is_the_one_of_the_roster() -> None:
    assert agent_of(thread(("agent", "Costa"), addresses={"Costa": "rui@l.example"}), SIDES) == "a1"
    assert agent_of(thread(("agent", "Rui"), ("agent", "Wei")), SIDES) is None
    assert agent_of(thread(("agent", "Eve"), ("customer", "Rui")), SIDES) is None
