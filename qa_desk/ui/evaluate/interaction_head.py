"""The head of an interaction: which one, whose, about what, when."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from qa_desk.domain.language import N_, tr
from qa_desk.ui.dates import moment_text
from qa_desk.ui.evaluate.facts_strip import FactsStrip
from qa_desk.ui.evaluate.thread import duration_text
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from qa_desk.services.interaction_detail import InteractionDetail
    from qa_desk.ui.shortcuts import Shortcuts

_TITLES = {
    "call": N_("Call {reference}"),
    "chat": N_("Chat {reference}"),
    "email": N_("Mail {reference}"),
    "ticket": N_("Ticket {reference}"),
    "social": N_("Post {reference}"),
}


class InteractionHead(QWidget):
    """Title, what it is about, and the strip of measured facts."""

    def __init__(self, shortcuts: Shortcuts) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, Space.S)
        column.setSpacing(Space.XS)
        self._title = label("", "title", wraps=True)
        self._about = label("", "muted", wraps=True)
        self.facts = FactsStrip(shortcuts)
        for widget in (self._title, self._about, self.facts):
            column.addWidget(widget)

    @property
    def title(self) -> str:
        """What is written now."""
        return self._title.text()

    def show_interaction(self, detail: InteractionDetail, zone: ZoneInfo) -> None:
        """Write another interaction's head; its facts come later."""
        duration = duration_text(detail.duration_s) if detail.duration_s is not None else None
        parts = (tr(_TITLES[detail.channel], reference=detail.reference), detail.agent, detail.queue, duration)
        self._title.setText(" · ".join(part for part in parts if part))
        when = None
        if detail.started_at is not None:
            when = moment_text(datetime.fromtimestamp(detail.started_at, UTC).astimezone(zone))
        about = [part for part in (detail.subject, detail.driver, detail.team, when) if part]
        self._about.setText(" · ".join(dict.fromkeys(about)))
        self._about.setVisible(bool(about))
        self.facts.show_facts(())
