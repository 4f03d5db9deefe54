"""What a mail says, out of the parts it is packed in; what is attached is named and measured, and stays packed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qa_desk.domain.language import tr
from qa_desk.media.threads.html_text import text_of_html
from qa_desk.media.threads.plain import clean, clean_line
from qa_desk.media.transcripts import Attachment

if TYPE_CHECKING:
    from email.message import Message

    from qa_desk.media.threads.mail_words import Letters

_DEEPEST = 30
_MOST_ATTACHED = 200
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([A-Za-z0-9_:.-]{1,40})""", re.IGNORECASE)
_READ = ("text/plain", "text/html", "text/enriched")


@dataclass(slots=True)
class Body:
    """The texts of a mail in order, and its attachments."""

    texts: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    is_report: bool = False
    """A mail server wrote it, about another mail."""

    @property
    def text(self) -> str:
        """What is to be read."""
        return clean("\n\n".join(text for text in self.texts if text))


def undeclared(mail: Message) -> bytes:
    """The texts that do not say their character set: what it has to be found from."""
    found = [_payload(part) for part in mail.walk() if _is_text(part) and not part.get_content_charset()]
    return b"\n".join(found)


def body_of(mail: Message, letters: Letters) -> Body:
    """Read a mail, as deep as its parts are nested."""
    body = Body()
    _collect(mail, letters, body, 0)
    return body


def _collect(part: Message, letters: Letters, body: Body, depth: int) -> None:
    kind = part.get_content_type()
    if depth > _DEEPEST:
        _attach(part, letters, body)
    elif kind == "multipart/alternative":
        _collect_best(part, letters, body, depth)
    elif part.is_multipart() and kind.startswith("multipart/"):
        body.is_report = body.is_report or kind == "multipart/report"
        for child in _children(part):
            _collect(child, letters, body, depth + 1)
    elif kind == "message/delivery-status":
        body.texts.append(_delivery_status(part, letters))
    elif _is_text(part):
        body.texts.append(_text(part, letters))
    else:
        _attach(part, letters, body)


def _collect_best(part: Message, letters: Letters, body: Body, depth: int) -> None:
    """Of several ways to say the same: the plain text, unless it says much less than the HTML, or something else altogether."""
    told: list[Body] = []
    for child in _children(part):
        one = Body()
        _collect(child, letters, one, depth + 1)
        told.append(one)
        body.is_report = body.is_report or one.is_report
    if not told:
        return
    plain = next(
        (one for one, child in zip(told, _children(part), strict=True) if child.get_content_type() == "text/plain"), None
    )
    others = [one for one in told if one is not plain and one.text]
    best = max(others, key=lambda one: len(one.text)) if others else told[0]
    if plain is not None and plain.text and (not others or _says_the_same(plain.text, best.text)):
        best = plain
    body.texts += best.texts
    body.attachments += [attachment for one in told for attachment in one.attachments][:_MOST_ATTACHED]


def _says_the_same(plain: str, fullest: str) -> bool:
    """“Your program shows no HTML” is short, or has words that the page has not."""
    words = set(plain.casefold().split())
    return len(plain) * 3 >= len(fullest) and len(words & set(fullest.casefold().split())) * 2 >= len(words)


def _children(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [child for child in payload if not isinstance(child, str)] if isinstance(payload, list) else []


def _is_text(part: Message) -> bool:
    """Text to be read here; with a name of its own it is a file."""
    if part.is_multipart() or part.get_content_type() not in _READ:
        return False
    return part.get_content_disposition() != "attachment" and not part.get_filename()


def _payload(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _text(part: Message, letters: Letters) -> str:
    data = _payload(part)
    charset = part.get_content_charset()
    if part.get_content_type() == "text/plain":
        text = letters.decode(data, charset).replace("\r\n", "\n")
        return _reflowed(text, part) if part.get_param("format") == "flowed" else text
    meta = _META_CHARSET.search(data[:4000])
    return text_of_html(letters.decode(data, charset or (meta[1].decode() if meta else None)))


def _reflowed(text: str, part: Message) -> str:
    """Lines that a mail program broke (they end in a blank) are one line again (RFC 3676)."""
    without_blank = part.get_param("delsp") == "yes"
    lines: list[str] = []
    is_open = False
    depth = 0
    for line in text.split("\n"):
        quotes = len(line) - len(line.lstrip(">"))
        said = line[quotes:].removeprefix(" ")
        if is_open and quotes == depth and said != "-- ":
            lines[-1] += said
        else:
            lines.append(f"{'>' * quotes} {said}" if quotes else said)
        is_open, depth = said.endswith(" ") and said != "-- ", quotes
        if is_open and without_blank:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)


def _delivery_status(part: Message, letters: Letters) -> str:
    """What the mail server says of each recipient, in its own words."""
    told = ["\n".join(f"{key}: {letters.header(value)}" for key, value in block.raw_items()) for block in _children(part)]
    return "\n\n".join(block for block in told if block)


def _attach(part: Message, letters: Letters, body: Body) -> None:
    if len(body.attachments) >= _MOST_ATTACHED:
        return
    named = part.get_filename() or part.get_param("name")
    name = letters.header(named if isinstance(named, str) else "")
    if not name and part.get_content_type() == "message/rfc822":
        inner = next(iter(_children(part)), None)
        subject = letters.header(dict(inner.raw_items()).get("Subject", "")) if inner is not None else ""
        name = tr("mail “{subject}”", subject=subject) if subject else tr("a mail")
    body.attachments.append(Attachment(name or clean_line(part.get_content_type()), _size(part, 0)))


def _size(part: Message, depth: int) -> int:
    """Bytes of an attachment, reckoned from its packed length: it is not unpacked."""
    payload = part.get_payload()
    if isinstance(payload, list):
        if depth > _DEEPEST:
            return 0
        return sum(_size(child, depth + 1) for child in payload if not isinstance(child, str))
    if not isinstance(payload, str):
        return 0
    if str(part.get("Content-Transfer-Encoding", "")).strip().casefold() != "base64":
        return len(payload)
    packed = len(payload) - sum(payload.count(blank) for blank in " \t\r\n")
    return packed * 3 // 4 - payload.rstrip()[-2:].count("=")
