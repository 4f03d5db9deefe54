"""Contacts that two people scored: paired once both are in, blind until then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.domain.sampling import Design
from qa_desk.services.evaluations import revise_evaluation, set_answer, submit_evaluation
from qa_desk.services.sampling import draw_sample
from qa_desk.services.sampling_pairs import double_scored_pairs, refuse_peeking
from tests.sampling_centre import LAST, a_request, build_centre, evaluate, instant

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace


@pytest.fixture
def pair(workspace: Workspace) -> tuple[Workspace, str, str, str]:
    """The workspace, the contact that two score, and the two."""
    build_centre(workspace)
    draw_sample(workspace, a_request(design=Design(quota=2, double_share=0.1)))
    rows = workspace.connection.execute(
        "SELECT interaction_id, evaluator_id FROM assignments WHERE sample_item_id = "
        "(SELECT sample_item_id FROM assignments WHERE is_second = 1) ORDER BY is_second"
    ).fetchall()
    return workspace, rows[0][0], rows[0][1], rows[1][1]


def test_a_pair_is_there_once_both_have_submitted(pair: tuple[Workspace, str, str, str]) -> None:
    workspace, contact, first, second = pair
    evaluate(workspace, contact, second, "No")
    assert double_scored_pairs(workspace) == []
    evaluate(workspace, contact, first)
    (found,) = double_scored_pairs(workspace)
    assert (found.interaction_id, found.first.evaluator_id, found.second.evaluator_id) == (contact, first, second)
    assert (found.first.final, found.second.final) == (100, 50)
    assert found.agent_id is not None


def test_a_pair_belongs_to_the_time_in_which_both_were_submitted(pair: tuple[Workspace, str, str, str]) -> None:
    workspace, contact, first, second = pair
    evaluate(workspace, contact, first)
    evaluate(workspace, contact, second)
    at = instant(LAST)
    assert len(double_scored_pairs(workspace, at, at + 1)) == 1
    assert double_scored_pairs(workspace, at + 1) == []
    assert double_scored_pairs(workspace, None, at) == []


def test_what_was_revised_afterwards_may_have_been_talked_about(pair: tuple[Workspace, str, str, str]) -> None:
    workspace, contact, first, second = pair
    original = evaluate(workspace, contact, first)
    evaluate(workspace, contact, second)
    revision = revise_evaluation(workspace, original, "a slip")
    set_answer(workspace, revision.id, "Q", "No")
    submit_evaluation(workspace, revision.id)
    (found,) = double_scored_pairs(workspace)
    assert found.first.final == 100


def test_nobody_peeks_before_their_own_is_in(pair: tuple[Workspace, str, str, str]) -> None:
    workspace, contact, first, second = pair
    theirs = evaluate(workspace, contact, first)
    with pytest.raises(Refusal, match="once yours is submitted"):
        refuse_peeking(workspace, theirs, second)
    refuse_peeking(workspace, theirs, first)
    refuse_peeking(workspace, theirs, None)
    evaluate(workspace, contact, second)
    refuse_peeking(workspace, theirs, second)


def test_two_routine_evaluations_of_a_contact_are_no_blind_pair(workspace: Workspace) -> None:
    build_centre(workspace)
    evaluate(workspace, "i-R-ann-00", "quill")
    evaluate(workspace, "i-R-ann-00", "ek")
    assert double_scored_pairs(workspace) == []
