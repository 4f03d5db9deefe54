"""A draft in two windows: what one wrote the other sees, and nothing is written over in silence."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.domain.evaluation import Answer, Marker
from qa_desk.services.drafts import (
    SUMMARY,
    Begun,
    Change,
    DraftKeeper,
    Part,
    Place,
    keep_place,
    keeper_of,
    part_of,
    place_in,
    what_changed,
)
from qa_desk.services.evaluations import (
    discard_draft,
    load_evaluation,
    put_answer,
    resume_evaluation,
    set_answer,
    set_comment,
    set_summary,
    start_evaluation,
    submit_evaluation,
)
from qa_desk.services.people import ensure_evaluator
from qa_desk.services.scorecards import add_scorecard, publish_scorecard
from tests.builders_of_cards import a_card_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa_desk.domain.evaluation import Evaluation
    from qa_desk.workspace.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
BANDS = [{"id": "short", "credit": 1, "below": 30}, {"id": "long", "credit": 0}]


@pytest.fixture
def begun(workspace: Workspace) -> Begun:
    """What a draft begins from: questions A and B, and H, a number."""
    card = a_card_of(
        {"id": "A"}, {"id": "B"}, {"id": "H", "bands": BANDS, "number": {"decimals": 1}, "required": False}, key="voice"
    )
    version = publish_scorecard(workspace, add_scorecard(workspace, card))
    workspace.connection.execute("INSERT INTO interactions (id, channel, created_at) VALUES ('i', 'chat', 0)")
    return Begun("i", ensure_evaluator(workspace, "Eva"), version.id, {})


@pytest.fixture
def draft(workspace: Workspace, begun: Begun) -> Evaluation:
    return start_evaluation(workspace, begun.interaction_id, begun.evaluator_id, begun.version_id)


@pytest.fixture
def other(workspace: Workspace) -> Iterator[Workspace]:
    """The same file in another window."""
    opened = workspace.another_connection()
    yield opened
    opened.close()


@pytest.fixture
def keeper(begun: Begun, draft: Evaluation) -> DraftKeeper:
    return keeper_of(begun, draft)


def say(question: str, value: str | None, knows: int = 0) -> Change:
    answer = Answer(question, value)
    return Change(part_of(answer), answer, knows)


def test_a_draft_is_begun_with_the_first_thing_said(workspace: Workspace, begun: Begun) -> None:
    keeper = keeper_of(begun, None)
    kept = keeper.keep(workspace, say("A", "Yes"))
    assert kept.evaluation is not None
    assert keeper.keep(workspace, say("B", "No")).evaluation is None
    assert load_evaluation(workspace, kept.evaluation.id).values == {"A": "Yes", "B": "No"}


def test_own_changes_are_nobody_elses(workspace: Workspace, keeper: DraftKeeper, draft: Evaluation) -> None:
    marker = Marker("m", "late", 1.0, None, "A")
    for change in (say("A", "Yes"), Change(part_of(marker), marker), Change(SUMMARY, "good"), say("A", None)):
        assert keeper.keep(workspace, change).elsewhere == {}
    assert keeper.keep(workspace, Change(part_of(marker), None)).elsewhere == {}
    stored = load_evaluation(workspace, draft.id)
    assert (stored.values, stored.markers, stored.summary) == ({}, (), "good")


def test_what_another_window_answered_is_told_and_both_answers_stay(
    workspace: Workspace, other: Workspace, keeper: DraftKeeper, draft: Evaluation
) -> None:
    set_answer(other, draft.id, "B", "No")
    kept = keeper.keep(workspace, say("A", "Yes"))
    assert (kept.elsewhere, kept.overtaken) == ({Part("answer", "B"): Answer("B", "No")}, None)
    assert load_evaluation(workspace, draft.id).values == {"A": "Yes", "B": "No"}
    assert keeper.keep(workspace, say("A", "No", kept.knows)).elsewhere == {}


def test_the_same_answer_is_not_written_over_another_windows(
    workspace: Workspace, other: Workspace, keeper: DraftKeeper, draft: Evaluation
) -> None:
    set_answer(other, draft.id, "A", "No")
    mine = say("A", "Yes")
    kept = keeper.keep(workspace, mine)
    assert kept.overtaken == mine
    assert load_evaluation(workspace, draft.id).values == {"A": "No"}
    late = say("A", "N/A", mine.knows)  # told before the person could see it
    assert keeper.keep(workspace, late).overtaken == late
    assert load_evaluation(workspace, draft.id).values == {"A": "No"}
    assert keeper.keep(workspace, say("A", "Yes", kept.knows)).overtaken is None  # both were seen by now
    assert load_evaluation(workspace, draft.id).values == {"A": "Yes"}


def test_two_windows_that_say_the_same_do_not_differ(
    workspace: Workspace, other: Workspace, keeper: DraftKeeper, draft: Evaluation
) -> None:
    set_answer(other, draft.id, "A", "Yes")
    assert keeper.keep(workspace, say("A", "Yes")).overtaken is None


def test_looking_tells_what_changed_once(workspace: Workspace, other: Workspace, keeper: DraftKeeper, draft: Evaluation) -> None:
    assert keeper.look(workspace).elsewhere == {}
    set_summary(other, draft.id, "kind")
    assert keeper.look(workspace).elsewhere == {SUMMARY: "kind"}
    assert keeper.look(workspace).elsewhere == {}


def test_a_draft_that_another_window_began_is_found(workspace: Workspace, other: Workspace, begun: Begun) -> None:
    keeper = keeper_of(begun, None)
    theirs = start_evaluation(other, begun.interaction_id, begun.evaluator_id, begun.version_id)
    set_answer(other, theirs.id, "B", "No")
    kept = keeper.keep(workspace, say("A", "Yes"))
    assert kept.evaluation is not None
    assert kept.evaluation.id == theirs.id
    assert kept.elsewhere == {Part("answer", "B"): Answer("B", "No")}


def test_own_words_that_another_window_enters_are_own_words(
    workspace: Workspace, other: Workspace, keeper: DraftKeeper, draft: Evaluation
) -> None:
    keeper.keep_words(workspace, "comment", "A", "too fas")
    keeper.keep_words(workspace, "answer", "H", "12,5")
    keeper.keep_words(workspace, "summary", "", "go")
    resume_evaluation(other, draft.id)  # opening the draft enters what a killed window may have left
    entered = replace(Answer("A"), comment="too fast")
    assert keeper.keep(workspace, Change(part_of(entered), entered)).elsewhere == {}
    assert load_evaluation(workspace, draft.id).answers == {"A": entered, "H": Answer("H", "12.5")}


def test_nothing_is_submitted_over_what_was_not_seen(
    workspace: Workspace, other: Workspace, keeper: DraftKeeper, draft: Evaluation
) -> None:
    keeper.keep(workspace, say("A", "Yes"))
    keeper.keep(workspace, say("B", "Yes"))
    set_answer(other, draft.id, "B", "No")
    settled = keeper.settle(workspace, submit_evaluation)
    assert settled.result is None
    assert settled.kept.elsewhere == {Part("answer", "B"): Answer("B", "No")}
    again = keeper.settle(workspace, submit_evaluation)
    assert again.result is not None
    assert load_evaluation(workspace, draft.id).values == {"A": "Yes", "B": "No"}


def test_what_is_missing_is_no_failure(workspace: Workspace, keeper: DraftKeeper) -> None:
    assert [entry.question_id for entry in keeper.settle(workspace, submit_evaluation).missing] == ["A", "B"]


def test_a_draft_that_is_gone_or_submitted_elsewhere_is_refused(
    workspace: Workspace, other: Workspace, keeper: DraftKeeper, draft: Evaluation, begun: Begun
) -> None:
    for question in ("A", "B"):
        put_answer(other, draft.id, Answer(question, "Yes"))
    submit_evaluation(other, draft.id)
    with pytest.raises(Refusal, match="submitted"):
        keeper.look(workspace)
    with pytest.raises(Refusal, match="submitted"):
        keeper.keep(workspace, say("A", "No"))
    other.connection.execute("INSERT INTO interactions (id, channel, created_at) VALUES ('i2', 'chat', 0)")
    second = start_evaluation(workspace, "i2", begun.evaluator_id, begun.version_id)
    keeper = keeper_of(begun, second)
    discard_draft(other, second.id)
    with pytest.raises(Refusal, match="no evaluation"):
        keeper.keep(workspace, say("A", "No"))


_ANOTHER_PROCESS = """
import sys
from pathlib import Path
from qa_desk.services.evaluations import set_answer, set_comment
from qa_desk.workspace.workspace import open_workspace
workspace = open_workspace(Path(sys.argv[1]))
set_answer(workspace, sys.argv[2], "A", "No")
set_comment(workspace, sys.argv[2], "B", "from the other window")
workspace.close()
"""


def test_another_process_is_noticed(workspace: Workspace, keeper: DraftKeeper, draft: Evaluation) -> None:
    keeper.keep(workspace, say("B", "Yes"))
    command = [sys.executable, "-c", _ANOTHER_PROCESS, str(workspace.path), draft.id]
    subprocess.run(command, cwd=ROOT, check=True, timeout=60)
    kept = keeper.keep(workspace, say("A", "Yes"))
    assert kept.overtaken is not None
    assert kept.elsewhere == {
        Part("answer", "A"): Answer("A", "No"),
        Part("answer", "B"): Answer("B", "Yes", "from the other window"),
    }
    assert load_evaluation(workspace, draft.id).values == {"A": "No", "B": "Yes"}


def test_a_place_is_found_again_until_the_draft_is_no_draft(workspace: Workspace, draft: Evaluation) -> None:
    assert place_in(workspace, draft.id) is None
    place = Place("B", 120, ("A",), ("S",), 12.5, None)
    keep_place(workspace, draft.id, place)
    assert place_in(workspace, draft.id) == place
    keep_place(workspace, draft.id, replace(place, question_id="A"))
    assert place_in(workspace, draft.id) == replace(place, question_id="A")
    for question in ("A", "B"):
        set_answer(workspace, draft.id, question, "Yes")
    submit_evaluation(workspace, draft.id)
    assert place_in(workspace, draft.id) is None
    keep_place(workspace, draft.id, place)
    assert place_in(workspace, draft.id) is None


def test_keeping_a_place_writes_no_history(workspace: Workspace, draft: Evaluation) -> None:
    before = workspace.connection.execute("SELECT count(*) FROM change_log").fetchone()[0]
    keep_place(workspace, draft.id, Place("A"))
    assert workspace.connection.execute("SELECT count(*) FROM change_log").fetchone()[0] == before


def test_what_changed_is_said_in_the_questions_own_words() -> None:
    parts = {Part("answer", "A"): Answer("A", "No"), Part("marker", "m"): Marker("m", "late"), SUMMARY: "kind"}
    assert what_changed(parts, {"A": "Greeting"}) == "Greeting, marker “late”, summary"


def test_a_comment_and_an_answer_of_one_question_are_one_part(
    workspace: Workspace, other: Workspace, keeper: DraftKeeper, draft: Evaluation
) -> None:
    set_comment(other, draft.id, "A", "theirs")
    assert keeper.keep(workspace, say("A", "Yes")).overtaken is not None
    assert load_evaluation(workspace, draft.id).answers["A"] == Answer("A", None, "theirs")
