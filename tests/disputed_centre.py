"""A centre in which evaluations are disputed: Eva scores calls of Amira, Omar and Lena can decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.domain.disputes import Claim, Role, Verdict
from qa_desk.services.disputes import raise_dispute
from qa_desk.services.evaluations import put_answer, put_marker, set_answer, start_evaluation, submit_evaluation
from qa_desk.services.people import ensure_agents, ensure_evaluator
from qa_desk.services.scorecards import add_scorecard, publish_scorecard
from qa_desk.workspace.scorecard_files import read_scorecard_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa_desk.domain.disputes import Dispute
    from qa_desk.workspace.workspace import Workspace

CARD = """
key: voice
title: Voice support
channel: call
pass_threshold: 85
root_causes: [knowledge, haste]
sections:
  - id: opening
    title: Opening
    questions:
      - {id: greeting, title: Greeting, weight: 10, credits: {Yes: 1, No: 0}}
      - {id: verified, title: Identity verified, weight: 20, credits: {Yes: 1, No: 0}, critical: compliance}
  - id: resolution
    title: Resolution
    questions:
      - {id: diagnosis, title: Diagnosis, weight: 70, credits: {0: 0, 1: 1/4, 2: 1/2, 3: 3/4, 4: 1},
         root_causes: all, root_cause_required: true}
"""
GIVEN = {"greeting": "No", "verified": "Yes", "diagnosis": "2"}
"""Eva's answers: 55 points."""


@dataclass(frozen=True, slots=True)
class Disputed:
    """The ids a test asks for."""

    version: str
    eva: str
    omar: str
    lena: str
    evaluation: str


def add_call(workspace: Workspace, name: str, *, agent: str = "Amira", at: int = 1_717_000_000) -> None:
    """A call of an agent, with two lines of transcript."""
    agent_id = ensure_agents(workspace, [agent])[agent]
    with workspace.transaction() as connection:
        connection.execute(
            "INSERT INTO interactions (id, external_id, channel, agent_id, customer_id, started_at, subject, language, "
            "created_at) VALUES (?, ?, 'call', ?, 'Mr Lim', ?, 'Refund', 'en', 0)",
            [name, name, agent_id, at],
        )
        for position, (speaker, text) in enumerate((("agent", "Hello"), ("customer", "Good morning"))):
            connection.execute(
                "INSERT INTO utterances (interaction_id, position, start_s, speaker, text) VALUES (?, ?, ?, ?, ?)",
                [name, position, float(position), speaker, text],
            )


def evaluate(
    workspace: Workspace, interaction: str, evaluator_id: str, version_id: str, answers: Mapping[str, str] = GIVEN
) -> str:
    """A submitted evaluation with a comment and a marker on the greeting."""
    from qa_desk.domain.evaluation import Answer, Marker

    draft = start_evaluation(workspace, interaction, evaluator_id, version_id, sample_method="random")
    for question, value in answers.items():
        set_answer(workspace, draft.id, question, value)
    cause = "knowledge" if answers["diagnosis"] != "4" else None
    put_answer(workspace, draft.id, Answer("diagnosis", answers["diagnosis"], "asked the same thing twice", cause))
    put_answer(workspace, draft.id, Answer("greeting", answers["greeting"], "never said the name"))
    put_marker(workspace, draft.id, Marker(workspace.clock.new_id(), "here", 0.5, None, "greeting"))
    submit_evaluation(workspace, draft.id)
    return draft.id


def a_centre(workspace: Workspace) -> Disputed:
    """One call, evaluated by Eva."""
    version = read_scorecard_text(CARD).version
    assert version is not None
    version_id = publish_scorecard(workspace, add_scorecard(workspace, version)).id
    eva, omar, lena = (ensure_evaluator(workspace, name) for name in ("Eva", "Omar", "Lena"))
    add_call(workspace, "4711")
    return Disputed(version_id, eva, omar, lena, evaluate(workspace, "4711", eva, version_id))


def a_dispute(workspace: Workspace, centre: Disputed, *, by: str = "Amira", evaluation: str = "") -> Dispute:
    """Amira wishes a Yes for the greeting and a 4 for the diagnosis."""
    claims = (
        Claim("greeting", "I said my name at the very start", "Yes"),
        Claim("diagnosis", "The system was down, I had to ask again", "4"),
    )
    return raise_dispute(workspace, evaluation or centre.evaluation, claims, by=by, role=Role.AGENT)


ACCEPTED = (
    Verdict("greeting", True, "It is heard at 0:00"),
    Verdict("diagnosis", True, "The outage is in the log"),
)
REJECTED = (
    Verdict("greeting", False, "The name is not heard"),
    Verdict("diagnosis", False, "The outage came later"),
)
