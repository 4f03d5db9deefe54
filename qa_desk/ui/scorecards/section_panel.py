"""The properties of a section: its heading, its weight where sections have one, and what it must reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.definition_paths import text_at
from qa_desk.domain.language import tr
from qa_desk.domain.question_templates import TEMPLATES
from qa_desk.ui.scorecards.fields import LineField, Shown
from qa_desk.ui.scorecards.panel import Group, Panel
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.domain.scorecard_inspection import PlacedFault
    from qa_desk.ui.scorecards.editor_presenter import EditorPresenter
    from qa_desk.ui.theme import Theme

_SHORT = 120


class SectionPanel(Panel):
    """Made once; every section is shown in the same fields."""

    def __init__(self, theme: Theme, presenter: EditorPresenter) -> None:
        super().__init__(presenter)
        self.title = LineField(("title",), tr("Section"), tr("What stands over its questions"), is_text=True)
        self.title.finished.connect(self._title_done)
        self.weight = LineField(("weight",), tr("Weight of the section"), empty="")
        self.minimum = LineField(("minimum",), tr("Minimum to pass"), tr("none"))
        for field in (self.weight, self.minimum):
            field.setMaximumWidth(_SHORT + 60)
        self.add(self.title)
        self.add_row(self.weight, self.minimum)
        self._note = label("", "note", wraps=True)
        self.column.addWidget(self._note)
        self.name = LineField(("id",), tr("Id, as files and exports write it"))
        self.name.line.textEdited.disconnect()
        self.name.line.editingFinished.connect(self._renamed)
        self.fields.append(self.name)
        self.identity = Group(theme, tr("Identity across versions"), (self.name,))
        self.column.addWidget(self.identity)
        self.column.addStretch(1)

    def show_thing(self, shown: Shown) -> None:
        """The weight counts in one mode only; elsewhere it is shown where somebody wrote one."""
        super().show_thing(shown)
        has_weights = text_at(shown.definition, ("mode",)) == "section_weights"
        self.weight.setVisible(has_weights or bool(shown.text(("weight",))))
        self._note.setText(
            tr("The section keeps its share of the form, however many of its questions are N/A.")
            if has_weights
            else tr("In this scorecard all points go into one pot: sections have no weight of their own.")
        )
        self.identity.say(shown.text(("id",)))

    def show_faults(self, faults: Sequence[PlacedFault]) -> list[PlacedFault]:
        """What is wrong with its questions is said there."""
        own = [fault for fault in faults if len(fault.path) < 4 or fault.path[2] != "questions"]
        rest = super().show_faults(own)
        if self.name.fault:
            self.identity.fold(is_folded=False)
        return rest

    def _title_done(self) -> None:
        if self.shown.path:
            self.presenter.name_by_title(self.shown.path)

    def _renamed(self) -> None:
        if self.shown.path:
            self.presenter.rename(self.shown.path, self.name.line.text())


def template_names() -> dict[str, tuple[str, str]]:
    """What can be added: its name and a hint."""
    return {template.key: (tr(template.label), tr(template.hint)) for template in TEMPLATES}
