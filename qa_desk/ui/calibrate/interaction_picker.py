"""Ticks the interactions of a new session: those that the chosen scorecard is for, the others on request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QHeaderView, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from qa_desk.domain.channels import channel_name, is_for_channel
from qa_desk.domain.language import N_, ntr, tr
from qa_desk.ui.dates import day_text
from qa_desk.ui.evaluate.thread import duration_text
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.text import label, tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.services.calibration_lookup import Candidate
    from qa_desk.ui.theme import Theme

_LIST_HEIGHT = 240
_COLUMNS = ((N_("Interaction"), 0), (N_("Channel"), 68), (N_("Date"), 96), (N_("Length"), 68), (N_("Agent"), 140))


class InteractionPicker(QWidget):
    """`show_interactions` fills it, `show_channel` says what the scorecard is for."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._channel: str | None = None
        self._candidates: dict[str, Candidate] = {}
        self.list = QTreeWidget()
        self.list.setAccessibleName(tr("Interactions"))
        self.list.setHeaderLabels([tr(title) for title, _width in _COLUMNS])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setFixedHeight(theme.size(_LIST_HEIGHT))
        head = self.list.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for place, (_title, width) in enumerate(_COLUMNS[1:], 1):
            self.list.setColumnWidth(place, theme.size(width))
        self.list.itemChanged.connect(self._count)
        self._filter = QLineEdit()
        self._filter.setPlaceholderText(tr("Filter"))
        self._filter.setAccessibleName(tr("Filter the interactions"))
        self._filter.setClearButtonEnabled(True)
        self._filter.textChanged.connect(self._show_fitting)
        self.others = QCheckBox(tr("Other channels too"))
        self.others.toggled.connect(self._show_fitting)
        self._chosen = label("", "note")
        top = QHBoxLayout()
        top.setSpacing(Space.M)
        top.addWidget(self._filter, 1)
        top.addWidget(self.others)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addLayout(top)
        column.addWidget(self.list)
        column.addWidget(self._chosen)
        self.setFocusProxy(self._filter)

    def show_interactions(self, candidates: Sequence[Candidate]) -> None:
        """Offer these, none of them ticked."""
        self._candidates = {candidate.id: candidate for candidate in candidates}
        self._filter.clear()
        self.others.setChecked(False)
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addTopLevelItems([_line(candidate) for candidate in candidates])
        self.list.blockSignals(False)
        self._show_fitting()

    def show_channel(self, channel: str | None) -> None:
        """Offer what a scorecard of this channel is for."""
        self._channel = channel
        self._show_fitting()

    @property
    def chosen(self) -> tuple[str, ...]:
        """The interactions that are ticked, in the list's order; what is not offered to this scorecard does not count."""
        ticked = (item for item in self._items() if item.checkState(0) == Qt.CheckState.Checked)
        return tuple(_id_of(item) for item in ticked if self._is_offered(_id_of(item)))

    @property
    def shown(self) -> tuple[str, ...]:
        """The interactions in sight."""
        return tuple(_id_of(item) for item in self._items() if not item.isHidden())

    def tick(self, interaction_id: str) -> None:
        """Tick one, as a click does."""
        for item in self._items():
            if _id_of(item) == interaction_id:
                item.setCheckState(0, Qt.CheckState.Checked)

    def _items(self) -> list[QTreeWidgetItem]:
        items = (self.list.topLevelItem(row) for row in range(self.list.topLevelItemCount()))
        return [item for item in items if item is not None]

    def _is_offered(self, interaction_id: str) -> bool:
        return self.others.isChecked() or is_for_channel(self._channel, self._candidates[interaction_id].channel)

    def _show_fitting(self, _changed: object = None) -> None:
        wanted = self._filter.text().casefold()
        for item in self._items():
            text = " ".join(item.text(column) for column in range(len(_COLUMNS))).casefold()
            item.setHidden(wanted not in text or not self._is_offered(_id_of(item)))
        self._count()

    def _count(self, _changed: object = None) -> None:
        self._chosen.setText(ntr("{count} chosen", "{count} chosen", len(self.chosen)))


def _line(candidate: Candidate) -> QTreeWidgetItem:
    name = f"{candidate.reference} · {candidate.subject}" if candidate.subject else candidate.reference
    made = QTreeWidgetItem(
        [
            name,
            channel_name(candidate.channel),
            day_text(candidate.day) if candidate.day else "–",
            duration_text(candidate.duration_s) if candidate.duration_s is not None else "–",
            candidate.agent or "–",
        ]
    )
    made.setData(0, Qt.ItemDataRole.UserRole, candidate.id)
    made.setToolTip(0, tip(name))
    made.setFlags(made.flags() | Qt.ItemFlag.ItemIsUserCheckable)
    made.setCheckState(0, Qt.CheckState.Unchecked)
    return made


def _id_of(item: QTreeWidgetItem) -> str:
    return str(item.data(0, Qt.ItemDataRole.UserRole))
