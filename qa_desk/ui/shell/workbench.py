"""An open workspace in the window: the rail, the places built at their first visit and kept, the status line."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from qa_desk.domain.errors import QaDeskError
from qa_desk.domain.language import tr
from qa_desk.services.people import list_evaluators
from qa_desk.ui.changes import Change, ChangeBus, Kind
from qa_desk.ui.dates import moment_text, time_text
from qa_desk.ui.screen import Context, Screen, Verb
from qa_desk.ui.shell.rail import Rail
from qa_desk.ui.shell.status import StatusLine
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.banner import Banner
from qa_desk.ui.widgets.charts.chart import Chart
from qa_desk.ui.widgets.states import EmptyState
from qa_desk.ui.widgets.toast import Toast
from qa_desk.workspace.settings import get_setting

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa_desk.ui.jobs import Jobs
    from qa_desk.ui.screen import Place
    from qa_desk.ui.theme import Theme
    from qa_desk.workspace.workspace import Workspace


class Workbench(QWidget):
    """The `Navigator` of its screens, and the keeper of what is stale."""

    arrived = Signal(object)
    """The key of the place that is shown now."""
    evaluator_changed = Signal(object)
    """The id of who sits here now."""

    def __init__(
        self,
        workspace: Workspace,
        jobs: Jobs,
        theme: Theme,
        places: Sequence[Place],
        *,
        evaluator_id: str | None,
        is_rail_wide: bool = False,
    ) -> None:
        super().__init__()
        self._places = {place.key: place for place in places}
        self._screens: dict[str, QWidget] = {}
        self._stale: set[str] = set()
        self.place = ""
        self.changes = ChangeBus(self)
        self.context = Context(workspace, jobs, self.changes, theme, self, evaluator_id)
        self.rail = Rail(theme, places, is_wide=is_rail_wide)
        self._stack = QStackedWidget()
        self._banner = Banner()
        self._status = StatusLine(jobs, workspace.path)
        self._lay_out()
        self._toast = Toast(self._stack)
        self.rail.chosen.connect(self._go_to)
        self._status.evaluator_pressed.connect(self._ask_who)
        self.changes.changed.connect(self._changed)
        self._say_who()
        self._say_saved()

    def _lay_out(self) -> None:
        margins = QWidget()
        above = QVBoxLayout(margins)
        above.setContentsMargins(Space.XL, Space.S, Space.XL, 0)
        above.addWidget(self._banner)
        margins.hide()
        self._banner_room = margins
        self._banner.installEventFilter(self)
        body = QVBoxLayout()
        body.setSpacing(0)
        body.addWidget(margins)
        body.addWidget(self._stack, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addLayout(body, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(middle, 1)
        column.addWidget(self._status)

    @property
    def screen_shown(self) -> Screen | None:
        """The screen in sight."""
        shown = self._screens.get(self.place)
        return shown if isinstance(shown, Screen) else None

    def go(self, place: str, **arguments: object) -> None:
        """Show a place; it is built when it is first visited, and brought up to date when it is stale."""
        if place not in self._places:
            raise KeyError(place)
        is_new = self.place != place
        screen = self._screen(place)
        self.place = place
        self._stack.setCurrentWidget(screen)
        self.rail.light(place)
        if isinstance(screen, Screen):
            if place in self._stale:
                self._stale.discard(place)
                screen.refresh()
            screen.arrive(**arguments)
        if is_new:
            if not screen.isAncestorOf(self.window().focusWidget() or self):  # a place may have put the cursor where one goes on
                screen.setFocus()
            self.arrived.emit(place)

    def toast(self, text: str, undo: Callable[[], None] | None = None) -> None:
        """A short message that goes away by itself."""
        self._toast.say(text, undo)

    def say(self, text: str) -> None:
        """A line above the place, for what a person can mend."""
        self._banner_room.show()
        self._banner.say(text)

    def verbs(self) -> list[Verb]:
        """What can be done from here: first in the place one is in, then everywhere."""
        here = list(self.screen_shown.verbs()) if self.screen_shown else []
        places = [
            Verb(tr("Go to {place}", place=tr(place.label)), _Going(self, place.key), f"Ctrl+{number}" if number <= 9 else "")
            for number, place in enumerate(self._places.values(), 1)
        ]
        return here + places

    def may_close(self) -> bool:
        """Whether every place has on the disk what was said in it."""
        return all([screen.may_close() for screen in self._screens.values() if isinstance(screen, Screen)])

    def close_screens(self) -> None:
        """The workspace is about to be closed: let screens stop what they play or watch."""
        for screen in self._screens.values():
            screen.close()
            for chart in screen.findChildren(Chart):
                chart.shut()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The room above the place goes with the banner in it."""
        if watched is self._banner and event.type() == QEvent.Type.Hide:
            self._banner_room.hide()
        return False

    def _go_to(self, key: str) -> None:
        self.go(key)

    def _screen(self, key: str) -> QWidget:
        if key not in self._screens:
            screen = self._make(key)
            if not isinstance(screen, Screen):
                self._stack.addWidget(screen)  # it could not be built: said in its place, tried again at the next visit
                return screen
            self._screens[key] = screen
            self._stack.addWidget(screen)
        return self._screens[key]

    def _make(self, key: str) -> QWidget:
        place = self._places[key]
        try:
            screen = place.create(self.context)
        except QaDeskError as error:
            return EmptyState(error.message, tr("Try again"), _Going(self, key))
        except Exception as error:
            sys.excepthook(type(error), error, error.__traceback__)
            return EmptyState(tr("{place} could not be opened.", place=tr(place.label)), tr("Try again"), _Going(self, key))
        screen.setAccessibleName(tr(place.label))
        return screen

    def _changed(self, change: Change) -> None:
        for key, screen in self._screens.items():
            if isinstance(screen, Screen) and screen.shows & change.kinds and not _is_of(change.origin, screen):
                if key == self.place:
                    screen.refresh()
                else:
                    self._stale.add(key)
        if Kind.EVALUATOR in change.kinds:
            self.evaluator_changed.emit(self.context.evaluator_id)
        if change.kinds & {Kind.EVALUATOR, Kind.PEOPLE}:
            self._say_who()
        self._say_saved()

    def _say_who(self) -> None:
        names = {evaluator.id: evaluator.name for evaluator in list_evaluators(self.context.workspace)}
        self._status.say_evaluator(names.get(self.context.evaluator_id or "", ""))

    def _say_saved(self) -> None:
        workspace = self.context.workspace
        row = workspace.connection.execute("SELECT at FROM change_log ORDER BY seq DESC LIMIT 1").fetchone()
        if row is None:
            return
        zone = ZoneInfo(get_setting(workspace, "timezone"))
        saved, now = datetime.fromtimestamp(row[0], zone), datetime.fromtimestamp(workspace.clock.now(), zone)
        self._status.say_saved(time_text(saved) if saved.date() == now.date() else moment_text(saved))

    def _ask_who(self) -> None:
        self.go("today", ask_who=True)


class _Going:
    """A button's or a command's way to a place, without holding on to anything else."""

    def __init__(self, workbench: Workbench, key: str) -> None:
        self._workbench, self._key = workbench, key

    def __call__(self) -> None:
        self._workbench.go(self._key)


def _is_of(origin: object, screen: QWidget) -> bool:
    while isinstance(origin, QObject):
        if origin is screen:
            return True
        origin = origin.parent()
    return False
