from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.evaluation import Answer, Lack, Missing
from qa_desk.services.evaluations import latest_evaluation, load_evaluation
from qa_desk.services.people import ensure_evaluator
from qa_desk.ui.changes import Kind
from qa_desk.ui.evaluate.form_events import (
    AnswerGiven,
    CommentChanged,
    MarkerAsked,
    MarkerChanged,
    MarkerRemoved,
    RootCauseChosen,
)
from qa_desk.ui.evaluate.presenter import EvaluatePresenter, Opened
from qa_desk.ui.evaluate.queue_search import QueueShown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from qa_desk.domain.evaluation import Evaluation
    from qa_desk.ui.changes import Change
    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace
    from tests.ui.conftest import StallWatch


WAIT_MS = 10_000


@pytest.fixture
def presenter(seat: Context, qtbot: QtBot) -> Iterator[EvaluatePresenter]:
    made = EvaluatePresenter(seat)
    yield made
    qtbot.waitUntil(lambda: not seat.jobs.running)
    made.stop()
    made.deleteLater()


def stored(centre: Workspace, presenter: EvaluatePresenter) -> Evaluation:
    """The open evaluation as it is on the disk, once everything told is there."""
    assert presenter.draft.flush(WAIT_MS)
    assert presenter.evaluation_id is not None
    return load_evaluation(centre, presenter.evaluation_id)


def fill(presenter: EvaluatePresenter) -> None:
    for question, answer in {"greeting": "Yes", "verified": "Yes", "diagnosis": "4"}.items():
        presenter.draft.give_answer(AnswerGiven(question, answer))


def submit(presenter: EvaluatePresenter) -> None:
    presenter.submit()
    assert presenter.draft.flush(WAIT_MS)


def test_looking_writes_nothing(presenter: EvaluatePresenter, centre: Workspace) -> None:
    presenter.open("call")
    assert presenter.evaluation_id is None
    assert centre.connection.execute("SELECT count(*) FROM evaluations").fetchone()[0] == 0


def test_the_scorecard_fits_the_channel(presenter: EvaluatePresenter) -> None:
    titles: list[str] = []
    presenter.opened.connect(lambda opened: titles.append(opened.title))
    presenter.open("call")
    presenter.open("chat")
    assert titles == ["voice card v1", "chat card v1"]


def test_each_answer_is_on_the_disk_when_saved_is_told(presenter: EvaluatePresenter, centre: Workspace) -> None:
    seen: list[dict[str, str]] = []
    presenter.draft.settled.connect(lambda: seen.append(stored(centre, presenter).values))
    presenter.open("call")
    for question, answer in (("greeting", "Yes"), ("verified", "No")):
        presenter.draft.give_answer(AnswerGiven(question, answer))
        assert presenter.draft.flush(WAIT_MS)
    assert seen == [{"greeting": "Yes"}, {"greeting": "Yes", "verified": "No"}]


def test_what_was_begun_is_found_again(presenter: EvaluatePresenter) -> None:
    presenter.open("call")
    presenter.draft.give_answer(AnswerGiven("greeting", "Yes"))
    assert presenter.draft.flush(WAIT_MS)
    presenter.open("chat")
    shown: list[Opened] = []
    presenter.opened.connect(shown.append)
    presenter.open("call")
    assert shown[0].answers == {"greeting": Answer("greeting", "Yes")}
    assert shown[0].choices == ()


def test_undo_and_redo_walk_through_answers_comments_causes_and_markers(presenter: EvaluatePresenter, centre: Workspace) -> None:
    presenter.open("call")
    presenter.draft.give_answer(AnswerGiven("diagnosis", "1"))
    presenter.draft.choose_root_cause(RootCauseChosen("diagnosis", "haste"))
    for text in ("t", "to", "too fast"):
        presenter.draft.change_comment(CommentChanged("diagnosis", text))
    presenter.draft.give_answer(AnswerGiven("diagnosis", "4"))
    presenter.draft.place_marker(MarkerAsked("diagnosis"), at_s=1.5)
    whole = stored(centre, presenter)
    assert whole.answers["diagnosis"] == Answer("diagnosis", "4", "too fast", None)

    states = []
    for _ in range(5):
        presenter.draft.undo()
        now = stored(centre, presenter)
        states.append((now.answers.get("diagnosis"), len(now.markers)))
    assert states == [
        (Answer("diagnosis", "4", "too fast", None), 0),
        (Answer("diagnosis", "1", "too fast", "haste"), 0),
        (Answer("diagnosis", "1", None, "haste"), 0),
        (Answer("diagnosis", "1"), 0),
        (None, 0),
    ]
    presenter.draft.undo()
    for _ in range(7):
        presenter.draft.redo()
    now = stored(centre, presenter)
    assert (now.answers, now.markers) == (whole.answers, whole.markers)


