"""Packs as a person handles them: the pages that ask what is to be written or opened, and where the files are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from qa_desk.domain.language import ntr, tr
from qa_desk.services.calibration_packs import SUFFIX
from qa_desk.services.calibration_packs_text import written_words
from qa_desk.ui.calibrate.packs_page import PacksPage
from qa_desk.ui.calibrate.packs_presenter import PacksPresenter, free_places
from qa_desk.ui.calibrate.sealed_page import SealedPage

if TYPE_CHECKING:
    from qa_desk.services.calibration_packs import Written
    from qa_desk.ui.calibrate.packs_presenter import PacksAsked, PacksOffered
    from qa_desk.ui.screen import Context


class Packing(QObject):
    """Part of the Calibrate place, which shows its pages."""

    turned = Signal(object, str, str)
    """A page to show, with its title and note."""
    left = Signal()
    """Its pages are done with."""
    taken = Signal(object)
    """`Taken`"""
    refused = Signal(str)

    def __init__(self, context: Context, around: QWidget) -> None:
        super().__init__(around)
        self._context, self._around = context, around
        self.presenter = PacksPresenter(context, self)
        self.writing = PacksPage(context.theme)
        self.sealed = SealedPage(context.theme)
        self._reads_sealed = False
        presenter = self.presenter
        presenter.offered.connect(self._show_offer)
        presenter.written.connect(self._written)
        presenter.not_written.connect(self._not_written)
        presenter.sealed.connect(self._show_sealed)
        presenter.taken.connect(self._taken)
        presenter.not_taken.connect(self._not_taken)
        presenter.refused.connect(self.refused)
        self.writing.asked.connect(self._write)
        self.writing.cancelled.connect(self.left)
        self.sealed.opened.connect(presenter.read)
        self.sealed.cancelled.connect(self._leave_sealed)

    @property
    def pages(self) -> tuple[QWidget, ...]:
        """The pages, for the place to hold."""
        return self.writing, self.sealed

    def offer(self, session_id: str) -> None:
        """Ask what is to be written of a session."""
        self.presenter.offer(session_id)

    def ask_pack(self) -> None:
        """Ask which pack is to be read, and read it."""
        chosen = self.ask_file()
        if chosen:
            self._reads_sealed = False
            self.presenter.read(Path(chosen))

    def ask_file(self) -> str:
        """The pack to read, or nothing when the person thought better of it."""
        kinds = tr("Pack (*{suffix})", suffix=SUFFIX)
        return QFileDialog.getOpenFileName(self._around, tr("Read a pack"), str(Path.home()), kinds)[0]

    def ask_places(self, names: dict[str, str]) -> dict[str, Path]:
        """Where each pack is to be written: one by its name, several into a folder; {} when the person thought better of it."""
        if len(names) == 1:
            ((person, name),) = names.items()
            kinds = tr("Pack (*{suffix})", suffix=SUFFIX)
            chosen, _kind = QFileDialog.getSaveFileName(self._around, tr("Write the pack"), str(Path.home() / name), kinds)
            path = Path(chosen)
            return {person: path if path.suffix else path.with_suffix(SUFFIX)} if chosen else {}
        title = tr("A folder for {count} packs", count=len(names))
        folder = QFileDialog.getExistingDirectory(self._around, title, str(Path.home()))
        return free_places(Path(folder), names) if folder else {}

    def _show_offer(self, offer: PacksOffered) -> None:
        self.turned.emit(self.writing, offer.session.title, tr("Write replies") if offer.is_reply else tr("Write packs"))
        self.writing.show_offer(offer)
        self.writing.passphrase.setFocus()

    def _write(self, asked: PacksAsked) -> None:
        places = self.ask_places({person: self.presenter.file_name(person) for person in asked.people})
        if places:
            self.writing.wait()
            self.presenter.write(asked, places)

    def _written(self, written: tuple[Written, ...]) -> None:
        self.left.emit()
        words, more = written_words(written[0]), len(written) - 1
        if more:
            words = ntr("{words} And {count} more pack.", "{words} And {count} more packs.", more, words=words)
        self._context.navigator.toast(words)

    def _not_written(self, message: str) -> None:
        self.writing.rest()
        self.refused.emit(message)

    def _show_sealed(self, path: Path) -> None:
        self._reads_sealed = True
        self.turned.emit(self.sealed, tr("Read a pack"), "")
        self.sealed.show_pack(path)
        self.sealed.passphrase.setFocus()

    def _leave_sealed(self) -> None:
        self._reads_sealed = False
        self.left.emit()

    def _taken(self, taken: object) -> None:
        self._reads_sealed = False
        self.taken.emit(taken)

    def _not_taken(self, message: str) -> None:
        if self._reads_sealed:
            self.sealed.show_fault(message)
        else:
            self.refused.emit(message)
