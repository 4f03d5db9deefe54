"""What names a question or an answer elsewhere in a scorecard, kept right when it is renamed or goes.

An answer is named by `fail`, an auto-fail's triggers, examples, evidence rules, and the conditions of later questions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.definition_paths import entries_at, items_at, text_at, value_at, with_value
from qa_desk.domain.question_templates import answers_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa_desk.domain.definition_paths import Path
    from qa_desk.domain.scorecard_writing import Definition


def renamed_question(definition: Definition, path: Path, name: str, *, keeps_lineage: bool = True) -> Definition:
    """A question with another id. Its trend goes on under the lineage it has, unless it is to be another question."""
    old, lineage = text_at(definition, (*path, "id")), text_at(definition, (*path, "lineage"))
    definition = with_value(definition, (*path, "id"), name)
    kept = (lineage or old) if keeps_lineage else ""
    definition = with_value(definition, (*path, "lineage"), kept if kept and kept != name else None)
    if not old or not name:
        return definition
    for other in _questions(definition):
        if text_at(definition, (*other, "ask_if", "question")) == old:
            definition = with_value(definition, (*other, "ask_if", "question"), name)
    return definition


def renamed_answer(definition: Definition, path: Path, name: str) -> Definition:
    """An answer (the path of its entry) of a question or a named scale with another id, wherever it is named."""
    old = text_at(definition, (*path, "id"))
    definition = with_value(definition, (*path, "id"), name)
    if not old or not name:
        return definition
    for question in _questions_of(definition, path):
        definition = _each_reference(definition, question, lambda said: name if said == old else said)
    return definition


def without_answer(definition: Definition, path: Path) -> Definition:
    """The definition where nothing names this answer (the path of its entry) any more; the answer itself still stands there."""
    answer = text_at(definition, (*path, "id"))
    for question in _questions_of(definition, path):
        definition = _each_reference(definition, question, lambda said: None if said == answer else said)
    return definition


def _questions_of(definition: Definition, path: Path) -> list[Path]:
    """The questions that have the answer at a path: its own one, or all that take their answers from its scale."""
    if path[0] != "scales":
        return [path[:4]]
    return [question for question in _questions(definition) if text_at(definition, (*question, "scale")) == path[1]]


def renamed_cause(definition: Definition, at: int, name: str) -> Definition:
    """A declared root cause with another id, wherever it is named."""
    old = text_at(definition, ("root_causes", at, "id"))
    definition = with_value(definition, ("root_causes", at, "id"), name)
    for place in _cause_places(definition):
        named = value_at(definition, place)
        if isinstance(named, list):
            definition = with_value(definition, place, [name if str(each) == old else each for each in named])
    return definition


def without_cause(definition: Definition, name: str) -> Definition:
    """The definition where no question or answer names this root cause; its declaration still stands there."""
    for place in _cause_places(definition):
        named = value_at(definition, place)
        if isinstance(named, list):
            definition = with_value(definition, place, [each for each in named if str(each) != name])
    return definition


def renamed_scale(definition: Definition, old: str, name: str) -> Definition:
    """A named scale under another name, wherever it is used."""
    scales = {name if each == old else each: answers for each, answers in entries_at(definition, ("scales",)).items()}
    definition = with_value(definition, ("scales",), scales)
    for path in _questions(definition):
        if text_at(definition, (*path, "scale")) == old:
            definition = with_value(definition, (*path, "scale"), name)
    return definition


def _questions(definition: Definition) -> list[Path]:
    return [
        ("sections", section, "questions", question)
        for section in range(len(items_at(definition, ("sections",))))
        for question in range(len(items_at(definition, ("sections", section, "questions"))))
    ]


def _cause_places(definition: Definition) -> list[Path]:
    places: list[Path] = []
    for path in _questions(definition):
        name = answers_name(entries_at(definition, path))
        answers = [(*path, name, number) for number in range(len(items_at(definition, (*path, name))))] if name else []
        places += [(*place, "root_causes") for place in (path, *answers)]
    return places


def _each_reference(definition: Definition, path: Path, change: Callable[[str], str | None]) -> Definition:
    """Every place that names an answer of the question at a path, changed; None takes the name away."""
    for place in ((*path, "fail"), (*path, "autofail", "trigger")):
        definition = _changed_names(definition, place, change)
    singles = [(*path, "examples", number, "answer") for number in range(len(items_at(definition, (*path, "examples"))))]
    for number in range(len(items_at(definition, (*path, "evidence")))):
        singles += [(*path, "evidence", number, name) for name in ("then", "otherwise")]
    for single in singles:
        if said := text_at(definition, single):
            definition = with_value(definition, single, change(said))
    question_id = text_at(definition, (*path, "id"))
    for other in _questions(definition):
        if text_at(definition, (*other, "ask_if", "question")) == question_id:
            definition = _changed_names(definition, (*other, "ask_if", "answer"), change)
    return definition


def _changed_names(definition: Definition, place: Path, change: Callable[[str], str | None]) -> Definition:
    named = value_at(definition, place)
    if named is None or isinstance(named, dict):
        return definition
    names = [str(name) for name in named] if isinstance(named, list) else [str(named)]
    changed = [new for name in names if (new := change(name)) is not None]
    return definition if changed == names else with_value(definition, place, changed)
