"""Reads a form that is a table: a header, then questions under the headings of their sections."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from qa_desk.domain.language import ntr, tr
from qa_desk.sources.forms.amounts import Amount, are_fractions, read_amount
from qa_desk.sources.forms.criticals import names_fatal
from qa_desk.sources.forms.draft import DraftQuestion, DraftSection, FormDraft
from qa_desk.sources.forms.grid import words_of
from qa_desk.sources.forms.languages import language_of
from qa_desk.sources.forms.questions import QuestionReader
from qa_desk.sources.forms.rows import RowKind, TableRow, table_rows, weight_column
from qa_desk.sources.forms.surroundings import describe_surroundings, title_above
from qa_desk.sources.forms.totals import settle_weights
from qa_desk.sources.forms.words import BONUSES, holds

if TYPE_CHECKING:
    from qa_desk.sources.forms.columns import Columns
    from qa_desk.sources.forms.draft import Findings
    from qa_desk.sources.forms.grid import Grid

_SEPARATORS = (" - ", " – ", " — ", ": ", "：", " / ")


@dataclass(slots=True)
class _Block:
    """A heading and the rows under it."""

    title: str
    amount: Amount | None = None
    questions: list[list[TableRow]] = field(default_factory=list)


def read_table(grid: Grid, columns: Columns, findings: Findings) -> FormDraft:
    """The form on a grid whose header is known."""
    columns = settle_columns(grid, columns)
    rows = table_rows(grid, columns)
    separator = _separator(rows) if columns.is_composite else None
    blocks = [block for block in _blocks(grid, columns, rows, separator) if block.questions]
    language = language_of([*(row.title for row in rows), *(text for row in grid.rows for text in _texts(row))])
    reader = QuestionReader(grid, columns, findings, language)
    scale = _scale(blocks, columns, reader)
    sections = [_section(block, reader, separator, scale) for block in blocks]
    sections, by_sections = settle_weights(sections, [block.amount for block in blocks], rows, grid, columns, findings)
    title, place = title_above(grid, columns)
    mark = describe_surroundings(grid, columns, rows, place, findings)
    return FormDraft(title, tuple(sections), pass_threshold=mark, by_sections=by_sections)


def settle_columns(grid: Grid, columns: Columns) -> Columns:
    """Roles that only the cells decide: `Points` to be reached or reached, `Description` as the question itself."""
    roles = dict(columns.roles)
    if "points" in roles:
        cells = [grid.cell(row, roles["points"][0]) for row in range(columns.body, len(grid.rows)) if len(grid.filled(row)) > 1]
        numbers = sum(read_amount(cell) is not None for cell in cells)
        if "weight" in roles or "max" in roles or numbers * 2 <= len(cells):
            roles["answer"] = (*roles.get("answer", ()), *roles.pop("points"))
    if "question" not in roles and "guidance" in roles and not columns.is_composite:
        first, *rest = roles.pop("guidance")
        roles["question"] = (first,)
        if rest:
            roles["guidance"] = tuple(rest)
    questions = roles.get("question", ())
    if len(questions) > 1 and "section" not in roles and _repeats(grid, columns, questions[0]):
        roles["section"], roles["question"] = questions[:1], questions[1:]
    return replace(columns, roles=roles)


def _repeats(grid: Grid, columns: Columns, column: int) -> bool:
    """Whether a column names groups: merged downwards, left blank below its first, or the same again."""
    rows = [row for row in range(columns.body, len(grid.rows)) if len(grid.filled(row)) > 1]
    texts = [grid.text(row, column) for row in rows]
    return len({text for text in texts if text}) * 10 <= len(texts) * 7


def _texts(row: tuple[object, ...]) -> list[str]:
    return [text for cell in row if len(text := getattr(cell, "text", "")) > 12]


def _separator(rows: list[TableRow]) -> str | None:
    """What stands between section and question where one column holds both."""
    titles = [row.title for row in rows if row.kind is RowKind.QUESTION]
    for separator in _SEPARATORS:
        if titles and sum(separator in title for title in titles) * 5 >= len(titles) * 4:
            return separator
    return None


def _blocks(grid: Grid, columns: Columns, rows: list[TableRow], separator: str | None) -> list[_Block]:
    blocks = [_Block("")]
    own = columns.first("section weight")
    for row in rows:
        if row.kind is RowKind.SECTION:
            blocks.append(_Block(row.title, row.amount))
        elif row.kind is RowKind.QUESTION:
            section = row.title.partition(separator)[0].strip() if separator and separator in row.title else row.section
            if section and section != blocks[-1].title:
                _resume(blocks, section)
            if own is not None and blocks[-1].amount is None:
                blocks[-1].amount = read_amount(grid.owner(row.row, own))
            blocks[-1].questions.append([row])
        elif row.kind is RowKind.MORE and blocks[-1].questions:
            blocks[-1].questions[-1].append(row)
    return blocks


def _resume(blocks: list[_Block], title: str) -> None:
    """Go on with the section of this title, which may have been left for another."""
    known = next((block for block in blocks if block.title == title), None)
    if known is not None:
        blocks.remove(known)
    blocks.append(known or _Block(title))


def _scale(blocks: list[_Block], columns: Columns, reader: QuestionReader) -> Fraction:
    """What a plain number of the weight column is multiplied by: shares of one become percentages."""
    column = weight_column(columns)
    if column is None:
        place = reader.grid.place(columns.header, min(columns.headers, default=0))
        reader.findings.miss(place, tr("the weights"), tr("no column holds them"), tr("each question counts the same"))
        return Fraction(1)
    amounts = [rows[0].amount for block in blocks for rows in block.questions if rows[0].amount is not None]
    if are_fractions(amounts):
        header = columns.headers.get(column, "")
        reader.findings.take(tr("The weights in “{header}” are shares of one; they are kept as percentages.", header=header))
        return Fraction(100)
    return Fraction(1)


def _section(block: _Block, reader: QuestionReader, separator: str | None, scale: Fraction) -> DraftSection:
    is_fatal, is_bonus = names_fatal(block.title), bool(holds(BONUSES, words_of(block.title)))
    questions = []
    for rows in block.questions:
        title = rows[0].title
        if separator and separator in title:
            title = title.partition(separator)[2].strip() or title
        questions.append(_question(rows, title, reader, scale, is_bonus=is_bonus, is_fatal=is_fatal))
    return DraftSection(block.title, tuple(questions))


def _question(
    rows: list[TableRow], title: str, reader: QuestionReader, scale: Fraction, *, is_bonus: bool, is_fatal: bool
) -> DraftQuestion:
    given = _weight(rows[0], reader, scale)
    weight = given or Fraction(0)
    question = reader.read(rows, title, abs(weight), is_error=is_fatal)
    if question.options and (weight < 0 or (is_bonus and weight)):
        return replace(question, weight=Fraction(0), adjust=weight, critical="none", fails="")
    if is_fatal and question.options and not question.fails and not weight:
        what, why = tr("the fatal errors of this section"), tr("how much they take is not said")
        reader.findings.miss(question.where, what, why, tr("each fails the whole form"))
        return replace(question, weight=Fraction(0), fails="form")
    if given is None and question.options:
        _say_no_weight(reader, rows[0])
    return question


def _weight(row: TableRow, reader: QuestionReader, scale: Fraction) -> Fraction | None:
    """A question's weight; None where the form gives none. A merged weight is shared by the rows it covers."""
    column = weight_column(reader.columns)
    if column is None:
        return Fraction(1)
    grid, merge = reader.grid, reader.grid.merge_at(row.row, column)
    amount = row.amount if merge is None else read_amount(grid.cell(merge.top, merge.left))
    if amount is None:
        return None
    shares = merge.bottom - merge.top + 1 if merge else 1
    if merge and shares > 1:
        why = ntr("one weight stands for {count} question", "one weight stands for {count} questions", shares)
        place, cell = grid.place(merge.top, column), grid.owner(row.row, column)
        reader.findings.miss(place, cell.text, why, tr("shared out equally"))
    return amount.value * (1 if amount.is_percent else scale) / shares


def _say_no_weight(reader: QuestionReader, row: TableRow) -> None:
    column = weight_column(reader.columns) or 0
    cell, place = reader.grid.cell(row.row, column), reader.grid.place(row.row, column)
    if (row.row, column) in reader.grid.uncounted:
        why = tr("the formula's result is not in the file; open and save it in a spreadsheet program")
        reader.findings.miss(place, tr("the weight"), why, tr("0, not in the score"))
    elif cell:
        reader.findings.miss(place, cell.text, tr("this is no weight"), tr("0, not in the score"))
    else:
        reader.findings.miss(place, tr("the weight"), tr("the cell is empty"), tr("0, not in the score"))
