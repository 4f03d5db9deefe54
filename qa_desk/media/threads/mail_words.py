"""The bytes of a mail as text: declared character sets where they are right, found ones where they are missing or wrong."""

from __future__ import annotations

import base64
import binascii
import codecs
import quopri
import re
from typing import TYPE_CHECKING

from qa_desk.domain.encodings import decoder, detect
from qa_desk.media.threads.plain import clean_line

if TYPE_CHECKING:
    from email.message import Message

_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_LONGEST_HEADER = 20_000
_WIDER = {
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "hz-gb-2312": "hz", "big5-hkscs": "big5hkscs", "x-sjis": "cp932",
    "shift_jis": "cp932", "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "iso-8859-8-i": "iso-8859-8", "windows-874": "cp874",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252",
    "x-mac-cyrillic": "mac_cyrillic", "unicode-1-1-utf-7": "utf-7", "cp-850": "cp850", "tis-620": "cp874",
}  # fmt: skip
"""Names that mail programs write, and the table that holds what they really mean: a superset in every case."""
_NEVER = frozenset(("idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape"))


class Letters:
    """Reads the words of one mail. What is undeclared in it is taken to be in one and the same encoding."""

    def __init__(self, sample: bytes) -> None:
        self._sample = sample[:200_000]

    def decode(self, data: bytes, charset: str | None) -> str:
        """The text of these bytes; never fails, unreadable bytes become U+FFFD."""
        name = (charset or "").strip("\"' ").split("*")[0].casefold()
        codec = _WIDER.get(name, name)
        if _is_utf8(data) and not data.isascii() and codec in ("cp1252", ""):
            return data.decode()
        if not codec or not _is_codec(codec) or (name in ("us-ascii", "ascii") and not data.isascii()):
            return self._guess(data)
        try:
            return data.decode(codec)
        except (UnicodeError, ValueError):
            return data.decode(codec, errors="replace") if _mostly(data, codec) else self._guess(data)

    def header(self, value: object) -> str:
        """A header's text on one line: encoded words put together, raw bytes read, folding undone."""
        text = raw(value)[:_LONGEST_HEADER]
        pieces: list[str] = []
        held: tuple[str, bytes] | None = None
        end = 0
        for word in _WORD.finditer(text):
            between = text[end : word.start()]
            charset, data = word[1], _unpacked(word[2], word[3])
            if held is not None and not between.strip() and held[0].casefold() == charset.casefold():
                held = (charset, held[1] + data)  # a character may be broken over two words
            else:
                pieces += self._let_go(held)
                pieces += [self.decode(_bytes(between), None)] if between.strip() or held is None else []
                held = (charset, data)
            end = word.end()
        pieces += self._let_go(held)
        pieces.append(self.decode(_bytes(text[end:]), None))
        return clean_line("".join(pieces))

    def _let_go(self, held: tuple[str, bytes] | None) -> list[str]:
        return [] if held is None else [self.decode(held[1], held[0])]

    def _guess(self, data: bytes) -> str:
        if _is_utf8(data):
            return data.decode()
        found = detect(self._sample + b"\n" + data[:200_000], is_utf8=False)
        return decoder(found.name)(data, True)


def raw(value: object) -> str:
    """A header as it stands in the mail, on one line; bytes beyond ASCII are kept as surrogates."""
    return re.sub(r"[\r\n]+[ \t]*", " ", value if isinstance(value, str) else "")


def headers_of(mail: Message, name: str) -> list[str]:
    """All headers of a name as they stand, first to last."""
    return [value for key, value in mail.raw_items() if key.casefold() == name and isinstance(value, str)]


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _unpacked(kind: str, packed: str) -> bytes:
    data = _bytes(packed)
    if kind in "qQ":
        return quopri.decodestring(data.replace(b"_", b" "), header=False)
    bare = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    try:
        return base64.b64decode(bare[: len(bare) - (len(bare) % 4 == 1)] + b"=" * (-len(bare) % 4))
    except binascii.Error:
        return data


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_codec(name: str) -> bool:
    try:
        is_wanted = codecs.lookup(name).name not in _NEVER
    except (LookupError, ValueError):
        return False
    try:
        b"a".decode(name)
    except UnicodeError:
        return is_wanted  # one byte is no text of it: its characters are wider
    except LookupError:  # a packing, such as “zlib”
        return False
    return is_wanted


def _mostly(data: bytes, codec: str) -> bool:
    """Whether a text is of this encoding but for a few damaged places."""
    text = data[:20_000].decode(codec, errors="replace")
    return text.count("\ufffd") * 20 < len(text)
