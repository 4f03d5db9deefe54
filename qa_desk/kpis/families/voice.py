"""The voice of the customer: satisfaction, recommendation, ease, and how many answered at all."""

from __future__ import annotations

from qa_desk.domain.language import N_
from qa_desk.kpis.aggregates import Mean, NetPromoters, Proportion
from qa_desk.kpis.kpi import UP, Kpi
from qa_desk.kpis.relations import SURVEYS_ANSWERED, SURVEYS_SENT

_BIAS = N_("Only those who answered are heard: read it beside the response rate.")


def _valid(survey: str) -> str:
    return f"survey = '{survey}' AND ease IS NOT NULL AND is_latest"


def _left_out(survey: str) -> str:
    return f"survey = '{survey}' AND score IS NOT NULL AND (ease IS NULL OR NOT is_latest)"


def _response_rate(variant: str, which: str, summary: str | None) -> Kpi:
    return Kpi(
        id=f"survey_response_rate{variant}",
        name=N_("Survey response rate"),
        formula=N_("answered ÷ invitations"),
        unit="share",
        direction=UP,
        family="voice",
        relation=SURVEYS_SENT,
        aggregate=Proportion("score IS NOT NULL"),
        entered=which,
        summary=summary,
    )


KPIS: tuple[Kpi, ...] = (
    Kpi(
        id="csat",
        name=N_("Customer satisfaction"),
        formula=N_("satisfied answers (upper quarter of the scale: 4–5 of 5, 8–10 of 10) ÷ valid answers"),
        unit="share",
        direction=UP,
        family="voice",
        relation=SURVEYS_ANSWERED,
        aggregate=Proportion("ease >= 0.75"),
        entered=_valid("csat"),
        excluded=_left_out("csat"),
        caution=_BIAS,
    ),
    Kpi(
        id="csat_mean",
        name=N_("Customer satisfaction, mean"),
        formula=N_("mean answer, scaled to 0–100"),
        unit="score",
        direction=UP,
        family="voice",
        relation=SURVEYS_ANSWERED,
        aggregate=Mean("100.0 * ease"),
        entered=_valid("csat"),
        excluded=_left_out("csat"),
        caution=_BIAS,
    ),
    Kpi(
        id="nps",
        is_for_agents=False,
        name=N_("Net promoter score"),
        formula=N_("100 · (answers of 9–10 − answers of 0–6) ÷ answers"),
        unit="points",
        direction=UP,
        family="voice",
        relation=SURVEYS_ANSWERED,
        aggregate=NetPromoters("score >= 9", "score <= 6"),
        entered=f"{_valid('nps')} AND scale_max = 10",
        excluded=f"({_left_out('nps')}) OR (survey = 'nps' AND score IS NOT NULL AND scale_max <> 10)",
        caution=N_("Speaks of the company, not of an agent."),
    ),
    Kpi(
        id="ces",
        name=N_("Customer effort, ease"),
        formula=N_("mean ease, scaled to 0–100 (the survey's own direction turned so that easy is high)"),
        unit="score",
        direction=UP,
        family="voice",
        relation=SURVEYS_ANSWERED,
        aggregate=Mean("100.0 * ease"),
        entered=_valid("ces"),
        excluded=_left_out("ces"),
        caution=_BIAS,
    ),
    _response_rate("", "survey = 'csat'", None),
    _response_rate(":nps", "survey = 'nps'", N_("NPS surveys")),
    _response_rate(":all", "TRUE", N_("all surveys")),
)
