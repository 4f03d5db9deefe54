"""Recordings that moved: one is shown by the person, the others of its folder are found beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qa_desk.domain.errors import EnvironmentFailure, Refusal
from qa_desk.domain.language import tr
from qa_desk.media.cache import content_hash

if TYPE_CHECKING:
    from qa_desk.domain.progress import JobContext
    from qa_desk.workspace.workspace import Workspace


def relocate(workspace: Workspace, medium_id: str, path: Path, context: JobContext) -> int:
    """Note that a recording is at `path` now, with all that lay in the same folder and lie beside it again; how many.

    Refused when the file is another recording: its content decides, not its name.
    """
    row = workspace.connection.execute("SELECT id, path, sha256 FROM media WHERE id = ?", [medium_id]).fetchone()
    if row is None:
        raise Refusal(tr("There is no such recording in this workspace any more."))
    if row["sha256"] is not None and _hash(path) != row["sha256"]:
        raise Refusal(tr("{file}: this is another recording; nothing was changed.", file=path.name))
    found = [(row["id"], path)]
    old = Path(row["path"]).parent
    others = workspace.connection.execute("SELECT id, path, sha256 FROM media WHERE id <> ?", [medium_id]).fetchall()
    gone = [other for other in others if Path(other["path"]).parent == old and not Path(other["path"]).exists()]
    for number, other in enumerate(gone):
        context.raise_if_cancelled()
        context.report(number, len(gone), tr("looking beside {file}", file=path.name))
        beside = path.parent / Path(other["path"]).name
        if beside.is_file() and other["sha256"] is not None and _hash(beside) == other["sha256"]:
            found.append((other["id"], beside))
    with workspace.transaction() as connection:
        connection.executemany("UPDATE media SET path = ? WHERE id = ?", [(str(where), which) for which, where in found])
    return len(found)


def _hash(path: Path) -> str:
    try:
        return content_hash(path)
    except OSError as error:
        raise EnvironmentFailure(tr("{file}: cannot be read ({reason}).", file=path.name, reason=error.strerror)) from error
