"""One message of a thread: day and gap above it, its head, its text in parts that fold, its attachments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from qa_desk.domain.language import tr
from qa_desk.ui.evaluate.thread_entries import duration_text
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.elided import ElidedLabel
from qa_desk.ui.widgets.text import label, restyle
from qa_desk.ui.widgets.words import Hit, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QPushButton

    from qa_desk.ui.evaluate.thread_entries import Entry, Piece
    from qa_desk.ui.theme import Theme

_INSET = 48
_NARROW = 420
_WIDEST = 760


class MessageCard(QWidget):
    """Shows one entry after the other, as the thread is scrolled."""

    pressed = Signal(object)
    """The card itself: the person pressed it."""
    selected = Signal(object)
    """The `Words` in which the person selected something."""
    folded = Signal(object)
    """The `FoldButton` that was pressed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.position = 0
        self._side = "unknown"
        self._slots: list[_Slot] = []
        self._outer = QVBoxLayout(self)
        self._outer.setSpacing(Space.XS)
        self._day, self._gap = label("", "heading"), label("", "small")
        for above in (self._day, self._gap):
            above.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._outer.addWidget(above)
        self._frame = QFrame()
        self._frame.setProperty("kind", "message")
        self._shelf = QVBoxLayout()
        self._shelf.addWidget(self._frame)
        self._outer.addLayout(self._shelf)
        self._outer.setContentsMargins(1, Space.XS, Space.S, Space.XS)
        self._column = QVBoxLayout(self._frame)
        self._column.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        self._column.setSpacing(2)
        self._column.addLayout(self._head())
        self._about = ElidedLabel("", "small")
        self._column.addWidget(self._about)
        self._body = QVBoxLayout()
        self._body.setSpacing(2)
        self._column.addLayout(self._body)
        self._attached = label("", "small", wraps=True)
        self._column.addWidget(self._attached)

    def show_entry(self, entry: Entry, pieces: Sequence[Piece], hits: Sequence[Hit]) -> None:
        """Show another message; `hits` are places in its whole text."""
        said = entry.utterance
        self.position, self._side = entry.position, said.speaker
        _say(self._day, entry.day)
        is_slowest = entry.slowest is not None
        slowest = tr("slowest reply, {duration}", duration=duration_text(entry.slowest)) if entry.slowest is not None else ""
        _say(self._gap, " · ".join(part for part in (entry.gap, slowest) if part))
        restyle(self._gap, meaning="watch" if is_slowest else None)
        self._name.setText(entry.who)
        restyle(self._name, meaning=said.speaker if said.speaker in ("agent", "customer") else None)
        _say(self._role, entry.role if said.author else "")
        self._note.setVisible(said.is_internal)
        self._stamp.setText(entry.stamp)
        _say(self._about, entry.about)
        _say(self._attached, entry.attached)
        restyle(self._frame, side=said.speaker, note="true" if said.is_internal else "false")
        self.setAccessibleName(entry.spoken)
        self._show_pieces(pieces, hits, is_quiet=said.speaker == "system" or not said.text)
        self._forget_heights()

    def light(self, *, is_lit: bool) -> None:
        """Show whether it is the one in hand."""
        restyle(self._frame, lit="true" if is_lit else "false")

    def show_markers(self, count: int) -> None:
        """Say how many markers it carries."""
        self._pins.setText("▲" * min(count, 5))
        self._pins.setVisible(bool(count))

    def words_at(self, place: int) -> int:
        """How far below its top a character of the text stands."""
        for slot in self._slots:
            if (
                slot.piece is not None
                and slot.piece.is_open
                and slot.piece.start <= place <= slot.piece.start + len(slot.piece.text)
            ):
                return slot.words.mapTo(self, slot.words.rect().topLeft()).y() + slot.words.top_of(place - slot.piece.start)
        return 0

    def heightForWidth(self, width: int) -> int:
        """Its height with all that is open of it."""
        self._fit(width)
        return self._outer.totalHeightForWidth(width)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """It is taken in hand."""
        self.pressed.emit(self)
        super().mousePressEvent(event)

    # -- building

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        self._name = label("", "heading")
        self._name.setMinimumWidth(24)
        self._role, self._stamp = label("", "small"), label("", "small")
        self._note = label(tr("internal note"), "small", meaning="watch")
        self._pins = label("", "small", meaning="accent")
        for part in (self._name, self._role, self._note):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self._pins)
        row.addWidget(self._stamp)
        return row

    def _fit(self, width: int) -> None:
        """Agents stand to the right and customers to the left where there is room; lines do not grow too long to be read."""
        inset = _INSET if width >= _NARROW else Space.M
        left = inset if self._side == "agent" else 0
        right = inset if self._side == "customer" else 0
        spare = max(0, width - _WIDEST - inset)
        if self._side == "agent":
            left += spare
        else:
            right += spare
        if self._side in ("bot", "system", "unknown"):
            left, right = (0, spare) if self._side == "unknown" else (inset // 2, inset // 2 + spare)
        self._shelf.setContentsMargins(left, 0, right, 0)

    def _show_pieces(self, pieces: Sequence[Piece], hits: Sequence[Hit], *, is_quiet: bool) -> None:
        while len(self._slots) < len(pieces):
            self._slots.append(self._new_slot())
        for number, slot in enumerate(self._slots):
            slot.show_piece(pieces[number] if number < len(pieces) else None, hits, is_quiet=is_quiet)

    def _forget_heights(self) -> None:
        """It is measured at once, before its layouts hear of their parts in the next turn of the event loop."""
        for layout in (self._body, self._column):
            layout.invalidate()
        self._frame.updateGeometry()
        for layout in (self._shelf, self._outer):
            layout.invalidate()

    def _new_slot(self) -> _Slot:
        slot = _Slot(self._theme)
        slot.words.pressed.connect(self._words_pressed)
        slot.words.selected.connect(self._words_selected)
        slot.fold.clicked.connect(self._fold_pressed)
        self._body.addWidget(slot.words)
        self._body.addWidget(slot.fold, 0, Qt.AlignmentFlag.AlignLeft)
        return slot

    def _words_pressed(self) -> None:
        self.pressed.emit(self)

    def _words_selected(self) -> None:
        self.selected.emit(self.sender())

    def _fold_pressed(self) -> None:
        self.folded.emit((self.position, self.sender().property("piece")))


class _Slot:
    """Room for one part of a text, with the button that folds it."""

    def __init__(self, theme: Theme) -> None:
        self.piece: Piece | None = None
        self.words = Words(theme)
        self.fold: QPushButton = button("", role="link")
        self.fold.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Enter on the message does the same

    def show_piece(self, piece: Piece | None, hits: Sequence[Hit], *, is_quiet: bool) -> None:
        self.piece = piece
        self.words.setVisible(piece is not None and piece.is_open and bool(piece.text))
        self.fold.setVisible(piece is not None and bool(piece.fold))
        if piece is None:
            return
        is_muted = is_quiet or piece.kind in ("quote", "signature")
        self.words.show_text(piece.text if piece.is_open else "", "muted" if is_muted else "text")
        self.words.show_hits(
            [
                Hit(hit.start - piece.start, hit.length, hit.is_current)
                for hit in hits
                if piece.start <= hit.start < piece.start + len(piece.text)
            ]
        )
        self.fold.setText(piece.fold.replace("&", "&&"))
        self.fold.setAccessibleName(piece.fold)
        self.fold.setProperty("piece", piece.number)


def _say(part: QWidget, text: str) -> None:
    part.setText(text)  # type: ignore[attr-defined]  # labels, all of them
    part.setVisible(bool(text))
