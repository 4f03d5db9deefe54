"""The pages of the report, in the order of their tabs. A new page is a file here and a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.ui.report.backlog import BacklogPage
from qa_desk.ui.report.drivers import DriversPage
from qa_desk.ui.report.inflow import InflowPage
from qa_desk.ui.report.overview import OverviewPage
from qa_desk.ui.report.quality import QualityPage
from qa_desk.ui.report.queues import QueuesPage
from qa_desk.ui.report.satisfaction import SatisfactionPage
from qa_desk.ui.report.sla import SlaPage
from qa_desk.ui.report.variation import VariationPage

if TYPE_CHECKING:
    from qa_desk.ui.report.page import ReportPage

PAGES: tuple[tuple[str, type[ReportPage]], ...] = (
    ("overview", OverviewPage),
    ("inflow", InflowPage),
    ("drivers", DriversPage),
    ("backlog", BacklogPage),
    ("sla", SlaPage),
    ("queues", QueuesPage),
    ("satisfaction", SatisfactionPage),
    ("variation", VariationPage),
    ("qa", QualityPage),
)
"""Key and page; the first is shown when one comes here."""
