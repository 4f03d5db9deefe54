"""The library of best practices: filtered by question, channel, agent, language and words; each clip plays at a key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from qa_desk.domain.channels import channel_name
from qa_desk.domain.evaluation import Marker
from qa_desk.domain.language import ntr, tr
from qa_desk.services.centre_time import zone_of
from qa_desk.ui.evaluate.best_practice_clip import ClipPlayer, moment_words
from qa_desk.ui.evaluate.dispute_model import day_of
from qa_desk.ui.evaluate.interaction_pane import InteractionPane
from qa_desk.ui.evaluate.side_pane import SidePane
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.combo import ComboBox
from qa_desk.ui.widgets.flow import FlowLayout
from qa_desk.ui.widgets.header import Header
from qa_desk.ui.widgets.rows_model import Column
from qa_desk.ui.widgets.states import Stage
from qa_desk.ui.widgets.table import DataTable
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QKeyEvent

    from qa_desk.services.best_practices import BestPractice
    from qa_desk.ui.evaluate.best_practice_presenter import BestPracticePresenter, Library
    from qa_desk.ui.screen import Context

_LIST_WIDTH = 620
_LEAST_PANE_WIDTH = 320


@dataclass(frozen=True, slots=True)
class PracticeRow:
    """An entry with the words it is listed under."""

    practice: BestPractice
    question: str
    channel: str

    @property
    def haystack(self) -> str:
        """All that a search looks at."""
        each = self.practice
        said = (each.title, each.note, self.question, each.agent, each.reference, each.flagged_by, each.message)
        return " ".join(part for part in said if part).casefold()


class _Filter(ComboBox):
    """All, or one of the values that there are."""

    def __init__(self, name: str, everything: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._everything = everything
        self.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToContents)

    def offer(self, choices: Mapping[str, str]) -> None:
        """Offer these values with their words; what was chosen stays while it is there."""
        kept = self.currentData()
        self.blockSignals(True)
        self.clear()
        self.addItem(self._everything, None)
        for value, words in sorted(choices.items(), key=lambda item: item[1].casefold()):
            self.addItem(words, value)
        self.setCurrentIndex(max(0, self.findData(kept)))
        self.blockSignals(False)
        self.setVisible(self.count() > 2)


class BestPracticePage(QWidget):
    """A page over the work of the Evaluate place. Enter or a double-click plays, Delete takes out."""

    closed = Signal()
    interaction_asked = Signal(str)

    def __init__(self, context: Context, presenter: BestPracticePresenter) -> None:
        super().__init__()
        self._context = context
        self._presenter = presenter
        self._rows: tuple[PracticeRow, ...] = ()
        self._shown: str | None = None
        self.setAccessibleName(tr("Best practices"))
        self.header = Header(tr("Best practices"))
        self._remove = button(tr("Take out of the library"), self.remove)
        self._open = button(tr("Open the interaction"), self._ask_interaction)
        self.header.add_action(self._remove)
        self.header.add_action(self._open)
        self.header.add_action(button(tr("Back to the queue"), self.closed.emit))
        self._play = self.header.add_primary(tr("Play"), self.play)
        self.table = DataTable(context.theme, _columns(), tr("Best practices"), has_filter=False)
        self.table.activated.connect(self._activated)
        self.table.selected.connect(self._selected)
        self.pane = InteractionPane(context)
        self.pane.setMinimumWidth(_LEAST_PANE_WIDTH)
        self.clips = ClipPlayer(self.pane, self)
        self._title, self._words = label("", "heading", wraps=True), label("", "note", wraps=True)
        self._note = label("", wraps=True)
        list_area = self._list_area()
        self.stage = Stage(context.theme, SidePane(list_area, self._clip_area(), list_area, _LIST_WIDTH))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.stage, 1)
        presenter.library_shown.connect(self._show)

    def _list_area(self) -> QWidget:
        self.filters = {
            "question": _Filter(tr("Question"), tr("All questions")),
            "channel": _Filter(tr("Channel"), tr("All channels")),
            "agent": _Filter(tr("Agent"), tr("All agents")),
            "language": _Filter(tr("Language"), tr("All languages")),
        }
        area = QWidget()
        column = QVBoxLayout(area)
        column.setContentsMargins(Space.XL, Space.M, Space.M, Space.L)
        column.setSpacing(Space.S)
        holder = QWidget()
        flow = FlowLayout(holder, Space.S)
        for each in self.filters.values():
            each.setMaximumWidth(220)
            each.activated.connect(self._filter)
            flow.addWidget(each)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search"))
        self.search.setAccessibleName(tr("Search the library"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        column.addWidget(self.search)
        column.addWidget(holder)
        column.addWidget(self.table, 1)
        area.setMinimumWidth(320)
        return area

    def _clip_area(self) -> QWidget:
        area = QWidget()
        column = QVBoxLayout(area)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for each in (self._title, self._words, self._note):
            each.setContentsMargins(Space.L, Space.M if each is self._title else 2, Space.L, 0)
            column.addWidget(each)
        column.addWidget(self.pane, 1)
        return area

    def open(self, question_key: str | None = None) -> None:
        """Read the library anew, perhaps for one question."""
        self._presenter.show_library()
        if question_key is not None:
            combo = self.filters["question"]
            combo.setCurrentIndex(max(0, combo.findData(question_key)))
            self._filter()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def play(self) -> None:
        """Play the chosen clip from a little before its beginning."""
        row = self.table.current
        if isinstance(row, PracticeRow):
            self._show_practice(row.practice)
            self.clips.play(row.practice.moment)

    def remove(self) -> None:
        """Take the chosen entry out of the library."""
        row = self.table.current
        if isinstance(row, PracticeRow):
            self._presenter.remove(row.practice)

    def leave(self) -> None:
        """Nothing plays while one is elsewhere."""
        self.clips.stop()

    def release(self) -> None:
        """Let go of the recording, for good."""
        self.pane.release()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space plays or pauses, Delete takes out, Escape goes back."""
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.closed.emit()
        elif key == Qt.Key.Key_Delete:
            self.remove()
        elif key == Qt.Key.Key_Space:
            self.pane.toggle_playing()
        else:
            super().keyPressEvent(event)

    def _show(self, library: Library) -> None:
        self._rows = tuple(
            PracticeRow(each, library.questions.get(each.question_key, ""), channel_name(each.channel).capitalize())
            for each in library.practices
        )
        offers: dict[str, dict[str, str]] = {
            "question": {row.practice.question_key: row.question for row in self._rows if row.question},
            "channel": {row.practice.channel: row.channel for row in self._rows},
            "agent": {row.practice.agent: row.practice.agent for row in self._rows if row.practice.agent},
            "language": {row.practice.language: row.practice.language for row in self._rows if row.practice.language},
        }
        for name, choices in offers.items():
            self.filters[name].offer(choices)
        self.header.show_title(
            tr("Best practices"), ntr("{count} entry", "{count} entries", len(self._rows)) if self._rows else ""
        )
        for made in (self._play, self._remove, self._open):
            made.setVisible(bool(self._rows))
        if not self._rows:
            self.stage.show_empty(
                tr("The library is empty."),
                tr("Back to the queue"),
                self.closed.emit,
                note=tr("What is done well is taken into it from the bar under a submitted evaluation."),
            )
            return
        self.stage.show_content()
        self._filter()

    def _filter(self, _index: object = None) -> None:
        tests: dict[str, Callable[[BestPractice], object]] = {
            "question": lambda each: each.question_key,
            "channel": lambda each: each.channel,
            "agent": lambda each: each.agent,
            "language": lambda each: each.language,
        }
        wanted = {name: combo.currentData() for name, combo in self.filters.items() if combo.currentData() is not None}
        words = self.search.text().casefold().split()
        rows = [
            row
            for row in self._rows
            if all(tests[name](row.practice) == value for name, value in wanted.items())
            and all(word in row.haystack for word in words)
        ]
        self.table.show_rows(rows)
        if rows and self.table.current is None:
            self.table.select(rows[0])

    def _selected(self, row: object) -> None:
        if isinstance(row, PracticeRow):
            self._show_practice(row.practice)

    def _activated(self, _row: object) -> None:
        self.play()

    def _show_practice(self, practice: BestPractice) -> None:
        added = day_of(practice.created_at, zone_of(self._context.workspace))
        flagged = tr("flagged by {name}, {day}", name=practice.flagged_by, day=added)
        self._title.setText(practice.title)
        said = (moment_words(practice.moment), practice.language, flagged)
        self._words.setText(" · ".join(part for part in said if part))
        self._note.setText(practice.note)
        self._note.setVisible(bool(practice.note))
        marker = Marker(practice.id, practice.title, practice.moment.start_s, practice.moment.utterance_position)
        if self._shown != practice.interaction_id:
            detail = self._presenter.detail_of(practice)
            if detail is None:
                return
            self._shown = practice.interaction_id
            self.pane.show_interaction(detail, ())
        self.pane.show_markers([marker])
        self.pane.go_to(marker)

    def _ask_interaction(self) -> None:
        row = self.table.current
        if isinstance(row, PracticeRow):
            self.interaction_asked.emit(row.practice.interaction_id)


def _columns() -> list[Column]:
    return [
        Column(tr("What is done well"), lambda row: row.practice.title, least=220),
        Column(tr("Question"), lambda row: row.question, width=130),
        Column(tr("Part"), lambda row: moment_words(row.practice.moment), width=110),
        Column(tr("Agent"), lambda row: row.practice.agent, width=90),
    ]
