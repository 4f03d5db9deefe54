"""Takes a request to score blind into a workspace: what is not here yet is added, what is here stays as it is.

People and interactions are known again by their ids, people else by their names; nothing that is here already is renamed or
overwritten, and what does not fit is told.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.services.calibration import get_calibration
from qa_desk.services.calibration_lookup import PACK_KIND, came_by_pack
from qa_desk.services.calibration_request import definition_hash
from qa_desk.services.pack_recordings import place_of
from qa_desk.services.people import agent_ids
from qa_desk.services.scorecards import find_version, get_version
from qa_desk.services.utterances import write_utterances
from qa_desk.workspace.batches import Batch, add_batch, next_number
from qa_desk.workspace.settings import get_setting

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from qa_desk.domain.calibration_report import Session
    from qa_desk.services.calibration_request_reading import PackedItem, PackedMedium, Person, Request
    from qa_desk.workspace.workspace import Workspace


@dataclass(slots=True)
class Taken:
    """What taking a pack did."""

    session_id: str
    title: str
    kind: str
    people: tuple[str, ...] = ()
    new: int = 0
    """Interactions to score, of a request; submitted sheets, of a reply."""
    unchanged: int = 0
    notes: list[str] = field(default_factory=list)
    """What did not fit, and what was done about it."""
    has_changed: bool = False


def take_request(workspace: Workspace, request: Request, source: Path, recordings: Mapping[str, Path]) -> Taken:
    """Make the session ready to be scored here, in the transaction that is open; `recordings` are the files by hash."""
    taken = Taken(request.session_id, request.title, "request", tuple(person.name for person in request.evaluators))
    connection = workspace.connection
    is_here = connection.execute("SELECT 1 FROM calibration_sessions WHERE id = ?", [request.session_id]).fetchone()
    if is_here:
        _refuse_another(workspace, get_calibration(workspace, request.session_id), request)
    found = [
        connection.execute("SELECT id, channel FROM interactions WHERE id = ?", [item.id]).fetchone() for item in request.items
    ]
    known = {row["id"]: row["channel"] for row in found if row is not None}
    if not is_here:
        batch_id = _batch(workspace, request, source, sum(item.id not in known for item in request.items))
        version_id = _version(workspace, request, taken)
        agents = _agents(workspace, request, taken)
        for item in request.items:
            if item.id not in known:
                _add_item(workspace, item, agents, batch_id, taken)
            elif known[item.id] != item.channel:
                raise Refusal(tr("Interaction “{name}” is another one here; nothing was changed.", name=item.id))
        _add_session(workspace, request, version_id)
        taken.new, taken.has_changed = len(request.items), True
    else:
        taken.unchanged = len(request.items)
    _let_score(workspace, request, taken)
    for item in request.items:
        for medium in item.media:
            _place(connection, item, medium, recordings, taken)
    return taken


def _refuse_another(workspace: Workspace, session: Session, request: Request) -> None:
    items = {item.interaction_id: item.position for item in session.items}
    if items != {item.id: item.position for item in request.items}:
        raise Refusal(tr("“{title}” is here already, with other interactions; nothing was changed.", title=session.title))
    if definition_hash(get_version(workspace, session.version_id)) != definition_hash(request.version):
        raise Refusal(tr("“{title}” is here already, with another scorecard; nothing was changed.", title=session.title))


def _batch(workspace: Workspace, request: Request, source: Path, new: int) -> str:
    """The record of where it came from. A second pack of the session adds none: it changes nothing that is counted here."""
    batch = Batch(
        id=workspace.clock.new_id(),
        number=next_number(workspace.connection),
        kind=PACK_KIND,
        source="QA Desk",
        path=str(source),
        file_sha256=None,
        timezone=str(get_setting(workspace, "timezone")),
        mapping={"session": request.session_id},
        rows_read=len(request.items),
        rows_new=new,
        rows_unchanged=len(request.items) - new,
        created_at=workspace.clock.now(),
    )
    add_batch(workspace.connection, batch)
    return batch.id


def _version(workspace: Workspace, request: Request, taken: Taken) -> str:
    """The published version that says the same, or the request's own as a new one; no version that is here changes."""
    connection, version, wanted = workspace.connection, request.version, definition_hash(request.version)
    rows = connection.execute(
        "SELECT v.id, v.number, v.status, s.id AS card FROM scorecard_versions v JOIN scorecards s ON s.id = v.scorecard_id "
        "WHERE s.key = ? OR v.id = ? ORDER BY v.id = ? DESC, v.number DESC",
        [version.key, request.version_id, request.version_id],
    ).fetchall()
    for row in rows:
        if row["status"] == "published" and definition_hash(get_version(workspace, row["id"])) == wanted:
            return str(row["id"])
    now = workspace.clock.now()
    card = connection.execute("SELECT id FROM scorecards WHERE key = ?", [version.key]).fetchone()
    card_id = str(card["id"]) if card else workspace.clock.new_id()
    if card is None:
        connection.execute(
            "INSERT INTO scorecards (id, key, title, channel, created_at) VALUES (?, ?, ?, ?, ?)",
            [card_id, version.key, version.label() or version.key, version.channel, now],
        )
    numbers = {row["number"] for row in rows if row["card"] == card_id}
    is_free = request.version_number not in numbers
    number = request.version_number if is_free else max(numbers) + 1
    version_id = workspace.clock.new_id() if any(row["id"] == request.version_id for row in rows) else request.version_id
    connection.execute(
        "INSERT INTO scorecard_versions (id, scorecard_id, number, status, definition, created_at, published_at) "
        "VALUES (?, ?, ?, 'published', ?, ?, ?)",
        [version_id, card_id, number, request.definition, now, now],
    )
    name = find_version(workspace, version_id).name
    if not is_free:
        note = tr(
            "Version {number} of this scorecard says something else here: it was taken up as {name}.",
            name=name,
            number=request.version_number,
        )
        taken.notes.append(note)
    elif card is not None:
        taken.notes.append(tr("{name} was not here yet: it was taken up, published.", name=name))
    return version_id


