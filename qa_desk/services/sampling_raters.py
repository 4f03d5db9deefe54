"""Who can score: the evaluators with their terms, what they have open, who they are and whom they lead."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.domain.sample_spread import Rater
from qa_desk.services.people import agent_ids

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qa_desk.domain.sampling import Population
    from qa_desk.workspace.workspace import Workspace

OPEN_ASSIGNMENTS = """
  SELECT s.* FROM assignments s WHERE NOT EXISTS (
    SELECT 1 FROM evaluations e WHERE e.status = 'submitted' AND e.interaction_id = s.interaction_id
      AND e.evaluator_id = s.evaluator_id AND e.scorecard_version_id = s.scorecard_version_id AND e.purpose = 'routine')
"""
"""Assignments that are not scored yet."""


def owed_blind(workspace: Workspace, evaluator_id: str | None) -> frozenset[str]:
    """The contacts that somebody is still to score as the second, blind: what the first one said of them is not theirs to see."""
    rows = workspace.connection.execute(
        f"SELECT interaction_id FROM ({OPEN_ASSIGNMENTS}) WHERE is_second = 1 AND evaluator_id = ?", [evaluator_id]
    )
    return frozenset(interaction_id for (interaction_id,) in rows)


def count_unseen(workspace: Workspace, evaluator_id: str | None) -> int:
    """How many evaluations in force they are not to see for that."""
    rows = workspace.connection.execute(
        "SELECT count(*) FROM current_evaluations WHERE interaction_id IN (SELECT value FROM json_each(?))",
        [json.dumps(sorted(owed_blind(workspace, evaluator_id)))],
    )
    return int(rows.fetchone()[0])


@dataclass(frozen=True, slots=True)
class Terms:
    """What an evaluator takes on: at most so many open assignments (None: any), these channels and languages (none: any)."""

    evaluator_id: str
    name: str
    capacity: int | None = None
    channels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


def list_terms(workspace: Workspace) -> list[Terms]:
    """The terms of every active evaluator, by name."""
    rows = workspace.connection.execute("""
        SELECT v.id, v.name, t.capacity, ifnull(t.channels, '[]') AS channels, ifnull(t.languages, '[]') AS languages
        FROM evaluators v LEFT JOIN evaluator_terms t ON t.evaluator_id = v.id WHERE v.is_active = 1 ORDER BY v.name""")
    return [
        Terms(row["id"], row["name"], row["capacity"], tuple(json.loads(row["channels"])), tuple(json.loads(row["languages"])))
        for row in rows
    ]


def set_terms(workspace: Workspace, terms: Terms) -> None:
    """Write down what an evaluator takes on, for the draws to come."""
    if terms.capacity is not None and terms.capacity < 0:
        raise Refusal(tr("Nobody can have fewer than no open assignments."))
    with workspace.transaction() as connection:
        connection.execute(
            "INSERT INTO evaluator_terms (evaluator_id, capacity, channels, languages) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (evaluator_id) DO UPDATE SET capacity = excluded.capacity, channels = excluded.channels, "
            "languages = excluded.languages",
            [terms.evaluator_id, terms.capacity, json.dumps(terms.channels), json.dumps(_short(terms.languages))],
        )


def _short(languages: Sequence[str]) -> list[str]:
    """Languages without their country: whoever understands English scores en-GB."""
    return list(dict.fromkeys(language.replace("_", "-").split("-")[0].casefold() for language in languages))


def raters(workspace: Workspace, population: Population, evaluator_ids: Iterable[str] | None = None) -> list[Rater]:
    """The evaluators to share out among (None: all active ones)."""
    wanted = None if evaluator_ids is None else set(evaluator_ids)
    open_now = dict(
        map(tuple, workspace.connection.execute(f"SELECT evaluator_id, count(*) FROM ({OPEN_ASSIGNMENTS}) GROUP BY 1"))
    )
    own, led = own_agents(workspace), _led_agents(workspace, population)
    return [
        Rater(
            id=terms.evaluator_id,
            name=terms.name,
            capacity=terms.capacity,
            load=open_now.get(terms.evaluator_id, 0),
            channels=frozenset(terms.channels),
            languages=frozenset(terms.languages),
            is_agent=frozenset(own[terms.evaluator_id]),
            leads=frozenset(led[terms.name.casefold()]),
        )
        for terms in list_terms(workspace)
        if wanted is None or terms.evaluator_id in wanted
    ]


def own_agents(workspace: Workspace) -> defaultdict[str, set[str]]:
    """Evaluators who are agents too: told by the same name or mail address."""
    names = agent_ids(workspace)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in workspace.connection.execute("SELECT id, name, email FROM evaluators"):
        found[row["id"]] |= {names[text.casefold()] for text in (row["name"], row["email"]) if text and text.casefold() in names}
    return found


def _led_agents(workspace: Workspace, population: Population) -> defaultdict[str, set[str]]:
    """Lead's name (case-folded) → the agents that were in their team at any time of the period."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    rows = workspace.connection.execute(
        "SELECT t.lead_name, m.agent_id FROM memberships m JOIN teams t ON t.id = m.team_id WHERE t.lead_name IS NOT NULL "
        "AND (:last IS NULL OR m.valid_from <= :last) AND (m.valid_to IS NULL OR :first IS NULL OR m.valid_to > :first)",
        {
            "first": population.first.isoformat() if population.first else None,
            "last": population.last.isoformat() if population.last else None,
        },
    )
    for lead, agent in rows:
        found[lead.casefold()].add(agent)
    return found


def met_in(workspace: Workspace, start: int, end: int) -> dict[tuple[str, str], int]:
    """How often (evaluator, agent) met over the contacts of a time: scored, begun or assigned."""
    rows = workspace.connection.execute(
        """
        SELECT evaluator_id, agent, count(*) FROM (
          SELECT e.evaluator_id, coalesce(e.agent_id, i.agent_id) AS agent, e.interaction_id
          FROM evaluations e JOIN interactions i ON i.id = e.interaction_id
          WHERE e.purpose = 'routine' AND i.started_at >= :start AND i.started_at < :end
          UNION
          SELECT s.evaluator_id, i.agent_id, s.interaction_id FROM assignments s JOIN interactions i ON i.id = s.interaction_id
          WHERE i.started_at >= :start AND i.started_at < :end
        ) WHERE agent IS NOT NULL GROUP BY 1, 2""",
        {"start": start, "end": end},
    )
    return {(row[0], row[1]): row[2] for row in rows}
