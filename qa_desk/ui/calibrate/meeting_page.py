"""The meeting, for a projector: one question fills the screen, the agenda is a thin list, the agreed answer is pressed below."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from qa_desk.domain.calibration import REASON_WORDS, Reason, State
from qa_desk.domain.calibration_text import answer_label, pairs_sentence
from qa_desk.domain.language import tr
from qa_desk.services.interaction_detail import load_interaction
from qa_desk.ui.calibrate.agenda import agenda_line, next_place, place_of
from qa_desk.ui.calibrate.agreed_answer import AgreedAnswer
from qa_desk.ui.calibrate.answer_card import AnswerCards, said_about
from qa_desk.ui.calibrate.model import language, points_words
from qa_desk.ui.calibrate.presenter import Settled
from qa_desk.ui.evaluate.keys import Act
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.text import hairline, label, restyle

if TYPE_CHECKING:
    from qa_desk.domain.calibration import AgendaPoint
    from qa_desk.domain.calibration_report import CalibrationReport, Decision
    from qa_desk.domain.evaluation import Marker
    from qa_desk.domain.scorecard import Question
    from qa_desk.ui.evaluate.interaction_pane import InteractionPane
    from qa_desk.ui.screen import Context

_AGENDA_WIDTH = 310
_RULE_HEIGHT = 76
_PANE_HEIGHT = 440


class _Unsettled(NamedTuple):
    decision: Decision | None
    """The decision that held when it was pressed."""
    agreed: str | None
    rule: str


class MeetingPage(QWidget):
    """`show_report` fills it. The keys of the form give the agreed answer, arrows walk the agenda, R goes to the rule."""

    settled = Signal(object)
    """`Settled`"""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._theme = theme = context.theme
        self._listening_to: str | None = None
        self._report: CalibrationReport | None = None
        self.agenda = QListWidget()
        self.agenda.setAccessibleName(tr("Agenda"))
        self.agenda.setFixedWidth(theme.size(_AGENDA_WIDTH))
        self.agenda.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.agenda.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.agenda.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.agenda.currentRowChanged.connect(self._show_point)
        self.agenda.installEventFilter(self)
        self._count = label("", "note")
        side = QVBoxLayout()
        side.setSpacing(Space.S)
        side.addWidget(label(tr("Agenda"), "heading"))
        side.addWidget(self._count)
        side.addWidget(self.agenda, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        row.setSpacing(Space.XL)
        row.addLayout(side)
        row.addLayout(self._main(), 1)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.settle)

    def _main(self) -> QVBoxLayout:
        self._reason = label("", "muted")
        self._where = label("", "muted", wraps=True)
        self._question = label("", "figure", wraps=True)
        self._guidance = label("", "muted", wraps=True)
        self._cards = AnswerCards(self._theme)
        self._cards.marker_opened.connect(self._marker_opened)
        body = QWidget()
        body.setProperty("kind", "page")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, Space.S, 0)
        column.setSpacing(Space.S)
        self._listen = button(tr("Listen or read again"), self._listen_again, role="quiet")
        top = QHBoxLayout()
        top.addWidget(self._reason, 1)
        top.addWidget(self._listen)
        column.addLayout(top)
        for widget in (self._question, self._guidance, self._where):
            column.addWidget(widget)
        column.addSpacing(Space.M)
        column.addWidget(self._cards)
        self._pairs = label("", "muted", wraps=True)
        column.addSpacing(Space.S)
        column.addWidget(self._pairs)
        self._pane_room = QVBoxLayout()
        self._pane: InteractionPane | None = None
        column.addLayout(self._pane_room)
        column.addStretch(1)
        self._scroll = scroll = QScrollArea()
        scroll.installEventFilter(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(body)
        main = QVBoxLayout()
        main.setSpacing(Space.M)
        main.addWidget(scroll, 1)
        main.addWidget(hairline())
        main.addWidget(self._foot())
        return main

    def _foot(self) -> QWidget:
        self._answers = QHBoxLayout()
        self._answers.setSpacing(Space.M)
        self._answers_lead = label(tr("Agreed answer"), "heading")
        self._answers.addWidget(self._answers_lead)
        self._answer = AgreedAnswer(self._theme)
        self._answer.left.connect(self._take_keys_back)
        self._answers.addWidget(self._answer, 1)
        self._rule = QPlainTextEdit()
        self._rule.setAccessibleName(tr("The rule"))
        self._rule.setPlaceholderText(tr("The rule: what everybody does next time"))
        self._rule.setTabChangesFocus(True)
        self._rule.setFixedHeight(self._theme.size(_RULE_HEIGHT))
        self._rule.installEventFilter(self)
        self._outcome = label("", "heading", wraps=True)
        self._outcome_rule = label("", wraps=True)
        self._settle = button(tr("Settle and go on"), self.settle, role="primary")
        self._hint = label("", "small", wraps=True)
        row = QHBoxLayout()
        row.addWidget(self._hint, 1)
        row.addWidget(self._settle)
        whole = QWidget()
        whole.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)  # what is left over is the cards'
        foot = QVBoxLayout(whole)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(Space.S)
        foot.addWidget(self._outcome)
        foot.addWidget(self._outcome_rule)
        foot.addLayout(self._answers)
        foot.addWidget(self._rule)
        foot.addLayout(row)
        return whole

    # -- what it is given

    def show_report(self, report: CalibrationReport) -> None:
        """Show the agenda; stay at the point that was shown, or go to the first open one."""
        kept, unsettled = self.point, self._unsettled()
        self._report = report
        points = report.results.agenda
        self.agenda.blockSignals(True)
        self.agenda.clear()
        for each in points:
            self.agenda.addItem(agenda_line(self._theme, report, each))
        self.agenda.blockSignals(False)
        wanted = [point for point in points if point.must_be_settled]
        done = len(wanted) - len(report.open_points)
        settled = tr("{x} of {n} settled", x=done, n=len(wanted)) if wanted else tr("nothing to settle")
        self._count.setText(tr("{settled}; the session is closed", settled=settled) if self._is_closed else settled)
        self.agenda.setCurrentRow(next_place(report, kept))
        self._show_point(self.agenda.currentRow())
        point = self.point
        if unsettled is not None and point is not None and kept is not None and place_of(point) == place_of(kept):
            self._keep_on(unsettled)

    def _unsettled(self) -> _Unsettled | None:
        """What was pressed and written at this point and is not settled: figures that arrive meanwhile do not wipe it away."""
        if self._report is None or self.point is None:
            return None
        self._answer.flush()
        decision = self._report.decisions.get(place_of(self.point))
        known = (decision.agreed, decision.rule or "") if decision else (None, "")
        return None if (self.agreed, self.rule) == known else _Unsettled(decision, self.agreed, self.rule)

    def _keep_on(self, unsettled: _Unsettled) -> None:
        assert self._report is not None
        assert self.point is not None
        is_same = self._report.decisions.get(place_of(self.point)) == unsettled.decision
        if is_same and self._report.session.state is not State.CLOSED:
            self._answer.show_value(unsettled.agreed)
            if self.rule != unsettled.rule:
                self._rule.setPlainText(unsettled.rule)

    @property
    def point(self) -> AgendaPoint | None:
        """The point that is talked about."""
        row = self.agenda.currentRow()
        return self._report.results.agenda[row] if self._report is not None and row >= 0 else None

    @property
    def agreed(self) -> str | None:
        """The answer that is given now."""
        return self._answer.value

    @property
    def rule(self) -> str:
        """The rule as written now."""
        return self._rule.toPlainText()

    def write_rule(self, text: str) -> None:
        """Write the rule, as typing does."""
        self._rule.setPlainText(text)

    def settle(self) -> None:
        """Write the decision down and go on to the next open point; what is no answer yet is not settled."""
        point = self.point
        if point is None or self._is_closed or not self._answer.finish():
            return
        self.settled.emit(Settled(point, self._answer.value, self.rule))
        self._take_keys_back()

    def _take_keys_back(self) -> None:
        self.agenda.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _is_closed(self) -> bool:
        return self._report is None or self._report.session.state is State.CLOSED

    # -- one point

    def _show_point(self, _row: int) -> None:
        report, point = self._report, self.point
        is_open = report is not None and point is not None
        parts: list[QWidget] = [self._reason, self._where, self._guidance, self._listen]
        for widget in [*parts, self._answers_lead, self._answer, self._rule, self._settle, self._hint]:
            widget.setVisible(is_open)
        for widget in (self._outcome, self._outcome_rule):
            widget.hide()
        if report is None or point is None:
            self._question.setText(tr("Everybody gave the same answers: nothing to settle."))
            self._pairs.setText("")
            self._cards.show_answers(())
            return
        question = report.version.question(point.question_id)
        assert question is not None
        is_grave = point.reason in (Reason.AUTOFAIL_SPLIT, Reason.CRITICAL_SPLIT)
        self._reason.setText(("⚑ " if is_grave else "") + tr(REASON_WORDS[point.reason]))
        restyle(self._reason, meaning="bad" if is_grave else "none")
        item = report.item(point.interaction_id)
        self._where.setText(" · ".join(text for text in (item.label, item.channel, item.agent) if text))
        if point.interaction_id != self._listening_to:
            self.quiet()
        self._question.setText(question.label(language()))
        self._guidance.setText(question.guidance.say(language()))
        self._guidance.setVisible(bool(self._guidance.text()) and self._listening_to is None)
        self._where.setVisible(self._listening_to is None)
        self._cards.show_answers(said_about(report, point, question))
        found = report.results.question(point.question_id)
        here = tr("Here: {pairs}", pairs=pairs_sentence(point.pairs)) if point.pairs.denominator else ""
        over = tr("This question over all interactions: {reading}", reading=found.reading) if found else ""
        totals = [
            f"{participant.name} {points_words(found_score.final)}"
            for participant in report.session.evaluators
            if (found_score := report.results.scores.get(participant.id, {}).get(point.interaction_id)) is not None
        ]
        expected = report.results.benchmark_scores.get(point.interaction_id)
        if expected is not None:
            totals.append(tr("benchmark {points}", points=points_words(expected.final)))
        total = tr("Total scores of this interaction: {totals}", totals=" · ".join(totals))
        self._pairs.setText("\n".join(text for text in (here, over, total) if text))
        self._show_decision(report, point, question)

    def _show_decision(self, report: CalibrationReport, point: AgendaPoint, question: Question) -> None:
        decision = report.decisions.get(place_of(point))
        self._answer.show_answer(place_of(point), question, decision.agreed if decision else None)
        keys = [*self._answer.key_words(), "R " + tr("rule"), tr("Ctrl+Enter settles")]
        self._hint.setText("   ".join(part.replace(" ", "\u00a0") for part in keys))  # a key and its word stay on one line
        rule = (decision.rule if decision else None) or ""
        if self.rule != rule:
            self._rule.setPlainText(rule)
        is_closed = report.session.state is State.CLOSED
        for widget in (self._answer, self._answers_lead, self._rule, self._settle, self._hint):
            widget.setVisible(not is_closed)
        for widget in (self._outcome, self._outcome_rule):
            widget.setVisible(is_closed)
        if is_closed:
            agreed = decision.agreed if decision else None
            words = tr("Agreed: {answer}", answer=answer_label(question, agreed, language())) if agreed else tr("Left open")
            self._outcome.setText(words)
            self._outcome_rule.setText(tr("Rule: {rule}", rule=rule) if rule else tr("No rule was written down."))

    # -- hearing it again

    def _marker_opened(self, marker: Marker) -> None:
        pane = self._open_pane()
        if pane is None:
            return
        pane.go_to(marker)
        if marker.at_s is not None and pane.call_pane is not None and not pane.call_pane.playback.state.is_playing:
            pane.do(Act.PLAY)

    def _listen_again(self) -> None:
        if self._pane is not None and not self._pane.isHidden():
            self.quiet()
        else:
            self._open_pane()

    def quiet(self) -> None:
        """Put the player away."""
        self._listening_to = None
        self._listen.setText(tr("Listen or read again"))
        self._pairs.show()
        self._where.show()
        self._guidance.setVisible(bool(self._guidance.text()))
        if self._pane is not None:
            if self._pane.call_pane is not None:
                self._pane.call_pane.forget()
            self._pane.hide()

    def release(self) -> None:
        """Let go of the recording and of the sound, for good."""
        if self._pane is not None:
            self._pane.release()

    def _open_pane(self) -> InteractionPane | None:
        """The interaction that is talked about, to hear or to read; made when first asked for."""
        if self.point is None:
            return None
        if self._pane is None:
            from qa_desk.ui.evaluate.interaction_pane import InteractionPane

            self._pane = InteractionPane(self._context)
            self._pane.setMinimumHeight(self._theme.size(_PANE_HEIGHT))
            self._pane_room.addWidget(self._pane)
        if self._listening_to != self.point.interaction_id:
            self._listening_to = self.point.interaction_id
            detail = load_interaction(self._context.workspace, self._listening_to)
            self._pane.show_interaction(detail, ())
        self._pane.show()
        self._listen.setText(tr("Put it away"))
        for widget in (self._pairs, self._guidance, self._where):
            widget.hide()  # question, answers and player together on one screen
        return self._pane

    # -- keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the agenda, before the list searches in itself; Ctrl+Enter in the rule too."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QScrollArea):
            self._cards.fit(watched.width() - watched.verticalScrollBar().sizeHint().width() - Space.S)
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.settle()
            return True
        return self._take_key(event) if watched is self.agenda else False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What a field of the answer has no use for: N, R and the arrows mean what they mean on the agenda."""
        steps = {Qt.Key.Key_Up.value: -1, Qt.Key.Key_Down.value: 1}
        if not self._answer.has_field:
            super().keyPressEvent(event)
        elif event.key() in steps:
            self._take_keys_back()
            row = self.agenda.currentRow() + steps[event.key()]
            self.agenda.setCurrentRow(max(0, min(row, self.agenda.count() - 1)))
        elif not self._take_key(event):
            super().keyPressEvent(event)

    def _take_key(self, event: QKeyEvent) -> bool:
        if self.point is None or self._is_closed:
            return False
        if self._answer.take_key(event):
            return True
        if event.key() == Qt.Key.Key_R and not event.modifiers():
            self._rule.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        return False
