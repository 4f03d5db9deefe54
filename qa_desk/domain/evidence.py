"""Evidence rules: what was measured or said suggests an answer, with its reason and its place; a person confirms it.

A rule looks at one speech fact ("longest dead air at most 20 s") or for phrases in the transcript. Where the fact is not
available, or the interaction has no transcript, it suggests nothing rather than guess.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.domain.language import N_, ntr, tr

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from fractions import Fraction

    from qa_desk.domain.scorecard import Question

FACTS: dict[str, str] = {
    "talk_ratio": N_("agent's share of the talk"),
    "dead_air_count": N_("dead air, how often"),
    "dead_air_longest": N_("longest dead air (s)"),
    "dead_air_total": N_("dead air in all (s)"),
    "talk_over_count": N_("talk-over, how often"),
    "talk_over_total": N_("talk-over in all (s)"),
    "first_agent_speech": N_("first word of the agent after (s)"),
    "first_reply": N_("first reply after (s)"),
    "slowest_reply": N_("slowest reply (s)"),
    "longest_gap": N_("longest gap (s)"),
}
"""The measured facts that a rule can name, and what they are."""

SPEAKERS = ("agent", "customer", "anyone")
"""Whose words a rule searches."""


@dataclass(frozen=True, slots=True)
class FactRule:
    """`then` is suggested where the fact lies within the bounds, `otherwise` where it does not (None: nothing)."""

    fact: str
    at_least: Fraction | None = None
    at_most: Fraction | None = None
    then: str | None = None
    otherwise: str | None = None


@dataclass(frozen=True, slots=True)
class PhraseRule:
    """`then` is suggested where one of the phrases was said, `otherwise` where none was (None: nothing).

    Phrases are searched in every language given, without regard to case, accents' encoding or full width. `within_s` and
    `last_s` keep the search to the beginning or the end of a spoken interaction.
    """

    phrases: tuple[tuple[str, tuple[str, ...]], ...]
    """By language; the language "" is one that was not said."""
    by: str = "agent"
    within_s: Fraction | None = None
    last_s: Fraction | None = None
    then: str | None = None
    otherwise: str | None = None


EvidenceRule = FactRule | PhraseRule


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a transcript or thread, as a rule sees it. `speaker` is "agent", "customer" or another."""

    position: int
    speaker: str
    text: str
    start_s: float | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An answer that the evidence speaks for. `position` is the line that says so, `fact` what was measured.

    `at_s` is where it can be heard, in the recording `media_id`.
    """

    question_id: str
    answer: str
    reason: str
    position: int | None = None
    at_s: float | None = None
    fact: str | None = None
    media_id: str | None = None


def suggest(question: Question, facts: Mapping[str, float | None], lines: Sequence[Line]) -> Suggestion | None:
    """The first answer that one of the question's rules speaks for, in their order; None where none does."""
    for rule in question.evidence:
        found = _by_fact(question.id, rule, facts) if isinstance(rule, FactRule) else _by_phrase(question.id, rule, lines)
        if found is not None:
            return found
    return None


def _by_fact(question_id: str, rule: FactRule, facts: Mapping[str, float | None]) -> Suggestion | None:
    value = facts.get(rule.fact)
    if value is None:
        return None
    is_within = (rule.at_least is None or value >= rule.at_least) and (rule.at_most is None or value <= rule.at_most)
    answer = rule.then if is_within else rule.otherwise
    if answer is None:
        return None
    reason = tr("{fact}: {value}, asked for {bounds}", fact=tr(FACTS[rule.fact]), value=f"{value:.4g}", bounds=_bounds(rule))
    return Suggestion(question_id, answer, reason, fact=rule.fact)


def _bounds(rule: FactRule) -> str:
    parts = []
    if rule.at_least is not None:
        parts.append(f"≥ {float(rule.at_least):g}")
    if rule.at_most is not None:
        parts.append(f"≤ {float(rule.at_most):g}")
    return ", ".join(parts)


def _by_phrase(question_id: str, rule: PhraseRule, lines: Sequence[Line]) -> Suggestion | None:
    searched = list(_searched(rule, lines))
    if not searched:
        return None
    wanted = {folded(phrase): phrase for _, phrases in rule.phrases for phrase in phrases}
    for line in searched:
        text = folded(line.text)
        said = next((phrase for key, phrase in wanted.items() if key in text), None)
        if said is not None:
            if rule.then is None:
                return None
            return Suggestion(question_id, rule.then, tr("“{phrase}” was said", phrase=said), line.position, line.start_s)
    if rule.otherwise is None:
        return None
    count = len(searched)
    words = ntr("no such phrase in {count} line", "no such phrase in {count} lines", count)
    return Suggestion(question_id, rule.otherwise, words)


def _searched(rule: PhraseRule, lines: Sequence[Line]) -> Iterable[Line]:
    end = max((line.start_s for line in lines if line.start_s is not None), default=None)
    for line in lines:
        if rule.by != "anyone" and line.speaker != rule.by:
            continue
        if rule.within_s is not None and (line.start_s is None or line.start_s > rule.within_s):
            continue
        if rule.last_s is not None and (line.start_s is None or end is None or line.start_s < end - rule.last_s):
            continue
        yield line


def folded(text: str) -> str:
    """A text as phrases are compared: one form for full and half width, no case, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
