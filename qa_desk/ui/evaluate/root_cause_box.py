"""The reasons for an answer, mostly for lost points, as chips under a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from qa_desk.domain.language import tr
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import Chips, Choice
from qa_desk.ui.widgets.text import label, restyle

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from qa_desk.domain.scorecard import Question, RootCause

_DIGITS = "0123456789"
_ENTER = (Qt.Key.Key_Return.value, Qt.Key.Key_Enter.value)
_TAKE_BACK = (Qt.Key.Key_Backspace.value, Qt.Key.Key_Delete.value)
_LEAVE = (Qt.Key.Key_Escape.value, Qt.Key.Key_Up.value)
_STEPS = {Qt.Key.Key_Left.value: -1, Qt.Key.Key_Right.value: 1}


class RootCauseBox(QWidget):
    """One reason or none. While a reason has the focus, digits choose reasons and never answer the question."""

    cause_chosen = Signal(object)
    """The id of the reason, or None when it was taken back."""
    left = Signal()
    """The person goes back to the question."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language
        self._causes: tuple[RootCause, ...] = ()
        self._is_required = False
        self._words: list[str] = []
        self._buttons: list[QPushButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        self._wanted = label("", "small", wraps=True)
        column.addWidget(self._wanted)
        self._chips = Chips(tr("Root cause"), (), is_exclusive=True)
        self._chips.changed.connect(self._changed)
        column.addWidget(self._chips)

    @property
    def has_focus(self) -> bool:
        """Whether keys go to a reason now."""
        return any(chip.hasFocus() for chip in self._buttons)

    @property
    def count(self) -> int:
        """How many reasons there are to choose from."""
        return len(self._causes)

    def show_causes(self, question: Question, value: str | None, cause: str | None, *, is_read_only: bool = False) -> None:
        """Offer the reasons that this answer may have, and light the one that was given, without telling anybody.

        Where nothing can be chosen any more, only the one that was given is there.
        """
        causes = tuple(one for one in question.causes_for(value) if not is_read_only or one.id == cause)
        if causes != self._causes:
            self._offer(causes)
        self._is_required = question.needs_cause(value)
        if is_read_only:
            words = tr("Root cause")
        elif question.loses_points(value):
            words = tr("Why were points lost? – required (R)") if self._is_required else tr("Root cause – optional (R)")
        else:
            words = tr("Why? – required (R)") if self._is_required else tr("Why? – optional (R)")
        self._wanted.setText(words)
        restyle(self._wanted, kind="note" if self._is_required else "small")
        self._chips.show_values([cause])
        self._mark_requirement()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, is_read_only)
        for chip in self._buttons:  # not greyed out: it is there to be read
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus if is_read_only else Qt.FocusPolicy.StrongFocus)

    def take_focus(self) -> None:
        """Put the focus on the reason that holds, else on the first."""
        chip = next((chip for chip in self._buttons if chip.isChecked()), self._buttons[0])
        chip.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        """Room for the numbers from the beginning: nothing moves when they appear."""
        super().showEvent(event)
        self._number_chips()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys and the focus of the chips."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._number_chips()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._take_key(watched, event)
        return False

    def _offer(self, causes: tuple[RootCause, ...]) -> None:
        self._causes = causes
        self._words = [cause.label(self._language) for cause in causes]
        self._chips.offer([Choice(cause.id, text) for cause, text in zip(causes, self._words, strict=True)])
        self._buttons = self._chips.buttons
        for chip in self._buttons:
            chip.installEventFilter(self)
            chip.show()  # at once: the next key may go to it
        if self.isVisible():
            self._number_chips()

    def _take_key(self, chip: QObject, event: QKeyEvent) -> bool:
        """Whether the key is done with here. What would answer the question is, also where it chooses nothing."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        key, text = event.key(), event.text()
        if key in _LEAVE:
            self.left.emit()
        elif key in _STEPS:
            place = next(number for number, one in enumerate(self._buttons) if one is chip) + _STEPS[key]
            self._buttons[max(0, min(place, len(self._buttons) - 1))].setFocus(Qt.FocusReason.TabFocusReason)
        elif text and text in _DIGITS:
            self._choose(int(text) - 1)
        elif key in _TAKE_BACK:
            self._chips.show_values([])
            self._changed(())
        elif key in _ENTER and isinstance(chip, QPushButton) and not chip.isChecked():
            chip.click()
        elif key == Qt.Key.Key_Down.value:
            return self._pass_on(event)
        else:
            return key == Qt.Key.Key_N.value
        return True

    def _pass_on(self, event: QKeyEvent) -> bool:
        """The chip would walk along its neighbours; the form goes to the next question."""
        event.ignore()
        return True

    def _choose(self, number: int) -> None:
        if 0 <= number < len(self._buttons):
            self._buttons[number].setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._buttons[number].click()

    def _number_chips(self) -> None:
        """Numbers stand on the chips while digits choose them; each keeps the width it has with its number."""
        is_numbered = self.has_focus
        for number, (chip, words) in enumerate(zip(self._buttons, self._words, strict=True), 1):
            plain = words.replace("&", "&&")
            numbered = f"{number}  {plain}" if number < len(_DIGITS) else plain
            chip.ensurePolished()
            chip.setText(numbered)
            chip.setMinimumWidth(chip.sizeHint().width())
            chip.setText(numbered if is_numbered else plain)

    def _mark_requirement(self) -> None:
        is_open = self._is_required and not self._chips.values
        restyle(self._wanted, meaning="watch" if is_open else None)

    def _changed(self, values: tuple[object, ...]) -> None:
        self._mark_requirement()
        self.cause_chosen.emit(values[0] if values else None)
