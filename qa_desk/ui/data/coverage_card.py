"""What the file is good for, said before it is taken: the figures it gives and does not give, the columns nobody reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import ntr, tr
from qa_desk.ui.data.field_names import field_name
from qa_desk.ui.widgets.card import Card
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from qa_desk.services.import_coverage import Absence, Coverage, Unread

_SHOWN = 12


class CoverageCard(Card):
    """`show_coverage` fills it, and hides it where there is nothing to say."""

    def __init__(self) -> None:
        super().__init__(tr("What this file gives"))
        self.given = label("", wraps=True)
        self.absent = label("", meaning="watch", wraps=True)
        self.unread = label("", "muted", wraps=True)
        for part in (self.given, self.absent, self.unread):
            self.add(part)

    def show_coverage(self, coverage: Coverage, *, keeps_unread: bool) -> None:
        """`keeps_unread`: columns that nobody reads are stored beside the row."""
        listed = ", ".join(coverage.given)
        given = tr("Figures: {figures}.", figures=listed) if listed else tr("It gives no figure by itself.")
        self.given.setText(given if coverage.given or coverage.absent else "")
        self.absent.setText("\n".join(_absence(one) for one in coverage.absent))
        self.unread.setText(_unread(coverage.unread, keeps_unread=keeps_unread))
        for part in (self.given, self.absent, self.unread):
            part.setVisible(bool(part.text()))
        self.setVisible(any(part.text() for part in (self.given, self.absent, self.unread)))


def _absence(one: Absence) -> str:
    fields = tr(" or ").join(f"“{name}”" for name in dict.fromkeys(field_name(name) for name in one.fields))
    figures = ", ".join(one.figures)
    if one.from_events:
        return tr("Without {fields} (or ticket events) not: {figures}.", fields=fields, figures=figures)
    return tr("Without {fields} not: {figures}.", fields=fields, figures=figures)


def _unread(columns: tuple[Unread, ...], *, keeps_unread: bool) -> str:
    if not columns:
        return ""
    shown = ", ".join(one.header for one in columns[:_SHOWN]) + (" …" if len(columns) > _SHOWN else "")
    count = ntr("{count} column is not read", "{count} columns are not read", len(columns))
    kept = tr("kept beside the row") if keeps_unread else tr("left out")
    return "\n".join([f"{count} ({kept}): {shown}.", *(_near(one) for one in columns if one.nearest)])


def _near(one: Unread) -> str:
    name = field_name(one.nearest or "")
    if one.given_by:
        return tr("“{column}” is close to “{field}”, which “{other}” gives.", column=one.header, field=name, other=one.given_by)
    return tr("“{column}” is close to “{field}”: choose it above if it is that.", column=one.header, field=name)
