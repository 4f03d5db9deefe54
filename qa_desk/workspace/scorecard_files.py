"""Scorecard files: YAML or JSON read with the line of every value, and written so that people like to read them."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING

import yaml

from qa_desk.domain.definition_nodes import Fault, Node, tree_of
from qa_desk.domain.definition_paths import plain_value
from qa_desk.domain.errors import EnvironmentFailure, Refusal
from qa_desk.domain.language import N_, ntr, tr
from qa_desk.domain.scorecard_definition import Reading, read_definition
from qa_desk.domain.scorecard_editing import folded, is_editable
from qa_desk.domain.scorecard_writing import definition_of

if TYPE_CHECKING:
    from pathlib import Path

    from qa_desk.domain.scorecard import ScorecardVersion
    from qa_desk.domain.scorecard_writing import Definition

_LARGEST = 2_000_000
_NULLS = {"", "~", "null", "Null", "NULL"}


class _FaultyFile(Exception):  # noqa: N818 - carried to the end of this module only
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


def read_scorecard_file(path: Path) -> Reading:
    """The scorecard in a file, with all its faults by line. Refused when the file cannot be read as text at all."""
    return read_scorecard_text(read_text_file(path))


def read_scorecard_text(text: str) -> Reading:
    """The scorecard in a YAML or JSON text, with all its faults by line."""
    try:
        return read_definition(_tree(text))
    except _FaultyFile as faulty:
        return Reading(None, (faulty.fault,))


def load_scorecard_file(path: Path) -> ScorecardVersion:
    """The scorecard in a file; refused with its first fault and how many more there are."""
    reading = read_scorecard_file(path)
    if reading.version is None:
        first, more = reading.errors[0], len(reading.errors) - 1
        line = tr("{file}, line {line}: {message}", file=path, line=first.line, message=first.message)
        if more:
            one, many = N_("and {count} more fault: see “scorecard check”"), N_("and {count} more faults: see “scorecard check”")
            line += f" ({ntr(one, many, more)})"
        raise Refusal(line)
    return reading.version


@lru_cache(maxsize=64)
def read_stored_definition(text: str) -> ScorecardVersion:
    """The scorecard out of the workspace's own JSON, which was checked when it was stored.

    Remembered, because each answer typed asks for it: reading takes ten times as long as storing the answer.
    """
    reading = read_definition(tree_of(json.loads(text)))
    if reading.version is None:
        raise Refusal(tr("The workspace holds a scorecard that cannot be read: {message}", message=reading.errors[0].message))
    return reading.version


def stored_definition(version: ScorecardVersion) -> str:
    """The JSON that the workspace keeps of a version."""
    return definition_text(definition_of(version))


def definition_text(definition: Definition) -> str:
    """The JSON that the workspace keeps of a definition, faulty or not."""
    return json.dumps(definition, ensure_ascii=False, separators=(",", ":"))


def stored_tree(text: str) -> Definition:
    """A definition out of the workspace's own JSON, as it is written."""
    found = json.loads(text)
    return found if isinstance(found, dict) else {}


@lru_cache(maxsize=64)
def say_the_same(one: str, other: str) -> bool:
    """Whether two stored definitions make the same scorecard, however they are written."""
    if one == other:
        return True
    readings = [read_definition(tree_of(json.loads(text))) for text in (one, other)]
    return readings[0].version is not None and readings[0].version == readings[1].version


def definition_in_text(text: str) -> Definition:
    """What a YAML or JSON text says, as it is written; empty where it is no set of entries at all."""
    try:
        found = plain_value(_tree(text))
    except _FaultyFile:
        return {}
    return found if isinstance(found, dict) else {}


def scorecard_yaml(version: ScorecardVersion) -> str:
    """A version as YAML, in the order in which a person reads it."""
    return _dumped(definition_of(version))


def definition_yaml(definition: Definition) -> str:
    """A definition as YAML, with plain answers as "answer: credit" lines."""
    return _dumped(_readable(definition))


