"""Who could be drawn: each filter, what is never drawn, and what only the imports know."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Cancelled
from qa_desk.domain.progress import Quiet
from qa_desk.domain.sampling import Design, Population
from qa_desk.services.sampling_population import Counted, count_population, frame_of, population_choices
from qa_desk.workspace.settings import set_settings
from tests.sampling_centre import (
    EACH,
    FIRST,
    JUST_MAY,
    add_answer,
    add_call,
    add_contact,
    add_ticket,
    build_centre,
    evaluate,
    instant,
)

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace

ALL = Population(needs_content=False, is_fresh=False)


@pytest.fixture
def centre(workspace: Workspace) -> Workspace:
    build_centre(workspace)
    return workspace


def counted(workspace: Workspace, **filters: object) -> Counted:
    return count_population(workspace, Population(**filters))  # type: ignore[arg-type]


def ids(workspace: Workspace, population: Population = ALL) -> set[str]:
    return {contact.id for contact in frame_of(workspace, population, Design()).contacts}


def test_without_filters_everything_to_hear_or_read_is_in_it(centre: Workspace) -> None:
    found = counted(centre)
    assert (found.total, found.without_agent) == (5 * EACH, 0)
    assert {agent.name: agent.contacts for agent in found.agents} == dict.fromkeys(("Ann", "Bo", "Chi", "Dee", "Eli"), EACH)
    assert found.channels == {"call": 40, "chat": 20}


@pytest.mark.parametrize(
    ("filters", "total"),
    [
        ({"first": date(2024, 5, 5)}, 5 * 10),
        ({"last": date(2024, 5, 5)}, 5 * 3),
        ({"first": date(2024, 5, 3), "last": date(2024, 5, 3)}, 5),
        ({"channels": ("chat",)}, 20),
        ({"teams": ("Technical",)}, 2 * EACH),
        ({"agents": ("ann", "eli")}, 2 * EACH),
        ({"queues": ("Front",)}, 5 * EACH),
        ({"queues": ("Back",)}, 0),
        ({"drivers": ("Refund",)}, 5 * EACH),
        ({"languages": ("en-GB",)}, 5 * EACH),
        ({"shortest_s": 300.0}, 5 * 7),
        ({"longest_s": 299.0}, 5 * 5),
        ({"tenure": ("new",)}, EACH),
        ({"tenure": ("experienced",)}, 4 * EACH),
        ({"csat": ("none",)}, 5 * EACH),
    ],
)
def test_each_filter_narrows_it(centre: Workspace, filters: dict[str, object], total: int) -> None:
    assert counted(centre, **filters).total == total


def test_satisfaction_is_the_last_answer_on_its_own_scale(centre: Workspace) -> None:
    add_answer(centre, "R-ann-00", 5, at=1)
    add_answer(centre, "R-ann-00", 1, at=2)
    add_answer(centre, "R-ann-01", 5, high_is_good=0)
    add_answer(centre, "R-ann-02", 3)
    add_answer(centre, "R-ann-03", 4)
    assert ids(centre, Population(csat=("low",))) == {"R-ann-00", "R-ann-01"}
    assert ids(centre, Population(csat=("middle",))) == {"R-ann-02"}
    assert ids(centre, Population(csat=("high",))) == {"R-ann-03"}


def test_a_team_counts_where_the_agent_was_then(centre: Workspace) -> None:
    centre.connection.execute(
        "INSERT INTO memberships (id, agent_id, team_id, valid_from) VALUES ('later', 'ann', 'Technical', '2024-05-11')"
    )
    assert {agent.id: agent.contacts for agent in counted(centre, teams=("Billing",)).agents}["ann"] == 5
    assert {agent.id: agent.contacts for agent in counted(centre, teams=("Technical",)).agents}["ann"] == 7


def test_days_are_those_of_the_centre(centre: Workspace) -> None:
    centre.connection.execute(
        "INSERT INTO interactions (id, external_id, channel, agent_id, started_at, created_at) "
        "VALUES ('n', 'N', 'call', 'ann', ?, 0)",
        [instant(date(2024, 5, 31), 22)],
    )
    set_settings(centre, {"timezone": "Asia/Kuala_Lumpur"})
    june = replace(ALL, first=date(2024, 6, 1))
    (contact,) = frame_of(centre, june, Design()).contacts
    assert (contact.id, contact.day) == ("N", "2024-06-01")


def test_what_is_evaluated_assigned_or_calibrated_is_not_drawn_again(centre: Workspace) -> None:
    evaluate(centre, "i-R-ann-00", "quill")
    version = centre.connection.execute("SELECT id FROM scorecard_versions LIMIT 1").fetchone()[0]
    centre.connection.execute(
        "INSERT INTO assignments (id, interaction_id, evaluator_id, scorecard_version_id, sample_method, created_at) "
        "VALUES ('a', 'i-R-ann-01', 'ek', ?, 'random', 0)",
        [version],
    )
    centre.connection.execute(
        "INSERT INTO calibration_sessions (id, title, scorecard_version_id, state, created_at) "
        "VALUES ('c', 'c', ?, 'scoring', 0)",
        [version],
    )
    centre.connection.execute("INSERT INTO calibration_items VALUES ('c', 'i-R-ann-02', 0)")
    assert counted(centre).total == 5 * EACH - 3
    assert counted(centre, is_fresh=False).total == 5 * EACH


def test_what_has_neither_sound_nor_words_is_left_out(centre: Workspace) -> None:
    centre.connection.execute("DELETE FROM media WHERE id = 'f-R-ann-00'")
    assert counted(centre).total == 5 * EACH - 1
    assert counted(centre, needs_content=False).total == 5 * EACH


def test_imported_calls_and_tickets_can_be_drawn_too(centre: Workspace) -> None:
    add_call(centre, "K-1", "A0", FIRST)
    add_call(centre, "K-2", "Bo", FIRST, result="abandoned")
    add_call(centre, "R-ann-00", "A0", FIRST)
    add_ticket(centre, "T-1", "dee@example.org", FIRST, reason="Refund", language="ms")
    add_ticket(centre, "T-2", "bo", FIRST, channel="chat")
    add_ticket(centre, "K-1", "bo", FIRST)
    found = frame_of(centre, ALL, Design())
    known = {contact.id: contact for contact in found.contacts if contact.id[0] in "KT"}
    assert {name: (contact.agent, contact.channel) for name, contact in known.items()} == {
        "K-1": ("ann", "call"),
        "T-1": ("dee", "ticket"),
        "T-2": ("bo", "chat"),
    }
    assert found.origin("K-1").seconds == 320
    assert len(found.contacts) == 5 * EACH + 3
    assert counted(centre).total == 5 * EACH


def test_test_contacts_spam_and_merged_tickets_are_never_drawn(centre: Workspace) -> None:
    add_call(centre, "K-1", "A0", FIRST, is_test=1)
    add_call(centre, "R-ann-00", "A0", FIRST, is_test=1)
    for name, fields in (
        ("T-1", {"is_test": 1}),
        ("T-2", {"is_spam": 1}),
        ("T-3", {"merged_into": "T-9"}),
        ("T-4", {"merged_into": ""}),
    ):
        add_ticket(centre, name, "bo", FIRST, **fields)
    assert {name for name in ids(centre) if name[0] in "KT"} == {"T-4"}
    assert "R-ann-00" not in ids(centre)


def test_contacts_of_nobody_known_are_counted_and_not_drawn(centre: Workspace) -> None:
    add_contact(centre, "X-1", None, FIRST)
    add_ticket(centre, "T-1", "a stranger", FIRST)
    found = count_population(centre, ALL)
    assert (found.total, found.without_agent) == (5 * EACH, 2)
    assert not {"X-1", "T-1"} & ids(centre)


def test_a_recording_without_an_agent_belongs_to_the_agent_of_its_call(centre: Workspace) -> None:
    add_contact(centre, "X-1", None, FIRST)
    add_call(centre, "X-1", "A1", FIRST)
    (contact,) = [each for each in frame_of(centre, JUST_MAY, Design()).contacts if each.id == "X-1"]
    assert (contact.agent, contact.driver) == ("bo", "Refund")


def test_a_frame_freezes_what_strata_are_made_of(centre: Workspace) -> None:
    add_answer(centre, "R-eli-11", 1)
    (contact,) = [each for each in frame_of(centre, JUST_MAY, Design()).contacts if each.id == "R-eli-11"]
    assert (contact.day, contact.channel, contact.driver, contact.tenure) == ("2024-05-23", "chat", "Refund", "new")
    assert (contact.csat, contact.length, contact.language, contact.reasons) == ("low", "long", "en-GB", ())


def test_contacts_without_a_time_have_no_day(centre: Workspace) -> None:
    centre.connection.execute("UPDATE interactions SET started_at = NULL WHERE id = 'i-R-ann-00'")
    (contact,) = [each for each in frame_of(centre, Population(), Design()).contacts if each.id == "R-ann-00"]
    assert (contact.day, contact.tenure) == ("", "unknown")
    assert "R-ann-00" not in ids(centre, JUST_MAY)


def test_the_filters_offer_what_there_is(centre: Workspace) -> None:
    add_ticket(centre, "T-1", "bo", date(2024, 6, 3), reason="Parcel lost", team="Back", language="ms")
    choices = population_choices(centre)
    assert choices.channels == {"call": 40, "chat": 20, "ticket": 1}
    assert choices.drivers == {"Refund": 60, "Parcel lost": 1}
    assert choices.queues == {"Front": 60, "Back": 1}
    assert choices.languages == {"en-GB": 60, "ms": 1}
    assert choices.teams == ("Billing", "Technical")
    assert list(choices.agents.values()) == ["Ann", "Bo", "Chi", "Dee", "Eli"]
    assert (choices.first, choices.last) == (FIRST, date(2024, 6, 3))
    assert not choices.is_empty


def test_an_empty_workspace_offers_nothing(workspace: Workspace) -> None:
    choices = population_choices(workspace)
    assert choices.is_empty
    assert (choices.first, choices.last) == (None, None)
    assert count_population(workspace, Population()) == Counted(0, 0, (), {})


class _Impatient(Quiet):
    def raise_if_cancelled(self) -> None:
        raise Cancelled


def test_counting_can_be_cancelled_and_leaves_nothing_behind(centre: Workspace) -> None:
    with pytest.raises(Cancelled):
        count_population(centre, JUST_MAY, _Impatient())
    assert centre.connection.execute("SELECT count(*) FROM temp.sqlite_master").fetchone()[0] == 0
    assert counted(centre).total == 5 * EACH
