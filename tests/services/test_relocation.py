from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import EnvironmentFailure, Refusal
from qa_desk.domain.progress import Quiet
from qa_desk.media.cache import content_hash
from qa_desk.services.relocation import relocate

if TYPE_CHECKING:
    from pathlib import Path

    from qa_desk.workspace.workspace import Workspace


@pytest.fixture
def now(workspace: Workspace, tmp_path: Path) -> Path:
    """Three recordings that lay in /old: a and b are in this folder now, the c here is another one."""
    folder = tmp_path / "now"
    folder.mkdir()
    workspace.connection.execute("INSERT INTO interactions (id, channel, created_at) VALUES ('i', 'call', 0)")
    for position, name in enumerate("abc"):
        (folder / name).write_bytes(name.encode() * 100)
        known = content_hash(folder / name)
        workspace.connection.execute(
            "INSERT INTO media (id, interaction_id, position, path, sha256) VALUES (?, 'i', ?, ?, ?)",
            [name, position, f"/old/{name}", known],
        )
    (folder / "c").write_bytes(b"something else")
    return folder


def paths(workspace: Workspace) -> dict[str, str]:
    return dict(workspace.connection.execute("SELECT id, path FROM media").fetchall())


def test_what_lay_beside_it_is_found_with_it(workspace: Workspace, now: Path) -> None:
    assert relocate(workspace, "a", now / "a", Quiet()) == 2
    assert paths(workspace) == {"a": str(now / "a"), "b": str(now / "b"), "c": "/old/c"}


def test_another_recording_is_refused_and_nothing_changes(workspace: Workspace, now: Path) -> None:
    before = paths(workspace)
    with pytest.raises(Refusal, match="another recording"):
        relocate(workspace, "a", now / "b", Quiet())
    assert paths(workspace) == before


def test_a_file_that_cannot_be_read_is_said(workspace: Workspace, now: Path) -> None:
    with pytest.raises(EnvironmentFailure):
        relocate(workspace, "a", now / "none", Quiet())


def test_a_recording_that_is_gone_from_the_workspace_is_said(workspace: Workspace, now: Path) -> None:
    with pytest.raises(Refusal):
        relocate(workspace, "z", now / "a", Quiet())
