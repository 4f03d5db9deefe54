"""An agent's page, to read from top left: who, what to praise, what to work on, the evidence, customers, the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QWidget

from qa_desk.domain.coaching import main_sections
from qa_desk.domain.coaching_text import NEED_NAMES, number_text
from qa_desk.domain.language import join_phrases, ntr, tr
from qa_desk.ui.coach.model import NEED_MEANINGS, kpi_tiles, moment_lines, quality_tiles
from qa_desk.ui.coach.parts import LostCard, PointsCard, VoiceCard, who
from qa_desk.ui.coach.plan import PlanCard
from qa_desk.ui.dates import month_text, short_day_text
from qa_desk.ui.tokens import GUTTER, Space
from qa_desk.ui.widgets.card import Card, Page
from qa_desk.ui.widgets.charts.rows import DotChart, Row
from qa_desk.ui.widgets.charts.trend import TrendChart, TrendPoint
from qa_desk.ui.widgets.lines import Lines
from qa_desk.ui.widgets.text import label
from qa_desk.ui.widgets.tile import Tile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from PySide6.QtGui import QResizeEvent

    from qa_desk.domain.coaching import CoachingPage, Moment, TeamLine
    from qa_desk.ui.theme import Theme
    from qa_desk.ui.widgets.tile import TileFigure

_COLUMNS = 4
_MOST_REASONS = 4
_TREND_HEIGHT = 210
_NARROW, _TILE = 680, 164
_NESTED = 4


class AgentPage(Page):
    """`CoachingPage` as a scrolling page. It is built anew for each agent."""

    played = Signal(object)
    """The interaction to hear or read."""
    note_given = Signal(object)
    """A filled-in session as `Note`."""
    action_settled = Signal(object)
    """(action id, "done" or "dropped")"""
    acknowledged = Signal(object)
    """(session id, typed name)"""

    def __init__(self, theme: Theme, page: CoachingPage, line: TeamLine | None, coach: str, follow_up: date) -> None:
        super().__init__(tr("Coaching page of {agent}", agent=page.agent.name))
        self._theme = theme
        self._pairs: list[QBoxLayout] = []
        self._grids: list[tuple[QGridLayout, list[Tile], int]] = []
        self.agent_id, self.agent_name = page.agent.id, page.agent.name
        self.column.addWidget(who(theme, page))
        if line is not None and line.reasons:
            self.column.addWidget(label(_why(line), meaning=NEED_MEANINGS[line.need], wraps=True))
        praise = PointsCard(theme, tr("What to praise"), page.praise, tr("Nothing yet that the figures carry."))
        work_on = PointsCard(theme, tr("What to work on"), page.work_on, tr("Nothing that the figures carry."))
        for card in (praise, work_on):
            card.played.connect(self.played)
        self._side_by_side(praise, work_on)
        self._tiles(quality_tiles(page))
        if page.quality.score.n or any(point.score.n for point in page.trend):
            self._side_by_side(_trend_card(theme, page), _section_card(theme, page))
        if page.kpis:
            self.column.addWidget(label(tr("KPIs beside the team and the period before"), "heading"))
            self._tiles(kpi_tiles(page.kpis))
        lost, voice = LostCard(theme, page), VoiceCard(theme, page)
        for part in (lost, voice):
            part.played.connect(self.played)
        self._side_by_side(lost, self._moments(page))
        self.column.addWidget(voice)
        self.plan = PlanCard(theme, page, coach, follow_up)
        self.plan.note_given.connect(self.note_given)
        self.plan.action_settled.connect(self.action_settled)
        self.plan.acknowledged.connect(self.acknowledged)
        self.column.addWidget(self.plan)
        self.column.addStretch(1)

    def begin_note(self) -> None:
        """Open the form of a new session and go there."""
        self.plan.begin_note()
        for _ in range(_NESTED):  # the form has its place only when every layout around it has been made anew
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        top = self.plan.form.mapTo(self.viewport(), QPoint()).y()
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + top - Space.S)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cards stand below each other and tiles in fewer columns where there is too little width for them."""
        super().resizeEvent(event)
        width = self.viewport().width()
        is_narrow = width < self._theme.size(_NARROW)
        direction = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        for row in self._pairs:
            row.setDirection(direction)
        for grid, tiles, most in self._grids:
            room = max(1, (width - 2 * Space.XL + GUTTER) // (self._theme.size(_TILE) + GUTTER))
            _arrange(grid, tiles, most if room >= most else min(2, room))

    def _side_by_side(self, left: QWidget, right: QWidget) -> None:
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setSpacing(GUTTER)
        self._pairs.append(row)
        for part in (left, right):
            row.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)  # each as high as its content
        self.column.addLayout(row)

    def _tiles(self, figures: Sequence[TileFigure]) -> None:
        grid = QGridLayout()
        grid.setSpacing(GUTTER)
        columns = 3 if len(figures) in (3, 5, 6) else _COLUMNS
        tiles = [Tile(self._theme) for _ in figures]
        for tile, figure in zip(tiles, figures, strict=True):
            tile.show_figure(figure)
        _arrange(grid, tiles, columns)
        self._grids.append((grid, tiles, columns))
        self.column.addLayout(grid)

    def _moments(self, page: CoachingPage) -> Card:
        card = Card(tr("Moments to play"))
        for title, moments in (
            (tr("Best"), page.best),
            (tr("Worst"), page.worst),
            (tr("Chosen on purpose: in no figure"), page.targeted[-3:]),
        ):
            self._list(card, title, moments)
        if not (page.best or page.worst or page.targeted):
            card.add(label(tr("Nothing was evaluated in the period."), "muted", wraps=True))
        card.add(QWidget(), 1)
        return card

    def _list(self, card: Card, title: str, moments: Sequence[Moment]) -> None:
        if not moments:
            return
        card.add(label(title, "note"))
        lines = Lines(title)
        lines.show_lines(moment_lines(moments))
        lines.pressed.connect(self.played)
        card.add_wide(lines)


