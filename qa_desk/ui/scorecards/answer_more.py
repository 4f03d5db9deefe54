"""What is rarely needed of one answer: its id, a comment that must be written, root causes of its own, its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout

from qa_desk.domain.definition_paths import items_at, text_at
from qa_desk.domain.language import tr
from qa_desk.domain.scorecard_editing import label_at
from qa_desk.ui.scorecards.fields import ChipsField, FlagField, LineField, SegmentsField, Shown
from qa_desk.ui.scorecards.panel import Panel
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import Choice, IconButton

if TYPE_CHECKING:
    from qa_desk.domain.definition_paths import Path
    from qa_desk.domain.scorecard_writing import Definition
    from qa_desk.ui.scorecards.editor_presenter import EditorPresenter
    from qa_desk.ui.theme import Theme


class AnswerMore(Panel):
    """Shown under the line of its answer."""

    moved = Signal(int)

    def __init__(self, theme: Theme, presenter: EditorPresenter) -> None:
        super().__init__(presenter)
        self.column.setContentsMargins(Space.L, 0, 0, Space.S)
        self.column.setSpacing(Space.S)
        self.name = LineField(("id",), tr("Id, as files and exports write it"))
        self.name.line.textEdited.disconnect()
        self.name.line.editingFinished.connect(self._renamed)
        self._comment = FlagField(("comment_required",), tr("A comment must be written"), usual=False)
        self._has_own = QCheckBox(tr("Root causes of its own"))
        self._has_own.clicked.connect(self._own_clicked)
        self._causes = ChipsField(("root_causes",), tr("Root causes of this answer"))
        as_question = Choice("", tr("as the question"))
        choices = (as_question, Choice("true", tr("yes")), Choice("false", tr("no")))
        self._required = SegmentsField(("root_cause_required",), tr("A root cause must be chosen"), choices, "")
        self.fields += [self.name]
        self.column.addWidget(self.name)
        self.add(self._comment)
        self.column.addWidget(self._has_own)
        self.add(self._causes, self._required)
        moves = QHBoxLayout()
        for icon, name, act in (
            ("arrow-up", tr("Move this answer up"), self._up),
            ("arrow-down", tr("Move this answer down"), self._down),
        ):
            moves.addWidget(IconButton(theme, icon, name, act))
        moves.addStretch(1)
        self.column.addLayout(moves)

    def show_answer(self, shown: Shown, path: Path) -> None:
        """Show another answer, or another state of it."""
        own = Shown(shown.definition, path, shown.language)
        self._causes.offer(cause_choices(shown.definition, shown.language))
        has_own = own.value(("root_causes",)) is not None
        self._has_own.setChecked(has_own)
        self._causes.setVisible(has_own)
        self.show_thing(own)

    def take_focus(self) -> None:
        """Put the cursor into the first field."""
        self.name.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _renamed(self) -> None:
        self.presenter.rename(self.shown.path, self.name.line.text())

    def _own_clicked(self, is_on: bool) -> None:
        self.presenter.put((*self.shown.path, "root_causes"), [] if is_on else None)

    def _up(self) -> None:
        self.moved.emit(-1)

    def _down(self) -> None:
        self.moved.emit(1)


def cause_choices(definition: Definition, language: str) -> tuple[Choice, ...]:
    """The declared root causes to choose from."""
    places = [("root_causes", number) for number in range(len(items_at(definition, ("root_causes",))))]
    return tuple(Choice(text_at(definition, (*place, "id")), label_at(definition, place, language)) for place in places)
