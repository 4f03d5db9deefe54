"""The slim line at the foot: which workspace, when it was last saved, who sits here, and what runs, with Cancel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from qa_desk.domain.language import ntr, tr
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.text import label, tip

if TYPE_CHECKING:
    from pathlib import Path

    from qa_desk.ui.jobs import Job, JobEnded, JobProgress, Jobs

_STEPS = 1000


class StatusLine(QWidget):
    """Shows the oldest running job; progress appears once it has taken a moment."""

    evaluator_pressed = Signal()

    def __init__(self, jobs: Jobs, workspace: Path) -> None:
        super().__init__()
        self.setProperty("kind", "status")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("Status"))
        self._jobs = jobs
        self._shown: Job | None = None
        name = label(workspace.name)
        name.setToolTip(tip(str(workspace)))
        self._saved = label("")
        self._job = label("")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(140)
        self._bar.setRange(0, _STEPS)
        self._cancel = button(tr("Cancel"), self._cancel_shown, role="quiet")
        self._evaluator = button("", self.evaluator_pressed.emit, role="quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L, 2, Space.S, 2)
        row.setSpacing(Space.M)
        row.addWidget(name)
        row.addWidget(self._saved)
        row.addStretch(1)
        row.addWidget(self._job)
        row.addWidget(self._bar)
        row.addWidget(self._cancel)
        row.addWidget(self._evaluator)
        self.setFixedHeight(28)
        self._show_nothing()
        jobs.progressed.connect(self._progressed)
        jobs.ended.connect(self._ended)

    def say_saved(self, when: str) -> None:
        """When something was last written, as a time of the day."""
        self._saved.setText(tr("Last saved {when}", when=when) if when else "")

    def say_evaluator(self, name: str) -> None:
        """Who sits here."""
        text = name or tr("Who is working here?")
        self._evaluator.setText(text.replace("&", "&&"))
        self._evaluator.setAccessibleName(tr("Evaluator: {name}", name=text))

    def _progressed(self, progress: JobProgress) -> None:
        if self._shown is None or not self._shown.is_running:
            self._shown = next((job for job in self._jobs.running if job.id == progress.job_id), None)
        if self._shown is None or progress.job_id != self._shown.id:
            return
        others = len(self._jobs.running) - 1
        parts = [progress.title, progress.text, ntr("and {count} more", "and {count} more", others) if others else ""]
        if self._shown.is_cancelling:
            parts = [progress.title, tr("stopping")]
        self._job.setText(" · ".join(part for part in parts if part))
        self._bar.setRange(0, _STEPS if progress.total else 0)
        self._bar.setValue(round(_STEPS * min(1.0, progress.done / progress.total)) if progress.total else 0)
        self._bar.setAccessibleName(progress.title)
        self._cancel.setEnabled(not self._shown.is_cancelling)
        self._show_running(True)

    def _ended(self, ended: JobEnded) -> None:
        if self._shown is not None and self._shown.id == ended.job_id:
            self._show_nothing()

    def _show_nothing(self) -> None:
        self._shown = None
        self._show_running(False)

    def _show_running(self, is_running: bool) -> None:
        self._job.setVisible(is_running)
        self._bar.setVisible(is_running)
        self._cancel.setVisible(is_running)

    def _cancel_shown(self) -> None:
        if self._shown is not None:
            self._shown.cancel()
