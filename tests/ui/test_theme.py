from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QFontDatabase, QPalette
from PySide6.QtWidgets import QWidget

from qa_desk.domain.errors import Refusal
from qa_desk.ui.fonts import families
from qa_desk.ui.tokens import DARK, LIGHT, Colours

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from qa_desk.ui.theme import Theme


def test_a_theme_switches_live(theme: Theme, qapp: QApplication) -> None:
    heard: list[Colours] = []
    theme.changed.connect(heard.append)
    theme.choose("dark")
    theme.choose("dark")
    assert heard == [DARK]
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == DARK.background
    assert DARK.accent in qapp.styleSheet()
    assert LIGHT.accent not in qapp.styleSheet()


def test_an_unknown_theme_is_refused(theme: Theme) -> None:
    with pytest.raises(Refusal, match="sepia"):
        theme.choose("sepia")


def test_text_grows_with_the_persons_scale(theme: Theme, qapp: QApplication) -> None:
    theme.scale_text(1.4)
    assert qapp.font().pixelSize() == 20
    assert "font-size: 39px" in qapp.styleSheet()


def test_the_font_is_one_the_system_has(qapp: QApplication) -> None:
    available = frozenset(QFontDatabase.families())
    assert all(name in available for name in families("en", available))


def test_chinese_letters_are_asked_of_the_font_of_the_language() -> None:
    both = frozenset({"DejaVu Sans", "Noto Sans CJK SC", "Noto Sans CJK TC"})
    assert families("zh_TW", both)[0] == "Noto Sans CJK TC"
    assert families("zh_CN", both)[0] == "Noto Sans CJK SC"


def test_a_system_with_one_strange_font_still_shows_letters() -> None:
    assert families("en", frozenset({"Strange"})) == ["Strange"]
    assert families("en", frozenset()) == []


def test_a_dressed_window_wears_the_look_and_follows_it(theme: Theme, qapp: QApplication, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    theme.dress(window)
    assert qapp.styleSheet() == ""
    theme.choose("dark")
    assert DARK.accent in window.styleSheet()
