"""What each question carries of the form: as designed, and as it is with the answers that are tried."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from qa_desk.domain.language import tr
from qa_desk.domain.scoring import HEAVY_SHARE, designed_weights, effective_weights
from qa_desk.ui.tokens import Space, Type

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from qa_desk.domain.scorecard import ScorecardVersion
    from qa_desk.ui.theme import Theme

_Index = QModelIndex | QPersistentModelIndex
_LINE = Qt.ItemDataRole.UserRole.value
_ROW, _BAR_HEIGHT = 46, 6


@dataclass(frozen=True, slots=True)
class WeightLine:
    """A question with what it carries, 0 to 1; `now` None: it is not assessed by the answers that are tried."""

    number: int
    title: str
    designed: Fraction
    now: Fraction | None
    is_tried: bool

    @property
    def is_heavy(self) -> bool:
        """Whether it alone carries more than 40 % of the form, now or as designed."""
        return max(self.designed, self.now or self.designed) > HEAVY_SHARE

    def text(self) -> str:
        """The figures in words."""
        designed = tr("{percent} % of the form", percent=_percent(self.designed))
        if not self.is_tried:
            return designed
        now = tr("now {percent} %", percent=_percent(self.now)) if self.now is not None else tr("now not assessed")
        return f"{designed} · {now}"


def weight_lines(version: ScorecardVersion, answers: Mapping[str, str], language: str) -> list[WeightLine]:
    """Every question with a weight, in the order of the form."""
    designed, now = designed_weights(version), effective_weights(version, answers) if answers else {}
    return [
        WeightLine(number, question.label(language), designed[question.id], now.get(question.id), bool(answers))
        for number, question in enumerate(version.questions(), 1)
        if question.id in designed
    ]


class WeightsModel(QAbstractListModel):
    """It is given its lines whole."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._lines: list[WeightLine] = []

    def show_lines(self, lines: list[WeightLine]) -> None:
        """Show other lines."""
        if len(lines) == len(self._lines):
            self._lines = lines
            if lines:
                self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many lines there are."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own signature
        """The line, and what is read out of it."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == _LINE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            warning = f", {tr('more than 40 % of the form')}" if line.is_heavy else ""
            return f"{line.number}. {line.title}: {line.text()}{warning}"
        return None


class WeightsView(QListView):
    """Bars from zero: the whole width is the whole form."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._lines_model = WeightsModel(self)
        self.setModel(self._lines_model)
        self.setAccessibleName(tr("What each question carries of the form"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(_Bar(self, theme))
        theme.changed.connect(self.viewport().update)

    @property
    def lines_model(self) -> WeightsModel:
        """What it shows."""
        return self._lines_model

    def show_weights(self, version: ScorecardVersion, answers: Mapping[str, str], language: str) -> None:
        """Show what the questions carry with these answers."""
        self._lines_model.show_lines(weight_lines(version, answers, language))


class _Bar(QStyledItemDelegate):
    def __init__(self, home: QWidget, theme: Theme) -> None:
        super().__init__(home)
        self._home, self._theme = home, theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(160, self._theme.size(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        line: WeightLine = index.data(_LINE)
        painter.save()
        rect = option.rect.adjusted(Space.S, Space.XS, -Space.S, -Space.XS)
        half = rect.height() - _BAR_HEIGHT - Space.XS
        font = QFont(self._home.font())
        font.setPixelSize(self._theme.size(Type.SMALL))
        painter.setFont(font)
        words = ("▲ " if line.is_heavy else "") + line.text()
        width = painter.fontMetrics().horizontalAdvance(words)
        head = QRect(rect.left(), rect.top(), rect.width(), half)
        painter.setPen(self._theme.colour("watch" if line.is_heavy else "muted"))
        painter.drawText(head, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
        painter.setPen(self._theme.colour("text"))
        room = head.adjusted(0, 0, -width - Space.M, 0)
        title = painter.fontMetrics().elidedText(f"{line.number}  {line.title}", Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)
        self._draw_bars(painter, rect, line)
        painter.restore()

    def _draw_bars(self, painter: QPainter, rect: QRect, line: WeightLine) -> None:
        """The share now; a mark stands where it was designed to be."""
        top, width = rect.bottom() - _BAR_HEIGHT, rect.width()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("line"))
        painter.drawRoundedRect(rect.left(), top, width, _BAR_HEIGHT, 3, 3)
        share = line.now if line.is_tried else line.designed
        if share:
            painter.setBrush(self._theme.colour("watch" if line.is_heavy else "accent"))
            painter.drawRoundedRect(rect.left(), top, max(3, round(width * float(share))), _BAR_HEIGHT, 3, 3)
        if line.is_tried:
            painter.setBrush(self._theme.colour("text"))
            painter.drawRect(rect.left() + round(width * float(line.designed)) - 1, top - 2, 2, _BAR_HEIGHT + 4)


def _percent(share: Fraction | None) -> str:
    return f"{100 * float(share or 0):.1f}".removesuffix(".0")
