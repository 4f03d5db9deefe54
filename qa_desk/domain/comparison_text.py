"""What changed between two versions of a scorecard, said in sentences, for a person who is about to publish or who compares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import ntr, tr
from qa_desk.domain.scorecard_comparison import Fate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa_desk.domain.question_comparison import Change
    from qa_desk.domain.scorecard_comparison import Comparison


def verdict(comparison: Comparison) -> str:
    """Whether it is the same, only worded differently, or scores differently."""
    if comparison.is_same:
        return tr("Nothing is different.")
    if comparison.is_scoring:
        return tr("Scores change: the same contact can score differently.")
    return tr("Only wording changes: scores stay comparable.")


def trend_sentences(comparison: Comparison, language: str = "en") -> list[str]:
    """Which trends go on and which break."""
    found = [
        tr("The trend of scores and of passes breaks: figures of the two versions are not compared.")
        if comparison.is_scoring
        else tr("The trend of scores goes on.")
    ]
    added, removed = (
        [question.label(language) for question in comparison.questions if question.fate is fate]
        for fate in (Fate.ADDED, Fate.REMOVED)
    )
    broken = [question.label(language) for question in comparison.broken]
    goes_on = sum(question.continues is True for question in comparison.questions)
    if added:
        found.append(
            ntr("{count} question is new: {names}", "{count} questions are new: {names}", len(added), names=", ".join(added))
        )
    if removed:
        found.append(
            ntr(
                "{count} question is gone: {names}", "{count} questions are gone: {names}", len(removed), names=", ".join(removed)
            )
        )
    if broken:
        found.append(
            ntr(
                "{count} question's own trend breaks: {names}",
                "{count} questions' own trends break: {names}",
                len(broken),
                names=", ".join(broken),
            )
        )
    if goes_on:
        found.append(ntr("{count} question's own trend goes on.", "{count} questions' own trends go on.", goes_on))
    return found


def changes_of_class(comparison: Comparison, language: str = "en", *, is_scoring: bool) -> Iterator[tuple[str, Change]]:
    """The changes of one class with what they are about."""
    about = [(tr("The scorecard"), comparison.card)]
    about += [(section.label(language), section.changes) for section in comparison.sections]
    about += [(question.label(language), question.changes) for question in comparison.questions]
    for name, changes in about:
        yield from ((name, change) for change in changes if change.is_scoring is is_scoring)
