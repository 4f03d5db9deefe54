"""The Data place: what came in, and the import."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from qa_desk.domain.language import tr
from qa_desk.domain.numbers import count_text
from qa_desk.services.centre_time import timezones, zone_of
from qa_desk.ui.changes import Kind
from qa_desk.ui.data.batches_page import BatchesPage
from qa_desk.ui.data.people_page import PeoplePage
from qa_desk.ui.data.people_presenter import PeoplePresenter
from qa_desk.ui.data.presenter import DataPresenter
from qa_desk.ui.data.wizard_page import WizardPage
from qa_desk.ui.screen import Screen, Verb
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.banner import Banner
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.header import Header

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from qa_desk.services.identity import Review
    from qa_desk.services.imports import Batch, Refused
    from qa_desk.ui.data.wizard_state import Reported
    from qa_desk.ui.screen import Context


class DataScreen(Screen):
    """Batches, or the import in their place; files can be dropped anywhere on it."""

    shows = frozenset({Kind.FACTS, Kind.INTERACTIONS, Kind.PEOPLE})

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.presenter = DataPresenter(context, self)
        self.header = Header(tr("Data"))
        self.banner = Banner()
        self.batches = BatchesPage(context.theme, zone_of(context.workspace), self.ask_files)
        self.wizard = WizardPage(context.theme, list(timezones()))
        self.people_presenter = PeoplePresenter(context, self)
        self.people = PeoplePage(context.theme, self.show_batches)
        self.pages = QStackedWidget()
        for page in (self.batches, self.wizard, self.people):
            self.pages.addWidget(page)
        self.people_action = button(tr("People to review"), self.show_people)
        self.header.add_action(self.people_action)
        self._back_action = button(tr("Back"), self.show_batches)
        self.header.add_action(self._back_action)
        self._back_action.hide()
        self._folder_action = self._import_folder_button()
        self._files_action = self.header.add_primary(tr("Import files"), self.ask_files)
        self.setAcceptDrops(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(_padded(self.banner))
        column.addWidget(self.pages, 1)
        self._connect()
        self.refresh()

    def _import_folder_button(self) -> QWidget:
        made = button(tr("A folder of recordings"), self.ask_folder)
        self.header.add_action(made)
        return made

    def _connect(self) -> None:
        presenter, batches, wizard = self.presenter, self.batches, self.wizard
        presenter.batches_shown.connect(batches.show_batches)
        presenter.refusals_shown.connect(batches.show_refusals)
        presenter.wizard_changed.connect(wizard.show_wizard)
        presenter.progressed.connect(wizard.show_progress)
        presenter.reported.connect(self._show_report)
        presenter.refused.connect(self.banner.say)
        presenter.told.connect(self._context.navigator.toast)
        batches.batch_chosen.connect(presenter.show_refusals)
        batches.undo_asked.connect(presenter.undo)
        batches.export_asked.connect(self._ask_export)
        people = self.people_presenter
        people.reviewed.connect(self._show_review)
        people.refused.connect(self.banner.say)
        people.told.connect(self._context.navigator.toast)
        self.people.same_asked.connect(people.fold)
        self.people.apart_asked.connect(people.tell_apart)
        wizard.files_asked.connect(self.ask_files)
        wizard.folder_asked.connect(self.ask_folder)
        wizard.kind_chosen.connect(presenter.choose_kind)
        wizard.source_chosen.connect(presenter.choose_source)
        wizard.timezone_chosen.connect(presenter.choose_timezone)
        wizard.said.connect(presenter.say)
        wizard.fresh_asked.connect(presenter.start_afresh)
        wizard.mapping.column_mapped.connect(presenter.map_column)
        wizard.mapping.field_filled.connect(presenter.fill_field)
        wizard.mapping.unit_chosen.connect(presenter.choose_unit)
        wizard.dry_run_asked.connect(self._dry_run)
        wizard.import_asked.connect(self._import)
        wizard.cancel_asked.connect(presenter.cancel)
        wizard.left.connect(self.show_batches)
        wizard.export_asked.connect(self._ask_export)

    def arrive(self, **arguments: object) -> None:
        """With `batch_id`, that batch is current; with `paths`, their import begins."""
        paths, batch_id = arguments.get("paths"), arguments.get("batch_id")
        if isinstance(paths, list | tuple):
            self.begin([Path(path) for path in paths])
        elif isinstance(batch_id, str):
            self.show_batches()
            self.batches.select(batch_id)

    def refresh(self) -> None:
        """Read the batches anew, and who is to be reviewed; an import that is being prepared stays as it is."""
        self.presenter.load()
        self.people_presenter.load()

    def verbs(self) -> Sequence[Verb]:
        """What can be done from here."""
        return (
            Verb(tr("Import files"), self.ask_files),
            Verb(tr("Import a folder of recordings"), self.ask_folder),
            Verb(tr("People to review"), self.show_people),
        )

    def begin(self, paths: Sequence[Path]) -> None:
        """Show the import of these files."""
        self.banner.clear()
        self._show_page(self.wizard)
        self.wizard.begin()
        if self.presenter.wizard.paths and not self.presenter.wizard.is_importing:
            self.presenter.take(paths)
        else:
            self.presenter.start(paths)

    def show_batches(self) -> None:
        """Back to what came in."""
        self.presenter.leave()
        self.banner.clear()
        self._show_page(self.batches)

    def show_people(self) -> None:
        """Who is perhaps one person under two names, and what imports changed."""
        self.presenter.leave()
        self.banner.clear()
        self._show_page(self.people)
        self.people_presenter.load()

    def ask_files(self) -> None:
        """Choose files, then show their import."""
        names, _filter = QFileDialog.getOpenFileNames(self, tr("Import files"))
        if names:
            self.begin([Path(name) for name in names])

    def ask_folder(self) -> None:
        """Choose a folder, then show its import."""
        name = QFileDialog.getExistingDirectory(self, tr("A folder of recordings"))
        if name:
            self.begin([Path(name)])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are welcome."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import what was dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.begin(paths)

    def _dry_run(self) -> None:
        self.banner.clear()
        self.presenter.run(dry=True)

    def _import(self) -> None:
        self.banner.clear()
        self.presenter.run(dry=False)

    def _show_report(self, reported: Reported) -> None:
        self.wizard.show_report(reported)

    def _show_page(self, page: QWidget) -> None:
        is_list = page is self.batches
        self.pages.setCurrentWidget(page)
        self.header.show_title(
            tr("Import") if page is self.wizard else tr("People to review") if page is self.people else tr("Data")
        )
        for action in (self._files_action, self._folder_action, self.people_action):
            action.setVisible(is_list)
        self._back_action.setVisible(page is self.people)

    def _show_review(self, review: Review) -> None:
        count = len(review.pairs) + len(review.shared)
        self.people_action.setText(tr("People to review ({count})", count=count_text(count)) if count else tr("People to review"))
        self.people.show_review(review)

    def _ask_export(self, refused: Sequence[Refused]) -> None:
        name, _filter = QFileDialog.getSaveFileName(self, tr("Export refused rows"), tr("refused rows") + ".csv", "CSV (*.csv)")
        if name:
            self.presenter.export_refusals(refused, Path(name), self._shown_batch())

    def _shown_batch(self) -> Batch | None:
        """The batch whose refused rows are on the screen."""
        if self.pages.currentWidget() is self.batches:
            return self.batches.current
        return self.presenter.imported


def _padded(widget: QWidget) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(Space.XL, 0, Space.XL, 0)
    row.addWidget(widget)
    return made
