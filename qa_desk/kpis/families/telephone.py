"""The telephone queue: waiting, answering, giving up, handling."""

from __future__ import annotations

from qa_desk.domain.language import N_
from qa_desk.kpis.aggregates import Mean, Proportion, Quantile, Ratio
from qa_desk.kpis.kpi import BAND, DOWN, UP, Kpi
from qa_desk.kpis.relations import CALLS_ANSWERED, CALLS_OFFERED, TICKETS_SOLVED

_ASIDE = "NOT is_offered AND direction = 'in'"
_IN_TIME = "is_answered AND wait_s <= {sl_threshold_s}"
_GAVE_UP = "is_answered OR (is_offered AND is_abandoned)"
_WAIT_UNKNOWN = ("is_abandoned AND wait_s IS NULL", N_("abandoned after a wait that is not known: counted as long"))


def _service_level(variant: str, hit: str, entered: str, words: str, summary: str | None = None) -> Kpi:
    return Kpi(
        id=f"service_level{variant}",
        name=N_("Service level"),
        formula=words,
        unit="share",
        direction=UP,
        family="telephone",
        relation=CALLS_OFFERED,
        aggregate=Proportion(hit, "interval_no"),
        entered=entered,
        excluded=_ASIDE,
        summary=summary,
        warn_where=_WAIT_UNKNOWN,
    )


def _handling(kpi_id: str, name: str, formula: str, measure: str, **more: str) -> Kpi:
    return Kpi(
        id=kpi_id,
        name=name,
        formula=formula,
        unit="s",
        direction=BAND,
        family="telephone",
        relation=CALLS_ANSWERED,
        aggregate=Mean(measure),
        entered=f"{more.get('answered', 'is_answered')} AND {measure} >= 0",
        excluded=f"{more.get('answered', 'is_answered')} AND ({measure} IS NULL OR {measure} < 0)",
        caution=N_("Shorter is better only at equal quality."),
        summary=more.get("summary"),
    )


def _share_of_answered(
    kpi_id: str, name: str, formula: str, hit: str, entered: str, direction: str, summary: str | None = None
) -> Kpi:
    return Kpi(
        id=kpi_id,
        name=name,
        formula=formula,
        unit="share",
        direction=direction,
        family="telephone",
        relation=CALLS_ANSWERED,
        aggregate=Proportion(hit),
        entered=entered,
        summary=summary,
    )


