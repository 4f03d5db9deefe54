"""Two versions side by side: the verdict, scoring changes apart from wording, and which trends go on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.domain.comparison_text import changes_of_class, trend_sentences, verdict
from qa_desk.domain.language import catalogue, tr
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.card import Card, Page
from qa_desk.ui.widgets.rows_model import Column
from qa_desk.ui.widgets.table import DataTable
from qa_desk.ui.widgets.text import label, restyle

if TYPE_CHECKING:
    from fractions import Fraction

    from qa_desk.domain.scorecard_comparison import Comparison
    from qa_desk.ui.theme import Theme

_ROW, _HEAD = 32, 40


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change with what it is about."""

    about: str
    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TrendLine:
    """One question with what it carries on either side, and whether its own trend goes on."""

    question: str
    before: str
    after: str
    trend: str
    meaning: str | None


class ComparisonView(Page):
    """Scrolls as a whole; its tables are as high as their rows."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(tr("What is different"))
        self._theme = theme
        self._verdict = label("", "heading", wraps=True)
        self._trends = label("", wraps=True)
        self.column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        self.column.addWidget(self._verdict)
        self.column.addWidget(self._trends)
        columns = (
            Column(tr("Where"), _about, width=200),
            Column(tr("What"), _what, width=210),
            Column(tr("Before"), _before),
            Column(tr("After"), _after),
        )
        self.scoring = DataTable(theme, columns, tr("Changes that score"), has_filter=False)
        self.wording = DataTable(theme, columns, tr("Changes of wording"), has_filter=False)
        questions = (
            Column(tr("Question"), _question, least=200),
            Column(tr("Of the form, before"), _before, width=160, is_number=True),
            Column(tr("After"), _after, width=110, is_number=True),
            Column(tr("Its own trend"), _trend, width=240, meaning=_meaning),
        )
        self.questions = DataTable(theme, questions, tr("Questions and their trends"), has_filter=False)
        self._cards: dict[DataTable, Card] = {}
        for table, title, note in (
            (self.scoring, tr("Scoring"), tr("the same contact can score differently")),
            (self.wording, tr("Wording"), tr("scores stay as they are")),
            (self.questions, tr("Questions"), tr("a trend goes on while the answers mean the same")),
        ):
            card = Card(title, note)
            card.add(table)
            self._cards[table] = card
            self.column.addWidget(card)
        self.column.addStretch(1)

    @property
    def verdict(self) -> str:
        """The first sentence."""
        return self._verdict.text()

    @property
    def trends(self) -> str:
        """What becomes of the trends."""
        return self._trends.text()

    def show_comparison(self, comparison: Comparison) -> None:
        """Show another one."""
        language = catalogue().info().get("language", "en") or "en"
        self._verdict.setText(verdict(comparison))
        restyle(self._verdict, meaning="watch" if comparison.is_scoring else "good")
        self._trends.setText("" if comparison.is_same else "\n".join(trend_sentences(comparison, language)))
        self._trends.setVisible(not comparison.is_same)
        for table, is_scoring in ((self.scoring, True), (self.wording, False)):
            changes = changes_of_class(comparison, language, is_scoring=is_scoring)
            self._fill(table, [ChangeLine(about, c.what, c.before or "–", c.after or "–") for about, c in changes])
        self._fill(self.questions, [] if comparison.is_same else list(_trend_lines(comparison, language)))

    def _fill(self, table: DataTable, rows: list[ChangeLine] | list[TrendLine]) -> None:
        table.show_rows(rows)
        table.setFixedHeight(self._theme.size(_HEAD + _ROW * len(rows)) + Space.S)
        self._cards[table].setVisible(bool(rows))


def _trend_lines(comparison: Comparison, language: str) -> list[TrendLine]:
    words = {True: tr("goes on"), False: tr("▲ breaks: the answers mean something else"), None: "–"}
    meanings = {True: "good", False: "watch", None: None}
    lines = []
    for question in comparison.questions:
        trend = tr("new") if question.older is None else tr("gone") if question.newer is None else words[question.continues]
        shares = _percent(question.share_before), _percent(question.share_after)
        lines.append(TrendLine(question.label(language), *shares, trend, meanings[question.continues]))
    return lines


def _percent(share: Fraction | None) -> str:
    return "–" if share is None else f"{100 * float(share):.1f} %"


def _about(line: ChangeLine) -> str:
    return line.about


def _what(line: ChangeLine) -> str:
    return line.what


def _before(line: ChangeLine | TrendLine) -> str:
    return line.before


def _after(line: ChangeLine | TrendLine) -> str:
    return line.after


def _question(line: TrendLine) -> str:
    return line.question


def _trend(line: TrendLine) -> str:
    return line.trend


def _meaning(line: TrendLine) -> str | None:
    return line.meaning
