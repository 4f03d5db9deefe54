from __future__ import annotations

import itertools

import numpy as np
import pytest

from qa_desk.media.activity import Stretch
from qa_desk.ui.media.sounding import Plan, Sounding, TimeRange, leap_from
from tests.media.test_stretching import RATE, Held, a_voice


def two_voices(seconds: float = 20) -> Held:
    left, right = a_voice(110, seconds), a_voice(230, seconds)
    return Held(np.asarray(np.hstack([left, right]), np.float32))


def heard(sounding: Sounding, plan: Plan, seconds: float) -> tuple[np.ndarray, list[float]]:
    """What is put out in this time, and where in the recording each piece began."""
    parts, places = [], []
    while sum(map(len, parts)) < seconds * sounding.rate:
        hop = sounding.next(plan)
        if hop is None:
            break
        parts.append(hop.frames)
        places.append(hop.seconds)
    return np.concatenate(parts), places


def loudness(sound: np.ndarray) -> list[float]:
    return [round(float(np.sqrt(np.mean(lane**2))), 4) for lane in sound.T]


@pytest.mark.parametrize(("speed", "rate"), [(1.0, 8000), (1.5, 48_000), (0.5, 44_100)])
def test_a_muted_channel_is_silent_and_the_other_as_loud_as_before(speed: float, rate: int) -> None:
    sounding = Sounding(two_voices(), rate)
    both, _ = heard(sounding, Plan(speed=speed), 2)
    heard(sounding, Plan(speed=speed, channels=(1.0, 0.0)), 0.1)
    left_only, _ = heard(sounding, Plan(speed=speed, channels=(1.0, 0.0)), 2)
    assert loudness(left_only)[1] == 0.0
    assert loudness(left_only)[0] == pytest.approx(loudness(both)[0], rel=0.1)


def test_a_channel_has_a_loudness_of_its_own_and_the_whole_another() -> None:
    sounding = Sounding(two_voices(), RATE)
    plain = loudness(heard(sounding, Plan(), 2)[0])
    sounding.go(0)
    heard(sounding, Plan(volume=0.5, channels=(0.5, 2.0)), 0.05)
    changed = loudness(heard(sounding, Plan(volume=0.5, channels=(0.5, 2.0)), 2)[0])
    assert changed[0] == pytest.approx(plain[0] * 0.25, rel=0.05)
    assert changed[1] == pytest.approx(plain[1], rel=0.05)


def test_a_change_of_loudness_is_faded() -> None:
    steady = Held(np.full((RATE, 2), 0.5, np.float32))
    sounding = Sounding(steady, RATE)
    heard(sounding, Plan(), 0.1)
    fading, _ = heard(sounding, Plan(channels=(0.0, 1.0)), 0.015)
    assert np.abs(np.diff(fading[:, 0])).max() < 0.01
    assert fading[-1].tolist() == [0.0, 0.5]


def test_one_channel_is_heard_in_both_ears() -> None:
    sounding = Sounding(Held(a_voice(120)), RATE)
    sound, _ = heard(sounding, Plan(channels=(1.0, 0.0)), 1)
    assert (sound[:, 0] == sound[:, 1]).all()
    assert loudness(sound)[0] > 0.05


@pytest.mark.parametrize("speed", [1.0, 2.0])
def test_a_loop_is_as_long_as_it_says_and_has_no_gap(speed: float) -> None:
    sounding = Sounding(two_voices(), RATE)
    sounding.go(5.0)
    sound, places = heard(sounding, Plan(speed=speed, loop=TimeRange(5.0, 6.0)), 10)
    starts = [number for number, (a, b) in enumerate(itertools.pairwise(places)) if b < a]
    assert len(starts) == pytest.approx(10 * speed, abs=1)
    assert np.diff(starts).mean() * 0.015 * speed == pytest.approx(1.0, abs=0.01)
    assert max(places) < 6.0
    loud = np.abs(sound[200:]).reshape(-1, 2).max(axis=1)
    window = np.lib.stride_tricks.sliding_window_view(loud, 160).max(axis=1)
    assert window.min() > 0.02  # no 20 ms are silent


def test_silence_is_leapt_over_without_a_gap() -> None:
    sound = two_voices(30).sound.copy()
    sound[5 * RATE : 15 * RATE] = 0
    sounding = Sounding(Held(sound), RATE)
    sounding.go(4.0)
    out, places = heard(sounding, Plan(leaps=(Stretch(5.0, 15.0),)), 3)
    assert not [place for place in places if 5.2 < place < 14.85]
    quiet = np.abs(out).max(axis=1) < 0.001
    assert quiet.sum() / RATE == pytest.approx(0.2, abs=0.05)  # a breath is left


def test_a_place_in_a_silence_goes_to_shortly_before_the_next_word() -> None:
    silences = (Stretch(5.0, 10.0), Stretch(20.0, 22.0))
    assert leap_from(4.0, silences) is None
    assert leap_from(5.05, silences) is None
    assert leap_from(7.0, silences) == pytest.approx(9.9)
    assert leap_from(9.8, silences) is None
    assert leap_from(21.0, silences) == pytest.approx(21.9)
    assert leap_from(21.0, ()) is None


def test_at_the_end_nothing_more_comes_but_a_loop_to_the_end_goes_on() -> None:
    sounding = Sounding(two_voices(2), RATE)
    _sound, places = heard(sounding, Plan(), 5)
    assert places[-1] == pytest.approx(2.0, abs=0.02)
    assert sounding.is_at_end
    assert sounding.next(Plan()) is None
    looped = sounding.next(Plan(loop=TimeRange(1.0, 2.0)))
    assert looped is not None
    assert looped.seconds == pytest.approx(1.0, abs=0.015)


def test_what_is_not_decoded_yet_is_waited_for() -> None:
    held = two_voices(4)
    held.is_complete, held.frames = False, RATE
    sounding = Sounding(held, RATE)
    sounding.go(2.0)
    assert sounding.waits
    assert sounding.next(Plan()) is None
    held.is_complete, held.frames = True, len(held.sound)
    assert sounding.next(Plan()) is not None
