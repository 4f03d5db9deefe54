"""From a file to conversations: opens it (or what a ZIP archive holds), finds its format, reads conversation by conversation."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

from qa_desk.domain.errors import EnvironmentFailure, Refusal
from qa_desk.domain.language import tr
from qa_desk.media.threads.document import LARGEST_BYTES, Document
from qa_desk.media.threads.form import Fault
from qa_desk.media.threads.registry import SUFFIXES, forms_named
from qa_desk.media.transcripts import NotTaken, ReadThreads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import tzinfo
    from pathlib import Path
    from typing import Any

    from qa_desk.media.threads.form import Form
    from qa_desk.media.transcripts import Conversation, Utterance

_MOST_MEMBERS = 20_000
_CHECK_EVERY = 64
_BROKEN = (KeyError, TypeError, ValueError, AttributeError, IndexError, ArithmeticError, RecursionError, LookupError)
"""What a reader stumbles over when a document is not built as its format says."""


def read(path: Path, *, form: str, zone: tzinfo | None, check: Callable[[], None] | None) -> ReadThreads:
    """See `qa_desk.media.transcripts.read_threads`."""
    wanted = forms_named(form)
    data = _bytes(path)
    if not zipfile.is_zipfile(path):
        if path.suffix.lower() == ".zip":
            raise Refusal(tr("{file}: is no ZIP archive, or is damaged.", file=path.name))
        return _read(Document(path.name, data, zone), wanted, check)
    found: list[ReadThreads] = []
    refusals: list[Refusal] = []
    for document in _members(path, zone):
        try:
            found.append(_read(document, wanted, check))
        except Refusal as refusal:
            refusals.append(refusal)
            reason = refusal.message.removeprefix(f"{document.name}: ").rstrip(".")
            found.append(ReadThreads((), (), (NotTaken(document.name, reason),)))
    if not found:
        raise Refusal(tr("{file}: holds no file of a known form.", file=path.name))
    if len(refusals) == len(found) == 1:
        raise refusals[0]
    return _together(found)


def _together(found: list[ReadThreads]) -> ReadThreads:
    return ReadThreads(
        tuple(dict.fromkeys(form for one in found for form in one.forms)),
        tuple(each for one in found for each in one.conversations),
        tuple(each for one in found for each in one.refused),
        tuple(dict.fromkeys(note for one in found for note in one.notes)),
    )


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > LARGEST_BYTES:
            raise Refusal(tr("{file}: is too large for a transcript ({size} MB).", file=path.name, size=size // 1_000_000))
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise EnvironmentFailure(tr("{file}: is not there; was it moved?", file=path)) from error
    except OSError as error:
        raise EnvironmentFailure(tr("{file}: cannot be read ({reason}).", file=path, reason=error.strerror)) from error
    if not data.strip(b" \t\r\n\0"):
        raise Refusal(tr("{file}: is empty.", file=path.name))
    return data


def _members(path: Path, zone: tzinfo | None) -> Iterator[Document]:
    """The files of an archive, unpacked in memory one by one and never onto the disk; what it claims to hold is not believed."""
    left = LARGEST_BYTES
    try:
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if not one.is_dir() and _is_wanted(one.filename)]
            if len(members) > _MOST_MEMBERS:
                raise Refusal(tr("{file}: holds more than {count} files.", file=path.name, count=_MOST_MEMBERS))
            for member in members:
                if member.flag_bits & 1:
                    raise Refusal(tr("{file}: is locked with a passphrase; unpack it first.", file=path.name))
                with archive.open(member) as stream:
                    data = stream.read(left + 1)
                left -= len(data)
                if left < 0:
                    raise Refusal(tr("{file}: unpacks to more than {size} MB.", file=path.name, size=LARGEST_BYTES // 1_000_000))
                if data.strip():
                    yield Document(f"{path.name}/{member.filename}", data, zone)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise Refusal(tr("{file}: is no ZIP archive, or is damaged.", file=path.name)) from error


def _is_wanted(name: str) -> bool:
    base = name.rsplit("/", 1)[-1].lower()
    return base.endswith(SUFFIXES) and not base.endswith(".zip") and not base.startswith(".") and "__macosx/" not in name.lower()


def _read(document: Document, wanted: tuple[Form, ...], check: Callable[[], None] | None) -> ReadThreads:
    form = wanted[0] if len(wanted) == 1 else _form_of(document, wanted)
    conversations: list[tuple[str, Conversation]] = []
    refused: list[NotTaken] = []
    try:
        for number, piece in enumerate(form.pieces(document), 1):
            if check is not None and number % _CHECK_EVERY == 0:
                check()
            _take(form, piece, number, document, conversations, refused)
    except Fault as fault:
        raise Refusal(tr("{file}: {reason}.", file=document.name, reason=fault)) from fault
    except _BROKEN as error:
        raise Refusal(tr("{file}: is not built as {form} is.", file=document.name, form=tr(form.label))) from error
    if not conversations and not refused:
        raise Refusal(tr("{file}: holds no line of text.", file=document.name))
    if len(refused) == 1 and not conversations:
        raise Refusal(tr("{file}: {reason}.", file=document.name, reason=refused[0].reason))
    return ReadThreads((form.name,), tuple(conversations), tuple(refused), tuple(document.notes))


def _form_of(document: Document, forms: tuple[Form, ...]) -> Form:
    for form in forms:
        if form.recognises(document):
            return form
    raise Refusal(
        tr(
            "{file}: is no known form of transcript or thread; what can be read: WebVTT, SRT, mails (EML, mbox), JSON of help "
            "desks and recognisers, tables and JSON of messages.",
            file=document.name,
        )
    )


def _take(
    form: Form,
    piece: Any,  # noqa: ANN401
    number: int,
    document: Document,
    conversations: list[tuple[str, Conversation]],
    refused: list[NotTaken],
) -> None:
    try:
        made = form.read(piece, document)
    except Fault as fault:
        refused.append(NotTaken(tr("{file}, conversation {number}", file=document.name, number=number), str(fault)))
        return
    except _BROKEN:
        reason = tr("is not built as {form} is", form=tr(form.label))
        refused.append(NotTaken(tr("{file}, conversation {number}", file=document.name, number=number), reason))
        return
    if made.utterances:
        conversations.append((document.name, replace(made, utterances=_in_order(made.utterances))))


def _in_order(lines: tuple[Utterance, ...]) -> tuple[Utterance, ...]:
    """By time where every line has one: some programs write the newest first, or two sides one after the other."""
    if all(line.start_s is not None for line in lines):
        return tuple(sorted(lines, key=lambda line: line.start_s or 0.0))
    times = [line.at for line in lines]
    if any(time is None for time in times):
        return lines
    is_newest_first = (times[0] or 0) > (times[-1] or 0)
    return tuple(sorted(lines[::-1] if is_newest_first else lines, key=lambda line: line.at or 0))
