from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from qa_desk.domain.errors import Cancelled, Refusal
from qa_desk.media.raw import RawLayout, parse_layout
from qa_desk.services.best_practices import flag_best_practice
from qa_desk.services.media_batches import undo_media_batch
from qa_desk.services.people import ensure_agents
from qa_desk.services.recordings import import_recordings
from qa_desk.services.speech import analyse_file, media_of
from qa_desk.workspace.settings import set_settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qa_desk.workspace.workspace import Workspace

FREEPBX = "in-60123-2001-20240115-103045-1705285845.1.wav"


@pytest.fixture
def a_folder(tmp_path: Path) -> Callable[..., Path]:
    """A folder of recordings of one second; each name gets its own sound."""

    def make(*names: str, folder: str = "calls") -> Path:
        for name in names:
            path = tmp_path / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            tone = np.sin(np.arange(8000) * (0.1 + len(name) % 7 + sum(map(ord, name)) % 97)).astype(np.float32)
            soundfile.write(path, np.column_stack([tone, tone * 0]), 8000)
        return tmp_path / folder

    return make


def rows(workspace: Workspace, sql: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in workspace.connection.execute(sql)]


def test_names_and_headers_become_interactions_with_their_media(workspace: Workspace, a_folder: Callable[..., Path]) -> None:
    agent = ensure_agents(workspace, ["2001"])["2001"]
    folder = a_folder(FREEPBX, "out-60999-2002-20240115-113045-1705289445.2.wav")
    done = import_recordings(workspace, folder, timezone="Asia/Kuala_Lumpur")
    assert (done.source, done.rows_read, done.rows_new, done.rows_refused, done.batch) == ("freepbx", 2, 2, 0, 1)
    assert done.warnings == ["1 new agent: 2002"]
    first = rows(workspace, "SELECT external_id, channel, agent_id, customer_id, started_at, duration_s FROM interactions")[0]
    assert first == ("1705285845.1", "call", agent, "60123", 1705285845, 1.0)
    assert rows(workspace, "SELECT path, position, channels, duration_s, length(sha256) FROM media")[0] == (
        str((folder / FREEPBX).resolve()),
        0,
        2,
        1.0,
        64,
    )
    assert rows(workspace, "SELECT kind, state, rows_new FROM import_batches") == [("recordings", "active", 2)]


def test_the_same_folder_twice_changes_nothing(workspace: Workspace, a_folder: Callable[..., Path]) -> None:
    folder = a_folder("a.wav", "b.wav")
    import_recordings(workspace, folder)
    again = import_recordings(workspace, folder)
    assert (again.rows_new, again.rows_updated, again.rows_unchanged) == (0, 0, 2)
    assert rows(workspace, "SELECT count(*) FROM media") == [(2,)]


def test_a_moved_recording_is_found_again_and_undo_puts_it_back(workspace: Workspace, a_folder: Callable[..., Path]) -> None:
    folder = a_folder("a.wav")
    import_recordings(workspace, folder, "{id}")
    old = str((folder / "a.wav").resolve())
    folder.rename(folder.with_name("moved"))
    moved = import_recordings(workspace, folder.with_name("moved"), "{id}")
    assert (moved.rows_new, moved.rows_updated) == (0, 1)
    assert rows(workspace, "SELECT path FROM media") == [(old.replace("calls", "moved"),)]
    batch = rows(workspace, "SELECT id FROM import_batches WHERE number = 2")[0][0]
    undo_media_batch(workspace, str(batch))
    assert rows(workspace, "SELECT path FROM media") == [(old,)]


def test_two_recordings_of_one_call_are_two_media_of_one_interaction(workspace: Workspace, a_folder: Callable[..., Path]) -> None:
    folder = a_folder("4711_a.wav", "4711_b.wav")
    done = import_recordings(workspace, folder, "{id}_{part}")
    assert (done.rows_new, done.rows_updated) == (1, 1)
    assert rows(workspace, "SELECT position FROM media ORDER BY position") == [(0,), (1,)]


def test_the_same_bare_name_in_two_folders_is_two_interactions(workspace: Workspace, a_folder: Callable[..., Path]) -> None:
    import_recordings(workspace, a_folder("x/1.wav", "y/1.wav", "2.wav"))
    assert rows(workspace, "SELECT external_id FROM interactions ORDER BY 1") == [("2",), ("x/1.wav",), ("y/1.wav",)]


