"""Oracle kinds that the statistics room answers: inputs as the files give them → what the program computes."""

from __future__ import annotations

from dataclasses import asdict
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from qa_desk.statistics import (
    benchmarking,
    bootstrap,
    change,
    control_charts,
    erlang,
    gwet,
    krippendorff,
    means,
    medians,
    nps,
    proportions,
    sample_size,
    severity,
    shrinkage,
)
from qa_desk.statistics.ratings import read_ratings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qa_desk.statistics.bootstrap import Floats
    from qa_desk.statistics.estimate import Estimate

    Values = dict[str, Any]

REPLICATES = 10_000
"""Resamples of the recomputed bootstraps."""


def _limits(estimate: Estimate) -> Values:
    return {"low": estimate.low, "high": estimate.high, "published": [estimate.low, estimate.high]}


def _wilson(inputs: Values) -> Values:
    return _limits(proportions.wilson(inputs["x"], inputs["n"], inputs["confidence"]))


def _newcombe(inputs: Values) -> Values:
    found = proportions.newcombe_difference(inputs["x1"], inputs["n1"], inputs["x2"], inputs["n2"], inputs["confidence"])
    return {"difference": found.value, **_limits(found)}


def _nps(inputs: Values) -> Values:
    promoters, passives, detractors = (int(inputs[name]) for name in ("promoters", "passives", "detractors"))
    confidence = inputs["confidence"]
    moments = nps.nps_moments(promoters, passives, detractors)
    low, high = nps.wald_limits(promoters, passives, detractors, confidence)
    total = promoters + passives + detractors
    p, d = Fraction(promoters, total), Fraction(detractors, total)
    return {
        "nps": nps.nps(promoters, passives, detractors, confidence).value,
        "nps_fraction": str(100 * (p - d)),
        "variance_unit_scale": moments.variance,
        "variance_fraction": str(p + d - (p - d) ** 2),
        "standard_error": moments.standard_error,
        "margin_of_error": (high - low) / 2,
        "wald": [low, high],
        "adjusted_wald_3T": list(nps.adjusted_wald_limits(promoters, passives, detractors, confidence)),
    }


def _nps_classes(inputs: Values) -> Values:
    classes = [nps.nps_class(score, *inputs["scale"]) for score in inputs["scores"]]
    counts = [classes.count(name) for name in ("promoter", "passive", "detractor")]
    return {"classes": classes, "nps": nps.nps(*counts).value}


def _krejcie_morgan(inputs: Values) -> Values:
    exact = sample_size.krejcie_morgan(inputs["N"], inputs["p"], inputs["d"], inputs["chi2"])
    nearest = int(exact + 0.5)
    return {"exact": exact, "table": nearest, "rounded": nearest}


def _cochran(inputs: Values) -> Values:
    z = None if isinstance(inputs["z"], str) else inputs["z"]
    exact = sample_size.proportion_sample_size(inputs["p"], inputs["e"], inputs["N"], z)
    return {"n_exact": exact, "n": sample_size.needed(exact)}


def _erlang_c(inputs: Values) -> Values:
    calls, interval, aht = inputs["calls"], inputs["interval_s"], inputs["aht_s"]
    queue = erlang.erlang_c(calls, interval, aht, inputs["agents"], inputs["threshold_s"])
    level = queue.service_level
    return {
        "traffic_erlang": queue.traffic,
        "p_wait": queue.wait_chance,
        "service_level": level,
        "asa_s": queue.average_wait,
        "occupancy": queue.occupancy,
        "published": {
            "service_level_pct": None if level is None else 100 * level,
            "asa_s": queue.average_wait,
            "occupancy_pct": 100 * queue.occupancy,
        },
    }


def _erlang_c_min_agents(inputs: Values) -> Values:
    calls, interval, aht = inputs["calls"], inputs["interval_s"], inputs["aht_s"]
    return {"agents": erlang.agents_needed(calls, interval, aht, inputs["threshold_s"], inputs["target"])}


