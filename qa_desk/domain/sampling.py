"""What a sample is: who could be drawn (the population), how it is drawn (the design), and the words for both.

Random and quota samples may stand for the contacts that nobody looked at; targeted picks are chosen for being unusual and only
serve coaching. Population and design are plain values that go into a sample's record as JSON and come back from it, also in a
later version: what a record does not know has its default.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import N_, tr

if TYPE_CHECKING:
    from collections.abc import Mapping


class Method(StrEnum):
    """How contacts are chosen."""

    RANDOM = "random"
    QUOTA = "quota"
    TARGETED = "targeted"


METHOD_WORDS: Mapping[Method, str] = {
    Method.RANDOM: N_("random"),
    Method.QUOTA: N_("quota"),
    Method.TARGETED: N_("targeted"),
}
PARTS: Mapping[str, str] = {"span": N_("the whole period"), "week": N_("each week"), "month": N_("each month")}
"""What a quota is counted by."""
LENGTH_BANDS: Mapping[str, str] = {
    "short": N_("under 3 min"),
    "middle": N_("3 to 10 min"),
    "long": N_("over 10 min"),
    "unknown": N_("length unknown"),
}
CSAT_BANDS: Mapping[str, str] = {
    "low": N_("low satisfaction"),
    "middle": N_("middling satisfaction"),
    "high": N_("high satisfaction"),
    "none": N_("no answer"),
}
TENURE_BANDS: Mapping[str, str] = {
    "new": N_("first 90 days"),
    "first_year": N_("first year"),
    "experienced": N_("over a year"),
    "unknown": N_("tenure unknown"),
}
SHORT_BELOW_S, LONG_ABOVE_S = 180.0, 600.0
LOW_UP_TO, HIGH_FROM = 0.25, 0.75
"""Shares of a survey's scale: of 1 to 5, 1 and 2 are low, 4 and 5 are high."""
NEW_DAYS, FIRST_YEAR_DAYS = 90, 365


def length_band(seconds: float | None) -> str:
    """How long a contact was, roughly."""
    if seconds is None:
        return "unknown"
    return "short" if seconds < SHORT_BELOW_S else "long" if seconds > LONG_ABOVE_S else "middle"


def csat_band(share: float | None) -> str:
    """How satisfied the customer was; `share` is the answer's place on its scale, 1 the best."""
    if share is None:
        return "none"
    return "low" if share <= LOW_UP_TO else "high" if share >= HIGH_FROM else "middle"


def tenure_band(days: float | None) -> str:
    """How long the agent had been there on that day."""
    if days is None:
        return "unknown"
    return "new" if days < NEW_DAYS else "first_year" if days < FIRST_YEAR_DAYS else "experienced"


@dataclass(frozen=True, slots=True)
class Population:
    """Who could be drawn. An empty tuple is "any"; days are included on both ends and belong to the centre's time zone.

    Test contacts and merged tickets are never in it, nor contacts whose agent is not known: an evaluation of them says nothing.
    """

    first: date | None = None
    last: date | None = None
    channels: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    """Ids."""
    queues: tuple[str, ...] = ()
    drivers: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    shortest_s: float | None = None
    longest_s: float | None = None
    csat: tuple[str, ...] = ()
    tenure: tuple[str, ...] = ()
    needs_content: bool = True
    """A recording or a thread is here; else also what is only known from imported calls and tickets."""
    is_fresh: bool = True
    """Nobody evaluated it, is to evaluate it, or calibrated with it."""


REASON_RULES: Mapping[str, str] = {
    "complaint": N_("complaint"),
    "low_csat": N_("low satisfaction"),
    "keyword": N_("words in the transcript"),
    "dead_air": N_("long silence"),
    "long": N_("long"),
    "short": N_("short"),
    "critical": N_("the agent had a critical error"),
}
"""Why a contact is picked on purpose."""


@dataclass(frozen=True, slots=True)
class Targets:
    """What a targeted sample looks for: a contact is picked when one of the rules holds, and keeps all that did."""

    rules: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    """For the rule "keyword": phrases, in any case."""
    dead_air_s: float = 20.0
    long_s: float = 900.0
    short_s: float = 60.0


