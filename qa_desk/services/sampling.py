"""Drawing a sample: proposed with everything one wants to see beforehand, then drawn as proposed, in one transaction.

The proposal is a pure function of the frame, the design and the seed. What is drawn is recorded so that it can be repeated:
frame, hash, seed, algorithm, order; and assigned to evaluators who did not pick it.
"""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from qa_desk.domain.channels import NEAR_CHANNELS
from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.domain.progress import Quiet
from qa_desk.domain.sample_draw import Draw, draw
from qa_desk.domain.sample_frame import frame_hash, written_frame
from qa_desk.domain.sample_order import ALGORITHM, LARGEST_SEED
from qa_desk.domain.sample_spread import Spread, Task, spread
from qa_desk.domain.sampling import Design, Population, check_design, design_record, population_record
from qa_desk.services.centre_time import zone_of
from qa_desk.services.sampling_population import Frame, frame_of
from qa_desk.services.sampling_raters import met_in, raters
from qa_desk.services.scorecards import find_version, list_scorecards

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from qa_desk.domain.progress import JobContext
    from qa_desk.domain.sample_draw import Drawn
    from qa_desk.domain.sample_spread import Share
    from qa_desk.services.sampling_population import Origin
    from qa_desk.services.scorecards import VersionEntry
    from qa_desk.workspace.workspace import Workspace

_SEED_BITS = 30
"""Short enough to read out over the telephone."""


@dataclass(frozen=True, slots=True)
class DrawRequest:
    """What is asked for. Without evaluators all active ones share it; without a version each channel gets its own scorecard."""

    population: Population
    design: Design
    seed: int
    title: str = ""
    evaluator_ids: tuple[str, ...] | None = None
    version_id: str | None = None
    due_on: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would be drawn, and who would score it; nothing is written yet."""

    request: DrawRequest
    frame: Frame
    draw: Draw
    spread: Spread
    agents: Mapping[str, str]
    """Id → name, of the frame's agents."""
    evaluators: Mapping[str, str]
    """Id → name, of those who share it."""
    stamp: int
    """The last change that the proposal knows of."""
    hash: str
    """Of the frame."""

    @property
    def short_agents(self) -> tuple[str, ...]:
        """Agents (ids) with fewer contacts than their quota."""
        return tuple(dict.fromkeys(group.agent for group in self.draw.groups if group.is_short))


def new_seed(workspace: Workspace) -> int:
    """A seed nobody chose."""
    return workspace.clock.random_bits(_SEED_BITS)


def propose_sample(workspace: Workspace, request: DrawRequest, context: JobContext | None = None) -> Proposal:
    """Draw without writing anything."""
    context = context or Quiet()
    check_design(request.design)
    if not 0 <= request.seed <= LARGEST_SEED:
        raise Refusal(tr("{seed}: a seed is a whole number from 0 to {most}.", seed=request.seed, most=LARGEST_SEED))
    stamp = _stamp(workspace.connection)
    frame = frame_of(workspace, request.population, request.design, context)
    context.raise_if_cancelled()
    found = draw(frame.contacts, request.design, request.seed)
    context.raise_if_cancelled()
    crew = raters(workspace, request.population, request.evaluator_ids)
    shared = spread(
        [Task(each.contact.id, each.contact.agent, each.contact.channel, each.contact.language) for each in found.drawn],
        crew,
        request.seed,
        double_share=request.design.double_share,
        avoids_lead=request.design.avoids_lead,
        met=met_in(workspace, *_instants(workspace, request.population)),
    )
    names = dict(map(tuple, workspace.connection.execute("SELECT id, name FROM agents")))
    agents = {group.agent: names[group.agent] for group in found.groups}
    return Proposal(
        request, frame, found, shared, agents, {rater.id: rater.name for rater in crew}, stamp, frame_hash(frame.contacts)
    )


def draw_sample(
    workspace: Workspace, request: DrawRequest, context: JobContext | None = None, *, proposal: Proposal | None = None
) -> str:
    """Draw, record and assign; returns the sample's id.

    With a proposal, exactly that is drawn: refused where the data have changed since so that it would come out otherwise.
    """
    context = context or Quiet()
    seen = proposal or propose_sample(workspace, request, context)
    packed = zlib.compress(written_frame(seen.frame.contacts).encode(), 6)
    with workspace.transaction() as connection:
        if seen.stamp != _stamp(connection):
            again = propose_sample(workspace, request, context)
            if proposal is not None and (again.draw, again.spread, again.hash) != (seen.draw, seen.spread, seen.hash):
                raise Refusal(tr("What can be drawn has changed since the preview. Look at it again, then draw."))
            seen, packed = again, zlib.compress(written_frame(again.frame.contacts).encode(), 6)
        if not seen.draw.drawn:
            raise Refusal(tr("Nothing can be drawn: no contact fits the population."))
        cards = cards_by_channel(workspace, request, {each.contact.channel for each in seen.draw.drawn})
        return _store(workspace, seen, replace(request, title=request.title.strip()), packed, cards)


_LOOKED_AT = (
    *("interactions", "media", "evaluations", "assignments", "calibration_items", "import_batches"),
    *("agents", "agent_aliases", "memberships", "teams", "evaluators", "evaluator_terms"),
)


