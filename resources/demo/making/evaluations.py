"""Three hundred evaluations of real contacts of the centre by five evaluators, with remarks, markers and summaries."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import yaml

from making import days as calendar
from making.forms import answer, draw_cause, has_no_bearing, read_card
from making.people import COACHED, COACHED_ON, EVALUATORS, NEWCOMER, NEWCOMER_HIRED

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from making.contacts import Contact
    from making.forms import Question
    from making.people import Evaluator

WANTED = 300
CARDS = {
    "call": "voice_support",
    "chat": "chat_support",
    "email": "email_ticket_support",
    "web": "email_ticket_support",
    "social": "email_ticket_support",
}
CHANNELS = {"web": "ticket"}
SHARES = {"call": 0.5, "chat": 0.22, "email": 0.18, "web": 0.1}
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")

Remarks = dict[str, Any]


class Fresh:
    """Picks a text that was used least so far, so that people do not seem to say the same sentence all the time."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.used: Counter[str] = Counter()

    def pick(self, texts: list[str]) -> str:
        """One of the texts."""
        least = min(self.used[text] for text in texts)
        text = self.random.choice([text for text in texts if self.used[text] == least])
        self.used[text] += 1
        return text


def make(random: Random, folder: Path, contacts: list[Contact]) -> None:
    """Draw, score and write `evaluations.json.gz`."""
    remarks = yaml.safe_load((folder / "making" / "remarks.yaml").read_text(encoding="utf-8"))
    cards = {name: read_card(folder.parents[1] / "scorecards" / f"{name}.yaml") for name in sorted(set(CARDS.values()))}
    fresh, written = Fresh(random), []
    for contact, method in sorted(_sample(random, contacts), key=lambda pair: pair[0].at):
        evaluator = _evaluator_for(random, contact)
        written.append(_evaluate(fresh, contact, method, evaluator, cards[CARDS[contact.channel]], remarks))
    written.sort(key=lambda evaluation: str(evaluation["submitted_at"]))
    text = json.dumps(written, ensure_ascii=False, indent=1) + "\n"
    (folder / "evaluations.json.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def _sample(random: Random, contacts: list[Contact]) -> list[tuple[Contact, str]]:
    """About two contacts an agent and month, more in the week of the outage, three for the newcomer."""
    eligible = [c for c in contacts if c.channel in SHARES and c.at.date() < date(2026, 6, 26) and not (c.is_test or c.is_spam)]
    by_agent_month: dict[tuple[str, int], list[Contact]] = {}
    for contact in eligible:
        by_agent_month.setdefault((contact.agent, contact.at.month), []).append(contact)
    chosen: dict[str, tuple[Contact, str]] = {}

    def take(pool: list[Contact], method: str) -> None:
        pool = [contact for contact in pool if contact.id not in chosen]
        if pool:
            wanted = random.choices(list(SHARES), list(SHARES.values()))[0]
            contact = random.choice([c for c in pool if c.channel == wanted] or pool)
            chosen[contact.id] = (contact, method)

    for (agent, month), pool in sorted(by_agent_month.items()):
        for _ in range(2 if agent != NEWCOMER else 3 if month == NEWCOMER_HIRED.month else 0):
            take(pool, "random")
    ordinary = [contact for contact in eligible if contact.agent != NEWCOMER]
    outage = [contact for contact in ordinary if 0 <= (contact.at.date() - calendar.OUTAGE_MONDAY).days < 6]
    for pool, method, count in ((outage, "random", 9), (ordinary, "targeted", 10)):
        for _ in range(count):
            take(pool, method)
    while len(chosen) < WANTED:
        take(ordinary, "random")
    return list(chosen.values())[:WANTED]


def _evaluator_for(random: Random, contact: Contact) -> Evaluator:
    speaking = [evaluator for evaluator in EVALUATORS if contact.language in evaluator.languages]
    # those with a second language have less room for English
    return random.choices(speaking, [1 / len(evaluator.languages) ** 1.1 for evaluator in speaking])[0]


def _evaluate(
    fresh: Fresh,
    contact: Contact,
    method: str,
    evaluator: Evaluator,
    card: tuple[str, list[Question]],
    remarks: Remarks,
) -> dict[str, Any]:
    random = fresh.random
    key, questions = card
    answers: dict[str, dict[str, str]] = {}
    markers: list[dict[str, Any]] = []
    held = bool(contact.hold_s) or contact.transferred == 1
    lost = 0
    for question in questions:
        if has_no_bearing(random, question, held):
            answers[question.id] = {"answer": "N/A"}
            continue
        value = answer(random, question, contact.quality, evaluator)
        if question.id == "verified" and contact.agent == COACHED and contact.at.date() > COACHED_ON:
            value = question.options[0]  # what the coaching was about
        given = answers[question.id] = {"answer": value}
        is_lost = not question.is_adjustment and value != question.options[0]
        lost += is_lost
        is_serious = is_lost and value in question.options[-2:] and question.options[0] != value
        moment = random.randint(4, max(5, (contact.talk_s or 60) - 3))
        if is_lost:
            given["root_cause"] = draw_cause(random, question)
        earned = question.is_adjustment and value == question.options[0]
        if earned or random.random() < (0.75 if is_serious else 0.4 if is_lost else 0.06):
            remark = _remark(fresh, remarks["lost" if is_lost else "praise"], question.id, contact, moment)
            if remark:
                given["comment"] = remark
        if contact.kind == "call" and random.random() < (0.3 if is_lost else 0.03):
            text = _filled(random, fresh.pick(_in_language(random, remarks["markers"], contact)), contact, moment)
            markers.append({"question": question.id, "at_s": moment, "text": text})
    evaluation: dict[str, Any] = {
        "evaluation": f"E-{contact.id}",
        "interaction": contact.id,
        "channel": CHANNELS.get(contact.channel, contact.channel),
        "agent": contact.agent,
        "customer": contact.customer,
        "started_at": contact.at.isoformat(),
        "duration_s": (contact.talk_s or 0) + (contact.hold_s or 0) if contact.kind == "call" else None,
        "subject": contact.subject,
        "driver": contact.reason.name,
        "queue": contact.queue,
        "language": contact.language,
        "evaluator": evaluator.name,
        "scorecard": key,
        "sample_method": method,
        "submitted_at": _submitted(random, contact).isoformat(),
        "summary": _summary(fresh, contact, lost / len(questions), remarks) if random.random() < 0.7 else "",
        "answers": answers,
        "markers": sorted(markers, key=lambda marker: float(marker["at_s"])),
    }
    return evaluation


def _submitted(random: Random, contact: Contact) -> datetime:
    """Some working days later, in the evaluators' hours."""
    day = (contact.finished or contact.at).date() + timedelta(days=random.choice((1, 1, 2, 3, 4)))
    while day.weekday() >= 5 or day in calendar.HOLIDAYS:
        day += timedelta(days=1)
    day = min(day, calendar.LAST)
    return datetime.combine(day, time(random.randint(9, 16), random.randrange(60), random.randrange(60)), calendar.ZONE)


def _in_language(random: Random, lists: dict[str, list[str]], contact: Contact) -> list[str]:
    """The list in the contact's language, mostly: evaluators write English, too."""
    if contact.language in lists and random.random() < 0.7:
        return lists[contact.language]
    return lists["en"]


def _remark(fresh: Fresh, pools: dict[str, Any], question: str, contact: Contact, moment: int) -> str:
    lists = pools.get(question, pools["any"])
    fitting = [text for text in _in_language(fresh.random, lists, contact) if contact.kind == "call" or "{t}" not in text]
    return _filled(fresh.random, fresh.pick(fitting), contact, moment) if fitting else ""


def _filled(random: Random, text: str, contact: Contact, moment: int) -> str:
    values = {
        "{n}": str(random.choice((6, 7, 8, 9, 11, 12, 14, 16, 19, 22, 27, 31, 38, 45))),
        "{t}": f"{moment // 60}:{moment % 60:02d}",
        "{day}": random.choice(_WEEKDAYS),
        "{reason}": contact.reason.name.lower(),
    }
    for slot, value in values.items():
        text = text.replace(slot, value)
    return text


def _summary(fresh: Fresh, contact: Contact, lost: float, remarks: Remarks) -> str:
    in_outage = 0 <= (contact.at.date() - calendar.OUTAGE_MONDAY).days < 6
    pools = remarks["summary"]
    mood = "good" if lost < 0.2 else "middle" if lost < 0.45 else "bad"
    if in_outage and mood != "good" and contact.reason.name == "No connection":
        mood = "outage"
    text = fresh.pick(_in_language(fresh.random, pools[mood], contact))
    text = text.replace("{n} minutes of queue", f"{max(1, (contact.wait_s or 60) // 60)} minutes of queue")
    return _filled(fresh.random, text.replace("{praise}", fresh.pick(remarks["praise"]["any"]["en"])), contact, 0)
