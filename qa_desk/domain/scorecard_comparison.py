"""Two versions of a scorecard side by side: what is wording, what changes scores, and which trends go on.

Questions are matched by their lineage, sections by their id. A question's own trend goes on while its answers mean the same
(`answers_meaning`); the score of the form, and what passes, can be compared only while nothing that scores has changed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from qa_desk.domain.language import N_, tr
from qa_desk.domain.question_comparison import Change, ChangeClass, answers_meaning, change_of, question_changes
from qa_desk.domain.scorecard import CriticalClass, Mode
from qa_desk.domain.scoring import designed_weights

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa_desk.domain.scorecard import Question, ScorecardVersion, Section, Text


class Fate(StrEnum):
    """What became of a question or section."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class QuestionComparison:
    """One question on both sides. `continues`: its trend goes on; None where there is none (new, gone, or words)."""

    lineage: str
    older: Question | None
    newer: Question | None
    changes: tuple[Change, ...] = ()
    continues: bool | None = None
    share_before: Fraction | None = None
    """What it carried of the form (0 to 1) where every question applies."""
    share_after: Fraction | None = None

    @property
    def fate(self) -> Fate:
        """Whether it is on both sides."""
        return _fate(self.older, self.newer)

    def label(self, language: str = "en") -> str:
        """What it is called, as it is called now."""
        question = self.newer or self.older
        return question.label(language) if question is not None else self.lineage


