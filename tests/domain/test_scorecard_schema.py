from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any, ClassVar

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_desk.domain import evidence_definition, question_definition, scorecard_definition
from qa_desk.domain.definition_nodes import tree_of
from qa_desk.domain.scorecard_definition import read_definition
from qa_desk.domain.scorecard_schema import NOT_FOR_ADJUSTMENTS, scorecard_schema
from qa_desk.resource_files import resource, shipped_scorecards
from tests.examples import examples

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SCHEMA = scorecard_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


class EditorLoader(yaml.SafeLoader):
    """YAML as editors read it: `Yes` and `No` are words (YAML 1.2), where PyYAML would make them true and false."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {
        letter: [(tag, pattern) for tag, pattern in resolvers if letter in "tTfF" or tag != "tag:yaml.org,2002:bool"]
        for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def as_editors_read(text: str) -> object:
    return json.loads(json.dumps(yaml.load(text, Loader=EditorLoader)))


def is_refused(card: object) -> bool:
    return not VALIDATOR.is_valid(card)


CARD: dict[str, Any] = {
    "key": "voice",
    "title": {"en": "Voice", "ru": "Звонки"},
    "channel": "call",
    "mode": "section_weights",
    "pass_threshold": 85,
    "decimals": 1,
    "root_causes": ["process", {"id": "knowledge", "title": "Knowledge"}],
    "scales": {"yes_no": [{"id": "Yes", "credit": 1}, {"id": "No", "credit": 0}]},
    "sections": [
        {
            "id": "S",
            "weight": 100,
            "minimum": 60,
            "questions": [
                {"id": "yes_no", "weight": 1, "scale": "yes_no", "critical": "customer", "autofail": {"trigger": ["No"]}},
                {"id": "short", "weight": "1/4", "credits": {"0": 0, "1": "1/2", "2": 1}, "fail": "0", "root_causes": "all"},
                {
                    "id": "ticks",
                    "kind": "multiple",
                    "weight": 2,
                    "start": 1,
                    "options": [
                        {"id": "a", "credit": "-1/2", "comment_required": True, "root_causes": ["knowledge"]},
                        {"id": "b", "credit": -1, "root_cause_required": False},
                    ],
                    "ask_if": {"question": "yes_no", "answer": ["Yes", "N/A"], "channel": "call"},
                },
                {
                    "id": "hold",
                    "weight": 1,
                    "bands": [{"id": "short", "below": 60, "credit": 1}, {"id": "long", "credit": 0}],
                    "number": {"unit": "s", "min": 0, "max": 3600},
                },
                {"id": "note", "kind": "text"},
                {
                    "id": "choice",
                    "weight": 1,
                    "options": [{"id": "Yes", "credit": 1}, {"id": "No", "credit": 0}],
                    "preset": "N/A",
                    "examples": ["Plain", {"text": {"en": "One"}, "answer": "Yes", "origin": "12 May"}],
                    "evidence": [
                        {"fact": "dead_air_longest", "at_most": 20, "then": "Yes", "otherwise": "No"},
                        {"phrases": {"en": ["good morning"]}, "by": "agent", "within_s": 10, "then": "Yes"},
                    ],
                },
                {"id": "bonus", "adjust": {"Earned": 3, "Not earned": 0}},
            ],
        }
    ],
}

QUESTIONS = {question["id"]: index for index, question in enumerate(CARD["sections"][0]["questions"])}


def changed(place: str, value: object, card: dict[str, Any] = CARD) -> dict[str, Any]:
    """The card with one value set, or taken out (`...`); `hold/number/min` is a place within a question."""
    card = copy.deepcopy(card)
    first, *rest = place.split("/")
    inner: Any = card["sections"][0]["questions"][QUESTIONS[first]] if first in QUESTIONS and rest else card
    path = rest if first in QUESTIONS and rest else [first, *rest]
    for step in path[:-1]:
        inner = inner[int(step) if isinstance(inner, list) else step]
    last: Any = int(path[-1]) if isinstance(inner, list) else path[-1]
    if value is ...:
        del inner[last]
    else:
        inner[last] = value
    return card


def errors(card: object) -> list[str]:
    return [fault.message for fault in read_definition(tree_of(card)).errors]


def test_a_card_with_everything_in_it_is_right_to_both() -> None:
    assert errors(CARD) == []
    VALIDATOR.validate(CARD)


FAULTS: list[tuple[str, object]] = [
    ("mode", "pionts"),
    ("channel", "fax"),
    ("na_policy", "ignore"),
    ("pass_threshold", "high"),
    ("pass_threshold", "1/0"),
    ("decimals", 9),
    ("decimals", 1.5),
    ("cap", [100]),
    ("sections", []),
    ("sections", ...),
    ("sections", "S"),
    ("root_causes", "knowledge"),
    ("root_causes/1/id", ...),
    ("scales", ["yes_no"]),
    ("scales/yes_no", []),
    ("scales/yes_no/0/credit", 2),
    ("sections/0/id", ...),
    ("sections/0/id", " "),
    ("sections/0/weight", -1),
    ("sections/0/weight", ...),
    ("sections/0/minimum", "some"),
    ("sections/0/questions", []),
    ("yes_no/id", ...),
    ("yes_no/weight", ...),
    ("yes_no/weight", -1),
    ("yes_no/weight", "-1"),
    ("yes_no/weight", "ten"),
    ("yes_no/scale", ...),
    ("yes_no/options", [{"id": "Yes", "credit": 1}, {"id": "No", "credit": 0}]),
    ("yes_no/start", 1),
    ("yes_no/bands", [{"id": "a", "below": 1, "credit": 1}, {"id": "b", "credit": 0}]),
    ("yes_no/number", {"min": 0}),
    ("yes_no/kind", "stars"),
    ("yes_no/kind", "number"),
    ("yes_no/kind", "text"),
    ("yes_no/critical", "legal"),
    ("yes_no/autofail", {}),
    ("yes_no/autofail", "No"),
    ("yes_no/autofail/trigger", []),
    ("yes_no/autofail/scope", "everything"),
    ("yes_no/na_allowed", "perhaps"),
    ("yes_no/preset", "Yes"),
    ("yes_no/ask_if", {"question": "x"}),
    ("yes_no/ask_if", {"answer": "Yes"}),
    ("yes_no/ask_if", {}),
    ("yes_no/ask_if", {"channel": "fax"}),
    ("yes_no/root_cause_required", 3),
    ("yes_no/examples", {"text": "One"}),
    ("yes_no/title", ["Verified"]),
    ("short/credits", {"Yes": 1}),
    ("short/credits", {"Yes": 1, "N/A": 0}),
    ("short/credits", {"Yes": 1, "No": None}),
    ("short/credits", {"Yes": 2, "No": 0}),
    ("short/credits", ["Yes", "No"]),
    ("ticks/options", [{"id": "a", "credit": 1}]),
    ("ticks/options/0/id", ...),
    ("ticks/options/0/id", "N/A"),
    ("ticks/options/0/credit", ...),
    ("ticks/options/0/credit", -2),
    ("ticks/options/0/comment_required", "sometimes"),
    ("ticks/start", 2),
    ("ticks/evidence", [{"fact": "dead_air_longest", "at_most": 20, "then": "a"}]),
    ("ticks/bands", [{"id": "a", "below": 1, "credit": 1}, {"id": "b", "credit": 0}]),
    ("hold/bands", ...),
    ("hold/bands/0/below", "soon"),
    ("hold/bands/1/credit", ...),
    ("hold/weight", ...),
    ("hold/number/min", "little"),
    ("hold/number/decimals", 8),
    ("hold/options", [{"id": "Yes", "credit": 1}, {"id": "No", "credit": 0}]),
    ("note/weight", 5),
    ("note/scale", "yes_no"),
    ("choice/na_allowed", False),
    ("choice/evidence", {"fact": "dead_air_longest"}),
    ("choice/evidence/0/fact", "mood"),
    ("choice/evidence/0/at_most", ...),
    ("choice/evidence/0/phrases", ["hello"]),
    ("choice/evidence/1/by", "somebody"),
    ("choice/evidence/1/phrases", []),
    ("choice/evidence/1/then", ...),
    ("choice/evidence/1/within_s", "early"),
    ("bonus/adjust", {"Earned": 3}),
    ("bonus/adjust", {"Earned": "much", "Not earned": 0}),
    ("bonus/weight", 1),
    ("bonus/critical", "customer"),
    ("bonus/na_allowed", True),
    ("bonus/fail", ["Earned"]),
]  # fmt: skip


@pytest.mark.parametrize(("place", "value"), FAULTS, ids=lambda item: json.dumps(item)[:40] if item is not ... else "left out")
def test_what_the_reader_refuses_editors_underline_too(place: str, value: object) -> None:
    card = changed(place, value)
    assert errors(card), "the reader takes it: it is no fault"
    assert is_refused(card)


def test_a_slip_of_the_pen_in_a_name_is_underlined() -> None:
    for place in ("colour", "sections/0/wieght", "yes_no/giudance", "ticks/options/0/tilte", "choice/evidence/0/atmost"):
        assert is_refused(changed(place, 1)), place


def test_every_name_the_reader_knows_is_explained_and_no_other() -> None:
    parts = SCHEMA["$defs"]
    known = {
        "card": (SCHEMA, scorecard_definition._CARD_KEYS),
        "section": (parts["section"], scorecard_definition._SECTION_KEYS),
        "question": (parts["question"], question_definition.QUESTION_KEYS),
        "option": (parts["option"], question_definition._OPTION_KEYS),
        "band": (parts["bands"]["items"], question_definition._OPTION_KEYS | {"below"}),
        "evidence": (parts["evidence"], evidence_definition._KEYS),
    }
    for name, (part, keys) in known.items():
        assert set(part["properties"]) == keys, name
    assert set(NOT_FOR_ADJUSTMENTS) == set(question_definition._NOT_FOR_ADJUSTMENTS)


def properties(schema: object) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(schema, dict):
        if schema.get("additionalProperties") is False:
            yield from schema["properties"].items()
        for part in schema.values():
            yield from properties(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from properties(part)


def test_every_name_has_a_sentence_for_the_editor() -> None:
    found = list(properties(SCHEMA))
    assert len(found) > 60
    for name, part in found:
        assert part["description"].endswith("."), name
        assert len(part["description"]) < 140, name


def test_the_schema_is_valid_itself_and_the_shipped_one_is_this_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    shipped = resource("schema", "scorecard.schema.json")
    assert json.loads(shipped.read_text(encoding="utf-8")) == SCHEMA, "renew it: qa-desk scorecard schema"


@pytest.mark.parametrize("path", sorted(shipped_scorecards().glob("*.yaml")), ids=lambda path: path.stem)
def test_each_ready_made_scorecard_fits_and_names_the_schema_where_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    VALIDATOR.validate(as_editors_read(text))
    mark = "# yaml-language-server: $schema="
    first = text.splitlines()[0]
    assert first.startswith(mark)
    assert (path.parent / first.removeprefix(mark)).resolve() == resource("schema", "scorecard.schema.json").resolve()


def test_the_oracles_cards_fit(oracles: Path) -> None:
    cases = [case for case in json.loads((oracles / "12_scoring.json").read_text())["cases"] if "card" in case["inputs"]]
    assert cases
    for case in cases:
        VALIDATOR.validate(case["inputs"]["card"])


PLACES = [
    "mode", "pass_threshold", "decimals", "root_causes", "scales", "sections", "sections/0/weight", "sections/0/questions",
    "yes_no/weight", "yes_no/scale", "yes_no/kind", "yes_no/autofail", "yes_no/preset", "yes_no/ask_if", "yes_no/critical",
    "yes_no/fail", "short/credits", "short/weight", "ticks/start", "ticks/options", "ticks/options/0/credit",
    "ticks/ask_if", "hold/bands", "hold/number", "note/weight", "choice/evidence", "choice/examples", "choice/na_allowed",
    "bonus/adjust", "bonus/required",
]  # fmt: skip
VALUES = st.recursive(
    st.sampled_from(
        ["", "Yes", "No", "N/A", "0", "1/2", "-1", "all", "true", "yes", "customer", "multiple", "text", "number", "call", "a"]
    )
    | st.none()
    | st.booleans()
    | st.integers(-2, 9)
    | st.sampled_from([0.5, 1.5]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "id",
                    "credit",
                    "Yes",
                    "No",
                    "question",
                    "answer",
                    "channel",
                    "trigger",
                    "scope",
                    "fact",
                    "at_most",
                    "then",
                    "text",
                ]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


@settings(max_examples=examples(200))
@given(st.lists(st.tuples(st.sampled_from(PLACES), VALUES), min_size=1, max_size=2))
def test_what_the_reader_takes_editors_never_underline(changes: list[tuple[str, object]]) -> None:
    card = CARD
    try:
        for place, value in changes:
            card = changed(place, value, card)
    except (KeyError, IndexError, TypeError, ValueError):
        return  # the second place was taken away by the first
    reading = read_definition(tree_of(card))
    if reading.version is None or any("is not a known name" in fault.message for fault in reading.warnings):
        return
    VALIDATOR.validate(card)
