"""What a number of evaluations tells, in sentences and a small table: interval, rare errors, real change, how many would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDoubleSpinBox, QFormLayout, QSizePolicy

from qa_desk.domain.language import ntr, tr
from qa_desk.domain.numbers import count_text
from qa_desk.ui.assign.model import yield_columns
from qa_desk.ui.assign.presenter import Aim
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import Choice, Segments, button
from qa_desk.ui.widgets.card import Card
from qa_desk.ui.widgets.table import DataTable
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.services.sampling_plan import OpenDecision, Plan, Yield
    from qa_desk.ui.theme import Theme

_FEW = 8
"""Up to so many evaluations, a mean says more about the contacts than about the agent."""
_TABLE_HEIGHT = 372


class TellsCard(Card):
    """`show_plan` writes it."""

    aim_changed = Signal(object)
    """`Aim`"""
    undecided_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(tr("What it tells"))
        self.about = Segments(
            [
                Choice(False, tr("How agents work"), tr("The process behind the contacts: no end to them")),
                Choice(True, tr("These contacts"), tr("Only the contacts of this period, which can be counted")),
            ],
            tr("About"),
            can_be_empty=False,
        )
        self.points = _decimal(tr("Mean score within"), 0.5, 50, tr(" points"))
        self.share = _decimal(tr("Pass rate within"), 1, 50, tr(" points"))
        self.rare = _decimal(tr("Rare error"), 0.1, 50, tr(" %"))
        self.each, self.together, self.needed, self.caution, self.basis, self.undecided = (
            label("", kind, wraps=True) for kind in (None, None, None, "note", "note", "note")
        )
        self.table = DataTable(theme, yield_columns(), tr("What usual numbers of evaluations tell"), has_filter=False)
        self.table.setFixedHeight(theme.size(_TABLE_HEIGHT))
        self.focus = button(tr("Draw for these agents"), self.undecided_asked.emit, role="link")
        self._lay_out()
        self.show_aim(Aim())
        self.about.chosen.connect(self._tell)
        for field in (self.points, self.share, self.rare):
            field.valueChanged.connect(self._tell)

    def _lay_out(self) -> None:
        self.add(self.about)
        for line in (self.each, self.together, self.needed):
            self.add(line)
        aims = QFormLayout()
        aims.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        aims.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        aims.setHorizontalSpacing(Space.M)
        aims.setVerticalSpacing(Space.S)
        for text, field in ((tr("Mean ±"), self.points), (tr("Pass rate ±"), self.share), (tr("Rare error"), self.rare)):
            aims.addRow(text, field)
        self.add_layout(aims)
        self.add(self.caution)
        self.add(self.undecided)
        self.add(self.focus)
        self.add(self.table)
        self.add(self.basis)

    def show_aim(self, aim: Aim) -> None:
        """Write what one wants to know, without telling anybody."""
        self.blockSignals(True)
        self.about.show_value(aim.is_finite)
        self.points.setValue(aim.points)
        self.share.setValue(100 * aim.share)
        self.rare.setValue(100 * aim.rare)
        self.blockSignals(False)

    def show_plan(self, plan: Plan, *, speaks: bool = True) -> None:
        """Say it; of picks that stand for nothing but themselves (`speaks` False), say that."""
        question, assumptions = plan.question, plan.assumptions
        self.each.setText(tr("An agent ({n}): {yield_}", n=count_text(plan.each.n), yield_=_yield_words(plan.each)))
        self.together.setText(
            tr("All together ({n}): {yield_}", n=count_text(plan.together.n), yield_=_yield_words(plan.together))
        )
        self.needed.setText(_needed_words(plan))
        self.caution.setText(
            tr("So few describe these contacts, not the agent: judge teams by the month, agents by a rolling quarter.")
        )
        self.caution.setVisible(speaks and plan.each.n <= _FEW and not question.is_finite)
        if not speaks:
            self.each.setText(tr("Targeted picks serve coaching. They stand for nothing but themselves, so no figure follows."))
        for line in (self.together, self.needed):
            line.setVisible(speaks)
        self.table.show_rows(plan.quotas)
        sd, percent = f"{assumptions.sd:.1f}", round(100 * assumptions.pass_rate)
        if assumptions.evaluations:
            n = count_text(assumptions.evaluations)
            measured = tr(
                "Measured on {n} evaluations: spread within an agent {sd} points, {percent} % pass.", n=n, sd=sd, percent=percent
            )
            self.basis.setText(measured)
        else:
            self.basis.setText(
                tr("Not measured yet: reckoned with a spread of {sd} points, {percent} % pass.", sd=sd, percent=percent)
            )

    def show_undecided(self, undecided: Sequence[OpenDecision]) -> None:
        """Where spare evaluations help."""
        self.undecided.setText(
            ntr(
                "{count} agent is undecided against the goal: more evaluations may change that.",
                "{count} agents are undecided against the goal: more evaluations may change that.",
                len(undecided),
            )
        )
        self.undecided.setVisible(bool(undecided))
        self.focus.setVisible(bool(undecided))

    @property
    def aim(self) -> Aim:
        """What one wants to know, as it stands."""
        return Aim(self.points.value(), self.share.value() / 100, self.rare.value() / 100, is_finite=bool(self.about.value))

    def _tell(self, _value: object = None) -> None:
        self.aim_changed.emit(self.aim)


def _yield_words(found: Yield) -> str:
    parts = []
    if found.mean_half_width is not None:
        parts.append(tr("mean ± {points} points", points=count_text(found.mean_half_width, 1)))
    if found.pass_low is not None and found.pass_high is not None:
        low, high = f"{100 * found.pass_low:.0f}", f"{100 * found.pass_high:.0f}"
        parts.append(
            tr("pass rate {x} of {n}: {low}–{high} %", x=count_text(found.passes), n=count_text(found.n), low=low, high=high)
        )
    parts.append(tr("rare error seen with {percent} %", percent=f"{100 * found.chance_to_see:.0f}"))
    if found.detectable_change is not None:
        parts.append(tr("changes from {points} points are real", points=count_text(found.detectable_change, 1)))
    return " · ".join(parts)


def _needed_words(plan: Plan) -> str:
    see = "–" if plan.needed_to_see is None else count_text(plan.needed_to_see)
    return tr(
        "Needed an agent: {mean} for the mean, {share} for the pass rate, {see} to see the rare error with 95 %.",
        mean=count_text(plan.needed_for_mean),
        share=count_text(plan.needed_for_share),
        see=see,
    )


def _decimal(name: str, least: float, most: float, suffix: str) -> QDoubleSpinBox:
    made = QDoubleSpinBox()
    made.setRange(least, most)
    made.setDecimals(1)
    made.setSuffix(suffix)
    made.setAccessibleName(name)
    made.setKeyboardTracking(False)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    made.lineEdit().setTextMargins(Space.S, 0, 0, 0)
    return made
