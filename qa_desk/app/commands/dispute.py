"""`qa-desk -w FILE dispute list|raise|decide|withdraw`: disputes of evaluations for scripts, and their rates."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from qa_desk.app.opening import named_workspace
from qa_desk.app.usage import WrongUsage
from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from qa_desk.app.console import Console
    from qa_desk.domain.disputes import Dispute, Verdict
    from qa_desk.services.dispute_statistics import DisputeCounts
    from qa_desk.workspace.workspace import Workspace

NAME = "dispute"
_ALL = "all"
"""Stands for every point that is not named."""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its verbs."""
    parser = subparsers.add_parser(NAME, help=tr("disputes of evaluations: list, raise, decide, withdraw"))
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="list|raise|decide|withdraw")
    listing = verbs.add_parser("list", help=tr("all disputes, and how often they were overturned"))
    listing.add_argument("--state", choices=["open", "decided", "withdrawn"])
    listing.add_argument("--for", dest="decider", metavar="NAME", help=tr("only what this evaluator can decide"))
    listing.set_defaults(verb_function=_list)
    raised = verbs.add_parser("raise", help=tr("dispute a submitted evaluation"))
    raised.add_argument("evaluation", help=tr("an evaluation's id, or an interaction's id or external id"))
    raised.add_argument("--by", required=True, metavar="NAME")
    raised.add_argument("--role", choices=["agent", "lead"], default="agent")
    raised.add_argument("--whole", metavar="REASON", help=tr("the whole evaluation is disputed"))
    raised.add_argument(
        "--question",
        nargs=3,
        action="append",
        default=[],
        metavar=("QUESTION", "ANSWER", "REASON"),
        help=tr("a question, the answer that would be right, and why; repeat"),
    )
    raised.set_defaults(verb_function=_raise)
    decide = verbs.add_parser("decide", help=tr("accept or reject each point; what is accepted becomes a revision"))
    decide.add_argument("dispute")
    decide.add_argument("--by", required=True, metavar="NAME", help=tr("an evaluator who had no hand in it"))
    for option, what in (("--accept", tr("accept a point")), ("--reject", tr("reject a point"))):
        help_text = tr("{what}, and why; “all” is every point that is not named", what=what)
        decide.add_argument(option, nargs=2, action="append", default=[], metavar=("QUESTION", "REASON"), help=help_text)
    decide.add_argument("--reason", default="", help=tr("the reason of the decision as a whole"))
    answer_help = tr("an answer of the revision: another one than was wished for, or of a dispute of the whole; repeat")
    decide.add_argument("--answer", action="append", default=[], metavar="QUESTION=ANSWER", help=answer_help)
    decide.set_defaults(verb_function=_decide)
    withdraw = verbs.add_parser("withdraw", help=tr("take an open dispute back"))
    withdraw.add_argument("dispute")
    withdraw.add_argument("--by", required=True, metavar="NAME", help=tr("who raised it"))
    withdraw.set_defaults(verb_function=_withdraw)
    for verb in (listing, raised, decide, withdraw):
        verb.add_argument("--json", action="store_true", help=tr("print one JSON document"))


def run(args: argparse.Namespace, console: Console) -> int:
    """Do what the verb says."""
    with named_workspace(args) as workspace:
        args.verb_function(workspace, args, console)
    return 0


def _list(workspace: Workspace, args: argparse.Namespace, console: Console) -> None:
    from qa_desk.services.calibration_lookup import find_evaluator
    from qa_desk.services.dispute_deciders import may_decide
    from qa_desk.services.dispute_statistics import dispute_statistics
    from qa_desk.services.disputes import list_disputes

    disputes = [each for each in list_disputes(workspace) if args.state in (None, each.state.value)]
    if args.decider:
        decider = find_evaluator(workspace, args.decider)
        disputes = [each for each in disputes if may_decide(workspace, each, decider)]
    figures = dispute_statistics(workspace)
    if console.as_json:
        console.document(
            {
                "disputes": [_document(each) for each in disputes],
                "figures": {
                    "total": _counts(figures.total),
                    "evaluators": [_counts(each) for each in figures.evaluators],
                    "questions": [_counts(each) for each in figures.questions],
                },
            }
        )
        return
    _print_list(disputes, console)
    if figures.evaluators:
        console.line()
        header = [tr("evaluator"), tr("disputed"), tr("decided"), tr("overturned")]
        console.table(header, [_row(each) for each in (*figures.evaluators, figures.total)])


def _print_list(disputes: Sequence[Dispute], console: Console) -> None:
    from qa_desk.domain.disputes import OUTCOME_WORDS, STATE_WORDS

    rows = [
        [
            each.id,
            each.reference,
            each.agent,
            each.evaluator,
            each.raised_by,
            tr(OUTCOME_WORDS[each.outcome]) if each.outcome else tr(STATE_WORDS[each.state]),
            each.due_on if each.is_open else "",
            _scores(each),
        ]
        for each in disputes
    ]
    names = ["id", tr("interaction"), tr("agent"), tr("evaluator"), tr("raised by"), tr("state"), tr("due"), tr("score")]
    console.table(names, rows)