def _stamp(connection: sqlite3.Connection) -> int:
    """The number of the last change to anything that a draw looks at."""
    marks = ", ".join("?" for _ in _LOOKED_AT)
    row = connection.execute(
        f"SELECT seq FROM change_log WHERE table_name IN ({marks}) ORDER BY seq DESC LIMIT 1", _LOOKED_AT
    ).fetchone()
    return row[0] if row else 0


def _instants(workspace: Workspace, population: Population) -> tuple[int, int]:
    """The time in which evaluators and agents may have met: the population's, else the last thirteen weeks."""
    zone = zone_of(workspace)
    today = datetime.fromtimestamp(workspace.clock.now(), zone).date()
    last = population.last or today
    first = population.first or last - timedelta(weeks=13)
    return (
        int(datetime.combine(first, time(), zone).timestamp()),
        int(datetime.combine(last + timedelta(days=1), time(), zone).timestamp()),
    )


def cards_by_channel(workspace: Workspace, request: DrawRequest, channels: set[str]) -> dict[str, str]:
    """The scorecard version for each channel: the one that was chosen, else the published one of the channel or a near one."""
    if request.version_id is not None:
        chosen = find_version(workspace, request.version_id)
        if chosen.status != "published":
            raise Refusal(tr("{name} is not published; publish it before scoring with it.", name=chosen.name))
        return dict.fromkeys(channels, chosen.id)
    published = list_scorecards(workspace, status="published")
    if not published:
        raise Refusal(tr("There is no published scorecard to score with yet."))
    return {channel: _fitting(published, channel).id for channel in channels}


def _fitting(published: list[VersionEntry], channel: str) -> VersionEntry:
    for wanted in (channel, NEAR_CHANNELS.get(channel), None):
        for entry in published:
            if entry.channel == wanted:
                return entry
    return published[0]


def _store(workspace: Workspace, seen: Proposal, request: DrawRequest, packed: bytes, cards: Mapping[str, str]) -> str:
    connection, clock = workspace.connection, workspace.clock
    sample_id, now = clock.new_id(), clock.now()
    connection.execute(
        "INSERT INTO samples (id, number, title, method, algorithm, seed, population, design, frame_size, frame_hash, due_on, "
        "drawn_by, created_at) SELECT ?, ifnull(max(number), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM samples",
        [
            *(sample_id, request.title, request.design.method, ALGORITHM, request.seed),
            json.dumps(population_record(request.population), ensure_ascii=False, sort_keys=True),
            json.dumps(design_record(request.design), ensure_ascii=False, sort_keys=True),
            *(len(seen.frame.contacts), seen.hash, request.due_on, workspace.author.actor, now),
        ],
    )
    connection.execute("INSERT INTO sample_frames (sample_id, contacts) VALUES (?, ?)", [sample_id, packed])
    shares: defaultdict[str, list[Share]] = defaultdict(list)
    for share in seen.spread.shares:
        shares[share.contact].append(share)
    for position, drawn in enumerate(seen.draw.drawn, 1):
        interaction_id = ensure_interaction(workspace, drawn.contact.id, seen.frame.origin(drawn.contact.id))
        item_id = store_item(workspace, sample_id, position, drawn, interaction_id)
        for share in shares[drawn.contact.id]:
            connection.execute(
                "INSERT INTO assignments (id, interaction_id, evaluator_id, scorecard_version_id, sample_method, due_on, "
                "created_at, sample_item_id, is_second) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    *(clock.new_id(), interaction_id, share.rater, cards[drawn.contact.channel], request.design.method),
                    *(request.due_on, now, item_id, int(share.is_second)),
                ],
            )
    return sample_id


def store_item(
    workspace: Workspace, sample_id: str, position: int, drawn: Drawn, interaction_id: str, replaces: str | None = None
) -> str:
    """Write a drawn contact into the record; returns the item's id. Inside a transaction that somebody else opened."""
    item_id = workspace.clock.new_id()
    workspace.connection.execute(
        "INSERT INTO sample_items (id, sample_id, position, interaction_id, contact, agent_id, grouped, stratum, rank, chance, "
        "reasons, replaces) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            *(item_id, sample_id, position, interaction_id, drawn.contact.id, drawn.contact.agent, drawn.group, drawn.stratum),
            *(drawn.rank, drawn.chance, json.dumps(drawn.contact.reasons, ensure_ascii=False), replaces),
        ],
    )
    return item_id


def ensure_interaction(workspace: Workspace, contact: str, origin: Origin) -> str:
    """The interaction of a contact; one that was only known from imported calls and tickets becomes one now."""
    connection = workspace.connection
    row = connection.execute(
        "SELECT id, agent_id FROM interactions WHERE id = ? OR external_id = ?", [origin.interaction_id, contact]
    ).fetchone()
    if row is not None:
        if row["agent_id"] is None:  # the call or ticket of the same id told whose it is
            connection.execute("UPDATE interactions SET agent_id = ? WHERE id = ?", [origin.agent, row["id"]])
        return str(row["id"])
    interaction_id = workspace.clock.new_id()
    connection.execute(
        "INSERT INTO interactions (id, external_id, channel, agent_id, started_at, duration_s, customer_id, subject, driver, "
        "queue, language, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            *(interaction_id, contact, origin.channel, origin.agent, origin.at, origin.seconds),
            *(text or None for text in (origin.customer, origin.subject, origin.driver, origin.queue, origin.language)),
            workspace.clock.now(),
        ],
    )
    return interaction_id
