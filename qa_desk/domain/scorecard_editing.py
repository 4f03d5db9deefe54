"""What a person does to a scorecard in the editor: pure operations, each from a definition to the next.

A definition in the editor may be faulty at any time (that is what the reader's faults are for); its shape is not: sections
and questions are lists of entries, and answers stand in their long form (`unfolded`).
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from qa_desk.domain.answer_references import without_answer, without_cause
from qa_desk.domain.definition_paths import (
    entries_at,
    items_at,
    text_at,
    value_at,
    with_inserted,
    with_moved,
    with_value,
    without,
)
from qa_desk.domain.definition_texts import any_text
from qa_desk.domain.question_templates import TEMPLATES, answers_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qa_desk.domain.definition_paths import Path
    from qa_desk.domain.scorecard_writing import Definition

_FRESH = re.compile(r"(question|section|answer|cause|scale)-\d+|copy-of-.*")
"""Ids that the editor gave: they follow the title until a person gives one."""
_LONGEST_ID = 40


def blank_definition(key: str, title: str, language: str, channel: str | None = None) -> Definition:
    """A new scorecard: one section with one question, ready to be changed."""
    made: Definition = {"key": key, "title": {language: title}, "mode": "points", "pass_threshold": 85, "decimals": 1}
    if channel:
        made["channel"] = channel
    made["sections"] = []
    return add_question(add_section(made, 0), 0, 0, "yes_no")


def is_editable(definition: object) -> bool:
    """Whether a definition has the shape that the editor works on: sections with questions, each with its entries."""
    if not isinstance(definition, dict):
        return False
    sections = definition.get("sections", [])
    return isinstance(sections, list) and all(
        isinstance(section, dict)
        and isinstance(section.get("questions", []), list)
        and all(isinstance(question, dict) for question in section.get("questions", []))
        for section in sections
    )


def unfolded(definition: Definition) -> Definition:
    """The definition with answers, adjustments and root causes in their long form, one entry each."""
    made = {**definition, "sections": [_unfolded_section(section) for section in items_at(definition, ("sections",))]}
    if isinstance(definition.get("root_causes"), list):
        causes = items_at(definition, ("root_causes",))
        made["root_causes"] = [cause if isinstance(cause, dict) else {"id": cause} for cause in causes]
    if isinstance(definition.get("scales"), dict):
        made["scales"] = {name: _long_answers(answers) for name, answers in entries_at(definition, ("scales",)).items()}
    return made


def _unfolded_section(section: object) -> Definition:
    entries = section if isinstance(section, dict) else {}
    return {**entries, "questions": [_unfolded_question(question) for question in items_at(entries, ("questions",))]}


def _unfolded_question(question: object) -> Definition:
    entries = question if isinstance(question, dict) else {}
    return {
        "options" if name == "credits" else name: _long_answers(value) if name in ("credits", "adjust") else value
        for name, value in entries.items()
        if not (name == "credits" and "options" in entries)
    }


def _long_answers(answers: object) -> object:
    return [{"id": name, "credit": credit} for name, credit in answers.items()] if isinstance(answers, dict) else answers


def folded(definition: Definition) -> Definition:
    """The definition as people like to read it: plain answers as "answer: credit" lines."""
    sections = []
    for section in items_at(definition, ("sections",)):
        questions = [_folded_question(question) for question in items_at(section, ("questions",)) if isinstance(question, dict)]
        sections.append({**entries_at(section, ()), "questions": questions})
    return {**definition, "sections": sections}


def _folded_question(question: Definition) -> Definition:
    made: Definition = {}
    for name, value in question.items():
        is_plain = name in ("options", "adjust") and isinstance(value, list) and _are_plain(value)
        short = {str(item["id"]): item["credit"] for item in value} if is_plain and isinstance(value, list) else value
        made["credits" if is_plain and name == "options" else name] = short
    return made


def _are_plain(answers: list[object]) -> bool:
    ids = [item.get("id") for item in answers if isinstance(item, dict) and item.keys() == {"id", "credit"}]
    return bool(ids) and len({str(name) for name in ids}) == len(answers)


# -- sections and questions


def question_paths(definition: Definition) -> Iterator[Path]:
    """The place of every question, in the order of the form."""
    for section in range(len(items_at(definition, ("sections",)))):
        for question in range(len(items_at(definition, ("sections", section, "questions")))):
            yield "sections", section, "questions", question


def question_path(definition: Definition, question_id: str) -> Path | None:
    """Where the question of this id stands."""
    return next((path for path in question_paths(definition) if text_at(definition, (*path, "id")) == question_id), None)


def path_of_lineage(definition: Definition, lineage: str) -> Path | None:
    """Where the question of this lineage stands (its id is its lineage where none is written)."""
    return next((path for path in question_paths(definition) if lineage_at(definition, path) == lineage), None)


def lineage_at(definition: Definition, path: Path) -> str:
    """The lineage of the question at a place."""
    return text_at(definition, (*path, "lineage")) or text_at(definition, (*path, "id"))


def add_section(definition: Definition, at: int) -> Definition:
    """One more section, empty, at a position."""
    section_id = fresh_id("section", _section_ids(definition))
    section: Definition = {"id": section_id}
    if text_at(definition, ("mode",)) == "section_weights":
        section["weight"] = 10
    return with_inserted(definition, ("sections",), at, {**section, "questions": []})


def add_question(definition: Definition, section: int, at: int, template: str) -> Definition:
    """One more question in a section, of one of the `TEMPLATES`."""
    made = next(each for each in TEMPLATES if each.key == template).make()
    question = {"id": fresh_id("question", question_ids(definition)), **made}
    return with_inserted(definition, ("sections", section, "questions"), at, question)


def move_section(definition: Definition, start: int, end: int) -> Definition:
    """A section at another position; `end` is where it stands afterwards."""
    return with_moved(definition, ("sections",), start, end)


def move_question(definition: Definition, path: Path, section: int, at: int) -> Definition:
    """A question at another position, also of another section; `at` is where it stands afterwards."""
    question = value_at(definition, path)
    return with_inserted(without(definition, path), ("sections", section, "questions"), at, question)


def shifted_question(definition: Definition, path: Path, step: int) -> tuple[Definition, Path]:
    """A question one place up (-1) or down (1), over the border of its section where it stands at the edge."""
    section, at = int(path[1]), int(path[3])
    last = len(items_at(definition, ("sections", section, "questions"))) - 1
    if 0 <= at + step <= last:
        section, at = section, at + step
    elif 0 <= section + step < len(items_at(definition, ("sections",))):
        section = section + step
        at = len(items_at(definition, ("sections", section, "questions"))) if step < 0 else 0
    else:
        return definition, path
    return move_question(definition, path, section, at), ("sections", section, "questions", at)


def duplicate_question(definition: Definition, path: Path, *, keeps_lineage: bool = False) -> Definition:
    """A copy right after a question. It is a question of its own unless it is to keep the lineage (and so the trend)."""
    question = dict(entries_at(definition, path))
    lineage = lineage_at(definition, path)
    question["id"] = fresh_id(f"copy-of-{question.get('id', '')}", question_ids(definition), is_first_plain=True)
    question.pop("lineage", None)
    if keeps_lineage:
        question["lineage"] = lineage
    return with_inserted(definition, path[:-1], int(path[-1]) + 1, question)


def duplicate_section(definition: Definition, at: int) -> Definition:
    """A copy of a section with all its questions right after it; the questions are new ones, and hang on each other."""
    section = entries_at(definition, ("sections", at))
    taken, renamed = set(question_ids(definition)), {}
    copies: list[Definition] = []
    for question in items_at(section, ("questions",)):
        entries = {name: value for name, value in entries_at(question, ()).items() if name != "lineage"}
        old = text_at(entries, ("id",))
        renamed[old] = entries["id"] = fresh_id(f"copy-of-{old}", taken, is_first_plain=True)
        taken.add(str(entries["id"]))
        asked = text_at(entries, ("ask_if", "question"))
        copies.append(with_value(entries, ("ask_if", "question"), renamed[asked]) if asked in renamed else entries)
    section_id = fresh_id(f"copy-of-{section.get('id', '')}", _section_ids(definition), is_first_plain=True)
    return with_inserted(definition, ("sections",), at + 1, {**section, "id": section_id, "questions": copies})


def remove(definition: Definition, path: Path) -> Definition:
    """The definition without a section, question, answer, root cause or example. What names that answer or cause forgets it."""
    if is_answer_path(definition, path):
        definition = without_answer(definition, path)
    elif path[0] == "root_causes":
        definition = without_cause(definition, text_at(definition, (*path, "id")))
    return without(definition, path)


def is_answer_path(definition: Definition, path: Path) -> bool:
    """Whether an answer of a question or of a named scale stands at a place."""
    if path[0] == "scales":
        return len(path) == 3
    return len(path) == 6 and path[4] == answers_name(entries_at(definition, path[:4]))


def add_item(definition: Definition, path: Path, item: Definition, word: str) -> Definition:
    """One more answer, root cause or the like at the end of a list, with an id of its own."""
    items = items_at(definition, path)
    taken = {text_at(other, ("id",)) for other in items}
    return with_inserted(definition, path, len(items), {"id": fresh_id(word, taken), **item})


def own_answers(definition: Definition, path: Path) -> Definition:
    """A question that took its answers from a named scale, with a copy of them as its own."""
    scale = text_at(definition, (*path, "scale"))
    answers = items_at(definition, ("scales", scale))
    return with_value(with_value(definition, (*path, "scale"), None), (*path, "options"), list(answers))


# -- ids


def question_ids(definition: Definition) -> list[str]:
    """The id of every question, in the order of the form."""
    return [text_at(definition, (*path, "id")) for path in question_paths(definition)]


def _section_ids(definition: Definition) -> list[str]:
    return [text_at(section, ("id",)) for section in items_at(definition, ("sections",))]


def is_fresh(name: str) -> bool:
    """Whether an id was given by the editor and may still follow the title."""
    return _FRESH.fullmatch(name) is not None


def fresh_id(word: str, taken: Iterable[str], *, is_first_plain: bool = False) -> str:
    """An id nobody has: `word-1`, `word-2` … (`is_first_plain`: the word itself where it is free)."""
    known = set(taken)
    if is_first_plain and word not in known:
        return word
    number = 2 if is_first_plain else 1
    while f"{word}-{number}" in known:
        number += 1
    return f"{word}-{number}"


def id_of_title(title: str, taken: Iterable[str]) -> str:
    """An id that says what a title says: small letters and hyphens, in whatever script; empty where nothing is left."""
    plain = unicodedata.normalize("NFKC", title).casefold()
    words = re.sub(r"[^\w]+", "-", plain, flags=re.UNICODE).strip("-_")[:_LONGEST_ID].strip("-_")
    return fresh_id(words, taken, is_first_plain=True) if words else ""


def label_at(definition: Definition, path: Path, language: str = "en") -> str:
    """What a section, question, answer or root cause is called: its title, else its id."""
    return any_text(value_at(definition, (*path, "title")), language) or text_at(definition, (*path, "id"))
