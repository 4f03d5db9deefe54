"""The middle of the Evaluate place: what happened, to hear or to read, with its measured facts."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from qa_desk.domain.language import tr
from qa_desk.services.speech import thread_facts
from qa_desk.ui.evaluate.facts_strip import speech_words, thread_words
from qa_desk.ui.evaluate.interaction_head import InteractionHead
from qa_desk.ui.evaluate.thread import ThreadView
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.states import EmptyState
from qa_desk.workspace.settings import get_setting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qa_desk.domain.evaluation import Marker
    from qa_desk.media.speech_facts import SpeechFacts
    from qa_desk.services.interaction_detail import InteractionDetail
    from qa_desk.ui.evaluate.call_pane import CallPane
    from qa_desk.ui.screen import Context

_STEP_S = 5.0
_ZOOM = 1.6


class InteractionPane(QWidget):
    """Shows one interaction at a time; says where a marker would be set."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._detail: InteractionDetail | None = None
        self.call_pane: CallPane | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.M, Space.L, 0)
        column.setSpacing(Space.S)
        self.head = InteractionHead()
        self._rooms = QStackedWidget()
        self.thread_view = ThreadView(context.theme)
        self._nothing = EmptyState(tr("There is nothing to hear or to read of this interaction."))
        for room in (self.thread_view, self._nothing):
            self._rooms.addWidget(room)
        column.addWidget(self.head)
        column.addWidget(self._rooms, 1)

    @property
    def place(self) -> tuple[float | None, int | None]:
        """Where a marker would be set: seconds of the recording, or the position of the lit message."""
        if self._is_listening and self.call_pane is not None:
            return round(self.call_pane.seconds, 2), None
        return None, self.thread_view.current

    def show_interaction(self, detail: InteractionDetail, markers: Iterable[Marker]) -> None:
        """Show another interaction from its beginning."""
        self._detail = detail
        if self.call_pane is not None:
            self.call_pane.forget()
        zone = ZoneInfo(get_setting(self._context.workspace, "timezone"))
        self.head.show_interaction(detail, zone)
        if detail.is_spoken:
            call = self._call_pane()
            call.show_call(detail)
            self._rooms.setCurrentWidget(call)
        elif detail.utterances:
            if detail.channel != "call":
                self.head.facts.show_words(thread_words(thread_facts(detail.utterances)))
            self.thread_view.show_messages(detail.utterances, zone)
            self._rooms.setCurrentWidget(self.thread_view)
        else:
            self._rooms.setCurrentWidget(self._nothing)
        self.show_markers(markers)

    def show_markers(self, markers: Iterable[Marker]) -> None:
        """Show where the markers are."""
        listed = tuple(markers)
        self.thread_view.show_markers(listed)
        if self.call_pane is not None:
            self.call_pane.show_markers(listed)

    def go_to(self, marker: Marker) -> None:
        """Bring the place of a marker into sight or hearing."""
        if marker.utterance_position is not None:
            self.thread_view.choose(marker.utterance_position)
        elif marker.at_s is not None and self._is_listening and self.call_pane is not None:
            self.call_pane.playback.seek(marker.at_s)

    def toggle_playing(self) -> None:
        """Play or pause, where there is something to hear."""
        if self._is_listening and self.call_pane is not None:
            self.call_pane.playback.toggle()

    def step_back(self) -> None:
        """Five seconds back."""
        self._step(-_STEP_S)

    def step_forward(self) -> None:
        """Five seconds on."""
        self._step(_STEP_S)

    def faster(self) -> None:
        """The next speed up."""
        if self._is_listening and self.call_pane is not None:
            self.call_pane.player.faster()

    def slower(self) -> None:
        """The next speed down."""
        if self._is_listening and self.call_pane is not None:
            self.call_pane.player.faster(-1)

    def zoom(self, factor: float) -> None:
        """The waveform closer, or farther below 1."""
        if self._is_listening and self.call_pane is not None:
            self.call_pane.waveform.zoom(factor)

    def zoom_in(self) -> None:
        """The waveform closer."""
        self.zoom(_ZOOM)

    def zoom_out(self) -> None:
        """The waveform farther."""
        self.zoom(1 / _ZOOM)

    def make_player(self) -> None:
        """Make the player before the first call is shown, while nobody waits for it."""
        self._call_pane()

    def release(self) -> None:
        """Let go of the recording and of the sound, for good."""
        if self.call_pane is not None:
            self.call_pane.forget()
            self.call_pane.playback.release()

    @property
    def _is_listening(self) -> bool:
        return self.call_pane is not None and self._rooms.currentWidget() is self.call_pane

    def _step(self, seconds: float) -> None:
        if self._is_listening and self.call_pane is not None:
            self.call_pane.playback.step(seconds)

    def _call_pane(self) -> CallPane:
        """Made with the first call: the player's libraries are heavy, and mails need none of them."""
        if self.call_pane is None:
            from qa_desk.ui.evaluate.call_pane import CallPane

            self.call_pane = CallPane(self._context)
            self.call_pane.analysed.connect(self._analysed)
            self._rooms.addWidget(self.call_pane)
        return self.call_pane

    def _analysed(self, facts: SpeechFacts) -> None:
        self.head.facts.show_words(speech_words(facts))
