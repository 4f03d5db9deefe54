"""The look in force: light, dark or the system's, switched live for the whole program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDir, QObject, Qt, QTemporaryDir, Signal
from PySide6.QtGui import QColor, QGuiApplication

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.resource_files import resource
from qa_desk.ui.fonts import interface_font
from qa_desk.ui.stylesheet import TINTED, palette, stylesheet
from qa_desk.ui.tokens import THEMES

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from qa_desk.ui.tokens import Colours

NAMES = ("system", "light", "dark")
"""What a person may choose."""


class Theme(QObject):
    """One a program. Widgets that paint themselves read `theme.colours` and repaint at `changed`."""

    changed = Signal(object)
    """The `Colours` now in force."""

    def __init__(self, application: QApplication, name: str = "system", *, text_scale: float = 1.0, language: str = "en") -> None:
        super().__init__(application)
        self._application = application
        self._name = name
        self._text_scale = text_scale
        self._language = language
        self._tinted = QTemporaryDir()
        self._dressed: QApplication | QWidget = application
        application.setStyle("Fusion")
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)
        self._apply()

    @property
    def name(self) -> str:
        """What the person chose: system, light or dark."""
        return self._name

    @property
    def text_scale(self) -> float:
        """How much larger than usual text is, 1 to 1.4."""
        return self._text_scale

    @property
    def colours(self) -> Colours:
        """The colours in force."""
        if self._name in THEMES:
            return THEMES[self._name]
        scheme = QGuiApplication.styleHints().colorScheme()
        return THEMES["dark" if scheme == Qt.ColorScheme.Dark else "light"]

    def colour(self, token: str, alpha: float = 1.0) -> QColor:
        """A token as Qt paints it, e.g. `theme.colour("accent", 0.2)`."""
        colour = QColor(getattr(self.colours, token))
        colour.setAlphaF(alpha)
        return colour

    def category(self, index: int) -> QColor:
        """The colour of the index-th category of a chart."""
        chart = self.colours.chart
        return QColor(chart[index % len(chart)])

    def size(self, pixels: int) -> int:
        """A letter size at the person's text scale."""
        return round(pixels * self._text_scale)

    def dress(self, window: QWidget) -> None:
        """Put the look on this window instead of on the whole program.

        While the program itself has a stylesheet, Qt styles a part anew with all that is in it each time it is put into another:
        a place is built of parts in parts, and takes three times as long. What has no parent yet is now left alone.
        """
        self._application.setStyleSheet("")
        self._dressed = window
        window.setStyleSheet(stylesheet(self.colours, self._text_scale))

    def choose(self, name: str) -> None:
        """Switch to system, light or dark."""
        if name not in NAMES:
            raise Refusal(tr("{name}: there is no such theme; choose system, light or dark.", name=name))
        if name != self._name:
            self._name = name
            self._apply()

    def scale_text(self, scale: float) -> None:
        """Make all text larger or smaller."""
        if scale != self._text_scale:
            self._text_scale = scale
            self._apply()

    def speak(self, language: str) -> None:
        """Prefer the letter shapes of a language (simplified and traditional Chinese share code points)."""
        if language != self._language:
            self._language = language
            self._apply()

    def _system_changed(self, _scheme: Qt.ColorScheme) -> None:
        if self._name == "system":
            self._apply()

    def _tint(self) -> None:
        """Write the icons that the stylesheet shows, in the colours in force, where it finds them."""
        colours = self.colours
        for name in TINTED:
            file = Path(self._tinted.filePath(f"{name}-{colours.name}.svg"))
            if not file.exists():
                colour = colours.on_accent if name in ("check", "minus") else colours.muted
                picture = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
                file.write_text(picture.replace("currentColor", colour), encoding="utf-8")
        QDir.setSearchPaths("tinted", [self._tinted.path()])

    def _apply(self) -> None:
        self._tint()
        font = interface_font(self._language)
        font.setPixelSize(self.size(font.pixelSize()))
        self._application.setFont(font)
        self._application.setPalette(palette(self.colours))
        self._dressed.setStyleSheet(stylesheet(self.colours, self._text_scale))
        self.changed.emit(self.colours)
