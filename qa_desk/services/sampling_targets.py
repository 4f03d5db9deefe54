"""Why a contact of the pool is worth a look: complaints, low satisfaction, words said, long silence, length, critical risk.

A reason is kept as "rule" or "rule|detail" (the word found, the seconds); `reason_words` says it to a person.
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from qa_desk.domain.language import tr
from qa_desk.domain.numbers import count_text
from qa_desk.domain.sampling import LOW_UP_TO, REASON_RULES
from qa_desk.media.activity import active_lanes
from qa_desk.media.cache import cache_file, load
from qa_desk.media.raw import parse_layout
from qa_desk.media.speech_facts import FactRules, speech_facts
from qa_desk.services.centre_time import figures_day, zone_of
from qa_desk.services.quality import load_cards
from qa_desk.services.quality_criticals import critical_answers
from qa_desk.services.speech import peaks_folder, speech_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from qa_desk.domain.progress import JobContext
    from qa_desk.domain.sampling import Population, Targets
    from qa_desk.workspace.workspace import Workspace

    Found = Iterator[tuple[str, str]]
    """(contact, detail)"""

COMPLAINT_WORDS = ("complain", "投诉", "投訴", "aduan", "жалоб", "reclama", "beschwerde", "plainte", "queja")
"""Beginnings of the word in the languages of the program and its neighbours, looked for in driver, queue and subject."""
RISK_WEEKS = 13


def reasons_in_pool(
    workspace: Workspace, targets: Targets, population: Population, context: JobContext
) -> dict[str, tuple[str, ...]]:
    """The reasons of each contact of `sampling_pool` that has one, in the order of the rules."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for rule in (name for name in REASON_RULES if name in targets.rules):
        context.raise_if_cancelled()
        for contact, detail in _RULES[rule](workspace, targets, population, context):
            found[contact].append(f"{rule}|{detail}" if detail else rule)
    return {contact: tuple(reasons) for contact, reasons in found.items()}


def reason_words(reason: str) -> str:
    """A reason as a person reads it."""
    rule, _bar, detail = reason.partition("|")
    name = tr(REASON_RULES.get(rule, rule))
    if not detail:
        return name
    if rule in ("dead_air", "long", "short"):
        return tr("{reason}: {seconds} s", reason=name, seconds=count_text(int(detail)))
    return tr("{reason}: {detail}", reason=name, detail=detail)


def _complaint(workspace: Workspace, _targets: Targets, _population: Population, _context: JobContext) -> Found:
    """Driver, queue, subject or a tag say so. Texts are compared here: SQLite knows the case of English letters only."""
    connection = workspace.connection
    found: set[str] = set()
    for table, column, contact in _SAID_IN:
        texts = [row[0] for row in connection.execute(f"SELECT DISTINCT {column} FROM {table} WHERE {column} <> ''")]
        matching = [text for text in texts if any(word in text.casefold() for word in COMPLAINT_WORDS)]
        rows = connection.execute(
            f"SELECT {contact} FROM {table} WHERE {column} IN (SELECT value FROM json_each(?))", [json.dumps(matching)]
        )
        found.update(row[0] for row in rows)
    return _no_detail(
        connection.execute("SELECT id FROM sampling_pool WHERE id IN (SELECT value FROM json_each(?))", [json.dumps(list(found))])
    )


_SAID_IN = (
    *(("sampling_pool", column, "id") for column in ("driver", "queue", "subject")),
    ("contact_tags", "driver", "coalesce(ticket_id, call_id)"),
)


def _low_csat(workspace: Workspace, _targets: Targets, _population: Population, _context: JobContext) -> Found:
    return _no_detail(workspace.connection.execute("SELECT id FROM sampling_pool WHERE share <= ? ORDER BY id", [LOW_UP_TO]))


