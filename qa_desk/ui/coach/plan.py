"""The plan of an agent's page: what changed since the last talk, open actions, a new session, and the sessions before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDateEdit, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from qa_desk.domain.coaching_text import change_text, full_text, interval_text, number_text
from qa_desk.domain.language import ntr, tr
from qa_desk.services.coaching_sessions import NewAction
from qa_desk.ui.coach.presenter import Note
from qa_desk.ui.dates import day_text
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.card import Card
from qa_desk.ui.widgets.form import FormRow
from qa_desk.ui.widgets.text import hairline, label

if TYPE_CHECKING:
    from datetime import date

    from qa_desk.domain.coaching import ActionItem, CoachingPage, CoachingSession
    from qa_desk.ui.theme import Theme

_NOTES_HEIGHT = 96
_WORDS_HEIGHT = 60
_MOST_SESSIONS = 4


class NoteForm(QWidget):
    """A new session: the day, notes, the agent's words, one action with owner and due date, the follow-up."""

    given = Signal(object)
    """A `Note`."""
    cancelled = Signal()

    def __init__(self, theme: Theme, today: date, coach: str, agent: str, follow_up: date) -> None:
        super().__init__()
        self.held_on = _day_field(today)
        self.coach = QLineEdit(coach)
        self.notes, self.agent_words = QPlainTextEdit(), QPlainTextEdit()
        self.action, self.owner = QLineEdit(), QLineEdit(agent)
        self.due, self.follow_up = _day_field(follow_up), _day_field(follow_up)
        self.has_follow_up = QCheckBox(tr("Follow up on"))
        self.has_follow_up.setChecked(True)
        self.has_follow_up.toggled.connect(self.follow_up.setEnabled)
        for words, height in ((self.notes, _NOTES_HEIGHT), (self.agent_words, _WORDS_HEIGHT)):
            words.setFixedHeight(theme.size(height))
            words.setTabChangesFocus(True)
        self.action.setPlaceholderText(tr("Who does what? e.g. says the next step before closing every call"))
        self.notes.setPlaceholderText(tr("What was said and agreed. Begin with what went well."))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(label(tr("New session"), "heading"))
        rows: tuple[tuple[str, QWidget], ...] = (
            (tr("Held on"), self.held_on),
            (tr("Coach"), self.coach),
            (tr("Notes"), self.notes),
            (tr("In the agent's words"), self.agent_words),
            (tr("Action"), self.action),
            (tr("Owner"), self.owner),
            (tr("Due"), self.due),
        )
        for text, field in rows:
            column.addWidget(FormRow(text, field, theme=theme))
        self.fault = label("", "fault", wraps=True)
        self.fault.hide()
        self.foot = self._make_foot()

    def begin(self) -> None:
        """Show the form with its foot, ready to type."""
        self.show()
        self.foot.show()
        self.held_on.setFocus()

    def end(self) -> None:
        """Put the form away."""
        self.hide()
        self.foot.hide()

    def _make_foot(self) -> QWidget:
        """What stays in sight while the page scrolls: whoever shows the page puts it below."""
        made = QWidget()
        made.setProperty("kind", "header")
        made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        whole = QVBoxLayout(made)
        whole.setContentsMargins(Space.XL, Space.S, Space.XL, Space.S)
        whole.addWidget(self.fault)
        foot = QHBoxLayout()
        foot.setSpacing(Space.S)
        self.follow_up.setAccessibleName(tr("Follow up on"))
        foot.addWidget(self.has_follow_up)
        foot.addWidget(self.follow_up)
        foot.addStretch(1)
        foot.addWidget(button(tr("Cancel"), self.cancelled.emit, role="quiet"))
        self.save = button(tr("Keep the session"), self._give, role="primary")
        foot.addWidget(self.save)
        whole.addLayout(foot)
        made.hide()
        return made

    def say_fault(self, text: str) -> None:
        """What the session lacks."""
        self.fault.setText(text)
        self.fault.setVisible(bool(text))

    def _give(self) -> None:
        text = self.action.text().strip()
        actions = (NewAction(text, self.owner.text().strip() or None, _date(self.due)),) if text else ()
        self.given.emit(
            Note(
                held_on=_date(self.held_on),
                coach=self.coach.text(),
                notes=self.notes.toPlainText(),
                agent_words=self.agent_words.toPlainText(),
                follow_up_on=_date(self.follow_up) if self.has_follow_up.isChecked() else None,
                actions=actions,
            )
        )


