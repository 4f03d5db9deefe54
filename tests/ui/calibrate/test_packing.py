"""Packs in the window: written for whom, read with or without a passphrase, and what is said of it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from qa_desk.domain.definition_nodes import tree_of
from qa_desk.domain.progress import Quiet
from qa_desk.domain.scorecard_definition import read_definition
from qa_desk.services import calibration as service
from qa_desk.services.calibration_packs import export_request, import_pack, needs_passphrase
from qa_desk.services.evaluations import set_answer
from qa_desk.services.people import ensure_evaluator
from qa_desk.services.scorecards import add_scorecard, publish_scorecard
from qa_desk.ui.calibrate import packs_presenter
from qa_desk.ui.calibrate.packs_presenter import free_places
from qa_desk.ui.calibrate.view import CalibrateScreen
from qa_desk.workspace.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qa_desk.services.calibration_packs import Written
    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace
    from tests.ui.conftest import RecordingNavigator

CARD = {"key": "voice", "sections": [{"id": "S", "questions": [{"id": "Q1", "weight": 1, "credits": {"Yes": 1, "No": 0}}]}]}


@pytest.fixture
def screen(qtbot: QtBot, context: Context) -> Iterator[CalibrateScreen]:
    made = CalibrateScreen(context)
    qtbot.addWidget(made)
    made.resize(1300, 860)
    made.show()
    settle_down(made)
    yield made
    settle_down(made)
    made.sheet.rest()
    made.meeting.quiet()


def open_session(workspace: Workspace) -> str:
    version = read_definition(tree_of(CARD)).version
    assert version is not None
    publish_scorecard(workspace, add_scorecard(workspace, version))
    people = [ensure_evaluator(workspace, name) for name in ("Ana", "Ben")]
    with workspace.transaction() as connection:
        connection.execute("INSERT INTO interactions (id, external_id, channel, created_at) VALUES ('i1', '4711', 'chat', 0)")
    return service.create_calibration(workspace, "June", "voice", ["i1"], people)


@pytest.fixture
def from_elsewhere(tmp_path: Path, empty_workspace: Path) -> Path:
    """A sealed request for Ana and Ben, out of the workspace of somebody else."""
    shutil.copyfile(empty_workspace, tmp_path / "lead.qadesk")
    lead = open_workspace(tmp_path / "lead.qadesk")
    session_id = open_session(lead)
    export_request(lead, tmp_path / "sealed.qapack", session_id, Quiet(), passphrase="correct horse")
    export_request(lead, tmp_path / "plain.qapack", session_id, Quiet())
    lead.close()
    return tmp_path


def settle_down(screen: CalibrateScreen) -> None:
    for _ in range(3):
        assert screen._context.jobs.wait_all()


def labels(screen: CalibrateScreen) -> str:
    return "\n".join(label.text() for label in screen.findChildren(QLabel) if label.isVisible())


def press(screen: CalibrateScreen, text: str) -> None:
    (found,) = (one for one in screen.findChildren(QPushButton) if one.text() == text and one.isVisible())
    found.click()


def test_a_pack_for_each_is_written_into_a_folder(
    screen: CalibrateScreen, workspace: Workspace, tmp_path: Path, navigator: RecordingNavigator
) -> None:
    screen.presenter.open(open_session(workspace))
    press(screen, "Write packs…")
    page = screen.packing.writing
    assert screen.pages.currentWidget() is page
    assert "nobody's answers" in labels(screen)
    assert not page.recordings.isVisible()
    places: dict[str, str] = {}

    def ask(names: dict[str, str]) -> dict[str, Path]:
        places.update(names)
        return free_places(tmp_path, names)

    screen.packing.ask_places = ask  # type: ignore[method-assign]
    page.passphrase.setText("short")
    press(screen, "Write…")
    assert "8 characters or more" in labels(screen)
    assert not places
    page.passphrase.setText("correct horse")
    press(screen, "Write…")
    settle_down(screen)
    assert sorted(places.values()) == ["June – for Ana.qapack", "June – for Ben.qapack"]
    assert all(needs_passphrase(tmp_path / name) for name in places.values())
    assert navigator.toasts == ["June – for Ana.qapack: 1 interaction to score for Ana. And 1 more pack."]
    assert screen.pages.currentWidget() is screen.chair
    press(screen, "Write packs…")
    assert page.passphrase.text() == ""


def test_a_sealed_pack_is_read_with_its_passphrase_scored_and_answered(
    screen: CalibrateScreen, workspace: Workspace, from_elsewhere: Path, navigator: RecordingNavigator
) -> None:
    screen.packing.ask_file = lambda: str(from_elsewhere / "sealed.qapack")  # type: ignore[method-assign]
    press(screen, "Read a pack…")
    settle_down(screen)
    page = screen.packing.sealed
    assert screen.pages.currentWidget() is page
    page.passphrase.setText("correct hose")
    press(screen, "Open the pack")
    settle_down(screen)
    assert "not its passphrase" in page.row.fault
    page.passphrase.setText("correct horse")
    press(screen, "Open the pack")
    settle_down(screen)
    assert screen.pages.currentWidget() is screen.chair
    assert navigator.toasts == ["“June” is ready: 1 interaction to score for Ana, Ben."]
    assert "End the scoring now…" not in [one.text() for one in screen.findChildren(QPushButton) if one.isVisible()]
    session = service.get_calibration(workspace, "June")
    for person in session.participants:
        sheet = service.start_blind_scoring(workspace, session.id, person.id, "i1")
        set_answer(workspace, sheet.id, "Q1", "Yes")
        service.submit_blind_sheet(workspace, sheet.id)
    screen.refresh()
    assert "revealed there" in labels(screen)
    press(screen, "Write the reply…")
    assert "nobody else's" in labels(screen)
    ben = session.participants[1].id
    screen.packing.writing.people.show_values([ben])
    screen.packing.ask_places = lambda names: {person: from_elsewhere / "back.qapack" for person in names}  # type: ignore[method-assign]
    press(screen, "Write…")
    settle_down(screen)
    assert navigator.toasts[-1] == "back.qapack: 1 sheet of Ben."
    lead = open_workspace(from_elsewhere / "lead.qadesk")
    assert import_pack(lead, from_elsewhere / "back.qapack", Quiet()).people == ("Ben",)
    lead.close()


def test_what_does_not_fit_is_said_above_the_session(screen: CalibrateScreen, workspace: Workspace, from_elsewhere: Path) -> None:
    ensure_evaluator(workspace, "Ana")
    screen.packing.ask_file = lambda: str(from_elsewhere / "plain.qapack")  # type: ignore[method-assign]
    press(screen, "Read a pack…")
    settle_down(screen)
    assert screen.pages.currentWidget() is screen.chair
    assert screen.banner.text == "Ana of the pack is taken for the evaluator of that name here."


def test_a_damaged_pack_is_refused_in_a_line(screen: CalibrateScreen, from_elsewhere: Path) -> None:
    path = from_elsewhere / "plain.qapack"
    path.write_bytes(path.read_bytes()[:-7])
    screen.packing.ask_file = lambda: str(path)  # type: ignore[method-assign]
    press(screen, "Read a pack…")
    settle_down(screen)
    assert screen.banner.text == "plain.qapack: damaged, cut short or changed on its way; have it sent again."


def test_nothing_is_overwritten_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "June.qapack").touch()
    places = free_places(tmp_path, {"a": "June.qapack", "b": "June.qapack"})
    assert [path.name for path in places.values()] == ["June 2.qapack", "June 3.qapack"]


def test_writing_is_stopped_and_leaves_no_pack(
    screen: CalibrateScreen, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second of two packs is stopped: the first is taken away again."""
    screen.presenter.open(open_session(workspace))
    press(screen, "Write packs…")
    screen.packing.ask_places = lambda names: free_places(tmp_path, names)  # type: ignore[method-assign]
    write, calls = packs_presenter.packs.export_request, []

    def stopping(*arguments: Any, **options: Any) -> Written:  # noqa: ANN401 - passed on
        if calls:
            screen._context.jobs.cancel_all()
        calls.append(options)
        return write(*arguments, **options)

    monkeypatch.setattr(packs_presenter.packs, "export_request", stopping)
    press(screen, "Write…")
    settle_down(screen)
    assert len(calls) == 2
    assert not list(tmp_path.glob("*.qapack"))
    assert screen.banner.text == "Stopped; no pack was written."
    assert screen.packing.writing._write.isEnabled()


def test_a_place_that_cannot_be_written_to_is_said(screen: CalibrateScreen, workspace: Workspace, tmp_path: Path) -> None:
    screen.presenter.open(open_session(workspace))
    press(screen, "Write packs…")
    screen.packing.ask_places = lambda names: free_places(tmp_path / "gone", names)  # type: ignore[method-assign]
    press(screen, "Write…")
    settle_down(screen)
    assert "there is no such folder" in screen.banner.text


def test_nothing_submitted_is_nothing_to_reply(screen: CalibrateScreen, workspace: Workspace, from_elsewhere: Path) -> None:
    taken = import_pack(workspace, from_elsewhere / "plain.qapack", Quiet())
    screen.presenter.open(taken.session_id)
    press(screen, "Write packs…")
    assert screen.banner.text == "Nobody has submitted anything in “June” yet."
    assert screen.pages.currentWidget() is screen.chair
