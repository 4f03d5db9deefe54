from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel

from qa_desk.ui.widgets.header import Header

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from qa_desk.ui.theme import Theme


@pytest.mark.parametrize("scale", [1.0, 1.2, 1.4])
def test_title_and_note_are_seen_whole_at_every_size_of_text(theme: Theme, qtbot: QtBot, scale: float) -> None:
    header = Header("Today", "30/06/2026")
    qtbot.addWidget(header)
    header.show()
    theme.scale_text(scale)
    header.resize(900, header.sizeHint().height())
    qtbot.wait(20)
    for words in header.findChildren(QLabel):
        assert words.height() >= words.fontMetrics().height(), words.text()
