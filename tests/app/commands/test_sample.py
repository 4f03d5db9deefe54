"""`qa-desk sample`: planned, drawn, repeated and replaced from outside."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from qa_desk.app.console import Console
from qa_desk.app.main import main
from qa_desk.domain.sample_draw import draw
from qa_desk.domain.sample_frame import Contact, frame_hash
from qa_desk.domain.sampling import design_of
from tests.coaching_centre import build_centre as build_coached
from tests.sampling_centre import FIRST, add_call, add_contact, build_centre

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace

MAY = ("--from", "2024-05-01", "--to", "2024-05-31")


def run(*arguments: object) -> tuple[int, str, str]:
    console = Console(out=io.StringIO(), err=io.StringIO())
    status = main([str(argument) for argument in arguments], console)
    return status, console.out.getvalue(), console.err.getvalue()  # type: ignore[attr-defined]


@pytest.fixture
def centre(workspace: Workspace) -> Workspace:
    build_centre(workspace)
    return workspace


def sample(workspace: Workspace, *arguments: object) -> tuple[int, str, str]:
    return run("-w", workspace.path, "sample", *arguments)


def document(workspace: Workspace, *arguments: object) -> dict[str, Any]:
    status, out, err = sample(workspace, *arguments, "--json")
    assert status == 0, err
    found: dict[str, Any] = json.loads(out)
    return found


def test_a_plan_says_how_many_are_needed(centre: Workspace) -> None:
    found = document(centre, "plan", *MAY, "--quota", 8)
    assert (found["population"]["total"], len(found["population"]["agents"])) == (60, 5)
    assert (found["needed_for_share"], found["needed_for_mean"], found["needed_to_see"]) == (49, 25, 149)
    assert found["each"]["n"] == 8
    assert found["question"]["contacts"] == 12
    limited = document(centre, "plan", *MAY, "--contacts", 400, "--this-period", "--pass-rate", 0.85, "--sd", 12)
    assert (limited["needed_for_share"], limited["needed_for_mean"]) == (44, 24)


def test_a_plan_reads_as_two_tables(centre: Workspace) -> None:
    status, out, _err = sample(centre, "plan")
    assert status == 0
    assert "60 contacts of 5 agents" in out
    assert "Reckoned with a spread of 12.0 points and 85 % that pass." in out
    assert "mean score ± 5 points           25" in out


def test_a_plan_names_the_agents_whose_decision_is_open(workspace: Workspace) -> None:
    build_coached(workspace)
    found = document(workspace, "plan", "--top-up", "--any-content")
    assert {"name", "more", "chance_below"} <= set(found["open_decisions"][0])
    _status, out, _err = sample(workspace, "plan", "--top-up")
    assert "chance to be below the goal" in out
    assert "72 % pass (from 60 evaluations)" in out


def test_without_a_goal_no_decision_is_open(centre: Workspace) -> None:
    assert "No agent is undecided" in sample(centre, "plan", "--top-up")[1]


def test_a_draw_says_who_scores_what(centre: Workspace) -> None:
    found = document(centre, "draw", *MAY, "--quota", 2, "--seed", 7, "--double", 0.1, "--due", "2024-06-10", "--title", "May")
    assert (found["number"], found["seed"], found["method"], found["algorithm"]) == (1, 7, "quota", "sha256-order-1")
    assert found["frame"]["size"] == 60
    assert len(found["drawn"]) == 10
    assert all(row["evaluator"] and 0 < row["chance"] < 1 for row in found["drawn"])
    assert sum(row["second"] is not None for row in found["drawn"]) == 1
    assert sum(cell["contacts"] for cell in found["matrix"]) == 11
    assert [group["drawn"] for group in found["groups"]] == [2] * 5


def test_the_same_seed_draws_the_same_again(centre: Workspace) -> None:
    arguments = ("draw", *MAY, "--quota", 3, "--seed", 99, "--stratify", "channel", "--dry-run")
    assert document(centre, *arguments) == document(centre, *arguments)
    assert document(centre, "list") == {"samples": []}


def test_a_dry_run_says_that_nothing_was_written(centre: Workspace) -> None:
    _status, out, _err = sample(centre, "draw", "--size", 3, "--seed", 1, "--dry-run")
    assert out.startswith("Nothing was written. · random; 3 contacts")


def test_anybody_can_draw_again_from_the_published_record(centre: Workspace) -> None:
    """The frame, the seed and the documented order are all it takes."""
    document(centre, "draw", *MAY, "--quota", 2, "--seed", 7)
    record = document(centre, "show", 1, "--frame")
    contacts = [Contact(**each | {"reasons": tuple(each["reasons"])}) for each in record["frame"]["contacts"]]
    assert frame_hash(contacts) == record["frame"]["hash"]
    again = draw(contacts, design_of(record["design"]), record["seed"])
    assert [each.contact.id for each in again.drawn] == [item["reference"] for item in record["items"]]


def test_repeating_says_the_same_or_fails(centre: Workspace) -> None:
    sample(centre, "draw", *MAY, "--quota", 2, "--seed", 7, "--title", "May")
    status, out, _err = sample(centre, "repeat", "May")
    assert (status, out) == (0, "May: the same 10 contacts out of 60, seed 7.\n")
    assert document(centre, "repeat", "1")["same"] is True
    centre.connection.execute("DROP TRIGGER samples_fixed")
    centre.connection.execute("UPDATE samples SET seed = 8")
    status, out, _err = sample(centre, "repeat", "1")
    assert status == 1
    assert "comes out otherwise" in out
    centre.connection.execute("UPDATE samples SET frame_size = 61")
    assert "not the one of the record" in sample(centre, "repeat", "1")[1]


def test_the_method_follows_from_the_options(centre: Workspace) -> None:
    def methods(*arguments: object) -> str:
        return str(document(centre, "draw", *arguments, "--dry-run")["method"])

    assert methods("--size", 5) == "random"
    assert methods("--why", "long", "--longer-than", 600, "--size", 5) == "targeted"
    assert methods() == "quota"


def test_targeted_picks_say_why(centre: Workspace) -> None:
    status, out, _err = sample(centre, "draw", "--why", "short", "--shorter-than", 30, "--size", 2)
    assert status == 0
    assert "short: 0 s" in out


def test_every_filter_can_be_given(centre: Workspace) -> None:
    add_call(centre, "K-1", "A0", FIRST)
    found = document(
        centre,
        *("plan", *MAY, "--channel", "call", "--team", "Billing", "--agent", "a0", "--queue", "Front", "--driver", "Refund"),
        *("--language", "en-GB", "--min-duration", 60, "--max-duration", 400, "--csat", "none", "--tenure", "experienced"),
        *("--any-content", "--include-evaluated"),
    )
    assert found["population"]["agents"] == [{"id": "ann", "name": "Ann", "contacts": 4}]


def test_an_agent_nobody_knows_is_refused(centre: Workspace) -> None:
    status, _out, err = sample(centre, "plan", "--agent", "Nemo")
    assert status == 1
    assert "Nemo" in err


def test_samples_are_listed_and_shown(centre: Workspace) -> None:
    sample(centre, "draw", *MAY, "--quota", 2, "--seed", 7, "--title", "May", "--evaluator", "Tomas Ek", "--double", 0)
    assert "sample replace" not in sample(centre, "replace", "May", 3, "--reason", "other", "--words", "music only")[1]
    _status, out, _err = sample(centre, "list")
    assert "May" in out
    assert "1 × other" in out
    _status, out, _err = sample(centre, "show", "May")
    assert "2024-05-01 to 2024-05-31" in out
    assert "replaced by Tomas Ek: 1 × other" in out
    assert "other · music only" in out
    assert "for 3" in out


def test_what_cannot_be_replaced_is_said(centre: Workspace) -> None:
    sample(centre, "draw", *MAY, "--quota", 2, "--seed", 7, "--title", "May", "--evaluator", "Tomas Ek")
    assert sample(centre, "replace", "May", 99, "--reason", "no_sound")[0] == 1
    found = document(centre, "replace", "May", 1, "--reason", "no_sound")
    assert set(found) == {"item", "interaction", "contact"}
    assert "replaced already" in sample(centre, "replace", "May", 1, "--reason", "no_sound", "--evaluator", "Tomas Ek")[2]
    assert "no replacement" in sample(centre, "replace", "May", 1, "--reason", "no_sound")[2]


def test_queues_are_listed_and_changed(centre: Workspace) -> None:
    sample(centre, "draw", *MAY, "--quota", 2, "--seed", 7, "--evaluator", "Tomas Ek", "--double", 0, "--due", "2024-06-01")
    assert {row["name"]: row["open"] for row in document(centre, "queue")["evaluators"]}["Tomas Ek"] == 10
    assert "Tomas Ek" in sample(centre, "queue")[1]
    found = document(centre, "queue", "--evaluator", "Tomas Ek")["assignments"]
    one, two, three = (row["id"] for row in found[:3])
    assert document(centre, "reassign", one, "--to", "Mara Quill") == {"changed": 1}
    assert document(centre, "extend", two, "--due", "2024-07-01") == {"changed": 1}
    assert sample(centre, "withdraw", three)[1] == "1 assignment changed.\n"
    out = sample(centre, "queue", "--evaluator", "Tomas Ek")[1]
    assert one not in out
    assert three not in out
    assert "2024-07-01" in out


def test_warnings_go_to_stderr(centre: Workspace) -> None:
    add_contact(centre, "R-ann-99", "ann", FIRST)
    status, out, err = sample(centre, "draw", "--quota", 13, "--evaluator", "Lead Two", "--json")
    assert status == 0
    assert json.loads(out)["warnings"]
    assert "4 agents have fewer contacts than the quota: Bo, Chi, Dee, Eli." in err
    assert "24 contacts may be scored by nobody who is chosen" in err
    assert "agents meet one evaluator only" in err


def test_nothing_to_draw_is_one_line(workspace: Workspace) -> None:
    status, out, err = sample(workspace, "draw")
    assert (status, out) == (1, "")
    assert err.count("\n") == 1


def test_usage_that_makes_no_sense_has_its_own_status(centre: Workspace) -> None:
    with pytest.raises(SystemExit) as ended:
        sample(centre, "draw", "--from", "yesterday")
    assert ended.value.code == 2
