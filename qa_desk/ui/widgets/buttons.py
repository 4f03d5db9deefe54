"""Buttons: plain, with an icon, segmented answers, and chips."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from qa_desk.ui.icons import icon
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.flow import FlowLayout
from qa_desk.ui.widgets.text import tip

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QKeyEvent

    from qa_desk.ui.theme import Theme
    from qa_desk.ui.tokens import Colours


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several answers: what it stands for, what is written on it, and what a screen reader and the tooltip say."""

    value: object
    text: str
    name: str = ""


def button(text: str, pressed: Callable[[], object] | None = None, *, role: str | None = None, name: str = "") -> QPushButton:
    """A push button. `role` is primary, quiet, link or danger; a place has one primary button."""
    made = QPushButton(text.replace("&", "&&"))
    made.setProperty("role", role)
    made.setAccessibleName(name or text)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setAutoDefault(False)
    made.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)  # never narrower than its words
    if pressed is not None:
        made.clicked.connect(pressed)
    return made


class IconButton(QToolButton):
    """A button that shows an icon; its name is the tooltip and what a screen reader says."""

    def __init__(self, theme: Theme, icon_name: str, name: str, pressed: Callable[[], object] | None = None) -> None:
        super().__init__()
        self._theme, self._icon_name = theme, icon_name
        self.setIconSize(QSize(18, 18))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.rename(name)
        if pressed is not None:
            self.clicked.connect(pressed)
        theme.changed.connect(self._recolour)
        self._recolour(theme.colours)

    def rename(self, name: str) -> None:
        """Say something else of the same button."""
        self.setAccessibleName(name)
        self.setToolTip(tip(name))

    def draw(self, icon_name: str) -> None:
        """Show another icon (play becomes pause)."""
        self._icon_name = icon_name
        self._recolour(self._theme.colours)

    def _recolour(self, colours: Colours) -> None:
        self.setIcon(icon(self._icon_name, colours, "text"))


class Segments(QWidget):
    """Answers side by side, one or none of which holds. Arrows walk, Space or a click answers, the same again takes it back."""

    chosen = Signal(object)
    """The value of the `Choice` the person pressed, or None when it was taken back."""

    def __init__(self, choices: Sequence[Choice], name: str, *, can_be_empty: bool = True) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._choices = tuple(choices)
        self._can_be_empty = can_be_empty
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        last = len(self._choices) - 1
        for number, choice in enumerate(self._choices):
            made = button(choice.text, role="segment", name=f"{name}: {choice.name or choice.text}")
            made.setProperty("end", "only" if last == 0 else "first" if number == 0 else "last" if number == last else "")
            made.setCheckable(True)
            made.setToolTip(tip(choice.name))
            made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            self._group.addButton(made, number)
            row.addWidget(made)
        row.addStretch(1)
        self._group.idClicked.connect(self._pressed)
        if self._choices:
            self.setFocusProxy(self._group.button(0))

    @property
    def value(self) -> object:
        """The value that holds, or None."""
        return next((choice.value for number, choice in enumerate(self._choices) if self._group.button(number).isChecked()), None)

    def show_value(self, value: object) -> None:
        """Light the choice of this value without telling anybody; None lights none."""
        for number, choice in enumerate(self._choices):
            self._group.button(number).setChecked(value is not None and choice.value == value)

    def choose(self, number: int) -> None:
        """Press the number-th choice (from 0), as a key does."""
        if 0 <= number < len(self._choices) and self.isEnabled():
            self._group.button(number).click()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk along the choices."""
        step = {Qt.Key.Key_Left.value: -1, Qt.Key.Key_Right.value: 1}.get(event.key(), 0)
        here = next((n for n in range(len(self._choices)) if self._group.button(n).hasFocus()), None)
        if step and here is not None and 0 <= here + step < len(self._choices):
            self._group.button(here + step).setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def _pressed(self, pressed: int) -> None:
        is_on = self._group.button(pressed).isChecked() or not self._can_be_empty
        for number in range(len(self._choices)):
            self._group.button(number).setChecked(number == pressed and is_on)
        self.chosen.emit(self._choices[pressed].value if is_on else None)


class Chips(QWidget):
    """Small tags that wrap: several can be on, or (`is_exclusive`) one."""

    changed = Signal(object)
    """The tuple of values that are on."""

    def __init__(self, name: str, choices: Sequence[Choice] = (), *, is_exclusive: bool = False) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._is_exclusive = is_exclusive
        self._buttons: list[tuple[Choice, QPushButton]] = []
        self._row = FlowLayout(self, Space.S)
        self.offer(choices)

    @property
    def values(self) -> tuple[object, ...]:
        """The values that are on, in their order."""
        return tuple(choice.value for choice, made in self._buttons if made.isChecked())

    @property
    def buttons(self) -> list[QPushButton]:
        """The chips themselves, in their order."""
        return [made for _choice, made in self._buttons]

    def offer(self, choices: Sequence[Choice]) -> None:
        """Show other choices, none of them on."""
        for _choice, old in self._buttons:
            self._row.removeWidget(old)
            old.deleteLater()
        self._buttons = []
        for choice in choices:
            made = button(choice.text, role="chip", name=f"{self.accessibleName()}: {choice.name or choice.text}")
            made.setCheckable(True)
            made.setToolTip(tip(choice.name))
            made.clicked.connect(self._pressed)
            self._buttons.append((choice, made))
            self._row.addWidget(made)

    def show_values(self, values: Sequence[object]) -> None:
        """Light these values without telling anybody."""
        for choice, made in self._buttons:
            made.setChecked(choice.value in values)

    def _pressed(self) -> None:
        if self._is_exclusive:
            pressed = self.sender()
            for _choice, made in self._buttons:
                if made is not pressed:
                    made.setChecked(False)
        self.changed.emit(self.values)
