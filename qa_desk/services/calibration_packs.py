"""Calibration by packs: a request goes out to evaluators at other desks, each one's reply comes back, and nobody sees another's.

A request is written where the session was opened; where a session came by a pack, an evaluator's reply is written. What a pack
holds is in `calibration_request.py` and `calibration_reply.py`; this module opens and closes the files, whole or not at all.
"""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, cast

from qa_desk.domain.calibration import State
from qa_desk.domain.errors import EnvironmentFailure, Refusal
from qa_desk.domain.language import tr
from qa_desk.exports.replacing import replacing
from qa_desk.services.calibration import get_calibration, list_calibrations
from qa_desk.services.calibration_lookup import came_by_pack
from qa_desk.services.calibration_reply import gather_reply, take_reply
from qa_desk.services.calibration_request import gather_request
from qa_desk.services.calibration_request_reading import read_request
from qa_desk.services.calibration_request_taking import Taken, take_request
from qa_desk.services.pack_recordings import placed_recordings
from qa_desk.workspace.failures import file_failures
from qa_desk.workspace.pack_file import SUFFIX, open_pack, write_pack
from qa_desk.workspace.sealed import SHORTEST_PASSPHRASE, is_sealed, seal, unseal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from qa_desk.domain.calibration_report import Participant, Session
    from qa_desk.domain.progress import JobContext
    from qa_desk.services.calibration_request import Gathered
    from qa_desk.workspace.workspace import Workspace

__all__ = [
    "SUFFIX", "Taken", "Written", "came_by_pack", "export_reply", "export_request", "import_pack", "needs_passphrase",
    "passphrase_in", "people_named", "session_to_pack",
]  # fmt: skip

REQUEST, REPLY = "calibration request", "calibration reply"
_IN_MEMORY = 32_000_000
_LONGEST_PASSPHRASE_FILE = 4096


@dataclass(frozen=True, slots=True)
class Written:
    """A pack that was written."""

    path: Path
    kind: str
    session_id: str
    title: str
    people: tuple[str, ...]
    interactions: int
    recordings: int
    size: int
    is_sealed: bool


def export_request(
    workspace: Workspace,
    path: Path,
    session_id: str,
    context: JobContext,
    *,
    people: Sequence[str] = (),
    with_recordings: bool = False,
    passphrase: str | None = None,
) -> Written:
    """Write the request of a session for some of its people (ids; nobody named: for all of them)."""
    session = get_calibration(workspace, session_id)
    if came_by_pack(workspace, session.id):
        raise Refusal(tr("“{title}” came here by a pack: requests go out from where it was opened.", title=session.title))
    if session.state is not State.SCORING:
        raise Refusal(tr("The blind scoring of “{title}” is over.", title=session.title))
    gathered = gather_request(workspace, session, people, context, with_recordings=with_recordings)
    _write(workspace, path, REQUEST, gathered, passphrase, context)
    names = tuple(p.name for p in session.participants if p.id in people or not people)
    return _written(path, "request", session, names, len(session.items), gathered, passphrase)


def export_reply(
    workspace: Workspace, path: Path, session_id: str, evaluator_id: str, context: JobContext, *, passphrase: str | None = None
) -> Written:
    """Write what one evaluator has submitted, and nobody else's."""
    session = get_calibration(workspace, session_id)
    person = session.participant(evaluator_id)
    if person is None:
        raise Refusal(tr("This person is not part of the calibration session."))
    gathered = gather_reply(workspace, session, person)
    _write(workspace, path, REPLY, gathered, passphrase, context)
    return _written(path, "reply", session, (person.name,), person.submitted, gathered, passphrase)


def import_pack(workspace: Workspace, path: Path, context: JobContext, *, passphrase: str | None = None) -> Taken:
    """Take a request or a reply in: all of it or nothing. One that was taken in before changes nothing."""
    name = path.name
    try:
        with (
            file_failures(path),
            _plain(workspace, path, passphrase, context) as file,
            open_pack(file, name, (REQUEST, REPLY), context) as pack,
        ):
            if pack.kind == REPLY:
                with workspace.transaction():
                    return take_reply(workspace, pack, name, context)
            request = read_request(pack, name)
            suffixes = {medium.sha256: medium.suffix for item in request.items for medium in item.media}
            with placed_recordings(workspace, pack, suffixes, context) as recordings, workspace.transaction():
                taken = take_request(workspace, request, path, recordings)
                context.raise_if_cancelled()
                return taken
    except Refusal as refusal:
        if refusal.message.startswith(name) or refusal.message.startswith(str(path)):
            raise
        raise Refusal(tr("{file}: {reason}", file=name, reason=refusal.message)) from refusal


