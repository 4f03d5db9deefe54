"""The ready-made scorecards, each to be looked at and tried before it is added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from qa_desk.domain.channels import channel_name
from qa_desk.domain.language import catalogue, tr
from qa_desk.ui.scorecards.language_bar import language_name
from qa_desk.ui.scorecards.preview_form import PreviewForm, framed
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.header import Header
from qa_desk.ui.widgets.rows_model import Column
from qa_desk.ui.widgets.states import Stage
from qa_desk.ui.widgets.table import DataTable

if TYPE_CHECKING:
    from qa_desk.ui.scorecards.presenter import Offer, ScorecardsPresenter
    from qa_desk.ui.theme import Theme


class GalleryPage(QWidget):
    """A list on the left, the form on the right."""

    left = Signal()

    def __init__(self, theme: Theme, presenter: ScorecardsPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self.header = Header(tr("Ready-made scorecards"), tr("Look at one and try it; then add it and change what you like."))
        self.header.add_action(button(tr("Back"), self.left.emit))
        self.use_button = button(tr("Add and publish"), self._use)
        self.header.add_action(self.use_button)
        self.edit_button = self.header.add_primary(tr("Add and change"), self._edit)
        columns = (
            Column(tr("Scorecard"), _title, least=180),
            Column(tr("Channel"), _channel, width=100),
            Column(tr("Questions"), _questions, width=100, is_number=True),
            Column(tr("Languages"), _languages, width=190),
        )
        self.table = DataTable(theme, columns, tr("Ready-made scorecards"), has_filter=False)
        self.form = PreviewForm(theme)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(Space.XL, Space.L, Space.L, Space.L)
        column.addWidget(self.table)
        splitter.addWidget(left)
        splitter.addWidget(framed(self.form))
        splitter.setSizes([640, 480])
        self.stage = Stage(theme, splitter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.stage, 1)
        self.table.selected.connect(self._selected)
        self.table.activated.connect(self._activated)

    def show_loading(self) -> None:
        """They are being read."""
        self.stage.show_loading()
        self._allow(is_allowed=False)

    def show_offers(self, offers: tuple[Offer, ...]) -> None:
        """Show them, the first one in hand."""
        self.stage.show_content()
        self.table.show_rows(offers)
        if offers:
            self.table.select(offers[0])
            self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _selected(self, offer: Offer | None) -> None:
        self._allow(is_allowed=offer is not None)
        if offer is not None:
            self.form.begin(offer.version, _title(offer))

    def _activated(self, _offer: object) -> None:
        self._edit()

    def _allow(self, *, is_allowed: bool) -> None:
        self.use_button.setEnabled(is_allowed)
        self.edit_button.setEnabled(is_allowed)

    def _use(self) -> None:
        if (offer := self.table.current) is not None:
            self._presenter.add_ready_made(offer.path, is_published=True)
            self.left.emit()

    def _edit(self) -> None:
        if (offer := self.table.current) is not None:
            self.left.emit()
            self._presenter.add_ready_made(offer.path, is_published=False)


def _title(offer: Offer) -> str:
    return offer.version.label(catalogue().info().get("language", "en") or "en")


def _channel(offer: Offer) -> str:
    channel = offer.version.channel
    return channel_name(channel) if channel else tr("any")


def _questions(offer: Offer) -> int:
    return sum(1 for _question in offer.version.questions())


def _languages(offer: Offer) -> str:
    return ", ".join(language_name(code) for code in offer.languages)
