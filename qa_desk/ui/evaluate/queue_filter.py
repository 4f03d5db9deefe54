"""Which part of the queue is shown: by a few letters, by channel, by how far it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from qa_desk.domain.channels import CHANNEL_NAMES
from qa_desk.domain.language import N_, tr
from qa_desk.ui.evaluate.queue_list import title_of
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.combo import ComboBox

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from PySide6.QtGui import QKeyEvent

    from qa_desk.services.queue import QueueItem
    from qa_desk.ui.evaluate.queue_search import QueueShown

ALL, DUE, ASSIGNED, BEGUN, FREE, SCORED = "", "due", "assigned", "begun", "free", "scored"
_STATES = {
    ALL: N_("everything"),
    DUE: N_("due by today"),
    ASSIGNED: N_("assigned"),
    BEGUN: N_("begun"),
    FREE: N_("free to take up"),
    SCORED: N_("scored"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the queue is to be seen; empty: all of it."""

    words: str = ""
    channel: str = ""
    state: str = ALL

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return self == Wanted()


def matching(shown: QueueShown, wanted: Wanted, today: date) -> QueueShown:
    """The queue without what is not wanted; all words must stand somewhere in an interaction's two lines."""
    words = wanted.words.casefold().split()

    def fits(item: QueueItem) -> bool:
        if wanted.channel and item.channel != wanted.channel:
            return False
        said = f"{title_of(item)} {item.agent or ''} {item.subject or ''}".casefold()
        return all(word in said for word in words)

    def is_open_wanted(item: QueueItem) -> bool:
        if wanted.state == DUE:
            return bool(item.due_on) and str(item.due_on)[:10] <= today.isoformat()
        if wanted.state == BEGUN:
            return item.evaluation_id is not None
        return item.assignment_id is not None if wanted.state == ASSIGNED else wanted.state == ALL

    def kept(items: Iterable[QueueItem], *, is_wanted: bool) -> tuple[QueueItem, ...]:
        return tuple(filter(fits, items)) if is_wanted else ()

    return replace(
        shown,
        open=tuple(item for item in shown.open if is_open_wanted(item) and fits(item)),
        free=kept(shown.free, is_wanted=wanted.state in (ALL, FREE)),
        done=kept(shown.done, is_wanted=wanted.state in (ALL, SCORED)),
    )


class QueueFilter(QWidget):
    """A line for a few letters, and two choices under it."""

    changed = Signal(object)
    """The `Wanted`"""
    left = Signal()
    """The keys go to the list (Down or Enter)."""

    def __init__(self) -> None:
        super().__init__()
        self.words = _Words()
        self.words.left.connect(self.left)
        self.words.setPlaceholderText(tr("Find in the queue"))
        self.words.setAccessibleName(tr("Find in the queue"))
        self.words.setClearButtonEnabled(True)
        self.channels, self.states = ComboBox(), ComboBox()
        self.channels.setAccessibleName(tr("Channel"))
        self.states.setAccessibleName(tr("Part of the queue"))
        self.channels.addItem(tr("all channels"), "")
        for channel, text in CHANNEL_NAMES.items():
            self.channels.addItem(tr(text), channel)
        for state, text in _STATES.items():
            self.states.addItem(tr(text), state)
        self.words.textChanged.connect(self._tell)
        self.channels.currentIndexChanged.connect(self._tell)
        self.states.currentIndexChanged.connect(self._tell)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.S, 0, Space.S, Space.S)
        column.setSpacing(Space.XS)
        for part in (self.words, self.channels, self.states):  # one below the other: side by side, words would be cut off
            column.addWidget(part)

    @property
    def wanted(self) -> Wanted:
        """What is to be seen now."""
        return Wanted(self.words.text().strip(), str(self.channels.currentData()), str(self.states.currentData()))

    def _tell(self) -> None:
        self.changed.emit(self.wanted)


class _Words(QLineEdit):
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down and Enter go to the list, Escape shows all of it again."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)
