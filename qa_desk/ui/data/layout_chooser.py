"""How recordings without a header are read: a person must say it, for such a file does not tell how fast it plays."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from qa_desk.domain.language import N_, tr
from qa_desk.ui.widgets.combo import ComboBox

_LAYOUTS = (
    ("ulaw:8000:1", N_("µ-law, 8 kHz, one channel")),
    ("ulaw:8000:2", N_("µ-law, 8 kHz, two channels")),
    ("alaw:8000:1", N_("A-law, 8 kHz, one channel")),
    ("alaw:8000:2", N_("A-law, 8 kHz, two channels")),
    ("pcm16:8000:1", N_("16-bit samples, 8 kHz, one channel")),
    ("pcm16:8000:2", N_("16-bit samples, 8 kHz, two channels")),
    ("pcm16:16000:1", N_("16-bit samples, 16 kHz, one channel")),
    ("vox:8000:1", N_("Dialogic ADPCM, 8 kHz, one channel")),
    ("vox:6000:1", N_("Dialogic ADPCM, 6 kHz, one channel")),
)


class LayoutChooser(ComboBox):
    """The usual layouts to choose from; another is written as on the command line, `ulaw:8000:1`."""

    said = Signal(object)
    """The layout as written, or None: such files are not taken."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: object = None
        self.setAccessibleName(tr("Files without a header"))
        self.addItem(tr("not taken"), None)
        for name, words in _LAYOUTS:
            self.addItem(tr(words), name)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.activated.connect(self._say)
        edit = self.lineEdit()
        if edit is not None:
            edit.editingFinished.connect(self._say)

    def show_layout(self, layout: object) -> None:
        """What was said before."""
        self._shown = layout
        place = self.findData(layout)
        if place >= 0:
            self.setCurrentIndex(place)
        else:
            self.setEditText(str(layout))

    def _say(self) -> None:
        text = self.currentText().strip()
        place = self.findText(text)
        layout = self.itemData(place) if place >= 0 else text or None
        if layout != self._shown:  # leaving the field says nothing new
            self._shown = layout
            self.said.emit(layout)
