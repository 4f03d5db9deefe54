"""HTML into tags and texts, in one pass whatever it holds.

The standard library's parser takes minutes for a few hundred kilobytes of unclosed tags (before Python 3.11.14, 3.12.12 and
3.13.6), and a browser's tree is more than is needed to read a mail.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qa_desk.media.threads.plain import decode_references

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME = re.compile(r"[a-zA-Z][^\s/>]{0,60}")
_ATTRIBUTE = re.compile(r"""([^\s=/>"']{1,60})(?:\s{0,20}=\s{0,20}("[^"]*"|'[^']*'|[^\s>"']+))?""")
_UNTIL_QUOTE_OR_END = re.compile(r"""[^"'>]*""")
_UNREAD = {
    name: re.compile(rf"</{name}(?=[\s/>]|$)", re.IGNORECASE)
    for name in ("script", "style", "title", "iframe", "object", "noembed", "noframes", "svg", "math", "template", "xml",
                 "audio", "video", "canvas", "select")
}  # fmt: skip
"""Elements whose content is not read."""
_LONGEST_ATTRIBUTES = 20_000


@dataclass(frozen=True, slots=True)
class Tag:
    """An opening or closing tag, its name in small letters."""

    name: str
    is_closing: bool = False
    attributes: dict[str, str] = field(default_factory=dict)


def tokens_of(markup: str) -> Iterator[Tag | str]:
    """Tags, and texts with their character references decoded once. Comments and what nobody sees are left out."""
    return _Reader(markup).tokens()


class _Reader:
    def __init__(self, markup: str) -> None:
        self._markup = markup
        self._last_end = markup.rfind(">")
        self._has_sound_quotes = True

    def tokens(self) -> Iterator[Tag | str]:
        markup, place, begun = self._markup, 0, 0
        while True:
            place = markup.find("<", place)
            if place < 0 or place > self._last_end:
                break
            end = self._end_of_tag(place)
            if not end:
                place += 1
                continue
            if place > begun:
                yield decode_references(markup[begun:place])
            tag = self._tag(place, end)
            begun = place = end
            if tag is not None:
                yield tag
                if tag.name in _UNREAD and not tag.is_closing:
                    closing = _UNREAD[tag.name].search(markup, end)
                    begun = place = closing.start() if closing else len(markup)
        if begun < len(markup):
            yield decode_references(markup[begun:])

    def _end_of_tag(self, place: int) -> int:
        """Behind the tag or comment that begins here; 0 where the “<” is only a sign."""
        markup = self._markup
        following = markup[place + 1 : place + 4]
        if following == "!--":
            end = markup.find("-->", place + 4)
            return len(markup) if end < 0 else end + 3
        if following[:1] in ("!", "?"):
            return markup.find(">", place) + 1
        if not (following[:1].isascii() and following[:1].isalpha()) and not (
            following[:1] == "/" and following[1:2].isascii() and following[1:2].isalpha()
        ):
            return 0
        if self._has_sound_quotes:
            end = self._end_outside_quotes(place)
            if end:
                return end
            self._has_sound_quotes = False  # from here to the end no quote can be trusted: look no further than the next “>”
        return markup.find(">", place) + 1

    def _end_outside_quotes(self, place: int) -> int:
        """Behind the “>” that no quote holds; 0 where there is none."""
        markup = self._markup
        while place < len(markup):
            found = _UNTIL_QUOTE_OR_END.match(markup, place)
            place = found.end() if found else len(markup)
            if place >= len(markup):
                break
            if markup[place] == ">":
                return place + 1
            closing = markup.find(markup[place], place + 1)
            if closing < 0:
                break
            place = closing + 1
        return 0

    def _tag(self, place: int, end: int) -> Tag | None:
        is_closing = self._markup[place + 1] == "/"
        found = _NAME.match(self._markup, place + 1 + is_closing, end)
        if found is None:
            return None
        inside = self._markup[found.end() : min(end - 1, found.end() + _LONGEST_ATTRIBUTES)]
        return Tag(found[0].lower(), is_closing, {} if is_closing else _attributes(inside))


def _attributes(inside: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(inside):
        value = match[2] or ""
        if value[:1] in ("'", '"'):
            value = value[1:-1]
        found.setdefault(match[1].lower(), decode_references(value))
    return found
