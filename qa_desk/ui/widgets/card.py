"""A framed part of a page, with a heading and room for a control beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from qa_desk.ui.tokens import GUTTER, Space
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayout


_INSET = Space.S
_EDGE = Space.L - _INSET


class Card(QFrame):
    """A surface with a heading; `add` puts widgets under one another in it."""

    def __init__(self, title: str = "", note: str = "") -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, Space.M, _EDGE, Space.L)
        column.setSpacing(Space.S)
        self._head = QHBoxLayout()
        self._head.setContentsMargins(_INSET, 0, _INSET, 0)
        self._heading = label(title, "heading")
        self._note = label(note, "note")
        self._head.addWidget(self._heading)
        self._head.addWidget(self._note, 1)
        column.addLayout(self._head)
        self._heading.setVisible(bool(title))
        self._note.setVisible(bool(note))
        self._column = column

    def show_heading(self, title: str, note: str = "") -> None:
        """Write another heading, with a quieter text beside it."""
        self._heading.setText(title)
        self._note.setText(note)
        self._heading.setVisible(bool(title))
        self._note.setVisible(bool(note))
        self.setAccessibleName(title)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Put a widget under what is there, level with the heading."""
        inset = self._inset()
        inset.addWidget(widget)
        self._column.addLayout(inset, stretch)

    def add_layout(self, layout: QLayout) -> None:
        """Put a layout under what is there, level with the heading."""
        inset = self._inset()
        inset.addLayout(layout)
        self._column.addLayout(inset)

    def add_wide(self, widget: QWidget) -> None:
        """Put a widget whose own words are set in (lines that light up as a whole) under what is there."""
        self._column.addWidget(widget)

    def _inset(self) -> QHBoxLayout:
        inset = QHBoxLayout()
        inset.setContentsMargins(_INSET, 0, _INSET, 0)
        return inset

    def add_control(self, widget: QWidget) -> None:
        """Put a control beside the heading, on the right."""
        if self._head.count() == 2:
            self._head.addStretch(1)
        self._head.addWidget(widget)


class Page(QScrollArea):
    """A place's scrolling body: a column of parts with the margins and gutters of the grid."""

    def __init__(self, name: str, *, widest: int = 0) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        body = QWidget()
        body.setProperty("kind", "page")
        if widest:
            body.setMaximumWidth(widest)
        self.column = QVBoxLayout(body)
        self.column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.XL)
        self.column.setSpacing(GUTTER)
        self.setWidget(body)
