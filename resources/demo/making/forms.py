"""The ready-made scorecards as the demonstration needs them, and how an evaluator answers one question of a contact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

from making.contacts import sigmoid

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from making.people import Evaluator

_EASE = {
    "accurate": 0.35,
    "tone": 0.35,
    "clarity": 0.3,
    "plain": 0.3,
    "writing": 0.3,
    "record": -0.35,
    "solved": -0.1,
    "structure": 0.1,
}
_YES_EASE = {
    "accurate": 0.35,
    "greeting": 2.4,
    "pickup": 2.1,
    "restated": 0.6,
    "waiting": 0.9,
    "summary": 0.8,
    "ownership": 1.7,
    "procedure": 3.3,
    "routing": 3.2,
    "promise": 3.2,
}
_RARE = {"verified": -4.3, "privacy": -5.6, "respect": -6.0}
"""Log-odds of an error that fails the form, for an average contact."""
_NOT_APPLICABLE = {
    "verified": 0.2,
    "procedure": 0.4,
    "restated": 0.08,
    "history": 0.4,
    "routing": 0.35,
    "promise": 0.25,
    "empathy": 0.2,
}


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its answers from best to worst."""

    id: str
    options: tuple[str, ...]
    is_adjustment: bool
    na_allowed: bool
    causes: tuple[str, ...]


def read_card(path: Path) -> tuple[str, list[Question]]:
    """(key, questions) of a scorecard file. Read as plain text, so that the answers Yes and No stay words."""
    card = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    causes = tuple(cause["id"] for cause in card["root_causes"])
    questions = []
    for section in card["sections"]:
        for question in section["questions"]:
            options = question.get("adjust") or card["scales"][question["scale"]]
            ids = [option["id"] for option in options]
            ids = ids[::-1] if ids[0] == "0" else ids
            na_allowed = question.get("na_allowed") != "false"
            questions.append(Question(question["id"], tuple(ids), "adjust" in question, na_allowed, causes))
    return card["key"], questions


def has_no_bearing(random: Random, question: Question, held: bool) -> bool:
    """Whether the question does not apply to the contact: a fact of the contact, the same for every evaluator."""
    if question.id == "waiting":
        return not held
    return question.na_allowed and random.random() < _NOT_APPLICABLE.get(question.id, 0.0)


def answer(random: Random, question: Question, quality: float, evaluator: Evaluator) -> str:
    """The answer this evaluator gives to work of this quality."""
    seen = 0.62 * quality + random.gauss(0, 0.55 + evaluator.spread / 2) + 0.62 * evaluator.severity
    if question.is_adjustment:
        return question.options[0] if random.random() < sigmoid(-4.0 + 1.2 * seen) else question.options[1]
    if question.id in _RARE:
        is_error = random.random() < sigmoid(_RARE[question.id] - 0.9 * quality - 0.25 * evaluator.severity)
        return question.options[int(is_error)]
    if len(question.options) == 2:
        return question.options[int(random.random() > sigmoid(_YES_EASE.get(question.id, 1.5) + 1.15 * seen))]
    place = seen + 0.7 + _EASE.get(question.id, 0.0)
    return question.options[sum(place < limit for limit in (0.35, -0.65, -1.65, -2.6))]


def draw_cause(random: Random, question: Question) -> str:
    """Why points were lost."""
    likely = {
        "accurate": "knowledge",
        "solved": "process",
        "procedure": "process",
        "diagnosis": "knowledge",
        "listening": "communication",
        "tone": "communication",
        "record": "time",
        "pace": "time",
        "verified": "attention",
        "privacy": "attention",
    }.get(question.id, "attention")
    return likely if random.random() < 0.6 else random.choice(question.causes)
