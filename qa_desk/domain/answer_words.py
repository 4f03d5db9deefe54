"""Answers as people and other systems write them: decimal commas, digits of any script, ticks in any order, labels for ids."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from qa_desk.domain.question_kinds.kind import QuestionKind
from qa_desk.domain.question_kinds.multiple import NONE_TICKED, join_ticks
from qa_desk.domain.scorecard import NOT_APPLICABLE

if TYPE_CHECKING:
    from qa_desk.domain.scorecard import Option, Question

_JOINTS = re.compile(r"\s\+\s|[;\n]|,\s*")


def plain_number(text: str) -> str:
    """A number as answers hold it ("12.5"): a comma is a decimal point, spaces group. What is no number stays as it was."""
    folded = unicodedata.normalize("NFKC", text).replace("−", "-").replace("٫", ".")
    digits = "".join(str(unicodedata.digit(letter)) if letter.isdigit() else letter for letter in folded)
    bare = re.sub(r"[\s'’]", "", digits).replace(",", ".").removeprefix("+")
    sign, bare = ("-", bare[1:]) if bare.startswith("-") else ("", bare)
    whole, point, fraction = bare.partition(".")
    if not (whole or fraction).isdecimal() or (fraction and not fraction.isdecimal()) or (whole and not whole.isdecimal()):
        return text.strip()
    fraction = fraction.rstrip("0") if point else ""
    number = (whole.lstrip("0") or "0") + (f".{fraction}" if fraction else "")
    return ("" if number == "0" else sign) + number


def typed_answer(question: Question, text: str) -> str:
    """The answer that words typed into a question's field amount to; empty where nothing was typed. It may still be at fault."""
    return plain_number(text) if question.kind is QuestionKind.NUMBER and text.strip() else text.strip()


def held_answer(question: Question, text: str) -> str | None:
    """The answer that typed words amount to, where it is one."""
    answer = typed_answer(question, text)
    return answer if answer and question.fault_in(answer) is None else None


def read_answer(question: Question, text: str) -> str:
    """The answer that another system's words stand for: an id, or a label in any language. What is unknown stays as it was."""
    text = text.strip()
    if text == NOT_APPLICABLE or question.fault_in(text) is None:
        return text if question.kind is not QuestionKind.MULTIPLE or text == NOT_APPLICABLE else (question.category(text) or text)
    if question.kind is QuestionKind.NUMBER:
        return plain_number(text)
    whole = _option_named(question, text)
    if question.kind is QuestionKind.CHOICE:
        return whole.id if whole is not None else text
    if question.kind is QuestionKind.MULTIPLE:
        if _folded(text) in {NONE_TICKED, "none of these", "-", "–"}:
            return NONE_TICKED
        ticked = [whole] if whole is not None else [_option_named(question, part) for part in _JOINTS.split(text) if part.strip()]
        known = [option.id for option in ticked if option is not None]
        return join_ticks(question, known) if known and len(known) == len(ticked) == len(set(known)) else text
    return text


def _option_named(question: Question, text: str) -> Option | None:
    wanted = _folded(text)
    for option in question.options:
        if wanted in {_folded(option.id), *(_folded(label) for _, label in option.title.by_language)}:
            return option
    return None


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
