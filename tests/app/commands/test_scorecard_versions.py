from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

from qa_desk.app.console import Console
from qa_desk.app.main import main

if TYPE_CHECKING:
    from pathlib import Path

CARD = """\
key: voice
title: Voice
pass_threshold: 85
sections:
  - id: S
    questions:
      - {id: Q1, weight: 1, credits: {Yes: 1, No: 0}}
      - {id: Q2, weight: 1, credits: {Yes: 1, No: 0}}
"""


def run(*arguments: object) -> tuple[int, str, str]:
    """Exit status, stdout and stderr of one command line."""
    console = Console(out=io.StringIO(), err=io.StringIO())
    status = main([str(argument) for argument in arguments], console)
    return status, console.out.getvalue(), console.err.getvalue()  # type: ignore[attr-defined]


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """A scorecard, and the same with a threshold of 90 and another answer in Q2."""
    older, newer = tmp_path / "older.yaml", tmp_path / "newer.yaml"
    older.write_text(CARD)
    changed = CARD.replace("85", "90").replace(
        "{id: Q2, weight: 1, credits: {Yes: 1", "{id: Q2, weight: 3, credits: {Partly: 1/2, Yes: 1"
    )
    newer.write_text(changed)
    return older, newer


@pytest.fixture
def centre(tmp_path: Path, files: tuple[Path, Path]) -> Path:
    """A workspace with the first published and the second as its draft."""
    file = tmp_path / "centre.qadesk"
    run("new", file)
    run("-w", file, "scorecard", "add", files[0])
    run("-w", file, "scorecard", "add", "--draft", files[1])
    return file


def test_two_files_are_compared_without_a_workspace(files: tuple[Path, Path]) -> None:
    status, out, _ = run("scorecard", "compare", *files)
    assert status == 0
    assert "Scores change" in out
    assert "Pass threshold" in out
    assert "1 question's own trend breaks: Q2" in out
    assert run("scorecard", "compare", files[0], files[0])[1] == "Nothing is different.\n"


def test_versions_are_compared_as_a_document(centre: Path, files: tuple[Path, Path]) -> None:
    status, out, _ = run("-w", centre, "scorecard", "compare", "voice:1", "voice:2", "--json")
    document = json.loads(out)
    assert status == 0
    assert (document["same"], document["scoring"], document["score_trend_continues"]) == (False, True, False)
    assert document["card"] == [{"what": "Pass threshold", "before": "85", "after": "90", "class": "scoring"}]
    first, second = document["questions"]
    assert (first["trend_continues"], first["share_before"], first["share_after"]) == (True, "1/2", "1/4")
    assert (second["lineage"], second["trend_continues"], second["fate"]) == ("Q2", False, "kept")
    assert json.loads(run("-w", centre, "scorecard", "compare", "voice:2", files[1], "--json")[1])["same"]


def test_a_draft_is_published_and_the_older_version_retired(centre: Path) -> None:
    status, out, _ = run("-w", centre, "scorecard", "publish", "voice", "--json")
    assert (status, json.loads(out)["number"], json.loads(out)["status"]) == (0, 2, "published")
    status, out, _ = run("-w", centre, "scorecard", "retire", "voice:1")
    assert (status, out) == (0, "Voice v1 is retired.\n")
    entries = json.loads(run("-w", centre, "scorecard", "list", "--json")[1])["scorecards"]
    assert [(entry["number"], entry["status"]) for entry in entries] == [(2, "published"), (1, "retired")]


def test_what_cannot_be_compared_or_published_is_refused_in_one_line(centre: Path, files: tuple[Path, Path]) -> None:
    for command in (("compare", "voice", "nothing"), ("publish", "nothing"), ("retire", "nothing")):
        status, out, err = run("-w", centre, "scorecard", *command)
        assert (status, out, err.count("\n")) == (1, "", 1)
    assert run("scorecard", "compare", "voice", files[0])[0] == 2  # which workspace?
