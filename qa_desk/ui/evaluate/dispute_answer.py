"""An answer to a question outside the form: the one that is wished for, or the one that a decision gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from qa_desk.domain.language import tr
from qa_desk.domain.question_kinds.kind import QuestionKind
from qa_desk.domain.question_kinds.multiple import NONE_TICKED, join_ticks, ticks_of
from qa_desk.domain.scorecard import NOT_APPLICABLE
from qa_desk.ui.widgets.buttons import Chips, Choice, Segments
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from qa_desk.domain.scorecard import Question


class AnswerChoice(QWidget):
    """Fits the kind of the question. `value` None: nothing was chosen, or what was typed is no answer."""

    changed = Signal()

    def __init__(self, question: Question, language: str, name: str) -> None:
        super().__init__()
        self._question = question
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self._segments: Segments | None = None
        self._chips: Chips | None = None
        self._line: QLineEdit | None = None
        self._fault = label("", "fault", wraps=True)
        options = [Choice(option.id, option.label(language)) for option in question.options]
        na = [Choice(NOT_APPLICABLE, tr("N/A"), tr("Not applicable"))] if question.na_allowed else []
        if question.kind is QuestionKind.CHOICE:
            self._segments = Segments([*options, *na], name)
            self._segments.chosen.connect(self._tell)
            column.addWidget(self._segments)
            self.setFocusProxy(self._segments)
        elif question.kind is QuestionKind.MULTIPLE:
            self._chips = Chips(name, [*options, Choice(NONE_TICKED, tr("none of these")), *na])
            self._chips.changed.connect(self._ticked)
            column.addWidget(self._chips)
        else:
            self._line = QLineEdit()
            self._line.setAccessibleName(name)
            self._line.textChanged.connect(self._typed)
            column.addWidget(self._line)
            self.setFocusProxy(self._line)
        column.addWidget(self._fault)
        self._fault.hide()

    @property
    def value(self) -> str | None:
        """The answer as the scorecard writes it."""
        if self._segments is not None:
            return None if self._segments.value is None else str(self._segments.value)
        if self._chips is not None:
            return self._ticks()
        text = self._line.text().strip() if self._line is not None else ""
        return text if text and self._fault_in(text) is None else None

    def show_value(self, value: str | None) -> None:
        """Show an answer without telling anybody."""
        if self._segments is not None:
            self._segments.show_value(value)
        elif self._chips is not None:
            alone = value in (NOT_APPLICABLE, NONE_TICKED)
            self._chips.show_values([value] if alone else list(ticks_of(value)))
        elif self._line is not None:
            self._line.blockSignals(True)
            self._line.setText(value or "")
            self._line.blockSignals(False)

    def _ticks(self) -> str | None:
        ticked = [str(value) for value in self._chips.values] if self._chips is not None else []
        if not ticked:
            return None
        return ticked[0] if ticked[0] in (NOT_APPLICABLE, NONE_TICKED) else join_ticks(self._question, ticked)

    def _ticked(self, values: tuple[object, ...]) -> None:
        """N/A and "none of these" stand alone."""
        assert self._chips is not None
        alone = [value for value in values if value in (NOT_APPLICABLE, NONE_TICKED)]
        if alone and len(values) > 1:
            before = self._alone_before
            self._chips.show_values([value for value in values if value not in alone] if before else alone[-1:])
        self._alone_before = any(value in (NOT_APPLICABLE, NONE_TICKED) for value in self._chips.values)
        self.changed.emit()

    _alone_before = False

    def _typed(self, text: str) -> None:
        fault = self._fault_in(text.strip()) if text.strip() else None
        self._fault.setText(fault or "")
        self._fault.setVisible(bool(fault))
        self.changed.emit()

    def _fault_in(self, text: str) -> str | None:
        if text.upper() == NOT_APPLICABLE:
            return None if self._question.na_allowed else tr("This question does not allow N/A.")
        return self._question.fault_in(text)

    def _tell(self, _value: object) -> None:
        self.changed.emit()
