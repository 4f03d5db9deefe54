"""One evaluator's answer on the projector: large, with what they wrote and the places they marked; the benchmark is ringed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from qa_desk.domain.language import tr
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.text import label, restyle

if TYPE_CHECKING:
    from qa_desk.domain.evaluation import Marker

_WIDTH = 176


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


class AnswerCard(QFrame):
    """Fixed width, so that a row of them reads like a row of votes."""

    marker_opened = Signal(object)
    """The `Marker` whose place the group wants to hear."""

    def __init__(self, said: Said) -> None:
        super().__init__()
        self.setProperty("kind", "answer")
        restyle(self, ringed="true" if said.is_benchmark else "false")
        self.setFixedWidth(_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(f"{said.name}: {said.answer} {said.word}".strip())
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        column.setSpacing(Space.XS)
        column.addWidget(label(said.name, "muted"))
        column.addWidget(label(said.answer, "figure", meaning=said.meaning, wraps=True))
        if said.word:
            column.addWidget(label(said.word, "small", meaning=said.meaning, wraps=True))
        if said.comment:
            column.addWidget(label(f"“{said.comment}”", "note", wraps=True))
        for marker in said.markers:
            made = button(f"▶ {place_words(marker)}", role="link", name=tr("Play {place}", place=place_words(marker)))
            made.clicked.connect(partial(self._open, marker))
            column.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def sizeHint(self) -> QSize:
        """As high as its wrapped texts need at its width."""
        for part in self.findChildren(QWidget):
            part.ensurePolished()
        layout = self.layout()
        return QSize(_WIDTH, layout.totalHeightForWidth(_WIDTH) if layout else 0)

    def _open(self, marker: Marker, _checked: bool = False) -> None:
        self.marker_opened.emit(marker)


def place_words(marker: Marker) -> str:
    """Where a marker is: "1:32", or the message's number."""
    if marker.at_s is not None:
        return f"{int(marker.at_s) // 60}:{int(marker.at_s) % 60:02}"
    return tr("message {n}", n=(marker.utterance_position or 0) + 1)
