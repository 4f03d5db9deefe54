"""Tables of messages (CSV and its kin): one row a message, gathered into conversations by the column that names them."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qa_desk.domain.language import tr
from qa_desk.media.threads.form import Fault
from qa_desk.media.threads.html_text import text_of_html
from qa_desk.media.threads.plain import clean
from qa_desk.media.threads.speakers import speaker_of
from qa_desk.media.threads.values import instant, name
from qa_desk.media.transcripts import Attachment, Conversation, Utterance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa_desk.media.threads.document import Document
    from qa_desk.media.transcripts import Speaker

Row = dict[str, str]
_DELIMITERS = (",", ";", "\t", "|")
_LONGEST_CELL = 1_000_000
_MARKUP = re.compile(r"</(p|div|b|i|a|span|ul|li|blockquote|table)>|<br\s*/?>", re.IGNORECASE)
_YES = frozenset(["true", "t", "yes", "y", "1"])
_NO = frozenset(["false", "f", "no", "n", "0"])


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column says what, by folded header; the first that is there counts."""

    conversation: tuple[str, ...]
    text: tuple[str, ...]
    at: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    visibility: tuple[str, ...] = ()
    """“internal”, or a yes or no to “public”."""
    private: tuple[str, ...] = ()
    inbound: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    attachment: tuple[str, ...] = ()
    usual_channel: str = "ticket"


@dataclass(slots=True)
class Gathered:
    """The rows of one conversation."""

    key: str
    rows: list[tuple[int, Row]] = field(default_factory=list)


def fold(header: str) -> str:
    """A header without case, signs and blanks."""
    return "_".join(re.sub(r"[\W_]+", " ", header.casefold()).split())


def head_of(document: Document) -> tuple[str, tuple[str, ...]] | None:
    """The delimiter and the folded headers of a table; None where the first line is no row of headers."""
    if document.suffix not in (".csv", ".tsv", ".txt", "") or document.looks_like_json:
        return None
    first = next((line for line in document.lines[:5] if line.strip()), "")[:20_000].lstrip("\ufeff")
    delimiter = max(_DELIMITERS, key=first.count)
    if not first.count(delimiter):
        return None
    try:
        cells = next(csv.reader([first], delimiter=delimiter))
    except (csv.Error, StopIteration):
        return None
    return delimiter, tuple(fold(cell) for cell in cells)


def has(headers: tuple[str, ...], *wanted: tuple[str, ...]) -> bool:
    """Whether the table has a column of each kind."""
    return all(any(one in headers for one in names) for names in wanted)


def gathered(document: Document, columns: Columns) -> Iterator[Gathered]:
    """The conversations of a table, in the order in which they first appear."""
    found: dict[str, Gathered] = {}
    for line, row in _rows(document):
        key = name(_cell(row, columns.conversation)) or ""
        found.setdefault(key, Gathered(key)).rows.append((line, row))
    yield from found.values()


def _rows(document: Document) -> Iterator[tuple[int, Row]]:
    head = head_of(document)
    if head is None:
        raise Fault(tr("is no table with a row of headers"))
    delimiter, headers = head
    before = csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader((f"{line}\n" for line in document.lines), delimiter=delimiter)
    begins = 1
    try:
        is_past_head = False
        for cells in reader:
            if not is_past_head:
                is_past_head = bool(cells)
            elif cells:
                yield begins, dict(zip(headers, cells, strict=False))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise Fault(tr("line {line}: {reason}", line=begins, reason=error)) from error
    finally:
        csv.field_size_limit(before)


def conversation_of_rows(piece: Gathered, document: Document, columns: Columns) -> Conversation:
    """Read the rows of one conversation; a fault names the line of the file."""
    if not piece.key:
        raise Fault(tr("line {line}: names no conversation", line=piece.rows[0][0]))
    lines = []
    for number, row in piece.rows:
        try:
            lines.append(_line(row, document, columns))
        except Fault as fault:
            raise Fault(tr("line {line}: {reason}", line=number, reason=fault)) from fault
    first = piece.rows[0][1]
    channel = (name(_cell(first, columns.channel)) or "").casefold()
    return Conversation(
        tuple(line for line in lines if line.text or line.attachments),
        piece.key,
        channel if channel in ("chat", "email", "ticket", "social", "call") else columns.usual_channel,
        subject=name(_cell(first, columns.subject)),
    )


def _line(row: Row, document: Document, columns: Columns) -> Utterance:
    said = _cell(row, columns.text)
    file = name(_cell(row, columns.attachment))
    return Utterance(
        text_of_html(said) if _MARKUP.search(said) else clean(said),
        _speaker(row, columns),
        name(_cell(row, columns.author)),
        at=instant(_cell(row, columns.at), document),
        is_internal=_is_internal(row, columns),
        attachments=(Attachment(file),) if file else (),
    )


def _speaker(row: Row, columns: Columns) -> Speaker:
    inbound = _cell(row, columns.inbound).strip().casefold()
    if inbound in _YES | _NO:
        return "customer" if inbound in _YES else "agent"
    return speaker_of(_cell(row, columns.speaker))


def _is_internal(row: Row, columns: Columns) -> bool:
    told = _cell(row, columns.visibility).strip().casefold()
    return told == "internal" or told in _NO or _cell(row, columns.private).strip().casefold() in _YES


def _cell(row: Row, names: tuple[str, ...]) -> str:
    return next((row[one] for one in names if row.get(one)), "")
