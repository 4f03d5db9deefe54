"""What comes out of somebody else's form: sections and questions, what was understood, and what was not."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

Address = str
"""How a person finds a place in the file: `E11`, `line 3, column 2`, `group 1, question 2`."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something of the form that could not be taken as it stands."""

    where: Address
    what: str
    why: str
    taken: str
    """What stands in the draft instead."""


@dataclass(frozen=True, slots=True)
class DraftOption:
    """An answer of the form and the share of the weight it earns."""

    text: str
    credit: Fraction
    id: str = ""
    """The id where it is not the text itself: the yes and no of every language share theirs."""


@dataclass(frozen=True, slots=True)
class DraftCondition:
    """A question is asked only after one of these answers to an earlier one."""

    question: int
    """The number of the earlier question, counted through the whole form from 0."""
    options: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DraftQuestion:
    """A question as far as it was understood. Without options it is answered in free words and never scored."""

    title: str
    where: Address = ""
    guidance: str = ""
    weight: Fraction = Fraction(0)
    options: tuple[DraftOption, ...] = ()
    adjust: Fraction | None = None
    """A bonus or penalty: raw points of the form."""
    na_allowed: bool = True
    na_preset: bool = False
    critical: str = "none"
    fails: str = ""
    """The scope of an auto-fail; empty for none."""
    fails_below_best: bool = False
    """Each answer but the best sets the auto-fail off, not only the worst."""
    comment_required: bool = False
    is_multiple: bool = False
    """Several answers can be ticked; what they earn adds up."""
    condition: DraftCondition | None = None


@dataclass(frozen=True, slots=True)
class DraftSection:
    """Questions under one heading; `weight` only where the form weighs its sections."""

    title: str
    questions: tuple[DraftQuestion, ...]
    weight: Fraction | None = None


@dataclass(frozen=True, slots=True)
class FormDraft:
    """A whole form, ready to become a scorecard."""

    title: str
    """Empty where the form shows none."""
    sections: tuple[DraftSection, ...]
    understood: tuple[str, ...] = ()
    not_understood: tuple[Gap, ...] = ()
    pass_threshold: Fraction | None = None
    by_sections: bool = False
    """The sections' weights count, and a question weighs within its section only."""

    @property
    def question_count(self) -> int:
        """How many questions there are."""
        return sum(len(section.questions) for section in self.sections)


@dataclass(slots=True)
class Findings:
    """Collects what is said about a form while it is read."""

    understood: list[str] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)

    def take(self, sentence: str) -> None:
        """Note what was understood; twice the same is said once."""
        if sentence not in self.understood:
            self.understood.append(sentence)

    def miss(self, where: Address, what: str, why: str, taken: str) -> None:
        """Note what was not; the same reason at many places becomes one line."""
        for index, gap in enumerate(self.gaps):
            if (gap.what, gap.why, gap.taken) == (what, why, taken):
                if where not in gap.where.split("; "):
                    self.gaps[index] = Gap(f"{gap.where}; {where}", what, why, taken)
                return
        self.gaps.append(Gap(where, what, why, taken))
