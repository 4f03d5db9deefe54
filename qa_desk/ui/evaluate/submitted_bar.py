"""What holds of a submitted evaluation, calmly, and what can be done with it; and what a revision in hand is there for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from qa_desk.domain.language import tr
from qa_desk.services.acknowledgements import KIND_WORDS
from qa_desk.ui.dates import day_text, moment_text
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.flow import FlowLayout
from qa_desk.ui.widgets.text import hairline, label, restyle

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from qa_desk.services.acknowledgements import Acknowledgement
    from qa_desk.ui.evaluate.dispute_presenter import SubmittedFacts


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    meaning: str | None = None


class SubmittedBar(QFrame):
    """Hidden while an ordinary form is filled in."""

    next_asked = Signal()
    revision_asked = Signal(str)
    dispute_asked = Signal()
    decision_asked = Signal(str)
    """The id of the dispute to be seen."""
    acknowledgement_asked = Signal()
    best_practice_asked = Signal()
    story_asked = Signal()
    discard_asked = Signal()
    """The revision in hand is thrown away."""

    def __init__(self) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(hairline())
        column = QVBoxLayout()
        column.setContentsMargins(Space.L, Space.S, Space.L, Space.M)
        column.setSpacing(Space.S)
        outer.addLayout(column)
        self._facts: SubmittedFacts | None = None
        self._verdict, self._who = label("", "heading"), label("", "note", wraps=True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self.next_button = button(tr("Next"), self.next_asked.emit, role="primary")
        head = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._verdict)
        words.addWidget(self._who)
        head.addLayout(words, 1)
        head.addWidget(self.next_button)
        column.addLayout(head)
        column.addLayout(self._lines)
        column.addWidget(self._make_actions())
        column.addWidget(self._make_reason())
        self.hide()

    def _make_actions(self) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, Space.M)
        self.decide_button = self._action(flow, tr("Decide the dispute…"), self._ask_decision)
        self.revise_button = self._action(flow, tr("Revise…"), self.ask_reason)
        self.dispute_button = self._action(flow, tr("Dispute…"), self.dispute_asked.emit)
        self.acknowledge_button = self._action(flow, tr("Acknowledge…"), self.acknowledgement_asked.emit)
        self.practice_button = self._action(flow, tr("Best practice…"), self.best_practice_asked.emit)
        self.story_button = self._action(flow, tr("History"), self.story_asked.emit)
        self.discard_button = self._action(flow, tr("Throw the revision away"), self.discard_asked.emit)
        self._actions = holder
        return holder

    def _action(self, flow: FlowLayout, text: str, pressed: object) -> QPushButton:
        made = button(text, pressed, role="link")  # type: ignore[arg-type]  # a method or a signal's emit
        flow.addWidget(made)
        return made

    def _make_reason(self) -> QWidget:
        self._reason_row = QWidget()
        row = QHBoxLayout(self._reason_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(tr("Why revise it?"))
        self.reason.setAccessibleName(tr("Reason for a revision"))
        self.reason.textChanged.connect(self._typed)
        self.reason.returnPressed.connect(self._revise)
        self.revise_now = button(tr("Revise"), self._revise)
        self.revise_now.setEnabled(False)
        row.addWidget(self.reason, 1)
        row.addWidget(self.revise_now)
        self._reason_row.hide()
        return self._reason_row

    @property
    def text(self) -> str:
        """All that it says now."""
        said = [self._verdict.text(), self._who.text()]
        for place in range(self._lines.count()):
            item = self._lines.itemAt(place)
            widget = item.widget() if item is not None else None
            said.append(widget.text() if widget is not None and hasattr(widget, "text") else "")
        return "\n".join(part for part in said if part)

    def show_nothing(self) -> None:
        """An ordinary form is filled in."""
        self._facts = None
        self.hide()

    def show_submitted(self, facts: SubmittedFacts, zone: ZoneInfo) -> None:
        """Say what holds of the evaluation shown now."""
        self._facts = facts
        link = facts.link
        self._verdict.setText(_verdict_of(facts))
        when = moment_text(datetime.fromtimestamp(link.submitted_at or 0, UTC).astimezone(zone))
        self._who.setText(tr("Submitted by {name}, {when}", name=link.evaluator, when=when))
        self._say(self._lines_of(facts, zone))
        is_ours = not facts.is_blind
        self.revise_button.setVisible(facts.can_be_revised)
        self.decide_button.setVisible(facts.dispute is not None)
        self.decide_button.setText(tr("Decide the dispute…") if facts.can_decide else tr("See the dispute…"))
        self.dispute_button.setVisible(is_ours and facts.is_latest and facts.dispute is None)
        self.acknowledge_button.setVisible(is_ours and facts.is_latest)
        self.practice_button.setVisible(is_ours)
        self.story_button.setVisible(is_ours and not facts.is_new_only)
        self.discard_button.hide()
        self.next_button.show()
        self._finish()

    def show_revision(self, facts: SubmittedFacts) -> None:
        """Say why the revision in hand is written."""
        self._facts = facts
        self._verdict.setText(tr("A revision"))
        self._who.setText(facts.link.revision_reason or "")
        self._say([_Line(tr("Submitting it decides the dispute."))] if facts.dispute is not None else [])
        for made in (self.revise_button, self.dispute_button, self.acknowledge_button, self.practice_button):
            made.hide()
        self.decide_button.setVisible(facts.dispute is not None)
        self.decide_button.setText(tr("See the dispute…"))
        self.story_button.show()
        self.discard_button.setText(tr("Take the decision back") if facts.dispute is not None else tr("Throw the revision away"))
        self.discard_button.show()
        self.next_button.hide()
        self._finish()

    def ask_reason(self) -> None:
        """Ask why it is revised."""
        if not self.revise_button.isHidden():
            self._reason_row.show()
            self.reason.setFocus()

    def _finish(self) -> None:
        self.reason.clear()
        self._reason_row.hide()
        self._actions.updateGeometry()
        self.show()

    def _say(self, lines: list[_Line]) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for line in lines:
            made = label(line.text, "note", meaning=line.meaning, wraps=True)
            self._lines.addWidget(made)
            restyle(made, meaning=line.meaning)

    def _lines_of(self, facts: SubmittedFacts, zone: ZoneInfo) -> list[_Line]:
        lines = []
        if facts.is_blind:
            lines.append(_Line(tr("A blind sheet: it serves the agreement and says nothing about the agent.")))
        elif not facts.is_latest:
            lines.append(_Line(tr("It was revised; the revision is what counts."), "watch"))
        if facts.link.revision_reason:
            lines.append(_Line(tr("A revision: {reason}", reason=facts.link.revision_reason)))
        if facts.dispute is not None:
            due = day_text(date.fromisoformat(facts.dispute.due_on)) if facts.dispute.due_on else "–"
            lines.append(_Line(tr("Disputed by {name}; to be answered by {day}", name=facts.dispute.raised_by, day=due), "watch"))
        lines += [_Line(_said(each, zone)) for each in facts.acknowledgements]
        return lines

    def _typed(self, text: str) -> None:
        self.revise_now.setEnabled(bool(text.strip()))

    def _revise(self) -> None:
        if self.reason.text().strip():
            self.revision_asked.emit(self.reason.text())

    def _ask_decision(self) -> None:
        if self._facts is not None and self._facts.dispute is not None:
            self.decision_asked.emit(self._facts.dispute.id)


def _verdict_of(facts: SubmittedFacts) -> str:
    shown = facts.link.shown or tr("not scorable")
    if facts.link.passed is None:
        return shown
    return tr("{score} · passed", score=shown) if facts.link.passed else tr("{score} · not passed", score=shown)


def _said(each: Acknowledgement, zone: ZoneInfo) -> str:
    when = moment_text(datetime.fromtimestamp(each.at, UTC).astimezone(zone))
    words = tr("✓ {what} by {name}, {when}", what=tr(KIND_WORDS[each.kind]), name=each.name, when=when)
    return f"{words} · “{each.words}”" if each.words else words
