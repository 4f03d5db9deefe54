"""One disputed point: what was given, what is wished for and why, and the verdict. A accepts, R rejects, C says why."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from qa_desk.domain.calibration_text import answer_label
from qa_desk.domain.disputes import Point, Verdict
from qa_desk.domain.language import tr
from qa_desk.ui.evaluate.comment_box import CommentBox
from qa_desk.ui.evaluate.dispute_answer import AnswerChoice
from qa_desk.ui.evaluate.marker_row import place_of
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import Choice, Segments, button
from qa_desk.ui.widgets.text import label, restyle

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QFocusEvent, QKeyEvent

    from qa_desk.domain.evaluation import Answer, Marker
    from qa_desk.domain.scorecard import Question

_VERDICTS = {Qt.Key.Key_A.value: True, Qt.Key.Key_R.value: False}
_STEPS = {Qt.Key.Key_Down.value: 1, Qt.Key.Key_J.value: 1, Qt.Key.Key_Up.value: -1, Qt.Key.Key_K.value: -1}


class VerdictRow(QFrame):
    """Takes the focus as a whole, as a question of the form does."""

    changed = Signal()
    walked = Signal(int)
    """The person goes on (1) or back (-1)."""
    marker_opened = Signal(object)
    """The `Marker` to be played."""

    def __init__(
        self, point: Point, question: Question | None, given: Answer | None, markers: Sequence[Marker], language: str
    ) -> None:
        super().__init__()
        self.point = point
        self._question = question
        self._markers = tuple(markers)
        self._title = question.label(language) if question else tr("The whole evaluation")
        self._is_open = False
        self.setProperty("kind", "question")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(Space.S, Space.S, Space.S, Space.S)
        self._column.setSpacing(Space.XS)
        self._column.addWidget(label(self._title, "heading", wraps=True))
        if question is not None:
            self._say(tr("given"), answer_label(question, given.value if given else None, language))
            if given and given.comment:
                self._column.addWidget(label(f"“{given.comment}”", "note", wraps=True))
        for marker in self._markers:
            words = f"▶ {place_of(marker)}  {marker.text}".strip()
            made = button(words, partial(self._open_marker, marker), role="link", name=tr("Play {place}", place=place_of(marker)))
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._column.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        if question is not None:
            self._say(tr("wished for"), answer_label(question, point.wish, language))
        self._column.addWidget(label(f"“{point.claim}”", wraps=True))
        self._language = language
        self.restyle_lit(is_lit=False)

    def ask(self, content: Mapping[str, object]) -> None:
        """Take a verdict; `content` is what was said before one went elsewhere."""
        self._is_open = True
        choices = [Choice(True, tr("Accept"), tr("Accept (key A)")), Choice(False, tr("Reject"), tr("Reject (key R)"))]
        self.verdict = Segments(choices, tr("Verdict: {question}", question=self._title))
        self.verdict.chosen.connect(self._chosen)
        self._column.addSpacing(Space.XS)
        self._column.addWidget(self.verdict)
        self.grant: AnswerChoice | None = None
        self._grant_box = QWidget()
        box = QVBoxLayout(self._grant_box)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        if self._question is not None:
            box.addWidget(label(tr("The answer becomes"), "note"))
            self.grant = AnswerChoice(self._question, self._language, tr("Answer given: {question}", question=self._title))
            self.grant.changed.connect(self.changed)
            box.addWidget(self.grant)
        self._column.addWidget(self._grant_box)
        name = tr("Reason of the verdict: {question}", question=self._title)
        self.reason = CommentBox(self.take_focus, name, invitation=tr("Why?"), stays=True)
        self.reason.typed.connect(self._typed)
        self._column.addWidget(self.reason)
        self._restore(content)

    def tell(self) -> None:
        """Show what was decided, to be read."""
        if self.point.is_accepted is None:
            return
        if self.point.is_accepted:
            words, meaning = tr("✓ accepted"), "good"
            if self._question is not None and self.point.granted not in (None, self.point.wish):
                words = tr("✓ accepted as {answer}", answer=answer_label(self._question, self.point.granted, self._language))
        else:
            words, meaning = tr("✕ rejected"), "bad"
        self._column.addSpacing(Space.XS)
        self._column.addWidget(label(words, "heading", meaning=meaning))
        if self.point.reason:
            self._column.addWidget(label(self.point.reason, wraps=True))

    @property
    def is_accepted(self) -> bool | None:
        """The verdict; None: none yet."""
        value = self.verdict.value if self._is_open else self.point.is_accepted
        return value if isinstance(value, bool) else None

    @property
    def granted(self) -> str | None:
        """The answer that an acceptance puts in."""
        return self.grant.value if self._is_open and self.grant is not None else self.point.granted

    @property
    def said(self) -> Verdict | None:
        """The verdict with its reason, as it stands now; None while there is none."""
        if self.is_accepted is None:
            return None
        return Verdict(
            self.point.question_id, self.is_accepted, self.reason.toPlainText(), self.granted if self.is_accepted else None
        )

    @property
    def content(self) -> dict[str, object]:
        """The same as it is kept while it is typed."""
        return {"accepted": self.is_accepted, "granted": self.granted, "reason": self.reason.toPlainText()}

    @property
    def lacks(self) -> QWidget | None:
        """Where something is still missing."""
        if self.is_accepted is None:
            return self
        return None if self.reason.toPlainText().strip() else self.reason

    def give(self, *, is_accepted: bool) -> None:
        """Press a verdict, as its key does, and ask for the reason."""
        if self._is_open:
            self.verdict.show_value(is_accepted)
            self._chosen(is_accepted)

    def take_focus(self) -> None:
        """Have the keys."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def play(self) -> None:
        """Play the first marker."""
        for marker in self._markers[:1]:
            self.marker_opened.emit(marker)

    def restyle_lit(self, *, is_lit: bool) -> None:
        """Show plainly that keys go here."""
        restyle(self, lit="true" if is_lit else "false")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A accepts, R rejects, C or Enter says why, Space plays, the arrows walk."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = event.key()
        if held:
            super().keyPressEvent(event)
        elif key in _VERDICTS:
            self.give(is_accepted=_VERDICTS[key])
        elif key in _STEPS:
            self.walked.emit(_STEPS[key])
        elif key in (Qt.Key.Key_C.value, Qt.Key.Key_Return.value, Qt.Key.Key_Enter.value) and self._is_open:
            self.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif key == Qt.Key.Key_Space.value:
            self.play()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Keys go here now."""
        super().focusInEvent(event)
        self.restyle_lit(is_lit=True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keys go elsewhere."""
        super().focusOutEvent(event)
        self.restyle_lit(is_lit=False)

    def _say(self, what: str, answer: str) -> None:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        quiet = label(what, "note")
        row.addWidget(quiet, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(answer, "heading", wraps=True), 1)
        self._column.addLayout(row)

    def _restore(self, content: Mapping[str, object]) -> None:
        accepted, granted, reason = content.get("accepted"), content.get("granted"), content.get("reason")
        self.verdict.show_value(accepted if isinstance(accepted, bool) else None)
        if self.grant is not None:
            self.grant.show_value(granted if isinstance(granted, str) else self.point.wish)
        self.reason.show_text(reason if isinstance(reason, str) else "")
        self._grant_box.setVisible(self.is_accepted is True and self.grant is not None)

    def _chosen(self, value: object) -> None:
        self._grant_box.setVisible(value is True and self.grant is not None)
        self.changed.emit()

    def _typed(self, _text: str) -> None:
        self.changed.emit()

    def _open_marker(self, marker: Marker, _checked: bool = False) -> None:
        self.marker_opened.emit(marker)
