"""A written thread: who wrote what and when, with the gaps between; a click lights the message that a marker belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from qa_desk.domain.language import tr
from qa_desk.ui.evaluate.find_bar import FindBar
from qa_desk.ui.evaluate.message_card import MessageCard
from qa_desk.ui.evaluate.thread_entries import SPEAKERS, duration_text, entries_of, hits_of, text_of
from qa_desk.ui.widgets.lazy_column import LazyColumn
from qa_desk.ui.widgets.words import Hit, Words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

    from PySide6.QtCore import QObject
    from PySide6.QtGui import QContextMenuEvent, QKeyEvent

    from qa_desk.domain.evaluation import Marker
    from qa_desk.media.transcripts import Utterance
    from qa_desk.ui.evaluate.thread_entries import Entry
    from qa_desk.ui.theme import Theme

__all__ = ["SPEAKERS", "ThreadView", "duration_text"]

_STEPS = {Qt.Key.Key_Down.value: 1, Qt.Key.Key_Up.value: -1}
_HEAD_HEIGHT, _LINE_HEIGHT, _LETTER_WIDTH = 52, 18, 7


class ThreadView(QWidget):
    """Arrows walk through the messages; M in the form marks the one that is lit. Ctrl+F searches, Ctrl+C copies as text."""

    message_chosen = Signal(int)
    left = Signal()
    """The person goes back to the question in hand."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._entries: tuple[Entry, ...] = ()
        self._current: int | None = None
        self._picked_from: int | None = None
        self._opened: dict[int, frozenset[int]] = {}
        self._marked: dict[int, int] = {}
        self._hits: list[tuple[int, int, int]] = []
        self._hit: int | None = None
        self._selecting: Words | None = None
        self._came_from: QWidget | None = None
        self.find_bar = FindBar(theme)
        self.column = LazyColumn(self._make_card, self._fill_card)
        self.column.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.column.setAccessibleName(tr("Messages"))
        self.column.installEventFilter(self)
        self.setFocusProxy(self.column)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.find_bar)
        rows.addWidget(self.column, 1)
        self.find_bar.wanted.connect(self._search)
        self.find_bar.stepped.connect(self.step_hit)
        self.find_bar.closed.connect(self._search_closed)

    @property
    def current(self) -> int | None:
        """The position of the lit message."""
        return self._current

    @property
    def here(self) -> int | None:
        """The position of the message one is at: the lit one, else the one at the upper edge; None without messages."""
        return self._current if self._current is not None else self.column.top_row

    @property
    def hits(self) -> list[tuple[int, int, int]]:
        """The places a search found: message, place in its text, length."""
        return self._hits

    def show_messages(self, utterances: Iterable[Utterance], zone: ZoneInfo) -> None:
        """Show a thread from its beginning."""
        self._entries = entries_of(tuple(utterances), zone)
        self._current = self._picked_from = self._hit = None
        self._opened, self._marked, self._hits, self._selecting = {}, {}, [], None
        self.find_bar.hide()
        self.column.show_rows(len(self._entries), self._estimated_height)

    def show_markers(self, markers: Iterable[Marker]) -> None:
        """Say at each message how many markers it carries."""
        self._marked = {}
        for marker in markers:
            if marker.utterance_position is not None:
                self._marked[marker.utterance_position] = self._marked.get(marker.utterance_position, 0) + 1
        for row in self.column.rows_in_sight:
            self._card(row).show_markers(self._marked.get(row, 0))

    def take_focus(self) -> None:
        """Take the keys, at the lit message or the first."""
        if self._entries:
            self.choose(self._current or 0)
            self.column.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def choose(self, position: int, *, grows: bool = False) -> None:
        """Light a message and bring it into sight; with `grows` all from the first one lit to it are picked for copying."""
        if not 0 <= position < len(self._entries):
            return
        if not grows:
            self._picked_from = None
        elif self._picked_from is None:
            self._picked_from = self._current if self._current is not None else position
        self._current = position
        self.column.scroll_to(position)
        self._light()
        self.column.setAccessibleDescription(self._entries[position].spoken)
        self.message_chosen.emit(position)

    # -- searching

    def ask_to_find(self) -> None:
        """Open the search; what is selected is searched."""
        focused = QGuiApplication.focusObject()
        if isinstance(focused, QWidget) and focused is not self.find_bar.field:
            self._came_from = focused
        selected = self._selecting.selected_text if self._selecting is not None else ""
        self.find_bar.open(selected if "\n" not in selected else "")
        self._search(self.find_bar.field.text())

    def step_hit(self, step: int) -> None:
        """Go to the next place found, or back; round at the ends."""
        if not self._hits:
            return
        self._hit = 0 if self._hit is None else (self._hit + step) % len(self._hits)
        self._show_hit()

    def _search(self, words: str) -> None:
        self._hits = hits_of(self._entries, words)
        here = self._current if self._current is not None else 0
        self._hit = next((n for n, (row, _, _) in enumerate(self._hits) if row >= here), 0) if self._hits else None
        self.find_bar.show_count(self._hit, len(self._hits))
        if self._hit is None:
            self.column.refresh()
        else:
            self._show_hit()

    def _show_hit(self) -> None:
        if self._hit is None:
            return
        row, place, _ = self._hits[self._hit]
        self.find_bar.show_count(self._hit, len(self._hits))
        self._opened[row] = self._opened.get(row, frozenset()) | {self._entries[row].piece_at(place)}
        self.column.refresh()
        self.choose(row)
        self.column.refresh(row)
        self.column.scroll_to(row, max(0, self._card(row).words_at(place)))

    def _search_closed(self) -> None:
        self._hits, self._hit = [], None
        self.column.refresh()
        target = self._came_from if self._came_from is not None else self.column
        self._came_from = None
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- copying

    def copied_text(self) -> str:
        """What Ctrl+C copies: the words selected, else the picked messages, else the lit one."""
        if self._selecting is not None and self._selecting.selected_text:
            return self._selecting.selected_text
        return text_of([self._entries[row] for row in self._picked()])

    def copy(self) -> None:
        """Copy what is selected or lit as text."""
        text = self.copied_text()
        if text.strip():
            QGuiApplication.clipboard().setText(text)

    def copy_all(self) -> None:
        """Copy the whole thread as text."""
        QGuiApplication.clipboard().setText(text_of(self._entries))

    def pick_all(self) -> None:
        """Pick every message for copying."""
        if self._entries:
            self._picked_from = 0
            self._current = len(self._entries) - 1
            self._light()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the words here."""
        self._menu_at(event.globalPos())

    def _menu_at(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Copy"), self.copy)
        menu.addAction(tr("Copy the whole thread"), self.copy_all)
        menu.addSeparator()
        menu.addAction(tr("Find in this thread"), self.ask_to_find)
        menu.popup(place)

    # -- keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of the column: arrows walk, Enter unfolds, Ctrl+C copies."""
        if watched is self.column and event.type() == QEvent.Type.KeyPress:
            key: QKeyEvent = event  # type: ignore[assignment]  # a key press is one
            return self._take_key(key)
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        step = _STEPS.get(event.key(), 0)
        if step:
            here = self._current if self._current is not None else -step if step > 0 else len(self._entries)
            grows = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.choose(min(max(0, here + step), len(self._entries) - 1), grows=grows)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.pick_all()
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.choose(0 if event.key() == Qt.Key.Key_Home else len(self._entries) - 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current is not None:
            self._fold_all(self._current)
        else:
            return False
        return True

    # -- cards

    def _make_card(self) -> QWidget:
        card = MessageCard(self._theme)
        card.pressed.connect(self._card_pressed)
        card.selected.connect(self._words_selected)
        card.folded.connect(self._folded)
        return card

    def _fill_card(self, part: QWidget, row: int) -> None:
        entry = self._entries[row]
        card: MessageCard = part  # type: ignore[assignment]  # the column holds what was made for it
        hits = [Hit(place, length, number == self._hit) for number, (at, place, length) in enumerate(self._hits) if at == row]
        card.show_entry(entry, entry.pieces(self._opened.get(row, frozenset())), hits)
        card.show_markers(self._marked.get(row, 0))
        card.light(is_lit=row in self._picked())

    def _card(self, row: int) -> MessageCard:
        part = self.column.part_of(row)
        assert isinstance(part, MessageCard)
        return part

    def _picked(self) -> range:
        if self._current is None:
            return range(0)
        start = self._current if self._picked_from is None else self._picked_from
        return range(min(start, self._current), max(start, self._current) + 1)

    def _light(self) -> None:
        picked = self._picked()
        for row in self.column.rows_in_sight:
            self._card(row).light(is_lit=row in picked)

    def _card_pressed(self, card: MessageCard) -> None:
        if self._selecting is not None:
            self._selecting.clear_selection()
            self._selecting = None
        self.column.setFocus(Qt.FocusReason.MouseFocusReason)
        is_growing = bool(QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.choose(card.position, grows=is_growing)

    def _words_selected(self, words: Words) -> None:
        if self._selecting is not None and self._selecting is not words:
            self._selecting.clear_selection()
        self._selecting = words

    def _folded(self, asked: tuple[int, int]) -> None:
        row, number = asked
        self._opened[row] = self._opened.get(row, frozenset()) ^ {number}
        self._selecting = None
        self.column.refresh(row)

    def _fold_all(self, row: int) -> None:
        """All parts that fold: open, or closed when all of them are open."""
        opened = self._opened.get(row, frozenset())
        foldable = frozenset(piece.number for piece in self._entries[row].pieces(opened) if piece.fold)
        self._opened[row] = opened - foldable if foldable <= opened else opened | foldable
        self._selecting = None
        self.column.refresh(row)

    def _estimated_height(self, row: int, width: int) -> int:
        text = self._entries[row].utterance.text
        letters = max(20, (min(width, 760) - 72) // _LETTER_WIDTH)
        lines = min(24, len(text) // letters + min(text.count("\n", 0, 2000), 24) + 1)
        above = 24 * bool(self._entries[row].day) + 20 * bool(self._entries[row].gap)
        return _HEAD_HEIGHT + lines * _LINE_HEIGHT + above
