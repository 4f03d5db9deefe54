"""Moving evaluations in from another system: a batch for each file, all of it or nothing; the same file twice changes nothing."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from qa_desk.domain.answer_words import read_answer
from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import ntr, tr
from qa_desk.services.evaluation_rows import stored_answers
from qa_desk.services.evaluations import check_answer, record_evaluation
from qa_desk.services.import_report import ImportReport
from qa_desk.services.imported_people import ImportedPeople
from qa_desk.services.scorecards import find_version, get_version
from qa_desk.sources.opening import fingerprint
from qa_desk.workspace import batches
from qa_desk.workspace.batches import Batch, Counts
from qa_desk.workspace.evaluation_files import read_evaluation_file

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from qa_desk.domain.evaluation import Answer
    from qa_desk.domain.progress import JobContext
    from qa_desk.domain.scorecard import ScorecardVersion
    from qa_desk.services.scorecards import VersionEntry
    from qa_desk.workspace.evaluation_files import Sheet
    from qa_desk.workspace.workspace import Workspace

KIND = "evaluations"


@dataclass(slots=True)
class _Run:
    """One file on its way in."""

    workspace: Workspace
    batch: Batch
    people: ImportedPeople
    versions: dict[str, tuple[VersionEntry, ScorecardVersion]] = field(default_factory=dict)
    other_agent: int = 0
    no_agent: int = 0
    other_words: int = 0

    def warnings(self) -> list[str]:
        """What the person should know of this file."""
        said = self.people.warnings()
        if self.other_agent:
            said.append(
                ntr(
                    "{count} evaluation names another agent than its interaction; the evaluation's own was taken",
                    "{count} evaluations name another agent than their interaction; the evaluation's own was taken",
                    self.other_agent,
                )
            )
        if self.no_agent:
            said.append(
                ntr(
                    "{count} evaluation names no agent and neither does its interaction: figures by agent leave it out",
                    "{count} evaluations name no agent and neither do their interactions: figures by agent leave them out",
                    self.no_agent,
                )
            )
        if self.other_words:
            said.append(
                ntr(
                    "{count} evaluation is known with other comments; it stays as it was",
                    "{count} evaluations are known with other comments; they stay as they were",
                    self.other_words,
                )
            )
        return said


def add_evaluations(workspace: Workspace, path: Path, context: JobContext) -> ImportReport:
    """Score and keep every evaluation of a JSON or CSV file, as one batch; unknown people and interactions are made and said.

    An interaction is known by its outside id, an evaluation by its own: the same id with other answers is refused.
    """
    sheets = read_evaluation_file(path)
    batch = Batch("", 0, KIND, KIND, str(path.resolve()), fingerprint(path, context), "UTC", rows_read=len(sheets))
    connection = workspace.connection
    with workspace.transaction():
        known = batches.find_unchanged(connection, batch)
        if known:
            warning = tr("{file} is the same file as batch {number} brought: nothing to do", file=path, number=known.number)
            return _report(known, Counts(unchanged=len(sheets)), (warning,))
        batch = _opened(workspace, batch)
        run = _Run(workspace, batch, ImportedPeople(workspace, batch.id))
        added = 0
        for number, sheet in enumerate(sheets):
            context.report(number, len(sheets), tr("evaluations"))
            context.raise_if_cancelled()
            added += _take(run, sheet)
        counts = Counts(added, 0, len(sheets) - added)
        warnings = tuple(run.warnings())
        batches.set_outcome(connection, batch.id, counts, warnings)
    return _report(batch, counts, warnings)


def _opened(workspace: Workspace, batch: Batch) -> Batch:
    number = batches.next_number(workspace.connection)
    opened = replace(batch, id=workspace.clock.new_id(), number=number, created_at=workspace.clock.now())
    batches.add_batch(workspace.connection, opened)
    return opened


def _report(batch: Batch, counts: Counts, warnings: tuple[str, ...]) -> ImportReport:
    return ImportReport(
        batch.id,
        KIND,
        batch.rows_read,
        counts.new,
        0,
        counts.unchanged,
        0,
        warnings=warnings,
        batches=(batch.id,),
        number=batch.number,
    )


def _take(run: _Run, sheet: Sheet) -> bool:
    """Whether the evaluation was new."""
    name = f"{sheet.scorecard}:{sheet.version}" if sheet.version else sheet.scorecard
    with _told_where(sheet.where):
        if name not in run.versions:
            entry = find_version(run.workspace, name, is_published=True)
            if entry.status != "published":
                raise Refusal(tr("{name} is not published; publish it before scoring with it.", name=entry.name))
            run.versions[name] = (entry, get_version(run.workspace, entry.id))
    entry, version = run.versions[name]
    sheet.answers[:] = [_as_the_scorecard_says_it(version, answer) for answer in sheet.answers]
    for answer in sheet.answers:
        with _told_where(sheet.wheres.get(answer.question_id, sheet.where)):
            check_answer(version, answer)
    with _told_where(sheet.where):
        return _add(run, sheet, entry, version)


def _as_the_scorecard_says_it(version: ScorecardVersion, answer: Answer) -> Answer:
    """Labels for ids, decimal commas, ticks in any order: other systems write the same answer otherwise."""
    question = version.question(answer.question_id)
    if question is None or answer.value is None:
        return answer
    value = read_answer(question, answer.value)
    labels = {label: cause.id for cause in question.causes_for(value) for _, label in cause.title.by_language}
    return replace(answer, value=value, root_cause=labels.get(answer.root_cause or "", answer.root_cause))


@contextmanager
def _told_where(where: str) -> Iterator[None]:
    try:
        yield
    except Refusal as refusal:
        raise Refusal(tr("{where}: {message} Nothing was taken in.", where=where, message=refusal.message)) from refusal


def _add(run: _Run, sheet: Sheet, entry: VersionEntry, version: ScorecardVersion) -> bool:
    connection = run.workspace.connection
    evaluator_id = run.people.evaluator(sheet.evaluator)
    interaction = connection.execute(
        "SELECT id, agent_id, channel FROM interactions WHERE external_id = :name OR id = :name", {"name": sheet.interaction}
    ).fetchone()
    if interaction is not None and _is_known(run, sheet, interaction["id"], evaluator_id, entry):
        return False
    if interaction is None and connection.execute("SELECT 1 FROM evaluations WHERE id = ?", [sheet.evaluation]).fetchone():
        raise Refusal(_another(sheet))
    said = run.people.agent(sheet.agent) if sheet.agent else None
    held = None if interaction is None else interaction["agent_id"]
    if said is None and held is None:
        run.no_agent += 1
    elif said is not None and held is not None and said != held:
        run.other_agent += 1
    now = run.workspace.clock.now()
    interaction_id = _new_interaction(run, sheet, entry.channel, said) if interaction is None else str(interaction["id"])
    connection.execute(
        "INSERT INTO evaluations (id, interaction_id, agent_id, evaluator_id, scorecard_version_id, sample_method, summary, "
        "created_at, batch_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            *(sheet.evaluation, interaction_id, said or held, evaluator_id, entry.id, sheet.sample_method),
            *(sheet.summary.strip() or None, now, run.batch.id),
        ],
    )
    submitted_at = now if sheet.submitted_at is None else sheet.submitted_at
    channel = (sheet.channel or entry.channel or "call") if interaction is None else str(interaction["channel"])
    asked = version.for_channel(channel)
    record_evaluation(run.workspace, sheet.evaluation, asked, sheet.answers, submitted_at=submitted_at)
    return True


def _new_interaction(run: _Run, sheet: Sheet, channel: str | None, agent_id: str | None) -> str:
    interaction_id, now = run.workspace.clock.new_id(), run.workspace.clock.now()
    run.workspace.connection.execute(
        "INSERT INTO interactions (id, external_id, channel, agent_id, batch_id, created_at) VALUES (?, ?, ?, ?, ?, ?)",
        [interaction_id, sheet.interaction, sheet.channel or channel or "call", agent_id, run.batch.id, now],
    )
    return interaction_id


def _is_known(run: _Run, sheet: Sheet, interaction_id: str, evaluator_id: str, entry: VersionEntry) -> bool:
    """Whether this very evaluation is here; the same id for another one is refused."""
    connection = run.workspace.connection
    about = (interaction_id, evaluator_id, entry.id)
    held = connection.execute(
        "SELECT interaction_id, evaluator_id, scorecard_version_id, status FROM evaluations WHERE id = ?", [sheet.evaluation]
    ).fetchone()
    if held is None:
        return _came_without_its_id(connection, sheet, about)
    if tuple(held)[:3] != about or held["status"] != "submitted":
        raise Refusal(_another(sheet))
    differing = _differing(connection, sheet.evaluation, sheet)
    if differing:
        raise Refusal(
            tr("evaluation “{id}” is known with another answer to {question}.", id=sheet.evaluation, question=differing[0])
        )
    stored = stored_answers(connection, sheet.evaluation)
    if any(stored[answer.question_id].comment != answer.comment for answer in sheet.answers if answer.question_id in stored):
        run.other_words += 1
    return True


def _another(sheet: Sheet) -> str:
    return tr("evaluation “{id}” is another one in this workspace; give it an id of its own.", id=sheet.evaluation)


def _came_without_its_id(connection: sqlite3.Connection, sheet: Sheet, about: tuple[str, str, str]) -> bool:
    """Files once came in without their ids: there, the same answers at the same time are the same evaluation."""
    rows = connection.execute(
        "SELECT id FROM evaluations WHERE interaction_id = ? AND evaluator_id = ? AND scorecard_version_id = ? "
        "AND status = 'submitted' AND purpose = 'routine' AND batch_id IS NULL AND submitted_at = ?",
        [*about, sheet.submitted_at],
    ).fetchall()
    return any(not _differing(connection, row["id"], sheet) for row in rows)


def _differing(connection: sqlite3.Connection, evaluation_id: str, sheet: Sheet) -> list[str]:
    """Questions that the file answers otherwise."""
    held = {key: (a.value, a.root_cause) for key, a in stored_answers(connection, evaluation_id).items()}
    said = {answer.question_id: (answer.value, answer.root_cause) for answer in sheet.answers if not answer.is_empty}
    return [question for question in {**said, **held} if said.get(question) != held.get(question)]


_IN_USE = (
    ("evaluations", "revision_of IN (SELECT id FROM evaluations WHERE batch_id = :batch) AND batch_id IS NOT :batch"),
    ("evaluations", "interaction_id IN (SELECT id FROM interactions WHERE batch_id = :batch) AND batch_id IS NOT :batch"),
    *(
        (table, "interaction_id IN (SELECT id FROM interactions WHERE batch_id = :batch)")
        for table in ("assignments", "calibration_items", "sample_items", "media", "utterances", "best_practices")
    ),
    *(
        (table, "evaluation_id IN (SELECT id FROM evaluations WHERE batch_id = :batch)")
        for table in ("disputes", "acknowledgements")
    ),
)


def undo_evaluations(workspace: Workspace, batch: Batch) -> Counts:
    """Take back the evaluations of a batch and the interactions made for them; refused when anything else refers to them."""
    connection = workspace.connection
    for table, uses in _IN_USE:
        used = connection.execute(f"SELECT count(*) FROM {table} WHERE {uses}", {"batch": batch.id}).fetchone()[0]
        if used:
            message = ntr(
                "batch {number} stays: {count} entry of {table} refers to its evaluations or interactions.",
                "batch {number} stays: {count} entries of {table} refer to its evaluations or interactions.",
                used,
                number=batch.number,
                table=table,
            )
            raise Refusal(message)
    made = "(SELECT id FROM evaluations WHERE batch_id = ?)"
    connection.execute(f"DELETE FROM markers WHERE evaluation_id IN {made}", [batch.id])
    connection.execute(f"DELETE FROM answers WHERE evaluation_id IN {made}", [batch.id])
    removed = connection.execute("DELETE FROM evaluations WHERE batch_id = ?", [batch.id]).rowcount
    connection.execute("DELETE FROM interactions WHERE batch_id = ?", [batch.id])
    return Counts(removed)
