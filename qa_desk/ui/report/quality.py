"""QA against KPIs: which question goes with which outcome, by agent and by contact, each look with its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import N_, join_phrases, join_sentences, ntr, tr
from qa_desk.domain.numbers import count_text
from qa_desk.services.report_qa import FEWEST_PAIRS, SIGNIFICANT, Look, Pair, QaAgainstKpis, read_qa_against_kpis
from qa_desk.ui.report.groups import shortened_list
from qa_desk.ui.report.model import time_axis
from qa_desk.ui.report.page import ReportPage
from qa_desk.ui.report.question import MarkKey, filter_of
from qa_desk.ui.widgets.buttons import Choice, Segments
from qa_desk.ui.widgets.card import Card
from qa_desk.ui.widgets.charts.scatter import Dot, ScatterChart, radius_of
from qa_desk.ui.widgets.rows_model import Column
from qa_desk.ui.widgets.table import DataTable
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa_desk.domain.progress import JobContext
    from qa_desk.kpis.figure import Records
    from qa_desk.statistics.estimate import Estimate
    from qa_desk.ui.report.question import Question
    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace

_LEVELS = {"agents": N_("By agent"), "contacts": N_("By contact")}
_TABLE_HEIGHT = 360
_NAMED = 12
_FIRST = 6


class QualityPage(ReportPage):
    """A table of all looks, and the scatter of the one that is chosen."""

    title = N_("QA and KPIs")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.level = Segments([Choice(key, tr(name)) for key, name in _LEVELS.items()], tr("Level"), can_be_empty=False)
        self.level.show_value("agents")
        self.level.chosen.connect(self._choose_level)
        self.card = Card(tr("What goes with what"))
        self.card.add_control(self.level)
        self.said, self.alone, self.method = label("", wraps=True), label("", "muted", wraps=True), label("", "note", wraps=True)
        self.looks = self.table = DataTable(context.theme, _columns(), tr("Questions against outcomes"))
        self.table.setMinimumHeight(context.theme.size(_TABLE_HEIGHT))
        self.table.selected.connect(self._show_look)
        for part in (self.said, self.alone, self.table, self.method):
            self.card.add(part)
        self.beside = Card("")
        self.scatter = ScatterChart(context.theme, tr("One question against one outcome"))
        self.sizes = label("", "note", wraps=True)
        self.beside.add(self.scatter)
        self.beside.add(self.sizes)
        self.beside.add(self.hint())
        for card in (self.card, self.beside, self.rows):
            self.page.column.addWidget(card)
        self.page.column.addStretch(1)
        self.wire(self.scatter)
        self._found: QaAgainstKpis | None = None

    def work(self, question: Question) -> Callable[[Workspace, JobContext], object]:
        """All looks of the chosen level."""
        request, level = question.request(), str(self.level.value)
        return lambda workspace, ctx: read_qa_against_kpis(workspace, request, level, ctx)

    def fill(self, found: object) -> None:
        """Words, table, the strongest look as a scatter."""
        if not isinstance(found, QaAgainstKpis):
            return
        if not found.evaluations and not found.left_out:
            self.say_nothing()
            return
        self._found = found
        self.stage.show_content()
        drawn = ntr("{count} evaluation drawn at random", "{count} evaluations drawn at random", found.evaluations)
        aside = ntr("{count} other left out", "{count} others left out", found.left_out) if found.left_out else ""
        self.card.show_heading(tr("What goes with what"), join_phrases((drawn, aside)))
        self._say(found)
        self.looks.show_rows(found.looks)
        self.looks.setVisible(bool(found.looks))
        self.beside.setVisible(bool(found.looks))
        if found.looks:
            self.looks.select(found.looks[0])
            self._show_look(found.looks[0])

    def _say(self, found: QaAgainstKpis) -> None:
        hits = [look for look in found.looks if look.is_found]
        if not found.looked:
            one = tr("Nothing can be said: a look needs {count} agents with 5 evaluations and a figure each.", count=FEWEST_PAIRS)
            other = tr("Nothing can be said: a look needs {count} evaluated contacts whose outcome is known.", count=FEWEST_PAIRS)
            self.said.setText(one if found.level == "agents" else other)
        elif not hits:
            self.said.setText(tr("Nothing goes with anything beyond noise, in {count} looks.", count=found.looked))
        else:
            named = [
                tr(
                    "{question} with {outcome}: {rho}",
                    question=look.measure_name,
                    outcome=look.outcome_name,
                    rho=_rho_text(look.spearman),
                )
                for look in hits
            ]
            listed = shortened_list(named, _FIRST)
            self.said.setText(
                tr(
                    "{found} of {looked} looks go together beyond noise: {list}.",
                    found=len(hits),
                    looked=found.looked,
                    list=listed,
                )
            )
        alone = found.without_outcome
        names = shortened_list([_alone_text(*one) for one in alone], _NAMED)
        count = ntr("{count} question goes with no outcome here", "{count} questions go with no outcome here", len(alone))
        self.alone.setText(tr("{count}: {names}.", count=count, names=names) if alone else "")
        self.alone.setVisible(bool(alone))
        self.method.setText(_method(found))

    def _choose_level(self, _value: object) -> None:
        self.ask_again()

    def _show_look(self, look: object) -> None:
        if not isinstance(look, Look) or self._found is None:
            return
        values = [pair.y for pair in look.pairs]
        scale, unit = time_axis(max(values, default=0.0)) if look.unit == "s" else (1.0, " %" if look.unit == "share" else "")
        most = max((pair.n for pair in look.pairs), default=1)
        dots = [self._dot(look, pair, scale, most) for pair in look.pairs]
        titles = (tr("{question} (0–100)", question=look.measure_name), look.outcome_name)
        self.beside.show_heading(
            tr("{question} against {outcome}", question=look.measure_name, outcome=look.outcome_name),
            tr(
                "Spearman {spearman} · Pearson {pearson} · n = {n}",
                spearman=_rho_text(look.spearman),
                pearson=_rho_text(look.pearson),
                n=len(look.pairs),
            ),
        )
        lowest = 0 if look.unit in ("s", "share", "score", "per_record") else None
        highest = 100 if look.unit in ("share", "score") else None
        self.scatter.show_dots(dots, titles=titles, units=("", unit), lowest=(None, lowest), highest=(100, highest))
        one = tr(
            "A point is an agent, as large as the number of evaluations ({least} to {most}).",
            least=min((p.n for p in look.pairs), default=0),
            most=most,
        )
        self.sizes.setText(one if self._found.level == "agents" else tr("A point is one evaluated contact."))

    def _dot(self, look: Look, pair: Pair, scale: float, most: int) -> Dot:
        is_agent = pair.contact is None
        words = tr(
            "{name}: {question} {x}, {outcome} {y}, {n}",
            name=pair.name,
            question=look.measure_name,
            x=f"{pair.x:.1f}",
            outcome=look.outcome_name,
            y=f"{pair.y / scale:.4g}",
            n=ntr("{count} evaluation", "{count} evaluations", pair.n) if is_agent else pair.agent,
        )
        key = MarkKey(
            (filter_of("agent", pair.agent, pair.name),) if is_agent else (),
            tr("Evaluations of {name}", name=pair.name) if is_agent else tr("Evaluation of {contact}", contact=pair.name),
            self._reading(pair),
            "score",
        )
        return Dot(pair.x, pair.y / scale, pair.name, words, radius_of(pair.n, most) if is_agent else 4.0, None, key)

    def _reading(self, pair: Pair) -> Callable[[Workspace, JobContext], Records]:
        from dataclasses import replace

        from qa_desk.services.report_qa import evaluations_of

        assert self.question is not None
        request = self.question.request()
        if pair.contact is None:
            request = replace(request, where=(*(one for one in request.where if one[0] != "agent"), ("agent", pair.agent)))
        return lambda workspace, _ctx: evaluations_of(workspace, request, pair.contact)


def _alone_text(name: str, least: float | None) -> str:
    return name if least is None else tr("{name} (±{least} would have shown)", name=name, least=f"{least:.2f}")


def _method(found: QaAgainstKpis) -> str:
    corrected = tr(
        "Spearman's ρ (order) and Pearson's r (line) with 95 % intervals; p is Spearman's, corrected for {count} looks (Holm); "
        "below {level} it is called found.",
        count=found.looked,
        level=SIGNIFICANT,
    )
    caution = (
        tr("Agents with high scores may differ in much else: going together is no cause.")
        if found.level == "agents"
        else tr("Contacts of one agent are alike, so that the intervals are somewhat too narrow; and going together is no cause.")
    )
    return join_sentences((corrected, caution))


def _rho_text(estimate: Estimate) -> str:
    if estimate.value is None:
        return "–"
    value = f"{estimate.value:+.2f}".replace("-", "−")
    if estimate.low is None or estimate.high is None:
        return value
    low, high = (f"{end:+.2f}".replace("-", "−") for end in (estimate.low, estimate.high))
    return tr("{value} ({low} to {high})", value=value, low=low, high=high)


def _columns() -> list[Column]:
    return [
        Column(tr("Question"), lambda look: look.measure_name, width=230),
        Column(tr("Outcome"), lambda look: look.outcome_name, width=230),
        Column(tr("n"), lambda look: len(look.pairs), count_text, is_number=True, width=60),
        Column(tr("Spearman"), lambda look: _rho_text(look.spearman), width=220),
        Column(tr("Pearson"), lambda look: _rho_text(look.pearson), width=220),
        Column(tr("p, corrected"), lambda look: look.adjusted, _p_text, is_number=True, width=100),
        Column(tr("Reading"), _reading_text, width=0, least=200),
    ]


def _p_text(p: float | None) -> str:
    return "" if p is None else "< 0.001" if p < 0.001 else f"{p:.3f}"


def _reading_text(look: Look) -> str:
    if look.adjusted is None:
        few = len(look.pairs) < FEWEST_PAIRS
        return tr("too few pairs") if few else tr("one side does not vary")
    if look.is_found:
        rises = (look.spearman.value or 0.0) > 0
        return tr("higher with higher") if rises else tr("lower with higher")
    if look.detectable is not None:
        return tr("nothing beyond noise; ±{least} would have shown", least=f"{look.detectable:.2f}")
    return tr("nothing beyond noise")