def _p_chart(inputs: Values) -> Values:
    defectives = inputs["defectives"]
    chart = control_charts.p_chart(defectives, [inputs["n"]] * len(defectives))
    if chart is None:
        return {"p_bar": None}
    low, high = chart.limits[0]
    found = {"p_bar": chart.p_bar, "lcl": low, "ucl": high}
    exact = Fraction(sum(defectives), inputs["n"] * len(defectives))
    return {**found, "p_bar_fraction": str(exact), "out_of_limits": list(chart.outside), "published": found}


def _xmr(inputs: Values) -> Values:
    chart = control_charts.xmr_chart(inputs["x"], inputs["d2"], inputs["D4"])
    if chart is None:
        return {"x_bar": None}
    found = {"x_bar": chart.mean, "mr_bar": chart.mean_range, "ucl": chart.high, "lcl": chart.low}
    return {**found, "mr_ucl": chart.range_high, "published": found}


def _funnel_proportion(inputs: Values) -> Values:
    target, coverage = inputs["target"], inputs["coverage"]
    return {
        "normal": [list(control_charts.funnel_normal(target, n, coverage)) for n in inputs["n"]],
        "exact_interpolated": [list(control_charts.funnel_exact(target, n, coverage)) for n in inputs["n"]],
    }


def _overdispersion(inputs: Values) -> Values:
    found = control_charts.overdispersion(inputs["successes"], inputs["n"], inputs["target"], inputs["winsorise"])
    return {} if found is None else {"z": list(found.z), "phi_winsorised": found.phi, "inflate": found.inflate}


def _resampled(estimate: Estimate) -> Values:
    return {"low": estimate.low, "high": estimate.high, "point": estimate.value}


def _spread(replicates: Floats) -> float:
    return float(replicates.std(ddof=1))


def _bootstrap_mean(inputs: Values) -> Values:
    data, confidence = inputs["data"], inputs["confidence"]
    plain = bootstrap.bootstrap_mean(data, method="percentile", confidence=confidence, replicates=REPLICATES)
    corrected = bootstrap.bootstrap_mean(data, method="bca", confidence=confidence, replicates=REPLICATES)
    error = _spread(bootstrap.ratio_replicates(data, np.ones(len(data)), replicates=REPLICATES))
    return {**_resampled(plain), "bca": [corrected.low, corrected.high], "bootstrap_se": error}


def _bootstrap_ratio(inputs: Values) -> Values:
    plain = bootstrap.bootstrap_ratio(inputs["num"], inputs["den"], confidence=inputs["confidence"], replicates=REPLICATES)
    error = _spread(bootstrap.ratio_replicates(inputs["num"], inputs["den"], replicates=REPLICATES))
    return {**_resampled(plain), "bootstrap_se": error}


def _bootstrap_alpha(inputs: Values) -> Values:
    ratings = read_ratings(inputs["units"])
    found = krippendorff.alpha_with_interval(ratings, "nominal", confidence=inputs["confidence"], replicates=REPLICATES)
    drawn = krippendorff.alpha_replicates(ratings, "nominal", replicates=REPLICATES)
    return {**_resampled(found), "bootstrap_se": _spread(drawn)}


def _bootstrap_ac1(inputs: Values) -> Values:
    ratings = read_ratings(inputs["units"], inputs["categories"])
    found = gwet.gwet_ac_bootstrap(ratings, confidence=inputs["confidence"], replicates=REPLICATES)
    drawn = gwet.gwet_ac_replicates(ratings, replicates=REPLICATES)
    return {**_resampled(found), "bootstrap_se": _spread(drawn)}


def _median_ci_ranks(inputs: Values) -> Values:
    ranks = medians.median_ranks(inputs["n"], inputs["confidence"])
    if ranks is None:
        return {"lower_rank": None, "upper_rank": None, "coverage": None}
    return {"lower_rank": ranks.lower, "upper_rank": ranks.upper, "coverage": ranks.coverage}


