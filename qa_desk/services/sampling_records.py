"""Drawn samples as they stand: their records, how far their items are, what was replaced and why, and the draw repeated."""

from __future__ import annotations

import json
import zlib
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.domain.sample_draw import draw
from qa_desk.domain.sample_frame import frame_hash, read_frame
from qa_desk.domain.sample_order import ALGORITHM
from qa_desk.domain.sampling import Design, Method, Population, Replacement, design_of, population_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from qa_desk.domain.sample_frame import Contact
    from qa_desk.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a sample is. `done`, `open`, `withdrawn` and `replaced` add up to all items; seconds are counted apart."""

    done: int = 0
    open: int = 0
    replaced: int = 0
    withdrawn: int = 0
    seconds: int = 0
    seconds_done: int = 0


@dataclass(frozen=True, slots=True)
class Sample:
    """A drawn sample with everything that its draw was made of, and how far it is."""

    id: str
    number: int
    title: str
    method: Method
    algorithm: str
    seed: int
    population: Population
    design: Design
    frame_size: int
    frame_hash: str
    drawn: int
    """Contacts drawn, without those that came in as replacements."""
    due_on: str | None
    drawn_by: str
    created_at: int
    progress: Progress
    reasons: Mapping[Replacement, int]
    """Why items were replaced, and how often."""

    @property
    def name(self) -> str:
        """What it is called."""
        return self.title or tr("Sample {number}", number=self.number)


@dataclass(frozen=True, slots=True)
class Item:
    """A drawn contact and what became of it: "open", "begun", "done", "replaced" or "withdrawn" (nobody is to score it)."""

    id: str
    sample_id: str
    position: int
    interaction_id: str
    reference: str
    channel: str
    agent: str | None
    stratum: str
    chance: float | None
    reasons: tuple[str, ...]
    state: str
    evaluator: str | None
    second: str | None
    second_state: str | None
    due_on: str | None
    replaces: int | None
    """The position of the item whose place it took."""
    reason: Replacement | None
    words: str
    replaced_by: str | None
    """Who replaced it."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """A draw made again from its record, and whether it came out the same."""

    sample: Sample
    frame_is_whole: bool
    """Size and hash of the kept frame are those of the record."""
    drawn_now: tuple[str, ...]
    drawn_then: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        """The same contacts in the same order, out of the same frame."""
        return self.frame_is_whole and self.drawn_now == self.drawn_then


def list_samples(workspace: Workspace) -> list[Sample]:
    """All samples, the latest first."""
    return _samples(workspace, "", [])


def find_sample(workspace: Workspace, name: str) -> Sample:
    """A sample by its id, its number or its title; refused when there is none."""
    found = _samples(workspace, "WHERE s.id = :name OR CAST(s.number AS TEXT) = ltrim(:name, '#') OR s.title = :name", [name])
    if not found:
        raise Refusal(tr("There is no sample “{name}” in this workspace.", name=name))
    return found[0]


def sample_of_item(workspace: Workspace, item_id: str) -> str | None:
    """The id of the sample that an item belongs to."""
    row = workspace.connection.execute("SELECT sample_id FROM sample_items WHERE id = ?", [item_id]).fetchone()
    return None if row is None else str(row["sample_id"])


def _samples(workspace: Workspace, condition: str, values: list[str]) -> list[Sample]:
    connection = workspace.connection
    parameters = {"name": values[0]} if values else {}
    rows = connection.execute(f"SELECT s.* FROM samples s {condition} ORDER BY s.number DESC", parameters).fetchall()
    progress, first_draws = _progress(connection, [row["id"] for row in rows])
    reasons: defaultdict[str, Counter[Replacement]] = defaultdict(Counter)
    for sample_id, reason, times in connection.execute(
        "SELECT i.sample_id, r.reason, count(*) FROM sample_replacements r JOIN sample_items i ON i.id = r.item_id GROUP BY 1, 2"
    ):
        reasons[sample_id][Replacement(reason)] = times
    return [
        Sample(
            id=row["id"],
            number=row["number"],
            title=row["title"],
            method=Method(row["method"]),
            algorithm=row["algorithm"],
            seed=row["seed"],
            population=population_of(json.loads(row["population"])),
            design=design_of(json.loads(row["design"])),
            frame_size=row["frame_size"],
            frame_hash=row["frame_hash"],
            drawn=first_draws[row["id"]],
            due_on=row["due_on"],
            drawn_by=row["drawn_by"],
            created_at=row["created_at"],
            progress=progress.get(row["id"], Progress()),
            reasons=dict(reasons[row["id"]]),
        )
        for row in rows
    ]


_STATE = """
  CASE WHEN a.id IS NULL THEN 'withdrawn'
    WHEN EXISTS (SELECT 1 FROM evaluations e WHERE e.interaction_id = a.interaction_id AND e.evaluator_id = a.evaluator_id
      AND e.scorecard_version_id = a.scorecard_version_id AND e.purpose = 'routine' AND e.status = 'submitted') THEN 'done'
    WHEN EXISTS (SELECT 1 FROM evaluations e JOIN answers w ON w.evaluation_id = e.id
      WHERE e.interaction_id = a.interaction_id AND e.evaluator_id = a.evaluator_id
      AND e.scorecard_version_id = a.scorecard_version_id AND e.purpose = 'routine') THEN 'begun'
    ELSE 'open' END
