from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.domain.evaluation import Answer, Lack, Missing
from qa_desk.services.evaluations import (
    NotReady,
    add_marker,
    clear_answer,
    discard_draft,
    edit_marker,
    is_revised,
    latest_evaluation,
    load_evaluation,
    put_answer,
    put_marker,
    record_evaluation,
    remove_marker,
    revise_evaluation,
    set_answer,
    set_comment,
    set_root_cause,
    set_summary,
    start_evaluation,
    submit_evaluation,
)
from qa_desk.services.people import ensure_agents, ensure_evaluator
from qa_desk.services.scorecards import add_scorecard, get_version, publish_scorecard
from qa_desk.workspace.scorecard_files import read_scorecard_text
from qa_desk.workspace.workspace import open_workspace

if TYPE_CHECKING:
    from qa_desk.domain.evaluation import Evaluation
    from qa_desk.workspace.workspace import Workspace

CARD = """
key: voice
pass_threshold: 85
root_causes: [knowledge, haste]
sections:
  - id: S
    questions:
      - {id: Q1, weight: 10, credits: {Yes: 1, No: 0}, root_causes: all, root_cause_required: true}
      - {id: Q2, weight: 20, credits: {Yes: 1, No: 0}}
      - {id: Q3, weight: 30, credits: {0: 0, 1: 1/4, 2: 1/2, 3: 3/4, 4: 1}}
      - {id: Q4, weight: 40, credits: {Yes: 1, No: 0}, autofail: {trigger: [No], scope: form}, na_allowed: false}
"""


@pytest.fixture
def draft(workspace: Workspace) -> Evaluation:
    """An evaluation just begun: interaction "i1" of agent Amira, by evaluator Eva, on scorecard "voice"."""
    version = read_scorecard_text(CARD).version
    assert version is not None
    published = publish_scorecard(workspace, add_scorecard(workspace, version))
    agent_id = ensure_agents(workspace, ["Amira"])["Amira"]
    interaction = "INSERT INTO interactions (id, external_id, channel, agent_id, created_at) VALUES ('i1', '4711', 'call', ?, 0)"
    workspace.connection.execute(interaction, [agent_id])
    return start_evaluation(workspace, "i1", ensure_evaluator(workspace, "Eva"), published.id)


def test_an_answer_is_there_at_once(workspace: Workspace, draft: Evaluation) -> None:
    set_answer(workspace, draft.id, "Q2", "Yes")
    again = open_workspace(workspace.path)
    assert load_evaluation(again, draft.id).values == {"Q2": "Yes"}
    again.close()


def test_starting_again_finds_the_draft_that_was_begun(workspace: Workspace, draft: Evaluation) -> None:
    set_answer(workspace, draft.id, "Q1", "Yes")
    again = start_evaluation(workspace, "i1", draft.evaluator_id, draft.version_id)
    assert again.id == draft.id
    assert again.values == {"Q1": "Yes"}


def test_two_evaluators_have_each_their_own_draft(workspace: Workspace, draft: Evaluation) -> None:
    other = start_evaluation(workspace, "i1", ensure_evaluator(workspace, "Emil"), draft.version_id)
    set_answer(workspace, draft.id, "Q1", "Yes")
    assert load_evaluation(workspace, other.id).values == {}


def test_only_a_published_version_can_be_scored_with(workspace: Workspace, draft: Evaluation) -> None:
    version = read_scorecard_text(CARD.replace("85", "90")).version
    assert version is not None
    unpublished = add_scorecard(workspace, version)
    with pytest.raises(Refusal, match="not published"):
        start_evaluation(workspace, "i1", draft.evaluator_id, unpublished)


def test_the_way_it_was_drawn_comes_from_the_assignment(workspace: Workspace, draft: Evaluation) -> None:
    assert draft.sample_method == "self_chosen"
    workspace.connection.execute("INSERT INTO interactions (id, channel, created_at) VALUES ('i2', 'call', 0)")
    workspace.connection.execute(
        "INSERT INTO assignments (id, interaction_id, evaluator_id, scorecard_version_id, sample_method, created_at) "
        "VALUES ('a', 'i2', ?, ?, 'random', 0)",
        [draft.evaluator_id, draft.version_id],
    )
    assert start_evaluation(workspace, "i2", draft.evaluator_id, draft.version_id).sample_method == "random"


