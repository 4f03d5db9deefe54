"""Tickets with their events and calls, drawn from the latent model.

Each handled contact keeps its latent `quality` (the agent's skill on the day, the day's overload, and luck): what the
customer says in a survey and what an evaluator finds both come from it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from making import days as calendar
from making.people import AGENTS, BY_ID, skill_on, team_of
from making.reasons import draw_reason, draw_subject

if TYPE_CHECKING:
    from datetime import date, datetime
    from random import Random

    from making.days import Shift
    from making.reasons import Reason

Shifts = dict["date", list["Shift"]]

_FIRST_REPLY_S = {"chat": 42, "email": 3300, "web": 4200, "social": 1500}
_PRIORITY_SPEED = {"urgent": 0.4, "high": 0.7, "normal": 1.0, "low": 1.5}


@dataclass(slots=True)
class Event:
    """One line of a ticket's history."""

    at: datetime
    type: str
    actor: str
    actor_id: str = ""
    visibility: str = "public"
    value: str = ""
    handle_s: int | None = None


@dataclass(slots=True)
class Contact:
    """A ticket or a call, with what the customer lived through."""

    id: str
    kind: str
    channel: str
    at: datetime
    reason: Reason
    language: str
    customer: str
    priority: str = "normal"
    queue: str = ""
    subject: str = ""
    team: str = ""
    agent: str = ""
    origin: str = "customer"
    result: str = ""
    direction: str = "in"
    quality: float = 0.0
    strain: float = 0.0
    wait_s: int | None = None
    talk_s: int | None = None
    hold_s: int | None = None
    acw_s: int | None = None
    transferred: int = 0
    transfer_to: str = ""
    converted: int | None = None
    merged_into: str = ""
    is_spam: int = 0
    is_test: int = 0
    finished: datetime | None = None
    events: list[Event] = field(default_factory=list)


def sigmoid(x: float) -> float:
    """Log-odds to a probability."""
    return 1 / (1 + math.exp(-x))


def _log_normal(random: Random, median: float, spread: float) -> float:
    return median * math.exp(random.gauss(0, spread))


def pick_agent(random: Random, plan: Shifts, moment: datetime, team: str, language: str) -> str:
    """Somebody on shift, of the team and speaking the language where possible."""
    day = moment.date()
    working = [s.agent_id for s in plan.get(day, []) if s.start <= moment < s.end] or [s.agent_id for s in plan.get(day, [])]
    speaking = [a for a in working if language in BY_ID[a].languages]
    if language != "en" and not speaking:
        speaking = [a.id for a in AGENTS if language in a.languages and a.hired <= day and a.id != "A18"]
    in_team = [a for a in speaking if team_of(BY_ID[a], day) == team]
    pool = in_team if in_team and random.random() < 0.93 else speaking or [s.agent_id for s in plan.get(day, [])] or ["A01"]
    return random.choices(pool, [BY_ID[a].fte * math.exp(0.15 * BY_ID[a].pace) for a in pool])[0]


def quality_of(random: Random, agent: str, moment: datetime, overload: float) -> float:
    """How well this one contact was handled."""
    return skill_on(BY_ID[agent], moment.date()) - 0.85 * max(0.0, overload - 0.3) + random.gauss(0, 0.6)


def _language(random: Random) -> str:
    return random.choices(("en", "zh", "ms", "ru"), (78, 8, 6, 8))[0]


def _customer(random: Random) -> str:
    return f"K{random.randrange(100_000, 118_000)}"


def tickets(random: Random, plan: Shifts, wanted_a_day: float, after_calls: list[Contact]) -> list[Contact]:
    """Every ticket of the half year, in order of creation, numbered; `after_calls` are those that a call left behind."""
    made: list[Contact] = []
    for day in calendar.days():
        made += [_open_ticket(random, day) for _ in range(calendar.count(random, wanted_a_day * calendar.volume(day)))]
    returning = [again for contact in made for again in _handle_ticket(random, plan, contact)]
    for contact in [*returning, *after_calls]:
        _handle_ticket(random, plan, contact)
        if contact.at <= calendar.AS_OF:
            made.append(contact)
    made.sort(key=lambda c: c.at)
    for number, contact in enumerate(made):
        contact.id = str(40_101 + number)
    _mark_oddities(random, made)
    return made


def _open_ticket(random: Random, day: date) -> Contact:
    reason = draw_reason(random, day)
    weights = {"email": 44, "chat": 30 if calendar.is_open(day) else 0, "web": 20, "social": 6}
    channel = random.choices(list(weights), list(weights.values()))[0]
    language = _language(random)
    priority = random.choices(tuple(_PRIORITY_SPEED), (5, 15, 65, 15))[0]
    if reason.name == "No connection" and random.random() < 0.6:
        priority = "high"
    at = calendar.instant(random, day, channel == "chat")
    contact = Contact("", "ticket", channel, at, reason, language, _customer(random))
    contact.priority, contact.team, contact.queue = priority, reason.team, reason.queue
    contact.subject = draw_subject(random, reason, language)
    if channel != "chat" and random.random() < 0.012:
        contact.origin = "agent"
    return contact


