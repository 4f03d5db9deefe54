from __future__ import annotations

import pytest

from qa_desk.domain.question_comparison import answers_meaning, question_changes
from tests.builders_of_cards import a_card_of

BASE: dict[str, object] = {
    "id": "q",
    "title": "T",
    "weight": 1,
    "options": [{"id": "Yes", "credit": 1}, {"id": "No", "credit": 0}],
    "fail": ["No"],
}
CAUSES = {"root_causes": ["haste"]}


def options(**of_no: object) -> dict[str, object]:
    return {"options": [{"id": "Yes", "credit": 1}, {"id": "No", "credit": 0, **of_no}]}


@pytest.mark.parametrize(
    ("change", "what", "is_scoring"),
    [
        ({"title": "Other"}, "Title", False),
        ({"guidance": {"ms": "Cara"}}, "Guidance (ms)", False),
        ({"examples": ["one"]}, "Examples", False),
        (options(title="Never"), "Answer “Never”: title", False),
        (options(comment_required=True), "Answer “No”: comment required", False),
        (options(root_causes=["haste"]), "Answer “No”: root causes", False),
        (options(root_causes=["haste"], root_cause_required=True), "Answer “No”: root cause required", False),
        ({"options": [{"id": "No", "credit": 0}, {"id": "Yes", "credit": 1}]}, "Order of the answers", False),
        ({"root_causes": ["haste"]}, "Root causes", False),
        ({"root_causes": ["haste"], "root_cause_required": True}, "Root cause required", False),
        ({"preset": "N/A"}, "N/A beforehand", False),
        ({"evidence": [{"fact": "dead_air_longest", "at_most": 20, "then": "Yes"}]}, "Evidence rules", False),
        ({"weight": 2}, "Weight", True),
        ({"required": False}, "Must be answered", True),
        ({"na_allowed": False}, "N/A allowed", True),
        ({"ask_if": {"channel": ["call"]}}, "Asked if", True),
        ({"critical": "business"}, "Critical", True),
        ({"fail": []}, "Counts as an error", True),
        ({"autofail": {"trigger": ["No"], "scope": "section"}}, "Auto-fail", True),
        (options(credit="1/4"), "Answer “No”: credit", True),
    ],
)
def test_each_change_is_told_and_is_of_one_class(change: dict[str, object], what: str, *, is_scoring: bool) -> None:
    older = next(iter(a_card_of(BASE, **CAUSES).questions()))
    newer = next(iter(a_card_of({**BASE, **change}, **CAUSES).questions()))
    told = list(question_changes(older, newer))
    assert what in [each.what for each in told]
    assert all(each.is_scoring is is_scoring for each in told if each.what == what)
    assert any(each.is_scoring for each in told) is is_scoring
    assert list(question_changes(older, older)) == []


def a_number(**changes: object) -> dict[str, object]:
    return {
        "id": "q",
        "weight": 1,
        "bands": [{"id": "short", "below": 30, "credit": 1}, {"id": "long", "credit": 0}],
        **changes,
    }


def test_a_band_with_another_border_means_something_else() -> None:
    older = next(iter(a_card_of(a_number()).questions()))
    newer = next(
        iter(a_card_of(a_number(bands=[{"id": "short", "below": 45, "credit": 1}, {"id": "long", "credit": 0}])).questions())
    )
    assert [(each.what, each.before, each.after) for each in question_changes(older, newer)] == [
        ("Answer “short”: below", "30", "45")
    ]
    assert answers_meaning(older) != answers_meaning(newer)


def test_the_order_of_answers_and_their_words_mean_nothing() -> None:
    older = next(iter(a_card_of(BASE).questions()))
    turned = {**BASE, "options": [{"id": "No", "credit": 0, "title": "Never"}, {"id": "Yes", "credit": 1}], "weight": 9}
    assert answers_meaning(older) == answers_meaning(next(iter(a_card_of(turned).questions())))


def test_unit_and_limits_are_told() -> None:
    older = next(iter(a_card_of(a_number(number={"unit": "s"})).questions()))
    newer = next(iter(a_card_of(a_number(number={"unit": "min", "min": 0, "max": 90, "decimals": 1})).questions()))
    assert [(each.what, each.before, each.after) for each in question_changes(older, newer)] == [
        ("Unit", "s", "min"),
        ("Least", "–", "0"),
        ("Most", "–", "90"),
        ("Decimals", "0", "1"),
    ]
