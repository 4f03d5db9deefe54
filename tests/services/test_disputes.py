from __future__ import annotations

import sqlite3
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.disputes import WHOLE, Claim, Outcome, Role, State, Verdict
from qa_desk.domain.errors import Refusal
from qa_desk.domain.progress import Quiet
from qa_desk.kpis.figure import Request
from qa_desk.services import calibration
from qa_desk.services.care import check_workspace
from qa_desk.services.dispute_deciders import disputes_to_answer, may_decide, refuse_decider
from qa_desk.services.disputes import (
    begin_decision,
    decide_dispute,
    disputes_of,
    get_dispute,
    list_disputes,
    raise_dispute,
    take_back_decision,
    withdraw_dispute,
)
from qa_desk.services.evaluations import (
    NotReady,
    discard_draft,
    load_evaluation,
    revise_evaluation,
    set_answer,
    set_root_cause,
    submit_evaluation,
)
from qa_desk.services.kpis import figures
from qa_desk.services.people import ensure_evaluator
from qa_desk.services.scorecards import add_scorecard, publish_scorecard
from qa_desk.workspace.scorecard_files import read_scorecard_text
from qa_desk.workspace.settings import set_settings
from tests.disputed_centre import ACCEPTED, CARD, REJECTED, Disputed, a_centre, a_dispute, add_call, evaluate

if TYPE_CHECKING:
    from qa_desk.domain.disputes import Dispute
    from qa_desk.workspace.workspace import Workspace


@pytest.fixture
def centre(workspace: Workspace) -> Disputed:
    return a_centre(workspace)


@pytest.fixture
def dispute(workspace: Workspace, centre: Disputed) -> Dispute:
    return a_dispute(workspace, centre)


def test_a_dispute_knows_what_is_claimed_and_by_when_it_is_answered(dispute: Dispute) -> None:
    assert (dispute.state, dispute.raised_by, dispute.role, dispute.shown) == (State.OPEN, "Amira", Role.AGENT, "55.00")
    assert (dispute.reference, dispute.agent, dispute.evaluator, dispute.scorecard) == (
        "4711",
        "Amira",
        "Eva",
        "Voice support v1",
    )
    assert [(point.question_id, point.wish, point.is_accepted) for point in dispute.points] == [
        ("greeting", "Yes", None),
        ("diagnosis", "4", None),
    ]
    assert dispute.due_on == "2024-06-07"  # raised on Saturday, the first of June: five working days


def test_the_days_to_answer_are_a_setting(workspace: Workspace, centre: Disputed) -> None:
    set_settings(workspace, {"dispute_answer_days": 1})
    assert a_dispute(workspace, centre).due_on == "2024-06-03"


def test_only_a_submitted_evaluation_is_disputed(workspace: Workspace, centre: Disputed) -> None:
    revision = revise_evaluation(workspace, centre.evaluation, "a slip")
    with pytest.raises(Refusal, match="not submitted yet"):
        a_dispute(workspace, centre, evaluation=revision.id)
    with pytest.raises(Refusal, match="Eva is revising"):
        a_dispute(workspace, centre)
    submit_evaluation(workspace, revision.id)
    with pytest.raises(Refusal, match="latest revision"):
        a_dispute(workspace, centre)
    assert a_dispute(workspace, centre, evaluation=revision.id).is_open


def test_an_evaluation_has_one_open_dispute(workspace: Workspace, centre: Disputed, dispute: Dispute) -> None:
    with pytest.raises(Refusal, match="is open"):
        raise_dispute(workspace, centre.evaluation, [Claim(WHOLE, "unfair")], by="Nora", role=Role.LEAD)


def test_nobody_disputes_without_a_name(workspace: Workspace, centre: Disputed) -> None:
    with pytest.raises(Refusal, match="who disputes"):
        a_dispute(workspace, centre, by="  ")
    assert list_disputes(workspace) == []


def test_while_a_dispute_is_open_the_evaluator_revises_nothing(workspace: Workspace, centre: Disputed, dispute: Dispute) -> None:
    with pytest.raises(Refusal, match="its decision revises"):
        revise_evaluation(workspace, centre.evaluation, "I see it now")


