"""Moving evaluations in from another system: all of a file or nothing, and the same file twice changes nothing."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.services.evaluations import check_answer, record_evaluation, set_summary, start_evaluation
from qa_desk.services.people import ensure_agents, ensure_evaluator
from qa_desk.services.scorecards import find_version, get_version
from qa_desk.workspace.evaluation_files import read_evaluation_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qa_desk.domain.progress import JobContext
    from qa_desk.domain.scorecard import ScorecardVersion
    from qa_desk.services.scorecards import VersionEntry
    from qa_desk.workspace.evaluation_files import Sheet
    from qa_desk.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class AddedEvaluations:
    """How many evaluations a file held, and how many of them were new."""

    read: int
    added: int
    known: int


def add_evaluations(workspace: Workspace, path: Path, context: JobContext) -> AddedEvaluations:
    """Score and keep every evaluation of a JSON or CSV file; unknown agents, evaluators and interactions are made.

    An interaction is known by its outside id. An evaluation is known by interaction, evaluator and scorecard version.
    """
    sheets = read_evaluation_file(path)
    versions: dict[str, tuple[VersionEntry, ScorecardVersion]] = {}
    added = 0
    with workspace.transaction():
        for number, sheet in enumerate(sheets):
            context.report(number, len(sheets), tr("evaluations"))
            context.raise_if_cancelled()
            name = f"{sheet.scorecard}:{sheet.version}" if sheet.version else sheet.scorecard
            if name not in versions:
                entry = find_version(workspace, name)
                versions[name] = (entry, get_version(workspace, entry.id))
            for answer in sheet.answers:
                with _told_where(sheet.wheres.get(answer.question_id, sheet.where)):
                    check_answer(versions[name][1], answer)
            with _told_where(sheet.where):
                added += _add(workspace, sheet, *versions[name])
    return AddedEvaluations(len(sheets), added, len(sheets) - added)


@contextmanager
def _told_where(where: str) -> Iterator[None]:
    try:
        yield
    except Refusal as refusal:
        raise Refusal(tr("{where}: {message} Nothing was taken in.", where=where, message=refusal.message)) from refusal


def _add(workspace: Workspace, sheet: Sheet, entry: VersionEntry, version: ScorecardVersion) -> bool:
    evaluator_id = ensure_evaluator(workspace, sheet.evaluator)
    interaction_id = _interaction(workspace, sheet, entry.channel)
    known = workspace.connection.execute(
        "SELECT 1 FROM evaluations WHERE interaction_id = ? AND evaluator_id = ? AND scorecard_version_id = ? "
        "AND status = 'submitted' AND purpose = 'routine'",
        [interaction_id, evaluator_id, entry.id],
    ).fetchone()
    if known:
        return False
    draft = start_evaluation(workspace, interaction_id, evaluator_id, entry.id, sample_method=sheet.sample_method)
    if sheet.summary:
        set_summary(workspace, draft.id, sheet.summary)
    submitted_at = workspace.clock.now() if sheet.submitted_at is None else sheet.submitted_at
    record_evaluation(workspace, draft.id, version, sheet.answers, submitted_at=submitted_at)
    return True


def _interaction(workspace: Workspace, sheet: Sheet, channel: str | None) -> str:
    row = workspace.connection.execute(
        "SELECT id FROM interactions WHERE external_id = :name OR id = :name", {"name": sheet.interaction}
    ).fetchone()
    if row:
        return str(row["id"])
    agent_id = ensure_agents(workspace, [sheet.agent])[sheet.agent] if sheet.agent else None
    interaction_id = workspace.clock.new_id()
    workspace.connection.execute(
        "INSERT INTO interactions (id, external_id, channel, agent_id, created_at) VALUES (?, ?, ?, ?, ?)",
        [interaction_id, sheet.interaction, sheet.channel or channel or "call", agent_id, workspace.clock.now()],
    )
    return interaction_id
