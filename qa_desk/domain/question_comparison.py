"""One question in two wordings: every change of it, and whether its answers still mean the same."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from qa_desk.domain.evidence_definition import evidence_definition
from qa_desk.domain.exact_numbers import exact
from qa_desk.domain.language import N_, tr
from qa_desk.domain.scorecard import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa_desk.domain.scorecard import Condition, Option, Question, RootCause


class ChangeClass(StrEnum):
    """Whether a change touches scores or only words."""

    COSMETIC = "cosmetic"
    SCORING = "scoring"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is different, in words: what it is, how it was, how it is."""

    what: str
    before: str
    after: str
    change_class: ChangeClass = ChangeClass.COSMETIC

    @property
    def is_scoring(self) -> bool:
        """Whether it touches scores."""
        return self.change_class is ChangeClass.SCORING


def answers_meaning(question: Question) -> tuple[object, ...]:
    """What the answers of a question stand for: while it stays equal, the question's trend goes on across versions.

    Wording, guidance and weight are not in it; which answers there are, what each earns, which of them are errors, and whether
    N/A is one of them, are.
    """
    answers = frozenset((option.id, option.credit, option.below) for option in question.options)
    return question.kind, question.is_adjustment, answers, question.fail, question.start, question.na_allowed


def question_changes(older: Question, newer: Question) -> Iterator[Change]:
    """Everything that is different in one question but its place."""
    yield from change_of(tr("Title"), older.title, newer.title)
    yield from change_of(tr("Guidance"), older.guidance, newer.guidance)
    yield from change_of(tr("Id"), older.id, newer.id)
    yield from _scoring_changes(older, newer)
    yield from _option_changes(older, newer)
    yield from change_of(tr("Examples"), len(older.examples), len(newer.examples))
    if older.examples != newer.examples and len(older.examples) == len(newer.examples):
        yield Change(tr("Examples"), "", tr("reworded"))
    yield from _other_changes(older, newer)


_KINDS = {"choice": N_("one of several"), "multiple": N_("several to tick"), "number": N_("a number"), "text": N_("words")}
_CLASSES = {"none": N_("no"), "customer": N_("customer"), "business": N_("business"), "compliance": N_("compliance")}
_SCOPES = {"question": N_("the question"), "section": N_("the section"), "form": N_("the form")}


def _scoring_changes(older: Question, newer: Question) -> Iterator[Change]:
    scoring = ChangeClass.SCORING
    yield from change_of(tr("Kind"), _kind_text(older), _kind_text(newer), scoring)
    yield from change_of(tr("Weight"), older.weight, newer.weight, scoring)
    yield from change_of(tr("Start of the ticks"), older.start, newer.start, scoring)
    yield from change_of(tr("N/A allowed"), older.na_allowed, newer.na_allowed, scoring)
    yield from change_of(tr("Must be answered"), older.is_required, newer.is_required, scoring)
    yield from change_of(tr("Asked if"), _condition_text(older.ask_if), _condition_text(newer.ask_if), scoring)
    yield from change_of(tr("Critical"), tr(_CLASSES[older.critical]), tr(_CLASSES[newer.critical]), scoring)
    # compared by the ids: another wording of an answer is no other error
    if older.fail != newer.fail:
        yield Change(tr("Counts as an error"), _said(_names(older, older.fail)), _said(_names(newer, newer.fail)), scoring)
    if older.autofail != newer.autofail:
        yield Change(tr("Auto-fail"), _said(_autofail_text(older)), _said(_autofail_text(newer)), scoring)