def _agents(workspace: Workspace, request: Request, taken: Taken) -> dict[str, str]:
    """Agent here by the agent's id there."""
    found: dict[str, str] = {}
    for agent in {item.agent.id: item.agent for item in request.items if item.agent}.values():
        row = workspace.connection.execute("SELECT name FROM agents WHERE id = ?", [agent.id]).fetchone()
        by_name = None if row else agent_ids(workspace).get(agent.name.casefold())
        if row is None and by_name is None:
            workspace.connection.execute(
                "INSERT INTO agents (id, name, created_at) VALUES (?, ?, ?)", [agent.id, agent.name, workspace.clock.now()]
            )
        elif row is None:
            taken.notes.append(tr("Agent {name} of the pack is taken for the agent of that name here.", name=agent.name))
        elif row["name"] != agent.name:
            taken.notes.append(_two_names(agent, row["name"]))
        found[agent.id] = by_name or agent.id
    return found


def _add_item(workspace: Workspace, item: PackedItem, agents: Mapping[str, str], batch_id: str, taken: Taken) -> None:
    connection = workspace.connection
    external_id = item.external_id
    if connection.execute("SELECT 1 FROM interactions WHERE external_id = ?", [external_id]).fetchone():
        taken.notes.append(tr("Interaction “{name}” is here under another id too: the pack's was kept apart.", name=external_id))
        external_id = None
    connection.execute(
        "INSERT INTO interactions (id, external_id, channel, agent_id, started_at, duration_s, subject, driver, queue, language, "
        "batch_id, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            *(item.id, external_id, item.channel, agents[item.agent.id] if item.agent else None),
            *(item.started_at, item.duration_s, item.subject, item.driver, item.queue, item.language),
            *(batch_id, workspace.clock.now()),
        ],
    )
    write_utterances(workspace, item.id, item.lines)
    for position, medium in enumerate(sorted(item.media, key=lambda one: one.position)):
        if connection.execute("SELECT 1 FROM media WHERE id = ?", [medium.id]).fetchone():
            raise Refusal(tr("A recording of the pack belongs to another interaction here; nothing was changed."))
        connection.execute(
            "INSERT INTO media (id, interaction_id, position, path, sha256, duration_s, channels, agent_channel, layout) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                *(medium.id, item.id, position, str(place_of(workspace, medium.sha256, medium.suffix)), medium.sha256),
                *(medium.duration_s, medium.channels, medium.agent_channel, medium.layout),
            ],
        )


