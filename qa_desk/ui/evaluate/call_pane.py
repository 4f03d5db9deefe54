"""A call to listen to: waveform, controls, and the transcript that runs along."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from qa_desk.domain.errors import QaDeskError
from qa_desk.domain.language import ntr, tr
from qa_desk.media.analysis import pauses
from qa_desk.services.interaction_detail import load_interaction
from qa_desk.services.relocation import relocate
from qa_desk.services.speech import analyse_file
from qa_desk.ui.changes import Kind
from qa_desk.ui.evaluate.lost_recording import LostRecording
from qa_desk.ui.jobs import on_workspace
from qa_desk.ui.media.playback import Playback, Playhead
from qa_desk.ui.media.player import PlayerBar
from qa_desk.ui.media.transcript import Transcript, lines_of
from qa_desk.ui.media.waveform import Pin, Waveform, wave_of
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import Choice, Segments
from qa_desk.ui.widgets.states import EmptyState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QHideEvent

    from qa_desk.domain.evaluation import Marker
    from qa_desk.domain.progress import JobContext
    from qa_desk.media.analysis import Analysis
    from qa_desk.services.interaction_detail import InteractionDetail
    from qa_desk.services.speech import Medium
    from qa_desk.ui.jobs import Job
    from qa_desk.ui.media.playback import PlaybackState
    from qa_desk.ui.media.sounding import TimeRange
    from qa_desk.ui.media.transcript import LineChosen
    from qa_desk.ui.media.waveform import PositionChosen
    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace


class CallPane(QWidget):
    """One interaction at a time. The sound comes from the recording where it was left; nothing is copied."""

    analysed = Signal(object)
    """The `SpeechFacts` of the recording, once they are measured."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._interaction_id = ""
        self._media: tuple[Medium, ...] = ()
        self._part = 0
        self._job: Job | None = None
        self._markers: tuple[Marker, ...] = ()
        self.playback = Playback(self)
        self.waveform = Waveform(context.theme)
        self.player = PlayerBar(context.theme, self.playback)
        self.lost = LostRecording(self.locate)
        self.transcript = Transcript(context.theme)
        self._no_transcript = EmptyState(tr("There is no transcript of this call."))
        self._parts: Segments | None = None
        self._lay_out()
        self.playback.moved.connect(self._moved)
        self.playback.changed.connect(self._played)
        self.waveform.position_chosen.connect(self._go)
        self.waveform.range_chosen.connect(self._loop)
        self.transcript.line_chosen.connect(self._line_chosen)

    @property
    def seconds(self) -> float:
        """Where the playhead is."""
        return self.playback.position

    def show_call(self, detail: InteractionDetail) -> None:
        """Open another call at its beginning; its waveform is read in the background."""
        self._interaction_id, self._media = detail.id, detail.media
        self._offer_parts()
        lines = lines_of(detail.utterances)
        self.transcript.show_lines(lines)
        self.transcript.setVisible(bool(lines))
        self._no_transcript.setVisible(not lines)
        self._open_part(0)

    def forget(self) -> None:
        """Let go of the recording."""
        if self._job is not None:
            self._job.abandon()
            self._job = None
        self._media = ()
        self.playback.close()

    def locate(self) -> None:
        """Ask where the recording is now, and take it from there with those that lay beside it."""
        medium = self._media[self._part]
        chosen = self.choose_file(medium.path.name)
        if not chosen:
            return

        def find(workspace: Workspace, context: JobContext) -> int:
            return relocate(workspace, medium.id, Path(chosen), context)

        self._job = self._context.jobs.run(
            on_workspace(self._context.workspace, find),
            title=tr("Locating {file}", file=medium.path.name),
            on_done=self._located,
            on_failed=self._not_located,
        )

    def choose_file(self, name: str) -> str:
        """The file the person shows; empty when they show none."""
        return QFileDialog.getOpenFileName(self, tr("Where is {file} now?", file=name))[0]

    def show_markers(self, markers: Iterable[Marker]) -> None:
        """Pin the markers that have a time."""
        self._markers = tuple(markers)
        pins = (Pin(marker.id, marker.at_s, marker.text) for marker in self._markers if marker.at_s is not None)
        self.waveform.show_pins(tuple(pins))

    def hideEvent(self, event: QHideEvent) -> None:
        """What one does not see does not talk."""
        self.playback.pause()
        super().hideEvent(event)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        self._parts_row = QHBoxLayout()
        column.addLayout(self._parts_row)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setChildrenCollapsible(False)
        upper = QWidget()
        above = QVBoxLayout(upper)
        above.setContentsMargins(0, 0, 0, Space.S)
        above.setSpacing(Space.XS)
        above.addWidget(self.waveform, 1)
        above.addWidget(self.player)
        above.addWidget(self.lost, 1)
        halves.addWidget(upper)
        lower = QWidget()
        below = QVBoxLayout(lower)
        below.setContentsMargins(0, 0, 0, Space.M)
        below.addWidget(self.transcript)
        below.addWidget(self._no_transcript)
        halves.addWidget(lower)
        halves.setSizes([240, 420])
        halves.setStretchFactor(1, 1)
        column.addWidget(halves, 1)

    def _offer_parts(self) -> None:
        if self._parts is not None:
            self._parts_row.removeWidget(self._parts)
            self._parts.deleteLater()
            self._parts = None
        if len(self._media) > 1:
            choices = [Choice(n, tr("part {number}", number=n + 1), medium.path.name) for n, medium in enumerate(self._media)]
            self._parts = Segments(choices, tr("Recording"), can_be_empty=False)
            self._parts.show_value(0)
            self._parts.chosen.connect(self._part_chosen)
            self._parts_row.addWidget(self._parts)

    def _part_chosen(self, part: object) -> None:
        if isinstance(part, int):
            self._open_part(part)

    def _open_part(self, part: int) -> None:
        if self._job is not None:
            self._job.abandon()
        self._part = part
        medium = self._media[part]
        is_there = medium.path.is_file()
        for widget in (self.waveform, self.player):
            widget.setVisible(is_there)
        self.lost.hide()
        if not is_there:
            self.playback.close()
            self.lost.show_missing(medium.path)
            return
        self.playback.open(medium.path, medium.duration_s)
        self.waveform.show_message(tr("Reading the waveform …"))

        def read(workspace: Workspace, context: JobContext) -> Analysis:
            return analyse_file(workspace, medium.path, agent_channel=medium.agent_channel, context=context)

        self._job = self._context.jobs.run(
            on_workspace(self._context.workspace, read),
            title=tr("Waveform of {file}", file=medium.path.name),
            on_done=self._read,
            on_failed=self._not_read,
        )

    def _read(self, analysis: Analysis) -> None:
        self._job = None
        self.waveform.show_wave(wave_of(analysis, self._media[self._part].agent_channel))
        self.playback.set_silences(pauses(analysis))
        self.show_markers(self._markers)
        self.analysed.emit(analysis.facts)

    def _not_read(self, error: Exception) -> None:
        self._job = None
        self.waveform.show_message(error.message if isinstance(error, QaDeskError) else tr("The waveform could not be read."))

    def _located(self, count: int) -> None:
        self._job = None
        markers = self._markers
        self.show_call(load_interaction(self._context.workspace, self._interaction_id))
        self.show_markers(markers)
        self._context.changes.announce(Kind.INTERACTIONS, origin=self)
        self._context.navigator.toast(ntr("{count} recording found again", "{count} recordings found again", count))

    def _not_located(self, error: Exception) -> None:
        self._job = None
        self.lost.say(error.message if isinstance(error, QaDeskError) else tr("The recording could not be taken."))

    def _moved(self, playhead: Playhead) -> None:
        self.waveform.show_position(playhead.seconds, follows=playhead.is_playing)
        self.transcript.follow(playhead.seconds)

    def _played(self, state: PlaybackState) -> None:
        self.waveform.show_range(state.loop)

    def _go(self, chosen: PositionChosen) -> None:
        self.playback.seek(chosen.seconds)

    def _loop(self, chosen: TimeRange) -> None:
        self.playback.set_loop(chosen)

    def _line_chosen(self, chosen: LineChosen) -> None:
        if chosen.start_s is not None:
            self.playback.seek(chosen.start_s)
