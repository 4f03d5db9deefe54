"""Reading a scorecard out of a definition, with every fault at its line.

A definition is a tree of mappings, lists and scalars. The file reader builds it from YAML or JSON with line numbers; the
workspace stores it as JSON. Both are read here, so that a scorecard means the same wherever it comes from. The compact
form (id, weight, credits) and the rich one (titles by language, guidance, root causes, named scales) are one format.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from qa_desk.domain.channels import CHANNELS
from qa_desk.domain.language import tr
from qa_desk.domain.question_definition import QuestionReader
from qa_desk.domain.scorecard import Mode, NaPolicy, Option, RootCause, ScorecardVersion, Section

if TYPE_CHECKING:
    from qa_desk.domain.definition_nodes import Fault, Node

_CARD_KEYS = frozenset(
    ["key", "title", "channel", "mode", "na_policy", "pass_threshold", "decimals", "floor", "cap", "autofail_score"]
) | {"root_causes", "scales", "sections"}
_SECTION_KEYS = frozenset(["id", "title", "weight", "minimum", "questions"])


@dataclass(frozen=True, slots=True)
class Reading:
    """What came out of a definition: the version when there is no fault, and every fault and warning by line."""

    version: ScorecardVersion | None
    faults: tuple[Fault, ...]

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults that must be mended."""
        return tuple(fault for fault in self.faults if not fault.is_warning)

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """What deserves a second look."""
        return tuple(fault for fault in self.faults if fault.is_warning)


def read_definition(tree: Node, *, has_lines: bool = True) -> Reading:
    """The version that a definition describes, or all that is wrong with it. `has_lines`: they are those of a file."""
    from qa_desk.domain.scorecard_rules import review

    reader = _Reader(has_lines=has_lines)
    version = reader.card(tree)
    if version is not None and not any(not fault.is_warning for fault in reader.faults):
        reader.faults.extend(review(version, reader.lines))
    ordered = tuple(sorted(reader.faults, key=lambda fault: fault.line))
    usable = version if not any(not fault.is_warning for fault in ordered) else None
    return Reading(usable, ordered)


@dataclass(slots=True)
class _Reader(QuestionReader):
    """Walks the tree: the card, its sections, and by `QuestionReader` their questions."""

    def card(self, node: Node) -> ScorecardVersion | None:
        what = tr("The scorecard")
        fields = self.mapping(node, what, _CARD_KEYS)
        if not fields:
            if isinstance(node.value, dict):
                self.fault(node, tr("The scorecard is empty."))
            return None
        self.causes = self.root_causes(fields.get("root_causes"))
        self.scales = self.named_scales(fields.get("scales"))
        if not self.items(fields.get("sections"), "sections"):
            self.fault(fields.get("sections", node), tr("The scorecard has no sections."))
        decimals = self.number(fields.get("decimals"), "decimals", Fraction(2))
        if decimals.denominator != 1 or not 0 <= decimals <= 6:
            self.fault(fields["decimals"], tr("decimals must be a whole number from 0 to 6."))
            decimals = Fraction(2)
        channel = self.scalar(fields.get("channel"), "channel") or None
        if channel is not None and channel not in CHANNELS:
            known = ", ".join(CHANNELS)
            self.fault(
                fields["channel"], tr("{what}: “{value}” must be one of: {known}.", what="channel", value=channel, known=known)
            )
        threshold = fields.get("pass_threshold")
        for name in ("pass_threshold", "floor", "cap", "autofail_score", "mode"):
            self.lines[name] = fields.get(name, node).line
        self.lines["card"] = node.line
        return ScorecardVersion(
            sections=tuple(self.section(item) for item in self.items(fields.get("sections"), "sections")),
            mode=self.choice(fields.get("mode"), "mode", Mode, Mode.POINTS),
            na_policy=self.choice(fields.get("na_policy"), "na_policy", NaPolicy, NaPolicy.REDISTRIBUTE),
            pass_threshold=None
            if threshold is None or threshold.value is None
            else self.number(threshold, "pass_threshold", Fraction(0)),
            decimals=int(decimals),
            floor=self.number(fields.get("floor"), "floor", Fraction(0)),
            cap=self.number(fields.get("cap"), "cap", Fraction(100)),
            autofail_score=self.number(fields.get("autofail_score"), "autofail_score", Fraction(0)),
            key=self.scalar(fields.get("key"), "key"),
            title=self.text(fields.get("title"), "title"),
            channel=channel,
        )

    def root_causes(self, node: Node | None) -> dict[str, RootCause]:
        causes: dict[str, RootCause] = {}
        for item in self.items(node, "root_causes"):
            if isinstance(item.value, str):
                causes[item.value] = RootCause(item.value)
                continue
            fields = self.mapping(item, tr("A root cause"), frozenset({"id", "title"}))
            name = self.identifier(fields, item, tr("A root cause"))
            causes[name] = RootCause(name, self.text(fields.get("title"), "title"))
        return causes

    def named_scales(self, node: Node | None) -> dict[str, tuple[Option, ...]]:
        if node is None:
            return {}
        if not isinstance(node.value, dict):
            self.fault(node, tr("{what} must be a set of “name: value” lines.", what="scales"))
            return {}
        return {name: self.options(child, name) for name, child in node.value.items()}

    def section(self, node: Node) -> Section:
        what = tr("A section")
        fields = self.mapping(node, what, _SECTION_KEYS)
        section_id = self.identifier(fields, node, what)
        what = tr("Section “{id}”", id=section_id)
        questions = self.items(fields.get("questions"), tr("{what}: questions", what=what))
        if not questions:
            self.fault(fields.get("questions", node), tr("{what} has no questions.", what=what))
        minimum = fields.get("minimum")
        self.remember(f"section {section_id}", fields.get("id", node), what)
        self.lines[f"section weight {section_id}"] = fields.get("weight", node).line
        return Section(
            id=section_id,
            questions=tuple(self.question(item) for item in questions),
            weight=self.weight(fields.get("weight"), what),
            title=self.text(fields.get("title"), "title"),
            minimum=None if minimum is None else self.number(minimum, tr("{what}: minimum", what=what), Fraction(0)),
        )
