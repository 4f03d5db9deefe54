from __future__ import annotations

import sqlite3
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.definition_paths import text_at, value_at, with_value
from qa_desk.domain.errors import Refusal
from qa_desk.domain.scorecard import Example, Text, plain_text
from qa_desk.domain.scorecard_editing import blank_definition, duplicate_question
from qa_desk.domain.scorecard_writing import definition_of
from qa_desk.services.scorecard_drafts import (
    add_example,
    copy_scorecard,
    delete_draft,
    draft_from,
    free_key,
    keep_draft,
    load_draft,
    start_draft,
)
from qa_desk.services.scorecards import (
    add_definition,
    compare_scorecards,
    enter_edits,
    export_scorecard,
    find_version,
    get_definition,
    get_version,
    list_scorecards,
    publish_scorecard,
    retire_scorecard,
)
from qa_desk.workspace.changelog import unlogged_changes

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace

TITLE = ("title", "en")
WEIGHT = ("sections", 0, "questions", 0, "weight")


@pytest.fixture
def draft_id(workspace: Workspace) -> str:
    """The draft of a new scorecard "voice"."""
    return start_draft(workspace, blank_definition("voice", "Voice", "en", "call"))


def changed(workspace: Workspace, version_id: str, path: tuple[str | int, ...], value: object) -> None:
    draft = load_draft(workspace, version_id)
    keep_draft(workspace, version_id, with_value(draft.definition, path, value), draft.revision)


def entries(workspace: Workspace) -> list[tuple[str, int, str]]:
    return [(entry.key, entry.number, entry.status) for entry in list_scorecards(workspace)]


def log_entries(workspace: Workspace) -> int:
    return int(workspace.connection.execute("SELECT count(*) FROM change_log").fetchone()[0])


def test_each_change_is_kept_and_enters_the_log_once_when_the_draft_is_left(workspace: Workspace, draft_id: str) -> None:
    before = log_entries(workspace)
    for text in ("V", "Vo", "Voi"):
        changed(workspace, draft_id, TITLE, text)
    assert log_entries(workspace) == before
    again = workspace.another_connection()
    assert value_at(load_draft(again, draft_id).definition, TITLE) == "Voi"
    again.close()
    assert enter_edits(workspace, draft_id)
    assert not enter_edits(workspace, draft_id)
    assert find_version(workspace, draft_id).title == "Voi"
    assert log_entries(workspace) == before + 2  # the version, and what the scorecard is called
    assert list(unlogged_changes(workspace.connection)) == []


def test_a_faulty_draft_is_kept_and_breaks_nothing_but_its_publication(workspace: Workspace, draft_id: str) -> None:
    changed(workspace, draft_id, WEIGHT, "heavy")
    changed(workspace, draft_id, ("pass_threshold",), "much")
    assert entries(workspace) == [("voice", 1, "draft")]
    assert "weight: heavy" in export_scorecard(workspace, "voice")
    assert '"weight": "heavy"' in export_scorecard(workspace, "voice", as_json=True)
    with pytest.raises(Refusal, match="cannot be read"):
        get_version(workspace, draft_id)
    with pytest.raises(Refusal, match=r"Voice v1 cannot be published yet: .*much.* \(and 1 more fault\)"):
        publish_scorecard(workspace, draft_id)
    assert entries(workspace) == [("voice", 1, "draft")]
    changed(workspace, draft_id, WEIGHT, 1)
    changed(workspace, draft_id, ("pass_threshold",), 80)
    assert publish_scorecard(workspace, draft_id).status == "published"
    assert get_version(workspace, draft_id).pass_threshold == 80


def test_what_was_edited_is_what_is_published(workspace: Workspace, draft_id: str) -> None:
    changed(workspace, draft_id, WEIGHT, 7)
    publish_scorecard(workspace, draft_id)
    assert next(get_version(workspace, draft_id).questions()).weight == 7
    with pytest.raises(Refusal, match="never changes"):
        load_draft(workspace, draft_id)
    with pytest.raises(Refusal, match="draft no more"):
        keep_draft(workspace, draft_id, {}, 0)
    with pytest.raises(sqlite3.IntegrityError, match="published"):
        workspace.connection.execute("INSERT INTO scorecard_edits VALUES (?, '{}', 1, 1)", [draft_id])


