"""What a person sees while they score blind: with a hidden agent, nothing that names the agent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.definition_nodes import tree_of
from qa_desk.domain.scorecard_definition import read_definition
from qa_desk.services import calibration
from qa_desk.services.calibration_lookup import interaction_to_score, without_name
from qa_desk.services.evaluations import set_answer
from qa_desk.services.people import ensure_evaluator
from qa_desk.services.scorecards import add_scorecard, publish_scorecard

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace

CARD = {"key": "voice", "sections": [{"id": "S", "questions": [{"id": "Q1", "weight": 1, "credits": {"Yes": 1, "No": 0}}]}]}


@pytest.fixture
def people(workspace: Workspace) -> list[str]:
    version = read_definition(tree_of(CARD)).version
    assert version is not None
    publish_scorecard(workspace, add_scorecard(workspace, version))
    with workspace.transaction() as connection:
        connection.execute("INSERT INTO agents (id, name, created_at) VALUES ('a', 'Aisyah Noor', 0)")
        connection.execute("INSERT INTO teams (id, name) VALUES ('t', 'Billing')")
        connection.execute("INSERT INTO memberships (id, agent_id, team_id, valid_from) VALUES ('m', 'a', 't', '1970-01-01')")
        connection.execute(
            "INSERT INTO interactions (id, external_id, channel, agent_id, subject, created_at) "
            "VALUES ('i', 'aisyah_4711', 'chat', 'a', 'Complaint to AISYAH', 0)"
        )
        lines = [
            ("agent", "Aisyah Noor", "I am Aisyah."),
            ("agent", "A. Noor", "Yes"),
            ("customer", "Fiona", "Thanks Aisyah Noor!"),
        ]
        connection.executemany(
            "INSERT INTO utterances (interaction_id, position, speaker, author, text) VALUES ('i', ?, ?, ?, ?)",
            [(number, *line) for number, line in enumerate(lines)],
        )
    return [ensure_evaluator(workspace, name) for name in ("Ana", "Ben")]


def test_a_hidden_agent_is_named_nowhere_until_the_reveal(workspace: Workspace, people: list[str]) -> None:
    made = calibration.create_calibration(workspace, "June", "voice", ["i"], people, agent_hidden=True)
    session = calibration.get_calibration(workspace, made)
    shown = interaction_to_score(workspace, session, "i")
    for text in (str(shown), str(session)):
        assert "noor" not in text.lower()
        assert "aisyah" not in text.lower()
        assert "Billing" not in text
    assert [(line.speaker, line.author) for line in shown.utterances] == [("agent", None), ("agent", None), ("customer", "Fiona")]
    assert shown.utterances[2].text == "Thanks •••!"
    for who in people:
        sheet = calibration.start_blind_scoring(workspace, made, who, "i")
        set_answer(workspace, sheet.id, "Q1", "Yes")
        calibration.submit_blind_sheet(workspace, sheet.id)
    calibration.reveal_calibration(workspace, made)
    revealed = calibration.get_calibration(workspace, made)
    assert revealed.items[0].agent == "Aisyah Noor"
    assert interaction_to_score(workspace, revealed, "i").agent == "Aisyah Noor"


def test_without_hiding_everything_is_as_it_was_said(workspace: Workspace, people: list[str]) -> None:
    made = calibration.create_calibration(workspace, "June", "voice", ["i"], people)
    shown = interaction_to_score(workspace, calibration.get_calibration(workspace, made), "i")
    assert shown.utterances[0].author == "Aisyah Noor"
    assert shown.agent == "Aisyah Noor"


@pytest.mark.parametrize(
    ("text", "name", "left"),
    [
        ("Mark will mark it", "Mark Lim", "••• will mark it"),
        ("Limits of Ann, not of Anna", "Ann Lim", "Limits of •••, not of Anna"),
        ("de rien", "Jean de Groot", "de rien"),
        ("您好，我是陈晓明。", "陈晓明", "您好，我是•••。"),
        ("nothing", None, "nothing"),
        ("a (b", "a (b", "•••"),
    ],
)
def test_a_name_is_hidden_as_a_word_and_never_inside_one(text: str, name: str | None, left: str) -> None:
    assert without_name(text, name) == left
