"""What a command says and where: results on stdout, progress and messages on stderr, one JSON document with `--json`."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Sequence

_SHOW_PROGRESS_AFTER_S = 1.0
_BAR_WIDTH = 30
_WIDEST_CELL = 60
_LONGEST_REMARK = 240


@dataclass(slots=True)
class Console:
    """Standard output and error of one run of the command line."""

    out: TextIO = field(default_factory=lambda: sys.stdout)
    err: TextIO = field(default_factory=lambda: sys.stderr)
    as_json: bool = False
    _started: float = field(default_factory=time.monotonic)
    _drawn: float = 0.0

    def document(self, value: object) -> None:
        """The one JSON document of a run with `--json`: unrounded numbers, fractions exact as "a/b"."""
        json.dump(value, self.out, ensure_ascii=False, indent=2, default=_jsonable, allow_nan=False)
        self.out.write("\n")

    def line(self, text: str = "") -> None:
        """A line of the result, for people."""
        self.out.write(text + "\n")

    def table(self, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """A table for people: columns as wide as their widest cell, CJK characters counted as two.

        A long cell is cut, so that one row does not push the others out of sight; not in the last column, where nothing
        follows and remarks stand, unless it is absurdly long.
        """
        last = len(header) - 1
        cells = [list(header)]
        for row in rows:
            texts = ["" if cell is None else " ".join(str(cell).split()) for cell in row]
            cells.append([_cut(text, _WIDEST_CELL if i < last else _LONGEST_REMARK) for i, text in enumerate(texts)])
        widths = [max(_width(row[i]) for row in cells) for i in range(len(header))]
        for number, row in enumerate(cells):
            self.line("  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip())
            if number == 0:
                self.line("  ".join("-" * width for width in widths))

    def message(self, text: str) -> None:
        """Something to know that is not the result."""
        self._wipe()
        self.err.write(text + "\n")

    # the three below make a console usable as the context of a job

    def report(self, done: float, total: float, text: str = "") -> None:
        """Progress: a bar on a terminal once the work has taken a second."""
        now = time.monotonic()
        if not self.err.isatty() or now - self._started < _SHOW_PROGRESS_AFTER_S or now - self._drawn < 0.1:
            return
        self._drawn = now
        share = min(1.0, done / total) if total else 0.0
        filled = round(share * _BAR_WIDTH)
        self.err.write(f"\r\x1b[K[{'#' * filled}{'.' * (_BAR_WIDTH - filled)}] {share:4.0%} {text}")
        self.err.flush()

    def raise_if_cancelled(self) -> None:
        """A command is cancelled by Ctrl+C, which Python raises by itself."""

    def finish(self) -> None:
        """Leave no half-drawn bar behind."""
        self._wipe()

    def _wipe(self) -> None:
        if self._drawn:
            self.err.write("\r\x1b[K")
            self._drawn = 0.0


def _cut(text: str, widest: int) -> str:
    """The text, or as much of it as fits before an ellipsis."""
    if _width(text) <= widest:
        return text
    kept, width = "", 0
    for character in text:
        width += _width(character)
        if width >= widest:
            break
        kept += character
    return kept + "…"


def _width(text: str) -> int:
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def _jsonable(value: object) -> object:
    if isinstance(value, Fraction):
        return str(value)
    item = getattr(value, "item", None)
    if callable(item):
        return item()
    raise TypeError(f"{type(value).__name__} is not JSON")
