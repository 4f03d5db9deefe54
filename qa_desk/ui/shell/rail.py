"""The left rail: the places of the program, as icons with their names under them, or beside them when it is widened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from qa_desk.domain.language import tr
from qa_desk.ui.icons import icon
from qa_desk.ui.tokens import RAIL_NARROW, RAIL_WIDE, Space, Type
from qa_desk.ui.widgets.buttons import IconButton
from qa_desk.ui.widgets.text import restyle, tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.ui.screen import Place
    from qa_desk.ui.theme import Theme
    from qa_desk.ui.tokens import Colours


class Rail(QWidget):
    """One button a place; the one that is shown is lit."""

    chosen = Signal(object)
    """The key of the place that was pressed."""
    widened = Signal(object)
    """Whether it is wide now."""

    def __init__(self, theme: Theme, places: Sequence[Place], *, is_wide: bool = False) -> None:
        super().__init__()
        self.setProperty("kind", "rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("Places"))
        self._theme = theme
        self._places = tuple(places)
        self._buttons: dict[str, QToolButton] = {}
        self._is_wide = is_wide
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XS, Space.S, Space.XS + 1, Space.S)
        column.setSpacing(Space.XS)
        for number, place in enumerate(self._places):
            if place.key == "settings":
                column.addStretch(1)
            column.addWidget(self._make_button(place, number))
        self._widen = IconButton(theme, "panel-left", "", self._toggle)
        column.addWidget(self._widen, 0, Qt.AlignmentFlag.AlignHCenter)
        theme.changed.connect(self._recolour)
        self._recolour(theme.colours)
        self._arrange()

    @property
    def is_wide(self) -> bool:
        """Whether names stand beside the icons."""
        return self._is_wide

    def light(self, key: str) -> None:
        """Show which place one is in."""
        for name, made in self._buttons.items():
            made.setChecked(name == key)

    def _make_button(self, place: Place, number: int) -> QToolButton:
        made = QToolButton()
        name = tr(place.label)
        made.setText(name)
        made.setAccessibleName(name)
        made.setToolTip(tip(f"{name}  (Ctrl+{number + 1})" if number < 9 else name))
        made.setCheckable(True)
        made.setIconSize(QSize(22, 22))
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        made.setCursor(Qt.CursorShape.PointingHandCursor)
        made.setObjectName(place.key)
        made.clicked.connect(self._pressed)
        self._buttons[place.key] = made
        return made

    def _pressed(self) -> None:
        self.chosen.emit(self.sender().objectName())

    def _toggle(self) -> None:
        self._is_wide = not self._is_wide
        self._arrange()
        self.widened.emit(self._is_wide)

    def _arrange(self) -> None:
        self._fix_width()
        beside, under = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonTextUnderIcon
        restyle(self, wide="true" if self._is_wide else "false")
        for made in self._buttons.values():
            made.setToolButtonStyle(beside if self._is_wide else under)
            made.style().unpolish(made)
            made.style().polish(made)
        self._widen.rename(tr("Icons only") if self._is_wide else tr("Wider, with names beside the icons"))

    def _recolour(self, colours: Colours) -> None:
        for place in self._places:
            self._buttons[place.key].setIcon(icon(place.icon, colours, "muted", "accent"))
        self._fix_width()

    def _fix_width(self) -> None:
        """As narrow as the longest name allows: a place is never an ellipsis, in any language."""
        font = QFont(self.font())
        font.setPixelSize(self._theme.size(Type.BODY if self._is_wide else Type.SMALL))
        font.setBold(True)
        longest = max((QFontMetrics(font).horizontalAdvance(made.text()) for made in self._buttons.values()), default=0)
        room = longest + (64 if self._is_wide else Space.XL)
        self.setFixedWidth(max(self._theme.size(RAIL_WIDE if self._is_wide else RAIL_NARROW), room))
