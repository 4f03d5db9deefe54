"""The middle of the Evaluate place: what happened, to hear or to read, with its measured facts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from qa_desk.domain.language import tr
from qa_desk.domain.shortcuts import Act
from qa_desk.services.speech import thread_facts
from qa_desk.ui.changes import Kind
from qa_desk.ui.evaluate.facts_strip import Fact, speech_facts_shown, thread_facts_shown
from qa_desk.ui.evaluate.interaction_head import InteractionHead
from qa_desk.ui.evaluate.keys import PLAYER_ACTS
from qa_desk.ui.evaluate.thread import ThreadView
from qa_desk.ui.evaluate.thread_hands import ThreadHands
from qa_desk.ui.shortcuts import Shortcuts
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.states import EmptyState
from qa_desk.workspace.settings import get_setting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QKeyEvent

    from qa_desk.domain.evaluation import Marker
    from qa_desk.media.speech_facts import SpeechFacts
    from qa_desk.services.interaction_detail import InteractionDetail
    from qa_desk.ui.changes import Change
    from qa_desk.ui.evaluate.call_pane import CallPane
    from qa_desk.ui.screen import Context


class InteractionPane(QWidget):
    """Shows one interaction at a time; says where a marker would be set. Each of its keys is an act of `listen.`."""

    key_unused = Signal(object)
    """A `QKeyEvent` that means nothing here while the pane has the keys: it is the form's."""
    measured = Signal()
    """The speech facts of the recording are known, and kept for whoever asks."""
    left = Signal()
    """The person goes back to the question in hand."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._detail: InteractionDetail | None = None
        self.shortcuts = Shortcuts(context, self)
        self.call_pane: CallPane | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.M, Space.L, 0)
        column.setSpacing(Space.S)
        self.head = InteractionHead(self.shortcuts)
        self._rooms = QStackedWidget()
        self.thread_view = ThreadView(context.theme)
        self._thread_hands = ThreadHands(self.thread_view)
        self._nothing = EmptyState(tr("There is nothing to hear or to read of this interaction."))
        for room in (self.thread_view, self._nothing):
            self._rooms.addWidget(room)
        column.addWidget(self.head)
        column.addWidget(self._rooms, 1)
        self.head.facts.asked.connect(self.do)
        thread = self.thread_view
        thread.left.connect(self.left)
        # the form has the keys most of the time
        self.shortcuts.bind_all(thread, Act.FIND, thread.ask_to_find, in_window=True)
        self.shortcuts.bind_all(thread, Act.FIND_NEXT, partial(thread.step_hit, 1), in_window=True)
        self.shortcuts.bind_all(thread, Act.FIND_PREVIOUS, partial(thread.step_hit, -1), in_window=True)
        context.changes.changed.connect(self._follow)

    @property
    def place(self) -> tuple[float | None, int | None]:
        """What is in hand: seconds of the open recording, or the position of the lit message."""
        if self._heard is not None:
            return round(self._heard.seconds, 2), None
        return None, self.thread_view.current

    @property
    def marker_place(self) -> tuple[float | None, int | None]:
        """Where a marker would be set: as `place`, and where no message is lit, at the one at the upper edge."""
        return self.place if self._heard is not None else (None, self.thread_view.here)

    @property
    def medium_id(self) -> str | None:
        """Which recording `place` is in; None for the first, and where nothing is heard."""
        return self._heard.medium_id if self._heard is not None else None

    def show_interaction(self, detail: InteractionDetail, markers: Iterable[Marker]) -> None:
        """Show another interaction from its beginning."""
        self._detail = detail
        if self.call_pane is not None:
            self.call_pane.forget()
        zone = ZoneInfo(get_setting(self._context.workspace, "timezone"))
        self.head.show_interaction(detail, zone)
        if detail.is_spoken:
            call = self._call_pane()
            self._rooms.setCurrentWidget(call)
            call.show_call(detail)
        elif detail.utterances:
            if detail.channel != "call":
                self.head.facts.show_facts(thread_facts_shown(thread_facts(detail.utterances)))
            self.thread_view.show_messages(detail.utterances, zone)
            self._thread_hands.take(detail.utterances)
            self._rooms.setCurrentWidget(self.thread_view)
        else:
            self._rooms.setCurrentWidget(self._nothing)
        self.show_markers(markers)

    def show_markers(self, markers: Iterable[Marker]) -> None:
        """Show where the markers are."""
        listed = tuple(markers)
        self.thread_view.show_markers(listed)
        self._thread_hands.take_markers(listed)
        if self.call_pane is not None:
            self.call_pane.show_markers(listed)

    def go_to(self, marker: Marker) -> None:
        """Bring the place of a marker into sight or hearing."""
        if marker.utterance_position is not None:
            self.thread_view.choose(marker.utterance_position)
        elif self._heard is not None:
            self._heard.go_to_marker(marker)

    def do(self, act: Act) -> bool:
        """Carry out what a key or a press asks for; False where it means nothing to what is shown."""
        if self._heard is not None:
            return self._heard.hands.do(act)
        return self._rooms.currentWidget() is self.thread_view and self._thread_hands.do(act)

    def toggle_playing(self) -> None:
        """Play or pause, where there is something to hear."""
        self.do(Act.PLAY)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that no part of the pane took."""
        act = self.shortcuts.act_of(event)
        if act in PLAYER_ACTS:
            self.do(act)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            self.key_unused.emit(event)

    def make_player(self) -> None:
        """Make the player before the first call is shown, while nobody waits for it."""
        self._call_pane()

    def release(self) -> None:
        """Let go of the recording and of the sound, for good."""
        if self.call_pane is not None:
            self.call_pane.forget()
            self.call_pane.playback.release()

    @property
    def _heard(self) -> CallPane | None:
        """The call pane, where a call is shown."""
        return self.call_pane if self._rooms.currentWidget() is self.call_pane else None

    def _call_pane(self) -> CallPane:
        if self.call_pane is None:
            from qa_desk.ui.evaluate.call_pane import CallPane

            self.call_pane = CallPane(self._context, self.shortcuts)
            self.call_pane.analysed.connect(self._show_speech_facts)
            self.call_pane.transcript.left.connect(self.left)
            self._rooms.addWidget(self.call_pane)
        return self.call_pane

    def _show_speech_facts(self, facts: SpeechFacts | None) -> None:
        if facts is not None:
            self.measured.emit()
            self.head.facts.show_facts(speech_facts_shown(facts))
        else:  # what is measured next has its room already: nothing jumps
            is_measuring = self.call_pane is not None and self.call_pane.reader.is_reading
            self.head.facts.show_facts((Fact(tr("measuring …")),) if is_measuring else ())

    def _follow(self, change: Change) -> None:
        if Kind.SETTINGS in change.kinds and self.call_pane is not None:
            self.call_pane.take_habits()
