from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from qa_desk.services.speech import Medium
from qa_desk.ui.evaluate import recording_reader
from qa_desk.ui.evaluate.recording_reader import RecordingReader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qa_desk.media.analysis import Analysis
    from qa_desk.media.peaks import Partial
    from qa_desk.ui.screen import Context


@pytest.fixture
def reader(context: Context, qtbot: QtBot) -> Iterator[RecordingReader]:
    made = RecordingReader(context, context.changes)
    yield made
    made.stop()
    qtbot.waitUntil(lambda: not context.jobs.running, timeout=15_000)


def a_medium(path: Path) -> Medium:
    return Medium(path.stem, path, None, 2, "left")


def an_hour(path: Path) -> Path:
    """Written by pieces of a minute; long enough that it is read in several looks."""
    minute = np.asarray(np.random.default_rng(4).normal(0, 0.1, (8000 * 60, 2)), np.float32)
    with soundfile.SoundFile(path, "w", 8000, 2) as file:
        for _ in range(60):
            file.write(minute)
    return path


def test_the_first_of_an_hour_is_seen_long_before_it_is_read(reader: RecordingReader, tmp_path: Path, qtbot: QtBot) -> None:
    grown: list[tuple[float, Partial]] = []
    done: list[tuple[float, Analysis]] = []
    path = an_hour(tmp_path / "hour.flac")
    started = time.monotonic()
    reader.grown.connect(lambda partial: grown.append((time.monotonic() - started, partial)))
    reader.read.connect(lambda analysis: done.append((time.monotonic() - started, analysis)))
    reader.start(a_medium(path))
    assert reader.is_reading
    qtbot.waitUntil(lambda: bool(done), timeout=60_000)
    assert not reader.is_reading
    first_after, first = grown[0]
    assert first.until_s < 3600 == round(first.pyramid.duration_s)
    assert first_after < done[0][0] / 2
    read = [partial.until_s for _moment, partial in grown]
    assert read == sorted(read)
    assert done[0][1].info.duration_s == 3600


def test_what_was_given_up_is_heard_no_more(reader: RecordingReader, tmp_path: Path, qtbot: QtBot) -> None:
    heard: list[object] = []
    reader.grown.connect(heard.append)
    reader.read.connect(heard.append)
    reader.failed.connect(heard.append)
    reader.start(a_medium(an_hour(tmp_path / "hour.flac")))
    reader.stop()
    assert not reader.is_reading
    soundfile.write(tmp_path / "short.wav", np.zeros((8000, 2)), 8000)
    reader.start(a_medium(tmp_path / "short.wav"))
    qtbot.waitUntil(lambda: not reader.is_reading, timeout=15_000)
    assert [type(one).__name__ for one in heard][-1] == "Analysis"
    assert all(round(getattr(one, "pyramid").duration_s) == 1 for one in heard)  # noqa: B009 - of either kind


def test_why_there_is_none_is_told(reader: RecordingReader, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "a.wav").write_text("this is a text and no sound")
    with qtbot.waitSignal(reader.failed, timeout=15_000) as failed:
        reader.start(a_medium(tmp_path / "a.wav"))
    assert failed.args == ["a.wav: holds text, not sound."]
    assert recording_reader._LOOK_MS < 100