def definition_json(definition: Definition) -> str:
    """A definition as JSON, as `definition_yaml` writes it."""
    return json.dumps(_readable(definition), ensure_ascii=False, indent=2) + "\n"


def _readable(definition: Definition) -> Definition:
    return folded(definition) if is_editable(definition) else definition


def _dumped(definition: Definition) -> str:
    return yaml.safe_dump(definition, allow_unicode=True, sort_keys=False, width=110)


def read_text_file(path: Path) -> str:
    """A small text file in UTF-8 (UTF-16 with a mark is taken too); refused with the reason otherwise."""
    if path.is_dir():
        raise Refusal(tr("{file}: this is a folder, not a file.", file=path))
    try:
        if path.stat().st_size > _LARGEST:
            raise Refusal(tr("{file}: too large for such a file (over 2 MB).", file=path))
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise Refusal(tr("{file}: there is no such file.", file=path)) from error
    except PermissionError as error:
        raise Refusal(tr("{file}: no permission to read it.", file=path)) from error
    except OSError as error:
        raise EnvironmentFailure(tr("{file}: cannot be read ({reason}).", file=path, reason=error.strerror or error)) from error
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Refusal(tr("{file}, line {line}: not UTF-8 text; save the file as UTF-8.", file=path, line=line)) from error
    if not text.strip():
        raise Refusal(tr("{file}: the file is empty.", file=path))
    return text


def _tree(text: str) -> Node:
    if text.lstrip()[:1] in {"{", "["}:
        text = _yaml_of_json(text)
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _FaultyFile(Fault(mark.line + 1 if mark else 1, _yaml_problem(error))) from error
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        raise _FaultyFile(Fault(line, tr("There is a control character that such a file cannot hold."))) from error
    except RecursionError as error:
        raise _FaultyFile(Fault(1, tr("The file is nested too deeply to be a scorecard."))) from error
    if root is None:
        raise _FaultyFile(Fault(1, tr("The scorecard is empty.")))
    try:
        return _node(root, 0)
    except RecursionError as error:
        raise _FaultyFile(Fault(1, tr("The file is nested too deeply to be a scorecard."))) from error


def _yaml_of_json(text: str) -> str:
    """JSON is YAML but for tabs between values; a flow mapping that is no JSON stays what it is."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        if '"' not in text[:200]:
            return text
        raise _FaultyFile(Fault(error.lineno, tr("Not valid JSON here: {problem}.", problem=error.msg))) from error
    except RecursionError as error:
        raise _FaultyFile(Fault(1, tr("The file is nested too deeply to be a scorecard."))) from error
    return text.replace("\t", " ")


def _yaml_problem(error: yaml.MarkedYAMLError) -> str:
    problem = " ".join(part for part in (error.context, error.problem) if part)
    return tr("Not valid YAML here: {problem}.", problem=problem)


_DEEPEST = 12


def _node(node: yaml.Node, depth: int) -> Node:
    line = node.start_mark.line + 1
    if depth > _DEEPEST:
        raise _FaultyFile(Fault(line, tr("The file is nested too deeply to be a scorecard.")))
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Node] = {}
        for key_node, value_node in node.value:
            key = _whole(str(key_node.value)).strip()
            if not isinstance(key_node, yaml.ScalarNode):
                raise _FaultyFile(Fault(key_node.start_mark.line + 1, tr("A name must be a single value.")))
            if key in found:
                message = tr("“{key}” is given twice (first on line {line}).", key=key, line=found[key].line)
                raise _FaultyFile(Fault(key_node.start_mark.line + 1, message))
            value = _node(value_node, depth + 1)
            # a block's own mark is its first entry; the fault belongs on the line of the name
            found[key] = Node(value.value, key_node.start_mark.line + 1)
        return Node(found, line)
    if isinstance(node, yaml.SequenceNode):
        return Node(tuple(_node(item, depth + 1) for item in node.value), line)
    is_plain = isinstance(node, yaml.ScalarNode) and node.style is None
    return Node(None if is_plain and node.value in _NULLS else _whole(str(node.value)), line)


def _whole(text: str) -> str:
    """Put characters together again that JSON wrote as two escapes."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
