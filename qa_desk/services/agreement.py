"""Agreement of any table of units × raters in a CSV file: headings found with care, then every statistic."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.domain.errors import EnvironmentFailure, Refusal
from qa_desk.domain.language import N_, tr
from qa_desk.domain.scorecard import NOT_APPLICABLE
from qa_desk.statistics.agreement import DEFAULT_LIMITS, NO_LIMITS, agreement
from qa_desk.statistics.ratings import is_number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from qa_desk.statistics.estimate import Estimate
    from qa_desk.statistics.ratings import Label

MEASURES = ("nominal", "ordinal", "interval", "ratio")

NAMES: Mapping[str, str] = {
    "percent": N_("Percent agreement (mean over units)"),
    "pairs": N_("Agreeing pairs"),
    "alpha": N_("Krippendorff's α"),
    "ac1": N_("Gwet's AC1"),
    "ac2": N_("Gwet's AC2 (quadratic weights)"),
    "brennan_prediger": N_("Brennan–Prediger"),
    "fleiss_kappa": N_("Fleiss' κ (unweighted)"),
    "conger_kappa": N_("Conger's κ (Cohen's for two raters)"),
    "icc1": N_("ICC(1), one-way"),
    "icc2": N_("ICC(A,1), absolute agreement"),
    "icc3": N_("ICC(C,1), consistency"),
    "icc1k": N_("ICC(k), one-way, mean of raters"),
    "icc2k": N_("ICC(A,k), mean of raters"),
    "icc3k": N_("ICC(C,k), mean of raters"),
    "within_sd": N_("Standard deviation within a unit"),
}
"""What each statistic is called on screens and in tables."""

_UNIT_HEADINGS = {"", "#", "id", "unit", "units", "item", "case", "subject", "interaction", "interaction_id", "unit_id"}


@dataclass(frozen=True, slots=True)
class RatingTable:
    """Units × raters out of a file (None = not rated), the raters' names where there was a heading, and how it was read."""

    units: tuple[tuple[str | None, ...], ...]
    raters: tuple[str, ...]
    remarks: tuple[str, ...]
    file: Path
    lines: tuple[int, ...]
    """The line of the file that each unit stands on."""

    def where(self, is_wanted: Callable[[str], bool]) -> str:
        """File, row and column of the first rating of a kind."""
        unit, rater = next(
            (i, k) for i, row in enumerate(self.units) for k, cell in enumerate(row) if cell is not None and is_wanted(cell)
        )
        return tr("{file}, row {row}, column {column}", file=self.file, row=self.lines[unit], column=self.raters[rater])


def read_rating_table(path: Path, scale: Sequence[str] | None = None) -> RatingTable:
    """A CSV of units × raters, with or without a heading and a first column of names; an empty cell is "not rated"."""
    if scale is not None:
        _check_scale(scale)
    rows, lines = _rows(path)
    widths = {len(row) for row in rows}
    if not rows:
        raise Refusal(tr("{file}: there are no ratings in it.", file=path))
    if len(widths) > 1:
        line, found = next((line, len(cells)) for line, cells in zip(lines, rows, strict=True) if len(cells) != len(rows[0]))
        text = tr("row {row}: {found} cells where the first row has {wanted}.", row=line, found=found, wanted=len(rows[0]))
        raise Refusal(f"{path}, {text}")
    if len(rows) == 1 and _is_lone_heading(rows[0], scale):
        raise Refusal(tr("{file}: has headers but no rows; there are no ratings in it.", file=path))
    remarks = []
    heading: list[str] = []
    if len(rows) > 1 and _is_heading(rows, scale):
        heading, rows, lines = rows[0], rows[1:], lines[1:]
        remarks.append(tr("The first row is taken as the heading."))
    first_rater = 1
    if len(rows[0]) > 1 and _has_names(rows, heading, scale):
        remarks.append(tr("The first column is taken as the units' names."))
        rows, heading, first_rater = [row[1:] for row in rows], heading[1:], 2
    units = tuple(tuple(None if cell in ("", NOT_APPLICABLE) else cell for cell in row) for row in rows)
    if any(cell == NOT_APPLICABLE for row in rows for cell in row):
        remarks.append(tr("N/A counts as not rated."))
    raters = tuple(heading) or tuple(str(first_rater + i) for i in range(len(rows[0])))
    return RatingTable(units, raters, tuple(remarks), path, tuple(lines))


