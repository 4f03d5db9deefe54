"""A file sealed with a passphrase: nobody reads it without, and whoever changes a byte of it is found out.

The key comes from the passphrase by scrypt (RFC 7914); the content is cut into chunks, each encrypted by AES-256-GCM (NIST SP
800-38D) with a nonce of its own: seven random bytes, the chunk's number, and whether it is the last (the STREAM construction of
Hoang, Reyhanitabar, Rogaway and Vizár, 2015). So chunks cannot be left out, swapped or appended, and a large recording never sits
in memory whole. Everything that is needed to open it but the passphrase stands in the head, which each chunk vouches for.
"""

from __future__ import annotations

import hmac
import os
import struct
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa_desk.domain.progress import JobContext

MAGIC = b"QADSEAL\x01"
_HEAD = struct.Struct(">8sBBBB16s7s16s")
"""Magic and format, log2 of scrypt's N, r, p, log2 of the chunk's bytes, salt, start of the nonces, check of the passphrase."""
_COST, _R, _P = 17, 8, 1
"""2^17 · 8 · 128 bytes: 128 MB and some tenths of a second for one guess (OWASP's advice of 2023)."""
_COSTS = range(12, 19)
"""What is opened: a head that asks for more would be no pack but an attack on the memory."""
_CHUNK, _CHUNKS = 20, range(12, 23)
_TAG = 16
_KEY = 32
SHORTEST_PASSPHRASE = 8


@dataclass(frozen=True, slots=True)
class _Head:
    cost: int
    r: int
    p: int
    chunk: int
    salt: bytes
    start: bytes
    check: bytes = b""

    def packed(self) -> bytes:
        return _HEAD.pack(MAGIC, self.cost, self.r, self.p, self.chunk, self.salt, self.start, self.check)

    def nonce(self, number: int, *, is_last: bool) -> bytes:
        return self.start + number.to_bytes(4) + bytes([is_last])

    def secrets(self, passphrase: str) -> tuple[bytes, bytes]:
        """The key, and what is compared to tell a wrong passphrase from a damaged file."""
        from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

        words = unicodedata.normalize("NFC", passphrase).encode()
        derived = Scrypt(salt=self.salt, length=_KEY + _TAG, n=1 << self.cost, r=self.r, p=self.p).derive(words)
        return derived[:_KEY], derived[_KEY:]


def is_sealed(head: bytes) -> bool:
    """Whether a file that begins so is a sealed one, of whatever format."""
    return head.startswith(MAGIC[:-1])


def seal(source: BinaryIO, target: BinaryIO, passphrase: str, context: JobContext, *, size: int, cost: int = _COST) -> None:
    """Write what is left of `source` (`size` bytes, for the progress) into `target`, readable with the passphrase alone."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if len(passphrase.strip()) < SHORTEST_PASSPHRASE:
        raise Refusal(tr("A passphrase has {count} characters or more.", count=SHORTEST_PASSPHRASE))
    bare = _Head(cost, _R, _P, _CHUNK, os.urandom(16), os.urandom(7))
    key, check = bare.secrets(passphrase)
    head = _Head(cost, _R, _P, _CHUNK, bare.salt, bare.start, check)
    packed, cipher = head.packed(), AESGCM(key)
    target.write(packed)
    for number, chunk, is_last in _chunks(source, 1 << _CHUNK):
        context.raise_if_cancelled()
        context.report(number << _CHUNK, size, tr("sealing"))
        target.write(cipher.encrypt(head.nonce(number, is_last=is_last), chunk, packed))


def unseal(source: BinaryIO, target: BinaryIO, passphrase: str, name: str, context: JobContext, *, size: int) -> None:
    """Write the content of a sealed file of `size` bytes into `target`.

    Refused with the reason when it is no such file, of a later format, when the passphrase is another, or when anything of it was
    changed or is missing; what was written into `target` until then is to be thrown away.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    head = _read_head(source.read(_HEAD.size), name)
    key, check = head.secrets(passphrase)
    if not hmac.compare_digest(check, head.check):
        raise Refusal(tr("{file}: this is not its passphrase (or its first bytes are damaged).", file=name))
    packed, cipher = head.packed(), AESGCM(key)
    try:
        for number, chunk, is_last in _chunks(source, (1 << head.chunk) + _TAG):
            context.raise_if_cancelled()
            context.report(number << head.chunk, size, tr("opening"))
            target.write(cipher.decrypt(head.nonce(number, is_last=is_last), chunk, packed))
    except (InvalidTag, ValueError, OverflowError) as error:
        raise Refusal(tr("{file}: damaged, cut short or changed on its way; have it sent again.", file=name)) from error


def _read_head(data: bytes, name: str) -> _Head:
    if len(data) < _HEAD.size or not is_sealed(data):
        raise Refusal(tr("{file}: damaged, cut short or changed on its way; have it sent again.", file=name))
    magic, cost, r, p, chunk, salt, start, check = _HEAD.unpack(data)
    if magic != MAGIC:
        raise Refusal(tr("{file}: sealed by a newer QA Desk; update the program.", file=name))
    if cost not in _COSTS or r != _R or p != _P or chunk not in _CHUNKS:
        raise Refusal(tr("{file}: damaged, cut short or changed on its way; have it sent again.", file=name))
    return _Head(cost, r, p, chunk, salt, start, check)


def _chunks(source: BinaryIO, size: int) -> Iterator[tuple[int, bytes, bool]]:
    """(number, bytes, is it the last); at least one, which may be empty."""
    number, chunk = 0, source.read(size)
    while following := source.read(size) if len(chunk) == size else b"":
        yield number, chunk, False
        number, chunk = number + 1, following
    yield number, chunk, True