def test_an_accepted_dispute_makes_a_revision_by_the_decider_and_both_scores_stay(
    workspace: Workspace, centre: Disputed, dispute: Dispute
) -> None:
    decision = decide_dispute(workspace, dispute.id, ACCEPTED, decider_id=centre.omar)
    decided = decision.dispute
    assert (decided.state, decided.outcome, decided.decider) == (State.DECIDED, Outcome.ACCEPTED, "Omar")
    assert (decided.shown, decided.revised) == ("55.00", "100.00")
    assert decision.revision is not None
    assert decision.revision.score.final == 100
    revision = load_evaluation(workspace, decision.revision.evaluation_id)
    assert (revision.revision_of, revision.evaluator_id, revision.sample_method) == (centre.evaluation, centre.omar, "random")
    assert revision.revision_reason == "Dispute by Amira (agent): It is heard at 0:00; The outage is in the log"
    assert revision.values == {"greeting": "Yes", "verified": "Yes", "diagnosis": "4"}
    original = load_evaluation(workspace, centre.evaluation)
    assert (original.final, original.evaluator_id) == (Fraction(55), centre.eva)
    assert check_workspace(workspace, Quiet()).is_sound


def test_the_words_beside_an_accepted_answer_are_the_deciders(workspace: Workspace, centre: Disputed, dispute: Dispute) -> None:
    verdicts = (ACCEPTED[0], Verdict("diagnosis", True, "The second question was needed", "3"))
    revision = decide_dispute_in_form(workspace, dispute, verdicts, centre.omar)
    assert revision["greeting"] == ("Yes", "It is heard at 0:00", None)
    assert revision["diagnosis"] == ("3", "asked the same thing twice. The second question was needed", "knowledge")
    assert get_dispute(workspace, dispute.id).outcome is Outcome.PARTLY


def decide_dispute_in_form(
    workspace: Workspace, dispute: Dispute, verdicts: tuple[Verdict, ...], decider: str
) -> dict[str, tuple[str | None, str | None, str | None]]:
    draft = begin_decision(workspace, dispute.id, verdicts, decider_id=decider)
    submit_evaluation(workspace, draft.id)
    answers = load_evaluation(workspace, draft.id).answers
    return {name: (answer.value, answer.comment, answer.root_cause) for name, answer in answers.items()}


def test_a_partly_accepted_dispute_changes_only_what_is_accepted(
    workspace: Workspace, centre: Disputed, dispute: Dispute
) -> None:
    decision = decide_dispute(workspace, dispute.id, (ACCEPTED[0], REJECTED[1]), decider_id=centre.omar, reason="Half of it")
    assert (decision.dispute.outcome, decision.dispute.reason, decision.dispute.revised) == (
        Outcome.PARTLY,
        "Half of it",
        "65.00",
    )
    points = {point.question_id: (point.is_accepted, point.granted, point.reason) for point in decision.dispute.points}
    assert points == {"greeting": (True, "Yes", "It is heard at 0:00"), "diagnosis": (False, None, "The outage came later")}


def test_a_rejected_dispute_revises_nothing(workspace: Workspace, centre: Disputed, dispute: Dispute) -> None:
    decision = decide_dispute(workspace, dispute.id, REJECTED, decider_id=centre.omar)
    assert (decision.dispute.outcome, decision.revision, decision.dispute.revised) == (Outcome.REJECTED, None, None)
    assert workspace.connection.execute("SELECT count(*) FROM evaluations").fetchone()[0] == 1


def test_the_evaluator_does_not_decide(workspace: Workspace, centre: Disputed, dispute: Dispute) -> None:
    with pytest.raises(Refusal, match="Eva evaluated this"):
        decide_dispute(workspace, dispute.id, REJECTED, decider_id=centre.eva)
    assert get_dispute(workspace, dispute.id).is_open


def test_nor_does_who_raised_it(workspace: Workspace, centre: Disputed) -> None:
    dispute = raise_dispute(workspace, centre.evaluation, [Claim(WHOLE, "another customer")], by="omar", role=Role.LEAD)
    with pytest.raises(Refusal, match="Omar raised"):
        decide_dispute(workspace, dispute.id, [Verdict(WHOLE, False, "no")], decider_id=centre.omar)
    assert may_decide(workspace, dispute, centre.lena)
    assert not may_decide(workspace, dispute, None)
    with pytest.raises(Refusal, match="who is deciding"):
        refuse_decider(workspace, dispute, "nobody")


