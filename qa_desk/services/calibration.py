"""A calibration session from its making to its closing: blind scoring in turn, the reveal, decisions and rules, the report.

Blind means blind: until the reveal no function of this module returns another person's answers, whoever asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from qa_desk.domain.calibration import Benchmark, State, agenda, agreed_sheets
from qa_desk.domain.calibration_report import (
    CalibrationReport,
    Decision,
    Participant,
    Remark,
    Session,
    SessionEntry,
    SessionItem,
)
from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import N_, tr
from qa_desk.domain.scoring import check_answers
from qa_desk.services.calibration_lookup import came_by_pack, without_name
from qa_desk.services.calibration_sheets import read_decisions, read_sheets
from qa_desk.services.evaluations import start_evaluation, submit_evaluation
from qa_desk.services.scorecard_titles import said_title, title_json
from qa_desk.services.scorecards import find_version, get_version
from qa_desk.workspace.settings import get_setting

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from pathlib import Path

    from qa_desk.domain.evaluation import Evaluation
    from qa_desk.domain.scorecard import ScorecardVersion
    from qa_desk.services.evaluations import Submission
    from qa_desk.workspace.workspace import Workspace

STILL_BLIND = N_("Scoring is still blind: nobody's answers are shown before the reveal.")


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is to sit down, and the interactions that they still have to score, in order."""

    participant: Participant
    remaining: tuple[SessionItem, ...]


class _Revealed(NamedTuple):
    session: Session
    version: ScorecardVersion
    sheets: dict[str, dict[str, dict[str, str]]]
    benchmark: dict[str, dict[str, str]]
    decisions: dict[tuple[str, str], Decision]
    remarks: dict[tuple[str, str, str], Remark]


def create_calibration(
    workspace: Workspace,
    title: str,
    version: str,
    interaction_ids: Sequence[str],
    evaluator_ids: Sequence[str],
    *,
    benchmark: Benchmark = Benchmark.NONE,
    expert_id: str | None = None,
    tolerance: float = 5.0,
    due_on: str | None = None,
    facilitator: str | None = None,
    agent_hidden: bool = False,
) -> str:
    """Open a session for blind scoring; its id. With an expert benchmark the expert scores too, and is not compared."""
    entry = find_version(workspace, version, is_published=True)
    if entry.status != "published":
        raise Refusal(tr("{name} is not published; publish it before scoring with it.", name=entry.name))
    items, evaluators = list(dict.fromkeys(interaction_ids)), [e for e in dict.fromkeys(evaluator_ids) if e != expert_id]
    if not title.strip():
        raise Refusal(tr("Give the session a title."))
    if not items:
        raise Refusal(tr("A calibration needs at least one interaction."))
    if len(evaluators) < 2:
        raise Refusal(tr("A calibration needs at least two evaluators beside the benchmark."))
    if (benchmark is Benchmark.EXPERT) != (expert_id is not None):
        raise Refusal(tr("Name the expert of an expert benchmark, and only then."))
    if tolerance < 0:
        raise Refusal(tr("The tolerance is a number of points, 0 or more."))
    if due_on is not None and not _is_day(due_on):
        raise Refusal(tr("“{day}” is not a day; write it like 2024-06-30.", day=due_on))
    with workspace.transaction() as connection:
        _check_known(connection, "SELECT id FROM interactions WHERE id = ?", items, tr("interaction"))
        people = [*evaluators, *([expert_id] if expert_id else [])]
        _check_known(connection, "SELECT id FROM evaluators WHERE id = ?", people, tr("evaluator"))
        session_id, now = workspace.clock.new_id(), workspace.clock.now()
        connection.execute(
            "INSERT INTO calibration_sessions (id, title, scorecard_version_id, state, benchmark, agent_hidden, tolerance, "
            "facilitator, due_on, created_at) VALUES (?, ?, ?, 'scoring', ?, ?, ?, ?, ?, ?)",
            [session_id, title.strip(), entry.id, str(benchmark), int(agent_hidden), tolerance, facilitator, due_on, now],
        )
        connection.executemany(
            "INSERT INTO calibration_items (session_id, position, interaction_id) VALUES (?, ?, ?)",
            [(session_id, position, item) for position, item in enumerate(items, start=1)],
        )
        connection.executemany(
            "INSERT INTO calibration_evaluators (session_id, evaluator_id, is_benchmark) VALUES (?, ?, ?)",
            [(session_id, person, int(person == expert_id)) for person in people],
        )
    return session_id


