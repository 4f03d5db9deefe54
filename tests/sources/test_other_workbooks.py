"""Workbooks that are no XLSX: the old form is read and guarded, others are refused with what to do."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.sources.xls_extent import NoWorkbookError, widest_extent
from tests.sources.old_workbooks import old_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.sources.conftest import Result

TABLE: dict[tuple[int, int], str | float] = {
    (0, 0): "Ticket ID", (0, 1): "Status", (0, 2): "Replies", (1, 0): 7.0, (1, 1): "open", (1, 2): 2.0,
}  # fmt: skip


def written(folder: Path, content: bytes, name: str = "a.xls") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def zipped(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return made.getvalue()


def test_an_old_workbook_is_read(checked: Callable[..., Result], tmp_path: Path) -> None:
    path = written(tmp_path, old_workbook(TABLE))
    assert widest_extent(path).rows == 2
    result = checked("tickets", path)
    assert (result.table.form, result.rows("ticket_id", "status", "agent_replies")) == ("xls", [("7", "open", 2)])


@pytest.mark.parametrize("corner", [(65535, 65535), (3000, 60000), (65535, 5000)])
def test_an_old_workbook_with_a_cell_far_off_is_refused(
    checked: Callable[..., Result], tmp_path: Path, corner: tuple[int, int]
) -> None:
    with pytest.raises(Refusal, match="Delete what stands far off the table"):
        checked("tickets", written(tmp_path, old_workbook({**TABLE, corner: "x"})))


@pytest.mark.parametrize("cut", [30, 511, 600, 1100])
def test_an_old_workbook_that_is_cut_off_is_refused(checked: Callable[..., Result], tmp_path: Path, cut: int) -> None:
    path = written(tmp_path, old_workbook(TABLE)[:cut])
    with pytest.raises(Refusal, match="damaged"):
        checked("tickets", path)


def test_a_chain_that_runs_in_a_circle_ends(tmp_path: Path) -> None:
    data = bytearray(old_workbook(TABLE))
    data[512 + 4 * 3 : 512 + 4 * 4] = (2).to_bytes(4, "little")
    assert widest_extent(written(tmp_path, bytes(data))).rows == 2
    data[512 + 4 : 512 + 8] = (1).to_bytes(4, "little")
    data[1024 + 128 : 1024 + 144] = bytes(16)
    with pytest.raises(NoWorkbookError):
        widest_extent(written(tmp_path, bytes(data)))


@pytest.mark.parametrize(
    ("names", "says"),
    [
        (("[Content_Types].xml", "xl/workbook.bin", "xl/worksheets/sheet1.bin"), "binary workbook .XLSB.; save it as XLSX"),
        (("mimetype", "content.xml", "META-INF/manifest.xml"), "OpenDocument file; save the table as XLSX or CSV"),
        (("a.csv", "b.csv"), "the zip holds 2 files"),
        (("[Content_Types].xml", "word/document.xml"), "damaged or of a kind that cannot be read"),
    ],
)
def test_other_workbooks_are_refused_with_what_to_do(
    checked: Callable[..., Result], tmp_path: Path, names: tuple[str, ...], says: str
) -> None:
    with pytest.raises(Refusal, match=says):
        checked("tickets", written(tmp_path, zipped(*names), "a.ods"))
