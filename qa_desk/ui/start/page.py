"""The first page: what QA Desk is, and three ways to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from qa_desk.domain.language import tr
from qa_desk.ui.icons import icon
from qa_desk.ui.tokens import GUTTER, Space
from qa_desk.ui.widgets.card import Card
from qa_desk.ui.widgets.lines import Line, Lines
from qa_desk.ui.widgets.press_area import PressArea
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qa_desk.ui.theme import Theme
    from qa_desk.ui.tokens import Colours

_WIDTH = 880


class Way(PressArea):
    """A large button: an icon, what it does, and a line about it."""

    def __init__(
        self, theme: Theme, icon_name: str, title: str, note: str, pressed: Callable[[], object], *, is_first: bool
    ) -> None:
        super().__init__("way")
        self._icon_name = icon_name
        self.setProperty("first", "true" if is_first else "false")
        self.setAccessibleName(title)
        self.setAccessibleDescription(note)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.MinimumExpanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(Space.XS)
        self._picture = QLabel()
        column.addWidget(self._picture)
        column.addSpacing(Space.S)
        column.addWidget(label(title, "heading", wraps=True))
        column.addWidget(label(note, "note", wraps=True))
        column.addStretch(1)
        self.settle()
        self.clicked.connect(pressed)
        theme.changed.connect(self._recolour)
        self._recolour(theme.colours)

    def _recolour(self, colours: Colours) -> None:
        self._picture.setPixmap(icon(self._icon_name, colours, "accent").pixmap(QSize(24, 24), self.devicePixelRatioF()))


class StartPage(QWidget):
    """Shown when no workspace is open."""

    demonstration_wanted = Signal()
    new_wanted = Signal()
    open_wanted = Signal()
    recent_wanted = Signal(object)
    """The `Path` of a workspace of before."""

    def __init__(self, theme: Theme, recent: list[Path]) -> None:
        super().__init__()
        self.setAccessibleName(tr("Start"))
        self._recent = recent
        middle = QWidget()
        middle.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(middle)
        column.setContentsMargins(Space.XL, 0, Space.XL, 0)
        column.setSpacing(Space.S)
        name = label("QA Desk", "figure")
        column.addWidget(name)
        pitch = tr(
            "Score interactions, calibrate, and coach with figures that can be defended. Offline: recordings stay where they are."
        )
        column.addWidget(label(pitch, "muted", wraps=True))
        column.addSpacing(Space.L)
        self._ways = self._make_ways(theme)
        row = QHBoxLayout()
        row.setSpacing(GUTTER)
        for way in self._ways:
            row.addWidget(way, 1)
        column.addLayout(row)
        self._busy = label("", "muted")
        self._busy.hide()
        column.addWidget(self._busy)
        if recent:
            column.addSpacing(Space.L)
            column.addWidget(self._make_recent(recent))
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        centred = QHBoxLayout()
        centred.addStretch(1)
        centred.addWidget(middle, 100)
        centred.addStretch(1)
        outer.addLayout(centred)
        outer.addStretch(3)

    def show_busy(self, text: str) -> None:
        """Say what is being prepared, and keep hands off meanwhile; an empty text ends it."""
        self._busy.setText(text)
        self._busy.setVisible(bool(text))
        for way in self._ways:
            way.setEnabled(not text)

    def _make_ways(self, theme: Theme) -> list[Way]:
        return [
            Way(
                theme,
                "headphones",
                tr("Look at the demonstration"),
                tr("A centre with three teams, half a year of tickets and calls, evaluations and recordings to score."),
                self.demonstration_wanted.emit,
                is_first=not self._recent,
            ),
            Way(
                theme,
                "file-plus",
                tr("Make a new workspace"),
                tr("One file on your disk. Import recordings, tickets, calls and surveys into it."),
                self.new_wanted.emit,
                is_first=False,
            ),
            Way(
                theme,
                "folder-open",
                tr("Open a workspace"),
                tr("A .qadesk file that you or a colleague made."),
                self.open_wanted.emit,
                is_first=False,
            ),
        ]

    def _make_recent(self, recent: list[Path]) -> Card:
        card = Card(tr("Opened before"))
        lines = Lines(tr("Opened before"))
        lines.show_lines([Line(path.stem, str(path.parent), key=path) for path in recent[:5]])
        lines.pressed.connect(self.recent_wanted)
        card.add_wide(lines)
        return card