def test_an_answer_that_the_scorecard_does_not_have_is_refused(workspace: Workspace, draft: Evaluation) -> None:
    with pytest.raises(Refusal, match="Maybe"):
        set_answer(workspace, draft.id, "Q1", "Maybe")
    with pytest.raises(Refusal, match="Q9"):
        set_answer(workspace, draft.id, "Q9", "Yes")
    with pytest.raises(Refusal, match="N/A"):
        set_answer(workspace, draft.id, "Q4", "N/A")
    assert load_evaluation(workspace, draft.id).answers == {}


def test_a_comment_outlives_its_answer_and_a_root_cause_does_not(workspace: Workspace, draft: Evaluation) -> None:
    set_answer(workspace, draft.id, "Q1", "No")
    set_root_cause(workspace, draft.id, "Q1", "haste")
    set_comment(workspace, draft.id, "Q1", " spoke over her ")
    assert load_evaluation(workspace, draft.id).answers["Q1"] == Answer("Q1", "No", "spoke over her", "haste")
    set_answer(workspace, draft.id, "Q1", "Yes")
    clear_answer(workspace, draft.id, "Q1")
    assert load_evaluation(workspace, draft.id).answers["Q1"] == Answer("Q1", None, "spoke over her")
    set_comment(workspace, draft.id, "Q1", " ")
    assert load_evaluation(workspace, draft.id).answers == {}


def test_putting_an_earlier_state_back_undoes_all_of_it(workspace: Workspace, draft: Evaluation) -> None:
    before = Answer("Q1", "No", "why", "knowledge")
    put_answer(workspace, draft.id, before)
    set_answer(workspace, draft.id, "Q1", "Yes")
    put_answer(workspace, draft.id, before)
    assert load_evaluation(workspace, draft.id).answers["Q1"] == before


def test_a_root_cause_needs_a_lost_point_and_a_known_name(workspace: Workspace, draft: Evaluation) -> None:
    with pytest.raises(Refusal, match="lost no points"):
        set_root_cause(workspace, draft.id, "Q1", "haste")
    set_answer(workspace, draft.id, "Q1", "No")
    with pytest.raises(Refusal, match="weather"):
        set_root_cause(workspace, draft.id, "Q1", "weather")


def test_a_marker_knows_the_recording_that_its_time_belongs_to(workspace: Workspace, draft: Evaluation) -> None:
    first = add_marker(workspace, draft.id, "here", at_s=1.0)
    second = add_marker(workspace, draft.id, "there", at_s=2.0, media_id="leg-2")
    edit_marker(workspace, draft.id, second.id, "over there")
    kept = load_evaluation(workspace, draft.id).markers
    assert [(marker.text, marker.media_id) for marker in kept] == [(first.text, None), ("over there", "leg-2")]
    logged = workspace.connection.execute("SELECT after FROM change_log WHERE table_name = 'markers' ORDER BY seq DESC LIMIT 1")
    assert '"media_id":"leg-2"' in logged.fetchone()[0].replace(" ", "")


def test_markers_are_kept_changed_removed_and_put_back(workspace: Workspace, draft: Evaluation) -> None:
    late = add_marker(workspace, draft.id, "hold", at_s=131.5, question_id="Q2")
    early = add_marker(workspace, draft.id, "greeting", at_s=1.2)
    edit_marker(workspace, draft.id, late.id, "long hold")
    assert [(m.at_s, m.text) for m in load_evaluation(workspace, draft.id).markers] == [(1.2, "greeting"), (131.5, "long hold")]
    removed = remove_marker(workspace, draft.id, early.id)
    put_marker(workspace, draft.id, removed)
    assert load_evaluation(workspace, draft.id).markers[0] == early
    with pytest.raises(Refusal):
        remove_marker(workspace, draft.id, "nothing")


def _fill(workspace: Workspace, draft: Evaluation) -> None:
    for question, answer in {"Q1": "Yes", "Q2": "N/A", "Q3": "3", "Q4": "Yes"}.items():
        set_answer(workspace, draft.id, question, answer)


