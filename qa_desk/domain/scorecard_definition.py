"""Reading a scorecard out of a definition, with every fault at its line, and writing it back.

A definition is a tree of mappings, lists and scalars. The file reader builds it from YAML or JSON with line numbers; the
workspace stores it as JSON. Both are read here, so that a scorecard means the same wherever it comes from. The compact
form (id, weight, credits) and the rich one (titles by language, guidance, root causes, named scales) are one format.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from qa_desk.domain.definition_nodes import Fault, Node, NodeReader
from qa_desk.domain.language import tr
from qa_desk.domain.scorecard import (
    NOT_APPLICABLE,
    AutoFail,
    CriticalClass,
    Mode,
    NaPolicy,
    Option,
    Question,
    RootCause,
    Scope,
    ScorecardVersion,
    Section,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

CHANNELS = ("call", "chat", "email", "ticket", "social")

_CARD_KEYS = frozenset(
    ["key", "title", "channel", "mode", "na_policy", "pass_threshold", "decimals", "floor", "cap", "autofail_score"]
) | {"root_causes", "scales", "sections"}
_SECTION_KEYS = frozenset(["id", "title", "weight", "minimum", "questions"])
_QUESTION_KEYS = frozenset(
    ["id", "title", "guidance", "weight", "options", "credits", "scale", "adjust", "na_allowed", "critical", "fail"]
) | {"autofail", "root_causes", "root_cause_required", "lineage"}
_NOT_FOR_ADJUSTMENTS = ("weight", "credits", "options", "scale", "critical", "fail", "autofail", "na_allowed")


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


def read_definition(tree: Node) -> Reading:
    """The version that a definition describes, or all that is wrong with it."""
    from qa_desk.domain.scorecard_rules import review

    reader = _Reader()
    version = reader.card(tree)
    if version is not None and not any(not fault.is_warning for fault in reader.faults):
        reader.faults.extend(review(version, reader.lines))
    ordered = tuple(sorted(reader.faults, key=lambda fault: fault.line))
    usable = version if not any(not fault.is_warning for fault in ordered) else None
    return Reading(usable, ordered)


@dataclass(slots=True)
class _Reader(NodeReader):
    """Walks the tree; `lines` remembers where things stand, for the faults that only the whole shows."""

    lines: dict[str, int] = field(default_factory=dict)

    def card(self, node: Node) -> ScorecardVersion | None:
        what = tr("The scorecard")
        fields = self.mapping(node, what, _CARD_KEYS)
        if not fields:
            if isinstance(node.value, dict):
                self.fault(node, tr("The scorecard is empty."))
            return None
        causes = self.root_causes(fields.get("root_causes"))
        scales = self.scales(fields.get("scales"))
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
            sections=tuple(self.section(item, scales, causes) for item in self.items(fields.get("sections"), "sections")),
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

    def scales(self, node: Node | None) -> dict[str, tuple[Option, ...]]:
        if node is None:
            return {}
        if not isinstance(node.value, dict):
            self.fault(node, tr("{what} must be a set of “name: value” lines.", what="scales"))
            return {}
        return {name: self.options(child, name) for name, child in node.value.items()}

    def section(self, node: Node, scales: Mapping[str, tuple[Option, ...]], causes: Mapping[str, RootCause]) -> Section:
        what = tr("A section")
        fields = self.mapping(node, what, _SECTION_KEYS)
        section_id = self.identifier(fields, node, what)
        what = tr("Section “{id}”", id=section_id)
        questions = self.items(fields.get("questions"), tr("{what}: questions", what=what))
        if not questions:
            self.fault(fields.get("questions", node), tr("{what} has no questions.", what=what))
        minimum = fields.get("minimum")
        self._remember(f"section {section_id}", fields.get("id", node), what)
        self.lines[f"section weight {section_id}"] = fields.get("weight", node).line
        return Section(
            id=section_id,
            questions=tuple(self.question(item, scales, causes) for item in questions),
            weight=self.weight(fields.get("weight"), what),
            title=self.text(fields.get("title"), "title"),
            minimum=None if minimum is None else self.number(minimum, tr("{what}: minimum", what=what), Fraction(0)),
        )

    def weight(self, node: Node | None, what: str) -> Fraction:
        weight = self.number(node, tr("{what}: weight", what=what), Fraction(0))
        if node is not None and weight < 0:
            self.fault(node, tr("{what}: a weight cannot be negative.", what=what))
        return weight

    def question(self, node: Node, scales: Mapping[str, tuple[Option, ...]], causes: Mapping[str, RootCause]) -> Question:
        what = tr("A question")
        fields = self.mapping(node, what, _QUESTION_KEYS)
        question_id = self.identifier(fields, node, what)
        what = tr("Question “{id}”", id=question_id)
        self._remember(f"question {question_id}", fields.get("id", node), what)
        for name in ("weight", "critical"):
            self.lines[f"{name} {question_id}"] = fields.get(name, node).line
        is_adjustment = "adjust" in fields
        if is_adjustment:
            adjust = fields["adjust"]
            options = self.options(adjust, what, limit=None) if isinstance(adjust.value, tuple) else self.credits(adjust, what)
            if not isinstance(adjust.value, tuple):
                self.checked_options(options, adjust, what, limit=None)
            for name in _NOT_FOR_ADJUSTMENTS:
                if name in fields:
                    self.fault(fields[name], tr("{what} is an adjustment: it has no “{name}”.", what=what, name=name))
        else:
            options = self.question_options(fields, node, scales, what)
            if "weight" not in fields:
                self.fault(node, tr("{what} has no weight.", what=what))
        ids = {option.id for option in options}
        return Question(
            id=question_id,
            options=options,
            weight=Fraction(0) if is_adjustment else self.weight(fields.get("weight"), what),
            title=self.text(fields.get("title"), "title"),
            guidance=self.text(fields.get("guidance"), "guidance"),
            is_adjustment=is_adjustment,
            na_allowed=self.flag(fields.get("na_allowed"), tr("{what}: na_allowed", what=what), default=True),
            critical=self.choice(fields.get("critical"), tr("{what}: critical", what=what), CriticalClass, CriticalClass.NONE),
            fail=self.fail(fields, options, ids, what),
            autofail=self.autofail(fields.get("autofail"), ids, what),
            root_causes=self.question_causes(fields.get("root_causes"), causes, what),
            root_cause_required=self.flag(
                fields.get("root_cause_required"), tr("{what}: root_cause_required", what=what), default=False
            ),
            lineage=self.scalar(fields.get("lineage"), "lineage") or question_id,
        )

    def _remember(self, name: str, node: Node, what: str) -> None:
        if name in self.lines:
            self.fault(node, tr("{what} appears twice (first on line {line}).", what=what, line=self.lines[name]))
        self.lines.setdefault(name, node.line)

    # -- what a question consists of

    def question_options(
        self, fields: Mapping[str, Node], node: Node, scales: Mapping[str, tuple[Option, ...]], what: str
    ) -> tuple[Option, ...]:
        given = [name for name in ("options", "credits", "scale") if name in fields]
        if len(given) != 1:
            self.fault(node, tr("{what} needs exactly one of “options”, “credits” or “scale”.", what=what))
            return ()
        source = fields[given[0]]
        if given[0] == "scale":
            name = self.scalar(source, "scale")
            if name not in scales:
                self.fault(source, tr("{what}: there is no scale “{name}” under “scales”.", what=what, name=name))
            return scales.get(name, ())
        if given[0] == "options":
            return self.options(source, what)
        return self.checked_options(self.credits(source, what), source, what)

    def options(self, node: Node, what: str, *, limit: int | None = 1) -> tuple[Option, ...]:
        options = []
        for item in self.items(node, what):
            fields = self.mapping(item, tr("{what}: an option", what=what), frozenset({"id", "credit", "title"}))
            option_id = self.identifier(fields, item, tr("{what}: an option", what=what))
            if "credit" not in fields:
                self.fault(item, tr("{what}: option “{option}” has no credit.", what=what, option=option_id))
            credit = self.number(fields.get("credit"), tr("{what}: credit", what=what), Fraction(0))
            options.append(Option(option_id, credit, self.text(fields.get("title"), "title")))
        return self.checked_options(tuple(options), node, what, limit=limit)

    def credits(self, node: Node, what: str) -> tuple[Option, ...]:
        if not isinstance(node.value, dict):
            self.fault(node, tr("{what}: the answers must be “answer: number” lines.", what=what))
            return ()
        found = []
        for name, child in node.value.items():
            if child.value is None:
                self.fault(child, tr("{what}: option “{option}” has no credit.", what=what, option=name))
            found.append(Option(name, self.number(child, tr("{what}: “{option}”", what=what, option=name), Fraction(0))))
        return tuple(found)

    def checked_options(self, options: tuple[Option, ...], node: Node, what: str, *, limit: int | None = 1) -> tuple[Option, ...]:
        ids = [option.id for option in options]
        if len(ids) < 2:
            self.fault(node, tr("{what} needs at least two answers to choose from.", what=what))
        for twice in sorted({option_id for option_id in ids if ids.count(option_id) > 1}):
            self.fault(node, tr("{what}: the answer “{option}” appears twice.", what=what, option=twice))
        if NOT_APPLICABLE in ids:
            self.fault(node, tr("{what}: “N/A” is never an option of its own.", what=what))
        for option in options:
            if limit is not None and abs(option.credit) > limit:
                self.fault(node, tr("{what}: the credit of “{option}” must lie between −1 and 1.", what=what, option=option.id))
        return options

    def fail(self, fields: Mapping[str, Node], options: tuple[Option, ...], ids: set[str], what: str) -> frozenset[str]:
        if "fail" not in fields:
            # of two answers where one earns nothing, that one is the error; a scale has to say where an error begins
            worthless = [option.id for option in options if option.credit <= 0]
            return frozenset(worthless) if len(options) == 2 and len(worthless) == 1 and "adjust" not in fields else frozenset()
        return self.known(fields["fail"], ids, tr("{what}: fail", what=what))

    def known(self, node: Node, ids: Iterable[str], what: str) -> frozenset[str]:
        words = self.words(node, what)
        for word in words:
            if word not in ids:
                self.fault(node, tr("{what}: “{value}” is not one of the question's answers.", what=what, value=word))
        return frozenset(words)

    def autofail(self, node: Node | None, ids: set[str], what: str) -> AutoFail | None:
        if node is None or node.value is None:
            return None
        what = tr("{what}: autofail", what=what)
        fields = self.mapping(node, what, frozenset({"trigger", "scope"}))
        if not fields.get("trigger"):
            self.fault(node, tr("{what} does not say which answers trigger it.", what=what))
            return None
        triggers = self.known(fields["trigger"], ids, what)
        if not triggers:
            self.fault(fields["trigger"], tr("{what} does not say which answers trigger it.", what=what))
        return AutoFail(triggers, self.choice(fields.get("scope"), tr("{what}: scope", what=what), Scope, Scope.FORM))

    def question_causes(self, node: Node | None, causes: Mapping[str, RootCause], what: str) -> tuple[RootCause, ...]:
        if node is None:
            return ()
        if node.value == "all":
            return tuple(causes.values())
        words = self.words(node, tr("{what}: root_causes", what=what))
        for word in words:
            if word not in causes:
                self.fault(node, tr("{what}: “{value}” is not declared under “root_causes”.", what=what, value=word))
        return tuple(causes[word] for word in words if word in causes)
