"""Costs by period: a month, a quarter, a year or a day (2026-03, 2026-Q1, 2026, 2026-03-09), or from one day to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import N_
from qa_desk.sources.centre_fields import COSTS
from qa_desk.sources.fields import Check, Field, Kind, Reading
from qa_desk.sources.proposal import propose as propose_by_headers
from qa_desk.sources.source import Folded, Outcome, Source

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from qa_desk.sources.checking import Checked
    from qa_desk.sources.proposal import Proposal
    from qa_desk.sources.table import Table

_PERIOD = r"\d{4}(-(0[1-9]|1[0-2])|-?Q[1-4]|-\d{2}-\d{2})?"
_NO_PERIOD = (
    f"NOT regexp_full_match(period, '{_PERIOD}') OR left(period, 4) NOT BETWEEN '1980' AND '2100' "
    "OR (length(period) = 10 AND try_cast(period AS DATE) IS NULL)"
)
_PERIOD_WORDS = (
    "period",
    "month",
    "date",
    "from",
    "start",
    "period start",
    "月份",
    "期间",
    "期間",
    "tempoh",
    "bulan",
    "период",
    "месяц",
)

ROWS = Kind(
    "costs of a period",
    "",
    (),
    (
        Field("period", Reading.TEXT, True, _PERIOD_WORDS),
        Field("until", Reading.DATE, False, ("to", "until", "end", "period end", "period_end")),
        *(field for field in COSTS.fields if not field.name.startswith("period")),
    ),
    checks=(
        Check("period", _NO_PERIOD, N_("is no period such as 2026-03, 2026-Q1 or 2026")),
        Check("amount", "amount < 0", N_("is a negative cost")),
    ),
)


def sniff(table: Table, kind: Kind) -> float:
    """A file of costs has a period, an amount and a currency; nobody else's tables are asked for as costs."""
    columns = propose_by_headers(table, ROWS).mapping.columns
    return 0.9 if {"period", "amount", "currency"} <= columns.keys() else 0.2


def propose(table: Table, kind: Kind) -> Proposal:
    """By headers."""
    return propose_by_headers(table, ROWS)


def fold_rows(connection: DuckDBPyConnection, checked: Checked) -> Folded:
    """Each period as its first and its last day."""
    plain = [field.name for field in COSTS.fields if not field.name.startswith("period") and field.name in checked.columns]
    until = "until" if "until" in checked.columns else "NULL"
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE folded_costs AS
        WITH begun AS (
          SELECT *, CASE
            WHEN period LIKE '%Q%' THEN make_date(left(period, 4)::INT, 3 * right(period, 1)::INT - 2, 1)
            WHEN length(period) = 4 THEN make_date(period::INT, 1, 1)
            WHEN length(period) = 7 THEN (period || '-01')::DATE
            ELSE period::DATE END AS first_day,
          CASE WHEN period LIKE '%Q%' THEN INTERVAL 3 MONTH WHEN length(period) = 4 THEN INTERVAL 1 YEAR
            WHEN length(period) = 7 THEN INTERVAL 1 MONTH ELSE INTERVAL 1 DAY END AS span
          FROM sound)
        SELECT {", ".join(f'"{name}"' for name in plain)}, row_no, strftime(first_day, '%Y-%m-%d') AS period_start,
          coalesce({until}, strftime(first_day + span - INTERVAL 1 DAY, '%Y-%m-%d')) AS period_end FROM begun"""
    )
    return Folded((Outcome(COSTS, "folded_costs", ("period_start", "period_end", *plain)),))


SOURCE = Source("canonical_costs", N_("QA Desk's own columns"), ("costs",), sniff, propose, ROWS, fold_rows)
