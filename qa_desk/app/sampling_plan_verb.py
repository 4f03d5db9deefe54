"""`qa-desk sample plan`: how many evaluations tell what."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from qa_desk.app.sampling_request import population_asked
from qa_desk.domain.language import ntr, tr
from qa_desk.domain.numbers import count_text
from qa_desk.services.sampling_plan import Assumptions, Question, measured_assumptions, open_decisions, plan
from qa_desk.services.sampling_population import count_population

if TYPE_CHECKING:
    import argparse

    from qa_desk.app.console import Console
    from qa_desk.services.sampling_plan import OpenDecision, Plan, Yield
    from qa_desk.workspace.workspace import Workspace


def tell_plan(workspace: Workspace, args: argparse.Namespace, console: Console) -> int:
    """Count the population, reckon, and say it."""
    counted = count_population(workspace, population_asked(workspace, args), console)
    agents = len(counted.agents)
    each = args.contacts if args.contacts is not None else round(counted.total / agents) if agents else None
    measured = measured_assumptions(workspace)
    assumptions = Assumptions(
        measured.sd if args.sd is None else args.sd,
        measured.pass_rate if args.pass_rate is None else args.pass_rate,
        measured.evaluations if args.sd is None and args.pass_rate is None else 0,
    )
    question = Question(
        args.quota,
        max(1, agents),
        each,
        args.half_width,
        args.points,
        args.rare,
        is_finite=args.this_period,
        drawn=None if args.contacts is not None else sum(min(args.quota, agent.contacts) for agent in counted.agents),
    )
    found = plan(question, assumptions)
    undecided = open_decisions(workspace, args.points) if args.top_up else []
    if args.json:
        top_up = {"open_decisions": [asdict(one) for one in undecided]} if args.top_up else {}
        console.document({"population": asdict(counted), **asdict(found), **top_up})
        return 0
    whole, of_whom = (
        ntr("{count} contact", "{count} contacts", counted.total),
        ntr("of {count} agent", "of {count} agents", agents),
    )
    console.line(f"{whole} {of_whom}")
    console.line(_basis(assumptions))
    _tell_needed(found, console)
    console.line()
    header = [tr("evaluations"), tr("mean ± points"), tr("pass rate"), tr("error seen"), tr("smallest real change")]
    quotas = {each.n: each for each in (*found.quotas, found.each, found.together)}
    console.table(header, [_yield_row(quotas[n]) for n in sorted(quotas)])
    if args.top_up:
        console.line()
        _tell_undecided(undecided, console)
    return 0


def _basis(assumptions: Assumptions) -> str:
    sd, percent = f"{assumptions.sd:.1f}", round(100 * assumptions.pass_rate)
    if not assumptions.evaluations:
        return tr("Reckoned with a spread of {sd} points and {percent} % that pass.", sd=sd, percent=percent)
    return tr(
        "Scores spread by {sd} points within an agent, {percent} % pass (from {n} evaluations).",
        sd=sd,
        percent=percent,
        n=count_text(assumptions.evaluations),
    )


def _tell_needed(found: Plan, console: Console) -> None:
    question = found.question
    rows = [
        [tr("pass rate ± {points} points", points=f"{100 * question.share_half_width:g}"), count_text(found.needed_for_share)],
        [tr("mean score ± {points} points", points=f"{question.mean_half_width:g}"), count_text(found.needed_for_mean)],
        [
            tr("an error of {percent} % seen with 95 %", percent=f"{100 * question.rare_rate:g}"),
            "–" if found.needed_to_see is None else count_text(found.needed_to_see),
        ],
    ]
    console.table([tr("to know"), tr("evaluations")], rows)


def _yield_row(found: Yield) -> list[str]:
    half, low, high, change = found.mean_half_width, found.pass_low, found.pass_high, found.detectable_change
    return [
        count_text(found.n),
        "–" if half is None else f"{half:.1f}",
        "–" if low is None or high is None else f"{found.passes}/{found.n}: {100 * low:.0f}–{100 * high:.0f} %",
        f"{100 * found.chance_to_see:.0f} %",
        "–" if change is None else f"{change:.1f}",
    ]


def _tell_undecided(undecided: list[OpenDecision], console: Console) -> None:
    if not undecided:
        console.line(tr("No agent is undecided against the goal (or there is no goal)."))
        return
    header = [tr("agent"), tr("score so far"), "n", tr("chance to be below the goal"), tr("more evaluations")]
    rows = [[one.name, f"{one.score:.1f}", one.evaluations, f"{100 * one.chance_below:.0f} %", one.more] for one in undecided]
    console.table(header, rows)