def test_a_change_from_another_window_is_noticed(workspace: Workspace, draft_id: str) -> None:
    mine, theirs = load_draft(workspace, draft_id), load_draft(workspace, draft_id)
    keep_draft(workspace, draft_id, with_value(theirs.definition, TITLE, "Theirs"), theirs.revision)
    with pytest.raises(Refusal, match="another window"):
        keep_draft(workspace, draft_id, with_value(mine.definition, TITLE, "Mine"), mine.revision)
    assert value_at(load_draft(workspace, draft_id).definition, TITLE) == "Theirs"


def test_a_published_version_gets_a_draft_and_only_one(workspace: Workspace, draft_id: str) -> None:
    publish_scorecard(workspace, draft_id)
    second = draft_from(workspace, draft_id)
    assert entries(workspace) == [("voice", 2, "draft"), ("voice", 1, "published")]
    assert load_draft(workspace, second).has_published
    with pytest.raises(Refusal, match=r"Voice has a draft already \(v2\)"):
        draft_from(workspace, draft_id)
    assert find_version(workspace, "voice").number == 2
    assert find_version(workspace, "voice", is_published=True).number == 1
    assert find_version(workspace, second, is_published=True).number == 2


def test_a_draft_is_made_from_an_old_and_retired_version_too(workspace: Workspace, draft_id: str) -> None:
    publish_scorecard(workspace, draft_id)
    second = draft_from(workspace, draft_id)
    changed(workspace, second, WEIGHT, 9)
    publish_scorecard(workspace, second)
    retire_scorecard(workspace, draft_id)
    third = draft_from(workspace, draft_id)
    assert get_version(workspace, third) == get_version(workspace, draft_id)
    comparison = compare_scorecards(workspace, "voice:2", "voice:3")
    assert [(q.share_before, q.share_after) for q in comparison.questions] == [(Fraction(1), Fraction(1))]
    assert comparison.is_scoring


def test_named_scales_and_unused_root_causes_outlive_publication(workspace: Workspace) -> None:
    definition: dict[str, object] = {
        "key": "scaled",
        "title": "Scaled",
        "root_causes": ["haste", "rules"],
        "scales": {"short": [{"id": "Well", "credit": 1}, {"id": "Badly", "credit": 0}]},
        "sections": [{"id": "s", "questions": [{"id": "q", "weight": 1, "scale": "short", "root_causes": ["haste"]}]}],
    }
    version_id = add_definition(workspace, definition)
    publish_scorecard(workspace, version_id)
    draft = load_draft(workspace, draft_from(workspace, version_id)).definition
    assert value_at(draft, ("scales", "short", 0)) == {"id": "Well", "credit": 1}
    assert value_at(draft, ("root_causes", 1)) == {"id": "rules"}
    question = next(get_version(workspace, version_id).questions())
    assert [option.id for option in question.options] == ["Well", "Badly"]


def test_the_same_scorecard_written_otherwise_is_not_a_new_version(workspace: Workspace, draft_id: str) -> None:
    publish_scorecard(workspace, draft_id)
    assert add_definition(workspace, definition_of(get_version(workspace, draft_id))) == draft_id


def test_a_scorecard_is_copied_as_a_new_one(workspace: Workspace, draft_id: str) -> None:
    copy = copy_scorecard(workspace, draft_id)
    assert entries(workspace) == [("voice", 1, "draft"), ("voice-copy", 1, "draft")]
    assert find_version(workspace, copy).title == "Voice (copy)"
    copy_scorecard(workspace, copy_scorecard(workspace, draft_id))
    assert free_key(workspace, "voice-copy") == "voice-copy-3"


