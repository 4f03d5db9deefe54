from __future__ import annotations

import gettext

from qa_desk.domain.language import end_sentence, join_phrases, join_sentences, speaking


class _Chinese(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return {"; ": "；", "{first} {second}": "{first}{second}", "{phrase}.": "{phrase}。"}.get(message, message)


def test_phrases_are_joined_as_the_language_does_it() -> None:
    parts = ["a", "", "b", "c"]
    assert join_phrases(parts) == "a; b; c"
    with speaking(_Chinese()):
        assert join_phrases(parts) == "a；b；c"


def test_sentences_follow_one_another_with_the_gap_of_the_language() -> None:
    parts = ["One.", "", "Two {x}.", "Three."]
    assert join_sentences(parts) == "One. Two {x}. Three."
    assert join_sentences([]) == ""
    with speaking(_Chinese()):
        assert join_sentences(parts) == "One.Two {x}.Three."


def test_a_sentence_ends_once() -> None:
    assert end_sentence("so") == "so."
    assert end_sentence("so!") == "so!"
    assert end_sentence("") == ""
    with speaking(_Chinese()):
        assert end_sentence("如此") == "如此。"
        assert end_sentence("如此。") == "如此。"