def _check_scale(scale: Sequence[str]) -> None:
    """An answer named twice would count as two, one of which nobody ever gives."""
    seen: set[str | float] = set()
    for answer in scale:
        key = float(answer) if is_number(answer) else answer
        if not answer or key in seen:
            text = tr("--scale {given}: “{answer}” is there twice; name each answer once, the lowest first.",
                      given=",".join(scale), answer=answer)  # fmt: skip
            raise Refusal(text if answer else tr("--scale {given}: an answer is empty.", given=",".join(scale)))
        seen.add(key)


def table_agreement(
    table: RatingTable, measure: str, scale: Sequence[str] | None = None, *, raw: bool = False
) -> dict[str, Estimate]:
    """Every statistic of a table; with `raw` also those that the limits of n would hide."""
    given = [cell for row in table.units for cell in row if cell is not None]
    if not given:
        raise Refusal(tr("{file}: there are no ratings in it.", file=table.file))
    stray = sorted({cell for cell in given if scale is not None and cell not in scale})
    if stray:
        place = table.where(lambda cell: scale is not None and cell not in scale)
        raise Refusal(tr("{place}: Not on the scale given: {answers}.", place=place, answers=", ".join(stray[:5])))
    numeric = all(map(is_number, given)) and all(map(is_number, scale or ()))
    if measure in ("interval", "ratio") and not numeric:
        word = next((cell for cell in given if not is_number(cell)), None)
        if word is None:
            raise Refusal(tr("--scale {given}: {measure} agreement needs numbers.", given=",".join(scale or ()), measure=measure))
        place = table.where(lambda cell: not is_number(cell))
        text = tr("{place}: “{cell}” is not a number; {measure} agreement needs numbers.",
                  place=place, cell=word, measure=measure)  # fmt: skip
        raise Refusal(text)
    if measure == "ratio" and min(map(float, given)) < 0:
        place = table.where(lambda cell: float(cell) < 0)
        raise Refusal(tr("{place}: a ratio scale has no negative values.", place=place))
    if measure == "ordinal" and not numeric and scale is None:
        raise Refusal(tr("The answers are words: give their order with --scale LOW,…,HIGH."))
    units: Sequence[Sequence[Label | None]] = table.units
    labels: Sequence[Label] | None = scale
    if numeric:
        units = [[None if cell is None else float(cell) for cell in row] for row in table.units]
        labels = None if scale is None else [float(answer) for answer in scale]
    return agreement(units, measure, labels, NO_LIMITS if raw else DEFAULT_LIMITS)


def _rows(path: Path) -> tuple[list[list[str]], list[int]]:
    """The cells of each row that is not blank, and the line it stands on."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except IsADirectoryError as error:
        raise Refusal(tr("{file}: this is a folder; name a CSV file.", file=path)) from error
    except FileNotFoundError as error:
        raise Refusal(tr("{file}: there is no such file.", file=path)) from error
    except UnicodeDecodeError as error:
        raise Refusal(tr("{file}: this is not a text file in UTF-8; save it as CSV UTF-8.", file=path)) from error
    except OSError as error:
        raise EnvironmentFailure(tr("{file}: cannot be read.", file=path)) from error
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        reader = csv.reader(text.splitlines(), delimiter=delimiter)
        found = [(cells, reader.line_num) for row in reader if any(cells := [cell.strip() for cell in row])]
    except csv.Error as error:
        raise Refusal(tr("{file}: this is not a CSV file: {reason}", file=path, reason=error)) from error
    return [cells for cells, _ in found], [line for _, line in found]


def _is_lone_heading(row: list[str], scale: Sequence[str] | None) -> bool:
    """Whether the only row there is names units and raters: one unit alone would say nothing either."""
    return row[0].casefold() in _UNIT_HEADINGS - {""} or _is_heading([row], scale)


def _is_heading(rows: list[list[str]], scale: Sequence[str] | None) -> bool:
    """A heading is a row of words of which none is ever given as an answer."""
    first = [cell for cell in rows[0] if cell]
    if scale is not None:
        return not any(cell in scale for cell in first[1:] or first)
    below = {cell for row in rows[1:] for cell in row}
    return not any(is_number(cell) or cell in below for cell in first)


def _has_names(rows: list[list[str]], heading: list[str], scale: Sequence[str] | None) -> bool:
    names = [row[0] for row in rows]
    if heading and heading[0].casefold() in _UNIT_HEADINGS:
        return True
    if scale is not None:
        return not any(name in scale for name in names)
    answers = {cell for row in rows for cell in row[1:] if cell}
    words = len(rows) > 2 and len(set(names)) == len(names) and not any(is_number(name) for name in names)
    return words and not answers & set(names)
