"""A centre with a call, a chat and a scorecard, and the Evaluate place over it."""

from __future__ import annotations

import wave
from typing import TYPE_CHECKING

import pytest

from qa_desk.services.people import ensure_agents, ensure_evaluator
from qa_desk.services.scorecards import add_scorecard, publish_scorecard
from qa_desk.ui.evaluate.view import EvaluateScreen
from qa_desk.workspace.scorecard_files import read_scorecard_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace

CARD = """
key: {key}
title: {key} card
channel: {channel}
pass_threshold: 85
decimals: 1
root_causes: [knowledge, haste]
sections:
  - id: opening
    questions:
      - {{id: greeting, title: Greeting, weight: 10, credits: {{Yes: 1, No: 0}}}}
      - {{id: verified, title: Verified, weight: 20, credits: {{Yes: 1, No: 0}}, critical: compliance}}
  - id: resolution
    questions:
      - {{id: diagnosis, title: Diagnosis, weight: 70, credits: {{0: 0, 1: 1/4, 2: 1/2, 3: 3/4, 4: 1}},
         root_causes: all, root_cause_required: true}}
"""


def publish(workspace: Workspace, key: str, channel: str) -> str:
    """A published version of a small scorecard; its id."""
    version = read_scorecard_text(CARD.format(key=key, channel=channel)).version
    assert version is not None
    return publish_scorecard(workspace, add_scorecard(workspace, version)).id


def a_tone(path: Path, seconds: float = 2.0) -> Path:
    """A short two-channel recording: a buzz on the left, then one on the right."""
    rate = 8000
    half = int(rate * seconds / 2)
    buzz, quiet = [12000 if n // 20 % 2 else -12000 for n in range(half)], [0] * half
    frames = b"".join(
        left.to_bytes(2, "little", signed=True) + right.to_bytes(2, "little", signed=True)
        for left, right in [*zip(buzz, quiet, strict=True), *zip(quiet, buzz, strict=True)]
    )
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(frames)
    return path


@pytest.fixture
def centre(workspace: Workspace, tmp_path: Path) -> Workspace:
    """Interactions "call" (a recording and two lines) and "chat" (three messages), of agent Amira."""
    publish(workspace, "voice", "call")
    publish(workspace, "chat", "chat")
    agent = ensure_agents(workspace, ["Amira"])["Amira"]
    connection = workspace.connection
    for interaction, channel, started in (("call", "call", 1_717_000_000), ("chat", "chat", 1_716_900_000)):
        connection.execute(
            "INSERT INTO interactions (id, external_id, channel, agent_id, started_at, subject, created_at) "
            "VALUES (?, ?, ?, ?, ?, 'Refund', 0)",
            [interaction, f"{channel}-1", channel, agent, started],
        )
    recording = a_tone(tmp_path / "call.wav")
    connection.execute("INSERT INTO media (id, interaction_id, path) VALUES ('m', 'call', ?)", [str(recording)])
    lines = [
        ("call", 0, 0.0, None, "agent", "Hello"),
        ("call", 1, 1.0, None, "customer", "Hello"),
        ("chat", 0, None, 1_716_900_000, "customer", "<b>Where</b> is it?"),
        ("chat", 1, None, 1_716_900_400, "agent", "On its way."),
        ("chat", 2, None, 1_716_900_430, "customer", "Thanks"),
    ]
    for interaction, position, start, at, speaker, text in lines:
        connection.execute(
            "INSERT INTO utterances (interaction_id, position, start_s, at, speaker, text) VALUES (?, ?, ?, ?, ?, ?)",
            [interaction, position, start, at, speaker, text],
        )
    return workspace


@pytest.fixture
def seat(centre: Workspace, context: Context) -> Context:
    """The context with Eva sitting here."""
    context.evaluator_id = ensure_evaluator(centre, "Eva")
    return context


@pytest.fixture
def screen(seat: Context, qtbot: QtBot) -> Iterator[EvaluateScreen]:
    """The shown place, its queue complete."""
    made = EvaluateScreen(seat)
    qtbot.addWidget(made)
    made.resize(1364, 860)
    made.show()
    qtbot.waitExposed(made)
    qtbot.waitUntil(lambda: len(made.queue.items) == 2)
    yield made
    qtbot.waitUntil(lambda: not seat.jobs.running)
