"""From a key stroke to an answer on the disk, against the bare SQLite commit of one row there; and to the painted score."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING

from qa_desk.domain.definition_nodes import tree_of
from qa_desk.domain.evaluation import Answer
from qa_desk.domain.question_kinds.kind import QuestionKind
from qa_desk.domain.scorecard_definition import read_definition
from qa_desk.resource_files import shipped_scorecards
from qa_desk.services.evaluations import start_evaluation
from qa_desk.services.people import ensure_evaluator
from qa_desk.services.scorecards import add_scorecard_file, version_on
from qa_desk.workspace.workspace import create_workspace
from tests.benchmarks.measuring import Ratio

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QApplication

    from qa_desk.domain.evaluation import Evaluation
    from qa_desk.domain.scorecard import ScorecardVersion
    from qa_desk.services.drafts import Begun
    from qa_desk.workspace.workspace import Workspace

_TIMES = 400
_FRAME_S = 0.016
_STALL_S = 0.050
_OPTIONS = [{"id": "a", "credit": "1/2"}, {"id": "b", "credit": "1/2"}]
_BANDS = [{"id": "short", "credit": 1, "below": 20}, {"id": "long", "credit": 0}]
_KINDS: tuple[dict[str, object], ...] = (
    {"id": "hold", "weight": 1, "credits": {"Yes": 1, "No": 0}, "preset": "N/A"},
    {"id": "time", "weight": 1, "bands": _BANDS, "ask_if": {"question": "hold", "answer": ["Yes"]}},
    {"id": "steps", "weight": 1, "kind": "multiple", "options": _OPTIONS},
    {"id": "wish", "kind": "text"},
    {"id": "scale", "weight": 1, "credits": {"0": 0, "1": "1/4", "2": "1/2", "3": "3/4", "4": 1}},
    {"id": "tone", "weight": 1, "credits": {"Yes": 1, "No": 0}, "critical": "customer", "guidance": "All through the call"},
)


@dataclass(frozen=True, slots=True)
class _Draft:
    of: Begun
    evaluation: Evaluation


def ratios() -> Iterator[Ratio]:
    """The 99th percentile of 400 answers, in turn with 400 bare commits; then keys and the opening of sixty questions."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        yield from _durability(Path(folder), application)
    yield from _painting(application)


def _durability(folder: Path, application: QApplication) -> Iterator[Ratio]:
    """Told by the window's thread, written by the writer's own: until that one says that it is on the disk."""
    from PySide6.QtCore import QObject

    from qa_desk.services.drafts import Change, keeper_of, part_of
    from qa_desk.ui.writer import Writer

    workspace, version, begun = _a_draft(folder)
    keeper, parent = keeper_of(begun.of, begun.evaluation), QObject()
    writer, commit = Writer(workspace, parent), _bare_commits(folder)
    answers = _answers_to(version)
    telling, ours, bare = [], [], []
    durable: list[float] = []

    def answer(number: int) -> None:
        said = answers(number)
        change = Change(part_of(said), said)

        def write(own: Workspace) -> None:
            keeper.keep(own, change)
            durable.append(time.perf_counter())

        writer.add(write)

    for number in range(_TIMES):
        started = time.perf_counter()
        answer(number)
        telling.append(time.perf_counter() - started)
        writer.flush(10_000)
        ours.append(durable[-1] - started)
        bare.append(_seconds(commit, number))
    writer.stop()
    workspace.close()
    yield Ratio("answer typed → on the disk (p99)", _p99(ours), "bare SQLite commit", _p99(bare), "≤ 3×")
    middle = _TIMES // 2
    yield Ratio("answer typed → on the disk (median)", sorted(ours)[middle], "bare SQLite commit", sorted(bare)[middle])
    yield Ratio("answer typed → the window goes on (p99)", _p99(telling), "bare SQLite commit", _p99(bare), "well below 1×")
    application.processEvents()


