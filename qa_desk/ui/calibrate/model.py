"""The columns of the calibration tables: sessions, evaluators' deviations, agreement by question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.domain.calibration import STATE_WORDS
from qa_desk.domain.calibration_text import share_words, signed_points
from qa_desk.domain.language import catalogue, tr
from qa_desk.ui.widgets.rows_model import Column

if TYPE_CHECKING:
    from fractions import Fraction

    from qa_desk.domain.calibration_report import (
        CalibrationReport,
        EvaluatorResult,
        QuestionAgreement,
        SectionAgreement,
        SessionEntry,
    )
    from qa_desk.domain.coaching import Measure


def language() -> str:
    """The code of the language in force."""
    return str(catalogue().info().get("language", "") or "en")


def session_columns() -> list[Column]:
    """The list of sessions; rows are `SessionEntry`."""
    return [
        Column(tr("Session"), lambda e: e.title),
        Column(tr("State"), lambda e: tr(STATE_WORDS[e.state]), width=150),
        Column(tr("Scorecard"), lambda e: e.version_name, width=220),
        Column(tr("Interactions"), lambda e: e.items, is_number=True, width=110),
        Column(tr("Finished"), _finished, width=110),
        Column(tr("Open points"), lambda e: e.open_points, is_number=True, width=110),
        Column(tr("Due"), lambda e: e.due_on, width=110),
    ]


def _finished(entry: SessionEntry) -> str:
    return tr("{x} of {n}", x=entry.finished, n=entry.evaluators)


@dataclass(frozen=True, slots=True)
class EvaluatorRow:
    """One evaluator's line under "Deviation"."""

    name: str
    result: EvaluatorResult


def evaluator_rows(report: CalibrationReport) -> list[EvaluatorRow]:
    """Everybody who is compared, in the session's order."""
    return [EvaluatorRow(report.name(result.deviation.evaluator_id), result) for result in report.results.evaluators]


def evaluator_columns() -> list[Column]:
    """Deviations; rows are `EvaluatorRow`."""
    return [
        Column(tr("Evaluator"), lambda row: row.name),
        Column("n", lambda row: row.result.deviation.n, is_number=True, width=48),
        Column(
            tr("Before auto-fail"),
            lambda row: row.result.deviation.mean_signed_before_autofail,
            text=signed_points,
            is_number=True,
            width=130,
            hint=tr("Mean deviation before auto-fail, in points: + lenient, − severe. The one that measures severity."),
        ),
        Column(
            tr("95 % interval"),
            lambda row: row.result.bias_before_autofail,
            text=lambda found: interval_words(found, 1),
            width=130,
            hint=tr("From three interactions on."),
        ),
        Column(
            tr("Final score"),
            lambda row: row.result.deviation.mean_signed,
            text=signed_points,
            is_number=True,
            width=110,
            hint=tr("Mean deviation of the final scores: one missed auto-fail moves it far."),
        ),
        Column(tr("Within tolerance"), lambda row: row.result.deviation.within_tolerance, text=share_words, width=130),
        Column(tr("Same answers"), lambda row: row.result.deviation.exact_answers, text=share_words, width=140),
        Column(tr("Reading"), _severity_words, width=150),
    ]


def _severity_words(row: EvaluatorRow) -> str:
    """Lenient or severe only where the interval lies wholly on one side of zero."""
    found: Measure = row.result.bias_before_autofail
    if found.low is None or found.high is None:
        return tr("too few to tell")
    if not found.excludes_zero:
        return tr("no clear leaning")
    return tr("lenient") if found.low > 0 else tr("severe")


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question's line under "Agreement"."""

    title: str
    found: QuestionAgreement


def question_rows(report: CalibrationReport) -> list[QuestionRow]:
    """All questions, those that agree least first."""
    rows = []
    for found in report.results.questions:
        question = report.version.question(found.question_id)
        rows.append(QuestionRow(question.label(language()) if question else found.question_id, found))
    return sorted(rows, key=lambda row: row.found.pairs.strict.value if row.found.pairs.strict.value is not None else 2.0)


COEFFICIENTS = (2, 3)
"""Where the coefficients stand among `question_columns`."""


def question_columns() -> list[Column]:
    """Agreement; rows are `QuestionRow`."""
    return [
        Column(tr("Question"), lambda row: row.title, width=300),
        Column(tr("Pairs that agree"), lambda row: row.found.pairs.strict, text=share_words, width=140),
        Column(
            tr("AC1/AC2"),
            lambda row: row.found.ac,
            text=coefficient_words,
            width=140,
            hint=tr("Gwet's coefficient: agreement beyond chance. Shown from 10 interactions on."),
        ),
        Column(
            "α",
            lambda row: row.found.alpha,
            text=coefficient_words,
            width=140,
            hint=tr("Krippendorff's α. Shown from 10 interactions on."),
        ),
        Column(tr("Reading"), lambda row: row.found.reading),
    ]


@dataclass(frozen=True, slots=True)
class SectionRow:
    """One section's line."""

    title: str
    found: SectionAgreement


def section_rows(report: CalibrationReport) -> list[SectionRow]:
    """The sections in the order of the form."""
    titles = {section.id: section.label(language()) for section in report.version.sections}
    return [SectionRow(titles[found.section_id], found) for found in report.results.sections]


def section_columns() -> list[Column]:
    """Agreement of a section's questions together; rows are `SectionRow`."""
    return [
        Column(tr("Section"), lambda row: row.title, width=300),
        Column(tr("Pairs that agree"), lambda row: row.found.pairs.strict, text=share_words, width=140),
        Column("n", lambda row: row.found.alpha.n, is_number=True, width=60, hint=tr("questions × interactions")),
        Column(
            tr("α of the credits"),
            lambda row: row.found.alpha,
            text=coefficient_words,
            width=200,
            hint=tr("Krippendorff's α over the credits of all its questions; its interval resamples whole interactions."),
        ),
        Column(tr("Note"), lambda row: row.found.alpha.note),
    ]


def has_coefficients(rows: list[QuestionRow]) -> bool:
    """Whether any question has a coefficient: columns of nothing but dashes are not worth their room."""
    return any(row.found.ac.value is not None or row.found.alpha.value is not None for row in rows)


def coefficient_words(found: Measure) -> str:
    """A coefficient with its interval, or a dash where n does not carry one."""
    if found.value is None:
        return "–"
    within = interval_words(found, 2)
    return f"{found.value:.2f}" if within == "–" else f"{found.value:.2f} ({within})"


def interval_words(found: Measure, decimals: int) -> str:
    """An interval, or a dash."""
    if found.low is None or found.high is None:
        return "–"
    low, high = (f"{limit:.{decimals}f}".replace("-", "−") for limit in (found.low, found.high))
    return tr("{low} to {high}", low=low, high=high)


def points_words(value: Fraction | float | None) -> str:
    """A number of points."""
    return "–" if value is None else f"{float(value):.1f}"