def list_calibrations(workspace: Workspace) -> list[SessionEntry]:
    """All sessions, newest first."""
    rows = workspace.connection.execute(
        f"""
        SELECT c.id, c.title, {title_json("v.definition")} AS titles, s.title AS card, v.number, c.state, c.due_on, c.created_at,
          (SELECT count(*) FROM calibration_items i WHERE i.session_id = c.id) AS items,
          (SELECT count(*) FROM calibration_evaluators e WHERE e.session_id = c.id) AS evaluators,
          (SELECT count(*) FROM calibration_evaluators e WHERE e.session_id = c.id AND e.finished_at IS NOT NULL) AS finished
        FROM calibration_sessions c JOIN scorecard_versions v ON v.id = c.scorecard_version_id
        JOIN scorecards s ON s.id = v.scorecard_id ORDER BY c.created_at DESC, c.id DESC
        """
    ).fetchall()
    return [_entry(workspace, row) for row in rows]


def get_calibration(workspace: Workspace, name: str) -> Session:
    """The session of an id or an exact title (the newest of that title), without anybody's answers."""
    connection = workspace.connection
    row = connection.execute(
        "SELECT * FROM calibration_sessions WHERE id = ? OR title = ? ORDER BY id = ? DESC, created_at DESC LIMIT 1", [name] * 3
    ).fetchone()
    if row is None:
        raise Refusal(tr("There is no calibration session “{name}”; “calibrate list” shows them.", name=name))
    state, hidden = State(row["state"]), bool(row["agent_hidden"])
    items = connection.execute(
        "SELECT c.interaction_id, c.position, i.external_id, i.channel, i.subject, a.name AS agent FROM calibration_items c "
        "JOIN interactions i ON i.id = c.interaction_id LEFT JOIN agents a ON a.id = i.agent_id "
        "WHERE c.session_id = ? ORDER BY c.position",
        [row["id"]],
    )
    people = connection.execute(
        "SELECT c.evaluator_id, e.name, c.is_benchmark, c.finished_at, (SELECT count(*) FROM evaluations v "
        "WHERE v.session_id = c.session_id AND v.evaluator_id = c.evaluator_id AND v.status = 'submitted') AS submitted "
        "FROM calibration_evaluators c JOIN evaluators e ON e.id = c.evaluator_id WHERE c.session_id = ? "
        "ORDER BY c.is_benchmark DESC, e.name",
        [row["id"]],
    )
    return Session(
        id=row["id"],
        title=row["title"],
        version_id=row["scorecard_version_id"],
        version_name=find_version(workspace, row["scorecard_version_id"]).name,
        state=state,
        benchmark=Benchmark(row["benchmark"]),
        tolerance=row["tolerance"],
        facilitator=row["facilitator"],
        due_on=row["due_on"],
        agent_hidden=hidden,
        created_at=row["created_at"],
        revealed_at=row["revealed_at"],
        closed_at=row["closed_at"],
        items=tuple(_item(item, hide_agent=hidden and not state.is_revealed) for item in items),
        participants=tuple(
            Participant(p["evaluator_id"], p["name"], bool(p["is_benchmark"]), p["finished_at"], p["submitted"]) for p in people
        ),
    )


def remaining_items(workspace: Workspace, session_id: str, evaluator_id: str) -> tuple[SessionItem, ...]:
    """The interactions that this person has not submitted yet, in the session's order."""
    done = {
        row[0]
        for row in workspace.connection.execute(
            "SELECT interaction_id FROM evaluations WHERE session_id = ? AND evaluator_id = ? AND status = 'submitted'",
            [session_id, evaluator_id],
        )
    }
    return tuple(item for item in get_calibration(workspace, session_id).items if item.interaction_id not in done)


def next_turn(workspace: Workspace, session_id: str) -> Turn | None:
    """Who sits down next: the benchmark first, then those who began, then by name; None when everybody has finished."""
    waiting = [p for p in get_calibration(workspace, session_id).participants if not p.is_finished]
    if not waiting:
        return None
    chosen = min(waiting, key=lambda p: (not p.is_benchmark, p.submitted == 0, p.name))
    return Turn(chosen, remaining_items(workspace, session_id, chosen.id))


def start_blind_scoring(workspace: Workspace, session_id: str, evaluator_id: str, interaction_id: str) -> Evaluation:
    """A person's own sheet of one interaction: the draft that was begun, or a new one."""
    with workspace.transaction():
        session = _scoring_session(workspace, session_id)
        participant = session.participant(evaluator_id)
        if participant is None:
            raise Refusal(tr("This person is not part of the calibration session."))
        if participant.is_finished:
            raise Refusal(tr("{name} has finished scoring; what was submitted does not change any more.", name=participant.name))
        if interaction_id not in {item.interaction_id for item in session.items}:
            raise Refusal(tr("This interaction is not part of the calibration session."))
        if interaction_id not in {item.interaction_id for item in remaining_items(workspace, session_id, evaluator_id)}:
            raise Refusal(tr("{name} has submitted this interaction already.", name=participant.name))
        return start_evaluation(
            workspace, interaction_id, evaluator_id, session.version_id, purpose="calibration", session_id=session_id
        )