def needs_passphrase(path: Path) -> bool:
    """Whether a pack is sealed."""
    with file_failures(path), path.open("rb") as file:
        return is_sealed(file.read(8))


def passphrase_in(path: Path) -> str:
    """The passphrase in a file: its first line."""
    try:
        with path.open("rb") as file:
            lines = file.read(_LONGEST_PASSPHRASE_FILE).decode("utf-8-sig").splitlines()
    except FileNotFoundError as error:
        raise Refusal(tr("{file}: there is no such file.", file=path)) from error
    except OSError as error:
        raise EnvironmentFailure(tr("{file}: cannot be read ({reason}).", file=path, reason=error.strerror)) from error
    except UnicodeDecodeError as error:
        raise Refusal(tr("{file}: the passphrase is not written in UTF-8.", file=path)) from error
    if not lines or not lines[0].strip():
        raise Refusal(tr("{file}: its first line holds no passphrase.", file=path))
    return lines[0]


def session_to_pack(workspace: Workspace, name: str | None) -> Session:
    """The session of a name or id; without one, the only one that is still scored blind."""
    if name is not None:
        return get_calibration(workspace, name)
    blind = [entry for entry in list_calibrations(workspace) if entry.state is State.SCORING]
    if not blind:
        raise Refusal(tr("No session is being scored blind here; name one with --session."))
    if len(blind) > 1:
        titles = ", ".join(f"“{entry.title}”" for entry in blind)
        raise Refusal(tr("Several sessions are being scored blind: {titles}. Name one with --session.", titles=titles))
    return get_calibration(workspace, blind[0].id)


def people_named(session: Session, names: Sequence[str]) -> list[Participant]:
    """Those who take part, by id or name; refused where one of the names is nobody's."""
    found = []
    for name in names:
        person = next((p for p in session.participants if name in (p.id, p.name)), None)
        if person is None:
            raise Refusal(tr("{name} does not take part in “{title}”.", name=name, title=session.title))
        found.append(person)
    return found


def _write(workspace: Workspace, path: Path, kind: str, gathered: Gathered, passphrase: str | None, context: JobContext) -> None:
    if passphrase is not None and len(passphrase.strip()) < SHORTEST_PASSPHRASE:
        raise Refusal(tr("A passphrase has {count} characters or more.", count=SHORTEST_PASSPHRASE))
    with replacing(path) as temporary, temporary.open("w+b") as target:
        if passphrase is None:
            write_pack(target, kind, gathered.about, gathered.texts, gathered.recordings, context)
            return
        with _scratch(workspace) as plain:
            write_pack(plain, kind, gathered.about, gathered.texts, gathered.recordings, context)
            size = plain.seek(0, 2)
            plain.seek(0)
            seal(plain, target, passphrase, context, size=size)


@contextmanager
def _plain(workspace: Workspace, path: Path, passphrase: str | None, context: JobContext) -> Iterator[BinaryIO]:
    """The pack's zip, out of its seal where it has one."""
    with path.open("rb") as file:
        head = file.read(8)
        size = file.seek(0, 2)
        file.seek(0)
        if not is_sealed(head):
            yield file
            return
        if passphrase is None:
            raise Refusal(tr("{file}: this pack is sealed; its passphrase is needed.", file=path.name))
        with _scratch(workspace) as plain:
            unseal(file, plain, passphrase, path.name, context, size=size)
            yield plain


@contextmanager
def _scratch(workspace: Workspace) -> Iterator[BinaryIO]:
    """What is sealed must not lie open where the pack is carried: in memory, or in a nameless file beside the workspace."""
    with tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=str(workspace.path.parent)) as scratch:
        yield cast("BinaryIO", scratch)


def _written(
    path: Path,
    kind: str,
    session: Session,
    people: tuple[str, ...],
    interactions: int,
    gathered: Gathered,
    passphrase: str | None,
) -> Written:
    recordings = len({recording.sha256 for recording in gathered.recordings})
    size = path.stat().st_size
    return Written(path, kind, session.id, session.title, people, interactions, recordings, size, passphrase is not None)
