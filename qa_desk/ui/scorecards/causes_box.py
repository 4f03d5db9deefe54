"""The root causes that a scorecard declares: a line each, in the language in hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from qa_desk.domain.definition_paths import items_at, text_at, value_at
from qa_desk.domain.definition_texts import any_text, text_in, with_text
from qa_desk.domain.language import tr
from qa_desk.domain.scorecard_editing import add_item
from qa_desk.ui.scorecards.fields import Field
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import IconButton, button

if TYPE_CHECKING:
    from qa_desk.domain.definition_paths import Path
    from qa_desk.ui.scorecards.editor_presenter import EditorPresenter
    from qa_desk.ui.scorecards.fields import Shown
    from qa_desk.ui.theme import Theme

_PLACE = "root_causes"


class CauseRow(QWidget):
    """One root cause: its words, its id, and a button that takes it away."""

    def __init__(self, theme: Theme, presenter: EditorPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self.path: Path = ()
        self.title, self.name = QLineEdit(), QLineEdit()
        self.name.setFixedWidth(theme.size(140))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self.title, 1)
        row.addWidget(self.name)
        row.addWidget(IconButton(theme, "trash-2", tr("Take this root cause away"), self._remove))
        self.title.textEdited.connect(self._typed)
        self.title.editingFinished.connect(self._title_done)
        self.name.editingFinished.connect(self._renamed)

    def show_cause(self, shown: Shown, number: int) -> None:
        """Show another root cause, or another state of it."""
        self.path = (_PLACE, number)
        title, name = value_at(shown.definition, (*self.path, "title")), text_at(shown.definition, (*self.path, "id"))
        for line, text in ((self.title, text_in(title, shown.language)), (self.name, name)):
            if line.text() != text:
                with QSignalBlocker(line):
                    line.setText(text)
                    line.setCursorPosition(0)
        self.title.setPlaceholderText(any_text(title, shown.language) or name)
        self.title.setAccessibleName(tr("Root cause {number}", number=number + 1))
        self.name.setAccessibleName(tr("Id of root cause {number}", number=number + 1))

    def _typed(self, text: str) -> None:
        place = (*self.path, "title")
        held = value_at(self._presenter.definition, place)
        self._presenter.put(place, with_text(held, self._presenter.language, text), is_typing=True)

    def _title_done(self) -> None:
        self._presenter.name_by_title(self.path)

    def _renamed(self) -> None:
        self._presenter.rename(self.path, self.name.text())

    def _remove(self) -> None:
        self._presenter.remove(self.path)


class CausesBox(Field):
    """All of them."""

    def __init__(self, theme: Theme, presenter: EditorPresenter) -> None:
        super().__init__((_PLACE,), "")
        self._theme, self._presenter = theme, presenter
        self._rows: list[CauseRow] = []
        body = QWidget()
        self._list = QVBoxLayout(body)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(Space.XS)
        self.column.insertWidget(1, body)
        foot = QHBoxLayout()
        foot.addWidget(button(tr("Add a root cause"), self.add, role="link"))
        foot.addStretch(1)
        self.column.addLayout(foot)

    @property
    def rows(self) -> list[CauseRow]:
        """The lines that are shown now."""
        return [row for row in self._rows if not row.isHidden()]

    def fill(self, shown: Shown) -> None:
        """Show all root causes, in the lines that are there."""
        count = len(items_at(shown.definition, (_PLACE,)))
        while len(self._rows) < count:
            self._rows.append(CauseRow(self._theme, self._presenter))
            self._list.addWidget(self._rows[-1])
        for number, row in enumerate(self._rows):
            row.setVisible(number < count)
            if number < count:
                row.show_cause(shown, number)

    def add(self) -> None:
        """One more, with the cursor in it."""
        self._presenter.do(add_item(self._presenter.definition, (_PLACE,), {}, "cause"))
        self.rows[-1].title.setFocus(Qt.FocusReason.ShortcutFocusReason)
