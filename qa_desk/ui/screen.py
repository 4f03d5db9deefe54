"""What a place of the left rail is, and what it is given. A new screen is a package here and a line in `qa_desk/app/screens.py`.

A package a screen: `view.py` (widgets and layout, signals out; no SQL, no rules), `presenter.py` (a QObject without widgets:
calls services, holds state), `model.py` (rows as the table shows them). The shell builds a screen at its first visit and
keeps it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa_desk.domain.shortcuts import Where
    from qa_desk.ui.changes import ChangeBus, Kind
    from qa_desk.ui.jobs import Jobs
    from qa_desk.ui.theme import Theme
    from qa_desk.workspace.workspace import Workspace


class Navigator(Protocol):
    """What a screen may ask of the window around it."""

    def go(self, place: str, **arguments: object) -> None:
        """Show another place, e.g. `go("evaluate", interaction_id=…)`."""
        ...

    def toast(self, text: str, undo: Callable[[], None] | None = None) -> None:
        """A short message that goes away by itself, with Undo where there is one."""
        ...


@dataclass(slots=True)
class Context:
    """Everything a screen is given. One a window: all screens hold the same, so that who sits here is known to all."""

    workspace: Workspace
    jobs: Jobs
    changes: ChangeBus
    theme: Theme
    navigator: Navigator
    evaluator_id: str | None
    """Who sits here (chosen on Today); None until somebody said so. `Kind.EVALUATOR` is announced when it changes."""


@dataclass(frozen=True, slots=True)
class Verb:
    """Something a person can do, as the command palette lists it."""

    title: str
    run: Callable[[], object]
    shortcut: str = ""


class Screen(QWidget):
    """The base of every place. Subclasses take a `Context` and refresh themselves when the shell says so."""

    shows: frozenset[Kind] = frozenset()
    """The kinds of change after which this screen is stale."""
    holds: frozenset[Where] = frozenset()
    """Which keys hold here, beside those that hold everywhere; `?` shows them."""

    def arrive(self, **arguments: object) -> None:
        """The person came here, with what was asked for (e.g. `agent_id=…`)."""

    def may_close(self) -> bool:
        """Whether everything that was said here is kept. Where it is not, closing has to be asked for a second time."""
        return True

    def refresh(self) -> None:
        """Something this screen shows has changed while it is visible, or it became visible stale."""

    def verbs(self) -> Sequence[Verb]:
        """What can be done here, for the command palette (Ctrl+K)."""
        return ()


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the rail."""

    key: str
    label: str
    icon: str
    create: Callable[[Context], Screen]
    modules: tuple[str, ...] = ()
    """What its first visit would have to load; the window loads it ahead, while nobody waits."""
