"""The names that five languages give to figures are read as the fields behind them, or asked about."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from qa_desk.services.imports import preview

if TYPE_CHECKING:
    from pathlib import Path

# figure → kind, the column it is read as, a value, and the other columns that a row of the kind needs
FIELDS = {
    "first_response_time": ("tickets", "first_reply_at", "0:30:00", {"ticket_id": "1", "created_at": "2024-01-01"}),
    "resolution_time": ("tickets", "solved_at", "4:00:00", {"ticket_id": "1", "created_at": "2024-01-01"}),
    "response_time": ("tickets", None, "0:30:00", {"ticket_id": "1", "created_at": "2024-01-01"}),
    "interactions_per_ticket": ("tickets", "public_messages", "3", {"ticket_id": "1"}),
    "agent_replies_to_close": ("tickets", "agent_replies", "2", {"ticket_id": "1"}),
    "escalation_rate": ("tickets", "escalations", "1", {"ticket_id": "1"}),
    "talk_time": ("calls", "talk_s", "0:03:00", {"call_id": "1", "result": "answered"}),
    "hold_time": ("calls", "hold_s", "0:00:30", {"call_id": "1", "result": "answered"}),
    "after_call_work_time": ("calls", "acw_s", "0:01:00", {"call_id": "1", "result": "answered"}),
    "average_speed_of_answer": ("calls", "wait_s", "0:00:20", {"call_id": "1", "result": "answered"}),
    "csat": ("surveys", "score", "5", {"response_id": "1"}),
    "nps": ("surveys", "score", "9", {"response_id": "1"}),
    "ces": ("surveys", "score", "5", {"response_id": "1"}),
}
ASKED = {
    "ART",
    "等待时间",
    "等待時間",
    "平均响应时间",
    "平均響應時間",
    "应答时间",
    "平均关闭时间",
    "关闭的平均时间",
    "响应或交互的数量",
}
"""Words that stand for two things, in one language or between them."""


@pytest.mark.parametrize("figure", FIELDS)
def test_every_name_of_a_figure_is_read_or_asked_about(figure: str, shared_data: Path, tmp_path: Path) -> None:
    document = json.loads((shared_data.parent / "design" / "kpi_synonyms.json").read_text(encoding="utf-8"))
    kind, field, value, others = FIELDS[figure]
    for word in sorted({word for words in document["synonyms"][figure].values() for word in words}):
        path = tmp_path / "table.csv"
        path.write_text(f"{','.join(others)},{word}\n{','.join(others.values())},{value}\n", encoding="utf-8")
        seen = preview(path, kind)
        taken = {column.header: column.field for column in seen.columns}[word]
        if word in ASKED:
            assert (taken, [question.field for question in seen.questions]) == (None, [word]), word
        else:
            assert taken == field, word
            assert not seen.questions, word
