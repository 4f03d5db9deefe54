"""Between two evaluators: nothing of anybody's answers is in sight, and it says who sits down next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qa_desk.domain.language import ntr, tr
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import Chips, Choice, button
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from qa_desk.domain.calibration_report import Participant
    from qa_desk.ui.calibrate.presenter import ChairShown
    from qa_desk.ui.theme import Theme

_OTHERS_WIDTH = 420


class HandOverPage(QWidget):
    """`show_chair` fills it; Enter sits the named person down."""

    seat_taken = Signal(str)
    """The evaluator's id."""
    reveal_asked = Signal(bool)
    """True: early, though somebody has not finished."""
    reply_asked = Signal()
    """Everybody here has finished a session that came by a pack: their replies are to be written."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._shown: ChairShown | None = None
        self._chosen: Participant | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XXL, Space.XXL, Space.XXL, Space.XXL)
        column.setSpacing(Space.L)
        column.addStretch(2)
        self._lead = label("", "muted")
        self._name = label("", "figure")
        self._note = label("", "muted", wraps=True)
        self._start = button("", self._sit_down, role="primary")
        self._start.setAutoDefault(True)  # Enter presses it
        self._others_lead = label(tr("Or somebody else sits down now:"), "note")
        self._others = Chips(tr("Somebody else"), is_exclusive=True)
        self._most = theme.size(_OTHERS_WIDTH)
        self._others.changed.connect(self._choose)
        self._early = button(tr("End the scoring now…"), self._ask_early, role="quiet")
        self._sure = button("", self._reveal_early, role="danger")
        self._sure.hide()
        for widget in (self._lead, self._name, self._note):
            widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(widget)
        for row_of in ((self._start,), (self._others_lead,)):
            column.addLayout(_centred(*row_of))
        column.addWidget(self._others, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        column.addLayout(_centred(self._early, self._sure))

    @property
    def chosen(self) -> Participant | None:
        """Who would sit down on Enter."""
        return self._chosen

    def show_chair(self, shown: ChairShown) -> None:
        """Show whose turn it is, or that everybody has finished."""
        self._shown, self._chosen = shown, shown.turn.participant if shown.turn else None
        waiting = [p for p in shown.session.participants if not p.is_finished]
        self._others.offer([Choice(p.id, p.name) for p in waiting if self._chosen is None or p.id != self._chosen.id])
        self._make_room(min(self._most, self._width_of_chips()))
        self._sure.hide()
        self._early.setVisible(bool(waiting) and not shown.came_by_pack)
        self._others_lead.setVisible(len(waiting) > 1)
        self._others.setVisible(len(waiting) > 1)
        self._say()

    def _make_room(self, width: int) -> None:
        """A centred widget is not asked how high its wrapped chips are: those of the second line would be out of sight."""
        self._others.setFixedWidth(width)
        for chip in self._others.buttons:
            chip.show()  # a hidden one takes no room
        row = self._others.layout()
        assert row is not None
        row.invalidate()
        self._others.setMinimumHeight(row.heightForWidth(width))

    def _width_of_chips(self) -> int:
        """Of those that are offered now: those of before, which are on their way out, do not push them aside."""
        row = self._others.layout()
        assert row is not None
        items = [item for at in range(row.count()) if (item := row.itemAt(at)) is not None]
        chips = [chip for item in items if (chip := item.widget()) is not None]
        for chip in chips:
            chip.ensurePolished()
        return max(1, sum(chip.sizeHint().width() + Space.S for chip in chips) - Space.S)

    def focus_start(self) -> None:
        """Put the cursor where Enter goes on."""
        self._start.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self) -> None:
        assert self._shown is not None
        session = self._shown.session
        finished = sum(p.is_finished for p in session.participants)
        so_far = tr("{x} of {n} have finished.", x=finished, n=len(session.participants))
        if self._chosen is None and self._shown.came_by_pack:
            self._lead.setText(tr("Everybody here has finished."))
            self._name.setText(session.title)
            self._note.setText(tr("Write the reply and send it to whoever opened the session: it is revealed there."))
            self._start.setText(tr("Write the reply…"))
        elif self._chosen is None:
            self._lead.setText(tr("Everybody has finished."))
            self._name.setText(session.title)
            self._note.setText(tr("Turn the screen to the group: now all answers are shown side by side."))
            self._start.setText(tr("Reveal"))
        else:
            left = len(session.items) - self._chosen.submitted
            self._lead.setText(tr("Pass the chair to"))
            self._name.setText(self._chosen.name)
            role = tr("Scores the benchmark.") + " " if self._chosen.is_benchmark else ""
            to_do = ntr("{count} interaction to score.", "{count} interactions to score.", left)
            blind = tr("Nobody sees another's answers before the reveal.")
            self._note.setText(f"{role}{to_do} {so_far}\n{blind}")
            self._start.setText(tr("I am {name}", name=self._chosen.name))
        self._start.setAccessibleName(self._start.text())

    def _choose(self, values: tuple[object, ...]) -> None:
        if self._shown is None or not values:
            return
        self._chosen = next(p for p in self._shown.session.participants if p.id == values[0])
        self._say()
        self.focus_start()

    def _sit_down(self) -> None:
        if self._chosen is None and self._shown is not None and self._shown.came_by_pack:
            self.reply_asked.emit()
        elif self._chosen is None:
            self.reveal_asked.emit(False)
        else:
            self.seat_taken.emit(self._chosen.id)

    def _ask_early(self) -> None:
        assert self._shown is not None
        names = ", ".join(p.name for p in self._shown.session.participants if not p.is_finished)
        self._early.hide()
        self._sure.setText(tr("Reveal without waiting for {names}", names=names))
        self._sure.show()
        self._sure.setFocus(Qt.FocusReason.OtherFocusReason)

    def _reveal_early(self) -> None:
        self.reveal_asked.emit(True)


def _centred(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addStretch(1)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row
