"""A call to listen to: its recordings, waveform, controls, and the transcript that runs along."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from qa_desk.domain.errors import QaDeskError
from qa_desk.domain.language import ntr, tr
from qa_desk.media.analysis import pauses
from qa_desk.services.interaction_detail import load_interaction
from qa_desk.services.relocation import relocate
from qa_desk.ui.changes import Kind
from qa_desk.ui.evaluate.call_hands import CallHands
from qa_desk.ui.evaluate.habits import Habits, habits_of
from qa_desk.ui.evaluate.lost_recording import LostRecording
from qa_desk.ui.evaluate.recording_reader import RecordingReader
from qa_desk.ui.evaluate.recording_tabs import RecordingTabs
from qa_desk.ui.jobs import on_workspace
from qa_desk.ui.media.lane_heads import LaneHeads
from qa_desk.ui.media.playback import Playback, Playhead
from qa_desk.ui.media.player import PlayerBar
from qa_desk.ui.media.transcript import Transcript, lines_of
from qa_desk.ui.media.wave import Pin, Wave, lanes_of, wave_of
from qa_desk.ui.media.waveform import Waveform
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.states import EmptyState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QHideEvent

    from qa_desk.domain.evaluation import Marker
    from qa_desk.domain.progress import JobContext
    from qa_desk.media.analysis import Analysis
    from qa_desk.media.peaks import Partial
    from qa_desk.media.speech_facts import SpeechFacts
    from qa_desk.services.interaction_detail import InteractionDetail
    from qa_desk.services.speech import Medium
    from qa_desk.ui.jobs import Job
    from qa_desk.ui.media.playback import PlaybackState
    from qa_desk.ui.media.sounding import TimeRange
    from qa_desk.ui.media.transcript import LineChosen
    from qa_desk.ui.media.waveform import PositionChosen
    from qa_desk.ui.screen import Context
    from qa_desk.ui.shortcuts import Shortcuts
    from qa_desk.workspace.workspace import Workspace


class CallPane(QWidget):
    """One interaction at a time. The sound comes from the recording where it was left; nothing is copied."""

    analysed = Signal(object)
    """The `SpeechFacts` of the recording, once they are measured; None when another one is opened."""

    def __init__(self, context: Context, shortcuts: Shortcuts) -> None:
        super().__init__()
        self._context = context
        self._interaction_id = ""
        self._media: tuple[Medium, ...] = ()
        self._locating: Job | None = None
        self._analysis: Analysis | None = None
        self._markers: tuple[Marker, ...] = ()
        self._habits = Habits()
        self.part = 0
        """Which of the recordings is open."""
        self.pins: tuple[Pin, ...] = ()
        """The markers of the open recording."""
        self.playback = Playback(self)
        self.reader = RecordingReader(context, self)
        self.tabs = RecordingTabs()
        self.waveform = Waveform(context.theme)
        self.heads = LaneHeads(context.theme, self.playback, shortcuts)
        self.player = PlayerBar(context.theme, self.playback, shortcuts)
        self.lost = LostRecording(self.locate, shortcuts)
        self.transcript = Transcript(context.theme)
        self._no_transcript = EmptyState(tr("There is no transcript of this call."))
        self.hands = CallHands(self, context.navigator.toast)
        self._lay_out()
        self._connect()

    @property
    def seconds(self) -> float:
        """Where the playhead is."""
        return self.playback.position

    @property
    def medium_id(self) -> str | None:
        """Which recording the times are of; None for the first."""
        return self._media[self.part].id if self.part and self.part < len(self._media) else None

    @property
    def facts(self) -> SpeechFacts | None:
        """The measured facts of the open recording; None while they are not known."""
        return self._analysis.facts if self._analysis is not None else None

    def show_call(self, detail: InteractionDetail) -> None:
        """Open another call at its beginning; its waveform is read in the background."""
        self._interaction_id, self._media = detail.id, detail.media
        self.take_habits()
        self.tabs.offer(self._media)
        lines = lines_of(detail.utterances)
        self.transcript.show_lines(lines)
        self.transcript.setVisible(bool(lines))
        self._no_transcript.setVisible(not lines)
        self._open(0)

    def forget(self) -> None:
        """Let go of the recording."""
        self.reader.stop()
        if self._locating is not None:
            self._locating.abandon()
            self._locating = None
        self._media, self._analysis = (), None
        self.playback.close()

    def take_habits(self) -> None:
        """Follow the settings."""
        self._habits = habits_of(self._context.workspace)
        self.player.set_step(self._habits.step_s)
        if self._analysis is not None:
            self.playback.set_silences(pauses(self._analysis, self._habits.skip_from_s))

    def open_part(self, part: int) -> None:
        """Open another recording of the same interaction, where there is one."""
        if 0 <= part < len(self._media) and part != self.part:
            self._open(part)
            self.tabs.show_chosen(part)

    def go(self, seconds: float) -> None:
        """Go to a time, and have it in sight."""
        self.playback.seek(seconds)
        self.waveform.bring(seconds)

    def play_from(self, seconds: float) -> None:
        """Play what is at a time, from a little before it."""
        self.go(max(0.0, seconds - self._habits.preroll_s))
        self.playback.play()

    def go_to_marker(self, marker: Marker) -> None:
        """Go to where a marker is, in the recording that it belongs to."""
        if marker.at_s is not None:
            ids = [medium.id for medium in self._media]
            self.open_part(ids.index(marker.media_id) if marker.media_id in ids else 0)
            self.go(marker.at_s)

    def show_markers(self, markers: Iterable[Marker]) -> None:
        """Pin the markers that have a time in the open recording."""
        self._markers = tuple(markers)
        own = [marker for marker in self._markers if (marker.media_id or self._first_id) == self._open_id]
        self.pins = tuple(Pin(marker.id, marker.at_s, marker.text) for marker in own if marker.at_s is not None)
        self.waveform.show_pins(self.pins)

    def locate(self) -> None:
        """Ask where the recording is now, and take it from there with those that lay beside it."""
        medium = self._media[self.part]
        chosen = self.choose_file(medium.path.name)
        if not chosen:
            return

        def find(workspace: Workspace, context: JobContext) -> int:
            return relocate(workspace, medium.id, Path(chosen), context)

        self._locating = self._context.jobs.run(
            on_workspace(self._context.workspace, find),
            title=tr("Locating {file}", file=medium.path.name),
            on_done=self._located,
            on_failed=self._not_located,
        )

    def choose_file(self, name: str) -> str:
        """The file the person shows; empty when they show none."""
        return QFileDialog.getOpenFileName(self, tr("Where is {file} now?", file=name))[0]

    def hideEvent(self, event: QHideEvent) -> None:
        """What one does not see does not talk."""
        self.playback.pause()
        super().hideEvent(event)

    def _connect(self) -> None:
        self.playback.moved.connect(self._moved)
        self.playback.changed.connect(self._played)
        self.reader.grown.connect(self._grown)
        self.reader.read.connect(self._read)
        self.reader.failed.connect(self.waveform.show_message)
        self.tabs.chosen.connect(self._open)
        self.waveform.position_chosen.connect(self._position_chosen)
        self.waveform.range_chosen.connect(self._range_chosen)
        self.transcript.line_chosen.connect(self._line_chosen)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self.tabs)
        self._sound = QFrame()
        self._sound.setProperty("kind", "card")
        lanes = QHBoxLayout(self._sound)
        lanes.setContentsMargins(1, 1, 1, 1)
        lanes.setSpacing(0)
        lanes.addWidget(self.heads)
        lanes.addWidget(self.waveform, 1)
        upper = QWidget()
        above = QVBoxLayout(upper)
        above.setContentsMargins(0, 0, 0, Space.S)
        above.setSpacing(Space.XS)
        above.addWidget(self._sound, 1)
        above.addWidget(self.player)
        above.addWidget(self.lost, 1)
        lower = QWidget()
        below = QVBoxLayout(lower)
        below.setContentsMargins(0, 0, 0, Space.M)
        below.addWidget(self.transcript)
        below.addWidget(self._no_transcript)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setChildrenCollapsible(False)
        halves.addWidget(upper)
        halves.addWidget(lower)
        halves.setSizes([260, 400])
        halves.setStretchFactor(1, 1)
        column.addWidget(halves, 1)

    @property
    def _first_id(self) -> str:
        return self._media[0].id if self._media else ""

    @property
    def _open_id(self) -> str:
        return self._media[self.part].id if self._media else ""

    def _open(self, part: int) -> None:
        self.reader.stop()
        self.part, self._analysis = part, None
        medium = self._media[part]
        is_there = medium.path.is_file()
        for widget in (self._sound, self.player):
            widget.setVisible(is_there)
        self.lost.hide()
        self.heads.hide()
        if not is_there:
            self.playback.close()
            self.lost.show_missing(medium.path)
            self.analysed.emit(None)
            return
        self.playback.open(medium.path, medium.duration_s, medium.layout)
        self.waveform.show_message(tr("Reading the waveform …"))
        self.show_markers(self._markers)
        self.reader.start(medium)
        self.analysed.emit(None)

    def _grown(self, partial: Partial) -> None:
        lanes = lanes_of(partial.channels, self._media[self.part].agent_channel)
        self._show_wave(Wave(partial.pyramid, lanes, until_s=partial.until_s))

    def _show_wave(self, wave: Wave) -> None:
        is_first = self.waveform.wave is None
        self.waveform.show_more(wave)
        self.heads.show_lanes(wave.lanes)
        self.heads.show()
        if is_first:
            self.show_markers(self._markers)

    def _read(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._show_wave(wave_of(analysis, self._media[self.part].agent_channel))
        self.playback.set_silences(pauses(analysis, self._habits.skip_from_s))
        self.analysed.emit(analysis.facts)

    def _located(self, count: int) -> None:
        self._locating = None
        markers, part = self._markers, self.part
        self.show_call(load_interaction(self._context.workspace, self._interaction_id))
        self.open_part(part)
        self.show_markers(markers)
        self._context.changes.announce(Kind.INTERACTIONS, origin=self)
        self._context.navigator.toast(ntr("{count} recording found again", "{count} recordings found again", count))

    def _not_located(self, error: Exception) -> None:
        self._locating = None
        self.lost.say(error.message if isinstance(error, QaDeskError) else tr("The recording could not be taken."))

    def _moved(self, playhead: Playhead) -> None:
        self.waveform.show_position(playhead.seconds, follows=playhead.is_playing)
        if self.part == 0:  # the transcript's times are those of the first recording
            self.transcript.follow(playhead.seconds)

    def _played(self, state: PlaybackState) -> None:
        self.waveform.show_range(state.loop)
        self.waveform.show_muted(frozenset(place for place, channel in enumerate(state.channels) if channel.is_muted))

    def _position_chosen(self, chosen: PositionChosen) -> None:
        (self.play_from if chosen.plays else self.playback.seek)(chosen.seconds)

    def _range_chosen(self, chosen: TimeRange) -> None:
        self.playback.set_loop(chosen)

    def _line_chosen(self, chosen: LineChosen) -> None:
        if chosen.start_s is not None:
            self.open_part(0)
            (self.play_from if chosen.plays else self.go)(chosen.start_s)
