"""Plays a moment of an interaction: from a little before its beginning to its end; a message is brought into sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from qa_desk.domain.evaluation import Marker
from qa_desk.domain.language import tr
from qa_desk.services.best_practices import Moment

if TYPE_CHECKING:
    from qa_desk.ui.evaluate.interaction_pane import InteractionPane
    from qa_desk.ui.media.playback import Playback, Playhead

PRE_ROLL_S = 2.0
"""So much is heard before a moment: a sentence is not understood from its middle."""
_NEAR_S = 1.0


class ClipPlayer(QObject):
    """Over a pane whose interaction is shown already."""

    def __init__(self, pane: InteractionPane, parent: QObject) -> None:
        super().__init__(parent)
        self._pane = pane
        self._watched: Playback | None = None
        self._end: float | None = None

    def play(self, moment: Moment) -> None:
        """Play a stretch, go to a message, or play all of it."""
        if moment.utterance_position is not None:
            self._pane.go_to(Marker("", "", None, moment.utterance_position))
            return
        call = self._pane.call_pane
        if call is None or not call.playback.state.is_open:
            return
        playback = call.playback
        if self._watched is not playback:
            playback.moved.connect(self._moved)
            self._watched = playback
        playback.seek(max(0.0, (moment.start_s or 0.0) - PRE_ROLL_S))
        self._end = moment.end_s
        playback.play()

    def play_marker(self, marker: Marker) -> None:
        """Play what a marker points at."""
        self.play(Moment(marker.at_s, None, marker.utterance_position))

    def stop(self) -> None:
        """Stand still."""
        self._end = None
        if self._watched is not None:
            self._watched.pause()

    def _moved(self, playhead: Playhead) -> None:
        if self._end is None or not playhead.is_playing or playhead.seconds < self._end:
            return
        is_near = playhead.seconds < self._end + _NEAR_S
        self._end = None  # whoever went beyond it by themselves listens on
        if is_near and self._watched is not None:
            self._watched.pause()


def clock(seconds: float) -> str:
    """A time of a recording: 2:13."""
    whole = int(seconds)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def seconds_of(text: str) -> float | None:
    """The seconds that are meant by "2:13", "1:02:13", "75" or "75.5"; None where it is none of these."""
    parts = text.strip().replace(",", ".").split(":")
    if not 1 <= len(parts) <= 3:
        return None
    total = 0.0
    for place, part in enumerate(parts):
        try:
            number = float(part)
        except ValueError:
            return None
        if number < 0 or (place and number >= 60):
            return None
        total = total * 60 + number
    return total


def moment_words(moment: Moment) -> str:
    """Where it is: "0:12 – 0:30", "from 0:12", "message 4", or "all of it"."""
    if moment.utterance_position is not None:
        return tr("message {number}", number=moment.utterance_position + 1)
    if moment.start_s is None and moment.end_s is None:
        return tr("all of it")
    start = clock(moment.start_s or 0.0)
    return f"{start} – {clock(moment.end_s)}" if moment.end_s is not None else tr("from {time}", time=start)
