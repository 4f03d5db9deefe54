"""Single mails put together into threads: those that answer each other are one interaction."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.media.transcripts import Conversation, Utterance

_PREFIX = re.compile(
    r"(?:(?:re|aw|sv|antw|fwd?|wg|tr|rv|ref|enc|odp|回复|回覆|答复|答覆|转发|轉寄|отв|пересл|balas)(?:\[\d{1,3}\])?\s?[:：]\s*)+",
    re.IGNORECASE,
)
Named = tuple[str, "Conversation"]


def threads_of_mails(read: Sequence[Named]) -> list[Named]:
    """The same conversations, with mails of one thread put together at the place of its earliest; the rest as it was.

    Mails belong together when one names another (or both name a third) as what it answers.
    """
    groups = _groups([conversation for _, conversation in read])
    found: list[Named] = []
    for members in groups:
        mails = [read[member] for member in members]
        found.append(mails[0] if len(mails) == 1 else _thread(mails))
    return found


def _groups(conversations: Sequence[Conversation]) -> list[list[int]]:
    """Which of them belong together, in the order in which they first appear."""
    leader = list(range(len(conversations)))

    def lead(member: int) -> int:
        while leader[member] != member:
            leader[member] = leader[leader[member]]
            member = leader[member]
        return member

    first_with: dict[str, int] = {}
    for number, conversation in enumerate(conversations):
        for mail in mail_ids(conversation):
            other = first_with.setdefault(mail, number)
            one, two = sorted((lead(number), lead(other)))
            leader[two] = one
    groups: dict[int, list[int]] = {}
    for number in range(len(conversations)):
        groups.setdefault(lead(number), []).append(number)
    return list(groups.values())


def mail_ids(conversation: Conversation) -> tuple[str, ...]:
    """The ids by which a thread is known: its own mails' and those they answer."""
    return (*(line.message_id for line in conversation.utterances if line.message_id), *conversation.answers)


def _thread(mails: list[Named]) -> Named:
    """By time; the same mail that lies there twice counts once. Named as the earliest."""
    mails = sorted(mails, key=lambda one: _sent(one[1]))
    name, first = mails[0]
    lines: list[Utterance] = []
    seen: set[str] = set()
    for _, mail in mails:
        for line in mail.utterances:
            if line.message_id is None or line.message_id not in seen:
                lines.append(replace(line, subject=_other_subject(mail.subject, first.subject)))
            seen.add(line.message_id or "")
    addresses = {author: address for _, mail in mails for author, address in mail.addresses.items()}
    answers = tuple(dict.fromkeys(answer for _, mail in mails for answer in mail.answers))
    return name, replace(first, utterances=tuple(lines), addresses=addresses, answers=answers)


def _sent(mail: Conversation) -> float:
    return mail.utterances[0].at if mail.utterances[0].at is not None else float("inf")


def _other_subject(subject: str | None, usual: str | None) -> str | None:
    return subject if bare_subject(subject) != bare_subject(usual) else None


def bare_subject(subject: str | None) -> str:
    """A subject without “Re:” and its like."""
    return _PREFIX.sub("", subject or "", count=1).strip().casefold()
