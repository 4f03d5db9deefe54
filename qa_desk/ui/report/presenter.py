"""The state of the whole report: which days, team, channel and filters; and what the workspace can be asked by."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from qa_desk.domain.language import N_, tr
from qa_desk.domain.periods import Span
from qa_desk.ui.report.model import PERIOD_CHOICES, grain
from qa_desk.ui.report.question import DAYS, Filter, Question, added, narrowed
from qa_desk.ui.report.reader import Reader

if TYPE_CHECKING:
    from qa_desk.domain.progress import JobContext
    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace

COMPARISONS = {"previous": N_("against the period before"), "year": N_("against the same period last year")}


@dataclass(frozen=True, slots=True)
class Selection:
    """What the person asked for."""

    period: str = "weeks13"
    team: str | None = None
    channel: str | None = None
    compare: str = "previous"
    filters: tuple[Filter, ...] = ()


class ReportPresenter(QObject):
    """Turns the selection into a `Question`, which the page in sight then reads the answer to."""

    loading = Signal()
    asked = Signal(object)
    """The `Question`."""
    failed = Signal(str)
    """The one line to say."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.selection = Selection()
        self.question: Question | None = None
        self._reader = Reader(context, tr("Figures"), self)
        self._reader.loading.connect(self.loading)
        self._reader.loaded.connect(self._take)
        self._reader.failed.connect(self.failed)

    def load(self) -> None:
        """Ask anew what there is, and then everything."""
        selection, reader_id = self.selection, self._context.evaluator_id
        self._reader.read(lambda workspace, ctx: read_question(workspace, selection, ctx, reader_id))

    def choose(self, **changes: object) -> None:
        """Another period, team, channel, comparison or other filters."""
        changed = replace(self.selection, **changes)  # type: ignore[arg-type]  # fields by name
        if changed != self.selection:
            self.selection = changed
            self.load()

    def add_filters(self, more: tuple[Filter, ...]) -> None:
        """Look at everything by some more values; a filter by team or channel takes the place of the choice in the head."""
        given = {one.dimension for one in more}
        self.choose(
            filters=added(self.selection.filters, more),
            team=None if "team" in given else self.selection.team,
            channel=None if "channel" in given else self.selection.channel,
        )

    def _take(self, question: Question) -> None:
        self.question = question
        self.asked.emit(question)


def read_question(workspace: Workspace, selection: Selection, ctx: JobContext, reader_id: str | None = None) -> Question:
    """The days of a selection, and what filters and groups the workspace offers."""
    from qa_desk.kpis.figure import Request
    from qa_desk.services.centre_time import figures_day
    from qa_desk.services.kpis import scopes
    from qa_desk.services.report_facts import dimensions_with_data, report_facts
    from qa_desk.services.sampling_raters import count_unseen
    from qa_desk.workspace.settings import get_setting

    offered = scopes(workspace, ctx)
    ctx.raise_if_cancelled()
    with report_facts(workspace, Request(), ctx) as facts:
        dimensions = dimensions_with_data(facts)
    span = narrowed(_span(selection.period, offered["days"], figures_day(workspace)), selection.filters)
    return Question(
        span,
        grain(span),
        selection.compare,
        _where(selection),
        str(get_setting(workspace, "timezone")),
        dimensions,
        tuple(offered["team"]),
        tuple(offered["channel"]),
        not offered["days"],
        reader_id,
        count_unseen(workspace, reader_id),
    )


def _span(period: str, days: list[str], last: date) -> Span:
    if not days:
        return Span()
    first = date.fromisoformat(days[0])
    return next(choice.span(first, last) for choice in PERIOD_CHOICES if choice.key == period)


def _where(selection: Selection) -> tuple[tuple[str, str], ...]:
    chosen = {"team": selection.team, "channel": selection.channel}
    chosen.update((one.dimension, one.value) for one in selection.filters if one.dimension != DAYS)
    return tuple((name, value) for name, value in chosen.items() if value is not None)
