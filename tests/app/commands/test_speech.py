from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from qa_desk.app.console import Console
from qa_desk.app.main import main

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def console() -> Console:
    return Console(io.StringIO(), io.StringIO())


@pytest.fixture
def a_file(tmp_path: Path) -> Path:
    time = np.arange(8000 * 12) / 8000
    tone = np.sin(time * 2500) * 0.3
    path = tmp_path / "c.wav"
    soundfile.write(path, np.column_stack([tone * ((time >= 1) & (time < 3)), tone * ((time >= 2) & (time < 4))]), 8000)
    return path


def said(stream: object) -> str:
    assert isinstance(stream, io.StringIO)
    return stream.getvalue()


def test_json_has_the_keys_and_values_of_the_contract(console: Console, a_file: Path) -> None:
    assert main(["speech", str(a_file), "--agent-channel", "right", "--json"], console) == 0
    document = json.loads(said(console.out))
    assert document["duration"] == 12
    assert document["channels"] == 2
    assert (document["talk_agent"], document["talk_customer"]) == (pytest.approx(2), pytest.approx(2))
    assert document["talk_ratio"] == pytest.approx(0.5)
    assert document["dead_air"] == {"count": 1, "longest": pytest.approx(8), "total": pytest.approx(8)}
    assert document["talk_over"] == {"count": 1, "total": pytest.approx(1)}
    assert document["first_agent_speech"] == pytest.approx(2)
    assert document["segments"][0] == {"speaker": "customer", "start": 1.0, "end": 3.0}


def test_the_table_is_for_people(console: Console, a_file: Path) -> None:
    assert main(["speech", str(a_file)], console) == 0
    assert "agent's first word after  1.0 s" in said(console.out)


def test_what_is_no_recording_is_one_line_and_exit_status_1(console: Console, tmp_path: Path) -> None:
    path = tmp_path / "x.wav"
    path.write_text("hello")
    assert main(["speech", str(path), "--json"], console) == 1
    assert said(console.out) == ""
    assert said(console.err) == "x.wav: holds text, not sound.\n"


def test_raw_sound_is_read_by_its_declared_layout(console: Console, tmp_path: Path) -> None:
    path = tmp_path / "x.ul"
    path.write_bytes(bytes(range(256)) * 100)
    assert main(["speech", str(path)], console) == 1
    assert main(["speech", str(path), "--layout", "ulaw:8000:1"], console) == 0