@dataclass(frozen=True, slots=True)
class SectionComparison:
    """One section on both sides."""

    id: str
    older: Section | None
    newer: Section | None
    changes: tuple[Change, ...] = ()

    @property
    def fate(self) -> Fate:
        """Whether it is on both sides."""
        return _fate(self.older, self.newer)

    def label(self, language: str = "en") -> str:
        """What it is called, as it is called now."""
        section = self.newer or self.older
        return section.label(language) if section is not None else self.id


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that is different between two versions; the questions in the order of the newer one, those that are gone last."""

    card: tuple[Change, ...]
    sections: tuple[SectionComparison, ...]
    questions: tuple[QuestionComparison, ...]

    def changes(self) -> Iterator[Change]:
        """Every single change."""
        yield from self.card
        for section in self.sections:
            yield from section.changes
        for question in self.questions:
            yield from question.changes

    @property
    def is_same(self) -> bool:
        """Whether nothing at all is different."""
        return not any(True for _ in self.changes())

    @property
    def is_scoring(self) -> bool:
        """Whether the same contact could score differently: the trend of scores breaks here."""
        return any(change.is_scoring for change in self.changes())

    @property
    def broken(self) -> tuple[QuestionComparison, ...]:
        """Questions on both sides whose own trend breaks."""
        return tuple(question for question in self.questions if question.continues is False)


def compare_versions(older: ScorecardVersion, newer: ScorecardVersion) -> Comparison:
    """What became of the older version in the newer one."""
    return Comparison(
        tuple(_card_changes(older, newer)), tuple(_compared_sections(older, newer)), tuple(_compared_questions(older, newer))
    )


def _fate(older: object, newer: object) -> Fate:
    return Fate.ADDED if older is None else Fate.REMOVED if newer is None else Fate.KEPT


_CARD_NUMBERS = {
    "pass_threshold": N_("Pass threshold"),
    "decimals": N_("Decimals"),
    "floor": N_("Floor"),
    "cap": N_("Cap"),
    "autofail_score": N_("Score at an auto-fail"),
}
_MODES = {"points": N_("points"), "section_weights": N_("section weights")}
_NA_POLICIES = {"redistribute": N_("its weight goes to the others"), "full_credit": N_("counts as full marks")}


def _card_changes(older: ScorecardVersion, newer: ScorecardVersion) -> Iterator[Change]:
    yield from change_of(tr("Title"), older.title, newer.title)
    yield from change_of(tr("Channel"), older.channel or tr("any"), newer.channel or tr("any"))
    yield from change_of(tr("Mode"), tr(_MODES[older.mode]), tr(_MODES[newer.mode]), ChangeClass.SCORING)
    policies = tr(_NA_POLICIES[older.na_policy]), tr(_NA_POLICIES[newer.na_policy])
    yield from change_of(tr("N/A"), *policies, ChangeClass.SCORING)
    for name, label in _CARD_NUMBERS.items():
        yield from change_of(tr(label), getattr(older, name), getattr(newer, name), ChangeClass.SCORING)
    before, after = _cause_titles(older), _cause_titles(newer)
    for cause in [name for name in before if name in after]:
        yield from change_of(tr("Root cause “{cause}”", cause=cause), before[cause], after[cause])


def _cause_titles(version: ScorecardVersion) -> dict[str, Text]:
    named = [
        causes for q in version.questions() for causes in (q.root_causes, *(option.root_causes or () for option in q.options))
    ]
    return {cause.id: cause.title for causes in named for cause in causes}


def _compared_sections(older: ScorecardVersion, newer: ScorecardVersion) -> Iterator[SectionComparison]:
    before = {section.id: section for section in older.sections}
    after = {section.id: section for section in newer.sections}
    strayed = _strayed([name for name in before if name in after], [name for name in after if name in before])
    has_weights = Mode.SECTION_WEIGHTS in (older.mode, newer.mode)
    weighs = ChangeClass.SCORING if has_weights else ChangeClass.COSMETIC  # where they do not count they are only written there
    for section_id in dict.fromkeys([*after, *before]):
        changes = tuple(_section_changes(before.get(section_id), after.get(section_id), weighs, is_moved=section_id in strayed))
        yield SectionComparison(section_id, before.get(section_id), after.get(section_id), changes)


def _section_changes(older: Section | None, newer: Section | None, weighs: ChangeClass, *, is_moved: bool) -> Iterator[Change]:
    if older is None or newer is None:
        # what it means for scores is told by its questions and weights; the heading alone scores nothing
        yield Change(tr("Section"), older.label() if older else "", newer.label() if newer else "", ChangeClass.COSMETIC)
        weights = older.weight if older else Fraction(0), newer.weight if newer else Fraction(0)
        yield from change_of(tr("Weight of the section"), *weights, weighs)
        return
    yield from change_of(tr("Title"), older.title, newer.title)
    yield from change_of(tr("Weight of the section"), older.weight, newer.weight, weighs)
    yield from change_of(tr("Minimum of the section"), older.minimum, newer.minimum, ChangeClass.SCORING)
    if is_moved:
        yield Change(tr("Order"), "", tr("moved"), ChangeClass.COSMETIC)


def _compared_questions(older: ScorecardVersion, newer: ScorecardVersion) -> Iterator[QuestionComparison]:
    before, after = _by_lineage(older), _by_lineage(newer)
    shares = designed_weights(older), designed_weights(newer)
    stayed = [each for each in after if each in before and after[each][0].id == before[each][0].id]
    strayed = {
        lineage
        for section in newer.sections
        for lineage in _strayed(
            [each for each in before if each in stayed and before[each][0].id == section.id],
            [each for each in stayed if after[each][0].id == section.id],
        )
    }
    for lineage in dict.fromkeys([*after, *before]):
        old, new = before.get(lineage), after.get(lineage)
        yield QuestionComparison(
            lineage,
            old[1] if old else None,
            new[1] if new else None,
            tuple(_changes_of_question(_asked(old, older), _asked(new, newer), is_moved=lineage in strayed)),
            _continues(old[1], new[1]) if old and new else None,
            shares[0].get(old[1].id) if old else None,
            shares[1].get(new[1].id) if new else None,
        )


def _by_lineage(version: ScorecardVersion) -> dict[str, tuple[Section, Question]]:
    """Two questions of one lineage: the first has it, the other is known by its id."""
    found: dict[str, tuple[Section, Question]] = {}
    for section in version.sections:
        for question in section.questions:
            lineage = question.lineage or question.id
            found[lineage if lineage not in found else question.id] = section, question
    return found


def _asked(place: tuple[Section, Question] | None, version: ScorecardVersion) -> tuple[Section, Question] | None:
    """The question with what it hangs on named by its lineage: another id of that one is no change of this one."""
    if place is None or place[1].ask_if is None or place[1].ask_if.question is None:
        return place
    asked = version.question(place[1].ask_if.question)
    if asked is None:
        return place
    condition = replace(place[1].ask_if, question=asked.lineage or asked.id)
    return place[0], replace(place[1], ask_if=condition)


def _changes_of_question(
    old: tuple[Section, Question] | None, new: tuple[Section, Question] | None, *, is_moved: bool
) -> Iterator[Change]:
    if old is None or new is None:
        there = old or new
        assert there is not None
        question = there[1]
        counts = question.weight or question.is_adjustment or question.autofail or question.critical is not CriticalClass.NONE
        kind = ChangeClass.SCORING if counts else ChangeClass.COSMETIC
        yield Change(tr("Question"), old[1].label() if old else "", new[1].label() if new else "", kind)
        return
    if old[0].id != new[0].id:
        yield Change(tr("Section"), old[0].label(), new[0].label(), ChangeClass.SCORING)
    elif is_moved:
        yield Change(tr("Order"), "", tr("moved"), ChangeClass.COSMETIC)
    yield from question_changes(old[1], new[1])


def _continues(older: Question, newer: Question) -> bool | None:
    if not older.is_scored and not newer.is_scored:
        return None
    return answers_meaning(older) == answers_meaning(newer)


def _strayed(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """What has to be moved, at the least, to get from one order of the same things to the other."""
    place = {name: number for number, name in enumerate(before)}
    runs: list[list[str]] = []  # the longest one in the old order that ends here
    for number, name in enumerate(after):
        earlier = [runs[other] for other in range(number) if place[after[other]] < place[name]]
        runs.append([*_longest(earlier), name])
    return set(after) - set(_longest(runs))


def _longest(runs: Sequence[list[str]]) -> list[str]:
    return max(runs, key=len) if runs else []
