"""One question of a form: its text, its answers side by side, and below it what was said about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from qa_desk.domain.evaluation import Answer
from qa_desk.domain.language import N_, tr
from qa_desk.domain.scorecard import NOT_APPLICABLE, CriticalClass
from qa_desk.domain.scoring import show
from qa_desk.ui.evaluate.comment_box import CommentBox
from qa_desk.ui.evaluate.form_events import AnswerGiven, CommentChanged, MarkerAsked, RootCauseChosen, WordsTyped
from qa_desk.ui.evaluate.keys import answer_keys
from qa_desk.ui.evaluate.root_cause_box import RootCauseBox
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import Choice, IconButton, Segments
from qa_desk.ui.widgets.text import label, restyle

if TYPE_CHECKING:
    from fractions import Fraction

    from qa_desk.domain.scorecard import Question
    from qa_desk.domain.scoring import Points
    from qa_desk.ui.theme import Theme

_NUMBER_WIDTH = 18
_INDENT = _NUMBER_WIDTH + Space.S
_CRITICAL = {
    CriticalClass.CUSTOMER: N_("⚑ customer-critical"),
    CriticalClass.BUSINESS: N_("⚑ business-critical"),
    CriticalClass.COMPLIANCE: N_("⚑ compliance-critical"),
}


def points_text(points: Fraction) -> str:
    """Points of the form with one decimal, where it says something."""
    return show(points, 1).removesuffix(".0")


class QuestionRow(QFrame):
    """Takes the focus as a whole; keys are handled by the form, so that one key means the same everywhere in it."""

    answer_given = Signal(object)
    comment_changed = Signal(object)
    words_typed = Signal(object)
    root_cause_chosen = Signal(object)
    marker_asked = Signal(object)

    def __init__(self, theme: Theme, question: Question, number: int, language: str, *, is_read_only: bool = False) -> None:
        super().__init__()
        self.question = question
        self._answer = Answer(question.id)
        self._is_read_only = False
        self._language = language
        # made when first needed: most questions lose no points and get no comment
        self._causes: RootCauseBox | None = None
        self._comment: CommentBox | None = None
        self.setProperty("kind", "question")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.S, Space.S, Space.S, Space.S)
        column.setSpacing(Space.XS)
        column.addLayout(self._head(number, language))
        if question.critical is not CriticalClass.NONE:
            column.addWidget(self._flag(question.critical))
        self._guidance = label(question.guidance.say(language), "note", wraps=True)
        self._guidance.setContentsMargins(_INDENT, 0, 0, 0)
        self._guidance.hide()
        column.addWidget(self._guidance)
        column.addLayout(self._answers(theme, language))
        self._below = QVBoxLayout()
        self._below.setContentsMargins(_INDENT, 0, 0, 0)
        self._below.setSpacing(Space.XS)
        column.addLayout(self._below)
        self.notes = QVBoxLayout()
        self.notes.setSpacing(Space.XS)
        column.addLayout(self.notes)
        self.show_mode(is_read_only=is_read_only)
        self._describe()

    @property
    def answer(self) -> Answer:
        """What is said here now."""
        return self._answer

    def renumber(self, number: int) -> None:
        """Be another question in the order of the form."""
        self._count.setText(str(number))

    def show_mode(self, *, is_read_only: bool) -> None:
        """Let answers be given, or only be read; as fresh as if made now."""
        self._is_read_only = is_read_only
        self._segments.setEnabled(not is_read_only)
        for made in self._actions:
            made.setVisible(not is_read_only)
        if self._causes is not None:
            self._causes.setEnabled(not is_read_only)
        if self._comment is not None:
            self._comment.forget()
            self._comment.setReadOnly(is_read_only)
        self._guidance.hide()
        self.show_lack("")
        self.light(is_lit=False)

    def show_answer(self, answer: Answer) -> None:
        """Show what was said, without telling anybody."""
        self._answer = answer
        self._segments.show_value(answer.value)
        if self.asks_for_root_cause:
            self._root_causes().show_cause(answer.root_cause)
        if self._causes is not None:
            self._causes.setVisible(self.asks_for_root_cause)
        if answer.comment or self._comment is not None:
            self._comment_box().show_text(answer.comment or "")
        self._describe()

    def give(self, value: str | None) -> None:
        """Answer, as a click does; the same answer again changes nothing."""
        if self._is_read_only or value == self._answer.value:
            return
        self.flush()  # in the order in which it was done: the words came before the answer
        cause = self._answer.root_cause if self.question.loses_points(value) else None
        self.show_answer(Answer(self.question.id, value, self._answer.comment, cause))
        self.answer_given.emit(AnswerGiven(self.question.id, value))

    def show_points(self, points: Points | None) -> None:
        """Write what the question is worth and what it earned, in points of the form."""
        if self.question.is_adjustment or points is None:
            self._points.setText("")
            return
        earned = "–" if points.earned is None else points_text(points.earned)
        self._points.setText(f"{earned} / {points_text(points.possible)}")

    def show_lack(self, text: str) -> None:
        """Say what is missing here; an empty text says nothing."""
        self._lack.setText(text)
        self._lack.setVisible(bool(text))
        restyle(self, missing="true" if text else "false")

    def light(self, *, is_lit: bool, has_keys: bool = True) -> None:
        """Show plainly that keys go here now; faintly, that they will when they come back to the form."""
        restyle(self, lit=("true" if has_keys else "kept") if is_lit else "false")

    def unfold_guidance(self) -> None:
        """Show the guidance, or fold it away again."""
        has_guidance = bool(self._guidance.text())
        self._guidance.setVisible(has_guidance and not self._guidance.isVisibleTo(self))

    def write_comment(self) -> None:
        """Put the cursor into the comment."""
        if not self._is_read_only:
            box = self._comment_box()
            box.show()
            box.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def choose_root_cause(self) -> None:
        """Put the focus on the first root cause, where points were lost."""
        if self.asks_for_root_cause and not self._is_read_only:
            self._root_causes().take_focus()

    @property
    def chooses_root_cause(self) -> bool:
        """Whether keys go to the root causes now."""
        return self._causes is not None and self._causes.has_focus

    def flush(self) -> None:
        """Tell a comment that is still being written, now."""
        if self._comment is not None:
            self._comment.flush()

    @property
    def asks_for_root_cause(self) -> bool:
        """Whether points were lost for which there are reasons to choose from."""
        return bool(self.question.root_causes) and self.question.loses_points(self._answer.value)

    def _head(self, number: int, language: str) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        self._count = count = label(str(number), "small")
        count.setFixedWidth(_NUMBER_WIDTH)
        count.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        title = label(self.question.label(language), wraps=True)
        self._points = label("", "small")
        self._points.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        head.addWidget(count)
        head.addWidget(title, 1)
        self._lack = label("", "small", meaning="watch")
        self._lack.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._lack.hide()
        head.addWidget(self._lack)
        head.addWidget(self._points)
        return head

    def _flag(self, critical: CriticalClass) -> QWidget:
        text = tr(_CRITICAL[critical])
        if self.question.autofail is not None:
            text += " · " + tr("auto-fail")
        flag = label(text, "small", meaning="watch")
        flag.setContentsMargins(_INDENT, 0, 0, 0)
        return flag

    def _answers(self, theme: Theme, language: str) -> QHBoxLayout:
        keys = {option: key for key, option in answer_keys(self.question).items()}
        choices = []
        for option in self.question.options:
            text = option.label(language)
            choices.append(Choice(option.id, text, tr("{answer} (key {key})", answer=text, key=keys.get(option.id, "–"))))
        if self.question.na_allowed and not self.question.is_adjustment:
            choices.append(Choice(NOT_APPLICABLE, tr("N/A"), tr("Not applicable (key N)")))
        self._segments = Segments(choices, self.question.label(language))
        is_scale = all(len(option.id) == 1 for option in self.question.options)
        for segment in self._segments.findChildren(QPushButton):
            segment.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            segment.setProperty("narrow", "true" if is_scale else "false")
            segment.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # a row is one stop of the Tab key; a click lights the row
        self._segments.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._segments.chosen.connect(self._chosen)
        row = QHBoxLayout()
        row.setSpacing(Space.XS)
        row.setContentsMargins(_INDENT, 0, 0, 0)
        row.addWidget(self._segments, 1)
        self._actions: list[IconButton] = []
        for icon, name, act in (
            ("message-circle", tr("Comment (C)"), self.write_comment),
            ("pin", tr("Marker at the playhead (M)"), self._ask_for_marker),
        ):
            self._actions.append(IconButton(theme, icon, name, act))
        guidance = [IconButton(theme, "info", tr("Guidance (G)"), self.unfold_guidance)] if self.question.guidance else []
        for made in (*self._actions, *guidance):
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(made)
        return row

    def _root_causes(self) -> RootCauseBox:
        if self._causes is None:
            self._causes = RootCauseBox(self.question, self._language)
            self._causes.setEnabled(not self._is_read_only)
            self._causes.cause_chosen.connect(self._cause_chosen)
            self._causes.left.connect(self._take_focus)
            self._below.insertWidget(0, self._causes)
        return self._causes

    def _comment_box(self) -> CommentBox:
        if self._comment is None:
            name = tr("Comment on {question}", question=self.question.label(self._language))
            self._comment = CommentBox(self._take_focus, name)
            self._comment.setReadOnly(self._is_read_only)
            self._comment.typed.connect(self._comment_typed)
            self._comment.changed.connect(self._comment_written)
            self._below.addWidget(self._comment)
        return self._comment

    def _chosen(self, value: object) -> None:
        self.give(None if value is None else str(value))

    def _cause_chosen(self, cause: object) -> None:
        chosen = None if cause is None else str(cause)
        self._answer = Answer(self.question.id, self._answer.value, self._answer.comment, chosen)
        self.root_cause_chosen.emit(RootCauseChosen(self.question.id, chosen))

    def _take_focus(self) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _comment_typed(self, text: str) -> None:
        self.words_typed.emit(WordsTyped("comment", self.question.id, text))

    def _comment_written(self, text: str) -> None:
        self._answer = Answer(self.question.id, self._answer.value, text or None, self._answer.root_cause)
        self.comment_changed.emit(CommentChanged(self.question.id, text))

    def _ask_for_marker(self) -> None:
        self.marker_asked.emit(MarkerAsked(self.question.id))

    def _describe(self) -> None:
        option = self.question.option(self._answer.value)
        said = option.label(self._language) if option else self._answer.value or tr("not answered")
        self.setAccessibleName(f"{self.question.label(self._language)}: {said}")
        self.setAccessibleDescription(self._guidance.text())
