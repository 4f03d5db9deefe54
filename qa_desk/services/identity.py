"""The review of people: who is perhaps one under two names, which names identify nobody, what imports changed about them."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from qa_desk.domain.errors import Refusal
from qa_desk.domain.identity import Known, Pair, likely_same
from qa_desk.domain.language import N_, tr
from qa_desk.services.importing_people import shared_names
from qa_desk.services.people import agent_ids
from qa_desk.workspace.settings import get_setting, set_settings

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace

_APART = "people_apart"
_MOST_CHANGES = 500
FIELDS = MappingProxyType(
    {
        "name": N_("Name"),
        "email": N_("Mail address"),
        "hire_date": N_("Hired on"),
        "exit_date": N_("Left on"),
        "exit_type": N_("Way of leaving"),
        "team_id": N_("Team"),
        "role": N_("Role"),
        "fte": N_("Full-time share"),
        "valid_to": N_("In the team until"),
        "lead_name": N_("Team lead"),
    }
)


@dataclass(frozen=True, slots=True)
class Shared:
    """A name that several agents go by: facts that carry it belong to none of them."""

    name: str
    agents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overwritten:
    """What a batch changed about a person, a membership or a team."""

    batch: int
    who: str
    field: str
    """A key of `FIELDS`."""
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Review:
    """What a person should look at."""

    pairs: tuple[Pair, ...] = ()
    shared: tuple[Shared, ...] = ()
    overwritten: tuple[Overwritten, ...] = ()


def review_people(workspace: Workspace) -> Review:
    """Everything to look at; pairs that were told apart are left out."""
    people = _known(workspace)
    apart = {frozenset(pair) for pair in get_setting(workspace, _APART)}
    pairs = tuple(pair for pair in likely_same(people) if frozenset((pair.first.id, pair.second.id)) not in apart)
    shared = shared_names(workspace)
    named: dict[str, list[str]] = {}
    for known in people:
        for name in dict.fromkeys(text.casefold() for text in (known.name, *known.names)):
            if name in shared:
                named.setdefault(name, []).append(f"{known.name} ({known.names[0]})" if known.names else known.name)
    return Review(pairs, tuple(Shared(name, tuple(agents)) for name, agents in sorted(named.items())), _overwritten(workspace))


def same_person(workspace: Workspace, keep: str, other: str) -> None:
    """`other` is `keep` under another name: the names become aliases, contacts and memberships go over, the entry goes.

    Each is named by id, mail address or any name. Refused where the two were in teams at the same time, or where one who was
    drawn in a sample, evaluated or coached would go: what was drawn and submitted does not change.
    """
    kept, gone = _found(workspace, keep), _found(workspace, other)
    if kept == gone:
        raise Refusal(tr("“{first}” and “{second}” are one person already.", first=keep, second=other))
    names = {known.id: known for known in _known(workspace)}
    with workspace.transaction() as connection:
        _refuse_two_teams_at_once(connection, kept, gone, names)
        connection.execute("UPDATE agent_aliases SET agent_id = ? WHERE agent_id = ?", [kept, gone])
        connection.execute("UPDATE memberships SET agent_id = ? WHERE agent_id = ?", [kept, gone])
        try:
            connection.execute("UPDATE interactions SET agent_id = ? WHERE agent_id = ?", [kept, gone])
            connection.execute("DELETE FROM agents WHERE id = ?", [gone])
        except sqlite3.IntegrityError as error:
            raise Refusal(
                tr(
                    "“{name}” was drawn, evaluated or coached, and that does not change; keep this entry and fold the other "
                    "into it.",
                    name=names[gone].name,
                )
            ) from error
        for name in dict.fromkeys((names[gone].name, *names[gone].names)):
            connection.execute("INSERT OR IGNORE INTO agent_aliases (alias, agent_id) VALUES (?, ?)", [name, kept])


def keep_apart(workspace: Workspace, first: str, second: str) -> None:
    """They are two people: the pair is not asked about again."""
    pair = sorted((_found(workspace, first), _found(workspace, second)))
    known = get_setting(workspace, _APART)
    if pair not in known:
        set_settings(workspace, {_APART: [*known, pair]})


def _known(workspace: Workspace) -> list[Known]:
    aliases: dict[str, list[str]] = {}
    for alias, agent_id in workspace.connection.execute("SELECT alias, agent_id FROM agent_aliases ORDER BY alias"):
        aliases.setdefault(agent_id, []).append(alias)
    rows = workspace.connection.execute("SELECT id, external_id, name, email FROM agents ORDER BY name, id")
    return [
        Known(row["id"], row["name"], tuple(filter(None, (row["external_id"], row["email"], *aliases.get(row["id"], [])))))
        for row in rows
    ]


def _found(workspace: Workspace, name: str) -> str:
    row = workspace.connection.execute("SELECT id FROM agents WHERE id = ?", [name]).fetchone()
    found = row[0] if row else agent_ids(workspace).get(name.casefold())
    if found is None:
        raise Refusal(tr("“{name}” is no agent, or several go by it; name one by id or mail address.", name=name))
    return str(found)


def _refuse_two_teams_at_once(connection: sqlite3.Connection, kept: str, gone: str, names: dict[str, Known]) -> None:
    """A person is in one team at a time: two memberships that overlap are two people's, or one of them is wrong."""
    row = connection.execute(
        "SELECT a.valid_from, b.valid_from FROM memberships a JOIN memberships b ON a.agent_id = ? AND b.agent_id = ? "
        "AND a.valid_from < ifnull(b.valid_to, '9999') AND b.valid_from < ifnull(a.valid_to, '9999') LIMIT 1",
        [kept, gone],
    ).fetchone()
    if row:
        raise Refusal(
            tr(
                "“{first}” and “{second}” were in teams at the same time ({date}): mend the roster first.",
                first=names[kept].name,
                second=names[gone].name,
                date=max(row[0], row[1]),
            )
        )


def _overwritten(workspace: Workspace) -> tuple[Overwritten, ...]:
    """Fields that active batches changed, the latest batch first. A value that was empty before is news, not a conflict."""
    teams = dict(workspace.connection.execute("SELECT id, name FROM teams").fetchall())
    agents = dict(workspace.connection.execute("SELECT id, name FROM agents").fetchall())
    rows = workspace.connection.execute(
        "SELECT b.number, r.table_name, r.key, r.before FROM import_replaced r JOIN import_batches b ON b.id = r.batch_id "
        "WHERE b.state = 'active' AND r.table_name IN ('agents', 'memberships', 'teams') "
        "ORDER BY b.number DESC, r.table_name, r.key"
    ).fetchall()
    found: list[Overwritten] = []
    for number, table, key, image in rows:
        before: dict[str, Any] = json.loads(image)
        after = workspace.connection.execute(f"SELECT * FROM {table} WHERE id = ?", [key]).fetchone()
        if after is None:
            continue
        who = teams.get(key, key) if table == "teams" else agents.get(after["agent_id"] if table == "memberships" else key, key)
        for name, old in before.items():
            new = after[name]
            if name in FIELDS and old != new and (old is not None or name == "valid_to"):
                old, new = (teams.get(old, old), teams.get(new, new)) if name == "team_id" else (old, new)
                found.append(Overwritten(number, who, name, _text(old), _text(new)))
        if len(found) >= _MOST_CHANGES:
            break
    return tuple(found[:_MOST_CHANGES])


def _text(value: object) -> str | None:
    return None if value is None else str(value)
