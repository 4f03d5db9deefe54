"""Tables that leave the workspace: every evaluation with one row an answer, and key figures with their intervals."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from qa_desk.domain.language import tr
from qa_desk.domain.progress import Quiet
from qa_desk.services.quality import language_in_force, load_cards
from qa_desk.workspace.evaluation_files import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qa_desk.domain.coaching_span import Span
    from qa_desk.domain.progress import JobContext
    from qa_desk.domain.scorecard import Question
    from qa_desk.exports.tables import Cell
    from qa_desk.kpis.figure import Figure, Request
    from qa_desk.workspace.workspace import Workspace

ANSWER_COLUMNS = (
    *COLUMNS,
    *("question_title", "answer_label", "root_cause_label", "evidence", "untouched"),
    *("final", "before_autofail", "shown", "passed", "started_at"),
)
"""What `evaluate add` reads; the same in words, with the evidence an answer was taken from, and whether it was set beforehand and
never touched; then what the answers came to ("a/b" is exact) and when the contact took place."""

_ANSWERS = """
SELECT e.id AS evaluation, ifnull(i.external_id, i.id) AS interaction, i.channel, g.name AS agent,
  v.name AS evaluator, s.key AS scorecard, c.number AS version, e.submitted_at, e.sample_method, e.summary,
  a.question_id AS question, a.value AS answer, a.comment, a.root_cause, a.origin, a.is_preset, e.scorecard_version_id,
  e.final, e.before_autofail, e.shown, e.passed, i.started_at
FROM current_evaluations e
JOIN interactions i ON i.id = e.interaction_id
JOIN evaluators v ON v.id = e.evaluator_id
JOIN scorecard_versions c ON c.id = e.scorecard_version_id
JOIN scorecards s ON s.id = c.scorecard_id
JOIN answers a ON a.evaluation_id = e.id
LEFT JOIN agents g ON g.id = coalesce(e.agent_id, i.agent_id)
WHERE :start IS NULL OR (coalesce(i.started_at, e.submitted_at) >= :start AND coalesce(i.started_at, e.submitted_at) < :end)
ORDER BY coalesce(i.started_at, e.submitted_at), e.id, a.question_id
"""


def export_evaluations(workspace: Workspace, path: Path, span: Span | None = None, context: JobContext | None = None) -> int:
    """Write the evaluations in force, one row an answer, to .csv or .xlsx; how many rows."""
    from qa_desk.exports.tables import write_table

    total = workspace.connection.execute("SELECT count(*) FROM answers").fetchone()[0]
    rows = _answer_rows(workspace, span)
    return write_table(path, tr("Evaluations"), ANSWER_COLUMNS, rows, total, context or Quiet())


def _answer_rows(workspace: Workspace, span: Span | None) -> Iterator[tuple[Cell, ...]]:
    from qa_desk.services.centre_time import zone_of

    start, end = span.instants(zone_of(workspace)) if span else (None, None)
    language = language_in_force()
    questions = {
        (card.id, question.id): question for card in load_cards(workspace).values() for question in card.definition.questions()
    }
    for row in workspace.connection.execute(_ANSWERS, {"start": start, "end": end}):
        question = questions.get((row["scorecard_version_id"], row["question"]))
        yield (
            row["evaluation"],
            row["interaction"],
            row["channel"],
            row["agent"],
            row["evaluator"],
            row["scorecard"],
            row["version"],
            _instant(row["submitted_at"]),
            row["sample_method"],
            row["summary"],
            row["question"],
            row["answer"],
            row["comment"],
            row["root_cause"],
            question.label(language) if question else None,
            question.answer_label(row["answer"], language) if question else None,
            _cause_label(question, row["answer"], row["root_cause"], language) if question else None,
            row["origin"],
            1 if row["is_preset"] else None,
            row["final"],
            row["before_autofail"],
            row["shown"],
            row["passed"],
            _instant(row["started_at"]),
        )


def _cause_label(question: Question, answer: str | None, cause_id: str | None, language: str) -> str | None:
    causes = (*question.causes_for(answer), *question.root_causes)
    return next((cause.label(language) for cause in causes if cause.id == cause_id), cause_id)


def export_kpis(workspace: Workspace, path: Path, request: Request, context: JobContext | None = None) -> int:
    """Write figures with everything that an honest reading needs to .csv or .xlsx; how many rows."""
    from qa_desk.exports.tables import write_table
    from qa_desk.services.kpis import catalogue, figures

    context = context or Quiet()
    names = {info.id: info.name for info in catalogue()}
    found = figures(workspace, request, context)
    by = list(dict.fromkeys(name for figure in found for name in figure.group))
    header = ["kpi", "name", *by, "period", *_FIGURE_COLUMNS]
    rows = (_figure_row(figure, names, by) for figure in found)
    return write_table(path, tr("Key figures"), header, rows, len(found), context)


_FIGURE_COLUMNS = (
    "unit", "direction", "value", "low", "high", "interval", "n", "numerator", "denominator", "excluded", "censored", "previous",
    "previous_n", "change", "change_low", "change_high", "goal", "goal_verdict", "standing", "note",
)  # fmt: skip


def _figure_row(figure: Figure, names: dict[str, str], by: list[str]) -> tuple[Cell, ...]:
    return (
        figure.kpi,
        names.get(figure.kpi, figure.kpi),
        *(figure.group.get(name) for name in by),
        figure.period.isoformat() if figure.period else None,
        *(getattr(figure, column) for column in _FIGURE_COLUMNS),
    )


def _instant(seconds: int | None) -> str | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).isoformat()
