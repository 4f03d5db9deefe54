"""Evaluations of every kind of question: begun, submitted, revised, exported and taken in again."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.evaluation import Answer
from qa_desk.domain.progress import Quiet
from qa_desk.services.evaluation_import import add_evaluations
from qa_desk.services.evaluations import (
    load_evaluation,
    put_answer,
    resume_evaluation,
    revise_evaluation,
    set_answer,
    start_evaluation,
    submit_evaluation,
)
from qa_desk.services.people import ensure_evaluator
from qa_desk.services.scorecards import add_scorecard, publish_scorecard
from qa_desk.services.table_exports import export_evaluations
from qa_desk.services.typed_words import keep_words
from tests.builders_of_cards import a_card_of

if TYPE_CHECKING:
    from pathlib import Path

    from qa_desk.domain.evaluation import Evaluation
    from qa_desk.workspace.workspace import Workspace

CARD = a_card_of(
    {"id": "hold", "title": "Hold", "preset": "N/A"},
    {
        "id": "time",
        "bands": [{"id": "short", "credit": 1, "below": 20}, {"id": "long", "credit": 0}],
        "number": {"unit": "s", "decimals": 1},
        "ask_if": {"question": "hold", "answer": ["Yes"]},
    },
    {
        "id": "steps",
        "kind": "multiple",
        "options": [{"id": "a", "credit": "1/2", "title": "Asked"}, {"id": "b", "credit": "1/2", "title": "Told"}],
    },
    {"id": "wish", "kind": "text"},
    {"id": "typing", "ask_if": {"channel": ["chat"]}},
    {
        "id": "tone",
        "options": [
            {"id": "good", "credit": 1, "title": {"en": "Warm", "ru": "Тёплый"}},
            {"id": "bad", "credit": 0, "title": "Cold", "root_causes": ["haste"]},
        ],
    },
    key="kinds",
    root_causes=[{"id": "haste", "title": "In a hurry"}],
)


@pytest.fixture
def draft(workspace: Workspace) -> Evaluation:
    """A draft on a call: "typing" is not asked there."""
    version = publish_scorecard(workspace, add_scorecard(workspace, CARD))
    workspace.connection.execute("INSERT INTO interactions (id, external_id, channel, created_at) VALUES ('i', '47', 'call', 0)")
    return start_evaluation(workspace, "i", ensure_evaluator(workspace, "Eva"), version.id)


def fill(workspace: Workspace, draft: Evaluation, **answers: str) -> None:
    usual = {"hold": "Yes", "time": "12.5", "steps": "a + b", "wish": "a refund", "tone": "bad"}
    for question, value in {**usual, **answers}.items():
        set_answer(workspace, draft.id, question, value)


def test_what_the_scorecard_sets_beforehand_is_there_from_the_start(draft: Evaluation) -> None:
    assert draft.answers == {"hold": Answer("hold", "N/A", is_preset=True)}


def test_touching_it_is_stored(workspace: Workspace, draft: Evaluation) -> None:
    set_answer(workspace, draft.id, "hold", "N/A")
    assert load_evaluation(workspace, draft.id).answers["hold"] == Answer("hold", "N/A")


def test_answers_to_what_is_not_asked_go_at_submission_and_stay_in_the_change_log(
    workspace: Workspace, draft: Evaluation
) -> None:
    fill(workspace, draft)
    set_answer(workspace, draft.id, "hold", "No")
    assert "time" in load_evaluation(workspace, draft.id).answers
    submit_evaluation(workspace, draft.id)
    assert "time" not in load_evaluation(workspace, draft.id).answers
    before, after = workspace.connection.execute(
        "SELECT before, after FROM change_log WHERE table_name = 'answers' AND row_id LIKE '%time' ORDER BY seq DESC LIMIT 1"
    ).fetchone()
    assert (json.loads(before)["value"], after) == ("12.5", None)


def test_a_form_that_lacks_something_keeps_what_is_hidden(workspace: Workspace, draft: Evaluation) -> None:
    set_answer(workspace, draft.id, "hold", "Yes")
    set_answer(workspace, draft.id, "time", "5")
    set_answer(workspace, draft.id, "hold", "No")
    with pytest.raises(Exception, match="unanswered"):
        submit_evaluation(workspace, draft.id)
    assert load_evaluation(workspace, draft.id).answers["time"].value == "5"


def test_a_revision_keeps_every_kind_its_origin_and_what_nobody_touched(workspace: Workspace, draft: Evaluation) -> None:
    for question, value in {"steps": "a", "wish": "a refund"}.items():
        set_answer(workspace, draft.id, question, value)
    put_answer(workspace, draft.id, Answer("tone", "good", origin="“thank you” was said"))
    submit_evaluation(workspace, draft.id)
    original = load_evaluation(workspace, draft.id)
    assert revise_evaluation(workspace, draft.id, "checked again").answers == original.answers
    assert original.answers["hold"].is_preset
    assert original.answers["tone"].origin == "“thank you” was said"


def test_another_answer_has_another_origin(workspace: Workspace, draft: Evaluation) -> None:
    put_answer(workspace, draft.id, Answer("tone", "good", origin="said"))
    assert set_answer(workspace, draft.id, "tone", "bad").origin is None


def test_a_number_and_words_that_were_being_typed_are_found_after_a_kill(workspace: Workspace, draft: Evaluation) -> None:
    set_answer(workspace, draft.id, "hold", "Yes")
    keep_words(workspace, draft.id, "answer", "time", "12,5")
    keep_words(workspace, draft.id, "answer", "wish", "a ref")
    found = resume_evaluation(workspace, draft.id).answers
    assert (found["time"].value, found["wish"].value) == ("12.5", "a ref")
    keep_words(workspace, draft.id, "answer", "time", "12,5,")
    assert "time" not in resume_evaluation(workspace, draft.id).answers  # what stood in the field was no number


def exported(workspace: Workspace, folder: Path) -> dict[str, dict[str, str]]:
    path = folder / "answers.csv"
    export_evaluations(workspace, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["question"]: row for row in csv.DictReader(file)}


def test_an_export_says_answers_in_words_too(workspace: Workspace, draft: Evaluation, tmp_path: Path) -> None:
    fill(workspace, draft)
    put_answer(workspace, draft.id, Answer("tone", "bad", "curt", "haste", origin="no “thank you” in 3 lines"))
    submit_evaluation(workspace, draft.id)
    rows = exported(workspace, tmp_path)
    labels = {question: row["answer_label"] for question, row in rows.items()}
    assert labels == {"hold": "Yes", "time": "12.5 s", "steps": "Asked, Told", "wish": "a refund", "tone": "Cold"}
    assert (rows["tone"]["root_cause_label"], rows["tone"]["evidence"]) == ("In a hurry", "no “thank you” in 3 lines")
    assert rows["hold"]["untouched"] == ""


def test_an_export_says_what_nobody_touched(workspace: Workspace, draft: Evaluation, tmp_path: Path) -> None:
    for question, value in {"steps": "none", "wish": "x", "tone": "good"}.items():
        set_answer(workspace, draft.id, question, value)
    submit_evaluation(workspace, draft.id)
    rows = exported(workspace, tmp_path)
    assert (rows["hold"]["untouched"], rows["steps"]["answer_label"]) == ("1", "None of these")


def taken(workspace: Workspace, folder: Path, answers: dict[str, object], **more: str) -> Evaluation:
    path = folder / "in.json"
    sheet = {"evaluation": "e", "interaction": "99", "evaluator": "Emil", "scorecard": "kinds", "channel": "call", **more}
    path.write_text(json.dumps([{**sheet, "answers": answers}]))
    add_evaluations(workspace, path, Quiet())
    return load_evaluation(workspace, "e")


def test_labels_commas_and_ticks_from_elsewhere_are_understood(workspace: Workspace, draft: Evaluation, tmp_path: Path) -> None:
    answers: dict[str, object] = {
        "hold": "Yes",
        "time": "12,5",
        "steps": "Told; Asked",
        "wish": "x",
        "tone": {"answer": "Cold", "root_cause": "In a hurry"},
    }
    found = taken(workspace, tmp_path, answers)
    assert found.values == {"hold": "Yes", "time": "12.5", "steps": "a + b", "wish": "x", "tone": "bad"}
    assert found.answers["tone"].root_cause == "haste"


def test_what_is_not_asked_on_a_channel_is_not_missing_from_a_file(
    workspace: Workspace, draft: Evaluation, tmp_path: Path
) -> None:
    answers: dict[str, object] = {"hold": "No", "steps": "none", "wish": "x", "tone": "Тёплый"}
    assert taken(workspace, tmp_path, answers).is_submitted
    with pytest.raises(Exception, match="unanswered"):
        taken(workspace, tmp_path, answers, evaluation="e2", interaction="100", channel="chat")


def test_an_export_is_taken_in_as_it_was(workspace: Workspace, draft: Evaluation, tmp_path: Path) -> None:
    fill(workspace, draft)
    submit_evaluation(workspace, draft.id)
    path = tmp_path / "answers.csv"
    export_evaluations(workspace, path)
    assert add_evaluations(workspace, path, Quiet()).rows_unchanged == 1
