"""Stores a small workspace of the format that is about to be released: `python -m tests.workspace.store_released`.

Run once a release; a stored file is never made again. The tests open every one of them with the program of the day.
"""

from __future__ import annotations

import gzip
import itertools
import random
import tempfile
from datetime import date
from pathlib import Path

from qa_desk.domain.clock import Clock
from qa_desk.domain.report import ReportScope
from qa_desk.domain.report_plan import PlanDraft
from qa_desk.resource_files import shipped_scorecards
from qa_desk.services.evaluations import set_answer, set_comment, start_evaluation, submit_evaluation
from qa_desk.services.people import ensure_agents, ensure_evaluator
from qa_desk.services.report_plan import add_plan_item
from qa_desk.services.scorecards import add_scorecard_file, get_version
from qa_desk.workspace.changelog import Author
from qa_desk.workspace.schema.version import SCHEMA_VERSION
from qa_desk.workspace.workspace import Workspace, create_workspace

FOLDER = Path(__file__).parent / "stored"


def store() -> Path:
    """Write `stored/format-N.qadesk.gz`; refused when it exists."""
    target = FOLDER / f"format-{SCHEMA_VERSION}.qadesk.gz"
    if target.exists():
        raise FileExistsError(target)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "centre.qadesk"
        ticks = itertools.count(1_767_225_600_000, 1000)
        clock = Clock(now_ms=lambda: next(ticks), random_bits=random.Random(1).getrandbits)
        workspace = create_workspace(path, clock=clock, author=Author("tester", "desk"))
        _fill(workspace)
        workspace.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        workspace.close()
        target.write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    return target


def _fill(workspace: Workspace) -> None:
    """One scored call of Жанна's, one draft, one item of the report's plan."""
    entry = add_scorecard_file(workspace, shipped_scorecards() / "voice_support.yaml")
    version = get_version(workspace, entry.id)
    agent = ensure_agents(workspace, ["Жанна 张"])["Жанна 张"]
    evaluator = ensure_evaluator(workspace, "Evaluator")
    for number, is_submitted in enumerate((True, False)):
        interaction = workspace.clock.new_id()
        with workspace.transaction() as connection:
            connection.execute(
                "INSERT INTO interactions (id, external_id, channel, agent_id, started_at, created_at) "
                "VALUES (?, ?, 'call', ?, ?, ?)",
                [interaction, f"C-{number}", agent, 1_767_200_000, workspace.clock.now()],
            )
        evaluation = start_evaluation(workspace, interaction, evaluator, entry.id)
        for section in version.sections:
            for question in section.questions:
                best = max(question.options, key=lambda option: option.credit, default=None)
                if best is not None:
                    set_answer(workspace, evaluation.id, question.id, best.id)
        set_comment(workspace, evaluation.id, version.sections[0].questions[0].id, "=kept as it is: 保持原样")
        if is_submitted:
            submit_evaluation(workspace, evaluation.id)
    december = ReportScope(date(2025, 12, 1), date(2025, 12, 31))
    draft = PlanDraft("=Reply to e-mail first: 先回邮件", "Жанна 张", date(2026, 1, 31), "csat", (("channel", "email"),))
    add_plan_item(workspace, december, draft, "Lead")


if __name__ == "__main__":
    store()
