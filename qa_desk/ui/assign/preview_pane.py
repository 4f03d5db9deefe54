"""The right column: what would be drawn, and who would score whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from qa_desk.domain.language import ntr, tr
from qa_desk.domain.numbers import count_text
from qa_desk.services.sampling_words import proposal_warnings
from qa_desk.ui.assign.model import matrix_columns, matrix_rows
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.card import Card
from qa_desk.ui.widgets.states import Stage
from qa_desk.ui.widgets.table import DataTable
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa_desk.services.sampling import Proposal
    from qa_desk.ui.theme import Theme


class PreviewPane(QWidget):
    """`show_proposal` fills it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._evaluators: Mapping[str, str] | None = None
        self.summary = label("", "heading", wraps=True)
        self.record = label("", "note", wraps=True)
        self.warnings = label("", wraps=True, meaning="watch")
        self.matrix: DataTable | None = None
        self._body = QWidget()
        self._slot = QVBoxLayout(self._body)
        self._slot.setContentsMargins(0, 0, 0, 0)
        self._slot.setSpacing(Space.S)
        for line in (self.summary, self.record, self.warnings):
            self._slot.addWidget(line)
        self.stage = Stage(theme, self._body)
        card = Card(tr("Preview of the draw"))
        card.add(self.stage, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.S, Space.L, Space.XL, Space.XL)
        column.addWidget(card)

    def show_loading(self) -> None:
        """The draw is being made."""
        self.stage.show_loading()

    def show_fault(self, message: str) -> None:
        """It cannot be drawn, and why."""
        self.stage.show_empty(message)

    def show_proposal(self, proposal: Proposal) -> None:
        """What would be drawn, what to know about it, and the matrix of agents and evaluators."""
        drawn = len(proposal.draw.drawn)
        if not drawn:
            self.stage.show_empty(tr("Nothing to draw: no contact fits the population and the plan."))
            return
        seconds = sum(share.is_second for share in proposal.spread.shares)
        size = ntr(
            "{drawn} of {count} contact", "{drawn} of {count} contacts", len(proposal.frame.contacts), drawn=count_text(drawn)
        )
        twice = ntr("{count} scored twice, blind", "{count} scored twice, blind", seconds)
        self.summary.setText(f"{size} · {twice}" if seconds else size)
        self.record.setText(tr("Seed {seed} · frame SHA-256 {hash} …", seed=proposal.request.seed, hash=proposal.hash[:12]))
        warnings = proposal_warnings(proposal)
        self.warnings.setText("\n".join(tr("Note: {note}", note=warning) for warning in warnings))
        self.warnings.setVisible(bool(warnings))
        self._show_matrix(proposal)
        self.stage.show_content()

    def _show_matrix(self, proposal: Proposal) -> None:
        if self.matrix is None or self._evaluators != proposal.evaluators:
            if self.matrix is not None:
                self._slot.removeWidget(self.matrix)
                self.matrix.deleteLater()
            self.matrix = DataTable(self._theme, matrix_columns(proposal.evaluators), tr("Contacts by agent and evaluator"))
            self._slot.addWidget(self.matrix, 1)
            self._evaluators = dict(proposal.evaluators)
        self.matrix.show_rows(matrix_rows(proposal))