def _median_ci(inputs: Values) -> Values:
    found = medians.median_interval(inputs["data"], inputs["confidence"])
    return {"median": found.value, "low": found.low, "high": found.high}


def _james_stein(inputs: Values) -> Values:
    found = shrinkage.james_stein(inputs["y"], inputs["at_bats"])
    first, last = found.values[0], found.values[-1]
    values = {"grand_mean": found.grand_mean, "c": found.c, "clemente": first, "munson": last}
    return values | {"c_published": found.c, "clemente_published": first, "munson_published": last}


def _eb_normal(inputs: Values) -> Values:
    found: Values = {}
    for method in ("DL", "REML"):
        shrunken = shrinkage.shrink_means(inputs["means"], inputs["n"], inputs["within_variance"], method)
        if shrunken is not None:
            values, errors = list(shrunken.values), list(shrunken.standard_errors)
            found[method] = {"mu": shrunken.mu, "tau2": shrunken.tau2, "shrunken": values, "se": errors}
    return found


def _crossed_mixed(inputs: Values) -> Values:
    found = severity.crossed_severity(inputs["data"])
    return {} if found is None else {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(found).items()}


def _welch_difference(inputs: Values) -> Values:
    found = means.welch(inputs["before"], inputs["after"])
    limits = [found.difference.low, found.difference.high]
    return {"difference": found.difference.value, "ci95": limits, "t": found.t, "df": found.df, "p": found.p}


def _mdc(inputs: Values) -> Values:
    found = change.detectable_change(inputs["sd"], inputs["n"])
    return {} if found is None else asdict(found)


def _regression_to_mean(inputs: Values) -> Values:
    found = change.regression_to_mean(inputs["observed"], inputs["mu"], inputs["tau2"], inputs["sigma2"], inputs["n"])
    return {} if found is None else asdict(found)


def _correlation(inputs: Values) -> Values:
    found = change.correlation(inputs["x"], inputs["y"])
    r = found.pearson
    return {"pearson": r.value, "fisher_ci95": [r.low, r.high], "p": found.p, "spearman": found.spearman}


def _benjamini_hochberg(inputs: Values) -> Values:
    return {"adjusted": change.benjamini_hochberg(inputs["p"])}


def _gwet_benchmark(inputs: Values) -> Values:
    found = benchmarking.benchmark(inputs["coefficient"], inputs["se"], inputs["scale_lower"])
    return {"cumulative_probability": list(found.cumulative), "chosen": found.chosen}


KINDS: Mapping[str, Callable[[Values], Values]] = {
    "wilson": _wilson,
    "newcombe_difference": _newcombe,
    "nps": _nps,
    "nps_classes": _nps_classes,
    "krejcie_morgan": _krejcie_morgan,
    "cochran": _cochran,
    "erlang_c": _erlang_c,
    "erlang_c_min_agents": _erlang_c_min_agents,
    "p_chart": _p_chart,
    "xmr": _xmr,
    "funnel_proportion": _funnel_proportion,
    "overdispersion": _overdispersion,
    "bootstrap_mean": _bootstrap_mean,
    "bootstrap_ratio_of_sums": _bootstrap_ratio,
    "bootstrap_alpha_nominal_units": _bootstrap_alpha,
    "bootstrap_ac1_units": _bootstrap_ac1,
    "median_ci_ranks": _median_ci_ranks,
    "median_ci": _median_ci,
    "james_stein": _james_stein,
    "eb_normal": _eb_normal,
    "crossed_mixed": _crossed_mixed,
    "welch_difference": _welch_difference,
    "mdc": _mdc,
    "regression_to_mean": _regression_to_mean,
    "correlation": _correlation,
    "benjamini_hochberg": _benjamini_hochberg,
    "gwet_benchmark": _gwet_benchmark,
}
