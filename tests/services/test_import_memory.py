from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.services.import_memory import SETTING, keep, memory_of
from qa_desk.services.imports import preview, recall, run_import
from qa_desk.workspace.settings import get_setting

if TYPE_CHECKING:
    from pathlib import Path

    from qa_desk.workspace.workspace import Workspace

TEXT = "Call Id,Agent,Answered (Y/N),Date,Talk time\n{n},Ann,Y,01/02/2024,90\n"
SAID = {"date_order": "dmy", "units": {"talk_s": "minutes"}}


def a_file(folder: Path, name: str, text: str = TEXT, n: int = 1) -> Path:
    path = folder / name
    path.write_text(text.replace("{n}", str(n)), encoding="utf-8")
    return path


def test_what_was_said_holds_for_the_next_file_of_the_shape(workspace: Workspace, tmp_path: Path) -> None:
    run_import(workspace, "calls", [a_file(tmp_path, "march.csv")], mapping=SAID, timezone="Asia/Tokyo")
    april = a_file(tmp_path, "april.csv", n=2)
    known = recall(workspace, "calls", april)
    assert known is not None
    assert (known.kind, known.source, known.timezone, known.mapping) == ("calls", "auto", "Asia/Tokyo", SAID)
    seen = preview(april, memory=memory_of(workspace))
    assert (seen.problem, seen.recalled, seen.timezone) == (None, known, "Asia/Tokyo")
    assert seen.stored_rows[0][seen.stored_columns.index("talk_s")] == 5400
    assert preview(april).problem is not None


def test_nothing_is_kept_of_a_dry_run_nor_where_nothing_was_said(workspace: Workspace, tmp_path: Path) -> None:
    run_import(workspace, "calls", [a_file(tmp_path, "march.csv")], mapping=SAID, dry_run=True)
    run_import(workspace, "tickets", [a_file(tmp_path, "t.csv", "ticket_id,created_at\n1,2024-01-01\n")])
    assert get_setting(workspace, SETTING) == {}


def test_another_kind_another_shape_and_what_is_no_table_recall_nothing(workspace: Workspace, tmp_path: Path) -> None:
    run_import(workspace, "calls", [a_file(tmp_path, "march.csv")], mapping=SAID)
    assert recall(workspace, "tickets", tmp_path / "march.csv") is None
    assert recall(workspace, "calls", a_file(tmp_path, "other.csv", TEXT.replace("Agent", "Desk"))) is None
    assert recall(workspace, "calls", a_file(tmp_path, "minutes.csv", "%PDF-1.7")) is None
    assert recall(workspace, "calls", tmp_path / "absent.csv") is None


def test_how_the_file_is_cut_is_recalled_too(workspace: Workspace, tmp_path: Path) -> None:
    text = "call id~answered~talk time in seconds\n{n}~Y~9\n"
    said = {"delimiter": "~"}
    run_import(workspace, "calls", [a_file(tmp_path, "a.csv", text)], mapping=said)
    seen = preview(a_file(tmp_path, "b.csv", text, 2), "calls", memory=memory_of(workspace))
    assert (seen.delimiter, seen.problem, seen.stored_rows[0][:2]) == ("~", None, ("2", "answered"))


def test_the_oldest_gives_way_and_the_same_again_changes_nothing(workspace: Workspace) -> None:
    for number in range(205):
        keep(workspace, "calls", f"shape{number}", {"date_order": "dmy"})
    memory = memory_of(workspace)
    assert len(memory) == 200
    assert "calls:shape4" not in memory
    assert "calls:shape5" in memory
    changes = workspace.connection.total_changes
    keep(workspace, "calls", "shape7", {"date_order": "dmy"})
    assert workspace.connection.total_changes == changes