def _painting(application: QApplication) -> Iterator[Ratio]:
    """Sixty questions of every kind: a key until the score is painted, and the longest standstill while the form opens."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from qa_desk.ui.evaluate.form import ScorecardForm
    from qa_desk.ui.theme import Theme

    theme = Theme(application, "light")
    form = ScorecardForm(theme, has_summary=True)
    form.resize(440, 800)
    form.show()
    QTest.qWaitForWindowExposed(form)
    version = _sixty_questions()
    turns = [_seconds(lambda _: form.show_version(version, {}), 0)]
    while any(not row.is_built for row in form.findChildren(_row_class())):
        turns.append(_seconds(lambda _: application.processEvents(), 0))
    yield Ratio("sixty questions open: longest standstill", max(turns), "what nobody notices", _STALL_S, "≤ 1×")
    for question, what in (("scale3", ""), ("hold3", ", and a question comes or goes")):
        form.focus_question(question)
        application.processEvents()
        keys = []
        for number in range(100):
            key = (Qt.Key.Key_1, Qt.Key.Key_2)[number % 2]

            def press(_number: int, key: Qt.Key = key) -> None:
                QTest.keyClick(application.focusWidget(), key)
                application.processEvents()

            keys.append(_seconds(press, number))
        middle, high = sorted(keys)[50], sorted(keys)[95]
        yield Ratio(f"key → painted score{what} (sixty questions, median)", middle, "one frame", _FRAME_S, "≤ 1×")
        yield Ratio(f"key → painted score{what} (sixty questions, p95)", high, "one frame", _FRAME_S, "≤ 1×")
    form.close()
    form.deleteLater()
    application.processEvents()


def _row_class() -> type:
    from qa_desk.ui.evaluate.question_row import QuestionRow

    return QuestionRow


def _sixty_questions() -> ScorecardVersion:
    questions = []
    for number in range(10):
        for kind in _KINDS:
            made = {**kind, "id": f"{kind['id']}{number}", "title": f"What is looked at here, number {number}"}
            if "ask_if" in made:
                made["ask_if"] = {"question": f"hold{number}", "answer": ["Yes"]}
            questions.append(made)
    sections = [{"id": f"S{n}", "title": f"Part {n}", "questions": questions[n * 10 : n * 10 + 10]} for n in range(6)]
    reading = read_definition(tree_of({"key": "sixty", "sections": sections}))
    assert reading.version is not None, [fault.message for fault in reading.errors]
    return reading.version


def _seconds(work: Callable[[int], object], number: int) -> float:
    started = time.perf_counter()
    work(number)
    return time.perf_counter() - started


def _p99(values: list[float]) -> float:
    return quantiles(values, n=100)[98]


def _a_draft(folder: Path) -> tuple[Workspace, ScorecardVersion, _Draft]:
    from qa_desk.services.drafts import Begun

    workspace = create_workspace(folder / "a.qadesk")
    entry = add_scorecard_file(workspace, min(shipped_scorecards().glob("*.yaml")))
    interaction = workspace.clock.new_id()
    with workspace.transaction() as connection:
        connection.execute("INSERT INTO interactions (id, channel, created_at) VALUES (?, 'call', 0)", [interaction])
    evaluator = ensure_evaluator(workspace, "E")
    evaluation = start_evaluation(workspace, interaction, evaluator, entry.id)
    return workspace, version_on(workspace, entry.id, "call"), _Draft(Begun(interaction, evaluator, entry.id, {}), evaluation)


def _answers_to(version: ScorecardVersion) -> Callable[[int], Answer]:
    choices = [question for question in version.questions() if question.kind is QuestionKind.CHOICE]

    def answer(number: int) -> Answer:
        question = choices[number % len(choices)]
        return Answer(question.id, question.options[(number // len(choices)) % len(question.options)].id)

    return answer


def _bare_commits(folder: Path) -> Callable[[int], None]:
    connection = sqlite3.connect(folder / "bare.sqlite", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE answers (id INTEGER PRIMARY KEY, value TEXT)")

    def commit(number: int) -> None:
        connection.execute("INSERT INTO answers VALUES (?, 'Yes')", [number])

    return commit
