from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from qa_desk.domain.comparison_text import changes_of_class, trend_sentences, verdict
from qa_desk.domain.definition_nodes import tree_of
from qa_desk.domain.scorecard_comparison import Fate, compare_versions
from qa_desk.domain.scorecard_definition import read_definition

if TYPE_CHECKING:
    from qa_desk.domain.scorecard import ScorecardVersion
    from qa_desk.domain.scorecard_comparison import Comparison

YES_NO = {"Yes": 1, "No": 0}


def a_card(*sections: list[dict[str, object]], **card: object) -> ScorecardVersion:
    """A card of sections of questions; whatever a question leaves out is yes/no with weight 1."""
    full = [
        {
            "id": f"S{number}",
            "weight": 1,
            "questions": [
                {**({} if "options" in q or "adjust" in q or "kind" in q else {"weight": 1, "credits": YES_NO}), **q}
                for q in questions
            ],
        }
        for number, questions in enumerate(sections, 1)
    ]
    reading = read_definition(tree_of({"mode": "points", "sections": full, **card}))
    assert reading.version is not None, reading.errors
    return reading.version


def scoring(comparison: Comparison) -> list[tuple[str, str, str, str]]:
    return [(about, c.what, c.before, c.after) for about, c in changes_of_class(comparison, is_scoring=True)]


def cosmetic(comparison: Comparison) -> list[tuple[str, str, str, str]]:
    return [(about, c.what, c.before, c.after) for about, c in changes_of_class(comparison, is_scoring=False)]


def test_a_version_is_the_same_as_itself() -> None:
    card = a_card([{"id": "a"}, {"id": "b"}], [{"id": "c"}])
    comparison = compare_versions(card, card)
    assert comparison.is_same
    assert not comparison.is_scoring
    assert verdict(comparison) == "Nothing is different."
    assert [question.continues for question in comparison.questions] == [True, True, True]


def test_wording_is_cosmetic_and_every_trend_goes_on() -> None:
    older = a_card([{"id": "a", "title": {"en": "Hello", "ru": "Раз"}}, {"id": "b"}], title="Card")
    newer = a_card([{"id": "a", "title": {"en": "Greeting", "ru": "Раз"}, "guidance": "Say it"}, {"id": "b"}], title="The card")
    comparison = compare_versions(older, newer)
    assert not comparison.is_scoring
    assert scoring(comparison) == []
    assert cosmetic(comparison) == [
        ("The scorecard", "Title", "Card", "The card"),
        ("Greeting", "Title (en)", "Hello", "Greeting"),
        ("Greeting", "Guidance", "", "Say it"),
    ]
    assert trend_sentences(comparison) == ["The trend of scores goes on.", "2 questions' own trends go on."]


def test_weights_thresholds_and_rules_score() -> None:
    older = a_card([{"id": "a"}, {"id": "b"}], pass_threshold=85)
    newer = a_card(
        [{"id": "a", "weight": 3, "critical": "compliance", "autofail": {"trigger": ["No"], "scope": "form"}}, {"id": "b"}],
        pass_threshold=90,
        na_policy="full_credit",
        mode="section_weights",
        cap=105,
    )
    comparison = compare_versions(older, newer)
    assert comparison.is_scoring
    assert scoring(comparison) == [
        ("The scorecard", "Mode", "points", "section weights"),
        ("The scorecard", "N/A", "its weight goes to the others", "counts as full marks"),
        ("The scorecard", "Pass threshold", "85", "90"),
        ("The scorecard", "Cap", "100", "105"),
        ("a", "Weight", "1", "3"),
        ("a", "Critical", "no", "compliance"),
        ("a", "Auto-fail", "–", "No fails the form"),
    ]
    first = comparison.questions[0]
    assert (first.share_before, first.share_after) == (Fraction(1, 2), Fraction(3, 4))
    assert first.continues  # its answers mean what they meant: how often it is failed can still be compared
    assert verdict(comparison) == "Scores change: the same contact can score differently."