def test_refused_files_are_named_with_their_reason_and_the_rest_is_taken(
    workspace: Workspace, a_folder: Callable[..., Path]
) -> None:
    folder = a_folder("good.wav")
    (folder / "bad.wav").write_text("not sound")
    (folder / "raw.ul").write_bytes(b"\xff" * 800)
    (folder / "notes.txt").write_text("ignored")
    done = import_recordings(workspace, folder)
    assert [(one.value, one.reason) for one in done.refusals] == [
        ("bad.wav", "holds text, not sound"),
        ("raw.ul", "has no header that says how to play it; declare its layout, e.g. ulaw:8000:1, or convert it to WAV"),
    ]
    assert done.warnings[0] == "1 file is no recording by its name"
    assert rows(workspace, "SELECT row, value FROM import_refusals") == [(1, "bad.wav"), (3, "raw.ul")]
    assert done.rows_new == 1


def raw_files(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "1.ul").write_bytes(b"\xff\x80" * 8000)
    (folder / "2.al").write_bytes(b"\xd5\x55" * 8000)
    (folder / "3.sln").write_bytes(b"\x00\x10" * 8000)
    (folder / "bad.wav").write_text("not sound", encoding="utf-8")
    return folder


def test_recordings_without_a_header_are_read_by_the_layouts_that_are_declared(workspace: Workspace, tmp_path: Path) -> None:
    layouts = [parse_layout(text) for text in ("mulaw:8000:2", "alaw:16000:1")]
    done = import_recordings(workspace, raw_files(tmp_path / "raw"), layouts=layouts)
    assert rows(workspace, "SELECT layout, duration_s, channels FROM media ORDER BY path") == [
        ("ulaw:8000:2", 1.0, 2),
        ("alaw:16000:1", 1.0, 1),
    ]
    assert [(one.value, one.reason[:17]) for one in done.refusals] == [
        ("3.sln", "has no header tha"),
        ("bad.wav", "holds text, not s"),
    ]


def test_one_layout_alone_holds_for_every_file_without_a_header(workspace: Workspace, tmp_path: Path) -> None:
    import_recordings(workspace, raw_files(tmp_path / "raw"), layouts=[RawLayout("ulaw")])
    assert rows(workspace, "SELECT DISTINCT layout FROM media") == [("ulaw:8000:1",)]
    assert rows(workspace, "SELECT count(*) FROM media") == [(3,)]


def test_a_layout_that_was_wrong_is_mended_by_importing_again_and_undo_returns_the_old(
    workspace: Workspace, tmp_path: Path
) -> None:
    folder = raw_files(tmp_path / "raw")
    import_recordings(workspace, folder, layouts=[RawLayout("ulaw")])
    again = import_recordings(workspace, folder, layouts=[RawLayout("ulaw", 16000)])
    assert (again.rows_new, again.rows_updated) == (0, 3)
    assert rows(workspace, "SELECT layout, duration_s FROM media ORDER BY path LIMIT 1") == [("ulaw:16000:1", 1.0)]
    undo_media_batch(workspace, str(rows(workspace, "SELECT id FROM import_batches WHERE number = 2")[0][0]))
    assert rows(workspace, "SELECT layout, duration_s FROM media ORDER BY path LIMIT 1") == [("ulaw:8000:1", 2.0)]


def test_what_was_imported_by_its_layout_is_analysed_by_it(workspace: Workspace, tmp_path: Path) -> None:
    import_recordings(workspace, raw_files(tmp_path / "raw"), layouts=[RawLayout("ulaw", 8000, 2)])
    interaction = str(rows(workspace, "SELECT interaction_id FROM media ORDER BY path")[0][0])
    (medium,) = media_of(workspace, interaction)
    assert medium.layout == RawLayout("ulaw", 8000, 2)
    assert analyse_file(workspace, medium.path, layout=medium.layout).info.channels == 2
    assert analyse_file(workspace, medium.path).info.channels == 2  # as on the command line


def test_the_channel_is_kept_only_where_it_was_declared(workspace: Workspace, a_folder: Callable[..., Path]) -> None:
    import_recordings(workspace, a_folder("20240102-030405_555.wav", folder="a"))
    import_recordings(workspace, a_folder("20240102-030405_556.wav", folder="b"), agent_channel="right")
    assert rows(workspace, "SELECT agent_channel FROM media ORDER BY path") == [(None,), ("right",)]


def test_a_dry_run_writes_nothing(workspace: Workspace, a_folder: Callable[..., Path]) -> None:
    done = import_recordings(workspace, a_folder(FREEPBX), dry_run=True)
    assert (done.rows_new, done.batch) == (1, None)
    for table in ("interactions", "media", "import_batches", "agents"):
        assert rows(workspace, f"SELECT count(*) FROM {table}") == [(0,)]


