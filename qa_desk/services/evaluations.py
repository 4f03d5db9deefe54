"""Evaluations: start one, answer it with every key stroke on the disk, submit it for ever, revise it beside itself.

Each function is one small transaction. `put_answer` and `put_marker` write a whole state, so that undoing is putting the
earlier state back.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.evaluation import (
    Answer,
    Evaluation,
    Lack,
    Marker,
    Missing,
    answered,
    missing_before_submission,
    presets_of,
    values_of,
)
from qa_desk.domain.language import ntr, tr
from qa_desk.domain.scorecard import NOT_APPLICABLE
from qa_desk.domain.scoring import Score, check_answers, score
from qa_desk.services.dispute_rows import close_by_revision, forget_revision, open_dispute_of
from qa_desk.services.evaluation_rows import (
    draft_row,
    drop_not_asked,
    settle,
    stored_answer,
    stored_answers,
    stored_marker,
    stored_markers,
    write_answer,
)
from qa_desk.services.scorecards import find_version, version_on
from qa_desk.services.typed_words import clear_words, enter_words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from qa_desk.domain.scorecard import Question, ScorecardVersion
    from qa_desk.workspace.workspace import Workspace


class NotReady(Refusal):
    """A form that cannot be submitted yet; `missing` says what it lacks and where to jump."""

    def __init__(self, message: str, missing: tuple[Missing, ...]) -> None:
        super().__init__(message)
        self.missing = missing


@dataclass(frozen=True, slots=True)
class Submission:
    """What submitting an evaluation settled."""

    evaluation_id: str
    score: Score


def start_evaluation(
    workspace: Workspace,
    interaction_id: str,
    evaluator_id: str,
    version_id: str,
    *,
    purpose: str = "routine",
    session_id: str | None = None,
    sample_method: str | None = None,
) -> Evaluation:
    """A person's draft on this interaction and version: the one that was begun, or a new one.

    The way the interaction was drawn comes from the assignment where there is one; else it is "self_chosen".
    """
    with workspace.transaction() as connection:
        begun = connection.execute(
            "SELECT id FROM evaluations WHERE status = 'draft' AND interaction_id = ? AND evaluator_id = ? AND "
            "scorecard_version_id = ? AND purpose = ? AND session_id IS ? AND revision_of IS NULL",
            [interaction_id, evaluator_id, version_id, purpose, session_id],
        ).fetchone()
        if begun:
            return resume_evaluation(workspace, begun["id"])
        version = find_version(workspace, version_id, is_published=True)
        if version.status != "published":
            raise Refusal(tr("{name} is not published; publish it before scoring with it.", name=version.name))
        interaction = connection.execute("SELECT agent_id, channel FROM interactions WHERE id = ?", [interaction_id]).fetchone()
        if interaction is None:
            raise Refusal(tr("There is no interaction “{name}” in this workspace.", name=interaction_id))
        drawn = _NOT_DRAWN if purpose == "calibration" else _drawn(connection, interaction_id, evaluator_id)
        evaluation_id = workspace.clock.new_id()
        connection.execute(
            "INSERT INTO evaluations (id, interaction_id, agent_id, evaluator_id, scorecard_version_id, purpose, session_id, "
            "sample_method, inclusion_prob, is_second, status, created_at) VALUES (:id, :interaction, :agent, :evaluator, "
            ":version, :purpose, :session, :method, :chance, :is_second, 'draft', :now)",
            {
                "id": evaluation_id,
                "interaction": interaction_id,
                "agent": interaction["agent_id"],
                "evaluator": evaluator_id,
                "version": version.id,
                "purpose": purpose,
                "session": session_id,
                "method": sample_method or ("calibration" if purpose == "calibration" else drawn.method),
                "chance": drawn.chance,
                "is_second": drawn.is_second,
                "now": workspace.clock.now(),
            },
        )
        for answer in presets_of(version_on(workspace, version.id, interaction["channel"])).values():
            write_answer(workspace, connection, evaluation_id, answer)
    return load_evaluation(workspace, evaluation_id)


def put_answer(workspace: Workspace, evaluation_id: str, answer: Answer) -> None:
    """Store everything said about one question; an empty answer takes it away. Refused when the scorecard has no such answer."""
    with workspace.transaction() as connection:
        version = _version_of(workspace, draft_row(connection, evaluation_id))
        check_answer(version, answer)
        write_answer(workspace, connection, evaluation_id, answer)
        for field in ("answer", "comment"):
            clear_words(connection, evaluation_id, field, answer.question_id)


def set_answer(workspace: Workspace, evaluation_id: str, question_id: str, value: str | None) -> Answer:
    """Answer a question (None: clear it). A root cause goes when the new answer loses no points; a comment stays."""
    with workspace.transaction() as connection:
        version = _version_of(workspace, draft_row(connection, evaluation_id))
        question = _question(version, question_id)
        answer = answered(question, stored_answer(connection, evaluation_id, question_id), value)
        check_answer(version, answer)
        write_answer(workspace, connection, evaluation_id, answer)
    return answer


def clear_answer(workspace: Workspace, evaluation_id: str, question_id: str) -> Answer:
    """Take an answer back; its comment stays."""
    return set_answer(workspace, evaluation_id, question_id, None)


def set_comment(workspace: Workspace, evaluation_id: str, question_id: str, comment: str) -> Answer:
    """Comment on a question, answered or not; an empty text takes the comment away."""
    with workspace.transaction() as connection:
        answer = replace(stored_answer(connection, evaluation_id, question_id), comment=comment.strip() or None)
        put_answer(workspace, evaluation_id, answer)
    return answer


def set_root_cause(workspace: Workspace, evaluation_id: str, question_id: str, root_cause: str | None) -> Answer:
    """Say why points were lost (None: take it back)."""
    with workspace.transaction() as connection:
        version = _version_of(workspace, draft_row(connection, evaluation_id))
        answer = replace(stored_answer(connection, evaluation_id, question_id), root_cause=root_cause)
        check_answer(version, answer)
        write_answer(workspace, connection, evaluation_id, answer)
    return answer


def set_summary(workspace: Workspace, evaluation_id: str, summary: str) -> None:
    """The evaluator's words about the whole interaction."""
    with workspace.transaction() as connection:
        draft_row(connection, evaluation_id)
        connection.execute("UPDATE evaluations SET summary = ? WHERE id = ?", [summary.strip() or None, evaluation_id])
        clear_words(connection, evaluation_id, "summary", "")