def test_nobody_decides_what_they_are_still_to_score_themselves(workspace: Workspace, centre: Disputed, dispute: Dispute) -> None:
    workspace.connection.execute(
        "INSERT INTO assignments (id, interaction_id, evaluator_id, scorecard_version_id, sample_method, is_second, created_at) "
        "VALUES ('a', '4711', ?, ?, 'random', 1, 0)",
        [centre.omar, centre.version],
    )
    assert (disputes_to_answer(workspace, centre.omar), len(disputes_to_answer(workspace, centre.lena))) == ([], 1)
    with pytest.raises(Refusal, match="still has to score"):
        decide_dispute(workspace, dispute.id, REJECTED, decider_id=centre.omar)


def test_what_waits_for_whom(workspace: Workspace, centre: Disputed, dispute: Dispute) -> None:
    amira = ensure_evaluator(workspace, "Amira")
    waiting = {name: len(disputes_to_answer(workspace, who)) for name, who in (("Omar", centre.omar), ("Eva", centre.eva))}
    assert waiting == {"Omar": 1, "Eva": 0}
    assert disputes_to_answer(workspace, amira) == []
    decide_dispute(workspace, dispute.id, REJECTED, decider_id=centre.omar)
    assert disputes_to_answer(workspace, centre.omar) == []


def test_a_decided_dispute_is_closed(workspace: Workspace, centre: Disputed, dispute: Dispute) -> None:
    decide_dispute(workspace, dispute.id, REJECTED, decider_id=centre.omar)
    for again in (
        lambda: decide_dispute(workspace, dispute.id, ACCEPTED, decider_id=centre.lena),
        lambda: withdraw_dispute(workspace, dispute.id, by="Amira"),
        lambda: take_back_decision(workspace, dispute.id),
    ):
        with pytest.raises(Refusal, match="closed"):
            again()


def test_who_raised_a_dispute_withdraws_it(workspace: Workspace, centre: Disputed, dispute: Dispute) -> None:
    with pytest.raises(Refusal, match="Only Amira"):
        withdraw_dispute(workspace, dispute.id, by="Eva")
    assert withdraw_dispute(workspace, dispute.id, by="amira ").state is State.WITHDRAWN
    assert a_dispute(workspace, centre).is_open  # what was withdrawn was not decided: the same may be said again


def test_a_second_dispute_needs_a_new_reason_and_there_is_no_third(
    workspace: Workspace, centre: Disputed, dispute: Dispute
) -> None:
    decide_dispute(workspace, dispute.id, REJECTED, decider_id=centre.omar)
    with pytest.raises(Refusal, match="decided already"):
        a_dispute(workspace, centre)
    second = raise_dispute(workspace, centre.evaluation, [Claim("greeting", "Listen to 0:00 again", "Yes")], by="Amira")
    decide_dispute(workspace, second.id, [Verdict("greeting", True, "so it is")], decider_id=centre.omar)
    latest = get_dispute(workspace, second.id).revision_id
    assert latest is not None
    with pytest.raises(Refusal, match="as often as"):
        raise_dispute(workspace, latest, [Claim("diagnosis", "Something else", "4")], by="Amira")
    set_settings(workspace, {"dispute_repeats": 2})
    assert raise_dispute(workspace, latest, [Claim("diagnosis", "Something else", "4")], by="Amira").is_open


def test_a_reason_given_of_the_original_is_not_new_of_its_revision(
    workspace: Workspace, centre: Disputed, dispute: Dispute
) -> None:
    decision = decide_dispute(workspace, dispute.id, (ACCEPTED[0], REJECTED[1]), decider_id=centre.omar)
    assert decision.revision is not None
    claim = Claim("diagnosis", "the system was down; I had to ask again", "4")
    with pytest.raises(Refusal, match="decided already"):
        raise_dispute(workspace, decision.revision.evaluation_id, [claim], by="Amira")


def test_who_had_a_hand_in_it_does_not_decide_a_second_dispute(workspace: Workspace, centre: Disputed, dispute: Dispute) -> None:
    decision = decide_dispute(workspace, dispute.id, (ACCEPTED[0], REJECTED[1]), decider_id=centre.omar)
    assert decision.revision is not None
    second = raise_dispute(workspace, decision.revision.evaluation_id, [Claim("diagnosis", "See ticket 12", "4")], by="Amira")
    assert [may_decide(workspace, second, who) for who in (centre.eva, centre.omar, centre.lena)] == [False, False, True]


