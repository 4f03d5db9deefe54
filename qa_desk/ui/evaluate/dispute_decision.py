"""A dispute beside its interaction: each point with what was given and wished for, decided by keyboard, or read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from qa_desk.domain.disputes import OUTCOME_WORDS, ROLE_WORDS, WHOLE, State, overall_reason
from qa_desk.domain.language import join_phrases, tr
from qa_desk.domain.scoring import score_so_far
from qa_desk.services.centre_time import zone_of
from qa_desk.services.quality import language_in_force
from qa_desk.ui.dates import day_text, moment_text
from qa_desk.ui.evaluate.comment_box import CommentBox
from qa_desk.ui.evaluate.dispute_side import SidePanel, named_field
from qa_desk.ui.evaluate.dispute_verdict import VerdictRow
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from qa_desk.domain.disputes import Dispute, Verdict
    from qa_desk.ui.evaluate.dispute_presenter import DecisionSheet, DisputePresenter
    from qa_desk.ui.screen import Context


@dataclass(frozen=True, slots=True)
class RevisionAsked:
    """The person wants to go on with the revision that a decision began."""

    interaction_id: str
    evaluation_id: str


class DecisionPanel(SidePanel):
    """`show_sheet` fills it: to be decided, or to be read where that is done or somebody else's to do."""

    marker_opened = Signal(object)
    revision_asked = Signal(object)
    """`RevisionAsked`"""

    def __init__(self, context: Context, presenter: DisputePresenter) -> None:
        super().__init__(context.theme, tr("Dispute"))
        self._context = context
        self._presenter = presenter
        self._sheet: DecisionSheet | None = None
        self.rows: list[VerdictRow] = []
        self.score = label("", "heading")
        self.foot.insertWidget(0, self.score)
        self._hint = label("", "small", wraps=True)
        self.foot.insertWidget(0, self._hint)
        self.decide_button = self.add_action(tr("Decide"), self._decide, is_primary=True)
        self.form_button = self.add_action(tr("Decide in the form…"), self._decide_in_form)
        self.go_on_button = self.add_action(tr("Go on with the revision"), self._go_on, role="primary")
        self.back_button = self.add_action(tr("Take the decision back"), self._take_back)
        self.withdraw_button = self.add_action(tr("Withdraw…"), self._ask_who, role="quiet")
        self.end_actions()
        self._withdraw_row = self._make_withdraw_row()
        self.foot.addWidget(self._withdraw_row)

    def show_sheet(self, sheet: DecisionSheet) -> None:
        """Show another dispute, or another state of it."""
        self._sheet = sheet
        dispute = sheet.dispute
        self.show_fault("")
        self.title.setText(self._heading(dispute))
        self.note.setText(self._about(dispute))
        column = self.new_body()
        if dispute.is_open and sheet.obstacle:
            column.addWidget(label(sheet.obstacle, "note", meaning="watch", wraps=True))
        points = {point.question_id: point for point in dispute.points}
        order = [question.id for question in sheet.version.questions()]
        language = language_in_force()
        self.rows = []
        for question_id in sorted(points, key=lambda each: order.index(each) if each in order else -1):
            own = question_id or None
            row = VerdictRow(
                points[question_id],
                sheet.version.question(question_id),
                sheet.evaluation.answers.get(question_id),
                [marker for marker in sheet.evaluation.markers if marker.question_id == own],
                language,
            )
            row.marker_opened.connect(self.marker_opened)
            row.walked.connect(self._walk)
            self.rows.append(row)
            column.addWidget(row)
        self._overall = CommentBox(
            self._leave_overall, tr("Reason of the decision"), invitation=tr("In a sentence, for all of it")
        )
        column.addWidget(self._overall)
        self._fill(sheet)
        self.settle()
        if self.rows:
            self.rows[0].take_focus()

    @property
    def dispute_id(self) -> str | None:
        """The dispute that is shown."""
        return self._sheet.dispute.id if self._sheet else None

    @property
    def is_deciding(self) -> bool:
        """Whether the person who sits here can decide it now."""
        sheet = self._sheet
        return sheet is not None and sheet.dispute.is_open and not sheet.obstacle and not sheet.dispute.is_being_written

    def _fill(self, sheet: DecisionSheet) -> None:
        dispute = sheet.dispute
        points = sheet.draft.get("points")
        for row in self.rows:
            if self.is_deciding:
                said = points.get(row.point.question_id) if isinstance(points, dict) else None
                row.ask(said if isinstance(said, dict) else {})
                row.changed.connect(self._changed)
            else:
                row.tell()
        is_open, is_written = dispute.is_open, dispute.is_being_written
        if self.is_deciding and len(self.rows) > 1:
            self._overall.show_text(str(sheet.draft.get("reason", "")))
            self._overall.show()
            self._overall.typed.connect(self._changed)
        elif not is_open and dispute.reason and dispute.reason != overall_reason("", dispute.points):
            self.body.addWidget(label(tr("For all of it: {reason}", reason=dispute.reason), wraps=True))
        is_mine = is_written and dispute.decided_by == self._context.evaluator_id
        self.decide_button.setVisible(self.is_deciding)
        self.form_button.setVisible(False)
        self.go_on_button.setVisible(is_mine)
        self.back_button.setVisible(is_mine)
        self.withdraw_button.setVisible(is_open)
        self._withdraw_row.hide()
        self._hint.setVisible(self.is_deciding)
        self._hint.setText(_hints(has_markers=bool(sheet.evaluation.markers)))
        self._show_score()

    # -- words

    def _heading(self, dispute: Dispute) -> str:
        if dispute.state is State.OPEN:
            return tr("Decide the dispute") if self.is_deciding else tr("Open dispute")
        if dispute.outcome is None:
            return tr("Dispute: withdrawn")
        return tr("Dispute: {outcome}", outcome=tr(OUTCOME_WORDS[dispute.outcome]))

    def _about(self, dispute: Dispute) -> str:
        raised = datetime.fromtimestamp(dispute.raised_at, UTC).astimezone(zone_of(self._context.workspace))
        who = tr(
            "Raised by {name} ({role}), {when}",
            name=dispute.raised_by,
            role=tr(ROLE_WORDS[dispute.role]),
            when=moment_text(raised),
        )
        scored = tr("scored by {name}", name=dispute.evaluator)
        if dispute.is_being_written:
            end = tr("{name} is writing the revision", name=dispute.decider or "")
        elif dispute.is_open:
            end = tr("due {day}", day=day_text(date.fromisoformat(dispute.due_on))) if dispute.due_on else ""
        elif dispute.decider:
            end = tr("decided by {name}", name=dispute.decider)
        else:
            end = ""
        return join_phrases((who, scored, end))

    def _show_score(self) -> None:
        sheet = self._sheet
        assert sheet is not None
        before = sheet.dispute.shown or tr("n/a")
        after = sheet.dispute.revised
        if self.is_deciding:
            granted = {
                row.point.question_id: row.granted for row in self.rows if row.is_accepted and row.point.question_id != WHOLE
            }
            values = sheet.evaluation.values | {question: value for question, value in granted.items() if value is not None}
            after = score_so_far(sheet.version, values).shown if granted else None
        self.score.setText(
            tr("Score: {before} → {after}", before=before, after=after) if after else tr("Score: {before}", before=before)
        )
        is_whole_accepted = any(row.is_accepted and row.point.is_whole for row in self.rows) and self.is_deciding
        self.name_primary(tr("Decide in the form…") if is_whole_accepted else tr("Decide"))
        self.form_button.setVisible(self.is_deciding and not is_whole_accepted and any(row.is_accepted for row in self.rows))

    # -- what the person does

    def _changed(self, _value: object = None) -> None:
        self.show_fault("")
        self._show_score()
        if self._sheet is not None:
            points = {row.point.question_id: row.content for row in self.rows}
            self._presenter.keep(self._sheet.dispute.id, {"points": points, "reason": self._overall.toPlainText()})

    def _walk(self, step: int) -> None:
        here = next((place for place, row in enumerate(self.rows) if row.hasFocus()), 0)
        row = self.rows[max(0, min(len(self.rows) - 1, here + step))]
        row.take_focus()
        self.area.keep_in_sight(row)

    def _leave_overall(self) -> None:
        self.rows[-1].take_focus()

    def _verdicts(self) -> list[Verdict] | None:
        """All verdicts; None, with the cursor where something is missing, while one lacks something."""
        for row in self.rows:
            if (lacking := row.lacks) is not None:
                is_verdict = lacking is row
                self.show_fault(
                    tr("Accept or reject each point.") if is_verdict else tr("Say why: the reason is kept with the verdict.")
                )
                lacking.setFocus()
                self.area.keep_in_sight(row)
                return None
        return [row.said for row in self.rows if row.said is not None]

    def _decide(self) -> None:
        self._settle(in_form=any(row.is_accepted and row.point.is_whole for row in self.rows))

    def _decide_in_form(self) -> None:
        self._settle(in_form=True)

    def _settle(self, *, in_form: bool) -> None:
        verdicts = self._verdicts()
        if verdicts is not None and self._sheet is not None:
            reason = self._overall.toPlainText() if len(self.rows) > 1 else ""
            self.show_fault(self._presenter.decide(self._sheet.dispute.id, verdicts, reason, in_form=in_form))

    def _go_on(self) -> None:
        if self._sheet is not None and self._sheet.dispute.revision_id:
            self.revision_asked.emit(RevisionAsked(self._sheet.dispute.interaction_id, self._sheet.dispute.revision_id))

    def _take_back(self) -> None:
        if self._sheet is not None:
            self._presenter.take_back(self._sheet.dispute.id)

    def _make_withdraw_row(self) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        self.withdrawer = named_field(tr("Name of who raised it"))
        self.withdrawer.returnPressed.connect(self._withdraw)
        row.addWidget(self.withdrawer, 1)
        row.addWidget(button(tr("Withdraw"), self._withdraw))
        made.hide()
        return made

    def _ask_who(self) -> None:
        self._withdraw_row.show()
        self.withdrawer.setFocus()

    def _withdraw(self) -> None:
        if self._sheet is not None:
            self.show_fault(self._presenter.withdraw(self._sheet.dispute.id, self.withdrawer.text()))


def _hints(*, has_markers: bool) -> str:
    parts = ["A " + tr("accept"), "R " + tr("reject"), "C " + tr("reason"), tr("↓ next point")]
    if has_markers:
        parts.append(tr("Space play"))
    return "   ".join(part.replace(" ", "\u00a0") for part in parts)