def test_submitting_stores_the_exact_score(workspace: Workspace, draft: Evaluation) -> None:
    _fill(workspace, draft)
    set_summary(workspace, draft.id, "A calm call.")
    submission = submit_evaluation(workspace, draft.id)
    assert submission.score.final == Fraction(725, 8)
    row = workspace.connection.execute("SELECT * FROM evaluations WHERE id = ?", [draft.id]).fetchone()
    assert (row["status"], row["final"], row["final_real"]) == ("submitted", "725/8", 90.625)
    assert (row["shown"], row["passed"]) == ("90.63", 1)
    assert json.loads(row["autofail"]) == []
    loaded = load_evaluation(workspace, draft.id)
    assert loaded.is_submitted
    assert loaded.final == Fraction(725, 8)
    assert loaded.summary == "A calm call."


def test_an_autofail_is_stored_with_what_it_took(workspace: Workspace, draft: Evaluation) -> None:
    _fill(workspace, draft)
    set_answer(workspace, draft.id, "Q4", "No")
    submit_evaluation(workspace, draft.id)
    row = workspace.connection.execute("SELECT * FROM evaluations WHERE id = ?", [draft.id]).fetchone()
    assert (row["final"], row["before_autofail"], row["passed"]) == ("0", "325/8", 0)
    assert json.loads(row["autofail"]) == [["Q4", "form"]]


def test_submitting_says_what_is_missing_in_order_and_changes_nothing(workspace: Workspace, draft: Evaluation) -> None:
    set_answer(workspace, draft.id, "Q1", "No")
    set_answer(workspace, draft.id, "Q3", "3")
    with pytest.raises(NotReady) as refusal:
        submit_evaluation(workspace, draft.id)
    assert refusal.value.missing == (Missing("Q1", Lack.ROOT_CAUSE), Missing("Q2", Lack.ANSWER), Missing("Q4", Lack.ANSWER))
    assert not load_evaluation(workspace, draft.id).is_submitted


