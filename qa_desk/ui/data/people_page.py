"""Who is who: entries that are perhaps one person, names that identify nobody, and what imports changed about people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qa_desk.domain.language import ntr, tr
from qa_desk.services.identity import FIELDS
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.card import Card, Page
from qa_desk.ui.widgets.rows_model import Column
from qa_desk.ui.widgets.states import Stage
from qa_desk.ui.widgets.table import DataTable
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa_desk.domain.identity import Known, Pair
    from qa_desk.services.identity import Review
    from qa_desk.ui.theme import Theme

_HEIGHT = 220
_LOW = 130
_LONGEST_NAME = 28


class PeoplePage(QWidget):
    """`show_review` fills it; what is decided about the chosen pair is signalled."""

    same_asked = Signal(object, object)
    """The entry that is kept, and the one that is folded into it."""
    apart_asked = Signal(object)
    """A pair of two people."""

    def __init__(self, theme: Theme, back: Callable[[], object]) -> None:
        super().__init__()
        self._back = back
        self._pair: Pair | None = None
        page = Page(tr("People"))
        self.pairs = Card(tr("Perhaps one person"), tr("choose a line, then say which it is"))
        self.table = DataTable(theme, _pair_columns(), tr("Perhaps one person"), has_filter=False)
        self.table.selected.connect(self._chose)
        self.keep_first = button("", self._keep_first)
        self.keep_second = button("", self._keep_second)
        self.apart = button(tr("Two people"), self._tell_apart)
        for made in (self.keep_first, self.keep_second, self.apart):
            self.table.add_control(made)
        self.pairs.add(self.table)
        self.shared = Card(tr("Names that several agents go by"))
        self.shared.add(label(tr("Facts that carry such a name belong to none of them."), "muted", wraps=True))
        self.shared_table = DataTable(
            theme,
            [
                Column(tr("Name"), lambda one: one.name, width=260),
                Column(tr("Agents"), lambda one: ", ".join(one.agents), least=300),
            ],
            tr("Names that several agents go by"),
            has_filter=False,
        )
        self.shared.add(self.shared_table)
        self.changes = Card(tr("What imports changed about people"))
        self.changes.add(
            label(tr("The later file was followed. Undo its batch where it should not have been."), "muted", wraps=True)
        )
        self.changes_table = DataTable(theme, _change_columns(), tr("What imports changed about people"), has_filter=False)
        self.changes.add(self.changes_table)
        for table, height in ((self.table, _HEIGHT), (self.shared_table, _LOW), (self.changes_table, _HEIGHT)):
            table.setMinimumHeight(theme.size(height))
        for card in (self.pairs, self.shared, self.changes):
            page.column.addWidget(card)
        page.column.addStretch(1)
        self.stage = Stage(theme, page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stage)
        self._chose(None)

    def show_review(self, review: Review) -> None:
        """What there is to look at; cards with nothing in them are away."""
        if not (review.pairs or review.shared or review.overwritten):
            self.stage.show_empty(
                tr("There is nothing to review: every name is one person's."), tr("Back to the imports"), self._back
            )
            return
        self.stage.show_content()
        for card, table, rows in (
            (self.pairs, self.table, review.pairs),
            (self.shared, self.shared_table, review.shared),
            (self.changes, self.changes_table, review.overwritten),
        ):
            card.setVisible(bool(rows))
            table.show_rows(rows)
        self.changes.show_heading(
            tr("What imports changed about people"),
            ntr("{count} change", "{count} changes", len(review.overwritten)),
        )
        if review.pairs and self.table.current is None:
            self.table.select(review.pairs[0])
        self._chose(self.table.current)

    def _chose(self, pair: Pair | None) -> None:
        self._pair = pair
        for made, known in ((self.keep_first, pair and pair.first), (self.keep_second, pair and pair.second)):
            made.setText((tr("One person: keep {name}", name=_short(known.name)) if known else "").replace("&", "&&"))
            made.setAccessibleName(made.text())
            made.setVisible(pair is not None)
        self.apart.setVisible(pair is not None)

    def _keep_first(self) -> None:
        if self._pair is not None:
            self.same_asked.emit(self._pair.first, self._pair.second)

    def _keep_second(self) -> None:
        if self._pair is not None:
            self.same_asked.emit(self._pair.second, self._pair.first)

    def _tell_apart(self) -> None:
        if self._pair is not None:
            self.apart_asked.emit(self._pair)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[:_LONGEST_NAME] + "…"


def _pair_columns() -> list[Column]:
    return [
        Column(tr("One"), lambda pair: pair.first.name, width=200),
        Column(tr("also"), lambda pair: _also(pair.first), width=230),
        Column(tr("The other"), lambda pair: pair.second.name, width=200),
        Column(tr("also"), lambda pair: _also(pair.second), width=230),
        Column(tr("Why"), lambda pair: tr(pair.why), least=220),
    ]


def _also(known: Known) -> str:
    return ", ".join(dict.fromkeys(name for name in known.names if name != known.name))


def _change_columns() -> list[Column]:
    return [
        Column(tr("Batch"), lambda one: one.batch, is_number=True, width=70),
        Column(tr("Who"), lambda one: one.who, width=220),
        Column(tr("What"), lambda one: tr(FIELDS[one.field]), width=180),
        Column(tr("Was"), lambda one: one.before, width=240),
        Column(tr("Is"), lambda one: one.after, least=200),
    ]
