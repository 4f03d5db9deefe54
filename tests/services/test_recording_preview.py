from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.media.raw import RawLayout
from qa_desk.services.recording_preview import preview_recordings

if TYPE_CHECKING:
    from pathlib import Path


def test_all_names_are_read_but_only_the_first_files_opened(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"20240102-0304{number:02d}_555.wav").write_text("no sound", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    (tmp_path / "zz.wav").write_text("no sound", encoding="utf-8")
    seen = preview_recordings([tmp_path])
    assert (seen.files, seen.ignored, seen.unread, len(seen.rows)) == (31, 1, 1, 20)
    assert seen.label == "VICIdial"
    assert seen.rows[0].named is not None
    assert seen.rows[0].named.customer == "555"
    assert seen.rows[0].reason == "holds text, not sound"


def test_times_in_names_are_of_the_chosen_zone(tmp_path: Path) -> None:
    (tmp_path / "20240102-030405_555.wav").write_text("no sound", encoding="utf-8")
    starts = [
        preview_recordings([tmp_path], timezone=zone).rows[0].named.started_at  # type: ignore[union-attr]
        for zone in ("UTC", "Asia/Shanghai")
    ]
    assert starts[0] - starts[1] == 8 * 3600  # type: ignore[operator]


def test_a_folder_without_recordings_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="holds no recording"):
        preview_recordings([tmp_path])


def test_files_without_a_header_are_counted_and_read_by_the_declared_layout(tmp_path: Path) -> None:
    (tmp_path / "1.ul").write_bytes(b"\xff" * 8000)
    seen = preview_recordings([tmp_path])
    assert (seen.headerless, seen.rows[0].duration_s) == (1, None)
    assert "declare its layout" in seen.rows[0].reason
    assert preview_recordings([tmp_path], layouts=[RawLayout("ulaw")]).rows[0].duration_s == 1.0
