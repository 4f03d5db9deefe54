"""Raising a dispute: who, which questions (each with the answer wished for and the reason) or the whole. Kept at each key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from qa_desk.domain.calibration_text import answer_label
from qa_desk.domain.disputes import WHOLE, Claim, Role
from qa_desk.domain.language import tr
from qa_desk.services.quality import language_in_force
from qa_desk.ui.evaluate.comment_box import CommentBox
from qa_desk.ui.evaluate.dispute_answer import AnswerChoice
from qa_desk.ui.evaluate.dispute_side import SidePanel, caption, named_field
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import Choice, Segments
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QMouseEvent

    from qa_desk.domain.evaluation import Answer
    from qa_desk.domain.scorecard import Question
    from qa_desk.ui.evaluate.dispute_presenter import ClaimSheet, DisputePresenter
    from qa_desk.ui.theme import Theme

_INDENT = 26


class DisputePanel(SidePanel):
    """`show_sheet` fills it, with what was typed before a kill or before one went elsewhere."""

    def __init__(self, theme: Theme, presenter: DisputePresenter) -> None:
        super().__init__(theme, tr("Dispute this evaluation"))
        self._presenter = presenter
        self._sheet: ClaimSheet | None = None
        self.rows: list[ClaimRow] = []
        self.add_action(tr("Dispute"), self._raise, is_primary=True)
        self.add_action(tr("Cancel"), self._cancel, role="quiet")
        self.end_actions()

    def show_sheet(self, sheet: ClaimSheet, shown: str) -> None:
        """Show the form as it was answered."""
        self._sheet = sheet
        self.show_fault("")
        self.note.setText(shown)
        column = self.new_body()
        self.name = named_field(tr("Name"))
        self.role = Segments(
            [Choice(Role.AGENT, tr("Agent")), Choice(Role.LEAD, tr("Team lead"))], tr("Role"), can_be_empty=False
        )
        self.about = Segments(
            [Choice("questions", tr("Questions")), Choice("whole", tr("The whole evaluation"))], tr("About"), can_be_empty=False
        )
        for text, field in ((tr("Who disputes it?"), self.role), ("", self.name), (tr("What is disputed?"), self.about)):
            if text:
                column.addWidget(caption(text))
            column.addWidget(field)
        self.whole = CommentBox(self.setFocus, tr("Why the whole evaluation is disputed"), invitation=tr("Why?"), stays=True)
        column.addWidget(self.whole)
        language = language_in_force()
        questions = {question.id: question for question in sheet.version.questions()}
        self.rows = [
            ClaimRow(questions[question_id], number, language, sheet.evaluation.answers.get(question_id))
            for number, question_id in enumerate(sheet.asked, 1)
        ]
        for row in self.rows:
            column.addWidget(row)
        self._restore(sheet)
        self._listen()
        self._choose_about()
        self.settle()
        self.name.setFocus() if not self.name.text() else self.about.setFocus()

    @property
    def claims(self) -> list[Claim]:
        """What is disputed as it stands now."""
        if self.about.value == "whole":
            return [Claim(WHOLE, self.whole.toPlainText())]
        return [row.claim for row in self.rows if row.is_disputed]

    def _restore(self, sheet: ClaimSheet) -> None:
        draft = sheet.draft
        role = Role.LEAD if draft.get("role") == Role.LEAD.value else Role.AGENT
        self.role.show_value(role)
        self.about.show_value("whole" if draft.get("about") == "whole" else "questions")
        name = draft.get("name")
        self.name.setText(name if isinstance(name, str) else sheet.agent or "")
        self.whole.show_text(str(draft.get("whole", "")))
        points = draft.get("points")
        for row in self.rows:
            said = points.get(row.question.id) if isinstance(points, dict) else None
            row.restore(said if isinstance(said, dict) else {})

    def _listen(self) -> None:
        self.name.textEdited.connect(self._keep)
        self.role.chosen.connect(self._role_chosen)
        self.about.chosen.connect(self._about_chosen)
        self.whole.typed.connect(self._keep)
        for row in self.rows:
            row.changed.connect(self._keep)

    def _role_chosen(self, role: object) -> None:
        agent = (self._sheet.agent if self._sheet else None) or ""
        if role is Role.LEAD and self.name.text() == agent:
            self.name.clear()
        elif role is Role.AGENT and not self.name.text():
            self.name.setText(agent)
        self._keep()

    def _about_chosen(self, _value: object) -> None:
        self._choose_about()
        self._keep()

    def _choose_about(self) -> None:
        is_whole = self.about.value == "whole"
        self.whole.setVisible(is_whole)
        for row in self.rows:
            row.setVisible(not is_whole)

    def _keep(self, _value: object = None) -> None:
        self.show_fault("")
        if self._sheet is not None:
            role = self.role.value
            self._presenter.keep(
                self._sheet.evaluation.id,
                {
                    "name": self.name.text(),
                    "role": role.value if isinstance(role, Role) else "",
                    "about": str(self.about.value),
                    "whole": self.whole.toPlainText(),
                    "points": {row.question.id: row.content for row in self.rows if row.is_disputed or row.reason.toPlainText()},
                },
            )

    def _raise(self) -> None:
        if self._sheet is None:
            return
        role = self.role.value
        claims, by = self.claims, self.name.text()
        fault = self._presenter.raise_dispute(
            self._sheet.evaluation.id, claims, by, role if isinstance(role, Role) else Role.AGENT
        )
        self.show_fault(fault)
        if fault:
            self._go_to_lack(claims, by)

    def _go_to_lack(self, claims: list[Claim], by: str) -> None:
        """Put the cursor where something is missing."""
        if not by.strip():
            self.name.setFocus()
            return
        for row in self.rows:
            if row.is_disputed and (row.wish.value is None or not row.reason.toPlainText().strip()):
                (row.wish if row.wish.value is None else row.reason).setFocus()
                self.area.bring(row)
                return
        if claims and claims[0].question_id == WHOLE:
            self.whole.setFocus()

    def _cancel(self) -> None:
        if self._sheet is not None:
            self._presenter.forget(self._sheet.evaluation.id)
        self.closed.emit()


class ClaimRow(QFrame):
    """One question: ticked, it takes the answer wished for and the reason."""

    changed = Signal()

    def __init__(self, question: Question, number: int, language: str, given: Answer | None) -> None:
        super().__init__()
        self.question = question
        title = question.label(language)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        self.tick = QCheckBox()
        self.tick.setAccessibleName(tr("Dispute {question}", question=title))
        self.tick.toggled.connect(self._ticked)
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(self.tick, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(label(f"{number}  {title}", wraps=True), 1)
        column.addLayout(head)
        said = answer_label(question, given.value if given else None, language)
        words = tr("given: {answer}", answer=said)
        if given and given.comment:
            words = f"{words} · “{given.comment}”"
        note = label(words, "note", wraps=True)
        note.setContentsMargins(_INDENT, 0, 0, 0)
        column.addWidget(note)
        self._more = QWidget()
        more = QVBoxLayout(self._more)
        more.setContentsMargins(_INDENT, 0, 0, Space.XS)
        more.setSpacing(Space.XS)
        more.addWidget(caption(tr("What would be right?")))
        self.wish = AnswerChoice(question, language, tr("Answer wished for: {question}", question=title))
        self.wish.changed.connect(self.changed)
        more.addWidget(self.wish)
        self.reason = CommentBox(self._leave, tr("Reason: {question}", question=title), invitation=tr("Why?"), stays=True)
        self.reason.typed.connect(self._typed)
        more.addWidget(self.reason)
        column.addWidget(self._more)
        self._more.hide()

    @property
    def is_disputed(self) -> bool:
        """Whether it is ticked."""
        return self.tick.isChecked()

    @property
    def claim(self) -> Claim:
        """What is said of this question now."""
        return Claim(self.question.id, self.reason.toPlainText(), self.wish.value)

    @property
    def content(self) -> dict[str, object]:
        """The same as it is kept while it is typed."""
        return {"on": self.is_disputed, "wish": self.wish.value, "reason": self.reason.toPlainText()}

    def restore(self, content: Mapping[str, object]) -> None:
        """Show what was kept."""
        wish, reason = content.get("wish"), content.get("reason")
        self.wish.show_value(wish if isinstance(wish, str) else None)
        self.reason.show_text(reason if isinstance(reason, str) else "")
        self.tick.setChecked(bool(content.get("on")))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on the question ticks it too."""
        if not self._more.isVisible() or event.position().y() < self._more.y():
            self.tick.toggle()
        super().mousePressEvent(event)

    def _ticked(self, is_on: bool) -> None:
        self._more.setVisible(is_on)
        if is_on and self.isVisible():
            self.wish.setFocus()
        self.changed.emit()

    def _typed(self, _text: str) -> None:
        self.changed.emit()

    def _leave(self) -> None:
        self.tick.setFocus()
