"""In which language the texts of the draft are written and read now, and how many of its texts each language has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from qa_desk.domain.definition_texts import LANGUAGES, NO_LANGUAGE, UNSAID, languages_of, texts_of
from qa_desk.domain.language import tr
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.flow import FlowLayout
from qa_desk.ui.widgets.text import label, tip

if TYPE_CHECKING:
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QPushButton

    from qa_desk.domain.scorecard_writing import Definition

_OTHERS = {
    "de": "Deutsch",
    "es": "Español",
    "fr": "Français",
    "hi": "हिन्दी",
    "id": "Bahasa Indonesia",
    "it": "Italiano",
    "ja": "日本語",
    "ko": "한국어",
    "pl": "Polski",
    "pt": "Português",
    "th": "ไทย",
    "tr": "Türkçe",
    "vi": "Tiếng Việt",
}
"""More languages that can be added; a file may name any."""


def language_name(language: str) -> str:
    """What a language calls itself; its code where that is not known."""
    return tr(NO_LANGUAGE) if language == UNSAID else LANGUAGES.get(language) or _OTHERS.get(language) or language


class LanguageBar(QWidget):
    """A tab a language; the ones of the ready-made scorecards are always there."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Language of the texts"))
        self._tabs: dict[str, QPushButton] = {}
        self._added: list[str] = []
        self._flow_home = QWidget()
        self._flow = FlowLayout(self._flow_home, Space.XS)
        self._more = button(tr("Other …"), role="link", name=tr("Another language"))
        menu = QMenu(self._more)
        for code, name in _OTHERS.items():
            menu.addAction(name).setData(code)
        menu.triggered.connect(self._add)
        self._more.setMenu(menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(label(tr("Texts in"), "small"))
        row.addWidget(self._flow_home, 1)
        row.addWidget(self._more)

    @property
    def tabs(self) -> dict[str, QPushButton]:
        """The tabs by language."""
        return self._tabs

    def show_languages(self, definition: Definition, language: str) -> None:
        """Show which languages there are, how far each goes, and which is in hand."""
        counts, total = languages_of(definition), sum(1 for _text in texts_of(definition))
        wanted = [*LANGUAGES, *(code for code in (*counts, *self._added) if code not in LANGUAGES and code != UNSAID)]
        if counts[UNSAID]:
            wanted.insert(0, UNSAID)
        wanted = list(dict.fromkeys([*wanted, language]))
        if list(self._tabs) != wanted:
            self._make(wanted)
        for code, tab in self._tabs.items():
            tab.setChecked(code == language)
            name = language_name(code)
            has, said = counts[code], tr("{count} of {total} texts", count=counts[code], total=total)
            is_whole = has == total or code == UNSAID
            tab.setText(name if is_whole or not has else f"{name} {has}/{total}")
            tab.setToolTip(tip(said))
            tab.setAccessibleName(f"{name}: {said}")

    def _make(self, languages: list[str]) -> None:
        for old in self._tabs.values():
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._tabs = {}
        for code in languages:
            tab = button(language_name(code), role="chip")
            tab.setCheckable(True)
            tab.setProperty("language", code)
            tab.clicked.connect(self._pressed)
            self._tabs[code] = tab
            self._flow.addWidget(tab)

    def _pressed(self) -> None:
        tab = self.sender()
        assert tab is not None
        language = str(tab.property("language"))
        for code, other in self._tabs.items():
            other.setChecked(code == language)
        self.chosen.emit(language)

    def _add(self, action: QAction) -> None:
        code = str(action.data())
        self._added.append(code)
        self.chosen.emit(code)
