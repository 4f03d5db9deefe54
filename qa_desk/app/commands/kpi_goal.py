"""`qa-desk kpi goal list|set|remove`: targets by team, channel, priority or agent, with the days on which they hold."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from qa_desk.app.arguments import day
from qa_desk.app.opening import named_workspace
from qa_desk.domain.language import tr

if TYPE_CHECKING:
    import argparse

    from qa_desk.app.console import Console

_SCOPES = ("team", "channel", "priority", "agent")


def add_goal_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verb and what can be done with goals."""
    acts = verbs.add_parser("goal", help=tr("goals: list, set, remove")).add_subparsers(dest="act", metavar="ACT", required=True)
    listing = acts.add_parser("list", help=tr("the goals that are set"))
    setting = acts.add_parser("set", help=tr("set a goal; one that still holds ends the day before"))
    setting.add_argument("id", metavar="ID")
    setting.add_argument(
        "target", type=float, metavar="TARGET", help=tr("in the unit of the figure: shares 0–1, durations in seconds")
    )
    scope = setting.add_mutually_exclusive_group()
    for name in _SCOPES:
        scope.add_argument(f"--{name}", metavar="NAME", help=tr("only for this one"))
    setting.add_argument("--from", dest="start", type=day, metavar="DATE", help=tr("the first day (YYYY-MM-DD)"))
    setting.add_argument("--to", dest="end", type=day, metavar="DATE", help=tr("the last day, included"))
    removing = acts.add_parser("remove", help=tr("take a goal away"))
    removing.add_argument("goal", metavar="GOAL", help=tr("its id, or the beginning of it"))
    for parser in (listing, setting, removing):
        parser.add_argument("--json", action="store_true", help=tr("print one JSON document"))


def run_goal(args: argparse.Namespace, console: Console) -> int:
    """Do what the act says, then show the goals that there are."""
    from qa_desk.kpis.goals import Goal
    from qa_desk.services.goals import list_goals, remove_goal, set_goal

    with named_workspace(args) as workspace:
        if args.act == "set":
            scope = next((name for name in _SCOPES if getattr(args, name)), "all")
            first, last = (each.isoformat() if each else None for each in (args.start, args.end))
            set_goal(workspace, Goal(args.id, args.target, scope, getattr(args, scope, None), first, last))
        elif args.act == "remove":
            remove_goal(workspace, args.goal)
        goals = list_goals(workspace)
        agents = {row[0]: row[1] for row in workspace.connection.execute("SELECT id, name FROM agents")}
    if args.json:
        console.document({"goals": [{"id": stored.id, **asdict(stored.goal)} for stored in goals]})
        return 0
    header = [tr("goal"), tr("KPI"), tr("target"), tr("for"), tr("from"), tr("until")]
    rows = []
    for stored in goals:
        one = stored.goal
        whom = tr("all") if one.scope == "all" else f"{one.scope} {agents.get(one.scope_value or '', one.scope_value)}"
        rows.append([stored.id, one.kpi, one.target, whom, one.valid_from, one.valid_to])
    console.table(header, rows)
    return 0
