"""`qa-desk -w FILE calibrate create|list|report`: calibration sessions for scripts, and their figures for checking."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa_desk.app.opening import named_workspace
from qa_desk.domain.language import tr

if TYPE_CHECKING:
    import argparse

    from qa_desk.app.console import Console
    from qa_desk.domain.calibration_report import CalibrationReport, SessionEntry, Totals
    from qa_desk.domain.coaching import Measure
    from qa_desk.domain.critical_errors import Proportion
    from qa_desk.workspace.workspace import Workspace

NAME = "calibrate"


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its verbs."""
    parser = subparsers.add_parser(NAME, help=tr("calibration sessions: create, list, report"))
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="create|list|report")
    create = verbs.add_parser("create", help=tr("open a session for blind scoring"))
    create.add_argument("--title", required=True)
    create.add_argument("--scorecard", required=True, help=tr("key, key:number or id of a published version"))
    create.add_argument("--item", action="append", required=True, help=tr("an interaction's id or external id; repeat"))
    create.add_argument("--evaluator", action="append", required=True, help=tr("an evaluator's name; repeat"))
    create.add_argument("--expert", help=tr("the evaluator whose answers are the benchmark"))
    create.add_argument("--agreed", action="store_true", help=tr("the answers agreed in the meeting become the benchmark"))
    create.add_argument("--tolerance", type=float, default=5.0, help=tr("points that count as alike"))
    create.add_argument("--due", metavar="YYYY-MM-DD")
    create.add_argument("--facilitator")
    create.add_argument("--hide-agent", action="store_true", help=tr("nobody is told the agent's name before the reveal"))
    listing = verbs.add_parser("list", help=tr("all sessions"))
    report = verbs.add_parser("report", help=tr("a revealed session's agenda, agreement and deviations"))
    report.add_argument("id", help=tr("the session's id or title"))
    report.add_argument("--out", type=Path, help=tr("also write the minutes as an Excel workbook"))
    for verb in (create, listing, report):
        verb.add_argument("--json", action="store_true")


def run(args: argparse.Namespace, console: Console) -> int:
    """Do what the verb says."""
    with named_workspace(args) as workspace:
        return {"create": _create, "list": _list, "report": _report}[args.verb](workspace, args, console)


def _create(workspace: Workspace, args: argparse.Namespace, console: Console) -> int:
    from qa_desk.domain.calibration import Benchmark
    from qa_desk.services.calibration import create_calibration
    from qa_desk.services.calibration_lookup import find_evaluator, find_interaction

    benchmark = Benchmark.EXPERT if args.expert else Benchmark.AGREED if args.agreed else Benchmark.NONE
    session_id = create_calibration(
        workspace,
        args.title,
        args.scorecard,
        [find_interaction(workspace, name) for name in args.item],
        [find_evaluator(workspace, name) for name in args.evaluator],
        benchmark=benchmark,
        expert_id=find_evaluator(workspace, args.expert) if args.expert else None,
        tolerance=args.tolerance,
        due_on=args.due,
        facilitator=args.facilitator,
        agent_hidden=args.hide_agent,
    )
    if args.json:
        console.document({"id": session_id})
    else:
        console.line(session_id)
    return 0


def _list(workspace: Workspace, args: argparse.Namespace, console: Console) -> int:
    from qa_desk.domain.calibration import STATE_WORDS
    from qa_desk.services.calibration import list_calibrations

    entries = list_calibrations(workspace)
    if args.json:
        console.document({"sessions": [_with_times(asdict(entry)) for entry in entries]})
        return 0

    def row(entry: SessionEntry) -> list[object]:
        finished = tr("{x} of {n}", x=entry.finished, n=entry.evaluators)
        return [entry.id, entry.title, entry.version_name, tr(STATE_WORDS[entry.state]), entry.items, finished, entry.due_on]

    header = ["id", tr("title"), tr("scorecard"), tr("state"), tr("interactions"), tr("finished"), tr("due")]
    console.table(header, [row(entry) for entry in entries])
    return 0


def _report(workspace: Workspace, args: argparse.Namespace, console: Console) -> int:
    from qa_desk.services.calibration import calibration_report, export_minutes

    report = calibration_report(workspace, args.id)
    if args.out:
        export_minutes(workspace, report.session.id, args.out)
        console.message(tr("{file}: the minutes.", file=args.out))
    if args.json:
        console.document(_document(report))
    else:
        _print(report, console)
    return 0