def test_a_new_change_ends_what_could_be_redone(presenter: EvaluatePresenter, centre: Workspace) -> None:
    presenter.open("call")
    presenter.draft.give_answer(AnswerGiven("greeting", "Yes"))
    presenter.draft.undo()
    presenter.draft.give_answer(AnswerGiven("verified", "Yes"))
    presenter.draft.redo()
    assert stored(centre, presenter).values == {"verified": "Yes"}


def test_markers_are_placed_worded_and_removed(presenter: EvaluatePresenter, centre: Workspace) -> None:
    presenter.open("chat")
    presenter.draft.place_marker(MarkerAsked("greeting"), utterance_position=2)
    marker = presenter.draft.markers[0]
    presenter.draft.change_marker(MarkerChanged(marker.id, "late"))
    assert [(m.text, m.utterance_position) for m in stored(centre, presenter).markers] == [("late", 2)]
    presenter.draft.remove_marker(MarkerRemoved(marker.id))
    assert stored(centre, presenter).markers == ()


def test_submitting_says_what_is_missing(presenter: EvaluatePresenter, qtbot: QtBot) -> None:
    presenter.open("call")
    presenter.draft.give_answer(AnswerGiven("diagnosis", "1"))
    with qtbot.waitSignal(presenter.missing_found) as found:
        presenter.submit()
    assert found.args == [
        (Missing("greeting", Lack.ANSWER), Missing("verified", Lack.ANSWER), Missing("diagnosis", Lack.ROOT_CAUSE))
    ]


def test_a_submitted_evaluation_is_shown_read_only_and_can_be_revised(presenter: EvaluatePresenter, centre: Workspace) -> None:
    shown: list[Opened] = []
    presenter.opened.connect(shown.append)
    presenter.open("call")
    fill(presenter)
    submit(presenter)
    assert (shown[-1].is_read_only, shown[-1].can_be_revised) == (True, True)
    original = presenter.evaluation_id
    presenter.revise("a slip")
    assert (shown[-1].is_read_only, shown[-1].revision_reason) == (False, "a slip")
    assert stored(centre, presenter).revision_of == original
    presenter.draft.give_answer(AnswerGiven("diagnosis", "3"))
    presenter.draft.choose_root_cause(RootCauseChosen("diagnosis", "haste"))
    submit(presenter)
    presenter.open("call", evaluation_id=original)
    assert (shown[-1].is_read_only, shown[-1].can_be_revised) == (True, False)


def test_nobody_s_queue_is_empty_and_nothing_can_be_answered(presenter: EvaluatePresenter, seat: Context) -> None:
    seat.evaluator_id = None
    queues: list[QueueShown] = []
    shown: list[Opened] = []
    presenter.queue.found.connect(queues.append)
    presenter.opened.connect(shown.append)
    presenter.queue.refresh()
    presenter.open("call")
    assert queues == [QueueShown((), (), ())]
    assert shown[0].is_read_only


def test_another_person_has_another_draft(presenter: EvaluatePresenter, seat: Context, centre: Workspace) -> None:
    presenter.open("call")
    presenter.draft.give_answer(AnswerGiven("greeting", "Yes"))
    assert presenter.draft.flush(WAIT_MS)
    seat.evaluator_id = ensure_evaluator(centre, "Emil")
    presenter.open("call")
    assert presenter.evaluation_id is None
    presenter.draft.give_answer(AnswerGiven("greeting", "No"))
    assert presenter.draft.flush(WAIT_MS)
    assert latest_evaluation(centre, "call", seat.evaluator_id) == presenter.evaluation_id


