"""A small centre to draw from: two teams, five agents, three evaluators, recordings, chats, imported calls and tickets."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from qa_desk.domain.evaluation import Answer
from qa_desk.domain.sampling import Design, Population
from qa_desk.services.evaluations import record_evaluation, start_evaluation
from qa_desk.services.sampling import DrawRequest
from qa_desk.services.scorecards import add_scorecard, get_version, publish_scorecard
from qa_desk.workspace.scorecard_files import read_scorecard_text
from qa_desk.workspace.settings import set_settings

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace

FIRST, LAST = date(2024, 5, 1), date(2024, 5, 31)
JUST_MAY = Population(FIRST, LAST)
CARD = """
key: {key}
title: {key}
channel: {channel}
sections:
  - id: S
    questions:
      - {{id: Q, weight: 1, credits: {{"Yes": 1, "No": 0}}}}
      - {{id: V, weight: 1, credits: {{"Yes": 1, "No": 0}}, critical: compliance, fail: ["No"]}}
"""
AGENTS = {"ann": "Billing", "bo": "Billing", "chi": "Billing", "dee": "Technical", "eli": "Technical"}
EVALUATORS = ("Mara Quill", "Tomas Ek", "Lead Two")
EACH = 12
"""Recordings of each agent: two of three are calls, the third is a chat."""


def instant(day: date, hour: int = 10) -> int:
    return int(datetime(day.year, day.month, day.day, hour, tzinfo=UTC).timestamp())


def build_centre(workspace: Workspace) -> None:
    """Recordings R-<agent>-<number> on every other day of May; calls K-…, tickets T-… that only the imports know."""
    for key, channel in (("voice", "call"), ("chat", "chat"), ("ticket", "ticket")):
        version = read_scorecard_text(CARD.format(key=key, channel=channel)).version
        assert version is not None
        publish_scorecard(workspace, add_scorecard(workspace, version))
    set_settings(workspace, {"as_of": "2024-05-31T23:00:00+00:00"})
    with workspace.transaction() as connection:
        for team, lead in (("Billing", "Lead One"), ("Technical", "Lead Two")):
            connection.execute("INSERT INTO teams (id, name, lead_name) VALUES (?, ?, ?)", [team, team, lead])
        for name in EVALUATORS:
            connection.execute("INSERT INTO evaluators (id, name) VALUES (?, ?)", [name.split()[-1].lower(), name])
        for number, (agent, team) in enumerate(AGENTS.items()):
            hired = "2024-04-01" if agent == "eli" else "2020-01-01"
            connection.execute(
                "INSERT INTO agents (id, external_id, name, email, hire_date, created_at) VALUES (?, ?, ?, ?, ?, 0)",
                [agent, f"A{number}", agent.title(), f"{agent}@example.org", hired],
            )
            connection.execute(
                "INSERT INTO memberships (id, agent_id, team_id, valid_from) VALUES (?, ?, ?, ?)",
                [f"m-{agent}", agent, team, "2020-01-01"],
            )
            for n in range(EACH):
                add_contact(
                    workspace, f"R-{agent}-{n:02}", agent, FIRST + timedelta(days=2 * n), chat=n % 3 == 2, seconds=60.0 * n
                )


def add_contact(
    workspace: Workspace, name: str, agent: str | None, day: date, *, chat: bool = False, seconds: float | None = 200.0
) -> None:
    """A contact with something to hear or to read."""
    connection = workspace.connection
    connection.execute(
        "INSERT INTO interactions (id, external_id, channel, agent_id, started_at, duration_s, driver, queue, language, "
        "created_at) VALUES (?, ?, ?, ?, ?, ?, 'Refund', 'Front', 'en-GB', 0)",
        [f"i-{name}", name, "chat" if chat else "call", agent, instant(day), seconds],
    )
    if chat:
        connection.execute(
            "INSERT INTO utterances (interaction_id, position, speaker, text) VALUES (?, 0, 'customer', 'Hello')", [f"i-{name}"]
        )
    else:
        connection.execute("INSERT INTO media (id, interaction_id, path) VALUES (?, ?, 'x.wav')", [f"f-{name}", f"i-{name}"])


def add_call(workspace: Workspace, name: str, agent: str, day: date, *, result: str = "answered", is_test: int = 0) -> None:
    """A call that only the import knows."""
    workspace.connection.execute(
        "INSERT INTO calls (call_id, queue, offered_at, result, talk_s, hold_s, agent, customer_id, reason, is_test, batch_id, "
        "row_hash) VALUES (?, 'Front', ?, ?, 300, 20, ?, 'K1', 'Refund', ?, 'b', 0)",
        [name, instant(day), result, agent, is_test],
    )


def add_ticket(workspace: Workspace, name: str, agent: str, day: date, **fields: object) -> None:
    """A ticket that only the import knows; `fields` are further columns."""
    values: dict[str, object] = {"ticket_id": name, "created_at": instant(day), "channel": "web", "assignee": agent}
    values |= {"batch_id": "b", "row_hash": 0, **fields}
    workspace.connection.execute(
        f"INSERT INTO tickets ({', '.join(values)}) VALUES ({', '.join('?' for _ in values)})", list(values.values())
    )


def add_answer(workspace: Workspace, contact: str, score: float, *, at: int = 1, high_is_good: int = 1) -> None:
    """What a customer answered, of 1 to 5."""
    workspace.connection.execute(
        "INSERT INTO surveys (response_id, type, responded_at, score, scale_min, scale_max, high_is_good, call_id, batch_id, "
        "row_hash) VALUES (?, 'csat', ?, ?, 1, 5, ?, ?, 'b', 0)",
        [f"{contact}-{at}", at, score, high_is_good, contact],
    )


def evaluate(
    workspace: Workspace,
    interaction_id: str,
    evaluator: str,
    value: str = "Yes",
    *,
    verified: str = "Yes",
    method: str | None = None,
) -> str:
    """Score a contact with the card of its channel, or of its assignment; the evaluation's id."""
    row = workspace.connection.execute(
        "SELECT scorecard_version_id FROM assignments WHERE interaction_id = ? AND evaluator_id = ?", [interaction_id, evaluator]
    ).fetchone()
    if row is None:
        row = workspace.connection.execute(
            "SELECT v.id FROM scorecard_versions v JOIN scorecards s ON s.id = v.scorecard_id "
            "JOIN interactions i ON i.channel = s.channel WHERE i.id = ?",
            [interaction_id],
        ).fetchone()
    draft = start_evaluation(workspace, interaction_id, evaluator, row[0], sample_method=method)
    given = [Answer("Q", value), Answer("V", verified)]
    record_evaluation(workspace, draft.id, get_version(workspace, row[0]), given, submitted_at=instant(LAST))
    return draft.id


def a_request(**changes: object) -> DrawRequest:
    """A quota of two an agent out of May, seed 7, without seconds unless asked for."""
    design = changes.pop("design", Design(quota=2, double_share=0.0))
    population = changes.pop("population", JUST_MAY)
    return DrawRequest(population, design, int(str(changes.pop("seed", 7))), **changes)  # type: ignore[arg-type]
