"""What each key does to a call; the mouse reaches the same."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from qa_desk.domain.language import tr
from qa_desk.domain.shortcuts import Act
from qa_desk.media.speech_facts import ONE_CHANNEL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from qa_desk.ui.evaluate.call_pane import CallPane

_ZOOM = 1.6
_HERE_S = 0.05
_BACK_S = 1.0
"""While it plays, going back from shortly behind a place goes to the one before it."""


class CallHands:
    """Carries acts out on a call pane."""

    def __init__(self, pane: CallPane, say: Callable[[str], object]) -> None:
        self._pane, self._say = pane, say
        playback, player, waveform = pane.playback, pane.player, pane.waveform
        self._acts: dict[Act, Callable[[], object]] = {
            Act.PLAY: playback.toggle,
            Act.STEP_BACK: player.step_back,
            Act.STEP_FORWARD: player.step_forward,
            Act.REPLAY: self._replay,
            Act.FASTER: player.faster,
            Act.SLOWER: partial(player.faster, -1),
            Act.USUAL_SPEED: partial(playback.set_speed, 1.0),
            Act.LOOP: player.press_loop,
            Act.SKIP_SILENCE: player.toggle_skip,
            Act.MUTE: player.toggle_mute,
            Act.MUTE_AGENT: partial(self._mute, "agent"),
            Act.MUTE_CUSTOMER: partial(self._mute, "customer"),
            Act.LOUDER: player.louder,
            Act.QUIETER: partial(player.louder, -1),
            Act.ZOOM_IN: partial(waveform.zoom, _ZOOM),
            Act.ZOOM_OUT: partial(waveform.zoom, 1 / _ZOOM),
            Act.ZOOM_WHOLE: waveform.zoom_whole,
            Act.PAN_BACK: partial(waveform.pan, -1),
            Act.PAN_FORWARD: partial(waveform.pan, 1),
            Act.NEXT_RECORDING: partial(self._turn, 1),
            Act.PREVIOUS_RECORDING: partial(self._turn, -1),
            Act.LOCATE: self._locate,
            Act.NEXT_MARKER: partial(self._step, self._marker_times),
            Act.PREVIOUS_MARKER: partial(self._step, self._marker_times, -1),
            Act.NEXT_GAP: partial(self._step, self._gap_times),
            Act.PREVIOUS_GAP: partial(self._step, self._gap_times, -1),
            Act.NEXT_OVERLAP: partial(self._step, self._overlap_times),
            Act.PREVIOUS_OVERLAP: partial(self._step, self._overlap_times, -1),
            Act.FIRST_WORD: partial(self._step, self._first_word_times),
            Act.TO_TRANSCRIPT: self._to_transcript,
        }

    def do(self, act: Act) -> bool:
        """Carry it out; False for what means nothing to a call."""
        done = self._acts.get(act)
        if done is not None:
            done()
        return done is not None

    def _replay(self) -> None:
        self._pane.play_from(self._pane.seconds)

    def _mute(self, who: str) -> None:
        channel = self._pane.heads.channel_of(who)
        if channel is None:
            if self._pane.facts is not None:  # else nobody knows yet
                self._say(tr(self._pane.facts.unavailable or ONE_CHANNEL))
            return
        playback = self._pane.playback
        playback.set_channel_muted(channel, not playback.state.channels[channel].is_muted)

    def _turn(self, step: int) -> None:
        self._pane.open_part(self._pane.part + step)

    def _locate(self) -> None:
        if self._pane.lost.isVisible():
            self._pane.locate()

    def _to_transcript(self) -> None:
        transcript = self._pane.transcript
        if transcript.isVisible():
            transcript.take_focus()

    def _step(self, times: Callable[[], Iterable[float]], direction: int = 1) -> None:
        target = next_of(sorted(times()), self._pane.seconds, direction, is_playing=self._pane.playback.state.is_playing)
        if target is not None:
            self._pane.go(target)

    def _marker_times(self) -> Iterable[float]:
        return (pin.seconds for pin in self._pane.pins)

    def _gap_times(self) -> Iterable[float]:
        return (stretch.start for stretch in self._pane.facts.dead_air.stretches) if self._pane.facts else ()

    def _overlap_times(self) -> Iterable[float]:
        facts = self._pane.facts
        if facts is not None and facts.talk_over is None and facts.unavailable is not None:
            self._say(tr("talk-over: {reason}", reason=tr(facts.unavailable)))
        return (stretch.start for stretch in facts.talk_over.stretches) if facts and facts.talk_over else ()

    def _first_word_times(self) -> Iterable[float]:
        facts = self._pane.facts
        return (facts.first_agent_speech,) if facts and facts.first_agent_speech is not None else ()


def next_of(times: list[float], here: float, direction: int, *, is_playing: bool = False) -> float | None:
    """The place after this one, or before it with −1; round the end. None where there are none."""
    if not times:
        return None
    if direction > 0:
        return next((time for time in times if time > here + _HERE_S), times[0])
    before = here - (_BACK_S if is_playing else _HERE_S)
    return next((time for time in reversed(times) if time < before), times[-1])