def add_marker(
    workspace: Workspace,
    evaluation_id: str,
    text: str,
    *,
    at_s: float | None = None,
    utterance_position: int | None = None,
    question_id: str | None = None,
    media_id: str | None = None,
) -> Marker:
    """Set a comment at a time of a recording (the interaction's first where none is named) or at a message."""
    marker = Marker(workspace.clock.new_id(), text, at_s, utterance_position, question_id, media_id)
    put_marker(workspace, evaluation_id, marker)
    return marker


def put_marker(workspace: Workspace, evaluation_id: str, marker: Marker) -> None:
    """Store a marker as it is: a new one, or the one of that id changed."""
    now = workspace.clock.now()
    with workspace.transaction() as connection:
        draft_row(connection, evaluation_id)
        connection.execute(
            "INSERT INTO markers (id, evaluation_id, question_id, at_s, utterance_position, text, created_at, media_id) "
            "VALUES (:id, :evaluation, :question_id, :at_s, :utterance_position, :text, :now, :media_id) "
            "ON CONFLICT (id) DO UPDATE SET question_id = excluded.question_id, at_s = excluded.at_s, "
            "utterance_position = excluded.utterance_position, text = excluded.text, media_id = excluded.media_id",
            {"evaluation": evaluation_id, "now": now, **asdict(marker)},
        )
        clear_words(connection, evaluation_id, "marker", marker.id)


def edit_marker(workspace: Workspace, evaluation_id: str, marker_id: str, text: str) -> Marker:
    """Change the words of a marker."""
    marker = replace(stored_marker(workspace, evaluation_id, marker_id), text=text)
    put_marker(workspace, evaluation_id, marker)
    return marker


def remove_marker(workspace: Workspace, evaluation_id: str, marker_id: str) -> Marker:
    """Take a marker away; what is returned can be put back."""
    with workspace.transaction() as connection:
        draft_row(connection, evaluation_id)
        marker = stored_marker(workspace, evaluation_id, marker_id)
        connection.execute("DELETE FROM markers WHERE id = ?", [marker_id])
        clear_words(connection, evaluation_id, "marker", marker_id)
    return marker


def submit_evaluation(workspace: Workspace, evaluation_id: str, *, at: int | None = None) -> Submission:
    """Settle an evaluation for ever, with its exact score; the revision of a disputed one decides the dispute.

    Raises `NotReady` with what it still lacks.
    """
    with workspace.transaction() as connection:
        row = draft_row(connection, evaluation_id)
        enter_words(workspace, evaluation_id)
        version = _version_of(workspace, row)
        answers = drop_not_asked(connection, evaluation_id, version)
        missing = missing_before_submission(version, answers)
        if missing:
            raise NotReady(what_is_missing(missing), missing)
        result = score(version, values_of(answers.values()))
        at = workspace.clock.now() if at is None else at
        settle(connection, evaluation_id, result, at)
        close_by_revision(connection, evaluation_id, at)
    return Submission(evaluation_id, result)


