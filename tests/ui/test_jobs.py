from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from shiboken6 import delete

from qa_desk.domain.errors import EnvironmentFailure, Refusal
from qa_desk.ui.jobs import JobFailed, JobProgress, Jobs, on_workspace

if TYPE_CHECKING:
    from types import TracebackType

    import pytest
    from pytestqt.qtbot import QtBot

    from qa_desk.domain.progress import JobContext
    from qa_desk.workspace.workspace import Workspace


class Hearer(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []
        self.thread_of_call: object = None

    def hear(self, result: object) -> None:
        self.heard.append(result)
        self.thread_of_call = threading.current_thread()


def test_the_result_arrives_on_the_windows_thread(jobs: Jobs) -> None:
    hearer = Hearer()
    worker: list[threading.Thread] = []

    def work(ctx: JobContext) -> dict[int, str]:
        worker.append(threading.current_thread())
        return {2**40: "kept"}

    jobs.run(work, title="Counting", on_done=hearer.hear)
    jobs.wait_all()
    assert hearer.heard == [{2**40: "kept"}]
    assert hearer.thread_of_call is threading.main_thread()
    assert worker[0] is not threading.main_thread()


def test_a_cancelled_job_tells_so_and_nothing_else(jobs: Jobs) -> None:
    started, heard = threading.Event(), []

    def work(ctx: JobContext) -> None:
        started.set()
        while True:
            ctx.raise_if_cancelled()

    job = jobs.run(work, title="Endless", on_done=heard.append, on_cancelled=lambda: heard.append("cancelled"))
    assert started.wait(5)
    job.cancel()
    jobs.wait_all()
    assert heard == ["cancelled"]
    assert not job.is_running


def test_an_abandoned_job_is_heard_no_more(jobs: Jobs) -> None:
    heard: list[object] = []
    job = jobs.run(lambda ctx: 1, title="Old question", on_done=heard.append, on_cancelled=lambda: heard.append("cancelled"))
    job.abandon()
    jobs.wait_all()
    assert heard == []


def test_a_failure_goes_to_its_starter(jobs: Jobs) -> None:
    heard: list[Exception] = []

    def work(ctx: JobContext) -> None:
        raise Refusal("row 3: no date")

    jobs.run(work, title="Importing", on_failed=heard.append)
    jobs.wait_all()
    assert [str(error) for error in heard] == ["row 3: no date"]


def test_a_failure_without_a_taker_goes_to_the_window_and_can_be_tried_again(jobs: Jobs) -> None:
    failures: list[JobFailed] = []
    jobs.failed.connect(failures.append)
    heard: list[object] = []
    is_full = [True]

    def work(ctx: JobContext) -> str:
        if is_full[0]:
            raise EnvironmentFailure("the disk is full")
        return "written"

    jobs.run(work, title="Writing", on_done=heard.append)
    jobs.wait_all()
    assert failures[0].error.message == "the disk is full"
    is_full[0] = False
    failures[0].retry()
    jobs.wait_all()
    assert heard == ["written"]


def test_a_bug_goes_to_the_crash_handler_and_to_its_starter(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    bugs: list[type[BaseException]] = []

    def hook(kind: type[BaseException], value: BaseException, trace: TracebackType | None) -> None:
        assert threading.current_thread() is threading.main_thread()
        bugs.append(kind)

    monkeypatch.setattr(sys, "excepthook", hook)
    heard: list[Exception] = []
    jobs.run(lambda ctx: 1 // 0, title="Dividing", on_failed=heard.append)
    jobs.wait_all()
    assert bugs == [ZeroDivisionError]
    assert isinstance(heard[0], ZeroDivisionError)


def test_a_receiver_that_is_gone_hears_nothing(jobs: Jobs) -> None:
    hearer, go = Hearer(), threading.Event()

    def work(ctx: JobContext) -> int:
        go.wait(5)
        return 1

    jobs.run(work, title="Late", on_done=hearer.hear)
    heard: list[int] = []
    owner = QObject()
    jobs.run(work, title="Late too", on_done=lambda result: heard.append(result), owner=owner)
    delete(hearer)
    delete(owner)
    go.set()
    jobs.wait_all()
    assert hearer.heard == []
    assert heard == []


def test_progress_is_shown_only_of_work_that_takes_long(jobs: Jobs, qtbot: QtBot) -> None:
    shown: list[JobProgress] = []
    jobs.progressed.connect(shown.append)
    jobs.run(lambda ctx: ctx.report(1, 2, "quick"), title="Quick")
    jobs.wait_all()
    assert shown == []
    go = threading.Event()

    def slow(ctx: JobContext) -> None:
        ctx.report(3, 4, "row 3")
        go.wait(5)

    jobs.run(slow, title="Slow")
    qtbot.waitUntil(lambda: bool(shown), timeout=3000)
    go.set()
    jobs.wait_all()
    assert (shown[0].title, shown[0].done, shown[0].total, shown[0].text) == ("Slow", 3, 4, "row 3")


def test_work_that_nobody_asked_for_is_not_shown(jobs: Jobs, qtbot: QtBot) -> None:
    shown: list[JobProgress] = []
    jobs.progressed.connect(shown.append)
    go = threading.Event()
    jobs.run(lambda ctx: go.wait(5), title="Behind the scenes", is_shown=False)
    qtbot.wait(500)
    go.set()
    jobs.wait_all()
    assert shown == []


def test_work_on_a_workspace_has_a_connection_of_its_own(jobs: Jobs, workspace: Workspace) -> None:
    heard: list[object] = []

    def work(own: Workspace, ctx: JobContext) -> tuple[bool, int]:
        return own.connection is workspace.connection, own.connection.execute("SELECT count(*) FROM agents").fetchone()[0]

    jobs.run(on_workspace(workspace, work), title="Counting agents", on_done=heard.append)
    jobs.wait_all()
    assert heard == [(False, 0)]


def test_waiting_gives_up_after_its_time(jobs: Jobs) -> None:
    go = threading.Event()
    jobs.run(lambda ctx: go.wait(5), title="Slow")
    assert not jobs.wait_all(50)
    go.set()
    assert jobs.wait_all()
