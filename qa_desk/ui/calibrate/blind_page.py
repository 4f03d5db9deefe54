"""One person scoring blind: the interaction on the left, the scorecard's form on the right, nobody else's answers anywhere."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from qa_desk.domain.language import tr
from qa_desk.ui.evaluate.form import ScorecardForm
from qa_desk.ui.evaluate.interaction_pane import InteractionPane
from qa_desk.ui.evaluate.keys import Act
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.banner import Banner
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from qa_desk.domain.evaluation import Marker
    from qa_desk.ui.calibrate.blind_presenter import BlindPresenter, SheetShown
    from qa_desk.ui.evaluate.form_events import MarkerAsked, MarkerOpened
    from qa_desk.ui.screen import Context

_FORM_WIDTH = 460


class BlindPage(QWidget):
    """Shows what the presenter hands out, and hands it what the person does."""

    def __init__(self, context: Context, presenter: BlindPresenter) -> None:
        super().__init__()
        theme = context.theme
        self._presenter = presenter
        self._who = label("", "heading")
        self._where = label("", "muted")
        self._saved = label("", "note")
        self.banner = Banner()
        self.form = ScorecardForm(theme, submit_text=tr("Submit and go on"))
        self.form.setMinimumWidth(theme.size(_FORM_WIDTH))
        self.pane = InteractionPane(context)
        top = QHBoxLayout()
        top.setContentsMargins(Space.XL, Space.M, Space.XL, Space.M)
        top.setSpacing(Space.M)
        top.addWidget(self._who)
        top.addWidget(self._where, 1)
        top.addWidget(self._saved)
        top.addWidget(button(tr("Go on later"), presenter.leave, role="quiet"))
        left = QVBoxLayout()
        left.setSpacing(Space.S)
        left.addWidget(self.banner)
        left.addWidget(self.pane, 1)
        right = QFrame()
        right.setProperty("kind", "card")
        inside = QVBoxLayout(right)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.form)
        body = QHBoxLayout()
        body.setContentsMargins(Space.XL, 0, Space.XL, Space.L)
        body.setSpacing(Space.L)
        body.addLayout(left, 1)
        body.addWidget(right)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addLayout(body, 1)
        self._connect()

    def _connect(self) -> None:
        form, presenter = self.form, self._presenter
        form.answer_given.connect(presenter.give_answer)
        form.words_typed.connect(presenter.keep_words)
        form.comment_changed.connect(presenter.change_comment)
        form.root_cause_chosen.connect(presenter.choose_root_cause)
        form.marker_asked.connect(self._place_marker)
        form.marker_changed.connect(presenter.change_marker)
        form.marker_removed.connect(presenter.remove_marker)
        form.player_asked.connect(self._steer_player)
        form.submit_asked.connect(presenter.submit)
        form.undo_asked.connect(presenter.undo)
        form.redo_asked.connect(presenter.redo)
        presenter.leaving.connect(form.flush)
        presenter.sheet_shown.connect(self.show_sheet)
        presenter.answer_shown.connect(form.show_answer)
        presenter.markers_shown.connect(self._show_markers)
        form.marker_opened.connect(self._open_marker)
        presenter.marker_placed.connect(self._marker_placed)
        presenter.missing_found.connect(form.show_missing)
        presenter.saved.connect(partial(self._saved.setText, tr("saved ✓")))
        presenter.not_saved.connect(self.banner.say)
        presenter.refused.connect(self.banner.say)
        presenter.left.connect(self.rest)
        add_player_keys(self, self.pane)

    def show_sheet(self, shown: SheetShown) -> None:
        """Show the interaction and a form that only this person has seen."""
        self.banner.clear()
        self._saved.setText("")
        self._who.setText(shown.participant.name)
        place = tr("interaction {number} of {total}", number=shown.number, total=shown.total)
        self._where.setText(f"{place} · {shown.item.label}")
        self.pane.show_interaction(shown.interaction, shown.markers)
        self.form.show_version(shown.version, shown.answers, shown.markers)
        self.form.focus_first_open()

    def rest(self) -> None:
        """The chair is free: nothing plays on, and nothing of the sheet stays in sight."""
        if self.pane.call_pane is not None:
            self.pane.call_pane.forget()

    def _show_markers(self, markers: tuple[Marker, ...]) -> None:
        self.form.show_markers(markers)
        self.pane.show_markers(markers)

    def _place_marker(self, asked: MarkerAsked) -> None:
        at_s, position = self.pane.place
        self._presenter.place_marker(asked, at_s=at_s, utterance_position=position)

    def _steer_player(self, act: Act) -> None:
        pane = self.pane
        steer = {
            Act.PLAY: pane.toggle_playing,
            Act.STEP_BACK: pane.step_back,
            Act.STEP_FORWARD: pane.step_forward,
            Act.ZOOM_IN: pane.zoom_in,
            Act.ZOOM_OUT: pane.zoom_out,
        }
        steer[act]()

    def _marker_placed(self, marker: Marker) -> None:
        self.form.edit_marker(marker.id)

    def _open_marker(self, opened: MarkerOpened) -> None:
        marker = next((marker for marker in self._presenter.markers if marker.id == opened.marker_id), None)
        if marker is not None:
            self.pane.go_to(marker)


def add_player_keys(place: QWidget, pane: InteractionPane) -> None:
    """The keys of the player, as on the Evaluate place."""
    for keys, act in (
        ("Ctrl+Space", pane.toggle_playing),
        ("Ctrl+Left", pane.step_back),
        ("Ctrl+Right", pane.step_forward),
        ("Ctrl+Up", pane.faster),
        ("Ctrl+Down", pane.slower),
    ):
        shortcut = QShortcut(QKeySequence(keys), place)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)
