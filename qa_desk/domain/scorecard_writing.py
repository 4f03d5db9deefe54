"""A scorecard as a definition: plain dictionaries and lists that read back to the same scorecard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.scorecard import CriticalClass, Mode, NaPolicy

if TYPE_CHECKING:
    from fractions import Fraction

    from qa_desk.domain.scorecard import Option, Question, RootCause, ScorecardVersion, Section, Text

Definition = dict[str, object]


def definition_of(version: ScorecardVersion) -> Definition:
    """The definition of a version, without what is as usual. Numbers stay exact: whole ones as int, others as text."""
    causes = {cause.id: cause for question in version.questions() for cause in question.root_causes}
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


def exact(value: Fraction) -> int | str:
    """A number that loses nothing: an int, a short decimal as text, or "a/b"."""
    if value.denominator == 1:
        return int(value)
    for places in range(1, 7):
        scaled = value * 10**places
        if scaled.denominator == 1:
            digits = str(abs(int(scaled))).rjust(places + 1, "0")
            return ("-" if value < 0 else "") + f"{digits[:-places]}.{digits[-places:]}"
    return f"{value.numerator}/{value.denominator}"


def _section(section: Section, mode: Mode) -> Definition:
    definition: Definition = {"id": section.id}
    _put_text(definition, "title", section.title)
    if mode is Mode.SECTION_WEIGHTS or section.weight:
        definition["weight"] = exact(section.weight)
    if section.minimum is not None:
        definition["minimum"] = exact(section.minimum)
    definition["questions"] = [_question(question) for question in section.questions]
    return definition


def _question(question: Question) -> Definition:
    definition: Definition = {"id": question.id}
    _put_text(definition, "title", question.title)
    _put_text(definition, "guidance", question.guidance)
    if question.is_adjustment:
        definition["adjust"] = _answers(question)
    else:
        definition["weight"] = exact(question.weight)
        answers = _answers(question)
        definition["options" if isinstance(answers, list) else "credits"] = answers
        definition["fail"] = [option.id for option in question.options if option.id in question.fail]
        if not question.na_allowed:
            definition["na_allowed"] = False
    if question.critical is not CriticalClass.NONE:
        definition["critical"] = question.critical.value
    if question.autofail is not None:
        triggers = [option.id for option in question.options if option.id in question.autofail.triggers]
        definition["autofail"] = {"trigger": triggers, "scope": question.autofail.scope.value}
    if question.root_causes:
        definition["root_causes"] = [cause.id for cause in question.root_causes]
    if question.root_cause_required:
        definition["root_cause_required"] = True
    if question.lineage and question.lineage != question.id:
        definition["lineage"] = question.lineage
    return definition


def _answers(question: Question) -> dict[str, int | str] | list[Definition]:
    if any(option.title for option in question.options):
        return [_option(option) for option in question.options]
    return {option.id: exact(option.credit) for option in question.options}


def _option(option: Option) -> Definition:
    definition: Definition = {"id": option.id, "credit": exact(option.credit)}
    _put_text(definition, "title", option.title)
    return definition


def _root_cause(cause: RootCause) -> Definition:
    definition: Definition = {"id": cause.id}
    _put_text(definition, "title", cause.title)
    return definition


def _put_text(definition: Definition, name: str, text: Text) -> None:
    if not text:
        return
    texts = dict(text.by_language)
    definition[name] = texts[""] if set(texts) == {""} else texts
