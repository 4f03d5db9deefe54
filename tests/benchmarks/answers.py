"""From a key stroke to an answer on the disk, against the bare SQLite commit of one row on the same disk."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING

from qa_desk.resource_files import shipped_scorecards
from qa_desk.services.evaluations import set_answer, start_evaluation
from qa_desk.services.people import ensure_evaluator
from qa_desk.services.scorecards import add_scorecard_file, get_version
from qa_desk.workspace.workspace import create_workspace
from tests.benchmarks.measuring import Ratio

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_TIMES = 400


def ratios() -> Iterator[Ratio]:
    """The 99th percentile of 400 answers, alternating with 400 bare commits."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        answer = _answering(Path(folder))
        commit = _bare_commits(Path(folder))
        ours, bare = [], []
        for number in range(_TIMES):
            ours.append(_seconds(answer, number))
            bare.append(_seconds(commit, number))
        yield Ratio("answer typed → on the disk (p99)", _p99(ours), "bare SQLite commit", _p99(bare), "≤ 3×")
        yield Ratio(
            "answer typed → on the disk (median)", sorted(ours)[_TIMES // 2], "bare SQLite commit", sorted(bare)[_TIMES // 2]
        )


def _seconds(work: Callable[[int], None], number: int) -> float:
    started = time.perf_counter()
    work(number)
    return time.perf_counter() - started


def _p99(values: list[float]) -> float:
    return quantiles(values, n=100)[98]


def _answering(folder: Path) -> Callable[[int], None]:
    workspace = create_workspace(folder / "a.qadesk")
    entry = add_scorecard_file(workspace, shipped_scorecards() / "voice_support.yaml")
    version = get_version(workspace, entry.id)
    interaction = workspace.clock.new_id()
    with workspace.transaction() as connection:
        connection.execute("INSERT INTO interactions (id, channel, created_at) VALUES (?, 'call', 0)", [interaction])
    evaluation = start_evaluation(workspace, interaction, ensure_evaluator(workspace, "E"), entry.id)
    questions = [question for section in version.sections for question in section.questions if len(question.options) > 1]

    def answer(number: int) -> None:
        question = questions[number % len(questions)]
        option = question.options[(number // len(questions)) % len(question.options)]
        set_answer(workspace, evaluation.id, question.id, option.id)

    return answer


def _bare_commits(folder: Path) -> Callable[[int], None]:
    connection = sqlite3.connect(folder / "bare.sqlite", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE answers (id INTEGER PRIMARY KEY, value TEXT)")

    def commit(number: int) -> None:
        connection.execute("INSERT INTO answers VALUES (?, 'Yes')", [number])

    return commit
