from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton

from qa_desk.ui.shell.status import StatusLine

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from qa_desk.domain.progress import JobContext
    from qa_desk.ui.jobs import Jobs


def texts(line: StatusLine) -> str:
    return "\n".join(shown.text() for shown in line.findChildren(QLabel) if not shown.isHidden())


def test_a_long_job_is_shown_with_how_far_it_is_and_can_be_cancelled(jobs: Jobs, qtbot: QtBot) -> None:
    line = StatusLine(jobs, Path("/home/mei/centre.qadesk"))
    qtbot.addWidget(line)
    line.show()
    ended: list[str] = []

    def work(ctx: JobContext) -> None:
        while True:
            ctx.report(30, 60, "row 30")
            ctx.raise_if_cancelled()
            threading.Event().wait(0.01)

    jobs.run(work, title="Importing tickets", on_cancelled=lambda: ended.append("cancelled"))
    bar = line.findChildren(QProgressBar)[0]
    assert bar.isHidden()
    qtbot.waitUntil(bar.isVisible, timeout=3000)
    assert "Importing tickets · row 30" in texts(line)
    assert bar.value() * 2 == bar.maximum()
    next(each for each in line.findChildren(QPushButton) if each.text() == "Cancel").click()
    jobs.wait_all()
    assert ended == ["cancelled"]
    assert bar.isHidden()


def test_the_file_and_the_evaluator_are_named(jobs: Jobs, qtbot: QtBot) -> None:
    line = StatusLine(jobs, Path("/home/mei/centre.qadesk"))
    qtbot.addWidget(line)
    asked: list[int] = []
    line.evaluator_pressed.connect(lambda: asked.append(1))
    line.say_evaluator("")
    line.say_saved("14:03")
    assert "centre.qadesk" in texts(line)
    assert "Last saved 14:03" in texts(line)
    chooser = next(each for each in line.findChildren(QPushButton) if each.text() == "Who is working here?")
    chooser.click()
    line.say_evaluator("Mei & Tan")
    assert chooser.text() == "Mei && Tan"
    assert asked == [1]
