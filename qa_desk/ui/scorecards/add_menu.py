"""The menus of the editor: what can be added, and what can be done with the draft and with what is in hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from qa_desk.domain.language import tr
from qa_desk.domain.question_templates import TEMPLATES
from qa_desk.ui.widgets.buttons import button

if TYPE_CHECKING:
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QPushButton

    from qa_desk.ui.scorecards.editor import Editor


class AddMenu(QMenu):
    """The kinds of question, each with what it is for."""

    def __init__(self, editor: Editor, home: QPushButton) -> None:
        super().__init__(home)
        self._editor = editor
        self.setToolTipsVisible(True)
        for template in TEMPLATES:
            action = self.addAction(tr(template.label))
            action.setToolTip(tr(template.hint))
            action.setData(template.key)
        self.triggered.connect(self._chosen)

    def _chosen(self, action: QAction) -> None:
        self._editor.add_question(str(action.data()))

    @staticmethod
    def buttons(editor: Editor) -> tuple[QPushButton, QPushButton]:
        """Add a question, add a section."""
        question = button(tr("＋ Question"), name=tr("Add a question"))
        question.setMenu(AddMenu(editor, question))
        return question, button(tr("＋ Section"), editor.add_section, name=tr("Add a section"))

    @staticmethod
    def more(editor: Editor) -> QPushButton:
        """What is done less often."""
        made = button(tr("More"))
        menu = QMenu(made)
        for words, act in (
            (tr("Copy what is in hand (Ctrl+D)"), editor.duplicate),
            (tr("Copy it with its trend"), editor.duplicate_with_trend),
            (tr("Take it away (Delete)"), editor.remove),
            (None, None),
            (tr("Compare with the last version"), editor.compare_asked.emit),
            (tr("Write to a file …"), editor.export_asked.emit),
            (tr("Delete the draft"), editor.delete_asked.emit),
        ):
            if words is None or act is None:
                menu.addSeparator()
            else:
                menu.addAction(words).triggered.connect(act)
        made.setMenu(menu)
        return made
