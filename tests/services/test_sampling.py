"""Drawing for good: what is recorded and assigned, blind seconds, and that targeted picks never speak for an agent."""

from __future__ import annotations

import zlib
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.coaching_span import Span
from qa_desk.domain.errors import Refusal
from qa_desk.domain.progress import Quiet
from qa_desk.domain.sample_frame import frame_hash, read_frame
from qa_desk.domain.sampling import Design, Method, Population, Targets
from qa_desk.kpis.figure import Request
from qa_desk.services.care import check_workspace
from qa_desk.services.evaluations import revise_evaluation, submit_evaluation
from qa_desk.services.kpis import figures
from qa_desk.services.quality import finals, load_evaluations
from qa_desk.services.queue import queue_of
from qa_desk.services.sampling import cards_by_channel, draw_sample, new_seed, propose_sample
from qa_desk.services.sampling_raters import Terms, set_terms
from tests.sampling_centre import FIRST, JUST_MAY, LAST, a_request, add_call, add_ticket, build_centre, evaluate

if TYPE_CHECKING:
    import sqlite3

    from qa_desk.workspace.workspace import Workspace

MAY = Span(FIRST, LAST)


@pytest.fixture
def centre(workspace: Workspace) -> Workspace:
    build_centre(workspace)
    return workspace


def rows(workspace: Workspace, sql: str) -> list[sqlite3.Row]:
    return workspace.connection.execute(sql).fetchall()


def test_a_proposal_writes_nothing(centre: Workspace) -> None:
    before = list(centre.connection.iterdump())
    proposal = propose_sample(centre, a_request())
    assert list(centre.connection.iterdump()) == before
    assert len(proposal.draw.drawn) == 10
    assert proposal.agents == {"ann": "Ann", "bo": "Bo", "chi": "Chi", "dee": "Dee", "eli": "Eli"}
    assert set(proposal.evaluators.values()) == {"Mara Quill", "Tomas Ek", "Lead Two"}


def test_what_is_drawn_is_recorded_whole(centre: Workspace) -> None:
    sample_id = draw_sample(centre, a_request(title=" May ", due_on="2024-06-10"))
    (sample,) = rows(centre, "SELECT * FROM samples")
    assert (sample["id"], sample["number"], sample["title"], sample["method"]) == (sample_id, 1, "May", "quota")
    assert (sample["seed"], sample["algorithm"], sample["frame_size"]) == (7, "sha256-order-1", 60)
    assert (sample["due_on"], sample["drawn_by"]) == ("2024-06-10", "tester")
    frame = read_frame(zlib.decompress(rows(centre, "SELECT contacts FROM sample_frames")[0][0]).decode())
    assert (len(frame), frame_hash(frame)) == (60, sample["frame_hash"])
    items = rows(centre, "SELECT * FROM sample_items ORDER BY position")
    assert [item["position"] for item in items] == list(range(1, 11))
    assert Counter(item["agent_id"] for item in items) == dict.fromkeys(("ann", "bo", "chi", "dee", "eli"), 2)
    assert check_workspace(centre, Quiet()).is_sound


def test_every_item_is_assigned_with_its_card_and_due_date(centre: Workspace) -> None:
    draw_sample(centre, a_request(due_on="2024-06-10"))
    found = rows(
        centre,
        "SELECT i.channel, s.key, a.due_on, a.sample_method, a.is_second FROM assignments a "
        "JOIN interactions i ON i.id = a.interaction_id JOIN scorecard_versions v ON v.id = a.scorecard_version_id "
        "JOIN scorecards s ON s.id = v.scorecard_id",
    )
    assert {tuple(row) for row in found} == {
        ("call", "voice", "2024-06-10", "quota", 0),
        ("chat", "chat", "2024-06-10", "quota", 0),
    }
    assert len(found) == 10
    assert sum(len(queue_of(centre, evaluator)) for evaluator in ("quill", "ek", "two")) == 10


