"""What was measured and said in an interaction speaks for answers: the suggestions of a scorecard's evidence rules.

Nothing is decoded for it: speech facts come from recordings that were measured already. What is not known yet, or cannot be
told, suggests nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa_desk.domain.errors import QaDeskError
from qa_desk.domain.evidence import FactRule, Line, Suggestion, suggest
from qa_desk.domain.progress import Quiet
from qa_desk.media.cache import cache_file, content_hash
from qa_desk.services.interaction_detail import load_interaction
from qa_desk.services.speech import analyse_file, peaks_folder, thread_facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qa_desk.domain.progress import JobContext
    from qa_desk.domain.scorecard import ScorecardVersion
    from qa_desk.media.speech_facts import SpeechFacts
    from qa_desk.media.transcripts import Utterance
    from qa_desk.services.interaction_detail import InteractionDetail
    from qa_desk.services.speech import Medium
    from qa_desk.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a fact can be heard or read."""

    at_s: float | None = None
    media_id: str | None = None
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """The facts of an interaction by their names in evidence rules (None: not available), and where they are."""

    facts: Mapping[str, float | None]
    spots: Mapping[str, Spot]


def has_rules(version: ScorecardVersion, *, on_facts: bool = False) -> bool:
    """Whether a scorecard has evidence rules, or such on measured facts."""
    rules = [rule for question in version.questions() for rule in question.evidence]
    return any(isinstance(rule, FactRule) for rule in rules) if on_facts else bool(rules)


def suggestions_for(
    workspace: Workspace, interaction_id: str, version: ScorecardVersion, context: JobContext | None = None
) -> tuple[Suggestion, ...]:
    """What the evidence speaks for, question by question, each with its reason and its place."""
    context = context or Quiet()
    detail = load_interaction(workspace, interaction_id)
    known = known_facts(workspace, detail, context) if has_rules(version, on_facts=True) else Known({}, {})
    lines = lines_of(detail.utterances)
    context.raise_if_cancelled()
    found = (suggest(question, known.facts, lines) for question in version.questions() if question.evidence)
    return tuple(_with_place(suggestion, known, detail) for suggestion in found if suggestion is not None)


def known_facts(workspace: Workspace, detail: InteractionDetail, context: JobContext) -> Known:
    """The measured facts of an interaction: of its recordings where it has any, else of its thread."""
    if detail.media:
        measured = [(medium, _kept(workspace, medium, context)) for medium in detail.media]
        return speech_known([(medium.id, facts) for medium, facts in measured if facts is not None], len(measured))
    return thread_known(detail.utterances) if detail.channel != "call" else Known({}, {})


def _kept(workspace: Workspace, medium: Medium, context: JobContext) -> SpeechFacts | None:
    """The facts of a recording that was measured before; a file that is gone or unread tells nothing."""
    context.raise_if_cancelled()
    try:
        if not cache_file(peaks_folder(workspace), content_hash(medium.path), medium.layout).exists():
            return None
        return analyse_file(
            workspace, medium.path, agent_channel=medium.agent_channel, layout=medium.layout, context=context
        ).facts
    except (QaDeskError, OSError):
        return None


def speech_known(measured: Sequence[tuple[str, SpeechFacts]], recordings: int) -> Known:
    """The facts of all recordings of a call together; none while one of them is not measured."""
    if not measured or len(measured) < recordings:
        return Known({}, {})
    every = [facts for _, facts in measured]
    agent, customer = _sum(facts.talk_agent for facts in every), _sum(facts.talk_customer for facts in every)
    overs = [facts.talk_over for facts in every]
    longest_id, longest = max(measured, key=lambda one: one[1].dead_air.longest)
    facts: dict[str, float | None] = {
        "talk_ratio": agent / (agent + customer) if agent is not None and customer is not None and agent + customer else None,
        "dead_air_count": sum(one.dead_air.count for one in every),
        "dead_air_longest": longest.dead_air.longest,
        "dead_air_total": sum(one.dead_air.total for one in every),
        "talk_over_count": _sum(None if over is None else over.count for over in overs),
        "talk_over_total": _sum(None if over is None else over.total for over in overs),
        "first_agent_speech": every[0].first_agent_speech,
    }
    spots: dict[str, Spot] = {}
    if longest.dead_air.stretches:
        stretch = max(longest.dead_air.stretches, key=lambda one: one.length)
        spots.update(dict.fromkeys(("dead_air_count", "dead_air_longest", "dead_air_total"), Spot(stretch.start, longest_id)))
    for medium_id, one in measured:
        if one.talk_over is not None and one.talk_over.stretches:
            first = Spot(one.talk_over.stretches[0].start, medium_id)
            spots.update(dict.fromkeys(("talk_over_count", "talk_over_total"), first))
            break
    if every[0].first_agent_speech is not None:
        spots["first_agent_speech"] = Spot(every[0].first_agent_speech, measured[0][0])
    return Known(facts, spots)


def thread_known(utterances: Sequence[Utterance]) -> Known:
    """The facts of a chat or mail."""
    facts = thread_facts(utterances)
    spots = {"slowest_reply": Spot(position=facts.slowest_reply_at)} if facts.slowest_reply_at is not None else {}
    named = {"first_reply": facts.first_reply, "slowest_reply": facts.slowest_reply, "longest_gap": facts.longest_gap}
    return Known(named, spots)


def lines_of(utterances: Sequence[Utterance]) -> tuple[Line, ...]:
    """What was said to each other, as rules see it: no notes among colleagues."""
    return tuple(
        Line(position, line.speaker, line.text, line.start_s) for position, line in enumerate(utterances) if not line.is_internal
    )


def _with_place(suggestion: Suggestion, known: Known, detail: InteractionDetail) -> Suggestion:
    spot = known.spots.get(suggestion.fact) if suggestion.fact is not None else None
    if spot is not None:
        return replace(suggestion, at_s=spot.at_s, media_id=spot.media_id, position=spot.position)
    if suggestion.at_s is not None and detail.media:
        return replace(suggestion, media_id=detail.media[0].id)
    return suggestion


def _sum(values: Iterable[float | None]) -> float | None:
    """All together; None where one of them is not available."""
    listed = list(values)
    return None if any(value is None for value in listed) else sum(value for value in listed if value is not None)