DIMENSIONS: Mapping[str, str] = {
    "week": N_("week"),
    "channel": N_("channel"),
    "driver": N_("driver"),
    "tenure": N_("tenure"),
    "csat": N_("satisfaction"),
    "length": N_("length"),
}
"""What an agent's contacts are stratified by. The week comes first, so that neighbouring strata are neighbours in time."""
USUAL_STRATA = ("week", "channel")
USUAL_DOUBLE_SHARE = 0.08
MOST_DOUBLE_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Design:
    """How a sample is drawn and shared out."""

    method: Method = Method.QUOTA
    size: int | None = None
    """Evaluations in all, of a random or targeted sample."""
    quota: int | None = 4
    """Evaluations an agent (and `per`); of a targeted sample the most of one agent, None for any number."""
    per: str = "span"
    strata: tuple[str, ...] = USUAL_STRATA
    targets: Targets = field(default_factory=Targets)
    double_share: float = USUAL_DOUBLE_SHARE
    """How many of the drawn contacts a second person scores blind."""
    avoids_lead: bool = True
    """Nobody scores agents of the team they lead."""


def check_design(design: Design) -> None:
    """Refuse what cannot be drawn, with what to change."""
    if design.method is Method.QUOTA and (design.quota is None or design.quota < 1):
        raise Refusal(tr("A quota needs one evaluation an agent at least."))
    if design.method is not Method.QUOTA and (design.size is None or design.size < 1):
        raise Refusal(tr("Say how many contacts are to be drawn: one at least."))
    unknown = [name for name in design.strata if name not in DIMENSIONS]
    if unknown:
        known = ", ".join(DIMENSIONS)
        raise Refusal(tr("{name}: contacts are not stratified by that; known are {known}.", name=unknown[0], known=known))
    if design.per not in PARTS:
        raise Refusal(tr("{name}: a quota is counted by {known}.", name=design.per, known=", ".join(PARTS)))
    if not 0 <= design.double_share <= MOST_DOUBLE_SHARE:
        raise Refusal(tr("Between none and half of the contacts can be scored twice."))
    if design.method is Method.TARGETED:
        _check_targets(design.targets)


def _check_targets(targets: Targets) -> None:
    unknown = [rule for rule in targets.rules if rule not in REASON_RULES]
    if unknown:
        raise Refusal(tr("{name}: there is no such reason; known are {known}.", name=unknown[0], known=", ".join(REASON_RULES)))
    if not targets.rules:
        raise Refusal(tr("Say what to look for: a targeted sample needs one reason at least."))
    if "keyword" in targets.rules and not any(word.strip() for word in targets.words):
        raise Refusal(tr("Say which words to look for in the transcripts."))


def population_record(population: Population) -> dict[str, Any]:
    """The population as JSON keeps it."""
    record = asdict(population)
    return record | {name: record[name] and record[name].isoformat() for name in ("first", "last")}


def population_of(record: Mapping[str, Any]) -> Population:
    """The population of a record."""
    known = _known(Population, record)
    return Population(**known | {name: date.fromisoformat(known[name]) for name in ("first", "last") if known.get(name)})


def design_record(design: Design) -> dict[str, Any]:
    """The design as JSON keeps it."""
    return asdict(design)


def design_of(record: Mapping[str, Any]) -> Design:
    """The design of a record."""
    known = _known(Design, record)
    targets = Targets(**_known(Targets, known.get("targets") or {}))
    return Design(**known | {"method": Method(known["method"]), "targets": targets})


def _known(kind: type[Any], record: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that this version knows; lists become tuples again."""
    names = {each.name for each in fields(kind)}
    return {name: tuple(value) if isinstance(value, list) else value for name, value in record.items() if name in names}


class Replacement(StrEnum):
    """Why a drawn contact cannot be scored."""

    NO_SOUND = "no_sound"
    WRONG_CHANNEL = "wrong_channel"
    TOO_SHORT = "too_short"
    INTERNAL = "internal"
    OTHER = "other"


REPLACEMENT_WORDS: Mapping[Replacement, str] = {
    Replacement.NO_SOUND: N_("no sound, or nothing to read"),
    Replacement.WRONG_CHANNEL: N_("wrong channel or language"),
    Replacement.TOO_SHORT: N_("too short to score"),
    Replacement.INTERNAL: N_("internal or test contact"),
    Replacement.OTHER: N_("other"),
}
