"""What the properties of a thing are made of: a panel of fields, and groups in it that fold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qa_desk.domain.language import join_sentences, tr
from qa_desk.ui.scorecards.fields import Edit, Field, Shown
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import IconButton
from qa_desk.ui.widgets.text import hairline, label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qa_desk.domain.definition_paths import Path
    from qa_desk.domain.scorecard_inspection import PlacedFault
    from qa_desk.ui.scorecards.editor_presenter import EditorPresenter
    from qa_desk.ui.theme import Theme


class Panel(QWidget):
    """Fields under one another about one thing; `show_thing` shows another thing in the same fields."""

    def __init__(self, presenter: EditorPresenter) -> None:
        super().__init__()
        self.presenter = presenter
        self.shown = Shown({}, (), "en")
        self.fields: list[Field] = []
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(Space.M)

    def own(self, *fields: Field) -> None:
        """Fill these fields with the thing, and take their changes."""
        for field in fields:
            field.edited.connect(self._edited)
            self.fields.append(field)

    def add(self, *fields: Field) -> None:
        """Fields under one another."""
        self.own(*fields)
        for field in fields:
            self.column.addWidget(field)

    def add_row(self, *fields: Field, stretch: Sequence[int] = ()) -> None:
        """Fields beside each other."""
        self.own(*fields)
        self.column.addLayout(row_of(*fields, stretch=stretch))

    def show_thing(self, shown: Shown) -> None:
        """Show a thing, or another state of it."""
        self.shown = shown
        for field in self.fields:
            field.show_thing(shown)

    def show_faults(self, faults: Sequence[PlacedFault]) -> list[PlacedFault]:
        """Say what is wrong beside the fields; what belongs to none of them comes back."""
        own = [fault for fault in faults if fault.path[: len(self.shown.path)] == self.shown.path]
        said: dict[int, list[str]] = {}
        rest = []
        for fault in own:
            suffix = fault.path[len(self.shown.path) :]
            home = self._home(suffix)
            if home is None:
                rest.append(fault)
            else:
                said.setdefault(home, []).append(fault.message)
        for number, field in enumerate(self.fields):
            field.show_fault(join_sentences(said.get(number, [])))
        return rest

    def _home(self, suffix: Path) -> int | None:
        """The field that a place belongs to: the nearest one above it."""
        fits = [
            (len(field.suffix), number)
            for number, field in enumerate(self.fields)
            if field.suffix and suffix[: len(field.suffix)] == field.suffix
        ]
        return max(fits)[1] if fits else None

    def field_at(self, suffix: Path) -> Field | None:
        """The field that shows a place under the thing."""
        number = self._home(suffix)
        return None if number is None else self.fields[number]

    def _edited(self, edit: Edit) -> None:
        self.presenter.put((*self.shown.path, *edit.suffix), edit.value, is_typing=edit.is_typing)


class Group(QWidget):
    """A part of the properties that folds; folded it still says in a few words what is in it."""

    def __init__(self, theme: Theme, title: str, parts: Iterable[QWidget], *, is_folded: bool = True) -> None:
        super().__init__()
        self._title = title
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(hairline())
        head = QHBoxLayout()
        head.setSpacing(Space.XS)
        self._chevron = IconButton(theme, "chevron-down", title, self.toggle)
        self._note = label("", "note")
        head.addWidget(self._chevron)
        head.addWidget(label(title, "heading"))
        head.addWidget(self._note, 1)
        column.addLayout(head)
        self._body = QWidget()
        self.body = QVBoxLayout(self._body)
        self.body.setContentsMargins(Space.XS, 0, 0, Space.S)
        self.body.setSpacing(Space.M)
        for part in parts:
            self.body.addWidget(part)
        column.addWidget(self._body)
        self.fold(is_folded=is_folded)

    @property
    def is_folded(self) -> bool:
        """Whether its fields are out of sight."""
        return self._body.isHidden()

    def toggle(self) -> None:
        """Fold or unfold."""
        self.fold(is_folded=not self.is_folded)

    def fold(self, *, is_folded: bool) -> None:
        """Take the fields out of sight, or show them."""
        self._body.setHidden(is_folded)
        self._chevron.draw("chevron-right" if is_folded else "chevron-down")
        words = tr("Unfold {section}", section=self._title) if is_folded else tr("Fold {section}", section=self._title)
        self._chevron.rename(words)

    def say(self, note: str) -> None:
        """What is in it, in a few words."""
        self._note.setText(note)


def row_of(*parts: QWidget, stretch: Sequence[int] = ()) -> QHBoxLayout:
    """Parts beside each other, level at their top."""
    row = QHBoxLayout()
    row.setSpacing(Space.M)
    for number, part in enumerate(parts):
        row.addWidget(part, stretch[number] if number < len(stretch) else 0, Qt.AlignmentFlag.AlignTop)
    if not stretch:
        row.addStretch(1)
    return row