def test_a_call_of_the_same_id_lends_what_the_name_leaves_open(workspace: Workspace, a_folder: Callable[..., Path]) -> None:
    agent = ensure_agents(workspace, ["Ana"])["Ana"]
    workspace.connection.execute(
        "INSERT INTO calls (call_id, result, queue, agent, offered_at, reason, batch_id, row_hash) "
        "VALUES ('4711', 'answered', 'Billing', 'ana', 1000, 'Refund', 'x', 0)"
    )
    import_recordings(workspace, a_folder("4711.wav"))
    assert rows(workspace, "SELECT agent_id, queue, started_at, driver FROM interactions") == [(agent, "Billing", 1000, "Refund")]


def test_undo_takes_the_whole_batch_back(workspace: Workspace, a_folder: Callable[..., Path]) -> None:
    import_recordings(workspace, a_folder("a.wav", "b.wav"))
    batch = str(rows(workspace, "SELECT id FROM import_batches")[0][0])
    undo_media_batch(workspace, batch)
    assert rows(workspace, "SELECT count(*) FROM interactions") == rows(workspace, "SELECT count(*) FROM media") == [(0,)]


def test_an_assigned_recording_keeps_its_batch(workspace: Workspace, a_folder: Callable[..., Path]) -> None:
    import_recordings(workspace, a_folder("a.wav"))
    connection = workspace.connection
    connection.execute("INSERT INTO evaluators (id, name) VALUES ('e', 'E')")
    connection.execute("INSERT INTO scorecards (id, key, title, created_at) VALUES ('s', 's', 'S', 0)")
    connection.execute(
        "INSERT INTO scorecard_versions (id, scorecard_id, number, status, definition, created_at) "
        "VALUES ('v', 's', 1, 'draft', '{}', 0)"
    )
    connection.execute(
        "INSERT INTO assignments (id, interaction_id, evaluator_id, scorecard_version_id, sample_method, created_at) "
        "SELECT 'a', id, 'e', 'v', 'random', 0 FROM interactions"
    )
    with pytest.raises(Refusal, match="1 interactions of this import"):
        undo_media_batch(workspace, str(rows(workspace, "SELECT id FROM import_batches")[0][0]))
    assert rows(workspace, "SELECT count(*) FROM interactions") == [(1,)]


def test_an_exemplary_recording_keeps_its_batch(workspace: Workspace, a_folder: Callable[..., Path]) -> None:
    import_recordings(workspace, a_folder("a.wav"))
    flag_best_practice(workspace, str(rows(workspace, "SELECT id FROM interactions")[0][0]), "Warm", by="Eva")
    with pytest.raises(Refusal, match="1 interactions of this import"):
        undo_media_batch(workspace, str(rows(workspace, "SELECT id FROM import_batches")[0][0]))


def test_cancelling_leaves_nothing_behind(workspace: Workspace, a_folder: Callable[..., Path]) -> None:
    class Impatient:
        def report(self, done: float, total: float, text: str = "") -> None: ...

        def raise_if_cancelled(self) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        import_recordings(workspace, a_folder("a.wav"), context=Impatient())
    assert rows(workspace, "SELECT count(*) FROM import_batches") == [(0,)]


def test_a_folder_without_recordings_or_none_at_all_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="holds no recording"):
        import_recordings(workspace, tmp_path)
    with pytest.raises(Refusal, match="no such folder"):
        import_recordings(workspace, tmp_path / "gone")


@pytest.mark.real_data
def test_the_folder_of_real_recordings_is_taken_but_for_its_broken_files(
    workspace: Workspace, shared_data: Path, qapp: object
) -> None:
    done = import_recordings(workspace, shared_data / "D_recordings")
    assert (done.rows_new, done.rows_refused) == (38, 3)
    assert done.source == "any"


def test_a_recording_without_a_header_is_taken_as_it_was_declared(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "call.ul").write_bytes(bytes([0xFF, 0x20] * 8000))
    done = import_recordings(workspace, tmp_path, layouts=[parse_layout("ulaw:8000:1")])
    assert (done.rows_new, done.refusals) == (1, [])
    row = workspace.connection.execute("SELECT layout, duration_s, channels FROM media").fetchone()
    assert tuple(row) == ("ulaw:8000:1", 2.0, 1)
    (medium,) = media_of(workspace, workspace.connection.execute("SELECT id FROM interactions").fetchone()[0])
    assert analyse_file(workspace, medium.path, layout=medium.layout).info.duration_s == 2.0


def test_the_agents_channel_is_set_by_source_also_afterwards(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "call.ul").write_bytes(bytes([0xFF, 0x20] * 8000))
    import_recordings(workspace, tmp_path, "any", layouts=[parse_layout("ulaw:8000:2")])
    set_settings(workspace, {"agent_channel_by_source": {"any": "right"}})
    (medium,) = media_of(workspace, workspace.connection.execute("SELECT id FROM interactions").fetchone()[0])
    assert medium.agent_channel == "right"
