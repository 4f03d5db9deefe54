"""The shape of a scorecard file as a JSON Schema (draft 2020-12), so that editors help and warn while a person types.

The lists of words come from the rules themselves; a test holds every name to those that the reader knows, and lets both
judge the same faulty files. What only the whole can tell (an answer that a question does not have, ids given twice) is the
reader's alone: `qa-desk scorecard check`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.channels import CHANNELS
from qa_desk.domain.language import tr
from qa_desk.domain.question_kinds.kind import QuestionKind
from qa_desk.domain.scorecard import Mode, NaPolicy, Scope
from qa_desk.domain.scorecard_schema_parts import (
    Schema,
    described,
    flag,
    listed,
    number,
    one_of,
    record,
    reference,
    shared_parts,
    word,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def scorecard_schema() -> Schema:
    """The whole schema, with its explanations in the language in force."""
    card = record(_card_names(), required=["sections"])
    weighed = {"contains": {"required": ["weight"]}}
    by_sections = {"properties": {"mode": {"const": Mode.SECTION_WEIGHTS.value}}, "required": ["mode"]}
    return {
        "$schema": _DIALECT,
        "title": tr("QA Desk scorecard"),
        "description": tr("A form by which contacts are scored: sections with questions, and how their answers become a score."),
        **card,
        "allOf": [{"if": by_sections, "then": {"properties": {"sections": weighed}}}],
        "$defs": {**shared_parts(), "section": _section(), "question": _question()},
    }


def _card_names() -> Mapping[str, Schema]:
    return {
        "key": described(word(), tr("The scorecard's short name, the same through all its versions: voice-support.")),
        "title": described(reference("text"), tr("The name people see.")),
        "channel": described(
            one_of(CHANNELS), tr("The kind of contact it is for. Left out: any. Mails and tickets share theirs.")
        ),
        "mode": described(
            one_of([mode.value for mode in Mode], default=Mode.POINTS.value),
            tr("points: all questions share one pot. section_weights: each section keeps its own share of the score."),
        ),
        "na_policy": described(
            one_of([policy.value for policy in NaPolicy], default=NaPolicy.REDISTRIBUTE.value),
            tr(
                "What N/A does. redistribute: its weight goes to the other questions. full_credit: full marks, for old data only."
            ),
        ),
        "pass_threshold": described(number(), tr("The score from which an evaluation passes, as it is displayed: 85.")),
        "decimals": described(
            {
                "anyOf": [
                    {"type": "integer", "minimum": 0, "maximum": 6},
                    {"type": "string", "pattern": "^[0-6]$"},
                    {"type": "null"},
                ]
            },
            tr("How many decimals a score is shown with; it is rounded once, at the end. 2 where it is left out."),
        ),
        "floor": described(number(), tr("The least a form can score; 0 where it is left out.")),
        "cap": described(
            number(), tr("The most a form can score; 100 where it is left out. Above 100 trends are not comparable.")
        ),
        "autofail_score": described(number(), tr("What a form scores that failed as a whole; 0 where it is left out.")),
        "root_causes": described(
            {"type": "array", "items": reference("root_cause")},
            tr("The reasons for lost points that evaluators can choose from. Questions name them, or say “all”."),
        ),
        "scales": described(
            {"type": "object", "additionalProperties": reference("options")},
            tr("Sets of answers that several questions share, by a name of your own: yes_no, zero_to_four."),
        ),
        "sections": described(
            {"type": "array", "minItems": 1, "items": reference("section")},
            tr("The parts of the form, in the order of the form."),
        ),
    }


def _section() -> Schema:
    names = {
        "id": described(word(), tr("The section's short name; figures by section are kept under it.")),
        "title": described(reference("text"), tr("The heading people see.")),
        "weight": described(
            number(least=0),
            tr("The section's share of the score, beside the other sections' weights. Counts in mode section_weights only."),
        ),
        "minimum": described(number(), tr("The score, 0 to 100, that this section must reach for the form to pass.")),
        "questions": described(
            {"type": "array", "minItems": 1, "items": reference("question")}, tr("The questions under this heading.")
        ),
    }
    return record(names, required=["id", "questions"])


def _question() -> Schema:
    names = {**_words_of_a_question(), **_answers_of_a_question(), **_rules_of_a_question()}
    question = record(names, required=["id"])
    answered = [{"required": [name]} for name in ("options", "credits", "scale")]
    question["allOf"] = [
        {
            "if": {"required": ["adjust"]},
            "then": {"allOf": [_without(name) for name in NOT_FOR_ADJUSTMENTS]},
            "else": _by_kind(answered),
        },
        {
            "if": {"properties": {"preset": {"const": "N/A"}}, "required": ["preset"]},
            "then": {"properties": {"na_allowed": {"not": {"enum": [False, "false", "no"]}}}},
        },
    ]
    return question


NOT_FOR_ADJUSTMENTS = (
    "kind", "weight", "credits", "options", "scale", "start", "bands", "number", "critical", "fail", "autofail", "na_allowed",
    "preset",
)  # fmt: skip
"""What an adjustment cannot have."""


def _by_kind(answered: list[Schema]) -> Schema:
    """What each kind of question needs, and what it cannot have."""

    def when(kind: QuestionKind, then: Schema) -> Schema:
        return {"if": {"properties": {"kind": {"const": kind.value}}, "required": ["kind"]}, "then": then}

    choice = {
        "required": ["weight"],
        "oneOf": answered,
        "allOf": [_without("bands"), _without("start"), _without("number")],
    }
    numbers = {
        "required": ["bands", "weight"],
        "allOf": [_without(name) for name in ("options", "credits", "scale", "start", "evidence")],
    }
    is_unnamed = {"not": {"required": ["kind"]}}
    return {
        "allOf": [
            when(QuestionKind.CHOICE, choice),
            when(
                QuestionKind.MULTIPLE,
                {
                    "required": ["weight"],
                    "oneOf": answered,
                    "allOf": [_without("bands"), _without("number"), _without("evidence")],
                },
            ),
            when(QuestionKind.NUMBER, numbers),
            when(
                QuestionKind.TEXT,
                {
                    "allOf": [_without(name) for name in ("options", "credits", "scale", "bands", "start", "number", "evidence")],
                    "properties": {"weight": {"enum": [0, "0", None]}},
                },
            ),
            {"if": {**is_unnamed, "required": ["bands"]}, "then": numbers},
            {"if": {"not": {"anyOf": [{"required": ["kind"]}, {"required": ["bands"]}]}}, "then": choice},
        ]
    }


def _without(name: str) -> Schema:
    return {"not": {"required": [name]}}


def _words_of_a_question() -> Mapping[str, Schema]:
    return {
        "id": described(word(), tr("The question's short name: answers are kept under it.")),
        "title": described(reference("text"), tr("The question as the evaluator reads it.")),
        "guidance": described(
            reference("text"), tr("How to answer it: what to listen for, what each answer means, when N/A applies.")
        ),
        "examples": described(
            {"anyOf": [{"type": "array", "items": reference("example")}]}, tr("Cases that show how the question is answered.")
        ),
        "lineage": described(
            word(), tr("The id this question had in earlier versions, so that its trend goes on under a new id.")
        ),
    }


def _answers_of_a_question() -> Mapping[str, Schema]:
    kinds = tr(
        "choice: one of the answers. multiple: any number of them. number: a number, scored by bands. text: words, never scored."
    )
    return {
        "kind": described(one_of([kind.value for kind in QuestionKind], default=QuestionKind.CHOICE.value), kinds),
        "weight": described(
            number(least=0), tr("How much the question counts beside the others; 0 is answered, but not scored.")
        ),
        "options": described(reference("options"), tr("The answers, each with what it earns.")),
        "credits": {
            **described(reference("credits"), tr("The answers in short, without titles: each with what it earns.")),
            "examples": [{"Yes": 1, "No": 0}],
        },
        "scale": described(word(), tr("The name of a set of answers under “scales”.")),
        "start": described(
            number(least=-1, most=1),
            tr(
                "For kind multiple: what is earned before the first tick. 1 for a list of things left out, with negative credits."
            ),
        ),
        "bands": described(
            reference("bands"),
            tr("For kind number: ranges from the lowest up, each with what it earns. The last takes all that is left."),
        ),
        "number": described(reference("number_limits"), tr("For kind number: its unit and limits.")),
        "adjust": described(
            {"anyOf": [reference("adjust_options"), reference("adjust_credits")]},
            tr("Makes the question a bonus or penalty: answers with points that are added to the score of the form."),
        ),
    }


def _rules_of_a_question() -> Mapping[str, Schema]:
    return {
        "required": described(flag(), tr("false: it may stay unanswered, and then counts like N/A.")),
        "na_allowed": described(flag(), tr("false: N/A is not offered.")),
        "preset": described(
            {"enum": ["N/A", "", None]},
            tr("N/A: the question stands at N/A until somebody touches it. Nothing else can be set beforehand."),
        ),
        "ask_if": described(
            reference("condition"), tr("When the question is asked at all: after an earlier answer, on some channels, or both.")
        ),
        "critical": described(
            one_of(["none", "customer", "business", "compliance"], default="none"),
            tr("Whom an error harms; critical errors are counted beside the score. Needs “fail”, unless it has a yes and a no."),
        ),
        "fail": described(words(), tr("The answers that count as an error.")),
        "autofail": described(
            {
                "anyOf": [
                    record(
                        {
                            "trigger": described(words(least=1), tr("The answers that set it off; N/A never does.")),
                            "scope": described(
                                one_of([scope.value for scope in Scope], default=Scope.FORM.value),
                                tr("What it takes: the question's points, its section's, or the whole form's."),
                            ),
                        },
                        required=["trigger"],
                    ),
                    {"type": "null"},
                ]
            },
            tr("Answers that fail more than the question's own points."),
        ),
        "root_causes": described(words(), tr("all, or the ids of those that fit this question.")),
        "root_cause_required": described(flag(), tr("true: a lost point must be given a reason.")),
        "evidence": described(
            listed(reference("evidence")), tr("What is measured or said that suggests an answer; a person confirms it.")
        ),
    }
