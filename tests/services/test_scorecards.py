from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from qa_desk.app.languages import catalogue_of
from qa_desk.domain.channels import CHANNELS
from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import speaking
from qa_desk.services.scorecards import (
    add_definition,
    add_scorecard,
    add_scorecard_file,
    export_scorecard,
    find_version,
    get_version,
    list_scorecards,
    publish_scorecard,
    ready_made_scorecards,
    retire_scorecard,
)
from qa_desk.workspace.scorecard_files import read_scorecard_text

if TYPE_CHECKING:
    from pathlib import Path

    from qa_desk.domain.scorecard import ScorecardVersion
    from qa_desk.workspace.workspace import Workspace

CARD = """
title: Voice
pass_threshold: {threshold}
sections:
  - id: S
    questions:
      - {{id: Q1, weight: 1, credits: {{Yes: 1, No: 0}}}}
      - {{id: Q2, weight: 2, credits: {{Yes: 1, No: 0}}}}
"""


def a_card(threshold: int = 80) -> ScorecardVersion:
    version = read_scorecard_text(CARD.format(threshold=threshold)).version
    assert version is not None
    return version


def test_a_draft_can_be_replaced_and_a_published_version_gets_a_successor(workspace: Workspace) -> None:
    first = add_scorecard(workspace, a_card(80), key="voice")
    assert add_scorecard(workspace, a_card(81), key="voice") == first
    publish_scorecard(workspace, first)
    second = add_scorecard(workspace, a_card(82), key="voice")
    assert second != first
    assert [(entry.number, entry.status) for entry in list_scorecards(workspace)] == [(2, "draft"), (1, "published")]
    assert get_version(workspace, first).pass_threshold == 81
    assert find_version(workspace, "voice").id == second
    assert find_version(workspace, "voice:1").id == first


def test_adding_what_is_there_already_changes_nothing(workspace: Workspace) -> None:
    first = add_scorecard(workspace, a_card(), key="voice")
    publish_scorecard(workspace, first)
    entries = workspace.connection.execute("SELECT count(*) FROM change_log").fetchone()[0]
    assert add_scorecard(workspace, a_card(), key="voice") == first
    assert workspace.connection.execute("SELECT count(*) FROM change_log").fetchone()[0] == entries


def test_a_published_version_cannot_be_altered_by_raw_sql(workspace: Workspace) -> None:
    version_id = publish_scorecard(workspace, add_scorecard(workspace, a_card(), key="voice")).id
    for statement in (
        "UPDATE scorecard_versions SET definition = '{}' WHERE id = ?",
        "UPDATE scorecard_versions SET status = 'draft' WHERE id = ?",
        "UPDATE scorecard_versions SET status = 'retired', definition = '{}' WHERE id = ?",
        "UPDATE scorecard_versions SET status = 'retired', created_at = 1 WHERE id = ?",
        "INSERT OR REPLACE INTO scorecard_versions SELECT id, scorecard_id, number, 'draft', '{}', 1, 1 FROM scorecard_versions "
        "WHERE id = ?",
        "INSERT OR REPLACE INTO scorecard_versions SELECT 'other', scorecard_id, number, 'draft', '{}', 1, 1 "
        "FROM scorecard_versions WHERE id = ?",
        "DELETE FROM scorecard_versions WHERE id = ?",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="published"):
            workspace.connection.execute(statement, [version_id])
    assert get_version(workspace, version_id).pass_threshold == 80


def test_a_retired_version_is_kept_and_not_published_again(workspace: Workspace) -> None:
    version_id = publish_scorecard(workspace, add_scorecard(workspace, a_card(), key="voice")).id
    retire_scorecard(workspace, version_id)
    assert find_version(workspace, version_id).status == "retired"
    with pytest.raises(Refusal, match="retired"):
        publish_scorecard(workspace, version_id)
    assert add_scorecard(workspace, a_card(), key="voice") != version_id


def test_an_exported_version_reads_back_the_same(workspace: Workspace) -> None:
    version_id = add_scorecard(workspace, a_card(), key="voice")
    assert read_scorecard_text(export_scorecard(workspace, "voice")).version == get_version(workspace, version_id)


def test_a_scorecard_without_a_key_takes_the_name_of_its_file(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "my card.yaml"
    path.write_text(CARD.format(threshold=80))
    assert add_scorecard_file(workspace, path).key == "my card"
    assert add_scorecard_file(workspace, path).number == 1


def test_an_unknown_scorecard_is_refused_by_name(workspace: Workspace) -> None:
    with pytest.raises(Refusal, match="nothing"):
        find_version(workspace, "nothing")
    with pytest.raises(Refusal, match="key"):
        add_scorecard(workspace, a_card())


@pytest.mark.parametrize("path", ready_made_scorecards(), ids=lambda path: path.stem)
def test_each_ready_made_scorecard_is_taken_in(workspace: Workspace, path: Path) -> None:
    entry = add_scorecard_file(workspace, path)
    assert entry.status == "published"
    assert entry.channel in (*CHANNELS, None)


def test_a_list_calls_each_scorecard_in_the_readers_language(workspace: Workspace) -> None:
    for path in ready_made_scorecards()[:3]:
        add_scorecard_file(workspace, path)
    draft = add_definition(workspace, {"key": "own", "title": "Own {card}", "sections": []})
    with speaking(catalogue_of("zh_CN")):
        titles = {entry.key: entry.title for entry in list_scorecards(workspace)}
    assert "在线聊天支持" in titles.values()
    assert titles["own"] == "Own {card}"
    assert find_version(workspace, draft).name == "Own {card} v1"
    named = [entry.title for entry in list_scorecards(workspace)]
    assert named == sorted(named, key=str.casefold)
    assert "Chat support" in named
