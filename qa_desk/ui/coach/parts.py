"""Parts of an agent's page: the initials, talking points, lost questions with quotes, the voice of the customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qa_desk.domain.coaching import initials
from qa_desk.domain.coaching_text import failed_text, number_text, position_text, tenure_text, value_text
from qa_desk.domain.language import ntr, tr
from qa_desk.ui.dates import day_text
from qa_desk.ui.tokens import Space, Type
from qa_desk.ui.widgets.buttons import IconButton
from qa_desk.ui.widgets.card import Card
from qa_desk.ui.widgets.text import hairline, label, tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from qa_desk.domain.coaching import CoachingPage, Quote, TalkingPoint
    from qa_desk.ui.theme import Theme

_DISC = 44
_MOST_LOST = 5
_MOST_VOICES = 5


class Initials(QWidget):
    """A disc with one or two letters in the place of a photograph."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme, self._letters = theme, initials(name)
        self.setFixedSize(QSize(theme.size(_DISC), theme.size(_DISC)))
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The disc and its letters."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("selected"))
        painter.drawEllipse(QRectF(self.rect()))
        font = QFont(self.font())
        font.setPixelSize(self._theme.size(Type.BODY))
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(self._theme.colour("accent"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._letters)
        painter.end()


def who(theme: Theme, page: CoachingPage) -> QWidget:
    """Initials, name, team, lead, tenure, and how many evaluations the page rests on."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(Space.M)
    row.addWidget(Initials(theme, page.agent.name))
    words = QVBoxLayout()
    words.setSpacing(0)
    name = label(page.agent.name, "title", wraps=True)
    # beside the disc whatever the script: the letters run their own way, the place is the layout's
    side = Qt.AlignmentFlag.AlignRight if made.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
    name.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
    words.addWidget(name)
    agent = page.agent
    parts = [
        agent.team or tr("no team"),
        tr("lead: {name}", name=agent.lead) if agent.lead else "",
        tenure_text(agent.tenure_days),
        ntr("{count} evaluation drawn at random", "{count} evaluations drawn at random", page.quality.score.n),
    ]
    words.addWidget(label("  ·  ".join(part for part in parts if part), "muted", wraps=True))
    row.addLayout(words, 1)
    return made


class Playable(QWidget):
    """Words with a button that goes to where they can be heard or read."""

    played = Signal(object)
    """The interaction's id."""

    def __init__(self, theme: Theme, lines: Sequence[tuple[str, str]], interaction_id: str | None, name: str) -> None:
        super().__init__()
        self._interaction_id = interaction_id
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        words = QVBoxLayout()
        words.setSpacing(2)
        for text, kind in lines:
            if text:
                words.addWidget(label(text, kind or None, wraps=True))
        row.addLayout(words, 1)
        if interaction_id is not None:
            go = IconButton(theme, "play", tr("Play: {what}", what=name), self._play)
            row.addWidget(go, 0, Qt.AlignmentFlag.AlignTop)

    def _play(self) -> None:
        self.played.emit(self._interaction_id)


class PointsCard(Card):
    """What to praise, or what to work on: at most three points, each with its evidence and the rule that chose it."""

    played = Signal(object)

    def __init__(self, theme: Theme, title: str, points: Sequence[TalkingPoint], nothing: str) -> None:
        super().__init__(title)
        for number, point in enumerate(points):
            if number:
                self.add(hairline())
            part = Playable(theme, ((point.text, "heading"), (point.evidence, "note")), point.interaction_id, point.text)
            part.setToolTip(tip(tr("Why this is here: {rule}.", rule=point.rule)))
            part.played.connect(self.played)
            self.add(part)
        if not points:
            self.add(label(nothing, "muted", wraps=True))
        self.add(QWidget(), 1)


class LostCard(Card):
    """Critical errors, then the questions that cost most, with what the evaluators wrote."""

    played = Signal(object)

    def __init__(self, theme: Theme, page: CoachingPage) -> None:
        super().__init__(tr("Questions that cost most"), tr("points of the form, on average"))
        self._theme = theme
        for error in page.critical_errors[:2]:
            where = f"{error.moment.reference}, {day_text(error.moment.on)}"
            self.add(label(failed_text(error.critical, error.title), "heading", meaning="bad", wraps=True))
            self._quote(error.comment or error.moment.summary or tr("no comment"), where, error.moment.interaction_id)
        for line in page.lost[:_MOST_LOST]:
            counts = tr("lost in {part} of {whole}", part=line.lost, whole=line.applicable)
            others = tr("others {share}", share=value_text(line.team_rate.value, "share")) if line.team_rate.n else ""
            causes = ", ".join(f"{cause} ({count}×)" for cause, count in line.root_causes)
            row = QHBoxLayout()
            row.addWidget(label(line.title, "heading", wraps=True), 1)
            row.addWidget(label(tr("−{points}", points=number_text(line.points)), "heading"))
            self.add_layout(row)
            self.add(label("  ·  ".join(part for part in (counts, others, causes) if part), "note", wraps=True))
            for quote in line.quotes[-2:]:
                self._quote(quote.text, _where(quote), quote.interaction_id)
        if not page.lost and not page.critical_errors:
            self.add(label(tr("No question lost points in the period."), "muted", wraps=True))

    def _quote(self, text: str, where: str, interaction_id: str) -> None:
        part = Playable(self._theme, ((f"“{text}”", ""), (where, "small")), interaction_id, text)
        part.played.connect(self.played)
        part.setContentsMargins(Space.M, 0, 0, Space.XS)
        self.add(part)


def _where(quote: Quote) -> str:
    parts = (quote.reference, position_text(quote.at_s), day_text(quote.on), quote.by)
    return "  ·  ".join(part for part in parts if part)


class VoiceCard(Card):
    """What customers answered and wrote."""

    played = Signal(object)

    def __init__(self, theme: Theme, page: CoachingPage) -> None:
        super().__init__(tr("The voice of the customer"))
        for word in page.voice[:_MOST_VOICES]:
            score = ""
            if word.score is not None:
                score = tr("{score} of {best}", score=number_text(word.score, 0), best=number_text(word.scale_max, 0))
            note = "  ·  ".join(
                part for part in (word.kind.upper(), score, day_text(word.on) if word.on else "", word.reference) if part
            )
            part = Playable(theme, ((f"“{word.comment}”", ""), (note, "small")), word.interaction_id, word.comment)
            part.played.connect(self.played)
            self.add(part)
        if not page.voice:
            self.add(label(tr("No survey comment came with a contact of this agent in the period."), "muted", wraps=True))