def revise_evaluation(
    workspace: Workspace, evaluation_id: str, reason: str, *, evaluator_id: str | None = None, for_dispute: str | None = None
) -> Evaluation:
    """A new draft beside a submitted evaluation, with its answers and markers, and the reason. The old one stays as it is.

    While a dispute is open, only its decision (`for_dispute`) revises what is disputed.
    """
    if not reason.strip():
        raise Refusal(tr("Say why the evaluation is revised; the reason is kept with it."))
    with workspace.transaction() as connection:
        old = load_evaluation(workspace, evaluation_id)
        if old.purpose == "calibration":
            raise Refusal(tr("A sheet of a calibration is not revised: the meeting settles what differs."))
        if not old.is_submitted:
            raise Refusal(tr("This evaluation is not submitted yet: simply change it."))
        if open_dispute_of(connection, evaluation_id) not in (None, for_dispute):
            raise Refusal(tr("A dispute of this evaluation is open: its decision revises what is accepted."))
        later = connection.execute("SELECT id, status FROM evaluations WHERE revision_of = ?", [evaluation_id]).fetchone()
        if later:
            if later["status"] == "draft":
                return resume_evaluation(workspace, later["id"])
            raise Refusal(tr("This evaluation was revised already; revise the latest one."))
        new_id = workspace.clock.new_id()
        connection.execute(
            "INSERT INTO evaluations (id, interaction_id, agent_id, evaluator_id, scorecard_version_id, purpose, session_id, "
            "sample_method, inclusion_prob, is_second, status, revision_of, revision_reason, summary, created_at) "
            "SELECT ?, interaction_id, agent_id, ?, scorecard_version_id, purpose, session_id, sample_method, inclusion_prob, "
            "is_second, 'draft', id, ?, summary, ? FROM evaluations WHERE id = ?",
            [new_id, evaluator_id or old.evaluator_id, reason.strip(), workspace.clock.now(), evaluation_id],
        )
        for answer in old.answers.values():
            write_answer(workspace, connection, new_id, answer)
        for marker in old.markers:
            put_marker(workspace, new_id, replace(marker, id=workspace.clock.new_id()))
    return load_evaluation(workspace, new_id)


def latest_evaluation(workspace: Workspace, interaction_id: str, evaluator_id: str) -> str | None:
    """A person's own routine evaluation of an interaction: the draft in hand, else the latest submitted one, else None."""
    row = workspace.connection.execute(
        "SELECT id FROM evaluations WHERE interaction_id = ? AND evaluator_id = ? AND purpose = 'routine' "
        "ORDER BY status = 'draft' DESC, submitted_at DESC, id DESC LIMIT 1",
        [interaction_id, evaluator_id],
    ).fetchone()
    return str(row["id"]) if row else None


def is_revised(workspace: Workspace, evaluation_id: str) -> bool:
    """Whether a submitted revision stands beside this evaluation."""
    row = workspace.connection.execute(
        "SELECT 1 FROM evaluations WHERE revision_of = ? AND status = 'submitted'", [evaluation_id]
    ).fetchone()
    return row is not None


def discard_draft(workspace: Workspace, evaluation_id: str) -> None:
    """Throw a draft away with its answers (the change log keeps what was); a dispute it was to decide is open again."""
    with workspace.transaction() as connection:
        draft_row(connection, evaluation_id)
        forget_revision(connection, evaluation_id)
        connection.execute("DELETE FROM markers WHERE evaluation_id = ?", [evaluation_id])
        connection.execute("DELETE FROM answers WHERE evaluation_id = ?", [evaluation_id])
        connection.execute("DELETE FROM evaluations WHERE id = ?", [evaluation_id])


def resume_evaluation(workspace: Workspace, evaluation_id: str) -> Evaluation:
    """Take an evaluation up again: words that a killed program was still taking down are entered first."""
    enter_words(workspace, evaluation_id)
    return load_evaluation(workspace, evaluation_id)