def _arrange(grid: QGridLayout, tiles: Sequence[Tile], columns: int) -> None:
    """Put tiles into so many columns of equal width."""
    if grid.count() and grid.property("columns") == columns:
        return
    grid.setProperty("columns", columns)
    for number, tile in enumerate(tiles):
        grid.addWidget(tile, number // columns, number % columns)
    for column in range(_COLUMNS):
        grid.setColumnStretch(column, int(column < columns))


def _why(line: TeamLine) -> str:
    reasons = list(line.reasons[:_MOST_REASONS])
    if len(line.reasons) > _MOST_REASONS:
        reasons.append(ntr("and {count} more", "and {count} more", len(line.reasons) - _MOST_REASONS))
    text = tr("{need}: {reasons}", need=tr(NEED_NAMES[line.need.value]), reasons=join_phrases(reasons))
    return text.replace(" %", "\u00a0%")  # the sign never stands alone on a line


def _trend_card(theme: Theme, page: CoachingPage) -> Card:
    is_monthly = page.span.days > 62
    title = tr("QA score by month") if is_monthly else tr("QA score by week")
    card = Card(title, tr("band: 95 %"))
    chart = TrendChart(theme, tr("QA score over time"))
    chart.setMinimumHeight(theme.size(_TREND_HEIGHT))
    points = [
        TrendPoint(
            month_text(point.first) if is_monthly else short_day_text(point.first),
            point.score.value,
            point.score.low,
            point.score.high,
            point.score.n,
        )
        for point in page.trend
    ]
    chart.show_points(points, goal=page.quality.goal, highest=100)
    card.add(chart, 1)
    breaks = [f"{month_text(point.first)}: {point.new_version}" for point in page.trend if point.new_version]
    if breaks:
        text = tr("New scorecard version, not quite the same scale: {versions}", versions=join_phrases(breaks))
        card.add(label(text, "note", wraps=True))
    return card


def _section_card(theme: Theme, page: CoachingPage) -> Card:
    main = main_sections(page.sections)
    card = Card(tr("Sections beside the team"), main[0].card if main else "")
    if not page.sections:
        card.add(label(tr("No section was scored in the period."), "muted", wraps=True))
        return card
    chart = DotChart(theme, tr("Sections beside the team"))
    rows = []
    for line in main:
        meaning = None
        if line.difference.excludes_zero and line.difference.value is not None:
            meaning = "good" if line.difference.value > 0 else "bad"
        rows.append(
            Row(
                line.title,
                line.agent.value,
                number_text(line.agent.value),
                line.agent.low,
                line.agent.high,
                line.agent.n,
                line.team.value,
                meaning,
            )
        )
    chart.show_rows(rows, highest=100)
    card.add(chart)
    card.add(label(tr("Dot: agent; tick: the others; line: 95 %."), "small", wraps=True))
    others = sorted({line.card for line in page.sections} - {line.card for line in main})
    if others:
        card.add(label(tr("Not shown, scored less often: {cards}", cards=", ".join(others)), "note", wraps=True))
    clear = [
        tr("{section}: {difference} against the others", section=line.title, difference=number_text(line.difference.value))
        for line in main
        if line.difference.excludes_zero
    ]
    card.add(label(join_phrases(clear) if clear else tr("No section differs clearly from the others."), "note", wraps=True))
    card.add(QWidget(), 1)
    return card
