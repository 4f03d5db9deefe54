"""A small centre for the coaching tests: two teams, nine agents, half a year of evaluations, surveys, tickets and words."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from qa_desk.domain.scoring import score
from qa_desk.services.scorecards import add_scorecard, get_version, publish_scorecard
from qa_desk.workspace.scorecard_files import read_scorecard_text
from qa_desk.workspace.settings import set_settings

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace

TODAY = date(2024, 5, 31)
FORMULA = '=HYPERLINK("http://example.org","click")'

CARD = """
key: voice
title: Voice support
pass_threshold: 80
mode: points
root_causes: [{id: hurry, title: In a hurry}, {id: unknown, title: Did not know}]
sections:
  - id: opening
    title: Opening
    questions:
      - {id: greeting, title: Greeting and name, weight: 10, credits: {"yes": 1, "no": 0}, fail: ["no"]}
      - {id: verified, title: Caller verified, weight: 10, credits: {"yes": 1, "no": 0}, fail: ["no"], critical: compliance,
         autofail: {trigger: ["no"], scope: form}}
  - id: resolution
    title: Resolution
    questions:
      - {id: diagnosis, title: Right diagnosis, weight: 30, fail: ["0", "1"],
         credits: {"0": 0, "1": 0.25, "2": 0.5, "3": 0.75, "4": 1}}
      - {id: next_step, title: Next step agreed, weight: 20, credits: {"yes": 1, "no": 0}, fail: ["no"],
         root_causes: [hurry, unknown]}
  - id: manner
    title: Manner
    questions:
      - {id: empathy, title: Empathy, weight: 20, credits: {"0": 0, "1": 0.5, "2": 1}, fail: ["0"]}
      - {id: words, title: Plain words, weight: 10, credits: {"yes": 1, "no": 0}, fail: ["no"]}
