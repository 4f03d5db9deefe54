"""A button that says what is chosen of a long list, and a list to tick that opens under it and filters as one types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QSizePolicy, QVBoxLayout, QWidget

from qa_desk.domain.language import tr
from qa_desk.domain.numbers import count_text
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.text import tip

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa_desk.ui.theme import Theme

_WIDTH, _HEIGHT = 320, 320
_KEY = Qt.ItemDataRole.UserRole.value


class PickMany(QWidget):
    """`offer` fills it; nothing ticked means any. `changed` tells once, when the list is closed."""

    changed = Signal(object)
    """The tuple of keys that are ticked."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme, self._name = theme, name
        self._labels: dict[str, str] = {}
        self._counts: Mapping[str, int] = {}
        self._chosen: tuple[str, ...] = ()
        self.button = button("", self.open_list)
        self.button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.button.setStyleSheet("text-align: left;")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)
        self.setFocusProxy(self.button)
        self._popup = self._make_popup()
        self._say()

    def _make_popup(self) -> QDialog:
        popup = QDialog(self)
        popup.setWindowFlags(Qt.WindowType.Popup)
        popup.setProperty("kind", "popup")
        popup.setAccessibleName(self._name)
        popup.finished.connect(self._closed)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(tr("Filter"))
        self.filter.setAccessibleName(tr("Filter {table}", table=self._name))
        self.filter.textChanged.connect(self._filter_by)
        self.list = QListWidget()
        self.list.setAccessibleName(self._name)
        foot = QHBoxLayout()
        foot.addWidget(button(tr("Any"), self._untick, role="quiet"))
        foot.addStretch(1)
        foot.addWidget(button(tr("Done"), popup.accept))
        column = QVBoxLayout(popup)
        column.setContentsMargins(Space.S, Space.S, Space.S, Space.S)
        column.setSpacing(Space.S)
        column.addWidget(self.filter)
        column.addWidget(self.list, 1)
        column.addLayout(foot)
        return popup

    @property
    def chosen(self) -> tuple[str, ...]:
        """The keys that are ticked, in the order of the list."""
        return self._chosen

    def offer(self, labels: Mapping[str, str], counts: Mapping[str, int] | None = None) -> None:
        """Offer other values: key → label, with how many contacts have each."""
        self._labels, self._counts = dict(labels), counts or {}
        self.setEnabled(bool(labels))
        self._say()

    def show_chosen(self, keys: tuple[str, ...]) -> None:
        """Tick these without telling anybody; one that is not offered stays, so that nothing is widened unseen."""
        self._chosen = tuple(keys)
        self._say()

    def choose(self, keys: tuple[str, ...]) -> None:
        """Tick these as the person does."""
        if keys != self._chosen:
            self.show_chosen(keys)
            self.changed.emit(self._chosen)

    def open_list(self) -> None:
        """Show the list under the button."""
        self.filter.clear()
        self.list.clear()
        for key, text in {**{key: key for key in self._chosen}, **self._labels}.items():
            count = f"  {count_text(self._counts[key])}" if key in self._counts else ""
            item = QListWidgetItem(f"{text}{count}")
            item.setData(_KEY, key)
            item.setCheckState(Qt.CheckState.Checked if key in self._chosen else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self._popup.resize(self._theme.size(_WIDTH), self._theme.size(_HEIGHT))
        self._popup.move(self.button.mapToGlobal(QPoint(0, self.button.height())))
        self._popup.show()
        self.filter.setFocus()

    def _ticked(self) -> tuple[str, ...]:
        items = (self.list.item(row) for row in range(self.list.count()))
        return tuple(item.data(_KEY) for item in items if item.checkState() == Qt.CheckState.Checked)

    def _untick(self) -> None:
        for row in range(self.list.count()):
            self.list.item(row).setCheckState(Qt.CheckState.Unchecked)
        self._popup.accept()

    def _filter_by(self, text: str) -> None:
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setHidden(text.casefold() not in item.text().casefold())

    def _closed(self, _result: int) -> None:
        self.choose(self._ticked())

    def _say(self) -> None:
        names = [self._labels.get(key, key) for key in self._chosen]
        said = tr("any") if not names else names[0] if len(names) == 1 else tr("{count} chosen", count=len(names))
        text = tr("{name}: {value}", name=self._name, value=said)
        self.button.setText(text.replace("&", "&&"))
        self.button.setAccessibleName(text)
        self.button.setToolTip(tip("\n".join(names[:20])))