def test_what_is_not_decided_whole_is_not_decided_at_all(workspace: Workspace, centre: Disputed, dispute: Dispute) -> None:
    lower = raise_lower(workspace, centre, dispute)
    with pytest.raises(NotReady, match="root cause"):
        decide_dispute(workspace, lower.id, [Verdict("diagnosis", True, "worse than thought")], decider_id=centre.omar)
    again = get_dispute(workspace, lower.id)
    assert (again.is_open, again.revision_id, again.points[0].is_accepted) == (True, None, None)


def raise_lower(workspace: Workspace, centre: Disputed, dispute: Dispute) -> Dispute:
    """A lead finds the diagnosis of a full form too good: the wished answer needs a root cause."""
    add_call(workspace, "4712")
    evaluation = evaluate(workspace, "4712", centre.eva, centre.version, {"greeting": "Yes", "verified": "Yes", "diagnosis": "4"})
    return raise_dispute(workspace, evaluation, [Claim("diagnosis", "The cause was missed", "1")], by="Nora", role=Role.LEAD)


def test_a_decision_that_lacks_something_is_completed_in_the_form(
    workspace: Workspace, centre: Disputed, dispute: Dispute
) -> None:
    lower = raise_lower(workspace, centre, dispute)
    draft = begin_decision(workspace, lower.id, [Verdict("diagnosis", True, "indeed")], decider_id=centre.omar)
    waiting = get_dispute(workspace, lower.id)
    assert (waiting.is_being_written, waiting.decider, waiting.points[0].is_accepted) == (True, "Omar", True)
    with pytest.raises(NotReady):
        submit_evaluation(workspace, draft.id)
    set_root_cause(workspace, draft.id, "diagnosis", "haste")
    submit_evaluation(workspace, draft.id)
    decided = get_dispute(workspace, lower.id)
    assert (decided.outcome, decided.shown, decided.revised) == (Outcome.ACCEPTED, "100.00", "47.50")


def test_the_answers_that_stand_in_the_revision_are_what_was_granted(
    workspace: Workspace, centre: Disputed, dispute: Dispute
) -> None:
    draft = begin_decision(workspace, dispute.id, ACCEPTED, decider_id=centre.omar)
    set_answer(workspace, draft.id, "diagnosis", "3")
    set_root_cause(workspace, draft.id, "diagnosis", "haste")
    submit_evaluation(workspace, draft.id)
    decided = get_dispute(workspace, dispute.id)
    assert decided.outcome is Outcome.PARTLY
    assert {point.question_id: point.granted for point in decided.points} == {"diagnosis": "3", "greeting": "Yes"}


def test_an_accepted_answer_that_stays_as_it_was_is_refused(workspace: Workspace, centre: Disputed, dispute: Dispute) -> None:
    draft = begin_decision(workspace, dispute.id, ACCEPTED, decider_id=centre.omar)
    set_answer(workspace, draft.id, "greeting", "No")
    with pytest.raises(Refusal, match="as it was"):
        submit_evaluation(workspace, draft.id)
    assert not load_evaluation(workspace, draft.id).is_submitted


def test_a_begun_decision_is_taken_back(workspace: Workspace, centre: Disputed, dispute: Dispute) -> None:
    draft = begin_decision(workspace, dispute.id, ACCEPTED, decider_id=centre.omar)
    with pytest.raises(Refusal, match="Omar is deciding"):
        decide_dispute(workspace, dispute.id, REJECTED, decider_id=centre.lena)
    again = take_back_decision(workspace, dispute.id)
    assert (again.revision_id, again.decided_by, again.points[0].is_accepted) == (None, None, None)
    with pytest.raises(Refusal, match="no evaluation"):
        load_evaluation(workspace, draft.id)
    assert decide_dispute(workspace, dispute.id, REJECTED, decider_id=centre.lena).dispute.outcome is Outcome.REJECTED


def test_a_begun_decision_can_be_begun_otherwise(workspace: Workspace, centre: Disputed, dispute: Dispute) -> None:
    begin_decision(workspace, dispute.id, ACCEPTED, decider_id=centre.omar)
    draft = begin_decision(workspace, dispute.id, (ACCEPTED[0], REJECTED[1]), decider_id=centre.omar)
    assert load_evaluation(workspace, draft.id).values["diagnosis"] == "2"
    assert workspace.connection.execute("SELECT count(*) FROM evaluations").fetchone()[0] == 2


