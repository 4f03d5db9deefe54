"""A file as the formats see it: bytes, text with its encoding found, or JSON; within limits, and refused with a reason."""

from __future__ import annotations

import codecs
import json
import re
from datetime import UTC, datetime
from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from qa_desk.domain.encodings import decoder, detect
from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.media.threads.form import Fault

if TYPE_CHECKING:
    from datetime import tzinfo

LARGEST_BYTES = 200_000_000
_LONGEST_LINE = 1_000_000
_SAMPLE = 200_000
_LINE_ENDS = re.compile("\r\n|\r|\n")
_JSON_SUFFIXES = (".json", ".jsonl", ".ndjson")
_BEGINS_AS_JSON = re.compile(rb"""\{\s*["}]|\[\s*[\[{"\]]""")


class Document:
    """One file, or one member of an archive. Everything is read at first need and kept."""

    def __init__(self, name: str, data: bytes, zone: tzinfo | None = None) -> None:
        self.name = name
        self.data = data
        self._zone = zone
        self.notes: list[str] = []
        """What the person should know of how this was read."""

    @property
    def stem(self) -> str:
        """The name without folders and ending."""
        return PurePath(self.name).name.split(".")[0]

    @property
    def suffix(self) -> str:
        """The ending, in small letters."""
        return PurePath(self.name).suffix.lower()

    @cached_property
    def text(self) -> str:
        """The whole as text, in whichever encoding it was written."""
        is_utf8 = _is_utf8(self.data)
        found = detect(self.data[:_SAMPLE], is_utf8)
        if not is_utf8:
            self.note(tr("{file}: read as {encoding}.", file=self.name, encoding=found.name))
        return decoder(found.name)(self.data, True)

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text; refused when one is too long to be one."""
        lines = _LINE_ENDS.split(self.text)
        for number, line in enumerate(lines, 1):
            if len(line) > _LONGEST_LINE:
                raise Refusal(
                    tr("{file}, line {line}: is longer than a million characters; this is no transcript.",
                       file=self.name, line=number)
                )  # fmt: skip
        return lines

    @cached_property
    def looks_like_json(self) -> bool:
        """Whether it is to be read as JSON: by its ending, or because it begins so (“[14:05]” does not)."""
        begins = self.data[:2000].replace(b"\0", b"").lstrip(codecs.BOM_UTF8 + codecs.BOM_UTF16 + b" \t\r\n")
        return self.suffix in _JSON_SUFFIXES or _BEGINS_AS_JSON.match(begins) is not None

    @cached_property
    def json(self) -> Any:  # noqa: ANN401
        """The JSON document; a list of its lines where each line is one. None when it does not even begin as JSON."""
        if not self.looks_like_json:
            return None
        text = self._strict_text()
        try:
            return _parsed(text)
        except json.JSONDecodeError as error:
            lines = _json_lines(text) if error.msg == "Extra data" else None
            if lines is not None:
                return lines
            raise Refusal(
                tr("{file}, line {line}: is not JSON ({reason}).", file=self.name, line=error.lineno, reason=error.msg)
            ) from error
        except RecursionError as error:
            raise Refusal(tr("{file}: is nested too deeply to be a transcript.", file=self.name)) from error
        except ValueError as error:  # a number of thousands of digits
            raise Refusal(tr("{file}: is not JSON ({reason}).", file=self.name, reason=tr("a number is too long"))) from error

    def note(self, text: str) -> None:
        """Tell something once."""
        if text not in self.notes:
            self.notes.append(text)

    def placed(self, moment: datetime, said: str) -> datetime:
        """A moment without an offset, in the time zone that holds for it; a fault where none was named."""
        if self._zone is None:
            raise Fault(tr("{value} has no offset from UTC", value=said))
        self.note(tr("{file}: times without an offset were taken as {zone}.", file=self.name, zone=self._zone))
        try:
            return moment.replace(tzinfo=self._zone).astimezone(UTC)
        except OverflowError as error:
            raise Fault(tr("“{what}” is no time: {value}", what="at", value=said)) from error

    def _strict_text(self) -> str:
        encoding = json.detect_encoding(self.data[:4])
        try:
            return self.data.decode(encoding)
        except UnicodeDecodeError as error:
            line = self.data[: error.start].count(b"\n") + 1
            raise Refusal(tr("{file}, line {line}: is not UTF-8 text; save it as UTF-8.", file=self.name, line=line)) from error


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _parsed(text: str) -> Any:  # noqa: ANN401
    return json.loads(text.removeprefix("\ufeff"))


def _json_lines(text: str) -> list[Any] | None:
    """One JSON object a line, as data exports write them."""
    found = []
    for line in text.removeprefix("\ufeff").split("\n"):
        if line.strip():
            try:
                found.append(json.loads(line))
            except (ValueError, RecursionError):
                return None
    return found
