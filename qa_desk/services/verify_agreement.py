"""Oracle kinds about agreement: units × raters, tables and counts → α, the Gwet family, Fleiss, Cohen and the ICC family."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from qa_desk.statistics import cohen, gwet, icc, krippendorff
from qa_desk.statistics.ratings import as_exact, read_ratings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from fractions import Fraction

    from qa_desk.statistics.ratings import Ratings

    Values = dict[str, Any]


def _krippendorff_alpha(inputs: Values) -> Values:
    ratings = read_ratings(inputs["units"])
    found = {}
    for level in inputs["levels"]:
        value = krippendorff.alpha_value(ratings, level)
        exact = krippendorff.alpha_value(ratings, level, exact=True)
        found[level] = {"value": value, "fraction": None if exact is None else str(exact), "published": value}
    return found


def _krippendorff_alpha_status(inputs: Values) -> Values:
    value = krippendorff.alpha_value(read_ratings(inputs["units"]), inputs["level"])
    return {"value": value, "status": "no_variation" if value is None else "ok"}


def _coincidence(inputs: Values) -> Values:
    ratings = read_ratings(inputs["units"])
    matrix = krippendorff.coincidences(ratings.counts(exact=True))
    totals = matrix.sum(axis=0)
    return {
        "values": list(ratings.scale),
        "matrix": [[str(x) for x in row] for row in matrix],
        "n_c": [str(x) for x in totals],
        "n": int(totals.sum()),
    }


def _from_counts(inputs: Values) -> Ratings:
    units = [[k for k, m in enumerate(row) for _ in range(m)] for row in inputs["counts"]]
    return read_ratings(units, range(len(inputs["counts"][0])))


def _fleiss_kappa(inputs: Values) -> Values:
    ratings = _from_counts(inputs)
    kappa = gwet.fleiss_kappa(ratings)
    counts = ratings.counts(exact=True)
    per_unit = (counts * (counts - 1)).sum(axis=1) / (counts.sum(axis=1) * (counts.sum(axis=1) - 1))
    share = counts.sum(axis=0) / counts.sum()
    chance = (share * share).sum()
    exact = (per_unit.sum() / len(per_unit) - chance) / (1 - chance) if chance != 1 else None
    categories = gwet.fleiss_category_kappas(ratings.counts())
    return {
        "kappa": kappa.value,
        "kappa_fraction": None if exact is None else str(exact),
        "kappa_published": kappa.value,
        "P_bar": kappa.pa,
        "p_j": [float(x) for x in share],
        "category_kappas": categories,
        "category_kappas_published": categories,
        # the raters' identities are not in a table of counts: each unit's answers are taken in the order of the scale
        "conger_exact": gwet.conger_kappa(ratings).value,
    }


def _fleiss_kappa_status(inputs: Values) -> Values:
    value = gwet.fleiss_kappa(_from_counts(inputs)).value
    return {"kappa": value, "status": "no_variation" if value is None else "ok"}


def _cohen_kappa(inputs: Values) -> Values:
    found = cohen.cohen_kappa(inputs["table"], inputs.get("disagreement_weights"))
    texts = {"kappa_fraction": found.kappa, "weighted_fraction": found.weighted_kappa}
    return {
        "po": _number(found.po),
        "pe": _number(found.pe),
        "kappa": _number(found.kappa),
        "weighted_kappa": _number(found.weighted_kappa),
        "ac1": _number(found.ac1),
        "kappa_published": _number(found.kappa),
        "weighted_published": _number(found.weighted_kappa),
        **{name: None if value is None else str(value) for name, value in texts.items()},
    }


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _agreement_family(inputs: Values) -> Values:
    ratings = read_ratings(inputs["units"], inputs["categories"])
    coefficients = {
        "gwet_ac": gwet.gwet_ac,
        "fleiss": gwet.fleiss_kappa,
        "krippen": gwet.linearised_alpha,
        "conger": gwet.conger_kappa,
        "bp": gwet.brennan_prediger,
    }
    found: Values = {}
    for name, weighting in (("unweighted", "identity"), ("linear", "linear"), ("quadratic", "quadratic")):
        values = {key: function(ratings, weighting) for key, function in coefficients.items()}
        found[name] = {key: {"coeff": c.value, "se": c.se, "pa": c.pa, "pe": c.pe} for key, c in values.items()}
    return found


def _ac1_scale(inputs: Values) -> Values:
    ratings = read_ratings(inputs["units"], inputs["categories"])
    ac1, conger = gwet.gwet_ac(ratings), gwet.conger_kappa(ratings)
    return {
        "ac1": ac1.value,
        "pe": ac1.pe,
        "pa": ac1.pa,
        "bp": gwet.brennan_prediger(ratings).value,
        "fleiss": gwet.fleiss_kappa(ratings).value,
        "conger": conger.value,
        "cohen": conger.value,  # for two raters the same
        "alpha": krippendorff.alpha_value(ratings, "nominal"),
    }


def _icc(inputs: Values) -> Values:
    exact = as_exact(np.array(inputs["ratings"], dtype=object))
    ms = icc.mean_squares(exact)
    fractions, family = icc.icc_values(ms), icc.icc_family(inputs["ratings"])
    squares = {"MSR": ms.rows, "MSC": ms.columns, "MSE": ms.error, "MSW": ms.within}
    found: Values = {"mean_squares": {name: float(value) for name, value in squares.items()}}
    for name, estimate in family.items():
        found[name] = {
            "value": estimate.value,
            "fraction": str(fractions[name]),
            "ci95": [estimate.low, estimate.high],
            "published": estimate.value,
        }
    return found


def _icc_status(inputs: Values) -> Values:
    value = icc.icc_family(inputs["ratings"])["ICCA1"].value
    return {"ICCA1": value, "status": "no_variation" if value is None else "ok"}


KINDS: Mapping[str, Callable[[Values], Values]] = {
    "krippendorff_alpha": _krippendorff_alpha,
    "krippendorff_alpha_status": _krippendorff_alpha_status,
    "coincidence": _coincidence,
    "fleiss_kappa": _fleiss_kappa,
    "fleiss_kappa_status": _fleiss_kappa_status,
    "cohen_kappa": _cohen_kappa,
    "agreement_family": _agreement_family,
    "ac1_scale": _ac1_scale,
    "icc": _icc,
    "icc_status": _icc_status,
}
