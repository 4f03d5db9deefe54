"""Small scorecards for tests, out of plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.definition_nodes import tree_of
from qa_desk.domain.scorecard_definition import read_definition

if TYPE_CHECKING:
    from qa_desk.domain.scorecard import ScorecardVersion

YES_NO = {"Yes": 1, "No": 0}


def a_card_of(*questions: dict[str, object], **card: object) -> ScorecardVersion:
    """A card with one section of these questions; whatever they leave out is a yes/no question of weight 1."""
    full = [with_usual(question, number) for number, question in enumerate(questions, 1)]
    reading = read_definition(tree_of({"mode": "points", "sections": [{"id": "S", "questions": full}], **card}))
    assert reading.version is not None, [fault.message for fault in reading.errors]
    return reading.version


def faults_of(*questions: dict[str, object], **card: object) -> list[str]:
    """What is wrong with such a card."""
    full = [with_usual(question, number) for number, question in enumerate(questions, 1)]
    return [fault.message for fault in read_definition(tree_of({"sections": [{"id": "S", "questions": full}], **card})).errors]


def with_usual(question: dict[str, object], number: int) -> dict[str, object]:
    """A question's definition with what it leaves out."""
    has_answers = question.keys() & {"options", "credits", "scale", "bands", "adjust"} or question.get("kind") == "text"
    usual: dict[str, object] = {"id": f"Q{number}"}
    if "adjust" not in question and question.get("kind") != "text":
        usual["weight"] = 1
    if not has_answers:
        usual["credits"] = YES_NO
    return {**usual, **question}
