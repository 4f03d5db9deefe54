"""Reads a form without a header: each cell is a question, and may name its answers behind “Options:”."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from qa_desk.domain.language import tr
from qa_desk.sources.forms.answers import AnswerList, read_answers, yes_no
from qa_desk.sources.forms.draft import DraftQuestion, DraftSection, FormDraft
from qa_desk.sources.forms.languages import language_of
from qa_desk.sources.forms.questions import split_answers
from qa_desk.sources.forms.words import YES_NO

if TYPE_CHECKING:
    from qa_desk.sources.forms.draft import Findings
    from qa_desk.sources.forms.grid import Grid

_MOST_QUESTIONS = 100


def read_checklist(grid: Grid, findings: Findings) -> FormDraft | None:
    """The form on a grid of questions; None when the cells are no questions."""
    places = [(row, column) for row in range(len(grid.rows)) for column in grid.filled(row)]
    is_line = len({row for row, _ in places}) == 1 or len({column for _, column in places}) == 1
    texts = [grid.text(*place) for place in places]
    if not is_line or not 2 <= len(texts) <= _MOST_QUESTIONS or not _are_questions(texts):
        return None
    language = language_of(texts)
    questions = tuple(_question(grid, place, language, findings) for place in places)
    findings.take(tr("There is no header: each cell is taken for a question."))
    if any(question.options for question in questions):
        findings.miss(grid.place(*places[0]), tr("the weights"), tr("the form gives none"), tr("each question counts the same"))
    return FormDraft("", (DraftSection("", questions),))


def _are_questions(texts: list[str]) -> bool:
    """Whether the cells read like questions: some name their answers, or most are phrases and none a plain value."""
    if any(split_answers(text)[1] for text in texts):
        return True
    phrases = [text for text in texts if len(text) >= 8 and sum(c.isalpha() for c in text) * 2 > len(text)]
    asking = [text for text in texts if text.rstrip().endswith(("?", "？"))]
    return len(phrases) == len(texts) and len(asking) * 2 >= len(texts)


def _question(grid: Grid, place: tuple[int, int], language: str, findings: Findings) -> DraftQuestion:
    where = grid.place(*place)
    title, said = split_answers(grid.text(*place))
    if not said:
        findings.miss(where, tr("the possible answers"), tr("the form does not say them"), tr("yes or no, N/A allowed"))
        return DraftQuestion(title, where, weight=Fraction(1), options=yes_no(YES_NO.get(language, YES_NO["en"])))
    answers: AnswerList | None = read_answers(said)
    if answers is None:
        why, taken = tr("these are no answers to choose from"), tr("a question answered in free words, without a score")
        findings.miss(where, said.replace("\n", " / "), why, taken)
        return DraftQuestion(title, where)
    if answers.doubt:
        findings.miss(where, said.replace("\n", " / "), answers.doubt, answers.taken)
    return DraftQuestion(title, where, answers.notes, Fraction(1), answers.options, na_allowed=answers.has_na)
