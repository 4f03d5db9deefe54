"""The telephone queue by the half-hour: answered in time against the goal, how many calls, and each queue as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import N_, join_sentences, ntr, tr
from qa_desk.domain.numbers import count_text
from qa_desk.kpis.wording import amount
from qa_desk.services.report_queues import HalfHour, Queues, half_hour_records, read_queues
from qa_desk.ui.report.groups import group_rows, shortened_list
from qa_desk.ui.report.model import figure_text
from qa_desk.ui.report.page import ReportPage
from qa_desk.ui.report.question import MarkKey, filter_of
from qa_desk.ui.report.rows_card import MOST_RECORDS
from qa_desk.ui.widgets.card import Card
from qa_desk.ui.widgets.charts.rows import DotChart
from qa_desk.ui.widgets.charts.slots import Slot, SlotChart
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa_desk.domain.progress import JobContext
    from qa_desk.ui.report.question import Question
    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace

_QUEUES = 20
_NAMED = 6
_MEANINGS = {"met": "good", "not_met": "bad"}
_VERDICTS = {"met": N_("goal met"), "not_met": N_("goal not met"), "not_distinguishable": N_("goal within the interval")}


class QueuesPage(ReportPage):
    """Half-hours of the day, then the queues."""

    title = N_("Phone queues")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.card = Card(tr("Answered in time by the half-hour"))
        self.said = label("", wraps=True)
        self.chart = SlotChart(context.theme, tr("Answered in time by the half-hour"), tr("calls"))
        self.method = label("", "note", wraps=True)
        for part in (self.said, self.chart, self.method, self.hint()):
            self.card.add(part)
        self.beside = Card(tr("Service level by queue"))
        self.dots = DotChart(context.theme, tr("Service level by queue"))
        self.beside.add(self.dots)
        for card in (self.card, self.beside, self.rows):
            self.page.column.addWidget(card)
        self.page.column.addStretch(1)
        self.wire(self.chart)
        self.wire(self.dots)

    def work(self, question: Question) -> Callable[[Workspace, JobContext], object]:
        """The half-hours and the queues."""
        request = question.request()
        return lambda workspace, ctx: read_queues(workspace, request, ctx)

    def fill(self, found: object) -> None:
        """Both cards."""
        if not isinstance(found, Queues) or self.question is None:
            return
        if not found.slots:
            self.say_nothing()
            return
        self.stage.show_content()
        percent = f"{100 * found.goal:.0f}"
        name = tr("{percent}/{seconds} (half-hours with calls)", percent=percent, seconds=found.threshold_s)
        self.card.show_heading(tr("Answered in time by the half-hour"), name)
        self.said.setText(self._words(found))
        self.chart.show_slots(
            [self._slot(slot) for slot in found.slots], (100 * found.goal, tr("goal {percent} %", percent=percent))
        )
        own = (
            ""
            if found.is_own_goal
            else tr("No goal is set for the service level: {percent} % is the usual one.", percent=percent)
        )
        self.method.setText(
            join_sentences(
                (
                    tr(
                        "In time: answered within {seconds} s of entering the queue; short abandons are left out.",
                        seconds=found.threshold_s,
                    ),
                    tr("Intervals resample whole half-hours, because calls of one half-hour share their queue."),
                    tr("A hollow dot lies below the goal with its whole interval."),
                    own,
                )
            )
        )
        levels = [figure for figure in found.groups if figure.kpi == "service_level"]
        self.dots.show_rows(group_rows(levels, "queue", self.question, _QUEUES, goal=found.goal), lowest=0, highest=100)

    def _words(self, found: Queues) -> str:
        by_kpi = {figure.kpi: figure for figure in found.whole}
        whole = by_kpi.get("service_level")
        kept = tr(
            "{kept} of {all} half-hours kept the goal ({share} %).",
            kept=count_text(found.kept),
            all=count_text(found.half_hours),
            share=f"{100 * found.kept / max(1, found.half_hours):.1f}",
        )
        worst = [slot for slot in found.slots if slot.verdict == "not_met"]
        names = shortened_list([half_hour_text(slot.slot) for slot in worst], _NAMED)
        below = ntr(
            "{count} half-hour of the day lies below it beyond noise",
            "{count} half-hours of the day lie below it beyond noise",
            len(worst),
        )
        said = tr("{below}: {names}.", below=below, names=names) if worst else ""
        level = "" if whole is None else tr("Service level {figure}.", figure=figure_text(whole))
        return join_sentences((level, kept, said))

    def _slot(self, slot: HalfHour) -> Slot:
        assert self.question is not None
        request, number = self.question.request(), slot.slot
        value, low, high = (None if part is None else 100 * part for part in (slot.value, slot.low, slot.high))
        when = half_hour_text(number)
        words = tr(
            "{when}: {value} % ({low}–{high}), {calls} calls on {days}, mean wait {wait}; {verdict}",
            when=when,
            value="–" if value is None else f"{value:.1f}",
            low="–" if low is None else f"{low:.1f}",
            high="–" if high is None else f"{high:.1f}",
            calls=count_text(slot.calls),
            days=ntr("{count} day", "{count} days", slot.days),
            wait="–" if slot.wait_s is None else amount(slot.wait_s, "s"),
            verdict=tr(_VERDICTS.get(slot.verdict or "", N_("no verdict"))),
        )
        key = MarkKey(
            (filter_of("hour", str(number // 2)),),
            tr("Calls offered {when}", when=when),
            lambda workspace, _ctx: half_hour_records(workspace, request, number, MOST_RECORDS),
            "share",
        )
        label_text = f"{number // 2:02d}:{number % 2 * 30:02d}"
        return Slot(label_text, value, slot.calls, words, low, high, _MEANINGS.get(slot.verdict or ""), key)


def half_hour_text(slot: int) -> str:
    """A half-hour of the day from its beginning to its end."""
    start, end = slot * 30, (slot + 1) * 30 % 1_440
    return f"{start // 60:02d}:{start % 60:02d}–{end // 60:02d}:{end % 60:02d}"
