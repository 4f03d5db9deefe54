"""Who could be drawn: counted as the filters change, and frozen as a frame when it is drawn from."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from qa_desk.domain.progress import Quiet
from qa_desk.domain.sample_frame import Contact
from qa_desk.domain.sampling import Method, Population, length_band
from qa_desk.services.centre_time import zone_of
from qa_desk.services.sampling_pool import pool
from qa_desk.services.sampling_targets import reasons_in_pool

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from qa_desk.domain.progress import JobContext
    from qa_desk.domain.sampling import Design
    from qa_desk.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class AgentCount:
    """An agent and how many contacts of theirs could be drawn."""

    id: str
    name: str
    contacts: int


@dataclass(frozen=True, slots=True)
class Counted:
    """A population in numbers. `without_agent` contacts fit the filters and cannot be drawn: nobody knows whose they are."""

    total: int
    without_agent: int
    agents: tuple[AgentCount, ...]
    channels: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters can be set to: values with the number of contacts that have them, and the days there are."""

    channels: Mapping[str, int]
    queues: Mapping[str, int]
    drivers: Mapping[str, int]
    languages: Mapping[str, int]
    teams: tuple[str, ...]
    agents: Mapping[str, str]
    """Id → name."""
    first: date | None
    last: date | None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw from at all."""
        return not self.channels


def count_population(workspace: Workspace, population: Population, context: JobContext | None = None) -> Counted:
    """How many contacts fit, and of whom, the agents with the most first."""
    with pool(workspace, population, context or Quiet()) as connection:
        rows = connection.execute("""
            SELECT k.agent, g.name, count(*) FROM sampling_pool k LEFT JOIN agents g ON g.id = k.agent
            GROUP BY k.agent ORDER BY 3 DESC, 2, 1""").fetchall()
        channels = connection.execute(
            "SELECT channel, count(*) FROM sampling_pool WHERE agent IS NOT NULL GROUP BY channel ORDER BY 2 DESC, 1"
        ).fetchall()
    known = tuple(AgentCount(agent, name, count) for agent, name, count in rows if agent is not None)
    without = sum(count for agent, _name, count in rows if agent is None)
    return Counted(sum(each.contacts for each in known), without, known, dict(map(tuple, channels)))


def population_choices(workspace: Workspace, context: JobContext | None = None) -> Choices:
    """What the filters can be set to, over everything there is; values with the most contacts first."""
    zone = zone_of(workspace)
    everything = Population(needs_content=False, is_fresh=False)
    with pool(workspace, everything, context or Quiet()) as connection:

        def counted(column: str) -> dict[str, int]:
            rows = connection.execute(
                f"SELECT {column}, count(*) FROM sampling_pool WHERE {column} <> '' GROUP BY 1 ORDER BY 2 DESC, 1"
            )
            return dict(map(tuple, rows))

        first, last = connection.execute("SELECT min(at), max(at) FROM sampling_pool").fetchone()
        agents = connection.execute("""
            SELECT g.id, g.name FROM agents g WHERE g.id IN (SELECT agent FROM sampling_pool) ORDER BY g.name, g.id""").fetchall()
        return Choices(
            channels=counted("channel"),
            queues=counted("queue"),
            drivers=counted("driver"),
            languages=counted("language"),
            teams=tuple(row[0] for row in connection.execute("SELECT name FROM teams ORDER BY name")),
            agents=dict(map(tuple, agents)),
            first=None if first is None else datetime.fromtimestamp(first, zone).date(),
            last=None if last is None else datetime.fromtimestamp(last, zone).date(),
        )


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a contact of a frame comes from, so that it can be assigned."""

    interaction_id: str | None
    channel: str
    agent: str
    at: int | None
    seconds: float | None
    driver: str
    queue: str
    language: str
    subject: str
    customer: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The contacts that can be drawn, and where each comes from."""

    contacts: tuple[Contact, ...]
    _rows: Mapping[str, tuple[Any, ...]]

    def origin(self, contact: str) -> Origin:
        """Where a contact comes from."""
        return Origin(*self._rows[contact][1:-2])


_COLUMNS = "id, interaction_id, channel, agent, at, seconds, driver, queue, language, subject, customer, tenure, csat"


def frame_of(workspace: Workspace, population: Population, design: Design, context: JobContext | None = None) -> Frame:
    """Freeze the population: of a targeted design only what has a reason, with its reasons."""
    context = context or Quiet()
    day_of = _Days(zone_of(workspace))
    with pool(workspace, population, context) as connection:
        context.report(1, 3, "")
        reasons: Mapping[str, tuple[str, ...]] = {}
        if design.method is Method.TARGETED:
            reasons = reasons_in_pool(workspace, design.targets, population, context)
        context.report(2, 3, "")
        cursor = connection.cursor()
        cursor.row_factory = None  # plain tuples: there may be hundreds of thousands
        rows = cursor.execute(f"SELECT {_COLUMNS} FROM sampling_pool WHERE agent IS NOT NULL ORDER BY id").fetchall()
    if design.method is Method.TARGETED:
        rows = [row for row in rows if row[0] in reasons]
    why = reasons.get
    contacts = tuple(
        Contact(name, agent, day_of(at), channel, driver, tenure, csat, length_band(seconds), language, why(name, ()))
        for name, _id, channel, agent, at, seconds, driver, _queue, language, _subject, _customer, tenure, csat in rows
    )
    return Frame(contacts, {row[0]: row for row in rows})


class _Days(defaultdict[int, str]):
    """The local day of an instant; asked of the calendar once a quarter of an hour, the finest step of any zone's midnight."""

    _STEP = 900

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__()
        self._zone = zone

    def __call__(self, at: int | None) -> str:
        return "" if at is None else self[at // self._STEP]

    def __missing__(self, step: int) -> str:
        day = datetime.fromtimestamp(step * self._STEP, self._zone).date().isoformat()
        self[step] = day
        return day
