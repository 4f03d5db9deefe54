"""The queue at the left: interactions in groups by due date, two lines each, the one in hand lit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from qa_desk.domain.channels import channel_name
from qa_desk.domain.language import ntr, tr
from qa_desk.ui.dates import day_text, named_day_text
from qa_desk.ui.tokens import RADIUS, Space, Type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from qa_desk.services.queue import QueueItem
    from qa_desk.ui.evaluate.queue_search import QueueShown
    from qa_desk.ui.theme import Theme

_Index = QModelIndex | QPersistentModelIndex
_ROW = Qt.ItemDataRole.UserRole.value


@dataclass(frozen=True, slots=True)
class Heading:
    """A group and how many stand under it."""

    text: str
    count: int


def grouped(shown: QueueShown, today: date) -> list[Heading | QueueItem]:
    """The queue in the order of work: overdue, due today, later, begun without a date, free, scored."""
    groups: dict[str, list[QueueItem]] = {
        tr("overdue"): [item for item in shown.open if item.due_on and item.due_on < today.isoformat()],
        tr("due today"): [item for item in shown.open if item.due_on == today.isoformat()],
        tr("later"): [item for item in shown.open if item.due_on and item.due_on > today.isoformat()],
        tr("assigned"): [item for item in shown.open if not item.due_on and item.assignment_id],
        tr("begun"): [item for item in shown.open if not item.due_on and not item.assignment_id],
        tr("free to take up"): list(shown.free),
        tr("scored lately"): list(shown.done),
    }
    rows: list[Heading | QueueItem] = []
    for text, items in groups.items():
        if items:
            rows += [Heading(text, len(items)), *items]
    return rows


class QueueModel(QAbstractListModel):
    """Headings cannot be chosen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: Sequence[Heading | QueueItem] = ()

    def show_rows(self, rows: Sequence[Heading | QueueItem]) -> None:
        """Take another queue."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row(self, position: int) -> Heading | QueueItem:
        """What stands at a position."""
        return self._rows[position]

    def positions(self) -> list[tuple[int, QueueItem]]:
        """The interactions with their positions."""
        return [(position, row) for position, row in enumerate(self._rows) if not isinstance(row, Heading)]

    def replace_row(self, position: int, item: QueueItem) -> None:
        """Show an interaction further on."""
        self._rows = [*self._rows[:position], item, *self._rows[position + 1 :]]
        self.dataChanged.emit(self.index(position), self.index(position))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Headings are only read."""
        if isinstance(self._rows[index.row()], Heading):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row itself for the painter, and its words for a screen reader."""
        row = self._rows[index.row()]
        if role == _ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            if isinstance(row, Heading):
                return f"{row.text} {row.count}"
            return " · ".join(part for part in (title_of(row), subtitle_of(row), state_of(row), due_of(row)) if part)
        return None


def title_of(item: QueueItem) -> str:
    """The first line: the reference and the channel."""
    return f"{item.reference} · {channel_name(item.channel)}"


def subtitle_of(item: QueueItem) -> str:
    """The second line: whose, and about what."""
    day = day_text(datetime.fromtimestamp(item.started_at, UTC).date()) if item.started_at is not None else None
    return " · ".join(part for part in (item.agent, item.subject or day) if part)


def state_of(item: QueueItem) -> str:
    """How far it is: the score, or that it was begun, or nothing."""
    if item.is_revised:
        return tr("revised")
    if item.is_submitted:
        return item.shown or tr("n/a")
    return ntr("{count} answered", "{count} answered", item.answered) if item.evaluation_id else ""


def due_of(item: QueueItem) -> str:
    """The day it is due, while there is something to do."""
    if not item.due_on or item.is_submitted:
        return ""
    return tr("due {day}", day=named_day_text(date.fromisoformat(item.due_on[:10])))


class _QueueDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        is_heading = isinstance(index.data(_ROW), Heading)
        return QSize(120, self._theme.size(34 if is_heading else 50))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row = index.data(_ROW)
        painter.save()
        rect: QRect = option.rect
        if isinstance(row, Heading):
            self._heading(painter, rect, row)
        else:
            state: QStyle.StateFlag = option.state
            is_chosen = bool(state & QStyle.StateFlag.State_Selected)
            self._item(painter, rect, row, is_chosen=is_chosen, is_hovered=bool(state & QStyle.StateFlag.State_MouseOver))
        painter.restore()

    def _heading(self, painter: QPainter, rect: QRect, heading: Heading) -> None:
        painter.setFont(self._font(Type.SMALL, is_bold=True))
        painter.setPen(self._theme.colour("muted"))
        inner = rect.adjusted(Space.M, Space.S, -Space.M, 0)
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, heading.text)
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(heading.count))

    def _item(self, painter: QPainter, rect: QRect, item: QueueItem, *, is_chosen: bool, is_hovered: bool) -> None:
        if is_chosen or is_hovered:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("selected" if is_chosen else "hover"))
            painter.drawRoundedRect(rect.adjusted(Space.XS, 1, -Space.XS, -1), RADIUS, RADIUS)
        inner = rect.adjusted(Space.M, Space.XS, -Space.M, -Space.XS)
        upper = QRect(inner.left(), inner.top(), inner.width(), inner.height() // 2)
        lower = QRect(inner.left(), upper.bottom() + 1, inner.width(), inner.height() - upper.height())
        state = state_of(item)
        painter.setFont(self._font(Type.SMALL))
        painter.setPen(self._theme.colour("muted"))
        painter.drawText(upper, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, state)
        used = painter.fontMetrics().horizontalAdvance(state)
        due = due_of(item)
        painter.drawText(lower, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, due)
        room = lower.width() - (painter.fontMetrics().horizontalAdvance(due) + Space.S if due else 0)
        below = painter.fontMetrics().elidedText(subtitle_of(item), Qt.TextElideMode.ElideRight, room)
        painter.drawText(lower, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, below)
        painter.setFont(self._font(Type.BODY, is_bold=is_chosen))
        painter.setPen(self._theme.colour("text"))
        title = painter.fontMetrics().elidedText(title_of(item), Qt.TextElideMode.ElideRight, upper.width() - used - Space.S)
        painter.drawText(upper, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)

    def _font(self, size: int, *, is_bold: bool = False) -> QFont:
        font = QFont(self.parent().font())  # type: ignore[union-attr]
        font.setPixelSize(self._theme.size(size))
        font.setBold(is_bold)
        return font


class QueueList(QListView):
    """Enter or a click opens; the arrows walk past headings."""

    item_opened = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._model = QueueModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_QueueDelegate(theme, self))
        self.setAccessibleName(tr("Queue"))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click opens, and the form then has the keys: also after a double-click
        self.setUniformItemSizes(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.clicked.connect(self._opened)
        theme.changed.connect(self.doItemsLayout)

    def show_queue(self, shown: QueueShown, today: date) -> None:
        """Show another queue; the chosen interaction stays chosen while it is there."""
        chosen = self.chosen
        self._model.show_rows(grouped(shown, today))
        if chosen is not None:
            self.choose(chosen.interaction_id, chosen.evaluation_id)

    def choose(self, interaction_id: str | None, evaluation_id: str | None = None) -> None:
        """Light the row of an interaction, and of this evaluation of it, without opening it; none when it is not there."""
        rows = [(position, item) for position, item in self._model.positions() if item.interaction_id == interaction_id]
        if rows:
            exact = (position for position, item in rows if item.evaluation_id == evaluation_id)
            self.setCurrentIndex(self._model.index(next(exact, rows[0][0])))
        else:
            self.clearSelection()

    def show_progress(self, interaction_id: str | None, evaluation_id: str | None, answered: int) -> None:
        """Write how many questions are answered by now."""
        for position, item in self._model.positions():
            if item.interaction_id == interaction_id and not item.is_submitted:
                now = replace(item, evaluation_id=evaluation_id, answered=answered)
                if now != item:  # another answer to the same question is no progress
                    self._model.replace_row(position, now)
                return

    @property
    def chosen(self) -> QueueItem | None:
        """The interaction that is lit."""
        index = self.currentIndex()
        row = self._model.row(index.row()) if index.isValid() else None
        return None if isinstance(row, Heading) else row

    @property
    def items(self) -> list[QueueItem]:
        """The interactions in their order."""
        return [item for _position, item in self._model.positions()]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens what is lit."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._opened(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _opened(self, index: QModelIndex) -> None:
        row = self._model.row(index.row()) if index.isValid() else None
        if row is not None and not isinstance(row, Heading):
            self.item_opened.emit(row)
