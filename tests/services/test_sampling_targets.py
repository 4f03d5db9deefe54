"""Targeted picks: what makes a contact worth a look, and how it is said."""

from __future__ import annotations

import wave
from typing import TYPE_CHECKING

import numpy as np
import pytest

from qa_desk.domain.sampling import Design, Method, Population, Targets
from qa_desk.media.cache import content_hash
from qa_desk.services.sampling_population import frame_of
from qa_desk.services.sampling_targets import reason_words
from qa_desk.services.speech import analyse_file
from tests.sampling_centre import FIRST, add_answer, add_contact, add_ticket, build_centre, evaluate

if TYPE_CHECKING:
    from pathlib import Path

    from qa_desk.workspace.workspace import Workspace


@pytest.fixture
def centre(workspace: Workspace) -> Workspace:
    build_centre(workspace)
    return workspace


def reasons(
    workspace: Workspace, *rules: str, population: Population | None = None, **targets: object
) -> dict[str, tuple[str, ...]]:
    design = Design(Method.TARGETED, size=99, targets=Targets(rules, **targets))  # type: ignore[arg-type]
    found = frame_of(workspace, population or Population(needs_content=False), design)
    return {contact.id: contact.reasons for contact in found.contacts}


def test_only_contacts_with_a_reason_are_in_the_frame(centre: Workspace) -> None:
    assert reasons(centre, "low_csat") == {}
    add_answer(centre, "R-bo-03", 2)
    add_answer(centre, "R-bo-04", 3)
    assert reasons(centre, "low_csat") == {"R-bo-03": ("low_csat",)}


def test_a_complaint_is_told_by_driver_queue_subject_or_tag_in_several_languages(centre: Workspace) -> None:
    connection = centre.connection
    connection.execute("UPDATE interactions SET driver = 'Жалоба на курьера' WHERE id = 'i-R-ann-00'")
    connection.execute("UPDATE interactions SET queue = 'ADUAN' WHERE id = 'i-R-ann-01'")
    connection.execute("UPDATE interactions SET subject = '我要投诉' WHERE id = 'i-R-ann-02'")
    add_ticket(centre, "T-1", "bo", FIRST, subject="Formal Complaint")
    connection.execute(
        "INSERT INTO contact_tags (tag_id, call_id, driver, batch_id, row_hash) VALUES ('x', 'R-ann-03', 'Complaints', 'b', 0)"
    )
    assert set(reasons(centre, "complaint")) == {"R-ann-00", "R-ann-01", "R-ann-02", "R-ann-03", "T-1"}


def test_words_are_found_in_any_case_and_alphabet(centre: Workspace) -> None:
    for position, (name, text) in enumerate(
        [("R-ann-02", "СУД и адвокат"), ("R-bo-02", "I will go to my LAWYER now"), ("R-bo-02", "court")]
    ):
        centre.connection.execute(
            "INSERT INTO utterances (interaction_id, position, speaker, text) VALUES (?, ?, 'customer', ?)",
            [f"i-{name}", position + 1, text],
        )
    found = reasons(centre, "keyword", words=("court", "lawyer", " адвокат "))
    assert found == {"R-ann-02": ("keyword|адвокат",), "R-bo-02": ("keyword|lawyer",)}


def test_long_and_short_ones_tell_their_seconds(centre: Workspace) -> None:
    found = reasons(centre, "long", "short", population=Population(agents=("ann",)), long_s=600.0, short_s=59.0)
    assert found == {"R-ann-00": ("short|0",), "R-ann-10": ("long|600",), "R-ann-11": ("long|660",)}


def test_all_reasons_that_hold_are_kept(centre: Workspace) -> None:
    add_answer(centre, "R-bo-11", 1)
    assert reasons(centre, "long", "low_csat", long_s=660.0)["R-bo-11"] == ("low_csat", "long|660")


def test_long_silence_is_known_where_the_recording_was_analysed(centre: Workspace, tmp_path: Path) -> None:
    """Fifteen seconds of bursts, thirty of nothing, fifteen of bursts."""
    rate, luck = 8000, np.random.default_rng(1)
    bursts = luck.normal(0, 3000, (15 * rate, 2)) * (np.arange(15 * rate) % 4000 < 2400)[:, None]
    sound = np.concatenate([bursts, luck.normal(0, 3, (30 * rate, 2)), bursts]).astype("<i2")
    path = tmp_path / "call.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(sound.tobytes())
    centre.connection.execute("UPDATE media SET sha256 = ? WHERE id = 'f-R-ann-00'", [content_hash(path)])
    centre.connection.execute("UPDATE media SET sha256 = 'never analysed' WHERE id = 'f-R-ann-01'")
    assert reasons(centre, "dead_air", dead_air_s=20.0) == {}
    analyse_file(centre, path)
    ((contact, (reason,)),) = reasons(centre, "dead_air", dead_air_s=20.0).items()
    assert contact == "R-ann-00"
    assert int(reason.split("|")[1]) == pytest.approx(30, abs=1)
    assert reasons(centre, "dead_air", dead_air_s=50.0) == {}


def test_agents_with_a_critical_error_lately_are_a_risk(centre: Workspace) -> None:
    evaluate(centre, "i-R-chi-00", "quill", verified="No")
    evaluate(centre, "i-R-bo-00", "quill")
    assert {name.split("-")[1] for name in reasons(centre, "critical")} == {"chi"}
    centre.connection.execute("UPDATE interactions SET started_at = started_at - 200 * 86400 WHERE id = 'i-R-chi-00'")
    assert reasons(centre, "critical") == {}


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("low_csat", "low satisfaction"),
        ("keyword|lawyer", "words in the transcript: lawyer"),
        ("dead_air|34", "long silence: 34 s"),
        ("invented_later|x", "invented_later: x"),
    ],
)
def test_a_reason_is_said_in_words(reason: str, words: str) -> None:
    assert reason_words(reason) == words


def test_a_contact_of_nobody_known_is_no_pick(centre: Workspace) -> None:
    add_contact(centre, "X-1", None, FIRST, seconds=2000)
    assert "X-1" not in reasons(centre, "long")
