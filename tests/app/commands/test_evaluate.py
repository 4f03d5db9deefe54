from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

from qa_desk.app.console import Console
from qa_desk.app.main import main

if TYPE_CHECKING:
    from pathlib import Path

CARD = """
key: voice
sections:
  - id: S
    questions:
      - {id: Q1, weight: 1, credits: {Yes: 1, No: 0}}
      - {id: Q2, weight: 2, credits: {Yes: 1, No: 0}}
"""
CSV = """\
evaluation,interaction,agent,evaluator,scorecard,submitted_at,question,answer,comment
e1,4711,Amira,Eva,voice,2024-05-06T10:00:00+02:00,Q1,Yes,
e1,4711,Amira,Eva,voice,2024-05-06T10:00:00+02:00,Q2,No,"spoke, over her"
e2,4712,Ben,Eva,voice,2024-05-07T10:00:00Z,Q1,N/A,
e2,4712,Ben,Eva,voice,2024-05-07T10:00:00Z,Q2,Yes,
"""


def run(*arguments: object) -> tuple[int, str, str]:
    console = Console(out=io.StringIO(), err=io.StringIO())
    status = main([str(argument) for argument in arguments], console)
    return status, console.out.getvalue(), console.err.getvalue()  # type: ignore[attr-defined]


@pytest.fixture
def centre(tmp_path: Path) -> Path:
    file, card = tmp_path / "centre.qadesk", tmp_path / "voice.yaml"
    card.write_text(CARD)
    run("new", file)
    run("-w", file, "scorecard", "add", card)
    return file


def add(centre: Path, text: str, name: str = "evaluations.csv") -> tuple[int, str, str]:
    path = centre.parent / name
    path.write_text(text)
    return run("-w", centre, "evaluate", "add", path, "--json")


def finals(centre: Path) -> list[tuple[str, str]]:
    from qa_desk.workspace.workspace import open_workspace

    workspace = open_workspace(centre)
    rows = workspace.connection.execute(
        "SELECT i.external_id, e.final FROM current_evaluations e JOIN interactions i ON i.id = e.interaction_id ORDER BY 1"
    ).fetchall()
    workspace.close()
    return [tuple(row) for row in rows]


def test_rows_of_answers_become_scored_evaluations(centre: Path) -> None:
    status, out, _ = add(centre, CSV)
    assert status == 0
    said = json.loads(out)
    assert (said["read"], said["added"], said["known"], said["batch"]) == (2, 2, 0, 1)
    assert said["warnings"] == [
        "2 agents were not known and were made: Amira, Ben",
        "1 evaluator was not known and was made: Eva",
    ]
    assert finals(centre) == [("4711", "100/3"), ("4712", "100")]


def test_the_same_file_twice_changes_nothing(centre: Path) -> None:
    add(centre, CSV)
    said = json.loads(add(centre, CSV)[1])
    assert (said["read"], said["added"], said["known"], said["batch"]) == (2, 0, 2, 1)
    reordered = json.loads(add(centre, CSV + "\n", "other.csv")[1])
    assert (reordered["added"], reordered["known"], reordered["warnings"]) == (0, 2, [])
    assert len(finals(centre)) == 2


def test_json_and_csv_say_the_same(centre: Path) -> None:
    document = [
        {"evaluation": "e1", "interaction": 4711, "agent": "Amira", "evaluator": "Eva", "scorecard": "voice"}
        | {"answers": {"Q1": "Yes", "Q2": {"answer": "No", "comment": "spoke over her"}}}
    ]
    assert add(centre, json.dumps(document), "e.json")[0] == 0
    assert finals(centre) == [("4711", "100/3")]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("question,answer", "frage,answer", "question"),
        ("Q2,No", "Q2,Maybe", "row 3"),
        ("Q2,No", "Q1,No", "twice"),
        ("Q2,No", "Q9,No", "Q9"),
        ('e1,4711,Amira,Eva,voice,2024-05-06T10:00:00+02:00,Q2,No,"spoke, over her"\n', "", "unanswered"),
        ("2024-05-07T10:00:00Z,Q1", "yesterday,Q1", "row 4, column submitted_at"),
        ("Eva,voice,2024-05-07T10:00:00Z,Q2", ",voice,2024-05-07T10:00:00Z,Q2", "row 5, column evaluator"),
        ("Ben,Eva,voice", "Ben,Eva,chat", "chat"),
    ],
)
def test_one_bad_row_refuses_the_file_in_one_line(centre: Path, old: str, new: str, said: str) -> None:
    assert old in CSV
    status, out, err = add(centre, CSV.replace(old, new))
    assert (status, out) == (1, "")
    assert said in err
    assert err.count("\n") == 1
    assert finals(centre) == []
