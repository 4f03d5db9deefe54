"""Packs of calibrations: written for whom and read from where, each in a job that can be stopped. It has no widgets."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from qa_desk.domain.errors import QaDeskError
from qa_desk.domain.language import tr
from qa_desk.services import calibration_packs as packs
from qa_desk.services.calibration import get_calibration
from qa_desk.ui.changes import Kind
from qa_desk.ui.jobs import on_workspace

if TYPE_CHECKING:
    from qa_desk.domain.calibration_report import Participant, Session
    from qa_desk.domain.progress import JobContext
    from qa_desk.services.calibration_packs import Taken, Written
    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class PacksOffered:
    """What can be written of a session: requests for its people, or the replies of those who have submitted."""

    session: Session
    is_reply: bool
    people: tuple[Participant, ...]
    chosen: tuple[str, ...]
    has_recordings: bool


@dataclass(frozen=True, slots=True)
class PacksAsked:
    """What the person wants written: a pack for each of these people."""

    people: tuple[str, ...]
    with_recordings: bool
    passphrase: str | None


class PacksPresenter(QObject):
    """One a screen."""

    offered = Signal(object)
    written = Signal(object)
    """A tuple of `Written`."""
    not_written = Signal(str)
    taken = Signal(object)
    """`Taken`"""
    sealed = Signal(object)
    """The path of a pack whose passphrase is needed."""
    not_taken = Signal(str)
    refused = Signal(str)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._offered: PacksOffered | None = None

    def offer(self, session_id: str) -> None:
        """Say what can be written of a session."""
        workspace = self._context.workspace
        try:
            session = get_calibration(workspace, session_id)
        except QaDeskError as error:
            self.refused.emit(error.message)
            return
        is_reply = packs.came_by_pack(workspace, session.id)
        people = tuple(p for p in session.participants if p.submitted) if is_reply else session.participants
        if not people:
            self.refused.emit(tr("Nobody has submitted anything in “{title}” yet.", title=session.title))
            return
        sits_here = tuple(p.id for p in people if p.id == self._context.evaluator_id)
        open_ones = tuple(p.id for p in people if not p.is_finished)
        chosen = sits_here or tuple(p.id for p in people) if is_reply else open_ones
        row = workspace.connection.execute(
            "SELECT 1 FROM media m JOIN calibration_items i ON i.interaction_id = m.interaction_id WHERE i.session_id = ?",
            [session.id],
        ).fetchone()
        self._offered = PacksOffered(session, is_reply, people, chosen, row is not None)
        self.offered.emit(self._offered)

    def file_name(self, evaluator_id: str) -> str:
        """What a person's pack is called if nobody says otherwise."""
        offered = self._offered
        assert offered is not None
        name = next(p.name for p in offered.people if p.id == evaluator_id)
        words = tr("{title} – reply of {name}", title=offered.session.title, name=name) if offered.is_reply else ""
        words = words or tr("{title} – for {name}", title=offered.session.title, name=name)
        safe = "".join(c if c.isalnum() or c in " -–_" else " " for c in words)
        return (" ".join(safe.split()) or "pack") + packs.SUFFIX

    def write(self, asked: PacksAsked, places: dict[str, Path]) -> None:
        """Write a pack for each person at their place."""
        offered = self._offered
        assert offered is not None
        session_id = offered.session.id

        def work(workspace: Workspace, ctx: JobContext) -> tuple[Written, ...]:
            done: list[Written] = []
            try:
                for person, path in places.items():
                    if offered.is_reply:
                        made = packs.export_reply(workspace, path, session_id, person, ctx, passphrase=asked.passphrase)
                    else:
                        made = packs.export_request(
                            workspace,
                            path,
                            session_id,
                            ctx,
                            people=[person],
                            with_recordings=asked.with_recordings,
                            passphrase=asked.passphrase,
                        )
                    done.append(made)
            except BaseException:
                for made in done:  # all of them or none
                    made.path.unlink(missing_ok=True)
                raise
            return tuple(done)

        self._context.jobs.run(
            on_workspace(self._context.workspace, work),
            title=tr("Writing packs"),
            on_done=self.written.emit,
            on_failed=lambda error: self.not_written.emit(_words(error)),
            on_cancelled=self._stopped_writing,
            owner=self,
        )

    def read(self, path: Path, passphrase: str | None = None) -> None:
        """Take a pack in, or say that it needs its passphrase."""

        def work(workspace: Workspace, ctx: JobContext) -> Taken | Path:
            if passphrase is None and packs.needs_passphrase(path):
                return path
            return packs.import_pack(workspace, path, ctx, passphrase=passphrase)

        self._context.jobs.run(
            on_workspace(self._context.workspace, work),
            title=tr("Reading a pack"),
            on_done=self._done,
            on_failed=lambda error: self.not_taken.emit(_words(error)),
            on_cancelled=self._stopped_reading,
            owner=self,
        )

    def _done(self, found: Taken | Path) -> None:
        if isinstance(found, Path):
            self.sealed.emit(found)
            return
        if found.has_changed:
            kinds = (Kind.CALIBRATIONS, Kind.SCORECARDS, Kind.PEOPLE, Kind.INTERACTIONS)
            self._context.changes.announce(*kinds, origin=self)
        self.taken.emit(found)

    def _stopped_writing(self) -> None:
        self.not_written.emit(tr("Stopped; no pack was written."))

    def _stopped_reading(self) -> None:
        self.not_taken.emit(tr("Stopped; nothing was taken in."))


def free_places(folder: Path, names: dict[str, str]) -> dict[str, Path]:
    """A place in the folder for each, under its name, or that name with a number where a file has it already."""
    found: dict[str, Path] = {}
    for person, name in names.items():
        path, number = folder / name, 1
        while path.exists() or path in found.values():
            number += 1
            path = folder / f"{Path(name).stem} {number}{Path(name).suffix}"
        found[person] = path
    return found


def _words(error: Exception) -> str:
    """The line to say; a bug has its own dialog beside it."""
    return error.message if isinstance(error, QaDeskError) else tr("This could not be had.")
