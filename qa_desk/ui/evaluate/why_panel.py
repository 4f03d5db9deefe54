"""Why the score is what it is: the rules in plain words, and what each question counts for after N/A."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from qa_desk.domain.language import ntr, tr
from qa_desk.domain.score_reasons import reasons_of, weights_of
from qa_desk.domain.scoring import show
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.rows_model import Column
from qa_desk.ui.widgets.table import DataTable
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from qa_desk.domain.score_reasons import Weight
    from qa_desk.domain.scorecard import ScorecardVersion
    from qa_desk.ui.theme import Theme

_WIDTH, _HEIGHT = 560, 460


def _share(value: Fraction | None) -> str:
    return "" if value is None else f"{show(100 * value, 1)} %"


def _points(value: Fraction | None) -> str:
    return "" if value is None else show(value, 1)


class WhyPanel(QDialog):
    """Escape or a press beside it closes it; Enter on a question goes there."""

    question_chosen = Signal(str)

    def __init__(
        self, around: QWidget, theme: Theme, version: ScorecardVersion, answers: Mapping[str, str], language: str
    ) -> None:
        super().__init__(around, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("kind", "popup")
        self.setAccessibleName(tr("Why this score"))
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.M, Space.M, Space.S)
        column.setSpacing(Space.XS)
        column.addWidget(label(tr("Why this score"), "heading"))
        self.reasons = reasons_of(version, answers, language)
        for sentence in self.reasons:
            column.addWidget(label(sentence, "note", wraps=True))
        weights = weights_of(version, answers, language)
        heavy = sum(weight.is_heavy for weight in weights)
        if heavy:
            words = ntr(
                "⚠ {count} question alone carries more than 40 % of the form.",
                "⚠ {count} questions carry more than 40 % of the form each.",
                heavy,
            )
            column.addWidget(label(words, "note", meaning="watch", wraps=True))
        self.table = DataTable(theme, _columns(), tr("What each question counts for"), has_filter=False)
        self.table.show_rows(weights)
        self.table.activated.connect(self._go)
        column.addWidget(self.table, 1)
        column.addWidget(label(tr("⏎ go to the question   Esc back").replace(" ", "\u00a0"), "small"))
        self.setFixedWidth(theme.size(_WIDTH))
        self.resize(theme.size(_WIDTH), theme.size(_HEIGHT))

    def open_beside(self, head: QWidget) -> None:
        """Open under the head of the form, within the screen."""
        below = head.mapToGlobal(QPoint(head.width() - self.width(), head.height()))
        screen = head.screen().availableGeometry()
        self.move(max(screen.left(), below.x()), max(screen.top(), min(below.y(), screen.bottom() - self.height())))
        self.show()
        self.table.view.setFocus()
        if self.table.view.model().rowCount():
            self.table.view.selectRow(0)

    def _go(self, weight: Weight) -> None:
        self.close()
        self.question_chosen.emit(weight.question_id)


def _columns() -> tuple[Column, ...]:
    return (
        Column(tr("No."), lambda weight: weight.number, is_number=True, width=44),
        Column(tr("Question"), lambda weight: weight.title),
        Column(tr("Counts"), lambda weight: weight.share, _share, is_number=True, width=74, meaning=_heaviness),
        Column(tr("Earned"), lambda weight: weight.earned, _points, is_number=True, width=66),
        Column("", lambda weight: weight.note, width=120, meaning=_heaviness),
    )


def _heaviness(weight: Weight) -> str | None:
    return "watch" if weight.is_heavy else None