def _option_changes(older: Question, newer: Question) -> Iterator[Change]:
    before = {option.id: option for option in older.options}
    after = {option.id: option for option in newer.options}
    for name in dict.fromkeys([*before, *after]):
        old, new = before.get(name), after.get(name)
        if old is None or new is None:
            what = tr("Answer")
            yield Change(what, _answer_text(old) if old else "", _answer_text(new) if new else "", ChangeClass.SCORING)
            continue
        what = tr("Answer “{answer}”", answer=new.label())
        yield from change_of(tr("{what}: credit", what=what), old.credit, new.credit, ChangeClass.SCORING)
        yield from change_of(tr("{what}: below", what=what), old.below, new.below, ChangeClass.SCORING)
        yield from change_of(tr("{what}: title", what=what), old.title, new.title)
        yield from change_of(tr("{what}: comment required", what=what), old.comment_required, new.comment_required)
        causes = _cause_ids(old.root_causes), _cause_ids(new.root_causes)
        yield from change_of(tr("{what}: root causes", what=what), *causes)
        needed = old.root_cause_required, new.root_cause_required
        yield from change_of(tr("{what}: root cause required", what=what), *needed)
    if list(before) != list(after) and before.keys() == after.keys():
        yield Change(tr("Order of the answers"), ", ".join(before), ", ".join(after))


def _other_changes(older: Question, newer: Question) -> Iterator[Change]:
    yield from change_of(tr("N/A beforehand"), older.preset_na, newer.preset_na)
    yield from change_of(tr("Root causes"), _cause_ids(older.root_causes), _cause_ids(newer.root_causes))
    yield from change_of(tr("Root cause required"), older.root_cause_required, newer.root_cause_required)
    limits = [(q.number.unit.say(), q.number.least, q.number.most, q.number.decimals) for q in (older, newer)]
    for what, before, after in zip((tr("Unit"), tr("Least"), tr("Most"), tr("Decimals")), *limits, strict=True):
        yield from change_of(what, before, after)
    rules = [[evidence_definition(rule) for rule in question.evidence] for question in (older, newer)]
    if rules[0] != rules[1]:
        yield Change(tr("Evidence rules"), str(len(rules[0])), str(len(rules[1])))


def change_of(what: str, before: object, after: object, change_class: ChangeClass = ChangeClass.COSMETIC) -> Iterator[Change]:
    """The change from one value to another; none where they are equal. Texts are compared in each language."""
    if before == after:
        return
    if isinstance(before, Text) and isinstance(after, Text):
        yield from _text_changes(what, before, after)
    else:
        yield Change(what, _said(before), _said(after), change_class)


def _text_changes(what: str, before: Text, after: Text) -> Iterator[Change]:
    old, new = dict(before.by_language), dict(after.by_language)
    for language in dict.fromkeys([*old, *new]):
        if old.get(language, "") != new.get(language, ""):
            yield Change(f"{what} ({language})" if language else what, old.get(language, ""), new.get(language, ""))


def _said(value: object) -> str:
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if isinstance(value, Fraction):
        return str(exact(value))
    return "–" if value is None or value == "" else str(value)


def _kind_text(question: Question) -> str:
    return tr("adjustment") if question.is_adjustment else tr(_KINDS[question.kind])


def _answer_text(option: Option) -> str:
    return f"{option.label()} ({exact(option.credit)})"


def _names(question: Question, names: frozenset[str]) -> str:
    labels = {option.id: option.label() for option in question.options}
    order = [*labels, *sorted(names - labels.keys())]
    return ", ".join(labels.get(name, name) for name in order if name in names)


def _autofail_text(question: Question) -> str:
    if question.autofail is None:
        return ""
    scope = tr(_SCOPES[question.autofail.scope])
    return tr("{answers} fails {scope}", answers=_names(question, question.autofail.triggers), scope=scope)


def _condition_text(condition: Condition | None) -> str:
    if condition is None:
        return ""
    parts = []
    if condition.question is not None:
        parts.append(f"{condition.question}: {', '.join(sorted(condition.answers))}")
    if condition.channels:
        parts.append(", ".join(sorted(condition.channels)))
    return " · ".join(parts)


def _cause_ids(causes: tuple[RootCause, ...] | None) -> str | None:
    return None if causes is None else ", ".join(cause.id for cause in causes)
