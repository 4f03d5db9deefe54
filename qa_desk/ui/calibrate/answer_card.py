"""One evaluator's answer on the projector: large, with what they wrote and the places they marked; the benchmark is ringed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from qa_desk.domain.calibration_report import Remark
from qa_desk.domain.calibration_text import answer_label
from qa_desk.domain.language import tr
from qa_desk.domain.question_kinds.kind import QuestionKind
from qa_desk.ui.calibrate.model import language
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.flow import FlowLayout
from qa_desk.ui.widgets.text import label, restyle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.domain.calibration import AgendaPoint
    from qa_desk.domain.calibration_report import CalibrationReport
    from qa_desk.domain.evaluation import Marker
    from qa_desk.domain.scorecard import Question
    from qa_desk.ui.theme import Theme

_WIDEST, _NARROWEST = 176, 132
_WIDEST_WORDS = 320
_SHORT = 24
"""So many letters are read across the room; more are a text to read, in wider cards."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a card says. `meaning` colours the answer; the word under it says the same."""

    name: str
    answer: str
    word: str = ""
    meaning: str | None = None
    comment: str | None = None
    markers: tuple[Marker, ...] = ()
    is_benchmark: bool = False

    @property
    def is_short(self) -> bool:
        """Whether the answer is a word or a few."""
        return len(self.answer) <= _SHORT


class AnswerCard(QFrame):
    """As wide as the others, so that a row of them reads like a row of votes."""

    marker_opened = Signal(object)
    """The `Marker` whose place the group wants to hear."""

    def __init__(self, said: Said, width: int, kind: str = "figure") -> None:
        super().__init__()
        self._width = width
        self.setProperty("kind", "answer")
        restyle(self, ringed="true" if said.is_benchmark else "false")
        self.setFixedWidth(width)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(f"{said.name}: {said.answer} {said.word}".strip())
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        column.setSpacing(Space.XS)
        column.addWidget(label(said.name, "muted", wraps=True))
        column.addWidget(label(said.answer, kind, meaning=said.meaning, wraps=True))
        if said.word:
            column.addWidget(label(said.word, "small", meaning=said.meaning, wraps=True))
        if said.comment:
            column.addWidget(label(f"“{said.comment}”", "note", wraps=True))
        for marker in said.markers:
            made = button(f"▶ {place_words(marker)}", role="link", name=tr("Play {place}", place=place_words(marker)))
            made.clicked.connect(partial(self._open, marker))
            column.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def set_width(self, width: int) -> None:
        """Be as wide as this."""
        self._width = width
        self.setFixedWidth(width)

    def sizeHint(self) -> QSize:
        """As high as its wrapped texts need at its width."""
        for part in self.findChildren(QWidget):
            part.ensurePolished()
        layout = self.layout()
        return QSize(self._width, layout.totalHeightForWidth(self._width) if layout else 0)

    def _open(self, marker: Marker, _checked: bool = False) -> None:
        self.marker_opened.emit(marker)


class AnswerCards(QWidget):
    """The cards of one point in a row, as wide as they can be and all of one height."""

    marker_opened = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._widest, self._narrowest = theme.size(_WIDEST), theme.size(_NARROWEST)
        self._room = 0
        self._row = FlowLayout(self, Space.L)
        self._cards: list[AnswerCard] = []

    def show_answers(self, answers: Sequence[Said]) -> None:
        """Show these in the place of those before."""
        while (item := self._row.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        are_short = all(said.is_short for said in answers)
        self._widest = self._theme.size(_WIDEST if are_short else _WIDEST_WORDS)
        self._cards = [AnswerCard(said, self._widest, "figure" if are_short else "heading") for said in answers]
        for card in self._cards:
            card.marker_opened.connect(self.marker_opened)
            self._row.addWidget(card)
        self._fit()

    def fit(self, room: int) -> None:
        """Have so much room in a row."""
        self._room = room
        self._fit()

    def _fit(self) -> None:
        if not self._cards:
            return
        gaps = Space.L * (len(self._cards) - 1)
        width = max(self._narrowest, min(self._widest, (self._room - gaps) // len(self._cards)))
        for card in self._cards:
            card.set_width(width)
        height = max(card.sizeHint().height() for card in self._cards)
        for card in self._cards:
            card.setFixedHeight(height)
        self._row.invalidate()
        self.updateGeometry()


def place_words(marker: Marker) -> str:
    """Where a marker is: "1:32", or the message's number."""
    if marker.at_s is not None:
        return f"{int(marker.at_s) // 60}:{int(marker.at_s) % 60:02}"
    return tr("message {n}", n=(marker.utterance_position or 0) + 1)


def said_about(report: CalibrationReport, point: AgendaPoint, question: Question) -> list[Said]:
    """What everybody answered to this point, in the session's order, the benchmark last."""
    cards = []
    for participant in report.session.evaluators:
        answer = point.answers.get(participant.id)
        remark = report.remarks.get((participant.id, point.interaction_id, point.question_id), Remark())
        fails = question.triggers_autofail(answer)
        cards.append(
            Said(
                name=participant.name,
                answer=answer_label(question, answer, language()),
                word=tr("auto-fail") if fails else tr("absent") if answer is None else _band(question, answer),
                meaning="bad" if fails else None,
                comment=remark.comment,
                markers=remark.markers,
            )
        )
    if point.benchmark is not None:
        fails = question.triggers_autofail(point.benchmark)
        text = answer_label(question, point.benchmark, language())
        word, meaning = (tr("auto-fail"), "bad") if fails else (_band(question, point.benchmark), None)
        place = (point.interaction_id, point.question_id)
        experts = [p.id for p in report.session.participants if p.is_benchmark]
        wrote = next((report.remarks[who, *place] for who in experts if (who, *place) in report.remarks), Remark())
        said = Said(tr("Benchmark"), text, word, meaning, wrote.comment, wrote.markers, is_benchmark=True)
        cards.append(said)
    return cards


def _band(question: Question, answer: str) -> str:
    """What a number counts as: it is the bands that agree or not."""
    bands = question.chosen(answer) if question.kind is QuestionKind.NUMBER else ()
    return bands[0].label(language()) if bands and bands[0].title else ""