def load_evaluation(workspace: Workspace, evaluation_id: str) -> Evaluation:
    """An evaluation with its answers and markers."""
    connection = workspace.connection
    row = connection.execute("SELECT * FROM evaluations WHERE id = ?", [evaluation_id]).fetchone()
    if row is None:
        raise Refusal(tr("There is no evaluation “{name}” in this workspace.", name=evaluation_id))
    if row["status"] == "submitted" and row["session_id"] is not None and _is_blind(connection, row["session_id"]):
        raise Refusal(tr("Scoring is still blind: nobody's answers are shown before the reveal."))
    return Evaluation(
        id=row["id"],
        interaction_id=row["interaction_id"],
        agent_id=row["agent_id"],
        evaluator_id=row["evaluator_id"],
        version_id=row["scorecard_version_id"],
        purpose=row["purpose"],
        session_id=row["session_id"],
        sample_method=row["sample_method"],
        is_submitted=row["status"] == "submitted",
        revision_of=row["revision_of"],
        revision_reason=row["revision_reason"],
        summary=row["summary"] or "",
        created_at=row["created_at"],
        submitted_at=row["submitted_at"],
        final=None if row["final"] is None else Fraction(row["final"]),
        shown=row["shown"],
        passed=None if row["passed"] is None else bool(row["passed"]),
        answers=MappingProxyType(stored_answers(connection, evaluation_id)),
        markers=stored_markers(connection, evaluation_id),
    )


def _is_blind(connection: sqlite3.Connection, session_id: str) -> bool:
    row = connection.execute("SELECT state = 'scoring' FROM calibration_sessions WHERE id = ?", [session_id]).fetchone()
    return bool(row and row[0])


def record_evaluation(
    workspace: Workspace,
    evaluation_id: str,
    version: ScorecardVersion,
    answers: Iterable[Answer],
    *,
    submitted_at: int,
) -> Submission:
    """Fill a draft with answers and submit it, in one transaction: for imports and the demonstration."""
    given = {answer.question_id: answer for answer in answers}
    with workspace.transaction() as connection:
        draft_row(connection, evaluation_id)
        for answer in given.values():
            check_answer(version, answer)
            write_answer(workspace, connection, evaluation_id, answer, at=submitted_at)
        kept = drop_not_asked(connection, evaluation_id, version)
        result = score(version, values_of(kept.values()))
        if result.missing:
            lacking = tuple(Missing(question_id, Lack.ANSWER) for question_id in result.missing)
            raise NotReady(what_is_missing(lacking), lacking)
        settle(connection, evaluation_id, result, submitted_at)
    return Submission(evaluation_id, result)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """How an interaction came to an evaluator: by which method, with which chance, and whether as the second one to score it."""

    method: str
    chance: float | None = None
    is_second: int = 0


_NOT_DRAWN = _Drawn("self_chosen")


def _drawn(connection: sqlite3.Connection, interaction_id: str, evaluator_id: str) -> _Drawn:
    row = connection.execute(
        "SELECT a.sample_method, i.chance, a.is_second FROM assignments a LEFT JOIN sample_items i ON i.id = a.sample_item_id "
        "WHERE a.interaction_id = ? AND a.evaluator_id = ?",
        [interaction_id, evaluator_id],
    ).fetchone()
    return _Drawn(*row) if row else _NOT_DRAWN


def _version_of(workspace: Workspace, row: sqlite3.Row) -> ScorecardVersion:
    return version_on(workspace, row["scorecard_version_id"], row["channel"])


def _question(version: ScorecardVersion, question_id: str) -> Question:
    question = version.question(question_id)
    if question is None:
        raise Refusal(tr("The scorecard has no question “{question}”.", question=question_id))
    return question


def check_answer(version: ScorecardVersion, answer: Answer) -> None:
    """Refuse what the scorecard does not have: the question, the answer, or the root cause."""
    question = _question(version, answer.question_id)
    if answer.value is not None:
        check_answers(version, {answer.question_id: answer.value})
    if answer.root_cause is None:
        return
    if answer.value is None or answer.value == NOT_APPLICABLE:
        raise Refusal(tr("Question “{id}” has lost no points, so there is no root cause.", id=question.id))
    known = {cause.id for cause in (*question.root_causes, *question.causes_for(answer.value))}
    if answer.root_cause not in known:
        raise Refusal(tr("Question “{id}” has no root cause “{cause}”.", id=question.id, cause=answer.root_cause))


def what_is_missing(missing: tuple[Missing, ...]) -> str:
    """What keeps a form from being submitted, counted in words."""
    answers = [entry.question_id for entry in missing if entry.lack is Lack.ANSWER]
    causes = [entry.question_id for entry in missing if entry.lack is Lack.ROOT_CAUSE]
    comments = [entry.question_id for entry in missing if entry.lack is Lack.COMMENT]
    parts = []
    if answers:
        parts.append(ntr("{count} question is unanswered", "{count} questions are unanswered", len(answers)))
    if causes:
        parts.append(ntr("{count} lost point needs a root cause", "{count} lost points need a root cause", len(causes)))
    if comments:
        parts.append(ntr("{count} answer needs a comment", "{count} answers need a comment", len(comments)))
    return ", ".join(parts) + "."
