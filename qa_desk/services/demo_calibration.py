"""The demonstration's calibration sessions, played through the services: blind sheets, reveal, decisions, end."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from qa_desk.domain.calibration import Benchmark
from qa_desk.domain.evaluation import Answer, Marker
from qa_desk.services.calibration import (
    calibration_report,
    close_calibration,
    create_calibration,
    reveal_calibration,
    settle_point,
    start_blind_scoring,
    submit_blind_sheet,
)
from qa_desk.services.demo_centre import Centre, Happening, Values
from qa_desk.services.evaluations import put_answer, put_marker
from qa_desk.services.scorecards import get_version

if TYPE_CHECKING:
    from collections.abc import Iterator

_BETWEEN_SHEETS = timedelta(minutes=25)
_FIRST_SHEET_AFTER = timedelta(hours=4)


def calibration_happenings(centre: Centre, session: Values) -> Iterator[Happening]:
    """Opening, one happening a sheet, and where it has come so far: reveal, decisions, close."""
    kept: dict[str, str] = {}
    created = datetime.fromisoformat(session["created"])
    yield Happening(created, partial(_open, centre, session, kept))
    at = created + _FIRST_SHEET_AFTER
    for name in session.get("finished") or session["evaluators"]:
        for item in session["items"]:
            yield Happening(at, partial(_score, centre, session, kept, name, item))
            at += _BETWEEN_SHEETS
    if "revealed" in session:
        yield Happening(datetime.fromisoformat(session["revealed"]), partial(_reveal, centre, session, kept))
    if "closed" in session:
        closed = datetime.fromisoformat(session["closed"])
        yield Happening(closed, lambda: close_calibration(centre.workspace, kept["id"]))


def _open(centre: Centre, session: Values, kept: dict[str, str]) -> None:
    expert = session.get("expert")
    kept["id"] = create_calibration(
        centre.workspace,
        session["title"],
        centre.cards[session["scorecard"]],
        [centre.interaction(item["interaction"])["id"] for item in session["items"]],
        [centre.evaluators[name] for name in session["evaluators"]],
        benchmark=Benchmark(session["benchmark"]),
        expert_id=centre.evaluators[expert] if expert else None,
        tolerance=float(session["tolerance"]),
        due_on=session["due_on"],
        facilitator=session["facilitator"],
    )
    centre.calibrations.append(kept["id"])


def _score(centre: Centre, session: Values, kept: dict[str, str], name: str, item: Values) -> None:
    """One evaluator's blind sheet of one call."""
    workspace, column = centre.workspace, session["evaluators"].index(name)
    interaction_id = centre.interaction(item["interaction"])["id"]
    version = get_version(workspace, centre.cards[session["scorecard"]])
    sheet = start_blind_scoring(workspace, kept["id"], centre.evaluators[name], interaction_id)
    for question_id, given in item["answers"].items():
        question = version.question(question_id)
        assert question is not None
        has_lost = question.root_cause_required and question.loses_points(given[column])
        cause = session["causes"].get(question_id) if has_lost else None
        comment = item.get("comments", {}).get(question_id, {}).get(name)
        put_answer(workspace, sheet.id, Answer(question_id, given[column], comment, cause))
    for marker in item.get("markers", []):
        if marker["evaluator"] == name:
            at_s = centre.spoken_at(interaction_id, int(marker["line"]))
            set_at = Marker(workspace.clock.new_id(), marker["text"], at_s, None, marker["question"])
            put_marker(workspace, sheet.id, set_at)
    submit_blind_sheet(workspace, sheet.id)


def _reveal(centre: Centre, session: Values, kept: dict[str, str]) -> None:
    reveal_calibration(centre.workspace, kept["id"])
    for item in session["items"]:
        interaction_id = centre.interaction(item["interaction"])["id"]
        for question_id, decision in item["decisions"].items():
            settle_point(centre.workspace, kept["id"], interaction_id, question_id, decision["agreed"], decision["rule"] or None)
    # where nobody spoke up, the expert's answer stands
    report = calibration_report(centre.workspace, kept["id"])
    for point in report.open_points:
        expected = report.benchmark[point.interaction_id][point.question_id]
        settle_point(centre.workspace, kept["id"], point.interaction_id, point.question_id, expected)
