"""Reads and writes the settings of a workspace; a value that does not fit is refused with its reason, and nothing is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.services.changing_settings import change_settings
from qa_desk.ui.changes import Kind
from qa_desk.workspace.settings import get_settings, setting

if TYPE_CHECKING:
    from qa_desk.ui.screen import Context


class SettingsPresenter(QObject):
    """`stored` after a change, `refused` with the key and the reason."""

    stored = Signal(object)
    """The key that was stored."""
    refused = Signal(object)
    """(key, reason)."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context

    def values(self) -> dict[str, Any]:
        """All values in force, by key."""
        return get_settings(self._context.workspace)

    def store(self, key: str, value: Any) -> None:  # noqa: ANN401 - the declaration says the type
        """Store one setting; the old value can be taken back from the toast."""
        before = self.values()[key]
        if value == before:
            self.stored.emit(key)
            return
        fault = setting(key).check(value)
        if fault:
            self.refused.emit((key, tr("{value} {fault}.", value=value if value not in (None, "") else "–", fault=tr(fault))))
            return
        try:
            change_settings(self._context.workspace, {key: value})
        except Refusal as error:
            self.refused.emit((key, error.message))
            return
        self.stored.emit(key)
        self._context.navigator.toast(tr("{setting}: saved", setting=tr(setting(key).label)), _Undo(self, key, before))
        self._context.changes.announce(Kind.SETTINGS, origin=self)


class _Undo:
    """Takes one change back."""

    def __init__(self, presenter: SettingsPresenter, key: str, before: object) -> None:
        self._presenter, self._key, self._before = presenter, key, before

    def __call__(self) -> None:
        self._presenter.store(self._key, self._before)
