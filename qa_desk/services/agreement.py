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
    from collections.abc import Mapping, Sequence
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


def read_rating_table(path: Path, scale: Sequence[str] | None = None) -> RatingTable:
    """A CSV of units × raters, with or without a heading and a first column of names; an empty cell is "not rated"."""
    rows = _rows(path)
    widths = {len(row) for row in rows}
    if not rows:
        raise Refusal(tr("{file}: there are no ratings in it.", file=path))
    if len(widths) > 1:
        row = next(i for i, cells in enumerate(rows, start=1) if len(cells) != len(rows[0]))
        found, wanted = len(rows[row - 1]), len(rows[0])
        text = tr("row {row}: {found} cells where the first row has {wanted}.", row=row, found=found, wanted=wanted)
        raise Refusal(f"{path}, {text}")
    remarks = []
    heading: list[str] = []
    if len(rows) > 1 and _is_heading(rows, scale):
        heading, rows = rows[0], rows[1:]
        remarks.append(tr("The first row is taken as the heading."))
    if len(rows[0]) > 1 and _has_names(rows, heading, scale):
        remarks.append(tr("The first column is taken as the units' names."))
        rows, heading = [row[1:] for row in rows], heading[1:]
    units = tuple(tuple(None if cell in ("", NOT_APPLICABLE) else cell for cell in row) for row in rows)
    if any(cell == NOT_APPLICABLE for row in rows for cell in row):
        remarks.append(tr("N/A counts as not rated."))
    return RatingTable(units, tuple(heading) or tuple(str(i + 1) for i in range(len(rows[0]))), tuple(remarks))


def table_agreement(
    table: RatingTable, measure: str, scale: Sequence[str] | None = None, *, raw: bool = False
) -> dict[str, Estimate]:
    """Every statistic of a table; with `raw` also those that the limits of n would hide."""
    given = [cell for row in table.units for cell in row if cell is not None]
    if not given:
        raise Refusal(tr("There are no ratings in the file."))
    stray = sorted({cell for cell in given if scale is not None and cell not in scale})
    if stray:
        raise Refusal(tr("Not on the scale given: {answers}.", answers=", ".join(stray[:5])))
    numeric = all(map(is_number, given)) and all(map(is_number, scale or ()))
    if measure in ("interval", "ratio") and not numeric:
        word = next(cell for cell in given if not is_number(cell))
        raise Refusal(tr("“{cell}” is not a number; {measure} agreement needs numbers.", cell=word, measure=measure))
    if measure == "ratio" and min(map(float, given)) < 0:
        raise Refusal(tr("A ratio scale has no negative values."))
    if measure == "ordinal" and not numeric and scale is None:
        raise Refusal(tr("The answers are words: give their order with --scale LOW,…,HIGH."))
    units: Sequence[Sequence[Label | None]] = table.units
    labels: Sequence[Label] | None = scale
    if numeric:
        units = [[None if cell is None else float(cell) for cell in row] for row in table.units]
        labels = None if scale is None else [float(answer) for answer in scale]
    return agreement(units, measure, labels, NO_LIMITS if raw else DEFAULT_LIMITS)


def _rows(path: Path) -> list[list[str]]:
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
        return [cells for row in csv.reader(text.splitlines(), delimiter=delimiter) if any(cells := [c.strip() for c in row])]
    except csv.Error as error:
        raise Refusal(tr("{file}: this is not a CSV file: {reason}", file=path, reason=error)) from error


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
