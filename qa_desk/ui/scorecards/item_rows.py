"""A list of entries of a question, a small panel each: examples, evidence rules. Panels are used again for other entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from qa_desk.domain.language import tr
from qa_desk.ui.scorecards.fields import Edit, Field, Shown
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import IconButton, button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.ui.theme import Theme


class ItemRow(QFrame):
    """One entry: its fields, and a button that takes it away."""

    def __init__(self, theme: Theme, home: ItemRows, fields: Sequence[Field]) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.number = 0
        self.item_fields = tuple(fields)
        self._home = home
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.S, Space.S, Space.S)
        body = QVBoxLayout()
        body.setSpacing(Space.S)
        for field in fields:
            body.addWidget(field)
            field.edited.connect(self._edited)
        row.addLayout(body, 1)
        self.remove_button = IconButton(theme, "trash-2", tr("Take it away"), self._remove)
        column = QVBoxLayout()
        column.addWidget(self.remove_button)
        column.addStretch(1)
        row.addLayout(column)

    def show_item(self, shown: Shown, number: int) -> None:
        """Show another entry, or another state of it."""
        self.number = number
        own = Shown(shown.definition, (*shown.path, *self._home.suffix, number), shown.language)
        for field in self.item_fields:
            field.show_thing(own)

    def _edited(self, edit: Edit) -> None:
        self._home.edited.emit(Edit((*self._home.suffix, self.number, *edit.suffix), edit.value, edit.is_typing))

    def _remove(self) -> None:
        self._home.remove(self.number)


class ItemRows(Field):
    """The entries at one place of a question."""

    def __init__(self, theme: Theme, name: str, add: str) -> None:
        super().__init__((name,), "")
        self._theme = theme
        self._rows: list[ItemRow] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(Space.S)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._list)
        self.foot = QHBoxLayout()
        self.foot.addWidget(button(add, self.add, role="link"))
        self.foot.addStretch(1)
        column.addLayout(self.foot)
        self.column.insertWidget(1, body)

    @property
    def rows(self) -> list[ItemRow]:
        """The entries that are shown now."""
        return [row for row in self._rows if not row.isHidden()]

    def make_fields(self) -> Sequence[Field]:
        """The fields of one entry."""
        raise NotImplementedError

    def new_item(self) -> object:
        """What a new entry says."""
        raise NotImplementedError

    def prepare(self, row: ItemRow, shown: Shown) -> None:
        """What a row must know before it shows an entry."""

    def fill(self, shown: Shown) -> None:
        """Show all entries, in the panels that are there."""
        count = len(self._items(shown))
        while len(self._rows) < count:
            self._rows.append(ItemRow(self._theme, self, self.make_fields()))
            self._list.addWidget(self._rows[-1])
        for number, row in enumerate(self._rows):
            row.setVisible(number < count)
            if number < count:
                self.prepare(row, shown)
                row.show_item(shown, number)

    def add(self) -> None:
        """One more entry at the end."""
        if self.shown is not None:
            self.tell([*self._items(self.shown), self.new_item()])

    def remove(self, number: int) -> None:
        """Take an entry away."""
        if self.shown is not None:
            items = self._items(self.shown)
            self.tell([*items[:number], *items[number + 1 :]] or None)

    def _items(self, shown: Shown) -> list[object]:
        held = shown.value(self.suffix)
        return held if isinstance(held, list) else []
