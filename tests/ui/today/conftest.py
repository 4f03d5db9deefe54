"""A small centre with work waiting: two assignments, a calibration in scoring, a promise to an agent, an import."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from qa_desk.services.people import ensure_agents, ensure_evaluator

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace

TODAY = "2024-06-01"
"""The day on which the tests' clock begins."""


@dataclass(frozen=True, slots=True)
class Centre:
    """The ids a test asks for."""

    mei: str
    boris: str
    aisyah: str


@pytest.fixture
def centre(workspace: Workspace) -> Centre:
    aisyah = ensure_agents(workspace, ["Aisyah Rahman"])["Aisyah Rahman"]
    mei, boris = ensure_evaluator(workspace, "Mei Tan"), ensure_evaluator(workspace, "Boris Orlov")
    now = workspace.clock.now()
    with workspace.transaction() as connection:

        def add(table: str, **values: object) -> None:
            names = ", ".join(values)
            places = ", ".join("?" for _ in values)
            connection.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", list(values.values()))

        add("scorecards", id="s", key="voice", title="Voice", created_at=now)
        definition = json.dumps({"key": "voice"})
        add("scorecard_versions", id="v", scorecard_id="s", number=1, status="draft", definition=definition, created_at=now)
        for number, (channel, due) in enumerate((("call", "2024-05-31"), ("chat", TODAY), ("email", None))):
            add(
                "interactions",
                id=f"i{number}",
                external_id=f"47{number}",
                channel=channel,
                agent_id=aisyah,
                started_at=now,
                duration_s=402,
                subject="Invoice <b>wrong</b>",
                created_at=now,
            )
            add(
                "assignments",
                id=f"a{number}",
                interaction_id=f"i{number}",
                evaluator_id=mei,
                scorecard_version_id="v",
                sample_method="random",
                due_on=due,
                created_at=now,
            )
        add(
            "calibration_sessions",
            id="c",
            title="June",
            scorecard_version_id="v",
            state="scoring",
            due_on="2024-06-02",
            created_at=now,
        )
        add("calibration_items", session_id="c", position=0, interaction_id="i0")
        add("calibration_evaluators", session_id="c", evaluator_id=mei)
        add("action_items", id="x", agent_id=aisyah, text="Ask for the cause first", due_on="2024-06-04", created_at=now)
        add("interactions", id="i9", external_id="479", channel="call", agent_id=aisyah, created_at=now)
        add("evaluations", id="e", interaction_id="i9", evaluator_id=boris, scorecard_version_id="v", created_at=now)
        connection.execute("UPDATE evaluations SET status = 'submitted', submitted_at = created_at")
        add("disputes", id="d", evaluation_id="e", raised_by="Aisyah", role="agent", raised_at=now, due_on="2024-06-02")
        add("dispute_points", dispute_id="d", question_id="q", position=0, claim="I did ask", wish="Yes")
        add(
            "import_batches",
            id="b",
            number=1,
            kind="tickets",
            source="canonical",
            path="C:\\data\\june.csv",
            timezone="UTC",
            state="active",
            rows_read=10,
            rows_new=7,
            rows_updated=1,
            rows_unchanged=0,
            rows_refused=2,
            created_at=now,
        )
        add(
            "import_batches",
            id="undone",
            number=2,
            kind="calls",
            source="canonical",
            path="/x/calls.csv",
            timezone="UTC",
            state="undone",
            rows_read=1,
            rows_new=1,
            rows_updated=0,
            rows_unchanged=0,
            rows_refused=0,
            created_at=now,
        )
    return Centre(mei, boris, aisyah)