"""
"""Of an assignment `a`. A draft nobody answered anything in is as good as not begun."""


def _progress(connection: sqlite3.Connection, samples: list[str]) -> tuple[dict[str, Progress], Counter[str]]:
    states: defaultdict[str, Counter[str]] = defaultdict(Counter)
    drawn: Counter[str] = Counter()
    for sample_id, is_second, state, is_first_draw, times in connection.execute(
        f"""
        SELECT i.sample_id, ifnull(a.is_second, 0), CASE WHEN r.item_id IS NOT NULL THEN 'replaced' ELSE {_STATE} END,
          i.replaces IS NULL, count(*)
        FROM sample_items i LEFT JOIN sample_replacements r ON r.item_id = i.id
        LEFT JOIN assignments a ON a.sample_item_id = i.id
        WHERE i.sample_id IN (SELECT value FROM json_each(?)) GROUP BY 1, 2, 3, 4""",
        [json.dumps(samples)],
    ):
        states[sample_id][f"second {state}" if is_second else state] += times
        drawn[sample_id] += times if is_first_draw and not is_second else 0
    return {
        sample_id: Progress(
            done=found["done"],
            open=found["open"] + found["begun"],
            replaced=found["replaced"],
            withdrawn=found["withdrawn"],
            seconds=found["second open"] + found["second begun"] + found["second done"],
            seconds_done=found["second done"],
        )
        for sample_id, found in states.items()
    }, drawn


def items_of(workspace: Workspace, sample_id: str) -> list[Item]:
    """The items of a sample in the order of the draw; replacements stand at the end."""
    rows = workspace.connection.execute(_ITEMS, [sample_id])
    return [
        Item(
            **{
                **dict(row),
                "reasons": tuple(json.loads(row["reasons"])),
                "reason": Replacement(row["reason"]) if row["reason"] else None,
            }
        )
        for row in rows
    ]


_ITEMS = f"""
WITH first AS (SELECT a.*, {_STATE} AS state FROM assignments a WHERE a.is_second = 0),
  second AS (SELECT a.*, {_STATE} AS state FROM assignments a WHERE a.is_second = 1)
SELECT i.id, i.sample_id, i.position, i.interaction_id, ifnull(n.external_id, substr(n.id, -8)) AS reference, n.channel,
  g.name AS agent, i.stratum, i.chance, i.reasons,
  CASE WHEN r.item_id IS NOT NULL THEN 'replaced' ELSE ifnull(f.state, 'withdrawn') END AS state,
  v.name AS evaluator, w.name AS second, s.state AS second_state, ifnull(f.due_on, s.due_on) AS due_on,
  (SELECT o.position FROM sample_items o WHERE o.id = i.replaces) AS replaces, r.reason, ifnull(r.words, '') AS words,
  x.name AS replaced_by
