"""The report's action plan: who does what until when, which figure it is meant to move, and what that figure did since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import N_, tr

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

LONGEST_TEXT = 2_000
STATES = {"open": N_("open"), "done": N_("done")}


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """An item as it is filled in. `where` narrows the linked KPI: pairs of dimension and value, none for the whole centre."""

    text: str
    owner: str = ""
    due_on: date | None = None
    kpi: str | None = None
    where: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PlanItem:
    """An item as it is kept. `report_first` to `report_last` are the days of the report that it was written in."""

    id: str
    text: str
    owner: str
    due_on: date | None
    status: str
    kpi: str | None
    where: tuple[tuple[str, str], ...]
    report_first: date
    report_last: date
    written_at: int
    written_by: str
    done_at: int | None = None
    done_by: str | None = None

    def is_overdue(self, today: date) -> bool:
        """Open, and its day has passed."""
        return self.status == "open" and self.due_on is not None and self.due_on < today


@dataclass(frozen=True, slots=True)
class Since:
    """What the linked figure did from the end of the report that an item was written in, as a sentence.

    `better` says whether it was for the good: None where nothing can be told or the KPI has no good side.
    """

    text: str
    better: bool | None = None
    is_measured: bool = False


@dataclass(frozen=True, slots=True)
class PlanLine:
    """An item as a report shows it: with the linked figure's name, and what it did since."""

    item: PlanItem
    figure_name: str
    since: Since | None
    is_overdue: bool


def checked_draft(draft: PlanDraft) -> PlanDraft:
    """The draft with its spaces put in order; refused when it says nothing, or names a group without a figure."""
    text, owner = draft.text.strip(), " ".join(draft.owner.split())
    if not text:
        raise Refusal(tr("An action needs a text: who does what?"))
    if len(text) > LONGEST_TEXT:
        raise Refusal(tr("The action has {count} characters; write at most {most}.", count=len(text), most=LONGEST_TEXT))
    if draft.where and draft.kpi is None:
        raise Refusal(tr("A group is linked with a figure: choose the figure, or no group."))
    return PlanDraft(text, owner, draft.due_on, draft.kpi, draft.where)


def in_order(items: Iterable[PlanItem]) -> list[PlanItem]:
    """What is open first, by due date, those without a date last; then what is done, the latest first."""
    everything = list(items)
    still_open = [item for item in everything if item.status == "open"]
    done = [item for item in everything if item.status != "open"]
    still_open.sort(
        key=lambda item: (item.due_on is None, item.due_on.toordinal() if item.due_on else 0, item.written_at, item.id)
    )
    done.sort(key=lambda item: (-(item.done_at or 0), item.id))
    return still_open + done


_DIMENSIONS = {
    "team": N_("team {name}"),
    "channel": N_("channel {name}"),
    "agent": N_("agent {name}"),
    "queue": N_("queue {name}"),
    "priority": N_("priority {name}"),
    "reason": N_("reason {name}"),
}


def group_name(dimension: str, name: str) -> str:
    """A group as sentences name it: "team Billing", "channel chat"."""
    shown = name or tr("(none)")
    known = _DIMENSIONS.get(dimension)
    return tr(known, name=shown) if known else f"{dimension} {shown}"


def figure_name(name: str, where: Iterable[tuple[str, str]]) -> str:
    """A KPI with the groups it is narrowed to."""
    return tr(", ").join((name, *(group_name(dimension, value) for dimension, value in where)))