def _print(report: CalibrationReport, console: Console) -> None:
    from qa_desk.domain.calibration import REASON_WORDS
    from qa_desk.domain.calibration_text import answer_label, benchmark_words, share_words, signed_points

    console.line(f"{report.session.title} · {report.session.version_name}")
    console.line(
        tr(
            "{pairs} pairs of answers agree; measured against: {basis}",
            pairs=share_words(report.results.pairs.strict),
            basis=benchmark_words(report),
        )
    )
    console.line()
    points = []
    for point in report.results.agenda:
        question = report.version.question(point.question_id)
        decision = report.decisions.get((point.interaction_id, point.question_id))
        said = ", ".join(f"{report.name(who)}: {answer_label(question, answer)}" for who, answer in point.answers.items())
        agreed = answer_label(question, decision.agreed) if decision else "–"
        points.append([report.item(point.interaction_id).label, point.question_id, tr(REASON_WORDS[point.reason]), said, agreed])
    console.table([tr("interaction"), tr("question"), tr("why"), tr("answers"), tr("agreed")], points)
    console.line()
    console.table([tr("question"), tr("reading")], [[q.question_id, q.reading] for q in report.results.questions])
    console.line()
    rows = []
    for result in report.results.evaluators:
        d = result.deviation
        bias, before = signed_points(d.mean_signed), signed_points(d.mean_signed_before_autofail)
        within, same = share_words(d.within_tolerance), share_words(d.exact_answers)
        rows.append([report.name(d.evaluator_id), d.n, bias, before, within, same])
    header = [tr("evaluator"), "n", tr("deviation"), tr("before auto-fail"), tr("within tolerance"), tr("same answers")]
    console.table(header, rows)


def _document(report: CalibrationReport) -> dict[str, object]:
    results, session = report.results, report.session
    return {
        "id": session.id,
        "title": session.title,
        "scorecard": session.version_name,
        "state": str(session.state),
        "benchmark": str(session.benchmark),
        "tolerance": session.tolerance,
        **_with_times({name: getattr(session, name) for name in ("created_at", "revealed_at", "closed_at")}),
        "items": [asdict(item) for item in session.items],
        "evaluators": [_with_times(asdict(participant)) for participant in session.participants],
        "agenda": [
            {
                "interaction": point.interaction_id,
                "question": point.question_id,
                "reason": point.reason.name.lower(),
                "answers": {report.name(who): answer for who, answer in point.answers.items()},
                "benchmark": point.benchmark,
                "pairs": _pair(point.pairs),
                "agreed": decision.agreed if decision else None,
                "rule": decision.rule if decision else None,
            }
            for point in results.agenda
            for decision in [report.decisions.get((point.interaction_id, point.question_id))]
        ],
        "pairs": _pair(results.pairs.strict),
        "questions": {
            q.question_id: {
                "pairs": _pair(q.pairs.strict),
                "applicability": _pair(q.pairs.applicability),
                "given_applicable": _pair(q.pairs.given_applicable),
                "ac": _measure(q.ac),
                "ac_weights": q.ac_weights,
                "alpha": _measure(q.alpha),
                "alpha_level": q.alpha_level,
                "reading": q.reading,
            }
            for q in results.questions
        },
        "deviation": {
            report.name(r.deviation.evaluator_id): {
                "basis": str(r.deviation.basis),
                "n": r.deviation.n,
                "mean_signed": r.deviation.mean_signed,
                "mean_absolute": r.deviation.mean_absolute,
                "bias": _measure(r.bias),
                "mean_signed_before_autofail": r.deviation.mean_signed_before_autofail,
                "mean_absolute_before_autofail": r.deviation.mean_absolute_before_autofail,
                "within_tolerance": _pair(r.deviation.within_tolerance),
                "exact_answer_agreement": _pair(r.deviation.exact_answers),
            }
            for r in results.evaluators
        },
        "totals": {"final": _totals(results.final), "before_autofail": _totals(results.before_autofail)},
    }


def _with_times(fields: dict[str, Any]) -> dict[str, Any]:
    """The same with its instants as ISO 8601 with their offset."""
    return {
        name: datetime.fromtimestamp(value, UTC).isoformat() if name.endswith("_at") and isinstance(value, int) else value
        for name, value in fields.items()
    }


def _pair(share: Proportion) -> list[int]:
    return [share.numerator, share.denominator]


def _measure(found: Measure) -> dict[str, object]:
    return asdict(found)


def _totals(totals: Totals) -> dict[str, object]:
    return {"items": totals.items, "icc": _measure(totals.icc), "within_sd": totals.within_sd}
