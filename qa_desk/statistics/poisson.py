"""The exact interval of a count of rare events."""

from __future__ import annotations

from qa_desk.statistics.estimate import NO_DATA, Estimate, undefined
from qa_desk.statistics.quantiles import chi2_quantile

METHOD = "poisson_exact"


def poisson_rate(events: int, exposure: float, confidence: float = 0.95) -> Estimate:
    """Events per unit of exposure with the exact (Garwood 1936) interval; n is the number of events.

    χ²(α/2, 2x)/2 … χ²(1−α/2, 2x+2)/2, divided by the exposure; with no event the lower limit is 0. Undefined without exposure.
    Source: Garwood, F. (1936), Biometrika 28, 437–442.
    """
    if exposure <= 0:
        return undefined(METHOD, NO_DATA)
    alpha = 1 - confidence
    low = chi2_quantile(alpha / 2, 2 * events) / 2 if events else 0.0
    high = chi2_quantile(1 - alpha / 2, 2 * events + 2) / 2
    return Estimate(events / exposure, low / exposure, high / exposure, events, METHOD)