KPIS: tuple[Kpi, ...] = (
    _handling(
        "average_handle_time",
        N_("Average handle time"),
        N_("Σ (talk + hold + after-call work) ÷ answered calls; hold is the customer on hold, not the queue"),
        "handle_s",
    ),
    _handling(
        "average_handle_time:outbound",
        N_("Average handle time"),
        N_("Σ (talk + hold + after-call work) ÷ outbound calls that were answered"),
        "handle_s",
        answered="is_counted AND direction = 'out' AND result = 'answered'",
        summary=N_("outbound"),
    ),
    Kpi(
        id="average_handle_time:median",
        name=N_("Average handle time"),
        formula=N_("median of talk + hold + after-call work of answered calls"),
        unit="s",
        direction=BAND,
        family="telephone",
        relation=CALLS_ANSWERED,
        aggregate=Quantile("handle_s"),
        entered="is_answered AND handle_s >= 0",
        excluded="is_answered AND (handle_s IS NULL OR handle_s < 0)",
        summary=N_("median"),
    ),
    Kpi(
        id="average_handle_time:tickets",
        name=N_("Average handle time"),
        formula=N_("Σ logged touch time ÷ solved tickets that have any; never the time from creation to solve"),
        unit="s",
        direction=BAND,
        family="telephone",
        relation=TICKETS_SOLVED,
        aggregate=Mean("handle_s"),
        entered="is_counted AND first_solved_at IS NOT NULL AND handle_s >= 0",
        excluded="is_counted AND first_solved_at IS NOT NULL AND (handle_s IS NULL OR handle_s < 0)",
        caution=N_("Shorter is better only at equal quality."),
        summary=N_("tickets"),
    ),
    _handling("talk_time", N_("Talk time"), N_("Σ talk ÷ answered calls"), "talk_s"),
    _handling("hold_time", N_("Hold time"), N_("Σ hold ÷ answered calls"), "hold_s"),
    _handling("after_call_work_time", N_("After-call work"), N_("Σ after-call work ÷ answered calls"), "acw_s"),
    _service_level(
        "",
        _IN_TIME,
        "is_offered AND NOT is_short_abandon",
        N_("answered within the threshold ÷ (offered − short abandons)"),
    ),
    _service_level(
        ":all_offered", _IN_TIME, "is_offered", N_("answered within the threshold ÷ all offered calls"), N_("of all offered")
    ),
    _service_level(
        ":abandon_within_T_counts",
        "(is_answered OR is_abandoned) AND wait_s <= {sl_threshold_s}",
        "is_offered",
        N_("(answered + abandoned within the threshold) ÷ all offered calls"),
        N_("quick abandons count as kept"),
    ),
    _service_level(
        ":answered_only",
        _IN_TIME,
        "is_offered AND is_answered",
        N_("answered within the threshold ÷ answered calls"),
        N_("of answered only"),
    ),
    Kpi(
        id="average_speed_of_answer",
        name=N_("Average speed of answer"),
        formula=N_("Σ wait of answered calls ÷ answered calls; abandoned calls are left out"),
        unit="s",
        direction=DOWN,
        family="telephone",
        relation=CALLS_ANSWERED,
        aggregate=Ratio("wait_s", "1", "interval_no", N_("bootstrap over half-hours")),
        entered="is_answered AND wait_s >= 0",
        excluded="is_answered AND (wait_s IS NULL OR wait_s < 0)",
        caution=N_("Looks better where callers have little patience: read it beside the abandonment rate."),
    ),
    Kpi(
        id="average_speed_of_answer:median",
        name=N_("Average speed of answer"),
        formula=N_("median wait of answered calls"),
        unit="s",
        direction=DOWN,
        family="telephone",
        relation=CALLS_ANSWERED,
        aggregate=Quantile("wait_s"),
        entered="is_answered AND wait_s >= 0",
        excluded="is_answered AND (wait_s IS NULL OR wait_s < 0)",
        summary=N_("median"),
    ),
    Kpi(
        id="abandonment_rate",
        name=N_("Abandonment rate"),
        formula=N_("abandoned after more than the short-abandon limit ÷ (answered + those)"),
        unit="share",
        direction=DOWN,
        family="telephone",
        relation=CALLS_OFFERED,
        aggregate=Proportion("is_abandoned", "interval_no"),
        entered=f"({_GAVE_UP}) AND NOT is_short_abandon",
        excluded=f"({_ASIDE} AND NOT is_answered) OR (is_offered AND is_short_abandon)",
        warn_where=_WAIT_UNKNOWN,
    ),
    Kpi(
        id="abandonment_rate:all",
        name=N_("Abandonment rate"),
        formula=N_("abandoned ÷ (answered + abandoned), short abandons included"),
        unit="share",
        direction=DOWN,
        family="telephone",
        relation=CALLS_OFFERED,
        aggregate=Proportion("is_abandoned", "interval_no"),
        entered=_GAVE_UP,
        excluded=f"{_ASIDE} AND NOT is_answered",
        summary=N_("short abandons included"),
    ),
    _share_of_answered(
        "transfer_rate",
        N_("Transfer rate"),
        N_("answered calls that were transferred ÷ answered calls"),
        "is_transferred",
        "is_answered AND is_transferred IS NOT NULL",
        DOWN,
    ),
    _share_of_answered(
        "conversion_rate",
        N_("Conversion rate"),
        N_("converted ÷ answered calls that could convert"),
        "is_converted",
        "is_answered AND is_eligible",
        UP,
    ),
    _share_of_answered(
        "conversion_rate:all_calls",
        N_("Conversion rate"),
        N_("converted ÷ all answered calls for which it is known"),
        "is_converted",
        "is_answered AND is_converted IS NOT NULL",
        UP,
        N_("of all calls"),
    ),
)
