"""Exports that leave the workspace for coaching: the workbook of a team, and one row an answer of every evaluation."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa_desk.domain.coaching import EvaluationLine
from qa_desk.domain.coaching_span import Span, trend_buckets
from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.domain.progress import Quiet
from qa_desk.services.centre_time import usual_span
from qa_desk.services.coaching import coaching_pages, team_view
from qa_desk.services.people import agent_ids, list_teams
from qa_desk.services.quality import language_in_force, load_cards, load_evaluations
from qa_desk.services.sampling_raters import owed_blind

if TYPE_CHECKING:
    from collections.abc import Sequence, Set
    from pathlib import Path

    from qa_desk.domain.progress import JobContext
    from qa_desk.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote."""

    path: Path
    pages: int
    evaluations: int


def export_coaching(
    workspace: Workspace,
    path: Path,
    *,
    agents: Sequence[str] = (),
    team: str | None = None,
    span: Span | None = None,
    context: JobContext | None = None,
    reader_id: str | None = None,
) -> Exported:
    """Write the coaching workbook of some agents (by any name they go by), of a team, or of everybody.

    What the reader, an evaluator, is still to score blind is left out, as on their screen.

    Refused when a name or the team is unknown, or when there is nobody to write about.
    """
    from qa_desk.exports.coaching_workbook import CoachingBook, write_coaching_workbook

    context = context or Quiet()
    span = span or usual_span(workspace)
    wanted = [_agent(workspace, name) for name in agents]
    if team is not None and team not in list_teams(workspace):
        known = ", ".join(list_teams(workspace)) or tr("none")
        raise Refusal(tr("{team}: there is no such team; the teams: {known}.", team=team, known=known))
    view = team_view(workspace, team, span, context, reader_id)
    if wanted:
        view = replace(view, lines=tuple(line for line in view.lines if line.agent.id in wanted))
    order = [line.agent.id for line in view.lines]
    if not order:
        raise Refusal(tr("There is nobody to write about: import a roster or evaluations first."))
    evaluations = evaluation_lines(workspace, order, span, owed_blind(workspace, reader_id))
    book = CoachingBook(
        view=view,
        pages=coaching_pages(workspace, order, span, context, {line.agent.id: line.kpis for line in view.lines}, reader_id),
        page_count=len(order),
        evaluations=evaluations,
        made_at=workspace.clock.now(),
    )
    pages = write_coaching_workbook(path, book, context)
    return Exported(path, pages, sum(len(lines) for lines in evaluations.values()))


def evaluation_lines(
    workspace: Workspace, order: Sequence[str], span: Span, unseen: Set[str] = frozenset()
) -> dict[str, list[EvaluationLine]]:
    """The evaluations of the trend's months by agent, in the order given; none of the contacts in `unseen`."""
    language, cards = language_in_force(), load_cards(workspace)
    names = dict(workspace.connection.execute("SELECT id, name FROM agents").fetchall())
    window = Span(min(trend_buckets(span)[0].first, span.first), span.last)
    found: defaultdict[str, list[EvaluationLine]] = defaultdict(list)
    for evaluation in load_evaluations(workspace, window, order, with_answers=False, unseen=unseen):
        card = cards[evaluation.version_id]
        found[evaluation.agent_id].append(
            EvaluationLine(
                agent=names[evaluation.agent_id],
                on=evaluation.on,
                reference=evaluation.reference,
                channel=evaluation.channel,
                scorecard=f"{card.definition.label(language)} v{card.number}",
                evaluator=evaluation.evaluator,
                sample_method=evaluation.sample_method,
                counts=evaluation.is_estimating and evaluation.final is not None,
                final=None if evaluation.final is None else float(evaluation.final),
                before_autofail=None if evaluation.before_autofail is None else float(evaluation.before_autofail),
                passed=evaluation.passed,
            )
        )
    return {agent_id: found.get(agent_id, []) for agent_id in order}


def _agent(workspace: Workspace, name: str) -> str:
    found = agent_ids(workspace).get(name.casefold())
    if found is None:
        raise Refusal(tr("{agent}: there is no such agent.", agent=name))
    return found
