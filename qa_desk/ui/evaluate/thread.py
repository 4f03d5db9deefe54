"""A written thread: who wrote what and when, with the gaps between; a click lights the message that a marker belongs to."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from qa_desk.domain.language import N_, tr
from qa_desk.ui.dates import day_text, second_text
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.text import label, restyle

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

    from PySide6.QtGui import QKeyEvent, QMouseEvent

    from qa_desk.domain.evaluation import Marker
    from qa_desk.media.transcripts import Utterance

SPEAKERS = {
    "agent": N_("agent"),
    "customer": N_("customer"),
    "bot": N_("bot"),
    "system": N_("system"),
    "unknown": N_("unknown"),
}
_LONG_GAP_S = 120


def duration_text(seconds: float) -> str:
    """A length of time in the two largest units: "14 s", "6:42", "3 h 05 min", "2 d 4 h"."""
    whole = round(seconds)
    if whole < 60:
        return tr("{seconds} s", seconds=whole)
    if whole < 3600:
        return f"{whole // 60}:{whole % 60:02}"
    if whole < 86_400:
        return tr("{hours} h {minutes} min", hours=whole // 3600, minutes=f"{whole % 3600 // 60:02}")
    return tr("{days} d {hours} h", days=whole // 86_400, hours=whole % 86_400 // 3600)


class ThreadView(QScrollArea):
    """Arrows walk through the messages; M in the form marks the one that is lit."""

    message_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Messages"))
        self._messages: list[_Message] = []
        self._current: int | None = None

    @property
    def current(self) -> int | None:
        """The position of the lit message."""
        return self._current

    def show_messages(self, utterances: Iterable[Utterance], zone: ZoneInfo) -> None:
        """Show a thread from its beginning."""
        body = QWidget()
        body.setProperty("kind", "page")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, Space.S, Space.M, Space.L)
        column.setSpacing(Space.S)
        self._messages, self._current = [], None
        previous: int | None = None
        day = None
        for position, utterance in enumerate(utterances):
            moment = datetime.fromtimestamp(utterance.at, UTC).astimezone(zone) if utterance.at is not None else None
            if utterance.at is not None and previous is not None and utterance.at - previous >= _LONG_GAP_S:
                gap = label(tr("{duration} later", duration=duration_text(utterance.at - previous)), "small")
                gap.setAlignment(Qt.AlignmentFlag.AlignCenter)
                column.addWidget(gap)
            previous = utterance.at if utterance.at is not None else previous
            stamp = ""
            if moment is not None:
                stamp = second_text(moment) if moment.date() == day else f"{day_text(moment.date())} {second_text(moment)}"
                day = moment.date()
            elif utterance.start_s is not None:
                stamp = f"{int(utterance.start_s) // 60}:{int(utterance.start_s) % 60:02}"
            made = _Message(self, position, utterance, stamp)
            self._messages.append(made)
            column.addWidget(made)
        column.addStretch(1)
        self.setWidget(body)

    def show_markers(self, markers: Iterable[Marker]) -> None:
        """Say at each message how many markers it carries."""
        counts: dict[int, int] = {}
        for marker in markers:
            if marker.utterance_position is not None:
                counts[marker.utterance_position] = counts.get(marker.utterance_position, 0) + 1
        for message in self._messages:
            message.show_markers(counts.get(message.position, 0))

    def choose(self, position: int) -> None:
        """Light a message and bring it into sight."""
        if not 0 <= position < len(self._messages):
            return
        has_focus = any(message.hasFocus() for message in self._messages)
        for message in self._messages:
            message.light(is_lit=message.position == position)
        self._current = position
        if has_focus:
            self._messages[position].setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(self._messages[position], 0, Space.XL)
        self.message_chosen.emit(position)


class _Message(QFrame):
    def __init__(self, view: ThreadView, position: int, utterance: Utterance, stamp: str) -> None:
        super().__init__()
        self.position = position
        self._view = view
        self.setProperty("kind", "message")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus if position else Qt.FocusPolicy.StrongFocus)
        speaker = tr(SPEAKERS[utterance.speaker])
        name = utterance.author or speaker
        self.setAccessibleName(f"{name} ({speaker}) {stamp}: {utterance.text}")
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        meaning = utterance.speaker if utterance.speaker in ("agent", "customer") else None
        head.addWidget(label(name, "heading", meaning=meaning))
        if utterance.author:
            head.addWidget(label(speaker, "small"))
        head.addStretch(1)
        self._pins = label("", "small", meaning="accent")
        head.addWidget(self._pins)
        head.addWidget(label(stamp, "small"))
        column.addLayout(head)
        words = label(utterance.text, wraps=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(words)

    def light(self, *, is_lit: bool) -> None:
        restyle(self, lit="true" if is_lit else "false")

    def show_markers(self, count: int) -> None:
        self._pins.setText("▲" * min(count, 5))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._view.choose(self.position)
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down.value: 1, Qt.Key.Key_Up.value: -1}.get(event.key(), 0)
        if step:
            self._view.choose(max(0, self.position + step))
        else:
            super().keyPressEvent(event)
