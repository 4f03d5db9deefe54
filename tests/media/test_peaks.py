from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_desk.media.peaks import FULL_SCALE, Envelope, EnvelopeBuilder, columns, pyramid_of


def an_envelope(samples: np.ndarray, rate: int, block: int = 1 << 18) -> Envelope:
    builder = EnvelopeBuilder(rate)
    for start in range(0, len(samples), block):
        builder.add(samples[start : start + block])
    return builder.finish()


@given(
    rate=st.sampled_from([8000, 11025, 16000, 22050, 44100]),
    frames=st.integers(1, 3000),
    block=st.integers(1, 700),
    channels=st.integers(1, 2),
)
def test_blocks_of_any_size_give_the_same_envelope_as_the_whole(rate: int, frames: int, block: int, channels: int) -> None:
    samples = np.random.default_rng(frames).uniform(-1, 1, (frames, channels)).astype(np.float32)
    whole, pieces = an_envelope(samples, rate, frames), an_envelope(samples, rate, block)
    assert np.array_equal(whole.low, pieces.low)
    assert np.array_equal(whole.high, pieces.high)
    assert np.allclose(whole.energy, pieces.energy)
    assert whole.low.shape == (channels, (frames - 1) * 100 // rate + 1)  # one more than the bucket of the last sample


def test_each_bucket_holds_the_lowest_and_highest_sample_of_its_ten_milliseconds() -> None:
    samples = np.zeros((240, 1), np.float32)
    samples[79], samples[80], samples[239] = 0.5, -0.25, 1.0
    envelope = an_envelope(samples, 8000)
    assert envelope.high[0].tolist() == [round(0.5 * FULL_SCALE), 0, FULL_SCALE]
    assert envelope.low[0].tolist() == [0, round(-0.25 * FULL_SCALE), 0]


def test_samples_beyond_full_scale_are_clipped_not_wrapped() -> None:
    envelope = an_envelope(np.array([[2.0], [-3.0]], np.float32), 8000)
    assert (envelope.low[0, 0], envelope.high[0, 0]) == (-FULL_SCALE, FULL_SCALE)


def test_a_constant_offset_is_no_energy() -> None:
    assert an_envelope(np.full((800, 1), 0.5, np.float32), 8000).energy.max() == pytest.approx(0, abs=1e-6)


def test_two_channels_with_the_same_sound_do_not_differ() -> None:
    sound = np.random.default_rng(1).uniform(-1, 1, 8000).astype(np.float32)
    other = np.random.default_rng(2).uniform(-1, 1, 8000).astype(np.float32)
    assert an_envelope(np.column_stack([sound, sound]), 8000).difference == 0
    assert an_envelope(np.column_stack([sound, other]), 8000).difference == pytest.approx(0.5, abs=0.05)
    assert an_envelope(np.zeros((800, 2), np.float32), 8000).difference is None


def test_every_level_keeps_the_extremes() -> None:
    samples = np.random.default_rng(3).uniform(-1, 1, (8000 * 120, 2)).astype(np.float32)
    pyramid = pyramid_of(an_envelope(samples, 8000))
    assert len(pyramid.levels) == 4
    for level in pyramid.levels:
        assert level.low.min() == pyramid.levels[0].low.min()
        assert level.high.max() == pyramid.levels[0].high.max()


@given(start=st.floats(-5, 25), length=st.floats(0.01, 30), width=st.integers(1, 900))
def test_columns_never_leave_the_extremes_and_cover_the_window(start: float, length: float, width: int) -> None:
    samples = np.random.default_rng(4).uniform(-1, 1, (8000 * 20, 1)).astype(np.float32)
    pyramid = pyramid_of(an_envelope(samples, 8000))
    low, high = columns(pyramid, 0, start, start + length, width)
    assert len(low) == len(high) == width
    assert (low <= high).all()
    assert high.max(initial=0) <= pyramid.levels[0].high.max()


def test_a_single_loud_bucket_is_seen_at_every_zoom() -> None:
    samples = np.zeros((8000 * 300, 1), np.float32)
    samples[8000 * 123 + 5] = 0.9
    pyramid = pyramid_of(an_envelope(samples, 8000))
    for start, end in ((0, 300), (100, 150), (122.9, 123.1)):
        _, high = columns(pyramid, 0, start, end, 400)
        column = int((123.0 - start) / (end - start) * 400)
        assert high.max() == round(0.9 * FULL_SCALE)
        assert abs(int(high.argmax()) - column) <= max(1, 400 * 0.02 / (end - start))


def test_outside_the_recording_there_is_silence() -> None:
    pyramid = pyramid_of(an_envelope(np.ones((800, 1), np.float32), 8000))
    low, high = columns(pyramid, 0, 10, 20, 50)
    assert not low.any()
    assert not high.any()
    assert columns(pyramid, 0, 0, 0, 5)[0].tolist() == [0] * 5