def _keyword(workspace: Workspace, targets: Targets, _population: Population, context: JobContext) -> Found:
    """The first of the words that a transcript has, in any case and alphabet."""
    words = [word.strip() for word in targets.words if word.strip()]
    folded = [(word, word.casefold()) for word in words]
    last = ""
    lines = workspace.connection.execute(
        "SELECT k.id, u.text FROM sampling_pool k JOIN utterances u ON u.interaction_id = k.interaction_id "
        "ORDER BY k.id, u.position"
    )
    for number, (contact, text) in enumerate(lines):
        if number % 20_000 == 0:
            context.raise_if_cancelled()
        if contact == last:
            continue
        low = text.casefold()
        word = next((word for word, form in folded if form in low), None)
        if word is not None:
            last = contact
            yield contact, word


def _dead_air(workspace: Workspace, targets: Targets, _population: Population, context: JobContext) -> Found:
    """Recordings that were analysed (their envelope is kept) and were silent on both sides for so long at a stretch."""
    folder = peaks_folder(workspace)
    kept = {path.name for path in folder.glob("*.npz")} if folder.is_dir() else set()
    rules, heard = FactRules(dead_air_s=targets.dead_air_s), speech_rules(workspace)[1]
    longest: dict[str, float] = {}
    for contact, sha256, layout in workspace.connection.execute(
        "SELECT k.id, m.sha256, m.layout FROM sampling_pool k JOIN media m ON m.interaction_id = k.interaction_id "
        "WHERE m.sha256 IS NOT NULL ORDER BY k.id, m.position"
    ):
        file = cache_file(folder, sha256, parse_layout(layout) if layout else None)
        envelope = load(file) if file.name in kept else None
        if envelope is None:
            continue
        context.raise_if_cancelled()
        activity = active_lanes(envelope[1].energy[:2], heard)
        facts = speech_facts(activity, envelope[1].duration_s, channels=envelope[0].channels, rules=rules)
        if facts.dead_air.longest >= targets.dead_air_s:
            longest[contact] = max(longest.get(contact, 0.0), facts.dead_air.longest)
    yield from ((contact, str(round(seconds))) for contact, seconds in longest.items())


def _long(workspace: Workspace, targets: Targets, _population: Population, _context: JobContext) -> Found:
    return _seconds(workspace, ">=", targets.long_s)


def _short(workspace: Workspace, targets: Targets, _population: Population, _context: JobContext) -> Found:
    return _seconds(workspace, "<=", targets.short_s)


def _seconds(workspace: Workspace, sign: str, bound: float) -> Found:
    rows = workspace.connection.execute(f"SELECT id, seconds FROM sampling_pool WHERE seconds {sign} ? ORDER BY id", [bound])
    return ((contact, str(round(seconds))) for contact, seconds in rows)


_ERRING = """
SELECT DISTINCT coalesce(e.agent_id, i.agent_id)
FROM current_evaluations e JOIN interactions i ON i.id = e.interaction_id JOIN answers a ON a.evaluation_id = e.id
WHERE coalesce(i.started_at, e.submitted_at) >= ? AND coalesce(i.started_at, e.submitted_at) < ?
  AND e.scorecard_version_id || char(31) || a.question_id || char(31) || a.value IN (SELECT value FROM json_each(?))
"""


def _critical(workspace: Workspace, _targets: Targets, population: Population, _context: JobContext) -> Found:
    """Contacts of agents who had a critical error in the last thirteen weeks before the end of the population."""
    last = population.last or figures_day(workspace)
    end = datetime.combine(last + timedelta(days=1), time(), zone_of(workspace))
    start = end - timedelta(weeks=RISK_WEEKS)
    failing = json.dumps(critical_answers(workspace, load_cards(workspace).values()))
    agents = workspace.connection.execute(_ERRING, [int(start.timestamp()), int(end.timestamp()), failing]).fetchall()
    return _no_detail(
        workspace.connection.execute(
            "SELECT id FROM sampling_pool WHERE agent IN (SELECT value FROM json_each(?)) ORDER BY id",
            [json.dumps([agent for (agent,) in agents if agent is not None])],
        )
    )


def _no_detail(rows: Iterable[tuple[str]]) -> Found:
    return ((row[0], "") for row in rows)


_RULES: Mapping[str, Callable[[Workspace, Targets, Population, JobContext], Found]] = {
    "complaint": _complaint,
    "low_csat": _low_csat,
    "keyword": _keyword,
    "dead_air": _dead_air,
    "long": _long,
    "short": _short,
    "critical": _critical,
}
