"""What Today shows, as lines ready to read; chooses and remembers who sits here."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from qa_desk.domain.channels import channel_name
from qa_desk.domain.errors import QaDeskError
from qa_desk.domain.language import N_, ntr, tr
from qa_desk.services.centre_time import zone_of
from qa_desk.services.people import Evaluator, ensure_evaluator, list_evaluators
from qa_desk.services.today import Day, day_of
from qa_desk.ui.changes import Kind
from qa_desk.ui.dates import day_text, moment_text, named_day_text
from qa_desk.ui.jobs import on_workspace
from qa_desk.ui.today.movements import Movements, movement_line, read_movements
from qa_desk.ui.widgets.lines import Line

if TYPE_CHECKING:
    from qa_desk.domain.disputes import Dispute
    from qa_desk.domain.report_plan import PlanItem
    from qa_desk.services.coaching_sessions import FollowUp
    from qa_desk.services.queue import QueueItem
    from qa_desk.services.today import WaitingCalibration
    from qa_desk.ui.jobs import Job
    from qa_desk.ui.screen import Context
    from qa_desk.workspace.batches import Batch

_LATER_MS = 400
"""Figures are computed when the page has been seen, and once for changes that come together."""

KINDS = {
    "tickets": N_("Tickets"),
    "ticket_events": N_("Ticket events"),
    "calls": N_("Calls"),
    "surveys": N_("Surveys"),
    "agent_states": N_("Agent states"),
    "schedule": N_("Shifts"),
    "roster": N_("Roster"),
    "recordings": N_("Recordings"),
    "transcripts": N_("Transcripts"),
    "evaluations": N_("Evaluations"),
}


class TodayPresenter(QObject):
    """Reads the day; `loaded` says that it is there."""

    loaded = Signal(object)
    """The `Day`."""
    compared = Signal(object)
    """The `Movements`."""
    not_compared = Signal(str)
    """Why not, in a line."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._job: Job | None = None
        self._is_owed = False
        self._later = QTimer(self, singleShot=True, interval=_LATER_MS)
        self._later.timeout.connect(self.compare)

    @property
    def evaluator(self) -> Evaluator | None:
        """Who sits here."""
        return next((each for each in self.evaluators() if each.id == self._context.evaluator_id), None)

    def evaluators(self) -> list[Evaluator]:
        """Who may sit here."""
        return list_evaluators(self._context.workspace)

    def load(self) -> None:
        """Read the day anew, and somewhat later what moved."""
        day = day_of(self._context.workspace, self.evaluator.id if self.evaluator else None)
        self.loaded.emit(day)
        if day.has_facts or day.has_interactions:
            self._is_owed = True
            self._later.start()

    def compare(self) -> None:
        """Find what moved most, in a job; an older question is given up."""
        self._is_owed = False
        if self._job is not None:
            self._job.abandon()
        self._job = self._context.jobs.run(
            on_workspace(self._context.workspace, read_movements),
            title=tr("Figures"),
            on_done=self.compared.emit,
            on_failed=self._compare_failed,
            owner=self,
        )

    def stop(self) -> None:
        """The page is left: what was not begun waits until somebody looks again."""
        self._later.stop()

    def resume(self) -> None:
        """The page is looked at again."""
        if self._is_owed:
            self._later.start()

    def sit_down(self, evaluator_id: str | None) -> None:
        """Another person sits here now; everybody is told."""
        if evaluator_id != self._context.evaluator_id:
            self._context.evaluator_id = evaluator_id
            self._context.changes.announce(Kind.EVALUATOR)

    def sit_down_as(self, name: str) -> None:
        """The same by name; a new name becomes a new evaluator."""
        name = " ".join(name.split())
        if name:
            self._context.evaluator_id = ensure_evaluator(self._context.workspace, name)
            self._context.changes.announce(Kind.PEOPLE, Kind.EVALUATOR)

    def queue_lines(self, day: Day) -> list[Line]:
        """What is to be scored, by due date."""
        return [self._queue_line(item, day.today) for item in day.queue]

    def calibration_lines(self, day: Day) -> list[Line]:
        """Where blind scores are waited for."""
        return [_calibration_line(waiting, day.today) for waiting in day.calibrations]

    def dispute_lines(self, day: Day) -> list[Line]:
        """What this person can decide."""
        return [_dispute_line(each, day.today) for each in day.disputes]

    def follow_up_lines(self, day: Day) -> list[Line]:
        """What was promised to agents."""
        return [_follow_up_line(each, day.today) for each in day.follow_ups]

    def plan_lines(self, day: Day) -> list[Line]:
        """What was planned over a report."""
        return [_plan_line(item, day.today) for item in day.plan]

    def import_lines(self, day: Day) -> list[Line]:
        """What came in last."""
        return [self._import_line(each) for each in day.imports]

    def movement_lines(self, movements: Movements) -> list[Line]:
        """What moved most."""
        return [movement_line(figure, movements.names[figure.kpi]) for figure in movements.figures]

    def _compare_failed(self, error: Exception) -> None:
        self.not_compared.emit(error.message if isinstance(error, QaDeskError) else tr("The figures could not be computed."))

    def _queue_line(self, item: QueueItem, today: date) -> Line:
        words = [item.reference, channel_name(item.channel), item.agent, item.subject]
        note = [_length(item.duration_s) if item.channel == "call" else "", self._when(item.started_at)]
        if item.answered:
            note.append(ntr("{count} answer given", "{count} answers given", item.answered))
        end, meaning = due(item.due_on, today)
        title = " · ".join(word for word in words if word)
        return Line(title, " · ".join(part for part in note if part), end, meaning, item.interaction_id)

    def _import_line(self, batch: Batch) -> Line:
        file = batch.path.replace("\\", "/").rsplit("/", 1)[-1]  # a workspace may have been filled on another system
        title = f"{tr(KINDS.get(batch.kind, batch.kind))}: {file}"
        counts = [ntr("{count} new row", "{count} new rows", batch.rows_new)]
        if batch.rows_updated:
            counts.append(ntr("{count} updated", "{count} updated", batch.rows_updated))
        counts.append(self._when(batch.created_at))
        refused = ntr("{count} refused", "{count} refused", batch.rows_refused) if batch.rows_refused else ""
        return Line(title, " · ".join(counts), refused, "watch" if refused else None, batch.id)

    def _when(self, epoch: int | None) -> str:
        if epoch is None:
            return ""
        return moment_text(datetime.fromtimestamp(epoch, zone_of(self._context.workspace)))


