"""A sample in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.sampling import Design, Method, Population, Replacement, Targets
from qa_desk.services.sampling import propose_sample
from qa_desk.services.sampling_words import design_words, population_words, proposal_warnings, replaced_words
from tests.sampling_centre import a_request, build_centre

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace


@pytest.mark.parametrize(
    ("population", "words"),
    [
        (Population(), "everything"),
        (Population(date(2024, 5, 1), date(2024, 5, 31)), "2024-05-01 to 2024-05-31"),
        (Population(last=date(2024, 5, 31), channels=("call",)), "until 2024-05-31; call"),
        (Population(agents=("a", "gone"), csat=("low",)), "Ann, gone; low satisfaction"),
        (Population(teams=tuple("abcdefg")), "a, b, c, d, e and 2 more"),
        (Population(shortest_s=30, longest_s=600, tenure=("new",)), "first 90 days; from 30 s; up to 600 s"),
        (
            Population(first=date(2024, 5, 1), needs_content=False, is_fresh=False),
            "since 2024-05-01; also without recording or thread; also evaluated ones",
        ),
    ],
)
def test_a_population_is_said_by_its_filters(population: Population, words: str) -> None:
    assert population_words(population, {"a": "Ann"}) == words


@pytest.mark.parametrize(
    ("design", "words"),
    [
        (Design(quota=4), "quota; 4 an agent, the whole period; stratified by week, channel; 8 % scored twice"),
        (Design(quota=2, per="week", strata=(), double_share=0), "quota; 2 an agent, each week"),
        (Design(Method.RANDOM, size=1, double_share=0), "random; 1 contact"),
        (
            Design(Method.TARGETED, size=20, quota=2, targets=Targets(("complaint", "long")), double_share=0),
            "targeted; 20 contacts; complaint, long; at most 2 an agent",
        ),
    ],
)
def test_a_design_is_said_in_one_line(design: Design, words: str) -> None:
    assert design_words(design) == words


def test_reasons_are_counted_the_most_frequent_first() -> None:
    counts = {Replacement.TOO_SHORT: 1, Replacement.NO_SOUND: 3}
    assert replaced_words(counts) == "3 × no sound, or nothing to read, 1 × too short to score"


def test_a_sound_proposal_warns_of_nothing(workspace: Workspace) -> None:
    build_centre(workspace)
    assert proposal_warnings(propose_sample(workspace, a_request(design=Design(quota=4)))) == []


def test_groups_that_nothing_connects_are_warned_of(workspace: Workspace) -> None:
    build_centre(workspace)
    found = proposal_warnings(propose_sample(workspace, a_request(design=Design(quota=1, double_share=0))))
    assert len(found) == 1
    assert found[0].startswith("Evaluators and agents fall into 3 groups")


def test_seconds_that_nobody_can_score_are_warned_of(workspace: Workspace) -> None:
    build_centre(workspace)
    found = proposal_warnings(propose_sample(workspace, a_request(evaluator_ids=("ek",), design=Design(quota=1))))
    assert found == ["1 contact that should be scored twice has no second evaluator."]
