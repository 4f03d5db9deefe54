"""What the options of `qa-desk sample` ask for, as values: who could be drawn, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.domain.sampling import USUAL_STRATA, Design, Method, Population, Targets
from qa_desk.services.people import agent_ids

if TYPE_CHECKING:
    import argparse

    from qa_desk.workspace.workspace import Workspace


def population_asked(workspace: Workspace, args: argparse.Namespace) -> Population:
    """The population of the options; refused when an agent is not known."""
    known = agent_ids(workspace)
    unknown = [name for name in args.agent if name.casefold() not in known]
    if unknown:
        raise Refusal(tr("There is no {what} “{name}” in this workspace.", what=tr("agent"), name=unknown[0]))
    return Population(
        first=args.first,
        last=args.last,
        channels=tuple(args.channel),
        teams=tuple(args.team),
        agents=tuple(dict.fromkeys(known[name.casefold()] for name in args.agent)),
        queues=tuple(args.queue),
        drivers=tuple(args.driver),
        languages=tuple(args.language),
        shortest_s=args.min_duration,
        longest_s=args.max_duration,
        csat=tuple(args.csat),
        tenure=tuple(args.tenure),
        needs_content=not args.any_content,
        is_fresh=not args.include_evaluated,
    )


def design_asked(args: argparse.Namespace) -> Design:
    """The design of the options; the method follows from them where it is not said."""
    method = Method(args.method or ("targeted" if args.why else "random" if args.size is not None else "quota"))
    strata = USUAL_STRATA
    if args.stratify is not None:
        named = [part.strip() for text in args.stratify for part in text.split(",")]
        strata = tuple(name for name in dict.fromkeys(named) if name and name != "none")
    return Design(
        method=method,
        size=args.size,
        quota=4 if args.quota is None and method is Method.QUOTA else args.quota,
        per=args.per,
        strata=strata,
        targets=Targets(tuple(args.why), tuple(args.word), args.dead_air, args.longer_than, args.shorter_than),
        double_share=args.double,
        avoids_lead=not args.allow_leads,
    )
