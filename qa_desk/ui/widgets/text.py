"""Labels and lines. Text from outside is always plain: no label here ever reads markup."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def label(text: str = "", kind: str | None = None, *, meaning: str | None = None, wraps: bool = False) -> QLabel:
    """A plain-text label. `kind` is title, heading, muted, note, small, figure or fault; `meaning` good, watch, bad or accent."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("kind", kind)
    made.setProperty("meaning", meaning)
    if wraps:
        made.setWordWrap(True)
        # a wrapping label asks for its full height at any width only when its policy says so
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        made.setSizePolicy(policy)
    return made


def tip(text: str) -> str:
    """A tooltip's text: shown as it stands (Qt would read markup in it), wrapped when it is long."""
    return "<qt>" + escape(text).replace("\n", "<br>") + "</qt>" if text else ""


def hairline() -> QFrame:
    """A thin line between two groups."""
    made = QFrame()
    made.setProperty("kind", "line")
    return made


def restyle(widget: QWidget, **properties: object) -> None:
    """Set properties that the stylesheet looks at, on a widget that may be shown already."""
    if all(widget.property(name) == value for name, value in properties.items()):
        return
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
