"""The first recordings of a folder and what the pattern reads from each name, shown before any is taken in."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from qa_desk.domain.language import ntr, tr
from qa_desk.ui.widgets.card import Card
from qa_desk.ui.widgets.rows_model import Column
from qa_desk.ui.widgets.table import DataTable
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa_desk.media.file_names import NamedRecording
    from qa_desk.services.recording_preview import NameRead, RecordingsPreview
    from qa_desk.ui.theme import Theme

_HEIGHT = 320
_MOST_REASONS = 5


class NamesCard(Card):
    """`show_names` fills it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(tr("First recordings"))
        self._zone = ZoneInfo("UTC")
        self.found = label("", wraps=True)
        self.table = DataTable(theme, self._columns(), tr("First recordings"), has_filter=False)
        self.table.setMinimumHeight(theme.size(_HEIGHT))
        self.add(self.found)
        self.add(self.table)

    def show_names(self, seen: RecordingsPreview, zone: str) -> None:
        """What the names tell, with times of the chosen zone."""
        self._zone = ZoneInfo(zone)
        lines = [tr("Names are read as {label}: {pattern}", label=seen.label, pattern=seen.pattern)]
        if seen.unread:
            lines.append(
                ntr("{count} name does not follow it: refused.", "{count} names do not follow it: refused.", seen.unread)
            )
        if seen.ignored:
            lines.append(ntr("{count} file is no recording by its name", "{count} files are no recordings by name", seen.ignored))
        lines += [f"{row.file}: {row.reason}" for row in seen.rows if row.reason and row.named][:_MOST_REASONS]
        self.found.setText("\n".join(lines))
        shown = ntr("{shown} of {count} file", "{shown} of {count} files", seen.files, shown=len(seen.rows))
        self.show_heading(tr("First recordings"), shown)
        self.table.show_rows(seen.rows)

    def _columns(self) -> list[Column]:
        def told(title: str, part: Callable[[NamedRecording], object], width: int) -> Column:
            return Column(title, lambda row: part(row.named) if row.named else None, width=width)

        return [
            Column(tr("File"), lambda row: row.file, str, width=190, elides_middle=True),
            told(tr("Id"), lambda named: named.id, 150),
            told(tr("Agent"), lambda named: named.agent, 110),
            told(tr("Customer"), lambda named: named.customer, 110),
            told(tr("Queue"), lambda named: named.queue, 90),
            Column(tr("Begins at"), lambda row: row.named.started_at if row.named else None, self._time, width=146),
            Column(tr("Length"), lambda row: row.duration_s, _length, is_number=True, width=72),
            Column(tr("Refused because"), lambda row: row.reason, meaning=_meaning, least=180),
        ]

    def _time(self, at: int | None) -> str:
        return "" if at is None else f"{datetime.fromtimestamp(at, self._zone):%Y-%m-%d %H:%M:%S}"


def _length(seconds: float | None) -> str:
    return "" if seconds is None else f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def _meaning(row: NameRead) -> str | None:
    return "watch" if row.reason else None
