"""Turns the rows of a table into questions: titles, answers, critical marks and guidance."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from qa_desk.domain.language import tr
from qa_desk.sources.forms.answers import AnswerList, numbers, of_words, read_answers, yes_no
from qa_desk.sources.forms.criticals import Critical, read_critical
from qa_desk.sources.forms.draft import DraftOption, DraftQuestion
from qa_desk.sources.forms.grid import words_of
from qa_desk.sources.forms.words import ANSWERS, ERROR_OR_NOT, INTRODUCTIONS, YES_NO

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.sources.forms.columns import Columns
    from qa_desk.sources.forms.draft import Findings
    from qa_desk.sources.forms.grid import Grid
    from qa_desk.sources.forms.rows import TableRow

_LARGEST_SCALE = 10
_BRACKETS = re.compile(r"[(（\[]([^()（）\[\]]+)[)）\]]")
_LEADING_NUMBER = re.compile(r"^\s*(?:\d{1,2}(?:\.\d{1,2})+[.)]?|\d{1,2}[.)、])\s+(?=\S)")


@dataclass(slots=True)
class QuestionReader:
    """Reads questions one after the other; what the whole column tells is found out once."""

    grid: Grid
    columns: Columns
    findings: Findings
    language: str
    _from_headers: AnswerList | None = field(default=None, init=False)
    _is_sought: bool = field(default=False, init=False)

    def read(self, rows: Sequence[TableRow], title: str, weight: Fraction, *, is_error: bool = False) -> DraftQuestion:
        """The question that one row begins and the others go on with; `is_error`: it stands among the fatal errors."""
        row = rows[0].row
        where = self.grid.place(row, self._title_column())
        title, said = split_answers(title)
        critical = self._critical(row)
        answers = self._answers(rows, said, where, is_error=is_error)
        guidance = [text for text in (self._guidance(rows, title), answers.notes if answers else "") if text]
        question_column = self.columns.roles.get("question", ())
        extra = [self.grid.text(row, c) for c in question_column[1:]] if not self.columns.is_composite else []
        if self.columns.is_composite:
            extra = [self.grid.text(row, c) for c in question_column]
        guidance = [text for text in extra if text and text != title] + guidance
        if answers is None:
            return DraftQuestion(title, where, "\n".join(guidance))
        if critical.scope and len(answers.options) > 2:
            why = tr("it does not say which of its answers are fatal")
            self.findings.miss(where, title, why, tr("the one that earns least"))
        return DraftQuestion(
            title=_LEADING_NUMBER.sub("", title),
            where=where,
            guidance="\n".join(dict.fromkeys(guidance)),
            weight=weight,
            options=answers.options,
            na_allowed=answers.has_na or self._allows_na(row),
            critical=critical.kind,
            fails=critical.scope,
        )

    def _title_column(self) -> int:
        found = self.columns.first("question")
        return found if found is not None and not self.columns.is_composite else self.columns.first("section") or 0

    def _critical(self, row: int) -> Critical:
        cells = {role: self.columns.first(role) for role in ("critical", "fatal")}
        texts = {role: self.grid.owner(row, column).text for role, column in cells.items() if column is not None}
        column = next((column for column in cells.values() if column is not None), 0)
        return read_critical(texts, self.grid.place(row, column), self.findings)

    def _allows_na(self, row: int) -> bool:
        column = self.columns.first("na")
        return column is not None and ANSWERS.get(words_of(self.grid.text(row, column))) == "full"

    def _guidance(self, rows: Sequence[TableRow], title: str) -> str:
        texts = [self.grid.text(item.row, c) for item in rows for c in self.columns.roles.get("guidance", ())]
        texts += self._anchors(rows[0].row)
        return "\n".join(dict.fromkeys(text for text in texts if text and text != title))

    def _anchors(self, row: int) -> list[str]:
        """What the answer columns say of each answer, where they say it in words."""
        said = [(self.columns.headers[c], self.grid.text(row, c)) for c in self.columns.levels]
        return [
            f"{name}: {text}"
            for name, text in said
            if len(text) > 3 and self.grid.cell(row, 0).number is None and not _is_mark(text)
        ]

    # -- the answers, from the most to the least telling place

    def _answers(self, rows: Sequence[TableRow], said: str, where: str, *, is_error: bool) -> AnswerList | None:
        for text, place in ((said, where), (self._listed(rows), self._place(rows[0].row, "options"))):
            if not text:
                continue
            found = read_answers(text) or _single(text, self.language)
            if found is not None:
                return self._told(found, place, text)
            self.findings.miss(
                place,
                text.replace("\n", " / "),
                tr("these are no answers to choose from"),
                tr("a question answered in free words, without a score"),
            )
            return None
        row = rows[0].row
        offered = next((self.grid.choices[row, c] for c in range(self.grid.width) if (row, c) in self.grid.choices), ())
        listed = of_words(tuple(offered)) if offered else None
        if listed:
            return self._told(listed, where, " / ".join(offered))
        return self._by_levels(row) or self._by_headers() or self._by_given(row, where) or self._assumed(row, is_error=is_error)

    def _told(self, answers: AnswerList, where: str, what: str) -> AnswerList:
        if answers.doubt:
            self.findings.miss(where, what.replace("\n", " / "), answers.doubt, answers.taken)
        return answers

    def _listed(self, rows: Sequence[TableRow]) -> str:
        column = self.columns.first("options")
        return "\n".join(filter(None, (self.grid.text(item.row, column) for item in rows))) if column is not None else ""

    def _place(self, row: int, role: str) -> str:
        column = self.columns.first(role)
        return self.grid.place(row, column if column is not None else self._title_column())

    def _by_levels(self, row: int) -> AnswerList | None:
        """Columns that each stand for an answer; where they hold points, those are what it earns."""
        levels = self.columns.levels
        if not levels:
            return None
        names = tuple(self.columns.headers[c] for c in levels)
        points = [self.grid.cell(row, c).number for c in levels]
        worth = [(name, point) for name, point in zip(names, points, strict=True) if ANSWERS.get(words_of(name)) != "na"]
        if len(worth) > 1 and all(point is not None for _, point in worth) and len({point for _, point in worth}) > 1:
            found = of_words(tuple(f"{name} = {float(point or 0):g}" for name, point in worth))
            if found:
                return AnswerList(found.options, len(worth) < len(names))
        header = self.grid.place(self.columns.body - 1, levels[0])
        return self._plain(names, header)

    def _plain(self, names: tuple[str, ...], where: str) -> AnswerList | None:
        if all(name.isdigit() for name in names):
            values = sorted(int(name) for name in names)
            return self._told(numbers(values[0], values[-1]), where, " / ".join(names)) if len(set(values)) > 1 else None
        found = of_words(names)
        return self._told(found, where, " / ".join(names)) if found else None

    def _by_headers(self) -> AnswerList | None:
        """A header such as `Score (0 or 1)` says the answers of the whole column."""
        if not self._is_sought:
            self._is_sought = True
            for role in ("answer", "points", "options", "question"):
                for column in self.columns.roles.get(role, ()):
                    header = self.columns.headers.get(column, "")
                    for part in [*_BRACKETS.findall(header), header]:
                        found = read_answers(part)
                        if found and self._from_headers is None and not (part is header and len(found.options) > 3):
                            self._from_headers = self._told(found, self.grid.place(self.columns.header, column), header)
        return self._from_headers

    def _by_given(self, row: int, where: str) -> AnswerList | None:
        """The answer of a form that was filled in, where it tells the others."""
        column = self.columns.first("answer")
        text = self.grid.text(row, column) if column is not None else ""
        if not text or self.grid.cell(row, column or 0).number is not None:
            return None
        if ANSWERS.get(words_of(text)) in ("full", "none"):
            self.findings.miss(
                self.grid.place(row, column or 0),
                tr("the possible answers"),
                tr("the file holds one given answer, not the list of them"),
                tr("yes or no"),
            )
            return AnswerList(yes_no(YES_NO.get(self.language, YES_NO["en"])))
        return None

    def _assumed(self, row: int, *, is_error: bool) -> AnswerList | None:
        given = self.columns.first("answer")
        text = self.grid.text(row, given) if given is not None else ""
        if text and given is not None and self.grid.cell(row, given).number is None and not _is_mark(text):
            self.findings.miss(
                self.grid.place(row, given),
                text,
                tr("the given answer is free text"),
                tr("a question answered in free words, without a score"),
            )
            return None
        top = self.columns.first("max")
        number = self.grid.cell(row, top).number if top is not None and self.columns.first("weight") is not None else None
        if number is not None and number.denominator == 1 and 2 <= number <= _LARGEST_SCALE:
            return numbers(0, int(number))
        place, what, why = (
            self.grid.place(row, self._title_column()),
            tr("the possible answers"),
            tr("the form does not say them"),
        )
        if is_error:
            self.findings.miss(place, what, why, tr("error or no error, N/A allowed"))
            right, wrong = ERROR_OR_NOT.get(self.language, ERROR_OR_NOT["en"])
            return AnswerList((DraftOption(right, Fraction(1)), DraftOption(wrong, Fraction(0))), has_na=True)
        self.findings.miss(place, what, why, tr("yes or no, N/A allowed"))
        return AnswerList(yes_no(YES_NO.get(self.language, YES_NO["en"])), has_na=True)


def split_answers(text: str) -> tuple[str, str]:
    """A cell's question, and the answers that stand behind a word such as “Options:”."""
    found = INTRODUCTIONS.search(text)
    if not found or not text[: found.start()].strip():
        return text.strip(), ""
    return text[: found.start()].strip().rstrip("."), text[found.end() :].strip()


def _is_mark(text: str) -> bool:
    return text.casefold() in {"x", "х", "✓", "✔", "v", "√", "-", "–", "1", "0", "●", "•"}


def _single(text: str, language: str) -> AnswerList | None:
    """One word that stands for a kind of answer: `Yes/No`, `Y/N`, `Boolean`."""
    folded = words_of(text)
    if folded in {"yes/no", "y/n", "boolean", "да/нет", "binary", "s/n", "j/n", "ya/tidak", "是/否", "sí/no"}:
        return AnswerList(yes_no(YES_NO.get(language, YES_NO["en"])))
    return None
