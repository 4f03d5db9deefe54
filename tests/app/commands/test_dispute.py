"""`qa-desk dispute`: raised, decided and listed from outside."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from qa_desk.app.console import Console
from qa_desk.app.main import main
from tests.disputed_centre import Disputed, a_centre, add_call, evaluate

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace


def run(workspace: Workspace, *arguments: str) -> tuple[int, str, str]:
    console = Console(out=io.StringIO(), err=io.StringIO())
    status = main(["-w", str(workspace.path), "dispute", *arguments], console)
    return status, console.out.getvalue(), console.err.getvalue()  # type: ignore[attr-defined]


def document(workspace: Workspace, *arguments: str) -> Any:  # noqa: ANN401 - whatever the command prints
    status, out, err = run(workspace, *arguments, "--json")
    assert (status, err) == (0, "")
    return json.loads(out)


@pytest.fixture
def centre(workspace: Workspace) -> Disputed:
    return a_centre(workspace)


RAISE = ("raise", "4711", "--by", "Amira", "--question", "greeting", "Yes", "said at once", "--question", "diagnosis", "4", "so")


def test_a_dispute_is_raised_listed_and_decided(workspace: Workspace, centre: Disputed) -> None:
    raised = document(workspace, *RAISE)
    assert (raised["state"], raised["evaluation_id"], raised["closed_at"]) == ("open", centre.evaluation, None)
    (listed,) = document(workspace, "list", "--state", "open", "--for", "Omar")["disputes"]
    assert listed["id"] == raised["id"]
    assert document(workspace, "list", "--for", "Eva")["disputes"] == []
    decided = document(
        workspace, "decide", raised["id"], "--by", "Omar", "--accept", "greeting", "heard", "--reject", "all", "it was not"
    )
    assert (decided["outcome"], decided["shown"], decided["revised"]) == ("partly", "55.00", "65.00")
    figures = document(workspace, "list")["figures"]
    assert figures["total"]["overturn_rate"] == figures["evaluators"][0]["overturn_rate"]
    assert (figures["evaluators"][0]["name"], figures["evaluators"][0]["overturned"]) == ("Eva", 1)
    assert [each["name"] for each in figures["questions"]] == ["Greeting", "Diagnosis"]


def test_people_read_a_table(workspace: Workspace, centre: Disputed) -> None:
    raised = document(workspace, *RAISE)["id"]
    run(workspace, "decide", raised, "--by", "Omar", "--accept", "all", "right")
    _, out, _ = run(workspace, "list")
    assert "55.00 → 100.00" in out
    assert "accepted" in out
    assert "100 % (21 to 100 %)" in out
    again = run(workspace, "raise", "4711", "--by", "Nora", "--role", "lead", "--whole", "not fair")[1]
    assert again.split()[1:] == ["open", "100.00"]


def test_another_answer_than_the_wish_is_granted(workspace: Workspace, centre: Disputed) -> None:
    raised = document(workspace, *RAISE)["id"]
    decided = document(workspace, "decide", raised, "--by", "Omar", "--accept", "all", "nearly", "--answer", "diagnosis=3")
    assert (decided["outcome"], decided["revised"]) == ("partly", "82.50")


def test_the_whole_is_accepted_with_answers(workspace: Workspace, centre: Disputed) -> None:
    raised = document(workspace, "raise", centre.evaluation, "--by", "Amira", "--whole", "another call")["id"]
    status, _, err = run(workspace, "decide", raised, "--by", "Omar", "--accept", "all", "so it is")
    assert (status, "which answers change" in err) == (1, True)
    decided = document(workspace, "decide", raised, "--by", "Omar", "--accept", "all", "so it is", "--answer", "greeting = Yes")
    assert decided["revised"] == "65.00"


def test_who_raised_it_withdraws_it(workspace: Workspace, centre: Disputed) -> None:
    raised = document(workspace, *RAISE)["id"]
    assert run(workspace, "withdraw", raised, "--by", "Eva")[0] == 1
    assert document(workspace, "withdraw", raised, "--by", "Amira")["state"] == "withdrawn"


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("raise", "4711", "--by", "A"), 2, "--whole"),
        (("raise", "4711", "--by", "A", "--whole", "x", "--question", "greeting", "Yes", "y"), 2, "--whole"),
        (("raise", "9", "--by", "A", "--whole", "x"), 1, "no interaction"),
        (("raise", "new", "--by", "A", "--whole", "x"), 1, "no submitted evaluation"),
        (("raise", "twice", "--by", "A", "--whole", "x"), 1, "several people"),
        (("decide", "d", "--by", "Omar", "--accept", "all", "x"), 1, "no dispute"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    workspace: Workspace, centre: Disputed, words: tuple[str, ...], status: int, said: str
) -> None:
    add_call(workspace, "new")
    add_call(workspace, "twice")
    for who in (centre.eva, centre.lena):
        evaluate(workspace, "twice", who, centre.version)
    found, out, err = run(workspace, *words)
    assert (found, out) == (status, "")
    assert said in err


@pytest.mark.parametrize(
    "words",
    [("--accept", "greeting", "x", "--reject", "greeting", "y"), ("--accept", "all", "x", "--answer", "greeting")],
)
def test_a_muddled_decision_is_wrong_usage(workspace: Workspace, centre: Disputed, words: tuple[str, ...]) -> None:
    raised = document(workspace, *RAISE)["id"]
    assert run(workspace, "decide", raised, "--by", "Omar", *words)[0] == 2
    assert document(workspace, "list")["disputes"][0]["state"] == "open"
