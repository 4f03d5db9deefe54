"""A pack: a zip with a manifest that says what it is, and the size and SHA-256 of each part. What parts mean is not known here.

The zip's comment holds a digest of everything before it, so that a byte that was changed or lost anywhere is found before
anything else of the file is believed. Names inside are only ever compared with what the manifest lists, and never become a path;
sizes are bounded before anything is unpacked, and recordings lie in it uncompressed. Against somebody who makes a new pack with
new digests only a passphrase helps (see `sealed.py`).
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from qa_desk import __version__
from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.workspace.failures import file_failures
from qa_desk.workspace.pack_fields import Fields, read_fields

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from qa_desk.domain.progress import JobContext

FORMAT = 1
SUFFIX = ".qapack"
MANIFEST = "manifest.json"
_TOLD = b"QA Desk pack, SHA-256 of all before this line: "
_TOLD_BYTES = len(_TOLD) + 64
_PART = re.compile(r"[a-z]{1,20}\.json|media/[0-9a-f]{64}")
_LARGEST_MANIFEST = 2_000_000
_LARGEST_JSON = 64_000_000
_MOST_PARTS = 10_000
_BLOCK = 1 << 20
_DAY_ONE = (1980, 1, 1, 0, 0, 0)
"""The same content makes the same bytes."""


@dataclass(frozen=True, slots=True)
class Part:
    """One member of the zip, as the manifest lists it."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Recording:
    """A file to put in under the hash of its content."""

    path: Path
    sha256: str

    @property
    def name(self) -> str:
        """What it is called inside."""
        return f"media/{self.sha256}"


@dataclass(frozen=True, slots=True)
class Pack:
    """An opened pack: its digest held; its parts are read one by one."""

    kind: str
    about: Fields
    """What the manifest says beside kind, format and parts."""
    parts: Mapping[str, Part]
    _zip: zipfile.ZipFile
    _name: str

    def fields(self, name: str) -> Fields:
        """A part that is a JSON object."""
        return read_fields(self.data(name), name, self._name)

    def data(self, name: str) -> bytes:
        """The bytes of a JSON part."""
        part = self._part(name)
        with _reading(self._name), self._zip.open(name) as opened:
            data = opened.read(part.size + 1)
        if len(data) != part.size or hashlib.sha256(data).hexdigest() != part.sha256:
            raise _not_as_listed(self._name, name)
        return data

    def copy(self, name: str, target: BinaryIO, context: JobContext) -> None:
        """Write a part into a file of one's own choice; refused when it is not what the manifest says."""
        part, digest, size = self._part(name), hashlib.sha256(), 0
        with _reading(self._name), self._zip.open(name) as opened:
            while data := opened.read(_BLOCK):
                context.raise_if_cancelled()
                size += len(data)
                if size > part.size:
                    break
                digest.update(data)
                target.write(data)
                context.report(size, part.size, tr("unpacking a recording"))
        if size != part.size or digest.hexdigest() != part.sha256:
            raise _not_as_listed(self._name, name)

    def _part(self, name: str) -> Part:
        if name not in self.parts:
            raise Refusal(tr("{file}: the pack lacks a part ({where}).", file=self._name, where=name))
        return self.parts[name]


def write_pack(
    target: BinaryIO,
    kind: str,
    about: Mapping[str, object],
    texts: Mapping[str, str],
    recordings: Sequence[Recording],
    context: JobContext,
) -> None:
    """Write a pack into an empty file that can be read, written and sought in."""
    by_name = {recording.name: recording for recording in recordings}
    parts = [Part(name, len(data), hashlib.sha256(data).hexdigest()) for name, data in _encoded(texts)]
    for name, recording in sorted(by_name.items()):
        with file_failures(recording.path):
            parts.append(Part(name, recording.path.stat().st_size, recording.sha256))
    listed = [{"name": part.name, "size": part.size, "sha256": part.sha256} for part in parts]
    program = f"QA Desk {__version__}"
    manifest = {"format": FORMAT, "kind": kind, "program": program, "about": dict(about), "parts": listed}
    with zipfile.ZipFile(target, "w") as made:
        made.comment = bytes(_TOLD_BYTES)
        made.writestr(_info(MANIFEST, is_packed=True), json_text(manifest))
        for name, data in _encoded(texts):
            made.writestr(_info(name, is_packed=True), data)
        for part in parts:
            if part.name in by_name:
                _put_in(made, by_name[part.name], part, context)
    target.seek(-_TOLD_BYTES, 2)
    end = target.tell()
    told = _TOLD + _digest(target, end, context).encode()
    target.seek(end)
    target.write(told)


