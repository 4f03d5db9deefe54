"""What the answers say together: how well the group agrees, and who leans which way, each with a reading in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from qa_desk.domain.calibration_text import benchmark_words, percent_words, share_words
from qa_desk.domain.language import ntr, tr
from qa_desk.ui.calibrate.model import (
    COEFFICIENTS,
    coefficient_words,
    evaluator_columns,
    evaluator_rows,
    has_coefficients,
    points_words,
    question_columns,
    question_rows,
    section_columns,
    section_rows,
)
from qa_desk.ui.tokens import GUTTER, Space
from qa_desk.ui.widgets.card import Card, Page
from qa_desk.ui.widgets.flow import FlowLayout
from qa_desk.ui.widgets.table import DataTable
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from qa_desk.domain.calibration_report import CalibrationReport
    from qa_desk.domain.coaching import Measure
    from qa_desk.ui.theme import Theme

FEWEST_FOR_COEFFICIENTS = 10
_ROW, _HEAD = 34, 40
_TILE_WIDTH, _TILE_HEIGHT = 270, 148


class ResultsPage(Page):
    """`show_report` fills it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(tr("Results"))
        self._theme = theme
        self._tiles = QWidget()
        self._tiles_row = FlowLayout(self._tiles, GUTTER)
        self.evaluators = DataTable(theme, evaluator_columns(), tr("Deviation"), has_filter=False)
        self.questions = DataTable(theme, question_columns(), tr("Agreement"), has_filter=False)
        self._basis = label("", "note", wraps=True)
        self._autofail = label("", wraps=True)
        deviation = Card(tr("Each evaluator's leaning"))
        deviation.add(self._basis)
        deviation.add(self.evaluators)
        self._autofail_card = Card(tr("Auto-fail called by"))
        self._autofail_card.add(self._autofail)
        agreement = Card(tr("Agreement by question"))
        self._why_none = label("", "note", wraps=True)
        agreement.add(self._why_none)
        agreement.add(self.questions)
        self.sections = DataTable(theme, section_columns(), tr("Agreement by section"), has_filter=False)
        by_section = Card(tr("Agreement by section"))
        by_section.add(self.sections)
        for widget in (self._tiles, deviation, self._autofail_card, agreement, by_section):
            self.column.addWidget(widget)
        self.column.addStretch(1)

    def show_report(self, report: CalibrationReport) -> None:
        """Show a revealed session's figures."""
        self._show_tiles(report)
        rows = evaluator_rows(report)
        self.evaluators.show_rows(rows)
        self.evaluators.setVisible(bool(rows))
        self.evaluators.setFixedHeight(self._theme.size(_HEAD + _ROW * len(rows)))
        basis = tr("Measured against {basis}. + is lenient, − is severe; points of the total.", basis=benchmark_words(report))
        self._basis.setText(basis if rows else tr("No deviation without a benchmark and with fewer than three evaluators."))
        asked = question_rows(report)
        self.questions.show_rows(asked)
        self.questions.setFixedHeight(self._theme.size(_HEAD + _ROW * len(asked)))
        self._show_coefficients(has_coefficients(asked), len(report.session.items))
        sections = section_rows(report)
        self.sections.show_rows(sections)
        self.sections.setFixedHeight(self._theme.size(_HEAD + _ROW * len(sections)))
        self._show_autofail(report)

    def _show_coefficients(self, has_any: bool, items: int) -> None:
        for column in COEFFICIENTS:
            self.questions.view.setColumnHidden(column, not has_any)
        self._why_none.setVisible(not has_any)
        if items < FEWEST_FOR_COEFFICIENTS:
            said = ntr(
                "The coefficients AC1 and α need {least} interactions; this session has {count}.",
                "The coefficients AC1 and α need {least} interactions; this session has {count}.",
                items,
                least=FEWEST_FOR_COEFFICIENTS,
            )
        else:
            said = tr("No question was answered in enough interactions for the coefficients AC1 and α.")
        self._why_none.setText(said)

    def _show_tiles(self, report: CalibrationReport) -> None:
        while (item := self._tiles_row.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        before, final = report.results.before_autofail, report.results.final
        tiles = [
            (tr("Pairs of answers that agree"), percent_words(report.results.agreement), _pairs_note(report)),
            (
                tr("One score could move by"),
                tr("±{points} points", points=points_words(before.within_sd)) if before.within_sd is not None else "–",
                tr("standard deviation within an interaction, before auto-fail; n = {n} scored by all", n=len(before.items)),
            ),
            (
                tr("Two evaluators may differ by"),
                tr("{points} points", points=points_words(before.reproducibility_limit)),
                tr("in 95 of 100 cases no more than this"),
            ),
            (tr("ICC(A,1), final scores"), _icc(final.icc), final.icc.note or tr("absolute agreement of one evaluator")),
        ]
        for name, value, note in tiles:
            self._tiles_row.addWidget(_tile(name, value, note, self._theme))

    def _show_autofail(self, report: CalibrationReport) -> None:
        found = report.results.autofail
        self._autofail_card.setVisible(found is not None)
        if found is None:
            return
        lines = []
        for item in report.session.items:
            callers = found.calls.callers.get(item.interaction_id, ())
            if callers:
                lines.append(f"{item.label}: " + ", ".join(report.name(who) for who in callers))
        calls = found.calls
        if calls.true_positive is not None and calls.false_negative is not None and calls.false_positive is not None:
            hit, missed = calls.true_positive, calls.false_negative
            false, right = calls.false_positive, calls.true_negative or 0
            lines.append(
                tr(
                    "Against the benchmark: {hit} of {all} auto-fails were called ({interval}); {false} false alarms in {rest}.",
                    hit=hit,
                    all=hit + missed,
                    interval=_percent(found.sensitivity),
                    false=false,
                    rest=false + right,
                )
            )
        self._autofail.setText("\n".join(lines) or tr("Nobody called an auto-fail."))


def _pairs_note(report: CalibrationReport) -> str:
    counts = share_words(report.results.pairs.strict)
    note = report.results.agreement.note
    return "; ".join(text for text in (tr("{counts}; N/A counts as an answer", counts=counts), note) if text)


def _icc(found: Measure) -> str:
    return coefficient_words(found)


def _percent(found: Measure) -> str:
    if found.low is None or found.high is None:
        return "–"
    return tr("95 % interval {low} to {high} %", low=round(100 * found.low), high=round(100 * found.high))


def _tile(name: str, value: str, note: str, theme: Theme) -> Card:
    made = Card()
    made.setAccessibleName(f"{name}: {value}")
    made.setFixedSize(theme.size(_TILE_WIDTH), theme.size(_TILE_HEIGHT))
    column = QVBoxLayout()
    column.setSpacing(Space.XS)
    for text, kind in ((name, "muted"), (value, "figure"), (note, "small")):
        column.addWidget(label(text, kind, wraps=kind == "small"))
    column.addStretch(1)
    made.add_layout(column)
    return made
