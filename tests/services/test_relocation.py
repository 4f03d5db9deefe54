from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Cancelled, EnvironmentFailure, Refusal
from qa_desk.domain.progress import Quiet
from qa_desk.media.cache import content_hash
from qa_desk.services.relocation import move_between, relocate

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa_desk.workspace.workspace import Workspace


@pytest.fixture
def recorded(workspace: Workspace, tmp_path: Path) -> Callable[..., Path]:
    """Puts a recording at a place of the temporary folder, known to the workspace by another path."""
    workspace.connection.execute("INSERT INTO interactions (id, channel, created_at) VALUES ('i', 'call', 0)")

    def put(key: str, was: str, now: str | None, *, content: bytes | None = None) -> Path:
        path = tmp_path / (now or "nowhere")
        known = path if now else tmp_path / "elsewhere" / key
        known.parent.mkdir(parents=True, exist_ok=True)
        known.write_bytes(key.encode() * 100)
        workspace.connection.execute(
            "INSERT INTO media (id, interaction_id, position, path, sha256, size) SELECT ?, 'i', count(*), ?, ?, ? FROM media",
            [key, was, content_hash(known), known.stat().st_size],
        )
        if content is not None:
            known.write_bytes(content)
        return path

    return put


def paths(workspace: Workspace) -> dict[str, str]:
    return dict(workspace.connection.execute("SELECT id, path FROM media").fetchall())


def test_what_lay_beside_it_is_found_with_it(workspace: Workspace, recorded: Callable[..., Path]) -> None:
    shown = recorded("a", "/old/a.wav", "now/a.wav")
    beside = recorded("b", "/old/b.wav", "now/b.wav")
    recorded("c", "/old/c.wav", "now/c.wav", content=b"X" * 100)
    assert relocate(workspace, "a", shown, Quiet()) == 2
    assert paths(workspace) == {"a": str(shown), "b": str(beside), "c": "/old/c.wav"}


def test_all_folders_of_a_moved_archive_are_found_by_one_recording(workspace: Workspace, recorded: Callable[..., Path]) -> None:
    shown = recorded("a", "/calls/2024/05/a.wav", "archive/2024/05/a.wav")
    recorded("b", "/calls/2024/06/b.wav", "archive/2024/06/b.wav")
    recorded("c", "/calls/2023/12/north/c.wav", "archive/2023/12/north/c.wav")
    recorded("d", "/other/2024/05/d.wav", None)
    assert relocate(workspace, "a", shown, Quiet()) == 3
    assert paths(workspace)["d"] == "/other/2024/05/d.wav"


def test_a_renamed_parent_takes_its_folders_along(workspace: Workspace, recorded: Callable[..., Path]) -> None:
    shown = recorded("a", "/calls/may/a.wav", "calls/2024-05/a.wav")
    recorded("b", "/calls/may/night/b.wav", "calls/2024-05/night/b.wav")
    assert relocate(workspace, "a", shown, Quiet()) == 2


def test_another_drive_is_a_move_too_also_one_of_windows(workspace: Workspace, recorded: Callable[..., Path]) -> None:
    shown = recorded("a", r"D:\Calls\2024\a.wav", "mnt/calls/2024/a.wav")
    recorded("b", r"d:\calls\2023\b.wav", "mnt/calls/2023/b.wav")
    recorded("c", r"\\server\calls\2023\c.wav", None)
    assert relocate(workspace, "a", shown, Quiet()) == 2
    assert Path(paths(workspace)["b"]).is_file()


def test_a_recording_with_a_new_name_still_tells_of_its_folder(workspace: Workspace, recorded: Callable[..., Path]) -> None:
    shown = recorded("a", "/old/a.wav", "now/renamed.wav")
    recorded("b", "/old/b.wav", "now/b.wav")
    recorded("c", "/old/night/c.wav", "now/night/c.wav")
    assert relocate(workspace, "a", shown, Quiet()) == 3


def test_folders_that_were_emptied_into_one_are_found_beside(workspace: Workspace, recorded: Callable[..., Path]) -> None:
    shown = recorded("a", "/old/x/a.wav", "now/a.wav")
    recorded("b", "/old/x/b.wav", "now/b.wav")
    assert relocate(workspace, "a", shown, Quiet()) == 2


def test_what_is_still_where_it_was_stays_there(workspace: Workspace, recorded: Callable[..., Path], tmp_path: Path) -> None:
    old = tmp_path / "old" / "b.wav"
    old.parent.mkdir()
    old.write_bytes(b"b" * 100)
    shown = recorded("a", str(tmp_path / "old" / "a.wav"), "now/a.wav")
    recorded("b", str(old), "now/b.wav")
    assert relocate(workspace, "a", shown, Quiet()) == 1
    assert paths(workspace)["b"] == str(old)


def test_another_recording_is_refused_and_nothing_changes(workspace: Workspace, recorded: Callable[..., Path]) -> None:
    recorded("a", "/old/a.wav", "now/a.wav")
    other = recorded("b", "/old/b.wav", "now/b.wav")
    before = paths(workspace)
    with pytest.raises(Refusal, match="another recording"):
        relocate(workspace, "a", other, Quiet())
    assert paths(workspace) == before


def test_a_file_that_cannot_be_read_is_said(workspace: Workspace, recorded: Callable[..., Path], tmp_path: Path) -> None:
    recorded("a", "/old/a.wav", "now/a.wav")
    with pytest.raises(EnvironmentFailure):
        relocate(workspace, "a", tmp_path / "none", Quiet())


def test_a_recording_that_is_gone_from_the_workspace_is_said(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(Refusal):
        relocate(workspace, "z", tmp_path / "a", Quiet())


def test_cancelled_means_that_nothing_moved(workspace: Workspace, recorded: Callable[..., Path]) -> None:
    class Impatient(Quiet):
        def raise_if_cancelled(self) -> None:
            raise Cancelled

    shown = recorded("a", "/old/a.wav", "now/a.wav")
    recorded("b", "/old/b.wav", "now/b.wav")
    with pytest.raises(Cancelled):
        relocate(workspace, "a", shown, Impatient())
    assert paths(workspace)["a"] == "/old/a.wav"


def test_the_move_is_what_both_paths_end_in_alike() -> None:
    move = move_between("/calls/2024/05/a.wav", Path("/archive/2024/05/a.wav"))
    assert (move.old_root, move.new_root) == (("/", "calls"), Path("/archive"))
    assert next(move.places("/calls/2023/b.wav")) == Path("/archive/2023/b.wav")
    assert list(move.places("/elsewhere/b.wav")) == []
