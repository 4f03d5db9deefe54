"""Which questions of a form are asked at all: conditional ones wait for an earlier answer.

A question that is not asked is not missing, carries no weight, counts in no statistic and keeps no answer. Conditions by
channel are settled once, by `ScorecardVersion.for_channel`; those by an earlier answer move with each answer, here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeVar

    from qa_desk.domain.scorecard import ScorecardVersion

    Said = TypeVar("Said")


def not_asked(version: ScorecardVersion, answers: Mapping[str, str]) -> frozenset[str]:
    """The questions that these answers leave out. One that hangs on a question left out is left out too."""
    out: set[str] = set()
    questions = {question.id: question for question in version.questions()}
    for question in questions.values():
        condition = question.ask_if
        if condition is None or condition.question is None:
            continue
        earlier = questions.get(condition.question)
        names = earlier.names_in(answers.get(earlier.id)) if earlier is not None and earlier.id not in out else frozenset()
        if condition.answers.isdisjoint(names):
            out.add(question.id)
    return frozenset(out)


def asked_only(version: ScorecardVersion, answers: Mapping[str, str], said: Mapping[str, Said]) -> Mapping[str, Said]:
    """What was said about questions that these answers leave in."""
    out = not_asked(version, answers)
    return {question_id: value for question_id, value in said.items() if question_id not in out} if out else said
