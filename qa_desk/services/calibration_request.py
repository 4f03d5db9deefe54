"""What goes into a request to score blind: the session, the scorecard, the interactions and the people; nobody's answers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.media.cache import content_hash
from qa_desk.services.calibration_hiding import Hiding, hiding_of
from qa_desk.services.recordings import RECORDING_SUFFIXES
from qa_desk.services.scorecards import definition_row, find_version, get_version
from qa_desk.services.speech import media_of
from qa_desk.services.utterances import lines_of_interaction
from qa_desk.workspace.failures import file_failures
from qa_desk.workspace.pack_file import Recording, json_text
from qa_desk.workspace.scorecard_files import stored_definition

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection

    from qa_desk.domain.calibration_report import Session
    from qa_desk.domain.progress import JobContext
    from qa_desk.domain.scorecard import ScorecardVersion
    from qa_desk.media.transcripts import Utterance
    from qa_desk.workspace.workspace import Workspace

CONTENT, SCORECARD = "content.json", "scorecard.json"


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a pack is to hold."""

    about: dict[str, object]
    texts: dict[str, str]
    recordings: tuple[Recording, ...] = ()


def definition_hash(version: ScorecardVersion) -> str:
    """SHA-256 of a scorecard as it is written plainly: equal for all that says the same, however it was typed."""
    return hashlib.sha256(stored_definition(version).encode()).hexdigest()


def about_session(workspace: Workspace, session: Session) -> dict[str, object]:
    """What the manifest of any pack of a session says."""
    entry = find_version(workspace, session.version_id)
    card = {"key": entry.key, "number": entry.number, "sha256": definition_hash(get_version(workspace, entry.id))}
    return {"session": session.id, "scorecard": card}


def gather_request(
    workspace: Workspace, session: Session, people: Collection[str], context: JobContext, *, with_recordings: bool
) -> Gathered:
    """The request for these people of a session. The agent's names are left out where the session hides them."""
    rows = workspace.connection.execute(
        "SELECT c.position, i.*, a.name AS agent_name FROM calibration_items c JOIN interactions i ON i.id = c.interaction_id "
        "LEFT JOIN agents a ON a.id = i.agent_id WHERE c.session_id = ? ORDER BY c.position",
        [session.id],
    ).fetchall()
    hiding = {row["id"]: hiding_of(workspace, row["agent_id"]) if session.agent_hidden else Hiding() for row in rows}
    recordings: list[Recording] = []
    items = []
    for number, row in enumerate(rows):
        context.raise_if_cancelled()
        hider = hiding[row["id"]]
        context.report(number, len(rows), _label(row["subject"], hider) or "")
        media = _media(workspace, row["id"], hider, recordings if with_recordings else None)
        items.append(_item(workspace, row, hider, media, is_hidden=session.agent_hidden))
    title = session.title
    for hider in hiding.values():
        title = hider.in_label(title)
    head = {
        "id": session.id,
        "title": title,
        "benchmark": str(session.benchmark),
        "tolerance": session.tolerance,
        "facilitator": session.facilitator,
        "due_on": session.due_on,
        "agent_hidden": session.agent_hidden,
        "created_at": session.created_at,
    }
    asked = [
        {"id": p.id, "name": p.name, "is_benchmark": p.is_benchmark} for p in session.participants if p.id in people or not people
    ]
    texts = {
        CONTENT: json_text({"session": head, "evaluators": asked, "items": items}),
        SCORECARD: definition_row(workspace.connection, session.version_id),
    }
    about = about_session(workspace, session) | {"version": session.version_id}
    return Gathered(about, texts, tuple(recordings))


def _item(
    workspace: Workspace, row: sqlite3.Row, hider: Hiding, media: list[dict[str, object]], *, is_hidden: bool
) -> dict[str, object]:
    lines = [_line(line, hider, is_hidden=is_hidden) for line in lines_of_interaction(workspace, row["id"])]
    reference = row["external_id"]
    said = {name: _label(row[name], hider) for name in ("subject", "driver", "queue", "language")}
    return said | {
        "id": row["id"],
        "position": row["position"],
        "channel": row["channel"],
        # a part of an id identifies nothing, and two of them may be alike
        "external_id": reference if reference == _label(reference, hider) else None,
        "agent": None if is_hidden or row["agent_id"] is None else {"id": row["agent_id"], "name": row["agent_name"]},
        "started_at": row["started_at"],
        "duration_s": row["duration_s"],
        "lines": lines,
        "media": media,
    }


def _line(line: Utterance, hider: Hiding, *, is_hidden: bool) -> dict[str, object]:
    author = None if is_hidden and line.speaker == "agent" else _label(line.author, hider)
    said: dict[str, object] = {
        "text": hider.in_speech(line.text),
        "speaker": line.speaker,
        "author": author,
        "start_s": line.start_s,
        "end_s": line.end_s,
        "at": line.at,
        "is_internal": line.is_internal,
        "subject": _label(line.subject, hider),
        "recipients": _label(line.recipients, hider),
        "attachments": [{"name": hider.in_label(one.name), "size": one.size} for one in line.attachments],
        "message_id": None if is_hidden else line.message_id,
    }
    return {name: value for name, value in said.items() if value is not None and value is not False and value != []}


def _label(text: str | None, hider: Hiding) -> str | None:
    return hider.in_label(text) if text else text


def _media(
    workspace: Workspace, interaction_id: str, hider: Hiding, recordings: list[Recording] | None
) -> list[dict[str, object]]:
    """An interaction's recordings by their content, never by a name or place; into `recordings` where they go along."""
    found: list[dict[str, object]] = []
    heard = {medium.id: medium for medium in media_of(workspace, interaction_id)}
    for row in workspace.connection.execute(
        "SELECT id, position, path, sha256, duration_s, channels, layout FROM media WHERE interaction_id = ? ORDER BY position",
        [interaction_id],
    ):
        path = Path(row["path"])
        if recordings is not None:
            _check_recording(path, hider)
        sha256 = row["sha256"] or (content_hash(path) if path.is_file() else None)
        if sha256 is None:
            continue  # neither known by its content nor there: nobody could find it elsewhere
        if recordings is not None:
            recordings.append(Recording(path, sha256))
        suffix = PurePath(row["path"]).suffix.lower()
        kept: dict[str, Any] = {name: row[name] for name in ("id", "position", "duration_s", "channels", "layout")}
        kept["agent_channel"] = heard[row["id"]].agent_channel  # also where this workspace's settings say it
        found.append(kept | {"sha256": sha256, "suffix": suffix if suffix in RECORDING_SUFFIXES else ""})
    return found


def _check_recording(path: Path, hider: Hiding) -> None:
    name = hider.in_label(path.name)
    if not path.is_file():
        raise Refusal(
            tr("{file}: the recording is not where it was. Find it first, or write the pack without recordings.", file=name)
        )
    with file_failures(path), path.open("rb") as opened:
        if hider.is_told_in(opened):
            raise Refusal(
                tr(
                    "{file}: the recording's own notes name the agent, whom the session hides. "
                    "Clear them, or write the pack without recordings.",
                    file=name,
                )
            )
