"""The part of a form that scrolls: never narrower than its answers, never sideways, and never jumping by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, QTimer
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QWidget

from qa_desk.ui.tokens import Space

if TYPE_CHECKING:
    from collections.abc import Callable


class FormScroll(QScrollArea):
    """Its width follows the words on the answers, in every language and at every size of the letters."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def fit_later(self, _colours: object = None) -> None:
        """Take the width of the answers once they have their look."""
        QTimer.singleShot(0, self, self._fit_answers)

    def keep_in_sight(self, widget: QWidget) -> None:
        """Bring a part into sight with all that it unfolded, also when all of it is laid out anew."""
        self.lay_out_now()
        self.bring(widget)
        QTimer.singleShot(0, widget, lambda: self.bring(widget))

    def bring(self, widget: QWidget) -> None:
        """Scroll to a part, as far as needed."""
        if widget.isVisible():
            self.ensureWidgetVisible(widget, 0, Space.XL)

    def hold(self, widget: QWidget | None, work: Callable[[], None]) -> None:
        """Do what adds or takes away parts, and keep this one where it is in the view."""
        if widget is None or not widget.isVisible():
            work()
            self.lay_out_now()  # before it is painted: parts without room would be squeezed for a moment
            return
        before = widget.mapTo(self.viewport(), QPoint(0, 0)).y()
        work()
        self.lay_out_now()
        bar = self.verticalScrollBar()
        if widget.isVisible():
            bar.setValue(bar.value() + widget.mapTo(self.viewport(), QPoint(0, 0)).y() - before)

    def lay_out_now(self) -> None:
        """Give everything its place, so that it can be scrolled to."""
        body = self.widget()
        layout = body.layout() if body is not None else None
        if layout is not None:
            # what was shown, hidden or grown asks the parts around it for room one after another
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
            layout.activate()

    def _fit_answers(self) -> None:
        """Every answer is as wide as its words; the look's own minimum is for one digit and would cut longer ones off."""
        body = self.widget()
        if body is not None:
            for part in body.findChildren(QPushButton):
                if part.property("role") != "segment" or part.minimumWidth() >= part.sizeHint().width():
                    continue
                part.ensurePolished()
                part.setMinimumWidth(part.sizeHint().width())
        QTimer.singleShot(0, self, self._take_width)  # after what stands around them was laid out anew

    def _take_width(self) -> None:
        body = self.widget()
        if body is not None:
            self.setMinimumWidth(body.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width())
