"""Draws the shipped icons in a colour of the theme, sharp at every scale."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from qa_desk.resource_files import resource

if TYPE_CHECKING:
    from PySide6.QtCore import QRect

    from qa_desk.ui.tokens import Colours


class _Drawing(QIconEngine):
    """Paints the vector picture at whatever size is asked for; a disabled or checked button gets another colour."""

    def __init__(self, picture: str, usual: str, checked: str, disabled: str) -> None:
        super().__init__()
        self._picture = picture
        self._colours = usual, checked, disabled
        self._renderers: dict[str, QSvgRenderer] = {}

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        usual, checked, disabled = self._colours
        colour = disabled if mode == QIcon.Mode.Disabled else checked if state == QIcon.State.On else usual
        if colour not in self._renderers:
            self._renderers[colour] = QSvgRenderer(QByteArray(self._picture.replace("currentColor", colour).encode()))
        self._renderers[colour].render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        if size.isEmpty():
            return QPixmap()  # a button that has no room yet asks all the same
        drawn = QPixmap(size)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        self.paint(painter, drawn.rect(), mode, state)
        painter.end()
        return drawn

    def clone(self) -> QIconEngine:
        return _Drawing(self._picture, *self._colours)


def icon(name: str, colours: Colours, token: str = "muted", checked: str = "accent") -> QIcon:
    """A shipped icon in the colours now in force; `token` and `checked` name colours of the theme."""
    return QIcon(_Drawing(_picture(name), getattr(colours, token), getattr(colours, checked), colours.edge))


@lru_cache(maxsize=64)
def _picture(name: str) -> str:
    """The file is read once: a form has the same icon in each of its rows."""
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")
