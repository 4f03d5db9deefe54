"""The samples that were drawn: a list, and below it the record of the current one with its items."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSplitter, QVBoxLayout, QWidget

from qa_desk.domain.language import join_phrases, tr
from qa_desk.domain.numbers import count_text
from qa_desk.domain.sampling import REPLACEMENT_WORDS, Replacement
from qa_desk.services.sampling_words import design_words, population_words, replaced_words
from qa_desk.ui.assign.model import item_columns, sample_columns
from qa_desk.ui.dates import moment_text
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.card import Card
from qa_desk.ui.widgets.combo import ComboBox
from qa_desk.ui.widgets.states import Stage
from qa_desk.ui.widgets.table import DataTable
from qa_desk.ui.widgets.text import label, restyle

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from qa_desk.services.sampling_records import Item, Repeat, Sample
    from qa_desk.ui.assign.samples_presenter import SampleShown
    from qa_desk.ui.theme import Theme


class SamplesPage(QWidget):
    """`show_samples` and `show_sample` fill it."""

    sample_chosen = Signal(object)
    """`Sample`"""
    repeat_asked = Signal(object)
    """`Sample`"""
    replacement_asked = Signal(object)
    """(`Item`, `Replacement`, words)"""

    def __init__(self, theme: Theme, zone: tzinfo, start: Callable[[], object]) -> None:
        super().__init__()
        self._zone, self._start = zone, start
        self._sample: Sample | None = None
        self.shown_items: tuple[Item, ...] = ()
        self.table = DataTable(theme, sample_columns(zone), tr("Samples"))
        self.table.selected.connect(self._chosen)
        self.detail = Card(tr("Sample"))
        self.repeat = button(tr("Repeat the draw"), self._ask_repeat)
        self.detail.add_control(self.repeat)
        self.record, self.hash, self.replaced = (label("", kind, wraps=True) for kind in (None, "note", "note"))
        self.outcome = label("", wraps=True)
        self.items = DataTable(theme, item_columns(), tr("Items of the sample"))
        self.items.selected.connect(self._item_chosen)
        for line in (self.record, self.hash, self.replaced, self.outcome):
            self.detail.add(line)
        self.detail.add(self.items, 1)
        self.detail.add(self._replace_bar())
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(self.detail)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        padded = QWidget()
        row = QHBoxLayout(padded)
        row.setContentsMargins(Space.XL, Space.L, Space.XL, Space.XL)
        row.addWidget(split)
        self.stage = Stage(theme, padded)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stage)

    def _replace_bar(self) -> QWidget:
        self.bar = QWidget()
        self.reason = ComboBox()
        self.reason.setAccessibleName(tr("Why it is replaced"))
        for reason, text in REPLACEMENT_WORDS.items():
            self.reason.addItem(tr(text), reason)
        self.words = QLineEdit()
        self.words.setPlaceholderText(tr("in a few words"))
        self.words.setAccessibleName(tr("In a few words"))
        self.replace = button(tr("Replace by the next of its stratum"), self._ask_replacement)
        self._which = label("", "heading")
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        for widget, stretch in ((self._which, 0), (self.reason, 1), (self.words, 1), (self.replace, 0)):
            row.addWidget(widget, stretch)
        self.bar.hide()
        return self.bar

    # -- what is shown

    def show_samples(self, samples: tuple[Sample, ...]) -> None:
        """All samples, the latest first; the one that was current stays so."""
        if not samples:
            self.stage.show_empty(
                tr("No sample was drawn yet."),
                tr("Draw a sample"),
                self._start,
                note=tr("A drawn sample keeps its seed and its frame, so that anybody can draw it again to the same result."),
            )
            return
        self.stage.show_content()
        current = self._sample.id if self._sample else None
        self.table.show_rows(samples)
        self.table.select(next((sample for sample in samples if sample.id == current), samples[0]))

    def select(self, sample_id: str) -> None:
        """Make a sample current as soon as it is listed."""
        for place in range(self.table.model.rowCount()):
            sample = self.table.model.row_at(place)
            if sample.id == sample_id:
                self.table.select(sample)
                return

    def select_item(self, item_id: str) -> None:
        """Make an item current, ready to be replaced."""
        item = next((item for item in self.shown_items if item.id == item_id), None)
        if item is not None and self.items.select(item):
            self.reason.setFocus()

    def show_sample(self, shown: SampleShown) -> None:
        """The record of a sample, and its items."""
        sample = shown.sample
        self._sample = sample
        when = moment_text(datetime.fromtimestamp(sample.created_at, self._zone))
        self.detail.show_heading(sample.name, tr("drawn {when} by {who}", when=when, who=sample.drawn_by))
        self.record.setText(join_phrases((population_words(sample.population, shown.agents), design_words(sample.design))))
        self.hash.setText(
            tr(
                "Seed {seed} · {algorithm} · frame of {size} contacts, SHA-256 {hash}",
                seed=sample.seed,
                algorithm=sample.algorithm,
                size=count_text(sample.frame_size),
                hash=sample.frame_hash,
            )
        )
        by = [tr("{name}: {reasons}", name=name, reasons=replaced_words(reasons)) for name, reasons in shown.replaced_by.items()]
        self.replaced.setText(tr("Replaced by {list}", list=join_phrases(by)) if by else "")
        self.replaced.setVisible(bool(by))
        self.outcome.hide()
        self.shown_items = shown.items
        self.items.show_rows(shown.items)
        self._item_chosen(self.items.current)

    def show_repeat(self, found: Repeat) -> None:
        """Whether the draw came out the same."""
        if self._sample is None or found.sample.id != self._sample.id:
            return
        same = tr("Drawn again to the same result: {count} contacts in the same order.", count=len(found.drawn_now))
        otherwise = tr("The draw comes out otherwise than the record says: the record was altered.")
        lost = tr("The kept frame is not the one of the record: it was altered or lost.")
        self.outcome.setText(same if found.is_same else otherwise if found.frame_is_whole else lost)
        restyle(self.outcome, meaning="good" if found.is_same else "bad")
        self.outcome.show()

    # -- what the person does

    def _chosen(self, sample: Sample | None) -> None:
        self.detail.setVisible(sample is not None)
        if sample is not None:
            self._sample = sample
            self.sample_chosen.emit(sample)

    def _item_chosen(self, item: Item | None) -> None:
        can = item is not None and item.state in ("open", "begun")
        self.bar.setVisible(can)
        if item is not None and can:
            self._which.setText(item.reference)

    def _ask_repeat(self) -> None:
        if self._sample is not None:
            self.repeat_asked.emit(self._sample)

    def _ask_replacement(self) -> None:
        item = self.items.current
        if item is not None:
            reason: Replacement = self.reason.currentData()
            self.replacement_asked.emit((item, Replacement(reason), self.words.text()))
            self.words.clear()
