"""Where spare evaluations help: at the agents whose decision is open (normal-normal posterior, as in shrinkage)."""

from __future__ import annotations

from qa_desk.statistics.quantiles import normal_cdf, two_sided_z
from qa_desk.statistics.sample_size import needed

UNDECIDED = (0.10, 0.90)
"""Between these chances to be below the target, more evaluations may change the decision."""


def chance_below(value: float, error: float, target: float) -> float:
    """P(θ < target) of an agent's posterior N(value, error²)."""
    if error <= 0:
        return float(value < target)
    return normal_cdf((target - value) / error)


def is_undecided(value: float, error: float, target: float) -> bool:
    """Whether it is still open on which side of the target the agent is."""
    return UNDECIDED[0] < chance_below(value, error, target) < UNDECIDED[1]


def evaluations_for_posterior(sigma2: float, tau2: float | None, half_width: float, confidence: float = 0.95) -> int:
    """N ≥ σ²·[(z/e)² − 1/τ²]: evaluations after which an agent's posterior is no wider than ± half_width.

    `sigma2` is the variance within agents, `tau2` the one between them (None: no prior is used). 0 where the group alone says as
    much. Looking often is harmless: a posterior does not depend on when one looks.
    """
    if half_width <= 0:
        msg = f"no number of evaluations gives ± {half_width}"
        raise ValueError(msg)
    wanted = (two_sided_z(confidence) / half_width) ** 2
    known = 0.0 if tau2 is None else (1 / tau2 if tau2 > 0 else wanted)
    return max(0, needed(sigma2 * (wanted - known)))