def submit_blind_sheet(workspace: Workspace, evaluation_id: str, *, at: int | None = None) -> Submission:
    """Submit a blind sheet; the person's last one finishes their part."""
    with workspace.transaction() as connection:
        row = connection.execute("SELECT session_id, evaluator_id FROM evaluations WHERE id = ?", [evaluation_id]).fetchone()
        if row is None or row["session_id"] is None:
            raise Refusal(tr("This evaluation does not belong to a calibration session."))
        _scoring_session(workspace, row["session_id"])
        submission = submit_evaluation(workspace, evaluation_id, at=at)
        if not remaining_items(workspace, row["session_id"], row["evaluator_id"]):
            finish_scoring(workspace, row["session_id"], row["evaluator_id"])
    return submission


def finish_scoring(workspace: Workspace, session_id: str, evaluator_id: str) -> None:
    """Let a person hand the chair on for good: what they have not submitted counts as absent."""
    with workspace.transaction() as connection:
        _scoring_session(workspace, session_id)
        connection.execute(
            "UPDATE calibration_evaluators SET finished_at = ? WHERE session_id = ? AND evaluator_id = ? AND finished_at IS NULL",
            [workspace.clock.now(), session_id, evaluator_id],
        )


def reveal_calibration(workspace: Workspace, session_id: str, *, early: bool = False) -> None:
    """End the blind phase. Refused while somebody has not finished, unless closed early; two evaluators must have submitted."""
    with workspace.transaction() as connection:
        session = _scoring_session(workspace, session_id)
        if came_by_pack(workspace, session_id):
            raise Refusal(tr("“{title}” is revealed where it was opened: send the reply there.", title=session.title))
        waiting = [p.name for p in session.participants if not p.is_finished]
        if waiting and not early:
            raise Refusal(tr("Not finished yet: {names}. Wait for them, or close the scoring early.", names=", ".join(waiting)))
        if sum(p.submitted > 0 for p in session.evaluators) < 2:
            raise Refusal(tr("Nothing to compare yet: fewer than two evaluators have submitted anything."))
        connection.execute(
            "UPDATE calibration_sessions SET state = 'review', revealed_at = ? WHERE id = ?", [workspace.clock.now(), session_id]
        )
        _settle_state(workspace, connection, session_id)


def settle_point(
    workspace: Workspace, session_id: str, interaction_id: str, question_id: str, agreed: str | None, rule: str | None = None
) -> Decision:
    """Write down the agreed answer of one question and the rule behind it; None takes the answer back and keeps the rule."""
    with workspace.transaction() as connection:
        session = get_calibration(workspace, session_id)
        if not session.state.is_revealed:
            raise Refusal(tr(STILL_BLIND))
        if session.state is State.CLOSED:
            raise Refusal(tr("The session is closed; its decisions do not change any more."))
        if interaction_id not in {item.interaction_id for item in session.items}:
            raise Refusal(tr("This interaction is not part of the calibration session."))
        version = get_version(workspace, session.version_id)
        if version.question(question_id) is None:
            raise Refusal(tr("The scorecard has no question “{question}”.", question=question_id))
        if agreed is not None:
            check_answers(version, {question_id: agreed})
        decision = Decision(interaction_id, question_id, agreed, (rule or "").strip() or None, workspace.clock.now())
        connection.execute(
            "INSERT INTO calibration_decisions (session_id, interaction_id, question_id, agreed, rule, decided_at) "
            "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (session_id, interaction_id, question_id) DO UPDATE SET "
            "agreed = excluded.agreed, rule = excluded.rule, decided_at = excluded.decided_at",
            [session_id, interaction_id, question_id, decision.agreed, decision.rule, decision.decided_at],
        )
        _settle_state(workspace, connection, session_id)
    return decision


def close_calibration(workspace: Workspace, session_id: str, *, with_open_points: bool = False) -> None:
    """End the meeting; nothing changes after it."""
    with workspace.transaction() as connection:
        session = get_calibration(workspace, session_id)
        if session.state is State.CLOSED:
            return
        if not session.state.is_revealed:
            raise Refusal(tr(STILL_BLIND))
        still_open = _count_open(workspace, session_id)
        if still_open and not with_open_points:
            raise Refusal(tr("{n} points of the agenda are not settled; settle them, or close with open points.", n=still_open))
        connection.execute(
            "UPDATE calibration_sessions SET state = 'closed', closed_at = ? WHERE id = ?", [workspace.clock.now(), session_id]
        )


