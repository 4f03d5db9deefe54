"""Opens a file that a person named: says in one line what is wrong with it, unpacks it, tells its form from its bytes."""

from __future__ import annotations

import codecs
import errno
import gzip
import hashlib
import lzma
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.domain.errors import EnvironmentFailure, Refusal
from qa_desk.domain.language import tr

if TYPE_CHECKING:
    from pathlib import Path
    from typing import IO

    from qa_desk.domain.progress import JobContext

SAMPLE_BYTES = 1 << 20
MOST_COLUMNS = 2_000
_PIECE = 1 << 20
_AT_REST = (b"", 0)
"""The state of a decoder that waits for no further byte of a character."""
_MOST_UNPACKED = 20 << 30
_MOST_RATIO = 200
_SMALL = 64 << 20
"""Packed files that unpack to less than this are taken whatever their ratio."""

DAMAGED = (
    EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, gzip.BadGzipFile, RuntimeError, ValueError, struct.error,
)  # fmt: skip
"""What the standard library raises over a packed file that is damaged, or packed in a way of its own."""

_SIGNS_OF_OTHER_FILES = (
    (b"%PDF", "PDF"), (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF8", "GIF"), (b"RIFF", "WAV"), (b"ID3", "MP3"),
    (b"OggS", "Ogg"), (b"fLaC", "FLAC"), (b"SQLite format 3\x00", "SQLite"), (b"\x7fELF", "ELF"), (b"MZ", "EXE"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "RAR"), (b"\xfd7zXZ", "xz"), (b"BZh", "bzip2"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file that can be read: where its (unpacked) bytes are, what they are, and the fingerprint of the file itself."""

    path: Path
    """The file the person named."""
    content: Path
    """The bytes to read: the same, or what was unpacked from it."""
    form: str
    """text, json, xlsx, xls or parquet."""
    sha256: str
    size: int
    sample: bytes
    is_utf8: bool


def fingerprint(path: Path, context: JobContext) -> str:
    """SHA-256 of a file, in hexadecimal."""
    return _scan(path, path, context)[0]


def open_file(path: Path, scratch: Path, context: JobContext) -> OpenedFile:
    """Check, unpack and recognise a file. Refused in one line when it is nothing that can be read."""
    check_readable(path)
    sha256, is_utf8 = _scan(path, path, context)
    content = _unpack(path, scratch, context)
    if content != path:
        is_utf8 = _scan(content, path, context)[1]
    with _opened(content, path) as stream:
        sample = stream.read(SAMPLE_BYTES)
    if not sample.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Refusal(tr("{file}: the file is empty.", file=path))
    return OpenedFile(path, content, _form(path, sample), sha256, content.stat().st_size, sample, is_utf8)


def head_of_text(path: Path) -> bytes | None:
    """The whole lines that a large plain text begins with; None: it is small, packed or no text, and is to be read whole."""
    check_readable(path)
    with _opened(path, path) as stream:
        sample = stream.read(SAMPLE_BYTES)
    if len(sample) < SAMPLE_BYTES or sample[:2] in (b"\x1f\x8b", b"PK") or _form(path, sample) != "text":
        return None
    end = max(sample.rfind(b"\n"), sample.rfind(b"\r"))
    return sample[: end + 1] if end > 0 and b"\x00" not in sample else None


def check_readable(path: Path) -> None:
    """Refused when it is not a file, or not ours to read."""
    try:
        if path.is_dir():
            raise Refusal(tr("{file}: this is a folder; name a file in it.", file=path))
        if not path.exists():
            raise Refusal(tr("{file}: there is no such file.", file=path))
        if not path.is_file():
            raise Refusal(tr("{file}: this is not a plain file.", file=path))
        if path.stat().st_size == 0:
            raise Refusal(tr("{file}: the file is empty.", file=path))
    except OSError as error:
        raise EnvironmentFailure(tr("{file}: cannot be read ({reason}).", file=path, reason=error.strerror or error)) from error


def _opened(content: Path, path: Path) -> IO[bytes]:
    try:
        return content.open("rb")
    except OSError as error:
        raise EnvironmentFailure(tr("{file}: cannot be read ({reason}).", file=path, reason=error.strerror or error)) from error


def _scan(content: Path, path: Path, context: JobContext) -> tuple[str, bool]:
    """Fingerprint and UTF-8 check in one pass over the bytes."""
    digest, decoder = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")()
    is_utf8, done = True, 0
    try:
        with _opened(content, path) as stream:
            total = content.stat().st_size
            while piece := stream.read(_PIECE):
                context.raise_if_cancelled()
                digest.update(piece)
                if is_utf8 and not (piece.isascii() and decoder.getstate() == _AT_REST):
                    try:
                        decoder.decode(piece)
                    except UnicodeDecodeError:
                        is_utf8 = False
                done += len(piece)
                context.report(done, total * 12, tr("Reading {file}", file=path.name))
    except OSError as error:
        raise EnvironmentFailure(tr("{file}: cannot be read ({reason}).", file=path, reason=error.strerror or error)) from error
    return digest.hexdigest(), is_utf8


def _unpack(path: Path, scratch: Path, context: JobContext) -> Path:
    with _opened(path, path) as stream:
        sign = stream.read(4)
    if sign[:2] == b"\x1f\x8b":
        with gzip.open(path) as packed:
            return _copy(packed, path, scratch, context)
    if sign != b"PK\x03\x04":
        return path
    with opened_zip(path, path) as archive:
        members = [info for info in archive.infolist() if not info.is_dir()]
        check_unpacked_size(path, sum(info.file_size for info in members))
        refuse_other_workbooks(path, {info.filename for info in members})
        if any(info.filename == "[Content_Types].xml" for info in members):
            return path
        members = [info for info in members if not info.filename.startswith("__MACOSX/")]
        if len(members) != 1:
            raise Refusal(
                tr("{file}: the zip holds {count} files; unpack it and name the one to import.", file=path, count=len(members))
            )
        if members[0].flag_bits & 1:
            raise Refusal(tr("{file}: the zip asks for a password; unpack it first.", file=path))
        with opened_member(archive, members[0], path) as packed:
            return _copy(packed, path, scratch, context)


def refuse_other_workbooks(path: Path, names: set[str]) -> None:
    """Say what to do with a workbook that is none of XLSX: how far its cells reach could not be told before it is unfolded."""
    if "xl/workbook.bin" in names:
        raise Refusal(tr("{file}: this is a binary workbook (XLSB); save it as XLSX.", file=path))
    if {"mimetype", "content.xml"} <= names:
        raise Refusal(tr("{file}: this is an OpenDocument file; save the table as XLSX or CSV.", file=path))


def opened_zip(content: Path, path: Path) -> zipfile.ZipFile:
    """The archive; refused when it is damaged."""
    try:
        return zipfile.ZipFile(content)
    except DAMAGED as error:
        raise damaged(path) from error


def opened_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path) -> IO[bytes]:
    """A file of the archive; refused when the archive is damaged."""
    try:
        return archive.open(info)
    except DAMAGED as error:
        raise damaged(path) from error
    except OSError as error:
        if error.errno == errno.EINVAL:  # the archive sends one to a place before its beginning
            raise damaged(path) from error
        raise EnvironmentFailure(tr("{file}: cannot be read ({reason}).", file=path, reason=error.strerror or error)) from error


def damaged(path: Path) -> Refusal:
    """What is said of a file that ends too early or does not unpack."""
    return Refusal(tr("{file}: the file is damaged or cut off.", file=path))


def check_unpacked_size(path: Path, unpacked: int) -> None:
    """Refused when a packed file would unpack to more than is believable."""
    if unpacked > _MOST_UNPACKED or (unpacked > _SMALL and unpacked > _MOST_RATIO * path.stat().st_size):
        raise Refusal(
            tr(
                "{file}: would unpack to {size} MB, more than such a file should hold; it was not opened.",
                file=path,
                size=unpacked >> 20,
            )
        )


def _copy(packed: IO[bytes] | gzip.GzipFile, path: Path, scratch: Path, context: JobContext) -> Path:
    target, written = scratch / "unpacked", 0
    try:
        with target.open("wb") as stream:
            while piece := packed.read(_PIECE):
                context.raise_if_cancelled()
                written += len(piece)
                check_unpacked_size(path, written)
                stream.write(piece)
    except DAMAGED as error:
        raise damaged(path) from error
    except OSError as error:
        raise disk_failure(path, error) from error
    return target


def check_width(path: Path, columns: int) -> None:
    """Refused when there are more columns than any table has: such a file is something else, or cut at the wrong sign."""
    if columns > MOST_COLUMNS:
        message = tr(
            "{file}: has {count} columns, more than the {most} that a table may have; is the right delimiter chosen?",
            file=path,
            count=columns,
            most=MOST_COLUMNS,
        )
        raise Refusal(message)


def disk_failure(path: Path, error: OSError) -> EnvironmentFailure:
    """What to say when the scratch folder cannot be written."""
    reason = error.strerror or str(error)
    return EnvironmentFailure(
        tr("{file}: no room to unpack and check it ({reason}); nothing was changed.", file=path, reason=reason)
    )


def _form(path: Path, sample: bytes) -> str:
    if sample.startswith(b"PK\x03\x04"):
        return "xlsx"
    if sample.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "xls"
    if sample.startswith(b"PAR1"):
        return "parquet"
    for sign, name in _SIGNS_OF_OTHER_FILES:
        if sample.startswith(sign):
            raise Refusal(tr("{file}: this is a {form} file, not a table (CSV, XLSX, JSON or Parquet).", file=path, form=name))
    head = sample.lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:1] in (b"{", b"["):
        return "json"
    if head[:5].lower() in (b"<html", b"<!doc", b"<?xml"):
        raise Refusal(tr("{file}: this is a web page or XML, not a table (CSV, XLSX, JSON or Parquet).", file=path))
    if _looks_binary(sample):
        raise Refusal(tr("{file}: this is not a table that can be read (CSV, XLSX, JSON or Parquet).", file=path))
    return "text"


def _looks_binary(sample: bytes) -> bool:
    head = sample[:65536]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return False
    nulls = head.count(0)
    if nulls:  # UTF-16 without a BOM: one byte of each pair is zero, the other hardly ever
        even, odd = head[0::2].count(0), head[1::2].count(0)
        return min(even, odd) > len(head) * 0.02 or max(even, odd) < len(head) * 0.2
    controls = sum(head.count(byte) for byte in range(1, 32) if byte not in (9, 10, 12, 13, 27))
    return controls > max(2, len(head) // 200)
