"""Quality as evaluated: only randomly drawn evaluations speak for an agent."""

from __future__ import annotations

from qa_desk.domain.language import N_
from qa_desk.kpis.aggregates import Proportion, Score
from qa_desk.kpis.kpi import UP, Kpi
from qa_desk.kpis.relations import EVALUATIONS

_DRAWN = "sample_method IN ('random', 'quota') AND score_status = 'scored'"

KPIS: tuple[Kpi, ...] = (
    Kpi(
        id="qa_score",
        name=N_("QA score"),
        formula=N_("mean final score of randomly drawn evaluations"),
        unit="score",
        direction=UP,
        family="quality",
        relation=EVALUATIONS,
        aggregate=Score("final_real"),
        entered=f"{_DRAWN} AND final_real IS NOT NULL",
        excluded=f"NOT ({_DRAWN})",
        caution=N_("Targeted and complaint-driven evaluations are left out: they are chosen for being unusual."),
    ),
    Kpi(
        id="qa_pass_rate",
        name=N_("QA pass rate"),
        formula=N_("passed ÷ randomly drawn evaluations"),
        unit="share",
        direction=UP,
        family="quality",
        relation=EVALUATIONS,
        aggregate=Proportion("passed = 1"),
        entered=f"{_DRAWN} AND passed IS NOT NULL",
        excluded=f"NOT ({_DRAWN})",
    ),
)
