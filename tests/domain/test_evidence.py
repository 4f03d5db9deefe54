"""Evidence rules suggest, give their reason and place, and keep quiet where nothing is known."""

from __future__ import annotations

from qa_desk.domain.evidence import Line, suggest
from tests.builders_of_cards import a_card_of, faults_of

DEAD_AIR = {"evidence": [{"fact": "dead_air_longest", "at_most": 20, "then": "Yes", "otherwise": "No"}]}
GREETING = {
    "evidence": [
        {"phrases": {"en": ["how can I help"], "zh_CN": ["请问有什么"]}, "within_s": 15, "then": "Yes", "otherwise": "No"}
    ]
}
LINES = [
    Line(0, "agent", "Good morning,  HOW can I help you?", 1.0),
    Line(1, "customer", "请问有什么", 4.0),
    Line(2, "agent", "Anything else?", 90.0),
]


def test_a_fact_within_its_bounds_suggests_one_answer_and_outside_the_other() -> None:
    question = next(a_card_of(DEAD_AIR).questions())
    good, bad = suggest(question, {"dead_air_longest": 20.0}, ()), suggest(question, {"dead_air_longest": 20.5}, ())
    assert good is not None
    assert bad is not None
    assert (good.answer, bad.answer) == ("Yes", "No")
    assert "20.5" in bad.reason
    assert "≤ 20" in bad.reason


def test_a_fact_that_is_not_available_suggests_nothing() -> None:
    question = next(a_card_of(DEAD_AIR).questions())
    assert suggest(question, {"dead_air_longest": None}, ()) is None
    assert suggest(question, {}, ()) is None


def test_a_phrase_is_found_whatever_its_case_and_spaces_and_shows_its_line() -> None:
    found = suggest(next(a_card_of(GREETING).questions()), {}, LINES)
    assert found is not None
    assert (found.answer, found.position, found.at_s) == ("Yes", 0, 1.0)


def test_only_the_right_speaker_counts_and_only_in_time() -> None:
    question = next(a_card_of(GREETING).questions())
    late = [Line(0, "agent", "Hello", 0.5), Line(1, "agent", "how can i help", 60.0), LINES[1]]
    found = suggest(question, {}, late)
    assert found is not None
    assert found.answer == "No"


def test_without_a_transcript_nothing_is_said() -> None:
    assert suggest(next(a_card_of(GREETING).questions()), {}, ()) is None


def test_full_width_letters_are_the_same_words() -> None:
    found = suggest(next(a_card_of(GREETING).questions()), {}, [Line(3, "agent", "Ｈｏｗ ｃａｎ Ｉ ｈｅｌｐ", 2.0)])
    assert found is not None
    assert found.answer == "Yes"


def test_rules_that_say_nothing_or_the_unknown_are_faults() -> None:
    assert any("suggests nothing" in fault for fault in faults_of({"evidence": [{"fact": "talk_ratio", "at_most": "0.6"}]}))
    assert any("must be one of" in fault for fault in faults_of({"evidence": [{"fact": "mood", "at_most": 1, "then": "Yes"}]}))
    assert any(
        "not one of the question" in fault
        for fault in faults_of({"evidence": [{"fact": "talk_ratio", "at_most": 1, "then": "Ja"}]})
    )
    assert any("at_least" in fault for fault in faults_of({"evidence": [{"fact": "talk_ratio", "then": "Yes"}]}))
    assert any("either a fact or phrases" in fault for fault in faults_of({"evidence": [{"then": "Yes"}]}))
