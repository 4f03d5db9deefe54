"""How the figures of coaching are written: a value with its unit, an interval, a signed change, a verdict in words."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from qa_desk.domain.language import N_, join_phrases, ntr, tr
from qa_desk.domain.scoring import show

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa_desk.domain.coaching import CoachingPage, Measure, TeamView

NOTHING = "–"
MINUS = "−"

CRITICAL_NAMES = {
    "customer": N_("customer-critical"),
    "business": N_("business-critical"),
    "compliance": N_("compliance-critical"),
}
SAMPLE_NAMES = {
    "random": N_("random"),
    "quota": N_("quota"),
    "targeted": N_("targeted"),
    "self_chosen": N_("self-chosen"),
    "calibration": N_("calibration"),
}
ACTION_STATES = {"open": N_("open"), "done": N_("done"), "dropped": N_("dropped")}
NEED_NAMES = {"now": N_("Sit down first"), "soon": N_("Soon"), "on_course": N_("On course"), "too_few": N_("Too few to say")}
NEED_SHORT = {"now": N_("First"), "soon": N_("Soon"), "on_course": N_("On course"), "too_few": N_("Too few")}
VERDICTS = {"met": N_("goal met"), "not_met": N_("goal not met"), "unclear": N_("no clear difference from the goal"), "none": ""}

_PERCENT_UNITS = ("%", "share")
_COUNTS = ("count", "per_record")
_POINTS = ("score", "points")
"""A QA score has a decimal, an NPS has none; the change of either is in points."""
_DURATIONS = ((120, 1, N_("s")), (7_200, 60, N_("min")), (172_800, 3_600, N_("h")), (float("inf"), 86_400, N_("d")))


def number_text(value: float | None, decimals: int = 1) -> str:
    """A plain number, rounded half up once, with a real minus sign."""
    if value is None:
        return NOTHING
    return show(Fraction(value), decimals).replace("-", MINUS)


def critical_text(errors: int, bound: Measure | None) -> str:
    """How many critical errors there were; where there were none, what so few evaluations still allow."""
    if errors or bound is None or bound.high is None:
        return ntr("{count} critical error", "{count} critical errors", errors)
    return tr("no critical error in {n}: up to {share} % still possible", n=bound.n, share=number_text(100 * bound.high, 0))


def duration_text(seconds: float) -> str:
    """A duration in the two largest units that matter, as the report writes it: "45 s", "3 min 05 s", "1 h 06 min", "3 d 4 h"."""
    sign, total = (MINUS if seconds < 0 else ""), abs(seconds)
    whole = round(total)
    if whole < 100:
        return sign + tr("{s} s", s=number_text(total, 0 if total >= 10 or total == whole else 1))
    if whole < 3600:
        return sign + tr("{m} min {s:02d} s", m=whole // 60, s=whole % 60)
    minutes = round(total / 60)
    if minutes < 48 * 60:
        return sign + tr("{h} h {m:02d} min", h=minutes // 60, m=minutes % 60)
    hours = round(total / 3600)
    return sign + tr("{d} d {h} h", d=hours // 24, h=hours % 24)


def duration_unit(*seconds: float | None) -> tuple[float, str]:
    """By what these durations are divided to be read at a glance, and the unit: of the longest of them."""
    longest = max((abs(value) for value in seconds if value is not None), default=0.0)
    return next((factor, unit) for limit, factor, unit in _DURATIONS if longest < limit)


def value_text(value: float | None, unit: str = "score") -> str:
    """A value with its unit."""
    if value is None:
        return NOTHING
    if unit in _PERCENT_UNITS:
        return tr("{number} %", number=number_text(100 * value, 1 if abs(value) < 0.0995 else 0))
    if unit == "s":
        return duration_text(value)
    if unit in _COUNTS:
        return number_text(value, 0 if value == round(value) else 1)
    return number_text(value, 0 if unit == "points" else 1)


def interval_text(figure: Measure, unit: str = "score") -> str:
    """The 95 % interval, or nothing where there is none."""
    if figure.low is None or figure.high is None:
        return ""
    return tr("{low} to {high}", low=value_text(figure.low, unit), high=value_text(figure.high, unit))


def change_text(figure: Measure, unit: str = "score") -> str:
    """A signed change, and "no clear change" where the interval holds zero."""
    if figure.value is None:
        return NOTHING
    if unit in _PERCENT_UNITS:
        amount = tr("{number} points", number=number_text(100 * figure.value, 1))
    elif unit in _POINTS:
        amount = tr("{number} points", number=value_text(figure.value, unit))
    else:
        amount = value_text(figure.value, unit)
    signed = amount if amount.startswith(MINUS) else f"+{amount}"
    if figure.low is None or figure.high is None:
        return signed
    return signed if figure.excludes_zero else tr("{change}, no clear change", change=signed)


def full_text(figure: Measure, unit: str = "score") -> str:
    """Value, interval and n in one phrase, for a line of evidence."""
    between = interval_text(figure, unit)
    if between:
        return tr("{value} ({interval}; n {n})", value=value_text(figure.value, unit), interval=between, n=figure.n)
    return tr("{value} (n {n})", value=value_text(figure.value, unit), n=figure.n)


def chance_text(chance: float) -> str:
    """A probability in words that never claims certainty."""
    if chance > 0.99:
        return tr("over 99 %")
    return tr("under 1 %") if chance < 0.01 else tr("{number} %", number=number_text(100 * chance, 0))


def tenure_text(days: int | None) -> str:
    """How long somebody has been here."""
    if days is None:
        return tr("tenure unknown")
    if days < 14:
        return ntr("{count} day here", "{count} days here", days)
    if days < 92:
        return ntr("{count} week here", "{count} weeks here", days // 7)
    if days < 730:
        return ntr("{count} month here", "{count} months here", int(days / 30.4375))
    return ntr("{count} year here", "{count} years here", int(days / 365.25))


def below_goal_text(chance: float, goal: float | None) -> str:
    """How likely the true score is below the goal, in one phrase that cannot be read the other way round."""
    if goal is None:
        return tr("{chance} likely to be below the goal", chance=chance_text(chance))
    return tr("{chance} likely to be below the goal of {goal}", chance=chance_text(chance), goal=goal_text(goal))


def goal_text(goal: float) -> str:
    """A goal of the score, with a decimal only where it has one."""
    return number_text(goal, 0 if goal == round(goal) else 1)


def failed_text(critical: str, question: str) -> str:
    """A critical error as what it is: the question that was failed, and in which way that is critical."""
    return tr("failed: {question} ({kind})", question=question, kind=tr(CRITICAL_NAMES[critical]))


def period_text(page: CoachingPage | TeamView, written: Callable[[date], str] = date.isoformat) -> str:
    """The days a page looks at and compares with, where the data end before the day it is made for, and what is left out."""
    period, before = (f"{written(days.first)} – {written(days.last)}" for days in (page.span, page.previous_span))
    end = page.data_end
    if end is not None and end < page.as_of:
        text = tr("{period}, compared with {before}; the data end on {day}", period=period, before=before, day=written(end))
    else:
        text = tr("{period}, compared with {before}; as of {day}", period=period, before=before, day=written(page.as_of))
    return join_phrases([text, left_out_text(page.left_out)])


def left_out_text(count: int) -> str:
    """That so many evaluations are not shown to the reader yet; nothing where all are."""
    if not count:
        return ""
    return ntr(
        "{count} evaluation is left out until you have scored its contact too, blind",
        "{count} evaluations are left out until you have scored their contacts too, blind",
        count,
    )


def position_text(at_s: float | None) -> str:
    """A place in a recording as minutes and seconds."""
    if at_s is None:
        return ""
    return f"{int(at_s) // 60}:{int(at_s) % 60:02d}"
