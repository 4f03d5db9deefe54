"""The head of every place: its title, the filters that hold for all of it, and one primary action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from qa_desk.domain.language import tr
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.elided import ElidedLabel
from qa_desk.ui.widgets.text import tip

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent


_HEIGHT = 72
"""The same with and without a note: nothing jumps from place to place."""
_NARROWEST = 140
_CHANGED = (QEvent.Type.ShowToParent, QEvent.Type.HideToParent, QEvent.Type.LayoutRequest)


class Header(QWidget):
    """Title on the left, filters after it, one primary action on the right.

    Where it is too narrow, the lesser actions go into a menu, the last first; then the filters stand under the title.
    """

    def __init__(self, title: str, note: str = "") -> None:
        super().__init__()
        self.setProperty("kind", "header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._lesser: list[QWidget] = []
        self._holders: list[QWidget] = []
        self._primary: QPushButton | None = None
        self._title, self._note = ElidedLabel(title, "title"), ElidedLabel(note, "note")
        self._words = self._make_words()
        self._note.setVisible(bool(note))  # only now: without a parent it would be a window of its own for a moment
        self._filter_box = QWidget()
        self._filters = _row(self._filter_box)
        self._filter_box.hide()
        self._more = button(tr("More"))
        self._menu = QMenu(self._more)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._more.setMenu(self._menu)
        self._more.hide()
        self._row = QHBoxLayout()
        self._row.setSpacing(Space.M)
        self._row.addWidget(self._words, 1000)
        self._row.addWidget(self._filter_box)
        self._row.addStretch(1)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(Space.S)
        self._actions.addWidget(self._more)
        self._row.addLayout(self._actions)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(Space.XL, Space.M, Space.XL, Space.M)
        self._column.setSpacing(Space.S)
        self._column.addLayout(self._row)
        self.setMinimumHeight(_HEIGHT)  # larger letters make it higher
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._fit()

    def _make_words(self) -> QWidget:
        made = QWidget()
        words = QVBoxLayout(made)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._note)
        words.addStretch(1)
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        return made

    @property
    def title(self) -> str:
        """What is written now."""
        return self._title.text()

    def show_title(self, title: str, note: str = "") -> None:
        """Write another title, with a quieter line under it."""
        self._title.setText(title)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._fit()

    def add_filter(self, widget: QWidget) -> None:
        """A control that applies to the whole place (period, team)."""
        self._filters.addWidget(widget)
        self._filter_box.show()
        widget.installEventFilter(self)
        self._arrange()

    def add_action(self, widget: QWidget) -> None:
        """A lesser control on the right, before the primary one."""
        holder = QWidget()  # it hides what there is no room for; whether the action can be had is the place's own business
        _row(holder).addWidget(widget)
        self._lesser.append(widget)
        self._holders.append(holder)
        self._actions.insertWidget(len(self._lesser) - 1, holder)
        holder.setVisible(not widget.isHidden())  # only now: without a parent it would be a window of its own for a moment
        widget.installEventFilter(self)
        self._arrange()

    def add_primary(self, text: str, pressed: Callable[[], object]) -> QPushButton:
        """The one obvious next action."""
        self._primary = button(text, pressed, role="primary")
        self._actions.addWidget(self._primary)
        self._primary.installEventFilter(self)
        self._arrange()
        return self._primary

    def minimumSizeHint(self) -> QSize:
        """As narrow as its window: it arranges itself in what room there is."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another room, another arrangement."""
        super().resizeEvent(event)
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A control came, went or says something else."""
        if event.type() in _CHANGED:
            self._arrange()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Other letters, other widths."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        """Title and note take the width of their words, and give way to the controls when there is too little."""
        for word in (self._title, self._note):
            word.ensurePolished()
        needed = max(word.fontMetrics().horizontalAdvance(word.text()) + 2 for word in (self._title, self._note))
        self._words.setMaximumWidth(needed)
        self._words.setMinimumWidth(min(needed, _NARROWEST))
        self._title.setToolTip(tip(self._title.text()))
        self._note.setToolTip(tip(self._note.text()))
        self._arrange()

    def _arrange(self) -> None:
        """Everything in one line; else actions into the menu; else the filters under the title as well."""
        room = self.width() - 2 * Space.XL - self._words.minimumWidth() - Space.M
        filters = self._filter_box.sizeHint().width() + 2 * Space.M if self._filters.count() else 0
        kept = self._kept(room - filters)
        is_under = kept is None and filters > 0
        if kept is None:
            kept = self._kept(room) or 0
        self._place_filters(is_under=is_under)
        offered = [not widget.isHidden() for widget in self._lesser]
        for place, holder in enumerate(self._holders):
            holder.setVisible(offered[place] and sum(offered[:place]) < kept)
        self._more.setVisible(sum(offered) > kept)

    def _kept(self, room: int) -> int | None:
        """How many lesser actions have room beside the primary one; None when not even the menu has."""
        widths = [widget.sizeHint().width() + Space.S for widget in self._lesser if not widget.isHidden()]
        has_primary = self._primary is not None and not self._primary.isHidden()
        left = room - (self._primary.sizeHint().width() if self._primary is not None and has_primary else 0)
        if sum(widths) <= left:
            return len(widths)
        left -= self._more.sizeHint().width() + Space.S
        return next((number for number in range(len(widths) - 1, -1, -1) if sum(widths[:number]) <= left), None)

    def _place_filters(self, *, is_under: bool) -> None:
        if is_under == (self._column.indexOf(self._filter_box) >= 0):
            return
        if is_under:
            self._row.removeWidget(self._filter_box)
            self._column.addWidget(self._filter_box, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            self._column.removeWidget(self._filter_box)
            self._row.insertWidget(1, self._filter_box)

    def _fill_menu(self) -> None:
        self._menu.clear()
        for widget, holder in zip(self._lesser, self._holders, strict=True):
            if widget.isHidden() or not holder.isHidden() or not isinstance(widget, QAbstractButton):
                continue
            own = widget.menu() if isinstance(widget, QPushButton | QToolButton) else None
            name = widget.text() or widget.accessibleName().replace("&", "&&")
            if own is not None:
                own.setTitle(name)
            entry = self._menu.addMenu(own) if own is not None else self._menu.addAction(name, widget.click)
            action = own.menuAction() if own is not None else entry
            if isinstance(action, QAction):
                action.setEnabled(widget.isEnabled())


def _row(holder: QWidget) -> QHBoxLayout:
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(Space.S)
    return row
