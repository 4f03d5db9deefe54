from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.services.best_practices import (
    ALL_OF_IT,
    Moment,
    best_practices_for,
    change_best_practice,
    flag_best_practice,
    list_best_practices,
    remove_best_practice,
    restore_best_practice,
)
from qa_desk.services.question_keys import question_key, question_names
from qa_desk.services.scorecards import add_scorecard, publish_scorecard
from qa_desk.workspace.scorecard_files import read_scorecard_text
from tests.disputed_centre import CARD, Disputed, a_centre

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace


@pytest.fixture
def centre(workspace: Workspace) -> Disputed:
    return a_centre(workspace)


def test_a_moment_is_found_again_by_its_question(workspace: Workspace, centre: Disputed) -> None:
    key = question_key(workspace, centre.version, "greeting")
    made = flag_best_practice(
        workspace, "4711", " Warm greeting ", by="Eva", question=key, note="the pause after the name", moment=Moment(0.5, 4.0)
    )
    assert best_practices_for(workspace, key) == [made]
    assert (made.title, made.moment, made.agent, made.channel, made.language) == (
        "Warm greeting",
        Moment(0.5, 4.0),
        "Amira",
        "call",
        "en",
    )
    assert best_practices_for(workspace, question_key(workspace, centre.version, "verified")) == []


def test_an_example_holds_for_the_next_version_of_the_question(workspace: Workspace, centre: Disputed) -> None:
    key = question_key(workspace, centre.version, "greeting")
    flag_best_practice(workspace, "4711", "Warm", by="Eva", question=key)
    version = read_scorecard_text(CARD.replace("title: Greeting", "title: Welcome")).version
    assert version is not None
    second = publish_scorecard(workspace, add_scorecard(workspace, version))
    assert question_key(workspace, second.id, "greeting") == key
    assert question_names(workspace, [key, "gone/gone", ""]) == {key: "Welcome"}


def test_a_message_brings_its_words(workspace: Workspace, centre: Disputed) -> None:
    made = flag_best_practice(workspace, "4711", "Polite", by="Eva", moment=Moment(utterance_position=1))
    assert made.message == "Good morning"


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (Moment(4.0, 4.0), "ends before"),
        (Moment(None, 0.0), "ends before"),
        (Moment(-1.0, 2.0), "0:00 or later"),
        (Moment(utterance_position=2), "no message 3"),
    ],
)
def test_a_moment_that_is_none_is_refused(workspace: Workspace, centre: Disputed, moment: Moment, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        flag_best_practice(workspace, "4711", "x", by="Eva", moment=moment)
    assert list_best_practices(workspace) == []


def test_a_title_a_name_and_an_interaction_are_needed(workspace: Workspace, centre: Disputed) -> None:
    with pytest.raises(Refusal, match="few words"):
        flag_best_practice(workspace, "4711", " ", by="Eva")
    with pytest.raises(Refusal, match="who is scoring"):
        flag_best_practice(workspace, "4711", "x", by="")
    with pytest.raises(Refusal, match="no interaction"):
        flag_best_practice(workspace, "9", "x", by="Eva")


def test_what_is_taken_out_is_put_back_as_it_was(workspace: Workspace, centre: Disputed) -> None:
    made = flag_best_practice(workspace, "4711", "Warm", by="Eva")
    remove_best_practice(workspace, made.id, by="Omar")
    assert list_best_practices(workspace) == []
    row = workspace.connection.execute("SELECT removed_by, removed_at FROM best_practices").fetchone()
    assert row["removed_by"] == "Omar"
    assert restore_best_practice(workspace, made.id) == made
    assert list_best_practices(workspace) == [made]


def test_an_entry_is_cut_and_said_anew(workspace: Workspace, centre: Disputed) -> None:
    made = flag_best_practice(workspace, "4711", "Warm", by="Eva", moment=Moment(0.0, 9.0))
    changed = change_best_practice(workspace, made.id, title="Warm and brief", note="", moment=Moment(1.0, 3.0))
    assert (changed.title, changed.moment) == ("Warm and brief", Moment(1.0, 3.0))
    with pytest.raises(Refusal, match="few words"):
        change_best_practice(workspace, made.id, title="", note="", moment=ALL_OF_IT)
    with pytest.raises(Refusal, match="no such best practice"):
        change_best_practice(workspace, "gone", title="x", note="", moment=ALL_OF_IT)