def calibration_report(workspace: Workspace, name: str, *, earlier: CalibrationReport | None = None) -> CalibrationReport:
    """Everything about a revealed session; refused while it is blind.

    Sheets never change after the reveal: the figures of an `earlier` report of the same session are taken over where
    decisions do not enter them.
    """
    session, version, sheets, benchmark, decisions, remarks = _revealed(workspace, name)
    if earlier is not None and earlier.session.id == session.id and earlier.benchmark == benchmark:
        results = earlier.results
    else:
        from qa_desk.services.calibration_results import calibration_results  # numpy is imported when figures are asked for

        items = [item.interaction_id for item in session.items]
        results = calibration_results(version, items, sheets, benchmark, Fraction(str(session.tolerance)))
    return CalibrationReport(session, version, sheets, benchmark, results, decisions, remarks)


def _revealed(workspace: Workspace, name: str) -> _Revealed:
    session = get_calibration(workspace, name)
    if not session.state.is_revealed:
        raise Refusal(tr(STILL_BLIND))
    version = get_version(workspace, session.version_id)
    items = [item.interaction_id for item in session.items]
    everybody, remarks = read_sheets(workspace, session)
    sheets = {p.id: everybody[p.id] for p in session.evaluators if everybody[p.id]}
    decisions = read_decisions(workspace, session.id)
    benchmark: dict[str, dict[str, str]] = {}
    if session.benchmark is Benchmark.EXPERT:
        benchmark = {item: answers for p in session.participants if p.is_benchmark for item, answers in everybody[p.id].items()}
    elif session.benchmark is Benchmark.AGREED:
        settled = {place: decision.agreed for place, decision in decisions.items()}
        benchmark = agreed_sheets(version, items, sheets, settled)
    return _Revealed(session, version, sheets, benchmark, decisions, remarks)


def _count_open(workspace: Workspace, session_id: str) -> int:
    """Points of the agenda that need an agreed answer and have none, without computing any figure."""
    revealed = _revealed(workspace, session_id)
    items = [item.interaction_id for item in revealed.session.items]
    points = agenda(revealed.version, items, revealed.sheets, revealed.benchmark)
    settled = {place for place, decision in revealed.decisions.items() if decision.agreed is not None}
    return sum(point.must_be_settled and (point.interaction_id, point.question_id) not in settled for point in points)


def _scoring_session(workspace: Workspace, session_id: str) -> Session:
    session = get_calibration(workspace, session_id)
    if session.state is not State.SCORING:
        raise Refusal(tr("The blind scoring of “{title}” is over.", title=session.title))
    return session


def _settle_state(workspace: Workspace, connection: sqlite3.Connection, session_id: str) -> None:
    state = State.REVIEW if _count_open(workspace, session_id) else State.RESOLVED
    connection.execute(
        "UPDATE calibration_sessions SET state = ? WHERE id = ? AND state <> ?", [str(state), session_id, str(state)]
    )


def _entry(workspace: Workspace, row: sqlite3.Row) -> SessionEntry:
    state = State(row["state"])
    return SessionEntry(
        id=row["id"],
        title=row["title"],
        version_name=f"{said_title(row['titles'], row['card'])} v{row['number']}",
        state=state,
        items=row["items"],
        evaluators=row["evaluators"],
        finished=row["finished"],
        open_points=_count_open(workspace, row["id"]) if state is State.REVIEW else None,
        due_on=row["due_on"],
        created_at=row["created_at"],
    )


def _item(row: sqlite3.Row, *, hide_agent: bool) -> SessionItem:
    label = row["subject"] or row["external_id"] or tr("interaction {n}", n=row["position"])
    if hide_agent:
        label = without_name(label, row["agent"], in_any_case=True)
    return SessionItem(row["interaction_id"], row["position"], label, row["channel"], None if hide_agent else row["agent"])


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _check_known(connection: sqlite3.Connection, query: str, ids: Sequence[str], what: str) -> None:
    for name in ids:
        if connection.execute(query, [name]).fetchone() is None:
            raise Refusal(tr("There is no {what} “{name}” in this workspace.", what=what, name=name))


def export_minutes(workspace: Workspace, name: str, path: Path) -> None:
    """Write a revealed session's minutes as an Excel workbook."""
    from qa_desk.exports.minutes import write_minutes

    write_minutes(calibration_report(workspace, name), path, str(get_setting(workspace, "timezone")))
