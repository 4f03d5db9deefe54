"""How figures of a calibration are said, the same on the screen, in the minutes and on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.calibration import MINIMUM_EVALUATORS_FOR_MEDIAN, Benchmark
from qa_desk.domain.language import ntr, tr
from qa_desk.domain.scorecard import NOT_APPLICABLE
from qa_desk.domain.scoring import show

if TYPE_CHECKING:
    from fractions import Fraction

    from qa_desk.domain.calibration_report import CalibrationReport
    from qa_desk.domain.coaching import Measure
    from qa_desk.domain.critical_errors import Proportion
    from qa_desk.domain.scorecard import Question


def answer_label(question: Question | None, answer: str | None, language: str = "en") -> str:
    """What stands on the button of an answer; a dash for nobody's."""
    if answer is None:
        return "–"
    if answer == NOT_APPLICABLE:
        return tr("N/A")
    return question.answer_label(answer, language) if question else answer


def share_words(share: Proportion) -> str:
    """A proportion as the two numbers it is made of: "24 of 27"."""
    return tr("{x} of {n}", x=share.numerator, n=share.denominator) if share.denominator else "–"


def pairs_sentence(share: Proportion) -> str:
    """How many pairs gave the same answer, as a sentence: "0 of 1 pair agrees.", "24 of 27 pairs agree."."""
    return ntr("{x} of {n} pair agrees.", "{x} of {n} pairs agree.", share.denominator, x=share.numerator, n=share.denominator)


def percent_words(found: Measure) -> str:
    """A share in per cent with its interval where there is one: "57 % (49 to 64 %)"."""
    if found.value is None:
        return "–"
    if found.low is None or found.high is None:
        return tr("{share} %", share=_percent(found.value))
    return tr("{share} % ({low} to {high} %)", share=_percent(found.value), low=_percent(found.low), high=_percent(found.high))


def _percent(share: float) -> str:
    return f"{100 * share:.0f}"


def signed_points(value: Fraction | None) -> str:
    """A deviation in points with its sign: "+2.2", "−22.7", "0.0"."""
    if value is None:
        return "–"
    shown = show(abs(value), 1)
    if shown == "0.0":
        return shown
    return f"+{shown}" if value > 0 else f"−{shown}"


def benchmark_words(report: CalibrationReport) -> str:
    """What the evaluators are measured against in this session."""
    session = report.session
    if session.benchmark is Benchmark.EXPERT:
        names = ", ".join(participant.name for participant in session.participants if participant.is_benchmark)
        return tr("the expert's answers ({names})", names=names)
    if session.benchmark is Benchmark.AGREED:
        done = len(report.benchmark)
        return tr("the answers agreed in the meeting ({done} of {all} interactions)", done=done, all=len(session.items))
    if len(report.sheets) >= MINIMUM_EVALUATORS_FOR_MEDIAN:
        return tr("the median of the other evaluators")
    return tr("nothing: two evaluators and no benchmark")
