"""The part of a form that scrolls: never narrower than its answers, never sideways."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QWidget

from qa_desk.ui.tokens import Space


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
        self.ensureWidgetVisible(widget, 0, Space.XL)

    def lay_out_now(self) -> None:
        """Give everything its place, so that it can be scrolled to."""
        body = self.widget()
        layout = body.layout() if body is not None else None
        if layout is not None:
            layout.activate()

    def _fit_answers(self) -> None:
        """Every answer is as wide as its words; the look's own minimum is for one digit and would cut longer ones off."""
        body = self.widget()
        if body is not None:
            for part in body.findChildren(QPushButton):
                if part.property("role") != "segment":
                    continue
                part.ensurePolished()
                part.setMinimumWidth(part.sizeHint().width())
        QTimer.singleShot(0, self, self._take_width)  # after what stands around them was laid out anew

    def _take_width(self) -> None:
        body = self.widget()
        if body is not None:
            self.setMinimumWidth(body.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width())
