from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.services.evaluations import (
    add_marker,
    discard_draft,
    load_evaluation,
    put_answer,
    put_marker,
    remove_marker,
    resume_evaluation,
    set_answer,
    set_comment,
    set_summary,
    start_evaluation,
    submit_evaluation,
)
from qa_desk.services.people import ensure_evaluator
from qa_desk.services.scorecards import add_scorecard, publish_scorecard
from qa_desk.services.typed_words import keep_words
from qa_desk.workspace.scorecard_files import read_scorecard_text

if TYPE_CHECKING:
    from qa_desk.domain.evaluation import Evaluation
    from qa_desk.workspace.workspace import Workspace

CARD = """
key: voice
sections:
  - id: S
    questions:
      - {id: Q1, weight: 10, credits: {Yes: 1, No: 0}}
"""


@pytest.fixture
def draft(workspace: Workspace) -> Evaluation:
    version = read_scorecard_text(CARD).version
    assert version is not None
    published = publish_scorecard(workspace, add_scorecard(workspace, version))
    workspace.connection.execute("INSERT INTO interactions (id, channel, created_at) VALUES ('i', 'chat', 0)")
    return start_evaluation(workspace, "i", ensure_evaluator(workspace, "Eva"), published.id)


def logged(workspace: Workspace) -> int:
    return int(workspace.connection.execute("SELECT count(*) FROM change_log").fetchone()[0])


def held(workspace: Workspace) -> int:
    return int(workspace.connection.execute("SELECT count(*) FROM typed_words").fetchone()[0])


def test_keys_do_not_grow_the_change_log_and_a_pause_adds_one_entry(workspace: Workspace, draft: Evaluation) -> None:
    before = logged(workspace)
    text = "asked the same thing twice"
    for end in range(1, len(text) + 1):
        keep_words(workspace, draft.id, "comment", "Q1", text[:end])
    assert (logged(workspace), held(workspace)) == (before, 1)
    set_comment(workspace, draft.id, "Q1", text)
    assert (logged(workspace), held(workspace)) == (before + 1, 0)


def test_words_that_a_killed_program_left_are_entered_once(workspace: Workspace, draft: Evaluation) -> None:
    set_answer(workspace, draft.id, "Q1", "Yes")
    marker = add_marker(workspace, draft.id, "", at_s=1)
    keep_words(workspace, draft.id, "comment", "Q1", "half a sen ")
    keep_words(workspace, draft.id, "marker", marker.id, "here")
    keep_words(workspace, draft.id, "summary", "", "all in a")
    again = resume_evaluation(workspace, draft.id)
    assert (again.answers["Q1"].value, again.answers["Q1"].comment) == ("Yes", "half a sen")
    assert ([entry.text for entry in again.markers], again.summary) == (["here"], "all in a")
    entries = logged(workspace)
    assert held(workspace) == 0
    assert resume_evaluation(workspace, draft.id) == again
    assert logged(workspace) == entries


def test_starting_again_takes_the_words_up(workspace: Workspace, draft: Evaluation) -> None:
    keep_words(workspace, draft.id, "comment", "Q1", "late")
    again = start_evaluation(workspace, "i", draft.evaluator_id, draft.version_id)
    assert again.answers["Q1"].comment == "late"


def test_words_that_say_what_is_stored_already_change_nothing(workspace: Workspace, draft: Evaluation) -> None:
    set_comment(workspace, draft.id, "Q1", "late")
    set_summary(workspace, draft.id, "fine")
    entries = logged(workspace)
    keep_words(workspace, draft.id, "comment", "Q1", "late")
    keep_words(workspace, draft.id, "summary", "", "fine")
    resume_evaluation(workspace, draft.id)
    assert (logged(workspace), held(workspace)) == (entries, 0)


def test_a_comment_that_was_rubbed_out_is_gone(workspace: Workspace, draft: Evaluation) -> None:
    set_comment(workspace, draft.id, "Q1", "late")
    keep_words(workspace, draft.id, "comment", "Q1", "")
    assert resume_evaluation(workspace, draft.id).answers == {}


def test_what_is_written_takes_the_place_of_what_was_typed(workspace: Workspace, draft: Evaluation) -> None:
    marker = add_marker(workspace, draft.id, "", at_s=1)
    for field, about in (("comment", "Q1"), ("marker", marker.id), ("summary", "")):
        keep_words(workspace, draft.id, field, about, "old")  # type: ignore[arg-type]
    put_answer(workspace, draft.id, set_answer(workspace, draft.id, "Q1", "Yes"))
    put_marker(workspace, draft.id, marker)
    set_summary(workspace, draft.id, "new")
    again = resume_evaluation(workspace, draft.id)
    assert (again.answers["Q1"].comment, again.markers[0].text, again.summary) == (None, "", "new")


def test_an_answer_given_meanwhile_leaves_the_words_alone(workspace: Workspace, draft: Evaluation) -> None:
    keep_words(workspace, draft.id, "comment", "Q1", "late")
    set_answer(workspace, draft.id, "Q1", "No")
    answer = resume_evaluation(workspace, draft.id).answers["Q1"]
    assert (answer.value, answer.comment) == ("No", "late")


def test_a_marker_that_is_gone_takes_its_words_with_it(workspace: Workspace, draft: Evaluation) -> None:
    marker = add_marker(workspace, draft.id, "", at_s=1)
    keep_words(workspace, draft.id, "marker", marker.id, "here")
    remove_marker(workspace, draft.id, marker.id)
    assert held(workspace) == 0


def test_submitting_enters_what_is_held_and_ends_the_typing(workspace: Workspace, draft: Evaluation) -> None:
    set_answer(workspace, draft.id, "Q1", "Yes")
    keep_words(workspace, draft.id, "summary", "", "well done")
    submit_evaluation(workspace, draft.id)
    assert load_evaluation(workspace, draft.id).summary == "well done"
    with pytest.raises(Refusal):
        keep_words(workspace, draft.id, "summary", "", "more")


def test_a_discarded_draft_leaves_no_words(workspace: Workspace, draft: Evaluation) -> None:
    keep_words(workspace, draft.id, "comment", "Q1", "late")
    discard_draft(workspace, draft.id)
    assert held(workspace) == 0
