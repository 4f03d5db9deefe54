"""One question of a form: its text, what answers it, and below it what was said about it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from qa_desk.domain.answer_words import held_answer
from qa_desk.domain.evaluation import Answer, answered
from qa_desk.domain.language import N_, tr
from qa_desk.domain.scorecard import CriticalClass
from qa_desk.domain.scoring import show
from qa_desk.ui.evaluate.answers import EDITORS
from qa_desk.ui.evaluate.comment_box import CommentBox
from qa_desk.ui.evaluate.fixed_label import FixedLabel
from qa_desk.ui.evaluate.form_events import (
    AnswerGiven,
    CommentChanged,
    MarkerAsked,
    PlaceAsked,
    RootCauseChosen,
    WordsTyped,
)
from qa_desk.ui.evaluate.guidance_box import GuidanceBox
from qa_desk.ui.evaluate.root_cause_box import RootCauseBox
from qa_desk.ui.evaluate.suggestion_line import SuggestionLine
from qa_desk.ui.tokens import RADIUS, Space
from qa_desk.ui.widgets.buttons import IconButton
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from fractions import Fraction

    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from qa_desk.domain.evidence import Suggestion
    from qa_desk.domain.scorecard import Question
    from qa_desk.domain.scoring import Points
    from qa_desk.ui.evaluate.answers.editor import AnswerEditor, Given
    from qa_desk.ui.theme import Theme

_NUMBER_WIDTH = 18
_INDENT = _NUMBER_WIDTH + Space.S
_UNBUILT_HEIGHT = 68
_CRITICAL = {
    CriticalClass.CUSTOMER: N_("⚑ customer-critical"),
    CriticalClass.BUSINESS: N_("⚑ business-critical"),
    CriticalClass.COMPLIANCE: N_("⚑ compliance-critical"),
}


def points_text(points: Fraction) -> str:
    """Points of the form with one decimal, where it says something."""
    return show(points, 1).removesuffix(".0")


class QuestionRow(QFrame):
    """Takes the focus as a whole; keys are handled by the form, so that one key means the same everywhere in it.

    It knows its answer from the beginning, and gets its parts with `build`: a long form is built while it is looked at.
    """

    answer_given = Signal(object)
    value_typed = Signal()
    """A number or words are being typed: what they come to counts already, and is told at the next pause."""
    comment_changed = Signal(object)
    words_typed = Signal(object)
    root_cause_chosen = Signal(object)
    marker_asked = Signal(object)
    place_asked = Signal(object)

    def __init__(self, theme: Theme, question: Question, number: int, language: str, *, is_read_only: bool = False) -> None:
        super().__init__()
        self.question = question
        self.is_built = False
        self._theme, self._number, self._language = theme, number, language
        self._answer = Answer(question.id)
        self._is_read_only = is_read_only
        self._suggestion: Suggestion | None = None
        self._points_value: Points | None = None
        self._lack_words = ""
        # made when first needed: most questions lose no points and get no comment
        self._editor: AnswerEditor | None = None
        self._causes: RootCauseBox | None = None
        self._comment: CommentBox | None = None
        self._guidance: GuidanceBox | None = None
        self._evidence: SuggestionLine | None = None
        self._is_unfolded = False
        self.setProperty("kind", "question")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(_UNBUILT_HEIGHT)

    def build(self) -> None:
        """Make its parts, and show in them what it knows."""
        if self.is_built:
            return
        self.is_built = True
        self.setMinimumHeight(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.S, Space.S, Space.S, Space.S)
        column.setSpacing(Space.XS)
        column.addLayout(self._head())
        if self.question.critical is not CriticalClass.NONE:
            column.addWidget(self._flag())
        self._above = QVBoxLayout()
        self._above.setContentsMargins(_INDENT, 0, 0, 0)
        column.addLayout(self._above)
        self._editor = self._make_editor()
        answers = QVBoxLayout()
        answers.setContentsMargins(_INDENT, 0, 0, 0)
        answers.addWidget(self._editor)
        column.addLayout(answers)
        self._below = QVBoxLayout()
        self._below.setContentsMargins(_INDENT, 0, 0, 0)
        self._below.setSpacing(Space.XS)
        self._comment_wanted = label(tr("A comment is required here (C)"), "note", meaning="watch", wraps=True)
        self._comment_wanted.hide()
        self._below.addWidget(self._comment_wanted)
        column.addLayout(self._below)
        self._notes = QVBoxLayout()
        self._notes.setSpacing(Space.XS)
        column.addLayout(self._notes)
        self._show_mode()
        self.show_answer(self._answer)
        self.show_suggestion(self._suggestion)
        self.unfold(is_unfolded=self._is_unfolded)
        self._show_texts()

    @property
    def answer(self) -> Answer:
        """What is said here now."""
        return self._answer

    def renumber(self, number: int) -> None:
        """Be another question in the order of the form."""
        self._number = number
        if self.is_built:
            self._count.setText(str(number))

    @property
    def editor(self) -> AnswerEditor:
        """What answers it."""
        self.build()
        assert self._editor is not None
        return self._editor

    @property
    def notes(self) -> QVBoxLayout:
        """Where its markers stand."""
        self.build()
        return self._notes

    @property
    def is_unfolded(self) -> bool:
        """Whether guidance and examples are open."""
        return self._is_unfolded

    @property
    def suggestion(self) -> Suggestion | None:
        """What the evidence speaks for."""
        return self._suggestion

    def show_mode(self, *, is_read_only: bool) -> None:
        """Let answers be given, or only be read; as fresh as if made now."""
        self._is_read_only = is_read_only
        self._suggestion = None
        self._is_unfolded = False
        if self.is_built:
            self._show_mode()
            if self._comment is not None:
                self._comment.forget()
            self.editor.forget()
            self.unfold(is_unfolded=False)
        self.show_lack("")
        self.light(is_lit=False)

    def show_answer(self, answer: Answer) -> None:
        """Show what was said, without telling anybody."""
        self._answer = answer
        if not self.is_built:
            return
        self.editor.show_value(answer.value, is_preset=answer.is_preset)
        self._show_around(answer)

    def _show_around(self, answer: Answer) -> None:
        """Everything but the answer itself, which its editor shows."""
        self._answer = answer
        self._describe()
        self._preset.setVisible(answer.is_preset)
        self._show_causes()
        if answer.comment or self._comment is not None:
            self._comment_box().show_text(answer.comment or "")
        self._comment_wanted.setVisible(self.question.needs_comment(answer.value) and not answer.comment)
        self._show_evidence()

    def give(self, value: str | None, *, origin: str | None = None) -> None:
        """Answer, as a click does; the same answer again changes nothing, unless nobody had given it yet."""
        if self._is_read_only or (value == self._answer.value and not self._answer.is_preset):
            if self.is_built:
                self.show_answer(self._answer)  # a button that was pressed shows what holds
            return
        self.flush()  # in the order in which it was done: the words came before the answer
        self.show_answer(answered(self.question, self._answer, value, origin))
        self.answer_given.emit(AnswerGiven(self.question.id, value, origin))

    def take_suggestion(self) -> None:
        """Answer as the evidence says."""
        if self._suggestion is not None and not (self._answer.value == self._suggestion.answer and not self._answer.is_preset):
            self.give(self._suggestion.answer, origin=self._suggestion.reason)

    def take_key(self, event: QKeyEvent) -> bool:
        """Whether a key on the question answered it."""
        return not self._is_read_only and self.editor.take_key(event)

    def show_points(self, points: Points | None) -> None:
        """Write what the question is worth and what it earned, in points of the form."""
        if points != self._points_value:
            self._points_value = points
            self._show_texts()

    def show_lack(self, text: str) -> None:
        """Say what is missing here; an empty text says nothing."""
        if text != self._lack_words:
            self._lack_words = text
            self._show_texts()
        self._mark("missing", "true" if text else "false")

    def show_suggestion(self, suggestion: Suggestion | None) -> None:
        """Say what the evidence speaks for."""
        self._suggestion = suggestion
        if self.is_built:
            self._show_evidence()

    def light(self, *, is_lit: bool, has_keys: bool = True) -> None:
        """Show plainly that keys go here now; faintly, that they will when they come back to the form."""
        self._mark("lit", ("true" if has_keys else "kept") if is_lit else "false")

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground and the bar at the left. Painted here: a look that the stylesheet changes is laid out anew at each step."""
        lit, is_missing = self.property("lit"), self.property("missing") == "true"
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if lit == "true":
            painter.setBrush(self._theme.colour("selected"))
            painter.drawRoundedRect(self.rect(), RADIUS, RADIUS)
        bar = {"true": "accent", "kept": "edge"}.get(lit, "watch" if is_missing else "")
        if bar:
            painter.setBrush(self._theme.colour(bar))
            painter.drawRoundedRect(QRect(0, 0, 3, self.height()), 1.5, 1.5)
        painter.end()

    def _mark(self, name: str, value: str) -> None:
        if self.property(name) != value:
            self.setProperty(name, value)
            self.update()

    def unfold_guidance(self) -> None:
        """Show guidance and examples, or fold them away again."""
        self.unfold(is_unfolded=not self._is_unfolded)

    def unfold(self, *, is_unfolded: bool) -> None:
        """Show guidance and examples, or not."""
        has_any = bool(self.question.guidance) or bool(self.question.examples)
        self._is_unfolded = is_unfolded and has_any
        if not self.is_built:
            return
        if self._is_unfolded and self._guidance is None:
            self._guidance = GuidanceBox(self.question, self._language)
            self._above.addWidget(self._guidance)
        if self._guidance is not None:
            self._guidance.setVisible(self._is_unfolded)

    def write_comment(self) -> None:
        """Put the cursor into the comment."""
        if not self._is_read_only:
            box = self._comment_box()
            box.show()
            box.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def choose_root_cause(self) -> None:
        """Put the focus on the first root cause, where there are any."""
        if self.asks_for_root_cause and not self._is_read_only:
            self._root_causes().take_focus()

    @property
    def chooses_root_cause(self) -> bool:
        """Whether keys go to the root causes now."""
        return self._causes is not None and self._causes.has_focus

    @property
    def has_field(self) -> bool:
        """Whether a field of the answer has the cursor."""
        return self._editor is not None and self._editor.has_field

    def flush(self) -> None:
        """Tell what is still being written, now."""
        if self._editor is not None:
            self._editor.flush()
        if self._comment is not None:
            self._comment.flush()

    @property
    def asks_for_root_cause(self) -> bool:
        """Whether there are reasons to choose from for what was answered."""
        return bool(self.question.causes_for(self._answer.value))

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        self._count = count = label(str(self._number), "small")
        count.setFixedWidth(_NUMBER_WIDTH)
        count.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        title = label(self.question.label(self._language), wraps=True)
        self._points = FixedLabel("small", ("66.7 / 100.0",))
        self._lack = label("", "small", meaning="watch")
        self._preset = label(tr("set beforehand"), "small")
        self._preset.setToolTip(tr("The scorecard set it; nobody has said it yet."))
        head.addWidget(count)
        head.addWidget(title, 1)
        for mark in (self._lack, self._preset, self._points):
            mark.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
            head.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)  # also where the title takes several lines
        self._lack.hide()
        self._preset.hide()
        return head

    def _flag(self) -> QWidget:
        text = tr(_CRITICAL[self.question.critical])
        if self.question.autofail is not None:
            text += " · " + tr("auto-fail")
        flag = label(text, "small", meaning="watch")
        flag.setContentsMargins(_INDENT, 0, 0, 0)
        return flag

    def _make_editor(self) -> AnswerEditor:
        acts = [
            ("message-circle", tr("Comment (C)"), self.write_comment),
            ("pin", tr("Marker at the playhead (M)"), self._ask_for_marker),
        ]
        self._actions = [IconButton(self._theme, icon, name, act) for icon, name, act in acts]
        guidance = []
        if self.question.guidance or self.question.examples:
            guidance = [IconButton(self._theme, "info", tr("Guidance (G)"), self.unfold_guidance)]
        for made in (*self._actions, *guidance):
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        editor = EDITORS[self.question.kind](self._theme, self.question, self._language, [*self._actions, *guidance])
        editor.setAccessibleName(self.question.label(self._language))
        editor.given.connect(self._given)
        editor.typed.connect(self._answer_typed)
        editor.left.connect(self._take_focus)
        return editor

    def _show_mode(self) -> None:
        self.editor.set_read_only(is_read_only=self._is_read_only)
        for made in self._actions:
            made.setVisible(not self._is_read_only)
        self._show_causes()
        if self._comment is not None:
            self._comment.setReadOnly(self._is_read_only)

    def _show_texts(self) -> None:
        if self.is_built:
            words, points = "", self._points_value
            if not self.question.is_adjustment and points is not None:
                earned = "–" if points.earned is None else points_text(points.earned)
                words = f"{earned} / {points_text(points.possible)}"
            self._points.setText(words)
            if self._lack.text() != self._lack_words:
                self._lack.setText(self._lack_words)
                self._lack.setVisible(bool(self._lack_words))

    def _show_evidence(self) -> None:
        if self._evidence is None and (self._suggestion is not None or self._answer.origin):
            self._evidence = SuggestionLine(self.question, self._language)
            self._evidence.taken.connect(self.take_suggestion)
            self._evidence.place_asked.connect(self.ask_for_place)
            self._above.insertWidget(0, self._evidence)
        if self._evidence is not None:
            self._evidence.show_state(self._suggestion, self._answer, is_read_only=self._is_read_only)

    def ask_for_place(self) -> None:
        """Go to where the evidence is."""
        found = self._suggestion
        if found is not None and (found.at_s is not None or found.position is not None):
            self.place_asked.emit(PlaceAsked(found.at_s, found.position, found.media_id))

    def _show_causes(self) -> None:
        """The reasons to choose from; where nothing can be chosen any more, the one that was, if there is one."""
        answer = self._answer
        is_shown = self.asks_for_root_cause and (not self._is_read_only or bool(answer.root_cause))
        if is_shown:
            self._root_causes().show_causes(self.question, answer.value, answer.root_cause, is_read_only=self._is_read_only)
        if self._causes is not None:
            self._causes.setVisible(is_shown)

    def _root_causes(self) -> RootCauseBox:
        if self._causes is None:
            self._causes = RootCauseBox(self._language)
            self._causes.cause_chosen.connect(self._cause_chosen)
            self._causes.left.connect(self._take_focus)
            self._below.insertWidget(0, self._causes)
        return self._causes

    def _comment_box(self) -> CommentBox:
        self.build()
        if self._comment is None:
            name = tr("Comment on {question}", question=self.question.label(self._language))
            self._comment = CommentBox(self._take_focus, name)
            self._comment.setReadOnly(self._is_read_only)
            self._comment.typed.connect(self._comment_typed)
            self._comment.changed.connect(self._comment_written)
            self._below.addWidget(self._comment)
        return self._comment

    def _given(self, given: Given) -> None:
        if not given.is_typed:
            self.give(given.value)
        elif not self._is_read_only:
            self._show_around(answered(self.question, self._answer, given.value))
            self.answer_given.emit(AnswerGiven(self.question.id, given.value, is_typed=True))

    def _answer_typed(self, text: str) -> None:
        self._show_around(answered(self.question, self._answer, held_answer(self.question, text)))
        self.value_typed.emit()
        self.words_typed.emit(WordsTyped("answer", self.question.id, text))

    def _cause_chosen(self, cause: object) -> None:
        chosen = None if cause is None else str(cause)
        self._answer = replace(self._answer, root_cause=chosen)
        self.root_cause_chosen.emit(RootCauseChosen(self.question.id, chosen))

    def _take_focus(self) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _comment_typed(self, text: str) -> None:
        self._comment_wanted.setVisible(self.question.needs_comment(self._answer.value) and not text.strip())
        self.words_typed.emit(WordsTyped("comment", self.question.id, text))

    def _comment_written(self, text: str) -> None:
        self._answer = replace(self._answer, comment=text.strip() or None)
        self.comment_changed.emit(CommentChanged(self.question.id, text))

    def _ask_for_marker(self) -> None:
        self.marker_asked.emit(MarkerAsked(self.question.id))

    def _describe(self) -> None:
        said = self.question.answer_label(self._answer.value, self._language) or tr("not answered")
        if self._answer.is_preset:
            said = f"{said}, {tr('set beforehand')}"
        self.setAccessibleName(f"{self.question.label(self._language)}: {said}")
        self.setAccessibleDescription(self.question.guidance.say(self._language))
