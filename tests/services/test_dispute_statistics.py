from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.coaching_span import Span
from qa_desk.domain.disputes import WHOLE, Claim, Role, Verdict
from qa_desk.services.dispute_statistics import dispute_statistics
from qa_desk.services.disputes import decide_dispute, raise_dispute, withdraw_dispute
from qa_desk.statistics.proportions import wilson
from tests.disputed_centre import ACCEPTED, REJECTED, Disputed, a_centre, a_dispute, add_call, evaluate

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace


@pytest.fixture
def centre(workspace: Workspace) -> Disputed:
    """Eva has scored five calls and Lena one."""
    made = a_centre(workspace)
    for name in ("b", "c", "d", "e"):
        add_call(workspace, name)
        evaluate(workspace, name, made.eva, made.version)
    add_call(workspace, "f")
    evaluate(workspace, "f", made.lena, made.version)
    return made


def evaluation_of(workspace: Workspace, interaction: str) -> str:
    row = workspace.connection.execute("SELECT id FROM evaluations WHERE interaction_id = ?", [interaction]).fetchone()
    return str(row[0])


def test_without_disputes_there_is_nothing_to_list(workspace: Workspace, centre: Disputed) -> None:
    figures = dispute_statistics(workspace)
    assert (figures.evaluators, figures.questions) == ((), ())
    assert (figures.total.looked_at, figures.total.disputed, figures.total.overturn_rate.value) == (6, 0, None)


def test_an_evaluators_disputes_and_how_many_were_overturned(workspace: Workspace, centre: Disputed) -> None:
    for interaction, verdicts in (("4711", ACCEPTED), ("b", (ACCEPTED[0], REJECTED[1])), ("c", REJECTED)):
        dispute = a_dispute(workspace, centre, evaluation=evaluation_of(workspace, interaction))
        decide_dispute(workspace, dispute.id, verdicts, decider_id=centre.omar)
    a_dispute(workspace, centre, evaluation=evaluation_of(workspace, "d"))
    withdrawn = a_dispute(workspace, centre, evaluation=evaluation_of(workspace, "e"))
    withdraw_dispute(workspace, withdrawn.id, by="Amira")
    figures = dispute_statistics(workspace)
    (eva,) = figures.evaluators
    assert (eva.name, eva.looked_at, eva.disputed, eva.raised) == ("Eva", 5, 4, 5)
    assert (eva.open, eva.withdrawn, eva.decided, eva.overturned) == (1, 1, 3, 2)
    expected = wilson(2, 3)
    assert (eva.overturn_rate.value, eva.overturn_rate.low, eva.overturn_rate.high, eva.overturn_rate.n) == (
        expected.value,
        expected.low,
        expected.high,
        3,
    )
    assert (eva.disputed_rate.value, eva.disputed_rate.n) == (0.8, 5)
    assert (figures.total.looked_at, figures.total.disputed, figures.total.overturned) == (6, 4, 2)


def test_a_questions_disputes_are_counted_by_point(workspace: Workspace, centre: Disputed) -> None:
    dispute = a_dispute(workspace, centre)
    decide_dispute(workspace, dispute.id, (ACCEPTED[0], REJECTED[1]), decider_id=centre.omar)
    questions = {counts.name: counts for counts in dispute_statistics(workspace).questions}
    assert {name: (q.looked_at, q.disputed, q.decided, q.overturned) for name, q in questions.items()} == {
        "Greeting": (6, 1, 1, 1),
        "Diagnosis": (6, 1, 1, 0),
    }
    assert questions["Greeting"].key.endswith("/greeting")


def test_a_dispute_about_the_whole_counts_for_no_question(workspace: Workspace, centre: Disputed) -> None:
    raise_dispute(workspace, centre.evaluation, [Claim(WHOLE, "another customer")], by="Nora", role=Role.LEAD)
    figures = dispute_statistics(workspace)
    assert (figures.questions, figures.total.raised) == ((), 1)


def test_a_dispute_of_a_revision_counts_for_who_wrote_it(workspace: Workspace, centre: Disputed) -> None:
    decision = decide_dispute(workspace, a_dispute(workspace, centre).id, (ACCEPTED[0], REJECTED[1]), decider_id=centre.omar)
    assert decision.revision is not None
    claim = Claim("diagnosis", "Ticket 12 says so", "4")
    second = raise_dispute(workspace, decision.revision.evaluation_id, [claim], by="Amira")
    decide_dispute(workspace, second.id, [Verdict("diagnosis", True, "so it does")], decider_id=centre.lena)
    counts = {each.name: (each.looked_at, each.disputed, each.overturned) for each in dispute_statistics(workspace).evaluators}
    assert counts == {"Eva": (5, 1, 1), "Omar": (1, 1, 1)}


def test_a_span_takes_the_evaluations_submitted_in_it(workspace: Workspace, centre: Disputed) -> None:
    a_dispute(workspace, centre)
    day = date(2024, 6, 1)
    assert dispute_statistics(workspace, Span(day, day)).total.raised == 1
    empty = dispute_statistics(workspace, Span(date(2024, 5, 1), date(2024, 5, 31))).total
    assert (empty.looked_at, empty.raised) == (0, 0)
