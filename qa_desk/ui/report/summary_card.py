"""The summary of the report in words, with links to the figures behind each sentence. Computes itself in a job."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from qa_desk.domain.errors import QaDeskError
from qa_desk.domain.language import ntr, tr
from qa_desk.ui.jobs import on_workspace
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.card import Card
from qa_desk.ui.widgets.flow import FlowLayout
from qa_desk.ui.widgets.states import Skeleton
from qa_desk.ui.widgets.text import label, tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.domain.progress import JobContext
    from qa_desk.domain.report import ReportScope
    from qa_desk.domain.report_words import Evidence, ReportWords, Sentence
    from qa_desk.kpis.figure import Figure
    from qa_desk.ui.jobs import Job
    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace

_MOST_LINKS = 6
_PLANNED = ("worse", "missed")
"""The kinds of sentence after which one may want to plan something."""


class EvidenceLink(QPushButton):
    """A link that hands out the `Evidence` it stands for, by mouse or keyboard."""

    chosen = Signal(object)

    def __init__(self, text: str, name: str, evidence: Evidence) -> None:
        super().__init__(text.replace("&", "&&"))
        self.evidence = evidence
        self.setProperty("role", "link")
        self.setAccessibleName(name)
        self.setToolTip(tip(name))
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._choose)

    def _choose(self) -> None:
        self.chosen.emit(self.evidence)


class SummaryCard(Card):
    """`show_report` computes and shows the words of a scope; a link hands out its `Evidence`."""

    evidence_chosen = Signal(object)
    """The `Evidence` whose figure somebody wants to see."""
    plan_wanted = Signal(object)
    """The `Evidence` about which somebody wants to plan an action."""

    def __init__(self, context: Context) -> None:
        super().__init__(tr("In words"))
        self._context = context
        self._job: Job | None = None
        self._scope: ReportScope | None = None
        self._whole: Sequence[Figure] | None = None
        self.words: ReportWords | None = None
        self._body = QWidget()
        self._words = QVBoxLayout(self._body)
        self._words.setContentsMargins(0, 0, 0, 0)
        self._words.setSpacing(Space.S)
        self._foot = QWidget(self._body)
        self._details = button("", self._unfold, role="link")
        self._words.addWidget(self._details)
        # side by side in the card, not in a stack of pages: those know no height for a width, and the words would stand apart
        self._skeleton = Skeleton(context.theme, 4)
        self._fault = label("", "fault", wraps=True)
        self._retry = button(tr("Try again"), self._again)
        for part in (self._skeleton, self._fault, self._retry, self._body):
            self.add(part)
        self._show_only(self._body)

    def show_report(self, scope: ReportScope, whole: Sequence[Figure] | None = None) -> None:
        """Compute the words of this report; an older question is given up. `whole` are its figures if they are known."""
        self._scope, self._whole = scope, whole
        if self._job is not None:
            self._job.abandon()
        self._show_only(self._skeleton)

        def work(workspace: Workspace, ctx: JobContext) -> ReportWords:
            from qa_desk.services.report_summary import report_summary
            from qa_desk.ui.dates import day_text

            return report_summary(workspace, scope, ctx, day_text, whole)

        self._job = self._context.jobs.run(
            on_workspace(self._context.workspace, work),
            title=tr("Summary in words"),
            on_done=self.show_words,
            on_failed=self._fail,
            owner=self,
        )

    def show_words(self, words: ReportWords) -> None:
        """Show words that are there."""
        self.words = words
        self._clear()
        for sentence in words.sentences:
            self._words.addWidget(self._said(sentence))
        self._foot = QWidget()
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(Space.XS)
        for sentence in words.unjudged:
            foot.addWidget(label(sentence.text, "note", wraps=True))
        if words.method:
            foot.addWidget(label(words.method, "note", wraps=True))
        self._foot.hide()
        self._details = button("", self._unfold, role="link")
        self._say_details()
        self._words.addWidget(self._details)
        self._words.addWidget(self._foot)
        self._details.setVisible(bool(words.unjudged or words.method))  # in its place by now: loose it would be a window
        self._show_only(self._body)

    def _said(self, sentence: Sentence) -> QWidget:
        if sentence.kind == "head":
            return label(sentence.text, "heading", wraps=True)
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(label(sentence.text, wraps=True))
        links = QWidget()
        row = FlowLayout(links, Space.S, 0)
        for number, text in enumerate(_link_texts(sentence.evidence)):
            evidence = sentence.evidence[number]
            link = EvidenceLink(text, tr("Show {figure}", figure=evidence.label), evidence)
            link.chosen.connect(self.evidence_chosen)
            row.addWidget(link)
        if sentence.kind in _PLANNED and sentence.evidence:
            name = tr("Plan an action for {figure}", figure=sentence.evidence[0].label)
            plan = EvidenceLink(tr("Plan an action"), name, sentence.evidence[0])
            plan.chosen.connect(self.plan_wanted)
            row.addWidget(plan)
        column.addWidget(links)
        return part

    def _unfold(self) -> None:
        self._foot.setVisible(self._foot.isHidden())
        self._say_details()

    def _say_details(self) -> None:
        if self.words is None:
            return
        if not self._foot.isHidden():
            self._details.setText(tr("Hide how this was judged"))
            return
        count = len(self.words.unjudged)
        more = ntr("{count} thing could not be judged", "{count} things could not be judged", count)
        how = tr("How this was judged")
        self._details.setText(tr("{more} · {how}", more=more, how=how) if count else how)

    def _clear(self) -> None:
        while (item := self._words.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()

    def _fail(self, error: Exception) -> None:
        message = error.message if isinstance(error, QaDeskError) else tr("The figures could not be computed.")
        self._fault.setText(message)
        self._show_only(self._fault, self._retry)

    def _show_only(self, *shown: QWidget) -> None:
        for part in (self._skeleton, self._fault, self._retry, self._body):
            part.setVisible(part in shown)

    def _again(self) -> None:
        if self._scope is not None:
            self.show_report(self._scope, self._whole)


def _link_texts(evidence: Sequence[Evidence]) -> list[str]:
    """A link says what is new in it: of one KPI, the groups alone."""
    texts = [
        each.group if number and each.group and each.kpi == evidence[0].kpi else each.label
        for number, each in enumerate(evidence[:_MOST_LINKS])
    ]
    return [f"{text} ›" for text in texts]
