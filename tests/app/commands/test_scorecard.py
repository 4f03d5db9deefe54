from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from qa_desk.app.console import Console
from qa_desk.app.main import main

if TYPE_CHECKING:
    from pathlib import Path

CARD = """\
key: voice
pass_threshold: 85
sections:
  - id: S
    questions:
      - {id: Q1, weight: 10, credits: {Yes: 1, No: 0}, critical: customer}
      - {id: Q2, weight: 30, credits: {0: 0, 1: 1/4, 2: 1/2, 3: 3/4, 4: 1}}
"""


def run(*arguments: object) -> tuple[int, str, str]:
    """Exit status, stdout and stderr of one command line."""
    console = Console(out=io.StringIO(), err=io.StringIO())
    status = main([str(argument) for argument in arguments], console)
    return status, console.out.getvalue(), console.err.getvalue()  # type: ignore[attr-defined]


@pytest.fixture
def card(tmp_path: Path) -> Path:
    path = tmp_path / "voice.yaml"
    path.write_text(CARD)
    return path


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps({"answers": {"Q1": "No", "Q2": 3}}))
    return path


def test_a_good_file_passes_the_check(card: Path) -> None:
    status, out, _ = run("scorecard", "check", card)
    assert status == 0
    assert "2 questions" in out


def test_every_fault_of_every_file_is_printed_with_its_line(card: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(CARD.replace("weight: 10", "weight: ten").replace("85", "x"))
    status, out, _ = run("scorecard", "check", bad, card, tmp_path / "none.yaml")
    assert status == 1
    assert f"{bad}:2: fault:" in out
    assert f"{bad}:6: fault:" in out
    assert f"{card}: can be used" in out
    assert "none.yaml" in out


def test_the_check_prints_one_json_document(card: Path) -> None:
    status, out, _ = run("scorecard", "check", card, "--json")
    assert status == 0
    assert json.loads(out)["files"][0]["ok"] is True


def test_a_score_is_printed_exactly(card: Path, answers: Path) -> None:
    status, out, _ = run("scorecard", "score", card, "--answers", answers, "--json")
    assert status == 0
    assert json.loads(out) == {
        "status": "scored",
        "final": "225/4",
        "before_autofail": "225/4",
        "base": "225/4",
        "adjustment": "0",
        "shown": "56.25",
        "passed": False,
        "autofail": [],
        "critical": {
            "customer": {"applicable": 1, "errors": ["Q1"], "accurate": False},
            "business": {"applicable": 0, "errors": [], "accurate": None},
            "compliance": {"applicable": 0, "errors": [], "accurate": None},
        },
        "sections": {"S": "225/4"},
        "missing": [],
    }


def test_a_score_is_told_to_people(card: Path, answers: Path) -> None:
    _, out, _ = run("scorecard", "score", card, "--answers", answers)
    assert "scored 56.25 failed" in out
    assert "customer-critical error: Q1" in out


def test_every_case_of_the_oracle_is_scored_by_the_command(oracles: Path, tmp_path: Path) -> None:
    cases: list[dict[str, Any]] = json.loads((oracles / "12_scoring.json").read_text())["cases"]
    for case in (case for case in cases if case["kind"] == "scorecard"):
        card, answers = tmp_path / "card.json", tmp_path / "answers.json"
        card.write_text(json.dumps(case["inputs"]["card"]))
        answers.write_text(json.dumps({"answers": case["inputs"]["answers"]}))
        status, out, _ = run("scorecard", "score", card, "--answers", answers, "--json")
        document = json.loads(out)
        assert status == 0
        expected = {("sections" if name == "section_scores" else name): value for name, value in case["expected"].items()}
        assert {name: document[name] for name in expected} == expected, case["name"]


@pytest.mark.parametrize("text", ["", "[1]", "{", '{"answers": {"Q1": true}}', '{"answers": {"Q1": "Maybe"}}'])
def test_bad_answers_are_refused_in_one_line(card: Path, tmp_path: Path, text: str) -> None:
    path = tmp_path / "answers.json"
    path.write_text(text)
    status, out, err = run("scorecard", "score", card, "--answers", path)
    assert (status, out) == (1, "")
    assert err.count("\n") == 1


def test_scorecards_are_added_listed_and_exported(card: Path, tmp_path: Path) -> None:
    file = tmp_path / "centre.qadesk"
    assert run("new", file)[0] == 0
    assert run("-w", file, "scorecard", "add", card)[0] == 0
    status, out, _ = run("-w", file, "scorecard", "list", "--json")
    entry = json.loads(out)["scorecards"][0]
    assert (entry["key"], entry["number"], entry["status"]) == ("voice", 1, "published")
    _, exported, _ = run("-w", file, "scorecard", "export", entry["id"])
    again = tmp_path / "again.yaml"
    again.write_text(exported)
    assert run("scorecard", "check", again)[0] == 0
    assert status == 0
    status, _, err = run("-w", file, "scorecard", "export", "nothing")
    assert status == 1
    assert "nothing" in err


def test_adding_several_files_is_all_or_nothing(card: Path, tmp_path: Path) -> None:
    file, bad = tmp_path / "centre.qadesk", tmp_path / "bad.yaml"
    bad.write_text("sections: none\n")
    run("new", file)
    status, _, err = run("-w", file, "scorecard", "add", card, bad)
    assert status == 1
    assert "bad.yaml, line 1" in err
    assert json.loads(run("-w", file, "scorecard", "list", "--json")[1]) == {"scorecards": []}


def test_another_houses_form_is_imported_as_a_draft(tmp_path: Path) -> None:
    workspace, form = tmp_path / "centre.qadesk", tmp_path / "form.csv"
    form.write_text("Question;Weight;Options\nGreeting;40;Yes/No\nAccuracy;60;1-5\n")
    run("new", workspace)
    status, out, _ = run("-w", workspace, "scorecard", "import", form)
    assert status == 0
    assert "questions: 2" in out
    assert "line 3, column 3: 1-5" in out
    status, out, _ = run("-w", workspace, "scorecard", "import", form, "--json")
    document = json.loads(out)
    assert (status, document["key"], document["status"], document["questions"]) == (0, "form", "draft", 2)
    assert document["not_understood"][0]["where"] == "line 3, column 3"
    assert set(document["not_understood"][0]) == {"where", "what", "why", "taken"}


def test_what_is_no_form_is_refused_in_one_line(tmp_path: Path) -> None:
    workspace, letter = tmp_path / "centre.qadesk", tmp_path / "letter.txt"
    letter.write_text("Dear all\n")
    run("new", workspace)
    status, out, err = run("-w", workspace, "scorecard", "import", letter)
    assert (status, out) == (1, "")
    assert "no evaluation form" in err
    assert err.count("\n") == 1


def test_the_schema_is_printed_for_editors() -> None:
    status, out, _ = run("scorecard", "schema")
    schema = json.loads(out)
    assert status == 0
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["properties"]["sections"]["description"]
