from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np
import pytest

from qa_desk.domain.errors import Cancelled, EnvironmentFailure, Refusal
from qa_desk.media.analysis import analyse, pauses
from qa_desk.media.cache import content_hash

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from qa_desk.media.peaks import Partial

    Sound = NDArray[np.float32]


@pytest.fixture
def a_call(a_voice: Callable[..., Sound], a_recording: Callable[..., Path]) -> Path:
    return a_recording(a_voice([(1, 3)], 12), a_voice([(4, 6)], 12))


def test_the_second_look_comes_from_the_cache_and_says_the_same(
    a_call: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = analyse(a_call, cache_folder=tmp_path / "peaks")
    monkeypatch.setattr("qa_desk.media.analysis._measure", lambda *_: pytest.fail("decoded again"))
    again = analyse(a_call, cache_folder=tmp_path / "peaks")
    assert again.facts == first.facts
    assert again.info == first.info
    assert all(np.array_equal(a.low, b.low) for a, b in zip(again.pyramid.levels, first.pyramid.levels, strict=True))
    assert [path.name for path in (tmp_path / "peaks").iterdir()] == [content_hash(a_call) + ".npz"]


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 cut", b"no zip at all"])
def test_a_damaged_cache_is_as_good_as_none(a_call: Path, tmp_path: Path, damage: bytes) -> None:
    first = analyse(a_call, cache_folder=tmp_path)
    (tmp_path / f"{first.sha256}.npz").write_bytes(damage)
    assert analyse(a_call, cache_folder=tmp_path).facts == first.facts


def test_where_the_cache_cannot_be_written_the_answer_is_there_with_a_warning(a_call: Path, tmp_path: Path) -> None:
    (tmp_path / "in the way").write_text("a file")
    analysis = analyse(a_call, cache_folder=tmp_path / "in the way")
    assert analysis.facts.talk_agent == pytest.approx(2)
    assert "could not be kept" in analysis.info.warnings[0]


def test_progress_reaches_the_end(a_call: Path) -> None:
    seen: list[tuple[float, float]] = []
    analyse(a_call, report=lambda done, total, _: seen.append((done, total)))
    assert seen[-1] == (12, 12)


def test_cancelling_stops_between_blocks(a_call: Path, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        analyse(a_call, cancelled=lambda: True, cache_folder=tmp_path / "peaks")
    assert not (tmp_path / "peaks").exists()


def test_a_file_without_samples_is_refused(a_recording: Callable[..., Path]) -> None:
    with pytest.raises(Refusal, match="no sound"):
        analyse(a_recording(np.zeros(0, np.float32)))


def test_more_than_two_channels_are_pointed_out(a_recording: Callable[..., Path], a_voice: Callable[..., Sound]) -> None:
    voice = a_voice([(1, 2)], 4)
    analysis = analyse(a_recording(voice, voice * 0, voice))
    assert "has 3 channels" in analysis.info.warnings[0]
    assert analysis.facts.talk_agent == pytest.approx(1)


def test_pauses_are_what_nobody_fills(a_call: Path) -> None:
    analysis = analyse(a_call)
    assert [(pause.start, pause.end) for pause in pauses(analysis)] == [(0, 1), (3, 4), (6, 12)]
    assert [pause.start for pause in pauses(analysis, 1.5)] == [6]


def test_the_waveform_is_shown_in_parts_on_the_axis_of_the_whole(
    a_voice: Callable[..., Sound], a_recording: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa_desk.media.analysis._PUBLISH_EVERY_S", 0.0)
    path = a_recording(a_voice([(1, 3), (40, 50)], 60), a_voice([(4, 6)], 60))
    parts: list[Partial] = []
    whole = analyse(path, publish=parts.append)
    assert len(parts) == 8  # blocks of 65,536 samples at 8 kHz
    assert parts[0].until_s == pytest.approx(8.19)
    assert [part.pyramid.duration_s for part in parts] == [60.0] * 8
    assert parts[0].channels == 2
    read = round(parts[0].until_s * 100)
    assert np.array_equal(parts[0].pyramid.levels[0].low, whole.pyramid.levels[0].low[:, :read])
    assert parts[-1].until_s == pytest.approx(60.0)


def test_a_kept_recording_is_not_decoded_to_its_end_while_its_hash_is_still_reckoned(
    a_call: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = analyse(a_call, cache_folder=tmp_path / "peaks")
    monkeypatch.setattr("qa_desk.media.analysis._HASHED_IN_S", 0.0)
    hashed = threading.Event()
    monkeypatch.setattr("qa_desk.media.cache.content_hash", lambda *_: hashed.wait() and first.sha256)
    blocks: list[float] = []

    def report(done: float, _total: float, _text: str) -> None:
        blocks.append(done)
        hashed.set()

    assert analyse(a_call, cache_folder=tmp_path / "peaks", report=report).facts == first.facts
    assert blocks


def test_a_file_that_cannot_be_read_for_its_hash_is_said(a_call: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> str:
        raise EnvironmentFailure("call.wav: cannot be read (I/O error).")

    monkeypatch.setattr("qa_desk.media.cache.content_hash", failing)
    with pytest.raises(EnvironmentFailure, match="cannot be read"):
        analyse(a_call, cache_folder=tmp_path)
