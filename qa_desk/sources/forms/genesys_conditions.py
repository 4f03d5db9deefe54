"""The visibility conditions of a Genesys form: paths such as `/form/questionGroup/0/question/0/answer/1`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from qa_desk.domain.language import tr
from qa_desk.sources.forms.draft import DraftCondition

if TYPE_CHECKING:
    from qa_desk.sources.forms.draft import DraftQuestion, Findings

_PATH = re.compile(r"/form/questionGroup/(\d+)/question/(\d+)/answer/(\d+)")
_BESIDE = re.compile(r"\.\./question/(\d+)/answer/(\d+)")


@dataclass(slots=True)
class Conditions:
    """Knows the questions read so far, so that a path can be followed to one of them."""

    findings: Findings
    places: dict[tuple[int, ...], tuple[int, int]] = field(default_factory=dict)
    """Group, question (and entry) to the question's number in the draft and the count of its answers."""
    hung: dict[int, DraftCondition] = field(default_factory=dict)
    """The conditions of the questions read so far, by the question's number."""

    def count(self, place: tuple[int, ...], options: int) -> None:
        """Remember a question that was read."""
        self.places[place] = (len(self.places), options)

    def placed(self, question: DraftQuestion, condition: DraftCondition | None) -> DraftQuestion:
        """The question counted last, with its condition."""
        if condition is not None:
            self.hung[len(self.places) - 1] = condition
        return replace(question, condition=condition)

    def read(self, value: object, where: str, group: int, entry_of: int | None) -> DraftCondition | None:
        """A condition: one earlier question and the answers that call for it. `entry_of`: the list an entry belongs to."""
        if not isinstance(value, dict):
            return None
        named = value.get("predicates")
        paths = [str(path) for path in named] if isinstance(named, list) else []
        found = [(path, self._follow(path, where, group, entry_of)) for path in paths]
        known = [target for _, target in found if target is not None]
        if not known:
            return None
        first = known[0]
        options = {option for question, option in known if question == first[0]}
        needs_all = str(value.get("combiningOperation", "AND")).upper() == "AND"
        if any(question != first[0] for question, _ in known):
            self._say_unread(where, paths, tr("a question can hang on one earlier question"))
        elif needs_all and len(options) > 1:
            self._say_unread(where, paths, tr("one question cannot have two answers at once"))
        return DraftCondition(first[0], tuple(sorted(options)))

    def joined(self, inherited: object, value: object, where: str, group: int, entry_of: int | None) -> DraftCondition | None:
        """A question's own condition beside that of its group: one where it holds for both, else the own one, and it is said."""
        own = self.read(value, where, group, entry_of)
        outer = inherited if isinstance(inherited, DraftCondition) else None
        if own is None or outer is None or own == outer:
            return own or outer
        if self.hung.get(own.question) == outer:
            return own  # the question it hangs on waits for the group's condition itself
        self._say_unread(where, [tr("the condition of its group")], tr("a question can hang on one earlier question"))
        return own

    def _say_unread(self, where: str, paths: list[str], why: str) -> None:
        self.findings.miss(where, " · ".join(paths), why, tr("the first one only"))

    def _follow(self, path: str, where: str, group: int, entry_of: int | None) -> tuple[int, int] | None:
        full, beside = _PATH.fullmatch(path), _BESIDE.fullmatch(path)
        place: tuple[int, ...] | None = None
        if full:
            place, option = (int(full[1]), int(full[2])), int(full[3])
        elif beside:
            place = (group, int(beside[1])) if entry_of is None else (group, entry_of, int(beside[1]))
            option = int(beside[2])
        if place is None or place not in self.places or option >= self.places[place][1]:
            why = tr("it names no earlier question with such an answer")
            self.findings.miss(where, path, why, tr("the question is always asked"))
            return None
        return self.places[place][0], option
