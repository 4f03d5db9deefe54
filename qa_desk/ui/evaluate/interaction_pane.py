"""The middle of the Evaluate place: what happened, to hear or to read, with its measured facts."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from qa_desk.domain.language import tr
from qa_desk.domain.thread_facts import Message, thread_facts
from qa_desk.ui.evaluate.facts_strip import thread_words
from qa_desk.ui.evaluate.interaction_head import InteractionHead
from qa_desk.ui.evaluate.thread import ThreadView
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.states import EmptyState
from qa_desk.workspace.settings import get_setting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qa_desk.domain.evaluation import Marker
    from qa_desk.services.interaction_detail import InteractionDetail
    from qa_desk.ui.screen import Context


class InteractionPane(QWidget):
    """Shows one interaction at a time; says where a marker would be set."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._detail: InteractionDetail | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.M, Space.L, 0)
        column.setSpacing(Space.S)
        self.head = InteractionHead()
        self._rooms = QStackedWidget()
        self.thread_view = ThreadView()
        self._nothing = EmptyState(tr("There is nothing to hear or to read of this interaction."))
        for room in (self.thread_view, self._nothing):
            self._rooms.addWidget(room)
        column.addWidget(self.head)
        column.addWidget(self._rooms, 1)

    @property
    def place(self) -> tuple[float | None, int | None]:
        """Where a marker would be set: seconds of the recording, or the position of the lit message."""
        return None, self.thread_view.current

    def show_interaction(self, detail: InteractionDetail, markers: Iterable[Marker]) -> None:
        """Show another interaction from its beginning."""
        self._detail = detail
        zone = ZoneInfo(get_setting(self._context.workspace, "timezone"))
        self.head.show_interaction(detail, zone)
        if detail.utterances:
            lines = (Message(n, line.speaker, line.at) for n, line in enumerate(detail.utterances))
            self.head.facts.show_words(thread_words(thread_facts(lines)))
            self.thread_view.show_messages(detail.utterances, zone)
            self._rooms.setCurrentWidget(self.thread_view)
        else:
            self._rooms.setCurrentWidget(self._nothing)
        self.show_markers(markers)

    def show_markers(self, markers: Iterable[Marker]) -> None:
        """Show where the markers are."""
        self.thread_view.show_markers(markers)

    def go_to(self, marker: Marker) -> None:
        """Bring the place of a marker into sight or hearing."""
        if marker.utterance_position is not None:
            self.thread_view.choose(marker.utterance_position)
