"""The draft as it will be: the real form to try answers on, what every question carries, and what an auto-fail takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from qa_desk.domain.channels import CHANNELS, channel_name
from qa_desk.domain.evaluation import values_of
from qa_desk.domain.language import ntr, tr
from qa_desk.domain.scorecard_wording import version_in
from qa_desk.domain.scoring import heavy_questions, show
from qa_desk.ui.scorecards.preview_form import PreviewForm, framed
from qa_desk.ui.scorecards.weights_view import WeightsView
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import Choice, Segments, button
from qa_desk.ui.widgets.combo import ComboBox
from qa_desk.ui.widgets.text import label, restyle

if TYPE_CHECKING:
    from qa_desk.domain.scorecard import ScorecardVersion
    from qa_desk.ui.theme import Theme


class Preview(QWidget):
    """Nothing that is tried here is stored."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName(tr("Preview"))
        self._whole: ScorecardVersion | None = None
        self._title, self._language = "", "en"
        self.form = PreviewForm(theme)
        self._framed = framed(self.form)
        self.weights = WeightsView(theme)
        self.tabs = Segments((Choice("form", tr("Form")), Choice("weights", tr("Weights"))), tr("Preview"), can_be_empty=False)
        self.tabs.show_value("form")
        self.tabs.chosen.connect(self._turn)
        self._channel = ComboBox()
        self._channel.setAccessibleName(tr("Tried on this channel"))
        self._channel.activated.connect(self._show)
        self._clear = button(tr("Clear answers"), self.clear, role="link")
        head = QHBoxLayout()
        head.setContentsMargins(Space.L, Space.S, Space.M, Space.S)
        head.addWidget(self.tabs)
        head.addWidget(self._channel)
        head.addStretch(1)
        head.addWidget(self._clear)
        self._note = label("", "note", wraps=True)
        self._effect = label("", "note", wraps=True)
        for line in (self._note, self._effect):
            line.setContentsMargins(Space.L, 0, Space.M, Space.S)
            line.hide()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._framed)
        self._stack.addWidget(self.weights)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._note)
        column.addWidget(self._stack, 1)
        column.addWidget(self._effect)
        self.form.answer_given.connect(self._tried)
        self.form.rebuilt.connect(self._rebuilt)

    @property
    def effect(self) -> str:
        """What the auto-fails and weights amount to, in words."""
        return self._effect.text()

    @property
    def note(self) -> str:
        """Why it may not be what is written now."""
        return self._note.text()

    def show_version(self, version: ScorecardVersion, title: str, language: str) -> None:
        """Show another state of the draft, in a language; the answers that are tried stay."""
        self._whole, self._title, self._language = version, title, language
        self._note.hide()
        self._offer_channels(version)
        self._show()

    def show_faulty(self) -> None:
        """The draft has faults now: the last state without them stays."""
        text = tr("The preview shows the last state without faults.") if self._whole else tr("Mend the faults to see the form.")
        self._note.setText(text)
        self._note.show()

    def forget(self) -> None:
        """Another draft comes: nothing of this one stays."""
        self.form.stop()
        self._whole = None
        self._note.hide()
        self._effect.hide()

    def clear(self) -> None:
        """Take all tried answers back."""
        version = self.form.version
        if version is not None and not self.form.is_rebuilding:
            self.form.show_version(version, {}, title=self._title)
            self.form.foot.hide()
            self._tried(None)

    def _offer_channels(self, version: ScorecardVersion) -> None:
        named = sorted({channel for q in version.questions() if q.ask_if for channel in q.ask_if.channels})
        offered = ["", *CHANNELS] if named else []
        if [self._channel.itemData(place) for place in range(self._channel.count())] != offered:
            self._channel.clear()
            for name in offered:
                self._channel.addItem(channel_name(name) if name else tr("on any channel"), name)
        self._channel.setVisible(bool(offered))

    def _show(self, _place: int = 0) -> None:
        if self._whole is None:
            return
        version = self._whole.for_channel(str(self._channel.currentData() or "") or None)
        self.form.change_version(version_in(version, self._language), self._title)

    def _turn(self, tab: object) -> None:
        self._stack.setCurrentWidget(self._framed if tab == "form" else self.weights)

    def _rebuilt(self) -> None:
        self._tried(None)

    def _tried(self, _given: object) -> None:
        version = self.form.version
        if version is None or self.form.is_rebuilding:
            return
        values = values_of(self.form.answers.values())
        self.weights.show_weights(version, values, self._language)
        sentences = []
        score = self.form.score
        if score is not None and score.autofail and score.before_autofail is not None:
            before, after = show(score.before_autofail, version.decimals), score.shown or "–"
            sentences.append(tr("Before the auto-fail {before}, after it {after}.", before=before, after=after))
        heavy = heavy_questions(version, values if values else None)
        if heavy and sum(bool(question.weight) for question in version.questions()) > 2:
            words = ntr(
                "{count} question alone carries more than 40 % of the form.",
                "{count} questions each carry more than 40 % of the form.",
                len(heavy),
            )
            sentences.append(f"▲ {words}")
        self._effect.setText("\n".join(sentences))
        restyle(self._effect, meaning="watch" if sentences else None)
        self._effect.setVisible(bool(sentences))
