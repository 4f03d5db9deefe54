"""What customers answered: CSAT after a contact, NPS once a quarter."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from making import days as calendar
from making.voices import comment

if TYPE_CHECKING:
    from datetime import datetime
    from random import Random

    from making.contacts import Contact

Row = dict[str, object]


def _waiting(contact: Contact) -> float:
    """How much longer than usual the customer waited, on a log scale."""
    if contact.kind == "call":
        return max(0.0, math.log((contact.wait_s or 1) / 45 + 0.3))
    first = next((e.at for e in contact.events if e.actor == "agent" and e.type == "message"), None)
    usual = {"chat": 60, "email": 6 * 3600, "web": 6 * 3600, "social": 3 * 3600}[contact.channel]
    return max(0.0, math.log(max(1.0, first.timestamp() - contact.at.timestamp()) / usual)) if first else 0.0


def _feeling(random: Random, contact: Contact) -> float:
    reopened = any(e.value == "reopened" for e in contact.events)
    escalated = contact.transferred or any(e.type == "escalated" for e in contact.events)
    outage = 0.5 if in_outage(contact.at) and contact.reason.name == "No connection" else 0.0
    spoilt = 0.3 * _waiting(contact) + 0.9 * reopened + 0.5 * bool(escalated) + outage
    return 1.3 + 0.75 * contact.quality - spoilt + random.gauss(0, 1.05)


def in_outage(moment: datetime) -> bool:
    """Whether the moment lies in the week of the outage."""
    return 0 <= (moment.date() - calendar.OUTAGE_MONDAY).days < 7


def _row(number: int, kind: str, contact: Contact, sent: datetime) -> Row:
    return {
        "response_id": f"{'S' if kind == 'csat' else 'N'}{number:05d}",
        "type": kind,
        "sent_at": sent,
        "responded_at": None,
        "score": None,
        "scale_min": 1 if kind == "csat" else 0,
        "scale_max": 5 if kind == "csat" else 10,
        "anchor": "high_is_good",
        "ticket_id": contact.id if contact.kind == "ticket" else "",
        "call_id": contact.id if contact.kind == "call" else "",
        "agent_id": contact.agent,
        "customer_id": contact.customer,
        "channel": contact.channel,
        "comment": "",
    }


def csat(random: Random, contacts: list[Contact], share: float) -> list[Row]:
    """Invitations after finished contacts, and the answers of those who gave one: the moved answer more often."""
    rows: list[Row] = []
    for contact in contacts:
        if contact.finished is None or contact.is_spam or contact.is_test or contact.merged_into or random.random() > share:
            continue
        sent = calendar.add_seconds(contact.finished, random.randint(600, 5400))
        if sent > calendar.AS_OF:
            continue
        row = _row(len(rows) + 1, "csat", contact, sent)
        feeling = _feeling(random, contact)
        score = 1 + sum(feeling > limit for limit in (-1.1, -0.45, 0.1, 1.1))
        answered = calendar.add_seconds(sent, 60 + 20_000 * random.random() ** 3)
        if random.random() < (0.52 if score in (1, 5) else 0.36) and answered <= calendar.AS_OF:
            row["responded_at"], row["score"] = answered, score
            if random.random() < (0.3 if score > 2 else 0.65):
                row["comment"] = comment(random, contact, score, in_outage(contact.at))
        rows.append(row)
    return rows


def nps(random: Random, contacts: list[Contact], wanted: int) -> list[Row]:
    """A monthly wave to customers who had a contact; three weeks after the outage still feel it."""
    rows: list[Row] = []
    for contact in sorted(random.sample(contacts, wanted), key=lambda c: c.at):
        sent = calendar.add_seconds(contact.finished or contact.at, random.randint(2, 9) * 86_400)
        if sent > calendar.AS_OF:
            continue
        row = _row(len(rows) + 1, "nps", contact, sent)
        row["agent_id"] = ""  # a question about the brand, not about an agent
        since = (sent.date() - calendar.OUTAGE_MONDAY).days
        shadow = 1.7 if 0 <= since < 14 else 0.8 if 14 <= since < 28 else 0.0
        raw = 8.3 + 0.55 * contact.quality - 0.35 * _waiting(contact) - shadow + random.gauss(0, 1.9)
        answered = calendar.add_seconds(sent, 60 + 60_000 * random.random() ** 2)
        if random.random() < 0.42 and answered <= calendar.AS_OF:
            row["responded_at"], row["score"] = answered, min(10, max(0, round(raw)))
            if random.random() < 0.25:
                row["comment"] = comment(random, contact, 5 if raw >= 8.5 else 3 if raw >= 6.5 else 1, 0 <= since < 14)
        rows.append(row)
    return rows