"""

AGENTS: dict[str, tuple[str, str, float, int]] = {
    # id → name, team, skill (share of full marks), evaluations in half a year
    "aisyah": ("Nurul Aisyah binti Rahman", "Billing", 0.93, 16),
    "bo": ("Bo Lindqvist", "Billing", 0.86, 14),
    "chen": ("陈晓明", "Billing", 0.62, 15),
    "dmitri": ("Дмитрий Соколов", "Billing", 0.85, 14),
    "eva": ("Eva Novák", "Billing", 0.84, 3),
    "farid": ("Farid Hassan", "Technical", 0.9, 14),
    "grace": ("Grace O'Neill", "Technical", 0.83, 14),
    "hana": ("Hana Sato", "Technical", 0.78, 14),
    "idle": ("Ida Berg", "Technical", 0.8, 0),
}


@dataclass(frozen=True, slots=True)
class Built:
    """Ids by what the tests call them."""

    version: str
    agents: dict[str, str]


def instant(day: date, hour: int = 10) -> int:
    """UTC seconds of an hour of a day."""
    return int(datetime(day.year, day.month, day.day, hour, tzinfo=UTC).timestamp())


def build_centre(workspace: Workspace) -> Built:
    """Fill a new workspace."""
    reading = read_scorecard_text(CARD)
    assert reading.version is not None, reading.faults
    version = publish_scorecard(workspace, add_scorecard(workspace, reading.version)).id
    set_settings(workspace, {"as_of": f"{TODAY.isoformat()}T23:00:00+00:00", "goals": {"qa_score": 80, "csat": 0.8}})
    luck = random.Random(20)
    with workspace.transaction() as connection:
        for team, lead in (("Billing", "Lead One"), ("Technical", "Lead Two")):
            connection.execute("INSERT INTO teams VALUES (?, ?, ?)", [team, team, lead])
        connection.executemany("INSERT INTO evaluators (id, name) VALUES (?, ?)", [("e1", "Mara Quill"), ("e2", "Tomas Ek")])
        for key, (name, team, _, _) in AGENTS.items():
            hired = "2024-05-06" if key == "eva" else "2022-03-01"
            connection.execute(
                "INSERT INTO agents (id, external_id, name, hire_date, created_at) VALUES (?, ?, ?, ?, 0)",
                [key, key, name, hired],
            )
            connection.execute(
                "INSERT INTO memberships (id, agent_id, team_id, valid_from) VALUES (?, ?, ?, ?)", [f"m-{key}", key, team, hired]
            )
    for key, (_, _, skill, count) in AGENTS.items():
        for number in range(count):
            back = 2 + number * 2 if key == "eva" else 1 + number * (175 // max(count, 1))
            add_evaluation(workspace, version, key, TODAY - timedelta(days=back), answers(luck, skill), number)
    _facts(workspace, luck)
    return Built(version, {key: key for key in AGENTS})


def answers(luck: random.Random, skill: float) -> dict[str, str]:
    """A sheet that a person of this skill may get."""

    def yes(share: float) -> str:
        return "yes" if luck.random() < share else "no"

    return {
        "greeting": yes(0.5 + skill / 2),
        "verified": "no" if luck.random() < (0.93 - skill) / 8 else "yes",
        "diagnosis": str(min(4, max(0, round(luck.gauss(4 * skill, 0.7))))),
        "next_step": yes(skill),
        "empathy": str(min(2, max(0, round(luck.gauss(2 * skill, 0.5))))),
        "words": yes(0.6 + skill * 0.4),
    }


def add_evaluation(
    workspace: Workspace,
    version: str,
    agent: str,
    day: date,
    given: dict[str, str],
    number: int = 0,
    *,
    method: str = "random",
    comment: str | None = None,
) -> str:
    """One submitted evaluation with its interaction; the evaluation's id."""
    result = score(get_version(workspace, version), given)
    interaction, evaluation, at = workspace.clock.new_id(), workspace.clock.new_id(), instant(day, 9 + number % 8)
    with workspace.transaction() as connection:
        connection.execute(
            "INSERT INTO interactions (id, external_id, channel, agent_id, started_at, duration_s, created_at) "
            "VALUES (?, ?, 'call', ?, ?, 300, ?)",
            [interaction, f"C-{agent}-{interaction[-6:]}", agent, at, at],
        )
        connection.execute(
            "INSERT INTO evaluations (id, interaction_id, agent_id, evaluator_id, scorecard_version_id, sample_method, "
            "created_at, summary) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                evaluation,
                interaction,
                agent,
                ("e1", "e2")[number % 2],
                version,
                method,
                at,
                "Calm and clear." if number % 5 == 0 else None,
            ],
        )
        for question, value in given.items():
            text, cause = None, None
            if question == "next_step" and value == "no":
                text, cause = comment or "Ended without saying what happens next.", ("hurry", "unknown")[number % 2]
            if question == "words" and value == "no":
                text = FORMULA
            connection.execute(
                "INSERT INTO answers (evaluation_id, question_id, value, comment, root_cause, touched_at) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                [evaluation, question, value, text, cause, at],
            )
        if given["empathy"] == "0":
            connection.execute(
                "INSERT INTO markers (id, evaluation_id, question_id, at_s, text, created_at) "
                "VALUES (?, ?, 'empathy', 73.5, 'Talks over an upset customer', ?)",
                [workspace.clock.new_id(), evaluation, at],
            )
        final = result.final
        connection.execute(
            "UPDATE evaluations SET status = 'submitted', score_status = ?, final = ?, before_autofail = ?, base = ?, "
            "adjustment = ?, final_real = ?, before_autofail_real = ?, "
            "shown = ?, passed = ?, autofail = ?, submitted_at = ? WHERE id = ?",
            [
                result.status.value,
                None if final is None else str(final),
                None if result.before_autofail is None else str(result.before_autofail),
                None if result.base is None else str(result.base),
                str(result.adjustment),
                None if final is None else float(final),
                None if result.before_autofail is None else float(result.before_autofail),
                result.shown,
                None if result.passed is None else int(result.passed),
                json.dumps([trigger.question for trigger in result.autofail]),
                at + 86_400,
                evaluation,
            ],
        )
    return evaluation


def _facts(workspace: Workspace, luck: random.Random) -> None:
    tickets, surveys = [], []
    for key, (name, team, skill, _) in AGENTS.items():
        for number in range(60):
            day = TODAY - timedelta(days=number * 3)
            at = instant(day, 8 + number % 9)
            reply = int(luck.lognormvariate(7.2 - skill, 0.7))
            solved = at + reply + int(luck.lognormvariate(9, 0.8))
            ticket = f"T-{key}-{number:03d}"
            tickets.append(
                (
                    ticket,
                    at,
                    "email",
                    team,
                    key,
                    f"cust-{key}-{number}",
                    "billing",
                    "solved",
                    at + reply,
                    solved,
                    solved,
                    1,
                    2,
                    number,
                )
            )
            happy = luck.random() < skill - 0.1
            words = None
            if number % 6 == 0:
                words = "Solved at once, thank you" if happy else "I had to explain everything twice"
            surveys.append(
                (f"S-{ticket}", "csat", at, solved + 3600, 5.0 if happy else 2.0, 1.0, 5.0, words, ticket, name, number)
            )
    with workspace.transaction() as connection:
        connection.executemany(
            "INSERT INTO tickets (ticket_id, created_at, channel, team, assignee, customer_id, reason, status, first_reply_at, "
            "first_solved_at, solved_at, agent_replies, public_messages, batch_id, row_no, row_hash) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'b', ?, 0)",
            tickets,
        )
        connection.executemany(
            "INSERT INTO surveys (response_id, type, sent_at, responded_at, score, scale_min, scale_max, comment, ticket_id, "
            "agent, batch_id, row_no, row_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'b', ?, 0)",
            surveys,
        )
