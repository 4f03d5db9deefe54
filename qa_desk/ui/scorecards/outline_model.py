"""The outline of a draft as a tree: the scorecard itself, then sections with their questions; both can be dragged."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractItemModel, QByteArray, QMimeData, QModelIndex, QPersistentModelIndex, Qt, Signal

from qa_desk.domain.definition_paths import entries_at, items_at
from qa_desk.domain.language import tr
from qa_desk.domain.question_templates import kind_of
from qa_desk.domain.scorecard_editing import label_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from PySide6.QtCore import QObject

    from qa_desk.domain.definition_paths import Path
    from qa_desk.domain.scorecard_inspection import PlacedFault
    from qa_desk.domain.scorecard_writing import Definition

_Index = QModelIndex | QPersistentModelIndex
_MIME = "application/x-qa-desk-outline"
NODE = Qt.ItemDataRole.UserRole.value
_ROOT, _TOP = 0, 1
"""Internal ids: rows at the top, then the section (from 2) that a question stands in."""


@dataclass(frozen=True, slots=True)
class Node:
    """A line of the outline."""

    path: Path
    label: str
    kind: str = ""
    """The kind of a question; empty for a section and for the card."""
    number: int = 0
    share: Fraction | None = None
    """What a question carries of the form, 0 to 1."""
    errors: int = 0
    warnings: int = 0


@dataclass(frozen=True, slots=True)
class Drop:
    """Where something was dropped: `at` is where it stands afterwards; `section` None for a section among sections."""

    path: Path
    section: int | None
    at: int


class OutlineModel(QAbstractItemModel):
    """It is given what it shows; a drop is told, not done."""

    dropped = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._card = Node((), "")
        self._sections: list[Node] = []
        self._questions: list[list[Node]] = []

    def show_outline(
        self,
        definition: Definition,
        language: str,
        faults: Sequence[PlacedFault] = (),
        shares: Mapping[str, Fraction] | None = None,
    ) -> bool:
        """Show another state; whether the lines are others than before (then all of them were made anew)."""
        counts = _counted(faults)
        card = Node((), tr("Scorecard"), "", 0, None, *counts.get((), (0, 0)))
        sections, questions, number = [], [], 0
        for s in range(len(items_at(definition, ("sections",)))):
            sections.append(_node(definition, ("sections", s), language, counts))
            own = []
            for q in range(len(items_at(definition, ("sections", s, "questions")))):
                number += 1
                path: Path = ("sections", s, "questions", q)
                own.append(_node(definition, path, language, counts, number, shares or {}))
            questions.append(own)
        is_other = [len(own) for own in questions] != [len(own) for own in self._questions]
        if is_other:
            self.beginResetModel()
        self._card, self._sections, self._questions = card, sections, questions
        if is_other:
            self.endResetModel()
        else:
            self._tell_all()
        return is_other

    def _tell_all(self) -> None:
        self.dataChanged.emit(self.index(0, 0), self.index(len(self._sections), 0))
        for number, own in enumerate(self._questions):
            parent = self.index(number + 1, 0)
            if own:
                self.dataChanged.emit(self.index(0, 0, parent), self.index(len(own) - 1, 0, parent))

    def node(self, index: _Index) -> Node:
        """The line at an index."""
        if index.internalId() >= 2:
            return self._questions[index.internalId() - 2][index.row()]
        return self._card if index.row() == 0 else self._sections[index.row() - 1]

    def index_of(self, path: Path) -> QModelIndex:
        """Where a thing stands; where something under a question does, the question."""
        if len(path) < 2 or path[0] != "sections":
            return self.index(0, 0)
        section = self.index(int(path[1]) + 1, 0)
        return section if len(path) < 4 else self.index(int(path[3]), 0, section)

    # -- what Qt asks

    def index(self, row: int, column: int, parent: _Index = QModelIndex()) -> QModelIndex:  # noqa: B008 - Qt's own default
        """The index of a child."""
        if column != 0 or not 0 <= row < self.rowCount(parent):
            return QModelIndex()
        return self.createIndex(row, 0, parent.row() + 1 if parent.isValid() else _TOP)

    def parent(self, index: _Index = QModelIndex()) -> Any:  # noqa: ANN401, B008 - Qt has two of it
        """The section of a question."""
        if not index.isValid() or index.internalId() < 2:
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, _TOP)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Children of a line."""
        if not parent.isValid():
            return 1 + len(self._sections)
        if parent.internalId() != _TOP or parent.row() == 0 or parent.column() != 0:
            return 0
        return len(self._questions[parent.row() - 1])

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """One."""
        return 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own signature
        """What a line shows and says."""
        if not index.isValid():
            return None
        node = self.node(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return node.label
        if role == NODE:
            return node
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _spoken(node)
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """All can be chosen; sections and questions dragged; sections take questions."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        path = self.node(index).path
        if path:
            flags |= Qt.ItemFlag.ItemIsDragEnabled
        if len(path) == 2:
            flags |= Qt.ItemFlag.ItemIsDropEnabled
        return flags

    # -- dragging

    def supportedDropActions(self) -> Qt.DropAction:
        """Things are moved."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Only lines of an outline."""
        return [_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The place of what is dragged."""
        data = QMimeData()
        data.setData(_MIME, QByteArray(json.dumps(list(self.node(indexes[0]).path)).encode()))
        return data

    def canDropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: _Index) -> bool:
        """Questions into sections, sections among sections, nothing above the card."""
        return data.hasFormat(_MIME) and self._drop(self._path_in(data), row, parent) is not None

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: _Index) -> bool:
        """Tell where it was dropped. False, so that the view takes nothing away itself."""
        if data.hasFormat(_MIME) and (drop := self._drop(self._path_in(data), row, parent)) is not None:
            self.dropped.emit(drop)
        return False

    @staticmethod
    def _path_in(data: QMimeData) -> Path:
        return tuple(json.loads(bytes(data.data(_MIME).data()).decode()))

    def _drop(self, path: Path, row: int, parent: _Index) -> Drop | None:
        if len(path) == 2:
            return self._section_drop(path, row, parent)
        if not parent.isValid() or parent.internalId() != _TOP or parent.row() == 0:
            return None
        section = parent.row() - 1
        at = len(self._questions[section]) if row < 0 else row
        if path[1] == section and int(path[3]) < at:
            at -= 1  # what is dragged leaves a place before it
        return Drop(path, section, at)

    def _section_drop(self, path: Path, row: int, parent: _Index) -> Drop | None:
        if parent.isValid():
            row = parent.row()
        if row < 1 and not parent.isValid():
            row = len(self._sections) + 1 if row < 0 else 1
        at = max(row, 1) - 1
        if int(path[1]) < at:
            at -= 1
        return Drop(path, None, min(at, len(self._sections) - 1))


def _node(
    definition: Definition,
    path: Path,
    language: str,
    counts: Mapping[Path, tuple[int, int]],
    number: int = 0,
    shares: Mapping[str, Fraction] | None = None,
) -> Node:
    errors, warnings = counts.get(path, (0, 0))
    if len(path) == 2:
        return Node(path, label_at(definition, path, language), errors=errors, warnings=warnings)
    question = entries_at(definition, path)
    share = (shares or {}).get(str(question.get("id", "")))
    return Node(path, label_at(definition, path, language), kind_of(question), number, share, errors, warnings)


def _counted(faults: Sequence[PlacedFault]) -> dict[Path, tuple[int, int]]:
    """Errors and warnings by the line that they belong to."""
    found: dict[Path, tuple[int, int]] = {}
    for fault in faults:
        home = () if fault.path[:1] != ("sections",) else fault.path[:4] if len(fault.path) >= 4 else fault.path[:2]
        home = () if len(home) == 1 else home[:2] if len(home) == 3 else home
        errors, warnings = found.get(home, (0, 0))
        found[home] = (errors, warnings + 1) if fault.is_warning else (errors + 1, warnings)
    return found


def _spoken(node: Node) -> str:
    parts = [f"{node.number}. {node.label}" if node.number else node.label]
    if node.share is not None:
        parts.append(tr("{percent} % of the form", percent=round(100 * float(node.share))))
    if node.errors:
        parts.append(tr("faults: {count}", count=node.errors))
    if node.warnings:
        parts.append(tr("warnings: {count}", count=node.warnings))
    return ", ".join(parts)
