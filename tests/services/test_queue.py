from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.evaluation import Answer
from qa_desk.services.evaluations import record_evaluation, revise_evaluation, set_answer, start_evaluation
from qa_desk.services.interaction_detail import load_interaction
from qa_desk.services.people import ensure_agents, ensure_evaluator, ensure_team
from qa_desk.services.queue import free_interactions, queue_of, submitted_by
from qa_desk.services.scorecards import add_scorecard, get_version, publish_scorecard
from qa_desk.workspace.scorecard_files import read_scorecard_text
from tests.builders_of_cards import a_card_of

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace

CARD = "key: voice\nsections: [{id: S, questions: [{id: Q, weight: 1, credits: {Yes: 1, No: 0}}]}]\n"


@pytest.fixture
def version_id(workspace: Workspace) -> str:
    """A published scorecard, over four interactions to hear: "i0" to "i3"."""
    version = read_scorecard_text(CARD).version
    assert version is not None
    for number in range(4):
        workspace.connection.execute(
            "INSERT INTO interactions (id, channel, started_at, created_at) VALUES (?, 'call', ?, 0)", [f"i{number}", number]
        )
        workspace.connection.execute(
            "INSERT INTO media (id, interaction_id, path) VALUES (?, ?, 'x.wav')", [f"m{number}", f"i{number}"]
        )
    return publish_scorecard(workspace, add_scorecard(workspace, version)).id


def assign(workspace: Workspace, interaction: str, evaluator: str, version_id: str, due_on: str | None) -> None:
    workspace.connection.execute(
        "INSERT INTO assignments (id, interaction_id, evaluator_id, scorecard_version_id, sample_method, due_on, created_at) "
        "VALUES (?, ?, ?, ?, 'random', ?, 0)",
        [f"a-{interaction}-{evaluator}", interaction, evaluator, version_id, due_on],
    )


def submit(workspace: Workspace, interaction: str, evaluator: str, version_id: str) -> str:
    draft = start_evaluation(workspace, interaction, evaluator, version_id)
    record_evaluation(workspace, draft.id, get_version(workspace, version_id), [Answer("Q", "Yes")], submitted_at=9)
    return draft.id


def test_assignments_stand_by_due_date_and_those_without_come_last(workspace: Workspace, version_id: str) -> None:
    eva = ensure_evaluator(workspace, "Eva")
    for interaction, due in (("i0", None), ("i1", "2024-07-01"), ("i2", "2024-06-01")):
        assign(workspace, interaction, eva, version_id, due)
    assert [item.interaction_id for item in queue_of(workspace, eva)] == ["i2", "i1", "i0"]


def test_what_was_begun_says_how_far_it_is(workspace: Workspace, version_id: str) -> None:
    eva = ensure_evaluator(workspace, "Eva")
    assign(workspace, "i0", eva, version_id, "2024-06-01")
    draft = start_evaluation(workspace, "i0", eva, version_id)
    set_answer(workspace, draft.id, "Q", "Yes")
    own = start_evaluation(workspace, "i1", eva, version_id)
    assert [(item.evaluation_id, item.answered, item.assignment_id is None) for item in queue_of(workspace, eva)] == [
        (draft.id, 1, False),
        (own.id, 0, True),
    ]


def test_a_submitted_one_leaves_the_queue_and_a_revision_comes_back(workspace: Workspace, version_id: str) -> None:
    eva = ensure_evaluator(workspace, "Eva")
    assign(workspace, "i0", eva, version_id, None)
    evaluation_id = submit(workspace, "i0", eva, version_id)
    assert queue_of(workspace, eva) == []
    assert [(item.evaluation_id, item.shown) for item in submitted_by(workspace, eva)] == [(evaluation_id, "100.00")]
    revision = revise_evaluation(workspace, evaluation_id, "a slip")
    assert [item.evaluation_id for item in queue_of(workspace, eva)] == [revision.id]


def test_each_evaluator_has_an_own_queue(workspace: Workspace, version_id: str) -> None:
    eva, emil = ensure_evaluator(workspace, "Eva"), ensure_evaluator(workspace, "Emil")
    assign(workspace, "i0", eva, version_id, None)
    start_evaluation(workspace, "i1", eva, version_id)
    assert queue_of(workspace, emil) == []


def test_free_is_what_nobody_has_and_what_can_be_heard_or_read(workspace: Workspace, version_id: str) -> None:
    eva, emil = ensure_evaluator(workspace, "Eva"), ensure_evaluator(workspace, "Emil")
    assign(workspace, "i0", emil, version_id, None)
    submit(workspace, "i1", emil, version_id)
    start_evaluation(workspace, "i2", emil, version_id)
    workspace.connection.execute("INSERT INTO interactions (id, channel, created_at) VALUES ('silent', 'call', 0)")
    assert [item.interaction_id for item in free_interactions(workspace, eva)] == ["i3", "i2"]


def test_calibrations_are_not_in_the_queue(workspace: Workspace, version_id: str) -> None:
    eva = ensure_evaluator(workspace, "Eva")
    start_evaluation(workspace, "i0", eva, version_id, purpose="calibration")
    assert queue_of(workspace, eva) == []


def test_an_interaction_shows_the_team_of_its_day(workspace: Workspace, version_id: str) -> None:
    agent = ensure_agents(workspace, ["Amira"])["Amira"]
    rows = [("m1", ensure_team(workspace, "North"), "1960-01-01"), ("m2", ensure_team(workspace, "South"), "1980-01-01")]
    for membership, team, start in rows:
        workspace.connection.execute(
            "INSERT INTO memberships (id, agent_id, team_id, valid_from) VALUES (?, ?, ?, ?)", [membership, agent, team, start]
        )
    workspace.connection.execute("UPDATE interactions SET agent_id = ?", [agent])
    detail = load_interaction(workspace, "i0")
    assert (detail.agent, detail.team, detail.is_spoken, detail.utterances) == ("Amira", "North", True, ())


def test_a_second_scoring_looks_like_any_other(workspace: Workspace, version_id: str) -> None:
    eva, emil = ensure_evaluator(workspace, "Eva"), ensure_evaluator(workspace, "Emil")
    submit(workspace, "i0", eva, version_id)
    for interaction, is_second in (("i0", 1), ("i1", 0)):
        assign(workspace, interaction, emil, version_id, "2024-06-01")
        workspace.connection.execute("UPDATE assignments SET is_second = ? WHERE interaction_id = ?", [is_second, interaction])
    second, first = sorted(queue_of(workspace, emil), key=lambda item: item.interaction_id)
    same = {"interaction_id": "", "reference": "", "assignment_id": "", "started_at": 0}
    assert replace(second, **same) == replace(first, **same)


def test_what_was_set_beforehand_is_not_counted_as_answered(workspace: Workspace, version_id: str) -> None:
    eva = ensure_evaluator(workspace, "Eva")
    card = a_card_of({"id": "A", "preset": "N/A"}, {"id": "B"}, key="preset")
    preset = publish_scorecard(workspace, add_scorecard(workspace, card)).id
    draft = start_evaluation(workspace, "i0", eva, preset)
    assert [item.answered for item in queue_of(workspace, eva)] == [0]
    set_answer(workspace, draft.id, "A", "N/A")
    assert [item.answered for item in queue_of(workspace, eva)] == [1]
