"""The questions of a form in their order: which are asked, and which are built already. A long form is built while it is read."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from qa_desk.ui.evaluate.form_body import FormBody
    from qa_desk.ui.evaluate.question_row import QuestionRow
    from qa_desk.ui.evaluate.section_box import SectionBox

_SHORT = 12
"""A form of so many questions is built at once as far as it is seen; a longer one bit by bit from the beginning."""
_AT_ONCE = 6
_SLICE_S = 0.006

_NOBODY_KNOWS = frozenset({""})
"""In place of the questions that are left out, while nobody has looked yet."""


class FormRows(QObject):
    """Rows and sections belong to the form's body; this knows their order and their state."""

    built = Signal()
    """The last of them has its parts."""
    section_made = Signal(object)
    """A `SectionBox`"""
    row_built = Signal(object)
    """A `QuestionRow`"""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.all: list[QuestionRow] = []
        self._body: FormBody | None = None
        self._by_id: dict[str, QuestionRow] = {}
        self._out: frozenset[str] = frozenset()
        self._unbuilt: list[QuestionRow] = []
        self._hold: Callable[[Callable[[], None]], None] = lambda work: work()
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._build_slice)

    def take(self, rows: Sequence[QuestionRow], body: FormBody) -> None:
        """Have another form's questions."""
        self._timer.stop()
        self.all, self._body = list(rows), body
        self._by_id = {row.question.id: row for row in rows}
        self._out, self._unbuilt = frozenset(), []

    def adopt(self, rows: Sequence[QuestionRow], body: FormBody) -> None:
        """Have these questions, which are built and stand in their sections."""
        self.take(rows, body)
        self._out = _NOBODY_KNOWS

    def of(self, question_id: str) -> QuestionRow:
        """The row of a question."""
        return self._by_id[question_id]

    def has(self, question_id: str) -> bool:
        """Whether the form has this question."""
        return question_id in self._by_id

    @property
    def sections(self) -> list[SectionBox]:
        """The sections that are made already, in their order."""
        return self._body.sections if self._body is not None else []

    @property
    def asked(self) -> list[QuestionRow]:
        """The rows of questions that are asked as things stand."""
        return [row for row in self.all if row.question.id not in self._out]

    def is_asked(self, row: QuestionRow) -> bool:
        """Whether a row's question is asked as things stand."""
        return row.question.id not in self._out

    def nearest_asked(self, row: QuestionRow, out: frozenset[str] | None = None) -> QuestionRow | None:
        """The row itself where it is asked, else the last one asked before it, else the first after it.

        `out`: questions that will be left out, instead of those that are now.
        """
        asked = self.asked if out is None else [one for one in self.all if one.question.id not in out]
        place = self.all.index(row)
        before = [one for one in asked if self.all.index(one) <= place]
        return before[-1] if before else (asked[0] if asked else None)

    def would_change(self, out: frozenset[str]) -> bool:
        """Whether rows come or go when these questions are left out."""
        return out != self._out

    def leave_out(self, out: frozenset[str]) -> None:
        """Show the questions that are asked, and no others; numbers stay as they are."""
        self._out = out
        for section in self.sections:
            self._show_asked(section)

    def _show_asked(self, section: SectionBox) -> None:
        for row in section.rows:
            _show(row, is_shown=self.is_asked(row))
        _show(section, is_shown=any(map(self.is_asked, section.rows)))

    # -- building

    def build_around(self, place: int, hold: Callable[[Callable[[], None]], None]) -> None:
        """Build what is seen first at once, and the rest in the pauses of the event loop; `hold` keeps the view where it is."""
        self._hold = hold
        order = self.all[place:] + self.all[:place][::-1]
        self._unbuilt = [row for row in order if not row.is_built]
        for row in self._unbuilt[: _AT_ONCE if len(self.all) <= _SHORT else 0]:
            self._unbuilt.remove(row)
            self.build(row)
        if self._unbuilt:
            self._timer.start()
        else:
            self.built.emit()

    def build(self, row: QuestionRow) -> SectionBox:
        """Build one row, and its section where that is not there yet; the section."""
        assert self._body is not None
        section = next((section for section in self.sections if row in section.rows), None)
        if section is None:
            section = self._body.make_section(next(n for n, rows in enumerate(self._body.rows_of) if row in rows))
            self._show_asked(section)
            self.section_made.emit(section)
        if not row.is_built:
            row.build()
            self.row_built.emit(row)
        return section

    def build_all(self) -> None:
        """Build what is left, now."""
        while self._unbuilt:
            self.build(self._unbuilt.pop(0))
        if self._timer.isActive():
            self._timer.stop()
            self.built.emit()

    def _build_slice(self) -> None:
        self._hold(self._build_some)
        if not self._unbuilt:
            self._timer.stop()
            self.built.emit()

    def _build_some(self) -> None:
        until = time.perf_counter() + _SLICE_S
        while self._unbuilt and time.perf_counter() < until:
            self.build(self._unbuilt.pop(0))


def _show(part: QWidget, *, is_shown: bool) -> None:
    if part.isHidden() == is_shown:  # what is shown a second time is laid out a second time
        part.setVisible(is_shown)
