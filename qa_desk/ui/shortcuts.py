"""The keys in force, for a page: what a pressed key asks for, what a tooltip says, and keys that are heard while one writes."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut

from qa_desk.domain.language import tr
from qa_desk.domain.shortcuts import Act, holds_while_writing, keys_in_force
from qa_desk.ui.changes import Kind
from qa_desk.ui.widgets.text import tip
from qa_desk.workspace.settings import get_setting

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from qa_desk.domain.shortcuts import Keys
    from qa_desk.ui.changes import Change
    from qa_desk.ui.screen import Context

_WRITING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_SIGNS = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓", "Return": "⏎", "Backspace": "⌫"}
_MAC_SIGNS = {"Ctrl": "⌘", "Alt": "⌥", "Shift": "⇧", "Meta": "⌃"}
_CYRILLIC = dict(
    zip("ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ", "QWERTYUIOP[]ASDFGHJKL;'ZXCVBNM,.", strict=True),
)
"""The Latin key of the same place: whoever writes Russian comments does not change the layout for each M."""


@dataclass(frozen=True, slots=True)
class _Bound:
    page: QWidget
    act: Act
    do: Callable[[], object]
    has_all: bool = False
    in_window: bool = False


class Shortcuts(QObject):
    """One a page; follows the settings."""

    changed = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._bound: list[_Bound] = []
        self._made: list[QShortcut] = []
        self.keys: Keys = self._read()
        context.changes.changed.connect(self._follow)

    def act_of(self, event: QKeyEvent) -> Act | None:
        """What a key asks for, or None."""
        return self.keys.act(key_of(event))

    def tip(self, text: str, *acts: Act) -> str:
        """A tooltip: what it is, and the keys of it in force."""
        words = [words for act in acts if (words := key_words(self.keys.of(act)))]
        return tip(tr("{action} ({keys})", action=text, keys=", ".join(words)) if words else text)

    def bind(self, page: QWidget, act: Act, do: Callable[[], object]) -> None:
        """Do this at the act's keys also while somebody writes on the page, where the key writes nothing itself.

        The act's other keys are for whoever asks `act_of`.
        """
        self._add(_Bound(page, act, do))

    def bind_all(self, page: QWidget, act: Act, do: Callable[[], object], *, in_window: bool = False) -> None:
        """Do this at all of the act's keys; a field that writes keeps those that write something.

        `in_window`: also while what has the keys is beside the page, as long as the page is seen.
        """
        self._add(_Bound(page, act, do, has_all=True, in_window=in_window))

    def _add(self, bound: _Bound) -> None:
        self._bound.append(bound)
        self._bind(bound)

    def _bind(self, bound: _Bound) -> None:
        near, window = Qt.ShortcutContext.WidgetWithChildrenShortcut, Qt.ShortcutContext.WindowShortcut
        for key in self.keys.of(bound.act):
            if not bound.has_all and not holds_while_writing(key):
                continue
            for written in {key, key.replace("Return", "Enter")}:  # the two keys of one sign
                made = QShortcut(QKeySequence(written), bound.page)
                made.setContext(window if bound.in_window else near)
                made.activated.connect(bound.do)
                self._made.append(made)

    def _read(self) -> Keys:
        return keys_in_force(get_setting(self._context.workspace, "shortcuts"))

    def _follow(self, change: Change) -> None:
        if Kind.SETTINGS not in change.kinds:
            return
        keys = self._read()
        if keys == self.keys:
            return
        self.keys = keys
        for made in self._made:
            made.setEnabled(False)
            made.deleteLater()
        self._made.clear()
        for bound in self._bound:
            self._bind(bound)
        self.changed.emit()


def key_of(event: QKeyEvent) -> str:
    """A pressed key as the list of keys writes it."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = Qt.Key.Key_Return if event.key() == Qt.Key.Key_Enter else Qt.Key(event.key()) if _is_known(event.key()) else None
    text = event.text()
    if not held & _WRITING and len(text) == 1 and text.isprintable() and not text.isspace():
        sign = _CYRILLIC.get(text.upper(), text.upper())
        is_shifted = bool(held & Qt.KeyboardModifier.ShiftModifier) and sign.isalpha()
        return f"Shift+{sign}" if is_shifted else sign
    if key is None:
        return ""
    modifiers = [
        name
        for name, flag in (
            ("Ctrl", Qt.KeyboardModifier.ControlModifier),
            ("Alt", Qt.KeyboardModifier.AltModifier),
            ("Shift", Qt.KeyboardModifier.ShiftModifier),
            ("Meta", Qt.KeyboardModifier.MetaModifier),
        )
        if held & flag
    ]
    return "+".join([*modifiers, QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)])


def key_words(keys: tuple[str, ...] | list[str]) -> str:
    """Keys as they are shown: "Space, Ctrl+→"; with the signs of its own on a Mac."""
    return ", ".join(map(shown_key, keys))


def shown_key(key: str, *, is_mac: bool | None = None) -> str:
    """One key as it is shown."""
    is_mac = sys.platform == "darwin" if is_mac is None else is_mac
    held, name = (key[:-2], "+") if key.endswith("+") else (key.rpartition("+")[0], key.rpartition("+")[2])
    modifiers = held.split("+") if held else []
    shown = {**_SIGNS, "Space": tr("Space")}.get(name, name)
    return "".join(_MAC_SIGNS[one] for one in modifiers) + shown if is_mac else "+".join([*modifiers, shown])


def _is_known(key: int) -> bool:
    try:
        Qt.Key(key)
    except ValueError:
        return False
    return True
