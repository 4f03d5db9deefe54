"""The rooms of the Evaluate place: panels that take the form's place, and pages that take the whole place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from qa_desk.ui.evaluate.dispute_side import SidePanel
    from qa_desk.ui.evaluate.form import ScorecardForm


class Rooms(QObject):
    """`side` holds the form first and then panels; `pages` the work first and then pages."""

    work_shown = Signal()
    """The work is back in the place of a page."""

    def __init__(self, form: ScorecardForm, parent: QObject) -> None:
        super().__init__(parent)
        self._form = form
        self.side = QStackedWidget()
        self.pages = QStackedWidget()

    @property
    def panel(self) -> QWidget | None:
        """The panel in the form's place; None: the form."""
        return self.side.currentWidget() if self.side.currentIndex() > 0 else None

    @property
    def page(self) -> QWidget | None:
        """The page in the work's place; None: the work."""
        return self.pages.currentWidget() if self.pages.currentIndex() > 0 else None

    def add_panel(self, panel: SidePanel) -> None:
        """Have another panel, which closes back to the form."""
        panel.closed.connect(self.back_to_form)
        self.side.addWidget(panel)

    def show_panel(self, panel: SidePanel) -> None:
        """Put a panel in the form's place."""
        self.back_to_work()
        panel.take_keys(self._form.foot.keys)
        self.side.setCurrentWidget(panel)

    def show_page(self, page: QWidget) -> None:
        """Put a page in the work's place."""
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)

    def back_to_form(self) -> None:
        """The form again, with the keys in it."""
        if self.panel is not None:
            self.side.setCurrentIndex(0)
            self._form.take_focus()

    def back_to_work(self) -> None:
        """The work again."""
        if self.page is not None:
            self.pages.setCurrentIndex(0)
            self.work_shown.emit()