def _handle_ticket(random: Random, plan: Shifts, contact: Contact) -> list[Contact]:
    """Write the ticket's history; the contacts that follow because it was not settled are returned."""
    overload = calendar.overload(contact.at.date())
    events = contact.events
    live = contact.channel == "chat"
    first = _log_normal(random, _FIRST_REPLY_S[contact.channel] * _PRIORITY_SPEED[contact.priority], 0.75)
    guess = calendar.add_business(contact.at, first)
    contact.agent = pick_agent(random, plan, guess, contact.team, contact.language)
    contact.quality = quality_of(random, contact.agent, guess, overload)
    pace = BY_ID[contact.agent].pace
    contact.strain = 0.85 * overload - 0.12 * skill_on(BY_ID[contact.agent], guess.date()) - 0.15 * pace
    reply_at = calendar.add_business(contact.at, first * math.exp(contact.strain))
    opener = ("agent", contact.agent) if contact.origin == "agent" else ("customer", contact.customer)
    events.append(Event(contact.at, "message", *opener))
    if not live and contact.origin == "customer" and random.random() < 0.85:
        events.append(Event(calendar.add_seconds(contact.at, random.randint(3, 20)), "message", "bot", "auto-reply"))
    routed = calendar.add_seconds(contact.at, 0.6 * (reply_at.timestamp() - contact.at.timestamp()))
    events.append(Event(routed, "assigned", "system", value=contact.agent))
    if random.random() < 0.004 + 0.02 * max(0.0, overload - 0.5):
        # overlooked, and found some days later
        reply_at = calendar.add_business(reply_at, random.uniform(1.5, 6) * 12 * 3600)
    odds = 1.0 + 0.75 * contact.quality - contact.reason.difficulty
    replies = 1
    while replies < 7 and random.random() > sigmoid(odds + 0.25 * (replies - 1)):
        replies += 1
    if live:
        replies += random.randint(2, 5)
    moment = _conversation(random, contact, reply_at, replies, overload)
    if random.random() < sigmoid(-3.4 + 0.9 * contact.reason.difficulty - 0.7 * contact.quality):
        events.append(Event(calendar.add_seconds(moment, -20), "escalated", "agent", contact.agent, "internal", "Second line"))
        moment = calendar.add_business(moment, _log_normal(random, 5 * 3600, 0.6))
        events.append(Event(moment, "message", "agent", contact.agent, handle_s=random.randint(120, 600)))
    if random.random() < 0.006:
        # waits for a customer who never writes again: the help desk settles it after a week
        contact.events.append(Event(calendar.add_seconds(moment, 1), "status", "agent", contact.agent, value="pending"))
        contact.events.append(Event(calendar.add_seconds(moment, 7 * 86_400), "status", "system", value="solved"))
        return []
    return _settle(random, contact, moment)


def _conversation(random: Random, contact: Contact, reply_at: datetime, replies: int, overload: float) -> datetime:
    """The agent's replies and what the customer writes between them; returns the moment of the last reply."""
    live, moment, pace = contact.channel == "chat", reply_at, BY_ID[contact.agent].pace
    for turn in range(replies):
        handle = _log_normal(random, 50 if live else 330, 0.5) * math.exp(-0.12 * pace)
        contact.events.append(Event(moment, "message", "agent", contact.agent, handle_s=round(handle)))
        if not live and random.random() < 0.12:
            note = calendar.add_seconds(moment, random.randint(15, 90))
            contact.events.append(Event(note, "message", "agent", contact.agent, "internal"))
        if turn == replies - 1:
            break
        if not live:
            contact.events.append(Event(calendar.add_seconds(moment, 1), "status", "agent", contact.agent, value="pending"))
        moment = calendar.add_seconds(moment, max(4, _log_normal(random, 35 if live else 9000, 0.8)))
        contact.events.append(Event(moment, "message", "customer", contact.customer))
        if not live:
            contact.events.append(Event(moment, "status", "system", value="open"))
        wait = _log_normal(random, 38 if live else 5200, 0.6) * math.exp(0.7 * overload - 0.1 * pace)
        moment = calendar.add_seconds(moment, wait) if live else calendar.add_business(moment, wait)
    return moment


def _settle(random: Random, contact: Contact, moment: datetime) -> list[Contact]:
    moment = calendar.add_seconds(moment, random.randint(2, 150))
    contact.events.append(Event(moment, "status", "agent", contact.agent, value="solved"))
    contact.finished = moment
    if contact.channel != "chat" and random.random() < sigmoid(-2.9 - 0.8 * contact.quality + 0.5 * contact.reason.difficulty):
        back = calendar.add_seconds(moment, random.uniform(2, 60) * 3600)
        contact.events.append(Event(back, "message", "customer", contact.customer))
        contact.events.append(Event(back, "status", "system", value="reopened"))
        reply = calendar.add_business(back, _log_normal(random, 6000, 0.6))
        contact.events.append(Event(reply, "message", "agent", contact.agent, handle_s=random.randint(120, 700)))
        moment = calendar.add_seconds(reply, random.randint(2, 120))
        contact.events.append(Event(moment, "status", "agent", contact.agent, value="solved"))
        contact.finished = moment
    if contact.channel != "chat":
        contact.events.append(Event(calendar.add_seconds(moment, 4 * 86_400), "status", "system", value="closed"))
    return returning(random, contact, moment)


