"""What is unusual, instead of who is first: a control chart over periods and a funnel over groups."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox

from qa_desk.domain.language import N_, join_phrases, join_sentences, ntr, tr
from qa_desk.domain.numbers import count_text
from qa_desk.kpis.catalogue import find_kpi, kpi_name
from qa_desk.kpis.wording import amount
from qa_desk.services.report_variation import CHARTS, FEWEST_PERIODS, Judgement, Variation, read_variation
from qa_desk.ui.dates import month_text, short_day_text
from qa_desk.ui.report.dimensions import dimension_name, fill_choice, known_dimensions, value_name
from qa_desk.ui.report.groups import group_key, shortened_list
from qa_desk.ui.report.model import HEADLINES, axis, figure_text, span_text
from qa_desk.ui.report.overview import period_span
from qa_desk.ui.report.page import ReportPage
from qa_desk.ui.report.question import MarkKey, filter_of_days
from qa_desk.ui.report.rows_card import MOST_RECORDS
from qa_desk.ui.widgets.card import Card
from qa_desk.ui.widgets.charts.control import Control, ControlChart
from qa_desk.ui.widgets.charts.scatter import Curve, Dot, ScatterChart
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from qa_desk.domain.progress import JobContext
    from qa_desk.kpis.figure import Figure
    from qa_desk.ui.report.question import Question
    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace

KPIS = tuple(kpi for kpi in HEADLINES if kpi not in ("ticket_volume", "ticket_backlog"))
"""KPIs that are judged by groups; counts are no achievement of anybody."""
_NAMED = 12


class VariationPage(ReportPage):
    """One KPI by period and by group."""

    title = N_("Variation")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.kpi = QComboBox()
        self.kpi.setAccessibleName(tr("KPI"))
        for kpi in KPIS:
            self.kpi.addItem(kpi_name(find_kpi(kpi)), kpi)
        self.kpi.setCurrentIndex(max(0, self.kpi.findData("csat")))
        self.kpi.activated.connect(self.ask_again)
        self.by = QComboBox()
        self.by.setAccessibleName(tr("Groups by"))
        self.by.activated.connect(self.ask_again)
        self.over_time = Card(tr("Is a period unusual?"))
        self.over_time.add_control(self.kpi)
        self.control_said = label("", wraps=True)
        self.control = ControlChart(context.theme, tr("Control chart"))
        self.control_method = label("", "note", wraps=True)
        for part in (self.control_said, self.control, self.control_method):
            self.over_time.add(part)
        self.groups = Card(tr("Is a group unusual?"))
        self.groups.add_control(self.by)
        self.funnel_said = label("", wraps=True)
        self.funnel = ScatterChart(context.theme, tr("Funnel plot"))
        self.funnel_method = label("", "note", wraps=True)
        for piece in (self.funnel_said, self.funnel, self.funnel_method, self.hint()):
            self.groups.add(piece)
        for card in (self.over_time, self.groups, self.rows):
            self.page.column.addWidget(card)
        self.page.column.addStretch(1)
        self.wire(self.control)
        self.wire(self.funnel)
        self._dimension = "agent"

    def work(self, question: Question) -> Callable[[Workspace, JobContext], object]:
        """The chosen KPI by period and by the chosen dimension."""
        kpi = str(self.kpi.currentData())
        chosen = str(self.by.currentData() or self._dimension)
        offered = known_dimensions(question.dimensions, find_kpi(kpi).relation.dimensions)
        self._dimension = fill_choice(self.by, offered, chosen)
        request, dimension = replace(question.request(), kpis=(kpi,)), self._dimension
        return lambda workspace, ctx: read_variation(workspace, request, dimension, ctx)

    def fill(self, found: object) -> None:
        """Both charts with what stands out in words."""
        if not isinstance(found, Variation) or self.question is None:
            return
        self.stage.show_content()
        name = kpi_name(find_kpi(found.whole.kpi))
        self.over_time.show_heading(name, tr("over time · {figure}", figure=figure_text(found.whole)))
        self.groups.show_heading(name, tr("by {dimension}", dimension=dimension_name(self._dimension).lower()))
        self._show_control(found)
        self._show_funnel(found)

    def _show_control(self, found: Variation) -> None:
        assert self.question is not None
        control, figures = found.control, found.control.figures
        scale, unit = axis(figures)
        points = []
        for place, figure in enumerate(figures):
            limits, is_outside = control.limits[place], place in control.outside
            label_text = month_text(figure.period) if self.question.grain == "month" else short_day_text(figure.period)  # type: ignore[arg-type]
            low, high = (None, None) if limits is None else (limits[0] / scale, limits[1] / scale)
            value = None if figure.value is None else figure.value / scale
            words = join_phrases(
                (
                    f"{label_text}: {figure_text(figure)}",
                    ""
                    if limits is None
                    else tr("limits {low} to {high}", low=amount(limits[0], figure.unit), high=amount(limits[1], figure.unit)),
                    tr("outside the limits") if is_outside else "",
                )
            )
            text = "" if figure.value is None else amount(figure.value, figure.unit)
            points.append(Control(label_text, value, text, words, low, high, is_outside, self._period_key(figure)))
        mean = None if control.mean is None else (control.mean / scale, tr("mean"))
        is_share = unit.strip() == "%"
        self.control.show_controls(points, mean, unit=unit, lowest=0, highest=100 if is_share else None)
        self._say_control(found)

    def _say_control(self, found: Variation) -> None:
        control = found.control
        if control.kind is None:
            fewer = tr(
                "Limits need {count} periods with figures, and that they vary: choose a longer period.", count=FEWEST_PERIODS
            )
            self.control_said.setText("")
            self.control_method.setText(fewer)
        else:
            outside = ntr(
                "{count} period lies outside the limits.", "{count} periods lie outside the limits.", len(control.outside)
            )
            self.control_said.setText(
                outside if control.outside else tr("No period lies outside the limits: what moves is noise.")
            )
            self.control_method.setText(tr("{method}.", method=tr(CHARTS[control.kind])))
        self.control_said.setVisible(bool(self.control_said.text()))

    def _period_key(self, figure: Figure) -> MarkKey:
        from qa_desk.services.report_facts import records_where

        assert self.question is not None
        start: date = figure.period  # type: ignore[assignment]  # every figure of a chart over time has one
        span = period_span(self.question, start)
        kpi, request = figure.kpi, replace(self.question.request(), start=span.first, end=span.last)
        filters = (filter_of_days(span.first, span.last, span_text(span)),) if span.first and span.last else ()
        return MarkKey(filters, span_text(span), lambda w, _ctx: records_where(w, kpi, request, limit=MOST_RECORDS), figure.unit)

    def _show_funnel(self, found: Variation) -> None:
        funnel = found.funnel
        shown = [one for one in funnel.groups if one.figure.standing != "counts_only"]
        scale, unit = axis([one.figure for one in shown])
        dots = [self._dot(one, found.whole, scale) for one in shown]
        curves = []
        for coverage, points in funnel.curves:
            style = "dash" if coverage < 0.99 else "dot"
            name = f"{100 * coverage:g} %"
            curves.append(Curve(tuple((n, high / scale) for n, _low, high in points), name, "muted", style))
            curves.append(Curve(tuple((n, low / scale) for n, low, _high in points), name, "muted", style))
        if funnel.target is not None and dots:
            ends = (0.0, max(dot.x for dot in dots))
            curves.append(Curve(tuple((x, funnel.target / scale) for x in ends), tr("all"), "text"))
        is_share = unit.strip() == "%"
        titles = (tr("n (records)"), kpi_name(find_kpi(found.whole.kpi)))
        self.funnel.show_dots(
            dots,
            curves,
            titles=titles,
            units=("", unit),
            lowest=(0, 0 if unit else None),
            highest=(None, 100 if is_share else None),
        )
        self._say_funnel(found, len(funnel.groups) - len(shown))

    def _dot(self, one: Judgement, whole: Figure, scale: float) -> Dot:
        assert self.question is not None
        figure = one.figure
        name = value_name(self._dimension, figure.group.get(self._dimension))
        better = {"up": "high", "down": "low"}.get(figure.direction)
        meaning = None if one.side is None else "watch" if better is None else "good" if one.side == better else "bad"
        standing = tr("not judged") if one.adjusted is None else tr("p = {p} for all groups", p=f"{one.adjusted:.3f}")
        sides = {"high": tr("above what its size explains"), "low": tr("below what its size explains")}
        words = join_phrases((f"{name}: {figure_text(figure)}", standing, sides.get(one.side or "", "")))
        key = group_key(figure, self._dimension, self.question)
        return Dot(figure.n, (figure.value or 0.0) / scale, name, words, 4.0, meaning, key)

    def _say_funnel(self, found: Variation, few: int) -> None:
        funnel = found.funnel
        standing = sorted((one for one in funnel.groups if one.side), key=lambda one: one.adjusted or 0.0)
        names = [value_name(self._dimension, one.figure.group.get(self._dimension)) for one in standing]
        if not funnel.judged:
            self.funnel_said.setText(tr("No group has enough records to be judged."))
        elif not standing:
            self.funnel_said.setText(tr("No group stands out: the differences are what chance and size explain."))
        else:
            listed = shortened_list([*sorted(names[:_NAMED], key=str.casefold), *names[_NAMED:]], _NAMED)
            count = ntr(
                "{count} of {all} groups stands out",
                "{count} of {all} groups stand out",
                len(standing),
                all=count_text(funnel.judged),
            )
            self.funnel_said.setText(tr("{count}: {names}.", count=count, names=listed))
        wider = (
            tr("Groups differ more than chance alone: the limits are widened by {width}.", width=f"{funnel.width:.2f}")
            if funnel.width > 1
            else ""
        )
        left = ntr("{count} group with too few records is not drawn.", "{count} groups with too few records are not drawn.", few)
        method = tr(
            "Limits hold 95 % and 99.8 % of groups like all others; who stands out is corrected for the number of groups "
            "(Benjamini–Hochberg, 5 %)."
        )
        self.funnel_method.setText(join_sentences((method, wider, left if few else "")))
