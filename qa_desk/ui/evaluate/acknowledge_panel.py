"""The agent says that an evaluation was seen, or agreed with, under a typed name."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from qa_desk.domain.language import tr
from qa_desk.ui.evaluate.comment_box import CommentBox
from qa_desk.ui.evaluate.dispute_side import SidePanel, caption, named_field
from qa_desk.ui.widgets.buttons import Choice, Segments
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from qa_desk.services.acknowledgements import Kind
    from qa_desk.ui.evaluate.dispute_presenter import DisputePresenter
    from qa_desk.ui.theme import Theme


class AcknowledgePanel(SidePanel):
    """`show_evaluation` fills it; the words are optional."""

    def __init__(self, theme: Theme, presenter: DisputePresenter) -> None:
        super().__init__(theme, tr("Acknowledge this evaluation"))
        self._presenter = presenter
        self._evaluation_id = ""
        self.name = named_field(tr("Name"))
        self.kind = Segments(
            [Choice("seen", tr("I have seen it")), Choice("agreed", tr("I agree with it"))],
            tr("Acknowledgement"),
            can_be_empty=False,
        )
        self.words = CommentBox(self._to_name, tr("Words"), invitation=tr("In your own words, if you like"), stays=True)
        for widget in (
            caption(tr("Who?")),
            self.name,
            caption(tr("What?")),
            self.kind,
            caption(tr("Anything to add?")),
            self.words,
        ):
            self.body.addWidget(widget)
        self.body.addWidget(
            label(tr("Name, time and words are kept with the evaluation and cannot be changed."), "note", wraps=True)
        )
        self.settle()
        self.add_action(tr("Acknowledge"), self._acknowledge, is_primary=True)
        self.add_action(tr("Cancel"), self.closed.emit, role="quiet")
        self.end_actions()

    def show_evaluation(self, evaluation_id: str, agent: str | None, about: str) -> None:
        """Ask about another evaluation."""
        self._evaluation_id = evaluation_id
        self.note.setText(about)
        self.show_fault("")
        self.name.setText(agent or "")
        self.kind.show_value("seen")
        self.words.forget()
        (self.kind if agent else self.name).setFocus()

    def _to_name(self) -> None:
        self.name.setFocus()

    def _acknowledge(self) -> None:
        kind = cast("Kind", str(self.kind.value))
        self.show_fault(self._presenter.acknowledge(self._evaluation_id, kind, self.name.text(), self.words.toPlainText()))
        if self.fault and not self.name.text().strip():
            self.name.setFocus()
