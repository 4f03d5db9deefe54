"""The first place of a day: what waits for the person who sits here. Each line leads on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from qa_desk.domain.language import ntr, tr
from qa_desk.ui.changes import Kind
from qa_desk.ui.dates import day_text
from qa_desk.ui.screen import Screen, Verb
from qa_desk.ui.today.movements import MOST, PERIOD
from qa_desk.ui.today.presenter import TodayPresenter
from qa_desk.ui.tokens import GUTTER, Space
from qa_desk.ui.widgets.buttons import Chips, Choice, button
from qa_desk.ui.widgets.card import Card, Page
from qa_desk.ui.widgets.combo import ComboBox
from qa_desk.ui.widgets.header import Header
from qa_desk.ui.widgets.lines import Line, Lines
from qa_desk.ui.widgets.states import EmptyState
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QHideEvent, QShowEvent

    from qa_desk.services.today import Day
    from qa_desk.ui.screen import Context
    from qa_desk.ui.today.movements import Movements

_MOST_QUEUED = 12
_HEAD_LINES = 2
"""How many lines the heading and the edges of a card are worth."""


class _Part(Card):
    """A card with lines in it, or the sentence that says why there are none."""

    def __init__(self, title: str, lead_on: Callable[[object], object], show_all: Callable[[], object], most: int = 6) -> None:
        super().__init__(title)
        self._most = most
        self._more = button("", show_all, role="link")
        self._more.hide()
        self.add_control(self._more)
        self.lines = Lines(title)
        self.lines.pressed.connect(lead_on)
        self._title, self._about = title, ""
        self._empty: QWidget | None = None
        self.add_wide(self.lines)

    def show_note(self, about: str) -> None:
        """What the lines are about, beside the heading, at the next `show_lines`."""
        self._about = about

    def show_lines(
        self, lines: Sequence[Line], sentence: str, action: str = "", pressed: Callable[[], object] | None = None
    ) -> None:
        """The first few, and how many there are; without any, the sentence and what to do."""
        if self._empty is not None:
            self._empty.hide()
            self._empty.deleteLater()
            self._empty = None
        self.lines.show_lines(lines[: self._most])
        self.lines.setVisible(bool(lines))
        more = max(0, len(lines) - self._most)
        self._more.setText(ntr("and {count} more", "and {count} more", more))
        self._more.setAccessibleName(tr("{title}: {more}", title=self._title, more=self._more.text()))
        self._more.setVisible(more > 0)
        self.show_heading(self._title, self._about)
        if not lines:
            self._empty = EmptyState(sentence, action, pressed) if action else label(sentence, "muted", wraps=True)
            self.add(self._empty)

    @property
    def weight(self) -> int:
        """About how high it is, in lines."""
        return _HEAD_LINES + max(1, len(self.lines.lines))


class TodayScreen(Screen):
    """The queue first; then what else waits, in two columns of about one height."""

    shows = frozenset(Kind) - {Kind.SCORECARDS}

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._presenter = TodayPresenter(context, self)
        self._presenter.loaded.connect(self._show)
        self._presenter.compared.connect(self._show_movements)
        self._presenter.not_compared.connect(self._show_no_movements)
        self._first: object = None
        self._header = Header(tr("Today"))
        self._who = ComboBox()
        self._who.setAccessibleName(tr("Who is working here?"))
        self._who.setMinimumWidth(180)
        self._who.activated.connect(self._chose)
        self._header.add_filter(self._who)
        self._primary = self._header.add_primary(tr("Score the next one"), self._score_next)
        self._ask = self._make_ask()
        self._welcome = _welcome(self._go_to_data)
        self._queue = _Part(tr("To score"), self._score, partial(self._go, "evaluate"), _MOST_QUEUED)
        self._moved = _Part(tr("Moved most"), self._report, partial(self._go, "report"))
        self._moved.show_lines((), tr("The figures are being compared …"))
        waiting = tr("Calibrations that wait for your blind scores")
        self._calibrations = _Part(waiting, self._calibrate, partial(self._go, "calibrate"))
        self._disputes = _Part(tr("Disputes to answer"), self._dispute, self._all_disputes)
        self._follow_ups = _Part(tr("Coaching: due this week"), self._coach, partial(self._go, "coach"))
        self._plan = _Part(tr("Report's plan: due this week"), self._look_at_plan, partial(self._go, "report"))
        self._plan.hide()
        self._imports = _Part(tr("Last imports"), self._data, partial(self._go, "data"))
        self._parts = self._make_parts()
        page = Page(tr("Today"))
        page.column.addWidget(self._ask)
        page.column.addWidget(self._welcome)
        page.column.addWidget(self._parts)
        page.column.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(page, 1)
        self.refresh()

    def arrive(self, **arguments: object) -> None:
        """With `ask_who`, the person wants to say who sits here."""
        if arguments.get("ask_who"):
            self._ask.show()
            self._name.setFocus()

    def refresh(self) -> None:
        """Read the day anew."""
        self._presenter.load()

    def showEvent(self, event: QShowEvent) -> None:
        """What was not begun when the page was left is begun now."""
        super().showEvent(event)
        self._presenter.resume()

    def hideEvent(self, event: QHideEvent) -> None:
        """Another place is looked at: it has the machine to itself."""
        self._presenter.stop()
        super().hideEvent(event)

    def verbs(self) -> Sequence[Verb]:
        """What can be done from here."""
        return (
            Verb(tr("Score the next one"), self._score_next),
            Verb(tr("Disputes"), self._all_disputes),
            Verb(tr("Say who is working here"), self._ask_who),
        )

    def _make_ask(self) -> Card:
        card = Card(tr("Who is working here?"), tr("Evaluations and blind scores are kept under this name."))
        self._names = Chips(tr("Evaluator"), is_exclusive=True)
        self._names.changed.connect(self._chose_name)
        self._name = QLineEdit()
        self._name.setPlaceholderText(tr("Another name"))
        self._name.setAccessibleName(tr("Another name"))
        self._name.setMaximumWidth(320)
        self._name.returnPressed.connect(self._gave_name)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self._name)
        row.addWidget(button(tr("That is me"), self._gave_name))
        row.addStretch(1)
        card.add(self._names)
        card.add_layout(row)
        return card

    def _make_parts(self) -> QWidget:
        parts = QWidget()
        row = QHBoxLayout(parts)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GUTTER)
        self._columns = QVBoxLayout(), QVBoxLayout()
        for column in self._columns:
            column.setSpacing(GUTTER)
            row.addLayout(column, 1)
        self._balance(MOST)
        return parts

    def _balance(self, moved_lines: int) -> None:
        """Each card under the shorter column. What is computed later counts as always: nothing jumps when it comes."""
        cards = ((self._queue, self._queue.weight), (self._calibrations, self._calibrations.weight),
                 (self._disputes, self._disputes.weight), (self._moved, _HEAD_LINES + moved_lines),
                 (self._follow_ups, self._follow_ups.weight),
                 (self._plan, self._plan.weight if self._plan.lines.lines else 0),
                 (self._imports, self._imports.weight))  # fmt: skip
        heights = [0, 0]
        for column in self._columns:
            while column.takeAt(0) is not None:
                pass  # the cards themselves stay where they are until they are put in anew
        for card, weight in cards:
            shorter = heights.index(min(heights))
            self._columns[shorter].addWidget(card)
            heights[shorter] += weight
        for column in self._columns:
            column.addStretch(1)

    def _show(self, day: Day) -> None:
        evaluator = self._presenter.evaluator
        self._header.show_title(tr("Today"), day_text(day.today))
        self._show_people()
        is_blank = not (day.has_interactions or day.has_facts)
        self._ask.setVisible(evaluator is None)
        self._welcome.setVisible(is_blank)
        self._parts.setVisible(not is_blank)
        self._first = day.queue[0].interaction_id if day.queue else None
        self._primary.setVisible(evaluator is not None and not is_blank)
        self._primary.setText(tr("Score the next one") if day.queue else tr("Choose something to score"))
        unknown = tr("Say who is working here, and your queue appears.")
        self._queue.show_lines(
            self._presenter.queue_lines(day),
            tr("Nothing is assigned to you.") if evaluator else unknown,
            tr("Choose something to score") if evaluator and day.has_interactions else "",
            self._score_next,
        )
        self._calibrations.show_lines(
            self._presenter.calibration_lines(day),
            tr("No session waits for you.") if evaluator else tr("Say who is working here to see them."),
        )
        self._disputes.show_lines(
            self._presenter.dispute_lines(day),
            tr("No dispute waits for your decision.") if evaluator else tr("Say who is working here to see them."),
        )
        self._follow_ups.show_lines(self._presenter.follow_up_lines(day), tr("No follow-up or action is due within seven days."))
        self._plan.show_lines(self._presenter.plan_lines(day), "")
        self._plan.setVisible(bool(day.plan))
        self._imports.show_lines(
            self._presenter.import_lines(day), tr("Nothing was imported yet."), tr("Import data"), self._go_to_data
        )
        self._balance(MOST if day.has_facts else 1)

    def _show_movements(self, movements: Movements) -> None:
        if not movements.is_compared:
            self._show_no_movements(tr("There is nothing to compare yet: figures need two periods of four weeks."))
            return
        first, last = (day_text(day) if day else "" for day in (movements.span.first, movements.span.last))
        self._moved.show_note(tr("{first} to {last}, against as many days before", first=first, last=last))
        self._moved.show_lines(self._presenter.movement_lines(movements), tr("Nothing moved beyond noise."))

    def _show_no_movements(self, sentence: str) -> None:
        self._moved.show_note("")
        self._moved.show_lines((), sentence)

    def _show_people(self) -> None:
        with QSignalBlocker(self._who):
            self._who.clear()
            people = self._presenter.evaluators()
            if self._presenter.evaluator is None:
                self._who.addItem(tr("Nobody chosen"), None)
            for each in people:
                self._who.addItem(each.name, each.id)
            self._who.addItem(tr("Another person …"), "")
            self._who.setCurrentIndex(max(0, self._who.findData(self._context.evaluator_id)))
        self._names.offer([Choice(each.id, each.name) for each in people])

    def _chose(self, index: int) -> None:
        chosen = self._who.itemData(index)
        if chosen == "":
            self._show_people()
            self._ask_who()
        elif chosen is not None:
            self._presenter.sit_down(chosen)

    def _chose_name(self, values: tuple[object, ...]) -> None:
        if values and isinstance(values[0], str):
            self._presenter.sit_down(values[0])

    def _gave_name(self) -> None:
        self._presenter.sit_down_as(self._name.text())
        self._name.clear()

    def _ask_who(self) -> None:
        self._ask.show()
        self._name.setFocus()

    def _score_next(self) -> None:
        if self._first is None:
            self._context.navigator.go("evaluate")
        else:
            self._score(self._first)

    def _score(self, interaction_id: object) -> None:
        self._context.navigator.go("evaluate", interaction_id=interaction_id)

    def _calibrate(self, session_id: object) -> None:
        self._context.navigator.go("calibrate", session_id=session_id)

    def _dispute(self, dispute_id: object) -> None:
        self._context.navigator.go("evaluate", dispute_id=dispute_id)

    def _all_disputes(self) -> None:
        self._context.navigator.go("evaluate", page="disputes", which="to_answer")

    def _coach(self, agent_id: object) -> None:
        self._context.navigator.go("coach", agent_id=agent_id)

    def _report(self, kpi: object) -> None:
        self._context.navigator.go("report", kpi=kpi, period=PERIOD)

    def _look_at_plan(self, item_id: object) -> None:
        self._context.navigator.go("report", plan_item=item_id)

    def _data(self, batch_id: object) -> None:
        self._context.navigator.go("data", batch_id=batch_id)

    def _go_to_data(self) -> None:
        self._go("data")

    def _go(self, place: str) -> None:
        self._context.navigator.go(place)


def _welcome(import_data: Callable[[], object]) -> Card:
    """What an empty workspace says first."""
    card = Card()
    card.add(
        EmptyState(
            tr("This workspace is empty."),
            tr("Import data"),
            import_data,
            note=tr("Begin with recordings to score, or with tickets, calls and surveys. Your files stay where they are."),
        )
    )
    return card
