"""The Scorecards place: the list, the editor of a draft, and the pages to compare, publish, add and take up."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from qa_desk.domain.errors import QaDeskError
from qa_desk.domain.language import catalogue, tr
from qa_desk.ui.changes import Kind
from qa_desk.ui.scorecards.compare_page import ComparePage
from qa_desk.ui.scorecards.editor import Editor
from qa_desk.ui.scorecards.file_report_page import FileReportPage
from qa_desk.ui.scorecards.gallery_page import GalleryPage
from qa_desk.ui.scorecards.presenter import ScorecardsPresenter
from qa_desk.ui.scorecards.publish_page import PublishPage
from qa_desk.ui.scorecards.versions_page import VersionsPage
from qa_desk.ui.screen import Screen, Verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent

    from qa_desk.ui.scorecards.presenter import FileReport
    from qa_desk.ui.screen import Context

_TAKEN = (".yaml", ".yml", ".json", ".xlsx", ".xls", ".ods", ".csv", ".tsv")


class ScorecardsScreen(Screen):
    """One page at a time; the list is where all of them lead back to."""

    shows = frozenset({Kind.SCORECARDS, Kind.EVALUATIONS})

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.setAcceptDrops(True)
        self.presenter = ScorecardsPresenter(context, self)
        theme = context.theme
        self.versions = VersionsPage(theme, self.presenter)
        self.gallery = GalleryPage(theme, self.presenter)
        self.compare_page = ComparePage(theme, self.presenter)
        self.publish_page = PublishPage(theme)
        self.report_page = FileReportPage(theme)
        self._editor: Editor | None = None
        self.pages = QStackedWidget()
        for page in (self.versions, self.gallery, self.compare_page, self.publish_page, self.report_page):
            self.pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages)
        self._before: QWidget = self.versions
        self._connect()
        self.refresh()

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.refused.connect(self._refused)
        presenter.told.connect(self._told)
        presenter.edit_asked.connect(self.edit)
        presenter.reported.connect(self._show_report)
        presenter.offered.connect(self.gallery.show_offers)
        self.versions.asked.connect(self._do)
        self.versions.gallery_asked.connect(self.show_gallery)
        self.versions.file_asked.connect(self._choose_source)
        for page in (self.gallery, self.compare_page, self.report_page):
            page.left.connect(self.go_back)
        self.publish_page.left.connect(self.go_back)
        self.publish_page.confirmed.connect(self._publish)
        self.report_page.taken.connect(presenter.take_all_the_same)

    # -- what the window asks

    def refresh(self) -> None:
        """Read the list again."""
        self.presenter.refresh()

    def verbs(self) -> Sequence[Verb]:
        """What can be done here, for the palette."""
        return (
            Verb(tr("New scorecard"), self.presenter.start_new),
            Verb(tr("Take up a scorecard file …"), self._choose_source),
            Verb(tr("Ready-made scorecards"), self.show_gallery),
            Verb(tr("Edit the scorecard"), self.presenter.draft),
            Verb(tr("Publish the scorecard"), self.ask_to_publish),
            Verb(tr("Compare versions of the scorecard"), self.compare),
        )

    def hideEvent(self, event: QHideEvent) -> None:
        """What was edited enters the change log when the place is left; the editor stays open."""
        super().hideEvent(event)
        if self._editor is not None and self.pages.currentWidget() is self._editor:
            self._editor.presenter.put_aside()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file that may be a scorecard or a form."""
        if any(_is_taken(url.toLocalFile()) for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take it up."""
        for url in event.mimeData().urls():
            if _is_taken(url.toLocalFile()):
                self.presenter.take_up(Path(url.toLocalFile()))
        event.acceptProposedAction()

    # -- pages

    @property
    def editor(self) -> Editor:
        """Made at its first use."""
        if self._editor is None:
            self._editor = Editor(self._context)
            self._editor.presenter.language = catalogue().info().get("language", "en") or "en"
            self._editor.left.connect(self.leave_editor)
            self._editor.publish_asked.connect(self.ask_to_publish)
            self._editor.compare_asked.connect(self.compare)
            self._editor.export_asked.connect(self._choose_target)
            self._editor.delete_asked.connect(self._delete)
            self.pages.addWidget(self._editor)
        return self._editor

    def edit(self, version_id: str) -> None:
        """Open a draft in the editor."""
        editor = self.editor
        try:
            editor.presenter.open(version_id)
        except QaDeskError as error:
            self._refused(error.message)
            return
        self.pages.setCurrentWidget(editor)
        self.versions.banner.clear()
        editor.enter_properties()

    def leave_editor(self) -> None:
        """Back to the list, with what was edited in it."""
        if self._editor is not None:
            self._editor.presenter.leave()
        self._context.changes.announce(Kind.SCORECARDS, origin=self)
        self.pages.setCurrentWidget(self.versions)
        self.presenter.refresh()
        self.versions.table.view.setFocus()

    def show_gallery(self) -> None:
        """Show the ready-made scorecards."""
        self._turn_to(self.gallery)
        self.gallery.show_loading()
        self.presenter.look_at_ready_made()

    def ask_to_publish(self) -> None:
        """Show what publishing the draft in hand means."""
        draft = self._draft_in_hand
        if draft is None:
            return
        if (found := self.presenter.publication(draft)) is not None:
            self._turn_to(self.publish_page)
            self.publish_page.show_publication(found)

    def compare(self) -> None:
        """Compare the version in hand with the one before it."""
        newer = self._draft_in_hand or (self.presenter.entry.id if self.presenter.entry else None)
        self.presenter.refresh()
        entries = self.presenter.entries
        if newer is None or not entries:
            return
        own = next((entry for entry in entries if entry.id == newer), entries[0])
        earlier = [one for one in entries if one.scorecard_id == own.scorecard_id and one.number < own.number]
        self._turn_to(self.compare_page)
        self.compare_page.show_versions(entries, earlier[0].id if earlier else own.id, own.id)

    def go_back(self) -> None:
        """To where this page was asked for."""
        self.pages.setCurrentWidget(self._before)

    @property
    def _draft_in_hand(self) -> str | None:
        if self._editor is not None and self.pages.currentWidget() is self._editor:
            draft = self._editor.presenter.draft
            return draft.entry.id if draft is not None else None
        entry = self.presenter.entry
        return entry.id if entry is not None and entry.status == "draft" else None

    def _turn_to(self, page: QWidget) -> None:
        here = self.pages.currentWidget()
        self._before = self._editor if self._editor is not None and here is self._editor else self.versions
        self.pages.setCurrentWidget(page)

    def _show_report(self, report: FileReport) -> None:
        self._turn_to(self.report_page)
        self.report_page.show_report(report)

    # -- verbs

    def _do(self, verb: str) -> None:
        acts = {
            "edit": self.presenter.draft,
            "draft": self.presenter.draft,
            "publish": self.ask_to_publish,
            "compare": self.compare,
            "copy": self.presenter.copy,
            "export": self._choose_target,
            "retire": self._ask_to_retire,
            "delete": self._delete,
        }
        acts[verb]()

    def _publish(self, version_id: str) -> None:
        if self._editor is not None:
            self._editor.presenter.leave()
        if self.presenter.publish(version_id):
            self.pages.setCurrentWidget(self.versions)
            self.versions.table.view.setFocus()

    def _ask_to_retire(self) -> None:
        entry = self.presenter.entry
        if entry is not None:
            text = tr("{name} will not be offered any more; its evaluations keep it. This cannot be taken back.", name=entry.name)
            self.versions.banner.say(text, "watch", tr("Retire {name}", name=entry.name), self.presenter.retire)

    def _delete(self) -> None:
        draft = self._draft_in_hand
        if draft is None:
            return
        if self._editor is not None and self.pages.currentWidget() is self._editor:
            self.leave_editor()
        self.presenter.delete(draft)

    def _choose_source(self) -> None:
        kinds = tr("Scorecards and forms") + " (" + " ".join(f"*{ending}" for ending in _TAKEN) + ")"
        chosen, _kind = QFileDialog.getOpenFileName(self, tr("Take up a scorecard"), "", kinds)
        if chosen:
            self.presenter.take_up(Path(chosen))

    def _choose_target(self) -> None:
        wanted = self._draft_in_hand or (self.presenter.entry.id if self.presenter.entry else None)
        entry = next((entry for entry in self.presenter.entries if entry.id == wanted), None)
        if entry is None:
            return
        name = f"{entry.key}-v{entry.number}.yaml"
        chosen, _kind = QFileDialog.getSaveFileName(self, tr("Write the scorecard"), name, "YAML (*.yaml);;JSON (*.json)")
        if chosen:
            self.presenter.write_out(Path(chosen), entry.id)

    def _refused(self, text: str) -> None:
        if self._editor is not None and self.pages.currentWidget() is self._editor:
            self._editor.banner.say(text, "bad")
            return
        self.versions.banner.say(text, "bad")

    def _told(self, text: str) -> None:
        self.versions.banner.clear()
        self._context.navigator.toast(text)


def _is_taken(file: str) -> bool:
    return file.lower().endswith(_TAKEN)
