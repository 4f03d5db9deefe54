"""HTML as plain text that reads well: paragraphs, lists, tables by rows, links with their address, quotes behind ">".

Scripts, styles, pictures and what a mail program would hide are dropped; nothing is fetched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from qa_desk.domain.language import tr
from qa_desk.media.threads.form import Fault
from qa_desk.media.threads.html_links import address_beside
from qa_desk.media.threads.html_tokens import Tag, tokens_of
from qa_desk.media.threads.plain import clean

_LARGEST = 20_000_000
_MOST_TOKENS = 200_000
_DEEPEST = 24
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_BLOCK_NAMES = (
    "address article aside center dd details dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header li "
    "main menu nav ol p pre section summary ul caption legend option table tbody thead tfoot tr td th blockquote body html"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_PARAGRAPHS = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "pre", "table", "blockquote"])
_VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"])
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|(?:^|;)\s*font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|!|$)"
    r"|(?:^|;)\s*(?:max-height|opacity)\s*:\s*0(?:px)?\s*(?:;|!|$)",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"\b(gmail_signature|moz-signature|ms-outlook-mobile-signature|yahoo-signature)\b|^signature$", re.IGNORECASE
)
_MARK = re.compile(r"• |\d{1,6}\. ")
_ITEM = re.compile(r"• |\d{1,6}\. | ")
_LONGEST_ROW = 400

FrameKind = Literal["page", "quote", "table", "row", "cell", "list"]


@dataclass(slots=True)
class _Frame:
    """A part of the page that is being read; its lines are put into the part around it when it ends."""

    kind: FrameKind
    lines: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    gap: int = 0
    """1: the next text begins a line; 2: after a blank one."""
    parts: list[list[str]] = field(default_factory=list)
    """Of a table its rows' lines, of a row its cells' lines."""
    count: int = -1
    """Of a numbered list: the last number; −1 for bullets."""


def text_of_html(markup: str) -> str:
    """The page as text; mends what is not closed. A fault when it is too large to be a message."""
    if len(markup) > _LARGEST:
        raise Fault(tr("the HTML has {size} MB; a message has at most 20", size=len(markup) // 1_000_000))
    writer = _Writer()
    for count, token in enumerate(tokens_of(markup)):
        if count > _MOST_TOKENS:
            raise Fault(tr("the HTML has more than {count} tags; this is no message", count=_MOST_TOKENS // 2))
        if isinstance(token, str):
            writer.write(token)
        elif token.is_closing:
            writer.close(token.name)
        else:
            writer.open(token)
    return clean("\n".join(writer.finish()))


class _Writer:
    def __init__(self) -> None:
        self._frames = [_Frame("page")]
        self._anchor: tuple[str, list[str]] | None = None
        self._hidden: str | None = None
        self._hidden_depth = 0
        self._pre = 0

    # -- what the tags do

    def open(self, tag: Tag) -> None:
        if self._hidden is not None:
            self._hidden_depth += tag.name == self._hidden
            return
        if _is_hidden(tag) and tag.name not in _VOID and tag.name not in ("body", "html"):
            self._hidden, self._hidden_depth = tag.name, 1
            return
        self._sign(tag)
        if tag.name in _BLOCKS:
            self._break(self._gap_of(tag.name))
        act = _OPENED.get(tag.name)
        if act is not None:
            act(self, tag)

    def close(self, name: str) -> None:
        if self._hidden is not None:
            self._hidden_depth -= name == self._hidden
            if self._hidden_depth == 0:
                self._hidden = None
            return
        act = _CLOSED.get(name)
        if act is not None:
            act(self)
        if name in _BLOCKS:
            self._break(self._gap_of(name))

    def _gap_of(self, name: str) -> int:
        return 2 if name in _PARAGRAPHS and self._frames[-1].kind != "list" else 1

    def write(self, text: str) -> None:
        if self._hidden is not None:
            return
        if self._pre:
            first, *rest = text.split("\n")
            self._put(first)
            for line in rest:
                self._end_line()
                self._put(line)
            return
        self._put(_BLANKS.sub(" ", text))

    def finish(self) -> list[str]:
        self._close_anchor()
        while len(self._frames) > 1:
            self._leave()
        self._end_text()
        return self._frames[0].lines

    # -- lines

    def _put(self, text: str) -> None:
        frame = self._frames[-1]
        if frame.kind in ("table", "row"):
            if not text.strip():
                return
            frame = self._enter_cell()
        if (not frame.line and not self._pre) or (frame.line and frame.line[-1].endswith(" ") and not self._pre):
            text = text.lstrip(" ")
        if not text:
            return
        if frame.gap:
            if frame.gap > 1 and frame.lines and frame.lines[-1]:
                frame.lines.append("")
            frame.gap = 0
        frame.line.append(text)
        if self._anchor is not None:
            self._anchor[1].append(text)

    def _end_line(self) -> None:
        frame = self._frames[-1]
        frame.lines.append("".join(frame.line).rstrip(" "))
        frame.line = []

    def _end_text(self) -> None:
        if self._frames[-1].line:
            self._end_line()

    def _break(self, gap: int) -> None:
        frame = self._frames[-1]
        if len(frame.line) == 1 and _MARK.fullmatch(frame.line[0]):
            return  # what stands first in an item stands beside its mark
        self._end_text()
        frame.gap = max(frame.gap, gap)

    # -- parts of the page

    def _enter(self, kind: FrameKind, count: int = -1) -> None:
        if len(self._frames) < _DEEPEST:
            self._frames.append(_Frame(kind, count=count))

    def _leave(self) -> None:
        """End the innermost part and put what it holds into the one around it."""
        self._end_text()
        frame = self._frames.pop()
        around = self._frames[-1]
        if frame.kind == "cell" and around.kind == "row":
            around.parts.append(frame.lines)
        elif frame.kind == "row" and around.kind == "table":
            around.parts.append(_row(frame.parts))
        elif frame.kind == "list" and around.kind == "list":
            self._set([f"  {line}" for line in _with_marks(frame)], 1)
        else:
            self._set(_with_marks(frame), 1 if frame.kind in ("row", "cell") else 2)

    def _leave_until(self, kind: FrameKind, stops: tuple[FrameKind, ...] = ()) -> None:
        """End the innermost part of a kind with all that is open in it; nothing where there is none (within `stops`)."""
        for place in range(len(self._frames) - 1, 0, -1):
            if self._frames[place].kind == kind:
                while len(self._frames) > place:
                    self._leave()
                return
            if self._frames[place].kind in stops:
                return

    def _set(self, lines: list[str], gap: int) -> None:
        if not any(lines):
            return
        frame = self._frames[-1]
        if frame.kind in ("table", "row"):
            frame = self._enter_cell()
        self._break(gap)
        if frame.gap > 1 and frame.lines and frame.lines[-1]:
            frame.lines.append("")
        frame.lines += lines
        frame.gap = gap

    def _enter_cell(self) -> _Frame:
        """Text between the cells of a table stands in a cell of its own."""
        if self._frames[-1].kind == "table":
            self._frames.append(_Frame("row"))
        self._frames.append(_Frame("cell"))
        return self._frames[-1]

    def open_list(self, tag: Tag) -> None:
        self._enter("list", 0 if tag.name == "ol" else -1)

    def close_list(self) -> None:
        self._leave_until("list", ("cell",))

    def open_item(self, _tag: Tag) -> None:
        frame = next((one for one in reversed(self._frames) if one.kind == "list"), None)
        if frame is not None and frame.count >= 0:
            frame.count += 1
            self._put(f"{frame.count}. ")
        else:
            self._put("• ")

    def open_quote(self, _tag: Tag) -> None:
        self._enter("quote")

    def close_quote(self) -> None:
        self._leave_until("quote", ("cell",))

    def open_table(self, _tag: Tag) -> None:
        self._enter("table")

    def close_table(self) -> None:
        self._leave_until("table")

    def open_row(self, _tag: Tag) -> None:
        self._leave_until("row", ("table",))
        if self._frames[-1].kind == "table":
            self._enter("row")

    def close_row(self) -> None:
        self._leave_until("row", ("table",))

    def open_cell(self, tag: Tag) -> None:
        self._leave_until("cell", ("row", "table"))
        if self._frames[-1].kind == "table":
            self.open_row(tag)
        if self._frames[-1].kind == "row":
            self._enter("cell")

    def close_cell(self) -> None:
        self._leave_until("cell", ("table",))

    # -- single marks

    def open_line(self, _tag: Tag) -> None:
        frame = self._frames[-1]
        if frame.kind in ("table", "row"):
            return
        if frame.line or not frame.gap:
            self._end_line()
        else:
            frame.gap = 2

    def open_rule(self, _tag: Tag) -> None:
        self._break(1)
        self._put("———")
        self._break(1)

    def open_pre(self, _tag: Tag) -> None:
        self._pre += 1

    def close_pre(self) -> None:
        self._pre = max(0, self._pre - 1)

    def open_picture(self, tag: Tag) -> None:
        """Only a picture that stands for a character (an emoji) is said; its words would be those of a program."""
        alt = tag.attributes.get("alt", "")
        if 0 < len(alt) <= 8 and not any(sign.isalnum() and sign.isascii() for sign in alt):
            self._put(alt)

    def open_anchor(self, tag: Tag) -> None:
        self._close_anchor()
        self._anchor = (tag.attributes.get("href", ""), [])

    def _close_anchor(self) -> None:
        if self._anchor is None:
            return
        (link, said), self._anchor = self._anchor, None
        address = address_beside(link, " ".join("".join(said).split()))
        if address:
            self._put(f" ({address})" if "".join(said).strip() else address)

    def _sign(self, tag: Tag) -> None:
        names = tag.attributes.get("class", "") + " " + tag.attributes.get("data-smartmail", "")
        if _SIGNATURE.search(names) or _SIGNATURE.search(tag.attributes.get("id", "")):
            self._end_text()
            lines = self._frames[-1].lines
            if self._frames[-1].kind not in ("table", "row") and not any(line.strip() == "--" for line in lines[-3:]):
                self._break(1)
                self._put("-- ")
                self._break(1)

    close_anchor = _close_anchor


_OPENED = {
    "a": _Writer.open_anchor,
    "blockquote": _Writer.open_quote,
    "br": _Writer.open_line,
    "hr": _Writer.open_rule,
    "img": _Writer.open_picture,
    "li": _Writer.open_item,
    "ol": _Writer.open_list,
    "ul": _Writer.open_list,
    "pre": _Writer.open_pre,
    "table": _Writer.open_table,
    "tr": _Writer.open_row,
    "td": _Writer.open_cell,
    "th": _Writer.open_cell,
}
_CLOSED = {
    "a": _Writer.close_anchor,
    "blockquote": _Writer.close_quote,
    "ol": _Writer.close_list,
    "ul": _Writer.close_list,
    "pre": _Writer.close_pre,
    "table": _Writer.close_table,
    "tr": _Writer.close_row,
    "td": _Writer.close_cell,
    "th": _Writer.close_cell,
}


def _with_marks(frame: _Frame) -> list[str]:
    """The lines of a part as they stand in the part around it."""
    if frame.kind == "quote":
        return [f"> {line}".rstrip() for line in frame.lines]
    if frame.kind == "list":
        return [line if not line or _ITEM.match(line) else f"  {line}" for line in frame.lines]
    if frame.kind == "table":
        return [line for row in frame.parts for line in row]
    if frame.kind == "row":
        return _row(frame.parts)
    return frame.lines


def _row(cells: list[list[str]]) -> list[str]:
    """A row on one line where its cells are short; else one cell below the other, as pages lay out with tables."""
    told = [lines for cell in cells if (lines := [line for line in cell if line])]
    if len(told) < 2:
        return cells[0] if len(cells) == 1 else [line for cell in cells if any(cell) for line in cell]
    if all(len(lines) == 1 for lines in told) and sum(len(lines[0]) for lines in told) <= _LONGEST_ROW:
        return [" | ".join(cell[0] if (cell := [line for line in each if line]) else "" for each in cells).strip(" |")]
    return [line for cell in cells if any(cell) for line in cell]


def _is_hidden(tag: Tag) -> bool:
    return "hidden" in tag.attributes or bool(_HIDDEN.search(tag.attributes.get("style", "")))
