"""What is forged, sealed, of another session or half read: refused in a line, and the workspace is as it was."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa_desk.domain.errors import Refusal
from qa_desk.domain.progress import Quiet
from qa_desk.services import calibration, calibration_packs
from qa_desk.services.calibration_packs import import_pack
from qa_desk.services.care import check_workspace
from qa_desk.workspace.changelog import unlogged_changes
from tests.examples import examples
from tests.packed_centre import SOUND, Centre, desks, everything, make_centre, rebuilt, request, score, scored_elsewhere

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qa_desk.workspace.workspace import Workspace


@pytest.fixture
def centre(workspace: Workspace, tmp_path: Path) -> Centre:
    return make_centre(workspace, tmp_path)


@pytest.fixture
def desk(tmp_path: Path, empty_workspace: Path) -> Iterator[Callable[[str], Workspace]]:
    with desks(tmp_path, empty_workspace) as make:
        yield make


# -- refused, and nothing half done


def refused(workspace: Workspace, path: Path, match: str, passphrase: str | None = None) -> None:
    before, files = everything(workspace), sorted(workspace.path.parent.iterdir())
    with pytest.raises(Refusal, match=match) as caught:
        import_pack(workspace, path, Quiet(), passphrase=passphrase)
    assert "\n" not in caught.value.message
    assert caught.value.message.startswith(path.name)
    assert everything(workspace) == before
    assert sorted(workspace.path.parent.iterdir()) == files


def _replace(where: str, value: object) -> Callable[[dict[str, Any], dict[str, Any]], None]:
    """A change of one place, named as in "sheets.0.answers.0.value" or "about.session"."""

    def change(about: dict[str, Any], content: dict[str, Any]) -> None:
        *path, last = where.split(".")
        found: Any = {"about": about, **content} if path and path[0] == "about" else content
        for step in path:
            found = found[int(step) if step.isdecimal() else step]
        found[int(last) if last.isdecimal() else last] = value

    return change


@pytest.mark.parametrize(
    ("where", "value", "match"),
    [
        ("sheets.1.answers.0.value", "Perhaps", "no answer"),
        ("sheets.1.answers.0.question_id", "Q9", "no question"),
        ("sheets.1.answers.0.root_cause", "made-up", "root cause"),
        ("sheets.1.answers.0.value", 7, "not well made"),
        ("sheets.1.answers", [], "unanswered"),
        ("sheets.1.interaction", "i9", "not part of"),
        ("sheets.1.interaction", "i1", "not well made"),
        ("sheets.1.markers.0.media_id", "elsewhere", "marker"),
        ("sheets.1.markers.0.question_id", "Q9", "marker"),
        ("sheets.1.markers.0.at_s", -1, "not well made"),
        ("sheets.1.submitted_at", 1e300, "not well made"),
        ("sheets.1.summary", "\ud800", "not well made"),
        ("evaluator", {"id": "x", "name": "Mallory"}, "does not take part"),
        ("session", "another", "another session"),
        ("about.session", "another", "another session"),
        ("about.scorecard.sha256", "0" * 64, "another version"),
    ],
)
def test_a_forged_reply_is_refused_whole(
    centre: Centre, desk: Callable[[str], Workspace], where: str, value: object, match: str
) -> None:
    path = scored_elsewhere(centre, desk, "Ana")
    refused(centre.home, rebuilt(path, _replace(where, value)), match)


def test_a_reply_to_a_session_that_is_not_here_is_refused(centre: Centre, desk: Callable[[str], Workspace]) -> None:
    path = scored_elsewhere(centre, desk, "Ana")
    refused(desk("stranger"), path, "not in this workspace")


def test_other_answers_than_the_submitted_ones_are_refused(centre: Centre, desk: Callable[[str], Workspace]) -> None:
    path = scored_elsewhere(centre, desk, "Ana")
    import_pack(centre.home, path, Quiet())
    refused(centre.home, rebuilt(path, _replace("sheets.0.answers.0.value", "No")), "other answers")


def test_after_the_reveal_no_answers_are_taken(centre: Centre, desk: Callable[[str], Workspace]) -> None:
    path = scored_elsewhere(centre, desk, "Ana")
    for name in ("Ben", "Chi"):
        score(centre.home, centre.session_id, name)
    calibration.reveal_calibration(centre.home, centre.session_id, early=True)
    refused(centre.home, path, "revealed")


@pytest.mark.parametrize(
    ("where", "value", "match"),
    [
        ("items.0.id", "../../etc/passwd", "not well made"),
        ("items.1.media.0.sha256", "../../../tmp/x", "not well made"),
        ("items.1.media.0.suffix", "/../../x.wav", "not well made"),
        ("items.1.media.0.suffix", ".exe", "not well made"),
        ("items.1.id", "i1", "not well made"),
        ("items.0.channel", "telepathy", "not well made"),
        ("items.0.lines.0.speaker", "ghost", "not well made"),
        ("items", [], "not well made"),
        ("evaluators", [], "not well made"),
        ("session.benchmark", "oracle", "not well made"),
        ("session.due_on", "soon", "not well made"),
        ("session.tolerance", -1, "not well made"),
        ("about.session", "another", "another session"),
        ("about.scorecard.sha256", "0" * 64, "not the one that its list names"),
        ("about.version", "'; DROP TABLE", "not well made"),
    ],
)
def test_a_forged_request_is_refused_whole(
    centre: Centre, desk: Callable[[str], Workspace], where: str, value: object, match: str
) -> None:
    refused(desk("Ana"), rebuilt(request(centre, "Ana"), _replace(where, value)), match)


def test_a_second_request_of_another_make_is_refused(centre: Centre, desk: Callable[[str], Workspace]) -> None:
    away, path = desk("Ana"), request(centre, "Ana")
    import_pack(away, path, Quiet())
    refused(away, rebuilt(path, _replace("items.0.id", "i9")), "other interactions")
    refused(centre.home, rebuilt(path, _replace("evaluators.0", {"id": "x", "name": "Mallory"})), "does not take part")


def test_an_interaction_of_another_kind_is_not_taken_for_the_same(centre: Centre, desk: Callable[[str], Workspace]) -> None:
    away = desk("Ana")
    with away.transaction() as connection:
        connection.execute("INSERT INTO interactions (id, channel, created_at) VALUES ('i1', 'email', 0)")
    refused(away, request(centre, "Ana"), "another one here")


# -- sealed


def test_a_sealed_pack_says_nothing_and_opens_with_its_passphrase_alone(centre: Centre, desk: Callable[[str], Workspace]) -> None:
    path, away = request(centre, "Ana", passphrase="correct horse"), desk("Ana")
    assert calibration_packs.needs_passphrase(path)
    assert [word for word in (b"June", b"voice", b"Ana", b"PK\3\4", b"manifest") if word in path.read_bytes()] == []
    refused(away, path, "its passphrase is needed")
    refused(away, path, "not its passphrase", passphrase="correct hose")
    assert import_pack(away, path, Quiet(), passphrase="correct horse").new == 2
    with pytest.raises(Refusal, match="8 characters"):
        request(centre, "Ben", passphrase="short")
    assert not (centre.folder / "request Ben.qapack").exists()


def test_the_passphrase_is_the_first_line_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes("\ufeffgrüne Wiese\r\nnot this\n".encode())
    assert calibration_packs.passphrase_in(tmp_path / "f") == "grüne Wiese"
    for content, match in ((b"\n", "no passphrase"), (b"\xff\xfe\x00", "UTF-8")):
        (tmp_path / "f").write_bytes(content)
        with pytest.raises(Refusal, match=match):
            calibration_packs.passphrase_in(tmp_path / "f")
    with pytest.raises(Refusal, match="no such file"):
        calibration_packs.passphrase_in(tmp_path / "none")


def _places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:  # noqa: ANN401 - JSON
    """Every place in a JSON value."""
    inner: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return [path, *(place for key, one in inner for place in _places(one, (*path, key)))]


ODD = st.one_of(
    *(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
    st.sampled_from(["", "\0", "\ud800", "Yes", "N/A", "Q2", "i2", "m2", 2**63, -1, 1e308, [], {}, [{}], [[]]]),
)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["request", "reply"])
def test_whatever_stands_in_a_pack_is_refused_in_a_line_or_taken_soundly(
    centre: Centre, desk: Callable[[str], Workspace], kind: str
) -> None:
    """One place of the content at a time says something else: no other error comes of it, and nothing that breaks the file."""
    if kind == "reply":
        path, workspace = scored_elsewhere(centre, desk, "Ana"), centre.home
    else:
        path, workspace = request(centre, "Ana"), desk("Ana")
    content = json.loads(zipfile.ZipFile(path).read("content.json"))
    places = [place for place in _places(content) if place]
    before = everything(workspace)

    @settings(max_examples=examples(60), suppress_health_check=list(HealthCheck))
    @given(place=st.sampled_from(places), value=ODD)
    def tries(place: tuple[str | int, ...], value: object) -> None:
        made = rebuilt(path, lambda _about, content: _put(content, place, value))
        with suppress(Refusal, _TakenBack), workspace.transaction() as connection:
            import_pack(workspace, made, Quiet())
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
            assert list(unlogged_changes(connection)) == []
            raise _TakenBack

    tries()
    assert everything(workspace) == before


class _TakenBack(Exception):  # noqa: N818
    """It was taken; the next try begins where this one did."""


def _put(content: Any, place: tuple[str | int, ...], value: object) -> None:  # noqa: ANN401 - JSON
    for step in place[:-1]:
        content = content[step]
    content[place[-1]] = value


# -- killed half way


def test_what_a_killed_program_left_long_ago_is_cleared(centre: Centre, desk: Callable[[str], Workspace]) -> None:
    away = desk("Ana")
    folder = away.path.parent / "desk.recordings"
    folder.mkdir()
    for name, age in ((".unpacking.old", 7200), (".unpacking.new", 60)):
        (folder / name).touch()
        os.utime(folder / name, (time.time() - age, time.time() - age))
    import_pack(away, request(centre, "Ana", with_recordings=True), Quiet())
    assert sorted(path.name for path in folder.glob(".*")) == [".unpacking.new"]


@pytest.mark.parametrize("look", [2, 3])
def test_a_program_killed_while_it_reads_leaves_the_workspace_as_it_was(
    centre: Centre, desk: Callable[[str], Workspace], look: int
) -> None:
    """The second look is before the recording is unpacked, the third in the transaction when all is written but not settled."""
    path, away = request(centre, "Ana", with_recordings=True), desk("Ana")
    before = everything(away)
    script = Path(__file__).with_name("kill_an_import.py")
    words = [sys.executable, str(script), str(away.path), str(path), str(look)]
    done = subprocess.run(words, cwd=script.parents[2], capture_output=True, text=True, check=False)
    assert done.returncode == 9, done.stderr
    assert everything(away) == before
    assert import_pack(away, path, Quiet()).new == 2
    (sound,) = (Path(row[0]) for row in away.connection.execute("SELECT path FROM media"))
    assert sound.read_bytes() == SOUND
    assert check_workspace(away, Quiet()).is_sound
