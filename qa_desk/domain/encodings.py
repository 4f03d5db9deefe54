"""In which encoding a text file is, found from its bytes.

What is valid UTF-8 is UTF-8; the rest is judged by how likely its letters are.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr

if TYPE_CHECKING:
    from collections.abc import Callable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
MIXED = "windows-1252+cp850"
"""Two code pages in one file, as old Windows and DOS programs left them behind: the DOS bytes are those that would be
punctuation or nothing inside a word."""

_DOS_LETTERS = {0x80: "Ç", 0x81: "ü", 0x82: "é", 0x83: "â", 0x84: "ä", 0x85: "à", 0x87: "ç", 0x88: "ê", 0x89: "ë", 0x8A: "è",
                0x8B: "ï", 0x8C: "î", 0x90: "É", 0x93: "ô", 0x94: "ö", 0x96: "û", 0x97: "ù"}  # fmt: skip
_ALWAYS_DOS = frozenset((0x81, 0x82, 0x83, 0x87, 0x88, 0x89, 0x8B, 0x90))
"""Not a letter in windows-1252, and no mark that stands directly beside a letter."""
_LETTER = rb"[A-Za-z\xc0-\xff]"
_DOS_BYTE = re.compile(
    rb"(?<=" + _LETTER + rb")[\x81-\x83\x87-\x8b\x90]"
    rb"|(?<=" + _LETTER + rb")[\x84\x85\x8c\x93\x94\x96\x97](?=" + _LETTER + rb")"
    rb"|[\x80-\x83\x87-\x8b\x90](?=[A-Za-z])"
)


@dataclass(frozen=True, slots=True)
class Encoding:
    """What was found."""

    name: str
    note: str | None = None


def detect(sample: bytes, is_utf8: bool) -> Encoding:
    """The encoding of a text of which `sample` is the beginning; `is_utf8` says whether the whole of it is valid UTF-8."""
    for bom, name in _BOMS:
        if sample.startswith(bom):
            return Encoding(name)
    wide = _wide_without_bom(sample)
    if wide:
        return Encoding(wide)
    if is_utf8:
        return Encoding("utf-8")
    candidates: list[tuple[float, str]] = [(score(sample), name) for name, score in _JUDGES]
    best = max(candidates)
    if best[0] > 0.6:
        return Encoding(best[1])
    if len(_DOS_BYTE.findall(sample)) >= 3 and any(bytes([byte]) in sample for byte in _ALWAYS_DOS):
        return Encoding(MIXED, tr("the text mixes windows-1252 with the DOS code page 850; both were read"))
    return Encoding("windows-1252")


def _wide_without_bom(sample: bytes) -> str | None:
    head = sample[:4000]
    if len(head) < 8:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > half * 0.6 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.6 and odd < half * 0.1:
        return "utf-16-be"
    return None


def decoder(name: str) -> Callable[[bytes, bool], str]:
    """A function (bytes, is_last) → text that keeps what a piece leaves over; unreadable bytes become U+FFFD."""
    if name == MIXED:
        return lambda piece, final: decode_mixed(piece)
    try:
        incremental = codecs.getincrementaldecoder(name)(errors="replace")
    except LookupError as error:
        raise Refusal(
            tr("{name} is no encoding that is known here; use a name such as utf-8, gb18030 or windows-1252.", name=name)
        ) from error
    return incremental.decode


def decode_mixed(piece: bytes) -> str:
    """windows-1252 with the letters of code page 850 in it."""
    parts: list[str] = []
    last = 0
    for match in _DOS_BYTE.finditer(piece):
        parts.append(piece[last : match.start()].decode("cp1252", errors="replace"))
        parts.append(_DOS_LETTERS.get(piece[match.start()], "\ufffd"))
        last = match.end()
    parts.append(piece[last:].decode("cp1252", errors="replace"))
    return "".join(parts)


def _judge_gb18030(sample: bytes) -> float:
    return _common_share(sample, "gb18030", "gb2312", lambda lead: 0xB0 <= lead <= 0xD7 or 0xA1 <= lead <= 0xA3)


def _judge_big5(sample: bytes) -> float:
    return _common_share(sample, "big5", "big5", lambda lead: 0xA4 <= lead <= 0xC6 or 0xA1 <= lead <= 0xA3)


def _common_share(sample: bytes, codec: str, narrow: str, is_common: Callable[[int], bool]) -> float:
    """The share of wide characters that are everyday ones in this encoding; 0 when it does not decode."""
    try:
        text = codecs.getincrementaldecoder(codec)().decode(sample, False)
    except UnicodeDecodeError:
        return 0.0
    wide = [c for c in text if ord(c) > 0x7F]
    if not wide:
        return 0.0
    common = 0
    for character in wide:
        try:
            common += is_common(character.encode(narrow)[0])
        except UnicodeEncodeError:
            continue
    return common / len(wide)


def _cyrillic_share(sample: bytes, codec: str) -> float:
    """How much of it is lower-case Russian in words: the wrong Cyrillic table swaps cases or yields signs."""
    runs = _HIGH_RUN.findall(sample)
    if not runs or sum(map(len, runs)) / len(runs) < 2.5:
        return 0.0
    text = b" ".join(runs).decode(codec, errors="replace").replace(" ", "")
    lower = sum("а" <= c <= "я" or c == "ё" for c in text)
    upper = sum("А" <= c <= "Я" or c == "Ё" for c in text)
    # of two tables that both give letters, the one whose letters are the frequent ones of Russian
    common = sum(c in "оеаинтсрвл" for c in text.lower())
    return (lower + 0.5 * upper) / len(text) + common / len(text) / 1000


_JUDGES: tuple[tuple[str, Callable[[bytes], float]], ...] = (
    ("gb18030", _judge_gb18030),
    ("big5", _judge_big5),
    ("windows-1251", lambda sample: _cyrillic_share(sample, "cp1251")),
    ("koi8-r", lambda sample: _cyrillic_share(sample, "koi8-r")),
)
