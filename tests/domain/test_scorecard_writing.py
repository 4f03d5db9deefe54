"""A version written as a definition reads back to the same version, with everything a question can have."""

from __future__ import annotations

from qa_desk.domain.definition_nodes import tree_of
from qa_desk.domain.scorecard_definition import read_definition
from qa_desk.domain.scorecard_writing import definition_of
from tests.builders_of_cards import a_card_of
from tests.domain.question_kinds.test_multiple import MISSED
from tests.domain.question_kinds.test_number import HOLD
from tests.domain.test_evidence import DEAD_AIR, GREETING


def test_everything_comes_back() -> None:
    card = a_card_of(
        {"id": "first", **DEAD_AIR, "examples": ["short", {"text": {"en": "x", "ru": "ы"}, "answer": "No", "origin": "2026-03"}]},
        {"id": "second", **GREETING, "ask_if": {"question": "first", "answer": ["No", "N/A"], "channel": ["chat", "call"]}},
        {"id": "third", **MISSED, "autofail": {"trigger": ["none", "date"], "scope": "section"}},
        {"id": "fourth", **HOLD, "required": False, "preset": "N/A"},
        {"id": "fifth", "kind": "text", "required": True},
        {
            "id": "sixth",
            "options": [
                {"id": "Yes", "credit": 1},
                {"id": "No", "credit": "-1/3", "comment_required": True, "root_causes": ["b"], "root_cause_required": False},
            ],
            "root_causes": ["a"],
            "na_allowed": False,
            "lineage": "old",
        },
        {"id": "seventh", "adjust": {"Bonus": 3, "None": 0}},
        root_causes=["a", "b"],
        pass_threshold="84.5",
    )
    again = read_definition(tree_of(definition_of(card))).version
    assert again == card