def test_the_same_request_draws_the_same_on_another_computer(centre: Workspace, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Another file, other ids inside, rows in another order: the outside ids decide."""
    from qa_desk.workspace.workspace import create_workspace

    other = create_workspace(tmp_path_factory.mktemp("other") / "other.qadesk")
    build_centre(other)
    with other.transaction() as connection:
        for table in ("media", "utterances", "interactions"):
            held = connection.execute(f"SELECT * FROM {table}").fetchall()
            if table == "interactions":
                connection.execute(f"DELETE FROM {table}")
                marks = ", ".join("?" for _ in held[0])
                connection.executemany(f"INSERT INTO {table} VALUES ({marks})", [tuple(row) for row in held[::-1]])
                connection.execute("UPDATE interactions SET id = 'x' || id")
            else:
                connection.execute(f"DELETE FROM {table}")
    everything = replace(JUST_MAY, needs_content=False)
    one = propose_sample(centre, a_request(population=everything))
    two = propose_sample(other, a_request(population=everything))
    other.close()
    assert (one.draw, one.spread, one.hash) == (two.draw, two.spread, two.hash)


def test_a_second_sample_draws_other_contacts(centre: Workspace) -> None:
    draw_sample(centre, a_request())
    draw_sample(centre, a_request())
    assert len(rows(centre, "SELECT DISTINCT interaction_id FROM sample_items")) == 20
    assert [row["number"] for row in rows(centre, "SELECT number FROM samples ORDER BY id")] == [1, 2]


def test_what_was_seen_is_what_is_drawn(centre: Workspace) -> None:
    proposal = propose_sample(centre, a_request())
    draw_sample(centre, proposal.request, proposal=proposal)
    drawn = [row["contact"] for row in rows(centre, "SELECT contact FROM sample_items ORDER BY position")]
    assert drawn == [each.contact.id for each in proposal.draw.drawn]


def test_a_preview_that_time_has_passed_is_not_drawn(centre: Workspace) -> None:
    proposal = propose_sample(centre, a_request())
    evaluate(centre, rows(centre, "SELECT id FROM interactions WHERE external_id = 'R-ann-00'")[0]["id"], "quill")
    with pytest.raises(Refusal, match="has changed since the preview"):
        draw_sample(centre, proposal.request, proposal=proposal)
    assert rows(centre, "SELECT * FROM samples") == []


def test_a_change_that_changes_nothing_does_not_stand_in_the_way(centre: Workspace) -> None:
    proposal = propose_sample(centre, a_request())
    centre.connection.execute("UPDATE agents SET email = 'new@example.org' WHERE id = 'ann'")
    draw_sample(centre, proposal.request, proposal=proposal)
    assert len(rows(centre, "SELECT * FROM sample_items")) == 10


def test_the_chance_of_each_item_goes_with_its_evaluation(centre: Workspace) -> None:
    draw_sample(centre, a_request(design=Design(quota=6, strata=("channel",), double_share=0)))
    for row in rows(centre, "SELECT interaction_id, evaluator_id FROM assignments"):
        evaluate(centre, row["interaction_id"], row["evaluator_id"])
    found = {(row["sample_method"], row["inclusion_prob"]) for row in rows(centre, "SELECT * FROM evaluations")}
    assert found == {("quota", 0.5)}  # 4 of 8 calls, 2 of 4 chats
    (evaluation,) = rows(centre, "SELECT id FROM evaluations LIMIT 1")
    revision = revise_evaluation(centre, evaluation["id"], "a slip")
    assert rows(centre, f"SELECT inclusion_prob FROM evaluations WHERE id = '{revision.id}'")[0][0] == 0.5


def test_targeted_picks_never_enter_a_score(centre: Workspace) -> None:
    design = Design(Method.TARGETED, size=3, quota=None, targets=Targets(("short",), short_s=30.0), double_share=0)
    draw_sample(centre, a_request(design=design))
    (kept,) = {row["reasons"] for row in rows(centre, "SELECT reasons FROM sample_items")}
    assert kept == '["short|0"]'
    for row in rows(centre, "SELECT interaction_id, evaluator_id FROM assignments"):
        evaluate(centre, row["interaction_id"], row["evaluator_id"], "No")
    assert [row["inclusion_prob"] for row in rows(centre, "SELECT inclusion_prob FROM evaluations")] == [None] * 3
    found = load_evaluations(centre, MAY)
    assert len(found) == 3
    assert finals(found) == []
    (score,) = figures(centre, Request(("qa_score",)))
    assert (score.n, score.value, score.excluded) == (0, None, 3)


def test_the_second_of_two_never_counts(centre: Workspace) -> None:
    draw_sample(centre, a_request(design=Design(quota=2, double_share=0.3)))
    assert Counter(row["is_second"] for row in rows(centre, "SELECT is_second FROM assignments")) == {0: 10, 1: 3}
    for row in rows(centre, "SELECT interaction_id, evaluator_id, is_second FROM assignments"):
        evaluate(centre, row["interaction_id"], row["evaluator_id"], "No" if row["is_second"] else "Yes")
    found = load_evaluations(centre, MAY)
    assert [float(final) for final in finals(found)] == [100.0] * 10
    (score,) = figures(centre, Request(("qa_score",)))
    assert (score.n, score.value) == (10, 100.0)


def test_a_revised_second_does_not_count_either(centre: Workspace) -> None:
    draw_sample(centre, a_request(design=Design(quota=2, double_share=0.1)))
    (row,) = rows(centre, "SELECT interaction_id, evaluator_id FROM assignments WHERE is_second = 1")
    revision = revise_evaluation(centre, evaluate(centre, row["interaction_id"], row["evaluator_id"]), "a slip")
    submit_evaluation(centre, revision.id)
    assert rows(centre, "SELECT * FROM current_evaluations") == []


def test_contacts_of_the_imports_become_interactions_when_drawn(centre: Workspace) -> None:
    add_call(centre, "K-1", "A0", FIRST)
    add_ticket(centre, "T-1", "bo", FIRST, subject="Where is it", customer_id="K9")
    population = Population(first=FIRST, last=FIRST, needs_content=False)
    draw_sample(centre, a_request(population=population, design=Design(quota=9, double_share=0)))
    made = rows(centre, "SELECT * FROM interactions WHERE external_id IN ('K-1', 'T-1') ORDER BY external_id")
    assert [(row["channel"], row["agent_id"], row["duration_s"], row["customer_id"]) for row in made] == [
        ("call", "ann", 320.0, "K1"),
        ("ticket", "bo", None, "K9"),
    ]
    assert [row["subject"] for row in made] == [None, "Where is it"]


def test_a_recording_of_nobody_gets_the_agent_of_its_call(centre: Workspace) -> None:
    centre.connection.execute("UPDATE interactions SET agent_id = NULL WHERE external_id = 'R-ann-00'")
    add_call(centre, "R-ann-00", "A0", FIRST)
    draw_sample(centre, a_request(design=Design(quota=12, double_share=0)))
    assert rows(centre, "SELECT agent_id FROM interactions WHERE external_id = 'R-ann-00'")[0][0] == "ann"


def test_agents_with_too_few_contacts_are_named(centre: Workspace) -> None:
    proposal = propose_sample(centre, a_request(population=Population(first=date(2024, 5, 21)), design=Design(quota=4)))
    assert proposal.short_agents == ("ann", "bo", "chi", "dee", "eli")
    assert len(proposal.draw.drawn) == 10


def test_evaluators_who_may_not_are_not_given_anything(centre: Workspace) -> None:
    set_terms(centre, Terms("ek", "Tomas Ek", 0))
    proposal = propose_sample(centre, a_request(evaluator_ids=("ek", "two")))
    given = {share.agent for share in proposal.spread.shares}
    assert given == {"ann", "bo", "chi"}
    assert len(proposal.spread.unassigned) == 4


def test_what_nobody_may_score_stays_in_the_record(centre: Workspace) -> None:
    draw_sample(centre, a_request(evaluator_ids=()))
    assert rows(centre, "SELECT * FROM assignments") == []
    assert len(rows(centre, "SELECT * FROM sample_items")) == 10


def test_nothing_to_draw_is_said(centre: Workspace) -> None:
    with pytest.raises(Refusal, match="no contact fits"):
        draw_sample(centre, a_request(population=Population(queues=("Nowhere",))))


@pytest.mark.parametrize("seed", [-1, 2**53])
def test_a_seed_that_is_none_is_refused(centre: Workspace, seed: int) -> None:
    with pytest.raises(Refusal, match="whole number"):
        propose_sample(centre, a_request(seed=seed))


def test_a_seed_nobody_chose_is_short(centre: Workspace) -> None:
    assert 0 <= new_seed(centre) < 2**30


def test_one_card_for_all_or_the_card_of_the_channel(centre: Workspace) -> None:
    listed = "SELECT v.id, s.key FROM scorecard_versions v JOIN scorecards s ON s.id = v.scorecard_id"
    keys = {row["id"]: row["key"] for row in rows(centre, listed)}
    found = cards_by_channel(centre, a_request(), {"call", "chat", "email", "social"})
    named = {channel: keys[version] for channel, version in found.items()}
    assert named.pop("social") in keys.values()  # none is meant for it: any is better than none
    assert named == {"call": "voice", "chat": "chat", "email": "ticket"}
    only = next(version for version, key in keys.items() if key == "chat")
    assert set(cards_by_channel(centre, a_request(version_id=only), {"call", "chat"}).values()) == {only}


def test_without_a_published_scorecard_nothing_is_drawn(workspace: Workspace) -> None:
    with pytest.raises(Refusal, match="no published scorecard"):
        cards_by_channel(workspace, a_request(), {"call"})
