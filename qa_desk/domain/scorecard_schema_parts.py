"""The small parts of the scorecard's schema: texts by language, exact numbers, answers, conditions, evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qa_desk.domain.channels import CHANNELS
from qa_desk.domain.evidence import FACTS, SPEAKERS
from qa_desk.domain.language import tr

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Schema = dict[str, Any]

_LARGEST = 10**15
_DIGITS = r"\d{1,15}(\.\d{1,15})?([eE][+-]?\d)?|\d{1,15}/0*[1-9]\d{0,14}"


def described(schema: Schema, text: str) -> Schema:
    """A part with what an editor says of it."""
    return {"description": text, **schema}


def reference(name: str) -> Schema:
    """A part that stands under `$defs`."""
    return {"$ref": f"#/$defs/{name}"}


def record(names: Mapping[str, Schema], *, required: Iterable[str] = ()) -> Schema:
    """A set of “name: value” lines; other names are slips of the pen."""
    return {"type": "object", "properties": dict(names), "required": list(required), "additionalProperties": False}


def word() -> Schema:
    """A single value that is used as a word: `Yes`, `0`, `voice-support`; never blank."""
    return {"anyOf": [{"type": "string", "pattern": r"\S"}, {"type": ["number", "boolean"]}]}


def words(*, least: int = 0) -> Schema:
    """One word, or a list of them."""
    return {"anyOf": [word(), {"type": "array", "items": word(), "minItems": least}]}


def flag() -> Schema:
    """True or false."""
    spelled = [form for text in ("true", "false", "yes", "no") for form in (text, text.capitalize(), text.upper())]
    return {"anyOf": [{"type": ["boolean", "null"]}, {"enum": ["", *spelled]}]}


def number(*, least: int | None = None, most: int | None = None) -> Schema:
    """An exact number: 5, 2.5, or a fraction as text, 1/4. Fractions are checked for their sign only."""
    sign = r"\+?" if least == 0 else r"[+-]?"
    return {
        "anyOf": [
            {
                "type": "number",
                "minimum": -_LARGEST if least is None else least,
                "maximum": _LARGEST if most is None else most,
            },
            {"type": "string", "pattern": f"^\\s*{sign}({_DIGITS})\\s*$"},
            {"type": "null"},
        ]
    }


def one_of(values: Iterable[str], *, default: str | None = None) -> Schema:
    """One of a fixed set of words."""
    schema: Schema = {"enum": [*values, None]}
    if default is not None:
        schema["default"] = default
    return schema


def listed(items: Schema) -> Schema:
    """A list."""
    return {"type": "array", "items": items}


def shared_parts() -> Schema:
    """What stands under `$defs` beside sections and questions."""
    answers = {"type": "array", "minItems": 2}
    return {
        "text": _text(),
        "root_cause": _root_cause(),
        "options": {**answers, "items": reference("option")},
        "option": _option(
            number(least=-1, most=1), tr("The share of the weight that it earns: 1 all, 0 nothing, 1/2 half, down to -1.")
        ),
        "credits": _credits(number(least=-1, most=1)),
        "adjust_options": {
            **answers,
            "items": _option(number(), tr("The points of the form that it adds; negative ones are taken away.")),
        },
        "adjust_credits": _credits(number()),
        "bands": {**answers, "items": _band()},
        "number_limits": _number_limits(),
        "condition": _condition(),
        "example": _example(),
        "evidence": _evidence(),
    }


def _text() -> Schema:
    said = {"type": ["string", "number", "boolean", "null"]}
    return {
        "description": tr("A text, or one for each language: en, zh_CN, zh_TW, ms, ru or any other code."),
        "anyOf": [said, {"type": "object", "additionalProperties": said}],
    }


def _root_cause() -> Schema:
    names = {
        "id": described(word(), tr("Its short name.")),
        "title": described(reference("text"), tr("The reason as people read it.")),
    }
    return {"anyOf": [{"type": ["string", "number", "boolean"]}, record(names, required=["id"])]}


def _option_names(credit: Schema, earns: str) -> dict[str, Schema]:
    not_na: Schema = {"allOf": [word(), {"not": {"const": "N/A"}}]}
    return {
        "id": described(not_na, tr("The answer's short name; it is what evaluations keep. N/A is there by itself.")),
        "credit": described(credit, earns),
        "title": described(reference("text"), tr("What stands on the button, where it is not the id.")),
        "comment_required": described(flag(), tr("true: whoever gives this answer must write a comment.")),
        "root_causes": described(words(), tr("The reasons to choose from after this answer, in place of the question's.")),
        "root_cause_required": described(flag(), tr("true: this answer needs a reason; false: it needs none.")),
    }


def _option(credit: Schema, earns: str) -> Schema:
    return record(_option_names(credit, earns), required=["id", "credit"])


def _band() -> Schema:
    earns = tr("The share of the weight that a number in this range earns.")
    names = _option_names(number(least=-1, most=1), earns)
    names["below"] = described(number(), tr("Numbers below this fall into the band; the last band has none."))
    return record(names, required=["id", "credit"])


def _credits(credit: Schema) -> Schema:
    numbers = {"allOf": [credit, {"not": {"type": "null"}}]}
    return {
        "type": "object",
        "minProperties": 2,
        "propertyNames": {"not": {"const": "N/A"}},
        "additionalProperties": numbers,
    }


def _number_limits() -> Schema:
    decimals = {
        "anyOf": [{"type": "integer", "minimum": 0, "maximum": 6}, {"type": "string", "pattern": "^[0-6]$"}, {"type": "null"}]
    }
    return record(
        {
            "unit": described(reference("text"), tr("What is counted: s, min, items.")),
            "min": described(number(), tr("The least that is taken.")),
            "max": described(number(), tr("The most that is taken.")),
            "decimals": described(decimals, tr("How many decimals an answer may have; none where it is left out.")),
        }
    )


def _condition() -> Schema:
    channel = {"enum": list(CHANNELS)}
    names: dict[str, Schema] = {
        "question": described(word(), tr("The id of an earlier question.")),
        "answer": described(words(least=1), tr("The answers to it after which this question is asked; N/A can be one of them.")),
        "channel": described({"anyOf": [channel, listed(channel)]}, tr("The channels on which it is asked.")),
    }
    either = record(names)
    either["dependentRequired"] = {"question": ["answer"], "answer": ["question"]}
    either["anyOf"] = [{"required": ["question"]}, {"required": ["channel"]}]
    return {"anyOf": [either, {"type": "null"}]}


def _example() -> Schema:
    names = {
        "text": described(reference("text"), tr("The case in a few words.")),
        "answer": described({"anyOf": [word(), {"type": "null"}]}, tr("How it is answered.")),
        "origin": described(
            {"type": ["string", "number", "boolean", "null"]}, tr("Where it comes from: the calibration of a day.")
        ),
    }
    return {"anyOf": [{"type": ["string", "number", "boolean"]}, record(names)]}


def _evidence() -> Schema:
    phrases = {"anyOf": [words(least=1), {"type": "object", "minProperties": 1, "additionalProperties": words()}]}
    seconds = number()
    rule = record(
        {
            "fact": described(
                {"enum": list(FACTS)}, tr("A measured fact of the contact, such as its longest dead air in seconds.")
            ),
            "at_least": described(number(), tr("With a fact: the least it must be for “then”.")),
            "at_most": described(number(), tr("With a fact: the most it may be for “then”.")),
            "phrases": described(phrases, tr("Words to look for in the transcript, of any language or by language.")),
            "by": described({"enum": [*SPEAKERS, None], "default": SPEAKERS[0]}, tr("With phrases: whose words are searched.")),
            "within_s": described(seconds, tr("With phrases: only in the first seconds.")),
            "last_s": described(seconds, tr("With phrases: only in the last seconds.")),
            "then": described(words(), tr("The answer suggested where the fact fits or a phrase is found.")),
            "otherwise": described(words(), tr("The answer suggested where it does not.")),
        }
    )
    rule["oneOf"] = [{"required": ["fact"]}, {"required": ["phrases"]}]
    rule["anyOf"] = [{"required": ["then"]}, {"required": ["otherwise"]}]
    bounded = {"anyOf": [{"required": ["at_least"]}, {"required": ["at_most"]}]}
    rule["allOf"] = [{"if": {"required": ["fact"]}, "then": bounded}]
    return rule
