from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa_desk.services.speech import Medium
from qa_desk.ui.evaluate.recording_tabs import RecordingTabs, short_names

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.mark.parametrize(
    ("files", "names"),
    [
        (["call_4711_agent.wav", "call_4711_caller.wav"], ["agent", "caller"]),
        (["4711-leg1-2024.wav", "4711-leg2-2024.wav"], ["leg1", "leg2"]),
        (["one.wav", "two.mp4"], ["one", "two"]),
        (["a.wav", "b.wav", "a.mp4"], ["a", "b", "a"]),
        (["same.wav", "same.wav"], ["same", "same"]),
        (["call.wav", "call_screen.mp4"], ["call", "call_screen"]),
        (["x" * 40 + ".wav", "y.wav"], ["xxxxxxxxxxxx…xxxxxxxxxxx", "y"]),
    ],
)
def test_recordings_are_named_by_what_tells_them_apart(files: list[str], names: list[str]) -> None:
    assert short_names([Path(file) for file in files]) == names


def a_medium(name: str, seconds: float | None = None) -> Medium:
    return Medium(name, Path("/recordings") / f"{name}.wav", seconds, 2, "left")


def test_one_recording_needs_no_tabs_and_two_have_them(qtbot: QtBot) -> None:
    tabs = RecordingTabs()
    qtbot.addWidget(tabs)
    tabs.offer([a_medium("a")])
    assert tabs.isHidden()
    tabs.offer([a_medium("a", 65.0), a_medium("b")])
    assert not tabs.isHidden()
    assert tabs.texts == ["1  a", "2  b"]


def test_a_press_tells_which_one_and_showing_tells_nobody(qtbot: QtBot) -> None:
    tabs = RecordingTabs()
    qtbot.addWidget(tabs)
    tabs.offer([a_medium("a"), a_medium("b")])
    assert tabs._tabs is not None
    with qtbot.assertNotEmitted(tabs.chosen):
        tabs.show_chosen(1)
    with qtbot.waitSignal(tabs.chosen) as chosen:
        tabs._tabs.choose(0)
    assert chosen.args == [0]
