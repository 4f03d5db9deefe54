"""The answers of a question (or of a named scale), a line each: words, credit, whether it is an error, whether it fails more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from qa_desk.domain.definition_paths import entries_at, items_at, text_at, value_at, with_moved, with_value
from qa_desk.domain.definition_texts import any_text, text_in, with_text
from qa_desk.domain.language import tr
from qa_desk.domain.question_kinds.multiple import NONE_TICKED
from qa_desk.domain.question_templates import ADJUSTMENT, answers_name, kind_of
from qa_desk.domain.scorecard_editing import add_item, own_answers
from qa_desk.ui.scorecards.answer_more import AnswerMore
from qa_desk.ui.scorecards.fields import Field, names_in, written
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import IconButton, button
from qa_desk.ui.widgets.text import label, restyle

if TYPE_CHECKING:
    from qa_desk.domain.definition_paths import Path
    from qa_desk.domain.scorecard_inspection import PlacedFault
    from qa_desk.ui.scorecards.editor_presenter import EditorPresenter
    from qa_desk.ui.scorecards.fields import Shown
    from qa_desk.ui.theme import Theme

_CREDIT_WIDTH, _BOUND_WIDTH = 64, 72


class AnswerRow(QFrame):
    """One answer. It is used again for another answer, so that walking through questions makes nothing anew."""

    def __init__(self, theme: Theme, box: AnswersBox) -> None:
        super().__init__()
        self._box, self._theme = box, theme
        self.path: Path = ()
        self.setProperty("kind", "answer-row")
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        line = QHBoxLayout()
        line.setSpacing(Space.S)
        self.title, self.credit, self.below = QLineEdit(), QLineEdit(), QLineEdit()
        self.credit.setFixedWidth(theme.size(_CREDIT_WIDTH))
        self.below.setFixedWidth(theme.size(_BOUND_WIDTH))
        self.is_error, self.fails = QCheckBox(tr("Error")), QCheckBox(tr("Fails"))
        self._more_button = IconButton(theme, "ellipsis", tr("More of this answer"), self.toggle_more)
        self._remove = IconButton(theme, "trash-2", tr("Take this answer away"), self._ask_to_remove)
        for part in (self.title, self.below, self.credit, self.is_error, self.fails, self._more_button, self._remove):
            line.addWidget(part, 1 if part is self.title else 0)
        column.addLayout(line)
        self._fault = label("", "fault", wraps=True)
        self._fault.hide()
        column.addWidget(self._fault)
        self.more: AnswerMore | None = None
        self.title.textEdited.connect(self._title_typed)
        self.title.editingFinished.connect(self._title_done)
        self.credit.textEdited.connect(self._credit_typed)
        self.below.textEdited.connect(self._below_typed)
        self.is_error.clicked.connect(self._error_clicked)
        self.fails.clicked.connect(self._fails_clicked)

    @property
    def answer(self) -> str:
        """The id of the answer."""
        shown = self._box.shown
        return text_at(shown.definition, (*self.path, "id")) if shown and self.path else NONE_TICKED

    def show_answer(self, shown: Shown, path: Path, number: int, kind: str, *, is_shared: bool, is_last: bool) -> None:
        """Show an answer; without a path, that none of the answers is ticked. `is_shared`: it is another's (a scale's)."""
        self.path = path
        entry = entries_at(shown.definition, path) if path else {}
        title = text_in(entry.get("title"), shown.language) if path else tr("None of these")
        name = text_at(entry, ("id",)) or tr("None of these")
        _put(self.title, title)
        self.title.setPlaceholderText(any_text(entry.get("title"), shown.language) or name)
        _put(self.credit, text_at(entry, ("credit",)))
        _put(self.below, text_at(entry, ("below",)))
        for part in (self.title, self.credit, self.below):
            part.setReadOnly(is_shared or not path)
        self.title.setAccessibleName(tr("Answer {number}", number=number))
        credit = tr("Points of {answer}", answer=name) if kind == ADJUSTMENT else tr("Credit of {answer}", answer=name)
        self.credit.setAccessibleName(credit)
        self.below.setAccessibleName(tr("{answer}: below", answer=name))
        self.is_error.setAccessibleName(tr("{answer} counts as an error", answer=name))
        self.fails.setAccessibleName(tr("{answer} sets off the auto-fail", answer=name))
        self.credit.setVisible(bool(path))
        self.below.setVisible(kind == "number")
        self.below.setEnabled(not is_last)
        self.is_error.setVisible(kind != ADJUSTMENT)
        self.fails.setVisible(kind != ADJUSTMENT and self._box.has_autofail)
        self.is_error.setChecked(self.answer in names_in(shown.value(("fail",))))
        self.fails.setChecked(self.answer in names_in(shown.value(("autofail", "trigger"))))
        self._more_button.setVisible(bool(path) and not is_shared)
        self._remove.setVisible(bool(path) and not is_shared)
        if self.more is not None:
            if path and not is_shared:
                self.more.show_answer(shown, path)
            else:
                self.more.hide()

    def show_fault(self, text: str, *, is_credit: bool = False) -> None:
        """Say what is wrong with it."""
        self._fault.setText(text)
        self._fault.setVisible(bool(text))
        restyle(self.credit, fault="true" if is_credit and text else "false")

    def toggle_more(self) -> None:
        """Show or fold away what is rarely needed."""
        if self.more is None:
            self.more = AnswerMore(self._theme, self._box.presenter)
            self.more.moved.connect(self._moved)
            self._column.addWidget(self.more)
            self.more.hide()
        if self.more.isHidden() and self._box.shown is not None:
            self.more.show_answer(self._box.shown, self.path)
            self.more.show()
            self.more.take_focus()
        else:
            self.more.hide()

    def _moved(self, step: int) -> None:
        self._box.shift(self, step)

    def _title_typed(self, text: str) -> None:
        shown = self._box.shown
        if shown is not None:
            place = (*self.path, "title")
            self._box.presenter.put(place, with_text(value_at(shown.definition, place), shown.language, text), is_typing=True)

    def _title_done(self) -> None:
        if self.path and not self.title.isReadOnly():
            self._box.presenter.name_by_title(self.path)

    def _credit_typed(self, text: str) -> None:
        self._box.presenter.put((*self.path, "credit"), written(text, ""), is_typing=True)

    def _below_typed(self, text: str) -> None:
        self._box.presenter.put((*self.path, "below"), written(text), is_typing=True)

    def _error_clicked(self, is_on: bool) -> None:
        self._box.name(("fail",), self.answer, is_on=is_on)

    def _fails_clicked(self, is_on: bool) -> None:
        self._box.name(("autofail", "trigger"), self.answer, is_on=is_on)

    def _ask_to_remove(self) -> None:
        self._box.presenter.remove(self.path)


class AnswersBox(Field):
    """All answers of the thing in hand. It takes the faults of the answers itself."""

    def __init__(self, theme: Theme, presenter: EditorPresenter) -> None:
        super().__init__((), tr("Answers"))
        self._theme, self.presenter = theme, presenter
        self.has_autofail = False
        self._rows: list[AnswerRow] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(Space.XS)
        self.column.insertLayout(1, self._list)
        self._add = button(tr("Add an answer"), self._add_answer, role="link")
        self._own = button(tr("Make these answers the question's own"), self._make_own, role="link")
        foot = QHBoxLayout()
        foot.addWidget(self._add)
        foot.addWidget(self._own)
        foot.addStretch(1)
        self.column.addLayout(foot)

    @property
    def rows(self) -> list[AnswerRow]:
        """The lines that are shown now."""
        return [row for row in self._rows if not row.isHidden()]

    @property
    def place(self) -> Path:
        """Where the answers stand: with the question, or with the scale that it takes them from."""
        assert self.shown is not None
        if self.shown.path[:1] == ("scales",):
            return self.shown.path
        question = entries_at(self.shown.definition, self.shown.path)
        if question.get("scale"):
            return "scales", str(question["scale"])
        return (*self.shown.path, answers_name(question))

    def fill(self, shown: Shown) -> None:
        """Show the answers, in the lines that are there."""
        question = entries_at(shown.definition, shown.path)
        is_scale = shown.path[:1] == ("scales",)
        kind = "" if is_scale else kind_of(question)
        self.setVisible(kind != "text")
        if kind == "text":
            return
        self.has_autofail = "autofail" in question
        is_shared = bool(question.get("scale"))
        place = self.place
        count = len(items_at(shown.definition, place))
        paths: list[Path] = [(*place, number) for number in range(count)]
        if kind == "multiple":
            paths.append(())  # ticking none is an answer too
        self.suffix = () if is_shared else place[len(shown.path) :]
        while len(self._rows) < len(paths):
            self._rows.append(AnswerRow(self._theme, self))
            self._list.addWidget(self._rows[-1])
        for number, row in enumerate(self._rows):
            row.setVisible(number < len(paths))
            if number < len(paths):
                is_last = number == count - 1
                row.show_answer(shown, paths[number], number + 1, kind, is_shared=is_shared, is_last=is_last)
                if is_scale:
                    row.is_error.hide()
                    row.fails.hide()
        captions = {
            "number": tr("Bands: name, below, credit (−1 to 1)"),
            ADJUSTMENT: tr("Answers, each with its points of the form"),
        }
        self._head.setText(captions.get(kind, tr("Answers, each with its credit (−1 to 1)")))
        self._add.setVisible(not is_shared)
        self._own.setVisible(is_shared)

    def show_answer_faults(self, faults: list[PlacedFault]) -> list[PlacedFault]:
        """Say what is wrong beside each answer; what is about none of them comes back."""
        if self.shown is None or self.isHidden():
            return faults
        said: dict[Path, list[PlacedFault]] = {}
        for fault in faults:
            place = self.place
            home = fault.path[: len(place) + 1] if fault.path[: len(place)] == place else ()
            said.setdefault(home if len(home) > len(place) else (), []).append(fault)
        for row in self.rows:
            own = said.pop(row.path, []) if row.path else []
            is_credit = any(fault.path[-1:] == ("credit",) for fault in own)
            row.show_fault(" ".join(fault.message for fault in own), is_credit=is_credit)
        return [fault for rest in said.values() for fault in rest]

    def name(self, suffix: Path, answer: str, *, is_on: bool) -> None:
        """Name an answer in a list of answers, or no more."""
        assert self.shown is not None
        held = names_in(self.shown.value(suffix))
        names = [*held, answer] if is_on and answer not in held else [name for name in held if name != answer or is_on]
        self.presenter.put((*self.shown.path, *suffix), names)

    def shift(self, row: AnswerRow, step: int) -> None:
        """One answer up (-1) or down (1)."""
        at, count = int(row.path[-1]), len(items_at(self.presenter.definition, row.path[:-1]))
        if 0 <= at + step < count:
            self.presenter.do(with_moved(self.presenter.definition, row.path[:-1], at, at + step))
            self._rows[at + step].title.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _add_answer(self) -> None:
        assert self.shown is not None
        place, definition = self.place, self.presenter.definition
        count = len(items_at(definition, place))
        if text_at(definition, (*self.shown.path, "kind")) != "number" and place[-1] != "bands":
            definition = add_item(definition, place, {"credit": 0}, "answer")
        else:
            last = (*place, count - 1, "below")
            if count and value_at(definition, last) is None:
                definition = with_value(definition, last, 10 * count)  # what was the last band is not any more
            definition = add_item(definition, place, {"credit": 0}, "answer")
        self.presenter.do(definition)
        self._rows[count].title.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _make_own(self) -> None:
        assert self.shown is not None
        self.presenter.do(own_answers(self.presenter.definition, self.shown.path))


def _put(line: QLineEdit, text: str) -> None:
    if line.text() != text:
        with QSignalBlocker(line):
            line.setText(text)
            line.setCursorPosition(0)