def test_a_submitted_evaluation_cannot_be_altered_even_by_raw_sql(workspace: Workspace, draft: Evaluation) -> None:
    _fill(workspace, draft)
    marker = add_marker(workspace, draft.id, "here", at_s=1)
    submit_evaluation(workspace, draft.id)
    before = load_evaluation(workspace, draft.id)
    for statement in (
        "UPDATE evaluations SET final = '100' WHERE id = :e",
        "UPDATE evaluations SET status = 'draft' WHERE id = :e",
        "DELETE FROM evaluations WHERE id = :e",
        "UPDATE answers SET value = 'Yes' WHERE evaluation_id = :e",
        "INSERT INTO answers (evaluation_id, question_id, value, touched_at) VALUES (:e, 'Q9', 'Yes', 0)",
        "INSERT OR REPLACE INTO answers (evaluation_id, question_id, value, touched_at) VALUES (:e, 'Q1', 'No', 0)",
        "DELETE FROM answers WHERE evaluation_id = :e",
        "UPDATE markers SET text = 'else' WHERE evaluation_id = :e",
        "INSERT INTO markers (id, evaluation_id, text, created_at) VALUES ('m', :e, 'x', 0)",
        "DELETE FROM markers WHERE evaluation_id = :e",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            workspace.connection.execute(statement, {"e": draft.id})
    for change in (
        lambda: set_answer(workspace, draft.id, "Q1", "No"),
        lambda: set_summary(workspace, draft.id, "else"),
        lambda: edit_marker(workspace, draft.id, marker.id, "else"),
        lambda: discard_draft(workspace, draft.id),
        lambda: submit_evaluation(workspace, draft.id),
    ):
        with pytest.raises(Refusal, match="submitted"):
            change()
    assert load_evaluation(workspace, draft.id) == before


def test_a_revision_stands_beside_the_original_with_its_reason(workspace: Workspace, draft: Evaluation) -> None:
    _fill(workspace, draft)
    add_marker(workspace, draft.id, "here", at_s=1)
    submit_evaluation(workspace, draft.id)
    with pytest.raises(Refusal, match="why"):
        revise_evaluation(workspace, draft.id, "  ")
    revision = revise_evaluation(workspace, draft.id, "the agent disputed Q3")
    assert (revision.revision_of, revision.revision_reason) == (draft.id, "the agent disputed Q3")
    assert revision.values == load_evaluation(workspace, draft.id).values
    assert [marker.text for marker in revision.markers] == ["here"]
    assert revise_evaluation(workspace, draft.id, "again").id == revision.id
    set_answer(workspace, revision.id, "Q3", "4")
    submit_evaluation(workspace, revision.id)
    current = workspace.connection.execute("SELECT id, shown FROM current_evaluations").fetchall()
    assert [(row["id"], row["shown"]) for row in current] == [(revision.id, "100.00")]
    assert load_evaluation(workspace, draft.id).shown == "90.63"
    with pytest.raises(Refusal, match="latest"):
        revise_evaluation(workspace, draft.id, "once more")


def test_a_draft_is_changed_and_not_revised(workspace: Workspace, draft: Evaluation) -> None:
    with pytest.raises(Refusal, match="not submitted"):
        revise_evaluation(workspace, draft.id, "why not")


def test_a_draft_can_be_thrown_away(workspace: Workspace, draft: Evaluation) -> None:
    set_answer(workspace, draft.id, "Q1", "Yes")
    discard_draft(workspace, draft.id)
    assert workspace.connection.execute("SELECT count(*) FROM answers").fetchone()[0] == 0
    with pytest.raises(Refusal):
        load_evaluation(workspace, draft.id)


def test_a_recorded_evaluation_is_all_or_nothing(workspace: Workspace, draft: Evaluation) -> None:
    version = get_version(workspace, draft.version_id)
    answers = [Answer("Q1", "Yes"), Answer("Q2", "Yes"), Answer("Q3", "4")]
    with pytest.raises(NotReady):
        record_evaluation(workspace, draft.id, version, answers, submitted_at=5)
    assert load_evaluation(workspace, draft.id).answers == {}
    submission = record_evaluation(workspace, draft.id, version, [*answers, Answer("Q4", "Yes", "well done")], submitted_at=5)
    assert submission.score.final == 100
    assert load_evaluation(workspace, draft.id).submitted_at == 5


_KILLED = """
import os, signal, sys
from pathlib import Path
from qa_desk.services.evaluations import add_marker, set_answer, set_comment
from qa_desk.workspace.workspace import open_workspace
workspace = open_workspace(Path(sys.argv[1]))
set_answer(workspace, sys.argv[2], "Q1", "No")
set_comment(workspace, sys.argv[2], "Q1", "spoke over her")
set_answer(workspace, sys.argv[2], "Q3", "2")
add_marker(workspace, sys.argv[2], "here", at_s=7.5)
set_answer(workspace, sys.argv[2], "Q2", "N/A")
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_killed_program_has_lost_no_answer(workspace: Workspace, draft: Evaluation) -> None:
    root = Path(__file__).parents[2]
    killed = subprocess.run([sys.executable, "-c", _KILLED, str(workspace.path), draft.id], cwd=root, check=False)
    assert killed.returncode == -signal.SIGKILL
    again = open_workspace(workspace.path)
    found = load_evaluation(again, draft.id)
    again.close()
    assert found.values == {"Q1": "No", "Q2": "N/A", "Q3": "2"}
    assert found.answers["Q1"].comment == "spoke over her"
    assert [marker.at_s for marker in found.markers] == [7.5]


def test_ones_own_evaluation_of_an_interaction_is_found_again(workspace: Workspace, draft: Evaluation) -> None:
    other = ensure_evaluator(workspace, "Emil")
    assert latest_evaluation(workspace, "i1", draft.evaluator_id) == draft.id
    assert latest_evaluation(workspace, "i1", other) is None
    _fill(workspace, draft)
    submit_evaluation(workspace, draft.id)
    assert latest_evaluation(workspace, "i1", draft.evaluator_id) == draft.id
    revision = revise_evaluation(workspace, draft.id, "a slip")
    assert latest_evaluation(workspace, "i1", draft.evaluator_id) == revision.id
    assert not is_revised(workspace, draft.id)
    submit_evaluation(workspace, revision.id)
    assert is_revised(workspace, draft.id)
