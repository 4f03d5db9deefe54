"""What a question can be added as, and how one of a kind becomes one of another without losing what fits both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.domain.definition_paths import items_at, with_value
from qa_desk.domain.definition_texts import FIRST_WORDS
from qa_desk.domain.language import N_
from qa_desk.domain.question_kinds.multiple import NONE_TICKED

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa_desk.domain.scorecard_writing import Definition

ADJUSTMENT = "adjust"
"""How the editor calls the kind of a question that gives or takes points of the form."""

_OF_KIND: dict[str, tuple[str, ...]] = {
    "choice": ("options", "scale"),
    "multiple": ("options", "scale", "start"),
    "number": ("bands", "number"),
    "text": (),
    ADJUSTMENT: ("adjust",),
}
_ANSWERS = {"choice": "options", "multiple": "options", "number": "bands", ADJUSTMENT: "adjust"}
"""Under which name the answers of a kind stand."""
_NOT_FOR: dict[str, tuple[str, ...]] = {
    "multiple": ("evidence",),
    "number": ("evidence",),
    "text": ("weight", "critical", "fail", "autofail", "root_causes", "root_cause_required", "evidence"),
    ADJUSTMENT: ("weight", "critical", "fail", "autofail", "na_allowed", "preset", "evidence"),
}


@dataclass(frozen=True, slots=True)
class Template:
    """A line of the list of what can be added. `make` gives everything of the question but id and title."""

    key: str
    label: str
    hint: str
    make: Callable[[], Definition]


def _answer(name: str, credit: object, word: str) -> Definition:
    return {"id": name, "credit": credit, "title": dict(FIRST_WORDS[word])}


def _yes_no(**more: object) -> Definition:
    return {"weight": 1, "options": [_answer("Yes", 1, "yes"), _answer("No", 0, "no")], "fail": ["No"], **more}


def _critical() -> Definition:
    return _yes_no(critical="compliance", autofail={"trigger": ["No"], "scope": "form"})


def _scale() -> Definition:
    credits = (0, "1/4", "1/2", "3/4", 1)
    return {"weight": 1, "options": [{"id": step, "credit": credit} for step, credit in enumerate(credits)], "fail": [0]}


def _levels() -> Definition:
    answers = (("Good", 1), ("Partly", "1/2"), ("Poor", 0))
    return {"weight": 1, "options": [_answer(name, credit, name.lower()) for name, credit in answers], "fail": ["Poor"]}


def _ticks() -> Definition:
    options = [{"id": f"answer-{number}", "credit": "1/2"} for number in (1, 2)]
    return {"kind": "multiple", "weight": 1, "options": options, "fail": ["none"]}


def _number() -> Definition:
    bands = [{"id": "within", "below": 30, "credit": 1}, {"id": "over", "credit": 0}]
    return {"weight": 1, "number": {"unit": dict(FIRST_WORDS["second"]), "min": 0}, "bands": bands, "fail": ["over"]}


def _adjustment(points: int) -> Definition:
    return {"adjust": [_answer("Yes", points, "yes"), _answer("No", 0, "no")]}


TEMPLATES: tuple[Template, ...] = (
    Template("yes_no", N_("Yes or no"), N_("Done or not done"), _yes_no),
    Template("scale", N_("Scale 0–4"), N_("Five steps from absent to exemplary"), _scale),
    Template("choice", N_("One of several answers"), N_("Words of your own, each with its credit"), _levels),
    Template("critical", N_("Critical, with auto-fail"), N_("One error fails the form"), _critical),
    Template("multiple", N_("Several answers to tick"), N_("Ticks add up to the credit"), _ticks),
    Template("number", N_("A number with bands"), N_("Hold time, items asked for"), _number),
    Template("text", N_("Words, not scored"), N_("A remark, a link to the case"), lambda: {"kind": "text"}),
    Template("bonus", N_("Bonus"), N_("Adds points to the form"), lambda: _adjustment(3)),
    Template("penalty", N_("Penalty"), N_("Takes points from the form"), lambda: _adjustment(-5)),
)
"""Everything that the editor offers to add, in its order."""


def kind_of(question: Definition) -> str:
    """Which kind a question is of, as the editor calls it."""
    if "adjust" in question:
        return ADJUSTMENT
    kind = question.get("kind")
    return str(kind) if kind in _OF_KIND else "number" if "bands" in question else "choice"


def answers_name(question: Definition) -> str:
    """Under which name the question's own answers stand; empty where it takes words."""
    return _ANSWERS.get(kind_of(question), "")


def as_kind(question: Definition, kind: str) -> Definition:
    """The question as one of another kind: its answers go along as far as they can, what does not fit goes."""
    if kind == kind_of(question):
        return question
    answers = [dict(item) for item in items_at(question, (answers_name(question),)) if isinstance(item, dict)]
    if kind_of(question) == ADJUSTMENT:
        only_takes = not any(_as_share(answer.get("credit")) == 1 for answer in answers)
        answers = [{**answer, "credit": _as_share(answer.get("credit"), only_takes=only_takes)} for answer in answers]
    dropped = {"kind", "credits", *(name for names in _OF_KIND.values() for name in names)} - set(_OF_KIND[kind])
    dropped.update(_NOT_FOR.get(kind, ()))
    made = {name: value for name, value in question.items() if name not in dropped}
    if kind in ("multiple", "text"):
        made["kind"] = kind
    if kind not in (ADJUSTMENT, "text"):
        made.setdefault("weight", 1)
    name = _ANSWERS.get(kind)
    if name is not None and not (name == "options" and "scale" in made):
        made[name] = _as_bands(answers) if kind == "number" else [_without_bound(answer) for answer in answers] or _two_answers()
    return made if kind == "multiple" else _without_none_ticked(made)


def _as_share(points: object, *, only_takes: bool = False) -> int:
    """What an adjustment's points become where an answer earns a share of the weight: a penalty is the full weight lost."""
    sign = 0 if str(points) == "0" else -1 if str(points).startswith("-") else 1
    return sign + 1 if only_takes else sign


def _without_none_ticked(question: Definition) -> Definition:
    """Only where answers are ticked can none of them be."""
    for place in (("fail",), ("autofail", "trigger")):
        named = items_at(question, place)
        if NONE_TICKED in named:
            question = with_value(question, place, [name for name in named if name != NONE_TICKED])
    return question


def _as_bands(answers: list[Definition]) -> list[Definition]:
    answers = answers or _two_answers()
    last = len(answers) - 1
    return [answer if place == last else {**answer, "below": 10 * (place + 1)} for place, answer in enumerate(answers)]


def _without_bound(answer: Definition) -> Definition:
    return {name: value for name, value in answer.items() if name != "below"}


def _two_answers() -> list[Definition]:
    return [{"id": "answer-1", "credit": 1}, {"id": "answer-2", "credit": 0}]