FROM sample_items i
JOIN interactions n ON n.id = i.interaction_id
LEFT JOIN agents g ON g.id = i.agent_id
LEFT JOIN first f ON f.sample_item_id = i.id
LEFT JOIN evaluators v ON v.id = f.evaluator_id
LEFT JOIN second s ON s.sample_item_id = i.id
LEFT JOIN evaluators w ON w.id = s.evaluator_id
LEFT JOIN sample_replacements r ON r.item_id = i.id
LEFT JOIN evaluators x ON x.id = r.evaluator_id
WHERE i.sample_id = ? ORDER BY i.position
"""


def replacements_by_evaluator(workspace: Workspace, sample_id: str | None = None) -> dict[str, dict[Replacement, int]]:
    """Evaluator's name → why they replaced items, and how often; of one sample or of all. A guard against easy picks."""
    found: defaultdict[str, dict[Replacement, int]] = defaultdict(dict)
    rows = workspace.connection.execute(
        "SELECT v.name, r.reason, count(*) FROM sample_replacements r JOIN sample_items i ON i.id = r.item_id "
        "JOIN evaluators v ON v.id = r.evaluator_id WHERE (:sample IS NULL OR i.sample_id = :sample) GROUP BY 1, 2 ORDER BY 1",
        {"sample": sample_id},
    )
    for name, reason, times in rows:
        found[name][Replacement(reason)] = times
    return dict(found)


def matrix_of(workspace: Workspace, sample_id: str) -> dict[tuple[str, str], int]:
    """(evaluator's name, agent's name) → contacts, first and second, as the sample is assigned now."""
    rows = workspace.connection.execute(
        "SELECT v.name, g.name, count(*) FROM assignments a JOIN sample_items i ON i.id = a.sample_item_id "
        "JOIN evaluators v ON v.id = a.evaluator_id JOIN agents g ON g.id = i.agent_id WHERE i.sample_id = ? GROUP BY v.id, g.id",
        [sample_id],
    )
    return {(row[0], row[1]): row[2] for row in rows}


def stored_frame(workspace: Workspace, sample_id: str) -> list[Contact]:
    """The frozen frame of a sample."""
    row = workspace.connection.execute("SELECT contacts FROM sample_frames WHERE sample_id = ?", [sample_id]).fetchone()
    return [] if row is None else read_frame(zlib.decompress(row["contacts"]).decode())


def repeat_draw(workspace: Workspace, sample_id: str) -> Repeat:
    """Draw again from the record alone, and compare. Refused when the record names an algorithm this program does not know."""
    sample = find_sample(workspace, sample_id)
    if sample.algorithm != ALGORITHM:
        raise Refusal(
            tr(
                "{sample} was drawn by “{name}”, which this program does not know: update the program.",
                sample=sample.name,
                name=sample.algorithm,
            )
        )
    contacts = stored_frame(workspace, sample.id)
    rows = workspace.connection.execute(
        "SELECT contact, stratum, rank FROM sample_items WHERE sample_id = ? AND replaces IS NULL ORDER BY position", [sample.id]
    )
    then = tuple(_told(row["contact"], row["stratum"], row["rank"]) for row in rows)
    again = draw(contacts, sample.design, sample.seed)
    now = tuple(_told(each.contact.id, each.stratum, each.rank) for each in again.drawn)
    is_whole = len(contacts) == sample.frame_size and frame_hash(contacts) == sample.frame_hash
    return Repeat(sample, is_whole, now, then)


def _told(contact: str, stratum: str, rank: int) -> str:
    return f"{contact} ({stratum}, {rank})" if stratum else f"{contact} ({rank})"
