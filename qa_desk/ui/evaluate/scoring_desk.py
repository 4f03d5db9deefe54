"""Form, interaction and draft at work together: what the form is told goes to the draft, markers and keys to the player."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut

from qa_desk.ui.evaluate.keys import Act

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from qa_desk.domain.evaluation import Marker
    from qa_desk.ui.evaluate.draft import DraftInHand
    from qa_desk.ui.evaluate.form import ScorecardForm
    from qa_desk.ui.evaluate.form_events import MarkerAsked, MarkerOpened
    from qa_desk.ui.evaluate.interaction_pane import InteractionPane


class ScoringDesk(QObject):
    """Serves every page on which somebody scores: routinely, or blind in a calibration."""

    def __init__(self, page: QWidget, form: ScorecardForm, pane: InteractionPane, draft: DraftInHand) -> None:
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
        form.player_asked.connect(self._steer_player)
        form.undo_asked.connect(draft.undo)
        form.redo_asked.connect(draft.redo)
        draft.markers_shown.connect(self._show_markers)
        draft.marker_placed.connect(self._marker_placed)
        for keys, act in (
            ("Ctrl+Space", pane.toggle_playing),
            ("Ctrl+Left", pane.step_back),
            ("Ctrl+Right", pane.step_forward),
            ("Ctrl+Up", pane.faster),
            ("Ctrl+Down", pane.slower),
        ):
            shortcut = QShortcut(QKeySequence(keys), page)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _show_markers(self, markers: tuple[Marker, ...]) -> None:
        self._form.show_markers(markers)
        self._pane.show_markers(markers)

    def _place_marker(self, asked: MarkerAsked) -> None:
        at_s, position = self._pane.place
        self._draft.place_marker(asked, at_s=at_s, utterance_position=position)

    def _steer_player(self, act: Act) -> None:
        pane = self._pane
        steer = {
            Act.PLAY: pane.toggle_playing,
            Act.STEP_BACK: pane.step_back,
            Act.STEP_FORWARD: pane.step_forward,
            Act.ZOOM_IN: pane.zoom_in,
            Act.ZOOM_OUT: pane.zoom_out,
        }
        steer[act]()

    def _marker_placed(self, marker: Marker) -> None:
        self._form.edit_marker(marker.id)

    def _open_marker(self, opened: MarkerOpened) -> None:
        marker = next((marker for marker in self._draft.markers if marker.id == opened.marker_id), None)
        if marker is not None:
            self._pane.go_to(marker)
