"""The properties of the scorecard itself: name, channel, how points come together, what passes, root causes, scales."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.channels import CHANNELS, channel_name
from qa_desk.domain.definition_texts import LANGUAGES, UNSAID, languages_of, said_language
from qa_desk.domain.language import tr
from qa_desk.ui.scorecards.causes_box import CausesBox
from qa_desk.ui.scorecards.fields import ComboField, LineField, SegmentsField, Shown, column_of
from qa_desk.ui.scorecards.panel import Group, Panel, row_of
from qa_desk.ui.scorecards.scales_box import ScalesBox
from qa_desk.ui.widgets.buttons import Choice, button
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.domain.scorecard_inspection import PlacedFault
    from qa_desk.ui.scorecards.editor_presenter import EditorPresenter
    from qa_desk.ui.theme import Theme

_SHORT = 130


class CardPanel(Panel):
    """What holds for the whole form."""

    def __init__(self, theme: Theme, presenter: EditorPresenter) -> None:
        super().__init__(presenter)
        self.title = LineField(("title",), tr("Name of the scorecard"), is_text=True)
        self.key = LineField(("key",), tr("Key, as files and commands write it"), empty="")
        channels = [Choice("", tr("any channel")), *(Choice(name, channel_name(name)) for name in CHANNELS)]
        self.channel = ComboField(("channel",), tr("Meant for"), channels)
        self.add(self.title)
        self.own(self.key, self.channel)
        self.column.addLayout(row_of(self.key, self.channel, stretch=(1, 1)))
        modes = [Choice("points", tr("All points in one pot")), Choice("section_weights", tr("Each section with its weight"))]
        self.mode = SegmentsField(("mode",), tr("How points come together"), modes, None)
        policies = [
            Choice("redistribute", tr("Its weight goes to the others")),
            Choice("full_credit", tr("Full marks (old data)")),
        ]
        self.na_policy = SegmentsField(("na_policy",), tr("What an N/A does"), policies, "redistribute")
        self.add(self.mode, self.na_policy)
        self._figures = (
            LineField(("pass_threshold",), tr("Passes from"), tr("no threshold")),
            LineField(("decimals",), tr("Decimals"), "2"),
            LineField(("autofail_score",), tr("Score at an auto-fail"), "0"),
            LineField(("floor",), tr("Least score"), "0"),
            LineField(("cap",), tr("Most score"), "100"),
        )
        for field in self._figures:
            field.setMaximumWidth(theme.size(_SHORT))
        self.add_row(*self._figures[:3])
        self.add_row(*self._figures[3:])
        self.causes, self.scales = CausesBox(theme, presenter), ScalesBox(theme, presenter)
        self.fields += [self.causes, self.scales]
        self._unsaid = label("", "note", wraps=True)
        self._language_names = dict(LANGUAGES)
        self._say_language = button(tr("They are in the language chosen above"), self._said, role="link")
        self.groups = {
            "causes": Group(theme, tr("Root causes"), (self.causes,), is_folded=False),
            "scales": Group(theme, tr("Named scales"), (self.scales,)),
            "texts": Group(
                theme, tr("Texts without a language"), (column_of(self._unsaid, self._say_language),), is_folded=False
            ),
        }
        for group in self.groups.values():
            self.column.addWidget(group)
        self.column.addStretch(1)

    def show_thing(self, shown: Shown) -> None:
        """The key is fixed once something was published under it."""
        super().show_thing(shown)
        draft = self.presenter.draft
        self.key.line.setReadOnly(draft is not None and draft.has_published)
        if not shown.text(("mode",)):
            self.mode.segments.show_value("points")
        self.groups["causes"].say(str(len(self.causes.rows) or ""))
        self.groups["scales"].say(str(len(self.scales.cards) or ""))
        count = languages_of(shown.definition)[UNSAID]
        self.groups["texts"].setVisible(bool(count))
        if count:
            self._unsaid.setText(
                tr("Texts that do not say their language: {count}. They are shown in every language.", count=count)
            )
            self._say_language.setEnabled(shown.language != UNSAID)

    def show_faults(self, faults: Sequence[PlacedFault]) -> list[PlacedFault]:
        """What is wrong with sections and questions is said there."""
        rest = super().show_faults([fault for fault in faults if fault.path[:1] != ("sections",)])
        for group, field in ((self.groups["causes"], self.causes), (self.groups["scales"], self.scales)):
            if field.fault:
                group.fold(is_folded=False)
        return rest

    def _said(self) -> None:
        self.presenter.do(said_language(self.presenter.definition, self.presenter.language))
