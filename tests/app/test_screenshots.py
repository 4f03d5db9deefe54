"""Pictures of the main screens are drawn from a copy, without a display."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QImage

from qa_desk.app.screens import PLACES
from qa_desk.app.screenshots import HEIGHT, SHOTS, WIDTH, take_screenshots
from qa_desk.domain.errors import Cancelled, EnvironmentFailure
from qa_desk.domain.progress import Quiet

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qa_desk.workspace.workspace import Workspace

pytestmark = pytest.mark.usefixtures("qtbot")


@pytest.fixture
def file(workspace: Workspace) -> Path:
    return workspace.path


def test_every_place_of_the_rail_has_a_shot() -> None:
    assert {place.key for place in PLACES} <= {shot.place for shot in SHOTS}


def test_each_picture_has_the_size_of_the_window(file: Path, tmp_path: Path) -> None:
    pictures = take_screenshots(file, tmp_path / "pictures")

    assert [picture.stem for picture in pictures] == [shot.name for shot in SHOTS if shot.place in {p.key for p in PLACES}]
    for picture in pictures:
        drawn = QImage(str(picture))
        assert (drawn.width(), drawn.height()) == (WIDTH, HEIGHT)


def test_the_workspace_stays_as_it_is(workspace: Workspace, tmp_path: Path) -> None:
    def entries() -> int:
        return int(workspace.connection.execute("SELECT count(*) FROM change_log").fetchone()[0])

    before = entries()
    take_screenshots(workspace.path, tmp_path / "pictures", theme="dark")

    assert entries() == before


def test_light_and_dark_differ(file: Path, tmp_path: Path) -> None:
    light = take_screenshots(file, tmp_path / "light")[0]
    dark = take_screenshots(file, tmp_path / "dark", theme="dark")[0]

    assert QImage(str(light)).pixelColor(700, 600).lightness() > 200
    assert QImage(str(dark)).pixelColor(700, 600).lightness() < 60


def test_a_file_in_the_place_of_the_folder_is_said(file: Path, tmp_path: Path) -> None:
    (tmp_path / "pictures").write_text("", encoding="utf-8")

    with pytest.raises(EnvironmentFailure, match="cannot be written"):
        take_screenshots(file, tmp_path / "pictures")


def test_it_can_be_cancelled(file: Path, tmp_path: Path, qtbot: QtBot) -> None:
    class Impatient(Quiet):
        def raise_if_cancelled(self) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        take_screenshots(file, tmp_path / "pictures", context=Impatient())
