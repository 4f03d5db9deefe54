from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.services.acknowledgements import acknowledge, acknowledgements_of
from qa_desk.services.disputes import withdraw_dispute
from qa_desk.services.evaluations import revise_evaluation, submit_evaluation
from tests.disputed_centre import Disputed, a_centre, a_dispute

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace


@pytest.fixture
def centre(workspace: Workspace) -> Disputed:
    return a_centre(workspace)


def test_what_was_said_stays_with_name_and_time_and_is_logged(workspace: Workspace, centre: Disputed) -> None:
    acknowledge(workspace, centre.evaluation, "seen", name="  Amira  R ", words=" I will ask earlier ")
    (said,) = acknowledgements_of(workspace, centre.evaluation)
    assert (said.kind, said.name, said.words) == ("seen", "Amira R", "I will ask earlier")
    logged = workspace.connection.execute("SELECT after, at FROM change_log WHERE table_name = 'acknowledgements'").fetchall()
    assert len(logged) == 1
    assert "I will ask earlier" in logged[0]["after"]
    assert said.at > 1_717_200_000


def test_first_seen_then_agreed_but_nothing_twice(workspace: Workspace, centre: Disputed) -> None:
    acknowledge(workspace, centre.evaluation, "seen", name="Amira")
    acknowledge(workspace, centre.evaluation, "agreed", name="Amira")
    with pytest.raises(Refusal, match="already"):
        acknowledge(workspace, centre.evaluation, "agreed", name="amira")
    assert [said.kind for said in acknowledgements_of(workspace, centre.evaluation)] == ["seen", "agreed"]


def test_a_name_is_needed(workspace: Workspace, centre: Disputed) -> None:
    with pytest.raises(Refusal, match="Type the name"):
        acknowledge(workspace, centre.evaluation, "seen", name=" ")


def test_only_the_evaluation_in_force_is_acknowledged(workspace: Workspace, centre: Disputed) -> None:
    revision = revise_evaluation(workspace, centre.evaluation, "a slip")
    with pytest.raises(Refusal, match="not submitted yet"):
        acknowledge(workspace, revision.id, "seen", name="Amira")
    submit_evaluation(workspace, revision.id)
    with pytest.raises(Refusal, match="latest revision"):
        acknowledge(workspace, centre.evaluation, "seen", name="Amira")
    assert acknowledge(workspace, revision.id, "seen", name="Amira").evaluation_id == revision.id


def test_who_disputes_does_not_agree_meanwhile(workspace: Workspace, centre: Disputed) -> None:
    dispute = a_dispute(workspace, centre)
    with pytest.raises(Refusal, match="disputes this"):
        acknowledge(workspace, centre.evaluation, "agreed", name="Amira")
    acknowledge(workspace, centre.evaluation, "seen", name="Amira")
    withdraw_dispute(workspace, dispute.id, by="Amira")
    assert acknowledge(workspace, centre.evaluation, "agreed", name="Amira").kind == "agreed"
