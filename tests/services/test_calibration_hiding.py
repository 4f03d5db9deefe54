"""Hiding an agent: every name they go by, in texts, labels and the notes inside recordings."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from qa_desk.services.calibration_hiding import Hiding, hiding_of

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace


def an_agent(workspace: Workspace, name: str, *aliases: str, email: str | None = None, external_id: str | None = None) -> Hiding:
    with workspace.transaction() as connection:
        connection.execute(
            "INSERT INTO agents (id, external_id, name, email, created_at) VALUES ('a', ?, ?, ?, 0)", [external_id, name, email]
        )
        for alias in aliases:
            connection.execute("INSERT INTO agent_aliases (alias, agent_id) VALUES (?, 'a')", [alias])
    return hiding_of(workspace, "a")


def test_all_that_somebody_is_called_is_hidden(workspace: Workspace) -> None:
    hiding = an_agent(workspace, "Mark de Souza", "Marky", email="m.souza@centre.example", external_id="EMP77")
    said = "Mark here, m.souza@centre.example, EMP77, also Marky. Please mark this: de Souza."
    assert hiding.in_speech(said) == "••• here, •••, •••, also •••. Please mark this: de •••."
    assert hiding.in_label("2024_MARK_emp77.wav") == "2024_•••_•••.wav"


@pytest.mark.parametrize("name", ["李娜", "Bo", "Anaïs"])
def test_short_names_and_other_letters_are_names_too(workspace: Workspace, name: str) -> None:
    hiding = an_agent(workspace, name)
    assert name not in hiding.in_speech(f"I am {name}.")
    assert name not in hiding.in_label(f"call_{name}.wav")


def test_a_number_of_two_digits_hides_nothing_else(workspace: Workspace) -> None:
    assert an_agent(workspace, "Ana Lima", external_id="7").in_speech("7 days") == "7 days"


def test_nobody_hides_nothing(workspace: Workspace) -> None:
    assert hiding_of(workspace, None) == Hiding()
    assert Hiding().in_speech("Ana") == "Ana"
    assert not Hiding().is_told_in(io.BytesIO(b"Ana"))


@pytest.mark.parametrize("written", [b"AISYAH KARIM", "Aisyah Karim".encode("utf-16-le"), "李娜娜".encode()])
@pytest.mark.parametrize("place", [0, (1 << 20) - 5, 3 << 20])
def test_a_name_in_a_recording_is_found_wherever_it_stands(written: bytes, place: int) -> None:
    sound = bytes(place) + written + bytes(99)
    assert Hiding(("Aisyah Karim", "李娜娜")).is_told_in(io.BytesIO(sound))
    assert not Hiding(("Somebody Else", "Bo")).is_told_in(io.BytesIO(sound))
