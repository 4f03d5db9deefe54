"""A line above a part that says what is the matter with it, with one action where there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout

from qa_desk.domain.language import N_, tr
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.text import label, restyle

if TYPE_CHECKING:
    from collections.abc import Callable

_WORDS = {"good": N_("Done"), "watch": N_("Note"), "bad": N_("Not done"), "accent": N_("Hint")}
"""Colour never carries the meaning alone: a word goes before the text."""


class Banner(QFrame):
    """Hidden until something is said; goes away when closed or cleared."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "banner")
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.S, Space.S, Space.S)
        row.setSpacing(Space.S)
        self._word = label("", "heading")
        self._text = label("", wraps=True)
        self._action = button("", self._act)
        self._pressed: Callable[[], object] | None = None
        row.addWidget(self._word)
        row.addWidget(self._text, 1)
        row.addWidget(self._action)
        row.addWidget(button(tr("Close"), self.clear, role="quiet"))
        self.hide()

    @property
    def text(self) -> str:
        """What it says now; empty when it says nothing."""
        return self._text.text()

    def say(self, text: str, meaning: str = "bad", action: str = "", pressed: Callable[[], object] | None = None) -> None:
        """Say something: good, watch, bad or accent."""
        restyle(self, meaning=meaning)
        restyle(self._word, meaning=meaning)
        self._word.setText(tr(_WORDS[meaning]))
        self._text.setText(text)
        self.setAccessibleName(text)
        self._pressed = pressed
        self._action.setText(action)
        self._action.setAccessibleName(action)
        self._action.setVisible(bool(action and pressed))
        self.show()

    def clear(self) -> None:
        """Say nothing any more."""
        self._text.clear()
        self._pressed = None
        self.hide()

    def _act(self) -> None:
        pressed = self._pressed
        self.clear()
        if pressed is not None:
            pressed()
