"""Replacing what cannot be scored: the next one was fixed at the draw, the reason is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.domain.sample_draw import draw
from qa_desk.domain.sampling import Design, Population, Replacement
from qa_desk.services.evaluations import set_answer, start_evaluation
from qa_desk.services.sampling import draw_sample
from qa_desk.services.sampling_assignments import withdraw
from qa_desk.services.sampling_population import count_population
from qa_desk.services.sampling_records import items_of, stored_frame
from qa_desk.services.sampling_replacement import item_of_assignment, replace_item
from tests.sampling_centre import FIRST, a_request, add_call, build_centre, evaluate

if TYPE_CHECKING:
    import sqlite3

    from qa_desk.workspace.workspace import Workspace

DOUBLE = Design(quota=2, double_share=0.5)


@pytest.fixture
def centre(workspace: Workspace) -> Workspace:
    build_centre(workspace)
    return workspace


def assignments(workspace: Workspace, *, seconds: bool) -> list[sqlite3.Row]:
    """First assignments of contacts that two score, or that one scores."""
    doubled = "SELECT sample_item_id FROM assignments WHERE is_second = 1"
    return workspace.connection.execute(
        f"SELECT * FROM assignments WHERE is_second = 0 AND sample_item_id {'' if seconds else 'NOT'} IN ({doubled}) ORDER BY id"
    ).fetchall()


def begin(workspace: Workspace, row: sqlite3.Row, *, evaluator: str | None = None, answers: bool = True) -> str:
    draft = start_evaluation(workspace, row["interaction_id"], evaluator or row["evaluator_id"], row["scorecard_version_id"])
    if answers:
        set_answer(workspace, draft.id, "Q", "Yes")
    return draft.id


def test_the_next_of_the_stratum_takes_its_place(centre: Workspace) -> None:
    sample_id = draw_sample(centre, a_request(due_on="2024-06-10"))
    frame, design = stored_frame(centre, sample_id), Design(quota=2, double_share=0.0)
    (row, *_) = assignments(centre, seconds=False)
    item = next(item for item in items_of(centre, sample_id) if item.id == row["sample_item_id"])
    found = replace_item(centre, item.id, row["evaluator_id"], Replacement.WRONG_CHANNEL)
    new = items_of(centre, sample_id)[-1]
    assert (new.id, new.interaction_id, new.reference) == (found.item_id, found.interaction_id, found.reference)
    assert (new.agent, new.chance, new.due_on) == (item.agent, item.chance, "2024-06-10")
    drawn = {each.contact.id for each in draw(frame, design, 7).drawn}
    assert new.reference not in drawn
    assert centre.connection.execute("SELECT count(*) FROM assignments").fetchone()[0] == 10


def test_the_draft_of_what_is_replaced_goes(centre: Workspace) -> None:
    draw_sample(centre, a_request())
    (row, *_) = assignments(centre, seconds=False)
    begin(centre, row)
    replace_item(centre, row["sample_item_id"], row["evaluator_id"], Replacement.NO_SOUND)
    assert centre.connection.execute("SELECT count(*) FROM evaluations").fetchone()[0] == 0


def test_both_evaluators_go_on_to_the_same_next_one(centre: Workspace) -> None:
    draw_sample(centre, a_request(design=DOUBLE))
    (row, *_) = assignments(centre, seconds=True)
    found = replace_item(centre, row["sample_item_id"], row["evaluator_id"], Replacement.INTERNAL)
    moved = centre.connection.execute("SELECT is_second FROM assignments WHERE interaction_id = ?", [found.interaction_id])
    assert sorted(each[0] for each in moved) == [0, 1]


def test_what_is_replaced_is_not_drawn_again(centre: Workspace) -> None:
    draw_sample(centre, a_request())
    before = count_population(centre, Population()).total
    (row, *_) = assignments(centre, seconds=False)
    replace_item(centre, row["sample_item_id"], row["evaluator_id"], Replacement.NO_SOUND)
    assert count_population(centre, Population()).total == before - 1


def test_other_reasons_need_words(centre: Workspace) -> None:
    draw_sample(centre, a_request())
    (row, *_) = assignments(centre, seconds=False)
    with pytest.raises(Refusal, match="few words"):
        replace_item(centre, row["sample_item_id"], row["evaluator_id"], Replacement.OTHER, "  ")


def test_what_is_scored_is_not_replaced(centre: Workspace) -> None:
    draw_sample(centre, a_request())
    (row, *_) = assignments(centre, seconds=False)
    evaluate(centre, row["interaction_id"], row["evaluator_id"])
    with pytest.raises(Refusal, match="scored already"):
        replace_item(centre, row["sample_item_id"], row["evaluator_id"], Replacement.NO_SOUND)


def test_nobody_loses_what_they_began_to_somebody_else(centre: Workspace) -> None:
    draw_sample(centre, a_request(design=DOUBLE))
    (row, *_) = assignments(centre, seconds=True)
    second = centre.connection.execute(
        "SELECT * FROM assignments WHERE sample_item_id = ? AND is_second = 1", [row["sample_item_id"]]
    ).fetchone()
    begin(centre, second)
    with pytest.raises(Refusal, match="somebody else has begun"):
        replace_item(centre, row["sample_item_id"], row["evaluator_id"], Replacement.NO_SOUND)
    replace_item(centre, row["sample_item_id"], second["evaluator_id"], Replacement.NO_SOUND)


def test_once_is_enough(centre: Workspace) -> None:
    draw_sample(centre, a_request())
    (row, *_) = assignments(centre, seconds=False)
    replace_item(centre, row["sample_item_id"], row["evaluator_id"], Replacement.NO_SOUND)
    with pytest.raises(Refusal, match="replaced already"):
        replace_item(centre, row["sample_item_id"], row["evaluator_id"], Replacement.NO_SOUND)
    with pytest.raises(Refusal, match="no sample item"):
        replace_item(centre, "nothing", row["evaluator_id"], Replacement.NO_SOUND)


def test_what_nobody_is_to_score_needs_no_replacement(centre: Workspace) -> None:
    draw_sample(centre, a_request())
    (row, *_) = assignments(centre, seconds=False)
    withdraw(centre, [row["id"]])
    with pytest.raises(Refusal, match="no replacement"):
        replace_item(centre, row["sample_item_id"], row["evaluator_id"], Replacement.NO_SOUND)


def test_when_nothing_is_left_it_says_so(centre: Workspace) -> None:
    draw_sample(centre, a_request(design=Design(quota=12, double_share=0)))
    (row, *_) = assignments(centre, seconds=False)
    with pytest.raises(Refusal, match="no further contact"):
        replace_item(centre, row["sample_item_id"], row["evaluator_id"], Replacement.NO_SOUND)


def test_what_was_scored_meanwhile_is_passed_over(centre: Workspace) -> None:
    sample_id = draw_sample(centre, a_request(design=Design(quota=11, double_share=0)))
    drawn = {item.reference for item in items_of(centre, sample_id)}
    (left,) = {f"R-ann-{n:02}" for n in range(12)} - drawn
    evaluate(centre, f"i-{left}", "quill", method="self_chosen")
    row = centre.connection.execute(
        "SELECT a.* FROM assignments a JOIN interactions i ON i.id = a.interaction_id WHERE i.agent_id = 'ann'"
    ).fetchone()
    with pytest.raises(Refusal, match="no further contact"):
        replace_item(centre, row["sample_item_id"], row["evaluator_id"], Replacement.NO_SOUND)


def test_a_call_of_the_imports_can_take_a_place(centre: Workspace) -> None:
    for number in range(3):
        add_call(centre, f"K-{number}", "A0", FIRST)
    population = Population(first=FIRST, last=FIRST, agents=("ann",), needs_content=False)
    draw_sample(centre, a_request(population=population, design=Design(quota=1, strata=(), double_share=0)))
    (row,) = assignments(centre, seconds=False)
    for _ in range(3):
        item = item_of_assignment(centre, row["interaction_id"], row["evaluator_id"])
        assert item is not None
        found = replace_item(centre, item, row["evaluator_id"], Replacement.NO_SOUND)
        (row,) = assignments(centre, seconds=False)
        assert row["interaction_id"] == found.interaction_id
    made = centre.connection.execute("SELECT count(*) FROM interactions WHERE external_id LIKE 'K-%' AND agent_id = 'ann'")
    assert made.fetchone()[0] == 3


def test_what_was_not_drawn_has_no_item(centre: Workspace) -> None:
    assert item_of_assignment(centre, "i-R-ann-00", "quill") is None
