"""The editor of a draft: outline, properties, and the real form beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from qa_desk.domain.definition_paths import items_at, text_at, value_at
from qa_desk.domain.language import tr
from qa_desk.domain.scorecard_editing import (
    add_question,
    add_section,
    duplicate_question,
    duplicate_section,
    label_at,
    move_question,
    move_section,
    shifted_question,
)
from qa_desk.ui.scorecards.add_menu import AddMenu
from qa_desk.ui.scorecards.card_panel import CardPanel
from qa_desk.ui.scorecards.editor_presenter import CARD, EditorPresenter
from qa_desk.ui.scorecards.fault_list import FaultList
from qa_desk.ui.scorecards.fields import Shown
from qa_desk.ui.scorecards.language_bar import LanguageBar
from qa_desk.ui.scorecards.outline import Outline
from qa_desk.ui.scorecards.preview import Preview
from qa_desk.ui.scorecards.question_panel import QuestionPanel
from qa_desk.ui.scorecards.section_panel import SectionPanel
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.banner import Banner
from qa_desk.ui.widgets.buttons import IconButton
from qa_desk.ui.widgets.header import Header
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from qa_desk.domain.scorecard_inspection import Inspection, PlacedFault
    from qa_desk.ui.scorecards.outline_model import Drop
    from qa_desk.ui.scorecards.panel import Panel
    from qa_desk.ui.screen import Context

_OUTLINE, _PROPERTIES, _PREVIEW = 300, 470, 430
_LEAST_OUTLINE, _LEAST_PROPERTIES = 210, 400


class Editor(QWidget):
    """Shows what its presenter holds, and turns what a person does into operations on it."""

    left = Signal()
    """Back to the list."""
    publish_asked = Signal()
    compare_asked = Signal()
    export_asked = Signal()
    delete_asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.presenter = EditorPresenter(context, self)
        theme = context.theme
        self.header = Header("")
        self.undo_button = IconButton(theme, "undo-2", tr("Undo (Ctrl+Z)"), self.presenter.undo)
        self.redo_button = IconButton(theme, "rotate-ccw", tr("Redo (Ctrl+Shift+Z)"), self.presenter.redo)
        self._back = IconButton(theme, "chevron-left", tr("Back to the scorecards"), self.left.emit)
        self.more = AddMenu.more(self)
        for widget in (self._back, self.undo_button, self.redo_button, self.more):
            self.header.add_action(widget)
        self.publish_button = self.header.add_primary(tr("Publish …"), self.publish_asked.emit)
        self.banner = Banner()
        self.outline = Outline(theme)
        self.faults = FaultList(theme)
        self.language_bar = LanguageBar()
        self.preview = Preview(theme)
        self.card_panel = CardPanel(theme, self.presenter)
        self.section_panel = SectionPanel(theme, self.presenter)
        self.question_panel = QuestionPanel(theme, self.presenter)
        self._general = label("", "fault", wraps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.banner)
        column.addWidget(self._body(), 1)
        self._connect()

    def _body(self) -> QWidget:
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        left = QWidget()
        left.setMinimumWidth(_LEAST_OUTLINE)
        column = QVBoxLayout(left)
        column.setContentsMargins(Space.L, Space.M, Space.M, Space.M)
        column.setSpacing(Space.S)
        self.add_question_button, self.add_section_button = AddMenu.buttons(self)
        adding = QHBoxLayout()
        adding.addWidget(self.add_question_button)
        adding.addWidget(self.add_section_button)
        adding.addStretch(1)
        column.addLayout(adding)
        column.addWidget(self.outline, 1)
        column.addWidget(self.faults)
        self.splitter.addWidget(left)
        middle = QWidget()
        middle.setMinimumWidth(_LEAST_PROPERTIES)
        column = QVBoxLayout(middle)
        column.setContentsMargins(Space.M, Space.M, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self.language_bar)
        self._general.hide()
        column.addWidget(self._general)
        self._panels = QStackedWidget()
        for panel in (self.card_panel, self.section_panel, self.question_panel):
            self._panels.addWidget(_scrolling(panel))
        column.addWidget(self._panels, 1)
        self.splitter.addWidget(middle)
        self.splitter.addWidget(self.preview)
        self.splitter.setSizes([_OUTLINE, _PROPERTIES, _PREVIEW])
        self.splitter.setStretchFactor(1, 1)
        return self.splitter

    def _connect(self) -> None:
        presenter, outline = self.presenter, self.outline
        presenter.opened.connect(self._show_draft)
        presenter.changed.connect(self._show_state)
        presenter.selected.connect(self._show_thing)
        presenter.inspected.connect(self._show_inspection)
        presenter.saved.connect(self._saved)
        presenter.not_saved.connect(self._not_saved)
        presenter.refused.connect(self._refused)
        outline.chosen.connect(presenter.select)
        outline.moved.connect(self.shift)
        outline.copied.connect(self.duplicate)
        outline.removed.connect(self.remove)
        outline.opened.connect(self.enter_properties)
        outline.model_.dropped.connect(self._dropped)
        self.faults.asked.connect(self.go_to)
        self.language_bar.chosen.connect(presenter.speak)
        for keys, act in (
            (QKeySequence.StandardKey.Undo, presenter.undo),
            (QKeySequence.StandardKey.Redo, presenter.redo),
            (QKeySequence("Ctrl+Shift+Q"), self.add_usual_question),
            (QKeySequence("Ctrl+Shift+S"), self.add_section),
            (QKeySequence("F6"), self.enter_outline),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    # -- what a person does

    def add_question(self, template: str) -> None:
        """One more question after the one in hand, with the cursor in its words."""
        definition, path = self.presenter.definition, self.presenter.path
        if not items_at(definition, ("sections",)):
            definition = add_section(definition, 0)
        last = len(items_at(definition, ("sections",))) - 1
        section = int(path[1]) if len(path) >= 2 and path[0] == "sections" else last
        at = int(path[3]) + 1 if len(path) >= 4 else len(items_at(definition, ("sections", section, "questions")))
        self.presenter.do(add_question(definition, section, at, template), ("sections", section, "questions", at))
        self.enter_properties()

    def add_usual_question(self) -> None:
        """A question with yes and no, by its keys."""
        self.add_question("yes_no")

    def add_section(self) -> None:
        """One more section after the one in hand, with the cursor in its heading."""
        definition, path = self.presenter.definition, self.presenter.path
        at = int(path[1]) + 1 if len(path) >= 2 and path[0] == "sections" else len(items_at(definition, ("sections",)))
        self.presenter.do(add_section(definition, at), ("sections", at))
        self.enter_properties()

    def shift(self, step: int) -> None:
        """What is in hand one place up or down."""
        definition, path = self.presenter.definition, self.presenter.path
        if len(path) == 4:
            self.presenter.do(*shifted_question(definition, path, step))
        elif len(path) == 2:
            end = int(path[1]) + step
            if 0 <= end < len(items_at(definition, ("sections",))):
                self.presenter.do(move_section(definition, int(path[1]), end), ("sections", end))

    def duplicate(self) -> None:
        """A copy of what is in hand, right after it; the copy is a question of its own."""
        definition, path = self.presenter.definition, self.presenter.path
        if len(path) == 4:
            self.presenter.do(duplicate_question(definition, path), (*path[:-1], int(path[-1]) + 1))
        elif len(path) == 2:
            self.presenter.do(duplicate_section(definition, int(path[1])), ("sections", int(path[1]) + 1))

    def duplicate_with_trend(self) -> None:
        """A copy that goes on with the trend of the question in hand."""
        definition, path = self.presenter.definition, self.presenter.path
        if len(path) == 4:
            self.presenter.do(duplicate_question(definition, path, keeps_lineage=True), (*path[:-1], int(path[-1]) + 1))

    def remove(self) -> None:
        """Take what is in hand away; the toast takes that back."""
        if self.presenter.path == CARD:
            return
        name = self.presenter.remove(self.presenter.path)
        self._context.navigator.toast(tr("“{name}” is taken away.", name=name), self.presenter.undo)

    def enter_properties(self) -> None:
        """Put the cursor into the first field of what is in hand."""
        panel = self.panel
        line = panel.fields[0].focusProxy()
        if line is not None:
            line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def enter_outline(self) -> None:
        """Go back to the outline."""
        self.outline.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def go_to(self, fault: PlacedFault) -> None:
        """Show the field that a fault is about, with the cursor in it."""
        path = fault.path
        home = path[:4] if path[:1] == ("sections",) and len(path) >= 4 else path[:2] if path[:1] == ("sections",) else CARD
        self.presenter.select(home if len(home) in (2, 4) else CARD)
        self._show_faults(self.presenter.inspection)
        panel = self.panel
        field = panel.field_at(path[len(panel.shown.path) :])
        if isinstance(panel, QuestionPanel):
            if field is not None:
                panel.reveal(field)
            elif path[4:5] and text_at(self.presenter.definition, (*path[:4], "kind")) != "text":
                field = panel.answers
        target = field or panel.fields[0]
        (target.focusProxy() or target).setFocus(Qt.FocusReason.ShortcutFocusReason)
        area = self._panels.currentWidget()
        if isinstance(area, QScrollArea):
            area.ensureWidgetVisible(target, 0, Space.XXL)

    def _dropped(self, drop: Drop) -> None:
        definition = self.presenter.definition
        if drop.section is None:
            self.presenter.do(move_section(definition, int(drop.path[1]), drop.at), ("sections", drop.at))
        else:
            moved = move_question(definition, drop.path, drop.section, drop.at)
            self.presenter.do(moved, ("sections", drop.section, "questions", drop.at))

    # -- what is shown

    @property
    def panel(self) -> Panel:
        """The properties that are shown now."""
        path = self.presenter.path
        return self.question_panel if len(path) == 4 else self.section_panel if len(path) == 2 else self.card_panel

    def _show_draft(self) -> None:
        self.banner.clear()
        self.preview.forget()
        self.faults.show_faults(())
        self._show_state()
        if self.presenter.draft is None:
            self.left.emit()

    def _show_state(self) -> None:
        presenter = self.presenter
        draft = presenter.draft
        if draft is None:
            return
        name = label_at(presenter.definition, CARD, presenter.language) or draft.entry.key
        if not value_at(presenter.definition, ("title",)):
            name = draft.entry.key
        self.header.show_title(
            tr("{title} v{number}", title=name, number=draft.entry.number), tr("Draft · saved at every change")
        )
        self.undo_button.setEnabled(presenter.can_undo)
        self.redo_button.setEnabled(presenter.can_redo)
        self.language_bar.show_languages(presenter.definition, presenter.language)
        self._show_outline()
        self._show_thing()

    def _show_outline(self) -> None:
        presenter, seen = self.presenter, self.presenter.inspection
        self.outline.show_outline(presenter.definition, presenter.language, presenter.path, seen.faults, seen.shares)

    def _show_thing(self) -> None:
        presenter = self.presenter
        panel = self.panel
        self._panels.setCurrentIndex((self.card_panel, self.section_panel, self.question_panel).index(panel))
        self.outline.choose(presenter.path)
        panel.show_thing(Shown(presenter.definition, presenter.path, presenter.language))
        self._show_faults(presenter.inspection)

    def _show_inspection(self, seen: Inspection) -> None:
        self._show_outline()
        self.faults.show_faults(seen.faults)
        self._show_faults(seen)
        if seen.version is not None:
            self.preview.show_version(seen.version, self.header.title, self.presenter.language)
        else:
            self.preview.show_faulty()

    def _show_faults(self, seen: Inspection) -> None:
        rest = self.panel.show_faults(seen.errors)
        self._general.setText("\n".join(fault.message for fault in rest))
        self._general.setVisible(bool(rest))

    def _saved(self) -> None:
        if self.banner.property("meaning") == "watch":
            self.banner.clear()

    def _not_saved(self, reason: str) -> None:
        text = tr("Not on the disk yet: {reason} It is tried again; what you write stays here.", reason=reason)
        self.banner.say(text, "watch")

    def _refused(self, reason: str) -> None:
        self.banner.say(reason, "bad")


def _scrolling(panel: Panel) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    home = QWidget()
    home.setProperty("kind", "page")
    column = QVBoxLayout(home)
    column.setContentsMargins(0, 0, Space.L, Space.L)
    column.addWidget(panel)
    area.setWidget(home)
    return area
