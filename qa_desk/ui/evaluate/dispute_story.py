"""The history of an evaluation as a timeline: each of its forms opens to be read, each dispute with both scores."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from qa_desk.domain.disputes import OUTCOME_WORDS, ROLE_WORDS, Outcome
from qa_desk.domain.language import ntr, tr
from qa_desk.services.acknowledgements import KIND_WORDS
from qa_desk.services.evaluation_story import Event
from qa_desk.ui.dates import moment_text
from qa_desk.ui.evaluate.dispute_side import SidePanel
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from qa_desk.domain.disputes import Dispute
    from qa_desk.services.evaluation_story import Chapter
    from qa_desk.ui.theme import Theme

_MEANINGS = {Outcome.ACCEPTED: "good", Outcome.PARTLY: "watch", Outcome.REJECTED: None}


@dataclass(frozen=True, slots=True)
class Told:
    """A chapter in words: what happened, what was said, and what can be opened."""

    title: str
    words: str
    figure: str
    meaning: str | None = None
    opens: str = ""


class StoryPanel(SidePanel):
    """`show_story` fills it."""

    evaluation_asked = Signal(str)
    """The id of an evaluation to be read."""
    dispute_asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, tr("History of this evaluation"))
        self._back = self.add_action(tr("Back to the form"), self.closed.emit, role="quiet")
        self.end_actions()

    def show_story(self, chapters: Sequence[Chapter], shown_id: str, about: str, zone: ZoneInfo) -> None:
        """Tell another story; the evaluation in sight is named as such."""
        self.note.setText(about)
        column = self.new_body()
        column.setSpacing(Space.S)
        for chapter in chapters:
            column.addWidget(self._chapter(chapter, told(chapter), shown_id, zone))
        self.settle()
        self._back.setFocus()

    def _chapter(self, chapter: Chapter, said: Told, shown_id: str, zone: ZoneInfo) -> QFrame:
        made = QFrame()
        made.setProperty("kind", "message")
        column = QVBoxLayout(made)
        column.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.addWidget(label(said.title, "heading", meaning=said.meaning, wraps=True), 1)
        head.addWidget(label(said.figure, "heading"), 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        when = moment_text(datetime.fromtimestamp(chapter.at, UTC).astimezone(zone)) if chapter.at is not None else tr("now")
        column.addWidget(label(when, "small"))
        if said.words:
            column.addWidget(label(said.words, wraps=True))
        is_form = chapter.event in (Event.SUBMITTED, Event.REVISED, Event.REVISING)
        if is_form and chapter.evaluation_id == shown_id:
            column.addWidget(label(tr("shown beside"), "small", meaning="accent"))
        elif said.opens:
            open_it = self._open_form if is_form else self._open_dispute
            about = chapter.evaluation_id if is_form else chapter.dispute.id if chapter.dispute else ""
            link = button(said.opens, partial(open_it, about), role="link", name=f"{said.opens}: {said.title}")
            column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        made.setAccessibleName(f"{said.title} {said.figure} {when}")
        return made

    def _open_form(self, evaluation_id: str, _checked: bool = False) -> None:
        self.evaluation_asked.emit(evaluation_id)

    def _open_dispute(self, dispute_id: str, _checked: bool = False) -> None:
        self.dispute_asked.emit(dispute_id)


def told(chapter: Chapter) -> Told:
    """A chapter in words."""
    if chapter.dispute is not None:
        return _told_dispute(chapter.event, chapter.dispute)
    if chapter.acknowledgement is not None:
        said = chapter.acknowledgement
        words = f"“{said.words}”" if said.words else ""
        return Told(tr("{what} by {name}", what=tr(KIND_WORDS[said.kind]).capitalize(), name=said.name), words, "")
    assert chapter.link is not None
    link = chapter.link
    titles = {
        Event.SUBMITTED: tr("Scored by {name}", name=link.evaluator),
        Event.REVISED: tr("Revised by {name}", name=link.evaluator),
        Event.REVISING: tr("{name} is writing a revision", name=link.evaluator),
    }
    figure = (link.shown or tr("n/a")) if link.is_submitted else ""
    return Told(titles[chapter.event], link.revision_reason or "", figure, opens=tr("Read it"))


def _told_dispute(event: Event, dispute: Dispute) -> Told:
    who, role = dispute.raised_by, tr(ROLE_WORDS[dispute.role])
    if event is Event.WITHDRAWN:
        return Told(tr("Withdrawn by {name}", name=who), "", "")
    if event is Event.DISPUTED:
        count = len(dispute.points)
        about = tr("the whole") if dispute.is_whole else ntr("{count} question", "{count} questions", count)
        title = tr("Disputed by {name} ({role}): {about}", name=who, role=role, about=about)
        return Told(title, "\n".join(f"“{point.claim}”" for point in dispute.points), "", "watch", tr("See the dispute"))
    assert dispute.outcome is not None
    title = tr("Dispute {outcome} by {name}", outcome=tr(OUTCOME_WORDS[dispute.outcome]), name=dispute.decider or "")
    before = dispute.shown or tr("n/a")
    figure = tr("{before} → {after}", before=before, after=dispute.revised) if dispute.revised else before
    return Told(title, dispute.reason or "", figure, _MEANINGS[dispute.outcome], tr("See the dispute"))
