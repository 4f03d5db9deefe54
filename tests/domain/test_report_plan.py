from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_desk.domain.errors import Refusal
from qa_desk.domain.report_plan import PlanDraft, PlanItem, checked_draft, figure_name, in_order

TODAY = date(2026, 7, 1)


def an_item(number: int, due: date | None, status: str = "open", done_at: int | None = None) -> PlanItem:
    return PlanItem(f"i{number}", "Do", "", due, status, None, (), TODAY, TODAY, number, "", done_at)


items = st.lists(
    st.builds(
        lambda due, done_at: (due, done_at),
        st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
        st.none() | st.integers(1, 1_000_000),
    ),
    max_size=20,
).map(lambda pairs: [an_item(n, due, "done" if at else "open", at) for n, (due, at) in enumerate(pairs)])


@given(items)
def test_open_items_come_first_by_their_day_and_nothing_is_lost(found: list[PlanItem]) -> None:
    ordered = in_order(found)
    assert sorted(ordered, key=lambda item: item.id) == sorted(found, key=lambda item: item.id)
    states = [item.status for item in ordered]
    assert states == sorted(states, reverse=True)
    days = [item.due_on or date.max for item in ordered if item.status == "open"]
    assert days == sorted(days)
    done = [item.done_at or 0 for item in ordered if item.status == "done"]
    assert done == sorted(done, reverse=True)


def test_only_what_is_open_is_ever_overdue() -> None:
    assert an_item(1, date(2026, 6, 30)).is_overdue(TODAY)
    assert not an_item(1, TODAY).is_overdue(TODAY)
    assert not an_item(1, None).is_overdue(TODAY)
    assert not an_item(1, date(2026, 6, 30), "done", 5).is_overdue(TODAY)


def test_a_draft_is_put_in_order() -> None:
    assert checked_draft(PlanDraft("  Reply first ", "  Mei   Tan ")) == PlanDraft("Reply first", "Mei Tan")


@pytest.mark.parametrize(
    ("draft", "reason"),
    [
        (PlanDraft("   "), "needs a text"),
        (PlanDraft("x" * 2_001), "at most 2000"),
        (PlanDraft("Do", where=(("team", "A"),)), "choose the figure"),
    ],
)
def test_a_draft_that_cannot_be_kept_says_why(draft: PlanDraft, reason: str) -> None:
    with pytest.raises(Refusal, match=reason):
        checked_draft(draft)


def test_a_figure_is_named_with_its_groups() -> None:
    assert figure_name("CSAT", ()) == "CSAT"
    assert figure_name("CSAT", (("team", "Billing"), ("custom:tier", "gold"))) == "CSAT, team Billing, custom:tier gold"
