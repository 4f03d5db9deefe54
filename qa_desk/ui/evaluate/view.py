"""The Evaluate place: queue, interaction, form."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qa_desk.domain.evaluation import Marker
from qa_desk.domain.language import ntr, tr
from qa_desk.domain.shortcuts import Act, Where
from qa_desk.services.centre_time import today_of
from qa_desk.services.sampling_replacement import item_of_assignment
from qa_desk.ui.changes import Kind
from qa_desk.ui.evaluate.dispute_desk import DisputeDesk
from qa_desk.ui.evaluate.dispute_side import SidePanel
from qa_desk.ui.evaluate.draft import CLOSING_MS
from qa_desk.ui.evaluate.evidence_search import EvidenceSearch
from qa_desk.ui.evaluate.form import ScorecardForm
from qa_desk.ui.evaluate.interaction_pane import InteractionPane
from qa_desk.ui.evaluate.presenter import EvaluatePresenter
from qa_desk.ui.evaluate.queue_filter import QueueFilter, matching
from qa_desk.ui.evaluate.queue_list import QueueList
from qa_desk.ui.evaluate.queue_search import QueueShown
from qa_desk.ui.evaluate.scoring_desk import ScoringDesk
from qa_desk.ui.evaluate.side_pane import SidePane
from qa_desk.ui.evaluate.submitted_bar import SubmittedBar
from qa_desk.ui.evaluate.template_offer import TemplateOffer
from qa_desk.ui.screen import Screen, Verb
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.banner import Banner
from qa_desk.ui.widgets.combo import ComboBox
from qa_desk.ui.widgets.states import Stage
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QCloseEvent, QFocusEvent, QHideEvent

    from qa_desk.services.drafts import Change, Place
    from qa_desk.services.evaluations import Submission
    from qa_desk.ui.evaluate.comment_box import CommentBox
    from qa_desk.ui.evaluate.draft import ChangedElsewhere
    from qa_desk.ui.evaluate.presenter import Opened
    from qa_desk.ui.screen import Context

_QUEUE_WIDTH, _FORM_WIDTH, _LEAST_PANE_WIDTH = 240, 420, 320
_PLACE_AFTER_MS = 2000
"""So long on a question: a crash then brings one back to it."""
_QUEUE_KEY, _FORM_KEY = "evaluate/queue_width", "evaluate/form_width"


class EvaluateScreen(Screen):
    """Keeps the open interaction, the place in it and the question in hand while one is elsewhere."""

    holds = frozenset(Where)
    shows = frozenset({Kind.EVALUATIONS, Kind.INTERACTIONS, Kind.SCORECARDS, Kind.PEOPLE, Kind.EVALUATOR, Kind.SETTINGS})

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.presenter = EvaluatePresenter(context, self)
        self._evaluator = context.evaluator_id
        self._is_disk_refusing = False
        self.queue = QueueList(context.theme)
        self.filter = QueueFilter()
        self._queue_shown = QueueShown((), (), ())
        self.pane = InteractionPane(context)
        self.form = ScorecardForm(context.theme, has_summary=True)
        self.banner = Banner()
        self.submitted_bar = SubmittedBar()
        self.disputes = DisputeDesk(context, self.presenter, self.pane, self.form, self.submitted_bar)
        self.templates = TemplateOffer(context, self.presenter, self.pane)
        self._scorecards = ComboBox()
        self._scorecards.setAccessibleName(tr("Scorecard"))
        self.evidence = EvidenceSearch(context, self)
        self._places: dict[str, Place] = {}
        """Where one was in interactions of which nothing was said yet."""
        self._place_soon = QTimer(self, singleShot=True, interval=_PLACE_AFTER_MS)
        self._place_soon.timeout.connect(self._keep_place)
        self._to_form = QTimer(self, singleShot=True, interval=0)
        self._to_form.timeout.connect(self._take_form)
        self._stage = Stage(context.theme, self._work_area())
        queue = self._queue_area()
        splitter = SidePane(queue, self._stage, queue, _remembered(_QUEUE_KEY, _QUEUE_WIDTH))
        splitter.width_chosen.connect(partial(_remember, _QUEUE_KEY))
        row = QVBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.banner)
        self.disputes.rooms.pages.addWidget(splitter)
        row.addWidget(self.disputes.rooms.pages, 1)
        self._connect()
        self.disputes.practices.add_shortcut(self)
        self.presenter.queue.refresh()

    # -- what the window asks

    def arrive(self, **arguments: object) -> None:
        """Open what was asked for: `interaction_id`, or `evaluation_id` with it; a `dispute_id`; a `page`.

        The pages: "disputes", "best_practices" (perhaps with `question`, its key).
        """
        if self.disputes.arrive(**arguments):
            return
        interaction, evaluation = arguments.get("interaction_id"), arguments.get("evaluation_id")
        if isinstance(interaction, str):
            self.presenter.open(interaction, evaluation_id=evaluation if isinstance(evaluation, str) else None)

    def refresh(self) -> None:
        """The queue, and all of it when another person sits here."""
        self.presenter.queue.refresh()
        self.disputes.refresh()
        if self._context.evaluator_id != self._evaluator:
            self._evaluator = self._context.evaluator_id
            if self.presenter.interaction_id is not None:
                self.presenter.open(self.presenter.interaction_id)

    def verbs(self) -> Sequence[Verb]:
        """What can be done here, for the palette."""
        return (
            Verb(tr("Open the next interaction of the queue"), self.open_next),
            Verb(tr("Submit the evaluation"), self.form.ask_to_submit, self._key(Act.SUBMIT)),
            Verb(tr("Undo"), self.presenter.draft.undo, "Ctrl+Z"),
            Verb(tr("Redo"), self.presenter.draft.redo, "Ctrl+Shift+Z"),
            *self.disputes.verbs(),
            Verb(tr("Replace this contact by the next of its sample"), self._replace_contact),
        )

    def _key(self, act: Act) -> str:
        return next(iter(self.pane.shortcuts.keys.of(act)), "")

    def open_next(self) -> None:
        """Open the first interaction of the queue that is not done and not the one in hand."""
        for item in self.queue.items:
            if not item.is_submitted and item.interaction_id != self.presenter.interaction_id:
                self.presenter.open_item(item)
                return
        self._context.navigator.toast(tr("The queue is done."))

    def offer_templates(self, box: CommentBox) -> bool:
        """Templates for a comment that is being written here."""
        return self.templates.offer(box)

    def may_close(self) -> bool:
        """Whether all that was said is on the disk."""
        self.form.flush()
        return self.presenter.draft.flush(CLOSING_MS)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever comes back finds the keys on the question in hand."""
        super().focusInEvent(event)
        room = self.disputes.rooms.page or self.disputes.rooms.panel
        if room is not None:
            room.setFocus()
        elif self.presenter.interaction_id is not None:
            self.form.take_focus()

    def hideEvent(self, event: QHideEvent) -> None:
        """Whatever is still being written is written before one is elsewhere."""
        self._leave()
        super().hideEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window closes, or another workspace is opened: nothing told is lost, no sound goes on."""
        self._leave()
        self.presenter.draft.flush(CLOSING_MS)
        self.presenter.stop()
        self.disputes.stop()
        self.evidence.stop()
        self._place_soon.stop()
        self._to_form.stop()
        self.pane.release()
        super().closeEvent(event)

    # -- building

    def _queue_area(self) -> QWidget:
        area = QWidget()
        column = QVBoxLayout(area)
        column.setContentsMargins(0, Space.M, 0, 0)
        column.setSpacing(Space.S)
        title = label(tr("Queue"), "heading")
        title.setContentsMargins(Space.M, 0, Space.M, 0)
        column.addWidget(title)
        column.addWidget(self.filter)
        column.addWidget(self.queue, 1)
        area.setMinimumWidth(160)
        return area

    def _work_area(self) -> QWidget:
        self.pane.setMinimumWidth(_LEAST_PANE_WIDTH)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        chooser = QHBoxLayout()
        chooser.setContentsMargins(Space.L, Space.S, Space.L, 0)
        chooser.addWidget(self._scorecards, 1)
        column.addLayout(chooser)
        column.addWidget(self.form, 1)
        column.addWidget(self.submitted_bar)
        panels = self.disputes.rooms.side
        panels.addWidget(side)
        work = SidePane(self.pane, panels, panels, _remembered(_FORM_KEY, _FORM_WIDTH))
        work.width_chosen.connect(partial(_remember, _FORM_KEY))
        return work

    def _connect(self) -> None:
        presenter, draft, form = self.presenter, self.presenter.draft, self.form
        ScoringDesk(self, form, self.pane, draft, self._act)
        self.queue.item_opened.connect(presenter.open_item)
        self.filter.changed.connect(self._list_queue)
        self.filter.left.connect(self._go_to_queue)
        self._scorecards.activated.connect(self._scorecard_chosen)
        form.submit_asked.connect(presenter.submit)
        self.submitted_bar.next_asked.connect(self.open_next)
        self.submitted_bar.revision_asked.connect(presenter.revise)
        presenter.leaving.connect(self._leave)
        self.evidence.found.connect(form.show_suggestions)
        self.pane.measured.connect(self.evidence.look_again)
        form.question_entered.connect(self._entered)
        presenter.queue.found.connect(self._show_queue)
        presenter.opened.connect(self._show_opened)
        draft.answer_shown.connect(form.show_answer)
        draft.question_returned.connect(form.focus_question)
        draft.summary_shown.connect(form.show_summary)
        draft.changed_elsewhere.connect(self._changed_elsewhere)
        draft.settled.connect(self._settled)
        draft.not_saved.connect(self._not_saved)
        presenter.saved.connect(self._saved)
        presenter.submitting.connect(form.foot.show_submitting)
        presenter.missing_found.connect(form.show_missing)
        presenter.submitted.connect(self._submitted)
        presenter.refused.connect(self._refused)
        presenter.no_scorecard.connect(self._no_scorecard)

    # -- showing

    def _show_queue(self, shown: QueueShown) -> None:
        self._queue_shown = shown
        self._list_queue()
        if self.presenter.interaction_id is not None:
            return
        waiting = len(shown.open) + len(shown.free)
        if self._context.evaluator_id is None:
            text = tr("Say who is scoring: the queue and the evaluations are each person's own.")
            self._stage.show_empty(text, tr("Choose on Today"), self._go_to_today)
        elif waiting and not self.presenter.has_scorecard:
            text = tr("There is no published scorecard to score with yet.")
            self._stage.show_empty(text, tr("Open Scorecards"), self._go_to_scorecards)
        elif waiting:
            text = ntr("{count} interaction waits to be scored.", "{count} interactions wait to be scored.", waiting)
            self._stage.show_empty(text, tr("Open the next one"), self.open_next)
        elif shown.done:
            text = tr("The queue is done; what was scored can be read and revised in it.")
            self._stage.show_empty(text, tr("Import more"), self._go_to_data)
        else:
            self._stage.show_empty(tr("There is nothing to score yet."), tr("Import recordings or chats"), self._go_to_data)

    def _list_queue(self, _wanted: object = None) -> None:
        today = today_of(self._context.workspace)
        self.queue.show_queue(matching(self._queue_shown, self.filter.wanted, today), today)
        self.queue.choose(self.presenter.interaction_id, self.presenter.evaluation_id)

    def _go_to_queue(self) -> None:
        """From the filter into what it found, at the first of it where nothing is lit."""
        if self.queue.items and self.queue.chosen is None:
            first = self.queue.items[0]
            self.queue.choose(first.interaction_id, first.evaluation_id)
        self.queue.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_opened(self, opened: Opened) -> None:
        self.banner.clear()
        place = opened.place or self._places.pop(opened.interaction.id, None)
        self._stage.show_content()
        self.queue.choose(opened.interaction.id, self.presenter.evaluation_id)
        self.pane.show_interaction(opened.interaction, opened.markers)
        self.form.foot.has_player = opened.interaction.is_spoken
        self._scorecards.clear()
        for entry in opened.choices:
            self._scorecards.addItem(entry.name, entry.id)
        self._scorecards.setCurrentIndex(self._scorecards.findData(opened.version_id))
        self._scorecards.setEnabled(True)
        self._scorecards.setVisible(len(opened.choices) > 1 and not opened.is_read_only)
        self.form.show_version(
            opened.version,
            opened.answers,
            opened.markers,
            title=opened.title,
            summary=opened.summary,
            is_read_only=opened.is_read_only,
            place=place,
        )
        if place is not None and (place.at_s is not None or place.utterance_position is not None):
            self.pane.go_to(Marker("", "", place.at_s, place.utterance_position, media_id=place.media_id))
        self.evidence.look(opened.interaction.id, opened.version)
        self.disputes.show_opened(opened)
        # the body gets its size in the next turn of the event loop; only then can it be scrolled
        self._to_form.start()

    def _leave(self) -> None:
        """Another interaction, another place, or the end: what is still being written is told, and where one was is kept."""
        self.form.flush()
        self._keep_place()

    def _entered(self, _question_id: str) -> None:
        self._place_soon.start()

    def _keep_place(self) -> None:
        """Where one is now, for coming back: beside the draft, or in mind while there is none."""
        self._place_soon.stop()
        interaction = self.presenter.interaction_id
        if interaction is None or self.form.version is None:
            return
        at_s, position = self.pane.place
        place = replace(self.form.place, at_s=at_s, utterance_position=position, media_id=self.pane.medium_id)
        if self.presenter.evaluation_id is None:
            self._places[interaction] = place
        else:
            self.presenter.draft.keep_place(place)

    def _settled(self) -> None:
        self.form.foot.show_saved()
        if self._is_disk_refusing:
            self._is_disk_refusing = False
            self.banner.clear()

    def _saved(self) -> None:
        self._scorecards.setEnabled(False)  # it keeps its room: nothing moves under the first answer
        presenter = self.presenter
        self.queue.show_progress(presenter.interaction_id, presenter.evaluation_id, presenter.draft.answered)

    def _not_saved(self, reason: str) -> None:
        self.form.foot.show_not_saved(tr("not saved yet"))
        self._is_disk_refusing = True
        self.banner.say(reason, "bad", tr("Try again"), self.presenter.draft.write)

    def _changed_elsewhere(self, changed: ChangedElsewhere) -> None:
        if changed.mine is None:
            words = tr("Another window changed this evaluation, and it is shown as it stands now: {what}.", what=changed.what)
            self.banner.say(words, "watch")
            return
        words = tr("Another window changed {what} at the same time; what it says is shown.", what=changed.what)
        self.banner.say(words, "watch", tr("Put mine there"), partial(self._insist, changed.mine))

    def _insist(self, mine: Change) -> None:
        self.banner.clear()
        self.presenter.draft.insist(mine)

    def _refused(self, reason: str) -> None:
        self.banner.say(reason, "watch")

    def _no_scorecard(self, reason: str) -> None:
        self.banner.say(reason, "watch", tr("Open Scorecards"), self._go_to_scorecards)

    def _submitted(self, submission: Submission) -> None:
        self.banner.clear()
        shown = submission.score.shown
        words = tr("Submitted: {score}", score=shown) if shown else tr("Submitted: not scorable")
        self._context.navigator.toast(words)
        self._to_form.stop()
        self.submitted_bar.next_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _act(self) -> None:
        """The keys of Submit: the action of the panel in the form's place, else submitting the form."""
        rooms = self.disputes.rooms
        if rooms.page is None and isinstance(rooms.panel, SidePanel):
            rooms.panel.act()
        elif rooms.page is None:
            self.form.ask_to_submit()

    def _take_form(self) -> None:
        """Whoever opened an interaction finds the keys in its form, unless something else stands in the form's place."""
        if self.disputes.rooms.panel is None and self.disputes.rooms.page is None:
            self.form.take_focus()

    # -- asking

    def _scorecard_chosen(self, position: int) -> None:
        self.presenter.choose_version(str(self._scorecards.itemData(position)))

    def _replace_contact(self) -> None:
        """It cannot be scored: the sample it was drawn in gives the next one, and keeps the reason."""
        context, interaction = self._context, self.presenter.interaction_id
        drawn = interaction and context.evaluator_id
        item = item_of_assignment(context.workspace, interaction or "", context.evaluator_id or "") if drawn else None
        if item is None:
            self._refused(tr("Only what was drawn in a sample and assigned to you can be replaced."))
        else:
            context.navigator.go("assign", item_id=item)

    def _go_to_today(self) -> None:
        self._context.navigator.go("today")

    def _go_to_scorecards(self) -> None:
        self._context.navigator.go("scorecards")

    def _go_to_data(self) -> None:
        self._context.navigator.go("data")


def _window_memory() -> QSettings:
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "qa-desk", "window")


def _remembered(key: str, width: int) -> int:
    """The width the person chose last, else the usual one."""
    stored = _window_memory().value(key)
    return int(stored) if str(stored).isdecimal() else width


def _remember(key: str, width: int) -> None:
    _window_memory().setValue(key, width)
