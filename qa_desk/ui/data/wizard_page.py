"""The import, from the file to the report, on one page: what it is, how it is read, the first rows as they will be stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from qa_desk.domain.language import ntr, tr
from qa_desk.media.file_names import PRESETS
from qa_desk.services.imports import FACT_KINDS, IMPORT_KINDS, import_kind, sources_for
from qa_desk.ui.data.coverage_card import CoverageCard
from qa_desk.ui.data.field_names import field_name
from qa_desk.ui.data.layout_chooser import LayoutChooser
from qa_desk.ui.data.mapping_table import MappingTable
from qa_desk.ui.data.model import refusal_columns, stored_columns
from qa_desk.ui.data.names_card import NamesCard
from qa_desk.ui.data.presenter import kind_label
from qa_desk.ui.data.reading_card import ReadingCard
from qa_desk.ui.data.report_card import ReportCard
from qa_desk.ui.data.wizard_foot import WizardFoot
from qa_desk.ui.widgets.buttons import Choice, Segments, button
from qa_desk.ui.widgets.card import Card, Page
from qa_desk.ui.widgets.combo import ComboBox, chooser
from qa_desk.ui.widgets.form import FormRow
from qa_desk.ui.widgets.states import EmptyState
from qa_desk.ui.widgets.table import DataTable
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.services.imports import Preview, Question
    from qa_desk.ui.data.wizard_state import Reported, Wizard
    from qa_desk.ui.jobs import JobProgress
    from qa_desk.ui.theme import Theme

_STORED_HEIGHT = 240


class WizardPage(QWidget):
    """Signals what the person chose; `show_wizard` shows what came of it."""

    files_asked = Signal()
    folder_asked = Signal()
    kind_chosen = Signal(object)
    source_chosen = Signal(str)
    timezone_chosen = Signal(str)
    fresh_asked = Signal()
    said = Signal(str, object)
    dry_run_asked = Signal()
    import_asked = Signal()
    cancel_asked = Signal()
    left = Signal()
    export_asked = Signal(object)

    def __init__(self, theme: Theme, zones: Sequence[str]) -> None:
        super().__init__()
        self._theme = theme
        self._shown_sources: tuple[str | None, tuple[str, ...]] = (None, ())
        self.kind = chooser(theme, tr("Kind"), [(None, tr("find out"))] + [(kind.name, tr(kind.label)) for kind in IMPORT_KINDS])
        self.source = chooser(theme, tr("Source"), [("auto", tr("find out"))])
        self.reading = ReadingCard(theme, zones)
        self.pattern = chooser(
            theme, tr("Names follow"), [("auto", tr("find out"))] + [(preset.name, tr(preset.label)) for preset in PRESETS]
        )
        self.pattern.setEditable(True)
        self.pattern.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.channel = Segments([Choice("left", tr("left")), Choice("right", tr("right"))], tr("The agent is on the channel"))
        self.layouts = LayoutChooser()
        self.mapping = MappingTable(theme)
        self._stored: DataTable | None = None
        self.refusals = DataTable(theme, refusal_columns(), tr("Rows that would be refused"), has_filter=False)
        self.report = ReportCard(theme)
        self.report.export_asked.connect(self.export_asked)
        self.foot = WizardFoot(theme)
        self.message, self.stop, self.dry, self.go = self.foot.message, self.foot.stop, self.foot.dry, self.foot.go
        self._lay_out()
        self._connect()

    # layout

    def _lay_out(self) -> None:
        page = Page(tr("Import"))
        self._empty = EmptyState(
            tr("Choose files to import, or drop them here."),
            tr("Choose files…"),
            self.files_asked.emit,
            note=tr("CSV, XLSX, JSON or Parquet of tickets, calls, surveys, shifts or a roster; or a folder of recordings."),
        )
        self._what = self._make_what()
        self._columns = Card(tr("Columns"), tr("* is needed"))
        self._questions = label("", meaning="watch", wraps=True)
        self._columns.add(self._questions)
        self._columns.add(self.mapping)
        self.coverage = CoverageCard()
        self.names = NamesCard(self._theme)
        self._rows = Card(tr("First rows as they will be stored"))
        self._notes = label("", "muted", wraps=True)
        self._rows.add(self._notes)
        self._would_refuse = Card(tr("Rows that would be refused"))
        self.refusals.setMinimumHeight(self._theme.size(160))
        self._would_refuse.add(self.refusals)
        cards = (self._what, self.reading, self._columns, self.names, self.coverage, self._rows, self._would_refuse)
        for part in (self._empty, self.report, *cards):
            page.column.addWidget(part)
        page.column.addStretch(1)
        self.page = page
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(page, 1)
        column.addWidget(self.foot)

    def _make_what(self) -> Card:
        card = Card(tr("What it is"))
        self._files = label("", wraps=True)
        card.add(self._files)
        card.add_control(button(tr("Other files…"), self.files_asked.emit, role="quiet"))
        card.add_control(button(tr("A folder…"), self.folder_asked.emit, role="quiet"))
        self._source_row = FormRow(tr("Source"), self.source, theme=self._theme)
        self._kind_row = FormRow(tr("Kind"), self.kind, theme=self._theme)
        for row in (self._kind_row, self._source_row):
            card.add(row)
        self._pattern_row = FormRow(
            tr("Names follow"),
            self.pattern,
            tr("A known recorder, or a pattern such as {example}", example="{customer}_{YYYY}{MM}{DD}-{hh}{mm}{ss}_{id}"),
            theme=self._theme,
        )
        self._channel_row = FormRow(
            tr("The agent is on the channel"), self.channel, tr("None chosen: as in the settings."), theme=self._theme
        )
        card.add(self._pattern_row)
        card.add(self._channel_row)
        hint = tr("They do not say how fast they play; {example} is one way to write it.", example="ulaw:8000:1")
        self._layout_row = FormRow(tr("Files without a header are"), self.layouts, hint, theme=self._theme)
        card.add(self._layout_row)
        return card

    def _connect(self) -> None:
        self.kind.activated.connect(self._say_kind)
        self.source.activated.connect(self._say_source)
        self.reading.said.connect(self.said)
        self.reading.timezone_chosen.connect(self.timezone_chosen)
        self.reading.fresh_asked.connect(self.fresh_asked)
        self.pattern.activated.connect(self._say_pattern)
        edit = self.pattern.lineEdit()
        if edit is not None:
            edit.editingFinished.connect(self._say_pattern)
        self.channel.chosen.connect(self._say_channel)
        self.layouts.said.connect(self._say_layout)
        self.foot.left.connect(self.left)
        self.foot.cancel_asked.connect(self.cancel_asked)
        self.foot.dry_run_asked.connect(self.dry_run_asked)
        self.foot.import_asked.connect(self.import_asked)

    def _say_kind(self) -> None:
        self.kind_chosen.emit(self.kind.currentData())

    def _say_source(self) -> None:
        self.source_chosen.emit(self.source.currentData())

    def _say_pattern(self) -> None:
        text = self.pattern.currentText().strip()
        place = self.pattern.findText(text)
        self.said.emit("pattern", self.pattern.itemData(place) if place >= 0 else text)

    def _say_layout(self, value: object) -> None:
        self.said.emit("layout", value)

    def _say_channel(self, value: object) -> None:
        self.said.emit("agent_channel", value)

    # showing

    def show_wizard(self, wizard: Wizard) -> None:
        """Everything the presenter knows, at once."""
        seen = wizard.preview
        kind = wizard.kind or (seen.kind if seen else None)
        has_files, has_columns = bool(wizard.paths), wizard.has_columns
        self._empty.setVisible(not has_files)
        self.report.hide()
        self._what.setVisible(has_files)
        self.reading.setVisible(has_files and kind != "evaluations")
        self._files.setText(_names(wizard))
        is_unsure = bool(seen and seen.is_unsure)
        self._show_choice(self.kind, None if is_unsure else kind)
        self._kind_row.show_fault(tr("The columns do not tell what the rows are: choose.") if is_unsure else "")
        self._show_sources(wizard, kind)
        is_recording = kind == "recordings"
        for row, is_wanted in (
            (self._source_row, has_columns),
            (self._pattern_row, is_recording),
            (self._channel_row, is_recording),
        ):
            row.setVisible(is_wanted)
        self.reading.show_wizard(wizard)
        for card in (self._columns, self.coverage, self._rows):
            card.setVisible(has_files and has_columns and seen is not None)
        is_headerless = wizard.recordings is not None and wizard.recordings.headerless > 0
        self._layout_row.setVisible(is_recording and (is_headerless or "layout" in wizard.said))
        self.layouts.show_layout(wizard.said.get("layout"))
        self.names.setVisible(wizard.recordings is not None)
        if wizard.recordings is not None:
            self.names.show_names(wizard.recordings, wizard.timezone)
        self._would_refuse.setVisible(bool(seen and seen.refusals))
        if seen is not None:
            self._show_preview(seen)
        self.foot.show_wizard(wizard)
        self.page.setEnabled(not wizard.is_importing)

    def _show_sources(self, wizard: Wizard, kind: str | None) -> None:
        names = import_sources(kind)
        if self._shown_sources != (kind, tuple(name for name, _ in names)):
            self.source.clear()
            self.source.addItem(tr("find out"), "auto")
            for name, text in names:
                self.source.addItem(text, name)
            self._shown_sources = (kind, tuple(name for name, _ in names))
        seen = wizard.preview
        self.source.setItemText(
            0, tr("found: {value}", value=seen.source_label) if seen and wizard.source == "auto" else tr("find out")
        )
        self._show_choice(self.source, wizard.source)

    def _show_preview(self, seen: Preview) -> None:
        self.mapping.show_preview(seen)
        self.coverage.show_coverage(seen.coverage, keeps_unread=seen.keeps_unread)
        self._questions.setText("\n".join(_question(question) for question in seen.questions))
        self._questions.setVisible(bool(seen.questions))
        self._notes.setText("\n".join(seen.warnings))
        self._notes.setVisible(bool(seen.warnings))
        self._rows.show_heading(tr("First rows as they will be stored"), tr("times in UTC"))
        if self._stored is not None:
            self._stored.hide()
            self._stored.deleteLater()
            self._stored = None
        if seen.stored_columns:
            self._stored = DataTable(self._theme, stored_columns(seen.stored_columns), tr("First rows"), has_filter=False)
            self._stored.setMinimumHeight(self._theme.size(_STORED_HEIGHT))
            self._stored.show_rows(seen.stored_rows)
            self._rows.add(self._stored)
        self.refusals.show_rows(seen.refusals)
        self._would_refuse.show_heading(
            tr("Rows that would be refused"), ntr("{count} of {rows} row", "{count} of {rows} rows", seen.refused, rows=seen.rows)
        )

    def show_progress(self, progress: JobProgress) -> None:
        """How far the import is."""
        self.foot.show_progress(progress)

    def show_report(self, reported: Reported) -> None:
        """The outcome, on top; after a real import nothing is left to press but Back."""
        self.report.show_report(reported)
        self.report.show()
        self.page.verticalScrollBar().setValue(0)
        if not reported.was_dry:
            for part in (self._what, self.reading, self._columns, self.names, self.coverage, self._rows, self._would_refuse):
                part.hide()
            self.foot.show_done()

    def begin(self) -> None:
        """A new import starts on this page."""
        self.foot.begin()
        self.page.verticalScrollBar().setValue(0)

    @staticmethod
    def _show_choice(chooser: ComboBox, value: object) -> None:
        place = next((i for i in range(chooser.count()) if chooser.itemData(i) == value), 0)
        chooser.setCurrentIndex(place)


def _question(question: Question) -> str:
    fields = " / ".join(field_name(name) for name in question.choices)
    return tr(
        "{column} can be: {fields}. Choose below which it is; until then it is kept beside the rows.",
        column=question.field,
        fields=fields,
    )


def import_sources(kind: str | None) -> list[tuple[str, str]]:
    """Names and labels of the sources of a kind of fact."""
    return [(source.name, tr(source.label)) for source in sources_for(kind)] if kind in FACT_KINDS else []


def _names(wizard: Wizard) -> str:
    paths = [str(path) for path in wizard.paths]
    kind = kind_label(wizard.kind) if wizard.kind else ""
    takes_folders = bool(wizard.kind) and import_kind(wizard.kind or "").takes_folders
    shown = paths if len(paths) <= 3 else [*paths[:3], ntr("and {count} more", "and {count} more", len(paths) - 3)]
    text = "\n".join(shown)
    if any(path.is_dir() for path in wizard.paths) and not takes_folders and kind:
        text += "\n" + tr("{kind} come out of files, not out of a folder.", kind=kind)
    return text