def returning(random: Random, contact: Contact, moment: datetime) -> list[Contact]:
    """The same customer for the same reason within days, when the matter was not really settled."""
    if contact.id == "again" or random.random() > sigmoid(-2.3 - 0.8 * contact.quality + 0.6 * contact.reason.difficulty):
        return []
    again = replace(contact, id="again", kind="ticket", events=[], finished=None, origin="customer", wait_s=None, transferred=0)
    again.channel = random.choice(("email", "web"))
    again.at = calendar.add_seconds(moment, random.uniform(0.3, 6.5) * 86_400)
    again.subject = draw_subject(random, contact.reason, contact.language)
    return [again]


def _mark_oddities(random: Random, made: list[Contact]) -> None:
    for position, contact in enumerate(made):
        draw = random.random()
        if draw < 0.006:
            contact.is_spam = 1
        elif draw < 0.008:
            contact.is_test = 1
        elif draw < 0.018 and position > 50:
            contact.merged_into = made[position - random.randint(1, 40)].id


def calls(random: Random, plan: Shifts, wanted_a_day: float) -> tuple[list[Contact], list[Contact]]:
    """Every call of the half year in order, and the tickets that customers write because a call settled nothing."""
    made: list[Contact] = []
    follow_ups: list[Contact] = []
    for day in filter(calendar.is_open, calendar.days()):
        for _ in range(calendar.count(random, wanted_a_day * calendar.volume(day))):
            call = _take_call(random, plan, day)
            made.append(call)
            if call.result == "answered" and call.direction == "in" and random.random() < 0.25:
                follow_ups += returning(random, call, call.finished or call.at)
    made.sort(key=lambda c: c.at)
    for number, call in enumerate(made):
        call.id = f"C-{260_001 + number}"
    return made, [ticket for ticket in follow_ups if ticket.at < calendar.AS_OF - timedelta(hours=1)]


def _take_call(random: Random, plan: Shifts, day: date) -> Contact:
    reason, overload = draw_reason(random, day), calendar.overload(day)
    at = calendar.instant(random, day, in_hours=True)
    call = Contact("", "call", "call", at, reason, _language(random), _customer(random), queue=reason.queue, team=reason.team)
    hour_load = overload + {9: 0.15, 10: 0.25, 11: 0.2, 14: 0.1, 15: 0.15, 19: -0.2}.get(at.hour, 0.0)
    call.agent = pick_agent(random, plan, at, call.team, call.language)
    call.quality = quality_of(random, call.agent, at, overload)
    call.strain = 0.5 * overload
    call.is_test = int(random.random() < 0.001)
    if random.random() < 0.05:
        call.direction = "out"
        _talk(random, call, hour_load)
        call.wait_s = 0
        return call
    if random.random() < 0.003 + 0.02 * max(0.0, overload - 0.8):
        return _lost(call, "blocked", 0)
    quick = random.random() < sigmoid(1.15 - 1.9 * hour_load)
    wait = random.randint(1, 12) if quick else _log_normal(random, 34 * math.exp(1.05 * hour_load), 0.75)
    patience = random.uniform(1, 5) if random.random() < 0.008 else _log_normal(random, 260, 0.95)
    if wait > patience:
        return _lost(call, "abandoned", round(patience))
    if wait > 120 and random.random() < 0.12:
        return _lost(call, "callback", 60 + random.randint(0, 40))
    if random.random() < 0.003:
        return _lost(call, "voicemail", round(wait))
    call.wait_s = round(wait)
    _talk(random, call, hour_load)
    return call


def _lost(call: Contact, result: str, wait: int) -> Contact:
    call.result, call.wait_s, call.agent = result, wait, ""
    return call


def _talk(random: Random, call: Contact, load: float) -> None:
    agent = BY_ID[call.agent]
    new = 0.3 if (call.at.date() - agent.hired).days < 60 else 0.0
    talk = _log_normal(random, call.reason.talk_s, 0.42) * math.exp(-0.1 * agent.pace - 0.05 * agent.skill + new + 0.06 * load)
    holds = random.random() < sigmoid(-1.0 + 0.7 * call.reason.difficulty - 0.3 * call.quality)
    call.result, call.talk_s = "answered", max(25, round(talk))
    call.hold_s = round(_log_normal(random, 55, 0.6)) if holds else 0
    call.acw_s = round(_log_normal(random, 48, 0.5) * math.exp(-0.1 * agent.pace + new))
    call.finished = calendar.add_seconds(call.at, (call.wait_s or 0) + call.talk_s + call.hold_s)
    if random.random() < sigmoid(-3.0 + 0.8 * call.reason.difficulty - 0.5 * call.quality):
        call.transferred, call.transfer_to = 1, random.choice(("Second line", "Billing", "Technical", "Orders"))
    if call.reason.sales:
        call.converted = int(random.random() < sigmoid(-0.6 + 0.8 * call.quality))
