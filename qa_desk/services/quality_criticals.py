"""Critical errors: how many transactions are free of them, where they happened, and how many an agent had."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from qa_desk.domain.coaching import CriticalError, CriticalLine, Measure
from qa_desk.domain.question_kinds.kind import QuestionKind
from qa_desk.domain.scorecard import CRITICAL_CLASSES, CriticalClass
from qa_desk.services.quality import language_in_force, measure, share_measure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qa_desk.domain.scorecard import Question
    from qa_desk.services.coaching_evidence import Centre
    from qa_desk.services.quality import Card, Scored
    from qa_desk.workspace.workspace import Workspace


def critical_lines(scored: Sequence[Scored], centre: Centre) -> tuple[tuple[CriticalLine, ...], tuple[CriticalError, ...]]:
    """Evaluations free of critical errors by class (random samples; unit: the transaction), and every error, newest first."""
    sample = [item for item in scored if item.evaluation.is_estimating]
    lines, errors = [], []
    for critical in CRITICAL_CLASSES:
        states = [state for item in sample if (state := item.score.critical[critical]).applicable]
        accurate = sum(not state.errors for state in states)
        if states:
            lines.append(CriticalLine(critical.value, accurate, len(states), share_measure(accurate, len(states))))
        errors += [error for item in scored for error in _errors(item, critical, centre)]
    return tuple(lines), tuple(sorted(errors, key=lambda error: error.moment.on, reverse=True))


def critical_bound(scored: Sequence[Scored]) -> Measure | None:
    """What a spotless random sample still allows: none in five is not none; None where there was an error or nothing applied."""
    from qa_desk.statistics.proportions import zero_failure_bound

    states = [[item.score.critical[critical] for critical in CRITICAL_CLASSES] for item in scored]
    if any(state.errors for each in states for state in each):
        return None
    drawn = [each for item, each in zip(scored, states, strict=True) if item.evaluation.is_estimating]
    applied = sum(any(state.applicable for state in each) for each in drawn)
    return measure(zero_failure_bound(applied)) if applied else None


def _errors(item: Scored, critical: CriticalClass, centre: Centre) -> list[CriticalError]:
    language = language_in_force()
    found = []
    for question_id in item.score.critical[critical].errors:
        question = item.card.definition.question(question_id)
        if question is not None:
            comment = item.evaluation.answers[question_id].comment
            title = question.label(language)
            found.append(CriticalError(critical.value, question_id, title, centre.moment(item.evaluation), comment))
    return found


_COUNTS = """
SELECT coalesce(e.agent_id, i.agent_id) AS agent, count(DISTINCT e.id)
FROM current_evaluations e JOIN interactions i ON i.id = e.interaction_id JOIN answers a ON a.evaluation_id = e.id
LEFT JOIN (SELECT agent_id, max(held_on) AS day FROM coaching_sessions GROUP BY agent_id) talk
  ON talk.agent_id = coalesce(e.agent_id, i.agent_id)
WHERE (talk.day IS NULL OR date(e.submitted_at, 'unixepoch') >= talk.day)
  AND coalesce(i.started_at, e.submitted_at) >= ? AND coalesce(i.started_at, e.submitted_at) < ?
  AND e.sample_method <> 'calibration'
  AND e.scorecard_version_id || char(31) || a.question_id || char(31) || a.value IN (SELECT value FROM json_each(?))
GROUP BY 1
"""


def critical_error_counts(workspace: Workspace, centre: Centre) -> dict[str, int]:
    """Evaluations with a critical error by agent, however drawn, that no talk has been held since: one is a reason to talk."""
    start, end = centre.span.instants(centre.zone)
    failing = critical_answers(workspace, centre.cards.values())
    return dict(workspace.connection.execute(_COUNTS, [start, end, json.dumps(failing)]).fetchall())


def critical_answers(workspace: Workspace, cards: Iterable[Card]) -> list[str]:
    """Every answer that is a critical error: version, question and answer, with the unit separator between them."""
    return [
        "\x1f".join((card.id, question.id, answer))
        for card in cards
        for question in card.definition.questions()
        if question.critical is not CriticalClass.NONE
        for answer in _failing_answers(workspace, card.id, question)
    ]


def _failing_answers(workspace: Workspace, version_id: str, question: Question) -> Iterable[str]:
    """The answers that are an error: listed for a choice; ticks and numbers are looked up among those that were given."""
    if question.kind is QuestionKind.CHOICE:
        return question.fail
    given = workspace.connection.execute(
        "SELECT DISTINCT a.value FROM answers a JOIN evaluations e ON e.id = a.evaluation_id "
        "WHERE e.scorecard_version_id = ? AND a.question_id = ? AND a.value IS NOT NULL",
        [version_id, question.id],
    )
    return [value for (value,) in given if question.is_error(value)]
