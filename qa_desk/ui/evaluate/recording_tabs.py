"""The recordings of one interaction, side by side above the waveform: two legs, a transfer, a screen's sound."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from qa_desk.domain.language import tr
from qa_desk.ui.media.wave_image import clock_text
from qa_desk.ui.widgets.buttons import Choice, Segments

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qa_desk.services.speech import Medium

_LONGEST = 24


class RecordingTabs(QWidget):
    """Hidden where there is only one."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._tabs: Segments | None = None
        self.texts: list[str] = []
        """What is written on them."""
        self.hide()

    def offer(self, media: Sequence[Medium]) -> None:
        """Show these recordings, the first of them chosen."""
        if self._tabs is not None:
            self._row.removeWidget(self._tabs)
            self._tabs.hide()
            self._tabs.deleteLater()
            self._tabs = None
        self.texts = []
        self.setVisible(len(media) > 1)
        if len(media) < 2:
            return
        names = short_names([medium.path for medium in media])
        self.texts = [f"{number}  {name}" for number, name in enumerate(names, 1)]
        choices = [Choice(place, text, _whole_name(media[place])) for place, text in enumerate(self.texts)]
        self._tabs = Segments(choices, tr("Recording"), can_be_empty=False)
        self._tabs.show_value(0)
        self._tabs.chosen.connect(self._chosen)
        self._row.addWidget(self._tabs)

    def show_chosen(self, place: int) -> None:
        """Light another one without telling anybody."""
        if self._tabs is not None:
            self._tabs.show_value(place)

    def _chosen(self, place: object) -> None:
        if isinstance(place, int):
            self.chosen.emit(place)


def _whole_name(medium: Medium) -> str:
    length = f" · {clock_text(medium.duration_s)}" if medium.duration_s else ""
    return f"{medium.path.name}{length}"


def short_names(paths: Sequence[Path]) -> list[str]:
    """What tells files apart: their names without the words that all begin and end with; long ones are cut in the middle."""
    stems = [PurePath(path).stem for path in paths]
    words = [_words(stem) for stem in stems]
    shortest = min(map(len, words))
    before = next((place for place in range(shortest) if len({one[place] for one in words}) > 1), shortest)
    rest = [one[before:] for one in words]
    after = next((back for back in range(min(map(len, rest))) if len({one[-1 - back] for one in rest}) > 1), 0)
    told = ["".join(one[: len(one) - after]).strip("-_. ") for one in rest]
    if len(set(told)) < len(told) or not all(told):
        told = stems
    return [name if len(name) <= _LONGEST else f"{name[: _LONGEST // 2]}…{name[-_LONGEST // 2 + 1 :]}" for name in told]


def _words(stem: str) -> list[str]:
    """A name in pieces at its separators, each with the separator after it."""
    pieces, piece = [], ""
    for sign in stem:
        piece += sign
        if sign in "-_. ":
            pieces.append(piece)
            piece = ""
    return [*pieces, piece] if piece else pieces
