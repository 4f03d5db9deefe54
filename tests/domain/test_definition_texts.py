from __future__ import annotations

import pytest

from qa_desk.domain.definition_texts import (
    LANGUAGES,
    UNSAID,
    any_text,
    languages_of,
    said_language,
    text_in,
    texts_of,
    with_text,
)


def test_a_text_is_read_in_exactly_one_language_or_in_any() -> None:
    both = {"en": "Yes", "ru": "Да"}
    assert text_in(both, "ru") == "Да"
    assert text_in(both, "ms") == ""
    assert text_in("Yes", UNSAID) == "Yes"
    assert text_in("Yes", "en") == ""
    assert any_text(both, "ms") == "Yes"
    assert any_text({"ru": "Да"}, "ms") == "Да"
    assert any_text({"zh": "是"}, "zh_CN") == "是"
    assert any_text("Yes") == "Yes"
    assert any_text(None) == ""


@pytest.mark.parametrize(
    ("before", "language", "text", "after"),
    [
        (None, "en", "Yes", {"en": "Yes"}),
        (None, UNSAID, "Yes", "Yes"),
        ("Yes", "ru", "Да", {UNSAID: "Yes", "ru": "Да"}),
        ({"en": "Yes", "ru": "Да"}, "ru", "", {"en": "Yes"}),
        ({"en": "Yes"}, "en", "", None),
        ("Yes", UNSAID, "", None),
    ],
)
def test_words_are_written_in_one_language_and_the_others_stay(before: object, language: str, text: str, after: object) -> None:
    assert with_text(before, language, text) == after


CARD: dict[str, object] = {
    "title": "Card",
    "sections": [{"title": {"en": "One", "ru": "Раз"}, "questions": [{"guidance": "How", "number": {"unit": "s"}}]}],
}


def test_the_languages_of_a_scorecard_are_counted_text_by_text() -> None:
    assert languages_of(CARD) == {UNSAID: 3, "en": 1, "ru": 1}
    assert len(list(texts_of(CARD))) == 4
    assert set(LANGUAGES) == {"en", "zh_CN", "zh_TW", "ms", "ru"}


def test_texts_without_a_language_are_given_one() -> None:
    said = said_language(CARD, "en")
    assert languages_of(said) == {"en": 4, "ru": 1}
    both = said_language({"title": {UNSAID: "old", "en": "new", "ru": "Раз"}}, "en")
    assert both == {"title": {"en": "new", "ru": "Раз"}}
