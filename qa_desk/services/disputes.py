"""Disputes: raised by the agent or the lead, decided by someone else than the evaluator, for ever.

What is accepted becomes a revision beside the evaluation, done by the decider; both scores stay. Where the accepted answers
leave the form complete, deciding submits the revision in the same transaction; else (`begin_decision`) the decider fills in
what it lacks, and submitting it decides the dispute.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa_desk.domain.calendar import business_calendar
from qa_desk.domain.disputes import (
    WHOLE,
    Claim,
    Dispute,
    Point,
    Role,
    Verdict,
    answer_by,
    check_claims,
    check_news,
    decided_points,
    overall_reason,
    revision_reason,
    same_person,
)
from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import end_sentence, join_sentences, tr
from qa_desk.services.centre_time import today_of
from qa_desk.services.dispute_deciders import refuse_decider
from qa_desk.services.dispute_rows import (
    clear_draft,
    open_dispute_of,
    read_dispute,
    read_disputes,
    speaks_to_agent,
    write_decision,
    write_verdicts,
)
from qa_desk.services.evaluation_chain import chain_of
from qa_desk.services.evaluations import (
    discard_draft,
    load_evaluation,
    put_answer,
    revise_evaluation,
    set_answer,
    submit_evaluation,
)
from qa_desk.services.quality import language_in_force
from qa_desk.services.scorecards import version_on
from qa_desk.workspace.settings import get_settings

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from qa_desk.domain.evaluation import Evaluation
    from qa_desk.domain.scorecard import ScorecardVersion
    from qa_desk.services.evaluations import Submission
    from qa_desk.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Decision:
    """A dispute that was decided, and the submitted revision where something was accepted."""

    dispute: Dispute
    revision: Submission | None


def raise_dispute(
    workspace: Workspace, evaluation_id: str, claims: Sequence[Claim], *, by: str, role: Role = Role.AGENT
) -> Dispute:
    """Dispute a submitted routine evaluation, as a whole or question by question. Refused with what speaks against it."""
    if not by.strip():
        raise Refusal(tr("Say who disputes the evaluation."))
    with workspace.transaction() as connection:
        refuse_dispute(workspace, evaluation_id)
        evaluation = load_evaluation(workspace, evaluation_id)
        check_claims(_version_of(workspace, evaluation), evaluation.answers, claims, language_in_force())
        check_news(claims, (point for dispute in _decided(connection, evaluation_id) for point in dispute.points))
        dispute_id = workspace.clock.new_id()
        connection.execute(
            "INSERT INTO disputes (id, evaluation_id, raised_by, role, raised_at, due_on) VALUES (?, ?, ?, ?, ?, ?)",
            [dispute_id, evaluation_id, " ".join(by.split()), role.value, workspace.clock.now(), _due_on(workspace)],
        )
        connection.executemany(
            "INSERT INTO dispute_points (dispute_id, question_id, position, claim, wish) VALUES (?, ?, ?, ?, ?)",
            [
                [dispute_id, claim.question_id, place, claim.reason.strip(), None if claim.question_id == WHOLE else claim.wish]
                for place, claim in enumerate(claims)
            ],
        )
        clear_draft(connection, evaluation_id)
    return get_dispute(workspace, dispute_id)


def refuse_dispute(workspace: Workspace, evaluation_id: str) -> None:
    """Raise a refusal where this evaluation cannot be disputed now, whatever the reasons."""
    connection = workspace.connection
    evaluation = load_evaluation(workspace, evaluation_id)
    if not speaks_to_agent(connection, evaluation_id):
        raise Refusal(tr("A blind sheet is not disputed: it says nothing about the agent."))
    if not evaluation.is_submitted:
        raise Refusal(tr("This evaluation is not submitted yet; there is nothing to dispute."))
    if open_dispute_of(connection, evaluation_id):
        raise Refusal(tr("A dispute of this evaluation is open; it is decided or withdrawn first."))
    chain = chain_of(connection, evaluation_id)
    later = chain[[link.id for link in chain].index(evaluation_id) + 1 :]
    if any(link.is_submitted for link in later):
        raise Refusal(tr("This evaluation was revised; dispute the latest revision."))
    if later:
        name = later[0].evaluator
        raise Refusal(tr("{name} is revising this evaluation; dispute the revision once it is submitted.", name=name))
    most = 1 + int(get_settings(workspace)["dispute_repeats"])
    if len(_decided(connection, evaluation_id)) >= most:
        raise Refusal(tr("Disputes of this evaluation were decided as often as the settings allow."))


def withdraw_dispute(workspace: Workspace, dispute_id: str, *, by: str) -> Dispute:
    """Take an open dispute back; only who raised it may. A revision that its decision began goes with it."""
    with workspace.transaction() as connection:
        dispute = _open_dispute(connection, dispute_id)
        if not same_person(by, dispute.raised_by):
            raise Refusal(tr("Only {name}, who raised the dispute, can withdraw it.", name=dispute.raised_by))
        if dispute.revision_id is not None:
            discard_draft(workspace, dispute.revision_id)
        connection.execute(
            "UPDATE disputes SET state = 'withdrawn', closed_at = ? WHERE id = ?", [workspace.clock.now(), dispute_id]
        )
        clear_draft(connection, dispute_id)
    return get_dispute(workspace, dispute_id)


def decide_dispute(
    workspace: Workspace,
    dispute_id: str,
    verdicts: Sequence[Verdict],
    *,
    decider_id: str,
    reason: str = "",
    answers: Mapping[str, str] | None = None,
) -> Decision:
    """Decide every point; what is accepted is submitted as a revision in the same transaction.

    `answers` are further answers of the revision (those of a dispute about the whole). Raises `NotReady` where the revision
    lacks something, and then nothing is decided: `begin_decision` opens it instead.
    """
    with workspace.transaction() as connection:
        dispute, points = _decided_as(workspace, dispute_id, verdicts, decider_id)
        whole = overall_reason(reason, points)
        if not any(point.is_accepted for point in points):
            write_decision(connection, dispute_id, points, decider_id, whole, workspace.clock.now())
            return Decision(get_dispute(workspace, dispute_id), None)
        if dispute.is_whole and not answers:
            raise Refusal(tr("Say which answers change: the whole evaluation is disputed, and that is accepted."))
        revision = _begin(workspace, dispute, points, decider_id, whole)
        for question_id, value in (answers or {}).items():
            set_answer(workspace, revision.id, question_id, value)
        submission = submit_evaluation(workspace, revision.id)
    return Decision(get_dispute(workspace, dispute_id), submission)


def begin_decision(
    workspace: Workspace, dispute_id: str, verdicts: Sequence[Verdict], *, decider_id: str, reason: str = ""
) -> Evaluation:
    """Keep the verdicts and open the revision with the accepted answers; submitting it decides the dispute."""
    with workspace.transaction():
        dispute, points = _decided_as(workspace, dispute_id, verdicts, decider_id)
        if not any(point.is_accepted for point in points):
            raise Refusal(tr("Nothing is accepted: there is no revision to write."))
        revision = _begin(workspace, dispute, points, decider_id, overall_reason(reason, points))
    return load_evaluation(workspace, revision.id)


def take_back_decision(workspace: Workspace, dispute_id: str) -> Dispute:
    """Throw the revision away that a decision began; the dispute waits for its decision again."""
    with workspace.transaction() as connection:
        dispute = _open_dispute(connection, dispute_id)
        if dispute.revision_id is not None:
            discard_draft(workspace, dispute.revision_id)
    return get_dispute(workspace, dispute_id)


def get_dispute(workspace: Workspace, dispute_id: str) -> Dispute:
    """The dispute of an id; refused when there is none."""
    return read_dispute(workspace.connection, dispute_id)


def list_disputes(workspace: Workspace) -> list[Dispute]:
    """All disputes, those that are due first."""
    return read_disputes(workspace.connection)


def disputes_of(workspace: Workspace, evaluation_id: str) -> list[Dispute]:
    """The disputes of an evaluation itself, the oldest first."""
    found = read_disputes(workspace.connection, "d.evaluation_id = ?", [evaluation_id])
    return sorted(found, key=lambda dispute: dispute.raised_at)


def _decided(connection: sqlite3.Connection, evaluation_id: str) -> list[Dispute]:
    """What was decided on an evaluation and on everything that it revises."""
    links = [link.id for link in chain_of(connection, evaluation_id)]
    places = ", ".join("?" for _ in links)
    return read_disputes(connection, f"d.state = 'decided' AND d.evaluation_id IN ({places})", links)


def _version_of(workspace: Workspace, evaluation: Evaluation) -> ScorecardVersion:
    """What was asked."""
    row = workspace.connection.execute("SELECT channel FROM interactions WHERE id = ?", [evaluation.interaction_id]).fetchone()
    return version_on(workspace, evaluation.version_id, row["channel"])


def _open_dispute(connection: sqlite3.Connection, dispute_id: str) -> Dispute:
    dispute = read_dispute(connection, dispute_id)
    if not dispute.is_open:
        raise Refusal(tr("This dispute is closed; what was decided stays."))
    return dispute


def _decided_as(
    workspace: Workspace, dispute_id: str, verdicts: Sequence[Verdict], decider_id: str
) -> tuple[Dispute, tuple[Point, ...]]:
    """The dispute and its points as this person would decide them; an earlier beginning is thrown away."""
    dispute = _open_dispute(workspace.connection, dispute_id)
    refuse_decider(workspace, dispute, decider_id)
    if dispute.revision_id is not None and dispute.decided_by != decider_id:
        raise Refusal(tr("{name} is deciding this dispute and has begun the revision.", name=dispute.decider))
    evaluation = load_evaluation(workspace, dispute.evaluation_id)
    points = decided_points(_version_of(workspace, evaluation), evaluation.answers, dispute.points, verdicts)
    if dispute.revision_id is not None:
        dispute = take_back_decision(workspace, dispute_id)
    return dispute, points


def _begin(workspace: Workspace, dispute: Dispute, points: Sequence[Point], decider_id: str, reason: str) -> Evaluation:
    """The decider's revision with the accepted answers, tied to the dispute, which stays open until it is submitted."""
    connection = workspace.connection
    version = version_on(workspace, dispute.version_id, dispute.channel)
    revision = revise_evaluation(
        workspace, dispute.evaluation_id, revision_reason(dispute, reason), evaluator_id=decider_id, for_dispute=dispute.id
    )
    write_verdicts(connection, dispute.id, points)
    connection.execute(
        "UPDATE disputes SET revision_id = ?, decided_by = ?, reason = ? WHERE id = ?",
        [revision.id, decider_id, reason, dispute.id],
    )
    clear_draft(connection, dispute.id)
    for point in points:
        if point.is_accepted and not point.is_whole:
            _grant(workspace, revision.id, version, point)
    return revision


def _grant(workspace: Workspace, revision_id: str, version: ScorecardVersion, point: Point) -> None:
    """Put the granted answer into the revision. The words beside it are the decider's; where points stay lost, also the old."""
    answer = set_answer(workspace, revision_id, point.question_id, point.granted)
    question = version.question(point.question_id)
    loses = question is not None and question.loses_points(point.granted)
    words = join_sentences((end_sentence(answer.comment or ""), point.reason or "")) if loses else point.reason
    put_answer(workspace, revision_id, replace(answer, comment=words))


def _due_on(workspace: Workspace) -> str:
    settings = get_settings(workspace)
    calendar = business_calendar(settings["calendar"], settings["timezone"])
    return answer_by(today_of(workspace), int(settings["dispute_answer_days"]), calendar).isoformat()
