"""Each agent's QA score pulled towards comparable agents, so that three evaluations rank nobody last.

Comparable are agents who are mostly scored on the same scorecard; where these are fewer than three, all agents. The spread
within agents is pooled over the group.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.services.centre_time import zone_of
from qa_desk.services.quality import measure

if TYPE_CHECKING:
    from qa_desk.domain.coaching import Measure
    from qa_desk.domain.coaching_span import Span
    from qa_desk.workspace.workspace import Workspace

COMPARABLE_AGENTS = 3
"""Fewer than three agents tell nothing about how agents differ."""


@dataclass(frozen=True, slots=True)
class Pulled:
    """A shrunken score with its standard error, and the group it was pulled towards."""

    value: float
    error: float
    measure: Measure
    mu: float
    tau2: float
    sigma2: float


_SUMS = """
SELECT coalesce(e.agent_id, i.agent_id) AS agent, v.scorecard_id,
  count(*) AS n, sum(e.final_real) AS total, sum(e.final_real * e.final_real) AS squares
FROM current_evaluations e
JOIN interactions i ON i.id = e.interaction_id
JOIN scorecard_versions v ON v.id = e.scorecard_version_id
WHERE e.sample_method IN ('random', 'quota') AND e.final_real IS NOT NULL
  AND coalesce(i.started_at, e.submitted_at) >= ? AND coalesce(i.started_at, e.submitted_at) < ?
GROUP BY 1, 2
"""


def shrunken_scores(workspace: Workspace, span: Span) -> tuple[dict[str, Pulled], str | None]:
    """Shrunken scores by agent, and a note where the agents cannot be told apart at all."""
    from qa_desk.statistics.shrinkage import pooled_variance, shrink_means

    counts: defaultdict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    cards: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for agent, scorecard, n, total, squares in workspace.connection.execute(_SUMS, span.instants(zone_of(workspace))):
        if agent is not None:
            counts[agent] = [have + more for have, more in zip(counts[agent], (n, total, squares), strict=True)]
            cards[agent][scorecard] = n
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for agent, by_card in cards.items():
        groups[max(by_card, key=lambda scorecard: (by_card[scorecard], scorecard))].append(agent)
    result: dict[str, Pulled] = {}
    notes = []
    for wanted in groups.values():
        agents = wanted if len(wanted) >= COMPARABLE_AGENTS else list(cards)
        n = [int(counts[agent][0]) for agent in agents]
        means = [counts[agent][1] / k for agent, k in zip(agents, n, strict=True)]
        variances = [
            max(0.0, counts[agent][2] - k * mean * mean) / (k - 1) if k > 1 else 0.0
            for agent, k, mean in zip(agents, n, means, strict=True)
        ]
        within = pooled_variance(variances, n)
        if within is None or within <= 0 or len(agents) < COMPARABLE_AGENTS:
            continue
        pulled = shrink_means(means, n, within)
        if pulled is None:
            continue
        notes.append(pulled.note)
        for agent, estimate, error in zip(agents, pulled.estimates(), pulled.standard_errors, strict=True):
            if estimate.value is not None and agent in wanted:
                result[agent] = Pulled(estimate.value, error, measure(estimate), pulled.mu, pulled.tau2, within)
    return result, notes[0] if notes and all(notes) else None
