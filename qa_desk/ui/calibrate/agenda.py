"""The agenda beside the meeting: a line a point, settled ones ticked off, and where the meeting goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidgetItem

from qa_desk.domain.calibration import REASON_WORDS, Reason, State
from qa_desk.domain.language import tr
from qa_desk.ui.calibrate.model import language
from qa_desk.ui.icons import icon

if TYPE_CHECKING:
    from qa_desk.domain.calibration import AgendaPoint
    from qa_desk.domain.calibration_report import CalibrationReport
    from qa_desk.ui.theme import Theme


def agenda_line(theme: Theme, report: CalibrationReport, point: AgendaPoint) -> QListWidgetItem:
    """The question and its interaction, with a sign of how it stands; a screen reader hears the reason."""
    question = report.version.question(point.question_id)
    title = question.label(language()) if question else point.question_id
    item = QListWidgetItem(f"{title}\n{report.item(point.interaction_id).label}")
    is_settled = report.is_settled(point)
    is_grave = point.reason in (Reason.AUTOFAIL_SPLIT, Reason.CRITICAL_SPLIT)
    name, colour = ("check", "good") if is_settled else ("flag", "bad") if is_grave else ("minus", "muted")
    item.setIcon(icon(name, theme.colours, colour))
    spoken = tr("settled") if is_settled else tr(REASON_WORDS[point.reason])
    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{title}, {spoken}")
    return item


def next_place(report: CalibrationReport, kept: AgendaPoint | None) -> int:
    """Where to go on: at the point that was shown while it is open, else the next open one, else stay; −1 on an empty agenda."""
    points = report.results.agenda
    here = next((i for i, p in enumerate(points) if kept is not None and place_of(p) == place_of(kept)), 0 if points else -1)
    if report.session.state is State.CLOSED:
        return here
    still_open = [i for i, p in enumerate(points) if not report.is_settled(p)]
    return next((i for i in still_open if i >= here), still_open[0] if still_open else here)


def place_of(point: AgendaPoint) -> tuple[str, str]:
    """What a decision is about."""
    return point.interaction_id, point.question_id
