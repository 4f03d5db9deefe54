"""Samples as they stand, and the draw made again."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.domain.sample_frame import read_frame, written_frame
from qa_desk.domain.sampling import Design, Method, Replacement
from qa_desk.services.evaluations import start_evaluation
from qa_desk.services.sampling import draw_sample
from qa_desk.services.sampling_assignments import withdraw
from qa_desk.services.sampling_records import (
    find_sample,
    items_of,
    list_samples,
    matrix_of,
    repeat_draw,
    replacements_by_evaluator,
    stored_frame,
)
from qa_desk.services.sampling_replacement import replace_item
from tests.sampling_centre import JUST_MAY, a_request, build_centre, evaluate

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace


@pytest.fixture
def centre(workspace: Workspace) -> Workspace:
    build_centre(workspace)
    return workspace


def drawn(workspace: Workspace, **changes: object) -> str:
    return draw_sample(workspace, a_request(design=Design(quota=2, double_share=0.1), **changes))


def of(workspace: Workspace, position: int) -> tuple[str, str, str]:
    """Item, interaction and first evaluator of a position."""
    row = workspace.connection.execute(
        "SELECT i.id, i.interaction_id, a.evaluator_id FROM sample_items i JOIN assignments a ON a.sample_item_id = i.id "
        "WHERE i.position = ? AND a.is_second = 0",
        [position],
    ).fetchone()
    return row[0], row[1], row[2]


def test_a_record_holds_what_the_draw_was_made_of(centre: Workspace) -> None:
    sample = find_sample(centre, drawn(centre, title="May", due_on="2024-06-10"))
    assert (sample.name, sample.method, sample.seed, sample.frame_size, sample.drawn) == ("May", Method.QUOTA, 7, 60, 10)
    assert sample.population == JUST_MAY
    assert sample.design == Design(quota=2, double_share=0.1)
    assert len(stored_frame(centre, sample.id)) == 60


@pytest.mark.parametrize("name", ["1", "#1", "May"])
def test_a_sample_is_found_by_number_or_title(centre: Workspace, name: str) -> None:
    sample_id = drawn(centre, title="May")
    assert find_sample(centre, name).id == sample_id
    with pytest.raises(Refusal, match="no sample"):
        find_sample(centre, "2")


def test_a_sample_without_a_title_has_its_number(centre: Workspace) -> None:
    drawn(centre)
    assert list_samples(centre)[0].name == "Sample 1"


def test_the_latest_sample_comes_first(centre: Workspace) -> None:
    drawn(centre)
    drawn(centre)
    assert [sample.number for sample in list_samples(centre)] == [2, 1]
    assert list_samples(centre)[0].progress.open == 10


def test_progress_counts_what_became_of_the_items(centre: Workspace) -> None:
    sample_id = drawn(centre)
    for position in (1, 2):
        _item, interaction, evaluator = of(centre, position)
        evaluate(centre, interaction, evaluator)
    item, _interaction, evaluator = of(centre, 3)
    replace_item(centre, item, evaluator, Replacement.NO_SOUND)
    seconds = "SELECT sample_item_id FROM assignments WHERE is_second = 1"
    (alone,) = centre.connection.execute(
        f"SELECT id FROM assignments WHERE is_second = 0 AND sample_item_id NOT IN ({seconds}) AND interaction_id NOT IN "
        "(SELECT interaction_id FROM evaluations) LIMIT 1"
    ).fetchone()
    withdraw(centre, [alone])
    found = find_sample(centre, sample_id)
    progress = found.progress
    assert (progress.done, progress.open, progress.replaced, progress.withdrawn) == (2, 7, 1, 1)
    assert (progress.seconds, progress.seconds_done) == (1, 0)
    assert found.drawn == 10
    assert found.reasons == {Replacement.NO_SOUND: 1}


def test_items_tell_their_state_and_never_a_score(centre: Workspace) -> None:
    sample_id = drawn(centre)
    _item, interaction, evaluator = of(centre, 1)
    evaluate(centre, interaction, evaluator)
    _item, opened, who = of(centre, 2)
    (version,) = centre.connection.execute(
        "SELECT scorecard_version_id FROM assignments WHERE interaction_id = ?", [opened]
    ).fetchone()
    start_evaluation(centre, opened, who, version)
    items = items_of(centre, sample_id)
    assert [item.state for item in items[:3]] == ["done", "open", "open"]  # a form that was only opened is not begun
    assert all(item.chance == pytest.approx(1 / 6) for item in items)
    (double,) = [item for item in items if item.second]
    assert double.second != double.evaluator
    assert double.second_state == "open"


def test_a_replaced_item_says_by_whom_and_why(centre: Workspace) -> None:
    sample_id = drawn(centre)
    item, _interaction, evaluator = of(centre, 4)
    replace_item(centre, item, evaluator, Replacement.OTHER, " hold music only ")
    items = items_of(centre, sample_id)
    name = centre.connection.execute("SELECT name FROM evaluators WHERE id = ?", [evaluator]).fetchone()[0]
    gone, new = items[3], items[-1]
    assert (gone.state, gone.reason, gone.words, gone.replaced_by) == ("replaced", Replacement.OTHER, "hold music only", name)
    assert (new.position, new.replaces, new.state, new.evaluator, new.agent) == (11, 4, "open", name, gone.agent)
    assert replacements_by_evaluator(centre, sample_id) == {name: {Replacement.OTHER: 1}}
    assert replacements_by_evaluator(centre, "another") == {}


def test_the_matrix_counts_who_scores_whom(centre: Workspace) -> None:
    matrix = matrix_of(centre, drawn(centre))
    assert sum(matrix.values()) == 11
    assert ("Lead Two", "Dee") not in matrix


def test_a_draw_is_repeated_from_its_record_whatever_happened_since(centre: Workspace) -> None:
    sample_id = drawn(centre)
    item, _interaction, evaluator = of(centre, 1)
    replace_item(centre, item, evaluator, Replacement.TOO_SHORT)
    centre.connection.execute("UPDATE interactions SET agent_id = 'bo', driver = 'other', started_at = 0")
    found = repeat_draw(centre, sample_id)
    assert found.is_same
    assert len(found.drawn_now) == 10


def _tampered(centre: Workspace, sample_id: str) -> None:
    """A frame with a contact exchanged, past the guards."""
    contacts = stored_frame(centre, sample_id)
    text = written_frame(contacts).replace("R-ann-00", "R-ann-99")
    assert len(read_frame(text)) == 60
    centre.connection.execute("DROP TRIGGER sample_frames_fixed")
    centre.connection.execute("UPDATE sample_frames SET contacts = ?", [zlib.compress(text.encode())])


def test_a_frame_that_was_tampered_with_is_told(centre: Workspace) -> None:
    sample_id = drawn(centre)
    _tampered(centre, sample_id)
    found = repeat_draw(centre, sample_id)
    assert not found.frame_is_whole
    assert not found.is_same


def test_another_seed_in_the_record_is_told(centre: Workspace) -> None:
    sample_id = drawn(centre)
    centre.connection.execute("DROP TRIGGER samples_fixed")
    centre.connection.execute("UPDATE samples SET seed = 8")
    found = repeat_draw(centre, sample_id)
    assert found.frame_is_whole
    assert not found.is_same


def test_a_lost_frame_is_told(centre: Workspace) -> None:
    sample_id = drawn(centre)
    centre.connection.execute("DROP TRIGGER sample_frames_kept")
    centre.connection.execute("DELETE FROM sample_frames")
    assert not repeat_draw(centre, sample_id).is_same


def test_the_algorithm_of_a_later_program_is_not_guessed(centre: Workspace) -> None:
    sample_id = drawn(centre)
    centre.connection.execute("DROP TRIGGER samples_fixed")
    centre.connection.execute("UPDATE samples SET algorithm = 'sha512-order-9'")
    with pytest.raises(Refusal, match="sha512-order-9"):
        repeat_draw(centre, sample_id)


def test_no_samples_no_list(workspace: Workspace) -> None:
    assert list_samples(workspace) == []
