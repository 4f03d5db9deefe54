from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_desk.services import calibration
from qa_desk.services.acknowledgements import acknowledge
from qa_desk.services.disputes import decide_dispute, withdraw_dispute
from qa_desk.services.evaluation_chain import chain_of
from qa_desk.services.evaluation_story import Event, story_of
from qa_desk.services.evaluations import revise_evaluation
from tests.disputed_centre import ACCEPTED, Disputed, a_centre, a_dispute

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace


@pytest.fixture
def centre(workspace: Workspace) -> Disputed:
    return a_centre(workspace)


def test_everything_is_told_in_its_order_from_wherever_one_looks(workspace: Workspace, centre: Disputed) -> None:
    acknowledge(workspace, centre.evaluation, "seen", name="Amira")
    withdraw_dispute(workspace, a_dispute(workspace, centre).id, by="Amira")
    decision = decide_dispute(workspace, a_dispute(workspace, centre).id, ACCEPTED, decider_id=centre.omar)
    assert decision.revision is not None
    latest = decision.revision.evaluation_id
    revise_evaluation(workspace, latest, "one more slip", evaluator_id=centre.lena)
    told = story_of(workspace, centre.evaluation)
    assert [chapter.event for chapter in told] == [
        Event.SUBMITTED,
        Event.ACKNOWLEDGED,
        Event.DISPUTED,
        Event.WITHDRAWN,
        Event.DISPUTED,
        Event.DECIDED,
        Event.REVISED,
        Event.REVISING,
    ]
    assert told == story_of(workspace, latest)
    decided, revised = told[5], told[6]
    assert decided.dispute is not None
    assert (decided.dispute.shown, decided.dispute.revised) == ("55.00", "100.00")
    assert revised.link is not None
    assert (revised.link.shown, revised.link.evaluator, revised.evaluation_id) == ("100.00", "Omar", latest)


def test_a_chain_goes_from_the_original_to_the_draft(workspace: Workspace, centre: Disputed) -> None:
    draft = revise_evaluation(workspace, centre.evaluation, "a slip", evaluator_id=centre.lena)
    for asked in (centre.evaluation, draft.id):
        links = chain_of(workspace.connection, asked)
        assert [(link.evaluator, link.is_submitted, link.passed) for link in links] == [
            ("Eva", True, False),
            ("Lena", False, None),
        ]


def test_a_sheet_of_a_calibration_has_no_story(workspace: Workspace, centre: Disputed) -> None:
    session = calibration.create_calibration(workspace, "June", centre.version, ["4711"], [centre.omar, centre.lena])
    sheet = calibration.start_blind_scoring(workspace, session, centre.omar, "4711")
    assert story_of(workspace, sheet.id) == ()