class PlanCard(Card):
    """Open actions first; the form unfolds in place."""

    note_given = Signal(object)
    action_settled = Signal(object)
    acknowledged = Signal(object)

    def __init__(self, theme: Theme, page: CoachingPage, coach: str, follow_up: date) -> None:
        super().__init__(tr("Plan"))
        self._theme = theme
        if page.since_last is not None:
            self.add(label(_since_text(page), "note", wraps=True))
        self._boxes: dict[QCheckBox, str] = {}
        for action in page.open_actions:
            self._add_action(action)
        if not page.open_actions:
            self.add(label(tr("No open action."), "muted"))
        self.form = NoteForm(theme, page.as_of, coach or (page.agent.lead or ""), page.agent.name, follow_up)
        self.form.given.connect(self.note_given)
        self.form.cancelled.connect(self._end_note)
        self.form.hide()
        self.add(self.form)
        for session in page.sessions[:_MOST_SESSIONS]:
            self.add(hairline())
            self._add_session(session)
        more = len(page.sessions) - _MOST_SESSIONS
        if more > 0:
            self.add(label(ntr("and {count} earlier session", "and {count} earlier sessions", more), "note"))

    def begin_note(self) -> None:
        """Unfold the form."""
        self.form.begin()

    def _end_note(self) -> None:
        self.form.end()

    def _add_action(self, action: ActionItem) -> None:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        box = QCheckBox()
        box.setAccessibleName(tr("Done: {action}", action=action.text))
        box.toggled.connect(self._settle)
        self._boxes[box] = action.id
        due = tr("due {day}", day=day_text(action.due_on)) if action.due_on else tr("no due date")
        due = tr("{due}, overdue", due=due) if action.is_overdue else due
        row.addWidget(box)
        row.addWidget(label(action.text, wraps=True), 1)
        row.addWidget(label(action.owner or "", "note"))
        row.addWidget(label(due, "note", meaning="bad" if action.is_overdue else None))
        self.add_layout(row)

    def _settle(self) -> None:
        box = self.sender()
        if isinstance(box, QCheckBox):
            with QSignalBlocker(box):
                box.setEnabled(False)
            self.action_settled.emit((self._boxes[box], "done"))

    def _add_session(self, session: CoachingSession) -> None:
        follow = tr("follow-up {day}", day=day_text(session.follow_up_on)) if session.follow_up_on else ""
        head = "  ·  ".join(part for part in (day_text(session.held_on), session.coach, follow) if part)
        self.add(label(head, "heading", wraps=True))
        if session.notes:
            self.add(label(session.notes, wraps=True))
        if session.agent_words:
            self.add(label(tr("Agent: “{words}”", words=session.agent_words), "muted", wraps=True))
        done = sum(action.status == "done" for action in session.actions)
        if session.actions:
            self.add(label(tr("{part} of {whole} actions done", part=done, whole=len(session.actions)), "note"))
        if session.acknowledged_by:
            self.add(label(tr("Acknowledged by {name}", name=session.acknowledged_by), "note", meaning="good"))
        else:
            self._add_acknowledgement(session)

    def _add_acknowledgement(self, session: CoachingSession) -> None:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        field = _NameField(session.id)
        field.signed.connect(self.acknowledged)
        row.addWidget(field)
        row.addWidget(button(tr("Acknowledge"), field.sign))
        row.addStretch(1)
        self.add_layout(row)


class _NameField(QLineEdit):
    """Where an agent signs a session by typing the own name."""

    signed = Signal(object)

    def __init__(self, session_id: str) -> None:
        super().__init__()
        self._session_id = session_id
        self.setPlaceholderText(tr("The agent types the own name"))
        self.setAccessibleName(tr("Name of the agent who acknowledges"))
        self.setMaximumWidth(280)
        self.returnPressed.connect(self.sign)

    def sign(self) -> None:
        """Hand out what was typed."""
        self.signed.emit((self._session_id, self.text()))


def _since_text(page: CoachingPage) -> str:
    since = page.since_last
    if since is None:
        return ""
    head = tr("Since the talk on {day}: {before} before, {after} after.",
              day=day_text(since.held_on), before=full_text(since.before), after=full_text(since.after))  # fmt: skip
    if since.expected is None or since.excess.value is None:
        return head + " " + tr("Too few to tell a change.")
    rest = tr(
        "Chance alone would have brought it to {expected}; beyond that {excess} ({interval}).",
        expected=number_text(since.expected),
        excess=change_text(since.excess),
        interval=interval_text(since.excess),
    )
    return f"{head} {rest}"


def _day_field(day: date) -> QDateEdit:
    field = QDateEdit(QDate(day.year, day.month, day.day))
    field.setCalendarPopup(True)
    field.setDisplayFormat("yyyy-MM-dd")
    field.setMaximumWidth(180)
    return field


def _date(field: QDateEdit) -> date:
    from datetime import date as day

    shown = field.date()
    return day(shown.year(), shown.month(), shown.day())
