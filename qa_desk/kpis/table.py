"""Many figures as a table: columns behind, a `Figure` made when a row is looked at, so that many groups cost what is shown."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING, overload

from qa_desk.kpis.assembly import figure_of, hidden_or_all, keys_of, unavailable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qa_desk.kpis.assembly import Setting
    from qa_desk.kpis.figure import Figure, Request
    from qa_desk.kpis.kpi import Kpi
    from qa_desk.kpis.points import Outcomes
    from qa_desk.kpis.scan import GroupKey


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of one KPI: its groups in order, or the ready-made rows of one that cannot be shown row by row."""

    kpi: Kpi
    keys: Sequence[GroupKey] = ()
    outcomes: Outcomes | None = None
    before: Outcomes | None = None
    ready: Sequence[Figure] = ()

    def __len__(self) -> int:
        return len(self.ready) or len(self.keys)


class FigureTable(Sequence["Figure"]):
    """Figures KPI after KPI, group by group, period by period; `has_limits` says whether they come with their intervals."""

    def __init__(self, request: Request, setting: Setting, blocks: Sequence[Block], *, has_limits: bool) -> None:
        self.request, self.setting, self.blocks, self.has_limits = request, setting, tuple(blocks), has_limits
        self.state = ""
        """What the data was like when the table was made."""
        self._ends = list(accumulate(len(block) for block in self.blocks))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    @overload
    def __getitem__(self, place: int) -> Figure: ...
    @overload
    def __getitem__(self, place: slice) -> list[Figure]: ...
    def __getitem__(self, place: int | slice) -> Figure | list[Figure]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        wanted = place + len(self) if place < 0 else place
        if not 0 <= wanted < len(self):
            raise IndexError(place)
        number, inside = self.where(wanted)
        return self._figure(self.blocks[number], inside)

    def where(self, place: int) -> tuple[int, int]:
        """Which block a row lies in, and where in it."""
        number = bisect_right(self._ends, place)
        return number, place - (self._ends[number - 1] if number else 0)

    def row(self, place: int, others: Mapping[int, Block]) -> Figure:
        """A row, read from another block in place of the table's own where there is one."""
        number, inside = self.where(place)
        return self._figure(others.get(number, self.blocks[number]), inside)

    def _figure(self, block: Block, place: int) -> Figure:
        if block.ready or block.outcomes is None:
            return block.ready[place]
        return figure_of(block.kpi, self.request, block.keys[place], block.outcomes, block.before, self.setting)


def table_of(
    kpis: Iterable[tuple[Kpi, str | None]],
    request: Request,
    outcomes: Mapping[str, Outcomes],
    before: Mapping[str, Outcomes] | None,
    setting: Setting,
    *,
    has_limits: bool,
) -> FigureTable:
    """The table of KPIs, each with the reason why it cannot be had (None: it can)."""
    blocks = []
    for kpi, reason in kpis:
        if reason is not None:
            blocks.append(Block(kpi, ready=(unavailable(kpi, reason),)))
            continue
        own, earlier = outcomes[kpi.id], before.get(kpi.id) if before else None
        keys = keys_of(kpi, request, own)
        blocks.append(_block(Block(kpi, keys, own, earlier), request, setting))
    return FigureTable(request, setting, blocks, has_limits=has_limits)


def with_outcomes(table: FigureTable, number: int, outcomes: Outcomes, before: Outcomes | None) -> Block:
    """A block of the table with other outcomes: those that have their limits."""
    return _block(replace(table.blocks[number], outcomes=outcomes, before=before, ready=()), table.request, table.setting)


def _block(block: Block, request: Request, setting: Setting) -> Block:
    if block.outcomes is None or (block.keys and not block.kpi.private_below):
        return block
    return replace(block, ready=tuple(hidden_or_all(block.kpi, request, block.keys, block.outcomes, block.before, setting)))
