"""A sample in words: what a population lets in, how a design draws, and what to know before it is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import join_phrases, ntr, tr
from qa_desk.domain.sampling import (
    CSAT_BANDS,
    DIMENSIONS,
    METHOD_WORDS,
    PARTS,
    REASON_RULES,
    REPLACEMENT_WORDS,
    TENURE_BANDS,
    Method,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa_desk.domain.sampling import Design, Population, Replacement
    from qa_desk.services.sampling import Proposal

_MOST_NAMES = 5


def population_words(population: Population, agents: Mapping[str, str]) -> str:
    """The filters that are set, one phrase each; `agents` maps ids to names."""
    named = tuple(agents.get(agent, agent) for agent in population.agents)
    satisfied = tuple(tr(CSAT_BANDS[band]) for band in population.csat)
    served = tuple(tr(TENURE_BANDS[band]) for band in population.tenure)
    lists = (population.channels, population.teams, population.queues, population.drivers, population.languages)
    parts = [_days(population), *map(_listed, (*lists, named, satisfied, served))]
    if population.shortest_s is not None:
        parts.append(tr("from {seconds} s", seconds=round(population.shortest_s)))
    if population.longest_s is not None:
        parts.append(tr("up to {seconds} s", seconds=round(population.longest_s)))
    parts.append("" if population.needs_content else tr("also without recording or thread"))
    parts.append("" if population.is_fresh else tr("also evaluated ones"))
    return join_phrases(parts) or tr("everything")


def _days(population: Population) -> str:
    if population.first and population.last:
        return tr("{first} to {last}", first=population.first, last=population.last)
    if population.first:
        return tr("since {day}", day=population.first)
    return tr("until {day}", day=population.last) if population.last else ""


def _listed(values: tuple[str, ...]) -> str:
    shown = ", ".join(values[:_MOST_NAMES])
    return shown if len(values) <= _MOST_NAMES else tr("{names} and {count} more", names=shown, count=len(values) - _MOST_NAMES)


def design_words(design: Design) -> str:
    """How it is drawn, in one line."""
    parts = [tr(METHOD_WORDS[design.method])]
    if design.method is Method.QUOTA:
        parts.append(tr("{count} an agent, {part}", count=design.quota, part=tr(PARTS[design.per])))
        if design.strata:
            strata = ", ".join(tr(DIMENSIONS[name]) for name in DIMENSIONS if name in design.strata)
            parts.append(tr("stratified by {dimensions}", dimensions=strata))
    else:
        parts.append(ntr("{count} contact", "{count} contacts", design.size or 0))
    if design.method is Method.TARGETED:
        parts.append(", ".join(tr(REASON_RULES[rule]) for rule in design.targets.rules))
        parts.append("" if design.quota is None else tr("at most {count} an agent", count=design.quota))
    parts.append(tr("{percent} % scored twice", percent=round(100 * design.double_share)) if design.double_share else "")
    return join_phrases(parts)


def replaced_words(reasons: Mapping[Replacement, int]) -> str:
    """Why items were replaced, the most frequent reason first."""
    ranked = sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(tr("{count} × {reason}", count=times, reason=tr(REPLACEMENT_WORDS[reason])) for reason, times in ranked)


def proposal_warnings(proposal: Proposal) -> list[str]:
    """What to know before it is drawn."""
    spread, names = proposal.spread, proposal.agents
    found = []
    short = proposal.short_agents
    if short:
        found.append(
            ntr(
                "{count} agent has fewer contacts than the quota: {names}.",
                "{count} agents have fewer contacts than the quota: {names}.",
                len(short),
                names=_listed(tuple(names[agent] for agent in short)),
            )
        )
    if spread.unassigned:
        found.append(
            ntr(
                "{count} contact may be scored by nobody who is chosen (who leads whom, channels, languages, capacity).",
                "{count} contacts may be scored by nobody who is chosen (who leads whom, channels, languages, capacity).",
                len(spread.unassigned),
            )
        )
    if spread.missing_seconds:
        found.append(
            ntr(
                "{count} contact that should be scored twice has no second evaluator.",
                "{count} contacts that should be scored twice have no second evaluator.",
                spread.missing_seconds,
            )
        )
    if spread.one_evaluator:
        found.append(
            ntr(
                "{count} agent meets one evaluator only: {names}.",
                "{count} agents meet one evaluator only: {names}.",
                len(spread.one_evaluator),
                names=_listed(tuple(names[agent] for agent in spread.one_evaluator)),
            )
        )
    if spread.islands > 1:
        found.append(
            tr(
                "Evaluators and agents fall into {count} groups that no contact connects: how severe an evaluator is cannot be "
                "told from how good their agents are. Score more contacts twice, or draw more an agent.",
                count=spread.islands,
            )
        )
    return found
