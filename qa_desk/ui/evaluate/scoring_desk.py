"""Form, interaction and draft at work together: what the form is told goes to the draft, markers and keys to the player."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QApplication

from qa_desk.domain.evaluation import Marker
from qa_desk.domain.shortcuts import Act
from qa_desk.ui.evaluate.comment_box import CommentBox
from qa_desk.ui.evaluate.keys import PLAYER_ACTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from qa_desk.ui.evaluate.draft import DraftInHand
    from qa_desk.ui.evaluate.form import ScorecardForm
    from qa_desk.ui.evaluate.form_events import MarkerAsked, MarkerOpened, PlaceAsked
    from qa_desk.ui.evaluate.interaction_pane import InteractionPane


class ScoringDesk(QObject):
    """Serves every page on which somebody scores: routinely, or blind in a calibration."""

    def __init__(
        self,
        page: QWidget,
        form: ScorecardForm,
        pane: InteractionPane,
        draft: DraftInHand,
        submit: Callable[[], object] | None = None,
    ) -> None:
        """`submit` is done at the keys of Submit where the page has more to settle than its form."""
        super().__init__(page)
        self._form, self._pane, self._draft = form, pane, draft
        form.answer_given.connect(draft.give_answer)
        form.words_typed.connect(draft.keep_words)
        form.comment_changed.connect(draft.change_comment)
        form.summary_changed.connect(draft.change_summary)
        form.root_cause_chosen.connect(draft.choose_root_cause)
        form.marker_asked.connect(self._place_marker)
        form.marker_changed.connect(draft.change_marker)
        form.marker_removed.connect(draft.remove_marker)
        form.marker_opened.connect(self._open_marker)
        form.place_asked.connect(self._go_to_place)
        form.player_asked.connect(pane.do)
        form.undo_asked.connect(draft.undo)
        form.redo_asked.connect(draft.redo)
        draft.markers_shown.connect(self._show_markers)
        draft.marker_placed.connect(self._marker_placed)
        pane.key_unused.connect(self._hand_on)
        pane.left.connect(form.take_focus)
        for act in sorted(PLAYER_ACTS):
            pane.shortcuts.bind(page, act, partial(pane.do, act))
        pane.shortcuts.bind_all(page, Act.SUBMIT, submit or form.ask_to_submit)
        pane.shortcuts.bind_all(page, Act.TEMPLATE, self._ask_for_templates)
        pane.shortcuts.changed.connect(self._take_keys)
        self._take_keys()

    def _take_keys(self) -> None:
        self._form.foot.take_keys(self._pane.shortcuts.keys)

    def _ask_for_templates(self) -> None:
        box = QApplication.focusWidget()
        if isinstance(box, CommentBox):
            box.ask_for_templates()

    def _hand_on(self, event: QKeyEvent) -> None:
        """A key of the form, pressed while the player had the keys: the form has them from now on."""
        if event.text().isprintable() and event.text():
            self._form.take_focus()
            owner = QApplication.focusWidget()
            if owner is not None and self._form.isAncestorOf(owner):
                QCoreApplication.sendEvent(owner, event)

    def _show_markers(self, markers: tuple[Marker, ...]) -> None:
        self._form.show_markers(markers)
        self._pane.show_markers(markers)

    def _place_marker(self, asked: MarkerAsked) -> None:
        at_s, position = self._pane.marker_place
        self._draft.place_marker(asked, at_s=at_s, utterance_position=position, media_id=self._pane.medium_id)

    def _marker_placed(self, marker: Marker) -> None:
        self._form.edit_marker(marker.id)

    def _go_to_place(self, asked: PlaceAsked) -> None:
        is_heard = asked.at_s is not None  # the time of a line says more than its number where there is something to hear
        self._pane.go_to(Marker("", "", asked.at_s, None if is_heard else asked.utterance_position, media_id=asked.media_id))

    def _open_marker(self, opened: MarkerOpened) -> None:
        marker = next((marker for marker in self._draft.markers if marker.id == opened.marker_id), None)
        if marker is not None:
            self._pane.go_to(marker)
