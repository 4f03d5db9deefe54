"""A scorecard as a definition: plain dictionaries and lists that read back to the same scorecard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.evidence_definition import evidence_definition
from qa_desk.domain.exact_numbers import exact
from qa_desk.domain.question_kinds.kind import QuestionKind
from qa_desk.domain.scorecard import NOT_APPLICABLE, CriticalClass, Mode, NaPolicy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa_desk.domain.scorecard import Example, NumberLimits, Option, Question, RootCause, ScorecardVersion, Section, Text

Definition = dict[str, object]


def definition_of(version: ScorecardVersion) -> Definition:
    """The definition of a version, without what is as usual. Numbers stay exact: whole ones as int, others as text."""
    causes = {cause.id: cause for question in version.questions() for cause in _causes_of(question)}
    definition: Definition = {}
    if version.key:
        definition["key"] = version.key
    _put_text(definition, "title", version.title)
    if version.channel:
        definition["channel"] = version.channel
    definition["mode"] = version.mode.value
    if version.na_policy is not NaPolicy.REDISTRIBUTE:
        definition["na_policy"] = version.na_policy.value
    if version.pass_threshold is not None:
        definition["pass_threshold"] = exact(version.pass_threshold)
    definition["decimals"] = version.decimals
    limits = (("floor", version.floor, 0), ("cap", version.cap, 100), ("autofail_score", version.autofail_score, 0))
    for name, value, usual in limits:
        if value != usual:
            definition[name] = exact(value)
    if causes:
        definition["root_causes"] = [_root_cause(cause) for cause in causes.values()]
    definition["sections"] = [_section(section, version.mode) for section in version.sections]
    return definition


def _section(section: Section, mode: Mode) -> Definition:
    definition: Definition = {"id": section.id}
    _put_text(definition, "title", section.title)
    if mode is Mode.SECTION_WEIGHTS or section.weight:
        definition["weight"] = exact(section.weight)
    if section.minimum is not None:
        definition["minimum"] = exact(section.minimum)
    definition["questions"] = [_question(question) for question in section.questions]
    return definition


def _causes_of(question: Question) -> Iterator[RootCause]:
    yield from question.root_causes
    for option in question.options:
        yield from option.root_causes or ()


def _question(question: Question) -> Definition:
    definition: Definition = {"id": question.id}
    _put_text(definition, "title", question.title)
    _put_text(definition, "guidance", question.guidance)
    if question.examples:
        definition["examples"] = [example_definition(example) for example in question.examples]
    if question.is_adjustment:
        definition["adjust"] = _answers(question)
    else:
        _put_answers(definition, question)
    _put_asking(definition, question)
    if question.critical is not CriticalClass.NONE:
        definition["critical"] = question.critical.value
    if question.autofail is not None:
        definition["autofail"] = {"trigger": _named(question, question.autofail.triggers), "scope": question.autofail.scope.value}
    if question.root_causes:
        definition["root_causes"] = [cause.id for cause in question.root_causes]
    if question.root_cause_required:
        definition["root_cause_required"] = True
    if question.evidence:
        definition["evidence"] = [evidence_definition(rule) for rule in question.evidence]
    if question.lineage and question.lineage != question.id:
        definition["lineage"] = question.lineage
    return definition


def _put_answers(definition: Definition, question: Question) -> None:
    if question.kind is not QuestionKind.CHOICE:
        definition["kind"] = question.kind.value
    if question.kind is QuestionKind.TEXT and not question.weight:
        return
    definition["weight"] = exact(question.weight)
    if question.start:
        definition["start"] = exact(question.start)
    if question.kind is QuestionKind.NUMBER:
        if limits := _limits(question.number):
            definition["number"] = limits
        definition["bands"] = [_option(option) for option in question.options]
    else:
        answers = _answers(question)
        definition["options" if isinstance(answers, list) else "credits"] = answers
    definition["fail"] = _named(question, question.fail)


def _put_asking(definition: Definition, question: Question) -> None:
    usually_required = not question.is_adjustment and question.is_scored
    if question.is_required is not usually_required:
        definition["required"] = question.is_required
    if not question.na_allowed and not question.is_adjustment:
        definition["na_allowed"] = False
    if question.preset_na:
        definition["preset"] = NOT_APPLICABLE
    condition = question.ask_if
    if condition is None:
        return
    asked: Definition = {}
    if condition.question is not None:
        asked["question"], asked["answer"] = condition.question, sorted(condition.answers)
    if condition.channels:
        asked["channel"] = sorted(condition.channels)
    definition["ask_if"] = asked


def _named(question: Question, names: frozenset[str]) -> list[str]:
    """These answers in the order of the form; "none" last."""
    order = [option.id for option in question.options]
    return [*(name for name in order if name in names), *sorted(names.difference(order))]


def _limits(limits: NumberLimits) -> Definition:
    found: Definition = {}
    _put_text(found, "unit", limits.unit)
    found.update({name: exact(value) for name, value in (("min", limits.least), ("max", limits.most)) if value is not None})
    if limits.decimals:
        found["decimals"] = limits.decimals
    return found


def example_definition(example: Example) -> Definition:
    """An example as a definition."""
    found: Definition = {}
    _put_text(found, "text", example.text)
    if example.answer is not None:
        found["answer"] = example.answer
    if example.origin:
        found["origin"] = example.origin
    return found


def _answers(question: Question) -> dict[str, int | str] | list[Definition]:
    if all(option == type(option)(option.id, option.credit) for option in question.options):
        return {option.id: exact(option.credit) for option in question.options}
    return [_option(option) for option in question.options]


def _option(option: Option) -> Definition:
    definition: Definition = {"id": option.id}
    if option.below is not None:
        definition["below"] = exact(option.below)
    definition["credit"] = exact(option.credit)
    _put_text(definition, "title", option.title)
    if option.comment_required:
        definition["comment_required"] = True
    if option.root_causes is not None:
        definition["root_causes"] = [cause.id for cause in option.root_causes]
    if option.root_cause_required is not None:
        definition["root_cause_required"] = option.root_cause_required
    return definition


def _root_cause(cause: RootCause) -> Definition:
    definition: Definition = {"id": cause.id}
    _put_text(definition, "title", cause.title)
    return definition


def _put_text(definition: Definition, name: str, text: Text) -> None:
    if text:
        definition[name] = text_definition(text)


def text_definition(text: Text) -> object:
    """A text as a definition: one text a language, or the words alone where no language was said."""
    texts = dict(text.by_language)
    return texts[""] if set(texts) == {""} else texts