def _scores(dispute: Dispute) -> str:
    before = dispute.shown or tr("n/a")
    return before if dispute.revised is None else f"{before} → {dispute.revised}"


def _row(counts: DisputeCounts) -> list[object]:
    from qa_desk.domain.calibration_text import percent_words

    name = counts.name or tr("all")
    disputed = tr("{x} of {n}", x=counts.disputed, n=counts.looked_at)
    return [name, disputed, counts.decided, f"{counts.overturned}  {percent_words(counts.overturn_rate)}"]


def _raise(workspace: Workspace, args: argparse.Namespace, console: Console) -> None:
    from qa_desk.domain.disputes import WHOLE, Claim, Role
    from qa_desk.services.disputes import raise_dispute

    if bool(args.whole) == bool(args.question):
        raise WrongUsage(tr("Name what is disputed: --whole REASON, or --question QUESTION ANSWER REASON."))
    claims = [Claim(question, reason, answer) for question, answer, reason in args.question]
    if args.whole:
        claims = [Claim(WHOLE, args.whole)]
    evaluation_id = _evaluation(workspace, args.evaluation)
    _say(raise_dispute(workspace, evaluation_id, claims, by=args.by, role=Role(args.role)), console)


def _decide(workspace: Workspace, args: argparse.Namespace, console: Console) -> None:
    from qa_desk.services.calibration_lookup import find_evaluator
    from qa_desk.services.disputes import decide_dispute, get_dispute

    answers = dict(_answer(text) for text in args.answer)
    dispute = get_dispute(workspace, args.dispute)
    verdicts = _verdicts(dispute, args, answers)
    granted = {verdict.question_id for verdict in verdicts}
    decision = decide_dispute(
        workspace,
        dispute.id,
        verdicts,
        decider_id=find_evaluator(workspace, args.by),
        reason=args.reason,
        answers={question: value for question, value in answers.items() if question not in granted},
    )
    _say(decision.dispute, console)


def _verdicts(dispute: Dispute, args: argparse.Namespace, answers: dict[str, str]) -> list[Verdict]:
    from qa_desk.domain.disputes import WHOLE, Verdict

    said: dict[str, tuple[bool, str]] = {}
    for is_accepted, pairs in ((True, args.accept), (False, args.reject)):
        for question, reason in pairs:
            if question in said:
                raise WrongUsage(tr("“{question}” is named twice.", question=question))
            said[question] = (is_accepted, reason)
    rest = said.pop(_ALL, None)
    if rest is not None:
        said = {point.question_id: rest for point in dispute.points} | said
    return [
        Verdict(question, is_accepted, reason, answers.get(question) if is_accepted and question != WHOLE else None)
        for question, (is_accepted, reason) in said.items()
    ]


def _answer(text: str) -> tuple[str, str]:
    question, sign, value = text.partition("=")
    if not sign:
        raise WrongUsage(tr("{words}: write QUESTION=ANSWER.", words=text))
    return question.strip(), value.strip()


def _withdraw(workspace: Workspace, args: argparse.Namespace, console: Console) -> None:
    from qa_desk.services.disputes import withdraw_dispute

    _say(withdraw_dispute(workspace, args.dispute, by=args.by), console)


def _evaluation(workspace: Workspace, name: str) -> str:
    """The evaluation of an id, or the one in force of an interaction."""
    from qa_desk.services.calibration_lookup import find_interaction

    if workspace.connection.execute("SELECT 1 FROM evaluations WHERE id = ?", [name]).fetchone():
        return name
    interaction = find_interaction(workspace, name)
    found = workspace.connection.execute("SELECT id FROM current_evaluations WHERE interaction_id = ?", [interaction]).fetchall()
    if not found:
        raise Refusal(tr("{name}: this interaction has no submitted evaluation.", name=name))
    if len(found) > 1:
        known = ", ".join(row["id"] for row in found)
        raise Refusal(tr("{name} was evaluated by several people; name one of the evaluations: {known}.", name=name, known=known))
    return str(found[0]["id"])


def _say(dispute: Dispute, console: Console) -> None:
    from qa_desk.domain.disputes import OUTCOME_WORDS, STATE_WORDS

    if console.as_json:
        console.document(_document(dispute))
        return
    state = tr(OUTCOME_WORDS[dispute.outcome]) if dispute.outcome else tr(STATE_WORDS[dispute.state])
    console.line(f"{dispute.id}  {state}  {_scores(dispute)}")


def _document(dispute: Dispute) -> dict[str, object]:
    fields = asdict(dispute)
    for name in ("raised_at", "closed_at"):
        at = fields[name]
        fields[name] = None if at is None else datetime.fromtimestamp(at, UTC).isoformat()
    return fields


def _counts(counts: DisputeCounts) -> dict[str, object]:
    return asdict(counts)
