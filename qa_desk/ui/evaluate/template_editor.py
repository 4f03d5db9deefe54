"""The workspace's templates for comments, to be written, changed and taken away. Stands in Settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from qa_desk.domain.errors import QaDeskError
from qa_desk.domain.language import ntr, tr
from qa_desk.services.comment_templates import (
    add_template,
    change_template,
    list_templates,
    remove_template,
    take_general_templates,
)
from qa_desk.services.quality import language_in_force
from qa_desk.services.question_keys import question_choices, question_names
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.combo import ComboBox
from qa_desk.ui.widgets.rows_model import Column
from qa_desk.ui.widgets.states import Stage
from qa_desk.ui.widgets.table import DataTable
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qa_desk.services.comment_templates import CommentTemplate
    from qa_desk.ui.screen import Context

_TABLE_HEIGHT, _WORDS_HEIGHT = 240, 64


class TemplateEditor(QWidget):
    """The list, and under it the one in hand."""

    def __init__(self, context: Context, languages: Mapping[str, str]) -> None:
        super().__init__()
        self._context = context
        self._languages = dict(languages)
        self._names: dict[str, str] = {}
        self._in_hand: CommentTemplate | None = None
        self._shown: CommentTemplate | None = None
        self.table = DataTable(context.theme, self._columns(), tr("Templates for comments"))
        self.table.selected.connect(self._selected)
        self.stage = Stage(context.theme, self.table)
        self.stage.setFixedHeight(context.theme.size(_TABLE_HEIGHT))
        self.words = QPlainTextEdit()
        self.words.setAccessibleName(tr("Words of the template"))
        self.words.setPlaceholderText(tr("{agent}, {customer} and {time} are filled in"))
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(context.theme.size(_WORDS_HEIGHT))
        self.question, self.language = ComboBox(), ComboBox()
        self.question.setAccessibleName(tr("For which question"))
        self.language.setAccessibleName(tr("In which language"))
        self._fault = label("", "fault", wraps=True)
        self._fault.hide()
        self._lay_out()
        self.setFocusProxy(self.table)
        self.refresh()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(label(tr("In a comment, a slash or the key of “Find a template” offers them."), "note", wraps=True))
        column.addWidget(self.stage)
        column.addWidget(self.words)
        choices = QHBoxLayout()
        choices.setSpacing(Space.S)
        choices.addWidget(self.question, 2)
        choices.addWidget(self.language, 1)
        column.addLayout(choices)
        column.addWidget(self._fault)
        acts = QHBoxLayout()
        acts.setSpacing(Space.S)
        self.save_button = button(tr("Change it"), self.save)
        self.add_button = button(tr("Add as a new one"), self.add)
        self.remove_button = button(tr("Remove"), self.remove)
        self.general_button = button(tr("Bring in the general ones"), self.take_general, role="quiet")
        for made in (self.add_button, self.save_button, self.remove_button, self.general_button):
            acts.addWidget(made)
        acts.addStretch(1)
        column.addLayout(acts)

    def refresh(self) -> None:
        """Read them anew; what is being written stays."""
        workspace = self._context.workspace
        templates = list_templates(workspace)
        self._names = question_names(workspace, {each.question_key for each in templates})
        self._offer(self.question, [("", tr("For every question")), *question_choices(workspace)])
        self._offer(self.language, [("", tr("In every language")), *self._languages.items()])
        self.table.show_rows(templates)
        if templates:
            self.stage.show_content()
        else:
            self.stage.show_empty(tr("There are no templates yet."), tr("Bring in a dozen general ones"), self.take_general)
        self.general_button.setVisible(bool(templates))
        self._show_acts()

    def add(self) -> None:
        """Keep the words as a new template."""

        def keep() -> CommentTemplate:
            return add_template(self._context.workspace, self.words.toPlainText(), **self._where)

        self._do(keep)

    def save(self) -> None:
        """Change the one in hand."""
        in_hand = self._in_hand
        if in_hand is not None:

            def change() -> CommentTemplate:
                return change_template(self._context.workspace, in_hand.id, self.words.toPlainText(), **self._where)

            self._do(change)

    def remove(self) -> None:
        """Take the one in hand away; the toast puts it back."""
        if self._in_hand is None:
            return
        gone = remove_template(self._context.workspace, self._in_hand.id)
        self._in_hand = self._shown = None
        self.words.clear()
        self._context.navigator.toast(tr("Template removed"), _PuttingBack(self, gone))
        self.refresh()

    def put_back(self, template: CommentTemplate) -> None:
        """Undo a removal."""
        add_template(self._context.workspace, template.text, question_key=template.question_key, language=template.language)
        self.refresh()

    def take_general(self) -> None:
        """Bring in the general ones, in the language in force."""
        count = take_general_templates(self._context.workspace, language_in_force())
        self._context.navigator.toast(ntr("{count} template brought in", "{count} templates brought in", count))
        self.refresh()

    @property
    def fault(self) -> str:
        """What is wrong, or nothing."""
        return self._fault.text()

    @property
    def _where(self) -> dict[str, str]:
        return {
            "question_key": str(self.question.currentData() or ""),
            "language": str(self.language.currentData() or ""),
        }

    def _do(self, act: Callable[[], CommentTemplate]) -> None:
        try:
            kept = act()
        except QaDeskError as error:
            self._say(error.message)
            return
        self._say("")
        self.refresh()
        self.table.select(kept)

    def _say(self, fault: str) -> None:
        self._fault.setText(fault)
        self._fault.setVisible(bool(fault))

    def _selected(self, template: CommentTemplate | None) -> None:
        self._in_hand = template
        if template is not None and template != self._shown:  # the same again: what is being written stays
            self._shown = template
            self._say("")
            self.words.setPlainText(template.text)
            self.question.setCurrentIndex(max(0, self.question.findData(template.question_key)))
            self.language.setCurrentIndex(max(0, self.language.findData(template.language)))
        self._show_acts()

    def _show_acts(self) -> None:
        for made in (self.save_button, self.remove_button):
            made.setEnabled(self._in_hand is not None)

    def _offer(self, combo: ComboBox, choices: list[tuple[str, str]]) -> None:
        kept = combo.currentData()
        combo.clear()
        for value, words in choices:
            combo.addItem(words, value)
        combo.setCurrentIndex(max(0, combo.findData(kept)))
        combo.setMinimumContentsLength(12)
        combo.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def _columns(self) -> list[Column]:
        return [
            Column(tr("Words"), lambda each: each.text, least=320),
            Column(tr("Question"), self._question_text, width=160),
            Column(tr("Language"), lambda each: self._languages.get(each.language, each.language or tr("every")), width=110),
        ]

    def _question_text(self, template: CommentTemplate) -> str:
        return self._names.get(template.question_key, template.question_key) or tr("every")


class _PuttingBack:
    """The toast's way back."""

    def __init__(self, editor: TemplateEditor, template: CommentTemplate) -> None:
        self._editor, self._template = editor, template

    def __call__(self) -> None:
        self._editor.put_back(self._template)
