"""Reading a question's evidence rules out of a definition, and writing them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from qa_desk.domain.evidence import FACTS, SPEAKERS, FactRule, PhraseRule
from qa_desk.domain.exact_numbers import exact
from qa_desk.domain.language import tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa_desk.domain.definition_nodes import Node, NodeReader
    from qa_desk.domain.evidence import EvidenceRule

_KEYS = frozenset({"fact", "at_least", "at_most", "phrases", "by", "within_s", "last_s", "then", "otherwise"})


def evidence_rules(reader: NodeReader, node: Node, answers: set[str], what: str) -> tuple[EvidenceRule, ...]:
    """The rules of a list; each names a fact or phrases, and which of the question's answers it speaks for."""
    return tuple(_rule(reader, item, answers, what) for item in reader.items(node, what))


def _rule(reader: NodeReader, node: Node, answers: set[str], what: str) -> EvidenceRule:
    fields = reader.mapping(node, what, _KEYS)
    then, otherwise = (_answer(reader, fields.get(name), answers, what) for name in ("then", "otherwise"))
    if then is None and otherwise is None:
        reader.fault(node, tr("{what} suggests nothing: say “then” or “otherwise”.", what=what))
    if ("fact" in fields) == ("phrases" in fields):
        reader.fault(node, tr("{what} needs either a fact or phrases.", what=what))
    if "phrases" in fields:
        return _phrases(reader, fields, node, what, then, otherwise)
    fact = reader.scalar(fields.get("fact"), what)
    if "fact" in fields and fact not in FACTS:
        message = tr("{what}: “{value}” must be one of: {known}.", what=what, value=fact, known=", ".join(FACTS))
        reader.fault(fields["fact"], message)
    if "fact" in fields and not fields.keys() & {"at_least", "at_most"}:
        reader.fault(node, tr("{what}: say “at_least” or “at_most”.", what=what))
    return FactRule(fact, _bound(reader, fields, "at_least", what), _bound(reader, fields, "at_most", what), then, otherwise)


def _phrases(
    reader: NodeReader, fields: Mapping[str, Node], node: Node, what: str, then: str | None, otherwise: str | None
) -> PhraseRule:
    given = fields["phrases"]
    by_language = given.value.items() if isinstance(given.value, dict) else (("", given),)
    phrases = tuple((language, tuple(filter(None, reader.words(node, what)))) for language, node in by_language)
    if not any(words for _, words in phrases):
        reader.fault(given, tr("{what}: there are no phrases.", what=what))
    by = reader.scalar(fields.get("by"), what, "agent")
    if by not in SPEAKERS:
        known = ", ".join(SPEAKERS)
        reader.fault(fields.get("by", node), tr("{what}: “{value}” must be one of: {known}.", what=what, value=by, known=known))
    return PhraseRule(
        phrases, by, _bound(reader, fields, "within_s", what), _bound(reader, fields, "last_s", what), then, otherwise
    )


def _bound(reader: NodeReader, fields: Mapping[str, Node], name: str, what: str) -> Fraction | None:
    return reader.number(fields[name], f"{what}: {name}", Fraction(0)) if fields.get(name) is not None else None


def _answer(reader: NodeReader, node: Node | None, answers: set[str], what: str) -> str | None:
    if node is None or node.value is None:
        return None
    answer = reader.scalar(node, what)
    if answer not in answers:
        reader.fault(node, tr("{what}: “{value}” is not one of the question's answers.", what=what, value=answer))
    return answer


def evidence_definition(rule: EvidenceRule) -> dict[str, object]:
    """A rule as a definition."""
    found: dict[str, object] = {}
    if isinstance(rule, FactRule):
        found["fact"] = rule.fact
        bounds = (("at_least", rule.at_least), ("at_most", rule.at_most))
    else:
        phrases = {language: list(words) for language, words in rule.phrases}
        found["phrases"], found["by"] = phrases[""] if set(phrases) == {""} else phrases, rule.by
        bounds = (("within_s", rule.within_s), ("last_s", rule.last_s))
    found.update({name: exact(bound) for name, bound in bounds if bound is not None})
    found.update({name: answer for name, answer in (("then", rule.then), ("otherwise", rule.otherwise)) if answer is not None})
    return found