def test_a_scorecard_can_be_changed_until_something_is_said(presenter: EvaluatePresenter) -> None:
    shown: list[Opened] = []
    presenter.opened.connect(shown.append)
    presenter.open("call")
    other = next(entry for entry in shown[0].choices if entry.id != shown[0].version_id)
    presenter.choose_version(other.id)
    assert shown[-1].version_id == other.id
    presenter.draft.give_answer(AnswerGiven("greeting", "Yes"))
    assert presenter.draft.flush(WAIT_MS)
    presenter.choose_version(shown[0].version_id)
    assert shown[-1].version_id == other.id


def test_a_locked_disk_loses_nothing_holds_nobody_up_and_writes_in_order_later(
    presenter: EvaluatePresenter, centre: Workspace, qtbot: QtBot, stalls: StallWatch
) -> None:
    presenter.open("call")
    presenter.draft.give_answer(AnswerGiven("greeting", "Yes"))
    begun = stored(centre, presenter).id
    other = sqlite3.connect(centre.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")  # as good as a full disk: nobody can write
    stalls.start_again()
    with qtbot.waitSignal(presenter.draft.not_saved, timeout=WAIT_MS):
        for question, answer in (("greeting", "No"), ("verified", "Yes"), ("greeting", "Yes")):
            presenter.draft.give_answer(AnswerGiven(question, answer))
    assert stalls.longest_wait_ms < 2500  # a lock is waited for 5 s: elsewhere
    assert presenter.draft.has_unsaved
    presenter.open("chat")
    assert presenter.interaction_id == "call"
    on_disk = centre.connection.execute("SELECT question_id, value FROM answers").fetchall()
    assert [tuple(row) for row in on_disk] == [("greeting", "Yes")]
    other.execute("ROLLBACK")
    other.close()
    qtbot.waitUntil(lambda: presenter.interaction_id == "chat", timeout=WAIT_MS)  # what was asked for is done as soon as it can
    assert load_evaluation(centre, begun).values == {"greeting": "Yes", "verified": "Yes"}
    log = centre.connection.execute(
        "SELECT json_extract(after, '$.value') FROM change_log "
        "WHERE table_name = 'answers' AND row_id LIKE '%greeting' ORDER BY seq"
    )
    assert [row[0] for row in log] == ["Yes", "No", "Yes"]


def test_other_screens_hear_of_each_change(presenter: EvaluatePresenter, seat: Context) -> None:
    heard: list[Change] = []
    seat.changes.changed.connect(heard.append)
    presenter.open("call")
    presenter.draft.give_answer(AnswerGiven("greeting", "Yes"))
    assert presenter.draft.flush(WAIT_MS)
    assert heard
    assert all(change.kinds == {Kind.EVALUATIONS} and change.origin is presenter for change in heard)


def test_an_interaction_that_is_gone_is_said(presenter: EvaluatePresenter, qtbot: QtBot) -> None:
    with qtbot.waitSignal(presenter.refused):
        presenter.open("nothing")


def test_nobody_sees_how_others_scored_what_they_are_still_to_score(
    presenter: EvaluatePresenter, centre: Workspace, seat: Context
) -> None:
    presenter.open("call")
    fill(presenter)
    submit(presenter)
    theirs = presenter.evaluation_id
    version = centre.connection.execute("SELECT scorecard_version_id FROM evaluations").fetchone()[0]
    seat.evaluator_id = ensure_evaluator(centre, "Second")
    centre.connection.execute(
        "INSERT INTO assignments (id, interaction_id, evaluator_id, scorecard_version_id, sample_method, is_second, created_at) "
        "VALUES ('a', 'call', ?, ?, 'quota', 1, 0)",
        [seat.evaluator_id, version],
    )
    refusals: list[str] = []
    presenter.refused.connect(refusals.append)
    presenter.open("chat")
    presenter.open("call", evaluation_id=theirs)
    assert presenter.interaction_id == "chat"
    assert "once yours is submitted" in refusals[0]
    presenter.open("call")
    assert presenter.draft.answers == {}
    fill(presenter)
    submit(presenter)
    presenter.open("call", evaluation_id=theirs)
    assert presenter.evaluation_id == theirs
    assert len(refusals) == 1
