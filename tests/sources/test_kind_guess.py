from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_desk.services.import_preview import preview

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("header", "row", "kind"),
    [
        ("Ticket ID,Subject,Status,Customer Satisfaction Rating", "1,Bill,open,4", "tickets"),
        ("Ticket ID,CSAT,Comment,Date", "1,5,fine,2024-01-02", "surveys"),
        ("ResponseId,Status,Q1", "R_1,IP Address,5", "surveys"),
        ("Call ID,Status,Date", "7,answered,2024-01-02", "calls"),
        ("ticket_id,seq,at,type,actor", "1,1,2024-01-02,message,agent", "ticket_events"),
        ("agent,team", "Ann,Blue", "roster"),
    ],
)
def test_the_identity_column_tells_the_kind(tmp_path: Path, header: str, row: str, kind: str) -> None:
    path = tmp_path / "some.csv"
    path.write_text(f"{header}\n{row}\n{row}\n", encoding="utf-8")
    assert preview(path).kind == kind


def test_a_support_export_with_a_satisfaction_column_is_tickets(shared_data: Path) -> None:
    seen = preview(shared_data / "A_tickets" / "customer_support_tickets.csv")
    assert (seen.kind, seen.problem) == ("tickets", None)
