"""A box to choose from, scrolled past."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from qa_desk.ui.widgets.combo import ComboBox

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def turn_wheel(widget: QWidget) -> bool:
    """Whether the widget took it."""
    place = QPointF(widget.rect().center())
    event = QWheelEvent(
        place,
        QPointF(widget.mapToGlobal(widget.rect().center())),
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def test_the_wheel_changes_no_choice_and_is_left_to_the_page(qtbot: QtBot) -> None:
    plain, ours = QComboBox(), ComboBox()
    for box in (plain, ours):
        box.addItems(["one", "two", "three"])
        qtbot.addWidget(box)
        box.show()
        box.setFocus()
    assert turn_wheel(plain)
    assert plain.currentIndex() == 1  # so the wheel that is turned here is one that changes
    assert not turn_wheel(ours)
    assert ours.currentIndex() == 0


def test_the_keys_still_choose(qtbot: QtBot) -> None:
    box = ComboBox()
    box.addItems(["one", "two"])
    qtbot.addWidget(box)
    box.show()
    qtbot.keyClick(box, Qt.Key.Key_Down)
    assert box.currentText() == "two"