def json_text(value: object) -> str:
    """JSON as packs hold it: the same value always makes the same text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


@contextmanager
def open_pack(file: BinaryIO, name: str, kinds: Collection[str], context: JobContext) -> Iterator[Pack]:
    """The pack in a file; refused with the reason when it is none, damaged, of another format, or of none of these kinds."""
    _check_digest(file, name, context)
    with _reading(name):
        opened = zipfile.ZipFile(file)
    with opened:
        members = _members(opened, name)
        with _reading(name):
            data = opened.read(MANIFEST)
        manifest = read_fields(data, MANIFEST, name)
        version = manifest.whole("format")
        if version != FORMAT:
            raise Refusal(
                tr("{file}: a pack of format {theirs}; this program reads format {ours}.", file=name, theirs=version, ours=FORMAT)
            )
        kind = manifest.text("kind", most=100)
        if kind not in kinds:
            raise Refusal(tr("{file}: a pack of a kind that this program does not know: “{kind}”.", file=name, kind=kind))
        parts = _listed(manifest, members)
        yield Pack(kind, manifest.part("about"), parts, opened, name)


def _encoded(texts: Mapping[str, str]) -> list[tuple[str, bytes]]:
    return [(name, text.encode()) for name, text in sorted(texts.items())]


def _info(name: str, *, is_packed: bool) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _DAY_ONE)
    info.compress_type = zipfile.ZIP_DEFLATED if is_packed else zipfile.ZIP_STORED
    info.create_system = 3  # the same bytes on every system
    info.external_attr = 0o600 << 16
    return info


def _put_in(made: zipfile.ZipFile, recording: Recording, part: Part, context: JobContext) -> None:
    """Copy a recording in, and see that it is still what it was."""
    info, digest, size = _info(part.name, is_packed=False), hashlib.sha256(), 0
    info.file_size = part.size
    with file_failures(recording.path), recording.path.open("rb") as source, made.open(info, "w") as inside:
        while data := source.read(_BLOCK):
            context.raise_if_cancelled()
            size += len(data)
            if size > part.size:
                break
            digest.update(data)
            inside.write(data)
            context.report(size, part.size, tr("packing a recording"))
    if size != part.size or digest.hexdigest() != part.sha256:
        raise Refusal(tr("{file}: this is another recording than the one that was imported.", file=recording.path.name))


def _digest(file: BinaryIO, size: int, context: JobContext) -> str:
    digest, left = hashlib.sha256(), size
    file.seek(0)
    while left and (data := file.read(min(_BLOCK, left))):
        context.raise_if_cancelled()
        left -= len(data)
        digest.update(data)
        context.report(size - left, size, tr("checking"))
    return digest.hexdigest()


def _check_digest(file: BinaryIO, name: str, context: JobContext) -> None:
    size = file.seek(0, 2)
    end = max(0, size - _TOLD_BYTES)
    file.seek(end)
    told = file.read(_TOLD_BYTES)
    if not told.startswith(_TOLD):
        file.seek(0)
        what = (
            tr("{file}: damaged, cut short or changed on its way; have it sent again.", file=name)
            if file.read(4) == b"PK\3\4"
            else tr("{file}: this is no pack of QA Desk.", file=name)
        )
        raise Refusal(what)
    if told != _TOLD + _digest(file, end, context).encode():
        raise Refusal(tr("{file}: damaged, cut short or changed on its way; have it sent again.", file=name))


def _members(opened: zipfile.ZipFile, name: str) -> dict[str, zipfile.ZipInfo]:
    """What the zip holds, by name; refused where a name is given twice, is none of ours, or promises more than there can be."""
    infos = opened.infolist()
    members = {info.filename: info for info in infos}
    is_ours = len(members) == len(infos) <= _MOST_PARTS and MANIFEST in members
    if not is_ours or not all(one == MANIFEST or _PART.fullmatch(one) for one in members):
        raise Refusal(tr("{file}: this pack is not well made ({where}).", file=name, where=tr("its list of parts")))
    for info in infos:
        largest = _LARGEST_MANIFEST if info.filename == MANIFEST else _LARGEST_JSON
        is_media = info.filename.startswith("media/")
        is_plain = info.compress_type == zipfile.ZIP_STORED and info.file_size == info.compress_size
        is_small = info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) and info.file_size <= largest
        if info.flag_bits & 0x41 or not (is_plain if is_media else is_small):
            raise Refusal(tr("{file}: this pack is not well made ({where}).", file=name, where=info.filename))
    return members


def _listed(manifest: Fields, members: Mapping[str, zipfile.ZipInfo]) -> dict[str, Part]:
    listed = manifest.parts("parts", most=_MOST_PARTS)
    parts = {part.name: part for part in (Part(f.text("name"), f.whole("size"), f.text("sha256")) for f in listed)}
    if len(parts) != len(listed) or parts.keys() != members.keys() - {MANIFEST}:
        raise manifest.malformed("parts")
    for part in parts.values():
        is_named_so = not part.name.startswith("media/") or part.name == f"media/{part.sha256}"
        if part.size != members[part.name].file_size or not is_named_so:
            raise manifest.malformed(part.name)
    return parts


@contextmanager
def _reading(name: str) -> Iterator[None]:
    """What the zip library says of a file that is none, in one line. The digest held: somebody made it so."""
    broken = (
        *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, NotImplementedError, RuntimeError),
        *(EOFError, ValueError, OverflowError, KeyError, IndexError, struct.error),
    )
    try:
        yield
    except broken as error:
        raise Refusal(tr("{file}: this pack is not well made ({where}).", file=name, where="zip")) from error


def _not_as_listed(name: str, part: str) -> Refusal:
    return Refusal(tr("{file}: a part is not what the pack's own list says ({where}).", file=name, where=part))
