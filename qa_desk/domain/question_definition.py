"""Reading one question out of a scorecard's definition, with every fault at its line."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from qa_desk.domain.channels import CHANNELS
from qa_desk.domain.definition_nodes import Node, NodeReader
from qa_desk.domain.evidence_definition import evidence_rules
from qa_desk.domain.language import tr
from qa_desk.domain.question_kinds.kind import QuestionKind
from qa_desk.domain.question_kinds.multiple import JOINT, NONE_TICKED
from qa_desk.domain.scorecard import (
    NOT_APPLICABLE,
    AutoFail,
    Condition,
    CriticalClass,
    Example,
    NumberLimits,
    Option,
    Question,
    RootCause,
    Scope,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qa_desk.domain.evidence import EvidenceRule

QUESTION_KEYS = (
    frozenset(
        [
            "id",
            "title",
            "guidance",
            "examples",
            "kind",
            "weight",
            "options",
            "credits",
            "scale",
            "start",
            "bands",
            "number",
            "adjust",
        ]
    )
    | {"required", "na_allowed", "preset", "ask_if", "critical", "fail", "autofail", "evidence", "lineage"}
    | {
        "root_causes",
        "root_cause_required",
    }
)
_NOT_FOR_ADJUSTMENTS = (
    "kind",
    "weight",
    "credits",
    "options",
    "scale",
    "start",
    "bands",
    "number",
    "critical",
    "fail",
    "autofail",
    "na_allowed",
    "preset",
)
_ANSWERS = ("options", "credits", "scale", "bands")
_TAKES = {
    QuestionKind.CHOICE: ("options", "credits", "scale"),
    QuestionKind.MULTIPLE: ("options", "credits", "scale"),
    QuestionKind.NUMBER: ("bands",),
    QuestionKind.TEXT: (),
}
_ONLY_FOR = {"start": QuestionKind.MULTIPLE, "number": QuestionKind.NUMBER}
_OPTION_KEYS = frozenset({"id", "credit", "title", "comment_required", "root_causes", "root_cause_required"})


@dataclass(slots=True)
class QuestionReader(NodeReader):
    """Reads questions; `lines` remembers where things stand, for the faults that only the whole shows."""

    lines: dict[str, int] = field(default_factory=dict)
    scales: dict[str, tuple[Option, ...]] = field(default_factory=dict)
    causes: dict[str, RootCause] = field(default_factory=dict)
    has_lines: bool = True
    """Whether the lines are those of a file, which a person can go to."""

    def question(self, node: Node) -> Question:
        """A question, of whatever kind."""
        what = tr("A question")
        fields = self.mapping(node, what, QUESTION_KEYS)
        question_id = self.identifier(fields, node, what)
        what = tr("Question “{id}”", id=question_id)
        self.remember(f"question {question_id}", fields.get("id", node), what)
        for name in ("weight", "critical", "ask_if", "preset"):
            self.lines[f"{name} {question_id}"] = fields.get(name, node).line
        is_adjustment = "adjust" in fields
        kind = QuestionKind.NUMBER if "bands" in fields else QuestionKind.CHOICE
        kind = self.choice(fields.get("kind"), tr("{what}: kind", what=what), QuestionKind, kind)
        options = self._adjustments(fields, what) if is_adjustment else self._answers(fields, node, kind, what)
        if not is_adjustment and kind is not QuestionKind.TEXT and "weight" not in fields:
            self.fault(node, tr("{what} has no weight.", what=what))
        names = {option.id for option in options} | ({NONE_TICKED} if kind is QuestionKind.MULTIPLE else set())
        return Question(
            id=question_id,
            options=options,
            weight=Fraction(0) if is_adjustment else self.weight(fields.get("weight"), what),
            title=self.text(fields.get("title"), "title"),
            guidance=self.text(fields.get("guidance"), "guidance"),
            examples=self._examples(fields.get("examples"), what),
            kind=kind,
            start=self._start(fields.get("start"), what),
            number=self._limits(fields.get("number"), what),
            is_adjustment=is_adjustment,
            is_required=self.flag(
                fields.get("required"),
                tr("{what}: required", what=what),
                default=not is_adjustment and kind is not QuestionKind.TEXT,
            ),
            na_allowed=self.flag(fields.get("na_allowed"), tr("{what}: na_allowed", what=what), default=True),
            preset_na=self._preset(fields, what),
            ask_if=self._condition(fields.get("ask_if"), what),
            critical=self.choice(fields.get("critical"), tr("{what}: critical", what=what), CriticalClass, CriticalClass.NONE),
            fail=self.fail(fields, options, names, what),
            autofail=self.autofail(fields.get("autofail"), names, what),
            root_causes=self.question_causes(fields.get("root_causes"), what),
            root_cause_required=self.flag(
                fields.get("root_cause_required"), tr("{what}: root_cause_required", what=what), default=False
            ),
            evidence=self._evidence(fields.get("evidence"), options, kind, what),
            lineage=self.scalar(fields.get("lineage"), "lineage") or question_id,
        )

    def weight(self, node: Node | None, what: str) -> Fraction:
        """A weight, which is never negative."""
        weight = self.number(node, tr("{what}: weight", what=what), Fraction(0))
        if node is not None and weight < 0:
            self.fault(node, tr("{what}: a weight cannot be negative.", what=what))
        return weight

    def remember(self, name: str, node: Node, what: str) -> None:
        """Where a thing stands; a second one of its name is a fault."""
        if name in self.lines:
            twice = tr("{what} appears twice.", what=what)
            where = tr("{what} appears twice (first on line {line}).", what=what, line=self.lines[name])
            self.fault(node, where if self.has_lines else twice)
        self.lines.setdefault(name, node.line)

    # -- what a question consists of

    def _adjustments(self, fields: Mapping[str, Node], what: str) -> tuple[Option, ...]:
        for name in _NOT_FOR_ADJUSTMENTS:
            if name in fields:
                self.fault(fields[name], tr("{what} is an adjustment: it has no “{name}”.", what=what, name=name))
        adjust = fields["adjust"]
        if isinstance(adjust.value, tuple):
            return self.options(adjust, what, limit=None)
        return self.checked_options(self.credits(adjust, what), adjust, what, limit=None)

    def _answers(self, fields: Mapping[str, Node], node: Node, kind: QuestionKind, what: str) -> tuple[Option, ...]:
        for name, only in _ONLY_FOR.items():
            if name in fields and kind is not only:
                self.fault(
                    fields[name], tr("{what}: “{name}” goes with kind {kind} only.", what=what, name=name, kind=only.value)
                )
        given = [name for name in _ANSWERS if name in fields]
        takes = _TAKES[kind]
        for name in given:
            if name not in takes:
                self.fault(
                    fields[name], tr("{what} is of kind {kind}: it has no “{name}”.", what=what, kind=kind.value, name=name)
                )
        if not takes:
            return ()
        usable = [name for name in given if name in takes]
        if len(usable) != 1:
            known = ", ".join(f"“{name}”" for name in takes)
            self.fault(node, tr("{what} needs exactly one of: {known}.", what=what, known=known))
            return ()
        options = self._options_of(usable[0], fields[usable[0]], what)
        if kind is QuestionKind.MULTIPLE:
            self._check_ticks(options, fields[usable[0]], what)
        return options

    def _options_of(self, name: str, source: Node, what: str) -> tuple[Option, ...]:
        if name == "bands":
            return self._bands(source, what)
        if name == "options":
            return self.options(source, what)
        if name == "credits":
            return self.checked_options(self.credits(source, what), source, what)
        scale = self.scalar(source, "scale")
        if scale not in self.scales:
            self.fault(source, tr("{what}: there is no scale “{name}” under “scales”.", what=what, name=scale))
        return self.scales.get(scale, ())

    def _check_ticks(self, options: tuple[Option, ...], node: Node, what: str) -> None:
        for option in options:
            if option.id == NONE_TICKED or JOINT in option.id:
                message = tr("{what}: “{option}” cannot be the id of an answer that is ticked.", what=what, option=option.id)
                self.fault(node, message)

    def options(self, node: Node, what: str, *, limit: int | None = 1) -> tuple[Option, ...]:
        """A list of options."""
        return self.checked_options(tuple(self._option(item, what) for item in self.items(node, what)), node, what, limit=limit)

    def _option(self, item: Node, what: str, *, extra: frozenset[str] = frozenset()) -> Option:
        fields = self.mapping(item, tr("{what}: an option", what=what), _OPTION_KEYS | extra)
        option_id = self.identifier(fields, item, tr("{what}: an option", what=what))
        if "credit" not in fields:
            self.fault(item, tr("{what}: option “{option}” has no credit.", what=what, option=option_id))
        required = fields.get("root_cause_required")
        own = tr("{what}: option “{option}”", what=what, option=option_id)
        return Option(
            option_id,
            self.number(fields.get("credit"), tr("{what}: credit", what=what), Fraction(0)),
            self.text(fields.get("title"), "title"),
            below=None
            if fields.get("below") is None
            else self.number(fields["below"], tr("{what}: below", what=own), Fraction(0)),
            comment_required=self.flag(fields.get("comment_required"), tr("{what}: comment_required", what=own), default=False),
            root_causes=self.question_causes(fields["root_causes"], own) if "root_causes" in fields else None,
            root_cause_required=None
            if required is None
            else self.flag(required, tr("{what}: root_cause_required", what=own), default=False),
        )

    def _bands(self, node: Node, what: str) -> tuple[Option, ...]:
        bands = tuple(self._option(item, what, extra=frozenset({"below"})) for item in self.items(node, what))
        bounds = [band.below for band in bands]
        if bounds and bounds[-1] is not None:
            self.fault(node, tr("{what}: the last band takes all that is left: it has no “below”.", what=what))
        inner = [bound for bound in bounds[:-1] if bound is not None]
        if len(inner) < len(bounds) - 1 or any(later <= earlier for earlier, later in pairwise(inner)):
            self.fault(node, tr("{what}: each band but the last needs a “below” above the one before it.", what=what))
        return self.checked_options(bands, node, what)

    def credits(self, node: Node, what: str) -> tuple[Option, ...]:
        """Options in their short form, "answer: number"."""
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
        """The options, with what is wrong about them as a set."""
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
        """The answers that count as an error."""
        if "fail" not in fields:
            # of two answers where one earns nothing, that one is the error; a scale has to say where an error begins
            worthless = [option.id for option in options if option.credit <= 0]
            is_yes_no = len(options) == 2 and len(worthless) == 1 and not fields.keys() & {"adjust", "bands", "kind"}
            return frozenset(worthless) if is_yes_no else frozenset()
        return self.known(fields["fail"], ids, tr("{what}: fail", what=what))

    def known(self, node: Node, ids: Iterable[str], what: str) -> frozenset[str]:
        """Answers that the question has."""
        words = self.words(node, what)
        for word in words:
            if word not in ids:
                self.fault(node, tr("{what}: “{value}” is not one of the question's answers.", what=what, value=word))
        return frozenset(words)

    def autofail(self, node: Node | None, ids: set[str], what: str) -> AutoFail | None:
        """What fails more than the question's own points."""
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

    def question_causes(self, node: Node | None, what: str) -> tuple[RootCause, ...]:
        """Declared root causes: "all", or some by name."""
        if node is None:
            return ()
        if node.value == "all":
            return tuple(self.causes.values())
        words = self.words(node, tr("{what}: root_causes", what=what))
        for word in words:
            if word not in self.causes:
                self.fault(node, tr("{what}: “{value}” is not declared under “root_causes”.", what=what, value=word))
        return tuple(self.causes[word] for word in words if word in self.causes)

    # -- when and how it is asked

    def _start(self, node: Node | None, what: str) -> Fraction:
        start = self.number(node, tr("{what}: start", what=what), Fraction(0))
        if node is not None and abs(start) > 1:
            self.fault(node, tr("{what}: start must lie between −1 and 1.", what=what))
        return start

    def _limits(self, node: Node | None, what: str) -> NumberLimits:
        if node is None:
            return NumberLimits()
        what = tr("{what}: number", what=what)
        fields = self.mapping(node, what, frozenset({"unit", "min", "max", "decimals"}))
        least, most = (
            None if fields.get(name) is None else self.number(fields[name], f"{what}: {name}", Fraction(0))
            for name in ("min", "max")
        )
        if least is not None and most is not None and least >= most:
            self.fault(node, tr("{what}: max must lie above min.", what=what))
        decimals = self.number(fields.get("decimals"), tr("{what}: decimals", what=what), Fraction(0))
        if decimals not in range(7):
            self.fault(fields.get("decimals", node), tr("decimals must be a whole number from 0 to 6."))
            decimals = Fraction(0)
        return NumberLimits(self.text(fields.get("unit"), "unit"), least, most, int(decimals))

    def _preset(self, fields: Mapping[str, Node], what: str) -> bool:
        node = fields.get("preset")
        value = self.scalar(node, tr("{what}: preset", what=what))
        if node is not None and value not in {"", NOT_APPLICABLE}:
            self.fault(node, tr("{what}: an answer can be set beforehand to N/A only, never to points.", what=what))
        return value == NOT_APPLICABLE

    def _condition(self, node: Node | None, what: str) -> Condition | None:
        if node is None or node.value is None:
            return None
        what = tr("{what}: ask_if", what=what)
        fields = self.mapping(node, what, frozenset({"question", "answer", "channel"}))
        question, answers = self.scalar(fields.get("question"), what), self.words(fields.get("answer"), what)
        channels = self.words(fields.get("channel"), what)
        for channel in channels:
            if channel not in CHANNELS:
                message = tr("{what}: “{value}” must be one of: {known}.", what=what, value=channel, known=", ".join(CHANNELS))
                self.fault(fields["channel"], message)
        if bool(question) != bool(answers) or not (question or channels):
            self.fault(node, tr("{what} needs a question with its answer, or a channel, or both.", what=what))
        return Condition(question or None, frozenset(answers), frozenset(channels))

    def _examples(self, node: Node | None, what: str) -> tuple[Example, ...]:
        found = []
        for item in self.items(node, tr("{what}: examples", what=what)):
            if isinstance(item.value, str):
                found.append(Example(self.text(item, what)))
                continue
            fields = self.mapping(item, tr("{what}: an example", what=what), frozenset({"text", "answer", "origin"}))
            found.append(
                Example(
                    self.text(fields.get("text"), "text"),
                    self.scalar(fields.get("answer"), "answer") or None,
                    self.scalar(fields.get("origin"), "origin"),
                )
            )
        return tuple(found)

    def _evidence(
        self, node: Node | None, options: tuple[Option, ...], kind: QuestionKind, what: str
    ) -> tuple[EvidenceRule, ...]:
        if node is None:
            return ()
        if kind is not QuestionKind.CHOICE:
            self.fault(node, tr("{what}: evidence can suggest an answer to a choice only.", what=what))
            return ()
        return evidence_rules(self, node, {option.id for option in options} | {NOT_APPLICABLE}, tr("{what}: evidence", what=what))