def test_throwing_the_revision_away_opens_the_decision_again(workspace: Workspace, centre: Disputed, dispute: Dispute) -> None:
    draft = begin_decision(workspace, dispute.id, ACCEPTED, decider_id=centre.omar)
    discard_draft(workspace, draft.id)
    assert get_dispute(workspace, dispute.id).revision_id is None


def test_withdrawing_ends_a_begun_decision(workspace: Workspace, centre: Disputed, dispute: Dispute) -> None:
    begin_decision(workspace, dispute.id, ACCEPTED, decider_id=centre.omar)
    assert withdraw_dispute(workspace, dispute.id, by="Amira").state is State.WITHDRAWN
    assert workspace.connection.execute("SELECT count(*) FROM evaluations").fetchone()[0] == 1


def test_nothing_accepted_begins_no_revision(workspace: Workspace, centre: Disputed, dispute: Dispute) -> None:
    with pytest.raises(Refusal, match="Nothing is accepted"):
        begin_decision(workspace, dispute.id, REJECTED, decider_id=centre.omar)


def test_a_dispute_about_the_whole_is_accepted_with_answers(workspace: Workspace, centre: Disputed) -> None:
    dispute = raise_dispute(workspace, centre.evaluation, [Claim(WHOLE, "The wrong recording was scored")], by="Amira")
    verdict = [Verdict(WHOLE, True, "So it was")]
    with pytest.raises(Refusal, match="which answers change"):
        decide_dispute(workspace, dispute.id, verdict, decider_id=centre.omar)
    decision = decide_dispute(workspace, dispute.id, verdict, decider_id=centre.omar, answers={"greeting": "Yes"})
    assert (decision.dispute.outcome, decision.dispute.revised) == (Outcome.ACCEPTED, "65.00")


def test_the_agents_figures_use_the_latest_and_the_evaluators_the_original(
    workspace: Workspace, centre: Disputed, dispute: Dispute
) -> None:
    request = Request(kpis=("qa_score",), by=("agent",))
    assert [figure.value for figure in figures(workspace, request)] == [55.0]
    decide_dispute(workspace, dispute.id, ACCEPTED, decider_id=centre.omar)
    assert [(figure.n, figure.value) for figure in figures(workspace, request)] == [(1, 100.0)]
    originals = workspace.connection.execute("SELECT evaluator_id, shown FROM original_evaluations").fetchall()
    assert [tuple(row) for row in originals] == [(centre.eva, "55.00")]


def test_disputes_of_an_evaluation_come_in_their_order(workspace: Workspace, centre: Disputed, dispute: Dispute) -> None:
    withdraw_dispute(workspace, dispute.id, by="Amira")
    second = a_dispute(workspace, centre)
    assert [each.id for each in disputes_of(workspace, centre.evaluation)] == [dispute.id, second.id]


def test_a_sheet_of_a_calibration_is_never_disputed(workspace: Workspace, centre: Disputed) -> None:
    version = read_scorecard_text(CARD.replace("voice", "other")).version
    assert version is not None
    card = publish_scorecard(workspace, add_scorecard(workspace, version)).id
    session = calibration.create_calibration(workspace, "June", card, ["4711"], [centre.omar, centre.lena])
    for who in (centre.omar, centre.lena):
        sheet = calibration.start_blind_scoring(workspace, session, who, "4711")
        for question, value in {"greeting": "Yes", "verified": "Yes", "diagnosis": "4"}.items():
            set_answer(workspace, sheet.id, question, value)
        calibration.submit_blind_sheet(workspace, sheet.id)
    with pytest.raises(Refusal, match="blind"):
        a_dispute(workspace, centre, evaluation=sheet.id)
    calibration.reveal_calibration(workspace, session, early=True)
    with pytest.raises(Refusal, match="says nothing about the agent"):
        a_dispute(workspace, centre, evaluation=sheet.id)
    with pytest.raises(sqlite3.IntegrityError, match="only a submitted"):
        workspace.connection.execute(
            "INSERT INTO disputes (id, evaluation_id, raised_by, role, raised_at) VALUES ('d', ?, 'A', 'agent', 1)", [sheet.id]
        )