def test_other_answers_break_the_questions_own_trend() -> None:
    scale = [{"id": 0, "credit": 0}, {"id": 1, "credit": "1/2"}, {"id": 2, "credit": 1}]
    older = a_card([{"id": "a"}, {"id": "b"}, {"id": "c"}, {"id": "d"}])
    newer = a_card(
        [
            {"id": "a", "options": scale, "weight": 1},
            {"id": "b", "credits": {"Yes": 1, "No": "-1/2"}},
            {"id": "c", "na_allowed": False},
            {"id": "d", "fail": []},
        ]
    )
    comparison = compare_versions(older, newer)
    assert [question.lineage for question in comparison.broken] == ["a", "b", "c", "d"]
    assert ("b", "Answer “No”: credit", "0", "-0.5") in scoring(comparison)
    assert ("a", "Answer", "–", "2 (1)") in [
        (about, what, before or "–", after) for about, what, before, after in scoring(comparison)
    ]
    assert "4 questions' own trends break: a, b, c, d" in trend_sentences(comparison)


def test_a_question_under_another_id_is_known_by_its_lineage() -> None:
    older = a_card([{"id": "a"}, {"id": "b", "ask_if": {"question": "a", "answer": ["No"]}}])
    newer = a_card([{"id": "greeting", "lineage": "a"}, {"id": "b", "ask_if": {"question": "greeting", "answer": ["No"]}}])
    comparison = compare_versions(older, newer)
    assert [(question.lineage, question.fate, question.continues) for question in comparison.questions] == [
        ("a", Fate.KEPT, True),
        ("b", Fate.KEPT, True),
    ]
    assert cosmetic(comparison) == [("greeting", "Id", "a", "greeting")]
    assert scoring(comparison) == []


def test_added_removed_and_moved_questions_are_told() -> None:
    older = a_card([{"id": "a"}, {"id": "b"}, {"id": "c"}], [{"id": "d"}, {"id": "e", "kind": "text"}])
    newer = a_card([{"id": "c"}, {"id": "a"}, {"id": "b"}, {"id": "d"}], [{"id": "new"}])
    comparison = compare_versions(older, newer)
    fates = {question.lineage: question.fate for question in comparison.questions}
    assert fates == {"c": "kept", "a": "kept", "b": "kept", "d": "kept", "new": "added", "e": "removed"}
    assert scoring(comparison) == [("d", "Section", "S2", "S1"), ("new", "Question", "", "new")]
    assert cosmetic(comparison) == [("c", "Order", "", "moved"), ("e", "Question", "e", "")]
    assert [question.continues for question in comparison.questions] == [True, True, True, True, None, None]
    assert trend_sentences(comparison)[1:3] == ["1 question is new: new", "1 question is gone: e"]


def test_sections_are_compared_by_their_id() -> None:
    older = a_card([{"id": "a"}], [{"id": "b"}], mode="section_weights")
    newer = a_card([{"id": "a"}], [{"id": "b"}], [{"id": "c"}], mode="section_weights")
    comparison = compare_versions(older, newer)
    assert [(section.id, section.fate) for section in comparison.sections] == [("S1", "kept"), ("S2", "kept"), ("S3", "added")]
    assert ("S3", "Weight of the section", "0", "1") in scoring(comparison)
    assert ("S3", "Section", "", "S3") in cosmetic(comparison)


def test_section_weights_that_do_not_count_score_nothing() -> None:
    older, newer = a_card([{"id": "a"}]), a_card([{"id": "a"}])
    heavier = replace(newer, sections=(replace(newer.sections[0], weight=Fraction(9), minimum=Fraction(50)),))
    assert scoring(compare_versions(older, heavier)) == [("S1", "Minimum of the section", "–", "50")]
    assert cosmetic(compare_versions(older, heavier)) == [("S1", "Weight of the section", "1", "9")]


def test_another_word_for_a_root_cause_is_wording() -> None:
    question: dict[str, object] = {"id": "a", "root_causes": "all"}
    older = a_card([question], root_causes=[{"id": "haste", "title": "Haste"}])
    newer = a_card([question], root_causes=[{"id": "haste", "title": "Hurry"}])
    assert cosmetic(compare_versions(older, newer)) == [("The scorecard", "Root cause “haste”", "Haste", "Hurry")]
