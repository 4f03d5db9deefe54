"""Queues: load, overdue, handing on, putting off, taking back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.domain.sampling import Design
from qa_desk.services.evaluations import set_answer, start_evaluation
from qa_desk.services.queue import queue_of
from qa_desk.services.sampling import draw_sample
from qa_desk.services.sampling_assignments import extend, open_assignments, reassign, withdraw, workload
from qa_desk.services.sampling_raters import Terms, set_terms
from tests.sampling_centre import LAST, a_request, build_centre, evaluate, instant

if TYPE_CHECKING:
    from qa_desk.services.sampling_assignments import Assignment
    from qa_desk.workspace.workspace import Workspace


@pytest.fixture
def centre(workspace: Workspace) -> Workspace:
    build_centre(workspace)
    return workspace


@pytest.fixture
def drawn(centre: Workspace) -> Workspace:
    """Ten contacts, all with Tomas Ek, due on the workspace's day."""
    draw_sample(centre, a_request(evaluator_ids=("ek",), due_on="2024-05-31"))
    return centre


def begin(workspace: Workspace, one: Assignment) -> str:
    version = workspace.connection.execute("SELECT scorecard_version_id FROM assignments WHERE id = ?", [one.id]).fetchone()[0]
    draft = start_evaluation(workspace, one.interaction_id, one.evaluator_id, version)
    set_answer(workspace, draft.id, "Q", "Yes")
    return draft.id


def test_load_says_who_has_how_much_and_what_is_late(drawn: Workspace) -> None:
    set_terms(drawn, Terms("ek", "Tomas Ek", 20))
    one, two, *_ = open_assignments(drawn, "ek")
    extend(drawn, [one.id], "2024-05-30")
    extend(drawn, [two.id], "2024-06-30")
    load = {each.evaluator_id: each for each in workload(drawn)}
    ek = load["ek"]
    assert (ek.name, ek.capacity, ek.open, ek.overdue, ek.due_soon, ek.seconds) == ("Tomas Ek", 20, 10, 1, 8, 0)
    assert (load["quill"].open, load["quill"].capacity) == (0, None)


def test_what_was_done_lately_is_counted(drawn: Workspace) -> None:
    one, two, *_ = open_assignments(drawn, "ek")
    for each in (one, two):
        evaluate(drawn, each.interaction_id, "ek")
    drawn.clock.now_ms = lambda: (instant(LAST) + 86_400) * 1000
    ek = next(each for each in workload(drawn) if each.evaluator_id == "ek")
    assert (ek.open, ek.done_lately) == (8, 2)


def test_what_is_due_first_comes_first(drawn: Workspace) -> None:
    *_, last = open_assignments(drawn)
    extend(drawn, [last.id], "2024-01-01")
    assert open_assignments(drawn)[0].id == last.id
    assert open_assignments(drawn, "quill") == []
    assert {(one.sample, one.method, one.is_second, one.is_begun) for one in open_assignments(drawn)} == {
        (1, "quota", False, False)
    }


def test_a_due_date_can_be_taken_away_and_must_be_a_day(drawn: Workspace) -> None:
    one, *_ = open_assignments(drawn)
    assert extend(drawn, [one.id], None) == 1
    assert open_assignments(drawn)[-1].due_on is None
    with pytest.raises(Refusal, match="no date"):
        extend(drawn, [one.id], "tomorrow")


def test_assignments_are_handed_on(drawn: Workspace) -> None:
    ids = [one.id for one in open_assignments(drawn)[:3]]
    assert reassign(drawn, ids, "quill") == 3
    assert reassign(drawn, ids, "quill") == 0
    assert len(queue_of(drawn, "quill")) == 3


def test_a_form_that_was_only_opened_is_handed_on_and_its_draft_goes(drawn: Workspace) -> None:
    one, *_ = open_assignments(drawn)
    version = drawn.connection.execute("SELECT scorecard_version_id FROM assignments WHERE id = ?", [one.id]).fetchone()[0]
    start_evaluation(drawn, one.interaction_id, "ek", version)
    reassign(drawn, [one.id], "quill")
    assert drawn.connection.execute("SELECT count(*) FROM evaluations").fetchone()[0] == 0


def test_what_was_begun_stays_where_it_is(drawn: Workspace) -> None:
    one, two, *_ = open_assignments(drawn)
    begin(drawn, one)
    for act in (lambda: reassign(drawn, [two.id, one.id], "quill"), lambda: withdraw(drawn, [one.id])):
        with pytest.raises(Refusal, match="was begun"):
            act()
    assert queue_of(drawn, "quill") == []
    assert extend(drawn, [one.id], "2024-06-30") == 1


def test_what_is_scored_is_no_assignment_any_more(drawn: Workspace) -> None:
    one, *_ = open_assignments(drawn)
    evaluate(drawn, one.interaction_id, "ek")
    for act in (
        lambda: reassign(drawn, [one.id], "quill"),
        lambda: withdraw(drawn, [one.id]),
        lambda: extend(drawn, [one.id], None),
    ):
        with pytest.raises(Refusal, match="scored or taken back"):
            act()


def test_nobody_scores_a_contact_twice_or_themselves(centre: Workspace) -> None:
    draw_sample(centre, a_request(design=Design(quota=2, double_share=0.1)))
    second = next(one for one in open_assignments(centre) if one.is_second)
    first = next(one for one in open_assignments(centre) if one.item_id == second.item_id and not one.is_second)
    with pytest.raises(Refusal, match="scores it already"):
        reassign(centre, [first.id], second.evaluator_id)
    centre.connection.execute("INSERT INTO evaluators (id, name) VALUES ('own', ?)", [first.agent])
    with pytest.raises(Refusal, match="nobody scores themselves"):
        reassign(centre, [first.id], "own")


def test_taking_back_leaves_the_record(drawn: Workspace) -> None:
    ids = [one.id for one in open_assignments(drawn)[:4]]
    assert withdraw(drawn, ids) == 4
    assert len(open_assignments(drawn)) == 6
    assert drawn.connection.execute("SELECT count(*) FROM sample_items").fetchone()[0] == 10


def test_where_the_first_is_taken_off_the_second_counts(centre: Workspace) -> None:
    draw_sample(centre, a_request(design=Design(quota=2, double_share=0.1)))
    second = next(one for one in open_assignments(centre) if one.is_second)
    first = next(one for one in open_assignments(centre) if one.item_id == second.item_id and not one.is_second)
    draft = begin(centre, second)
    withdraw(centre, [first.id])
    assert not next(one for one in open_assignments(centre) if one.id == second.id).is_second
    assert centre.connection.execute("SELECT is_second FROM evaluations WHERE id = ?", [draft]).fetchone()[0] == 0


def test_the_first_stays_where_the_second_has_scored(centre: Workspace) -> None:
    draw_sample(centre, a_request(design=Design(quota=2, double_share=0.1)))
    second = next(one for one in open_assignments(centre) if one.is_second)
    first = next(one for one in open_assignments(centre) if one.item_id == second.item_id and not one.is_second)
    evaluate(centre, second.interaction_id, second.evaluator_id)
    with pytest.raises(Refusal, match="the second evaluator has scored it"):
        withdraw(centre, [first.id])
    assert len(open_assignments(centre)) == 10
