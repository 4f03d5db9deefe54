"""A scorecard in one language: as people who read that language see it, whatever the program itself speaks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa_desk.domain.scorecard import plain_text

if TYPE_CHECKING:
    from qa_desk.domain.scorecard import Option, Question, RootCause, ScorecardVersion, Text


def version_in(version: ScorecardVersion, language: str) -> ScorecardVersion:
    """The version with every text in this language only (where there is none in it, in the one that stands in for it)."""
    sections = tuple(
        replace(
            section,
            title=_said(section.title, language),
            questions=tuple(_question_in(question, language) for question in section.questions),
        )
        for section in version.sections
    )
    return replace(version, title=_said(version.title, language), sections=sections)


def _said(text: Text, language: str) -> Text:
    return plain_text(text.say(language))


def _question_in(question: Question, language: str) -> Question:
    return replace(
        question,
        title=_said(question.title, language),
        guidance=_said(question.guidance, language),
        examples=tuple(replace(example, text=_said(example.text, language)) for example in question.examples),
        number=replace(question.number, unit=_said(question.number.unit, language)),
        options=tuple(_option_in(option, language) for option in question.options),
        root_causes=tuple(_cause_in(cause, language) for cause in question.root_causes),
    )


def _option_in(option: Option, language: str) -> Option:
    causes = option.root_causes
    own = None if causes is None else tuple(_cause_in(cause, language) for cause in causes)
    return replace(option, title=_said(option.title, language), root_causes=own)


def _cause_in(cause: RootCause, language: str) -> RootCause:
    return replace(cause, title=_said(cause.title, language))