def due(due_on: str | date | None, today: date) -> tuple[str, str | None]:
    """A due date in words, and its meaning: overdue is bad, today is to watch."""
    if due_on is None:
        return "", None
    day = date.fromisoformat(due_on) if isinstance(due_on, str) else due_on
    days = (day - today).days
    if days < 0:
        return ntr("{count} day overdue", "{count} days overdue", -days), "bad"
    if days == 0:
        return tr("due today"), "watch"
    if days == 1:
        return tr("due tomorrow"), None
    return tr("due {day}", day=named_day_text(day) if day.year == today.year else day_text(day)), None


def _calibration_line(waiting: WaitingCalibration, today: date) -> Line:
    end, meaning = due(waiting.due_on, today)
    left = ntr("{count} interaction to score blind", "{count} interactions to score blind", waiting.left)
    return Line(waiting.title, left, end, meaning, waiting.session_id)


def _dispute_line(dispute: Dispute, today: date) -> Line:
    end, meaning = due(dispute.due_on, today)
    about = tr("the whole") if dispute.is_whole else ntr("{count} question", "{count} questions", len(dispute.points))
    title = " · ".join(word for word in (dispute.reference, dispute.agent, dispute.scorecard) if word)
    note = tr("{name} disputes {about}; scored by {evaluator}", name=dispute.raised_by, about=about, evaluator=dispute.evaluator)
    if dispute.is_being_written:
        note = tr("{name} is writing the revision", name=dispute.decider or "")
    return Line(title, note, end, meaning, dispute.id)


def _follow_up_line(each: FollowUp, today: date) -> Line:
    end, meaning = due(each.due_on, today)
    return Line(each.agent_name, each.text, end, meaning, each.agent_id)


def _plan_line(item: PlanItem, today: date) -> Line:
    end, meaning = due(item.due_on, today)
    return Line(" ".join(item.text.split()), item.owner or tr("no owner"), end, meaning, item.id)


def _length(seconds: float | None) -> str:
    if seconds is None:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"
