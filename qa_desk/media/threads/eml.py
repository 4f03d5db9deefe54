"""Mails as files (.eml): one message each. Those that answer each other become one thread when they are imported together."""

from __future__ import annotations

import email
from email.policy import compat32
from email.utils import getaddresses, parsedate_to_datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from qa_desk.domain.language import N_, tr
from qa_desk.media.threads.form import Fault, Form, whole
from qa_desk.media.threads.mail_body import body_of, undeclared
from qa_desk.media.threads.mail_words import Letters, headers_of, raw
from qa_desk.media.threads.values import instant
from qa_desk.media.transcripts import Conversation, Utterance

if TYPE_CHECKING:
    from email.message import Message

    from qa_desk.media.threads.document import Document
    from qa_desk.media.transcripts import Speaker

_HEADS = ("from", "to", "subject", "date", "received", "message-id", "return-path", "delivered-to")
_MOST_SHOWN = 10
_LONGEST_HEADER = 20_000


def _recognises(document: Document) -> bool:
    if document.suffix == ".eml":
        return True
    if document.suffix not in (".txt", "") or document.looks_like_json:
        return False
    head = document.data[:4000].split(b"\n\n")[0].decode("latin-1")
    named = {line.partition(":")[0].strip().casefold() for line in head.split("\n")}
    return len(named & set(_HEADS)) >= 3


def _read(_piece: object, document: Document) -> Conversation:
    return conversation_of(document.data, document)


def conversation_of(data: bytes, document: Document) -> Conversation:
    """A single mail as a conversation of one message. Its key is left to the name of its file."""
    mail = email.message_from_bytes(data, policy=compat32)
    if not any(headers_of(mail, name) for name in _HEADS):
        raise Fault(tr("has no head of a mail (From, Date, Subject)"))
    letters = Letters(b"\n".join(_head_bytes(mail)) + undeclared(mail))
    body = body_of(mail, letters)
    author, address = _author(mail, letters)
    said = Utterance(
        body.text,
        _speaker(mail, address, is_report=body.is_report),
        author,
        at=_sent(mail, document),
        recipients=_recipients(mail, letters),
        attachments=tuple(body.attachments),
        message_id=_ids(mail, "message-id")[:1][0] if _ids(mail, "message-id") else None,
    )
    return Conversation(
        (said,),
        channel="email",
        subject=letters.header(_first(mail, "subject")) or None,
        addresses=MappingProxyType({author: address} if author and address else {}),
        answers=tuple(dict.fromkeys(_ids(mail, "in-reply-to") + _ids(mail, "references"))),
    )


def _head_bytes(mail: Message) -> list[bytes]:
    heads = (value for name in ("subject", "from", "to") for value in headers_of(mail, name))
    return [value[:_LONGEST_HEADER].encode("utf-8", "surrogateescape") for value in heads if not value.isascii()]


def _first(mail: Message, name: str) -> str:
    return next(iter(headers_of(mail, name)), "")[:_LONGEST_HEADER]


def _people(mail: Message, name: str, letters: Letters) -> list[tuple[str, str]]:
    """Names and addresses of a header; names are decoded after the commas between people are found."""
    pairs = getaddresses([raw(value)[:_LONGEST_HEADER] for value in headers_of(mail, name)[:20]])
    return [(letters.header(who), letters.header(address)) for who, address in pairs if who or address]


def _author(mail: Message, letters: Letters) -> tuple[str | None, str | None]:
    people = _people(mail, "from", letters) or _people(mail, "sender", letters) or _people(mail, "return-path", letters)
    if not people:
        return letters.header(_first(mail, "from")) or None, None
    who, address = people[0]
    return who.strip("'\" ") or address or None, address.casefold() or None


def _recipients(mail: Message, letters: Letters) -> str | None:
    told = []
    for name, mark in (("to", ""), ("cc", "Cc: ")):
        people = [who.strip("'\" ") or address for who, address in _people(mail, name, letters)]
        if people:
            more = f" +{len(people) - _MOST_SHOWN}" if len(people) > _MOST_SHOWN else ""
            told.append(mark + ", ".join(people[:_MOST_SHOWN]) + more)
    return "; ".join(told) or None


def _speaker(mail: Message, address: str | None, *, is_report: bool) -> Speaker:
    """A mail server and an automatic answer are neither side; who else wrote is known by the roster, or not at all."""
    if is_report or (address or "").split("@")[0] in ("mailer-daemon", "postmaster"):
        return "system"
    automatic = _first(mail, "auto-submitted").strip().casefold()
    is_automatic = automatic not in ("", "no") or _first(mail, "precedence").strip().casefold() == "auto_reply"
    return "bot" if is_automatic else "unknown"


def _sent(mail: Message, document: Document) -> int | None:
    """When it was written; where its date is none, when the first server received it."""
    received = [value.rpartition(";")[2] for value in headers_of(mail, "received")[::-1]]
    for told in (*headers_of(mail, "date")[:1], *received[:3]):
        try:
            moment = parsedate_to_datetime(raw(told).strip())
            if moment.tzinfo is None and "-0000" not in told:
                return instant(moment.isoformat(), document)
            return instant(moment.timestamp() if moment.tzinfo else f"{moment.isoformat()}+00:00", document)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None


def _ids(mail: Message, name: str) -> list[str]:
    told = " ".join(headers_of(mail, name))[:_LONGEST_HEADER]
    return [part.strip("<>,;") for part in told.replace("><", "> <").split() if "@" in part and part.isascii()][:100]


FORM = Form("eml", N_("Mail (EML)"), (".eml",), _recognises, whole, _read)
