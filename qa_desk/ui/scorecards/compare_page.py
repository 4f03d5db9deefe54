"""The page that compares any two versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qa_desk.domain.language import tr
from qa_desk.ui.scorecards.comparison_view import ComparisonView
from qa_desk.ui.widgets.banner import Banner
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.combo import ComboBox
from qa_desk.ui.widgets.header import Header

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.services.scorecards import VersionEntry
    from qa_desk.ui.scorecards.presenter import ScorecardsPresenter
    from qa_desk.ui.theme import Theme


class ComparePage(QWidget):
    """Two boxes to choose from, and what is different under them."""

    left = Signal()

    def __init__(self, theme: Theme, presenter: ScorecardsPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self.header = Header(tr("Compare versions"))
        self.older, self.newer = ComboBox(), ComboBox()
        for box, name in ((self.older, tr("Older version")), (self.newer, tr("Newer version"))):
            box.setAccessibleName(name)
            box.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToContents)
            box.setMinimumContentsLength(18)
            box.activated.connect(self._compare)
            self.header.add_filter(box)
        self.header.add_action(button(tr("Swap"), self._swap))
        self.header.add_primary(tr("Done"), self.left.emit)
        self.banner = Banner()
        self.view = ComparisonView(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.banner)
        column.addWidget(self.view, 1)

    def show_versions(self, entries: Sequence[VersionEntry], older: str, newer: str) -> None:
        """Offer all versions, and compare these two."""
        for box, chosen in ((self.older, older), (self.newer, newer)):
            box.clear()
            for entry in entries:
                box.addItem(entry.name, entry.id)
            box.setCurrentIndex(max(0, box.findData(chosen)))
        self._compare()

    def _swap(self) -> None:
        older, newer = self.older.currentIndex(), self.newer.currentIndex()
        self.older.setCurrentIndex(newer)
        self.newer.setCurrentIndex(older)
        self._compare()

    def _compare(self, _place: int = 0) -> None:
        comparison = self._presenter.compare(str(self.older.currentData()), str(self.newer.currentData()))
        self.view.setVisible(comparison is not None)
        if comparison is not None:
            self.banner.clear()
            self.view.show_comparison(comparison)
        else:
            self.banner.say(tr("One of the two has faults still; mend them first."), "watch")
