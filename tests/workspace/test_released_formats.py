"""Every format that was ever released opens with the program of today, with all that was in it."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from qa_desk.domain.progress import Quiet
from qa_desk.services.care import check_workspace
from qa_desk.services.report_plan import plan_items
from qa_desk.workspace.schema.version import SCHEMA_VERSION
from qa_desk.workspace.workspace import open_workspace

WITH_A_PLAN = 3
"""The first format that keeps the report's plan."""
STORED = sorted((Path(__file__).parent / "stored").glob("format-*.qadesk.gz"))


def test_each_format_has_a_stored_workspace() -> None:
    numbers = [_number(path) for path in STORED]
    assert sorted(numbers) == list(range(1, SCHEMA_VERSION + 1))


def _number(path: Path) -> int:
    return int(re.findall(r"\d+", path.name)[0])


@pytest.mark.parametrize("stored", STORED, ids=lambda path: path.name)
def test_a_released_format_opens_whole(stored: Path, tmp_path: Path) -> None:
    path = tmp_path / "old.qadesk"
    path.write_bytes(gzip.decompress(stored.read_bytes()))
    workspace = open_workspace(path)
    try:
        assert workspace.connection.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION
        assert check_workspace(workspace, Quiet()).is_sound
        rows = workspace.connection.execute(
            "SELECT a.name, e.status, e.shown, (SELECT count(*) FROM answers WHERE evaluation_id = e.id) FROM evaluations e "
            "JOIN agents a ON a.id = e.agent_id ORDER BY e.created_at"
        ).fetchall()
        assert [tuple(row)[:3] for row in rows] == [("Жанна 张", "submitted", "100.0"), ("Жанна 张", "draft", None)]
        assert rows[0][3] == rows[1][3] > 10
        comment = workspace.connection.execute("SELECT comment FROM answers WHERE comment IS NOT NULL").fetchone()[0]
        assert comment == "=kept as it is: 保持原样"
        planned = [(item.text, item.kpi, item.where) for item in plan_items(workspace)]
        kept = [("=Reply to e-mail first: 先回邮件", "csat", (("channel", "email"),))]
        assert planned == (kept if _number(stored) >= WITH_A_PLAN else [])
    finally:
        workspace.close()