def _add_session(workspace: Workspace, request: Request, version_id: str) -> None:
    connection = workspace.connection
    connection.execute(
        "INSERT INTO calibration_sessions (id, title, scorecard_version_id, state, benchmark, agent_hidden, tolerance, "
        "facilitator, due_on, created_at) VALUES (?, ?, ?, 'scoring', ?, ?, ?, ?, ?, ?)",
        [
            *(request.session_id, request.title, version_id, str(request.benchmark), int(request.agent_hidden)),
            *(request.tolerance, request.facilitator, request.due_on, request.created_at),
        ],
    )
    connection.executemany(
        "INSERT INTO calibration_items (session_id, position, interaction_id) VALUES (?, ?, ?)",
        [(request.session_id, item.position, item.id) for item in request.items],
    )


def _let_score(workspace: Workspace, request: Request, taken: Taken) -> None:
    """Everybody whom the pack is for takes part; a further one only where the session came by a pack and is still blind."""
    for person in request.evaluators:
        evaluator_id, note = _evaluator(workspace, person)
        session = get_calibration(workspace, request.session_id)
        if session.participant(evaluator_id) is not None:
            continue
        if session.state.is_revealed or not came_by_pack(workspace, session.id):
            raise Refusal(
                tr("{name} does not take part in “{title}” here; nothing was changed.", name=person.name, title=session.title)
            )
        workspace.connection.execute(
            "INSERT INTO calibration_evaluators (session_id, evaluator_id, is_benchmark) VALUES (?, ?, ?)",
            [session.id, evaluator_id, int(person.is_benchmark)],
        )
        taken.notes += note
        taken.has_changed = True


def _evaluator(workspace: Workspace, person: Person) -> tuple[str, list[str]]:
    """Who it is here, made known where nobody is called so, and what is to be said of it."""
    connection = workspace.connection
    row = connection.execute("SELECT name FROM evaluators WHERE id = ?", [person.id]).fetchone()
    if row is not None:
        return person.id, [] if row["name"] == person.name else [_two_names(person, row["name"])]
    row = connection.execute("SELECT id FROM evaluators WHERE name = ?", [person.name]).fetchone()
    if row is not None:
        return str(row["id"]), [tr("{name} of the pack is taken for the evaluator of that name here.", name=person.name)]
    connection.execute("INSERT INTO evaluators (id, name) VALUES (?, ?)", [person.id, person.name])
    return person.id, []


def _two_names(person: Person, name: str) -> str:
    return tr("{theirs} of the pack is called {ours} here, and stays so.", theirs=person.name, ours=name)


def _place(
    connection: sqlite3.Connection, item: PackedItem, medium: PackedMedium, recordings: Mapping[str, Path], taken: Taken
) -> None:
    """Where a recording is found now, if it came along and the one that is known is not there."""
    where = recordings.get(medium.sha256)
    row = connection.execute(
        "SELECT id, path FROM media WHERE interaction_id = ? AND sha256 = ?", [item.id, medium.sha256]
    ).fetchone()
    if where is None or row is None:
        return
    if row["path"] != str(where) and not Path(row["path"]).is_file():
        connection.execute("UPDATE media SET path = ? WHERE id = ?", [str(where), row["id"]])
        taken.has_changed = True
