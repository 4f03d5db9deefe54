"""Which key does what, to be changed: each action with its keys, one to add, and the declared ones to come back to."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from qa_desk.domain.language import tr
from qa_desk.domain.shortcuts import ACTIONS, WHERE_WORDS, Act, Where, changes_of, fault_of, keys_in_force
from qa_desk.ui.shortcuts import key_of, shown_key
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.text import label, tip

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QFocusEvent

    from qa_desk.domain.shortcuts import Action, KeyFault, Keys

_LEAVES = (Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_MODIFIERS = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock)


class ShortcutsEditor(QWidget):
    """Tells the whole of what differs from the declared keys, as it is stored."""

    edited = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[Act, _ActionRow] = {}
        self._keys = keys_in_force({})
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for where in Where:
            own = [action for action in ACTIONS if action.where is where and not action.is_fixed]
            if not own:
                continue
            heading = label(tr(WHERE_WORDS[where]), "heading")
            heading.setContentsMargins(0, Space.M if self._rows else 0, 0, Space.XS)
            column.addWidget(heading)
            for action in own:
                row = _ActionRow(action)
                row.key_pressed.connect(partial(self._add, action.act))
                row.key_removed.connect(partial(self._remove, action.act))
                row.reset_asked.connect(partial(self._reset, action.act))
                self._rows[action.act] = row
                column.addWidget(row)
        self._reset_all = button(tr("Reset all keys"), self._forget_all)
        column.addSpacing(Space.M)
        column.addWidget(self._reset_all, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(next(iter(self._rows.values())).adder)

    @property
    def keys(self) -> Keys:
        """What is shown now."""
        return self._keys

    def row(self, act: Act) -> _ActionRow:
        """The line of an action."""
        return self._rows[act]

    def show_value(self, value: object) -> None:
        """Show the stored changes."""
        self._keys = keys_in_force(value if isinstance(value, dict) else {})
        for act, row in self._rows.items():
            row.show_keys(self._keys.of(act))
        self._reset_all.setEnabled(bool(changes_of(self._keys.by_act)))

    def _add(self, act: Act, key: str) -> None:
        fault = fault_of(self._keys, act, key)
        if fault is not None:
            self._rows[act].show_fault(_words_of(fault))
            return
        own = self._keys.of(act)
        self._tell({act: (*own, key) if key not in own else own})
        self._rows[act].rest()

    def _remove(self, act: Act, key: str) -> None:
        self._tell({act: tuple(one for one in self._keys.of(act) if one != key)})
        self._rows[act].adder.setFocus(Qt.FocusReason.OtherFocusReason)

    def _reset(self, act: Act) -> None:
        action = self._rows[act].action
        for key in action.keys:
            fault = fault_of(self._keys, act, key)
            if fault is not None:  # another action was given the declared key meanwhile
                self._rows[act].show_fault(_words_of(fault))
                return
        self._tell({act: action.keys})
        self._rows[act].adder.setFocus(Qt.FocusReason.OtherFocusReason)

    def _forget_all(self) -> None:
        self._store({})

    def _tell(self, changed: Mapping[Act, tuple[str, ...]]) -> None:
        self._store(changes_of({**self._keys.by_act, **changed}))

    def _store(self, changes: dict[str, list[str]]) -> None:
        self.show_value(changes)
        self.edited.emit(changes)


class _ActionRow(QWidget):
    """What it does, its keys (a press takes one away), a field that takes another, and the way back."""

    key_pressed = Signal(str)
    key_removed = Signal(str)
    reset_asked = Signal()

    def __init__(self, action: Action) -> None:
        super().__init__()
        self.action = action
        self._shown: list[QPushButton] = []
        name = tr(action.text)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(Space.XS)
        row.addWidget(label(name, wraps=True), 1)
        self._caps = QHBoxLayout()
        self._caps.setSpacing(Space.XS)
        row.addLayout(self._caps)
        self.adder = _KeyTaker(tr("{action}: add a key", action=name))
        self.adder.taken.connect(self.key_pressed)
        self.adder.left.connect(self.rest)
        self._reset = button(tr("Reset"), self.reset_asked.emit, role="link", name=tr("{action}: reset", action=name))
        row.addWidget(self.adder)
        row.addWidget(self._reset)
        self._reset.setSizePolicy(_kept(self._reset))
        column.addLayout(row)
        self._fault = label("", "fault", wraps=True)
        column.addWidget(self._fault)
        self._fault.hide()

    @property
    def fault(self) -> str:
        """What is wrong with the key that was pressed last, or nothing."""
        return self._fault.text()

    @property
    def shown(self) -> list[str]:
        """The keys as they are shown."""
        return [cap.text() for cap in self.caps]

    @property
    def caps(self) -> list[QPushButton]:
        """The keys, each a button that takes it away."""
        return list(self._shown)

    def show_keys(self, keys: tuple[str, ...]) -> None:
        """Show these keys."""
        for cap in self._shown:
            self._caps.removeWidget(cap)
            cap.hide()
            cap.deleteLater()
        self._shown = []
        for key in keys:
            name = tr("{action}: take {key} away", action=tr(self.action.text), key=shown_key(key))
            cap = button(shown_key(key), partial(self.key_removed.emit, key), role="key", name=name)
            cap.setToolTip(tip(tr("Press to take it away")))
            self._caps.addWidget(cap)
            self._shown.append(cap)
        self._reset.setVisible(keys != self.action.keys)

    def show_fault(self, text: str) -> None:
        """Say why a key was not taken; the field goes on waiting for one."""
        self._fault.setText(text)
        self._fault.setVisible(bool(text))

    def rest(self) -> None:
        """No key is waited for."""
        self.adder.rest()
        self.show_fault("")


class _KeyTaker(QPushButton):
    """Pressed, it takes the next key that is pressed as its answer. Esc or leaving it gives up."""

    taken = Signal(str)
    left = Signal()
    _waits = False

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("role", "quiet")
        self.setAccessibleName(name)
        self.setAutoDefault(False)
        self.rest()
        self.clicked.connect(self._wait)

    @property
    def waits(self) -> bool:
        """Whether the next key is its answer."""
        return self._waits

    def rest(self) -> None:
        """Wait for none."""
        self._waits = False
        self.setText(tr("Add a key"))

    def event(self, event: QEvent) -> bool:
        """While it waits, every key is its own, also those that the window would take."""
        if self._waits and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if self._waits and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self._take(event)
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whoever goes elsewhere has given up."""
        super().focusOutEvent(event)
        if self._waits and event.reason() != Qt.FocusReason.PopupFocusReason:
            self.rest()
            self.left.emit()

    def _wait(self) -> None:
        self._waits = True
        self.setText(tr("Press a key …"))
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key()) if event.key() else None
        if key in _LEAVES:
            self.rest()
            self.left.emit()
        elif key not in _MODIFIERS and (written := key_of(event)):
            self.taken.emit(written)


def _words_of(fault: KeyFault) -> str:
    shown = shown_key(fault.key)
    if fault.taken_by is None:
        return tr("{key} cannot be a key of its own. Press another one, or Esc.", key=shown)
    return tr("{key} is “{action}” already. Press another one, or Esc.", key=shown, action=tr(fault.taken_by.text))


def _kept(widget: QWidget) -> QSizePolicy:
    policy = widget.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    return policy
