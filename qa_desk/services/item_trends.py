"""Which answers of different scorecard versions may be counted together: one lineage, and answers that mean the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import tr
from qa_desk.domain.question_comparison import answers_meaning
from qa_desk.domain.scorecard_comparison import compare_versions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qa_desk.domain.scorecard import Question
    from qa_desk.services.quality import Card


class ItemKeys:
    """Names the series that a question's answers belong to, over all versions that were scored.

    The newest meaning of a question has its plain key; answers under an older one are a series of their own.
    """

    def __init__(self, cards: Iterable[Card]) -> None:
        self._series: dict[str, dict[tuple[object, ...], int]] = {}
        """By question: each meaning with the last version that had it."""
        for card in sorted({card.id: card for card in cards}.values(), key=lambda card: card.number):
            for question in card.definition.questions():
                meanings = self._series.setdefault(_plain_key(card, question), {})
                meanings[answers_meaning(question)] = card.number

    def key(self, card: Card, question: Question) -> str:
        """The series of a question of a version."""
        plain, until = _plain_key(card, question), self._until(card, question)
        return plain if until is None else f"{plain}@{until}"

    def title(self, card: Card, question: Question, language: str) -> str:
        """What the series is called: an older meaning says until which version it held."""
        until = self._until(card, question)
        title = question.label(language)
        return title if until is None else tr("{question} (until v{number})", question=title, number=until)

    def _until(self, card: Card, question: Question) -> int | None:
        """The last version of this meaning; None where no newer version means something else."""
        meanings = self._series[_plain_key(card, question)]
        last = meanings[answers_meaning(question)]
        return None if last == max(meanings.values()) else last


def _plain_key(card: Card, question: Question) -> str:
    return f"{card.scorecard_id}/{question.lineage or question.id}"


def breaks_scores(cards: Mapping[str, Card], version_id: str, earlier: Iterable[str]) -> bool:
    """Whether scores under a version cannot be put beside those under any of these earlier ones of its scorecard."""
    return not any(not compare_versions(cards[other].definition, cards[version_id].definition).is_scoring for other in earlier)
