"""The named scales of a scorecard: answers that several questions share, changed in one place for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from qa_desk.domain.answer_references import renamed_scale
from qa_desk.domain.definition_paths import entries_at, text_at, with_value
from qa_desk.domain.language import ntr, tr
from qa_desk.domain.scorecard_editing import fresh_id, own_answers, question_paths
from qa_desk.ui.scorecards.answers_box import AnswersBox
from qa_desk.ui.scorecards.fields import Field, Shown
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import IconButton, button
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from qa_desk.ui.scorecards.editor_presenter import EditorPresenter
    from qa_desk.ui.theme import Theme

_TWO = [{"id": "answer-1", "credit": 1}, {"id": "answer-2", "credit": 0}]


class ScaleCard(QFrame):
    """One scale: its name, how many questions use it, its answers."""

    def __init__(self, theme: Theme, presenter: EditorPresenter) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._presenter, self._scale = presenter, ""
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.S, Space.S, Space.S)
        head = QHBoxLayout()
        self.name = QLineEdit()
        self.name.setAccessibleName(tr("Name of the scale"))
        self._uses = label("", "note")
        head.addWidget(self.name, 1)
        head.addWidget(self._uses)
        head.addWidget(IconButton(theme, "trash-2", tr("Take this scale away"), self._remove))
        column.addLayout(head)
        self.answers = AnswersBox(theme, presenter)
        column.addWidget(self.answers)
        self.name.editingFinished.connect(self._renamed)

    def show_scale(self, shown: Shown, name: str) -> None:
        """Show another scale, or another state of it."""
        self._scale = name
        if self.name.text() != name:
            with QSignalBlocker(self.name):
                self.name.setText(name)
        uses = sum(text_at(shown.definition, (*path, "scale")) == name for path in question_paths(shown.definition))
        self._uses.setText(ntr("{count} question", "{count} questions", uses))
        self.answers.show_thing(Shown(shown.definition, ("scales", name), shown.language))

    def _renamed(self) -> None:
        name = self.name.text().strip()
        if name and name != self._scale and name not in entries_at(self._presenter.definition, ("scales",)):
            self._presenter.do(renamed_scale(self._presenter.definition, self._scale, name))

    def _remove(self) -> None:
        """Questions that use it keep its answers as their own."""
        definition = self._presenter.definition
        for path in question_paths(definition):
            if text_at(definition, (*path, "scale")) == self._scale:
                definition = own_answers(definition, path)
        scales = {name: answers for name, answers in entries_at(definition, ("scales",)).items() if name != self._scale}
        self._presenter.do(with_value(definition, ("scales",), scales or None))


class ScalesBox(Field):
    """All of them."""

    def __init__(self, theme: Theme, presenter: EditorPresenter) -> None:
        super().__init__(("scales",), "")
        self._theme, self._presenter = theme, presenter
        self._cards: list[ScaleCard] = []
        body = QWidget()
        self._list = QVBoxLayout(body)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(Space.S)
        self.column.insertWidget(1, body)
        foot = QHBoxLayout()
        foot.addWidget(button(tr("Add a scale"), self.add, role="link"))
        foot.addStretch(1)
        self.column.addLayout(foot)

    @property
    def cards(self) -> list[ScaleCard]:
        """The scales that are shown now."""
        return [card for card in self._cards if not card.isHidden()]

    def fill(self, shown: Shown) -> None:
        """Show all scales, in the cards that are there."""
        names = list(entries_at(shown.definition, ("scales",)))
        while len(self._cards) < len(names):
            self._cards.append(ScaleCard(self._theme, self._presenter))
            self._list.addWidget(self._cards[-1])
        for number, card in enumerate(self._cards):
            card.setVisible(number < len(names))
            if number < len(names):
                card.show_scale(shown, names[number])

    def add(self) -> None:
        """One more, with two answers."""
        scales = entries_at(self._presenter.definition, ("scales",))
        name = fresh_id("scale", scales)
        self._presenter.do(with_value(self._presenter.definition, ("scales",), {**scales, name: list(_TWO)}))
