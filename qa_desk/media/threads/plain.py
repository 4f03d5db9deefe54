"""Text from outside made safe to show and to search: no control characters, no hidden reversals, one way to write a line end."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

from qa_desk.domain.language import tr
from qa_desk.media.threads.form import Fault

LONGEST = 1_000_000
"""Characters of one message; nobody reads more, and screens and searches stay quick."""
_LONGEST_NAME = 1000

_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029\x85\x0b\x0c]")
_TERMINAL = re.compile("\x1b(?:\\[[0-9;?]{0,20}[A-Za-z]|[@-Z\\\\-_])")
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f"  # control characters
    "\u00ad\u034f\u061c\u200b\u200e\u200f\u2060-\u2064\ufeff\ufff9-\ufffb"  # invisible, and in the way of a search
    "\u202a-\u202c\u2066-\u2069]"  # embeddings and isolates: each line finds its own direction
)
_OVERRIDES = {"\u202d": "[LRO]", "\u202e": "[RLO]"}
_OVERRIDE = re.compile("[\u202d\u202e]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_MARKS = re.compile("([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{6})"
                    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+")  # fmt: skip
_BLANKS = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3164\uffa0]")
_EMPTY_LOOKING = re.compile("[ \u180e\u200c\u200d\u2800\u3000]+")
_MANY_BLANKS = re.compile(r"\n{3,}")


def clean(text: str) -> str:
    """A message as it is kept: safe characters, no blanks at line ends, at most one blank line in a row.

    Overrides that would show text the wrong way round become visible words; a file name cannot hide its ending behind one.
    """
    if len(text) > LONGEST:
        raise Fault(tr("the text has {count} characters; a message has at most a million", count=len(text)))
    if not text.isascii():
        text = _SURROGATE.sub("\ufffd", text)
        text = unicodedata.normalize("NFC", text)
        text = _BLANKS.sub(" ", _MARKS.sub(r"\1", text))
        text = _OVERRIDE.sub(lambda found: _OVERRIDES[found[0]], text)
    text = _LINE_ENDS.sub("\n", _TERMINAL.sub("", text))
    lines = (line.expandtabs(4).rstrip() for line in _DROPPED.sub("", text).split("\n"))
    kept = ("" if _EMPTY_LOOKING.fullmatch(line) else line for line in lines)
    return _MANY_BLANKS.sub("\n\n", "\n".join(kept)).strip("\n")


def clean_line(text: str) -> str:
    """A name, subject or address on one line."""
    return " ".join(clean(text[: 4 * _LONGEST_NAME]).split())[:_LONGEST_NAME]


_TAG = re.compile(r"</?[a-zA-Z0-9.][^<>\n]{0,400}>|</?[a-zA-Z]>")
_HUGE_REFERENCE = re.compile(r"&#(?:[xX][0-9a-fA-F]{8,}|\d{8,});?")


def decode_references(text: str) -> str:
    """HTML's character references, once; numbers too large to be a character become U+FFFD."""
    return unescape(_HUGE_REFERENCE.sub("\ufffd", text)) if "&" in text else text


def without_tags(text: str) -> str:
    """A subtitle's text: tags such as `<i>` or `<00:01.199>` go, character references are decoded, blanks are single."""
    return " ".join(clean(decode_references(_TAG.sub("", text))).split())
