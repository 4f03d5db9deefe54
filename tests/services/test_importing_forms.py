from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.services.importing_forms import import_scorecard_form
from qa_desk.services.scorecards import add_scorecard, find_version, get_version, list_scorecards, publish_scorecard
from tests.forms_on_sheets import a_book

if TYPE_CHECKING:
    from pathlib import Path

    from qa_desk.workspace.workspace import Workspace

ROWS = [["Question", "Weight"], ["Greeting", 10], ["Accuracy", 20], ["Ownership", 20], ["Closing", 50]]


@pytest.fixture
def form(tmp_path: Path) -> Path:
    return a_book(tmp_path / "Call form 2024.xlsx", ROWS)


def test_a_form_becomes_a_draft_and_says_what_was_not_understood(workspace: Workspace, form: Path) -> None:
    done = import_scorecard_form(workspace, form)
    entry = find_version(workspace, done.version_id)
    assert (entry.key, entry.title, entry.status) == ("call-form-2024", "Call form 2024", "draft")
    assert next(get_version(workspace, done.version_id).questions()).label() == "Greeting"
    assert done.understood
    assert [gap.what for gap in done.not_understood] == ["the possible answers"]
    assert any("closing" in warning for warning in done.warnings)


def test_the_same_form_again_is_found_again(workspace: Workspace, form: Path) -> None:
    first = import_scorecard_form(workspace, form)
    logged = workspace.connection.execute("SELECT count(*) FROM change_log").fetchone()[0]
    assert import_scorecard_form(workspace, form).version_id == first.version_id
    assert workspace.connection.execute("SELECT count(*) FROM change_log").fetchone()[0] == logged


def test_a_scorecard_that_is_there_is_never_changed(workspace: Workspace, form: Path) -> None:
    first = import_scorecard_form(workspace, form).version_id
    edited = get_version(workspace, first)
    add_scorecard(workspace, type(edited)(sections=edited.sections, key=edited.key, title=edited.title, decimals=1))
    second = import_scorecard_form(workspace, form).version_id
    assert find_version(workspace, second).key == "call-form-2024-2"
    assert get_version(workspace, first).decimals == 1
    publish_scorecard(workspace, second)
    assert import_scorecard_form(workspace, form).version_id == second
    assert len(list_scorecards(workspace)) == 2


def test_a_form_that_makes_no_scorecard_changes_nothing(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "words.csv"
    path.write_text("Question,Answer options\nName of the agent,name\nCase number,number\n")
    with pytest.raises(Refusal, match="No question carries weight"):
        import_scorecard_form(workspace, path)
    assert list_scorecards(workspace) == []
