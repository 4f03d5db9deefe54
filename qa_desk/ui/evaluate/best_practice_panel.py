"""Taking a moment of the interaction into the library: what is done well, for which question, from where to where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from qa_desk.domain.language import tr
from qa_desk.services.best_practices import ALL_OF_IT, Moment
from qa_desk.services.quality import language_in_force
from qa_desk.ui.evaluate.best_practice_clip import clock, seconds_of
from qa_desk.ui.evaluate.comment_box import CommentBox
from qa_desk.ui.evaluate.dispute_side import SidePanel, caption, named_field
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import Choice, Segments, button
from qa_desk.ui.widgets.combo import ComboBox

if TYPE_CHECKING:
    from qa_desk.domain.scorecard import ScorecardVersion
    from qa_desk.ui.evaluate.best_practice_presenter import BestPracticePresenter
    from qa_desk.ui.evaluate.interaction_pane import InteractionPane
    from qa_desk.ui.theme import Theme

_CLIP_S = 20.0
"""A clip that was begun ends so much later until the person says where."""


class BestPracticePanel(SidePanel):
    """`show_interaction` fills it; the player beside it says where a clip begins and ends."""

    def __init__(self, theme: Theme, presenter: BestPracticePresenter, pane: InteractionPane) -> None:
        super().__init__(theme, tr("Best practice"))
        self._presenter = presenter
        self._pane = pane
        self._interaction_id = self._version_id = ""
        self._position: int | None = None
        self.headline = named_field(tr("What is done well here, in a few words"))
        self.question = ComboBox()
        self.question.setAccessibleName(tr("Question"))
        self.words = CommentBox(self._to_headline, tr("Note"), invitation=tr("What to listen for"), stays=True)
        self.which = Segments(
            [Choice("all", tr("All of it")), Choice("part", tr("A part"))], tr("Which part"), can_be_empty=False
        )
        self.which.chosen.connect(self._chosen)
        self._clip = self._clip_row()
        for widget in (
            *(caption(tr("What is done well?")), self.headline, caption(tr("An example for the question")), self.question),
            *(caption(tr("Which part?")), self.which, self._clip, caption(tr("Note")), self.words),
        ):
            self.body.addWidget(widget)
        self.settle()
        self.add_action(tr("Into the library"), self._flag, is_primary=True)
        self.add_action(tr("Cancel"), self.closed.emit, role="quiet")
        self.end_actions()

    def _clip_row(self) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        self.start, self.end = QLineEdit(), QLineEdit()
        here = tr("here")
        for field, name, act in (
            (self.start, tr("From"), self._start_here),
            (self.end, tr("To"), self._end_here),
        ):
            field.setAccessibleName(name)
            field.setMaximumWidth(72)
            row.addWidget(caption(name))
            row.addWidget(field)
            row.addWidget(button(here, act, name=tr("{end}: where the player stands", end=name)))
        row.addStretch(1)
        return made

    def show_interaction(
        self, interaction_id: str, version: ScorecardVersion, version_id: str, question_id: str, about: str
    ) -> None:
        """Ask about another interaction; the question in hand and the place of the player are proposed."""
        self._interaction_id, self._version_id = interaction_id, version_id
        self.note.setText(about)
        self.show_fault("")
        self.headline.clear()
        self.words.forget()
        self.question.clear()
        self.question.addItem(tr("No question in particular"), "")
        language = language_in_force()
        for question in version.questions():
            self.question.addItem(question.label(language), question.id)
        self.question.setCurrentIndex(max(0, self.question.findData(question_id)))
        seconds, self._position = self._pane.place
        is_spoken = seconds is not None
        text = tr("A part") if is_spoken or self._position is None else tr("Message {number}", number=self._position + 1)
        self._offer_parts(text, can_choose=is_spoken or self._position is not None)
        has_place = bool(seconds) or self._position is not None
        self.which.show_value("part" if has_place else "all")
        self.start.setText(clock(seconds) if seconds is not None else "")
        self.end.setText(clock(seconds + _CLIP_S) if seconds is not None else "")
        self._chosen(None)
        self.headline.setFocus()

    @property
    def moment(self) -> Moment | None:
        """The part that is meant; None where the times are none."""
        if self.which.value == "all":
            return ALL_OF_IT
        if self._position is not None:
            return Moment(utterance_position=self._position)
        start, end = seconds_of(self.start.text()), seconds_of(self.end.text())
        return None if start is None or (end is None and self.end.text().strip()) else Moment(start, end)

    def _offer_parts(self, text: str, *, can_choose: bool) -> None:
        """What a part is here: a stretch of a recording, or the lit message."""
        old = self.which
        self.which = Segments([Choice("all", tr("All of it")), Choice("part", text)], tr("Which part"), can_be_empty=False)
        self.which.chosen.connect(self._chosen)
        self.which.setEnabled(can_choose)
        place = self.body.indexOf(old)
        self.body.removeWidget(old)
        old.hide()
        old.deleteLater()
        self.body.insertWidget(place, self.which)

    def _chosen(self, _value: object) -> None:
        self._clip.setVisible(self.which.value == "part" and self._position is None)

    def _start_here(self) -> None:
        seconds, _position = self._pane.place
        if seconds is not None:
            self.start.setText(clock(seconds))
            end = seconds_of(self.end.text())
            if end is None or end <= seconds:
                self.end.setText(clock(seconds + _CLIP_S))

    def _end_here(self) -> None:
        seconds, _position = self._pane.place
        if seconds is not None:
            self.end.setText(clock(seconds))

    def _to_headline(self) -> None:
        self.headline.setFocus()

    def _flag(self) -> None:
        moment = self.moment
        if moment is None:
            self.show_fault(tr("Write times as 2:13 (minutes and seconds)."))
            self.start.setFocus()
            return
        question = str(self.question.currentData() or "")
        title, words = self.headline.text(), self.words.toPlainText()
        self.show_fault(self._presenter.flag(self._interaction_id, self._version_id, question, title, words, moment))
        if self.fault and not title.strip():
            self.headline.setFocus()
