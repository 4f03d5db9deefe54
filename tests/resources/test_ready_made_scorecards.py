"""The ready-made scorecards: whole in five languages, and fair in their arithmetic."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from qa_desk.domain.asking import not_asked
from qa_desk.domain.question_kinds.kind import QuestionKind
from qa_desk.domain.question_kinds.multiple import join_ticks
from qa_desk.domain.scorecard import CriticalClass
from qa_desk.domain.scoring import Status, score
from qa_desk.services.scorecards import ready_made_scorecards
from qa_desk.workspace.scorecard_files import read_scorecard_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from qa_desk.domain.scorecard import Option, Question, ScorecardVersion

PATHS = ready_made_scorecards()
LANGUAGES = ("en", "zh_CN", "zh_TW", "ms", "ru")
NOT_SCORED = re.compile("Not scored")
OLDEST = ("voice_support", "chat_support", "email_ticket_support")
every_card = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


def card_of(path: Path) -> ScorecardVersion:
    version = read_scorecard_file(path).version
    assert version is not None
    return version


def texts(value: object, place: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Every text of a card as it stands in the file, with its place."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in ("title", "guidance", "unit", "text"):
                yield f"{place}/{name}", inner
            else:
                yield from texts(inner, f"{place}/{name}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            name = inner.get("id", number) if isinstance(inner, dict) else number
            yield from texts(inner, f"{place}/{name}")


def texts_in(path: Path) -> list[tuple[str, dict[str, str]]]:
    return list(texts(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)))


def test_there_is_one_for_each_kind_of_work() -> None:
    keys = [card_of(path).key for path in PATHS]
    assert keys == [path.stem.replace("_", "-") for path in PATHS]
    assert set(keys) == {
        "banking-compliance",
        "chat-support",
        "complaint-handling",
        "critical-errors",
        "email-ticket-support",
        "help-desk-tickets",
        "short-eight",
        "social-media",
        "voice-sales",
        "voice-support",
    }


@every_card
def test_nothing_about_it_deserves_a_second_look(path: Path) -> None:
    assert read_scorecard_file(path).faults == ()


# -- words


@every_card
def test_every_text_stands_in_five_languages_and_none_is_left_in_english(path: Path) -> None:
    for place, text in texts_in(path):
        assert tuple(text) == LANGUAGES, place
        for language in LANGUAGES[1:]:
            assert text[language].strip(), (place, language)
            assert text[language].casefold() != text["en"].casefold(), (place, language)


@every_card
def test_every_question_has_guidance_and_every_answer_a_name(path: Path) -> None:
    for question in card_of(path).questions():
        assert question.title, question.id
        assert question.guidance, question.id
        assert all(option.title or option.id.isdigit() for option in question.options), question.id
        assert question.kind is not QuestionKind.NUMBER or question.number.unit, question.id


@every_card
def test_each_language_is_written_in_its_own_letters(path: Path) -> None:
    for place, text in texts_in(path):
        text["zh_CN"].encode("gb2312")  # a traditional character would not fit
        text["zh_TW"].encode("big5")  # nor a simplified one here
        assert re.search("[а-яё]", text["ru"].casefold()), place
        assert not re.search("[\u0400-\u04ff\u3400-\u9fff]", text["en"] + text["ms"]), place
        assert set(re.findall("[A-Za-z]+", re.sub(r"N/A", "", text["ru"]))) == set(), place
        assert set(re.findall("[A-Za-z]+", re.sub(r"N/A|IT", "", text["zh_CN"] + text["zh_TW"]))) == set(), place


@every_card
def test_each_language_keeps_its_own_marks(path: Path) -> None:
    for place, text in texts_in(path):
        assert not re.search('[“”"]', text["zh_TW"] + text["ru"]), place
        assert not re.search("[「」«»]", text["zh_CN"] + text["ms"] + text["en"]), place
        for language in ("zh_CN", "zh_TW"):
            assert not re.search("[\u3400-\u9fff][,.:;?!]", text[language]), (place, language)
        assert not re.search("[“‘].*[”’]", text["ru"]), place


@every_card
def test_numbers_and_not_applicables_agree_in_all_languages(path: Path) -> None:
    for place, text in texts_in(path):
        wanted = sorted(re.findall(r"\d+", text["en"])), text["en"].count("N/A")
        for language in LANGUAGES[1:]:
            found = sorted(re.findall(r"\d+", text[language])), text[language].count("N/A")
            assert found == wanted, (place, language)


@every_card
def test_guidance_says_in_each_language_what_each_answer_means(path: Path) -> None:
    for question in card_of(path).questions():
        if question.kind is not QuestionKind.CHOICE or NOT_SCORED.search(question.guidance.say("en")):
            continue
        explained = [option for option in question.options if option.id != "Respected"]
        for language in LANGUAGES:
            guidance = question.guidance.say(language)
            for option in explained:
                label = re.sub(r" \+\d+$", "", option.label(language))
                assert re.search(re.escape(label) + "[:：]", guidance), (question.id, language, label)


@every_card
def test_the_answers_fit_side_by_side_into_a_form_420_pixels_wide(path: Path) -> None:
    """As measured: 7.5 pixels a Latin letter, 8.8 a Cyrillic one, 14 a Chinese one, 26 around each button, 263 in all."""
    for question in card_of(path).questions():
        if question.kind is not QuestionKind.CHOICE:
            continue
        for language in LANGUAGES:
            labels = [option.label(language) for option in question.options] + ["N/A"] * question.na_allowed
            width = sum(26 + sum(letter_width(c) for c in label) for label in labels)
            assert width <= 263, (question.id, language, width)


def letter_width(letter: str) -> float:
    if "\u3400" <= letter <= "\u9fff":
        return 14
    return 8.8 if "\u0400" <= letter <= "\u04ff" else 7.5


@every_card
def test_where_na_is_offered_the_guidance_says_when(path: Path) -> None:
    """In the three oldest, whose answers are never changed, N/A is also open where it hardly ever applies."""
    offered = [q for q in card_of(path).questions() if q.na_allowed and q.weight and not q.is_adjustment]
    silent = [q.id for q in offered if "N/A" not in q.guidance.say("en")]
    assert len(silent) <= (4 if path.stem in OLDEST else 0), silent


# -- arithmetic


def best(question: Question) -> str | None:
    return _extreme(question, lambda option: -option.credit)


def worst(question: Question) -> str | None:
    return _extreme(question, lambda option: option.credit)


def _extreme(question: Question, order: Callable[[Option], Any]) -> str | None:
    """The best or worst answer: an option, the right ticks, a number in the right band; none for words."""
    if not question.options:
        return None
    if question.kind is QuestionKind.MULTIPLE:
        is_best = order(question.options[0]) == -question.options[0].credit
        return join_ticks(question, [o.id for o in question.options if (o.credit > 0 if is_best else o.credit < 0)])
    chosen = min(question.options, key=order)
    if question.kind is QuestionKind.NUMBER:
        index = question.options.index(chosen)
        return str(int(question.options[index - 1].below or 0) if index else 0)
    return chosen.id


def answered(card: ScorecardVersion, answer: Callable[[Question], str | None], **given: str) -> dict[str, str]:
    """An answer to everything that is asked after these answers."""
    answers = {q.id: given.get(q.id) or found for q in card.questions() if (found := answer(q)) is not None}
    return {name: value for name, value in answers.items() if name not in not_asked(card, answers)}


def branches(card: ScorecardVersion) -> list[dict[str, str]]:
    """Each way in which conditional questions open."""
    triggers = {q.ask_if.question for q in card.questions() if q.ask_if and q.ask_if.question}
    ways: list[dict[str, str]] = [{}]
    for name in sorted(triggers):
        question = card.question(name)
        assert question is not None
        ways = [{**way, name: option.id} for way in ways for option in question.options]
    return ways


@every_card
def test_the_best_answers_score_a_hundred_whatever_is_asked(path: Path) -> None:
    card = card_of(path)
    bonus = [question for question in card.questions() if question.is_adjustment]
    for way in branches(card):
        result = score(card, answered(card, best, **way))
        assert (result.status, result.final, result.passed, result.autofail) == (Status.SCORED, 100, True, ())
        plain = score(
            card, {name: value for name, value in answered(card, best, **way).items() if card.question(name) not in bonus}
        )
        assert plain.final == 100


@every_card
def test_the_worst_answers_fail_and_say_why(path: Path) -> None:
    card = card_of(path)
    for way in branches(card):
        answers = answered(card, worst, **way)
        result = score(card, answers)
        assert result.status is Status.SCORED
        assert (result.final, result.passed) == (0, False)
        assert result.before_autofail is not None
        assert result.before_autofail <= 25
        classes = {question.critical for question in card.questions()} - {CriticalClass.NONE}
        assert {kind for kind, state in result.critical.items() if state.errors} == classes


@every_card
def test_each_single_slip_costs_something_and_a_form_autofail_costs_everything(path: Path) -> None:
    card = card_of(path)
    for way in branches(card):
        good = answered(card, best, **way)
        for question in card.questions():
            wrong = worst(question)
            if question.id not in good or wrong in (None, good[question.id]) or question.id in way or question.is_adjustment:
                continue
            result = score(card, good | {question.id: str(wrong)})
            is_fatal = question.autofail is not None and question.autofail.scope == "form"
            assert result.final is not None
            if is_fatal:
                assert (result.final, result.passed) == (0, False), question.id
            elif question.weight:
                assert 20 < result.final < 100, question.id
            assert (question.critical is CriticalClass.NONE) or question.is_error(wrong), question.id


@every_card
def test_a_form_of_nothing_but_na_is_not_scored(path: Path) -> None:
    card = card_of(path)
    answers = {q.id: "N/A" if q.na_allowed else best(q) for q in card.questions() if not q.is_adjustment}
    kept = {name: value for name, value in answers.items() if value is not None}
    asked = {name: value for name, value in kept.items() if name not in not_asked(card, kept)}
    result = score(card, asked)
    assert result.status in (Status.SCORED, Status.NOT_SCORABLE)
    assert result.final in (None, 100)
