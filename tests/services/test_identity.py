"""The review of people, from files that name them in several ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.services.identity import keep_apart, review_people, same_person
from qa_desk.services.imports import run_import, undo_batch
from qa_desk.services.people import agent_ids, list_agents

if TYPE_CHECKING:
    from pathlib import Path

    from qa_desk.workspace.workspace import Workspace

ROSTER = (
    "agent_id,team,name,email,valid_from\n"
    "A1,Red,Ann Smith,ann.smith@x.example,2024-01-01\n"
    "A2,Red,Bo Lee,bo@x.example,2024-01-01\n"
)
TICKETS = (
    "ticket_id,created_at,status,assignee_id\n"
    '1,2024-01-01,open,"Smith, Ann"\n'
    "2,2024-01-02,open,B. Lee\n"
    "3,2024-01-03,open,ann.smith@x.example\n"
    "4,2024-01-03,open,a1\n"
)


def take(workspace: Workspace, folder: Path, kind: str, text: str, name: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    batch = run_import(workspace, kind, [path]).batch
    assert batch
    return batch


@pytest.fixture
def centre(workspace: Workspace, tmp_path: Path) -> Workspace:
    take(workspace, tmp_path, "roster", ROSTER, "roster.csv")
    take(workspace, tmp_path, "tickets", TICKETS, "tickets.csv")
    return workspace


def state(workspace: Workspace) -> list[list[tuple[object, ...]]]:
    return [
        [tuple(row) for row in workspace.connection.execute(f"SELECT * FROM {table} ORDER BY 1")]
        for table in ("agents", "agent_aliases", "memberships", "teams")
    ]


def test_agents_are_matched_by_id_and_mail_and_the_rest_is_to_be_reviewed(centre: Workspace) -> None:
    assert [agent.name for agent in list_agents(centre)] == ["Ann Smith", "B. Lee", "Bo Lee", "Smith, Ann"]
    pairs = [(pair.first.name, pair.second.name) for pair in review_people(centre).pairs]
    assert pairs == [("Ann Smith", "Smith, Ann"), ("B. Lee", "Bo Lee")]


def test_one_person_under_two_names_is_folded_into_one(centre: Workspace) -> None:
    same_person(centre, "Ann Smith", "Smith, Ann")
    known = agent_ids(centre)
    assert len({known[name] for name in ("a1", "ann smith", "smith, ann", "ann.smith@x.example")}) == 1
    assert [agent.team for agent in list_agents(centre) if agent.name == "Ann Smith"] == ["Red"]
    assert ("Ann Smith", "Smith, Ann") not in [(p.first.name, p.second.name) for p in review_people(centre).pairs]


def test_a_later_file_finds_the_folded_name(centre: Workspace, tmp_path: Path) -> None:
    same_person(centre, "A1", "Smith, Ann")
    take(centre, tmp_path, "tickets", TICKETS.replace("\n1,", "\n11,"), "later.csv")
    assert len(list_agents(centre)) == 3


def test_two_people_are_not_asked_about_again(centre: Workspace) -> None:
    keep_apart(centre, "B. Lee", "bo@x.example")
    keep_apart(centre, "bo lee", "B. Lee")
    assert [(pair.first.name, pair.second.name) for pair in review_people(centre).pairs] == [("Ann Smith", "Smith, Ann")]


def test_who_was_in_two_teams_at_once_is_not_folded(centre: Workspace) -> None:
    before = state(centre)
    with pytest.raises(Refusal, match="in teams at the same time"):
        same_person(centre, "Ann Smith", "Bo Lee")
    assert state(centre) == before


def test_contacts_go_over_but_one_who_was_coached_stays(centre: Workspace) -> None:
    known = agent_ids(centre)
    ann, other = known["a1"], known["smith, ann"]
    centre.connection.execute("INSERT INTO interactions (id, channel, agent_id, created_at) VALUES ('i', 'call', ?, 0)", [other])
    centre.connection.execute(
        "INSERT INTO coaching_sessions (id, agent_id, coach, held_on, created_at) VALUES ('s', ?, 'Eva', '2024-01-01', 0)", [ann]
    )
    before = state(centre)
    with pytest.raises(Refusal, match="“Ann Smith” was drawn, evaluated or coached"):
        same_person(centre, "Smith, Ann", "A1")
    assert state(centre) == before
    assert centre.connection.execute("SELECT agent_id FROM interactions").fetchone()[0] == other
    same_person(centre, "A1", "Smith, Ann")
    assert centre.connection.execute("SELECT agent_id FROM interactions").fetchone()[0] == ann


@pytest.mark.parametrize(("keep", "other", "says"), [("Ann Smith", "a1", "one person already"), ("Ann Smith", "Zoe", "no agent")])
def test_what_cannot_be_folded_is_said(centre: Workspace, keep: str, other: str, says: str) -> None:
    with pytest.raises(Refusal, match=says):
        same_person(centre, keep, other)


def test_a_name_that_two_go_by_is_listed_and_belongs_to_neither(centre: Workspace, tmp_path: Path) -> None:
    take(centre, tmp_path, "roster", "agent_id,team,name,valid_from\nA9,Blue,Ann Smith,2024-01-01\n", "more.csv")
    shared = review_people(centre).shared
    assert [(one.name, one.agents) for one in shared] == [("ann smith", ("Ann Smith (A1)", "Ann Smith (A9)"))]
    assert "ann smith" not in agent_ids(centre)


def test_what_a_later_roster_changes_is_listed_and_the_old_mail_still_finds_the_person(centre: Workspace, tmp_path: Path) -> None:
    text = "agent_id,team,name,email,valid_from\nA1,Blue,Ann Smith,ann@y.example,2024-03-01\n"
    before = state(centre)
    batch = take(centre, tmp_path, "roster", text, "march.csv")
    found = {(one.who, one.field): (one.before, one.after) for one in review_people(centre).overwritten}
    assert found == {
        ("Ann Smith", "email"): ("ann.smith@x.example", "ann@y.example"),
        ("Ann Smith", "valid_to"): (None, "2024-03-01"),
    }
    known = agent_ids(centre)
    assert known["ann.smith@x.example"] == known["ann@y.example"]
    assert [agent.team for agent in list_agents(centre, "2024-02-01") if agent.name == "Ann Smith"] == ["Red"]
    assert [agent.team for agent in list_agents(centre, "2024-04-01") if agent.name == "Ann Smith"] == ["Blue"]
    undo_batch(centre, batch)
    assert state(centre) == before
    assert review_people(centre).overwritten == ()


def test_nothing_is_to_be_reviewed_in_an_empty_centre(workspace: Workspace) -> None:
    review = review_people(workspace)
    assert (review.pairs, review.shared, review.overwritten) == ((), (), ())
