"""Disputes as rows of the inbox, and how often they were overturned as rows of its figures."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from qa_desk.domain.calibration_text import percent_words
from qa_desk.domain.coaching import Measure
from qa_desk.domain.disputes import OUTCOME_WORDS, STATE_WORDS, Outcome, State
from qa_desk.domain.language import ntr, tr
from qa_desk.domain.numbers import count_text
from qa_desk.ui.dates import day_text, iso_day_text
from qa_desk.ui.widgets.rows_model import Column

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

    from qa_desk.domain.disputes import Dispute
    from qa_desk.services.dispute_statistics import DisputeFigures
    from qa_desk.ui.evaluate.dispute_presenter import Inbox

TO_ANSWER, OPEN, DECIDED, MINE, ALL = "to_answer", "open", "decided", "mine", "all"


def chosen(inbox: Inbox, which: str) -> list[Dispute]:
    """The disputes of a filter."""
    keeps: dict[str, Callable[[Dispute], bool]] = {
        TO_ANSWER: lambda dispute: dispute.id in inbox.to_answer,
        OPEN: lambda dispute: dispute.is_open,
        DECIDED: lambda dispute: dispute.state is State.DECIDED,
        MINE: lambda dispute: inbox.evaluator_id is not None and dispute.evaluator_id == inbox.evaluator_id,
        ALL: lambda dispute: True,
    }
    return [dispute for dispute in inbox.disputes if keeps[which](dispute)]


def about(dispute: Dispute) -> str:
    """What it is about: the whole, or how many questions."""
    return tr("the whole") if dispute.is_whole else ntr("{count} question", "{count} questions", len(dispute.points))


def state_text(dispute: Dispute) -> str:
    """How far it is, in words."""
    if dispute.outcome is not None:
        return tr(OUTCOME_WORDS[dispute.outcome])
    return tr("revision begun") if dispute.is_being_written else tr(STATE_WORDS[dispute.state])


def scores(dispute: Dispute) -> str:
    """The score that is disputed, and the one that came of it."""
    before = dispute.shown or tr("n/a")
    return before if dispute.revised is None else f"{before} → {dispute.revised}"


def inbox_columns(zone: ZoneInfo, today: date) -> list[Column]:
    """The columns of the inbox, by due date at first."""

    def is_late(dispute: Dispute) -> bool:
        return dispute.is_open and dispute.due_on is not None and dispute.due_on < today.isoformat()

    def due_meaning(dispute: Dispute) -> str | None:
        if not dispute.is_open or dispute.due_on is None:
            return None
        return "bad" if is_late(dispute) else "watch" if dispute.due_on == today.isoformat() else None

    def due_text(due: str | None) -> str:
        if due is None:
            return ""
        return tr("{day} (late)", day=iso_day_text(due)) if due < today.isoformat() else iso_day_text(due)

    meanings = {Outcome.ACCEPTED: "good", Outcome.PARTLY: "watch", Outcome.REJECTED: None, None: None}
    return [
        Column(tr("Due"), lambda each: each.due_on if each.is_open else None, due_text, width=130, meaning=due_meaning),
        Column(tr("Interaction"), lambda each: each.reference, width=110),
        Column(tr("Agent"), lambda each: each.agent, least=120),
        Column(tr("Scored by"), lambda each: each.evaluator, width=120),
        Column(tr("Raised by"), lambda each: each.raised_by, width=120),
        Column(tr("Raised"), lambda each: each.raised_at, lambda at: day_of(at, zone), width=100),
        Column(tr("About"), about, width=100),
        Column(tr("State"), state_text, width=130, meaning=lambda each: meanings[each.outcome]),
        Column(tr("Decided by"), lambda each: each.decider, width=110),
        Column(tr("Score"), scores, width=130, is_number=True),
    ]


def figure_columns(name: str, looked_at: str) -> list[Column]:
    """The columns of the figures by evaluator, or by question. Shares sort by their value and say their interval."""
    return [
        Column(name, lambda each: each.name, least=160),
        Column(looked_at, lambda each: each.looked_at, count_text, width=110, is_number=True),
        Column(tr("Disputed"), lambda each: each.disputed, count_text, width=90, is_number=True),
        Column(tr("Share (95 %)"), lambda each: _share(each.disputed_rate), _share_text, width=150, is_number=True),
        Column(tr("Decided"), lambda each: each.decided, count_text, width=90, is_number=True),
        Column(tr("Overturned"), lambda each: each.overturned, count_text, width=100, is_number=True),
        Column(tr("Share (95 %)"), lambda each: _share(each.overturn_rate), _share_text, width=150, is_number=True),
    ]


def _share(rate: Measure) -> tuple[float, float, float] | None:
    if rate.value is None or rate.low is None or rate.high is None:
        return None
    return rate.value, rate.low, rate.high


def _share_text(share: tuple[float, float, float] | None) -> str:
    return "–" if share is None else percent_words(Measure(*share))


def headline(figures: DisputeFigures) -> str:
    """All of it in a sentence."""
    total = figures.total
    if not total.raised:
        return tr("No evaluation was disputed yet.")
    first = tr(
        "{disputed} of {n} evaluations disputed: {share}",
        disputed=count_text(total.disputed),
        n=count_text(total.looked_at),
        share=percent_words(total.disputed_rate),
    )
    if not total.decided:
        return first
    second = tr(
        "{overturned} of {n} decisions overturned the score: {share}",
        overturned=count_text(total.overturned),
        n=count_text(total.decided),
        share=percent_words(total.overturn_rate),
    )
    return f"{first} · {second}"


def day_of(at: int, zone: ZoneInfo) -> str:
    """The day of an instant, in the centre's time zone."""
    return day_text(datetime.fromtimestamp(at, UTC).astimezone(zone).date())
