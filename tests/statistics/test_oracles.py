"""Published and independently computed values, straight from the oracle files, against the functions of this room."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qa_desk.statistics import (
    agreement,
    benchmarking,
    bootstrap,
    change,
    cohen,
    control_charts,
    erlang,
    gwet,
    icc,
    krippendorff,
    means,
    medians,
    nps,
    proportions,
    sample_size,
    shrinkage,
)
from qa_desk.statistics.ratings import read_ratings

Cases = Callable[[str, str], list[dict[str, Any]]]


@pytest.fixture
def cases(oracles: Path) -> Cases:
    def read(number: str, kind: str) -> list[dict[str, Any]]:
        (path,) = oracles.glob(f"{number}_*.json")
        found = [c for c in json.loads(path.read_text(encoding="utf-8"))["cases"] if c["kind"] == kind]
        assert found
        return found

    return read


def near(expected: object, tolerance: float = 1e-9) -> object:
    return pytest.approx(expected, abs=tolerance)


def test_krippendorff_alpha(cases: Cases) -> None:
    for case in cases("01", "krippendorff_alpha"):
        ratings = read_ratings(case["inputs"]["units"])
        for level, expected in case["expected"].items():
            assert krippendorff.alpha_value(ratings, level) == near(expected["value"])
            assert str(krippendorff.alpha_value(ratings, level, exact=True)) == expected["fraction"]


def test_coincidence_matrix_is_exact(cases: Cases) -> None:
    (case,) = cases("01", "coincidence")
    matrix = krippendorff.coincidences(read_ratings(case["inputs"]["units"]).counts(exact=True))
    assert [[str(x) for x in row] for row in matrix] == case["expected"]["matrix"]


def test_no_variation_is_undefined(cases: Cases) -> None:
    (case,) = cases("01", "krippendorff_alpha_status")
    assert krippendorff.krippendorff_alpha(read_ratings(case["inputs"]["units"]), "nominal").value is None


def test_gwet_family(cases: Cases) -> None:
    functions = {
        "gwet_ac": gwet.gwet_ac,
        "fleiss": gwet.fleiss_kappa,
        "krippen": gwet.linearised_alpha,
        "conger": gwet.conger_kappa,
        "bp": gwet.brennan_prediger,
    }
    (case,) = cases("04", "agreement_family")
    ratings = read_ratings(case["inputs"]["units"], case["inputs"]["categories"])
    for weights, expected in case["expected"].items():
        for name, values in expected.items():
            found = functions[name](ratings, "identity" if weights == "unweighted" else weights)
            assert (found.value, found.se) == (near(values["coeff"], 6e-6), near(values["se"], 6e-6))
            assert (found.pa, found.pe) == (near(values["pa"]), near(values["pe"]))


def test_declared_scale_matters(cases: Cases) -> None:
    for case in cases("04", "ac1_scale"):
        ratings, expected = read_ratings(case["inputs"]["units"], case["inputs"]["categories"]), case["expected"]
        assert gwet.gwet_ac(ratings).value == near(expected["ac1"])
        assert krippendorff.alpha_value(ratings, "nominal") == (None if expected["alpha"] is None else near(expected["alpha"]))
        assert gwet.conger_kappa(ratings).value == (near(expected["conger"]) if "conger" in expected else None)
        if "bp" in expected:
            assert gwet.brennan_prediger(ratings).value == near(expected["bp"])
            assert gwet.fleiss_kappa(ratings).value == near(expected["fleiss"])


def test_cohen_kappa(cases: Cases) -> None:
    for case in cases("03", "cohen_kappa"):
        found = cohen.cohen_kappa(case["inputs"]["table"], case["inputs"].get("disagreement_weights"))
        assert str(found.kappa) == case["expected"]["kappa_fraction"]
        if "weighted_fraction" in case["expected"]:
            assert str(found.weighted_kappa) == case["expected"]["weighted_fraction"]
        if "ac1" in case["expected"]:
            assert found.ac1 is not None
            assert float(found.ac1) == near(case["expected"]["ac1"])


def test_icc_family(cases: Cases) -> None:
    (case,) = cases("05", "icc")
    for name, estimate in icc.icc_family(case["inputs"]["ratings"]).items():
        expected = case["expected"][name]
        assert estimate.value == near(expected["value"])
        assert [estimate.low, estimate.high] == near(expected["ci95"], 1e-6)


def test_zero_over_zero_is_no_correlation(cases: Cases) -> None:
    (case,) = cases("05", "icc_status")
    assert icc.icc_family(case["inputs"]["ratings"])["ICCA1"].value is None


def test_proportion_intervals(cases: Cases) -> None:
    for case in cases("06", "wilson"):
        found = proportions.wilson(case["inputs"]["x"], case["inputs"]["n"])
        assert [found.low, found.high] == near([case["expected"]["low"], case["expected"]["high"]])
    for case in cases("06", "newcombe_difference"):
        i, expected = case["inputs"], case["expected"]
        found = proportions.newcombe_difference(i["x1"], i["n1"], i["x2"], i["n2"])
        assert [found.value, found.low, found.high] == near([expected["difference"], expected["low"], expected["high"]])


def test_net_promoter_margins(cases: Cases) -> None:
    for case in cases("07", "nps"):
        counts = [case["inputs"][k] for k in ("promoters", "passives", "detractors")]
        moments = nps.nps_moments(*counts)
        assert moments.standard_error == near(case["expected"]["standard_error"])
        assert list(nps.wald_limits(*counts)) == near(case["expected"]["wald"])
        assert list(nps.adjusted_wald_limits(*counts)) == near(case["expected"]["adjusted_wald_3T"])


def test_sample_sizes(cases: Cases) -> None:
    for case in cases("08", "krejcie_morgan"):
        i = case["inputs"]
        assert sample_size.krejcie_morgan(i["N"], i["p"], i["d"], i["chi2"]) == near(case["expected"]["exact"])
    for case in cases("08", "cochran"):
        i = case["inputs"]
        z = None if isinstance(i["z"], str) else i["z"]
        exact = sample_size.proportion_sample_size(i["p"], i["e"], i["N"], z)
        assert (exact, sample_size.needed(exact)) == (near(case["expected"]["n_exact"], 1e-6), case["expected"]["n"])


def test_erlang_c(cases: Cases) -> None:
    for case in cases("09", "erlang_c"):
        i, expected = case["inputs"], case["expected"]
        queue = erlang.erlang_c(i["calls"], i["interval_s"], i["aht_s"], i["agents"], i["threshold_s"])
        assert [queue.wait_chance, queue.service_level, queue.average_wait, queue.occupancy] == near(
            [expected["p_wait"], expected["service_level"], expected["asa_s"], expected["occupancy"]]
        )
    (case,) = cases("09", "erlang_c_min_agents")
    i = case["inputs"]
    found = erlang.agents_needed(i["calls"], i["interval_s"], i["aht_s"], i["threshold_s"], i["target"])
    assert found == case["expected"]["agents"]


def test_control_charts(cases: Cases) -> None:
    (case,) = cases("10", "p_chart")
    chart = control_charts.p_chart(case["inputs"]["defectives"], [case["inputs"]["n"]] * 30)
    assert chart is not None
    assert [chart.p_bar, *chart.limits[0]] == near([case["expected"][k] for k in ("p_bar", "lcl", "ucl")])
    assert list(chart.outside) == case["expected"]["out_of_limits"]
    (case,) = cases("10", "xmr")
    found = control_charts.xmr_chart(case["inputs"]["x"])
    assert found is not None
    assert [found.mean, found.mean_range, found.high, found.low, found.range_high] == near(
        [case["expected"][k] for k in ("x_bar", "mr_bar", "ucl", "lcl", "mr_ucl")]
    )


def test_funnels(cases: Cases) -> None:
    (case,) = cases("10", "funnel_proportion")
    target = case["inputs"]["target"]
    expected = case["expected"]
    for n, normal, exact in zip(case["inputs"]["n"], expected["normal"], expected["exact_interpolated"], strict=True):
        assert list(control_charts.funnel_normal(target, n)) == near(normal)
        assert list(control_charts.funnel_exact(target, n)) == near(exact)
    (case,) = cases("10", "overdispersion")
    found = control_charts.overdispersion(case["inputs"]["successes"], case["inputs"]["n"], target)
    assert found is not None
    assert (list(found.z), found.phi) == (near(case["expected"]["z"]), near(case["expected"]["phi_winsorised"]))


@pytest.mark.parametrize("replicates", [2_000, 10_000])
def test_bootstrap_intervals(cases: Cases, replicates: int) -> None:
    mean, ratio = cases("11", "bootstrap_mean")[0], cases("11", "bootstrap_ratio_of_sums")[0]
    alpha, ac1 = cases("11", "bootstrap_alpha_nominal_units")[0], cases("11", "bootstrap_ac1_units")[0]
    found = [
        (mean, bootstrap.bootstrap_mean(mean["inputs"]["data"], method="percentile", replicates=replicates)),
        (ratio, bootstrap.bootstrap_ratio(ratio["inputs"]["num"], ratio["inputs"]["den"], replicates=replicates)),
        (alpha, krippendorff.alpha_with_interval(read_ratings(alpha["inputs"]["units"]), "nominal", replicates=replicates)),
        (ac1, gwet.gwet_ac_bootstrap(read_ratings(ac1["inputs"]["units"], ac1["inputs"]["categories"]), replicates=replicates)),
    ]
    for case, estimate in found:
        tolerance = case["tolerance"]["percentile_abs"][f"B_{replicates}"]
        assert [estimate.low, estimate.high] == near([case["expected"]["low"], case["expected"]["high"]], tolerance)
    corrected = bootstrap.bootstrap_mean(mean["inputs"]["data"], method="bca", replicates=10_000)
    assert [corrected.low, corrected.high] == near(mean["expected"]["bca"], mean["tolerance"]["bca_abs"]["B_10000"])


def test_median_intervals(cases: Cases) -> None:
    for case in cases("13", "median_ci_ranks"):
        ranks = medians.median_ranks(case["inputs"]["n"])
        if ranks is None:
            assert case["expected"]["lower_rank"] is None
        else:
            assert (ranks.lower, ranks.upper) == (case["expected"]["lower_rank"], case["expected"]["upper_rank"])
            assert ranks.coverage == near(case["expected"]["coverage"], 1e-12)
    (case,) = cases("13", "median_ci")
    found = medians.median_interval(case["inputs"]["data"])
    assert [found.value, found.low, found.high] == [case["expected"][k] for k in ("median", "low", "high")]


def test_shrinkage(cases: Cases) -> None:
    (case,) = cases("14", "james_stein")
    stein = shrinkage.james_stein(case["inputs"]["y"], case["inputs"]["at_bats"])
    assert [stein.grand_mean, stein.c, stein.values[0], stein.values[-1]] == near(
        [case["expected"][k] for k in ("grand_mean", "c", "clemente", "munson")], 1e-9
    )
    (case,) = cases("14", "eb_normal")
    i, expected = case["inputs"], case["expected"]["DL"]
    found = shrinkage.shrink_means(i["means"], i["n"], i["within_variance"])
    assert found is not None
    assert [found.mu, found.tau2, *found.values, *found.standard_errors] == near(
        [expected["mu"], expected["tau2"], *expected["shrunken"], *expected["se"]], 1e-6
    )


def test_change_and_correlation(cases: Cases) -> None:
    (case,) = cases("16", "welch_difference")
    found = means.welch(case["inputs"]["before"], case["inputs"]["after"])
    assert [found.difference.value, found.difference.low, found.difference.high, found.t, found.df, found.p] == near(
        [case["expected"]["difference"], *case["expected"]["ci95"], *(case["expected"][k] for k in ("t", "df", "p"))], 1e-8
    )
    (case,) = cases("16", "mdc")
    detectable = change.detectable_change(case["inputs"]["sd"], case["inputs"]["n"])
    assert detectable is not None
    assert [detectable.sem, detectable.mdc95, detectable.detectable_80] == near(list(case["expected"].values()))
    (case,) = cases("16", "regression_to_mean")
    i = case["inputs"]
    regression = change.regression_to_mean(i["observed"], i["mu"], i["tau2"], i["sigma2"], i["n"])
    assert regression is not None
    assert [regression.reliability, regression.expected_without_action, regression.expected_change] == near(
        list(case["expected"].values())
    )
    (case,) = cases("16", "correlation")
    r = change.correlation(case["inputs"]["x"], case["inputs"]["y"])
    assert [r.pearson.value, r.pearson.low, r.pearson.high, r.p, r.spearman] == near(
        [case["expected"]["pearson"], *case["expected"]["fisher_ci95"], *(case["expected"][k] for k in ("p", "spearman"))], 1e-8
    )
    (case,) = cases("16", "benjamini_hochberg")
    assert change.benjamini_hochberg(case["inputs"]["p"]) == near(case["expected"]["adjusted"], 1e-12)


def test_benchmarking(cases: Cases) -> None:
    (case,) = cases("19", "gwet_benchmark")
    i = case["inputs"]
    found = benchmarking.benchmark(i["coefficient"], i["se"], i["scale_lower"])
    assert list(found.cumulative) == near(case["expected"]["cumulative_probability"], 6e-6)
    assert found.chosen == case["expected"]["chosen"]


def test_fleiss_1971(cases: Cases) -> None:
    (case,) = cases("02", "fleiss_kappa")
    units = [[k for k, m in enumerate(row) for _ in range(m)] for row in case["inputs"]["counts"]]
    ratings = read_ratings(units, range(5))
    assert gwet.fleiss_kappa(ratings).value == near(case["expected"]["kappa"])
    assert gwet.fleiss_category_kappas(ratings.counts()) == near(case["expected"]["category_kappas"], 1e-6)
    assert agreement.percent_agreement(ratings).value == near(case["expected"]["P_bar"])
