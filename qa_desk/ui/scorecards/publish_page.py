"""The page before a version is published for ever: what changed since the last one, and which trends that breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qa_desk.domain.language import ntr, tr
from qa_desk.domain.scoring import heavy_questions
from qa_desk.ui.scorecards.comparison_view import ComparisonView
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.header import Header
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from qa_desk.ui.scorecards.presenter import Publication
    from qa_desk.ui.theme import Theme


class PublishPage(QWidget):
    """Publishing cannot be taken back, so it asks once, with all that can be known about it."""

    confirmed = Signal(str)
    """The id of the draft."""
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._draft = ""
        self.header = Header("")
        self.back_button = button(tr("Go on editing"), self.left.emit)
        self.header.add_action(self.back_button)
        self.publish_button = self.header.add_primary(tr("Publish"), self._confirm)
        self._said = label("", wraps=True)
        self._said.setContentsMargins(Space.XL, Space.L, Space.XL, 0)
        self.view = ComparisonView(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self._said)
        column.addWidget(self.view, 1)
        column.addStretch(0)

    @property
    def said(self) -> str:
        """What stands at the top."""
        return self._said.text()

    def show_publication(self, found: Publication) -> None:
        """Show what publishing this draft means."""
        self._draft = found.entry.id
        title = tr("Publish {name}?", name=found.entry.name)
        self.header.show_title(title, tr("A published version never changes again; a new wording is a new version."))
        count = sum(1 for _question in found.version.questions())
        sentences = [ntr("It has {count} question.", "It has {count} questions.", count)]
        if found.last is None:
            sentences.append(tr("It is the first version of this scorecard: its trends begin here."))
        else:
            sentences.append(tr("Compared with {name}:", name=found.last.name))
        heavy = heavy_questions(found.version)
        if heavy and count > 2:
            names = ", ".join(q.label() for q in found.version.questions() if q.id in heavy)
            sentences.insert(1, tr("▲ More than 40 % of the form hang on one question: {names}.", names=names))
        self._said.setText("\n".join(sentences))
        self.view.setVisible(found.comparison is not None)
        if found.comparison is not None:
            self.view.show_comparison(found.comparison)
        self.publish_button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _confirm(self) -> None:
        self.confirmed.emit(self._draft)
