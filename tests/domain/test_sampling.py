"""Population and design: bands, records that come back, and what cannot be drawn."""

from datetime import date

import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.domain.sampling import (
    Design,
    Method,
    Population,
    Targets,
    check_design,
    csat_band,
    design_of,
    design_record,
    length_band,
    population_of,
    population_record,
    tenure_band,
)


@pytest.mark.parametrize(
    ("seconds", "band"), [(None, "unknown"), (179, "short"), (180, "middle"), (600, "middle"), (601, "long")]
)
def test_lengths_fall_into_bands(seconds: float | None, band: str) -> None:
    assert length_band(seconds) == band


@pytest.mark.parametrize(("answer", "band"), [(None, "none"), (1, "low"), (2, "low"), (3, "middle"), (4, "high"), (5, "high")])
def test_answers_on_a_scale_of_five_fall_into_bands(answer: int | None, band: str) -> None:
    assert csat_band(None if answer is None else (answer - 1) / 4) == band


@pytest.mark.parametrize(("days", "band"), [(None, "unknown"), (0, "new"), (89, "new"), (90, "first_year"), (365, "experienced")])
def test_tenure_falls_into_bands(days: float | None, band: str) -> None:
    assert tenure_band(days) == band


def test_a_population_comes_back_from_its_record() -> None:
    population = Population(date(2026, 6, 1), None, channels=("call", "chat"), shortest_s=30.0, csat=("low",), is_fresh=False)
    assert population_of(population_record(population)) == population


def test_a_design_comes_back_from_its_record() -> None:
    design = Design(Method.TARGETED, size=20, quota=None, targets=Targets(("keyword",), ("refund", "退款")), strata=("week",))
    assert design_of(design_record(design)) == design


def test_a_record_of_another_version_is_read_with_what_both_know() -> None:
    assert design_of({"method": "quota", "quota": 2, "invented_later": True}) == Design(quota=2)
    assert population_of({"channels": ["call"], "invented_later": 1}) == Population(channels=("call",))


@pytest.mark.parametrize(
    ("design", "words"),
    [
        (Design(quota=0), "one evaluation an agent"),
        (Design(quota=None), "one evaluation an agent"),
        (Design(Method.RANDOM), "how many"),
        (Design(Method.RANDOM, size=0), "how many"),
        (Design(strata=("moon",)), "moon"),
        (Design(per="minute"), "minute"),
        (Design(double_share=0.6), "half"),
        (Design(Method.TARGETED, size=5), "what to look for"),
        (Design(Method.TARGETED, size=5, targets=Targets(("hunch",))), "hunch"),
        (Design(Method.TARGETED, size=5, targets=Targets(("keyword",), (" ",))), "which words"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_the_remedy(design: Design, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        check_design(design)