def test_a_draft_is_deleted_with_a_scorecard_that_has_nothing_else(workspace: Workspace, draft_id: str) -> None:
    publish_scorecard(workspace, draft_id)
    with pytest.raises(Refusal, match="kept for ever"):
        delete_draft(workspace, draft_id)
    second = draft_from(workspace, draft_id)
    changed(workspace, second, TITLE, "Other")
    delete_draft(workspace, second)
    assert entries(workspace) == [("voice", 1, "published")]
    delete_draft(workspace, copy_scorecard(workspace, draft_id))
    assert workspace.connection.execute("SELECT count(*) FROM scorecards").fetchone()[0] == 1
    assert list(unlogged_changes(workspace.connection)) == []


def test_a_key_follows_the_draft_until_something_of_it_is_published(workspace: Workspace, draft_id: str) -> None:
    changed(workspace, draft_id, ("key",), "calls")
    enter_edits(workspace, draft_id)
    assert find_version(workspace, "calls").id == draft_id
    publish_scorecard(workspace, draft_id)
    second = draft_from(workspace, draft_id)
    changed(workspace, second, ("key",), "other")
    with pytest.raises(Refusal, match="must stay “calls”"):
        publish_scorecard(workspace, second)
    third = start_draft(workspace, blank_definition("third", "Third", "en"))
    changed(workspace, third, ("key",), "calls")
    enter_edits(workspace, third)
    assert find_version(workspace, "third").id == third


def test_an_unknown_version_and_a_shapeless_one_are_refused(workspace: Workspace) -> None:
    with pytest.raises(Refusal, match="nothing"):
        get_definition(workspace, "nothing")
    shapeless = add_definition(workspace, {"key": "odd", "sections": "none"})
    with pytest.raises(Refusal, match="shape"):
        load_draft(workspace, shapeless)
    assert "sections: none" in export_scorecard(workspace, "odd")


def test_a_rule_of_a_calibration_goes_into_a_new_draft_of_the_published_version(workspace: Workspace, draft_id: str) -> None:
    publish_scorecard(workspace, draft_id)
    example = Example(Text((("en", "Hung up before the name"),)), "No", "Calibration of 3 June")
    made = add_example(workspace, "voice", "question-1", example, Text((("en", "Name first."),)))
    assert entries(workspace) == [("voice", 2, "draft"), ("voice", 1, "published")]
    question = next(get_version(workspace, made).questions())
    assert question.examples == (example,)
    assert question.guidance.say() == "Name first."
    assert load_draft(workspace, made).revision == 0
    again = add_example(workspace, "voice", "question-1", example, Text((("en", "Name first."),)))
    assert again == made
    more = add_example(workspace, "voice", "question-1", None, Text((("en", "Then the offer."), ("ru", "Сначала имя."))))
    question = next(get_version(workspace, more).questions())
    assert len(question.examples) == 1
    assert question.guidance.say() == "Name first.\nThen the offer."
    assert question.guidance.say("ru") == "Сначала имя."


def test_a_rule_goes_into_the_draft_that_is_there_even_a_faulty_one(workspace: Workspace, draft_id: str) -> None:
    draft = load_draft(workspace, draft_id)
    copied = duplicate_question(draft.definition, ("sections", 0, "questions", 0))
    keep_draft(workspace, draft_id, with_value(copied, WEIGHT, "heavy"), draft.revision)
    assert (
        add_example(workspace, "voice", "copy-of-question-1", Example(plain_text("once")), plain_text("Only once.")) == draft_id
    )
    kept = get_definition(workspace, draft_id)
    assert value_at(kept, ("sections", 0, "questions", 1, "examples")) == [{"text": "once"}]
    assert text_at(kept, ("sections", 0, "questions", 1, "guidance")) == "Only once."
    assert text_at(kept, WEIGHT) == "heavy"
    with pytest.raises(Refusal, match="no question of lineage “gone”"):
        add_example(workspace, "voice", "gone", Example(plain_text("x")))
