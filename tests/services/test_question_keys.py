from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.services.question_keys import question_choices, question_key, question_names
from qa_desk.services.scorecards import add_scorecard, publish_scorecard
from qa_desk.workspace.scorecard_files import read_scorecard_text
from tests.disputed_centre import CARD, Disputed, a_centre

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace


@pytest.fixture
def centre(workspace: Workspace) -> Disputed:
    return a_centre(workspace)


def test_a_question_keeps_its_key_and_takes_its_newest_name(workspace: Workspace, centre: Disputed) -> None:
    version = read_scorecard_text(CARD.replace("title: Greeting", "title: Welcome")).version
    assert version is not None
    second = publish_scorecard(workspace, add_scorecard(workspace, version))
    key = question_key(workspace, centre.version, "greeting")
    assert question_key(workspace, second.id, "greeting") == key
    assert question_names(workspace, [key, "gone/gone", ""]) == {key: "Welcome"}
    assert question_names(workspace, [""]) == {}


def test_all_questions_are_offered_once_in_the_order_of_their_form(workspace: Workspace, centre: Disputed) -> None:
    assert [name for _key, name in question_choices(workspace)] == [
        "Voice support · Greeting",
        "Voice support · Identity verified",
        "Voice support · Diagnosis",
    ]


def test_a_question_that_there_is_not_has_no_key(workspace: Workspace, centre: Disputed) -> None:
    with pytest.raises(Refusal, match="no question"):
        question_key(workspace, centre.version, "hello")
