"""The Calibrate place: sessions, a new one, the chair, blind scoring, and the meeting with its results."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from qa_desk.domain.calibration import STATE_WORDS, State
from qa_desk.domain.calibration_text import percent_words
from qa_desk.domain.language import ntr, tr
from qa_desk.domain.shortcuts import Where
from qa_desk.services.calibration_packs_text import taken_words
from qa_desk.ui.calibrate.blind_page import BlindPage
from qa_desk.ui.calibrate.blind_presenter import BlindPresenter
from qa_desk.ui.calibrate.hand_over_page import HandOverPage
from qa_desk.ui.calibrate.meeting_page import MeetingPage
from qa_desk.ui.calibrate.model import session_columns
from qa_desk.ui.calibrate.packing import Packing
from qa_desk.ui.calibrate.presenter import CalibratePresenter
from qa_desk.ui.calibrate.results_page import ResultsPage
from qa_desk.ui.calibrate.setup_page import SetupPage
from qa_desk.ui.changes import Kind
from qa_desk.ui.evaluate.draft import CLOSING_MS
from qa_desk.ui.screen import Screen
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.banner import Banner
from qa_desk.ui.widgets.buttons import Choice, Segments, button
from qa_desk.ui.widgets.header import Header
from qa_desk.ui.widgets.states import Stage
from qa_desk.ui.widgets.table import DataTable

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent

    from qa_desk.domain.calibration_report import CalibrationReport, SessionEntry
    from qa_desk.services.calibration_packs import Taken
    from qa_desk.ui.calibrate.presenter import ChairShown, NewSession, SetupShown
    from qa_desk.ui.screen import Context


class CalibrateScreen(Screen):
    """Keeps its state when one leaves it: a person in the chair finds the sheet as it was."""

    holds = frozenset(Where)
    shows = frozenset({Kind.CALIBRATIONS, Kind.SCORECARDS, Kind.PEOPLE, Kind.INTERACTIONS})

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.presenter = CalibratePresenter(context, self)
        self.blind = BlindPresenter(context, self)
        self._report: CalibrationReport | None = None
        self.header = Header(tr("Calibrate"))
        self.banner = Banner()
        self.sessions = DataTable(context.theme, session_columns(), tr("Calibration sessions"))
        self.stage = Stage(context.theme, self.sessions)
        self.stage.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        self.setup = SetupPage(context.theme)
        self.chair = HandOverPage(context.theme)
        self.sheet = BlindPage(context, self.blind)
        self.meeting = MeetingPage(context)
        self.results = ResultsPage(context.theme)
        self.packing = Packing(context, self)
        self.pages = QStackedWidget()
        for page in (self.stage, self.setup, self.chair, self.sheet, self.meeting, self.results, *self.packing.pages):
            self.pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(_padded(self.banner, Space.S))
        column.addWidget(self.pages, 1)
        self._actions()
        self._connect()
        self.presenter.show_sessions()

    def _actions(self) -> None:
        self._which = Segments([Choice("agenda", tr("Agenda")), Choice("results", tr("Results"))], tr("View"), can_be_empty=False)
        self._which.chosen.connect(self._choose_view)
        self.header.add_filter(self._which)
        self._back = button(tr("All sessions"), self.presenter.show_sessions, role="quiet")
        self._minutes = button(tr("Minutes…"), self._ask_minutes)
        self._close = button(tr("Close the session"), self._close_session)
        self._write_packs = button(tr("Write packs…"), self._offer_packs)
        self._read_pack = button(tr("Read a pack…"), self.packing.ask_pack)
        for action in (self._back, self._minutes, self._close, self._write_packs, self._read_pack):
            self.header.add_action(action)
        self._new = self.header.add_primary(tr("New calibration"), self.presenter.prepare)

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.sessions_shown.connect(self._show_sessions)
        presenter.setup_shown.connect(self._show_setup)
        presenter.people_shown.connect(self.setup.show_people)
        presenter.chair_shown.connect(self._show_chair)
        presenter.meeting_shown.connect(self._show_meeting)
        presenter.loading.connect(self._show_loading)
        presenter.unavailable.connect(self._show_unavailable)
        presenter.refused.connect(self.banner.say)
        presenter.created.connect(self.setup.rest)
        presenter.not_created.connect(self._not_created)
        presenter.minutes_written.connect(self._minutes_written)
        self.sessions.activated.connect(self._open)
        self.setup.asked.connect(self._create)
        self.setup.person_named.connect(presenter.add_person)
        self.setup.cancelled.connect(presenter.show_sessions)
        self.chair.seat_taken.connect(self._seat)
        self.chair.reveal_asked.connect(self._reveal)
        self.blind.sheet_shown.connect(self._show_sheet)
        self.blind.left.connect(presenter.show_again)
        self.meeting.settled.connect(presenter.settle)
        self._connect_packs()

    def _connect_packs(self) -> None:
        packing = self.packing
        packing.turned.connect(self._show_packs_page)
        packing.left.connect(self.presenter.show_again)
        packing.taken.connect(self._pack_taken)
        packing.refused.connect(self.banner.say)
        self.chair.reply_asked.connect(self._offer_packs)

    # -- the shell

    def arrive(self, **arguments: object) -> None:
        """Come here, perhaps for one session (`session_id=…`)."""
        session_id = arguments.get("session_id")
        if isinstance(session_id, str):
            self.presenter.open(session_id)

    def refresh(self) -> None:
        """Read again; a sheet that is being filled in and a new session stay as they are."""
        if self.pages.currentWidget() not in (self.sheet, self.setup, *self.packing.pages):
            self.presenter.show_again()

    def may_close(self) -> bool:
        """Whether all that was said on a blind sheet is on the disk."""
        self.sheet.form.flush()
        return self.blind.draft.flush(CLOSING_MS)

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window closes, or another workspace is opened: nothing told is lost, no sound goes on."""
        self.sheet.form.flush()
        self.blind.draft.flush(CLOSING_MS)
        self.blind.draft.stop()
        self.sheet.pane.release()
        self.meeting.release()
        super().closeEvent(event)

    # -- pages

    def _show_loading(self, title: str) -> None:
        """A skeleton in the place of what is on its way; a list that stands there already stays until then."""
        if self.pages.currentWidget() is self.stage and self.stage.state == "content" and self.header.title == title:
            return
        self._turn_to(self.stage, title, back=self.presenter.session_id is not None)
        self.stage.show_loading()

    def _show_unavailable(self, message: str) -> None:
        if self.pages.currentWidget() is self.stage and self.stage.state == "loading":
            self.stage.show_fault(message, self.presenter.show_again)
        else:
            self.banner.say(message)

    def _show_sessions(self, entries: tuple[SessionEntry, ...]) -> None:
        self._turn_to(self.stage, tr("Calibrate"), primary=True)
        self._read_pack.show()
        self.sessions.show_rows(entries)
        if entries:
            self.stage.show_content()
        else:
            self._show_first_step()
        if self.isVisible() and QApplication.focusWidget() is None:  # what had the focus went away while this was on its way
            (self.sessions.view if entries else self._new).setFocus()

    def _show_first_step(self) -> None:
        self.stage.show_empty(
            tr("No calibration yet."),
            tr("New calibration"),
            self.presenter.prepare,
            note=tr("A few people score the same interactions blind; then you see where you differ and settle it."),
        )

    def _show_setup(self, shown: SetupShown) -> None:
        if not shown.versions or not shown.interactions:
            self._show_what_is_missing(shown)
            return
        self._turn_to(self.setup, tr("New calibration"), back=True)
        self.setup.show_choices(shown)
        self.setup.title.setFocus()

    def _show_what_is_missing(self, shown: SetupShown) -> None:
        self._turn_to(self.stage, tr("New calibration"), back=True)
        if shown.versions:
            self.stage.show_empty(tr("There is no interaction to score yet."), tr("Import some under Data"), self._go_to_data)
        else:
            action = tr("Take one up under Scorecards")
            self.stage.show_empty(tr("There is no published scorecard yet."), action, self._go_to_cards)

    def _go_to_data(self) -> None:
        self._context.navigator.go("data")

    def _go_to_cards(self) -> None:
        self._context.navigator.go("scorecards")

    def _show_chair(self, shown: ChairShown) -> None:
        session = shown.session
        self._turn_to(self.chair, session.title, f"{session.version_name} · {tr(STATE_WORDS[session.state])}", back=True)
        self._write_packs.show()
        self._read_pack.show()
        self.chair.show_chair(shown)
        self.chair.focus_start()
        if self.sheet.pane.call_pane is None and any(item.channel == "call" for item in session.items):
            self._load_player()

    def _load_player(self) -> None:
        """While the chair is passed on: its libraries on another thread, then itself, so that sitting down is quick."""
        self._context.jobs.run(
            lambda _job: import_module("qa_desk.ui.evaluate.call_pane"),
            title=tr("Loading the player"),
            on_done=lambda _module: self.sheet.pane.make_player(),
            owner=self,
            is_shown=False,
        )

    def _show_sheet(self, _shown: object) -> None:
        self.header.hide()
        self.banner.clear()
        self.pages.setCurrentWidget(self.sheet)
        self.sheet.form.focus_first_open()

    def _show_meeting(self, report: CalibrationReport) -> None:
        self._report = report
        session = report.session
        pairs = report.results.pairs.strict
        agree = ntr(
            "{x} of {n} pair of answers agrees",
            "{x} of {n} pairs of answers agree",
            pairs.denominator,
            x=pairs.numerator,
            n=pairs.denominator,
        )
        share = percent_words(report.results.agreement)
        note = " · ".join((session.version_name, tr(STATE_WORDS[session.state]), agree, share))
        page = self.results if self.pages.currentWidget() is self.results else self.meeting
        self._turn_to(page, session.title, note, back=True, meeting=True)
        self._close.setVisible(session.state is not State.CLOSED)
        self.meeting.show_report(report)
        self.results.show_report(report)
        self._which.show_value("agenda" if page is self.meeting else "results")
        if page is self.meeting and not self.meeting.isAncestorOf(self.focusWidget() or self):
            self.meeting.agenda.setFocus()

    def _turn_to(
        self, page: QWidget, title: str, note: str = "", *, primary: bool = False, back: bool = False, meeting: bool = False
    ) -> None:
        self.banner.clear()
        self.header.show()
        self.header.show_title(title, note)
        self._new.setVisible(primary)
        self._back.setVisible(back)
        for widget in (self._which, self._minutes, self._close):
            widget.setVisible(meeting)
        for action in (self._write_packs, self._read_pack):
            action.hide()
        self.pages.setCurrentWidget(page)

    # -- what the person does

    def _create(self, new: NewSession) -> None:
        self.setup.wait()
        self.presenter.create(new)

    def _not_created(self, message: str) -> None:
        self.setup.rest()
        self.banner.say(message)

    def _open(self, entry: SessionEntry) -> None:
        self.presenter.open(entry.id)

    def _seat(self, evaluator_id: str) -> None:
        if self.presenter.session_id is not None:
            self.blind.seat(self.presenter.session_id, evaluator_id)

    def _reveal(self, early: bool) -> None:
        self.presenter.reveal(early=early)

    def _choose_view(self, value: object) -> None:
        self.pages.setCurrentWidget(self.meeting if value == "agenda" else self.results)

    def _close_session(self) -> None:
        still_open = len(self._report.open_points) if self._report else 0
        if not still_open:
            self.presenter.close()
            return
        question = ntr("{count} point is not settled.", "{count} points are not settled.", still_open)
        self.banner.say(question, "watch", tr("Close all the same"), self._close_with_open_points)

    def _close_with_open_points(self) -> None:
        self.presenter.close(with_open_points=True)

    def _ask_minutes(self) -> None:
        title = self._report.session.title if self._report else tr("calibration")
        safe = "".join(c if c.isalnum() or c in " -_" else " " for c in title).strip() or tr("calibration")
        proposed = Path.home() / f"{safe}.xlsx"
        chosen, _filter = QFileDialog.getSaveFileName(self, tr("Save the minutes"), str(proposed), tr("Excel workbook (*.xlsx)"))
        if chosen:
            self.presenter.write_minutes(Path(chosen))

    def _offer_packs(self) -> None:
        if self.presenter.session_id is not None:
            self.packing.offer(self.presenter.session_id)

    def _show_packs_page(self, page: QWidget, title: str, note: str) -> None:
        self._turn_to(page, title, note, back=True)

    def _pack_taken(self, taken: Taken) -> None:
        self.presenter.open(taken.session_id)
        self._context.navigator.toast(taken_words(taken))
        if taken.notes:
            self.banner.say("\n".join(taken.notes), "watch")

    def _minutes_written(self, path: Path) -> None:
        self._context.navigator.toast(tr("{file}: the minutes are written.", file=path.name))


def _padded(widget: QWidget, top: int = Space.L) -> QWidget:
    frame = QWidget()
    column = QVBoxLayout(frame)
    column.setContentsMargins(Space.XL, top, Space.XL, Space.L if top == Space.L else 0)
    column.addWidget(widget)
    return frame
