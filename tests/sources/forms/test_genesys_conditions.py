from __future__ import annotations

from qa_desk.sources.forms.draft import DraftCondition, DraftQuestion, Findings
from qa_desk.sources.forms.genesys_conditions import Conditions


def a_reader(*questions: tuple[int, ...]) -> Conditions:
    """Knows these questions, each with three answers."""
    conditions = Conditions(Findings())
    for place in questions:
        conditions.count(place, 3)
    return conditions


def a_path(group: int, question: int, answer: int) -> str:
    return f"/form/questionGroup/{group}/question/{question}/answer/{answer}"


def test_a_path_names_an_earlier_question_and_its_answer() -> None:
    conditions = a_reader((0, 0), (0, 1))
    assert conditions.read({"predicates": [a_path(0, 1, 2)]}, "here", 1, None) == DraftCondition(1, (2,))
    assert conditions.read({"predicates": ["../question/0/answer/1"]}, "here", 0, None) == DraftCondition(0, (1,))
    assert not conditions.findings.gaps


def test_any_of_several_answers_to_one_question_is_one_condition() -> None:
    either = {"combiningOperation": "OR", "predicates": [a_path(0, 0, 0), a_path(0, 0, 2)]}
    conditions = a_reader((0, 0))
    assert conditions.read(either, "here", 0, None) == DraftCondition(0, (0, 2))
    assert not conditions.findings.gaps


def test_a_condition_on_two_questions_is_told_and_hangs_on_the_first() -> None:
    conditions = a_reader((0, 0), (0, 1))
    both = {"combiningOperation": "AND", "predicates": [a_path(0, 0, 0), a_path(0, 1, 0)]}
    assert conditions.read(both, "here", 1, None) == DraftCondition(0, (0,))
    assert "one earlier question" in conditions.findings.gaps[0].why


def test_a_path_to_nowhere_is_told_and_asks_always() -> None:
    conditions = a_reader((0, 0))
    for path in (a_path(3, 0, 0), a_path(0, 0, 9), "nonsense"):
        assert conditions.read({"predicates": [path]}, "here", 0, None) is None
    assert [gap.what for gap in conditions.findings.gaps] == [a_path(3, 0, 0), a_path(0, 0, 9), "nonsense"]


def test_a_question_that_hangs_on_one_with_its_groups_condition_needs_only_its_own() -> None:
    conditions = a_reader((0, 0))
    group = conditions.read({"predicates": [a_path(0, 0, 0)]}, "group", 1, None)
    conditions.count((1, 0), 3)
    conditions.placed(DraftQuestion("first"), group)
    own = conditions.joined(group, {"predicates": [a_path(1, 0, 1)]}, "second", 1, None)
    assert own == DraftCondition(1, (1,))
    assert not conditions.findings.gaps
    other = conditions.joined(DraftCondition(7, (0,)), {"predicates": [a_path(1, 0, 1)]}, "third", 1, None)
    assert other == DraftCondition(1, (1,))
    assert conditions.findings.gaps
