"""What must hold over a whole scorecard before it can be used: the faults that no single line shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.definition_nodes import Fault
from qa_desk.domain.language import tr
from qa_desk.domain.question_kinds.kind import QuestionKind
from qa_desk.domain.question_kinds.multiple import NONE_TICKED
from qa_desk.domain.scorecard import NOT_APPLICABLE, CriticalClass, Mode, NaPolicy
from qa_desk.domain.scoring import heavy_questions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qa_desk.domain.scorecard import Question, ScorecardVersion


def review(version: ScorecardVersion, lines: Mapping[str, int]) -> Iterator[Fault]:
    """Every fault and warning of a scorecard that reads well line by line. `lines` says where each thing stands."""
    yield from _range_faults(version, lines)
    yield from _weight_faults(version, lines)
    yield from _critical_faults(version, lines)
    yield from _asking_faults(version, lines)
    yield from _warnings(version, lines)


def _range_faults(version: ScorecardVersion, lines: Mapping[str, int]) -> Iterator[Fault]:
    if version.floor >= version.cap:
        yield Fault(lines.get("cap", 0), tr("The cap must be above the floor."))
        return
    named = {"pass_threshold": version.pass_threshold, "autofail_score": version.autofail_score}
    for name, value in named.items():
        if value is not None and not version.floor <= value <= version.cap:
            yield Fault(lines.get(name, 0), tr("{name} must lie between the floor and the cap.", name=name))


def _weight_faults(version: ScorecardVersion, lines: Mapping[str, int]) -> Iterator[Fault]:
    if not any(question.weight for question in version.questions()):
        yield Fault(lines.get("card", 0), tr("No question carries weight, so nothing could ever be scored."))
    for question in version.questions():
        if question.weight and question.is_scored and question.best_credit <= 0:
            yield Fault(
                lines.get(f"weight {question.id}", 0),
                tr("Question “{id}” carries weight, but none of its answers earns anything.", id=question.id),
            )
    if version.mode is not Mode.SECTION_WEIGHTS:
        return
    if not any(section.weight for section in version.sections):
        yield Fault(lines.get("mode", 0), tr("Mode section_weights needs a weight on the sections."))
    for section in version.sections:
        if section.weight and not any(question.weight for question in section.questions):
            yield Fault(
                lines.get(f"section weight {section.id}", 0),
                tr("Section “{id}” has a weight, but none of its questions has one.", id=section.id),
            )


def _critical_faults(version: ScorecardVersion, lines: Mapping[str, int]) -> Iterator[Fault]:
    for question in version.questions():
        if question.critical is not CriticalClass.NONE and not question.fail:
            yield Fault(
                lines.get(f"critical {question.id}", 0),
                tr("Question “{id}” is critical: list the answers that are an error under “fail”.", id=question.id),
            )


def _asking_faults(version: ScorecardVersion, lines: Mapping[str, int]) -> Iterator[Fault]:
    earlier: dict[str, Question] = {}
    for question in version.questions():
        if question.preset_na and not question.na_allowed:
            message = tr("Question “{id}” is set to N/A beforehand, but does not allow N/A.", id=question.id)
            yield Fault(lines.get(f"preset {question.id}", 0), message)
        if question.is_scored is False and question.weight:
            yield Fault(
                lines.get(f"weight {question.id}", 0), tr("Question “{id}” takes words: it has no weight.", id=question.id)
            )
        condition = question.ask_if
        if condition is not None and condition.question is not None:
            line = lines.get(f"ask_if {question.id}", 0)
            if (asked := earlier.get(condition.question)) is None:
                message = tr(
                    "Question “{id}” hangs on “{other}”, which is no earlier question.", id=question.id, other=condition.question
                )
                yield Fault(line, message)
            else:
                yield from _unknown_answers(question.id, asked, condition.answers, line)
        earlier[question.id] = question


def _unknown_answers(question_id: str, asked: Question, answers: frozenset[str], line: int) -> Iterator[Fault]:
    known = {option.id for option in asked.options} | {NOT_APPLICABLE}
    if asked.kind is QuestionKind.MULTIPLE:
        known.add(NONE_TICKED)
    for answer in sorted(answers - known):
        yield Fault(
            line,
            tr(
                "Question “{id}” hangs on the answer “{answer}”, which “{other}” does not have.",
                id=question_id,
                answer=answer,
                other=asked.id,
            ),
        )


def _warnings(version: ScorecardVersion, lines: Mapping[str, int]) -> Iterator[Fault]:
    if version.na_policy is NaPolicy.FULL_CREDIT:
        message = tr("na_policy full_credit counts N/A as full marks and inflates scores; meant for old data only.")
        yield Fault(lines.get("card", 0), message, is_warning=True)
    if version.cap > 100:
        message = tr("A cap above 100: trends cannot be compared with a scorecard capped at 100.")
        yield Fault(lines.get("cap", 0), message, is_warning=True)
    if version.mode is Mode.POINTS and any(section.weight for section in version.sections):
        weighted = next(section for section in version.sections if section.weight)
        message = tr("Section weights count in mode section_weights only; here they are ignored.")
        yield Fault(lines.get(f"section weight {weighted.id}", 0), message, is_warning=True)
    if len([question for question in version.questions() if question.weight]) < 4:
        return  # a tiny card has heavy questions by nature
    for question_id, share in heavy_questions(version).items():
        message = tr("Question “{id}” alone carries {percent} % of the form.", id=question_id, percent=round(100 * float(share)))
        yield Fault(lines.get(f"weight {question_id}", 0), message, is_warning=True)
