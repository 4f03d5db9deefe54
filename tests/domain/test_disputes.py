from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.calendar import BusinessCalendar
from qa_desk.domain.disputes import (
    WHOLE,
    Claim,
    Outcome,
    Point,
    Verdict,
    answer_by,
    check_claims,
    check_news,
    decided_points,
    outcome_of,
    overall_reason,
    same_person,
)
from qa_desk.domain.errors import Refusal
from qa_desk.domain.evaluation import Answer
from qa_desk.workspace.scorecard_files import read_scorecard_text
from tests.disputed_centre import CARD, GIVEN

if TYPE_CHECKING:
    from qa_desk.domain.scorecard import ScorecardVersion

WEEK = BusinessCalendar("UTC", frozenset(range(5)), 9 * 3600, 17 * 3600)
ANSWERS = {question: Answer(question, value) for question, value in GIVEN.items()}


@pytest.fixture
def card() -> ScorecardVersion:
    version = read_scorecard_text(CARD).version
    assert version is not None
    return version


def points(*said: tuple[bool, str | None, str | None]) -> list[Point]:
    return [Point(str(n), "why", wish, is_accepted, granted, "so") for n, (is_accepted, wish, granted) in enumerate(said)]


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ([(True, "Yes", "Yes")], Outcome.ACCEPTED),
        ([(True, None, None)], Outcome.ACCEPTED),
        ([(True, "4", "3")], Outcome.PARTLY),
        ([(True, "Yes", "Yes"), (False, "4", None)], Outcome.PARTLY),
        ([(False, "Yes", None), (False, "4", None)], Outcome.REJECTED),
    ],
)
def test_the_outcome_follows_from_the_points(said: list[tuple[bool, str | None, str | None]], outcome: Outcome) -> None:
    assert outcome_of(points(*said)) is outcome


@pytest.mark.parametrize(
    ("raised", "days", "due"),
    [
        (date(2024, 6, 3), 5, date(2024, 6, 10)),  # Monday to Monday
        (date(2024, 6, 7), 1, date(2024, 6, 10)),  # over a weekend
        (date(2024, 6, 1), 1, date(2024, 6, 3)),  # raised on a Saturday
        (date(2024, 6, 3), 0, date(2024, 6, 3)),
    ],
)
def test_a_dispute_is_answered_within_working_days(raised: date, days: int, due: date) -> None:
    assert answer_by(raised, days, WEEK) == due


def test_holidays_are_no_working_days() -> None:
    calendar = BusinessCalendar("UTC", frozenset(range(5)), 0, 1, frozenset({date(2024, 6, 4)}))
    assert answer_by(date(2024, 6, 3), 1, calendar) == date(2024, 6, 5)


def test_a_calendar_without_working_days_counts_every_day() -> None:
    assert answer_by(date(2024, 6, 3), 3, BusinessCalendar("UTC", frozenset(), 0, 1)) == date(2024, 6, 6)


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ([], "one or more questions"),
        ([Claim(WHOLE, "unfair"), Claim("greeting", "said", "Yes")], "not both"),
        ([Claim("greeting", "said", "Yes"), Claim("greeting", "really", "Yes")], "twice"),
        ([Claim(WHOLE, "  ")], "why"),
        ([Claim("greeting", " ", "Yes")], "why"),
        ([Claim("greeting", "said")], "which answer"),
        ([Claim("greeting", "said", "Maybe")], "Maybe"),
        ([Claim("hello", "said", "Yes")], "no question"),
        ([Claim("verified", "said", "Yes")], "already"),
    ],
)
def test_what_cannot_be_decided_is_refused(card: ScorecardVersion, claims: list[Claim], said: str) -> None:
    with pytest.raises(Refusal, match=said):
        check_claims(card, ANSWERS, claims)


def test_a_refusal_names_the_question_as_it_is_read(card: ScorecardVersion) -> None:
    asked = card.question("greeting")
    assert asked is not None
    assert asked.label() != asked.id
    with pytest.raises(Refusal, match=re.escape(asked.label())):
        check_claims(card, ANSWERS, [Claim("greeting", " ", "Yes")])


def test_a_question_that_was_not_asked_is_not_disputed() -> None:
    text = CARD.replace("critical: compliance", "ask_if: {question: greeting, answer: ['Yes']}")
    version = read_scorecard_text(text).version
    assert version is not None
    with pytest.raises(Refusal, match="was not asked"):
        check_claims(version, ANSWERS, [Claim("verified", "said", "No")])


def test_questions_or_the_whole_are_claimed(card: ScorecardVersion) -> None:
    check_claims(card, ANSWERS, [Claim("greeting", "said it", "Yes"), Claim("diagnosis", "was right", "4")])
    check_claims(card, ANSWERS, [Claim(WHOLE, "another customer")])


def test_neither_case_nor_punctuation_makes_a_reason_new() -> None:
    earlier = [Point("greeting", "I said my name.", "Yes")]
    with pytest.raises(Refusal, match="decided already"):
        check_news([Claim("greeting", "i SAID  my name!", "Yes")], earlier)
    check_news([Claim("greeting", "I said it at 0:02", "Yes")], earlier)
    check_news([Claim("verified", "I said my name.", "Yes")], earlier)


CLAIMED = (Point("greeting", "said", "Yes"), Point("diagnosis", "was right", "4"))


def test_an_accepted_point_grants_the_wish_or_another_answer(card: ScorecardVersion) -> None:
    verdicts = [Verdict("greeting", True, "heard"), Verdict("diagnosis", True, "nearly", "3")]
    assert [point.granted for point in decided_points(card, ANSWERS, CLAIMED, verdicts)] == ["Yes", "3"]


@pytest.mark.parametrize(
    ("verdicts", "said"),
    [
        ([Verdict("greeting", True, "heard")], "no verdict"),
        ([Verdict("greeting", True, "heard"), Verdict("diagnosis", False, " ")], "no reason"),
        ([Verdict("greeting", True, "heard", "No"), Verdict("diagnosis", False, "no")], "that is a rejection"),
        ([Verdict("greeting", True, "heard", "Perhaps"), Verdict("diagnosis", False, "no")], "Perhaps"),
        ([Verdict("greeting", True, "a"), Verdict("diagnosis", False, "b"), Verdict("verified", True, "c")], "not disputed"),
    ],
)
def test_a_decision_is_whole_or_refused(card: ScorecardVersion, verdicts: list[Verdict], said: str) -> None:
    with pytest.raises(Refusal, match=said):
        decided_points(card, ANSWERS, CLAIMED, verdicts)


def test_without_words_of_its_own_a_decision_says_what_its_points_say() -> None:
    decided = [Point("a", "x", reason="heard"), Point("b", "y", reason="in the log"), Point("c", "z", reason="heard")]
    assert overall_reason(" ", decided) == "heard; in the log"
    assert overall_reason("both are right", decided) == "both are right"


def test_a_name_is_the_same_however_it_is_written() -> None:
    assert same_person("  nur  HUDA", "Nur Huda")
    assert not same_person("Nur Huda", "Nur Hadi")
